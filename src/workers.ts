// `wengert/workers`: the loss of a program with data and its gradient, on several threads. Each has some of the rows, and what
// they come to is put together in the order of the rows: as bits, it does not depend on how many threads there are.

import serveProgram from '../templates/serve.js?estree';
import { printModule } from './emit/js/print/print.js';
import { fill, lazyTemplate } from './emit/js/templates/template.js';
import { type Compiled, type CompileOptions, compile, emitSource, type Formula } from './index.js';
import { partsOf, sharesOf } from './workers/ranges.js';
import { coreCount, startThread, type Thread } from './workers/thread.js';

/** A number for each row, or for a vector in rows a flat array, row after row. */
export type Column = ArrayLike<number>;

export interface WorkerOptions extends Omit<CompileOptions, 'emit' | 'format' | 'name' | 'target'> {
  /** Threads; default: as many as the machine has cores. */
  readonly workers?: number;
}

/** Numbers or, for an array, its elements row-major. */
export type Argument = number | ArrayLike<number>;

export interface OnWorkers {
  /** Threads that there are: no more than parts of 1,024 rows and more. */
  readonly workers: number;
  readonly rows: number;
  /** The value at inputs that are no data, in program order, like the module's `valueAndGradient`; fills the gradient where one is given. */
  valueAndGradient(...args: readonly (Argument | Float64Array | null | undefined)[]): Promise<number>;
  /** What a minimiser takes: all differentiated inputs in one array, and under `maximize` minus the value. */
  packed(theta: ArrayLike<number>, gradient?: { [i: number]: number; readonly length: number } | null): Promise<number>;
  /** Ends the threads; what is being computed is rejected. */
  close(): void;
}

const serving = lazyTemplate(serveProgram);

/** What a thread runs: the module, and what answers with it. */
function threadCode(formula: Formula, options: CompileOptions): string {
  const module = emitSource(formula, {
    ...options,
    ...{ format: 'iife', name: 'wengertModule', target: 'js', emit: ['begin', 'rows', 'partial', 'combine', 'finish'] },
  });
  const serve = printModule([], [{ doc: [], node: fill(serving(), 'serve', {}) }], null);
  return `${module}\n${serve}\nconst answered = serve(wengertModule);`;
}

/** Numbers of a row of each column. @throws TypeError for what is no column */
function rowsOf({ inputs }: Compiled, columns: Readonly<Record<string, Column>>): number {
  const wanted = inputs.filter(({ role }) => role === 'data');
  const names = wanted.map(({ name }) => name);
  const unknown = Object.keys(columns).find(name => !names.includes(name));
  if (unknown !== undefined) throw new TypeError(`there is no column '${unknown}'; the data are ${names.join(', ')}`);
  const counts = wanted.map(input => {
    const count = (columns[input.name]?.length ?? Number.NaN) / widthOf(input);
    if (!Number.isInteger(count))
      throw new TypeError(`column '${input.name}' must be an array with ${widthOf(input)} number(s) for each row`);
    return count;
  });
  const other = counts.findIndex(count => count !== counts[0]);
  if (other !== -1)
    throw new TypeError(`column '${names[other]}' has ${counts[other]} rows where '${names[0]}' has ${counts[0]}`);
  return counts[0]!;
}

const widthOf = ({ shape }: { readonly shape: readonly (number | string)[] }): number =>
  shape.reduce<number>((product, size) => product * Number(size), 1);

/**
 * Copies columns to threads, each of which has some of the rows.
 *
 * @param columns by name, for every `data` of the program
 * @throws FormulaError with every error of the formula, and where it has no data; TypeError for columns that do not fit
 */
export async function onWorkers(
  formula: Formula,
  columns: Readonly<Record<string, Column>>,
  options: WorkerOptions = {},
): Promise<OnWorkers> {
  const { workers = coreCount(), ...rest } = options;
  if (!(Number.isInteger(workers) && workers > 0)) throw new RangeError(`workers must be 1 or more, got ${workers}`);
  const code = threadCode(formula, rest);
  const compiled = compile(formula, rest);
  const rows = rowsOf(compiled, columns);
  const starts = partsOf(rows);
  const data = compiled.inputs.filter(({ role }) => role === 'data');
  const threads: Thread[] = [];
  const close = (): void => {
    for (const thread of threads) thread.end();
  };
  try {
    for (const [first, end] of sharesOf(starts.length - 1, workers)) {
      const thread = startThread(code);
      threads.push(thread);
      const from = starts[first]!;
      const own = data.map(input => {
        const width = widthOf(input);
        const column = columns[input.name]!;
        const length = (starts[end]! - from) * width;
        return Float64Array.from({ length }, (_, i) => column[from * width + i]!);
      });
      const ranges = starts.slice(first, end).map((start, i) => [start - from, starts[first + i + 1]! - start]);
      await thread.ask('keep', { columns: own, ranges, before: from });
    }
  } catch (error) {
    close();
    throw error;
  }

  const lengths = compiled.wrt.map(widthOf);
  const length = lengths.reduce((total, own) => total + own, 0);
  const askAll = (kind: string, of: unknown): Promise<unknown[]> =>
    Promise.all(threads.map(thread => thread.ask(kind, of)));
  const evaluate = async (args: readonly unknown[]): Promise<{ value: number; gradient: Float64Array }> => {
    for (let parts = await askAll('begin', args); parts[0] !== null; ) parts = await askAll('combine', parts.flat());
    return (await threads[0]!.ask('finish', length)) as { value: number; gradient: Float64Array };
  };
  // One evaluation at a time: each has all threads.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (args: readonly unknown[]): ReturnType<typeof evaluate> => {
    const next = last.then(() => evaluate(args));
    last = next.catch(() => undefined);
    return next;
  };
  const inputs = compiled.inputs.filter(({ role }) => role !== 'data');
  const plain = (of: unknown): unknown =>
    typeof of === 'object' && of !== null && !ArrayBuffer.isView(of) ? Array.from(of as ArrayLike<number>) : of;

  return {
    workers: threads.length,
    rows,
    async valueAndGradient(...args) {
      const gradient = args[inputs.length] as Float64Array | null | undefined;
      refuseLength('valueAndGradient', 'gradient', gradient, length);
      const found = await inTurn(args.slice(0, inputs.length).map(plain));
      fillWith(gradient, found.gradient, 1);
      return found.value;
    },
    async packed(theta, gradient) {
      const fixed = inputs.find(({ name }) => !compiled.wrt.some(of => of.name === name));
      if (fixed !== undefined)
        throw new TypeError(`packed(theta, gradient): '${fixed.name}' is not differentiated; use valueAndGradient`);
      refuseLength('packed', 'theta', theta, length);
      refuseLength('packed', 'gradient', gradient, length);
      const args = compiled.wrt.map(({ shape, offset }, i) => {
        const own = Array.from({ length: lengths[i]! }, (_, k) => theta[offset! + k]!);
        return shape.length === 0 ? own[0]! : own;
      });
      const sign = compiled.sense === 'maximize' ? -1 : 1;
      const found = await inTurn(args);
      fillWith(gradient, found.gradient, sign);
      return sign * found.value;
    },
    close,
  };
}

type Filled = { [i: number]: number; readonly length: number } | null | undefined;

function refuseLength(call: string, name: string, of: ArrayLike<number> | Filled, length: number): void {
  if (name === 'gradient' && (of === null || of === undefined)) return;
  if (of?.length !== length)
    throw new TypeError(`${call}: ${name} must be an array of length ${length}, got ${of?.length ?? of}`);
}

function fillWith(gradient: Filled, found: Float64Array, sign: number): void {
  if (gradient === null || gradient === undefined) return;
  for (let i = 0; i < found.length; i++) gradient[i] = sign * found[i]!;
}
