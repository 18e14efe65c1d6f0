// Projects in temporary directories, and what bundlers made of them.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';

export interface Projects {
  /** Writes the files of a new project; its directory. */
  make(files: Readonly<Record<string, string>>): string;
  remove(): void;
}

export function createProjects(): Projects {
  const root = mkdtempSync(path.join(tmpdir(), 'wengert-'));
  let count = 0;
  return {
    make(files) {
      const directory = path.join(root, `project${++count}`);
      writeProject(directory, files);
      return directory;
    },
    remove: () => rmSync(root, { recursive: true }),
  };
}

export const outputOf = (directory: string): string => readFileSync(path.join(directory, 'out/main.js'), 'utf8');
export const runOutput = (directory: string) => import(pathToFileURL(path.join(directory, 'out/main.js')).href);

/** What the source map names. */
export const sourcesOf = (directory: string): string[] =>
  JSON.parse(readFileSync(path.join(directory, 'out/main.js.map'), 'utf8')).sources;

/** Where the source map leads from the first match of a pattern in the output, from its group if it has one. */
export function originOf(directory: string, pattern: RegExp) {
  const map = new TraceMap(readFileSync(path.join(directory, 'out/main.js.map'), 'utf8'));
  const lines = outputOf(directory).split('\n');
  const line = lines.findIndex(text => pattern.test(text));
  return originalPositionFor(map, { line: line + 1, column: lines[line]!.search(pattern) });
}

/** chokidar, which several bundlers watch with, takes changes of a file within 50 ms for one. */
const BETWEEN_EDITS = 200;

/** Changes a file no sooner than a person would. */
export async function edit(file: string, text: string): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, BETWEEN_EDITS));
  writeFileSync(file, text);
}

export function writeProject(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
