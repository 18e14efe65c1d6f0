// Texts that are made of the sources: `npm run docs` writes them. In pages of the documentation they stand between
// `<!-- name: npm run docs -->` and `<!-- /name -->`.

/// <reference types="vite/client" />

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { catalogue, type Entry, groups } from '../src/catalogue.js';
import { clientTypes } from '../src/exports/client.js';
import type { Documented, Export } from '../src/exports/export.js';
import { type ExportName, exportNames, exportTable } from '../src/exports/table.js';

const reference = path.join(import.meta.dirname, '../docs/reference');

const parts: Readonly<Record<string, { readonly name: string; make(): string }>> = {
  'compile.md': { name: 'exports', make: exportsTable },
  'diagnostics.md': { name: 'diagnostics', make: diagnostics },
};

it.each(Object.entries(parts))('%s says what the sources do', async (file, { name, make }) => {
  const text = readFileSync(path.join(reference, file), 'utf8');
  const part = new RegExp(`(<!-- ${name}: npm run docs -->\n).*(<!-- /${name} -->\n)`, 's');
  expect(text).toMatch(part);
  const made = text.replace(part, (_, start, end) => `${start}\n${make()}\n${end}`);
  await expect(made).toMatchFileSnapshot(path.join(reference, file));
});

/** What the file of each export says beside its row. */
const documented = Object.fromEntries(
  Object.values(import.meta.glob<Record<string, unknown>>('../src/exports/*.ts', { eager: true })).flatMap(module => {
    const row = Object.values(module).find((of): of is Export => Object.values<unknown>(exportTable).includes(of));
    // Each is typed where it is written.
    return row === undefined ? [] : [[row.name, module.documented as Documented]];
  }),
) as Record<ExportName, Documented>;

it('wengert/client has the exports of the table', async () => {
  await expect(clientTypes(documented)).toMatchFileSnapshot(
    path.join(import.meta.dirname, '../src/plugin/imports/client.d.ts'),
  );
});

/** A row for every export, and one for what comes with all. */
function exportsTable(): string {
  const rows = exportNames.map(name => [codeOf(name), documented[name].call]);
  const data = ['inputs', 'wrt', 'outputs', 'sense'].map(codeOf).join(' ');
  return `${table(['export', 'call'], [...rows, [data, 'always: what the arguments and results are']])}\n`;
}

/** A table for every group of codes that has some. */
function diagnostics(): string {
  const tables = Object.entries(groups).flatMap(([digit, title]) => {
    const rows = Object.entries<Entry>(catalogue).filter(([code]) => code[2] === digit);
    return rows.length === 0 ? [] : [`## ${title}`, table(['code', 'meaning', 'example'], rows.map(cellsOf))];
  });
  return `${tables.join('\n\n')}\n`;
}

function cellsOf([code, { title, meaning, example, severity }]: readonly [string, Entry]): string[] {
  const text = typeof example === 'string' ? example : Object.values(example)[0]!;
  const head = `**${markdown(title)}**${severity === undefined ? '' : ` (${severity})`}`;
  // Other pages lead to it.
  const place = `<a id="${code.toLowerCase()}"></a>${code}`;
  return [place, `${head}. ${markdown(meaning)}`, codeOf(text)];
}

/** As the formatter has it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map(cells => cells[i]!.length)));
  const rule = widths.map(width => '-'.repeat(width));
  const lines = [head, rule, ...rows].map(cells => cells.map((cell, i) => cell.padEnd(widths[i]!)));
  return lines.map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

/** A sentence, in which what stands in quotes is code. */
const markdown = (sentence: string): string =>
  sentence.replace(/(?<!\p{L})'([^']+)'/gu, (_, quoted: string) => codeOf(quoted));

/** Text as code in a table. */
function codeOf(text: string): string {
  const shown = text.replaceAll('\0', '\\0').replaceAll('|', '\\|');
  return shown.includes('`') ? `\`\`${shown}\`\`` : `\`${shown}\``;
}
