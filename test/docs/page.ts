// Pages of the documentation as something that can be run: files that they show, and commands with what these print. A comment
// `<!-- prints: command -->` is for the block below it, which is a part of that; `<!-- figures: command -->` is for numbers that
// only the text says (figures.ts).

import { readFileSync } from 'node:fs';

export interface ShownFile {
  readonly kind: 'file';
  readonly name: string;
  readonly text: string;
}

export interface ShownCommand {
  readonly kind: 'command';
  readonly command: string;
  /** What stands below it; null where nothing is shown. */
  readonly shown: readonly string[] | null;
}

/** What stands below a heading, or after the name of an example. */
export interface Section {
  readonly title: string;
  /** Without blocks and comments. */
  readonly prose: string;
  readonly parts: readonly (ShownFile | ShownCommand)[];
}

const BLOCK = /^(?<indent> *)```(\S*)(?: \[([^\]\n]+)\])?\n(.*?)^\k<indent>```$/gms;
const COMMENT = /<!-- (.*?) -->/gs;
const PART = new RegExp(`<!-- (figures|prints): ([^\n]*?) -->|${BLOCK.source}`, 'gms');
/** A front matter, which is no text. */
const FRONT = /^---\n.*?^---\n/ms;

export function sectionsOf(file: string): Section[] {
  const text = readFileSync(file, 'utf8').replace(FRONT, '');
  // Signs of headings stand in code as well.
  const outline = text.replace(BLOCK, block => block.replace(/[^\n]/g, ' '));
  const starts = [...outline.matchAll(/^(?:#+ |\*\*\[).*$/gm)].map(({ index }) => index);
  const bounds = [0, ...starts.filter(start => start > 0), text.length];
  return bounds.slice(0, -1).map((start, i) => {
    const own = text.slice(start, bounds[i + 1]);
    const prose = own.replace(BLOCK, '').replace(COMMENT, '');
    return { title: prose.trim().split('\n')[0]!, prose, parts: partsOf(own) };
  });
}

/** In their order: blocks with a name in brackets are files, those of `console` commands. */
function partsOf(text: string): (ShownFile | ShownCommand)[] {
  const parts: (ShownFile | ShownCommand)[] = [];
  let printing: string | null = null;
  for (const [, word, said, indent, language, name, body] of text.matchAll(PART)) {
    if (word === 'figures') parts.push({ kind: 'command', command: said!, shown: null });
    if (word !== undefined) {
      printing = word === 'prints' ? said! : null;
      continue;
    }
    const lines = body!.split('\n').map(line => line.slice(indent!.length));
    const shown = lines.slice(0, -1);
    if (name !== undefined) parts.push({ kind: 'file', name, text: lines.join('\n') });
    else if (printing !== null) parts.push({ kind: 'command', command: printing, shown: ['…', ...shown, '…'] });
    else if (language === 'console') parts.push(...commandsIn(shown));
    printing = null;
  }
  return parts;
}

function commandsIn(lines: readonly string[]): ShownCommand[] {
  const found: { kind: 'command'; command: string; shown: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith('$ ')) found.push({ kind: 'command', command: line.slice(2), shown: [] });
    else found.at(-1)!.shown.push(line);
  }
  return found;
}

const NUMBER = /[-+]?\d+\.?\d*(?:e[-+]?\d+)?/gi;
/** What a command takes of a machine. */
const TAKEN = /\b\d+(?:\.\d+)? (?=(?:ms|s|MB)\b)/g;

/** Numbers to six digits: more are left to the machine's functions. Times and memory are the machine's alone. */
const rounded = (line: string): string =>
  line
    .replace(TAKEN, 'some ')
    .trim()
    .split(/\s+/)
    .map(word => word.replace(NUMBER, number => Number(Number(number).toPrecision(6)).toString()))
    .join(' ');

/** Whether a line is as it is shown, where `…` stands for whatever there is. */
function isAsShown(printed: string, shown: string): boolean {
  // Some lines have a `…` of their own.
  if (rounded(printed) === rounded(shown)) return true;
  if (!shown.includes('…')) return false;
  const pieces = shown
    .replace(TAKEN, 'some ')
    .trim()
    .split('…')
    .map(piece => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/\s+/g, '\\s+'));
  return new RegExp(`^${pieces.join('.*')}$`).test(printed.replace(TAKEN, 'some ').trim());
}

/** The first shown line that was not printed in its turn; null where all were. A line `…` stands for any lines. */
export function missingLine(printed: string, shown: readonly string[]): string | null {
  const lines = printed.split('\n').filter(line => line.trim() !== '');
  let at = 0;
  let isLoose = false;
  for (const line of shown.filter(text => text.trim() !== '')) {
    if (line.trim() === '…') {
      isLoose = true;
      continue;
    }
    let found = at;
    while (isLoose && found < lines.length && !isAsShown(lines[found]!, line)) found++;
    if (found === lines.length || !isAsShown(lines[found]!, line)) return line;
    at = found + 1;
    isLoose = false;
  }
  return isLoose || at === lines.length ? null : lines[at]!;
}
