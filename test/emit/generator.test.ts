// What is printed means what the tree says: read back by acorn, it is the same tree.

import { readFileSync } from 'node:fs';
import { type Node, parse } from 'acorn';
import type * as ESTree from 'estree';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as js from '../../src/emit/js/print/estree.js';
import { lineValue, print as printed, straightLine } from '../../src/emit/js/print/generator.js';
import type { LineWriter } from '../../src/emit/line/line-writer.js';

/** A tree without positions, original texts of literals and what is absent. */
function bare(node: unknown): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value) =>
      ['start', 'end', 'raw', 'cooked', 'loc'].includes(key) || value === null || value === false ? undefined : value,
    ),
  );
}

const print = (...of: Parameters<typeof printed>): string => printed(...of).text;

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
        expect(bare(readBack(print(node, 0, null))[0])).toEqual(bare(node));
      }),
      { numRuns: 3000 },
    );
  });

  for (const file of ['checks', 'native', 'rare', 'scalar', 'special', 'wrappers']) {
    it(`keeps templates/${file}.js`, () => {
      const statements = readBack(readFileSync(new URL(`../../templates/${file}.js`, import.meta.url), 'utf8'));
      for (const statement of statements) {
        const printed = print(statement as unknown as ESTree.Program['body'][number], 0, null);
        expect(bare(readBack(printed)[0])).toEqual(bare(statement));
      }
    });
  }

  const text = (value: ESTree.Expression): string => print(js.declare('const', js.identifier('a'), value), 0, null);

  it('writes numbers that are no literals by name and with a sign', () => {
    const [x, y] = [js.identifier('x'), js.identifier('y')];
    expect(text(js.number(Number.NaN))).toBe('const a = NaN;');
    expect(text(js.number(Number.NEGATIVE_INFINITY))).toBe('const a = -Infinity;');
    expect(text(js.number(-0))).toBe('const a = -0;');
    expect(text(js.unary('-', js.number(-2)))).toBe('const a = - -2;');
    expect(text(js.binary('-', x, js.number(-1)))).toBe('const a = x - -1;');
    expect(text(js.binary('**', js.number(-2), y))).toBe('const a = (-2) ** y;');
    expect(text(js.binary('**', js.binary('**', x, y), x))).toBe('const a = (x ** y) ** x;');
    expect(text(js.logical('||', js.logical('??', x, y), x))).toBe('const a = (x ?? y) || x;');
    expect(text(js.element(js.number(1), 0))).toBe('const a = (1)[0];');
  });

  it('keeps lists and objects on one line', () => {
    expect(text(js.list([js.number(1), js.text('b')]))).toBe("const a = [1, 'b'];");
    expect(text(js.record([]))).toBe('const a = {};');
    expect(
      text(
        js.record([
          ['x', js.identifier('x')],
          ['not a name', js.record([['y', js.number(2)]])],
        ]),
      ),
    ).toBe("const a = { x, 'not a name': { y: 2 } };");
    const [pattern] = readBack('for (const { name, shape: [n] } of list) {}') as unknown as ESTree.Statement[];
    expect(print(pattern!, 0, null)).toBe('for (const { name, shape: [n] } of list) {}');
  });
});

describe('a straight line among statements', () => {
  const line = (statements: readonly string[], value = 't1'): LineWriter => ({
    statements(indent, onLocated) {
      statements.forEach((_, i) => void onLocated?.({ line: 7, column: i }, i, indent.length));
      return statements.map(statement => indent + statement);
    },
    value(_node, onLocated) {
      onLocated?.({ line: 9, column: 0 }, 0, 0);
      return value;
    },
  });
  const inFunction = (...body: ESTree.Statement[]): ESTree.FunctionDeclaration => ({
    type: 'FunctionDeclaration',
    id: js.identifier('f'),
    params: [js.identifier('x')],
    body: js.block(body),
  });
  const returned = (value: ESTree.Expression): ESTree.Statement => ({ type: 'ReturnStatement', argument: value });

  it('stands on lines of its own, and says where names are', () => {
    const writer = line(['const t1 = x;', 'const t2 = t1;']);
    const before = js.statement(js.call(js.identifier('check'), []));
    const node = inFunction(
      before,
      straightLine(writer),
      returned(js.call(js.identifier('g'), [lineValue(writer, 0)])),
    );
    const found: number[][] = [];
    const text = print(node, 1, ({ line, column }, below, at) => void found.push([line, column, below, at]));
    expect(text.split('\n')).toEqual([
      '  function f(x) {',
      '    check();',
      '    const t1 = x;',
      '    const t2 = t1;',
      '    return g(t1);',
      '  }',
    ]);
    expect(found).toEqual([
      [7, 0, 2, 4],
      [7, 1, 3, 4],
      [9, 0, 4, 13],
    ]);
    expect(printed(node, 1, null)).toEqual({ text, lines: 6 });
  });

  it('leaves no line where it is empty', () => {
    const writer = line([]);
    expect(print(inFunction(straightLine(writer)), 0, null)).toBe('function f(x) {}');
    expect(print(inFunction(straightLine(writer), returned(lineValue(writer, 0))), 0, null)).toBe(
      'function f(x) {\n  return t1;\n}',
    );
  });

  it('is the shorthand of a property of its name', () => {
    const writer = line([], 'rate');
    const record = js.record([
      ['rate', lineValue(writer, 0)],
      ['other', lineValue(writer, 0)],
    ]);
    expect(print(returned(record), 0, null)).toBe('return { rate, other: rate };');
  });
});
