// `wengert completion`: what shells offer, asked of the shells that are there.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.js';
import { runIn } from './capture.js';

const wengert = (...args: string[]) => runIn('.', args);
const hasShell = (name: string): boolean => spawnSync(name, ['-c', 'true']).status === 0;

describe.skipIf(!hasShell('bash'))('bash', () => {
  async function offered(...words: string[]): Promise<string[]> {
    const { out } = await wengert('completion', 'bash');
    const asked = words.map(word => `'${word}'`).join(' ');
    const script = `${out}\nCOMP_WORDS=(${asked}); COMP_CWORD=${words.length - 1}; _wengert; printf '%s\\n' "\${COMPREPLY[@]}"`;
    // The files of the tests' folder are there to be offered.
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8', cwd: import.meta.dirname });
    expect(stderr).toBe('');
    return stdout.split('\n').filter(line => line !== '');
  }

  it.each([
    [['wengert', 'pla'], ['playground']],
    [
      ['wengert', 'm'],
      ['minimize', 'maximize'],
    ],
    [['wengert', 'eval', '--o'], ['--order']],
    [
      ['wengert', '--fo'],
      ['--formula', '--format', '--force'],
    ],
    [['wengert', 'graph', '--js'], []],
    [
      ['wengert', '--format', ''],
      ['esm', 'cjs', 'iife', 'c', 'sql'],
    ],
    [
      ['wengert', 'compile', 'x', '--emit', 'hess'],
      ['hessian', 'hessianSparse', 'hessianPattern'],
    ],
    [['wengert', 'minimize', '--method', 'l'], ['l-bfgs-b']],
    [['wengert', 'completion', '--q'], ['--quiet']],
    [['wengert', 'help', 'sw'], ['swell']],
    [['wengert', '-o', 'capt'], ['capture.ts']],
    [['wengert', 'eval', 'capt'], ['capture.ts']],
  ])('after %j offers %j', async (words, expected) => {
    expect(await offered(...words)).toEqual(expected);
  });
});

describe.each(['bash', 'zsh', 'fish'])('the script of %s', shell => {
  it('has every command and every option', async () => {
    const { out } = await wengert('completion', shell);
    for (const { name, options } of commands) {
      expect(out).toContain(name);
      for (const { flags, isHidden } of Object.values(options))
        if (isHidden !== true) expect(out, flags).toContain(/--([\w-]+)/.exec(flags)![1]);
    }
  });

  it.skipIf(!hasShell(shell))('is one that the shell reads', async () => {
    const { out } = await wengert('completion', shell);
    const folder = mkdtempSync(path.join(tmpdir(), 'wengert-'));
    const file = path.join(folder, 'wengert');
    writeFileSync(file, out);
    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

it('needs one of the shells', async () => {
  for (const [args, message] of [
    [[], 'a shell is missing'],
    [['tcsh'], "there is no completion for 'tcsh'"],
    [['bash', 'zsh'], "there is no completion for 'bash zsh'"],
  ] as const)
    expect(await wengert('completion', ...args)).toEqual({
      exit: 2,
      out: '',
      err: `error[WG602]: ${message}\n  = help: the shells are bash, zsh, fish\n`,
    });
});
