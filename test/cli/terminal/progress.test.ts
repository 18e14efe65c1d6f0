// Long work says on a terminal what it is at, and ends when it is told to.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compileInput } from '../../../src/cli/compile/compiled.js';
import { createProgress } from '../../../src/cli/terminal/progress.js';
import { capture } from '../capture.js';

const bin = new URL('../../../bin/wengert.js', import.meta.url).pathname;
const isBuilt = existsSync(new URL('../../../dist/cli.js', import.meta.url));

function terminal(progress = true) {
  const { streams, err } = capture(tmpdir(), { progress });
  return { streams, shown: err };
}

describe('a terminal', () => {
  it('shows the stages of long work, and clears their line', () => {
    const { streams, shown } = terminal();
    const times = [0, 100, 1500];
    const progress = createProgress(streams, 'x', () => times.shift()!);
    progress.onStage('reading');
    expect(shown()).toBe('');
    progress.onStage('writing value');
    expect(shown()).toBe('\r\u001b[K1.5 s: writing value …');
    progress.end();
    expect(shown()).toBe('\r\u001b[K1.5 s: writing value …\r\u001b[K');
  });

  it('shows every stage of a long formula from its first moment', () => {
    const { streams, shown } = terminal();
    const text = Array.from({ length: 12_000 }, (_, i) => `x*${i}.5`).join(' + ');
    const command = {
      output: undefined,
      declarations: true,
      sourceMap: true,
      force: false,
      beside: false,
      outdir: null,
    };
    compileInput(
      { text, file: null },
      { ...command, format: undefined, options: () => ({}), recorded: () => [] },
      streams,
    );
    const stages = shown().match(/(?<=s: )\w+/g);
    expect(new Set(stages)).toEqual(new Set(['reading', 'deriving', 'writing']));
    expect(shown().endsWith('\r\u001b[K')).toBe(true);
  });

  it('is left alone by short work; what is none sees nothing', () => {
    const { streams, shown } = terminal(false);
    createProgress(streams, 'x'.repeat(1e6)).onStage('reading');
    expect(shown()).toBe('');
  });
});

describe.skipIf(!isBuilt)('Ctrl-C', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'wengert-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  /** What ends a command that is interrupted after some time, and its output. */
  async function interrupted(milliseconds: number, ...args: string[]) {
    let out = '';
    const child = spawn(process.execPath, [bin, ...args], { cwd: directory, stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.on('data', part => {
      out += part;
    });
    const ended = new Promise(resolve => child.on('close', (_code, signal) => resolve(signal)));
    await new Promise(resolve => setTimeout(resolve, milliseconds));
    child.kill('SIGINT');
    return { signal: await ended, out };
  }

  it('ends a command in the middle of its work, and leaves no file', async () => {
    const text = Array.from({ length: 60_000 }, (_, i) => `sin(x*${i}.5)`).join(' + ');
    writeFileSync(path.join(directory, 'big.formula'), text);
    expect(await interrupted(500, 'big.formula', '-o', 'big.js')).toEqual({ signal: 'SIGINT', out: '' });
    expect(readdirSync(directory)).toEqual(['big.formula']);
  });

  it('ends a comparison and its worker at once, with no table and no chart', async () => {
    // Let alone it takes minutes.
    const args = ['swell', '--family', 'e2e', '--n', '30', '--limit', 'seconds=100', '--svg', 'chart.svg'];
    expect(await interrupted(1500, ...args)).toEqual({ signal: 'SIGINT', out: '' });
    expect(readdirSync(directory)).toEqual([]);
  });
});
