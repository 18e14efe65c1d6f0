// The inputs of a text that declares none: names that it does not define, those of the last function's parameters first, then in the
// order in which they stand. What sums run over is an array, as long as its index goes.

import { type Declaration, type Expression, entriesOf, type Name, type Statement } from '../parse/program.js';
import type { Token } from '../parse/tokens.js';
import { tokensIn } from './pieces.js';
import type { Bound, Reading } from './reading.js';

const CONSTANTS = new Set(['pi', 'e', 'Infinity', 'NaN', 'true', 'false']);

/** @param first names that come before others */
export function inferredInputs(
  reading: Reading,
  statements: readonly Statement[],
  first: readonly string[],
): Declaration[] {
  const known = new Set(CONSTANTS);
  for (const of of statements) if ('name' in of && of.kind !== 'function') known.add(of.name.name);
  for (const of of statements)
    if (of.kind === 'declaration')
      for (const { nodes } of of.shape?.sizes ?? [])
        for (const size of nodes) if (size.kind === 'name') known.add(size.name);
  const free = statements.flatMap(freeNames).filter(({ name }) => !known.has(name));
  const places = new Map<string, Name>();
  for (const of of free.toSorted((a, b) => a.start - b.start)) if (!places.has(of.name)) places.set(of.name, of);
  const sizes = new Set<string>();
  const declared = [...places.values()].map(name => {
    const shape = reading.arrays.has(name.name) ? shapeOf(reading, name) : [];
    for (const size of shape) if (size.kind === 'name') sizes.add(size.text);
    return { name, shape };
  });
  const rank = ({ name }: { readonly name: Name }): number =>
    first.includes(name.name) ? first.indexOf(name.name) : first.length;
  return declared
    .filter(({ name }) => !sizes.has(name.name))
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ name, shape }) => declarationOf(name, shape));
}

function declarationOf(name: Name, shape: readonly Token[]): Declaration {
  const span = { start: name.start, end: name.end };
  const sizes = shape.map((size): Expression => {
    const entry =
      size.kind === 'number'
        ? { kind: 'number' as const, value: Number(size.text) }
        : { kind: 'name' as const, name: size.text };
    return { nodes: [{ ...entry, ...span }], span };
  });
  return {
    kind: 'declaration',
    keyword: 'input',
    keywordSpan: span,
    name,
    shape: shape.length === 0 ? null : { sizes, span },
    value: null,
    bounds: null,
    span,
  };
}

/** The sizes of an array, which are the ends of the ranges of its indices. */
function shapeOf({ elements, bounds, report }: Reading, { name, start, end }: Name): readonly Token[] {
  const uses = elements.filter(of => of.array === name);
  const rank = Math.max(...uses.map(of => of.indices.length));
  const shape: Token[] = [];
  for (let i = 0; i < rank; i++) {
    const letters = new Set(uses.map(of => of.indices[i]).filter(of => of != null && bounds.has(of)));
    const ends = [...letters].flatMap(letter => bounds.get(letter!)!.map(of => endOf(of, bounds)));
    const found = ends.find(of => of !== null);
    const early = [...letters].flatMap(letter => bounds.get(letter!)!).find(of => startOf(of) !== '1');
    if (early !== undefined && startOf(early) === '0') {
      report.error('WG153', early.at, `'${name}' has no element 0`, 'write \\sum_{i=1}, elements are counted from 1');
      return [];
    }
    if (found == null || ends.some(of => of?.text !== found.text) || uses.some(of => of.indices.length !== rank)) {
      const size = rank === 1 ? 'n' : Array.from({ length: rank }, () => 'n').join(' \\times ');
      report.error(
        'WG153',
        { start, end },
        `how long '${name}' is is not said`,
        `write ${name} \\in \\mathbb{R}^{${size}} on a line of its own`,
      );
      return [];
    }
    shape.push(found);
  }
  return shape;
}

const startOf = ({ from }: Pick<Bound, 'from'>): string | undefined => {
  const [first, ...more] = tokensIn(from);
  return more.length === 0 ? first?.text : undefined;
};

/** The end of a range that is one number or name; of one that ends at another index, or so much before it, the end of that one. */
function endOf({ to }: Bound, bounds: Reading['bounds']): Token | null {
  const seen = new Set<string>();
  for (let piece = to; ; ) {
    const [last, sign, number, ...others] = tokensIn(piece);
    const isBefore = sign?.text === '-' && number?.kind === 'number' && others.length === 0;
    if (last === undefined || last.kind === 'operator' || (sign !== undefined && !isBefore)) return null;
    const [range, ...more] = bounds.get(last.text) ?? [];
    if (range === undefined) return sign === undefined ? last : null;
    if (more.length > 0 || seen.has(last.text)) return null;
    seen.add(last.text);
    piece = range.to;
  }
}

/** Names that a statement reads, apart from parameters and indices of its own. */
function freeNames(statement: Statement): Name[] {
  const own = new Set<string>(statement.kind === 'function' ? statement.parameters.map(({ name }) => name) : []);
  const found: Name[] = [];
  const expressions =
    statement.kind === 'function'
      ? [statement.body]
      : statement.kind === 'constraint'
        ? [statement.relation]
        : 'value' in statement && statement.value !== null
          ? [statement.value]
          : [];
  for (const expression of expressions)
    for (const entry of entriesOf(expression)) {
      if (entry.kind === 'name') found.push({ name: entry.name, start: entry.start, end: entry.end });
      else if (entry.kind === 'comprehension') for (const { name } of entry.indices) own.add(name.name);
    }
  return found.filter(({ name }) => !own.has(name));
}
