// Every command of the documentation prints what stands below it, with the files that its page shows. Numbers of the text are those of
// commands, in pages for a first reading.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { absent, type Elsewhere, unfounded } from './figures.js';
import { missingLine, sectionsOf } from './page.js';
import { printedBy } from './run.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const docs = path.join(root, 'docs');
const isBuilt = existsSync(path.join(root, 'dist/index.js'));

const pages = [
  '../README.md',
  ...readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .map(file => file.split(path.sep).join('/'))
    .filter(file => file.endsWith('.md') && !/^(\.vitepress|playground|reference\/api)\//.test(file))
    .sort(),
];

const folder = mkdtempSync(path.join(tmpdir(), 'wengert-docs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder of the page's own, in which packages are found that pages use. */
function folderOf(page: string): string {
  const own = path.join(folder, page.replaceAll(/[./]+/g, '-'));
  const packages = path.join(own, 'node_modules');
  mkdirSync(packages, { recursive: true });
  symlinkSync(root, path.join(packages, 'wengert'));
  mkdirSync(path.join(packages, '@duckdb'));
  for (const name of ['mathjs', 'nd4js', 'numeric', '@duckdb/node-api'])
    symlinkSync(path.join(root, 'node_modules', name), path.join(packages, name));
  return own;
}

/** Numbers that no command makes, by pages whose others all are of commands. */
const ELSEWHERE: Readonly<Record<string, Elsewhere>> = {
  '../README.md': {},
  'tutorial.md': {},
  'backpropagation-as-multipliers.md': {
    'Y. LeCun (1988)': 'an article',
    'ACM 7(8), 1964': 'an article',
    'of the 1988 Connectionist Models': 'where an article is',
    'SIAM 2008, chapters 3 and 15': 'of a book',
    'Springer 2006, chapters 12 and 17': 'of a book',
  },
  'tasks/data-in-an-engine.md': { 'PostgreSQL 15': 'whose plan is shown, of a million rows' },
  'tasks/fit.md': {},
  'tasks/from-mathjs.md': {},
  'tasks/greeks.md': {},
  'tasks/inverse-kinematics.md': {},
  'tasks/live-page.md': {},
  'tasks/optimisers.md': { '130 MB of tools': 'of another package' },
};

describe.each(pages)('docs/%s', page => {
  const sections = sectionsOf(path.join(docs, page));
  const elsewhere = ELSEWHERE[page] ?? null;
  const directory = folderOf(page);
  const why = isBuilt ? '' : ' (skipped: not built)';

  it.skipIf(!isBuilt)(`shows what its commands print${why}`, async () => {
    for (const { parts } of sections)
      for (const part of parts) if (part.kind === 'file') writeFileSync(path.join(directory, part.name), part.text);
    for (const section of sections) {
      const outputs: string[] = [];
      for (const part of section.parts) {
        if (part.kind === 'file') continue;
        const { command, shown } = part;
        const [, name] = /^cat (\S+)$/.exec(command) ?? [];
        if (name !== undefined && shown !== null && !existsSync(path.join(directory, name))) {
          writeFileSync(path.join(directory, name), `${shown.join('\n')}\n`);
          continue;
        }
        const printed = await printedBy(command, directory);
        outputs.push(printed);
        if (shown !== null) expect(missingLine(printed, shown), `$ ${command}\n${printed}`).toBeNull();
      }
      if (elsewhere !== null) expect(unfounded(section, outputs, elsewhere), section.title).toEqual([]);
    }
  });

  if (elsewhere === null) return;
  it('has what is said to be from elsewhere', () => {
    expect(absent(sections, elsewhere)).toEqual([]);
  });
});
