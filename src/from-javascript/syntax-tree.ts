// A module of the user's, JavaScript or TypeScript, as a tree.

import { tsPlugin } from '@sveltejs/acorn-typescript';
import { type AnyNode, Parser, type Program } from 'acorn';

export type { AnyNode };

/** Whether a file is a module as it stands; for others see components.ts. */
export const isModule = (file: string): boolean => /\.[cm]?[jt]sx?$/.test(file);

/**
 * Null where the module cannot be read.
 * @param onUnreadable is told why, and where.
 */
export function parseModule(
  file: string,
  code: string,
  onUnreadable?: (reason: string, start: number) => void,
): Program | null {
  // `<T>x` is a conversion in TypeScript and an element elsewhere; `<T extends object>(x: T) => x` in .tsx is taken for one.
  const ways = /\.[cm]?ts$/.test(file) ? [false] : /\.tsx$/.test(file) ? [true, false] : [true];
  const reasons: unknown[] = [];
  for (const jsx of ways) {
    try {
      const typescript = Parser.extend(tsPlugin({ jsx }) as never);
      return typescript.parse(code, {
        ...{ sourceType: 'module', ecmaVersion: 'latest', locations: true },
        // Of Astro, whose scripts are functions.
        allowReturnOutsideFunction: /\.astro\b/.test(file),
      });
    } catch (error) {
      reasons.push(error);
    }
  }
  // As acorn's are.
  const { message, pos } = reasons[0] as SyntaxError & { readonly pos: number };
  onUnreadable?.(message, pos);
  return null;
}

export function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node)
    .flat()
    .filter(value => typeof value?.type === 'string');
}

/** TypeScript's wrappers of an expression: what they hold is evaluated, the rest of them is types. */
const WRAPPERS = new Set([
  ...['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion'],
  ...['TSInstantiationExpression', 'ParenthesizedExpression', 'ChainExpression'],
]);

export const isWrapper = (node: AnyNode): boolean => WRAPPERS.has(node.type);

/** The expression inside of conversions. */
export function unwrapped(node: AnyNode): AnyNode {
  let inner = node;
  // Every wrapper has it.
  while (isWrapper(inner)) inner = (inner as unknown as { expression: AnyNode }).expression;
  return inner;
}
