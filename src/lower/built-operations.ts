// The methods of a builder that make values: operators, functions and arrays of the language, with the rules that they have in
// text.

import { formulaError, type Report } from '../diagnostic.js';
import { type Builder, createBuilder } from '../graph/build.js';
import { type Graph, NO_ORIGIN, type Node } from '../graph/graph.js';
import type { Limits } from '../limits.js';
import { isRare, rareRefusal } from '../ops/rare.js';
import { operationAt, operations } from '../ops/table.js';
import { applyOperator } from './algebra.js';
import { elementwiseNames, folded, operators, pairNames, plainNames, severalNames, unaryNames } from './built-names.js';
import { type BuiltValues, stacked } from './built-value.js';
import { functions } from './functions.js';
import type { Lowering } from './lowering.js';
import { createScope } from './scope.js';
import { reductions, shapedFunctions } from './shaped.js';
import { describeShape, elementwise, isTensor, nodesOf, rankOf, rowOf, shapeOf, type Value } from './tensor.js';

/** Faults are thrown where they are found: the stack says where that is. */
const throwing: Report = {
  source: null,
  errors: [],
  warnings: [],
  isFull: false,
  error(code, _span, message, help) {
    throw formulaError(code, message, typeof help === 'function' ? help() : help);
  },
  warn() {},
  stopOnErrors() {},
};

/** What functions of the language are told of a program that has no text. */
function loweringOf(graph: Graph, build: Builder, limits: Limits): Lowering {
  return {
    graph,
    build,
    scope: createScope({ statements: [] }),
    report: throwing,
    limits,
    inlined: new Map(),
    dimensions: [{ name: 'rows', least: 0 }],
    many: Number.POSITIVE_INFINITY,
    apart: value => value,
    infer() {
      throw new Error('internal error: a name without text');
    },
  };
}

/** Functions of the language that mean nothing here: sizes are known to whoever calls. */
const LEFT_OUT: ReadonlySet<string> = new Set(['array', 'size', 'count']);

export type Methods = Record<string, (...operands: unknown[]) => unknown>;

export function createMethods(graph: Graph, values: BuiltValues, limits: Limits, algebraic: boolean): Methods {
  const build = createBuilder(graph, { derivative: false, algebraic });
  const lowering = loweringOf(graph, build, limits);
  const method =
    (name: string, make: (args: Value[]) => Value) =>
    (...operands: unknown[]): unknown =>
      values.wrap(make(operands.map(of => values.unwrap(name, of))));
  const methods: Methods = {};
  for (const name of [...functions.keys(), ...shapedFunctions.keys(), ...reductions.keys()])
    if (!LEFT_OUT.has(name)) methods[name] = method(name, args => called(lowering, name, args));
  for (const name of [...unaryNames, ...pairNames, ...severalNames, ...plainNames, 'mul', 'div', 'pow']) {
    const operation = elementwiseNames[name] ?? name;
    const row = operations.findIndex(of => of.name === operation);
    // The others are made of several, as in text.
    if (row !== -1) methods[name] = operationMethod(lowering, values, name, row);
  }
  return Object.assign(methods, {
    constant(value: unknown) {
      if (typeof value !== 'number') throw formulaError('WG206', `constant takes a number, got ${typeof value}`);
      return values.wrap(build.constant(value));
    },
    vector(elements: unknown) {
      return values.wrap(stacked('vector', scalarsOf(values, 'vector', elements)));
    },
    matrix(rows: unknown) {
      if (!Array.isArray(rows)) throw formulaError('WG206', "matrix takes rows: 'g.matrix([[1, 2], [3, 4]])'");
      return values.wrap(
        stacked(
          'matrix',
          rows.map(row => stacked('matrix', scalarsOf(values, 'matrix', row))),
        ),
      );
    },
    elements(of: unknown) {
      const value = values.unwrap('elements', of);
      if (!isTensor(value)) throw formulaError('WG304', 'elements takes a vector or a matrix, and this is one number');
      const wrapped = (nodes: readonly Node[]): object[] => nodes.map(values.wrap);
      return rankOf(value) === 1
        ? wrapped(value.nodes)
        : Array.from({ length: value.shape[0]! }, (_, i) => wrapped(rowOf(value, i)));
    },
  });
}

function scalarsOf(values: BuiltValues, where: string, list: unknown): Value[] {
  if (!Array.isArray(list)) throw formulaError('WG206', `${where} takes a list of scalars and numbers`);
  return list.map(of => {
    const value = values.unwrap(where, of);
    if (isTensor(value)) throw formulaError('WG305', `${where}: ${describeShape(value.shape)} is no element of it`);
    return value;
  });
}

/** An operation of the graph: nearly all calls have scalars alone, and large programs have millions. */
function operationMethod(lowering: Lowering, values: BuiltValues, name: string, code: number) {
  const { build } = lowering;
  const { arity } = operationAt(code);
  const isFolded = folded.has(name);
  const general = (operands: readonly unknown[]): object => {
    const count = operands.length;
    if (isFolded ? count === 0 : count !== arity)
      throw formulaError('WG206', `${name} takes ${isFolded ? '1 or more' : arity} operands, got ${count}`);
    const args = operands.map(of => values.unwrap(name, of));
    if (args.some(isTensor)) return values.wrap(ofShapes(lowering, name, code, args));
    // Checked in the line before.
    const nodes = args as Node[];
    const refusal = rareRefusal(build, name, nodes);
    if (refusal !== null) throw formulaError(refusal.code, refusal.message, refusal.help);
    if (!isFolded) return values.wrap(build.apply(code, nodes));
    return values.wrap(nodes.reduce((total, node) => build.apply(code, [total, node])));
  };
  if (isRare(name) || arity > 2) return (...operands: unknown[]) => general(operands);
  if (arity === 1)
    return (...operands: unknown[]) => {
      const node = operands.length === 1 ? values.unwrap(name, operands[0]) : null;
      return typeof node === 'number' ? values.wrap(build.apply(code, [node])) : general(operands);
    };
  return (...operands: unknown[]) => {
    if (operands.length !== 2) return general(operands);
    const left = values.unwrap(name, operands[0]);
    const right = values.unwrap(name, operands[1]);
    const areScalars = typeof left === 'number' && typeof right === 'number';
    return areScalars ? values.wrap(build.apply(code, [left, right])) : general(operands);
  };
}

/** The same where some are arrays. */
function ofShapes(lowering: Lowering, name: string, code: number, args: readonly Value[]): Value {
  const { build } = lowering;
  if (name in operators) {
    // Checked by the table.
    const operator = operators[name as keyof typeof operators];
    const place = { operator, operatorStart: NO_ORIGIN.start, operatorEnd: NO_ORIGIN.end };
    // The report throws where there is none.
    return args.reduce((left, right) => applyOperator(lowering, place, left, right)!);
  }
  return elementwise(args, nodes => build.apply(code, nodes)) ?? refuse(name, args);
}

function refuse(name: string, args: readonly Value[]): never {
  const shapes = args.map(value => describeShape(shapeOf(value))).join(' and ');
  throw formulaError('WG302', `'${name}' does not go with ${shapes}`, 'only a scalar goes with every element');
}

/** A function of the language. */
function called(lowering: Lowering, name: string, args: readonly Value[]): Value {
  const { build } = lowering;
  const [only] = args;
  const reduce = reductions.get(name);
  if (reduce !== undefined && args.length === 1 && isTensor(only!)) {
    const reduced = reduce(build, only.nodes);
    if (reduced === null) throw formulaError('WG310', `'${name}' of no elements has no value`);
    return reduced;
  }
  const shaped = shapedFunctions.get(name);
  if (shaped !== undefined) {
    checkCount(name, shaped.least, shaped.most, args.length);
    const argumentSpans = args.map(() => NO_ORIGIN);
    // The report throws where there is none.
    return shaped.make(lowering, args, { name, span: NO_ORIGIN, argumentSpans })!;
  }
  // Every reduction is one of these, too.
  const rule = functions.get(name)!;
  checkCount(name, rule.least, rule.most, args.length);
  for (const node of args.length === 0 ? [] : nodesOf(only!)) {
    const refusal = rareRefusal(build, name, [node]);
    if (refusal !== null) throw formulaError(refusal.code, refusal.message, refusal.help);
  }
  if (rule.ofNumbers === true && args.some(isTensor)) return refuse(name, args);
  return elementwise(args, nodes => rule.make(build, nodes)) ?? refuse(name, args);
}

function checkCount(name: string, least: number, most: number, count: number): void {
  if (count >= least && count <= most) return;
  const wanted =
    least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `${least} or more` : `${least} to ${most}`;
  throw formulaError('WG206', `${name} takes ${wanted} operand${wanted === '1' ? '' : 's'}, got ${count}`);
}
