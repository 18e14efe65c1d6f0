// Vite's development server, which keeps modules between changes and tells browsers which of them to load again.

import type { Plugin } from 'vite';

export interface Served {
  /** False where modules are bundled: those that import a formula are watched with it there. */
  readonly isServing: boolean;
  /** What a module imports from, and whether that lacks something, so that the module is not in the server's graph. */
  remember(module: string, formulas: ReadonlySet<string>, isRefused: boolean): void;
  forget(module: string): void;
  readonly hooks: Pick<Plugin, 'configResolved' | 'hotUpdate'>;
}

export function createServed(): Served {
  const importers = new Map<string, { readonly formulas: ReadonlySet<string>; readonly isRefused: boolean }>();
  let isServing = false;
  return {
    get isServing() {
      return isServing;
    },
    remember(module, formulas, isRefused) {
      importers.set(module, { formulas, isRefused });
    },
    forget(module) {
      importers.delete(module);
    },
    hooks: {
      configResolved({ command }) {
        isServing = command === 'serve';
      },
      hotUpdate({ file }) {
        const { moduleGraph, hot } = this.environment;
        const affected = [...importers].filter(([, { formulas }]) => formulas.has(file));
        // What they import is checked again when a browser asks for them next.
        for (const [importer] of affected) {
          for (const module of moduleGraph.getModulesByFile(importer) ?? []) moduleGraph.invalidateModule(module);
        }
        if (affected.some(([, { isRefused }]) => isRefused)) hot.send({ type: 'full-reload' });
      },
    },
  };
}
