// Where variables are read and written.

import type * as ESTree from 'estree';
import { constantIn, type Frame, type Place, placeOf, type Run, type Scope } from './frame.js';

export type Store = (numbers: Float64Array, values: unknown[], value: unknown) => void;

export type Variables = ReturnType<typeof variablesIn>;

/** @param cells variables at the top level */
export function variablesIn(cells: unknown[]) {
  function read(name: string, scope: Scope): Run {
    const place = placeOf(name, scope);
    if (place === null) {
      const known = (globalThis as Record<string, unknown>)[name];
      return () => known;
    }
    const { frame, index } = place;
    if (frame === null) return () => cells[index];
    if (place.isNumber) return n => n[index];
    if (frame === scope.frame) return (_, v) => v[index];
    const around = callAround(frame, scope);
    return (_, v) => around(v)[index];
  }

  function storeAt({ frame, index, isNumber }: Place, scope: Scope): Store {
    if (frame === null)
      return (_n, _v, value) => {
        cells[index] = value;
      };
    if (isNumber)
      return (n, _v, value) => {
        n[index] = value as number;
      };
    const around = callAround(frame, scope);
    return (_n, v, value) => {
      around(v)[index] = value;
    };
  }

  return { read, storeAt };
}

/** The list of the call around that has a frame. */
function callAround(frame: Frame, scope: Scope): (values: unknown[]) => unknown[] {
  const steps: number[] = [];
  for (let at = scope.frame!; at !== frame; at = at.outer!) steps.push(at.outerAt);
  return values => {
    let around = values;
    for (const at of steps) around = around[at] as unknown[];
    return around;
  };
}

/** Where a number stands in the call: a constant, a variable, or a parameter that stays what it is; null for all else. */
export function numberAt(node: ESTree.Expression, scope: Scope): number | null {
  const { frame } = scope;
  if (frame === null) return null;
  if (node.type === 'Literal') return typeof node.value === 'number' ? constantIn(frame, node.value) : null;
  if (node.type !== 'Identifier') return null;
  const place = placeOf(node.name, scope);
  if (place?.frame !== frame) return null;
  if (place.isNumber) return place.index;
  const isParameter = frame.areTaken && place.index < frame.outerAt && frame.isFixed(node.name);
  return isParameter ? parameterAt(place.index, frame) : null;
}

function parameterAt(index: number, { numbers, parameters }: Frame): number {
  let at = parameters.get(index);
  if (at === undefined) {
    at = numbers.push(0) - 1;
    parameters.set(index, at);
  }
  return at;
}
