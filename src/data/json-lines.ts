// JSON lines: an object a line, whose keys are the columns. An array under a key is as many columns: x[1], x[2] and so on.

import type { Bytes } from './bytes.js';
import { fileFault, type Line, lineFault } from './fault.js';
import { plainNumber, type Row, type Table } from './table.js';
import { type Block, blocksOf } from './text.js';

type Entry = Readonly<Record<string, unknown>>;

export async function jsonTable(bytes: Bytes, head: Uint8Array, file: string): Promise<Table> {
  const blocks = blocksOf(bytes, head, file, false);
  const first = await blocks.next();
  // A key whose value is missing in one line is there in another.
  const names = new Set<string>();
  const waiting: Block[] = [];
  if (first.done !== true) {
    waiting.push(first.value);
    for (const line of linesOf(first.value, file)) for (const name of namesIn(entryOf(line))) names.add(name);
  }
  if (names.size === 0)
    throw fileFault('WG624', file, 'it is empty', 'each line is an object such as {"x": 1, "y": 2}');
  const all = [...names];
  return {
    file,
    names: all,
    duplicate: () => null,
    close: async () => void (await blocks.return(undefined)),
    async read(columns, visit) {
      const paths = columns.map(column => pathOf(all[column]!));
      const values = new Float64Array(columns.length);
      let at: Line | null = null;
      let number = 0;
      const row: Row = {
        values,
        get number() {
          return number;
        },
        fault(column, code, message, help) {
          const key = `"${paths[column]!.key}"`;
          const start = at!.text.indexOf(key);
          return lineFault(code, at!, Math.max(start, 0), start < 0 ? at!.text.length : key.length, message, help);
        },
      };
      const visiting = (block: Block): void => {
        for (const line of linesOf(block, file)) {
          at = line;
          number++;
          const entry = entryOf(line);
          for (const [i, { key, index }] of paths.entries()) {
            const held = Object.hasOwn(entry, key) ? entry[key] : null;
            const value = index !== null && Array.isArray(held) ? held[index] : held;
            const found = plainNumber(value);
            if (found === null)
              throw row.fault(
                i,
                'WG621',
                `row ${number}, '${all[columns[i]!]}': ${shown(value)} is not a number`,
                'numbers of JSON stand without quotes; null is a missing value',
              );
            values[i] = found;
          }
          visit(row);
        }
      };
      for (const block of waiting.splice(0)) visiting(block);
      for await (const block of blocks) visiting(block);
    },
  };
}

function* linesOf({ text, line }: Block, file: string): Generator<Line> {
  for (const [i, own] of text.split('\n').entries())
    if (own.trim() !== '') yield { file, number: line + i, text: own.replace(/\r$/, '') };
}

function entryOf(line: Line): Entry {
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch {
    throw lineFault(
      'WG624',
      line,
      0,
      line.text.length,
      'this line is not JSON',
      'each line is an object such as {"x": 1, "y": 2}',
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Entry;
  const help = Array.isArray(value)
    ? "one object a line: jq -c '.[]' FILE"
    : 'each line is an object such as {"x": 1, "y": 2}';
  throw lineFault('WG624', line, 0, line.text.length, 'this line is no object', help);
}

function namesIn(entry: Entry): string[] {
  return Object.entries(entry).flatMap(([key, value]) =>
    Array.isArray(value) ? value.map((_, i) => `${key}[${i + 1}]`) : [key],
  );
}

function pathOf(name: string): { readonly key: string; readonly index: number | null } {
  const [, key, index] = /^(.*)\[(\d+)\]$/s.exec(name) ?? [];
  return key === undefined ? { key: name, index: null } : { key, index: Number(index) - 1 };
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
};
