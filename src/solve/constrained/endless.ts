// Whether what is minimised has no end: values that have fallen so far, and points that have gone so far, beside where work began.

import { largest } from './norms.js';

const LOW = 1e15;
const FAR = 1e12;

export function createEndless(value: number, point: Float64Array): (value: number, point: Float64Array) => boolean {
  const lowest = -LOW * Math.max(1, Math.abs(value));
  const farthest = FAR * Math.max(1, largest(point));
  return (at, to) => at < lowest || largest(to) > farthest;
}
