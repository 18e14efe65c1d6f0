// Commands on programs with recurrences, over sizes known at run time and over many numbers.

import { describe, expect, it } from 'vitest';
import { runIn } from './capture.js';

// z_i = a·b^(i-1): the sum of a geometric series.
const KNOWN = 'param a = 2, b = 0.5\nz[1] = a\nz[i] = b*z[i-1] for i = 2:300\nsum(z)';
const SIZED = 'param a = 2, b = 0.5\ninput x[n]\nz[1] = a\nz[i] = b*z[i-1] + x[i] for i = 2:n\nz[n]';

const wengert = (...args: string[]) => runIn('.', args);
const json = async (...args: string[]) => JSON.parse((await wengert(...args, '--json')).out);

describe('a recurrence over many numbers', () => {
  it('is evaluated to the third order', async () => {
    const found = await json('eval', KNOWN, '--order', '3');
    expect(found.value).toBeCloseTo(4, 12);
    expect(found.gradient.a).toBeCloseTo(2, 12);
    expect(found.gradient.b).toBeCloseTo(8, 11);
    expect(found.hessian.flat()).toHaveLength(4);
    // ∂³/∂b³ of a/(1 - b) is 6a/(1 - b)⁴.
    expect(JSON.stringify(found)).toContain(`${(6 * 2) / 0.5 ** 4}`.slice(0, 3));
  });

  it('is traced element by element, explained, drawn and verified', async () => {
    const { exit, out } = await wengert('eval', KNOWN, '--trace');
    expect([exit, out.includes('value')]).toEqual([0, true]);
    expect((await wengert('explain', KNOWN)).exit).toBe(0);
    expect((await wengert('graph', KNOWN)).out).toContain('digraph');
    expect((await wengert('verify', KNOWN)).out).toContain('none differs');
  });

  it('is counted turn by turn', async () => {
    const { operations, perRow, byStatement } = await json('stats', KNOWN);
    expect(operations.value).toBe(0);
    expect(perRow.operations.value).toBe(2);
    expect(byStatement[0].text).toContain('for i = 2:300');
  });

  it('is written out where a target has no loops over numbers', async () => {
    const { exit, out } = await wengert(KNOWN, '--target', 'wasm', '--emit', 'value');
    expect([exit, out.includes('WebAssembly')]).toEqual([0, true]);
    expect((await wengert(KNOWN, '--format', 'c', '--emit', 'value')).out).toContain('for (ptrdiff_t i = 2;');
  });
});

describe('a recurrence over a size known at run time', () => {
  const at = ['--at', 'x=[0,1,2]'];

  it('is evaluated, traced and verified', async () => {
    // ((2·0.5 + 1)·0.5 + 2)
    const found = await json('eval', SIZED, ...at);
    expect([found.value, found.gradient]).toEqual([3, { a: 0.25, b: 3 }]);
    expect((await wengert('eval', SIZED, '--trace', ...at)).out).toContain('row 3');
    expect((await wengert('verify', SIZED, ...at)).out).toContain('none differs');
    expect((await wengert('verify', SIZED)).exit).toBe(0);
  });

  it('says what is missing', async () => {
    const { exit, err } = await wengert('eval', SIZED, '--at', 'x=[]');
    expect([exit, err.includes('n must be at least 1, got 0')]).toEqual([2, true]);
  });
});
