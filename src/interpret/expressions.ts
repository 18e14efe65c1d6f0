// Expressions → functions of a call's variables, each made once: what runs again and again walks no tree.

import type * as ESTree from 'estree';
import { callsOf } from './calls.js';
import { constantIn, isOfMath, type Place, placeOf, type Run, type Scope } from './frame.js';
import { BETWEEN_NUMBERS, BINARY, UNARY } from './operators.js';
import type { FunctionNode } from './program.js';

/** What a module's code shares. */
export interface Shared {
  /** Variables at the top level. */
  readonly cells: unknown[];
  /** Makes the function that an expression is. */
  closure(node: FunctionNode, scope: Scope): Run;
}

export type Store = (numbers: Float64Array, values: unknown[], value: unknown) => void;

export interface Expressions {
  value(node: ESTree.Expression, scope: Scope): Run;
  /** Gives a variable the value of an expression. */
  assign(place: Place, node: ESTree.Expression, scope: Scope): Run;
  /** Writes to a variable. */
  storeAt(place: Place, scope: Scope): Store;
  /** Writes to an element. */
  storeIn(node: ESTree.MemberExpression, scope: Scope): Store;
}

type Fields = Record<string | number, unknown>;

export function createExpressions({ cells, closure }: Shared): Expressions {
  const calls = callsOf({ value, list });

  function value(node: ESTree.Expression, scope: Scope): Run {
    switch (node.type) {
      case 'Literal': {
        const { value } = node;
        return () => value;
      }
      case 'Identifier':
        return variable(node.name, scope);
      case 'ThisExpression':
        return variable('this', scope);
      case 'MemberExpression':
        return member(node, scope);
      case 'BinaryExpression':
      case 'LogicalExpression':
        return BINARY[node.operator]!(operand(node.left as ESTree.Expression, scope), operand(node.right, scope));
      case 'UnaryExpression':
        return UNARY[node.operator]!(operand(node.argument, scope));
      case 'ConditionalExpression': {
        const [test, consequent, alternate] = [node.test, node.consequent, node.alternate].map(of => value(of, scope));
        return (n, v) => (test!(n, v) ? consequent!(n, v) : alternate!(n, v));
      }
      case 'CallExpression':
        return calls.call(node, scope);
      case 'NewExpression':
        return calls.construct(node, scope);
      case 'AssignmentExpression':
        return assignment(node, scope);
      case 'UpdateExpression':
        return update(node, scope);
      case 'SequenceExpression': {
        const all = node.expressions.map(of => value(of, scope));
        return (n, v) => all.reduce<unknown>((_, run) => run(n, v), undefined);
      }
      case 'ArrayExpression':
        return list(node.elements as ESTree.Expression[], scope);
      case 'ObjectExpression':
        return record(node, scope);
      case 'TemplateLiteral':
        return template(node, scope);
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
        return closure(node, scope);
      default:
        throw new Error(`internal error: ${node.type}`);
    }
  }

  /** What an operator takes; every operator says what it does with what is no number. */
  const operand = (node: ESTree.Expression, scope: Scope): Run<number> => value(node, scope) as Run<number>;

  function variable(name: string, scope: Scope): Run {
    const place = placeOf(name, scope);
    if (place === null) {
      const known = (globalThis as Fields)[name];
      return () => known;
    }
    const { frame, index } = place;
    if (frame === null) return () => cells[index];
    if (place.isNumber) return n => n[index];
    if (frame === scope.frame) return (_, v) => v[index];
    const around = callAround(place, scope);
    return (_, v) => around(v)[index];
  }

  /** The list of a call around that a variable is in. */
  function callAround({ frame }: Place, scope: Scope): (values: unknown[]) => unknown[] {
    const steps: number[] = [];
    for (let at = scope.frame; at !== frame; at = at!.outer) steps.push(at!.outerAt);
    return values => {
      let around = values;
      for (const at of steps) around = around[at] as unknown[];
      return around;
    };
  }

  function storeAt(place: Place, scope: Scope): Store {
    const { frame, index, isNumber } = place;
    if (frame === null)
      return (_n, _v, value) => {
        cells[index] = value;
      };
    if (isNumber)
      return (n, _v, value) => {
        n[index] = value as number;
      };
    const around = callAround(place, scope);
    return (_n, v, value) => {
      around(v)[index] = value;
    };
  }

  /** Where a number stands in the call, if it does. */
  function numberAt(node: ESTree.Expression, { frame, ...scope }: Scope): number | null {
    if (frame === null) return null;
    if (node.type === 'Literal') return typeof node.value === 'number' ? constantIn(frame, node.value) : null;
    if (node.type !== 'Identifier') return null;
    const place = placeOf(node.name, { frame, ...scope });
    if (place?.frame !== frame) return null;
    if (place.isNumber) return place.index;
    if (place.index >= frame.outerAt || !frame.isFixed(node.name)) return null;
    const known = frame.parameters.get(place.index);
    if (known !== undefined) return known;
    const at = frame.numbers.push(0) - 1;
    frame.parameters.set(place.index, at);
    return at;
  }

  function assign(place: Place, node: ESTree.Expression, scope: Scope): Run {
    const { frame, index } = place;
    if (place.isNumber && node.type === 'BinaryExpression') {
      const between = BETWEEN_NUMBERS[node.operator];
      const [a, b] = [node.left as ESTree.Expression, node.right].map(of => numberAt(of, scope));
      if (between !== undefined && a != null && b != null) return between(index, a, b);
    }
    const run = value(node, scope);
    if (place.isNumber)
      return (n, v) => {
        n[index] = run(n, v) as number;
      };
    if (frame !== null && frame === scope.frame)
      return (n, v) => {
        v[index] = run(n, v);
      };
    const store = storeAt(place, scope);
    return (n, v) => store(n, v, run(n, v));
  }

  function member({ object, property, computed, optional }: ESTree.MemberExpression, scope: Scope): Run {
    const of = value(object as ESTree.Expression, scope) as Run<Fields>;
    if (computed && property.type !== 'Literal') {
      const key = value(property as ESTree.Expression, scope) as Run<number>;
      return (n, v) => of(n, v)[key(n, v)];
    }
    const key = computed ? ((property as ESTree.Literal).value as number) : (property as ESTree.Identifier).name;
    if (isOfMath({ type: 'MemberExpression', object })) {
      const known = (Math as unknown as Fields)[key];
      return () => known;
    }
    return optional ? (n, v) => (of(n, v) as Fields | null | undefined)?.[key] : (n, v) => of(n, v)[key];
  }

  function storeIn({ object, property, computed }: ESTree.MemberExpression, scope: Scope): Store {
    const of = value(object as ESTree.Expression, scope) as Run<Fields>;
    const name = (property as ESTree.Identifier).name;
    const key = computed ? (value(property as ESTree.Expression, scope) as Run<number>) : (): string => name;
    return (n, v, value) => {
      of(n, v)[key(n, v)] = value;
    };
  }

  function assignment({ operator, left, right }: ESTree.AssignmentExpression, scope: Scope): Run {
    // Elements and variables; what is taken apart is a statement.
    const target = left as ESTree.Identifier | ESTree.MemberExpression;
    if (operator === '??=') return BINARY['??']!(operand(target, scope), assigned(target, right, scope) as Run<number>);
    if (operator === '=') return assigned(target, right, scope);
    // What is written to is looked for twice, which changes nothing.
    const by = operator.slice(0, -1) as ESTree.BinaryOperator;
    return assigned(target, { type: 'BinaryExpression', operator: by, left: target, right }, scope);
  }

  function assigned(target: ESTree.Identifier | ESTree.MemberExpression, right: ESTree.Expression, scope: Scope): Run {
    if (target.type === 'Identifier') {
      // A module assigns no others than its own.
      const place = placeOf(target.name, scope)!;
      const [write, read] = [assign(place, right, scope), variable(target.name, scope)];
      return (n, v) => {
        write(n, v);
        return read(n, v);
      };
    }
    const [store, run] = [storeIn(target, scope), value(right, scope)];
    return (n, v) => {
      const value = run(n, v);
      store(n, v, value);
      return value;
    };
  }

  /** `i++`, whose value is the one before. */
  function update({ operator, argument }: ESTree.UpdateExpression, scope: Scope): Run {
    const target = argument as ESTree.Identifier | ESTree.MemberExpression;
    const by = operator === '++' ? 1 : -1;
    const place = target.type === 'Identifier' ? placeOf(target.name, scope) : null;
    if (place?.isNumber) {
      const { index } = place;
      return n => {
        const before = n[index]!;
        n[index] = before + by;
        return before;
      };
    }
    const read = value(target, scope) as Run<number>;
    const store = target.type === 'Identifier' ? storeAt(place!, scope) : storeIn(target, scope);
    return (n, v) => {
      const before = read(n, v);
      store(n, v, before + by);
      return before;
    };
  }

  function list(elements: readonly (ESTree.Expression | ESTree.SpreadElement)[], scope: Scope): Run<unknown[]> {
    if (!elements.some(({ type }) => type === 'SpreadElement')) {
      const all = elements.map(of => value(of as ESTree.Expression, scope));
      return (n, v) => all.map(run => run(n, v));
    }
    const parts = elements.map(of =>
      of.type === 'SpreadElement' ? (value(of.argument, scope) as Run<Iterable<unknown>>) : list([of], scope),
    );
    return (n, v) => parts.flatMap(part => [...part(n, v)]);
  }

  function record({ properties }: ESTree.ObjectExpression, scope: Scope): Run {
    const parts = properties.map((of): ((into: Fields, ...call: Parameters<Run>) => void) => {
      if (of.type === 'SpreadElement') {
        const all = value(of.argument, scope) as Run<object>;
        return (into, n, v) => void Object.assign(into, all(n, v));
      }
      const { key, computed } = of;
      const known = key.type === 'Identifier' ? key.name : (key as ESTree.Literal).value;
      const name = (computed ? value(key as ESTree.Expression, scope) : () => known) as Run<string>;
      const run = value(of.value as ESTree.Expression, scope);
      // The prototype is no field.
      return (into, n, v) =>
        void Object.defineProperty(into, name(n, v), {
          value: run(n, v),
          enumerable: true,
          writable: true,
          configurable: true,
        });
    });
    return (n, v) => {
      const made: Fields = {};
      for (const part of parts) part(made, n, v);
      return made;
    };
  }

  function template({ quasis, expressions }: ESTree.TemplateLiteral, scope: Scope): Run {
    const texts = quasis.map(({ value }) => value.raw);
    const all = expressions.map(of => value(of, scope));
    return (n, v) => all.reduce((text, run, i) => `${text}${run(n, v)}${texts[i + 1]}`, texts[0]!);
  }

  return { value, assign, storeAt, storeIn };
}
