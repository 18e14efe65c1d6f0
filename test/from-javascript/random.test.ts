// Functions of random statements: branches in loops in branches, of numbers and of arrays of any length. What is made of each has the
// bits of the function itself, at points with zeros, infinities and NaN among them.

import { describe, expect, it } from 'vitest';
import { compile, FormulaError } from '../../src/index.js';
import '../../src/javascript.js';
import { executed } from './executed.js';

/** A generator of numbers from 0 to 1 (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The text of a function of x, y and the array v. */
function written(random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const variables = ['a', 'b', 'c'];
  /** @param names that there are besides */
  const expression = (depth: number, names: readonly string[]): string => {
    if (depth === 0 || random() < 0.2)
      return pick([...variables, ...names, 'x', 'y', pick(['2', '0.5', '-1', '0', '3'])]);
    const of = (): string => expression(depth - 1, names);
    return pick([
      () => `(${of()} ${pick(['+', '-', '*', '/', '%'])} ${of()})`,
      () => `Math.${pick(['sin', 'exp', 'tanh', 'abs', 'round', 'floor', 'sqrt', 'sign', 'cbrt'])}(${of()})`,
      () => `Math.${pick(['max', 'min', 'hypot', 'atan2'])}(${of()}, ${of()})`,
      () => `(${condition(depth - 1, names)} ? ${of()} : ${of()})`,
      () => `(${of()}) ** ${pick(['2', '3', '0.5', '-1', '0'])}`,
      () => `(${of()} ${pick(['&&', '||'])} ${of()})`,
      () => `-(${of()})`,
    ])();
  };
  const condition = (depth: number, names: readonly string[]): string => {
    const of = (): string => expression(Math.min(depth, 1), names);
    const one = `${of()} ${pick(['<', '>', '<=', '>=', '===', '!=='])} ${of()}`;
    return random() < 0.25 ? `!(${one}) || ${of()} > 1` : one;
  };
  const statement = (depth: number, names: readonly string[], loop: 'none' | 'numbers' | 'lengths'): string => {
    const target = pick(variables);
    const inside = (n: number, more: readonly string[] = [], kind = loop): string =>
      Array.from({ length: n }, () => statement(depth - 1, [...names, ...more], kind)).join(' ');
    const choices: (() => string)[] = [
      () => `${target} ${pick(['=', '+=', '-=', '*='])} ${expression(2, names)};`,
      () => `${target} += ${expression(2, names)};`,
    ];
    if (depth > 0) {
      choices.push(
        () => `if (${condition(1, names)}) { ${inside(2)} }`,
        () => `if (${condition(1, names)}) { ${inside(1)} } else { ${inside(1)} }`,
        () =>
          `for (let i = 0; i < ${pick(['2', '3'])}; i++) { ${inside(2, ['i'], loop === 'lengths' ? loop : 'numbers')} }`,
      );
      if (loop === 'none') {
        choices.push(
          () => `for (const w of v) { ${inside(2, ['w'], 'lengths')} }`,
          () => `for (let k = 1; k < v.length; k++) { ${inside(2, ['v[k]', 'v[k - 1]', 'k'], 'lengths')} }`,
          () => `if (${condition(1, names)}) return ${expression(1, names)};`,
        );
      } else {
        choices.push(() => `if (${condition(1, names)}) continue;`);
        if (loop === 'numbers') choices.push(() => `if (${condition(1, names)}) break;`);
      }
    }
    return pick(choices)();
  };
  const body = Array.from({ length: 4 }, () => statement(2, [], 'none')).join('\n  ');
  return `export function f(x, y, v) {\n  let a = x, b = y, c = v.length;\n  ${body}\n  return a + b * c;\n}`;
}

const POINTS: readonly (readonly [number, number, readonly number[]])[] = [
  [0.7, -1.3, [0.4, 1.9, -0.6]],
  [2.5, 0, [1]],
  [-0, 0.5, [0, -0, 3, 1e3, -2.5]],
  [Number.NaN, 2, [1, 2]],
  [Number.POSITIVE_INFINITY, -1, [Number.NEGATIVE_INFINITY, 0.5]],
  [1e-9, 1e9, [-1, Number.NaN, 2]],
];

const FUNCTIONS = 60;

/** The function compiled; null where it is refused, as a recurrence in a recurrence is, and not made into something else. */
function compiled(code: string, options: object = {}) {
  try {
    return compile(code, { from: 'js', ...options }) as unknown as {
      value(...given: unknown[]): number;
      gradient(...given: unknown[]): Float64Array;
    };
  } catch (error) {
    expect(error).toBeInstanceOf(FormulaError);
    return null;
  }
}

describe('a random function', () => {
  it('has the same bits, and derivatives that do not depend on whether lengths are known', () => {
    let refused = 0;
    for (let seed = 0; seed < FUNCTIONS; seed++) {
      const code = written(generator(seed));
      const made = compiled(code);
      if (made === null) {
        refused++;
        continue;
      }
      const original = executed(code);
      for (const point of POINTS) {
        const expected = original(...point);
        if (typeof expected === 'number')
          expect(made.value(...point), `${code}\n${JSON.stringify(point)}`).toBe(expected);
      }
      const [smooth] = POINTS;
      const apart = code.includes('v[') || code.includes('of v') ? compiled(code, { lengths: { v: 3 } }) : null;
      const wanted = apart?.gradient(...smooth!);
      const found = made.gradient(...smooth!);
      for (const [i, slope] of wanted?.entries() ?? []) {
        // NaN where it is not known: a number is never a wrong one.
        if (!Number.isFinite(slope) || !Number.isFinite(found[i]!)) continue;
        const difference = Math.abs(found[i]! - slope);
        expect(difference, `${code}\n${i}: ${found[i]} ${slope}`).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(slope)));
      }
    }
    expect(refused).toBeLessThan(FUNCTIONS / 5);
  });
});
