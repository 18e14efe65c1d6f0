// A program built by calls instead of text: `compile(g => …)`.

import { formulaError, type Report } from '../diagnostic.js';
import { type Builder, createBuilder } from '../graph/build.js';
import { createGraph, type Graph, inputNode, type Node } from '../graph/graph.js';
import { createBudget, LimitReached, type Limits } from '../limits.js';
import { linearAlgebra } from '../ops/linear.js';
import type { LinearName, OperationName } from '../ops/operation.js';
import { rareDerivatives, rareRefusal } from '../ops/rare.js';
import { isLeafCode, operationAt, operations } from '../ops/table.js';
import { isName } from '../parse/tokens.js';
import type { Constraint, Input, Model, NamedStatement, Output, Role, Sense } from './model.js';

export interface InputOptions {
  /** Default of an input, start of a param. */
  readonly start?: number;
  readonly lower?: number;
  readonly upper?: number;
}

/** One of them at least. */
export interface ConstraintBounds {
  readonly lower?: number;
  readonly upper?: number;
}

/** What a building function is given: one method an operation, nodes as plain numbers. */
export type ProgramBuilder = {
  readonly [name in Exclude<OperationName, LinearName>]: (...operands: Node[]) => Node;
} & {
  input(name: string, options?: InputOptions): Node;
  /** An input that is differentiated, the others then not. */
  param(name: string, options?: InputOptions): Node;
  constant(value: number): Node;
  /** Gives a node a name in the emitted code; returns the node. */
  name(name: string, node: Node): Node;
  /** One of several results. */
  output(name: string, node: Node): void;
  /** Holds a node between numbers; equal ones make it an equation. Its multiplier is that of the one that is met. */
  constraint(name: string, node: Node, bounds: ConstraintBounds): void;
  minimize(node: Node): Node;
  maximize(node: Node): Node;
};

export type BuildFunction = (g: ProgramBuilder) => Node | undefined;

/** Internal to derivatives and to `multipliers`; and what is told of matrices more than numbers. */
const HIDDEN: ReadonlySet<string> = new Set([
  'statement',
  'sigmoidSlope',
  'cosAsin',
  'sqrtSquareMinusOne',
  'tanhSlope',
  'power',
  'remainder',
  ...[...rareDerivatives, ...linearAlgebra].map(({ name }) => name),
]);

export function buildModel(write: BuildFunction, report: Report, limits: Limits, algebraic: boolean): Model {
  const graph = createGraph(createBudget(limits));
  const build = createBuilder(graph, { derivative: false, algebraic });
  const inputs: Input[] = [];
  const statements: NamedStatement[] = [];
  const outputs: Output[] = [];
  const constraints: Constraint[] = [];
  const claimed = new Set<string>();
  let sense: Sense | null = null;

  const claim = (key: string, message: string): void => {
    if (claimed.has(key)) throw formulaError('WG202', message);
    claimed.add(key);
  };
  const addInput = (role: Role, name: string, options: InputOptions = {}): Node => {
    checkName(name);
    claim(`input ${name}`, `'${name}' is declared twice`);
    const slot = inputs.length;
    const node = inputNode(graph, slot);
    const { start = null, lower = null, upper = null } = options;
    for (const [key, value] of Object.entries({ start, lower, upper })) {
      if (value === null || typeof value === 'number') continue;
      throw formulaError('WG206', `${key} of '${name}' must be a number, got ${typeof value}`);
    }
    const list = (value: number | null): number[] | null => (value === null ? null : [value]);
    const bounds = { lower: list(lower), upper: list(upper) };
    inputs.push({ name, role, shape: [], rows: null, axis: 0, nodes: [node], slot, initial: list(start), ...bounds });
    return node;
  };
  const methods: Record<string, unknown> = {};
  for (const [code, { name }] of operations.entries()) {
    if (!isLeafCode(code) && !HIDDEN.has(name)) methods[name] = checkedMethod(graph, build, code);
  }
  const g = Object.assign(methods, {
    input: (name: string, options?: InputOptions) => addInput('input', name, options),
    param: (name: string, options?: InputOptions) => addInput('param', name, options),
    constant(value: number) {
      if (typeof value !== 'number') throw formulaError('WG206', `constant takes a number, got ${typeof value}`);
      return build.constant(value);
    },
    name(name: string, node: Node) {
      checkName(name);
      checkNode(graph, 'name', node);
      statements.push({ name, shape: [], nodes: [node] });
      return node;
    },
    output(name: string, node: Node) {
      checkName(name);
      claim(`output ${name}`, `output '${name}' is given twice`);
      checkNode(graph, 'output', node);
      outputs.push({ name, shape: [], nodes: [node], along: null, axis: 0, isOfRows: false });
    },
    constraint(name: string, node: Node, { lower, upper }: ConstraintBounds = {}) {
      checkName(name);
      checkNode(graph, 'constraint', node);
      const [least, most] = [lower ?? Number.NEGATIVE_INFINITY, upper ?? Number.POSITIVE_INFINITY];
      const where = `constraint '${name}'`;
      if (typeof least !== 'number' || typeof most !== 'number' || (lower === undefined && upper === undefined))
        throw formulaError(
          'WG206',
          `${where} needs a number as lower or upper`,
          '{ lower: 0, upper: 0 } is an equation',
        );
      if (!(least <= most)) throw formulaError('WG216', `the lower bound of ${where} is above the upper`);
      const kind = least === most ? 'equality' : 'inequality';
      constraints.push({ text: name, kind, shape: [], nodes: [node], lower: [least], upper: [most] });
    },
    minimize(node: Node) {
      sense = 'minimize';
      return node;
    },
    maximize(node: Node) {
      sense = 'maximize';
      return node;
    },
    // The methods are those of every visible row of the table.
  }) as unknown as ProgramBuilder;

  const returned = withinBudget(() => write(g));
  if (returned !== undefined) {
    checkNode(graph, 'the result', returned);
    if (outputs.length === 0)
      outputs.push({ name: 'value', shape: [], nodes: [returned], along: null, axis: 0, isOfRows: false });
  }
  if (outputs.length === 0)
    report.error('WG120', null, 'the program has no result', 'return a node, or call g.output(name, node)');
  report.stopOnErrors();
  const scalar = outputs.length === 1;
  return {
    source: null,
    graph,
    inputs,
    dimensions: [{ name: 'rows', least: 0 }],
    statements,
    spans: { starts: [], ends: [] },
    outputs,
    scalar,
    sense,
    residuals: [],
    residualResults: [],
    constraints,
    unknowns: [],
    rowUnknowns: [],
    emit: null,
  };
}

function withinBudget<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    throw formulaError(error.code, error.message, error.help);
  }
}

function checkedMethod(graph: Graph, build: Builder, code: number) {
  const row = operationAt(code);
  const { name } = row;
  return (...operands: Node[]): Node => {
    const fits = row.variadic === true ? operands.length >= row.arity : operands.length === row.arity;
    if (!fits)
      throw formulaError(
        'WG206',
        `${name} takes ${row.arity}${row.variadic === true ? ' or more' : ''} nodes, got ${operands.length}`,
      );
    for (const node of operands) checkNode(graph, name, node);
    const refusal = rareRefusal(build, name, operands);
    if (refusal !== null) throw formulaError(refusal.code, refusal.message, refusal.help);
    return build.apply(code, operands);
  };
}

function checkName(name: unknown): void {
  if (typeof name !== 'string' || !isName(name)) throw formulaError('WG203', `${JSON.stringify(name)} is not a name`);
}

function checkNode(graph: Graph, where: string, node: unknown): void {
  if (typeof node === 'number' && Number.isInteger(node) && node >= 0 && node < graph.size) return;
  throw formulaError('WG206', `${where}: ${String(node)} is not a node of this program`, 'numbers need g.constant(2)');
}
