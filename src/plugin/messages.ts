// Diagnostics as the errors and warnings of a bundler.

import { type Diagnostic, formatDiagnostics } from '../diagnostic.js';
import { lineStarts, lineText, positionAt } from '../source.js';

/** What Rollup, Vite and esbuild know of the place of an error or a warning. */
export interface BundlerMessage {
  readonly message: string;
  readonly id: string;
  /** Lines from 1, columns from 0. */
  readonly loc?: { readonly file: string; readonly line: number; readonly column: number };
  readonly frame?: string;
  readonly stack: '';
  /** What esbuild shows of the place, see bundlers/esbuild.ts. */
  readonly meta?: { readonly lineText: string; readonly length: number };
}

/** Bundlers that show the place and the frame of an error themselves, and not where a module is imported. */
export const WITH_FRAMES = new Set(['vite', 'rollup', 'rolldown']);

/** For esbuild one for each diagnostic; for the others a single one, as some stop there: its place is the first's. */
export function bundlerErrors(diagnostics: readonly Diagnostic[], file: string, framework: string): BundlerMessage[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (framework === 'esbuild') return errors.map(error => messageForEsbuild(error, file));
  const [first] = errors;
  return first === undefined ? [] : [messageOf(first, errors, file, WITH_FRAMES.has(framework))];
}

/** One for each diagnostic. Of warnings, Vite and Rolldown show the text alone. */
export const bundlerWarnings = (diagnostics: readonly Diagnostic[], file: string, framework: string) =>
  diagnostics.map(warning =>
    framework === 'esbuild'
      ? messageForEsbuild(warning, file)
      : messageOf(warning, [warning], file, framework === 'rollup'),
  );

const messageForEsbuild = (diagnostic: Diagnostic, file: string): BundlerMessage => ({
  message: shortText(diagnostic),
  ...locationOf(diagnostic, file),
  ...excerptOf(diagnostic),
});

/**
 * @param first of all, which has the place.
 * @param hasFrame whether the bundler shows it beside the message.
 */
function messageOf(first: Diagnostic, all: readonly Diagnostic[], file: string, hasFrame: boolean): BundlerMessage {
  const located = locationOf(first, file);
  const texts = formatDiagnostics(all);
  if (!hasFrame) return { message: texts.join('\n\n'), ...located };
  // The message of the only one stands above its frame already.
  const frames = all.length === 1 ? texts.map(text => text.split('\n').slice(1).join('\n')) : texts;
  const frame = all.some(({ span }) => span !== null) ? { frame: ruled(frames.join('\n\n')) } : {};
  return { message: all.map(shortText).join('\n'), ...frame, ...located };
}

const shortText = ({ code, message, help }: Diagnostic): string =>
  `[${code}] ${message}${help === null ? '' : ` (${help})`}`;

/** Without a stack, which would lead into the plugin. */
function locationOf({ source, span }: Diagnostic, file: string): Pick<BundlerMessage, 'id' | 'loc' | 'stack'> {
  if (source === null || span === null) return { id: file, stack: '' };
  const { line, column } = positionAt(lineStarts(source.text), span.start);
  return { id: file, stack: '', loc: { file, line, column: column - 1 } };
}

function excerptOf({ source, span }: Diagnostic): Pick<BundlerMessage, 'meta'> {
  if (source === null || span === null) return {};
  const starts = lineStarts(source.text);
  const { line } = positionAt(starts, span.start);
  return { meta: { lineText: lineText(source.text, starts, line), length: span.end - span.start } };
}

/** Vite's overlay shows what has the ruler of its own frames. */
const ruled = (frame: string): string => frame.replace(/^( *\d* *)│/gm, '$1|');
