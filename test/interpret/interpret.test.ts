// What templates and emission write, as the engine runs it and interpreted.

import { describe, expect, it } from 'vitest';
import { interpret } from '../../src/interpret/interpret.js';
import { readProgram } from '../../src/interpret/read.js';

/** Texts that end in `return`; a function at the top level ends as the printer ends it. */
const TEXTS: Readonly<Record<string, string>> = {
  'texts in quotes of both kinds': String.raw`return ['a\'b"c', "it's", 'back\\slash', 'tab\tnew\u2028', ''];`,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what is read
  'templates in templates': 'return `x${[1, 2].map(b => `<${b}>`).join(`, `)}$y`;',
  'numbers as they are printed': 'return [1e-7, 1.5e+300, 0.1, 5e-324, -0, 12, NaN, -Infinity];',
  'what binds how': `
const a = 2;
const b = 3;
return [a - b - 1, 2 ** 3 ** 2, (-a) ** b, -a * b % 4, a < b === true, !(a > b) && b, (a & b) + 1, a / b / 2];`,
  'choices in choices': 'return [0, 1, 2, 3].map(x => x > 1 ? x > 2 ? 3 : 2 : x === 1 ? 1 : 0);',
  'what is not there': `
const a = null;
return [a?.length, a ?? 4, [][0]?.b, a == null, undefined != null, 0 ?? 1];`,
  'what is taken apart': `
let [a] = [1, 2, 3];
const { b, c: [d = 5] } = { b: 2, c: [] };
const before = a;
[a] = [d];
return [before, a, b, d];`,
  'what is put together': `
const a = [1, 2];
const b = { a, x: 3 };
return [{ ...b, x: 4, "y z": 5, ["__proto__"]: 6 }, [...a, ...a, 0], Math.max(...a), { ...undefined }];`,
  'parameters of all kinds': `
function f(a, b = a * 2, { c } = { c: 7 }, ...d) {
  return [a, b, c, d];
}
return [f(1), f(1, undefined, { c: 2 }, 3, 4), f.length, f.name];`,
  'functions that call themselves and each other': `
function even(n) {
  return n === 0 ? true : odd(n - 1);
}
function odd(n) {
  const before = n - 1;
  const is = n === 0 ? false : even(before);
  return before + 1 === n && is;
}
return [even(10), odd(7), even(3)];`,
  'functions that share variables with those around': `
function counter() {
  let count = 0;
  return { more: by => { count += by; return count; }, read: () => count };
}
const a = counter();
const b = counter();
a.more(2);
b.more(5);
a.more(1);
return [a.read(), b.read()];`,
  'objects that are made': `
function Pair(a, b) {
  this.a = a;
  this.sum = () => this.a + b;
}
const pair = new Pair(1, 2);
pair.a = 10;
return [pair.sum(), pair instanceof Pair, [] instanceof Pair];`,
  'variables of the same name': `
const a = 1;
function f(b) {
  const a = b + 1;
  for (let i = 0; i < 2; i++) {
    const a = i;
    b += a;
  }
  for (let i = 5; i < 6; i++) b += i;
  return [a, b];
}
return [f(1), a];`,
  'a variable that is a number now and then': `
function f(x) {
  let y = 0;
  if (x) y = null;
  const z = y;
  return [y, z];
}
return [f(true), f(false)];`,
  loops: `
const found = [];
for (let i = 3; i > 0; i--) {
  if (i === 2) continue;
  found.push(i);
}
let n = 0;
while (n < 3) n++;
for (const [a, { b }] of [[1, { b: 2 }]]) found.push(a, b, n);
for (let level = 8; level > 1; (level /= 2, n++)) found.push(n);
return found;`,
  'what is thrown and caught': `
function f(x) {
  try {
    if (x) throw new RangeError('no');
    return 'fine';
  } catch (error) {
    return [error.name, error.message];
  }
}
let end = 0;
try {
  null.x;
} catch {
  end = 1;
}
return [f(0), f(1), end];`,
  'writing to elements': `
const a = new Float64Array(3);
let i = 0;
a[i++] = 2;
a[i] += 1.5;
a[i] -= 0.25;
a[0] *= 3;
a[0] /= 4;
const o = { n: 1 };
o.n++;
o.m ??= 7;
o.m ??= 8;
return [a, i, o];`,
  'functions that stop': `
function* f(a) {
  let sum = a;
  for (let x = yield; x !== null; x = yield) {
    sum += x;
  }
  const last = yield [sum];
  return sum * last;
}
const [run, other] = [f(1), f(5)];
return [run.next(), run.next(2), other.next(), run.next(3), run.next(null), other.next(1), run.next(10), run.next()];`,
  'branches without brackets, and functions that do nothing': `
function f() {}
function g(a) {
  if (a) return 1;
  else if (a === 0) return 2;
  return f();
}
return [g(1), g(0), g(null)];`,
  comments: `
/**
 * A function f() {}
 */
// function g() {
const a = /*#__PURE__*/ new Float64Array(2);
return a;`,
};

describe('interpreted code', () => {
  it.each(Object.entries(TEXTS))('has %s', (_, text) => {
    const wanted = new Function(text)();
    expect(interpret(readProgram(text)).result).toEqual(wanted);
  });

  it('reads names that it is given, and has those at its top level', () => {
    const { result, named } = interpret(readProgram('const a = given * 2;\nreturn a + 1;'), [['given', 4]]);
    expect([result, named('a')]).toEqual([9, 8]);
  });
});
