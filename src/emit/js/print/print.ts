// The parts of a module → its text, and on the way where the names of the formula go.

import type * as ESTree from 'estree';
import { bannerLine } from '../../banner.js';
import type { OnLocated } from '../../line/line-context.js';
import { print } from './generator.js';
import type { MappedLines, Mapper } from './source-map.js';

/** A top-level statement and the lines of its JSDoc. */
export interface Documented {
  readonly doc: readonly string[];
  readonly node: ESTree.Program['body'][number];
}

/** The function of a chunk of a long one, printed elsewhere. */
export interface PrintedChunk {
  readonly text: string;
  /** Its lines, and where names of the formula are in them. */
  readonly mapped: MappedLines;
  /** Length that it needs of the array of slots. */
  readonly slots: number;
}

/** A top-level statement that is one. */
export interface Printed {
  readonly printed: PrintedChunk;
}

/** Text around the parts, which are indented then. */
export interface Enclosure {
  readonly before: string;
  readonly after: string;
}

/** @param banner lines of comment at the top. */
export function printModule(
  banner: readonly string[],
  parts: Iterable<Documented | Printed>,
  mapper: Mapper | null,
  enclosure: Enclosure | null = null,
): string {
  let code = banner.map(line => `${bannerLine(oneLine(line))}\n`).join('');
  let line = banner.length;
  if (enclosure !== null) {
    code += `\n${enclosure.before}\n`;
    line += 2;
  }
  const level = enclosure === null ? 0 : 1;
  const indent = '  '.repeat(level);
  const onLocated = located(mapper, () => line);
  for (const part of parts) {
    if ('printed' in part) {
      const { text, mapped } = part.printed;
      line++;
      mapper?.append?.(mapped, line);
      code += `\n${text}\n`;
      line += mapped.lines;
      continue;
    }
    const { doc, node } = part;
    const lines = doc.length === 0 ? [] : ['/**', ...doc.map(text => ` * ${commentText(text)}`.trimEnd()), ' */'];
    const head = `\n${lines.map(text => `${indent}${text}\n`).join('')}`;
    code += head;
    line += lines.length + 1;
    const printed = print(node, level, onLocated);
    code += `${printed.text}\n`;
    line += printed.lines;
  }
  return enclosure === null ? code : `${code}${enclosure.after}\n`;
}

/** Tells a mapper of located names. @param above lines before those that are being printed */
export function located(mapper: Mapper | null, above: () => number): OnLocated | null {
  return mapper && ((location, below, column) => mapper.add(location, above() + below + 1, column));
}

const LINE_BREAKS_AND_CONTROLS = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

function oneLine(text: string): string {
  return text.replaceAll('\t', ' ').replace(LINE_BREAKS_AND_CONTROLS, '\ufffd');
}

/** A line that neither ends nor breaks the comment around it. */
export function commentText(text: string): string {
  return oneLine(text).replaceAll('*/', '* /');
}
