// The derivative of a formula as a formula: shared parts named, of several ways to write it the shortest. What is written is read again
// and compared with the derivative itself before it is given out.

import { type Compilation, createCompilation } from '../compilation.js';
import { formulaError } from '../diagnostic.js';
import { type Derivation, firstDerivatives } from '../differentiate/derivations.js';
import { codeOf } from '../evaluate.js';
import { distinctNames } from '../explain/notation.js';
import { scheduledNodes } from '../exports/plan.js';
import { createBuilder } from '../graph/build.js';
import {
  constantValue,
  copyGraph,
  type Graph,
  inputSlot,
  isLeaf,
  type Node,
  operandsOf,
  operationOf,
} from '../graph/graph.js';
import { useCounts, usedBy } from '../graph/use.js';
import { type DifferentiatedModel, elementName, hasRunTimeSizes, resultNodes, wrtNodes } from '../lower/model.js';
import { type CompileOptions, checkCompileOptions, type Formula } from '../options.js';
import { condense } from '../passes/condense.js';
import { prune } from '../passes/prune.js';
import { withLimits } from '../within-limits.js';
import { createWriter, type Expression, expressionOf, number } from './expression.js';
import { type FormatName, NoFunction, named, OUTPUTS } from './notations.js';

export interface DerivativeOptions
  extends Pick<CompileOptions, 'wrt' | 'limits' | 'file' | 'from' | 'function' | 'lengths'> {
  /** Default 'formula': what wengert reads. */
  readonly format?: FormatName;
}

/**
 * The derivatives of a formula by its inputs (or by `wrt`), as text: one expression for one input, and otherwise a program whose
 * results are called `d_x`, `d_y`, …
 * @throws FormulaError with every error of the formula; for one with several results, with loops or equations; and where a
 * derivative needs what has no name in formulas
 */
export function derivative(formula: Formula, { format = 'formula', ...options }: DerivativeOptions = {}): string {
  checkCompileOptions(options);
  const compilation = createCompilation(formula, options, true);
  const { model } = compilation;
  refuse(model);
  return withLimits(model, () => {
    const own = { ...model, graph: copyGraph(model.graph) };
    const expected = derived(own, 'adjoint', false);
    const texts = candidates(model)
      .map(found => ({ found, text: written(found, 'formula') }))
      .filter(({ text }) => text !== null && agrees(text, own, expected, compilation))
      .toSorted((a, b) => a.text!.length - b.text!.length);
    const [best] = texts;
    if (best === undefined)
      throw formulaError(
        'WG403',
        'this derivative has no formula: it needs what is no function of the language',
        "'wengert compile' computes it",
      );
    return format === 'formula' ? best.text! : inLanguage(best.found, format);
  });
}

/** @throws FormulaError where a language has no function for what is in it */
function inLanguage(found: Found, format: FormatName): string {
  try {
    return written(found, format)!;
  } catch (error) {
    if (!(error instanceof NoFunction)) throw error;
    throw formulaError('WG403', `this derivative cannot be written so: ${error.message}`, "take '--format formula'");
  }
}

/** @throws FormulaError for what has no derivative that is a formula */
function refuse(model: DifferentiatedModel): void {
  const { outputs, unknowns, rowUnknowns, inputs, wrt, source } = model;
  const fail = (message: string, help: string): never => {
    throw formulaError('WG403', message, help, source);
  };
  if (resultNodes(model).length !== 1 || outputs.length !== 1)
    fail("'derivative' is of one number", "name it: 'output f'");
  if (wrt.length === 0) fail('there is nothing to differentiate by', 'the formula has no inputs');
  if (unknowns.length + rowUnknowns.length > 0)
    fail('what equations determine has no formula', "'wengert explain' shows its adjoints");
  if (hasRunTimeSizes({ inputs }) || inputs.some(({ role }) => role === 'data'))
    fail(
      'data and sizes that are known at run time have no formula',
      "give sizes as numbers; 'wengert compile' computes it",
    );
}

/** Nodes of a derivative in a graph of their own. */
interface Found {
  readonly model: DifferentiatedModel;
  readonly graph: Graph;
  readonly nodes: readonly Node[];
}

const DERIVATIONS: readonly Derivation[] = ['adjoint', 'forward', 'symbolic'];

/** The ways to derive it. */
function candidates(model: DifferentiatedModel): Found[] {
  const ways = DERIVATIONS.flatMap(way => [false, true].map(algebraic => ({ way, algebraic })));
  return ways.map(({ way, algebraic }) => {
    const own = { ...model, graph: copyGraph(model.graph) };
    const mode = { derivative: false, algebraic, settled: true, primal: model.primal };
    let found: Found = { model, graph: own.graph, nodes: derived(own, way, algebraic) };
    for (const pass of [condense, prune]) {
      const { graph, nodes } = pass.run(found.graph, found.nodes, mode);
      found = { model, graph, nodes: found.nodes.map(node => (graph === found.graph ? node : nodes[node]!)) };
    }
    return found;
  });
}

function derived(model: DifferentiatedModel, derivation: Derivation, algebraic: boolean): Node[] {
  const { graph } = model;
  const zero = createBuilder(graph, { derivative: true, algebraic }).constant(0);
  const [result] = resultNodes(model);
  return firstDerivatives(derivation, graph, result!, wrtNodes(model), { algebraic }).map(node => node ?? zero);
}

/** Names cost what they are long, wherever they stand. */
const COST_OF_NAME = 8;

/** Longer texts are of no use to anybody, and take long to make. */
const LONGEST = 1_000_000;

/** @returns null for what is too long */
function written({ model, graph, nodes }: Found, format: FormatName): string | null {
  const { notation: plainly, statement, whole } = OUTPUTS[format];
  const used = usedBy(graph, nodes);
  const uses = useCounts(graph, used);
  for (const node of nodes) uses[node]!++;
  const names = inputNames(model, graph);
  const taken = new Set([...model.inputs.map(({ name }) => name), ...model.statements.map(({ name }) => name)]);
  const elements = [...names.values()];
  const notation = distinctNames(plainly, [...elements, ...taken]);
  // As they are written: in LaTeX `t1` is like `t_1`.
  const writtenNames = new Set([...elements, ...taken].map(name => notation.name(name)));
  let temporaries = 0;
  const free = (): string => {
    let name: string;
    do name = `t${++temporaries}`;
    while (taken.has(name) || writtenNames.has(plainly.name(name)));
    return name;
  };
  const writer = createWriter(notation);
  const expressions = new Map<Node, Expression>();
  const lines: string[] = [];
  let length = 0;
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1) continue;
    const value = constantValue(graph, node);
    if (value !== undefined) expressions.set(node, number(value));
    else if (isLeaf(graph, node)) expressions.set(node, { kind: 'name', written: named(notation, names.get(node)!) });
    else {
      const made = expressionOf(
        operationOf(graph, node).name,
        operandsOf(graph, node).map(of => expressions.get(of)!),
      );
      const own = writer(made);
      const { text } = own;
      length += text.length;
      if (length > LONGEST) return null;
      const count = uses[node]!;
      const isNamed =
        made.kind !== 'name' &&
        made.kind !== 'number' &&
        count > 1 &&
        (count - 1) * text.length > COST_OF_NAME + 2 * count;
      if (!isNamed) expressions.set(node, made);
      else {
        const name = free();
        lines.push(statement(notation.name(name), own));
        expressions.set(node, { kind: 'name', written: named(notation, name) });
      }
    }
  }
  const results = nodes.map(node => writer(expressions.get(node)!));
  const isFormula = format === 'formula' || format === 'mathjs';
  const declared = format === 'formula' ? declarations(model) : [];
  if (results.length === 1) return [...declared, ...lines, whole(results[0]!)].join('\n');
  const outputs = derivativeNames(model, taken);
  const apart = distinctNames(plainly, outputs);
  return [
    ...declared,
    ...lines,
    ...results.map((result, i) => statement(apart.name(outputs[i]!), result)),
    ...(isFormula && format === 'formula' ? [`output ${outputs.join(', ')}`] : []),
  ].join('\n');
}

/** Inputs that a name alone does not say. */
function declarations({ inputs }: DifferentiatedModel): string[] {
  if (inputs.every(({ shape }) => shape.length === 0)) return [];
  const each = inputs.map(({ name, shape }) => (shape.length === 0 ? name : `${name}[${shape.join(',')}]`));
  return [`input ${each.join(', ')}`];
}

function derivativeNames({ wrt }: DifferentiatedModel, taken: ReadonlySet<string>): string[] {
  return wrt.flatMap(input =>
    input.nodes.map((_, i) => {
      const of = elementName(input, i)
        .replaceAll(/[[\],]+/g, '_')
        .replace(/_$/, '');
      let name = `d_${of}`;
      while (taken.has(name)) name = `d${name}`;
      return name;
    }),
  );
}

function inputNames({ inputs }: DifferentiatedModel, graph: Graph): Map<Node, string> {
  const names = new Map<number, string>();
  for (const input of inputs) for (const i of input.nodes.keys()) names.set(input.slot + i, elementName(input, i));
  const found = new Map<Node, string>();
  for (let node = 0; node < graph.size; node++) {
    const slot = isLeaf(graph, node) ? inputSlot(graph, node) : undefined;
    if (slot !== undefined && names.has(slot)) found.set(node, names.get(slot)!);
  }
  return found;
}

/** Points, a few of each sign, at which a text is compared with what it stands for. */
const POINTS: readonly ((i: number) => number)[] = [
  i => 0.37 + 0.21 * (i % 7),
  i => 1.31 - 0.17 * (i % 5),
  i => -0.43 - 0.19 * (i % 6),
  i => (i % 2 === 0 ? 2.7 : -1.6) + 0.11 * (i % 9),
  i => 12.5 + 3.25 * (i % 4),
];

/** What rounding may make of a text in another order. */
const TOLERANCE = 1e-8;

/** Whether a text is read, and has the numbers of a derivative wherever both have some, and somewhere if there are any. */
function agrees(
  text: string,
  model: DifferentiatedModel,
  expected: readonly Node[],
  compilation: Compilation,
): boolean {
  const written = reading(text, compilation);
  if (written === null) return false;
  const own = codeOf(scheduledNodes(model, expected, compilation), { model }).make() as Evaluated;
  return POINTS.every(point => {
    let next = 0;
    const values = model.inputs.map(({ shape, nodes }) =>
      shape.length === 0 ? point(next++) : Float64Array.from(nodes, () => point(next++)),
    );
    const wanted = own(...values);
    const found = written(Object.fromEntries(model.inputs.map(({ name }, i) => [name, values[i]!])));
    return [...wanted].every((of, i) => {
      const got = found[i]!;
      const isKnown = Number.isFinite(of) && Number.isFinite(got);
      return !isKnown || Math.abs(of - got) <= TOLERANCE * Math.max(Math.abs(of), Math.abs(got), 1e-3);
    });
  });
}

type Evaluated = (...inputs: readonly (number | Float64Array)[]) => Float64Array;

/** The program that a text is, as a function of inputs by their names; null for what is no program. */
function reading(
  text: string,
  { options }: Compilation,
): ((inputs: Readonly<Record<string, number | Float64Array>>) => Float64Array) | null {
  let read: Compilation;
  try {
    read = createCompilation(text, { ...(options.limits && { limits: options.limits }) }, true);
  } catch {
    return null;
  }
  const model = { ...read.model, graph: copyGraph(read.model.graph) };
  const own = codeOf(scheduledNodes(model, resultNodes(model), read), { model }).make() as Evaluated;
  return inputs => own(...model.inputs.map(({ name }) => inputs[name]!));
}

export type { FormatName };
