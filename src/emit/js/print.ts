// ESTree → text, and on the way where the names of the formula go.

import type * as ESTree from 'estree';
import type { Location } from './estree.js';
import { print } from './printer.js';

/** A top-level statement and the lines of its JSDoc. */
export interface Documented {
  readonly doc: readonly string[];
  readonly node: ESTree.Program['body'][number];
}

/** Text around the parts, which are indented then. */
export interface Enclosure {
  readonly before: string;
  readonly after: string;
}

/** Is told where each name of the formula stands there and in the printed text. */
export type OnMapping = (original: Location, line: number, column: number) => void;

/** @param banner lines of comment at the top. */
export function printModule(
  banner: readonly string[],
  parts: Iterable<Documented>,
  onMapping: OnMapping | null,
  enclosure: Enclosure | null = null,
): string {
  let code = banner.map(line => `${`// ${oneLine(line)}`.trimEnd()}\n`).join('');
  let line = banner.length;
  if (enclosure !== null) {
    code += `\n${enclosure.before}\n`;
    line += 2;
  }
  const indent = enclosure === null ? '' : '  ';
  const onLocated =
    onMapping === null
      ? null
      : (node: ESTree.Identifier, below: number, column: number): void =>
          onMapping(node.loc!.start, line + below + 1, column);
  for (const { doc, node } of parts) {
    const lines = doc.length === 0 ? [] : ['/**', ...doc.map(text => ` * ${commentText(text)}`.trimEnd()), ' */'];
    const head = `\n${lines.map(text => `${indent}${text}\n`).join('')}`;
    code += head;
    line += lines.length + 1;
    const printed = print(node, enclosure === null ? 0 : 1, onLocated);
    code += `${printed.join('\n')}\n`;
    line += printed.length;
  }
  return enclosure === null ? code : `${code}${enclosure.after}\n`;
}

const LINE_BREAKS_AND_CONTROLS = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

function oneLine(text: string): string {
  return text.replaceAll('\t', ' ').replace(LINE_BREAKS_AND_CONTROLS, '\ufffd');
}

/** A line that neither ends nor breaks the comment around it. */
export function commentText(text: string): string {
  return oneLine(text).replaceAll('*/', '* /');
}
