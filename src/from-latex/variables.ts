// Names: variables, and elements of arrays.

import { isShortUnit, isUnit } from '../parse/elsewhere.js';
import { baseName, type KnownName, noteSpelling } from './names.js';
import { ATOM, call, name, number, operator, type Piece } from './pieces.js';
import { isArguments, isIndex, isSign, type Operand, type Reading, refuse, warn, written } from './reading.js';
import { raised } from './scripts.js';
import type { Item, List } from './tree.js';

/** Words that are hardly names. */
const WORDS = /^(?:if|then|else|otherwise|when|for|in|such|that)$/i;

export function nameAt(reading: Reading, items: readonly Item[], at: number): Operand {
  const item = items[at]!;
  const next = items[at + 1];
  const base = baseOf(reading, item);
  if (item.kind === 'word' && WORDS.test(item.text) && !reading.variables.has(base.name))
    refuse(reading, item, `'${item.text}' is a word`, 'conditions stand in \\begin{cases}');
  const { lower } = item;
  if (lower !== null && isIndex(reading, item, lower)) {
    noteSpelling(reading.spellings, base, item, reading.report);
    const read = {
      piece: elementOf(reading, item, base.name, lower),
      binding: ATOM,
      start: item.start,
      end: lower.end,
    };
    return { read: raised(reading, read, item), more: 0, sort: 'other' };
  }
  const part = lower === null ? null : (reading.parts.get(lower) ?? null);
  if (lower !== null && part === null)
    refuse(
      reading,
      lower,
      'this subscript is no name and no index',
      'write x_{\\text{new}} for a name; an index is that of a sum',
    );
  const whole =
    part === null ? base : { name: `${base.name}_${part.name}`, spelling: `${base.spelling}_${part.spelling}` };
  const place = { start: item.start, end: lower === null ? item.end : item.whole };
  const isVariable = reading.variables.has(whole.name) || reading.indices.has(whole.name);
  if (!isVariable) refuseLetter(reading, item, whole.spelling);
  const isArray = reading.arrays.has(whole.name);
  if (!isVariable) {
    checkBesideNumber(reading, items, at, whole);
    warnAboutDifference(reading, items, at);
  }
  if (whole.spelling === 'upright e' && !isVariable && item.upper === null)
    return { read: call('exp', item, [number('1', place)], place), more: 0, sort: 'constant' };
  if (whole.spelling !== 'upright e') noteSpelling(reading.spellings, whole, place, reading.report);
  if (/^(?:bold|vec) /.test(base.spelling) && !reading.bold.has(whole.name)) reading.bold.set(whole.name, place);
  if (next !== undefined && isArguments(next)) warnAboutCall(reading, item, next);
  const read = { piece: name(whole.name, place), binding: ATOM, ...place };
  return { read: raised(reading, read, item, isArray), more: 0, sort: 'other' };
}

function baseOf(reading: Reading, item: Item): KnownName {
  if (item.text === 'vec' || item.text === 'overrightarrow') {
    const of = reading.parts.get(item.inside[0]!) ?? null;
    if (of !== null) return { name: of.name, spelling: `vec ${of.spelling}` };
  } else if (item.text === 'pi') return { name: 'pi', spelling: '\\pi' };
  const base = baseName(item, reading.parts);
  if (base !== null) return base;
  const what = written(reading, item);
  if (item.kind === 'word' && item.text === '1' && /^(?:bold|double)$/.test(item.style ?? ''))
    refuse(
      reading,
      item,
      `'${what}' is an indicator, which is not read`,
      'write \\begin{cases} 1 & \\text{if } x > 0 \\\\ 0 & \\text{otherwise} \\end{cases}',
    );
  return refuse(
    reading,
    item,
    `'${what}' is no name`,
    item.kind === 'word'
      ? 'words stand between formulas, and in \\begin{cases}; write \\mathrm{name}'
      : 'write \\hat{x}, with one letter or word',
  );
}

/** `3\text{ m}` and `1.5\mathrm{e}{-3}`: words in upright type right after digits. */
function checkBesideNumber(reading: Reading, items: readonly Item[], at: number, { name: word }: KnownName): void {
  const item = items[at]!;
  const before = items[at - 1];
  if (item.kind !== 'word' || item.style !== 'upright' || before?.kind !== 'number' || before.upper !== null) return;
  const place = { start: before.start, end: item.whole };
  const next = items[at + 1];
  const isExponent = next !== undefined && (next.kind === 'group' || next.kind === 'number' || isSign(next, '-'));
  if (/^[eE]$/.test(word) && isExponent) {
    const number = { start: before.start, end: next.whole };
    refuse(
      reading,
      number,
      `'${written(reading, number)}' is a number of programs: in TeX e is a letter`,
      `write ${before.text} \\cdot 10^{-3}, or ${before.text} \\cdot \\mathrm{e} for a product`,
    );
  }
  if (isUnit(word) || isShortUnit(word))
    warn(
      reading,
      place,
      `'${written(reading, item)}' is read as a name, and may be a unit`,
      'leave units out: there are none here; write \\cdot before it for a product',
    );
}

/** Upright letters that are signs of their own. */
function refuseLetter(reading: Reading, item: Item, spelling: string): void {
  if (spelling === 'upright d')
    refuse(
      reading,
      item,
      "'d' is of a differential, which is not read",
      "write the formula alone: 'wengert derivative' prints its derivatives",
    );
  if (spelling === 'upright i' || spelling === 'upright j')
    refuse(reading, item, 'there are no complex numbers here', 'write \\cos x and \\sin x');
  if (spelling === 'double E' || spelling === 'double P' || spelling === 'double V')
    refuse(
      reading,
      item,
      `'${written(reading, item)}' is an expectation or a probability, which is not read`,
      'write what it is: \\operatorname{mean}(x) of a vector, \\sum_{i=1}^{n} p_i x_i',
    );
  if (spelling === 'double R')
    refuse(
      reading,
      item,
      "'\\mathbb{R}' stands here for no number",
      'declare with x \\in \\mathbb{R}^{3} on a line of its own',
    );
}

/** `\Delta x`, which mostly is one name. */
function warnAboutDifference(reading: Reading, items: readonly Item[], at: number): void {
  const [item, next] = [items[at]!, items[at + 1]];
  const isAlone = item.text === 'Delta' && item.style === null && item.lower === null && item.upper === null;
  if (!isAlone || next?.kind !== 'letter') return;
  const place = { start: item.start, end: next.end };
  warn(
    reading,
    place,
    `'${written(reading, place)}' is read as a product`,
    `write \\Delta_{${written(reading, next)}} for a name, \\Delta \\cdot ${written(reading, next)} for it`,
  );
}

/** `f(x)` where f is no function may be a call all the same. */
function warnAboutCall(reading: Reading, item: Item, next: Item): void {
  const { items } = next.inside[0]!;
  const what = written(reading, { start: item.start, end: next.end });
  const head = written(reading, item);
  if (items.some(of => isSign(of, ',')))
    refuse(reading, { start: item.start, end: next.end }, `'${head}' is no function here`, `define it: ${what} = …`);
  const isLikeCall = items.length === 1 && (items[0]!.kind === 'letter' || items[0]!.kind === 'number');
  if (isLikeCall || /^[fghFGH]$/.test(item.text))
    warn(
      reading,
      { start: item.start, end: next.end },
      `'${what}' is read as a product`,
      `write ${head} \\cdot (…) for it, define '${head}(x) = …' for a call`,
    );
}

/** `x_i`, `A_{i,j}`, `x_{i+1}`. */
function elementOf(reading: Reading, item: Item, array: string, lower: List): Piece {
  const rank = reading.arrays.get(array) ?? null;
  const isIndexLetter = (of: Item): boolean =>
    of.kind === 'letter' && of.lower === null && of.upper === null && (reading.indices.has(of.text) || rank === 2);
  const { items } = lower;
  const place = { start: lower.start, end: lower.end };
  if (items.length === 1 && items[0]!.kind === 'number' && items[0]!.text.length > 1 && rank === 2)
    refuse(
      reading,
      lower,
      `'${items[0]!.text}' may be two indices`,
      `write ${array}_{${[...items[0]!.text].join(',')}}`,
    );
  const areLetters = items.length > 1 && items.every(isIndexLetter) && rank !== 1;
  const parts = areLetters ? items.map(of => [of]) : splitAtCommas(items);
  const indices = parts.map(of =>
    of.length === 1 && (of[0]!.kind === 'number' || isIndexLetter(of[0]!)) ? of[0]!.text : null,
  );
  reading.elements.push({ array, indices, at: item });
  const read = reading.reads.get(lower)!;
  const inside = areLetters
    ? items.flatMap((of, i) => [...(i > 0 ? [operator(',', of)] : []), name(of.text, of)])
    : read.piece;
  return [name(array, { start: item.start, end: item.end }), operator('[', place), inside, operator(']', place)];
}

function splitAtCommas(items: readonly Item[]): Item[][] {
  const parts: Item[][] = [[]];
  for (const item of items) {
    if (isSign(item, ',')) parts.push([]);
    else parts.at(-1)!.push(item);
  }
  return parts;
}
