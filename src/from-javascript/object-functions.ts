// `Object.freeze`, `Object.keys` and their like.

import type { AnyNode } from 'acorn';
import { cannot } from './fault.js';
import { contentsOf, type Machine, newArray, numeric, truth } from './machine.js';
import type { Fields, Value } from './values.js';

/** Null for a name that is not known. */
export function callObject(machine: Machine, name: string, given: readonly Value[], at: AnyNode): Value | null {
  const [first, second] = given;
  if (first === undefined) return null;
  switch (name) {
    case 'freeze':
      return first;
    case 'is':
      return second === undefined ? null : areSame(machine, first, second, at);
    case 'keys':
      return newArray(
        machine,
        [...fieldsOf(machine, first, at).items.keys()].map(text => ({ kind: 'text', text, at })),
      );
    case 'values':
      return newArray(machine, [...fieldsOf(machine, first, at).items.values()]);
    case 'entries':
      return newArray(
        machine,
        [...fieldsOf(machine, first, at).items].map(([text, value]) =>
          newArray(machine, [{ kind: 'text', text, at }, value]),
        ),
      );
    default:
      return null;
  }
}

function fieldsOf(machine: Machine, value: Value, at: AnyNode): Fields {
  const contents = value.kind === 'reference' ? contentsOf(machine, value) : null;
  if (contents?.kind !== 'fields') throw cannot(at, 'this goes over the fields of an object');
  // Names that are numbers come first in JavaScript, whatever their order in the text.
  if ([...contents.items.keys()].some(key => /^\d+$/.test(key)))
    throw cannot(at, 'the order of fields whose names are numbers is not known here', 'write an array');
  return contents;
}

/** NaN is NaN, and 0 is not -0. */
function areSame(machine: Machine, first: Value, second: Value, at: AnyNode): Value {
  const { build } = machine;
  const [a, b] = [numeric(machine, first, at).node, numeric(machine, second, at).node];
  const one = build.constant(1);
  const isSameZero = build.or(build.ne(a, build.constant(0)), build.eq(build.div(one, a), build.div(one, b)));
  return truth(build.or(build.and(build.eq(a, b), isSameZero), build.and(build.ne(a, a), build.ne(b, b))));
}
