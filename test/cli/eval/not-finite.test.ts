// `eval` names what made a result that is not finite: the first statement, in the order of the program.

import { describe, expect, it } from 'vitest';
import { runIn } from '../capture.js';

async function warning(formula: string, point: Record<string, number>, ...args: string[]): Promise<string> {
  const at = Object.entries(point).flatMap(([name, value]) => ['--at', `${name}=${value}`]);
  return (await runIn('.', ['eval', '--formula', formula, ...at, ...args])).err;
}

describe('a result that is not finite', () => {
  it('is silent where all is finite', async () => {
    expect(await warning('sqrt(x)', { x: 1 })).toBe('');
    // The arm that is not taken may have any derivative.
    expect(await warning('x > 0 ? sqrt(x) : x', { x: 0 })).toBe('');
  });

  it('has its first value that is not finite named before any derivative', async () => {
    expect(await warning('a = sqrt(x)\nb = log(x)\na + b', { x: 0 })).toBe(
      "not finite: line 2, column 5: 'log(x)' is -Infinity\n",
    );
  });

  it('has the first statement named whose derivative is not finite', async () => {
    expect(await warning('a = x - 1\nb = sqrt(a)\nc = sqrt(b)\n3*c', { x: 1 })).toBe(
      "not finite: line 2, column 5: the derivative by x of 'sqrt(a)' is Infinity\n",
    );
    expect(await warning('(x > 0 ? sqrt(x) : x) + sqrt(y)', { x: 0, y: 0 })).toBe(
      "not finite: line 1, column 25: the derivative by y of 'sqrt(y)' is Infinity\n",
    );
    // Every partial is finite, their product is not.
    expect(await warning('a = 1e200*x\nb = 1e200*a\nb + x', { x: 1e-300 })).toBe(
      "not finite: line 2, column 5: the derivative by x of '1e200*a' is Infinity\n",
    );
  });

  it('of several results is that of the row', async () => {
    expect(await warning('a = x*y; b = sqrt(x); output a, b', { x: 0, y: 1 })).toBe(
      "not finite: line 1, column 14: the derivative by x of 'sqrt(x)' is Infinity\n",
    );
  });

  it('may be so at a higher order only', async () => {
    expect(await warning('a = 2*x\na^1.5 + y', { x: 0, y: 1 }, '--order', '1')).toBe('');
    expect(await warning('a = 2*x\na^1.5 + y', { x: 0, y: 1 }, '--order', '2')).toBe(
      "not finite: line 2, column 1: the second derivative by x, x of 'a^1.5' is Infinity\n",
    );
  });

  it('is the fault of an input that is not finite', async () => {
    expect(await warning('x*y', { x: 1, y: Number.NaN })).toBe('not finite: the input y is not\n');
  });
});
