// The thread that prints chunks with the command line: what it sends, and what happens where it does not.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { type Answer, createSecondCore, type Job } from '../../../src/cli/compile/second-core.js';
import type { SecondCore } from '../../../src/emit/js/line/chunk-printer.js';
import { emitFiles } from '../../../src/files.js';

const program = new URL('../../../dist/chunk-thread.js', import.meta.url);
const command = fileURLToPath(new URL('../../../bin/wengert.js', import.meta.url));

const LENGTH = 6000;
const text = `input x[4]\n${Array.from(
  { length: LENGTH },
  (_, i) => `v${i} = 0.5*${i === 0 ? 'x[1]' : `v${i - 1}`} + sin(${i < 9 ? 'x[2]' : `v${i - 9}`})*x[${(i % 4) + 1}]`,
).join('\n')}\nv${LENGTH - 1} + v${LENGTH - 2}`;

const options = { limits: { statements: 60 }, map: { file: 'f.js', source: 'f.formula' } };

describe.skipIf(!existsSync(program))('the thread', () => {
  it('prints every chunk as it is printed here, from the last to the first', async () => {
    const jobs: Omit<Job, 'id' | 'taken' | 'sent'>[] = [];
    const counts: number[] = [];
    const seen: SecondCore = {
      share(source, count, level) {
        jobs.push({ source, level });
        counts.push(count);
        return null;
      },
    };
    const alone = emitFiles(text, { ...options, secondCore: seen });
    const { port1, port2 } = new MessageChannel();
    const worker = new Worker(program, { workerData: port2, transferList: [port2] });
    try {
      for (const [id, job] of jobs.entries()) {
        const shared = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length));
        const answers: Answer[] = [];
        const all = new Promise<void>((resolve, reject) => {
          worker.once('error', reject);
          port1.on('message', (answer: Answer) => {
            answers.push(answer);
            if (answers.length === counts[id]) resolve();
          });
        });
        port1.postMessage({ ...job, id, taken: shared(counts[id]!), sent: shared(1) } satisfies Job);
        await all;
        port1.removeAllListeners('message');
        expect(answers.map(({ chunk }) => chunk)).toEqual(answers.map((_, i) => answers.length - 1 - i));
        for (const answer of answers) {
          expect(answer.id).toBe(id);
          expect(alone.code).toContain(`\n${answer.printed.text}\n`);
          expect(answer.printed.mapped.lines).toBe(answer.printed.text.split('\n').length);
        }
      }
    } finally {
      await worker.terminate();
      port1.close();
    }
    expect(jobs.length).toBeGreaterThan(1);
    expect(Math.min(...counts)).toBeGreaterThan(60);
  });

  it.skipIf(availableParallelism() < 2)('has printed chunks by the time that they are asked for', () => {
    const secondCore = createSecondCore(2, program);
    let printed = 0;
    const waiting: SecondCore = {
      share(source, count, level) {
        const ask = secondCore.share(source, count, level)!;
        // Nothing of this thread runs meanwhile, as in a long compilation.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
        return chunk => {
          const found = ask(chunk);
          if (found !== null) printed++;
          return found;
        };
      },
    };
    try {
      const shared = emitFiles(text, { ...options, emit: ['gradient'], secondCore: waiting });
      const alone = emitFiles(text, { ...options, emit: ['gradient'] });
      expect(shared.code).toBe(alone.code);
      expect(shared.map).toBe(alone.map);
    } finally {
      secondCore.end();
    }
    expect(printed).toBeGreaterThan(60);
  });

  const noThreads = ['--permission', '--experimental-permission'].find(flag =>
    process.allowedNodeEnvironmentFlags.has(flag),
  );
  it.skipIf(noThreads === undefined)('is done without where Node may start none', () => {
    const args = [noThreads!, '--allow-fs-read=*', command, '-', '--limit', 'statements=60', '--target', 'js'];
    const { status, stderr } = spawnSync(process.execPath, args, { input: text, encoding: 'utf8', maxBuffer: 2 ** 28 });
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining('failed') });
  });

  it('changes nothing of what the command writes', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'wengert-thread-'));
    try {
      writeFileSync(path.join(folder, 'f.formula'), text);
      const args = [command, 'f.formula', '-o', 'f.js', '--limit', 'statements=60', '--target', 'js'];
      const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining('error') });
      const alone = emitFiles(text, { ...options, file: 'f.formula' });
      const written = readFileSync(path.join(folder, 'f.js'), 'utf8');
      const withoutBanner = (code: string): string => code.slice(code.indexOf('\nfunction '));
      expect(withoutBanner(written)).toBe(`${withoutBanner(alone.code)}\n//# sourceMappingURL=f.js.map\n`);
      expect(JSON.parse(readFileSync(path.join(folder, 'f.js.map'), 'utf8')).mappings.replace(/^;+/, '')).toBe(
        JSON.parse(alone.map!).mappings.replace(/^;+/, ''),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a thread that', () => {
  const alone = emitFiles(text, options);
  const withThread = (code: string | null, patience?: number): string => {
    const folder = mkdtempSync(path.join(tmpdir(), 'wengert-thread-'));
    const file = path.join(folder, 'thread.mjs');
    if (code !== null) writeFileSync(file, code);
    const secondCore = createSecondCore(2, pathToFileURL(file), patience);
    try {
      return emitFiles(text, { ...options, secondCore }).code;
    } finally {
      secondCore.end();
      rmSync(folder, { recursive: true, force: true });
    }
  };

  it.each([
    ['is not there', null],
    ['cannot be read', 'this is no program'],
    ['ends at once', 'process.exit(1)'],
    ['does nothing', 'setInterval(() => {}, 1000)'],
  ])('%s is not waited for', (_what, code) => {
    expect(withThread(code)).toBe(alone.code);
  });

  it('takes a chunk and fails is not waited for', () => {
    const code = `import { workerData } from 'node:worker_threads';
      workerData.on('message', ({ taken, sent }) => { taken.fill(1); sent[0] = -1; Atomics.notify(sent, 0); });`;
    expect(withThread(code, Number.POSITIVE_INFINITY)).toBe(alone.code);
  });

  it('takes a chunk and dies is waited for, and then no longer', () => {
    const code = `import { workerData } from 'node:worker_threads';
      workerData.on('message', ({ taken }) => { taken.fill(1); process.exit(1); });`;
    expect(withThread(code, 50)).toBe(alone.code);
  });
});
