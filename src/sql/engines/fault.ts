// What an engine says in place of rows, as a fault: one line, and no password in it.

import { type FormulaError, formulaError } from '../../diagnostic.js';

/** A password as connections are written: `password=…`, quoted or not. */
const PASSWORD = /\b((?:ssl)?password)(\s*[=:]\s*)('[^']*'|"[^"]*"|[^\s&'"),;]+)/gi;
/** And as addresses are, in front of a host. */
const IN_ADDRESS = /(\b[a-z][a-z\d+.-]*:\/\/[^\s/:@'"]*):[^\s/'"]*@/gi;

/** @param secrets texts that are passwords */
export function withoutPasswords(text: string, secrets: readonly string[] = []): string {
  const shown = text.replace(IN_ADDRESS, '$1@').replace(PASSWORD, '$1$2…');
  return secrets.reduce((kept, secret) => (secret === '' ? kept : kept.replaceAll(secret, '…')), shown);
}

/** Messages have the statement below them, with an arrow. */
function firstLines(message: string): string {
  const [lines] = message.trim().split(/\n\s*\n|\nLINE \d|\n\s*\^/);
  return lines!.replace(/\s*\n\s*/g, ' ');
}

export function engineFault(
  title: string,
  error: unknown,
  secrets: readonly string[] = [],
  help?: string,
): FormulaError {
  const message = error instanceof Error ? error.message : String(error);
  // What several addresses of a host were tried for has no message of its own.
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
  return formulaError('WG625', `${title}: ${withoutPasswords(firstLines(message) || code, secrets)}`, help);
}

/** A driver that is not there. */
export const notInstalled = (title: string, name: string): FormulaError =>
  formulaError('WG625', `${title} is asked by the package '${name}', which is not installed`, `npm install ${name}`);
