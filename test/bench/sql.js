// The loss of a logistic regression with its gradient over rows in DuckDB, one query, beside the query that one writes by hand who
// knows the derivative, and beside WebAssembly over a million of such rows in memory. They take turns, so that a slow moment meets all.
// usage: npm run bench:sql [-- --rows N] [--rounds N]   (after npm run build; default: 10,000,000 rows, 5 rounds)

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { emitSource } from '../../dist/index.js';
import { query } from '../../dist/sql.js';
import '../../dist/wasm.js';

const COLUMNS = 20;
const IN_MEMORY = 1_000_000;
const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
};
const ROWS = option('rows', 10_000_000);
const ROUNDS = option('rounds', 5);

const LOSS = `param w[${COLUMNS}] = 0, b = 0
data x[${COLUMNS}], y
z = dot(w, x) + b
mean(softplus(z) - y*z)`;
const w = Array.from({ length: COLUMNS }, (_, j) => 0.3 * Math.sin(j));
const b = 0.1;

const names = w.map((_, j) => `x_${j + 1}`);
const slopes = w.map((value, j) => `(${value})::DOUBLE * ${names[j]}`).join(' + ');
/** Stable for every z, as the formula is; rows with missing cells are not told from others. */
const BY_HAND = `SELECT avg(greatest(z, 0) + ln(1 + exp(-abs(z))) - y * z) AS value, avg(e) AS gradient_b,
  ${names.map(name => `avg(e * ${name}) AS gradient_${name}`).join(', ')}
FROM (SELECT *, 1 / (1 + exp(-z)) - y AS e FROM (SELECT *, ${slopes} + ${b}::DOUBLE AS z FROM data))`;

const median = list => [...list].sort((p, q) => p - q)[list.length >> 1];
const mib = bytes => `${Math.round(bytes / 2 ** 20)} MiB`;

const folder = mkdtempSync(path.join(tmpdir(), 'wengert-sql-'));
const instance = await DuckDBInstance.create(path.join(folder, 'rows.db'));
const connection = await instance.connect();
const columns = names.map(name => `2 * random() - 1 AS ${name}`).join(', ');
await connection.run(`CREATE TABLE data AS SELECT ${columns}, (random() < 0.5)::INT::DOUBLE AS y FROM range(${ROWS})`);
const made = query(LOSS, { dialect: 'duckdb' });
const OURS = made.bound({ w, b });

async function timed(text) {
  const start = performance.now();
  const [row] = (await connection.runAndReadAll(text)).getRowObjectsJS();
  return { time: performance.now() - start, row };
}

const code = emitSource(LOSS, { target: 'wasm', emit: ['valueAndGradient'] });
const module = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
await module.init();
const x = Float64Array.from({ length: IN_MEMORY * COLUMNS }, (_, i) => Math.sin(i));
const y = Float64Array.from({ length: IN_MEMORY }, (_, i) => i % 2);
const bound = module.bind({ x, y });
const gradient = new Float64Array(COLUMNS + 1);

const times = { ours: [], hand: [], wasm: [] };
let before = 0;
let largest = 0;
for (let round = 0; round < ROUNDS + 1; round++) {
  const ours = await timed(OURS);
  const hand = await timed(BY_HAND);
  const start = performance.now();
  module.valueAndGradient(w, b, bound.x, bound.y, undefined, undefined, gradient);
  const wasm = performance.now() - start;
  const apart = Math.abs(made.read(ours.row).value - hand.row.value);
  if (!(apart < 1e-12)) throw new Error(`the values are ${apart} apart`);
  if (round === 0) {
    // The first round reads the table.
    before = process.memoryUsage().rss;
    continue;
  }
  times.ours.push(ours.time);
  times.hand.push(hand.time);
  times.wasm.push(wasm);
  largest = Math.max(largest, process.memoryUsage().rss);
}
const [ours, hand, wasm] = [times.ours, times.hand, times.wasm].map(median);
const each = (time, rows) => `${((1e6 * time) / rows).toFixed(1)} ns a row`;
console.log(`${ROWS} rows × ${COLUMNS} columns, value and gradient, medians of ${ROUNDS} rounds`);
console.log(`by wengert   ${ours.toFixed(0)} ms, ${each(ours, ROWS)}`);
console.log(`by hand      ${hand.toFixed(0)} ms, ${each(hand, ROWS)}; wengert takes ${(ours / hand).toFixed(2)} of it`);
const ratio = (ours / ROWS / (wasm / IN_MEMORY)).toFixed(1);
console.log(
  `WebAssembly  ${wasm.toFixed(1)} ms for ${IN_MEMORY} rows, ${each(wasm, IN_MEMORY)}; the query takes ${ratio} times that`,
);
console.log(`memory       ${mib(before)} after the first round, at most ${mib(largest)} after the others`);
connection.closeSync();
rmSync(folder, { recursive: true, force: true });
