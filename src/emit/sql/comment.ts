// Comments of SQL: whole lines, none of which goes on in the next one or begins a hint.

const CONTROLS = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

const lineOf = (text: string): string => `-- ${text.replaceAll('\t', ' ').replace(CONTROLS, '\ufffd')}`.trimEnd();

export const commentOf = (lines: readonly string[]): string => lines.map(line => `${lineOf(line)}\n`).join('');
