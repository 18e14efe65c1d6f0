// Points for mixture.formula: those of a file of ADBench, or 300 about the five spots of a die, made with a seed.
//
//     node examples/mixture.js [FILE] > points.csv

import { readFileSync } from 'node:fs';
import { createRandom, normal, refuse } from './script.js';

/** ADBench's file: a line of sizes, parameters to begin with, points, and what the prior has. */
function pointsOf(text) {
  const lines = text.trim().split(/\s*\n/);
  const [dimensions, components, count] = lines[0].split(' ').map(Number);
  if (dimensions !== 2) refuse(`${file}: points of ${dimensions} dimensions, where mixture.formula has two`);
  return lines.slice(1 + 3 * components, 1 + 3 * components + count).map(line => line.split(' ').map(Number));
}

/** Text of a file that is there. */
function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return refuse(error.message);
  }
}

/** On a die: 60 points about each of the five spots. */
function spots() {
  const random = createRandom(1);
  const centres = [
    [-1, -1],
    [-1, 1],
    [0, 0],
    [1, -1],
    [1, 1],
  ];
  return Array.from({ length: 300 }, (_, i) => centres[i % 5].map(of => of + 0.25 * normal(random)));
}

const [file] = process.argv.slice(2);
const points = file === undefined ? spots() : pointsOf(textOf(file));
process.stdout.write(`x,y\n${points.map(point => `${point.join(',')}\n`).join('')}`);
