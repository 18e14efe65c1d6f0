// Loops over arrays whose sizes are known when functions are called, with their gradients, in JavaScript and in WebAssembly: the
// energy of all pairs of 1,000 atoms, a recurrence of 100,000 turns, and sums over numbers.
//
// Both take turns, so that a slow moment meets both.
// usage: npm run bench:arrays [-- --rounds N]   (after npm run build)

import { compile } from '../../dist/index.js';
import '../../dist/wasm.js';

const at = process.argv.indexOf('--rounds');
const ROUNDS = at === -1 ? 25 : Number(process.argv[at + 1]);
const WARM_UP = 5;

let seed = 1;
const random = () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
const numbers = (length, most) => Float64Array.from({ length }, () => most * random());

const CASES = {
  'Lennard-Jones, 1,000 atoms': [
    `param x[n,3]
r2(i, j) = (x[i,1] - x[j,1])^2 + (x[i,2] - x[j,2])^2 + (x[i,3] - x[j,3])^2
sum(sum(1/r2(i, j)^6 - 1/r2(i, j)^3, j = i+1:n), i = 1:n-1)`,
    [numbers(3000, 30)],
  ],
  'filter of 100,000 turns': [
    'param a, b\ninput x[n]\nz[1] = a\nz[i] = b*z[i-1] + x[i] for i = 2:n\nsum(z)',
    [0.3, 0.5, numbers(100_000, 1)],
  ],
  'tanh in 100,000 turns': [
    'param a, b\ninput x[n]\nz[1] = a\nz[i] = tanh(b*z[i-1]) + x[i] for i = 2:n\nsum(z)',
    [0.3, 0.5, numbers(100_000, 1)],
  ],
  '100,000 squares': ['param x[n]\nsum(x[i]^2, i = 1:n)', [numbers(100_000, 1)]],
};

const median = list => [...list].sort((a, b) => a - b)[list.length >> 1];
console.log('| value and gradient | JavaScript, ms | WebAssembly, ms | same bits |');
console.log('| --- | ---: | ---: | --- |');
for (const [name, [text, args]] of Object.entries(CASES)) {
  const compiled = { js: compile(text), wasm: compile(text, { target: 'wasm' }) };
  const gradients = { js: compiled.js.gradient(...args), wasm: compiled.wasm.gradient(...args) };
  const times = { js: [], wasm: [] };
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const target of ['js', 'wasm']) {
      const start = performance.now();
      compiled[target].valueAndGradient(...args, gradients[target]);
      if (round >= 0) times[target].push(performance.now() - start);
    }
  }
  const isSame = gradients.js.every((of, i) => Object.is(of, gradients.wasm[i])) ? 'yes' : 'no';
  console.log(`| ${[name, median(times.js).toFixed(2), median(times.wasm).toFixed(2), isSame].join(' | ')} |`);
}
