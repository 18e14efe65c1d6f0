// formula`exp(x)^2 + ${scale}*y` → the formula's text, in pieces that know where they were written.
//
// Everything goes in between parentheses: `x^${-2}` and `${2}${g}` mean what they look like, whatever stands beside them. A
// formula brings its statements along; they go to the head of the text, equal ones once.

import { createReport, formulaError } from '../diagnostic.js';
import { defaultLimits } from '../limits.js';
import type { Span } from '../source.js';
import { parse } from './parse.js';

export interface Piece {
  readonly text: string;
  /** What it comes from: 0, 2, … are the literal parts, 1, 3, … the values between them. */
  readonly part: number;
  /** Where in the part the piece starts; before it, where something was put in front. */
  readonly start: number;
}

/** @param values numbers, and records of a formula's text. @throws FormulaError where a value is neither. */
export function interpolate(literals: readonly string[], values: readonly unknown[]): Piece[] {
  const statements = new Map<string, Piece>();
  const pieces: Piece[] = [];
  for (const [i, literal] of literals.entries()) {
    pieces.push({ text: literal, part: 2 * i, start: 0 });
    if (i >= values.length) continue;
    const value = values[i];
    const part = 2 * i + 1;
    const formula = (value as { formula?: unknown } | null | undefined)?.formula;
    if (Number.isFinite(value)) {
      // Number.isFinite has made sure.
      pieces.push({ text: `(${numberText(value as number)})`, part, start: -1 });
    } else if (typeof formula === 'string') {
      const result = resultOf(formula, (text, start) => {
        if (!statements.has(text)) statements.set(text, { text: `${text}\n`, part, start });
      });
      pieces.push({ text: `(${result.text})`, part, start: result.start - 1 });
    } else {
      const text = literals.join(HOLE);
      const start = literals.slice(0, i + 1).join(HOLE).length;
      throw formulaError(
        'WG608',
        `value ${i + 1} is ${typeof value === 'number' ? value : `of type ${typeof value}`}`,
        NOT_A_VALUE,
        { name: 'formula', text },
        { start, end: start + HOLE.length },
      );
    }
  }
  return [...statements.values(), ...pieces];
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: shown in a message
const HOLE = '${…}';

/** The way out where a value cannot stand in a formula. */
export const NOT_A_VALUE = 'finite numbers and formulas can stand here; anything else is an input of the formula';

/** Reads back as the same number, and, as an integer of many digits would not, without a warning. */
function numberText(value: number): string {
  if (Object.is(value, -0)) return '-0';
  return Math.abs(value) < 1e15 ? `${value}` : value.toExponential();
}

/** The result of a program as an expression, and its other statements one by one. */
function resultOf(text: string, hoist: (text: string, start: number) => void): { text: string; start: number } {
  const source = { name: null, text };
  let result = { text: '', start: 0 };
  const outputs: string[] = [];
  const at = ({ start, end }: Span) => ({ text: text.slice(start, end), start });
  let goal = false;
  for (const statement of parse(source, createReport(source), defaultLimits).statements) {
    const written = at(statement.span);
    switch (statement.kind) {
      case 'output':
        outputs.push(...statement.names.map(({ name }) => name));
        break;
      case 'emit':
        break;
      case 'expression':
        result = written;
        break;
      case 'minimize':
      case 'maximize':
        goal = true;
        result = at(statement.value.span);
        break;
      case 'declaration': {
        const keyword = `${statement.keyword} `;
        hoist(keyword + written.text, written.start - keyword.length);
        break;
      }
      default:
        hoist(written.text, written.start);
        if (statement.kind === 'definition' && !goal) result = at(statement.name.span);
    }
  }
  if (outputs.length > 1) return { text: `[${outputs}]`, start: 0 };
  return outputs.length === 1 ? { text: outputs[0]!, start: 0 } : result;
}
