// Numbers that the text of a page says. Each is of a command of its section: one that is shown, or one that a comment
// `<!-- figures: command -->` names. What is measured is written in digits; numbers in words count what is described. 0 and 1 are of
// formulas. Times and memory depend on the machine: they stand beside a command, and are not compared.

import type { Section } from './page.js';

/** Parts of texts whose numbers no command makes, with the reason. */
export type Elsewhere = Readonly<Record<string, string>>;

const NUMBER = /(?<![\p{L}\d_.])(?:(?<![\d)\]])[-−])?\d+(?:[,_]\d{3})*(?:\.\d+)?(?:e[-+]?\d+)?(?![\p{L}\d])/gu;
const TAKEN = /^ (?:ms|s|seconds?|minutes?|MB)\b/;
/** Code, addresses of links, and elements are not read as text. */
const NO_TEXT = /`[^`]*`|(?<=\])\([^)]*\)|<[^>]*>|\{[^}]*\}/g;

const plain = (number: string): string => number.replace('−', '-').replaceAll(/[,_]/g, '');
/** How many digits a number says. */
const digitsOf = (number: string): number => number.replace(/e.*/, '').replaceAll(/^[-0.]*|\./g, '').length;

/** Numbers of the text that no output of its section has, nor a part of it that is from elsewhere. */
export function unfounded({ prose, parts }: Section, outputs: readonly string[], elsewhere: Elsewhere): string[] {
  const text = Object.keys(elsewhere).reduce((rest, phrase) => rest.replaceAll(phrase, '…'), unwrapped(prose));
  const printed = outputs.flatMap(output => [...output.matchAll(NUMBER)].map(([number]) => plain(number)));
  const hasCommand = parts.some(({ kind }) => kind === 'command');
  return [...text.matchAll(NUMBER)]
    .filter(({ 0: number, index }) => {
      const figure = plain(number);
      if (TAKEN.test(text.slice(index + number.length))) return !hasCommand;
      return Math.abs(Number(figure)) !== 1 && Number(figure) !== 0 && !printed.some(of => isSame(figure, of));
    })
    .map(({ 0: number, index }) => `${number}: …${text.slice(Math.max(index - 30, 0), index + 30)}…`);
}

/** Phrases that no section has. */
export const absent = (sections: readonly Section[], elsewhere: Elsewhere): string[] =>
  Object.keys(elsewhere).filter(phrase => !sections.some(({ prose }) => unwrapped(prose).includes(phrase)));

const unwrapped = (prose: string): string => prose.replaceAll(NO_TEXT, '`').replaceAll(/\s+/g, ' ');

/** Whether numbers agree to the digits that both say: of whole ones all, of others those of the figure, or else four. */
function isSame(figure: string, printed: string): boolean {
  if (Number(figure) === Number(printed)) return true;
  if (/^-?\d+$/.test(figure)) return false;
  const [said, made] = [figure, printed].map(digitsOf) as [number, number];
  const digits = Math.min(said, made);
  if (digits < Math.min(said, 4)) return false;
  const [a, b] = [figure, printed].map(number => Number(number).toPrecision(digits));
  return a === b;
}
