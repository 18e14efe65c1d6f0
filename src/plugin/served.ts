// Vite's development server, which keeps modules between changes and tells browsers which of them to load again.

import type { Plugin } from 'vite';

export interface Served {
  /** False where modules are bundled: those that import a formula are watched with it there. */
  readonly isServing: boolean;
  /** Formulas that lack what a module imports, so that the module is not in the server's graph. */
  readonly refused: Set<string>;
  readonly hooks: Pick<Plugin, 'configResolved' | 'hotUpdate'>;
}

export function createServed(): Served {
  const refused = new Set<string>();
  let isServing = false;
  return {
    get isServing() {
      return isServing;
    },
    refused,
    hooks: {
      configResolved({ command }) {
        isServing = command === 'serve';
      },
      hotUpdate({ file, modules }) {
        if (!file.endsWith('.formula')) return;
        // What they import is checked again when a browser asks for them next.
        for (const { importers } of modules) {
          for (const importer of importers) this.environment.moduleGraph.invalidateModule(importer);
        }
        if (refused.delete(file)) this.environment.hot.send({ type: 'full-reload' });
      },
    },
  };
}
