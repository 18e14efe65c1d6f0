// The models of examples/, and differences precise enough to check what has no closed form.

import { readFileSync } from 'node:fs';
import { type CompileOptions, compile } from '../../src/index.js';

export function textOf(name: string): string {
  return readFileSync(new URL(`../../examples/${name}.formula`, import.meta.url), 'utf8');
}

export const example = (name: string, options: CompileOptions = {}) => compile(textOf(name), options);

/** Derivative of `f` at 0 by three central differences, extrapolated to order h⁶. */
export function derivative(f: (t: number) => number, h = 1e-2): number {
  const central = (step: number): number => (f(step) - f(-step)) / (2 * step);
  const [a, b, c] = [central(h), central(h / 2), central(h / 4)];
  const [ab, bc] = [(4 * b - a) / 3, (4 * c - b) / 3];
  return (16 * bc - ab) / 15;
}

export function gradientOf(f: (x: readonly number[]) => number, x: readonly number[], h = 1e-2): number[] {
  return x.map((_, i) => derivative(t => f(x.map((value, j) => (j === i ? value + t : value))), h));
}
