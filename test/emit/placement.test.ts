// Where the walk over a line says that values live, told to a sink that only notes it.

import { describe, expect, it } from 'vitest';
import { type Memory, type Placement, placementOf, writeCalls } from '../../src/emit/line/placement.js';
import { ARGUMENT, COMPUTED, CONSTANT, INLINED, KEPT, type Sink, SLOT, VARIABLE } from '../../src/emit/line/sink.js';
import { createBuilder } from '../../src/graph/build.js';
import { createGraph, inputNode, type Node, operandsOf, operationOf } from '../../src/graph/graph.js';
import { createBudget, defaultLimits } from '../../src/limits.js';
import { type Block, COMPUTE, INITIAL, type Line, stepOf, WHEN_TRUE } from '../../src/schedule/sections.js';

const graph = createGraph(createBudget(defaultLimits));
const g = createBuilder(graph, { derivative: false, algebraic: false });
const x = inputNode(graph, 0);
const y = inputNode(graph, 1);
const z = inputNode(graph, 2);
const product = g.mul(x, y);
const sine = g.sin(product);
const difference = g.sub(sine, x);
const late = g.sub(difference, z);
const isLarge = g.gt(difference, g.constant(1));
const power = g.exp(product);
const either = g.select(isLarge, power, x);
const NAMES = new Map([
  [x, 'x'],
  [y, 'y'],
  [product, 'product'],
  [sine, 'sine'],
  [difference, 'difference'],
  [late, 'late'],
  [z, 'z'],
  [isLarge, 'isLarge'],
  [power, 'power'],
  [either, 'either'],
]);

const compute = (...nodes: Node[]): number[] => nodes.map(node => stepOf(node, COMPUTE));
const straight = (...nodes: Node[]): Block => ({
  condition: null,
  declared: [],
  steps: compute(...nodes),
  otherwise: [],
});

const marked = (...nodes: Node[]): Uint8Array => {
  const marks = new Uint8Array(graph.size);
  for (const node of nodes) marks[node] = 1;
  return marks;
};

function lineOf(blocks: readonly Block[], more: Partial<Line> = {}): Line {
  return {
    kind: 'line',
    graph,
    results: { returned: [], stored: [] },
    blocks,
    inlined: marked(),
    reassigned: marked(),
    initialArm: new Map(),
    storedWith: new Map(),
    arrays: { offsets: new Map(), length: 0 },
    chunks: null,
    links: { imports: [], first: 0, exports: [], names: [], sources: null },
    ...more,
  };
}

/** Inputs are elements of arrays, results are written at once. */
const ARRAYS: Memory = { isInMemory: () => true, isEarly: () => true, overlaps: true, spills: null };
const NUMBERS: Memory = { ...ARRAYS, isInMemory: () => false, overlaps: false };

/** What the walk says, a line for each thing that is written, and where each operand is read. */
function notes(line: Line, results: readonly Node[], memory: Memory): string[] {
  const told: string[] = [];
  const placement = placementOf(line, { blocks: line.blocks, results }, memory, new Int32Array(graph.size));
  placement.write(noting(told, placement));
  return told;
}

function noting(told: string[], placement: Placement): Sink {
  const PLACES = { [KEPT]: 'kept', [VARIABLE]: 'variable', [SLOT]: 'slot', [ARGUMENT]: 'argument' };
  const read = (node: Node): string => {
    const place = placement.placeOf(node);
    if (place === CONSTANT) return 'constant';
    return place === INLINED ? computed(node) : `${PLACES[place]} ${NAMES.get(node)}`;
  };
  const computed = (node: Node): string =>
    `${operationOf(graph, node).name}(${operandsOf(graph, node).map(read).join(', ')})`;
  const value = (node: Node, source: Node): string => (source === COMPUTED ? computed(node) : read(source));
  return {
    keep: node => void told.push(`keep ${NAMES.get(node)} from ${read(node)}`),
    declare: node => void told.push(`declare ${NAMES.get(node)}`),
    clear: slot => void told.push(`clear slot ${slot}`),
    define: (node, source) => void told.push(`define ${NAMES.get(node)}: ${value(node, source)}`),
    assign: (node, source) => void told.push(`assign ${NAMES.get(node)}: ${value(node, source)}`),
    storeInSlot: (slot, node, source) => void told.push(`slot ${slot}: ${value(node, source)}`),
    storeResult: (position, node, source) => void told.push(`result ${position}: ${value(node, source)}`),
    callInArray: node => void told.push(`call ${NAMES.get(node)}`),
    branch(condition, whenTrue, whenFalse) {
      told.push(`if ${read(condition)}`);
      whenTrue?.();
      if (whenFalse !== null) {
        told.push('else');
        whenFalse();
      }
      told.push('end');
    },
  };
}

describe('values', () => {
  it('are variables from their statement on, and written in place where the line says so', () => {
    const line = lineOf([straight(product, difference)], { inlined: marked(sine) });
    expect(notes(line, [difference], NUMBERS)).toEqual([
      'define product: mul(argument x, argument y)',
      'define difference: sub(sin(variable product), argument x)',
    ]);
  });

  it('are kept before their first use where they are read again from memory', () => {
    expect(notes(lineOf([straight(product, sine, difference)]), [difference], { ...ARRAYS, overlaps: false })).toEqual([
      'keep x from argument x',
      'define product: mul(kept x, argument y)',
      'define sine: sin(variable product)',
      'define difference: sub(variable sine, kept x)',
    ]);
  });

  it('wait in their slots where they wait long', () => {
    const spills = { slots: new Map([[product, 4]]), longest: 1 };
    const line = lineOf([straight(product, sine, difference, power)]);
    expect(notes(line, [difference, power], { ...NUMBERS, spills })).toEqual([
      'define product: mul(argument x, argument y)',
      'slot 4: variable product',
      'define sine: sin(variable product)',
      'define difference: sub(variable sine, argument x)',
      'define power: exp(slot product)',
    ]);
  });
});

describe('results', () => {
  const line = lineOf([straight(product, sine, difference, late)], {
    results: { returned: [], stored: [sine, late] },
    storedWith: new Map([
      [sine, [0]],
      [late, [1]],
    ]),
  });

  it('are stored as soon as they are known, once all that they may overwrite is kept', () => {
    expect(notes(line, [], ARRAYS)).toEqual([
      'keep x from argument x',
      'define product: mul(kept x, argument y)',
      'keep z from argument z',
      'define sine: sin(variable product)',
      'result 0: variable sine',
      'define difference: sub(variable sine, kept x)',
      'result 1: sub(variable difference, kept z)',
    ]);
  });

  it('come later where the target says so', () => {
    const memory = { ...NUMBERS, isEarly: (position: number) => position === 1 };
    expect(notes(line, [sine], memory)).toEqual([
      'define product: mul(argument x, argument y)',
      'define sine: sin(variable product)',
      'define difference: sub(variable sine, argument x)',
      'result 1: sub(variable difference, argument z)',
    ]);
  });
});

describe('branches', () => {
  const inBlocks = (more: Partial<Line>, ...blocks: Block[]): Line =>
    lineOf([straight(product, sine, difference), ...blocks], { inlined: marked(isLarge), ...more });
  const whenLarge = (declared: readonly Node[]): Block => ({
    condition: isLarge,
    declared,
    steps: [...compute(power), stepOf(either, WHEN_TRUE)],
    otherwise: [],
  });

  it('assign what starts with one arm, or is declared before them', () => {
    const start: Block = { condition: null, declared: [], steps: [stepOf(either, INITIAL)], otherwise: [] };
    const line = inBlocks({ reassigned: marked(either), initialArm: new Map([[either, 2]]) }, start, whenLarge([]));
    const found = notes(line, [either], NUMBERS);
    expect(found.slice(3)).toEqual([
      'define either: argument x',
      'if gt(variable difference, constant)',
      'define power: exp(variable product)',
      'assign either: variable power',
      'end',
    ]);
    const whenSmall: Block = { condition: isLarge, declared: [either], steps: [], otherwise: compute(power) };
    const other = inBlocks({ reassigned: marked(power) }, { ...whenSmall, declared: [power] });
    expect(notes(other, [power], NUMBERS).slice(3)).toEqual([
      'declare power',
      'if gt(variable difference, constant)',
      'else',
      'assign power: exp(variable product)',
      'end',
    ]);
  });
});

describe('chunks', () => {
  const slotOf = new Int32Array(graph.size).fill(-1);
  slotOf[product] = 0;
  slotOf[either] = 1;
  const first = [straight(product)];
  const second = [straight(sine, difference, power)];
  const chunks = {
    chunks: [first, second].map(blocks => ({ blocks, stores: [] })),
    runs: [
      { condition: null, chunks: [0], otherwise: [] },
      { condition: isLarge, chunks: [2, 3], otherwise: [1] },
      { condition: isLarge, chunks: [3], otherwise: [1] },
    ],
    slotOf,
    slotCount: 2,
    crossings: 2,
  };

  it('read what crosses from its slot, into a local where it is read again', () => {
    expect(notes(lineOf(first, { chunks }), [], NUMBERS)).toEqual(['slot 0: mul(argument x, argument y)']);
    expect(notes(lineOf(second, { chunks }), [], NUMBERS)).toEqual([
      'keep product from slot product',
      'define sine: sin(kept product)',
      'define difference: sub(variable sine, argument x)',
      'define power: exp(kept product)',
    ]);
  });

  it('assign in the slot what blocks of several give a value', () => {
    const block: Block = { condition: isLarge, declared: [either], steps: [stepOf(either, WHEN_TRUE)], otherwise: [] };
    const line = lineOf([block], { chunks, reassigned: marked(either), inlined: marked(isLarge, power) });
    expect(notes(line, [], NUMBERS)).toEqual([
      'clear slot 1',
      'if gt(variable difference, constant)',
      'slot 1: exp(slot product)',
      'end',
    ]);
  });

  it('are called in order, under conditions, but for those without code', () => {
    const told: string[] = [];
    const line = lineOf([], { chunks, inlined: marked(isLarge) });
    const placement = placementOf(line, { blocks: [], results: [] }, NUMBERS, new Int32Array(graph.size));
    const call = (chunk: number): void => void told.push(`call ${chunk}`);
    writeCalls(chunks, noting(told, placement), call, chunk => chunk !== 3);
    const condition = 'if gt(variable difference, constant)';
    expect(told).toEqual(['call 0', condition, 'call 2', 'else', 'call 1', 'end', condition, 'else', 'call 1', 'end']);
  });
});
