// What a line is written as means what its graph says: read back by acorn, it is the same tree; and it is written as people do.

import { parse } from 'acorn';
import type * as ESTree from 'estree';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { javascript } from '../../src/emit/js/line/language.js';
import { createNames } from '../../src/emit/js/names.js';
import * as js from '../../src/emit/js/print/estree.js';
import { ANY, ATOM, form, type Language, prefix } from '../../src/emit/line/language.js';
import { createLineWriter } from '../../src/emit/line/line-writer.js';
import { placementOf } from '../../src/emit/line/placement.js';
import { singleOf } from '../../src/emit/special.js';
import { createBuilder } from '../../src/graph/build.js';
import {
  constantValue,
  createGraph,
  type Graph,
  inputNode,
  inputSlot,
  isLeaf,
  operandsOf,
  operationOf,
} from '../../src/graph/graph.js';
import { createBudget, defaultLimits } from '../../src/limits.js';
import type { Node, OperationName } from '../../src/ops/operation.js';
import { type Block, COMPUTE, type Line, stepOf } from '../../src/schedule/sections.js';

type Tree = number | string | readonly [OperationName, ...Tree[]];

const NUMBERS = [0, -0, 2, -3, 0.1, 1e21, -1e-7, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
const INPUTS = ['x', 'y'];

const OPERATIONS: readonly (readonly [OperationName, number])[] = [
  ...(['add', 'sub', 'mul', 'div', 'pow', 'lt', 'ge', 'eq', 'ne', 'and', 'or', 'logSlope', 'tanhSlope'] as const).map(
    name => [name, 2] as const,
  ),
  ...(['neg', 'square', 'not', 'exp', 'softsign'] as const).map(name => [name, 1] as const),
  ['select', 3],
  ['min', 4],
];

const { tree } = fc.letrec<{ tree: Tree }>(tie => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Tree>(...NUMBERS, ...INPUTS),
    fc
      .constantFrom(...OPERATIONS)
      .chain(([name, count]) =>
        fc.array(tie('tree'), { minLength: count, maxLength: count }).map((of): Tree => [name, ...of]),
      ),
  ),
}));

/** A tree as nodes that no rule has changed. */
function nodeOf(graph: Graph, of: Tree): Node {
  const g = createBuilder(graph, { derivative: false, algebraic: false });
  const made = (inner: Tree): Node => {
    if (typeof inner === 'number') return g.constant(inner);
    if (typeof inner === 'string') return inputNode(graph, INPUTS.indexOf(inner));
    const [name, ...operands] = inner;
    return g.kept(name, ...operands.map(made));
  };
  return made(of);
}

/** The one statement that computes a tree in a language. */
function statementOf(of: Tree, language: Language = javascript): { readonly graph: Graph; node: Node; text: string } {
  const graph = createGraph(createBudget(defaultLimits));
  const node = nodeOf(graph, of);
  const line = lineOf(graph, [{ condition: null, declared: [], steps: [stepOf(node, COMPUTE)], otherwise: [] }]);
  for (let at = 0; at < graph.size; at++) if (at !== node && !isLeaf(graph, at)) line.inlined[at] = 1;
  return { graph, node, text: written(line, language).join('\n') };
}

const lineOf = (graph: Graph, blocks: readonly Block[]): Line => ({
  kind: 'line',
  graph,
  results: { returned: [graph.size - 1], stored: [] },
  blocks,
  inlined: new Uint8Array(graph.size),
  reassigned: new Uint8Array(graph.size),
  initialArm: new Map(),
  storedWith: new Map(),
  arrays: { offsets: new Map(), length: 0 },
  chunks: null,
  links: { imports: [], first: 0, exports: [], names: [], sources: null },
});

function written(line: Line, language: Language): string[] {
  const memory = { isInMemory: () => false, isEarly: () => false, overlaps: false, spills: null };
  const part = { blocks: line.blocks, results: line.results.returned };
  const placement = placementOf(line, part, memory, new Int32Array(line.graph.size));
  const context = {
    names: createNames(new Set()),
    wanted: [],
    argument: (input: number) => ({ name: INPUTS[input]!, index: null, keep: '' }),
    result: () => ({ name: 'out', index: 0 }),
    slots: 'slots',
    special: (name: string) => name,
    location: () => undefined,
  };
  return createLineWriter(language, line, placement, context, sink => placement.write(sink)).statements('', null);
}

/** The same as a syntax tree, made without looking at how anything binds. */
function expected(graph: Graph, node: Node, reading: 'number' | 'condition' | 'truth'): ESTree.Expression {
  const { form: as, boolean } = operationOf(graph, node);
  const of = (as: 'number' | 'condition' | 'truth') =>
    operandsOf(graph, node).map(operand => expected(graph, operand, as));
  const value = ((): ESTree.Expression => {
    const constant = constantValue(graph, node);
    if (constant !== undefined) return js.number(constant);
    const numbers = of('number');
    switch (as.kind) {
      case 'binary':
        return js.binary(as.operator, numbers[0]!, numbers[1]!);
      case 'logic':
        return js.logical(as.operator, of('truth')[0]!, of('truth')[1]!);
      case 'prefix':
        return js.unary(as.operator, as.operator === '!' ? of('condition')[0]! : numbers[0]!);
      case 'square':
        return js.binary('*', numbers[0]!, numbers[0]!);
      case 'conditional':
        return js.conditional(of('condition')[0]!, numbers[1]!, numbers[2]!);
      case 'call':
        return js.call(js.member(js.identifier('Math'), as.callee.slice('Math.'.length)), numbers);
      case 'special': {
        const { parameters, result } = singleOf(as.name)!;
        return replaced(result, new Map(parameters.map((name, i) => [name, numbers[i]!]))) as ESTree.Expression;
      }
      default:
        return js.identifier(INPUTS[inputSlot(graph, node)!]!);
    }
  })();
  if (reading === 'number') return boolean === true ? js.unary('+', value) : value;
  return boolean === true || reading === 'condition' ? value : js.unary('!', js.unary('!', value));
}

function replaced(value: unknown, by: ReadonlyMap<string, ESTree.Expression>): unknown {
  if (Array.isArray(value)) return value.map(item => replaced(item, by));
  if (value === null || typeof value !== 'object') return value;
  const { type, name } = value as Partial<ESTree.Identifier>;
  if (type === 'Identifier' && by.has(name!)) return by.get(name!);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, by)]));
}

/** A tree without positions, original texts of literals and what is absent. */
const bare = (node: unknown): unknown =>
  JSON.parse(
    JSON.stringify(node, (key, value) =>
      ['start', 'end', 'raw', 'prefix', 'optional', 'computed'].includes(key) || value === null ? undefined : value,
    ),
  );

/** The expression of `const t1 = …`. */
function readBack(text: string): unknown {
  const [statement] = parse(text, { ecmaVersion: 2022 }).body as unknown as ESTree.VariableDeclaration[];
  return statement!.declarations[0]!.init;
}

describe('JavaScript', () => {
  it('keeps the grouping of every expression', () => {
    fc.assert(
      fc.property(tree.filter(Array.isArray), of => {
        const { graph, node, text } = statementOf(of);
        const whole = expected(graph, node, operationOf(graph, node).boolean ? 'truth' : 'number');
        expect(bare(readBack(text)), text).toEqual(bare(whole));
      }),
      { numRuns: 3000 },
    );
  });

  it.each<[Tree, string]>([
    [['sub', 'x', ['sub', 'y', ['add', 'x', 'y']]], 'x - (y - (x + y))'],
    [['add', ['add', 'x', 'y'], ['mul', 'x', 'y']], 'x + y + x * y'],
    [['div', ['mul', 'x', 'y'], ['div', 'x', 'y']], 'x * y / (x / y)'],
    [['neg', ['neg', 'x']], '- -x'],
    [['neg', -3], '- -3'],
    [['sub', 'x', -3], 'x - -3'],
    [['mul', -0, Number.NEGATIVE_INFINITY], '-0 * -Infinity'],
    [['neg', ['mul', 'x', Number.NaN]], '-(x * NaN)'],
    [['square', ['add', 'x', 1e21]], '(x + 1e+21) * (x + 1e+21)'],
    [['add', ['lt', 'x', 'y'], 2], '+(x < y) + 2'],
    [['and', ['lt', 'x', 'y'], 'x'], 'x < y && !!x'],
    [
      ['select', ['not', ['or', 'x', ['eq', 'x', 'y']]], ['select', 'x', 2, 0.1], 'y'],
      '!(!!x || x === y) ? x ? 2 : 0.1 : y',
    ],
    [
      ['div', ['tanhSlope', 'x', ['neg', 'y']], 'y'],
      '(Math.abs(-y) < 0.8 ? 1 - -y * -y : (1 / Math.cosh(x)) ** 2) / y',
    ],
    [['min', 'x', ['sub', 'x', 'y'], ['select', 'x', 'y', 2], -3], 'Math.min(x, x - y, x ? y : 2, -3)'],
  ])('%j', (of, text) => {
    expect(statementOf(of).text).toBe(`const t1 = ${text};`);
  });
});

describe('another language', () => {
  /** As C has it: NaN is true there, and a number is no comparison. */
  const c: Language = {
    ...javascript,
    form: (operation, count, special) =>
      operation.name === 'pow' ? form(ATOM, ['pow(', ', ', ')'], ANY, ANY) : javascript.form(operation, count, special),
    number: value => (Number.isInteger(value) ? `${value}.0` : String(value)),
    untrue: '0',
    conversions: {
      toNumber: prefix('(double)'),
      toTruth: form(ATOM, ['is_true(', ')'], ANY),
      toCondition: form(ATOM, ['is_true(', ')'], ANY),
    },
    declaration: isTruth => (isTruth ? 'int ' : 'double '),
  };

  it.each<[Tree, string]>([
    [['pow', 'x', 2], 'double t1 = pow(x, 2.0);'],
    [['lt', 'x', -3], 'int t1 = x < -3.0;'],
    [['add', ['lt', 'x', 'y'], 0.1], 'double t1 = (double)(x < y) + 0.1;'],
    [
      ['select', 'x', ['select', ['and', 'x', ['not', 'y']], 2, 0], 'y'],
      'double t1 = is_true(x) ? is_true(x) && !is_true(y) ? 2.0 : 0.0 : y;',
    ],
  ])('%j', (of, text) => {
    expect(statementOf(of, c).text).toBe(text);
  });

  it('has blocks whose variables are declared before', () => {
    const graph = createGraph(createBudget(defaultLimits));
    const large = nodeOf(graph, ['gt', 'x', 2]);
    const power = nodeOf(graph, ['pow', 'x', 'y']);
    const blocks: Block[] = [
      { condition: large, declared: [power], steps: [stepOf(power, COMPUTE)], otherwise: [] },
      { condition: large, declared: [], steps: [], otherwise: [stepOf(power, COMPUTE)] },
    ];
    const line = lineOf(graph, blocks);
    line.inlined[large] = 1;
    expect(written(line, c)).toEqual([
      'double t1 = 0.0;',
      'if (x > 2.0) {',
      '  t1 = pow(x, y);',
      '}',
      'if (!(x > 2.0)) {',
      '  t1 = pow(x, y);',
      '}',
    ]);
  });
});
