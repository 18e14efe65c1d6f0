// The comparison: every formula, every order, every way to differentiate.

import { type Compilation, createCompilation } from '../compilation.js';
import { FormulaError, formulaError } from '../diagnostic.js';
import { LimitReached, type Limits } from '../limits.js';
import { hasData, hasRunTimeSizes, unknownCount } from '../lower/model.js';
import type { CompileOptions } from '../options.js';
import { lineStarts, positionAt } from '../source.js';
import type { Derivation } from './derive.js';
import { type Family, LONGEST } from './families.js';
import type { Symbolist } from './mathjs.js';
import { statementsFor, WITHOUT_FORMULA } from './mathjs-statements.js';
import {
  derive,
  type Measured,
  measurePrimal,
  measureShared,
  measureWritten,
  namesOf,
  samplePoint,
} from './measure.js';
import {
  type AnyRow,
  type Comparison,
  type FormulaRow,
  isWritten,
  NOT_INSTALLED,
  type Pipeline,
  pipelines,
  type Row,
  type StoppedRow,
} from './rows.js';
import type { TreeSize } from './tree.js';

/** A formula to compare; null text: too long to be made. */
export interface Subject {
  readonly n: number | null;
  readonly text: string | null;
}

export interface Comparing {
  readonly orders: readonly number[];
  readonly options: CompileOptions;
  readonly limits: Partial<Limits>;
  /** Null where mathjs is not installed. */
  readonly symbolist: Symbolist | null;
  /** Told what is being compared. */
  readonly onStage: (stage: string) => void;
}

export function subjectsOf(family: Family, sizes: readonly number[]): Subject[] {
  return sizes
    .filter(n => n >= family.first)
    .map(n => ({ n, text: family.length(n) > LONGEST ? null : family.text(n) }));
}

/** For each derivative, unless the limit says otherwise. */
export const SECONDS = 10;

/** @throws FormulaError where a formula itself is at fault. */
export async function compare(subjects: readonly Subject[], comparing: Comparing): Promise<Comparison> {
  const options = { ...comparing.options, limits: { seconds: SECONDS, ...comparing.limits } };
  const formulas: FormulaRow[] = [];
  const rows: AnyRow[] = [];
  const stops = new Map<string, string>();
  for (const { n, text } of subjects) {
    comparing.onStage(n === null ? 'comparing' : `n = ${n}`);
    const context: Context = { ...comparing, options, n, stops };
    const primal = text === null ? null : formulaOf(text, n, options);
    if (text === null || primal === null) {
      for (const order of comparing.orders) {
        for (const pipeline of pipelines) rows.push({ n, order, pipeline, reason: 'the formula itself is too long' });
      }
      continue;
    }
    formulas.push(primal);
    const found = [...(await symbolically(text, context)), ...structurally(text, context)];
    found.sort((a, b) => a.order - b.order || pipelines.indexOf(a.pipeline) - pipelines.indexOf(b.pipeline));
    rows.push(...found);
  }
  return { formulas, rows };
}

/** Null where a member of a family is beyond the limits. @throws FormulaError where a formula of the user's is. */
function formulaOf(text: string, n: number | null, options: CompileOptions): FormulaRow | null {
  try {
    const { tree, code, bound } = measurePrimal(compileScalar(text, options));
    return { n, tree: tree.operations, nodes: tree.nodes, code, bound };
  } catch (error) {
    if (error instanceof LimitReached) {
      if (n === null) throw formulaError(error.code, error.message, error.help);
      return null;
    }
    if (n !== null && error instanceof FormulaError && error.diagnostics[0]?.code.startsWith('WG7')) return null;
    throw error;
  }
}

interface Context extends Comparing {
  readonly n: number | null;
  /** Reasons by `pipeline order`: once stopped, larger formulas are not tried. */
  readonly stops: Map<string, string>;
}

/** Derivatives are taken of one number. @throws FormulaError */
export function compileScalar(text: string, options: CompileOptions): Compilation {
  const compilation = createCompilation(text, options, true);
  if (!compilation.model.scalar) {
    const help = 'reduce it: sum(…), dot(…)';
    throw formulaError('WG403', "'swell' needs one number as the result", help, compilation.model.source);
  }
  const { model } = compilation;
  if (hasData(model) || hasRunTimeSizes(model)) {
    const help = hasData(model)
      ? "give it what one row computes, with 'input' in place of 'data'; 'wengert stats' counts loops"
      : "give the sizes as numbers; 'wengert stats' counts loops";
    throw formulaError('WG403', "'swell' has no loops yet", help, model.source);
  }
  return compilation;
}

/** Why this or a lower order was given up at a smaller size. */
function stopOf(context: Context, pipeline: Pipeline, order: number): string | undefined {
  for (let lower = 1; lower <= order; lower++) {
    const reason = context.stops.get(`${pipeline} ${lower}`);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function stop(context: Context, pipeline: Pipeline, order: number, reason: string): StoppedRow {
  const { n } = context;
  const isNew = stopOf(context, pipeline, order) === undefined;
  if (isNew) context.stops.set(`${pipeline} ${order}`, n === null ? reason : `${reason} at n = ${n}`);
  return { n, order, pipeline, reason: n === null || !isNew ? reason : `${reason} at n = ${n}` };
}

const OF_MATHJS = ['mathjs', 'mathjs-simplified'] as const;

async function symbolically(text: string, context: Context): Promise<AnyRow[]> {
  const { n, symbolist } = context;
  if (symbolist === null) {
    const reason = NOT_INSTALLED;
    return OF_MATHJS.flatMap(pipeline => context.orders.map(order => ({ n, order, pipeline, reason })));
  }
  const { model } = compileScalar(text, context.options);
  const names = namesOf(model);
  const values = samplePoint(model);
  const statements = statementsFor(model, context.options);
  const point = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
  const variables = model.wrt.flatMap(input => namesOf({ ...model, inputs: [input] }));
  const rows: AnyRow[] = [];
  for (const pipeline of OF_MATHJS) {
    const allowed = context.orders.filter(order => stopOf(context, pipeline, order) === undefined);
    const orders = Math.max(0, ...allowed);
    const job = { variables, orders, simplify: pipeline === 'mathjs-simplified', point };
    const answer =
      typeof statements === 'string'
        ? { orders: [], stopped: statements }
        : orders === 0
          ? { orders: [], stopped: null }
          : await symbolist.ask({ ...job, statements });
    for (const order of context.orders) {
      const found = answer.orders[order - 1];
      if (found === undefined) {
        const reason = stopOf(context, pipeline, order) ?? answer.stopped ?? 'stopped';
        rows.push(stop(context, pipeline, order, reason));
        continue;
      }
      rows.push({
        ...found,
        n,
        order,
        pipeline,
        tree: BigInt(found.tree),
        derivativeOperations: found.tree,
      });
    }
  }
  return rows;
}

const DERIVATIONS: readonly { derivation: Derivation; measured: readonly Pipeline[] }[] = [
  { derivation: 'symbolic', measured: ['symbolic-tree', 'symbolic-cse'] },
  { derivation: 'forward', measured: ['forward'] },
  { derivation: 'adjoint', measured: ['adjoint'] },
];

function structurally(text: string, context: Context): AnyRow[] {
  const rows: AnyRow[] = [];
  for (const order of context.orders) {
    for (const { derivation, measured } of DERIVATIONS) {
      const known = stopOf(context, measured[0]!, order);
      if (known !== undefined) {
        rows.push(...measured.map(pipeline => stop(context, pipeline, order, known)));
        continue;
      }
      rows.push(...measureAll(text, context, order, derivation, measured));
    }
  }
  return rows;
}

function measureAll(
  text: string,
  context: Context,
  order: number,
  derivation: Derivation,
  measured: readonly Pipeline[],
): AnyRow[] {
  const compilation = compileScalar(text, context.options);
  const guarded = <T>(run: () => T): T | string => {
    try {
      return run();
    } catch (error) {
      if (error instanceof LimitReached) return error.message;
      throw error;
    }
  };
  const hasFormula = derivation !== 'symbolic' || unknownCount(compilation.model) === 0;
  const derived = hasFormula ? guarded(() => derive(compilation, derivation, order)) : WITHOUT_FORMULA;
  return measured.map(pipeline => {
    if (typeof derived === 'string') return stop(context, pipeline, order, derived);
    const measure = isWritten(pipeline) ? measureWritten : measureShared;
    const found = guarded(() => measure(compilation, derived));
    if (typeof found === 'string') return stop(context, pipeline, order, found);
    const row = rowOf(context.n, order, pipeline, found);
    const line = pipeline === 'symbolic-tree' ? mostFromLine(text, found.tree) : null;
    return line === null ? row : { ...row, mostFrom: line };
  });
}

function rowOf(n: number | null, order: number, pipeline: Pipeline, found: Measured): Row {
  const { tree, milliseconds, alone, both } = found;
  return {
    n,
    order,
    pipeline,
    tree: tree.operations,
    nodes: tree.nodes,
    operations: both.operations,
    derivativeOperations: alone.operations,
    byClass: both.byClass,
    bytes: both.bytes,
    milliseconds,
    nanoseconds: both.nanoseconds,
    derivativeNanoseconds: alone.nanoseconds,
  };
}

/** The line whose operations occur most often; null where none is known. */
function mostFromLine(text: string, { byOrigin }: TreeSize): number | null {
  const starts = lineStarts(text);
  const byLine = new Map<number, bigint>();
  for (const [offset, count] of byOrigin) {
    if (offset < 0) continue;
    const { line } = positionAt(starts, offset);
    byLine.set(line, (byLine.get(line) ?? 0n) + count);
  }
  let most: number | null = null;
  for (const [line, count] of byLine) if (most === null || count > byLine.get(most)!) most = line;
  return most;
}
