// A compilation's functions in this process, each made when it is first asked for.

import type { Compilation } from './compilation.js';
import { formulaError } from './diagnostic.js';
import { type EmittedModule, instantiate } from './evaluate.js';
import { closureOf, type EmittedFunction, type ExportName, exportRow, refusal } from './exports/table.js';

export interface Functions {
  /** @throws FormulaError where the model cannot have it, or a page forbids WebAssembly that was asked for. */
  get(name: ExportName): EmittedFunction;
  /** A function that the target brings; absent where `auto` took it and a page forbids it. @throws FormulaError as above. */
  brought(name: string): EmittedFunction;
  /** Resolves once those that have been asked for, and all of the module, can be called. */
  init(): Promise<void>;
}

export function functionsOf(compilation: Compilation): Functions {
  const { model, exports, runs } = compilation;
  // They keep data in memory of the module's own.
  const haveMemory = runs.brings(model).includes('bind');
  const shared = new Set(closureOf(exports, model));
  const modules = new Map<ExportName | null, EmittedModule>();
  const moduleWith = (key: ExportName | null, names: readonly ExportName[]): EmittedModule => {
    const made = modules.get(key) ?? instantiate(compilation, names);
    modules.set(key, made);
    return made;
  };
  const whole = (): EmittedModule => moduleWith(null, [...shared]);
  return {
    get(name) {
      const reason = refusal(name, model);
      if (reason !== null) throw formulaError('WG403', reason.message, reason.help, model.source);
      // A function that calls no others may be all that is wanted.
      const isAlone =
        !shared.has(name) || (exportRow(name, model).kind === 'computed' && !modules.has(null) && !haveMemory);
      const module = isAlone ? moduleWith(name, [name]) : whole();
      return module[name] as EmittedFunction;
    },
    brought: name => whole()[name] as EmittedFunction,
    async init() {
      whole();
      await Promise.all(Array.from(modules.values(), made => made.init?.()));
    },
  };
}
