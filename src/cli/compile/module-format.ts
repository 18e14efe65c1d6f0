// What kind of module a file is to be: what the option says, else what the file's name and the package around it mean to those
// who import it.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Format, formatFiles, formatTargets } from '../../emit/formats.js';
import { slashes } from '../files/output.js';
import { usageError } from '../terminal/failure.js';

export interface FileFormat {
  readonly format: Format;
  /** True where it is no ES module, or would be none if the command did not say so. */
  readonly isSaid: boolean;
  /** Where Node takes it for something else than it is, or it is what nobody asked for: why, and a way out. */
  readonly note: string | null;
}

const BY_ENDING: Readonly<Record<string, Format>> = {
  '.cjs': 'cjs',
  '.mjs': 'esm',
  '.c': 'c',
  '.h': 'c',
  '.sql': 'sql',
};

const CALLED: Readonly<Record<Format, string>> = {
  esm: 'an ES module',
  cjs: 'CommonJS',
  iife: 'a script',
  c: 'C',
  sql: 'SQL',
};

/** True of JavaScript. */
const isScript = (format: Format): boolean => formatTargets[format] === null;

/** The name of a module that the command does not name: one that Node takes for the format that was asked for. */
export function fileFor(file: string, asked: Format | undefined): string {
  if (asked !== 'esm' && asked !== 'cjs') return file;
  const around = packageAround(path.dirname(file));
  const isMistaken = around !== null && formatRead(around.type) !== asked;
  return isMistaken ? file.replace(/\.js$/i, asked === 'esm' ? '.mjs' : '.cjs') : file;
}

const formatRead = (type: 'module' | 'commonjs'): Format => (type === 'module' ? 'esm' : 'cjs');

/**
 * @param file where the module goes; null for standard output
 * @param directory that names in messages are relative to
 * @param isNamed whether the command names the file
 * @throws FormulaError where the file's name says something else than the option
 */
export function formatOfFile(
  file: string | null,
  directory: string,
  asked: Format | undefined,
  isNamed = true,
): FileFormat {
  const plain = (format: Format): FileFormat => ({ format, isSaid: format !== 'esm', note: null });
  if (file === null) return plain(asked ?? 'esm');
  const shown = shownFrom(directory, file);
  const named = BY_ENDING[path.extname(file).toLowerCase()];
  if (named !== undefined) {
    const agrees = asked === undefined || asked === named || (asked === 'iife' && isScript(named));
    if (!agrees)
      throw usageError(
        `'${shown}' is named as ${CALLED[named]} is, but the format is ${asked}`,
        `leave --format out, or name the file '${path.basename(shown, path.extname(shown))}${isScript(asked) ? '.js' : formatFiles[asked].ending}'`,
      );
    return { format: asked ?? named, isSaid: (asked ?? named) !== 'esm', note: null };
  }
  if (asked !== undefined && (asked === 'iife' || !isScript(asked))) return plain(asked);
  const around = packageAround(path.dirname(file));
  if (!/\.js$/i.test(file) || around === null) return plain(asked ?? 'esm');
  const { type, folder } = around;
  const read = formatRead(type);
  const format = asked ?? read;
  const stem = shown.replace(/\.js$/i, '');
  const says = `${shownFrom(directory, path.join(folder, 'package.json'))} says "type": "${type}"`;
  const isSurprise = asked === undefined && format === 'cjs';
  const mismatch = `format ${format}: but Node takes '${shown}' for ${CALLED[read]}, as ${says}; name it '${stem}.${format === 'cjs' ? 'cjs' : 'mjs'}', or leave --format out`;
  const wayOut = isNamed ? `name it '${stem}.mjs'` : `add --format esm, which writes '${stem}.mjs'`;
  const surprise = `format cjs: ${says}; for 'import' ${wayOut}`;
  if (format !== read) return { format, isSaid: true, note: mismatch };
  return { format, isSaid: format !== 'esm', note: isSurprise ? surprise : null };
}

const shownFrom = (directory: string, file: string): string => slashes(path.relative(directory, file));

/** What the nearest package.json says of `.js` files; null where none says anything, and Node looks into the files. */
function packageAround(start: string): { readonly type: 'module' | 'commonjs'; readonly folder: string } | null {
  for (let folder = start; ; folder = path.dirname(folder)) {
    const file = path.join(folder, 'package.json');
    if (existsSync(file)) {
      const type = typeIn(file);
      return type === null ? null : { type, folder };
    }
    if (path.dirname(folder) === folder) return null;
  }
}

function typeIn(file: string): 'module' | 'commonjs' | null {
  try {
    const { type } = JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, '')) as { type?: unknown };
    return type === 'module' || type === 'commonjs' ? type : null;
  } catch {
    return null;
  }
}
