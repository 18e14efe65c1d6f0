// Matrices, vectors, determinants, and choices: `\begin{cases}`.

import { signs } from './commands.js';
import {
  ATOM,
  bound,
  call,
  endOf,
  inParentheses,
  name,
  operator,
  type Piece,
  type Read,
  SUM,
  startOf,
} from './pieces.js';
import { isSign, type ReadItems, type Reading, refuse } from './reading.js';
import type { Item, List } from './tree.js';

/** What is a matrix, whatever stands around it. */
export const isMatrix = ({ kind, text }: Item): boolean => kind === 'environment' && MATRICES.test(text);

const MATRICES = /^(?:[pbB]?|small|psmall|bsmall)matrix$|^array$/;
const CHOICES = /^[dr]?cases$/;

export function environment(reading: Reading, item: Item): { readonly read: Read; readonly isArray: boolean } {
  const { text, rows } = item;
  const place = { start: item.start, end: item.end };
  if (item.lower !== null) refuse(reading, item.lower, 'a subscript is at an environment', 'give the matrix a name');
  if (CHOICES.test(text) || (text === 'array' && isChoice(item)))
    return { read: choice(reading, item), isArray: false };
  const isDeterminant = text === 'vmatrix';
  if (!MATRICES.test(text) && !isDeterminant && text !== 'Vmatrix')
    return refuse(
      reading,
      item,
      `'\\begin{${text}}' is not read here`,
      'pmatrix, bmatrix, vmatrix and cases are, and equation and align around formulas',
    );
  const cells = rows.map(row => row.map(cell => bound(reading.reads.get(cell)!, SUM)));
  if (cells.length === 0)
    refuse(reading, item, 'this matrix is empty', 'write \\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}');
  // One column, or one row, is a vector.
  const isVector = cells.length === 1 || cells.every(row => row.length === 1);
  const entries = cells.flatMap((row, i) =>
    row.flatMap((cell, j): Piece[] => [
      ...(i + j > 0 ? [operator(isVector || j > 0 ? ',' : ';', startOf(rows[i]![j]!))] : []),
      cell,
    ]),
  );
  const array = { piece: [operator('[', startOf(item)), entries, operator(']', endOf(item))], binding: ATOM, ...place };
  if (isDeterminant) return { read: call('det', item, [array.piece], place), isArray: false };
  if (text === 'Vmatrix') return { read: call('norm', item, [array.piece], place), isArray: false };
  return { read: array, isArray: true };
}

/** Words that conditions begin with, and those that stand for all that is left. */
const CONDITIONS = /^(?:if|when|for|where|wenn|falls|für|si|se|for all)\b[.,:]?$/i;
const OTHERWISE = /^(?:(?:if )?otherwise|else|sonst|sinon|altrimenti|en otro caso)[.,]?$/i;

const isWord = (item: Item): boolean =>
  item.kind === 'word' && (CONDITIONS.test(item.text) || OTHERWISE.test(item.text));

/** In an array: it has conditions. */
const isChoice = ({ rows }: Item): boolean => rows.some(row => row.some(cell => cell.items.some(isWord)));

/** Whether a list is a line or a part of a line of a choice. */
export const isOfChoice = (owner: Item | null): owner is Item =>
  owner?.kind === 'environment' && (CHOICES.test(owner.text) || (owner.text === 'array' && isChoice(owner)));

/** Parts of lines of choices, each a list of its own: values, and conditions without the words. */
export function readChoiceCell(reading: Reading, cell: List, readItems: ReadItems): void {
  const word = cell.items.findIndex(isWord);
  // Without a word a condition may stand after a comma.
  const relation = cell.items.findIndex(isRelation);
  const comma = word === -1 ? cell.items.findIndex((of, i) => isSign(of, ',') && i < relation) : -1;
  const end = word === -1 ? comma : word;
  const isCondition = end === -1 && relation !== -1;
  const value = end === -1 ? (isCondition ? cell.items.map(asConjunction) : cell.items) : cell.items.slice(0, end);
  const condition = end === -1 ? null : cell.items.slice(end + 1);
  const at = { start: cell.start, end: cell.end };
  const read = (items: readonly Item[]): Read =>
    readItems(reading, withoutEnd(items), items.length === 0 ? at : { start: items[0]!.start, end: cell.end });
  reading.choices.set(cell, {
    value: value.length === 0 ? null : read(value),
    condition: condition === null || condition.length === 0 ? null : read(condition.map(asConjunction)),
    isOtherwise: word !== -1 && OTHERWISE.test(cell.items[word]!.text) && condition!.length === 0,
  });
}

const isRelation = (of: Item): boolean =>
  (of.kind === 'sign' || of.kind === 'command') &&
  /^(?:<|>|<=|>=|==|!=|=)$/.test(Object.hasOwn(signs, of.text) ? signs[of.text]! : '');

/** Conditions with commas between them all hold. */
const asConjunction = (item: Item, i: number, all: readonly Item[]): Item => {
  const isBetween = isSign(item, ',') && i < all.length - 1;
  return isBetween ? { ...item, kind: 'command', text: all[i + 1]!.kind === 'word' ? 'relax' : 'land' } : item;
};

/** Without the comma or dot that ends a value. */
function withoutEnd(items: readonly Item[]): readonly Item[] {
  const last = items.at(-1);
  return isSign(last, ',') || isSign(last, '.') || isSign(last, ';') ? items.slice(0, -1) : items;
}

const HELP = 'write \\begin{cases} a & \\text{if } x > 0 \\\\ b & \\text{otherwise} \\end{cases}';

function choice(reading: Reading, item: Item): Read {
  const pieces: Piece[] = [];
  let isComplete = false;
  for (const row of item.rows) {
    const [first, second, ...more] = row.map(cell => reading.choices.get(cell)!);
    const at = { start: row[0]!.start, end: row.at(-1)!.end };
    if (isComplete) refuse(reading, at, "a line stands after 'otherwise'", 'write it last');
    const value = first!.value;
    // What has no words is its condition where it stands in a cell of its own.
    const condition = second === undefined ? first!.condition : (second.condition ?? second.value);
    const isOtherwise = first!.isOtherwise || second?.isOtherwise === true;
    if (value === null || more.length > 0 || (condition === null && !isOtherwise))
      return refuse(reading, at, 'a line is no value with its condition', HELP);
    isComplete = isOtherwise;
    pieces.push(
      isOtherwise
        ? bound(value, SUM)
        : [
            condition!.piece,
            operator('?', endOf(value)),
            bound(value, SUM),
            operator(':', { start: at.end, end: at.end }),
          ],
    );
  }
  if (pieces.length === 0) return refuse(reading, item, 'this choice is empty', HELP);
  // Outside of all conditions there is no value.
  if (!isComplete) pieces.push(name('NaN', endOf(item)));
  return { piece: inParentheses(pieces, item), binding: ATOM, start: item.start, end: item.end };
}
