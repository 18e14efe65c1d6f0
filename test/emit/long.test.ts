// What holds for every size, on programs long enough to be emitted in pieces: names, source maps, statistics, shared nodes.

import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { describe, expect, it } from 'vitest';
import { emitFiles } from '../../src/files.js';
import { compile, emitSource, type ProgramBuilder, type Scalar, stats } from '../../src/index.js';
import '../../src/wasm.js';

const LENGTH = 4000;

/** Statements that forget the ones long before; every third has a name like a temporary of ours. */
const named = (i: number): string => (i % 3 === 0 ? `t${i}` : `v${i}`);
const coefficient = (i: number): number => (0.3 * (i + 1)) / LENGTH;
const lines = Array.from({ length: LENGTH }, (_, i) => {
  const before = i === 0 ? 'x' : named(i - 1);
  const earlier = i < 7 ? 'y' : named(i - 7);
  return `${named(i)} = 0.5*${before} + sin(${earlier})*${coefficient(i)} + ${i % 2 === 0 ? 'x' : 'y'}`;
});
const program = `input x, y\n${lines.join('\n')}\n`;

/** The program's last value and its derivatives by x and y. */
function reference(x: number, y: number): [number, number, number] {
  const values: [number, number, number][] = [];
  for (let i = 0; i < LENGTH; i++) {
    const [a, ax, ay] = i === 0 ? [x, 1, 0] : values[i - 1]!;
    const [b, bx, by] = i < 7 ? [y, 0, 1] : values[i - 7]!;
    const slope = Math.cos(b) * coefficient(i);
    const even = Number(i % 2 === 0);
    const value = 0.5 * a + Math.sin(b) * coefficient(i) + (even ? x : y);
    values.push([value, 0.5 * ax + slope * bx + even, 0.5 * ay + slope * by + 1 - even]);
  }
  return values.at(-1)!;
}

describe('a long program', () => {
  it.each(['js', 'wasm'] as const)('whose names are like those of temporaries computes what it says (%s)', target => {
    const { gradient, value } = compile(program, { target });
    for (const [x, y] of [
      [0.3, -0.2],
      [2, 1.5],
    ] as const) {
      const [wanted, byX, byY] = reference(x, y);
      expect(value(x, y)).toBeCloseTo(wanted, 12);
      const found = gradient(x, y);
      expect(found[0]).toBeCloseTo(byX, 12);
      expect(found[1]).toBeCloseTo(byY, 12);
    }
  });

  it('maps every name to the line that defines it', () => {
    const { code, map } = emitFiles(program, { emit: ['gradient'], map: { file: 'long.js', source: 'long.formula' } });
    const trace = new TraceMap(map!);
    const emitted = code.split('\n');
    expect(emitted.length).toBeGreaterThan(4 * LENGTH);
    const found = new Set<string>();
    for (const [i, text] of emitted.entries()) {
      const [, name] = /^ {2}const (v\d+) = /.exec(text) ?? [];
      if (name === undefined) continue;
      const { line } = originalPositionFor(trace, { line: i + 1, column: text.indexOf(name) });
      // Pieces read others' values into locals of the same name.
      const wanted = program.split('\n').findIndex(of => of.startsWith(`${name} =`)) + 1;
      if (line !== wanted) expect(text).toMatch(/= slots\[\d+\];$/);
      else found.add(name);
    }
    expect(found.size).toBeGreaterThan(LENGTH / 2);
  });

  it('has its operations counted by statement', () => {
    const { byStatement, operations } = stats(program, { emit: ['value'] });
    const rows = byStatement.filter(({ line }) => line > 1);
    expect(rows.length).toBe(LENGTH);
    expect(rows.reduce((sum, row) => sum + row.value, 0)).toBe(operations.value);
    for (const row of rows) expect(lines[row.line - 2]).toBe(row.text);
  });
});

describe('the table of nodes', () => {
  /** Many nodes whose newest operand is the same, is each of the inputs, or is each other. */
  function crowded(g: ProgramBuilder, x: Scalar, count: number): Scalar[] {
    const numbers = Array.from({ length: count }, (_, i) => g.constant(i + 0.5));
    const products = numbers.map(number => g.mul(number, x));
    const scaled = products.map(product => g.mul(product, g.constant(-3)));
    const squares = scaled.map(node => g.square(node));
    return [...numbers, ...products, ...scaled, ...squares, ...squares.map((node, i) => g.add(node, products[i]!))];
  }

  it('has a node once, however many have the same operand', () => {
    let first: Scalar[] = [];
    let again: Scalar[] = [];
    emitSource(
      g => {
        const x = g.input('x');
        first = crowded(g, x, 5000);
        again = crowded(g, x, 5000);
        return first.at(-1);
      },
      { emit: ['value'] },
    );
    expect(new Set(first).size).toBe(first.length);
    expect(again).toEqual(first);
  });
});
