// Nanoseconds a number of the functions that the WebAssembly target has of two numbers at a time, over arrays in the first cache:
// called from a loop and written into it, beside the functions of Math in a JavaScript loop and called from WebAssembly for
// each lane. All take turns, so that a slow moment meets all; medians. Bytes are those of the function's code.
// usage: node test/bench/vector.js [--rounds N]

import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';

const at = process.argv.indexOf('--rounds');
const ROUNDS = at === -1 ? 41 : Number(process.argv[at + 1]);
const COUNT = 1000;
const REPEATS = 50;
const WARM_UP = 20;

/** Operands are uniform between these. */
const RANGES = [
  ['exp', -20, 20],
  ['exp', -745, -708],
  ['expm1', -20, 20],
  ['log', 0, 20],
  ['log1p', 0, 1],
  ['tanh', -4, 4],
  ['sin', -20, 20],
  ['sin', 1e6, 1e7],
  ['cos', -20, 20],
];

const { VECTOR_FUNCTIONS, vectorLoop } = await compiled(`
  export { VECTOR_FUNCTIONS } from '../../src/emit/wasm/vector/functions.ts';
  export { vectorLoop } from '../emit/wasm/vector-module.ts';
`);

/** The source is not in the package: it is bundled here. */
async function compiled(contents) {
  const stdin = { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' };
  const { outputFiles } = await esbuild.build({ stdin, bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`);
}

const median = list => [...list].sort((a, b) => a - b)[list.length >> 1];

/** A loop of its own for every function, so that each is optimised for what it calls. */
function byMath(name, operands) {
  const results = new Float64Array(COUNT);
  const loop = new Function(
    'operands, results',
    `for (let i = 0; i < ${COUNT}; i++) results[i] = Math.${name}(operands[i]);`,
  );
  return () => loop(operands, results);
}

function byLoop({ loop, memory }, operands) {
  const first = 2 * COUNT;
  memory.set(operands, first);
  return () => loop(8 * first, 16 * first, 16 * first + 8 * COUNT);
}

const rows = RANGES.map(([name, from, to]) => {
  const operands = Float64Array.from({ length: COUNT }, () => from + (to - from) * Math.random());
  const write = VECTOR_FUNCTIONS.get(`Math.${name}`);
  const called = vectorLoop(write);
  const candidates = [
    byMath(name, operands),
    byLoop(
      vectorLoop((writer, x) => writer.callEach(`Math.${name}`, x), 'inlined'),
      operands,
    ),
    byLoop(called, operands),
    byLoop(vectorLoop(write, 'inlined'), operands),
  ];
  return { label: `${name}, ${from} to ${to}`, size: called.size, candidates, times: candidates.map(() => []) };
});

for (let round = -WARM_UP; round < ROUNDS; round++) {
  for (const { candidates, times } of rows) {
    for (const [i, run] of candidates.entries()) {
      const start = process.hrtime.bigint();
      for (let k = 0; k < REPEATS; k++) run();
      if (round >= 0) times[i].push(Number(process.hrtime.bigint() - start) / (REPEATS * COUNT));
    }
  }
}

console.log('| function | Math in JavaScript | Math, imported | vector, called | vector, in the loop | bytes |');
console.log(`| --- |${' ---: |'.repeat(5)}`);
for (const { label, size, times } of rows) {
  const medians = times.map(median);
  const cells = medians.map((time, i) => `${time.toFixed(1)}${i > 1 ? ` (${(medians[0] / time).toFixed(1)}×)` : ''}`);
  console.log(`| ${[label, ...cells, size].join(' | ')} |`);
}
