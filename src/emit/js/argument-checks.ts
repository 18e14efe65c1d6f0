// Argument checks, once a call: one condition for every few arguments, and everything slow in `refuse`.

import type * as ESTree from 'estree';
import type { Argument } from '../../exports/declared.js';
import type { Extent } from '../../exports/plan.js';
import { ROWS } from '../../lower/lowering.js';
import type { RunTimeSize } from '../../lower/model.js';
import * as js from './print/estree.js';

/** Arguments looked at in one `if`; a condition of a thousand would nest a thousand levels deep. */
const GROUP = 8;

const LONGEST_SIGNATURE = 8;

/** `valueAndGradient(x, y, gradient)`, shortened in the middle. */
export function signatureOf(name: string, args: readonly Argument[]): string {
  const labels = args.map(argument => argument.label);
  if (labels.length > LONGEST_SIGNATURE) labels.splice(3, labels.length - 5, '…');
  return `${name}(${labels.join(', ')})`;
}

/** @param sizes that the program has, which arguments say */
export function checkArguments(
  name: string,
  args: readonly Argument[],
  sizes: readonly RunTimeSize[],
): ESTree.Statement[] {
  const signature = js.text(signatureOf(name, args));
  const plain = args.filter(
    ({ width, range, extent, isState }) =>
      width === undefined && range === undefined && extent === undefined && isState === undefined,
  );
  const refuse = refusing(signature);
  const checks: ESTree.Statement[] = [];
  for (let start = 0; start < plain.length; start += GROUP) {
    const group = plain.slice(start, start + GROUP);
    checks.push(refuse('refuse', group.map(isWrong).reduce(either), group.map(described)));
  }
  for (const [dimension, { name: size, least }] of sizes.entries()) {
    const arrays = args.filter(of => dimension !== ROWS && of.dimension === dimension);
    if (arrays.length === 0) continue;
    const details = [js.text(size), js.number(least), ...arrays.map(described)];
    const rows = rowsOf(arrays[0]!);
    const isThere = js.logical('&&', isWhole(rows), js.binary('>=', rows, js.number(least)));
    const wrong = [js.unary('!', isThere), ...arrays.slice(1).map(array => differs(array, arrays[0]!))];
    for (let at = 0; at < wrong.length; at += GROUP)
      checks.push(refuse('refuseSizes', wrong.slice(at, at + GROUP).reduce(either), details));
  }
  for (const state of args.filter(({ isState }) => isState === true)) {
    const id = js.identifier(state.name);
    const isGiven = js.binary('!=', id, { type: 'Literal', value: null });
    const differs = js.binary('!==', js.member(id, 'length'), js.number(state.length!));
    checks.push(refuse('refuse', js.logical('&&', isGiven, differs), [described(state)]));
  }
  const columns = args.filter(({ dimension }) => dimension === ROWS);
  if (columns.length === 0) return checks;
  const [start, count] = args.filter(({ range }) => range !== undefined).map(of => js.identifier(of.name));
  const details = [
    start!,
    count!,
    ...columns.map(({ label, name, width }) => js.list([js.text(label), js.identifier(name), js.number(width!)])),
  ];
  for (let at = 0; at < columns.length; at += GROUP) {
    const wrong = columns.slice(at, at + GROUP).map(column => differs(column, columns[0]!));
    if (at === 0) wrong[0] = isNoRange(start!, count!, columns[0]!);
    checks.push(refuse('refuseRows', wrong.reduce(either), details));
  }
  return checks;
}

/** Of arrays of results that are as long as other arguments say, once these are looked at. */
export function checkLengths(name: string, args: readonly Argument[]): ESTree.Statement[] {
  const refuse = refusing(js.text(signatureOf(name, args)));
  return args
    .filter(({ extent }) => extent !== undefined)
    .map(argument => {
      const length = lengthFrom(argument.extent!, args);
      const details = [js.list([js.text(argument.label), js.identifier(argument.name), length])];
      return refuse('refuse', js.binary('!==', lengthOf(argument.name), length), details);
    });
}

const refusing =
  (signature: ESTree.Expression) =>
  (callee: string, wrong: ESTree.Expression, details: readonly ESTree.Expression[]): ESTree.Statement =>
    js.when(wrong, [js.statement(js.call(js.identifier(callee), [signature, ...details]))], []);

/** A length that other arguments say. */
export function lengthFrom(extent: Extent, args: readonly Argument[]): ESTree.Expression {
  const { fixed, arrays, rows, times = 1 } = extent;
  const ofArrays = arrays.map(({ dimension, width }) => {
    // An argument has each dimension that the program has.
    const rows = rowsOf(args.find(of => of.dimension === dimension)!);
    return width === 1 ? rows : js.binary('*', rows, js.number(width));
  });
  const count = args.find(({ range }) => range === 'count');
  const terms =
    rows === undefined || count === undefined
      ? ofArrays
      : [product(js.identifier(count.name), lengthFrom(rows, args)), ...ofArrays];
  const whole = [...(fixed > 0 || terms.length === 0 ? [js.number(fixed)] : []), ...terms].reduce((a, b) =>
    js.binary('+', a, b),
  );
  const length = fixed < 0 && terms.length > 0 ? js.binary('-', whole, js.number(-fixed)) : whole;
  if (times === 'itself') return js.binary('*', length, length);
  return product(length, typeof times === 'number' ? js.number(times) : lengthFrom(times, args));
}

/** Without a factor that is 1. */
function product(a: ESTree.Expression, b: ESTree.Expression): ESTree.Expression {
  const isOne = (of: ESTree.Expression): boolean => of.type === 'Literal' && of.value === 1;
  if (isOne(a)) return b;
  return isOne(b) ? a : js.binary('*', a, b);
}

const either = (a: ESTree.Expression, b: ESTree.Expression): ESTree.Expression => js.logical('||', a, b);

function described({ label, name, length, width }: Argument): ESTree.Expression {
  const parts = [js.text(label), js.identifier(name)];
  const size = width ?? length;
  return js.list(size === null ? parts : [...parts, js.number(size)]);
}

const lengthOf = (name: string): ESTree.Expression => ({
  type: 'ChainExpression',
  expression: { ...js.member(js.identifier(name), 'length'), optional: true },
});

/** How many rows a column has. */
export function rowsOf({ name, width }: Argument): ESTree.Expression {
  return width === 1 ? lengthOf(name) : js.binary('/', lengthOf(name), js.number(width!));
}

const differs = (column: Argument, first: Argument): ESTree.Expression =>
  js.binary('!==', rowsOf(column), rowsOf(first));

const isWhole = (of: ESTree.Expression): ESTree.Expression =>
  js.call(js.member(js.identifier('Number'), 'isInteger'), [of]);

/** True where some of the rows are not there. NaN fails every comparison. */
function isNoRange(start: ESTree.Identifier, count: ESTree.Identifier, column: Argument): ESTree.Expression {
  const isWithin = js.binary('<=', js.binary('+', start, count), rowsOf(column));
  const isPositive = js.binary('>=', js.call(js.member(js.identifier('Math'), 'min'), [start, count]), js.number(0));
  return js.unary(
    '!',
    [isWhole(start), isWhole(count), isPositive, isWithin, isWhole(rowsOf(column))].reduce((a, b) =>
      js.logical('&&', a, b),
    ),
  );
}

function isWrong({ name, length }: Argument): ESTree.Expression {
  const value = js.identifier(name);
  if (length === null) return js.binary('!==', js.unary('typeof', value), js.text('number'));
  return js.binary('!==', lengthOf(name), js.number(length));
}
