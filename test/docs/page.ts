// Pages of the documentation as something that can be run: files that they show, and commands with what these print.

import { readFileSync } from 'node:fs';

export interface ShownFile {
  readonly kind: 'file';
  readonly name: string;
  readonly text: string;
}

export interface ShownCommand {
  readonly kind: 'command';
  readonly command: string;
  readonly shown: readonly string[];
}

/** In their order: blocks with a name in brackets are files, those of `console` commands. */
export function partsOf(file: string): (ShownFile | ShownCommand)[] {
  const text = readFileSync(file, 'utf8');
  const blocks = text.matchAll(/^( *)```(\S+)(?: \[([^\]\n]+)\])?\n(.*?)^\1```$/gms);
  return [...blocks].flatMap(([, indent, language, name, body]): (ShownFile | ShownCommand)[] => {
    const lines = body!.split('\n').map(line => line.slice(indent!.length));
    if (name !== undefined) return [{ kind: 'file', name, text: lines.join('\n') }];
    return language === 'console' ? commandsIn(lines.slice(0, -1)) : [];
  });
}

function commandsIn(lines: readonly string[]): ShownCommand[] {
  const found: { kind: 'command'; command: string; shown: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith('$ ')) found.push({ kind: 'command', command: line.slice(2), shown: [] });
    else found.at(-1)!.shown.push(line);
  }
  return found;
}

/** Arguments of a command line, in which quotes stand about whole ones. */
export const argumentsIn = (command: string): string[] =>
  Array.from(command.matchAll(/'([^']*)'|\S+/g), ([word, quoted]) => quoted ?? word);

const NUMBER = /[-+]?\d+\.?\d*(?:e[-+]?\d+)?/gi;

/** Numbers to six digits: more are left to the machine's functions. */
const rounded = (line: string): string =>
  line
    .trim()
    .split(/\s+/)
    .map(word => word.replace(NUMBER, number => Number(Number(number).toPrecision(6)).toString()))
    .join(' ');

/** Whether a line is as it is shown, where `…` stands for whatever there is. */
function isAsShown(printed: string, shown: string): boolean {
  if (!shown.includes('…')) return rounded(printed) === rounded(shown);
  const pieces = shown
    .trim()
    .split('…')
    .map(piece => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/\s+/g, '\\s+'));
  return new RegExp(`^${pieces.join('.*')}$`).test(printed.trim());
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
