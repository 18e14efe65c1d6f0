// Messages to the user: a stable code, one sentence, the place, and a way out.
//
// A phase reports everything it finds to a Report and then calls `stopOnErrors`, which throws one FormulaError with all of
// them; warnings travel on with the result.

import type { Code } from './catalogue.js';
import { lineStarts, lineText, positionAt, type Source, type Span } from './source.js';

export type Severity = 'error' | 'warning';

export interface Diagnostic {
  /** What it means is in the catalogue. */
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly source: Source | null;
  readonly span: Span | null;
  readonly help: string | null;
}

/** Help that takes looking for is a function, which is called where the diagnostic is kept. */
export type Help = string | (() => string | undefined);

export interface Report {
  readonly source: Source | null;
  readonly errors: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
  /** True where no more errors are kept: another need not be found out about. */
  readonly isFull: boolean;
  error(code: Code, span: Span | null, message: string, help?: Help): void;
  warn(code: Code, span: Span | null, message: string, help?: string): void;
  /** Throws a FormulaError holding every error so far, if there is one. */
  stopOnErrors(): void;
}

/** More errors than this help nobody. */
const MOST_ERRORS = 20;

/** Nor does a longer sentence: a name or a literal in it is as long as the text may be. */
const LONGEST_MESSAGE = 1000;

/** A message or help, without its middle where it is long. */
function readable(text: string): string {
  if (text.length <= LONGEST_MESSAGE) return text;
  return `${text.slice(0, (2 * LONGEST_MESSAGE) / 3)} … ${text.slice(-LONGEST_MESSAGE / 4)}`;
}

export function createReport(source: Source | null): Report {
  const errors: Diagnostic[] = [];
  const warnings: Diagnostic[] = [];
  const add = (list: Diagnostic[], severity: Severity, code: Code, span: Span | null, text: string, help?: Help) => {
    if (list.length === MOST_ERRORS) return;
    const message = readable(text);
    const known = list.some(d => d.code === code && d.span?.start === span?.start && d.message === message);
    if (known) return;
    const found = typeof help === 'function' ? help() : help;
    // Not a token or an entry of the tree, which are places too.
    const place = span && { start: span.start, end: span.end };
    list.push({ code, severity, message, source, span: place, help: found === undefined ? null : readable(found) });
  };
  return {
    source,
    errors,
    warnings,
    get isFull() {
      return errors.length === MOST_ERRORS;
    },
    error: (code, span, message, help) => add(errors, 'error', code, span, message, help),
    warn: (code, span, message, help) => add(warnings, 'warning', code, span, message, help),
    stopOnErrors() {
      if (errors.length > 0) throw new FormulaError([...inTextOrder(errors), ...inTextOrder(warnings)]);
    },
  };
}

function inTextOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) => (a.span?.start ?? -1) - (b.span?.start ?? -1));
}

/** What every call throws for a fault of the formula, of the options or of their limits. */
export class FormulaError extends Error {
  /** Also where the library is minified. */
  static override readonly name = 'FormulaError';
  /** All errors, then warnings, each in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(formatDiagnostics(diagnostics).join('\n\n'));
    this.name = 'FormulaError';
    this.diagnostics = diagnostics;
  }

  /** The command line's `--json`. */
  toJSON(): DiagnosticsJSON {
    return diagnosticsJSON(this.diagnostics);
  }
}

/**
 * Does what a function of the library is called for. Faults of what it is given are shown where it is called: inside there is one
 * long line of a file that is built.
 */
export function shownAtCall<Result>(called: (...args: never[]) => unknown, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    // Engines other than V8 may not have it.
    if (error instanceof FormulaError) Error.captureStackTrace?.(error, called);
    throw error;
  }
}

/** A FormulaError of one error. */
export function formulaError(
  code: Code,
  message: string,
  help?: string,
  source: Source | null = null,
  span: Span | null = null,
) {
  const shown = { message: readable(message), help: help === undefined ? null : readable(help) };
  return new FormulaError([{ code, severity: 'error', ...shown, source, span }]);
}

export interface DiagnosticJSON {
  readonly code: Code;
  readonly message: string;
  readonly file: string | null;
  /** 1-based; columns and lengths in UTF-16 units; null without a place. */
  readonly line: number | null;
  readonly column: number | null;
  readonly length: number | null;
  readonly help: string | null;
}

export interface DiagnosticsJSON {
  readonly errors: readonly DiagnosticJSON[];
  readonly warnings: readonly DiagnosticJSON[];
}

export function diagnosticsJSON(diagnostics: readonly Diagnostic[]): DiagnosticsJSON {
  const linesOf = lineFinder();
  const of = (severity: Severity) => diagnostics.filter(d => d.severity === severity).map(d => toJSON(d, linesOf));
  return { errors: of('error'), warnings: of('warning') };
}

/** Where the lines of a source start, found once. */
type LineFinder = (source: Source) => readonly number[];

function lineFinder(): LineFinder {
  const found = new Map<Source, readonly number[]>();
  return source => {
    const starts = found.get(source) ?? lineStarts(source.text);
    found.set(source, starts);
    return starts;
  };
}

function toJSON({ code, message, source, span, help }: Diagnostic, linesOf: LineFinder): DiagnosticJSON {
  const file = source?.name ?? null;
  if (source === null || span === null) return { code, message, file, line: null, column: null, length: null, help };
  const { line, column } = positionAt(linesOf(source), span.start);
  return { code, message, file, line: inFile(source, line), column, length: span.end - span.start, help };
}

const inFile = (source: Source, line: number): number => line + (source.line ?? 1) - 1;

export type Part = 'error' | 'warning' | 'frame' | 'help';

/** Adds colour to a part of a message. */
export type Paint = (part: Part, text: string) => string;

const plain: Paint = (_part, text) => text;

/** Messages with their frames: place, line, carets and help. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], paint: Paint = plain): string[] {
  const linesOf = lineFinder();
  return diagnostics.map(diagnostic => formatDiagnostic(diagnostic, paint, linesOf));
}

function formatDiagnostic(diagnostic: Diagnostic, paint: Paint, linesOf: LineFinder): string {
  const { code, severity, message, source, span, help } = diagnostic;
  const head = `${paint(severity, `${severity}[${code}]`)}: ${visible(message)}`;
  if (source === null || span === null) return help === null ? head : `${head}\n  = help: ${visible(help)}`;
  const starts = linesOf(source);
  const { line, column } = positionAt(starts, span.start);
  const number = inFile(source, line);
  const gutter = ' '.repeat(String(number).length);
  const where = source.name === null ? `${number}:${column}` : `${visible(source.name)}:${number}:${column}`;
  const text = lineText(source.text, starts, line);
  const { shown, before, carets } = windowOf(text, column - 1, Math.max(span.end - span.start, 1));
  const pointer = `${' '.repeat(before)}${paint(severity, '^'.repeat(carets))}`;
  return [
    head,
    paint('frame', `${gutter} ╭─ ${where}`),
    `${paint('frame', `${number} │`)} ${shown}`,
    `${paint('frame', `${gutter} │`)} ${pointer}${help === null ? '' : ` ${paint('help', visible(help))}`}`,
  ].join('\n');
}

const WIDEST = 100;

/** The part of a line around a span, and where its carets go. */
function windowOf(text: string, start: number, length: number) {
  const end = Math.min(start + length, Math.max(text.length, start + 1));
  let from = 0;
  let to = text.length;
  if (text.length > WIDEST) {
    from = Math.max(0, start - 40);
    to = Math.min(text.length, from + WIDEST);
  }
  const head = from > 0 ? '…' : '';
  const tail = to < text.length ? '…' : '';
  const shown = `${head}${visible(text.slice(from, to))}${tail}`;
  const before = head.length + widthOf(visible(text.slice(from, start)));
  const carets = Math.max(1, widthOf(visible(text.slice(start, Math.min(end, to)))));
  return { shown, before, carets };
}

const UNPRINTABLE = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** Tabs as one space, characters that steer a terminal as a replacement character. */
function visible(text: string): string {
  return text.replaceAll('\t', ' ').replace(UNPRINTABLE, '\ufffd');
}

/** Columns on a terminal: East Asian wide characters and emoji take two, combining marks none. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}
