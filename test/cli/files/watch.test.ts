import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../../src/cli/main.js';
import { capture } from '../capture.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const isBuilt = existsSync(path.join(root, 'dist/cli.js'));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'wengert-watch-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const file = (name: string): string => path.join(directory, name);

describe('--watch', () => {
  it('compiles again at every change, survives errors, and ends when interrupted', async () => {
    writeFileSync(file('model.formula'), 'x + 1');
    const { streams, err } = capture(directory);
    const interrupt = new AbortController();
    const ended = run(['model.formula', '-o', 'model.js', '--watch'], streams, interrupt.signal);
    const soon = { timeout: 60_000, interval: 20 };
    const code = (): string => readFileSync(file('model.js'), 'utf8');
    await vi.waitFor(() => expect(err()).toContain('watching'), soon);
    expect(code()).toContain('x + 1');
    writeFileSync(file('model.formula'), 'x + y*');
    await vi.waitFor(() => expect(err()).toMatch(/error\[WG1\d\d\]/), soon);
    expect(code()).toContain('x + 1');
    writeFileSync(file('model.formula'), 'x + 2');
    await vi.waitFor(() => expect(code()).toContain('x + 2'), soon);
    interrupt.abort();
    expect(await ended).toBe(0);
  });
});

describe.skipIf(!isBuilt || process.platform === 'win32')('--watch', () => {
  it('ends with 130 by Ctrl-C', async () => {
    writeFileSync(file('model.formula'), 'x + 1');
    const bin = path.join(root, 'bin/wengert.js');
    const child = spawn(process.execPath, [bin, 'model.formula', '-o', 'model.js', '--watch'], { cwd: directory });
    const exited = new Promise(resolve => child.once('exit', resolve));
    await new Promise<void>(resolve => child.stderr.on('data', data => String(data).includes('watching') && resolve()));
    child.kill('SIGINT');
    expect(await exited).toBe(130);
  });
});

describe.skipIf(!isBuilt)(`writing files${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  it('leaves whole files or none when killed', async () => {
    const terms = Array.from({ length: 20_000 }, (_, i) => `sin(${i}*x)`).join(' + ');
    writeFileSync(file('big.formula'), terms);
    const bin = path.join(root, 'bin/wengert.js');
    for (let milliseconds = 300; milliseconds <= 1500; milliseconds += 300) {
      const child = spawn(process.execPath, [bin, 'big.formula', '-o', 'big.js'], { cwd: directory, stdio: 'ignore' });
      const exited = new Promise(resolve => child.once('exit', resolve));
      setTimeout(() => child.kill('SIGKILL'), milliseconds);
      await exited;
      for (const name of readdirSync(directory).filter(found => /\.(js|ts|map)$/.test(found))) {
        const text = readFileSync(file(name), 'utf8');
        expect(text.endsWith('\n')).toBe(true);
        if (name === 'big.js') expect(text).toContain('sourceMappingURL');
      }
    }
  }, 30_000);
});
