// An expression written out in full: its length without writing it, its text where it is short enough.

import {
  ANY,
  ATOM,
  CHOICE,
  COMPARISON,
  call,
  choice,
  type Form,
  fillForm,
  form,
  infix,
  isLoose,
  POWER,
  PRODUCT,
  prefix,
  SIGN,
  SUM,
  type Written,
} from '../emit/line/language.js';
import { constantValue, type Graph, inputSlot, isLeaf, operandsOf, operationOf } from '../graph/graph.js';
import { usedBy } from '../graph/use.js';
import type { Node } from '../ops/operation.js';
import { checkTime } from './tree.js';

/** What an expression is written in. Each row of the table has one form in it, or none. */
export interface Words {
  readonly name: 'formula' | 'javascript';
  input(slot: number): string;
}

const BINDING: Readonly<Record<string, number>> = { '+': SUM, '-': SUM, '*': PRODUCT, '/': PRODUCT };

/** Thrown where there is no word for an operation. */
export class NotWritable extends Error {}

function leaf(graph: Graph, node: Node, words: Words): Form {
  const value = constantValue(graph, node);
  if (value === undefined) return form(ATOM, [words.input(inputSlot(graph, node)!)]);
  if (Object.is(value, -0)) return form(SIGN, ['-0']);
  return form(value < 0 ? SIGN : ATOM, [String(value)]);
}

function formOf(graph: Graph, node: Node, words: Words): Form {
  if (isLeaf(graph, node)) return leaf(graph, node, words);
  const row = operationOf(graph, node);
  const count = operandsOf(graph, node).length;
  const inFormula = words.name === 'formula';
  const { form: as, name } = row;
  if (name === 'statement') throw new NotWritable(name);
  if (as.kind === 'square') return inFormula ? form(POWER, ['', ' ^ 2'], ATOM) : form(ATOM, ['Math.pow(', ', 2)'], ANY);
  if (name === 'pow' && inFormula) return form(POWER, ['', ' ^ ', ''], ATOM, SIGN);
  if (as.kind === 'binary') {
    const { operator } = as;
    const binding = BINDING[operator];
    if (binding !== undefined) return infix(operator, binding, operator === '+' ? { right: SUM } : {});
    const between = { left: SUM, right: SUM };
    return inFormula ? infix(operator.slice(0, 2), CHOICE, between) : infix(operator, COMPARISON, between);
  }
  if (as.kind === 'prefix' && as.operator === '-') return prefix('-', inFormula ? POWER : ATOM);
  if (as.kind === 'conditional') return choice(SUM, SUM);
  if (as.kind === 'call' && !inFormula) return call(as.callee, count);
  const reciprocal = RECIPROCALS[name];
  if (!inFormula && reciprocal !== undefined) return form(PRODUCT, [`1 / Math.${reciprocal}(`, ')'], ANY);
  if (inFormula && as.kind !== 'logic' && as.kind !== 'prefix') return call(name, count);
  throw new NotWritable(name);
}

const RECIPROCALS: Readonly<Record<string, string>> = {
  sec: 'cos',
  csc: 'sin',
  cot: 'tan',
  sech: 'cosh',
  csch: 'sinh',
  coth: 'tanh',
};

/** Characters of every result written out in full. @throws NotWritable */
export function writtenLength(graph: Graph, results: readonly Node[], words: Words): bigint {
  const used = usedBy(graph, results);
  const lengths = new Map<Node, bigint>();
  const binds = new Uint8Array(used.length);
  const users = userCounts(graph, used, results);
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1) continue;
    if (node % 1024 === 0) checkTime(graph.budget);
    const form = formOf(graph, node, words);
    let length = BigInt(form.texts.reduce((sum, text) => sum + text.length, 0));
    for (const [i, operand] of operandsOf(graph, node).entries()) {
      length += lengths.get(operand)! + (isLoose(binds[operand]!, form.holes[i]!.least) ? 2n : 0n);
      // Long numbers are let go once their last user has them.
      if (--users[operand]! === 0) lengths.delete(operand);
    }
    lengths.set(node, length);
    binds[node] = form.binding;
  }
  return results.reduce((sum, node) => sum + lengths.get(node)!, 0n);
}

function userCounts(graph: Graph, used: Uint8Array, results: readonly Node[]): Uint32Array {
  const users = new Uint32Array(used.length);
  for (const node of results) users[node]!++;
  for (let node = 0; node < used.length; node++) {
    if (used[node] === 1) for (const operand of operandsOf(graph, node)) users[operand]!++;
  }
  return users;
}

/** The texts of results; the caller has made sure that they are short. @throws NotWritable */
export function written(graph: Graph, results: readonly Node[], words: Words): string[] {
  const used = usedBy(graph, results);
  const found = new Map<Node, Written>();
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1) continue;
    const operands = operandsOf(graph, node).map(operand => found.get(operand)!);
    found.set(node, fillForm(formOf(graph, node, words), operands));
  }
  return results.map(node => found.get(node)!.text);
}
