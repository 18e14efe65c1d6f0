// JavaScript names for formula names: the user's own wherever JavaScript allows it.

import type { Names } from '../line-context.js';

/** Reserved words, and names that strict code may not bind or that emitted code reads as globals. */
const RESERVED = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for ' +
    'function if implements import in instanceof interface let new null package private protected public return static ' +
    'super switch this throw true try typeof var void while with yield ' +
    'arguments eval constructor prototype __proto__ undefined NaN Infinity globalThis window self ' +
    'Array ArrayBuffer Boolean Error Float64Array Function JSON Math Number Object RangeError Reflect String Symbol TypeError ' +
    'exports module require hasOwnProperty toString valueOf WebAssembly Uint8Array Promise atob'
  ).split(' '),
);

export type { Names };

/** Names that are in use at the top level of a module, as far as they are known. */
export interface OuterNames {
  has(name: string): boolean;
}

/**
 * @param taken names that this scope must not use, such as functions that its code calls
 * @param temporaryNames those of temporaries, shared by scopes: each is made once, and hashed once
 */
export function createNames(taken: OuterNames, temporaryNames: string[] = []): Names {
  const claimed = new Set<string>();
  /** Where to go on with the numbers after a name: those below are taken, and names do not become free. */
  const numbers = new Map<string, number>();
  const isTaken = (name: string): boolean => claimed.has(name) || taken.has(name);
  let temporaries = 0;
  // Long programs have millions, which are counted and not listed.
  const isTemporary = (name: string): boolean => /^t[1-9]\d*$/.test(name) && Number(name.slice(1)) <= temporaries;
  return {
    claim(wanted) {
      const base = legal(wanted);
      let name = RESERVED.has(base) ? `${base}_` : base;
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
      while (isTaken(name));
      return name;
    },
  };
}

/** Formula names allow a few letter-like symbols that JavaScript identifiers do not. */
function legal(name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return name;
  const safe = name.replace(/[^\p{ID_Continue}$_]/gu, '_');
  return /^[\p{ID_Start}$_]/u.test(safe) ? safe : `_${safe}`;
}
