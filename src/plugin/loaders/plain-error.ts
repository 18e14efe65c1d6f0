// A FormulaError as Node and tools print errors: its frames alone, since the stack has no code of the user's.

import { FormulaError } from '../../diagnostic.js';

export function plainError(error: unknown): unknown {
  if (!(error instanceof FormulaError)) return error;
  const { name, message, diagnostics } = error;
  error.stack = `${name}: ${message}`;
  // What is listed of an error is printed too.
  return Object.defineProperty(error, 'diagnostics', { value: diagnostics, enumerable: false });
}
