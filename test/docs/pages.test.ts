// Every command of the documentation prints what stands below it, with the files that its page shows.

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { runIn } from '../cli/capture.js';
import { argumentsIn, missingLine, partsOf } from './page.js';

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

async function printedBy(command: string, directory: string): Promise<string> {
  const [program, ...args] = argumentsIn(command);
  if (program === 'wengert') {
    const { out, err } = await runIn(directory, args);
    return `${out}${err}`;
  }
  const { stdout, stderr } = await promisify(execFile)(program!, args, { cwd: directory });
  return `${stdout}${stderr}`;
}

describe.each(pages)('docs/%s', page => {
  const parts = partsOf(path.join(docs, page));
  const directory = folderOf(page);

  it.skipIf(!isBuilt)(`shows what its commands print${isBuilt ? '' : ' (skipped: not built)'}`, async () => {
    for (const part of parts) if (part.kind === 'file') writeFileSync(path.join(directory, part.name), part.text);
    for (const part of parts) {
      if (part.kind === 'file') continue;
      const { command, shown } = part;
      const [, name] = /^cat (\S+)$/.exec(command) ?? [];
      if (name !== undefined && !existsSync(path.join(directory, name))) {
        writeFileSync(path.join(directory, name), `${shown.join('\n')}\n`);
        continue;
      }
      const printed = await printedBy(command, directory);
      expect(missingLine(printed, shown), `$ ${command}\n${printed}`).toBeNull();
    }
  });
});
