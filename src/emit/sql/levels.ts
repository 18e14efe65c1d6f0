// A straight line as levels of columns: what a sub-select names is what the one around it computes with. A value is a column where
// it is read more than once, or bears the user's name, or would make an expression too deep; all others stand where they are read.

import {
  constantValue,
  type Graph,
  inputSlot,
  isLeaf,
  type Node,
  operand,
  operandsOf,
  operationOf,
} from '../../graph/graph.js';
import { usedBy } from '../../graph/use.js';
import type { PlainLine } from '../../schedule/nest.js';
import { allResults } from '../../schedule/sections.js';
import { ATOM, atom, type Form, fillForm, inBrackets, type Kind, SIGN, type Written } from '../line/language.js';
import type { Dialect } from './dialect.js';
import type { SqlNames } from './names.js';

/** An expression and the columns that it reads. */
export interface Expression extends Written {
  readonly reads: ReadonlySet<string>;
  /** The sub-select that has all of them around; 0 for the innermost. */
  readonly level: number;
}

/** A column of a sub-select. */
export interface Item {
  readonly name: string;
  readonly text: string;
  readonly reads: ReadonlySet<string>;
}

/** Deeper expressions are cut: parsers of some engines have stacks of a hundred. */
const DEEPEST = 16;

interface Value extends Expression {
  readonly isTruth: boolean;
  readonly depth: number;
}

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Writes a line, before anything is decided about its statements.
 * @param levels the columns that each sub-select adds, the innermost first: those of the line are put there
 * @param leaf an input of the line's graph by its slot, and what others make, as what is written for it
 * @returns reads a node as a number, where all columns are there
 */
export function writeLine(
  { graph, results, links, keep }: PlainLine,
  dialect: Dialect,
  names: SqlNames,
  levels: Item[][],
  leaf: (slot: number) => Expression,
): (node: Node) => Expression {
  const wanted = allResults(results);
  const used = usedBy(graph, wanted);
  const forms: (Form | undefined)[] = [];
  const reads = new Uint32Array(graph.size);
  for (const node of wanted) reads[node]!++;
  for (let node = used.length - 1; node >= 0; node--) {
    if (used[node] !== 1 || isLeaf(graph, node)) continue;
    const form = formOf(graph, dialect, node);
    forms[node] = form;
    for (const { operand: index, kind } of form.holes) {
      const of = operand(graph, node, index);
      const conversion = conversionFor(dialect, operationOf(graph, of).boolean === true, kind);
      reads[of]! += conversion === null ? 1 : conversion.holes.length;
    }
  }
  const values: (Value | undefined)[] = [];

  function written(node: Node): Value {
    const constant = constantValue(graph, node);
    if (constant !== undefined)
      return { ...numberOf(dialect, constant), reads: NOTHING, isTruth: false, depth: 0, level: 0 };
    const slot = inputSlot(graph, node);
    if (slot !== undefined) return { ...leaf(slot), isTruth: false, depth: 0 };
    const form = forms[node]!;
    const operands = form.holes.map(({ operand: index, kind }) =>
      asKind(dialect, values[operand(graph, node, index)]!, kind),
    );
    let text = form.texts[0]!;
    for (const [i, of] of operands.entries()) {
      const inner = inBrackets(of, form.holes[i]!.least);
      // Two signs would begin a comment.
      text += text.endsWith('-') && inner.startsWith('-') ? `(${inner})` : inner;
      text += form.texts[i + 1]!;
    }
    return {
      text,
      binding: form.binding,
      reads: new Set(operands.flatMap(of => [...of.reads])),
      isTruth: operationOf(graph, node).boolean === true,
      depth: 1 + operands.reduce((most, { depth }) => Math.max(most, depth), 0),
      level: operands.reduce((most, { level }) => Math.max(most, level), 0),
    };
  }

  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1) continue;
    const value = written(node);
    const isColumn = !isLeaf(graph, node) && (reads[node]! > 1 || keep.has(node) || value.depth > DEEPEST);
    if (!isColumn) {
      values[node] = value;
      continue;
    }
    const own = links.names[node];
    const name = own === undefined ? names.temporary() : names.claim(own);
    if (value.level === levels.length) levels.push([]);
    levels[value.level]!.push({ name, text: value.text, reads: value.reads });
    values[node] = {
      ...atom(dialect.identifier(name)),
      reads: new Set([name]),
      isTruth: value.isTruth,
      depth: 0,
      level: value.level + 1,
    };
  }
  return node => asKind(dialect, values[node]!, 'number');
}

function formOf(graph: Graph, dialect: Dialect, node: Node): Form {
  const operation = operationOf(graph, node);
  const known = operandsOf(graph, node).map(of => constantValue(graph, of));
  const form = dialect.form(operation, known.length, known);
  // Refused before (refused.ts).
  if (form === null) throw new Error(`internal error: ${dialect.name} has no ${operation.name}`);
  return form;
}

function numberOf(dialect: Dialect, value: number): Written {
  const isNegative = value < 0 || Object.is(value, -0);
  return isNegative
    ? { text: `-${dialect.number(-value)}`, binding: SIGN }
    : { text: dialect.number(value), binding: ATOM };
}

/** What makes of a value what a hole is for; null where it is that. */
function conversionFor({ conversions }: Dialect, isTruth: boolean, kind: Kind): Form | null {
  if (kind === 'number') return isTruth ? conversions.toNumber : null;
  return isTruth ? null : conversions.toCondition;
}

function asKind(dialect: Dialect, value: Value, kind: Kind): Value {
  const conversion = conversionFor(dialect, value.isTruth, kind);
  if (conversion === null) return value;
  return { ...value, ...fillForm(conversion, [value]), isTruth: kind !== 'number', depth: value.depth + 1 };
}
