// Every command of examples/README.md prints what stands below it, and every number of its text is of one of them. They run in a
// folder that has the examples and is left behind: tables that scripts make stay in it until those that fit to them.

import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readsData, sharedData } from '../data/shared.js';
import { absent, type Elsewhere, unfounded } from '../docs/figures.js';
import { missingLine, type ShownCommand, sectionsOf } from '../docs/page.js';
import { printedBy } from '../docs/run.js';
import { hasPostgres, type PostgresServer, startPostgres, whyNoPostgres } from '../sql/engines.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sections = sectionsOf(path.join(root, 'examples/README.md'));

const ELSEWHERE: Elsewhere = {
  'ACM TOMS 7, 1981': 'where an article is',
  '95.4 of 100': 'of normal numbers, those within two deviations of the mean',
};

const isBuilt = existsSync(path.join(root, 'dist/solve.js'));
/** Points of ADBench, of which there is no copy here. */
const POINTS = '1k_gmm_d2_K5.txt';
/** What stands for an address in the text. */
const ADDRESS = 'postgres://user@host/database';

/** Why a command is not run; null where it is. */
function whyNot({ command }: ShownCommand): string | null {
  if (!isBuilt && /\bnode examples\//.test(command)) return ' (skipped: not built)';
  if (sharedData === null && command.includes(POINTS)) return readsData;
  return !hasPostgres && /postgres/.test(command) ? whyNoPostgres : null;
}

const folder = mkdtempSync(path.join(tmpdir(), 'wengert-readme-'));
let server: PostgresServer | null = null;

beforeAll(async () => {
  for (const name of ['bin', 'examples', 'node_modules', 'package.json', 'test'])
    symlinkSync(path.join(root, name), path.join(folder, name));
  if (sharedData !== null) symlinkSync(path.join(sharedData, 'adbench', POINTS), path.join(folder, POINTS));
  server = hasPostgres ? await startPostgres() : null;
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(sections)('examples/README.md: $title', section => {
  const commands = section.parts.filter(part => part.kind === 'command');
  const outputs: string[] = [];

  for (const part of commands) {
    const why = whyNot(part);
    it.skipIf(why !== null)(`${part.command}${why ?? ''}`, async () => {
      const printed = await printedBy(part.command.replace(ADDRESS, server?.url ?? ADDRESS), folder);
      outputs.push(printed);
      if (part.shown !== null)
        expect(missingLine(printed.replaceAll(server?.url ?? ADDRESS, ADDRESS), part.shown), printed).toBeNull();
    });
  }

  it.skipIf(commands.some(part => whyNot(part) !== null))('says numbers that commands print', () => {
    expect(unfounded(section, outputs, ELSEWHERE)).toEqual([]);
  });
});

it('has what is said to be from elsewhere', () => {
  expect(absent(sections, ELSEWHERE)).toEqual([]);
});
