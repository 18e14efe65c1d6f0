// Names as JavaScript takes them.

import type { Names } from '../line/line-context.js';
import { createScope, type OuterNames } from '../names.js';

/** Reserved words, and names that strict code may not bind or that emitted code reads as globals. */
const reserved = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for ' +
    'function if implements import in instanceof interface let new null package private protected public return static ' +
    'super switch this throw true try typeof var void while with yield ' +
    'arguments eval constructor prototype __proto__ undefined NaN Infinity globalThis window self ' +
    'Array ArrayBuffer Boolean Error Float64Array Function JSON Math Number Object RangeError Reflect String Symbol TypeError ' +
    'exports module require hasOwnProperty toString valueOf WebAssembly Uint8Array Promise atob'
  ).split(' '),
);

/** Formula names allow a few letter-like symbols that JavaScript identifiers do not. */
function legal(name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return name;
  const safe = name.replace(/[^\p{ID_Continue}$_]/gu, '_');
  return /^[\p{ID_Start}$_]/u.test(safe) ? safe : `_${safe}`;
}

/** A scope of JavaScript; as `createScope` takes them. */
export const createNames = (taken: OuterNames, temporaryNames?: string[], users?: OuterNames): Names =>
  createScope({ reserved, legal }, taken, temporaryNames, users);
