// Forms of one query: operations are refused for lack of one before they are written, and most are there many times.

import type { Form } from '../line/language.js';
import type { Dialect } from './dialect.js';

/** The dialect, of which the form of an operation on the same known operands is made once. */
export function choosingOnce(dialect: Dialect): Dialect {
  const chosen = new Map<string, Form | null>();
  return {
    ...dialect,
    form(operation, count, known = []) {
      const key = [operation.name, count, ...known.map(keyOf)].join(' ');
      let form = chosen.get(key);
      if (form === undefined) {
        form = dialect.form(operation, count, known);
        chosen.set(key, form);
      }
      return form;
    },
  };
}

/** Zeros are told apart. */
const keyOf = (value: number | undefined): string => (Object.is(value, -0) ? '-0' : String(value));
