// Functions after the result: their names mean what they mean where they are called, as if the body stood there.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';

const moduleOf = (text: string) => compile(text).source.replace(/^\/\/.*\n/gm, '');

describe('a function after the result', () => {
  it.each([
    ['y*r() + r()\nr() = x^2', 'y*(x^2) + (x^2)'],
    ['input y, x; y*r()\nr() = x^2', 'input y, x; y*(x^2)'],
    ['sum(r()*i, i = 1:3)\nr() = i^2*x', 'sum((i^2*x)*i, i = 1:3)'],
    ['i + sum(r() + sum(r(), i = 1:2), i = 1:3)\nr() = i^2*x', 'i + sum(i^2*x + sum(i^2*x, i = 1:2), i = 1:3)'],
    ['f(u) = r()*y; f(3) + f(z)\nr() = u^2', 'f(u) = (u^2)*y; f(3) + f(z)'],
    ['f(u) = u*(r()*y); z + f(2)\nr() = s() + x\ns() = w', 'f(u) = u*((w + x)*y); z + f(2)'],
    ['f(u) = sum(r()*i, i = 1:2)*r(); f(y)\nr() = u*x', 'f(u) = sum((u*x)*i, i = 1:2)*(u*x); f(y)'],
    ['param p = r() in [-r(), 2*r()]; p^r()\nr() = 1 + 1', 'param p = 2 in [-2, 4]; p^2'],
    ['input A[r(), r()]; det(A^r())\nr() = 1 + 1', 'input A[2, 2]; det(A^2)'],
    ['a = x; b = s(); b\nr() = a^2\ns() = r() + r()', 'a = x; b = a^2 + a^2; b'],
    ['minimize r() - y\nr() = x^2', 'minimize x^2 - y'],
    ['a = r(); output a\nr() = [x, y]', 'a = [x, y]; output a'],
    ['f(u) = u + 1; r()\nr() = f(x)', 'f(u) = u + 1; f(x)'],
  ])('%j is %j', (text, inPlace) => {
    expect(moduleOf(text)).toBe(moduleOf(inPlace));
  });

  it('is computed once for all calls', () => {
    const levels = Array.from({ length: 60 }, (_, i) => `r${i + 1}() = sin(r${i}()*r${i}())`);
    const f = compile(['r60() + sum(r60()*i, i = 1:3)', 'r0() = x', ...levels].join('\n'));
    expect(f.stats.operations.value).toBeLessThan(200);
  });
});
