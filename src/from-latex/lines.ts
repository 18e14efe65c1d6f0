// Text of TeX → its statements as tokens of formulas, in the order in which these have them: what is declared, what is defined after
// "where" before what it is for, and the others as they stand.

import { createReport, type Report } from '../diagnostic.js';
import { isFunctionName } from '../lower/functions.js';
import type { Token } from '../parse/tokens.js';
import { treeOf } from './build-tree.js';
import { declarationTokens, isMembership, type Line, membership } from './declarations.js';
import { type Known, noteKnown } from './known.js';
import { lexTeX, type TeXToken } from './lexer.js';
import { name } from './pieces.js';
import { readFormula } from './read-formula.js';
import type { Reading } from './reading.js';
import { DECLARING, GOALS, splitTeX, type Written } from './statements.js';
import { checkIndices } from './sum-indices.js';
import type { Tree } from './tree.js';

export interface Lines {
  readonly lines: readonly Line[];
  readonly reading: Reading;
}

/** What a statement begins with, and what stands after it. */
interface Begun {
  readonly keyword: Token | null;
  readonly tokens: readonly TeXToken[];
}

/** What names what there is. */
const NAMING = new Set(['output', 'emit']);

/**
 * @param nesting most levels of it
 * @param areWords letters side by side are names, as they are in formulas
 */
export function readLines(text: string, report: Report, nesting: number, areWords = false): Lines {
  const known: Known = { variables: new Set(), functions: new Set(), arrays: new Map(), indices: new Set() };
  const reading: Reading = {
    report,
    isFunction: isFunctionName,
    ...known,
    ...{ spellings: new Map(), elements: [], bounds: new Map(), bold: new Map() },
    ...{ parts: new Map(), reads: new Map(), choices: new Map() },
  };
  const declared: Line[] = [];
  const last: Line[] = [];
  const whole = new Set<string>();
  const formulas: { readonly begun: Begun; readonly after: Written['after'] }[] = [];
  const lexed = lexTeX(text, report) ?? [];
  warnAboutLogarithms(lexed, report);
  for (const { tokens, after } of splitTeX(lexed, report)) {
    const begun = begin(tokens, after === 'constraints');
    const isDeclaration = begun.keyword !== null && DECLARING.has(begun.keyword.text);
    if (isDeclaration || (begun.keyword === null && isMembership(tokens))) {
      const line = isDeclaration
        ? declarationOf(begun, report)
        : membership(tokens, report, createReport(report.source));
      if (line === null) continue;
      (NAMING.has(line.keyword!.text) ? last : declared).push(line);
      noteDeclared(line.tokens, known, isDeclaration ? whole : null);
    } else formulas.push({ begun, after });
  }
  const names = {
    isName: (letters: string) => areWords || whole.has(letters),
    isFunction: isFunctionName,
  };
  const trees = formulas.map(({ begun }) => treeOf(begun.tokens, nesting, names, report));
  noteKnown(
    trees.filter(tree => tree !== null),
    known,
  );
  const main: Line[] = [];
  const before: Line[] = [];
  for (const [i, tree] of trees.entries()) {
    const { begun, after } = formulas[i]!;
    const tokens = tree === null ? null : readFormula(reading, tree as Tree, begun.keyword === null);
    if (tokens !== null) checkIndices(reading, tokens);
    if (tokens !== null) (after === 'definitions' ? before : main).push({ keyword: begun.keyword, tokens });
  }
  return { lines: [...declared, ...main.slice(0, -1), ...before, ...main.slice(-1), ...last], reading };
}

/** Where `\ln` stands too, `\log` may be to base 10. */
function warnAboutLogarithms(tokens: readonly TeXToken[], report: Report): void {
  const at = (name: string): number =>
    tokens.findIndex((of, i) => of.kind === 'command' && of.text === name && tokens[i + 1]?.text !== '_');
  const log = tokens[at('log')];
  if (log === undefined || at('ln') === -1) return;
  const help = 'write \\log_{10} x for base 10, \\ln x for the natural one';
  report.warn('WG154', log, "'\\log' is read as the natural logarithm, as '\\ln' is", help);
}

function declarationOf({ keyword, tokens }: Begun, report: Report): Line | null {
  const read = declarationTokens(tokens, report);
  return read === null ? null : { keyword, tokens: read };
}

/** Names after a keyword, and how many indices they have. */
function noteDeclared(tokens: readonly Token[], { variables, arrays }: Known, whole: Set<string> | null): void {
  let depth = 0;
  for (const [i, { kind, text }] of tokens.entries()) {
    if (text === '[' || text === '(') depth++;
    else if (text === ']' || text === ')') depth--;
    const before = tokens[i - 1]?.text;
    if (kind !== 'name' || depth > 0 || (before !== undefined && before !== ',')) continue;
    variables.add(text);
    whole?.add(text);
    if (tokens[i + 1]?.text !== '[') continue;
    const end = tokens.findIndex((of, j) => j > i && of.text === ']');
    arrays.set(text, tokens.slice(i, end).filter(of => of.text === ',').length + 1);
  }
}

/** A keyword that a statement begins with, written out or as `\min_{x}` is. */
function begin(tokens: readonly TeXToken[], isConstraint: boolean): Begun {
  const [first, second, third] = tokens;
  const isWord = first?.kind === 'letters' || first?.kind === 'words';
  const isApart =
    second !== undefined && (first!.kind === 'words' || second.start > first!.end) && !/^[=_^]$/.test(second.text);
  if (isWord && isApart && (DECLARING.has(first.text) || GOALS.has(first.text)))
    return { keyword: name(first.text, first), tokens: tokens.slice(1) };
  if (first?.kind === 'command' && (first.text === 'min' || first.text === 'max') && second?.text === '_') {
    let end = 3;
    if (third?.text === '{') while (end < tokens.length && tokens[end - 1]!.text !== '}') end++;
    const over = tokens.slice(2, end).filter(({ kind }) => kind === 'letters');
    const isOfSet = tokens.some(
      (of, k) => k >= end && over.some(({ text }) => text === of.text) && /^[_{]$/.test(tokens[k - 1]!.text),
    );
    if (end < tokens.length && !isOfSet)
      return { keyword: name(`${first.text}imize`, first), tokens: tokens.slice(end) };
  }
  const isRelation = isConstraint && first !== undefined;
  return { keyword: isRelation ? name('constraint', { start: first.start, end: first.start }) : null, tokens };
}
