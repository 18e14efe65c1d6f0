// Vite's development server, which keeps modules between changes and tells browsers which of them to load again.

import type { Plugin } from 'vite';

export interface Served {
  /** False where modules are bundled: those that import a formula are watched with it there. */
  readonly isServing: boolean;
  /** Files because of which a module is refused, so that the server's graph does not have what the module imports. */
  readonly refused: Set<string>;
  /** Notes that a module's formulas have values from another. */
  reads(module: string, other: string): void;
  readonly hooks: Pick<Plugin, 'configResolved' | 'hotUpdate'>;
}

export function createServed(): Served {
  const refused = new Set<string>();
  const readers = new Map<string, Set<string>>();
  let isServing = false;
  return {
    get isServing() {
      return isServing;
    },
    refused,
    reads(module, other) {
      readers.set(other, (readers.get(other) ?? new Set()).add(module));
    },
    hooks: {
      configResolved({ command }) {
        isServing = command === 'serve';
      },
      hotUpdate({ file, modules }) {
        const { moduleGraph } = this.environment;
        // Their importers are the server's to find; that their text is another one now it cannot know.
        for (const reader of readers.get(file) ?? []) {
          for (const module of moduleGraph.getModulesByFile(reader) ?? []) moduleGraph.invalidateModule(module);
        }
        // What they import is checked again when a browser asks for them next.
        for (const { importers } of file.endsWith('.formula') ? modules : []) {
          for (const importer of importers) moduleGraph.invalidateModule(importer);
        }
        if (refused.delete(file)) this.environment.hot.send({ type: 'full-reload' });
      },
    },
  };
}
