// What stands to the left and to the right of the `=` of a formula: papers define what is no name, and go on with a second `=`.

import { signs } from './commands.js';
import { baseName } from './names.js';
import { type Reading, refuse, wholeOf, written } from './reading.js';
import type { Item } from './tree.js';

const isEquals = (of: Item): boolean =>
  (of.kind === 'sign' || of.kind === 'command') && Object.hasOwn(signs, of.text) && signs[of.text] === '=';

export function checkSides(reading: Reading, items: readonly Item[]): void {
  const equals = items.findIndex(isEquals);
  if (equals > 0) refuseLeft(reading, items.slice(0, equals));
  const second = equals === -1 ? undefined : items.slice(equals + 1).find(isEquals);
  if (second !== undefined)
    refuse(reading, second, "a second '=' stands in a formula", 'write each equation on a line of its own');
  refuseNumber(reading, items);
}

function refuseLeft(reading: Reading, left: readonly Item[]): void {
  const [first, second, ...more] = left as [Item, ...Item[]];
  if (left.some(of => of.primes > 0)) return;
  const place = { start: first.start, end: left.at(-1)!.whole };
  const isProduct =
    left.length > 1 && left.every(of => of.kind === 'letter' && of.upper === null && of.text.length === 1);
  if (isProduct) {
    const name = left.map(of => of.text).join('');
    refuse(
      reading,
      place,
      `'${name}' is the product of its letters in TeX`,
      `write \\mathrm{${name}} = … for a name, constraint and the equation for one`,
    );
  }
  // What is wrong with a name is said where it is read.
  const isName = first.upper === null && (baseName(first, reading.parts) !== null || first.kind === 'word');
  const isCall = second?.kind === 'delimited' && second.text === '(' && second.upper === null && more.length === 0;
  if (isName && (left.length === 1 || isCall)) return;
  refuse(
    reading,
    place,
    `'${written(reading, place).trim()}' is no name that '=' could define`,
    'leave the left side out, write a name such as \\mathrm{y}; an equation begins with constraint',
  );
}

/** `y = 2x \qquad (3.1)`. */
function refuseNumber(reading: Reading, items: readonly Item[]): void {
  const [before, last] = items.slice(-2);
  if (last?.kind !== 'delimited' || last.text !== '(' || last.upper !== null) return;
  const inside = last.inside[0]!.items;
  const isNumber = inside.length === 1 && inside[0]!.kind === 'number' && inside[0]!.upper === null;
  const between = written(reading, { start: before!.whole, end: last.start });
  if (isNumber && /\\qquad|\\quad|\\hfill/.test(between))
    refuse(
      reading,
      wholeOf(last),
      `'${written(reading, last)}' is read as the number of the formula`,
      `write \\tag{${written(reading, inside[0]!)}} for it, \\cdot for a product`,
    );
}
