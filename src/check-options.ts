// Options as JavaScript hands them over: a name that means nothing, or a value of another kind, is a fault and is not passed over.

import { formulaError } from './diagnostic.js';
import { suggest } from './suggest.js';

const KINDS = {
  anything: { is: (_value: unknown) => true, called: '' },
  text: { is: (value: unknown) => typeof value === 'string', called: 'a text' },
  truth: { is: (value: unknown) => typeof value === 'boolean', called: 'true or false' },
  number: { is: (value: unknown) => typeof value === 'number', called: 'a number' },
  names: {
    is: (value: unknown) => Array.isArray(value) && value.every(name => typeof name === 'string'),
    called: 'a list of names',
  },
  record: {
    is: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value),
    called: 'an object',
  },
  call: { is: (value: unknown) => typeof value === 'function', called: 'a function' },
} as const;

/** What each option is. */
export type OptionKinds<Options> = { readonly [Key in keyof Options]-?: keyof typeof KINDS };

/** What to write in place of an option that there is not. */
export function helpFor(name: string, known: readonly string[]): string {
  const near = suggest(name, known);
  return near === undefined ? `the options are ${known.join(', ')}` : `did you mean '${near}'?`;
}

/**
 * @param what they are the options of, for messages
 * @throws FormulaError for an option that there is not, or whose value is of another kind; undefined is none
 */
export function checkOptions<Options>(given: unknown, kinds: OptionKinds<Options>, what: string): void {
  if (given === undefined) return;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    const got = given === null ? 'null' : Array.isArray(given) ? 'an array' : `a ${typeof given}`;
    throw formulaError('WG602', `the options of ${what} are an object, got ${got}`);
  }
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(kinds, name))
      throw formulaError('WG602', `${what} has no option '${name}'`, helpFor(name, Object.keys(kinds)));
    const { is, called } = KINDS[kinds[name as keyof Options]];
    if (value !== undefined && !is(value)) throw formulaError('WG602', `the option '${name}' of ${what} is ${called}`);
  }
}
