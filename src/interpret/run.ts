// Runs the text of code: as code of the engine's own, or, where a page, a worker or a flag forbids to make code of texts, by
// interpreting it, which is slower by far and gives the same results. It says so.

import { type Diagnostic, formatDiagnostics } from '../diagnostic.js';
import { interpret } from './interpret.js';
import { readProgram } from './read.js';

/** Each name that a text reads, and its value. */
export type Given = readonly (readonly [name: string, value: unknown])[];

type Generated = (...values: unknown[]) => unknown;

/** `Function`, where it has refused: policies stay as they are, and pages report each attempt. */
const refusing = new WeakSet<object>();

const WARNING: Diagnostic = {
  code: 'WG611',
  severity: 'warning',
  message: 'code generation is forbidden here: functions are interpreted, many times slower, with the same results',
  help: "emit modules when building: with a plugin, such as 'wengert/vite', the command line or 'emitSource'",
  source: null,
  span: null,
};

/** What a text that ends in `return` gives back. */
export function run(code: string, ...given: Given): unknown {
  const made = generated(code, given);
  return made === null ? interpret(readProgram(code), given).result : made(...given.map(([, value]) => value));
}

/** A text as a function of the names that it reads; null where code generation is forbidden. */
export function generated(code: string, given: Given): Generated | null {
  if (refusing.has(Function)) return null;
  try {
    // The code is made of checked identifiers and numbers only (see emit/js/print/estree.ts).
    return new Function(...given.map(([name]) => name), code) as Generated;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    refusing.add(Function);
    for (const text of formatDiagnostics([WARNING])) console.warn(`wengert: ${text}`);
    return null;
  }
}

/** Most engines say it by the type of what they throw; it is known of all that they refuse a text without any code, too. */
function isRefusal(error: unknown): boolean {
  if (error instanceof EvalError) return true;
  try {
    new Function('');
  } catch {
    return true;
  }
  return false;
}

/** What is to be said of functions that are made here: that they are interpreted, where they are. */
export const saidOfRunning = (): readonly Diagnostic[] => (generated('', []) === null ? [WARNING] : []);
