// Diagnostics as the errors of a bundler.

import { type Diagnostic, formatDiagnostic } from '../diagnostic.js';
import { lineStarts, positionAt } from '../source.js';

/** What Rollup, Vite and esbuild know of an error's place. */
export interface BundlerError {
  readonly message: string;
  readonly id: string;
  /** Lines from 1, columns from 0. */
  readonly loc?: { readonly file: string; readonly line: number; readonly column: number };
  readonly frame?: string;
  readonly stack?: string;
}

/** Bundlers that show the place and the frame of an error themselves. */
const WITH_FRAMES = new Set(['vite', 'rollup', 'rolldown']);

/** The first error is located, all are told. */
export function bundlerError(diagnostics: readonly Diagnostic[], file: string, framework: string): BundlerError {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const texts = errors.map(error => formatDiagnostic(error));
  const [first] = errors;
  const place = first?.source && first.span ? positionAt(lineStarts(first.source.text), first.span.start) : null;
  const loc = place === null ? {} : { loc: { file, line: place.line, column: place.column - 1 } };
  if (!WITH_FRAMES.has(framework)) {
    const message = texts.join('\n\n');
    return { message, id: file, stack: message, ...loc };
  }
  const message = errors.map(({ code, message, help }) => `[${code}] ${message}${help === null ? '' : ` (${help})`}`);
  // The message of the only error stands above its frame already.
  const frames = errors.length === 1 ? texts.map(text => text.split('\n').slice(1).join('\n')) : texts;
  return { message: message.join('\n'), id: file, frame: ruled(frames.join('\n\n')), stack: '', ...loc };
}

/** Vite's overlay shows what has the ruler of its own frames. */
const ruled = (frame: string): string => frame.replace(/^( *\d* *)│/gm, '$1|');

/** An error of a module of the user's. @param shown the file's name in messages. */
export function importError(
  message: string,
  { file, shown, line, column }: { file: string; shown: string; line: number; column: number },
  framework: string,
): BundlerError {
  const showsPlace = WITH_FRAMES.has(framework) || framework === 'esbuild';
  const located = { id: file, loc: { file, line, column } };
  if (showsPlace) return { message, stack: '', ...located };
  return { message: `${shown}:${line}:${column + 1}: ${message}`, ...located };
}
