// The rows of commands: what their options are called, and what of them a generated file records.

import { Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { command, optionRows, recorded } from '../../src/cli/command.js';
import { createProgram, parseArguments } from '../../src/cli/command-line.js';
import { commands } from '../../src/cli/commands.js';
import { capture } from './capture.js';

describe('commands', () => {
  it.each(commands.map(({ name, options }) => [name, options] as const))(
    '%s has its options under the names that commander gives them',
    (_, options) => {
      const names = Object.values(options).map(({ flags }) => new Option(flags).attributeName());
      expect(Object.keys(options)).toEqual(names);
    },
  );

  it('are given what their options say', async () => {
    let seen: unknown;
    const row = command({
      name: 'measure',
      description: 'how long it is',
      argument: { flags: '[text...]', description: 'what is measured' },
      options: {
        unit: { flags: '--unit <unit>', description: 'of the length', choices: ['mm', 'cm'], initial: 'mm' },
        digits: { flags: '-d, --digits <n>', description: 'how many', read: Number },
        header: { flags: '--no-header', description: 'numbers alone' },
        quick: { flags: '--quick', description: 'not exactly' },
      },
      action({ positionals, flags }) {
        const unit: 'mm' | 'cm' = flags.unit;
        const digits: number | undefined = flags.digits;
        const header: boolean = flags.header;
        seen = { positionals, unit, digits, header, quick: flags.quick };
        return 7;
      },
    });
    const { streams, out } = capture('.');
    const exits: number[] = [];
    const program = () => createProgram([row], streams, new AbortController().signal, code => exits.push(code));
    await program().parseAsync(['measure', 'a', '-d', '3', 'b', '--no-header'], { from: 'user' });
    expect(exits).toEqual([7]);
    expect(seen).toEqual({ positionals: ['a', 'b'], unit: 'mm', digits: 3, header: false, quick: undefined });
    await expect(program().parseAsync(['measure', '--help'], { from: 'user' })).rejects.toThrow('(outputHelp)');
    expect(out()).toContain('--unit <unit>     of the length (choices: "mm", "cm", default: "mm")');
    const parsed = await parseArguments(row, ['measure', 'a', '--quick']);
    expect(parsed).toEqual({ positionals: ['a'], flags: { unit: 'mm', header: true, quick: true } });
    expect(exits).toEqual([7]);
  });
});

describe('what is recorded', () => {
  const rows = optionRows({
    wrt: { flags: '--wrt <names>', description: '', read: (text: string) => text.split(','), recorded: true },
    stable: { flags: '--stable', description: '', recorded: true },
    format: { flags: '-f, --format <format>', description: '', initial: 'esm', recorded: true },
    limit: {
      flags: '--limit <name=number>',
      description: '',
      recorded: (limits: object) => Object.entries(limits).map(([name, value]) => `${name}=${value}`),
    },
    dts: { flags: '--no-dts', description: '', recorded: true },
    json: { flags: '--json', description: '' },
  });

  it.each([
    [{}, []],
    [{ format: 'esm', dts: true }, []],
    [{ json: true, stable: false }, []],
    [
      { dts: false, format: 'cjs', stable: true, wrt: ['x', 'y'] },
      ['--wrt', 'x,y', '--stable', '--format', 'cjs', '--no-dts'],
    ],
    [{ limit: { nodes: 5, seconds: 1 } }, ['--limit', 'nodes=5', '--limit', 'seconds=1']],
  ])('of %j is %j', (flags, words) => {
    expect(recorded(rows, flags)).toEqual(words);
  });
});
