// Logistic regression where the rows are: ten million visits with twenty measures each, in a file of DuckDB, which are never read
// into JavaScript. Every step is a query, and what it sends back is one row. The same by the command line is
//
//     node examples/visits.js visits.duckdb
//     wengert fit examples/visits.formula --data 'duckdb:visits.duckdb?table=visits' --loss logistic
//
//     node examples/visits.js [--rows 10000000] [--seed 1] [FILE]

import { readFileSync, statSync } from 'node:fs';
import { fitTable } from 'wengert/sql';
import { createDuckDB, uniform } from './duckdb.js';
import { argumentsOf, columns, megabytes, peakMemory, seconds } from './script.js';

const { rows, seed, positionals } = argumentsOf({ rows: 10_000_000, seed: 1 });

/** What is to be found again. */
const truth = { w: Array.from({ length: 20 }, (_, k) => (k % 2 === 0 ? 1 : -1) * (k + 1) * 0.1), b: -1 };

/** Measures from -1 to 1, to three decimals, and who bought: by chance, as the truth has it. */
function visits() {
  const measures = truth.w.map((_, k) => `round(2 * ${uniform('i', seed * 100 + k)} - 1, 3) AS x_${k + 1}`);
  const z = truth.w.map((of, k) => `${of} * x_${k + 1}`).join(' + ');
  return `CREATE TABLE visits AS
    SELECT * EXCLUDE i, CAST(${uniform('i', seed * 100 + 20)} < 1 / (1 + exp(-(${z} + ${truth.b}))) AS INTEGER) AS bought
    FROM (SELECT i, ${measures.join(', ')} FROM range(${rows}) AS _(i))`;
}

const engine = await createDuckDB(positionals[0]);
const start = performance.now();
await engine.statement(visits());
await engine.statement('CHECKPOINT');
console.log(
  `${rows} rows of 21 columns, made in ${seconds(performance.now() - start)}: ${megabytes(statSync(engine.place).size)}`,
);
const before = peakMemory();

const parts = ['one row of a hundred', 'all rows'];
const model = readFileSync(new URL('visits.formula', import.meta.url), 'utf8');
const fitted = await fitTable(model, engine.run, {
  table: 'visits',
  loss: 'logistic',
  // The way to where the rows lead is the same for a part of them; all of them are asked for what is left of it.
  sample: 0.01,
  seed,
  onIteration({ iteration, value }) {
    if (iteration === 1) console.log(parts.shift());
    console.log(`  iteration ${iteration}: loss ${value.toPrecision(12)}`);
  },
});
engine.close();

const { queries, seconds: spent } = engine.asked;
console.log(`${fitted.message}: ${fitted.iterations} iterations, loss ${(fitted.value / rows).toFixed(9)} a row`);
console.log(`${queries} queries, ${seconds((1000 * spent) / queries)} each`);
console.log(`memory: ${megabytes(peakMemory())} at most, ${megabytes(before)} before the fit\n`);

const names = [...truth.w.map((_, k) => `w[${k + 1}]`), 'b'];
const flat = ({ w, b }) => [...w, b];
const [estimates, errors] = [fitted.parameters, fitted.standardErrors].map(flat);
const lines = flat(truth).map((of, i) => [names[i], of.toFixed(1), estimates[i].toFixed(5), errors[i].toFixed(5)]);
console.log(columns([['parameter', 'truth', 'estimate', 'standard error'], ...lines]));
if (!fitted.converged) process.exitCode = 3;
