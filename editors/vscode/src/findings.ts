// What the library says of a text: faults at their places, and of a name what it is and what is passed back to it.

import { derivative, explain } from '../../../src/explain.js';
import { compile, type Diagnostic, FormulaError } from '../../../src/index.js';
import '../../../src/special.js';

export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly isError: boolean;
  readonly code: string;
  /** With the way out. */
  readonly message: string;
}

/** Derivatives of longer programs are not for reading. */
const LONGEST = 20_000;
const LONGEST_SHOWN = 1000;

/** @throws what is no fault of the text */
function diagnosticsOf(text: string): readonly Diagnostic[] {
  try {
    return compile(text).diagnostics;
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return error.diagnostics;
  }
}

export function findingsOf(text: string): Finding[] {
  if (text.trim() === '') return [];
  return diagnosticsOf(text).map(({ code, severity, message, help, span }) => ({
    start: span?.start ?? 0,
    end: Math.max(span?.end ?? 0, (span?.start ?? 0) + 1),
    isError: severity === 'error',
    code,
    message: help === null ? message : `${message}\n${help}`,
  }));
}

/** The name at an offset: what it is, the equation of its adjoint, and of an input the derivative of the result; null for none. */
export function describedAt(text: string, offset: number): string | null {
  const word = wordAt(text, offset);
  if (word === null || text.length > LONGEST) return null;
  try {
    const { steps } = explain(text);
    const step = steps.find(({ name }) => name === word);
    if (step === undefined) return null;
    const said = step.isZero ? `${step.operation} = 0` : `${step.name} = ${step.operation}`;
    const lines = [
      ...(step.kind === 'input' ? [] : [said]),
      ...(step.adjoint === null ? [] : [`${step.adjoint} = ${step.equation}`]),
    ];
    const own = step.kind === 'input' && step.adjoint !== null ? derivativeBy(text, word) : null;
    return [...lines, ...(own === null ? [] : [`# derivative by ${word}`, own])].join('\n');
  } catch (error) {
    // A text with faults has them underlined.
    if (error instanceof FormulaError) return null;
    throw error;
  }
}

function derivativeBy(text: string, name: string): string | null {
  try {
    const found = derivative(text, { wrt: [name] });
    return found.length > LONGEST_SHOWN ? null : found;
  } catch (error) {
    if (error instanceof FormulaError) return null;
    throw error;
  }
}

function wordAt(text: string, offset: number): string | null {
  for (const match of text.matchAll(/[\p{L}_$][\p{L}\p{N}_$]*/gu))
    if (match.index <= offset && offset <= match.index + match[0].length) return match[0];
  return null;
}
