// Types that have names of the user's own say what an argument is, as the types that they stand for do.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import '../../src/javascript.js';

describe('a type with a name', () => {
  it.each([
    ['type Vec3 = [number, number, number];', 3],
    ['type Triple = readonly [x: number, y: number, z: number];\ntype Vec3 = Triple;', 3],
    ['type Scalar = number;\ntype Vec3 = number[];', null],
    ['type Vec3 = Vec4;\ntype Vec4 = Vec3;', null],
    ['type Vec3 = { x: number };', null],
  ] as const)('%s', (types, length) => {
    const { inputs } = compile(`${types}\nexport const f = (v: Vec3): number => v[0] * v[2];`, { from: 'js' });
    expect(inputs.map(({ name }) => name)).toEqual(['v']);
    expect(inputs[0]!.shape).toEqual(length === null ? ['n'] : [length]);
  });

  it('may be that of a number', () => {
    const { gradient } = compile('type Metres = number;\nexport const f = (h: Metres) => 9.81*h;', { from: 'js' });
    expect([...gradient(2)]).toEqual([9.81]);
  });
});
