// A formula file as Node runs it: one text, with its source map inside and its warnings on standard error.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FormulaError, formatDiagnostics } from '../../diagnostic.js';
import type { ImportId } from '../import-id.js';
import { loadFormula } from '../imports/formula-file.js';
import '../../special.js';
import '../../wasm.js';

/** @throws FormulaError that Node prints as its message: the stack has no code of the user's, and no property is listed. */
export function nodeModule(id: ImportId, format: 'esm' | 'cjs'): string {
  const shown = path.relative(process.cwd(), id.file).split(path.sep).join('/');
  try {
    const { code, map, warnings } = loadFormula(readFileSync(id.file, 'utf8'), id, shown, {}, format);
    for (const text of formatDiagnostics(warnings)) process.stderr.write(`${text}\n`);
    return withMap(code, map);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    const { name, message, diagnostics } = error;
    error.stack = `${name}: ${message}`;
    throw Object.defineProperty(error, 'diagnostics', { value: diagnostics, enumerable: false });
  }
}

const withMap = (code: string, map: string): string =>
  `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}\n`;
