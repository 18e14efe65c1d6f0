// formula`exp(x)^2 + ${scale}*y` → the formula's text, in pieces that know where they were written.
//
// Everything goes in between parentheses: `x^${-2}` and `${2}${g}` mean what they look like, whatever stands beside them. A
// formula brings its statements along; they go to the head of the text, equal ones once. A long result is a function at its
// end, which means there what it would mean in place: formulas in formulas would double the text at every level.

import { createReport, formulaError } from '../diagnostic.js';
import { defaultLimits, type Limits } from '../limits.js';
import type { Span } from '../source.js';
import { parse } from './parse.js';
import { resultIndex } from './program.js';

export interface Piece {
  readonly text: string;
  /** What it comes from: 0, 2, … are the literal parts, 1, 3, … the values between them. */
  readonly part: number;
  /** Where in the part the piece starts; before it, where something was put in front. */
  readonly start: number;
}

/** @param values numbers, and records of a formula's text. @throws FormulaError where a value is neither. */
export function interpolate(
  literals: readonly string[],
  values: readonly unknown[],
  limits: Limits = defaultLimits,
): Piece[] {
  const head = new Map<string, Piece>();
  const tail = new Map<string, Piece>();
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
      const hoist = (text: string, start: number, late = false): void => {
        const moved = late ? tail : head;
        if (!moved.has(text))
          moved.set(text, { text: late ? `\n${text}` : `${text}\n`, part, start: start - Number(late) });
      };
      let { text, start } = resultOf(formula, limits, hoist);
      if (text.length > LONGEST_IN_PLACE) {
        const name = `part_${hashOf(text)}()`;
        hoist(`${name} = ${text}`, start - name.length - 3, true);
        text = name;
      }
      pieces.push({ text: `(${text})`, part, start: start - 1 });
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
  return [...head.values(), ...pieces, ...tail.values()];
}

const LONGEST_IN_PLACE = 100;

/** Equal for equal texts in all formulas; two texts with one hash would be an error, that of a name with two definitions. */
const hashOf = (text: string): bigint =>
  [...text].reduce(
    (hash, character) => (hash * 1000003n + BigInt(character.codePointAt(0)!)) % 2305843009213693951n,
    0n,
  );

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
function resultOf(
  text: string,
  limits: Limits,
  hoist: (text: string, start: number, late?: boolean) => void,
): { text: string; start: number } {
  const source = { name: null, text };
  let result = { text: '', start: 0 };
  const outputs: string[] = [];
  const at = ({ start, end }: Span) => ({ text: text.slice(start, end), start });
  let goal = false;
  const program = parse(source, createReport(source), limits);
  const last = resultIndex(program);
  for (const [index, statement] of program.statements.entries()) {
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
        hoist(written.text, written.start, statement.kind === 'function' && index > last);
        if ((statement.kind === 'definition' || statement.kind === 'recurrence') && !goal) result = at(statement.name);
    }
  }
  if (outputs.length > 1) return { text: `[${outputs}]`, start: 0 };
  return outputs.length === 1 ? { text: outputs[0]!, start: 0 } : result;
}
