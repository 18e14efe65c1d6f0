// The source map of a module with compiled formulas: what was there leads to itself, emitted code to the formulas' text.

import { encode } from '@jridgewell/sourcemap-codec';
import type MagicString from 'magic-string';
import type { Location } from '../../emit/line/line-context.js';
import { lineStarts, positionAt } from '../../source.js';
import type { ProjectModule } from './modules.js';
import type { WrittenFormula } from './written-formula.js';

/** Where a name of a formula stands there and in the code that is made of it. */
export interface Mapping {
  readonly original: Location;
  readonly generated: Location;
}

/** Declarations that were put into a module. */
export interface Block {
  readonly text: string;
  readonly mappings: readonly Mapping[];
  readonly formula: WrittenFormula;
}

export function mapOf(
  edited: MagicString,
  blocks: readonly Block[],
  { file, source: { text: code } }: ProjectModule,
): string {
  const { mappings: lines } = edited.generateDecodedMap({ source: file, hires: 'boundary' });
  const result = edited.toString();
  const starts = lineStarts(code);
  for (const { text, mappings, formula } of blocks) {
    // Its name is nowhere else.
    const first = positionAt(lineStarts(result), result.indexOf(text)).line - 1;
    const inFormula = lineStarts(formula.text);
    for (const { original, generated } of mappings) {
      const offset = formula.originOf(inFormula[original.line - 1]! + original.column);
      const { line, column } = positionAt(starts, offset);
      const index = first + generated.line - 1;
      while (lines.length <= index) lines.push([]);
      lines[index]!.push([generated.column, 0, line - 1, column - 1]);
    }
  }
  return JSON.stringify({
    version: 3,
    names: [],
    sources: [file],
    sourcesContent: [code],
    mappings: encode(lines),
  });
}
