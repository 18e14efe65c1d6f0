// The loss of a logistic regression with its gradient, over a million rows, per pass.
//
// In JavaScript as emitted and as written by hand, in WebAssembly with the data bound before and copied in each pass, and bound
// with each column by itself in place of those of a row beside each other; and a pass that only adds the columns up: no faster can
// data come from memory. All take turns, so that a slow moment meets all.
// TensorFlow.js, on its CPU backend, is beside them where it is installed (npm install --prefix test/bench), in rounds of its own.
// usage: npm run bench:rows [-- --rounds N]   (after npm run build)

import { emitSource } from '../../dist/index.js';
import '../../dist/wasm.js';

const ROWS = 1_000_000;
const COLUMNS = 20;
const at = process.argv.indexOf('--rounds');
const ROUNDS = at === -1 ? 25 : Number(process.argv[at + 1]);
const WARM_UP = 3;

const LOSS = `param w[${COLUMNS}] = 0, b = 0
data x[${COLUMNS}], y
z = dot(w, x) + b
mean(softplus(z) - y*z)`;
const names = Array.from({ length: COLUMNS }, (_, j) => `x${j + 1}`);
const APART = `param w[${COLUMNS}] = 0, b = 0
data ${names.join(', ')}, y
z = dot(w, [${names.join(', ')}]) + b
mean(softplus(z) - y*z)`;
const TOTAL = `param unused = 0\ndata x[${COLUMNS}], y\nsum(sum(x) + y) + unused`;

const moduleOf = (formula, target) =>
  import(`data:text/javascript;base64,${Buffer.from(emitSource(formula, { target })).toString('base64')}`);

/** What one writes who knows the derivative, and how V8 likes loops. */
function byHand(w, b, x, y, gradient) {
  const rows = y.length;
  const sums = new Float64Array(COLUMNS);
  let loss = 0;
  let slope = 0;
  for (let row = 0, first = 0; row < rows; row++, first += COLUMNS) {
    let z = b;
    for (let j = 0; j < COLUMNS; j++) z += w[j] * x[first + j];
    const e = Math.exp(-Math.abs(z));
    loss += Math.max(z, 0) + Math.log1p(e) - y[row] * z;
    const d = (z >= 0 ? 1 : e) / (1 + e) - y[row];
    slope += d;
    for (let j = 0; j < COLUMNS; j++) sums[j] += d * x[first + j];
  }
  for (let j = 0; j < COLUMNS; j++) gradient[j] = sums[j] / rows;
  gradient[COLUMNS] = slope / rows;
  return loss / rows;
}

let seed = 1;
const random = () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
const x = Float64Array.from({ length: ROWS * COLUMNS }, () => 2 * random() - 1);
const y = Float64Array.from({ length: ROWS }, () => (random() < 0.5 ? 0 : 1));
const w = Float64Array.from({ length: COLUMNS }, () => 2 * random() - 1);
const b = 0.25;
const gradient = new Float64Array(COLUMNS + 1);

const [js, wasm, apart, total] = await Promise.all([
  moduleOf(LOSS, 'js'),
  moduleOf(LOSS, 'wasm'),
  moduleOf(APART, 'wasm'),
  moduleOf(TOTAL, 'wasm'),
]);
const bindStart = performance.now();
const bound = wasm.bind({ x, y });
const bindTime = performance.now() - bindStart;
// Where memory has grown before.
wasm.unbind(bound);
const againStart = performance.now();
Object.assign(bound, wasm.bind({ x, y }));
const againTime = performance.now() - againStart;
const columns = names.map((name, j) => [name, Float64Array.from({ length: ROWS }, (_, row) => x[row * COLUMNS + j])]);
const boundApart = apart.bind({ ...Object.fromEntries(columns), y });
const each = names.map(name => boundApart[name]);
const summed = total.bind({ x, y });

const all = undefined;
const passes = {
  'JavaScript, by hand': () => byHand(w, b, x, y, gradient),
  'JavaScript, emitted': () => js.valueAndGradient(w, b, x, y, all, all, gradient),
  'WebAssembly, bound': () => wasm.valueAndGradient(w, b, bound.x, bound.y, all, all, gradient),
  'WebAssembly, bound, columns apart': () => apart.valueAndGradient(w, b, ...each, boundApart.y, all, all, gradient),
  'WebAssembly, copied': () => wasm.valueAndGradient(w, b, x, y, all, all, gradient),
  'columns added up': () => total.value(0, summed.x, summed.y),
};

/** The same loss in tensors that are made before, as its users write it; null where it is not installed. */
async function tensorFlow() {
  let tf;
  try {
    tf = await import('@tensorflow/tfjs');
  } catch {
    return null;
  }
  tf.env().set('IS_NODE', false);
  await tf.setBackend('cpu');
  const [X, Y] = [tf.tensor2d(Float32Array.from(x), [ROWS, COLUMNS]), tf.tensor1d(Float32Array.from(y))];
  const both = tf.valueAndGrads((W, B) => {
    const z = tf.add(tf.reshape(tf.matMul(X, tf.reshape(W, [COLUMNS, 1])), [ROWS]), B);
    return tf.mean(tf.sub(tf.softplus(z), tf.mul(Y, z)));
  });
  return () =>
    tf.tidy(() => {
      const { value, grads } = both([tf.tensor1d(Float32Array.from(w)), tf.scalar(b)]);
      gradient.set(grads[0].dataSync());
      gradient[COLUMNS] = grads[1].dataSync()[0];
      return value.dataSync()[0];
    });
}

const times = new Map(Object.keys(passes).map(name => [name, []]));
for (let round = -WARM_UP; round < ROUNDS; round++) {
  for (const [name, pass] of Object.entries(passes)) {
    const start = performance.now();
    pass();
    if (round >= 0) times.get(name).push(performance.now() - start);
  }
}

const tf = await tensorFlow();
if (tf === null) console.error("without TensorFlow.js: 'npm install --prefix test/bench' adds it");
else {
  const list = [];
  for (let round = -1; round < Math.min(ROUNDS, 5); round++) {
    const start = performance.now();
    tf();
    if (round >= 0) list.push(performance.now() - start);
  }
  times.set('TensorFlow.js, CPU', list);
}

const median = list => [...list].sort((a, b) => a - b)[list.length >> 1];
const hand = times.get('JavaScript, by hand');
console.log('| pass | ms, median | ms, fastest | as fast as by hand |');
console.log('| --- | ---: | ---: | ---: |');
for (const [name, list] of times) {
  const cells = [median(list).toFixed(1), Math.min(...list).toFixed(1), `${(median(hand) / median(list)).toFixed(2)}×`];
  console.log(`| ${[name, ...cells].join(' | ')} |`);
}
const bytes = `${((8 * ROWS * (COLUMNS + 1)) / 1e6).toFixed(0)} MB`;
console.log(`\nbind: ${bindTime.toFixed(1)} ms for ${bytes}, ${againTime.toFixed(1)} ms in memory that there is`);
