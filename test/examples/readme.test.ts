// Commands of examples/README.md print what stands below them. Those that run scripts are in training.test.ts, scripts.test.ts
// and engines.test.ts, as are those that want tables which scripts make.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runIn } from '../cli/capture.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const CALL = 'node bin/wengert.js ';

/** Lines of code: a command after `$`, and what it prints. */
const commands = readFileSync(path.join(root, 'examples/README.md'), 'utf8')
  .split(/^ {4}\$ /m)
  .slice(1)
  .map(text => {
    const [command, ...rest] = text.split('\n');
    const end = rest.findIndex(line => line !== '' && !line.startsWith('    '));
    const shown = rest.slice(0, end === -1 ? rest.length : end).map(line => line.slice(4));
    return { command: command!, shown: shown.filter(line => line !== '') };
  })
  .filter(({ command }) => command.startsWith(CALL) && !command.includes('|') && !/\?(table|query)=/.test(command));

/** Arguments of a command line, in which quotes stand about whole ones. */
const argumentsIn = (command: string): string[] =>
  Array.from(command.matchAll(/'([^']*)'|\S+/g), ([word, quoted]) => quoted ?? word);

/** How many steps it takes is left to solvers, and what is left of a gradient to rounding. */
const isOfTheWay = (line: string): boolean => /^(converged|iterations|evaluations|gradient norm) /.test(line);

/** Words, and numbers to six digits. */
const rounded = (line: string): string =>
  line
    .trim()
    .split(/\s+/)
    .map(word => (word !== '' && Number.isFinite(Number(word)) ? Number(word).toPrecision(6) : word))
    .join(' ');

describe('examples/README.md', () => {
  it('has commands', () => {
    expect(commands.length).toBeGreaterThan(10);
  });

  it.each(commands)('$command', async ({ command, shown }) => {
    const { out, err } = await runIn(root, argumentsIn(command.slice(CALL.length)));
    const printed = `${out}${err}`.split('\n').map(rounded);
    let from = 0;
    for (const line of shown) {
      if (line === '…' || isOfTheWay(line)) continue;
      const at = printed.indexOf(rounded(line), from);
      expect(at, `prints ${JSON.stringify(line)}`).toBeGreaterThanOrEqual(from);
      from = at + 1;
    }
  });
});
