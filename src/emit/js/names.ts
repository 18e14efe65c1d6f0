// JavaScript names for formula names: the user's own wherever JavaScript allows it.

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

export interface Names {
  /** A free name as close to `wanted` as JavaScript allows; taken from now on. */
  claim(wanted: string): string;
  /** The next temporary: `t1`, `t2`, … */
  temporary(): string;
}

/** Names that are in use at the top level of a module, as far as they are known. */
export interface OuterNames {
  has(name: string): boolean;
}

export const besides = (outer: OuterNames, ...more: readonly string[]): OuterNames => ({
  has: name => more.includes(name) || outer.has(name),
});

/** @param taken names that this scope must not use, such as functions that its code calls. */
export function createNames(taken: OuterNames): Names {
  const used = new Set<string>();
  const isTaken = (name: string): boolean => used.has(name) || taken.has(name);
  let temporaries = 0;
  let usesTemporaries = false;
  return {
    claim(wanted) {
      const base = legal(wanted);
      let name = RESERVED.has(base) ? `${base}_` : base;
      for (let i = 2; isTaken(name) || isTemporary(name, temporaries); i++) name = `${base}_${i}`;
      used.add(name);
      usesTemporaries ||= TEMPORARY.test(name);
      return name;
    },
    // Not added to those in use: there are too many, and their count tells which they are.
    temporary() {
      let name: string;
      do name = `t${++temporaries}`;
      while ((usesTemporaries && used.has(name)) || taken.has(name));
      return name;
    },
  };
}

const TEMPORARY = /^t[1-9]\d*$/;

/** True for one of the temporaries up to the last one given. */
function isTemporary(name: string, last: number): boolean {
  return last > 0 && TEMPORARY.test(name) && Number(name.slice(1)) <= last;
}

/** Formula names allow a few letter-like symbols that JavaScript identifiers do not. */
function legal(name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return name;
  const safe = name.replace(/[^\p{ID_Continue}$_]/gu, '_');
  return /^[\p{ID_Start}$_]/u.test(safe) ? safe : `_${safe}`;
}
