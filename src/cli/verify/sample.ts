// Points and places to verify where none are given, or too many.

import type { DifferentiatedModel, Input, Model } from '../../lower/model.js';
import type { Values } from './stencil.js';

/** Deterministic pseudo-random numbers in [0, 1) (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const MOST_TRIES = 50;

/** Points inside the bounds, near the starts, at which the values are finite where such are found. */
export function samplePoints({ inputs }: Pick<Model, 'inputs'>, count: number, values: Values): number[][] {
  const random = generator(1);
  const sample = ({ nodes, lower, upper, initial }: Input): number[] =>
    nodes.map((_, i) => {
      const [low, high, start] = [lower?.[i], upper?.[i], initial?.[i]];
      if (low !== undefined && high !== undefined && Number.isFinite(high - low))
        return low + (high - low) * (0.05 + 0.9 * random());
      if (start !== undefined) return start + (random() - 0.5) * Math.max(Math.abs(start), 1);
      return 0.25 + 2 * random();
    });
  return Array.from({ length: count }, () => {
    let point = inputs.flatMap(sample);
    for (let i = 0; i < MOST_TRIES && !Array.from(values(point)).every(Number.isFinite); i++)
      point = inputs.flatMap(sample);
    return point;
  });
}

/** At most so many of the whole numbers below `total`, in order. */
export function sampleOf(total: number, most: number, seed = total): number[] {
  if (total <= most) return Array.from({ length: total }, (_, i) => i);
  const random = generator(seed);
  const chosen = new Set<number>();
  while (chosen.size < most) chosen.add(Math.floor(random() * total));
  return [...chosen].sort((a, b) => a - b);
}

/**
 * At most so many places, in order: all where they are few, else one half of those of nonzeros, which may be lost among many
 * zeros, and one of all.
 */
export function samplePlaces(total: number, most: number, nonzeros: () => readonly number[]): number[] {
  if (total <= most) return sampleOf(total, most);
  const known = nonzeros();
  const half = Math.ceil(most / 2);
  const chosen = new Set(sampleOf(known.length, half).map(i => known[i]!));
  for (const i of sampleOf(total, most - chosen.size, total + 1)) chosen.add(i);
  return [...chosen].sort((a, b) => a - b);
}

/** Values that one derivative takes, about. */
const VALUES = 100;
/** Operations that the check of one order may take, about. */
const OPERATIONS = 5e8;
const MOST_PLACES = 2000;

/**
 * How many derivatives of one order are compared at a point.
 * @param effort of an operation, where emitted code has 1.
 */
export function mostPlaces({ primal }: DifferentiatedModel, points: number, effort = 1): number {
  const affordable = Math.floor(OPERATIONS / (VALUES * (primal + 50) * points * effort));
  return Math.min(MOST_PLACES, Math.max(10, affordable));
}
