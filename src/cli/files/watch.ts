// `--watch`: reads the sources again at every change under them, until interrupted.

import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import path from 'node:path';
import { FormulaError } from '../../diagnostic.js';
import { fileError, reportFailure, usageError } from '../terminal/failure.js';
import type { Streams } from '../terminal/streams.js';
import { type FormulaInput, fixedFolder, isPattern, readInputs } from './inputs.js';

/** Editors write in several steps. */
const SETTLE_MILLISECONDS = 50;

/** Is given the inputs whose text is new, and all of them; may throw a FormulaError, which is reported. */
export type OnChange = (changed: readonly FormulaInput[], all: readonly FormulaInput[]) => void;

/** Calls `onChange` at once and at every change, addition and removal of a source; resolves when `signal` aborts. */
export async function watchInputs(
  positionals: readonly string[],
  onChange: OnChange,
  json: boolean,
  streams: Streams,
  signal: AbortSignal,
): Promise<void> {
  let known = new Map<string, string>();
  const watched = watchFolders();
  const update = async (): Promise<void> => {
    watched.follow(foldersOf(positionals, [...known.keys()], streams.directory), schedule);
    try {
      const all = await readInputs(positionals, undefined, streams);
      const changed = all.filter(({ file, text }) => known.get(file!) !== text);
      const gone = [...known.keys()].filter(file => all.every(input => input.file !== file));
      known = new Map(all.map(({ file, text }) => [file!, text]));
      for (const file of gone) streams.say(`'${file}' is gone; what was made of it stays\n`);
      if (changed.length === 0) return;
      onChange(changed, all);
      streams.say(`compiled ${namesOf(changed)}\n`);
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      reportFailure(error, json, streams);
    }
  };
  let timer: NodeJS.Timeout | undefined;
  let working = Promise.resolve();
  let fail: (error: unknown) => void = () => undefined;
  function schedule(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      working = working.then(update).catch(fail);
    }, SETTLE_MILLISECONDS);
  }
  try {
    // A pattern that matches nothing at the start is rather a mistake than a wish.
    const first = await readInputs(positionals, undefined, streams);
    if (first.some(({ file }) => file === null || file === '<stdin>')) throw usageError('--watch needs a file');
    await update();
    // What has changed since is in folders that are watched by now.
    schedule();
    streams.say(`watching ${namesOf(first)}; Ctrl-C ends\n`);
    await new Promise<void>((resolve, reject) => {
      fail = reject;
      signal.addEventListener('abort', () => resolve());
      if (signal.aborted) resolve();
    });
  } finally {
    clearTimeout(timer);
    watched.close();
  }
}

const MOST_NAMES = 3;

function namesOf(inputs: readonly FormulaInput[]): string {
  return inputs.length > MOST_NAMES ? `${inputs.length} files` : inputs.map(({ file }) => file).join(', ');
}

/** Folders are watched, not files: editors replace files, and a pattern may match new ones. */
function foldersOf(positionals: readonly string[], files: readonly string[], directory: string): string[] {
  const folders = new Set(files.map(file => path.dirname(path.resolve(directory, file))));
  for (const positional of positionals) {
    if (!isPattern(positional)) {
      folders.add(existing(path.dirname(path.resolve(directory, positional))));
      continue;
    }
    for (const folder of foldersUnder(existing(path.resolve(directory, fixedFolder(positional))))) folders.add(folder);
  }
  return [...folders];
}

/** The folder, or the closest one above it that exists: it may be on its way back. */
function existing(folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    if (statSync(at, { throwIfNoEntry: false })?.isDirectory() || path.dirname(at) === at) return at;
  }
}

function foldersUnder(top: string): string[] {
  const found = [top];
  for (const folder of found) {
    try {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const isOurs = entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.');
        if (isOurs) found.push(path.join(folder, entry.name));
      }
    } catch {
      // Removed while it was read.
    }
  }
  return found;
}

/** Watchers of a set of folders that changes; one that is made again in its place is another folder. */
function watchFolders() {
  const watchers = new Map<string, { readonly watcher: FSWatcher; readonly inode: number }>();
  const drop = (folder: string): void => {
    watchers.get(folder)?.watcher.close();
    watchers.delete(folder);
  };
  return {
    follow(folders: readonly string[], onEvent: () => void): void {
      for (const folder of watchers.keys()) if (!folders.includes(folder)) drop(folder);
      for (const folder of folders) {
        const inode = statSync(folder, { throwIfNoEntry: false })?.ino;
        if (watchers.get(folder)?.inode === inode) continue;
        drop(folder);
        if (inode === undefined) continue;
        try {
          const watcher = watch(folder, onEvent).on('error', () => drop(folder));
          watchers.set(folder, { watcher, inode });
        } catch (error) {
          throw fileError(`cannot watch '${folder}': ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`);
        }
      }
    },
    close(): void {
      for (const folder of watchers.keys()) drop(folder);
    },
  };
}
