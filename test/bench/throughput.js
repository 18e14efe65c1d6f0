// Seconds and memory of compiling large programs with their gradients, each in a process of its own: from text to files by the
// command line, and from the library's builder to text. Medians.
// usage: npm run bench:throughput [-- --rounds N]   (after npm run build)

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildProgram, programText } from './long-program.js';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
};
const ROUNDS = option('rounds', 5);
const OPERATIONS = [1e3, 1e4, 1e5, 5e5, 1e6];
const OPERATIONS_A_STATEMENT = 3;

const statementsOf = operations => Math.round(operations / OPERATIONS_A_STATEMENT);
const median = list => [...list].sort((a, b) => a - b)[list.length >> 1];
const here = name => fileURLToPath(new URL(name, import.meta.url));

/** Seconds and megabytes of a process of Node. */
function measured(args) {
  const report = 'data:text/javascript,process.on("exit",()=>console.error("\\n"+process.resourceUsage().maxRSS))';
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', report, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, megabytes: Number(stderr.trim().split('\n').at(-1)) / 1000 };
}

function row(operations, folder) {
  const formula = path.join(folder, 'large.formula');
  writeFileSync(formula, programText(statementsOf(operations)));
  const output = path.join(folder, 'large.js');
  const ways = [
    [here('../../bin/wengert.js'), formula, '-o', output, '--emit', 'gradient', '--target', 'js'],
    [here('./throughput.js'), '--build', String(operations)],
  ];
  return ways.flatMap(args => {
    const runs = Array.from({ length: ROUNDS }, () => measured(args));
    const seconds = runs.map(run => run.seconds);
    const range = `${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)}`;
    return [
      `${median(seconds).toFixed(2)} s`,
      range,
      `${(median(runs.map(run => run.megabytes)) / 1000).toFixed(2)} GB`,
    ];
  });
}

const built = option('build', 0);
if (built > 0) {
  const { emitSource } = await import('../../dist/index.js');
  emitSource(buildProgram(statementsOf(built)), { emit: ['gradient'] });
} else {
  console.log('| operations | text → files | range | memory | builder → text | range | memory |');
  console.log(`|${' ---: |'.repeat(7)}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'wengert-bench-'));
  try {
    for (const operations of OPERATIONS) console.log(`| ${[operations, ...row(operations, folder)].join(' | ')} |`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(
    '\nOperations of the formula; its module with the gradient has twice as many. Whole processes, with their start.',
  );
}
