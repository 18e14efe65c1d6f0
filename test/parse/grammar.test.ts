// Our parser against mathjs's own, whose grammar it has: what it accepts and how operands are grouped.

import fc from 'fast-check';
import { all, create, type MathNode } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { createReport } from '../../src/diagnostic.js';
import { FormulaError } from '../../src/index.js';
import { defaultLimits } from '../../src/limits.js';
import { parse } from '../../src/parse/parse.js';
import type { Expression, ExpressionNode } from '../../src/parse/program.js';

const math = create(all!);
const RUNS = Number(process.env.WENGERT_RUNS ?? 3000);

/** Of what mathjs refuses as well. Other codes are of traps, and of what the language asks to be written in another way. */
const SYNTAX = new Set(['WG102', 'WG103', 'WG104', 'WG305']);
/** mathjs passes over these. */
const TRAILING = /,\s*[\];]|;\s*\]/;

/** An expression with all of its brackets, an open range with `_` for what is left out. */
function ours(text: string): { grouped: string } | { code: string; message: string } {
  const source = { name: null, text };
  try {
    const { statements } = parse(source, createReport(source), defaultLimits);
    if (statements.length !== 1) return { code: 'statements', message: '' };
    const [statement] = statements;
    return { grouped: statement!.kind === 'expression' ? ourGroups(statement!.value) : 'no expression' };
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return error.diagnostics[0]!;
  }
}

function ourGroups({ nodes }: Expression): string {
  const texts: string[] = [];
  const at = (index: number | null): string => (index === null ? '_' : texts[index]!);
  const textOf = (node: ExpressionNode): string => {
    switch (node.kind) {
      case 'number':
        return String(node.value);
      case 'name':
        return node.name;
      case 'end':
        return 'end';
      case 'unary':
        return `(${node.operator} ${at(node.operand)})`;
      case 'binary':
        return `(${at(node.left)} ${node.implicit ? 'implicit' : node.operator} ${at(node.right)})`;
      case 'comparison':
        return `(${node.operands.map((operand, i) => `${i > 0 ? `${node.operators[i - 1]} ` : ''}${at(operand)}`).join(' ')})`;
      case 'conditional':
        return `(${at(node.condition)} ? ${at(node.whenTrue)} : ${at(node.whenFalse)})`;
      case 'call':
        return `${node.callee.name}(${node.arguments.map(at).join(', ')})`;
      case 'array':
        return `[${node.rows.map(row => row.map(at).join(', ')).join('; ')}]`;
      case 'index':
        return `${at(node.object)}[${node.indices.map(at).join(', ')}]`;
      case 'range':
        return `(${[node.from, ...(node.step === null ? [] : [node.step]), node.to].map(at).join(':')})`;
      case 'comprehension': {
        const indices = node.indices.map(({ name, range }) => `${name.name} = ${ourGroups(range)}`);
        return `${node.callee.name}(${[ourGroups(node.body), ...indices].join(', ')})`;
      }
    }
  };
  for (const node of nodes) texts.push(textOf(node));
  return texts.at(-1)!;
}

/** The same of mathjs's tree, null where it has none. */
function theirs(text: string): string | null {
  try {
    return theirGroups(math.parse(text), text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The fields of all of mathjs's nodes that are looked at. */
type Fields = Record<'type' | 'op' | 'name', string> & {
  readonly [key in 'args' | 'items' | 'params' | 'dimensions']: MathNode[];
} & { readonly [key in 'content' | 'fn' | 'object' | 'index' | 'start' | 'end' | 'step' | 'value']: MathNode } & {
  readonly condition: MathNode;
  readonly trueExpr: MathNode;
  readonly falseExpr: MathNode;
  readonly implicit: boolean;
  readonly conditionals: string[];
};

const COMPARISONS: Record<string, string> = {
  equal: '==',
  unequal: '!=',
  smaller: '<',
  larger: '>',
  smallerEq: '<=',
  largerEq: '>=',
};

function theirGroups(node: MathNode, text: string): string {
  const of = node as unknown as Fields;
  const at = (inner: MathNode): string => theirGroups(inner, text);
  switch (of.type) {
    case 'ConstantNode':
      return String(of.value);
    case 'SymbolNode':
      return of.name;
    case 'ParenthesisNode':
      return at(of.content);
    case 'OperatorNode': {
      const [left, right] = of.args;
      if (right === undefined) return `(${of.op} ${at(left!)})`;
      return `(${at(left!)} ${of.implicit ? 'implicit' : of.op} ${at(right)})`;
    }
    case 'RelationalNode':
      return `(${of.params.map((part, i) => `${i > 0 ? `${COMPARISONS[of.conditionals[i - 1]!]} ` : ''}${at(part)}`).join(' ')})`;
    case 'ConditionalNode':
      return `(${at(of.condition)} ? ${at(of.trueExpr)} : ${at(of.falseExpr)})`;
    case 'FunctionNode':
      return `${at(of.fn)}(${of.args.map(at).join(', ')})`;
    case 'AssignmentNode':
      return `${at(of.object)} = ${at(of.value)}`;
    case 'ArrayNode': {
      // Rows that are written with semicolons have no brackets, which the text does not tell; it has no matrices in matrices.
      const isMatrix = text.includes(';') && of.items.every(item => item.type === 'ArrayNode');
      return isMatrix
        ? `[${of.items.map(row => at(row).slice(1, -1)).join('; ')}]`
        : `[${of.items.map(at).join(', ')}]`;
    }
    case 'AccessorNode':
      return `${at(of.object)}[${(of.index as unknown as Fields).dimensions.map(at).join(', ')}]`;
    case 'RangeNode':
      return `(${[of.start, ...(of.step ? [of.step] : []), of.end].map(at).join(':')})`;
    default:
      return of.type;
  }
}

/** mathjs invents the ends that a range leaves out. */
const invented = (text: string): string => text.replace(/\(_:/g, '(1:').replace(/:_\)/g, ':end)');

/** Compares one text; returns whether both accept it. */
function check(text: string): boolean {
  const found = ours(text);
  const wanted = theirs(text);
  if ('code' in found) {
    if (SYNTAX.has(found.code) && !TRAILING.test(text))
      expect(`${text} → ${wanted}, ${found.code} ${found.message}`).toContain('→ null');
    return false;
  }
  expect(`${text} → ${invented(found.grouped)}`).toBe(`${text} → ${wanted}`);
  return true;
}

const atom = fc.constantFrom('x', 'y', '2', '3.5', 'v', 'f(x)', 'max(x, y)', 'pi', 'A[1, 2]', 'v[end]');
const { expression } = fc.letrec<{ expression: string }>(tie => {
  const inner = tie('expression');
  const of = (...parts: (fc.Arbitrary<string> | string)[]): fc.Arbitrary<string> =>
    fc.tuple(...parts.map(part => (typeof part === 'string' ? fc.constant(part) : part))).map(all => all.join(''));
  const binary = fc.constantFrom(' + ', ' - ', '*', '/', '.*', './', ' mod ', '^', '.^', ' < ', ' >= ', ' == ', ' != ');
  return {
    expression: fc.oneof(
      { maxDepth: 4 },
      atom,
      of(inner, binary, inner),
      of(inner, fc.constantFrom(' and ', ' or '), inner),
      of(fc.constantFrom('-', '+', 'not ', '--'), inner),
      of('(', inner, ')'),
      of(inner, fc.constantFrom('!', "'", ' ^2', '(x)', ' y', ' 2', '[1]', '[:, 1]', '[2:end]', '[1:2:5]')),
      of(
        fc.constantFrom('2', '1/2', '-3/4', '2/3/4 ', 'x/2 ', '(x)'),
        fc.constantFrom('x', '(y)', ' 3', '^2', 'sin(x)'),
      ),
      of(inner, ' ? ', inner, ' : ', inner),
      of('sum(', inner, ', i = ', inner, ':', inner, ')'),
      of('[', inner, ', ', inner, ']'),
      of('(', inner, ')[', inner, fc.constantFrom(']', ':]', ', :]', ':2]')),
    ),
  };
});

describe('expressions', () => {
  it('are grouped as mathjs groups them', () => {
    let accepted = 0;
    fc.assert(
      fc.property(expression, text => {
        if (check(text)) accepted++;
      }),
      { numRuns: RUNS, seed: 11 },
    );
    expect(accepted).toBeGreaterThan(RUNS / 2);
  });

  it('of a few tokens are accepted where mathjs accepts them, whatever they are', () => {
    const words = ['x', '2', 'f(', '-', '*', '/', '^', '<', 'and', 'not', '(', ')', '[', ']', ',', ':', '?', '!', "'"];
    let texts = [''];
    let accepted = 0;
    for (let length = 1; length <= 4; length++) {
      texts = texts.flatMap(text => words.map(word => `${text}${word} `));
      // Unbalanced brackets are told before.
      for (const text of texts) if (isBalanced(text) && check(text)) accepted++;
    }
    expect(accepted).toBeGreaterThan(1500);
  });

  it.each(['[1, 2; 3, 4]', "[x, 2*y; -1, f(x)]'", '[1; 2]*x', 'A*[1, x; y, 2][1, :]'])('with rows: %s', text => {
    expect(check(text)).toBe(true);
  });

  it.each([
    ['x ? y', 5, "the expression ends after 'y', where ':' is missing"],
    ['f(x ? y, 2)', 8, "':' is missing before ','"],
    ['(x ? y) + 1', 7, "':' is missing before ')'"],
    ['sum(x, , i = 1:3)', 8, 'an index is missing here'],
    ['not x >= y >= 2', 1, "'not' binds tighter than '>=' here"],
    ['param p = max(sum(i, i = 1:3), 2 in [0, 9])\np', 34, "'in' is not an operator of this language"],
    ['param p = sum(x, i = 1:2, in [1,2])\np', 27, "'in' is not an operator of this language"],
    ['param p = (q = 2)\np', 14, "'=' stands inside an expression"],
    ['[1, 2; 3]*x', 9, 'the rows of this matrix differ in length'],
    ['[1, 2,]', 6, "unexpected ','"],
    ['[1, 2;]', 6, "unexpected ';'"],
    ['x = = 2', 5, ''],
    ['sum(x, 2, i = 1:3)', 8, 'an index is missing here'],
    ['v[sum(end*i, i = 1:3)]', 7, "'end' belongs to an index outside of this comprehension"],
    ['x + ', 3, "the expression ends after '+', where an operand is missing"],
    ['(2 3)*x + (y', 11, "'(' is never closed"],
    ['2[1]', 2, "unexpected '['"],
    ['x ? : 2', 5, "unexpected ':'"],
    ['()', 2, "unexpected ')'"],
  ])('%s is refused at column %i', (text, column, message) => {
    let error: FormulaError | undefined;
    try {
      const source = { name: null, text };
      parse(source, createReport(source), defaultLimits);
    } catch (thrown) {
      error = thrown as FormulaError;
    }
    const found = error!.toJSON().errors.map(({ column, message }) => ({ column, message }));
    expect(found).toContainEqual({ column, message: message === '' ? expect.any(String) : message });
  });

  it('may be long and deep', () => {
    const limits = { ...defaultLimits, nesting: 1e6 };
    for (const text of [
      `${'('.repeat(1e5)}x${')'.repeat(1e5)}`,
      `${'-'.repeat(1e5)}x`,
      `x${'^x'.repeat(1e5)}`,
      `x${' + x'.repeat(1e5)}`,
      `x${' ? 1 : x'.repeat(1e5)}`,
    ]) {
      const source = { name: null, text };
      const [statement] = parse(source, createReport(source), limits).statements;
      expect(statement).toMatchObject({ kind: 'expression', span: { start: 0, end: text.length } });
    }
  });
});

function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const character of text) {
    if (character === '(' || character === '[') open.push(character);
    else if (character === ')' || character === ']') {
      if (open.pop() !== (character === ')' ? '(' : '[')) return false;
    }
  }
  return open.length === 0;
}
