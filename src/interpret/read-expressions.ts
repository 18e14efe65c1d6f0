// Expressions, functions among them, and patterns, by operator precedence.

import type * as ESTree from 'estree';
import { type Tokens, unquoted } from './tokens.js';

/** How tightly operators bind, from the loosest on. */
const BINDING: Readonly<Record<string, number>> = {
  '??': 1,
  '||': 2,
  '&&': 3,
  '&': 4,
  '==': 5,
  '!=': 5,
  '===': 5,
  '!==': 5,
  '<': 6,
  '<=': 6,
  '>': 6,
  '>=': 6,
  instanceof: 6,
  '+': 7,
  '-': 7,
  '*': 8,
  '/': 8,
  '%': 8,
  '**': 9,
};

const LOGICAL = new Set(['??', '||', '&&']);
const ASSIGNMENTS = new Set(['=', '+=', '-=', '*=', '/=', '??=']);
const PREFIXES = new Set(['-', '+', '!', 'typeof']);
const KEYWORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['null', null],
  ['true', true],
  ['false', false],
]);

const ARROW = /\s*=>/y;
/** What begins the parameters of an arrow function, or may: behind it these are looked through. */
const PARAMETERS = /\s*(?:\)|[[{]|[^\s(),]+\s*[,)])/y;

/** @param block the body of a function */
export function readExpressions(tokens: Tokens, block: () => ESTree.BlockStatement) {
  const { is, take, skip, expect } = tokens;

  const name = (): ESTree.Identifier => ({ type: 'Identifier', name: take() });

  /** What stands between commas, up to the sign that closes it. */
  function list<T>(close: string, item: () => T): T[] {
    const items: T[] = [];
    while (!skip(close)) {
      items.push(item());
      if (!is(close)) expect(',');
    }
    return items;
  }

  const orSpread = (): ESTree.Expression | ESTree.SpreadElement =>
    skip('...') ? { type: 'SpreadElement', argument: expression() } : expression();

  /** A variable, or what is taken apart, where it is declared. */
  function pattern(): ESTree.Pattern {
    if (skip('[')) return { type: 'ArrayPattern', elements: list(']', parameter) };
    if (skip('{')) return { type: 'ObjectPattern', properties: list('}', part) };
    return name();
  }

  function part(): ESTree.AssignmentProperty {
    const key = name();
    const value = skip(':') ? parameter() : key;
    const shorthand = value === key;
    return { type: 'Property', kind: 'init', method: false, computed: false, shorthand, key, value };
  }

  function parameter(): ESTree.Pattern {
    if (skip('...')) return { type: 'RestElement', argument: pattern() };
    const left = pattern();
    return skip('=') ? { type: 'AssignmentPattern', left, right: expression() } : left;
  }

  function isArrow(): boolean {
    if (tokens.kind === 'name') return tokens.isBefore(ARROW);
    if (!is('(') || !tokens.isBefore(PARAMETERS)) return false;
    return tokens.ahead(() => {
      let depth = 0;
      while (tokens.kind !== 'end') {
        if (is('(') || is('[') || is('{')) depth++;
        else if (is(')') || is(']') || is('}')) depth--;
        if (depth === 0) return tokens.isBefore(ARROW);
        take();
      }
      return false;
    });
  }

  function arrow(): ESTree.ArrowFunctionExpression {
    const params = skip('(') ? list(')', parameter) : [name()];
    expect('=>');
    const hasBlock = is('{');
    const body = hasBlock ? block() : expression();
    return { type: 'ArrowFunctionExpression', params, body, expression: !hasBlock, generator: false, async: false };
  }

  function functionExpression(): ESTree.FunctionExpression {
    const generator = skip('*');
    const id = is('(') ? null : name();
    expect('(');
    return { type: 'FunctionExpression', id, params: list(')', parameter), body: block(), generator, async: false };
  }

  function sequence(): ESTree.Expression {
    const first = expression();
    const expressions = [first];
    while (skip(',')) expressions.push(expression());
    return expressions.length === 1 ? first : { type: 'SequenceExpression', expressions };
  }

  function expression(): ESTree.Expression {
    if (isArrow()) return arrow();
    if (skip('yield')) {
      const argument = is(';') || is(')') ? null : expression();
      return { type: 'YieldExpression', delegate: false, argument };
    }
    const left = conditional();
    if (tokens.kind !== 'sign' || !ASSIGNMENTS.has(tokens.text)) return left;
    const operator = take() as ESTree.AssignmentOperator;
    // Lists and elements, which are taken apart and written to.
    return { type: 'AssignmentExpression', operator, left: left as ESTree.Pattern, right: expression() };
  }

  function conditional(): ESTree.Expression {
    const test = binary(0);
    if (!skip('?')) return test;
    const consequent = expression();
    expect(':');
    return { type: 'ConditionalExpression', test, consequent, alternate: expression() };
  }

  /** Operators that bind more than `least`; those that bind alike group to the left, powers to the right. */
  function binary(least: number): ESTree.Expression {
    let left = prefixed();
    for (;;) {
      const operator = tokens.text;
      const binding = tokens.kind === 'sign' || operator === 'instanceof' ? (BINDING[operator] ?? 0) : 0;
      if (binding <= least) return left;
      take();
      const right = binary(operator === '**' ? binding - 1 : binding);
      // Each is in the table above.
      left = LOGICAL.has(operator)
        ? { type: 'LogicalExpression', operator: operator as ESTree.LogicalOperator, left, right }
        : { type: 'BinaryExpression', operator: operator as ESTree.BinaryOperator, left, right };
    }
  }

  function prefixed(): ESTree.Expression {
    if (PREFIXES.has(tokens.text) && tokens.kind !== 'text') {
      const operator = take() as ESTree.UnaryOperator;
      return { type: 'UnaryExpression', operator, prefix: true, argument: prefixed() };
    }
    const operand = postfixed();
    if (!is('++') && !is('--')) return operand;
    const argument = operand as ESTree.Identifier | ESTree.MemberExpression;
    return { type: 'UpdateExpression', operator: take() as ESTree.UpdateOperator, prefix: false, argument };
  }

  function postfixed(): ESTree.Expression {
    let object = primary();
    for (;;) {
      const optional = is('?.');
      if (optional || is('.')) {
        take();
        object = { type: 'MemberExpression', object, property: name(), computed: false, optional };
      } else if (skip('[')) {
        object = { type: 'MemberExpression', object, property: expression(), computed: true, optional: false };
        expect(']');
      } else if (skip('(')) {
        object = { type: 'CallExpression', callee: object, arguments: list(')', orSpread), optional: false };
      } else return object;
    }
  }

  function property(): ESTree.Property | ESTree.SpreadElement {
    if (skip('...')) return { type: 'SpreadElement', argument: expression() };
    const computed = skip('[');
    const key = computed ? expression() : tokens.kind === 'name' ? name() : primary();
    if (computed) expect(']');
    const shorthand = !skip(':');
    // A name stands for its own value.
    const value = shorthand ? (key as ESTree.Identifier) : expression();
    return { type: 'Property', kind: 'init', method: false, computed, shorthand, key, value };
  }

  function template(): ESTree.TemplateLiteral {
    const quasis: ESTree.TemplateElement[] = [];
    const expressions: ESTree.Expression[] = [];
    for (;;) {
      const raw = tokens.piece();
      const tail = skip('`');
      quasis.push({ type: 'TemplateElement', tail, value: { raw } });
      if (tail) return { type: 'TemplateLiteral', quasis, expressions };
      take();
      expressions.push(expression());
    }
  }

  function primary(): ESTree.Expression {
    if (tokens.kind === 'number') return { type: 'Literal', value: Number(take()) };
    if (tokens.kind === 'text') return { type: 'Literal', value: unquoted(take()) };
    if (skip('(')) {
      const inside = sequence();
      expect(')');
      return inside;
    }
    if (skip('[')) return { type: 'ArrayExpression', elements: list(']', orSpread) };
    if (skip('{')) return { type: 'ObjectExpression', properties: list('}', property) };
    if (is('`')) return template();
    if (tokens.kind !== 'name') throw new Error(`internal error: ${tokens.text}`);
    if (skip('function')) return functionExpression();
    if (skip('this')) return { type: 'ThisExpression' };
    if (skip('new')) return construction();
    const value = KEYWORDS.get(tokens.text);
    if (value === undefined) return name();
    take();
    return { type: 'Literal', value };
  }

  function construction(): ESTree.NewExpression {
    let callee: ESTree.Expression = name();
    while (skip('.'))
      callee = { type: 'MemberExpression', object: callee, property: name(), computed: false, optional: false };
    return { type: 'NewExpression', callee, arguments: skip('(') ? list(')', orSpread) : [] };
  }

  return { expression, pattern };
}
