// `--watch`: compiles again whenever a source changes, until interrupted.

import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import type { Streams } from './streams.js';

/** Editors write in several steps. */
const SETTLE_MILLISECONDS = 50;

/** Runs `again` at every change of one of `files`; resolves when `signal` aborts. */
export function watchFiles(
  files: readonly string[],
  again: () => Promise<void>,
  streams: Streams,
  signal: AbortSignal,
): Promise<void> {
  const wanted = new Set(files.map(file => path.resolve(streams.directory, file)));
  const folders = new Set([...wanted].map(file => path.dirname(file)));
  let timer: NodeJS.Timeout | undefined;
  // Folders are watched, not files: editors replace files.
  const watchers: FSWatcher[] = [...folders].map(folder =>
    watch(folder, (_event, name) => {
      if (name === null || !wanted.has(path.join(folder, name))) return;
      clearTimeout(timer);
      timer = setTimeout(() => void again(), SETTLE_MILLISECONDS);
    }),
  );
  streams.err(`watching ${files.join(', ')}; Ctrl-C ends\n`);
  return new Promise(resolve => {
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      resolve();
    });
  });
}
