// Names in emitted code: the user's own wherever a language allows it.

import type { Names } from './line/line-context.js';

/** Names that are in use around a scope, as far as they are known. */
export interface OuterNames {
  has(name: string): boolean;
}

/** What a language takes for a name. */
export interface Spelling {
  /** Reserved words, and names that mean something to emitted code. */
  readonly reserved: ReadonlySet<string>;
  /** The name, or what is closest to it. */
  legal(name: string): string;
}

/** True for `t1`, `t2`, … */
export const isLikeTemporaries = (name: string): boolean => /^t[1-9]\d*$/.test(name);

const NONE: OuterNames = { has: () => false };

/**
 * @param taken names that this scope must not use, such as functions that its code calls
 * @param temporaryNames those of temporaries, shared by scopes: each is made once, and hashed once
 * @param users names that no temporary takes, as they may be claimed later
 */
export function createScope(
  { reserved, legal }: Spelling,
  taken: OuterNames,
  temporaryNames: string[] = [],
  users: OuterNames = NONE,
): Names {
  const claimed = new Set<string>();
  /** Where to go on with the numbers after a name: those below are taken, and names do not become free. */
  const numbers = new Map<string, number>();
  const isTaken = (name: string): boolean => claimed.has(name) || taken.has(name);
  let temporaries = 0;
  // Long programs have millions, which are counted and not listed.
  const isTemporary = (name: string): boolean =>
    isLikeTemporaries(name) && Number(name.slice(1)) <= temporaries && !users.has(name);
  return {
    claim(wanted) {
      const base = legal(wanted);
      let name = reserved.has(base) ? `${base}_` : base;
      if (isTaken(name) || isTemporary(name)) {
        let i = numbers.get(base) ?? 2;
        do name = `${base}_${i++}`;
        while (isTaken(name) || isTemporary(name));
        numbers.set(base, i);
      }
      claimed.add(name);
      return name;
    },
    temporary() {
      let name: string;
      do name = temporaryNames[temporaries++] ??= `t${temporaries}`;
      while (isTaken(name) || users.has(name));
      return name;
    },
  };
}
