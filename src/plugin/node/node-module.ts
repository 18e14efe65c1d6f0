// A formula file as Node and Bun run it: one text, with its source map inside and its warnings on standard error.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { formatDiagnostics } from '../../diagnostic.js';
import type { PluginOptions } from '../configuration.js';
import type { ImportId } from '../import-id.js';
import { loadFormula } from '../imports/formula-file.js';
import { plainError } from '../loaders/plain-error.js';
import '../../latex.js';
import '../../special.js';
import '../../wasm.js';

/** @throws FormulaError */
export function nodeModule(id: ImportId, format: 'esm' | 'cjs', config: PluginOptions = {}): string {
  const shown = path.relative(process.cwd(), id.file).split(path.sep).join('/');
  try {
    const { code, map, warnings } = loadFormula(readFileSync(id.file, 'utf8'), id, shown, config, format);
    for (const text of formatDiagnostics(warnings)) process.stderr.write(`${text}\n`);
    return withMap(code, map);
  } catch (error) {
    throw plainError(error);
  }
}

const withMap = (code: string, map: string): string =>
  `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}\n`;
