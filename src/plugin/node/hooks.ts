// Node's hook for modules that are formulas. It gives its answer at once, so it serves on the thread of the program
// (`module.registerHooks`) as well as on a thread of its own (`module.register`).

import { fileURLToPath } from 'node:url';
import { isFormulaId } from '../import-id.js';
import { nodeModule } from './node-module.js';

interface Loaded {
  readonly format: string;
  readonly source?: unknown;
  readonly shortCircuit?: boolean;
}

/** @throws FormulaError */
export function load<Next, Context>(
  url: string,
  context: Context,
  nextLoad: (url: string, context: Context) => Next,
): Next | Loaded {
  if (!url.startsWith('file:') || !isFormulaId(url)) return nextLoad(url, context);
  const { searchParams: query } = new URL(url);
  return { format: 'module', source: nodeModule({ file: fileURLToPath(url), query }, 'esm'), shortCircuit: true };
}
