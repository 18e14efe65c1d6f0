// A transform for Jest: formula files as modules of CommonJS, or of ECMAScript where Jest takes those.

import { createHash } from 'node:crypto';
import path from 'node:path';
import { formatDiagnostics } from '../../diagnostic.js';
import { version } from '../../version.js';
import { checkConfiguration } from '../configuration.js';
import { loadFormula } from '../imports/formula-file.js';
import { plainError } from './plain-error.js';
import '../../latex.js';
import '../../special.js';
import '../../wasm.js';

/** What of Jest's options is used. */
export interface TransformOptions {
  readonly supportsStaticESM?: boolean;
  /** Options as a plugin's, from `transform: { '\\.formula$': ['wengert/jest', { … }] }`. */
  readonly transformerConfig?: unknown;
}

const transformer = {
  /** @throws FormulaError */
  process(text: string, file: string, options: TransformOptions = {}): { code: string; map: string } {
    const shown = path.relative(process.cwd(), file).split(path.sep).join('/');
    const format = options.supportsStaticESM ? 'esm' : 'cjs';
    const id = { file, query: new URLSearchParams() };
    try {
      const config = checkConfiguration(options.transformerConfig);
      const { code, map, warnings } = loadFormula(text, id, shown, config, format);
      for (const warning of formatDiagnostics(warnings)) process.stderr.write(`${warning}\n`);
      return { code, map };
    } catch (error) {
      throw plainError(error);
    }
  },
  getCacheKey(text: string, file: string, { supportsStaticESM, transformerConfig }: TransformOptions = {}): string {
    const parts = [version, text, file, supportsStaticESM === true, transformerConfig ?? null];
    return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  },
};
export default transformer;
/** What `require` gives. */
export { transformer as 'module.exports' };
