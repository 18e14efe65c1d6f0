// What is printed means what the tree says: read back by acorn, it is the same tree.

import { readFileSync } from 'node:fs';
import { type Node, parse } from 'acorn';
import type * as ESTree from 'estree';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as js from '../../src/emit/js/estree.js';
import { print } from '../../src/emit/js/printer.js';

/** A tree without positions, original texts of literals and what is absent. */
function bare(node: unknown): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value) =>
      ['start', 'end', 'raw', 'cooked', 'loc'].includes(key) || value === null || value === false ? undefined : value,
    ),
  );
}

const readBack = (text: string): Node[] => parse(text, { ecmaVersion: 2022, sourceType: 'module' }).body;

const BINARY = ['+', '-', '*', '/', '%', '**', '<', '<=', '>', '>=', '===', '!=='] as const;

const { expression } = fc.letrec<{ expression: ESTree.Expression }>(tie => {
  const inner = tie('expression');
  const leaf = fc.oneof(
    fc.constantFrom('x', 'y', 'gradient').map(name => js.identifier(name)),
    fc.constantFrom(0, 2, 0.1, 1e21, 1e-7).map(value => js.number(value)),
    fc.constantFrom("it's", 'a "b"', 'back\\slash', '\u2028').map(value => js.text(value)),
  );
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.tuple(fc.constantFrom(...BINARY), inner, inner).map(([operator, a, b]) => js.binary(operator, a, b)),
      fc.tuple(fc.constantFrom('&&', '||'), inner, inner).map(([operator, a, b]) => js.logical(operator as '&&', a, b)),
      fc.tuple(inner, inner).map(([a, b]) => js.logical('??', a, b)),
      fc.tuple(fc.constantFrom('-', '!', 'typeof'), inner).map(([operator, a]) => js.unary(operator as '-', a)),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => js.conditional(a, b, c)),
      fc.tuple(inner, fc.array(inner, { maxLength: 3 })).map(([f, values]) => js.call(f, values)),
      inner.map(a => js.member(a, 'length')),
      inner.map(a => js.element(a, 3)),
      fc.array(inner, { maxLength: 3 }).map(js.list),
      fc.tuple(inner, inner).map(([a, b]) =>
        js.record([
          ['key', a],
          ['not a name', b],
        ]),
      ),
      inner.map(body => ({
        type: 'ArrowFunctionExpression' as const,
        params: [js.identifier('i')],
        body,
        expression: true,
      })),
    ),
  };
});

describe('printing', () => {
  it('keeps the grouping of every expression', () => {
    fc.assert(
      fc.property(expression, tree => {
        const node = js.declare('const', js.identifier('printed'), tree);
        expect(bare(readBack(print(node, 0, null).join('\n'))[0])).toEqual(bare(node));
      }),
      { numRuns: 3000 },
    );
  });

  for (const file of ['checks', 'native', 'scalar', 'special', 'wrappers']) {
    it(`keeps templates/${file}.js`, () => {
      const statements = readBack(readFileSync(new URL(`../../templates/${file}.js`, import.meta.url), 'utf8'));
      for (const statement of statements) {
        const printed = print(statement as unknown as ESTree.Program['body'][number], 0, null).join('\n');
        expect(bare(readBack(printed)[0])).toEqual(bare(statement));
      }
    });
  }

  it('says where located identifiers stand', () => {
    const x = js.identifier('x', { line: 1, column: 4 });
    const node = js.when(x, [js.statement(js.binary('+', js.number(1), x))], []);
    const found: [number, number][] = [];
    const text = print(node, 1, (_node, line, column) => void found.push([line, column])).join('\n');
    expect(text).toBe('  if (x) {\n    1 + x;\n  }');
    expect(found).toEqual([
      [0, 6],
      [1, 8],
    ]);
  });
});
