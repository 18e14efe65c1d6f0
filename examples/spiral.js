// Points for spiral.formula, made with a seed: 100 on each of three arms that wind about each other, and a little beside them.
//
//     node examples/spiral.js > spiral.csv

import { createRandom, normal } from './script.js';

const random = createRandom(1);
const rows = Array.from({ length: 300 }, (_, i) => {
  const arm = 1 + (i % 3);
  const radius = 0.05 + (0.95 * Math.floor(i / 3)) / 99;
  const angle = (2 * Math.PI * arm) / 3 + 4 * radius + 0.15 * normal(random);
  return [radius * Math.cos(angle), radius * Math.sin(angle), arm].join(',');
});
console.log(['x,y,arm', ...rows].join('\n'));
