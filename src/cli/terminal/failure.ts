// A command's failure on its way to the exit code.

import { styleText } from 'node:util';
import {
  type Diagnostic,
  diagnosticsJSON,
  type FormulaError,
  formatDiagnostics,
  formulaError,
  type Paint,
} from '../../diagnostic.js';
import { INPUT_FAULT, NUMERICAL_FAILURE, type Streams, WRONG_USAGE } from './streams.js';

/** Wrong usage of the command line. */
export function usageError(message: string, help?: string): FormulaError {
  return formulaError('WG602', message, help);
}

/** Files that cannot be read or written. */
export function fileError(message: string, help?: string): FormulaError {
  return formulaError('WG605', message, help);
}

function exitCodeOf({ diagnostics }: FormulaError): number {
  const first = diagnostics.find(d => d.severity === 'error');
  if (first?.code === 'WG602') return WRONG_USAGE;
  return first?.code.startsWith('WG5') ? NUMERICAL_FAILURE : INPUT_FAULT;
}

const STYLES = { error: ['bold', 'red'], warning: ['bold', 'yellow'], frame: ['blue'], help: ['cyan'] } as const;

function paintFor(streams: Streams): Paint {
  return (part, text) => (streams.color ? styleText([...STYLES[part]], text, { validateStream: false }) : text);
}

export function reportWarnings(warnings: readonly Diagnostic[], streams: Streams): void {
  for (const text of formatDiagnostics(warnings, paintFor(streams))) streams.say(`${text}\n`);
}

/** Prints a failure where it belongs and returns the exit code. */
export function reportFailure(error: FormulaError, json: boolean, streams: Streams): number {
  if (json) streams.out(`${JSON.stringify(diagnosticsJSON(error.diagnostics), null, 2)}\n`);
  else streams.err(`${formatDiagnostics(error.diagnostics, paintFor(streams)).join('\n\n')}\n`);
  return exitCodeOf(error);
}
