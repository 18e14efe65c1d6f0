// Diagnostics as the errors of a bundler.

import { type Diagnostic, formatDiagnostic } from '../diagnostic.js';
import { lineStarts, lineText, positionAt } from '../source.js';
import type { ImportedName } from './imports.js';

/** What Rollup, Vite and esbuild know of an error's place. */
export interface BundlerError {
  readonly message: string;
  readonly id: string;
  /** Lines from 1, columns from 0. */
  readonly loc?: { readonly file: string; readonly line: number; readonly column: number };
  readonly frame?: string;
  readonly stack: '';
  /** What esbuild shows of the place, see esbuild.ts. */
  readonly meta?: { readonly lineText: string; readonly length: number };
}

/** Bundlers that show the place and the frame of an error themselves. */
const WITH_FRAMES = new Set(['vite', 'rollup', 'rolldown']);

/** For esbuild one for each diagnostic; for the others a single one, as some stop there: its place is the first's. */
export function bundlerErrors(diagnostics: readonly Diagnostic[], file: string, framework: string): BundlerError[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return [];
  if (framework === 'esbuild')
    return errors.map(error => ({ message: shortText(error), ...locationOf(error, file), ...excerptOf(error) }));
  const texts = errors.map(error => formatDiagnostic(error));
  const located = locationOf(errors[0]!, file);
  if (!WITH_FRAMES.has(framework)) return [{ message: texts.join('\n\n'), ...located }];
  // The message of the only error stands above its frame already.
  const frames = errors.length === 1 ? texts.map(text => text.split('\n').slice(1).join('\n')) : texts;
  return [{ message: errors.map(shortText).join('\n'), frame: ruled(frames.join('\n\n')), ...located }];
}

/** An import that its formula does not emit. @param shown the importing module's name in messages. */
export function importDiagnostic(
  message: string,
  help: string | null,
  { line, column, name }: ImportedName,
  code: string,
  shown: string,
): Diagnostic {
  const start = lineStarts(code)[line - 1]! + column;
  return {
    code: 'WG607',
    severity: 'error',
    message,
    source: { name: shown, text: code },
    span: { start, end: start + name.length },
    help,
  };
}

const shortText = ({ code, message, help }: Diagnostic): string =>
  `[${code}] ${message}${help === null ? '' : ` (${help})`}`;

/** Without a stack, which would lead into the plugin. */
function locationOf({ source, span }: Diagnostic, file: string): Pick<BundlerError, 'id' | 'loc' | 'stack'> {
  if (source === null || span === null) return { id: file, stack: '' };
  const { line, column } = positionAt(lineStarts(source.text), span.start);
  return { id: file, stack: '', loc: { file, line, column: column - 1 } };
}

function excerptOf({ source, span }: Diagnostic): Pick<BundlerError, 'meta'> {
  if (source === null || span === null) return {};
  const starts = lineStarts(source.text);
  const { line } = positionAt(starts, span.start);
  return { meta: { lineText: lineText(source.text, starts, line), length: span.end - span.start } };
}

/** Vite's overlay shows what has the ruler of its own frames. */
const ruled = (frame: string): string => frame.replace(/^( *\d* *)│/gm, '$1|');
