// The user's function as JavaScript itself runs it. Types are taken out by esbuild, which knows nothing of ours.

import { transformSync } from 'esbuild';

/** @param name of the function; default: the only one that is exported */
export function executed(code: string, name?: string): (...given: readonly unknown[]) => unknown {
  const { code: plain } = transformSync(code, { loader: 'ts', format: 'cjs' });
  const module = { exports: {} as Record<string, unknown> };
  new Function('module', 'exports', plain)(module, module.exports);
  const functions = Object.entries(module.exports).filter(([, value]) => typeof value === 'function');
  const found = name === undefined ? functions[0] : functions.find(([key]) => key === name);
  return found![1] as (...given: readonly unknown[]) => unknown;
}
