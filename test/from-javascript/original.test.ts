// The user's function as text that runs, which is what `verify` holds modules against.

import { describe, expect, it } from 'vitest';
import { originalCode } from '../../src/from-javascript/original.js';
import { executed } from './executed.js';
import { functions } from './functions.js';

const run = (code: string, name?: string) =>
  new Function(originalCode({ name: 'module.ts', text: code }, name))() as (...given: readonly unknown[]) => unknown;

describe('the text of a function', () => {
  it.each(functions)('runs as the module does: $name', ({ code, function: name, points }) => {
    for (const point of points) expect(run(code, name)(...point)).toEqual(executed(code, name)(...point));
  });

  it('is that of the function and of what it names, without types', () => {
    const code = `import { open } from 'node:fs';
type Point = [number, number];
const app = open('x'), scale: number = 2;
function twice<T extends number>(x: T, y?: number): number { return 2*x + (y ?? 0); }
export function f([x, y]: Point, k?: number): number {
  let z!: number;
  const one = <number>x;
  z = (twice<number>(y!) as number) satisfies number;
  type Inner = { a: number };
  return z*scale + one + (k ?? 1);
}`;
    expect(originalCode({ name: 'module.ts', text: code }, 'f')).not.toContain('open');
    expect(run(code, 'f')([3, 5], 7)).toBe(2 * 5 * 2 + 3 + 7);
  });
});
