// An expression written out in full: its length without writing it, its text where it is short enough.

import { constantValue, type Graph, inputSlot, isLeaf, operandsOf, operationOf } from '../graph/graph.js';
import { usedBy } from '../graph/use.js';
import type { Node } from '../ops/operation.js';
import { checkTime } from './tree.js';

/** What an expression is written in. Each row of the table has one form in it, or none. */
export interface Language {
  readonly name: 'formula' | 'javascript';
  input(slot: number): string;
}

/** How tightly a form binds; an operand that binds less is put in parentheses. */
const CONDITION = 1;
const COMPARISON = 2;
const SUM = 4;
const PRODUCT = 5;
const PREFIX = 6;
const POWER = 7;
const ATOM = 9;

/** A form: text with operands between, and the binding that each operand must have. */
interface Form {
  readonly binds: number;
  readonly texts: readonly string[];
  readonly wanted: readonly number[];
}

const BINARY: Readonly<Record<string, number>> = { '+': SUM, '-': SUM, '*': PRODUCT, '/': PRODUCT };

/** Thrown where the language has no word for an operation. */
export class NotWritable extends Error {}

function call(name: string, count: number): Form {
  const texts = [`${name}(`, ...Array.from({ length: count - 1 }, () => ', '), ')'];
  return { binds: ATOM, texts: count === 0 ? [`${name}()`] : texts, wanted: new Array(count).fill(CONDITION) };
}

function leaf(graph: Graph, node: Node, language: Language): Form {
  const value = constantValue(graph, node);
  if (value === undefined) return { binds: ATOM, texts: [language.input(inputSlot(graph, node)!)], wanted: [] };
  const negative = value < 0 || Object.is(value, -0);
  return { binds: negative ? PREFIX : ATOM, texts: [Object.is(value, -0) ? '-0' : String(value)], wanted: [] };
}

function formOf(graph: Graph, node: Node, language: Language): Form {
  if (isLeaf(graph, node)) return leaf(graph, node, language);
  const row = operationOf(graph, node);
  const count = operandsOf(graph, node).length;
  const inFormula = language.name === 'formula';
  const { form } = row;
  if (row.name === 'statement') throw new NotWritable(row.name);
  if (form.kind === 'square')
    return inFormula
      ? { binds: POWER, texts: ['', ' ^ 2'], wanted: [ATOM] }
      : { binds: ATOM, texts: ['Math.pow(', ', 2)'], wanted: [CONDITION] };
  if (row.name === 'pow' && inFormula) return { binds: POWER, texts: ['', ' ^ ', ''], wanted: [ATOM, PREFIX] };
  if (form.kind === 'binary') {
    const binds = BINARY[form.operator];
    if (binds !== undefined)
      return { binds, texts: ['', ` ${form.operator} `, ''], wanted: [binds, form.operator === '+' ? SUM : binds + 1] };
    const operator = inFormula ? form.operator.slice(0, 2) : form.operator;
    return { binds: inFormula ? CONDITION : COMPARISON, texts: ['', ` ${operator} `, ''], wanted: [SUM, SUM] };
  }
  if (form.kind === 'prefix' && form.operator === '-')
    return { binds: PREFIX, texts: ['-', ''], wanted: [inFormula ? POWER : ATOM] };
  if (form.kind === 'conditional') return { binds: CONDITION, texts: ['', ' ? ', ' : ', ''], wanted: [SUM, SUM, SUM] };
  if (form.kind === 'call' && !inFormula) return call(form.callee, count);
  if (!inFormula && RECIPROCALS[row.name] !== undefined)
    return { binds: PRODUCT, texts: [`1 / Math.${RECIPROCALS[row.name]}(`, ')'], wanted: [CONDITION] };
  if (inFormula && form.kind !== 'logic' && form.kind !== 'prefix') return call(row.name, count);
  throw new NotWritable(row.name);
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
export function writtenLength(graph: Graph, results: readonly Node[], language: Language): bigint {
  const used = usedBy(graph, results);
  const lengths = new Map<Node, bigint>();
  const binds = new Uint8Array(used.length);
  const users = userCounts(graph, used, results);
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1) continue;
    if (node % 1024 === 0) checkTime(graph.budget);
    const form = formOf(graph, node, language);
    let length = BigInt(form.texts.reduce((sum, text) => sum + text.length, 0));
    for (const [i, operand] of operandsOf(graph, node).entries()) {
      length += lengths.get(operand)! + (binds[operand]! < form.wanted[i]! ? 2n : 0n);
      // Long numbers are let go once their last user has them.
      if (--users[operand]! === 0) lengths.delete(operand);
    }
    lengths.set(node, length);
    binds[node] = form.binds;
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
export function written(graph: Graph, results: readonly Node[], language: Language): string[] {
  const used = usedBy(graph, results);
  const texts = new Map<Node, string>();
  const binds = new Uint8Array(used.length);
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1) continue;
    const form = formOf(graph, node, language);
    let text = form.texts[0]!;
    for (const [i, operand] of operandsOf(graph, node).entries()) {
      const inner = texts.get(operand)!;
      text += (binds[operand]! < form.wanted[i]! ? `(${inner})` : inner) + form.texts[i + 1]!;
    }
    texts.set(node, text);
    binds[node] = form.binds;
  }
  return results.map(node => texts.get(node)!);
}
