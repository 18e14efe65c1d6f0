// One item → an operand: a name or an element of an array, a number, a fraction, a root, what brackets and braces hold.

import type { Span } from '../source.js';
import { suggest } from '../suggest.js';
import { accents, argumentCounts, functionCommands, letters, refused, signs } from './commands.js';
import { environment, isMatrix } from './environments.js';
import { isArguments } from './function-calls.js';
import { baseName, noteSpelling } from './names.js';
import {
  ATOM,
  bound,
  call,
  inParentheses,
  LIST,
  name,
  number,
  operator,
  type Piece,
  POWER,
  PRODUCT,
  type Read,
  tokensIn,
} from './pieces.js';
import { isIndex, isSign, type Reading, refuse, warn, written } from './reading.js';
import { raised } from './scripts.js';
import type { Item, List } from './tree.js';

/** What is written in digits, a constant that is known, and all else. */
export type Sort = 'digits' | 'constant' | 'other';

export interface Operand {
  /** Null where there is nothing. */
  readonly read: Read | null;
  /** Items after the first that belong to it. */
  readonly more: number;
  readonly sort: Sort;
}

export function operandAt(reading: Reading, items: readonly Item[], at: number): Operand {
  const item = items[at]!;
  const place = { start: item.start, end: item.end };
  const atom = (piece: Piece): Read => ({ piece, binding: ATOM, ...place });
  const operand = (read: Read, isArray = false): Operand => ({
    read: raised(reading, read, item, isArray),
    more: 0,
    sort: 'other',
  });
  switch (item.kind) {
    case 'number':
      if (item.lower !== null) refuse(reading, item, 'a number has no subscript', 'write \\log_2 x for logarithms');
      return { ...operand(atom(number(item.text, place))), sort: 'digits' };
    case 'letter':
    case 'word':
      return nameAt(reading, items, at);
    case 'group': {
      const inside = reading.reads.get(item.inside[0]!)!;
      if (item.inside[0]!.items.length > 0) return operand(inside);
      if (item.upper !== null || item.lower !== null)
        refuse(reading, item, 'a script is at nothing', 'write what it belongs to');
      return { read: null, more: 0, sort: 'other' };
    }
    case 'delimited':
      return delimited(reading, item);
    case 'environment': {
      const { read, isArray } = environment(reading, item);
      return operand(read, isArray);
    }
    case 'sign':
      return refuse(reading, item, `'${item.text}' is no sign of formulas`, signHelp(item));
    default:
      return commandAt(reading, items, at);
  }
}

const signHelp = ({ text }: Item): string => {
  if (text === '.') return 'numbers have digits at their dot; leave out what ends a sentence';
  if (text === ':') return 'write \\frac{a}{b} for a quotient, \\begin{cases} for a choice';
  return 'leave it out';
};

function commandAt(reading: Reading, items: readonly Item[], at: number): Operand {
  const item = items[at]!;
  const { text, inside, style } = item;
  const place = { start: item.start, end: item.end };
  const operand = (read: Read): Operand => ({ read: raised(reading, read, item), more: 0, sort: 'other' });
  if (style !== null || Object.hasOwn(accents, text)) return nameAt(reading, items, at);
  const why = refused.get(text);
  if (why !== undefined) return refuse(reading, item, `'\\${text}' is ${why.what}, which is not read`, why.help);
  if (item.lower !== null && text !== 'pi')
    refuse(reading, item, `'${written(reading, item)}' has no meaning here`, 'leave the subscript out');
  switch (text) {
    case 'pi':
      if (item.lower !== null) return nameAt(reading, items, at);
      return {
        ...operand({ piece: name('pi', place), binding: ATOM, ...place }),
        sort: item.upper === null ? 'constant' : 'other',
      };
    case 'infty':
      return operand({ piece: name('Infinity', place), binding: ATOM, ...place });
    case 'frac':
    case 'dfrac':
    case 'tfrac':
    case 'cfrac':
      return operand(fraction(reading, item));
    case 'binom':
    case 'dbinom':
    case 'tbinom':
      return operand(
        call(
          'combinations',
          item,
          inside.map(of => reading.reads.get(of)!.piece),
          place,
        ),
      );
    case 'sqrt':
      return operand(root(reading, item));
    case 'vec':
    case 'overrightarrow':
      return nameAt(reading, items, at);
    default: {
      if (text === '%') return refuse(reading, item, 'there are no per cent here', 'write 0.05, or \\frac{5}{100}');
      const near = suggest(text, [
        ...functionCommands.keys(),
        ...letters,
        ...argumentCounts.keys(),
        ...Object.keys(signs),
        'pi',
        'infty',
        'sum',
        'prod',
      ]);
      return refuse(
        reading,
        item,
        `there is no command '\\${text}' here`,
        near === undefined
          ? 'write \\mathrm{name} for a name, \\operatorname{name}(x) for a function'
          : `did you mean '\\${near}'?`,
      );
    }
  }
}

/** Words that are hardly names. */
const WORDS = /^(?:if|then|else|otherwise|when|for|in|such|that)$/i;

function nameAt(reading: Reading, items: readonly Item[], at: number): Operand {
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
  if (whole.spelling === 'upright e' && !isVariable && item.upper === null)
    return { read: call('exp', item, [number('1', place)], place), more: 0, sort: 'constant' };
  if (whole.spelling !== 'upright e') noteSpelling(reading.spellings, whole, place, reading.report);
  if (/^(?:bold|vec) /.test(base.spelling) && !reading.bold.has(whole.name)) reading.bold.set(whole.name, place);
  if (next !== undefined && isArguments(next)) warnAboutCall(reading, item, next);
  const read = { piece: name(whole.name, place), binding: ATOM, ...place };
  return { read: raised(reading, read, item, isArray), more: 0, sort: 'other' };
}

function baseOf(reading: Reading, item: Item) {
  if (item.text === 'vec' || item.text === 'overrightarrow') {
    const of = reading.parts.get(item.inside[0]!) ?? null;
    if (of !== null) return { name: of.name, spelling: `vec ${of.spelling}` };
  } else if (item.text === 'pi') return { name: 'pi', spelling: '\\pi' };
  const base = baseName(item, reading.parts);
  if (base !== null) return base;
  const what = written(reading, item);
  return refuse(
    reading,
    item,
    `'${what}' is no name`,
    item.kind === 'word'
      ? 'words stand between formulas, and in \\begin{cases}; write \\mathrm{name}'
      : 'write \\hat{x}, with one letter or word',
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
  if (spelling === 'double R')
    refuse(
      reading,
      item,
      "'\\mathbb{R}' stands here for no number",
      'declare with x \\in \\mathbb{R}^{3} on a line of its own',
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

function fraction(reading: Reading, item: Item): Read {
  const [above, below] = item.inside as [List, List];
  const isD = (list: List): boolean => list.items[0]?.text === 'd' && list.items[0].kind !== 'sign';
  const isDerivative = isD(above) && isD(below) && below.items.length > 1 && !reading.variables.has('d');
  if (isDerivative)
    refuse(
      reading,
      item,
      'this is a derivative, which is not read',
      "write the formula alone: its derivatives are functions of the module, such as 'gradient'; 'wengert derivative' prints one",
    );
  const [top, bottom] = [above, below].map(list => reading.reads.get(list)!) as [Read, Read];
  if (above.items.length === 0 || below.items.length === 0)
    refuse(reading, item, 'this fraction has an empty part', 'write \\frac{a}{b}');
  const piece = [bound(top, PRODUCT), operator('/', { start: item.start, end: above.start }), bound(bottom, POWER)];
  return { piece, binding: PRODUCT, start: item.start, end: item.end };
}

function root(reading: Reading, item: Item): Read {
  const place = { start: item.start, end: item.end };
  const of = reading.reads.get(item.inside[0]!)!.piece;
  if (item.option === null || item.option.items.length === 0) return call('sqrt', item, [of], place);
  const degree = reading.reads.get(item.option)!;
  const tokens = tokensIn(degree.piece);
  const only = tokens.length === 1 ? tokens[0]!.text : '';
  if (only === '2') return call('sqrt', item, [of], place);
  if (only === '3') return call('cbrt', item, [of], place);
  return call('nthRoot', item, [of, degree.piece], place);
}

function delimited(reading: Reading, item: Item): Operand {
  const { text, lower } = item;
  const [list] = item.inside as [List];
  const place = { start: item.start, end: item.end };
  const inside = reading.reads.get(list)!;
  const finished = (read: Read): Operand => ({
    read: raised(reading, read, item, holdsArray(reading, inside)),
    more: 0,
    sort: 'other',
  });
  if (lower !== null && text !== '\\|')
    refuse(
      reading,
      item,
      'a subscript is at brackets',
      text === '.' || text === '|'
        ? 'write the value itself: there is no evaluation at a point'
        : 'give what is inside a name',
    );
  switch (text) {
    case '|': {
      const only = list.items.length === 1 ? list.items[0]! : null;
      const isOfMatrix = only !== null && (isMatrix(only) || reading.arrays.get(only.text) === 2);
      return finished(call(isOfMatrix ? 'det' : 'abs', item, [inside.piece], place));
    }
    case '\\|':
      return finished(norm(reading, item, lower, inside, { start: item.start, end: item.whole }));
    case '\\lfloor':
      return finished(call('floor', item, [inside.piece], place));
    case '\\lceil':
      return finished(call('ceil', item, [inside.piece], place));
    case '.':
      return refuse(reading, item, 'brackets that do not open are not read', 'write both brackets');
    default: {
      const isChoice = text === '\\{' && list.items.length === 1 && list.items[0]!.kind === 'environment';
      if (isChoice) return finished(inside);
      const hasComma = inside.binding === LIST && list.items.some(of => isSign(of, ','));
      if (text === '[' && hasComma)
        return finished({ piece: [operator('[', item), inside.piece, operator(']', place)], binding: ATOM, ...place });
      if (hasComma)
        refuse(
          reading,
          item,
          'several values stand in brackets',
          'write \\begin{pmatrix} a \\\\ b \\end{pmatrix} for a vector',
        );
      if (inside.binding === ATOM) return finished({ ...inside, ...place });
      return finished({ piece: inParentheses(inside.piece, place), binding: ATOM, ...place });
    }
  }
}

/** Whether one of the names in it is an array's. */
const holdsArray = ({ arrays }: Reading, { piece }: Read): boolean =>
  arrays.size > 0 && tokensIn(piece).some(of => of.kind === 'name' && arrays.has(of.text));

/** `\|x\|_1`, `\|x\|_\infty`, `\|A\|_F`. @param at the sign that opens */
export function norm(reading: Reading, at: Span, lower: List | null, { piece }: Read, whole: Span): Read {
  const of = (name: string, args: Piece): Read => call(name, at, [args], whole);
  const [index, ...more] = lower?.items ?? [];
  const kind = lower === null ? '2' : more.length === 0 && index !== undefined ? index.text : '';
  switch (kind) {
    case '2':
      return of('norm', piece);
    case '1':
      return of('sum', of('abs', piece).piece);
    case 'infty':
      return of('max', of('abs', piece).piece);
    case 'F':
      return of('frobenius', piece);
    default:
      return refuse(
        reading,
        lower!,
        'there is no norm of that name',
        'write \\|x\\|_2, \\|x\\|_1, \\|x\\|_\\infty or \\|A\\|_F',
      );
  }
}
