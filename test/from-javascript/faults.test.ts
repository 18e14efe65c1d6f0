// biome-ignore-all lint/suspicious/noTemplateCurlyInString: functions are written as text here
// What cannot be differentiated is named where it stands, with a way out.

import { describe, expect, it } from 'vitest';
import { compile, FormulaError } from '../../src/index.js';
import '../../src/javascript.js';

function faultsOf(code: string, options: object = {}) {
  try {
    compile(code, { from: 'js', ...options });
  } catch (error) {
    if (error instanceof FormulaError) return error.toJSON().errors;
    throw error;
  }
  return [];
}

const inFunction = (body: string): string => `export function f(x, y) {\n  ${body}\n}`;

describe('a function that cannot be differentiated', () => {
  it.each<[string, string, string]>([
    // [body, code line:column:length, how the message begins]
    ['return x*Math.random();', 'WG151 2:12:13', "'Math.random' has no derivative"],
    ['console.log(x); return x;', 'WG151 2:3:14', "'console.log' prints"],
    ['while (x > 1) { x = x/2; } return x;', 'WG352 2:10:5', 'how often this loop runs depends on values'],
    ['do x = x/2; while (x > 1); return x;', 'WG352 2:22:5', 'how often this loop runs depends on values'],
    ['for (let i = 0; i < x; i++) y = y + i; return y;', 'WG352 2:3:38', 'where this loop ends is not known'],
    ['return f(x - 1, y);', 'WG151 2:10:11', 'a function calls itself'],
    ['return x + "a";', 'WG151 2:14:3', 'text has no derivative'],
    ['return `${x}`;', 'WG151 2:10:6', 'text has no derivative'],
    ['return this.k*x;', 'WG151 2:10:4', "'this' is not known here"],
    ['try { return x; } catch { return y; }', 'WG151 2:3:37', "'try' is not known here"],
    ['throw new Error("no");', 'WG151 2:3:22', 'this throws, whatever the arguments are'],
    ['for (const k in x) y += k; return y;', 'WG151 2:3:26', "'for … in' goes over names"],
    ['class A {} return x;', 'WG151 2:3:10', 'classes are not known here'],
    ['return x | 0;', 'WG151 2:10:5', "'|' works on the bits of integers"],
    ['return ~~x;', 'WG151 2:11:2', "'~' works on the bits of integers"],
    ['return x ?? null;', 'none', ''],
    ['return null;', 'WG151 2:10:4', "'null' is no number"],
    ['return 1n;', 'WG151 2:10:2', 'a bigint has no derivative'],
    ['return typeof x;', 'WG351 1:17:1', "'f' returns text in its result"],
    ['return new Map();', 'WG151 2:10:9', "'new' makes objects of classes"],
    ['return new Float32Array(2)[0];', 'WG151 2:10:19', 'a Float32Array rounds what is put into it'],
    ['return Date.now()*x;', 'WG252 2:10:10', "'Date.now' is not known here"],
    ['return parseFloat(x);', 'WG252 2:10:10', "'parseFloat' is not a function of this module"],
    ['return Math.fround(x);', 'WG151 2:10:14', "'Math.fround' has no derivative"],
    ['return Math.sinus(x);', 'WG151 2:10:13', "'Math.sinus' is not known here"],
    ['return k*x;', 'WG252 2:10:1', "'k' is not defined"],
    ['const k = 2; k = 3; return k*x;', 'WG151 2:16:1', "'k' is a constant"],
    [
      'let s; if (x > 0) s = [1]; return x*s[0];',
      'WG151 2:39:4',
      'a condition decides whether this is an array or object or undefined',
    ],
    ['let s; return s*x;', 'WG351 2:17:3', 'this is undefined where a number is wanted'],
    ['const a = [1, 2]; return a[x];', 'WG351 2:28:4', 'which element this is, is not known'],
    ['const a = [1, 2]; return a[2]*x;', 'WG351 2:28:4', 'this array has 2 elements'],
    ['const a = [1, 2]; return a*x;', 'WG351 2:28:3', 'this is an array, where a number is wanted'],
    ['return [x, y].sort()[0];', 'WG151 2:10:13', "'.sort': the order of what is sorted depends on values"],
    ['return x > y;', 'WG351 1:17:1', "'f' returns true or false"],
    ['x = 1;', 'WG351 1:17:1', "'f' returns nothing"],
    ['return t => x*t;', 'WG351 1:17:1', "'f' returns a function"],
    ['return (x > 0) === 1 ? x : y;', 'WG151 2:10:13', 'true or false is never === a number'],
    ['const g = async t => t; return g(x);', 'WG151 2:13:12', 'what an async function gives comes later'],
  ])('%s', (body, place, message) => {
    const [fault] = faultsOf(inFunction(body));
    expect(fault === undefined ? 'none' : `${fault.code} ${fault.line}:${fault.column}:${fault.length}`).toBe(place);
    expect(fault?.message.slice(0, message.length) ?? '').toBe(message);
  });

  it.each<[string, string, string]>([
    [
      'let k = 1;\nexport const f = x => k*x;\nconst set = v => { k = v; };',
      'WG252 2:23:1',
      "'k' is a variable outside of the function",
    ],
    ["import { g } from './g.js';\nexport const f = x => g(x);", 'WG252 2:23:1', "'g' is imported"],
    [
      'export const f = x => g(x);\nconst g = x => h(x);\nconst h = x => g(x);',
      'WG151 3:16:4',
      'a function calls itself',
    ],
    [
      'const K = [1, 2];\nexport function f(x) { K[0] = x; return x; }',
      'WG151 2:24:4',
      'this changes what other calls of the function see',
    ],
    ['export function f(x) { x[0] = 1; return x[0]; }', 'WG151 1:24:4', 'this changes an argument'],
    [
      'export function f(x) { let s = 0; for (const v of x) { if (v > 3) break; s += v; } return s; }',
      'WG352 1:67:6',
      'a loop whose turns are as many',
    ],
    [
      'export function f(x) { let s = 0; for (const v of x) { if (v > 3) return v; s += v; } return s; }',
      'WG352 1:67:9',
      'a loop whose turns are as many',
    ],
    [
      'export function f(x) { let s = 0; for (let i = 0; i < x.length; i++) s += x[i + 1]; return s; }',
      'WG351 1:75:8',
      'this goes to an element before the first',
    ],
    [
      'export function f(x) { const y = []; for (const v of x) y.push(v); return y[0]; }',
      'WG352 1:38:29',
      'an array grows in the turns of this loop',
    ],
    [
      'export function f(x) { let s = 0; new Array(x.length).forEach((_, i) => { s += x[i]; }); return s; }',
      'WG351 1:35:53',
      'there is nothing in this array yet',
    ],
    [
      'export function f(x) { const u = new Float64Array(3); u[3] = x; return u.length; }',
      'WG351 1:55:4',
      'this Float64Array has 3 elements, and does not grow',
    ],
    [
      'export function f(x) { const u = new Float64Array(2); u.push(x); return u[0]; }',
      'WG351 1:55:9',
      'this Float64Array has 2 elements, and does not grow',
    ],
    [
      'export function f(x) { const y = x.slice(); let t = 0; for (let i = 0; i < x.length; i++) { y[i] = 2*x[i]; t += y[0]; } return t; }',
      'WG351 1:113:4',
      'this array is being written in a loop around',
    ],
    [
      'export function f(x) { const y = x.slice(); for (let i = 0; i < x.length; i++) { let s = x[i]; for (let j = 0; j < i; j++) s -= y[j]; y[i] = s; } return y[1]; }',
      'WG351 1:129:4',
      'this array is being written in a loop around',
    ],
    [
      'export function f(x) { const y = x.slice(); let t = 0; for (let i = 0; i < x.length; i++) { y[i] = 2*x[i]; t += Math.max(...y); } return t; }',
      'WG351 1:113:14',
      'this array is being written in a loop around',
    ],
    [
      'export function f(x) { const y = x.slice(); let t = 0; for (let i = 0; i < x.length; i++) { y[i] = 2*x[i]; t += y.slice()[0]; } return t; }',
      'WG351 1:113:9',
      'this array is being written in a loop around',
    ],
    [
      'export function f(x) { const y = x.slice(); let t = 0; for (let i = 0; i < x.length; i++) { y[i] = 2*x[i]; t += y.reduce((a, b) => a + b, 0); } return t; }',
      'WG351 1:113:28',
      'this array is being written in a loop around',
    ],
    [
      'const make = () => { let n = 0; return () => { n += 1; return n; }; };\nconst counter = make();\nexport const f = x => x*counter();',
      'WG151 1:48:1',
      "'n' is what other calls of the function see",
    ],
    [
      'const w = [];\nfor (let i = 0; i < 5; i++) w.push(i);\nexport const f = x => w.reduce((s, v) => s + v*x, 0);',
      'WG252 3:23:1',
      "'w' is changed after it is made",
    ],
    ['const K = { a: 1 };\nK.a = 5;\nexport const f = x => K.a*x;', 'WG252 3:23:1', "'K' is changed after it is made"],
    [
      'const T = [1, 2];\nfunction init() { T[0] = 7; }\ninit();\nexport const f = x => T[0]*x;',
      'WG252 4:23:1',
      "'T' is changed after it is made",
    ],
    [
      'export function f(a, b) { let n = 0; const r = [a, b].some(v => { n += v; return v > 1; }); return n; }',
      'WG151 1:48:43',
      'what is changed here depends on where the test ends',
    ],
    [
      'export function f(x) { let n = x.length, s = 0; for (let i = 0; i < n; i++) { s += x[i]; n -= 1; } return s; }',
      'WG352 1:69:1',
      'the turns of this loop change how often it runs',
    ],
    [
      'export function f(x) { let a = [1, 2], b = a; for (const v of x) { a = [a[1], v]; b = a; } a[0] = 5; return b[0]; }',
      'WG151 1:92:4',
      'which array this is depends on how often a loop runs',
    ],
    [
      'export function f(x) { let i, s = 0; const bump = () => { i++; }; for (i = 0; i < x.length; i++) { s += x[i]; bump(); } return s; }',
      'WG151 1:59:1',
      'what a loop over a length has left in its variable',
    ],
    [
      'export function f(x) { let s = 0; for (let i = 0; i < x.length; i++) s += x[i >> 1]; return s; }',
      'WG351 1:75:9',
      'where this element stands is not known',
    ],
    [
      'const K = [1, 2].sort();\nexport function f(x) { let s = 0; for (let i = 0; i < 150; i++) { if (x > 0) s += K[0]*x; } return s; }',
      'WG151 1:11:13',
      "'.sort': the order",
    ],
    [
      "export function f(x) { let s = 0; for (const v of x) { if (v < 0) throw new Error('no'); s += v; } return s; }",
      'WG151 1:67:22',
      "'throw' in a loop over an array of any length",
    ],
    ['class V {}\nexport const f = x => new V(x).size;', 'WG151 2:27:1', "'V' is a class"],
    ['export function f(x) { return arguments[0]; }', 'WG151 1:31:9', "'arguments' is not known here"],
    [
      'export function f(x) { const y = []; for (let i = 0; i < x.length; i++) y[i] = x[i]; return y[0]; }',
      'WG351 1:73:4',
      'which element this is, is not known',
    ],
    ['export const f = x => x.filter(v => v > 0).length;', 'WG151 1:23:20', "'.filter': how many elements"],
    ['export const f = (x: string) => x;', 'WG151 1:22:6', "'x' is neither a number nor an array of numbers"],
    ['/** @param {object} x */\nexport const f = x => x;', 'WG151 2:18:1', "'x' is documented as {object}"],
    ['export const f = ({ a, b }) => a*b;', 'WG151 1:19:8', 'an argument is an object'],
    ['export const f = (...x) => x[0];', 'WG151 1:19:4', "'...' collects arguments"],
    ['export async function f(x) { return x; }', 'WG151 1:8:33', 'what an async function gives comes later'],
    ['export function f(x) { return x + ; }', 'WG152 1:35:1', 'this is not JavaScript: Unexpected token'],
    ['const a = 1;', 'WG251 null:null:null', 'there is no function in this module'],
  ])('%s', (code, place, message) => {
    const [fault] = faultsOf(code);
    expect(`${fault?.code} ${fault?.line}:${fault?.column}:${fault?.length}`).toBe(place);
    expect(fault?.message.slice(0, message.length)).toBe(message);
  });

  it('has all of its faults named that stand there whatever it is given', () => {
    const found = faultsOf(inFunction('console.log(x);\n  try { x = 1; } catch {}\n  return x*Math.random();'));
    expect(found.map(({ line }) => line)).toEqual([2, 3, 4]);
  });

  it('says how the length of an array is given wrongly', () => {
    expect(faultsOf('export const f = x => x*2;', { lengths: { x: 3 } })[0]!.message).toBe(
      "'x' is a number, and has no length",
    );
    expect(faultsOf('export const f = x => x[0];', { lengths: { y: 3 } })[0]!.message).toBe("there is no argument 'y'");
  });

  it('is nested as deep as the limit says', () => {
    const deep = `export const f = x => ${'('.repeat(1)}${'Math.sin('.repeat(700)}x${')'.repeat(700)}${')'.repeat(1)};`;
    expect(faultsOf(deep)[0]!.code).toBe('WG702');
    // A long sum is not deep.
    expect(faultsOf(`export const f = x => ${Array.from({ length: 1000 }, (_, i) => `x*${i}`).join(' + ')};`)).toEqual(
      [],
    );
  });

  it('may be chosen among several', () => {
    const code = 'export const f = x => x, g = x => -x;\nfunction h(x) { return 3*x; }\nexport default h;';
    const of = (name?: string) => compile(code, { from: 'js', ...(name !== undefined && { function: name }) }).value(2);
    expect([of('f'), of('g'), of('h'), of('default'), of()]).toEqual([2, -2, 6, 6, 6]);
    expect(faultsOf(code, { function: 'ff' })[0]).toMatchObject({ code: 'WG251', help: "did you mean 'f'?" });
  });
});
