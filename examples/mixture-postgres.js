// A mixture of three Gaussian clouds, of points that are in PostgreSQL: clouds.formula as a query, its value and gradient in one pass
// over the table, and a solver that waits for them. Nothing of it is about mixtures: any formula with data goes like this. Without an
// address a server is started in a temporary folder. Where one is given, the table stays there, and the command line fits to it:
//
//     node examples/mixture-postgres.js postgres://user@host/database
//     wengert fit examples/clouds.formula --data 'postgres://user@host/database?table=clouds'
//
//     node examples/mixture-postgres.js [--points 100000] [--seed 1] [postgres://user@host/database]

import { readFileSync } from 'node:fs';
import { compile } from 'wengert';
import { minimizeLater } from 'wengert/solve';
import { query } from 'wengert/sql';
import { gaussian, openPostgres, uniform } from './postgres.js';
import { argumentsOf, columns, refuse, seconds } from './script.js';

const { points, seed, positionals } = argumentsOf({ points: 100_000, seed: 1 });

/** What is to be found again: centres, standard deviations, and the part of the points that each cloud has. */
const clouds = [
  { x: -1.5, y: -0.5, width: 0.4, part: 0.5 },
  { x: 0, y: 1, width: 0.6, part: 0.3 },
  { x: 1.5, y: 0, width: 0.3, part: 0.2 },
];

/** A point is of the first cloud that its chance is below. */
function madePoints() {
  const rows = clouds.map(({ x, y, width }, k) => {
    const below = clouds.slice(0, k + 1).reduce((sum, { part }) => sum + part, 0);
    return `(${k}, ${k === clouds.length - 1 ? 1 : below}, ${x}, ${y}, ${width})`;
  });
  const place = (axis, number) => `cx.${axis} + cx.width * ${gaussian('i', 10 * seed + number)} AS ${axis}`;
  return `CREATE TABLE clouds AS
    SELECT ${place('x', 0)}, ${place('y', 2)}
    FROM generate_series(1::bigint, ${points}) AS i, LATERAL (
      SELECT * FROM (VALUES ${rows.join(', ')}) AS of(k, below, x, y, width)
      WHERE ${uniform('i', 10 * seed + 4)} <= below ORDER BY k LIMIT 1
    ) AS cx`;
}

const formula = readFileSync(new URL('clouds.formula', import.meta.url), 'utf8');
const { wrt } = compile(formula);
const loss = query(formula, { dialect: 'postgres', table: 'clouds', emit: ['valueAndGradient'] });

/** The numbers of all parameters in one array → by name. */
const named = theta =>
  Object.fromEntries(
    wrt.map(({ name, offset, shape }) => [name, theta.subarray(offset, offset + shape.reduce((a, b) => a * b, 1))]),
  );

const engine = await openPostgres(positionals[0]);
await engine
  .statement(madePoints())
  .catch(error => refuse(`${error.message}; that of an earlier run goes with DROP TABLE clouds`));

const before = performance.now();
const found = await minimizeLater(
  async (theta, gradient) => {
    const [row] = await engine.run(loss.text, loss.bind(named(theta)));
    const read = loss.read(row);
    gradient?.set(read.gradient);
    return read.value;
  },
  // Workers share the rows in another way each time, and the last digits of sums differ: what is asked for is not to depend on them.
  { start: wrt.map(({ start }) => start).flat(2), method: 'l-bfgs-b', gradientTolerance: 1e-6 },
);
const taken = performance.now() - before;
await engine.close();

const { queries } = engine.asked;
console.log(`${found.message}: ${found.iterations} iterations`);
console.log(`${queries} queries over ${points} points in ${seconds(taken)}, ${seconds(taken / queries)} each`);
console.log(`loss ${found.value.toFixed(9)} a point\n`);

const { share, centre, width: deviations } = named(found.theta);
const whole = share.reduce((sum, of) => sum + Math.exp(of), 0);
/** Of a cloud, in x and in y. */
const pair = (of, k) => [...of.subarray(2 * k, 2 * k + 2)];
const lines = clouds.map(({ x, y, width, part }, k) => {
  const estimates = [Math.exp(share[k]) / whole, ...pair(centre, k), ...pair(deviations, k).map(Math.exp)];
  return [`${k + 1}`, part.toFixed(2), `(${x}, ${y})`, width.toFixed(2), ...estimates.map(of => of.toFixed(4))];
});
const head = ['cloud', 'part', 'centre', 'width', 'part', 'x', 'y', 'width in x', 'in y'];
console.log(columns([head, ...lines]));
if (!found.converged) process.exitCode = 3;
