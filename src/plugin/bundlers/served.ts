// Vite's development server, which keeps modules between changes and tells browsers which of them to load again.

import type { Plugin } from 'vite';
import type { PluginOptions } from '../configuration.js';
import { optimizeDependencies } from './dependencies.js';

export interface Served {
  /** False where modules are bundled: those that import a formula are watched with it there. */
  readonly isServing: boolean;
  /**
   * Files that decide about a module, besides those before: its imports of formulas, values in its formulas.
   * @param isRefused whether it is wrong because of them, so that it is not in the server's graph.
   */
  remember(module: string, sources: readonly string[], isRefused: boolean): void;
  forget(module: string): void;
  readonly hooks: Pick<Plugin, 'config' | 'configResolved' | 'handleHotUpdate' | 'hotUpdate'>;
}

interface Graph<Module> {
  getModulesByFile(file: string): Set<Module> | undefined;
  invalidateModule(module: Module): void;
}

interface Browsers {
  send(message: { readonly type: 'full-reload' }): void;
}

export function createServed(options: PluginOptions): Served {
  const readers = new Map<string, { readonly sources: readonly string[]; readonly isRefused: boolean }>();
  let isServing = false;
  const update = <Module>(file: string, graph: Graph<Module>, browsers: Browsers): void => {
    const affected = [...readers].filter(([, { sources }]) => sources.includes(file));
    // They are read again when a browser asks for them next.
    for (const [reader] of affected) {
      for (const module of graph.getModulesByFile(reader) ?? []) graph.invalidateModule(module);
    }
    if (affected.some(([, { isRefused }]) => isRefused)) browsers.send({ type: 'full-reload' });
  };
  return {
    get isServing() {
      return isServing;
    },
    remember(module, sources, isRefused) {
      const before = readers.get(module)?.sources ?? [];
      // As Vite writes paths.
      readers.set(module, { sources: [...before, ...sources.map(file => file.replaceAll('\\', '/'))], isRefused });
    },
    forget(module) {
      readers.delete(module);
    },
    hooks: {
      config() {
        // Before version 7 there is no `this`.
        const isRolldown = (this as typeof this | undefined)?.meta?.rolldownVersion !== undefined;
        return { optimizeDeps: optimizeDependencies(options, isRolldown) };
      },
      configResolved({ command }) {
        isServing = command === 'serve';
      },
      hotUpdate({ file }) {
        const { moduleGraph, hot } = this.environment;
        update(file, moduleGraph, hot);
      },
      // Vite 5 has this instead, later versions take the other.
      handleHotUpdate({ file, server }) {
        update(file, server.moduleGraph, server.ws);
      },
    },
  };
}
