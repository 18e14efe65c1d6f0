// The modules of a project that a formula's values lead to. What reads them goes on without waiting: it is told that a module
// is not there yet, and starts again when it is.

import { readFile } from 'node:fs/promises';
import type * as acorn from 'acorn';
import { type AnyNode, isModule, parseModule } from '../../from-javascript/syntax-tree.js';
import type { Source } from '../../source.js';
import { type ModuleText, modulesOf } from '../javascript/components.js';
import { analyseScopes, type Scopes } from '../javascript/scopes.js';
import { findTags, type Tags } from './tags.js';

export interface ProjectModule {
  readonly file: string;
  readonly source: Source;
  /** What of the source it is. */
  readonly part: ModuleText;
  readonly program: acorn.Program;
  readonly scopes: Scopes;
  readonly tags: Tags;
}

/** A node with the module that it stands in. */
export interface Place {
  readonly node: AnyNode;
  readonly module: ProjectModule;
}

/** The module that another imports under a name; null where it is none of the project, or cannot be read. */
export type ImportedModule = (specifier: string, importer: ProjectModule) => ProjectModule | null;

/** @param shown the module's name in messages. @param part of a file that is more than the module. */
export function projectModule(
  file: string,
  shown: string,
  code: string,
  program: acorn.Program,
  part: ModuleText = modulesOf(file, code)[0]!,
): ProjectModule {
  const scopes = analyseScopes(program, new Set(part.markup.match(/[\w$]+/g)));
  return { file, source: { name: shown, text: code }, part, program, scopes, tags: findTags(program, scopes) };
}

export interface ModuleReader {
  /** The file that a module imports, by the bundler's rules. */
  resolve(specifier: string, importer: string): Promise<string | null>;
  /** Is told of every file that matters, there or not. */
  watch(file: string): void;
  shownOf(file: string): string;
}

/** What `work` gives once every module that it asks for has been read. */
export async function withModules<T>(work: (imported: ImportedModule) => T, reader: ModuleReader): Promise<T> {
  const resolved = new Map<string, ProjectModule | null>();
  const read = new Map<string, Promise<ProjectModule | null>>();
  for (;;) {
    const wanted = new Map<string, () => Promise<ProjectModule | null>>();
    const attempt = (): T =>
      work((specifier, { file }) => {
        const key = JSON.stringify([file, specifier]);
        const known = resolved.get(key);
        if (known === undefined) wanted.set(key, () => load(specifier, file));
        return known ?? null;
      });
    let outcome: { readonly value: T } | { readonly error: unknown };
    try {
      outcome = { value: attempt() };
    } catch (error) {
      outcome = { error };
    }
    if (wanted.size === 0) {
      if ('error' in outcome) throw outcome.error;
      return outcome.value;
    }
    for (const [key, ask] of wanted) resolved.set(key, await ask());
  }

  async function load(specifier: string, importer: string): Promise<ProjectModule | null> {
    const file = await reader.resolve(specifier, importer).catch(() => null);
    if (file === null || !isModule(file) || file.includes('/node_modules/')) return null;
    const known = read.get(file) ?? readModule(file);
    read.set(file, known);
    return known;
  }

  async function readModule(file: string): Promise<ProjectModule | null> {
    reader.watch(file);
    const code = await readFile(file, 'utf8').catch(() => null);
    const program = code === null ? null : parseModule(file, code);
    return code === null || program === null ? null : projectModule(file, reader.shownOf(file), code, program);
  }
}
