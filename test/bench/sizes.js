// What size does. Of the library: gzipped bytes in a page, by its parts. Of programs: seconds from text to module, nanoseconds
// an operation and seconds until full speed, for straight lines of a hundred to a million operations, as JavaScript, as
// WebAssembly and as C.
// usage: npm run bench:sizes [-- --most 1e6]   (after npm run build)

import { compile, emitSource } from '../../dist/index.js';
import '../../dist/wasm.js';
import { bundlesOf, gzippedSize } from './bundles.js';
import { compileC, hasCompiler } from './c.js';
import { programText } from './long-program.js';

const at = process.argv.indexOf('--most');
const MOST = at === -1 ? 1e6 : Number(process.argv[at + 1]);
/** gcc needs minutes beyond. */
const MOST_C = 30_000;
const SECONDS = 8;

const median = list => [...list].sort((a, b) => a - b)[list.length >> 1];
const now = () => performance.now() / 1000;

/**
 * Time of a call once it is steady, and when it was: windows of 20 ms until they stop falling, or for some seconds.
 * @param batch calls between looks at the clock, which takes as long as a small program
 */
function settle(call, batch) {
  const start = now();
  const windows = [];
  while (now() - start < SECONDS) {
    const from = now();
    let calls = 0;
    while (now() - from < 0.02) {
      for (let i = 0; i < batch; i++) call();
      calls += batch;
    }
    windows.push({ at: now() - start, time: (now() - from) / calls });
  }
  const final = median(windows.slice(-Math.ceil(windows.length / 4)).map(({ time }) => time));
  const first = windows.find(({ time }) => time <= 1.25 * final);
  return { time: final, after: first.at };
}

/** Files of dist/ that a page may import beside the root. */
const PARTS = ['special', 'wasm', 'c', 'workers', 'solve'];
const sizesOf = async parts => Object.values(await bundlesOf(parts)).map(gzippedSize);

const root = await sizesOf([]);
console.log('| import | rolldown (Vite) | esbuild |');
console.log('| --- | ---: | ---: |');
console.log(`| wengert | ${root.join(' | ')} |`);
for (const part of PARTS) {
  const more = (await sizesOf([part])).map((size, i) => `+${size - root[i]}`);
  console.log(`| wengert/${part} | ${more.join(' | ')} |`);
}
console.log('\nGzipped bytes of the library, bundled and minified.\n');

console.log(
  '| operations | text → module | per node | JavaScript | steady after | WebAssembly | steady after | gcc -O2 |',
);
console.log(`|${' ---: |'.repeat(8)}`);
for (let size = 100; size <= MOST; size *= 10) {
  const text = programText(Math.max(20, Math.round(size / 6)));
  const theta = Float64Array.from({ length: 8 }, (_, i) => 0.5 + i / 10);
  const gradient = new Float64Array(8);
  const { stats } = compile(text, { emit: ['packed', 'valueAndGradient'] });
  const operations = stats.operations.valueAndGradient;
  const nodes = stats.nodes.valueAndGradient;
  // The first time V8 still compiles what this size is the first to run much of; the median of all is without that.
  const times = [];
  for (const start = now(); times.length < 3 || now() - start < 1; ) {
    const from = now();
    emitSource(text, { emit: ['valueAndGradient'] });
    times.push(now() - from);
  }
  const run = target => {
    const { packed } = compile(text, { target });
    const { time, after } = settle(() => packed(theta, gradient), Math.ceil(20_000 / operations));
    return [`${((time / operations) * 1e9).toFixed(2)} ns`, `${after.toFixed(2)} s`];
  };
  const c = () => {
    if (!hasCompiler || operations > MOST_C) return '–';
    const compiled = compileC(text, theta);
    const count = Math.ceil(2e8 / operations);
    const runs = [0, 1, 2].map(() => compiled.run(count).time);
    compiled.remove();
    return `${(median(runs) / operations).toFixed(2)} ns`;
  };
  const throughput = [`${times[0].toFixed(2)} s`, `${((median(times) / nodes) * 1e6).toFixed(1)} µs`];
  console.log(`| ${[operations, ...throughput, ...run('js'), ...run('wasm'), c()].join(' | ')} |`);
}
console.log(`
Seconds of the first compilation of each size, and the median of several for each node; time an operation of value and gradient together,
and seconds of calling until it is within a quarter of that.`);
