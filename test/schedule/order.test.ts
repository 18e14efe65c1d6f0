// Blocks on small programs: what goes into them, what follows as `else`, and what is written inside an expression.

import { describe, expect, it } from 'vitest';
import { inputNode, type Node, operandsOf, operationOf } from '../../src/graph/graph.js';
import { schedule } from '../../src/schedule/schedule.js';
import {
  COMPUTE,
  INITIAL,
  type Line,
  lastLine,
  type Step,
  stepKind,
  stepNode,
  WHEN_TRUE,
} from '../../src/schedule/sections.js';
import { emptyGraph } from '../random/graph.js';

type Build = ReturnType<typeof emptyGraph>['build'];

const KINDS = { [COMPUTE]: '', [WHEN_TRUE]: '?', [INITIAL]: '=' } as Readonly<Record<number, string>>;

/** A node as its operations, without operands where it is a statement of its own. */
function textOf({ graph, inlined }: Pick<Line, 'graph' | 'inlined'>, node: Node, isTop = true): string {
  const { name } = operationOf(graph, node);
  if (name === 'input') return 'xyzuvw'[node]!;
  if (name === 'constant') return 'c';
  if (!isTop && inlined[node] !== 1) return name;
  return `${name}(${operandsOf(graph, node).map(operand => textOf({ graph, inlined }, operand, false))})`;
}

/** The blocks of a program, a line each: `if condition: statements else: statements`. */
function blocksOf(
  write: (g: Build, inputs: readonly Node[]) => Node[],
  keep: (g: Build) => Node[] = () => [],
): string[] {
  const { graph, build } = emptyGraph();
  const inputs = Array.from({ length: 6 }, (_, slot) => inputNode(graph, slot));
  const returned = write(build, inputs);
  const made = lastLine(schedule(graph, { returned, stored: [] }, new Set(keep(build)), 1e9));
  const statements = (steps: readonly Step[]): string =>
    steps
      .map(step => {
        const kind = KINDS[stepKind(step)] ?? ':';
        if (kind === '') return textOf(made, stepNode(step));
        return `select${kind}`;
      })
      .join(' ');
  return made.blocks.map(({ condition, steps, otherwise }) => {
    if (condition === null) return statements(steps);
    const head = `if ${textOf(made, condition, false)}: ${statements(steps)}`;
    return otherwise.length === 0 ? head : `${head} else: ${statements(otherwise)}`;
  });
}

/** A chain of six operations, more than goes into an expression. */
const long = (g: Build, node: Node): Node => g.sin(g.exp(g.sin(g.exp(g.sin(g.exp(node))))));
const LONG = 'exp(';

describe('conditionals', () => {
  it('are expressions where both arms are small', () => {
    const small = blocksOf((g, [x, y, z]) => [g.add(g.select(g.gt(x!, y!), g.exp(z!), g.sin(z!)), x!)]);
    expect(small).toEqual(['select(gt(x,y),exp(z),sin(z))']);
  });

  it('have blocks for arms that are long, and none for one that is a leaf', () => {
    const both = blocksOf((g, [x, y, z]) => [g.select(g.gt(x!, y!), long(g, z!), g.exp(long(g, y!)))]);
    expect(both.filter(line => line.includes('if '))).toHaveLength(1);
    expect(both.at(-1)).toMatch(/^if gt(\(x,y\))?: exp.* select\? else: exp.* select:$/);
    const one = blocksOf((g, [x, y, z]) => [g.select(g.gt(x!, y!), long(g, z!), y!)]);
    expect(one.join('; ')).toMatch(/select=; if gt(\(x,y\))?: exp.* select\?$/);
    expect(one.join('; ')).not.toContain('else');
  });

  it('have blocks for an arm that is named', () => {
    const write = (g: Build, [x, y, z]: readonly Node[]): Node[] => [g.select(g.gt(x!, y!), g.exp(z!), y!)];
    expect(blocksOf(write)).toEqual([]);
    expect(blocksOf(write, g => [g.exp(2)]).join('; ')).toContain('select=; if gt(x,y): exp(z) select?');
  });

  it('of one condition share a block', () => {
    const lines = blocksOf((g, [x, y, z, u]) => {
      const condition = g.gt(x!, y!);
      return [g.add(g.select(condition, long(g, z!), u!), g.select(condition, long(g, u!), z!))];
    });
    expect(lines.filter(line => line.startsWith('if'))).toHaveLength(1);
    expect(lines.join().split(LONG).length - 1).toBeGreaterThanOrEqual(6);
  });

  it('keep what both arms use outside of them', () => {
    const [before, ...rest] = blocksOf((g, [x, y, z]) => {
      const shared = g.exp(z!);
      return [g.select(g.gt(x!, y!), long(g, shared), g.sqrt(long(g, g.neg(shared))))];
    });
    expect(before).toMatch(/exp\(z\)/);
    expect(rest.join()).not.toMatch(/exp\(z\)/);
  });
});

describe('what is used once', () => {
  it('is written in its user where it is a negation or a condition', () => {
    expect(blocksOf((g, [x, y, z]) => [g.max(g.neg(g.exp(x!)), g.select(g.lt(y!, z!), y!, z!), z!)])).toEqual([
      'exp(x) select(lt(y,z),y,z)',
    ]);
  });

  it('has a statement where it is used again or named', () => {
    const write = (g: Build, [x, y]: readonly Node[]): Node[] => [g.exp(g.mul(g.neg(x!), y!))];
    expect(blocksOf(write, g => [g.mul(0, 1)]).join()).toContain('mul(x,y)');
    const twice = blocksOf((g, [x, y, z]) => {
      const condition = g.gt(x!, y!);
      return [g.exp(g.add(g.select(condition, x!, z!), g.mul(condition, y!)))];
    });
    expect(twice.join()).toMatch(/^gt\(x,y\)/);
  });

  it('is no more than eight comparisons in one expression', () => {
    const [line] = blocksOf((g, inputs) => {
      const nested = Array.from({ length: 20 }, (_, i) => i).reduce(
        (node, i) => g.gt(node, inputs[i % 6]!),
        inputs[0]!,
      );
      return [g.exp(nested)];
    });
    // Each statement holds eight others; what is left is in the result, which is written where it is returned.
    expect(line!.split(' ').map(text => text.split('gt(').length - 1)).toEqual([9, 9]);
  });
});
