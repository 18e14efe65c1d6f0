// What is wrong with a file of data, and where: file, line and column, as of a formula.

import type { Code } from '../catalogue.js';
import { type FormulaError, formulaError } from '../diagnostic.js';

/** A line of a file. */
export interface Line {
  /** Name of the file in messages. */
  readonly file: string;
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** @param start where in the line, in UTF-16 units from 0 */
export function lineFault(
  code: Code,
  line: Line,
  start: number,
  length: number,
  message: string,
  help?: string,
): FormulaError {
  const source = { name: line.file, text: line.text, line: line.number };
  return formulaError(code, message, help, source, { start, end: start + Math.max(length, 1) });
}

/** What has no place in the file, or a file that has no lines. */
export const fileFault = (code: Code, file: string, message: string, help?: string): FormulaError =>
  formulaError(code, `${file}: ${message}`, help);
