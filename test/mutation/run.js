// How much of the source the tests hold in place: sources with one change each, and the share of changes that a test sees.
//
// A test that fails, does not end or does not load kills a mutant. Each file's own tests come first, then those of its folder,
// then what else executes it; the rest of the suite is not run, so a survivor here may be killed there. Killed mutants are
// remembered as long as their file stays as it is, survivors as long as the tests do too: a run can be stopped and goes on.
// usage: npm run mutation -- [PATH…] [--sample N (of each file)] [--seed S] [--list] [--fresh]

import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { globSync } from 'tinyglobby';
import { equivalent } from './equivalent.js';
import { mutantsOf } from './mutants.js';

const root = path.join(import.meta.dirname, '../..');
const RESULTS = path.join(root, 'coverage/mutation.jsonl');
const DEFAULT = ['src/graph', 'src/ops', 'src/differentiate'];

/** What executes a folder's files, beside the tests at their own paths. */
const OTHERS = {
  'src/graph': ['test/passes/', 'test/schedule/schedule'],
  'src/ops': ['test/differentiate/orders', 'test/algebraic', 'test/passes/', 'test/random/exports'],
  'src/differentiate': [
    'test/ops/table',
    'test/ops/operands',
    'test/algebraic',
    'test/random/exports',
    'test/emit/module',
  ],
  'src/passes': ['test/schedule/schedule'],
  'src/schedule': ['test/passes/'],
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    list: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
  },
});

const read = file => readFileSync(path.join(root, file), 'utf8');
const digest = (...texts) => texts.reduce((hash, text) => hash.update(`${text}\0`), createHash('sha256')).digest('hex');

/** So many, the same ones for the same seed. */
function sampled(file, mutants, count) {
  const rank = new Map(mutants.map(each => [each, digest(options.seed, file, each.start, each.end, each.text)]));
  return [...mutants].sort((a, b) => (rank.get(a) < rank.get(b) ? -1 : 1)).slice(0, count);
}

const isEquivalent = (file, { within, line, original, text }) =>
  equivalent.some(
    entry =>
      entry.file === file &&
      (entry.within ?? within) === within &&
      line.includes(entry.line ?? '') &&
      (entry.from ?? original) === original &&
      (entry.to ?? text) === text,
  );

/** Lists of tests, each run if those before have not killed. */
function stagesOf(file) {
  const folder = path.dirname(file);
  const own = `${file.replace(/^src/, 'test').replace(/\.ts$/, '')}.test.ts`;
  const beside = globSync(`${folder.replace(/^src/, 'test')}/*.test.ts`, { cwd: root }).filter(test => test !== own);
  const wide = (OTHERS[folder] ?? []).flatMap(start => globSync(`${start}*.test.ts`, { cwd: root }));
  // These run for minutes.
  const isSlow = test => /random\/large|schedule\/chunks/.test(test) && test !== own;
  const lists = [existsSync(path.join(root, own)) ? [own] : [], beside, wide];
  return lists.map(list => [...new Set(list)].sort().filter(test => !isSlow(test))).filter(list => list.length > 0);
}

/** One process for all mutants, another one where a mutant hangs it. */
function createRunner() {
  let worker = null;
  const start = async () => {
    worker = fork(path.join(import.meta.dirname, 'worker.js'), [], {
      execArgv: ['--max-old-space-size=2048'],
      env: { WENGERT_RUNS: '50', ...process.env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await answer(60_000);
  };
  const answer = milliseconds =>
    new Promise(resolve => {
      const settle = result => {
        clearTimeout(timer);
        worker?.removeAllListeners();
        if ('lost' in result) {
          worker?.kill('SIGKILL');
          worker = null;
        }
        resolve(result);
      };
      const timer = setTimeout(() => settle({ lost: true, killer: 'does not end' }), milliseconds);
      worker.once('message', settle);
      worker.once('exit', () => settle({ lost: true, killer: 'ends the process' }));
    });
  return {
    async run(file, text, tests, milliseconds) {
      if (worker === null) await start();
      worker.send({ file, text, tests });
      return (await answer(milliseconds)).killer;
    },
    end() {
      worker?.kill('SIGKILL');
      worker = null;
    },
  };
}

function rememberedResults() {
  if (options.fresh) rmSync(RESULTS, { force: true });
  if (!existsSync(RESULTS)) return new Map();
  const lines = readFileSync(RESULTS, 'utf8').split('\n');
  return new Map(lines.flatMap(line => (line === '' ? [] : [JSON.parse(line)])).map(result => [result.key, result]));
}

function placed(code, { start, original, text }) {
  const before = code.slice(0, start).split('\n');
  const short = part => part.replace(/\s+/g, ' ');
  return `${before.length}:${before.at(-1).length + 1}  ${short(original)}  →  ${short(text) || '(nothing)'}`;
}

const files = globSync(
  (positionals.length === 0 ? DEFAULT : positionals).map(name => (name.endsWith('.ts') ? name : `${name}/**/*.ts`)),
  { cwd: root },
).sort();
const remembered = rememberedResults();
const runner = createRunner();
const totals = new Map();
const survivors = [];

for (const file of files) {
  const code = read(file);
  const all = mutantsOf(code).map(mutant => ({
    ...mutant,
    original: code.slice(mutant.start, mutant.end),
    line: /.*$/.exec(code.slice(0, mutant.start))[0] + /^.*/.exec(code.slice(mutant.start))[0],
  }));
  const different = all.filter(mutant => !isEquivalent(file, mutant));
  const mutants = options.sample === undefined ? different : sampled(file, different, Number(options.sample));
  if (options.list) {
    for (const mutant of mutants) console.log(`${file}:${placed(code, mutant)}`);
    continue;
  }
  const stages = stagesOf(file);
  const tests = digest(...stages.flat().map(read));
  // A process holds what it has loaded of the mutants of one file.
  runner.end();
  const limits = [];
  const count = { mutants: mutants.length, killed: 0, equivalent: all.length - different.length };
  for (const mutant of mutants) {
    const key = digest(file, code, mutant.start, mutant.end, mutant.text);
    const known = remembered.get(key);
    let killer = known?.killer ?? null;
    if (known === undefined || (killer === null && known.tests !== tests)) {
      if (limits.length === 0) limits.push(...(await timeLimits(file, code, stages)));
      const text = code.slice(0, mutant.start) + mutant.text + code.slice(mutant.end);
      for (let i = 0; i < stages.length && killer === null; i++) {
        killer = await runner.run(file, text, stages[i], limits[i]);
      }
      mkdirSync(path.dirname(RESULTS), { recursive: true });
      appendFileSync(RESULTS, `${JSON.stringify({ key, tests, killer })}\n`);
    }
    if (killer !== null) count.killed++;
    else {
      survivors.push(`${file}:${placed(code, mutant)}`);
      console.log(`survived  ${survivors.at(-1)}`);
    }
  }
  totals.set(file, count);
  console.log(summary(file, [count]));
}
runner.end();

/** Several times what the tests take on the source as it stands. @throws where they fail on that */
async function timeLimits(file, code, stages) {
  const limits = [];
  for (const tests of stages) {
    const start = Date.now();
    const killer = await runner.run(file, code, tests, 600_000);
    if (killer !== null) {
      runner.end();
      throw new Error(`without a mutation: ${killer}`);
    }
    limits.push(10_000 + 4 * (Date.now() - start));
  }
  return limits;
}

function summary(name, counts) {
  const sum = of => counts.reduce((total, count) => total + count[of], 0);
  const [mutants, killed] = [sum('mutants'), sum('killed')];
  const score = mutants === 0 ? '–' : `${((100 * killed) / mutants).toFixed(1)} %`;
  return `${name}: ${killed} of ${mutants} killed, ${score}; ${sum('equivalent')} that change nothing left out`;
}

if (!options.list) {
  console.log(`\n${survivors.length} survivors${survivors.length === 0 ? '' : ':'}`);
  for (const survivor of survivors) console.log(`  ${survivor}`);
  console.log('');
  for (const folder of new Set([...totals.keys()].map(file => path.dirname(file)))) {
    console.log(
      summary(
        folder,
        [...totals].flatMap(([file, count]) => (path.dirname(file) === folder ? [count] : [])),
      ),
    );
  }
  console.log(summary('all', [...totals.values()]));
}
