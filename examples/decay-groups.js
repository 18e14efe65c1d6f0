// A thousand samples that decay, each in its own way, in one table of DuckDB: a curve is fitted to each of them, and all of them are
// asked for together, so that there are as many queries as the longest of the fits has. The same by the command line is
//
//     node examples/decay-groups.js decays.duckdb
//     wengert fit examples/decay.formula --data 'duckdb:decays.duckdb?table=decays' --by sample
//
//     node examples/decay-groups.js [--samples 1000] [--points 50] [--seed 1] [FILE]

import { readFileSync } from 'node:fs';
import { fitGroups } from 'wengert/sql';
import { createDuckDB, gaussian, uniform } from './duckdb.js';
import { argumentsOf, columns, seconds } from './script.js';

const { samples, points, seed, positionals } = argumentsOf({ samples: 1000, points: 50, seed: 1 });

const NOISE = 0.02;

/** What is to be found again: amounts from 1 to 3, rates from 0.2 to 1. */
const truths = `CREATE TABLE truths AS
  SELECT sample, 1 + 2 * ${uniform('sample', 10 * seed)} AS a, 0.2 + 0.8 * ${uniform('sample', 10 * seed + 1)} AS k
  FROM range(1, ${samples} + 1) AS _(sample)`;

/** Measured at times from 0 to 10. */
const decays = `CREATE TABLE decays AS
  SELECT sample, t, a * exp(-k * t) + ${NOISE} * ${gaussian(`(sample * ${points} + i)`, 10 * seed + 2)} AS y
  FROM (SELECT *, 10.0::DOUBLE * i / ${points} AS t FROM truths, range(${points}) AS _(i))`;

const engine = await createDuckDB(positionals[0]);
await engine.statement(truths);
await engine.statement(decays);
const model = readFileSync(new URL('decay.formula', import.meta.url), 'utf8');
const start = performance.now();
const { groups } = await fitGroups(model, engine.run, { table: 'decays', by: 'sample' });
const taken = performance.now() - start;
const { queries } = engine.asked;
const truthOf = new Map((await engine.run('FROM truths', [], [])).map(row => [Number(row.sample), row]));
engine.close();

const found = groups.filter(({ result }) => result?.converged === true);
console.log(`${found.length} of ${samples} samples, ${points} points each: ${queries} queries, ${seconds(taken)}\n`);

const cells = found.map(({ keys: { sample }, result: { parameters, standardErrors } }) => {
  const truth = truthOf.get(Number(sample));
  return { sample, truth, parameters, standardErrors };
});
const lines = cells
  .slice(0, 5)
  .map(({ sample, truth, parameters, standardErrors }) => [
    `${sample}`,
    ...['a', 'k'].flatMap(name => [
      truth[name].toFixed(4),
      parameters[name].toFixed(4),
      standardErrors[name].toFixed(4),
    ]),
  ]);
console.log(columns([['sample', 'a: truth', 'estimate', '±', 'k: truth', 'estimate', '±'], ...lines]));

const within = ['a', 'k'].map(name => {
  const near = cells.filter(
    ({ truth, parameters, standardErrors }) => Math.abs(parameters[name] - truth[name]) < 2 * standardErrors[name],
  );
  return `${name} in ${((100 * near.length) / cells.length).toFixed(1)} %`;
});
console.log(`\nwithin two standard errors of the truth: ${within.join(', ')}`);
if (found.length < samples) process.exitCode = 3;
