// ESTree → text, and on the way where the names of the formula go.

import { GENERATOR, generate, type State } from 'astring';
import type * as ESTree from 'estree';

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

/** Is told where each name of the formula stands in the printed text; lines from 1, columns from 0. */
export type OnMapping = (mapping: Mapping) => void;

export interface Mapping {
  readonly original: { readonly line: number; readonly column: number };
  readonly generated: { readonly line: number; readonly column: number };
}

const printer = {
  ...GENERATOR,
  // Records of metadata read best on one line.
  ObjectExpression(this: typeof GENERATOR, node: ESTree.ObjectExpression, state: State) {
    if (node.properties.length === 0) return state.write('{}');
    state.write('{ ');
    for (const [index, property] of node.properties.entries()) {
      if (index > 0) state.write(', ');
      this[property.type](property as never, state);
    }
    state.write(' }');
  },
};

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
  const sourceMap = {
    file: '',
    addMapping({ original, generated }: Mapping) {
      onMapping?.({ original, generated: { line: generated.line + line, column: generated.column } });
    },
  };
  for (const { doc, node } of parts) {
    const lines = doc.length === 0 ? [] : ['/**', ...doc.map(text => ` * ${commentText(text)}`.trimEnd()), ' */'];
    const head = `\n${lines.map(text => `${indent}${text}\n`).join('')}`;
    code += head;
    line += lines.length + 1;
    // astring's types know neither a partial generator nor a mapping receiver.
    const settings = {
      generator: printer,
      ...(enclosure !== null && { startingIndentLevel: 1 }),
      ...(onMapping !== null && { sourceMap }),
    } as Parameters<typeof generate>[1];
    const printed = String(generate(node, settings));
    code += `${printed}\n`;
    line += printed.split('\n').length;
  }
  return enclosure === null ? code : `${code}${enclosure.after}\n`;
}

const LINE_BREAKS_AND_CONTROLS = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

function oneLine(text: string): string {
  return text.replaceAll('\t', ' ').replace(LINE_BREAKS_AND_CONTROLS, '\ufffd');
}

function commentText(text: string): string {
  return oneLine(text).replaceAll('*/', '* /');
}
