// Items side by side → an expression: products without signs, functions without parentheses, sums that go on to the end of a
// term, bars that open and close. Whatever is inside of an item has been read before.

import type { Span } from '../source.js';
import { vectorProduct } from './array-names.js';
import { bars, norm } from './brackets.js';
import { signs } from './commands.js';
import { functionAt } from './function-calls.js';
import { operandAt } from './operands.js';
import {
  ATOM,
  bound,
  endOf,
  firstOf,
  inParentheses,
  LIST,
  operator,
  type Piece,
  POWER,
  PRODUCT,
  type Read,
  SUM,
  startOf,
} from './pieces.js';
import { powerOfTen } from './powers-of-ten.js';
import { isSign, type Reading, refuse, type Sort, warn, wholeOf, written } from './reading.js';
import { raised } from './scripts.js';
import { sumAt } from './sums.js';
import type { Item } from './tree.js';

const FRACTION = /^\\[cdt]?frac\s*(?:\{\s*\d+\s*\}|\d)\s*(?:\{\s*\d+\s*\}|\d)$/;
const LOGARITHMS: ReadonlySet<string> = new Set(['ln', 'log', 'lg']);

/** What is being read: all of a list, or what a function, a sum or a bar has begun in it. */
export interface Construct {
  readonly type: 'list' | 'function' | 'sum' | 'bars';
  readonly at: Item | null;
  readonly out: Piece[];
  /** What has just been read, or that nothing has since a term or a factor began. */
  state: 'term' | 'factor' | 'operand';
  binding: number;
  /** The last operand, and whether it is a number. */
  last: { readonly read: Read; readonly sort: Sort } | null;
  /** Negations before the next operand. */
  negations: Item[];
  /** Factors of the term at hand, and those that are no numbers. */
  factors: number;
  unknowns: number;
  /** Whether a space stands after a number that begins a logarithm, which may end there: `\ln 2 \, t`. */
  isApart: boolean;
  /** The sign of a product before the next operand. */
  product: string | null;
  /** After `/`: whether it stands between numbers. */
  slash: { readonly isNumber: boolean; readonly at: Item; isOver: boolean } | null;
  /** What it is when it ends. */
  readonly end: (inside: Read) => Read;
}

/** @param isFormula whether `=` defines; inside of others it compares */
export function readItems(reading: Reading, items: readonly Item[], at: Span, isFormula = false): Read {
  const whole = construct('list', null, read => read);
  const open: Construct[] = [whole];
  const top = (): Construct => open.at(-1)!;

  function close(until: Span): void {
    const of = open.pop()!;
    if (of.type === 'bars') refuse(reading, of.at!, `'${of.at!.text}' is never closed`, 'write \\left| and \\right|');
    place(of.end(ended(of, until)), 'other');
  }

  function ended(of: Construct, until: Span): Read {
    if (of.out.length === 0) {
      const what = written(reading, of.at!);
      refuse(reading, of.at!, `'${what}' is without what it is of`, `write ${what}(x)`);
    }
    if (of.type === 'function' && (of.unknowns > 1 || of.isApart)) {
      const inside = written(reading, { start: of.at!.whole, end: until.start }).trim();
      const what = written(reading, wholeOf(of.at!));
      warn(
        reading,
        { start: of.at!.start, end: until.start },
        `'${what}' is read of all of '${inside}'`,
        `write ${what}(${inside})`,
      );
    }
    return { piece: of.out, binding: of.binding, start: of.at!.end, end: until.start };
  }

  /** Puts an operand where it stands, after the sign of a product if there is none. */
  function place(operand: Read, sort: Sort): void {
    const of = top();
    const read = negated(operand, of.negations.splice(0));
    const { product, last } = of;
    of.product = null;
    const ofVectors = product === null || last === null ? null : vectorProduct(reading, product, last.read, read);
    if (ofVectors !== null) {
      // In the place of its left side.
      of.out.splice(-2, 2, ofVectors.piece);
      Object.assign(of, { state: 'operand', last: { read: ofVectors, sort: 'other' }, slash: null });
      return;
    }
    if (of.state === 'operand') {
      if (sort === 'digits' && of.last?.sort === 'digits')
        refuse(
          reading,
          { start: of.last.read.start, end: read.end },
          'two numbers stand side by side',
          'write \\cdot between them, or one number',
        );
      checkSlash(of, read);
      checkNumber(of, read, sort);
      of.out.push(operator('*', firstOf(read)));
      of.binding = Math.min(of.binding, PRODUCT);
      of.state = 'factor';
    }
    of.out.push(bound(read, of.state === 'term' ? PRODUCT : POWER));
    of.binding = Math.min(of.binding, of.out.length > 1 ? ATOM : read.binding >= PRODUCT ? read.binding : ATOM);
    of.state = 'operand';
    of.last = { read, sort };
    of.factors++;
    if (sort === 'other') of.unknowns++;
    if (of.slash !== null)
      of.slash = of.slash.isOver
        ? null
        : { ...of.slash, isNumber: of.slash.isNumber && sort === 'digits', isOver: true };
  }

  /** A factor after `a/b` may be meant in the denominator. */
  function checkSlash({ slash }: Construct, read: Read): void {
    if (slash === null) return;
    const message = "a factor stands after '/' and what it divides by";
    const help = 'write \\frac{a}{b} c or \\frac{a}{b c}';
    const place = { start: slash.at.start, end: read.end };
    if (slash.isNumber) warn(reading, place, `${message}: it is read as outside of the fraction`, help);
    else refuse(reading, place, message, help);
  }

  /** What stands after a number may be a fraction more, as in 2½, or outside of a logarithm. */
  function checkNumber(of: Construct, read: Read, sort: Sort): void {
    if (of.last?.sort !== 'digits' || sort !== 'other') return;
    const before = of.last.read;
    const whole = written(reading, before);
    const fraction = written(reading, read);
    if (/^\d+$/.test(whole) && FRACTION.test(fraction))
      warn(
        reading,
        { start: before.start, end: read.end },
        `'${written(reading, { start: before.start, end: read.end })}' is read as a product`,
        `write ${whole} \\cdot ${fraction} for it, ${whole} + ${fraction} for a mixed number`,
      );
    if (of.type === 'function' && of.factors === 1 && LOGARITHMS.has(of.at!.text) && read.start > before.end)
      of.isApart = true;
  }

  function sign(item: Item, text: string): void {
    const isAdditive = text === '+' || text === '-';
    const isOfProduct = text === '*' || text === '/' || text === 'mod';
    for (let of = top(); of.type === 'function' || of.type === 'sum'; of = top()) {
      if (text === '-' && of.state !== 'operand') break;
      if (isOfProduct && of.type === 'sum') break;
      if (text === '/' && of.type === 'function')
        warn(
          reading,
          { start: of.at!.start, end: item.end },
          `'/' is read as outside of '${written(reading, of.at!)}'`,
          'write \\frac{a}{b}, or parentheses',
        );
      close(startOf(item));
    }
    const of = top();
    of.product = null;
    if (isOfProduct) {
      of.product = item.text;
      of.slash =
        text === '/' ? { isNumber: of.last?.sort === 'digits' && of.factors === 1, at: item, isOver: false } : null;
      of.binding = Math.min(of.binding, PRODUCT);
      of.state = 'factor';
    } else {
      of.binding = Math.min(of.binding, isAdditive ? SUM : LIST);
      // A sign before an operand leaves a product what it is.
      if (!isAdditive || of.state === 'operand') Object.assign(of, { factors: 0, slash: null, state: 'term' });
    }
    const isDefinition = isFormula && open.length === 1;
    of.out.push(operator(text === '=' && !isDefinition ? '==' : text === ';' ? ',' : text, item));
  }

  function bar(item: Item): void {
    const opened = open.findLastIndex(of => of.type === 'bars' && of.at!.text === item.text);
    if (opened !== -1 && top().state === 'operand') {
      while (open.length > opened + 1) close(startOf(item));
      const of = open.pop()!;
      const inside = { piece: of.out, binding: of.binding, start: of.at!.end, end: item.start };
      if (item.text === '|' && item.lower !== null)
        refuse(reading, item, "a subscript is at '|'", 'write the value itself: there is no evaluation at a point');
      const whole = { start: of.at!.start, end: item.lower === null ? item.end : item.whole };
      const read =
        item.text === '|' ? bars(reading, of.at!, inside, whole) : norm(reading, of.at!, item.lower, inside, whole);
      place(raised(reading, read, item), 'other');
      return;
    }
    if (item.upper !== null || item.lower !== null)
      refuse(reading, item, `a script is at a '${item.text}' that opens`, 'write what it belongs to before it');
    if (top().type === 'function' && top().state === 'operand') close(startOf(item));
    open.push(construct('bars', item, read => read));
  }

  /** `!` after an operand. */
  function factorial(item: Item): void {
    const of = top();
    if (of.state !== 'operand' || of.last === null)
      refuse(reading, item, "'!' is after nothing", 'write n! after what it is of, \\lnot for a negation');
    if (written(reading, { start: item.start - 1, end: item.start }) === '!')
      refuse(reading, item, 'there is no double factorial here', 'write (n!)! for a factorial of a factorial');
    const { read } = of.last;
    of.out.pop();
    const whole = { start: read.start, end: item.end };
    const power = written(reading, read);
    if (read.binding === POWER)
      warn(
        reading,
        whole,
        `'${written(reading, whole)}' is read as the factorial of '${power}'`,
        `write (${power})! for it, x^{n!} for a power`,
      );
    const made = { piece: [bound(read, ATOM), operator('!', item)], binding: POWER, ...whole };
    const result = raised(reading, made, item);
    of.out.push(result.piece);
    of.last = { read: result, sort: 'other' };
    if (of.out.length === 1) of.binding = result.binding;
  }

  function begin(type: 'function' | 'sum', item: Item, end: (inside: Read) => Read): void {
    while (top().type === 'function' && top().state === 'operand') close(startOf(item));
    open.push(construct(type, item, end));
  }

  for (let i = 0; i < items.length; i++) {
    const item = items[i]!;
    const text = item.kind === 'sign' || item.kind === 'command' ? item.text : '';
    if (isSign(item, '|') || isSign(item, '\\|')) bar(item);
    else if (isSign(item, '!')) factorial(item);
    else if (item.kind === 'command' && (text === 'lnot' || text === 'neg')) {
      if (top().state === 'operand')
        refuse(reading, item, 'a negation stands after an operand', 'write \\land before it');
      top().negations.push(item);
    } else if (Object.hasOwn(signs, text) && item.style === null) {
      if (item.upper !== null || item.lower !== null)
        refuse(reading, item, `a script is at '${written(reading, item)}'`, 'write what it belongs to before it');
      sign(item, signs[text]!);
    } else if (item.kind === 'word' && /^(?:and|or)$/.test(item.text)) sign(item, item.text);
    else if (item.kind === 'command' && (text === 'sum' || text === 'prod'))
      begin('sum', item, sumAt(reading, item, readItems));
    else {
      const scaled = powerOfTen(items, i, top().state === 'factor' && top().slash?.isOver === false);
      if (scaled !== null) {
        place(scaled.read, 'digits');
        i += scaled.more;
        continue;
      }
      const called = functionAt(reading, items, i);
      if (called === null) {
        const { read, more, sort } = operandAt(reading, items, i);
        // What stands in parentheses after `\sin x` is a factor of its own.
        const of = top();
        if (item.kind === 'delimited' && of.type === 'function') {
          if (of.unknowns > 0) close(startOf(item));
          // `\ln 2(1 + x)`.
          else if (of.state === 'operand') of.isApart = true;
        }
        if (read !== null) place(read, sort);
        i += more;
      } else if (called.read === null) begin('function', item, called.end);
      else {
        while (top().type === 'function' && top().state === 'operand') close(startOf(item));
        place(called.read, 'other');
        i += called.more;
      }
    }
  }
  const last = endOf(at);
  while (open.length > 1) close(last);
  return { piece: whole.out, binding: whole.out.length === 0 ? LIST : whole.binding, start: at.start, end: at.end };
}

function construct(type: Construct['type'], at: Item | null, end: Construct['end']): Construct {
  return {
    type,
    at,
    out: [],
    state: 'term',
    binding: ATOM,
    last: null,
    negations: [],
    factors: 0,
    unknowns: 0,
    isApart: false,
    product: null,
    slash: null,
    end,
  };
}

/** `\lnot` is of what stands next to it. */
function negated(read: Read, negations: readonly Item[]): Read {
  return negations.reduceRight((of: Read, item): Read => {
    const place = { start: item.start, end: of.end };
    return { piece: inParentheses([operator('not', item), bound(of, ATOM)], place), binding: ATOM, ...place };
  }, read);
}
