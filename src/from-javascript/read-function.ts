// A function of the user's → model: its arguments as inputs, what it returns as results, and in between the function itself, read as
// if it ran on nodes of a graph.

import { FormulaError, type Report } from '../diagnostic.js';
import { createBuilder } from '../graph/build.js';
import { domainOf, EVERYWHERE } from '../graph/domain.js';
import { createGraph, elementNode, inputNode, isLeaf, type Node } from '../graph/graph.js';
import { createBudget, LimitReached, type Limits } from '../limits.js';
import { ownIndex } from '../lower/families.js';
import type { Lowering } from '../lower/lowering.js';
import { hasShapes, type Input, type Model, type NamedStatement } from '../lower/model.js';
import type { ReadOptions } from '../lower/readers.js';
import { createScope } from '../lower/scope.js';
import type { Source } from '../source.js';
import { call } from './calls.js';
import { evaluate } from './expressions.js';
import { Fault } from './fault.js';
import { type Laid, type Layout, Relaid } from './layout.js';
import { type Machine, newCell, number, reference } from './machine.js';
import { type Parameter, parametersOf } from './parameters.js';
import { bind } from './patterns.js';
import { refusedIn } from './refused.js';
import { outputsOf } from './results.js';
import { type Chosen, chooseFunction, readScript, type Script } from './script.js';
import { execute } from './statements.js';
import { layerOver } from './store.js';
import type { Value } from './values.js';

/** Times that a function is read until it is known how its arguments are laid out. */
const MOST_LAYOUTS = 100;

export function readFunction(source: Source, report: Report, limits: Limits, options: ReadOptions): Model {
  if (source.text.length > limits.textLength) {
    report.error('WG701', null, `the module is longer than ${limits.textLength}`, 'raise the limit (textLength)');
    report.stopOnErrors();
  }
  const script = readScript(source, report);
  const chosen = chooseFunction(script, options.function, report);
  const budget = createBudget(limits);
  try {
    const parameters = parametersOf(script, chosen.of, options.lengths ?? {});
    let arrays: ReadonlyMap<string, Laid> = new Map(
      parameters.flatMap(({ name, isArray, length }) =>
        isArray && length === null ? [[name, { group: name, stride: 1 }]] : [],
      ),
    );
    for (let layouts = 0; layouts < MOST_LAYOUTS; layouts++) {
      try {
        return readLaid({ script, chosen, parameters, arrays, report, limits, options }, createGraph(budget));
      } catch (error) {
        if (!(error instanceof Relaid)) throw error;
        arrays = error.arrays;
      }
    }
    throw new Fault('WG351', chosen.of, 'how many elements of the arguments go together is not found out');
  } catch (error) {
    if (error instanceof FormulaError) throw error;
    if (error instanceof RangeError)
      report.error('WG702', null, 'the function is nested too deep', 'give parts of it names');
    else if (error instanceof Fault) {
      report.error(error.code, error.span, error.message, error.help);
      for (const other of refusedIn(chosen.of)) report.error(other.code, other.span, other.message, other.help);
    } else if (error instanceof LimitReached) report.error(error.code, error.place, error.message, error.help);
    else throw error;
    report.stopOnErrors();
    throw error;
  }
}

interface Task {
  readonly script: Script;
  readonly chosen: Chosen;
  readonly parameters: readonly Parameter[];
  readonly arrays: ReadonlyMap<string, Laid>;
  readonly report: Report;
  readonly limits: Limits;
  readonly options: ReadOptions;
}

function readLaid(task: Task, graph: Machine['graph']): Model {
  const { script, chosen, parameters } = task;
  const { machine, dimensions } = machineOf(task, graph);
  const inputs: Input[] = [];
  const given = parameters.map(parameter => inputOf(machine, parameter, inputs));
  const module = { outer: null, names: new Map() };
  const result = call(machine, { kind: 'function', of: chosen.of, scope: module }, given, chosen.of);
  const outputs = outputsOf(machine, chosen, result);
  const statements: NamedStatement[] = [...machine.named]
    .filter(
      ([name, node]) =>
        !isLeaf(graph, node) && domainOf(graph, node) === EVERYWHERE && !inputs.some(of => of.name === name),
    )
    .map(([name, node]) => ({ name, shape: [], nodes: [node] }));
  return {
    source: script.source,
    graph,
    inputs,
    dimensions,
    statements,
    spans: { starts: [], ends: [] },
    outputs,
    scalar: outputs.length === 1 && !hasShapes({ inputs: [], outputs }),
    sense: null,
    residuals: [],
    residualResults: [],
    constraints: [],
    unknowns: [],
    rowUnknowns: [],
    emit: null,
  };
}

function machineOf({ script, arrays, report, limits, options }: Task, graph: Machine['graph']) {
  const build = createBuilder(graph, { derivative: false, algebraic: options.algebraic });
  const dimensions: Lowering['dimensions'] = [{ name: 'rows', least: 0 }];
  const taken = new Set(arrays.keys());
  const dimensionsOf = new Map<string, number>();
  for (const { group } of arrays.values())
    if (!dimensionsOf.has(group)) dimensionsOf.set(group, dimensions.push({ name: sizeName(taken), least: 0 }) - 1);
  const lowering: Lowering = {
    graph,
    build,
    scope: createScope({ statements: [] } as never),
    report,
    limits,
    inlined: new Map(),
    dimensions,
    many: options.many,
    apart: value => value,
    infer: () => {
      throw new Error('internal error: JavaScript infers no inputs');
    },
  };
  const layout: Layout = { arrays, dimensions: dimensionsOf };
  const machine: Machine = {
    lowering,
    graph,
    script,
    layout,
    isInOrder: options.isInOrder,
    build,
    store: layerOver(null),
    conditions: [],
    thrown: [],
    targets: [],
    loops: [],
    calls: [],
    depth: 0,
    cells: 0,
    named: new Map(),
    variables: new Map(),
    constants: new Map(),
    pendingConstants: new Set(),
    ofModule: new Set(),
    evaluate: (node, scope) => evaluate(machine, node, scope),
    execute: (statements, scope) => execute(machine, statements, scope),
    call: (callee, values, at) => call(machine, callee, values, at),
    bind: (pattern, value, scope, declares) => bind(machine, pattern, value, scope, declares),
  };
  return { machine, dimensions };
}

/** What a length is called, other than any argument is. */
function sizeName(taken: Set<string>): string {
  for (let k = 1; ; k++) {
    const name = k === 1 ? 'n' : `n${k}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

/** An argument: notes the input that it is. */
function inputOf(machine: Machine, { name, node: at, isArray, length, initial }: Parameter, inputs: Input[]): Value {
  const { graph, layout, lowering } = machine;
  const slot = inputs.reduce((count, { nodes }) => count + nodes.length, 0);
  const common = { name, role: 'input', lower: null, upper: null, slot, axis: 0 } as const;
  const origin = { start: at.start, end: at.end };
  if (!isArray || length !== null) {
    const nodes = Array.from({ length: length ?? 1 }, (_, i) => inputNode(graph, slot + i, origin));
    const start = initial === null || initial.length !== nodes.length ? null : initial;
    inputs.push({ ...common, shape: isArray ? [nodes.length] : [], rows: null, nodes, initial: start });
    if (!isArray) return number(nodes[0]!);
    const items = nodes.map(node => number(node));
    return reference(newCell(machine, { kind: 'list', items, owner: 'caller' }));
  }
  const { group, stride } = layout.arrays.get(name)!;
  const dimension = layout.dimensions.get(group)!;
  const index = ownIndex(lowering, dimension);
  const nodes: Node[] = Array.from({ length: stride }, (_, i) => elementNode(graph, slot + i, index, 0, origin));
  inputs.push({ ...common, shape: stride === 1 ? [] : [stride], rows: dimension, nodes, initial: null });
  return reference(
    newCell(machine, {
      ...{ kind: 'rows', dimension, nodes, pending: null, owner: 'caller', argument: name, isUnfilled: false },
    }),
  );
}
