// Messages to the user: a stable code, one sentence, the place, and a way out.
//
// A phase reports everything it finds to a Report and then calls `stopOnErrors`, which throws one FormulaError with all of
// them; warnings travel on with the result.

import type { Source, Span } from './source.js';

export type Severity = 'error' | 'warning';

export interface Diagnostic {
  /** `WG1xx` syntax, `WG2xx` names, `WG3xx` shapes, `WG4xx` differentiation, `WG5xx` numerical, `WG6xx` files and usage, `WG7xx` limits. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly source: Source | null;
  readonly span: Span | null;
  readonly help: string | null;
}

export interface Report {
  readonly source: Source | null;
  readonly errors: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
  error(code: string, span: Span | null, message: string, help?: string): void;
  warn(code: string, span: Span | null, message: string, help?: string): void;
  /** Throws a FormulaError holding every error so far, if there is one. */
  stopOnErrors(): void;
}
