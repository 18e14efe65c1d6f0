// Sub-selects around each other as text. Each names what its level computes, and hands on what those around it still read.

import type { Item } from './levels.js';

/** A column that is there before the first level: its name, or what is written for it. */
export interface Base {
  /** Columns of the innermost FROM by their names here, where these have to be made; null where all are called as they are read. */
  readonly items: readonly Item[] | null;
  /** From `FROM` on; none where nothing is read. */
  readonly from: readonly string[];
}

export interface Selecting {
  readonly base: Base;
  readonly levels: readonly (readonly Item[])[];
  /** Columns of the outermost SELECT. */
  readonly last: readonly Item[];
  /** After its FROM. */
  readonly after?: readonly string[];
  /** Handed on by all. */
  readonly always: readonly string[];
  /** See Dialect. */
  readonly fence: string;
  identifier(name: string): string;
  /** A name for each sub-select. */
  alias(): string;
}

const INDENT = '  ';

export const indented = (lines: readonly string[]): string[] => lines.map(line => INDENT + line);

/** The lines of a SELECT. */
export function selectLines({ base, levels, last, after = [], always, fence, identifier, alias }: Selecting): string[] {
  const { levels: own, last: items } = withoutLast(levels, last, identifier);
  const stages = [...(base.items === null ? [] : [base.items]), ...own];
  // What is read beyond each stage, from the outermost on.
  const beyond: Set<string>[] = [];
  let needed = new Set([...always, ...items.flatMap(({ reads }) => [...reads])]);
  for (let i = stages.length - 1; i >= 0; i--) {
    beyond[i] = needed;
    const named = new Set(stages[i]!.map(({ name }) => name));
    const read = stages[i]!.filter(({ name }) => needed.has(name)).flatMap(({ reads }) => [...reads]);
    needed = new Set([...[...needed].filter(name => !named.has(name)), ...read]);
  }
  let from = base.from;
  for (const [i, stage] of stages.entries()) {
    const named = new Set(stage.map(({ name }) => name));
    const carried = [...beyond[i]!].filter(name => !named.has(name));
    const isFirst = i === 0 && base.items !== null;
    const columns = [
      ...(isFirst ? [] : carried.map(name => identifier(name))),
      ...stage.filter(({ name }) => beyond[i]!.has(name)).map(({ name, text }) => column(text, identifier(name))),
    ];
    const lines = select(columns.length === 0 ? ['1'] : columns, from, fence === '' ? [] : [fence]);
    from = ['FROM (', ...indented(lines), `) AS ${identifier(alias())}`];
  }
  return select(
    items.map(({ name, text }) => column(text, identifier(name))),
    from,
    after,
  );
}

/** What only the outermost SELECT reads, as one of its columns, needs no level of its own. */
function withoutLast(
  levels: readonly (readonly Item[])[],
  last: readonly Item[],
  identifier: (name: string) => string,
): { readonly levels: readonly (readonly Item[])[]; readonly last: readonly Item[] } {
  const inner = levels.filter(level => level.length > 0);
  const top = inner.at(-1);
  if (top === undefined) return { levels: inner, last };
  const counts = new Map<string, number>();
  for (const { reads } of last) for (const name of reads) counts.set(name, (counts.get(name) ?? 0) + 1);
  const byName = new Map(top.map(item => [item.name, item]));
  const moved = new Set<string>();
  const items = last.map(item => {
    const [only] = item.reads;
    const own = only === undefined || item.text !== identifier(only) ? undefined : byName.get(only);
    if (own === undefined || counts.get(own.name) !== 1) return item;
    moved.add(own.name);
    return { ...own, name: item.name };
  });
  const left = top.filter(({ name }) => !moved.has(name));
  return { levels: left.length === 0 ? inner.slice(0, -1) : [...inner.slice(0, -1), left], last: items };
}

/** A column that is called what it is needs no name. */
const column = (text: string, name: string): string => (text === name ? name : `${text} AS ${name}`);

const select = (items: readonly string[], from: readonly string[], after: readonly string[]): string[] => [
  'SELECT',
  ...items.map((item, i) => INDENT + item + (i < items.length - 1 ? ',' : '')),
  ...from,
  ...after,
];
