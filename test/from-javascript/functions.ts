// Functions as people write them. Each is run as it stands, and what is made of it has to give the same bits.

/** Arguments of a call: numbers and arrays. */
export type Given = readonly (number | readonly number[])[];

export interface Written {
  readonly name: string;
  readonly code: string;
  /** Where it is smooth: derivatives are compared there, too. */
  readonly points: readonly Given[];
  /** Options of `compile`. */
  readonly lengths?: Readonly<Record<string, number>>;
  readonly function?: string;
}

const ones: readonly Given[] = [[0.3], [1.7], [-0.6], [2.9]];
const pairs: readonly Given[] = [
  [0.3, 1.2],
  [1.7, -0.4],
  [-2.5, 3.1],
];
const arrays: readonly Given[] = [[[0.3, 1.2, -0.7]], [[1.5]], [[0.2, -1.1, 0.9, 2.3, 0.4, -0.8, 1.6]]];

export const functions: readonly Written[] = [
  { name: 'arithmetic', code: 'export function f(x, y) { return x + y*x - y/3 + x*y*2; }', points: pairs },
  { name: 'an arrow', code: 'export const f = (x, y) => x*Math.exp(-y*y);', points: pairs },
  { name: 'a default export', code: 'export default function (x) { return Math.sin(x)*x; }', points: ones },
  {
    name: 'reassignment',
    code: 'export function f(x) { let s = x; s = s*s; s += x; s *= 2; s -= 1; s /= 3; return s; }',
    points: ones,
  },
  {
    name: 'powers',
    code: 'export const f = x => x**3 + x**2 - x**5 + 2**x + x**-1 + x**-2 + x**0 + x**8 + x**13;',
    points: ones,
  },
  {
    name: 'Math.pow',
    code: 'export const f = (x, y) => Math.pow(x*x + 1, y) + Math.pow(x, 3) + Math.pow(Math.abs(x) + 1, 0.5);',
    points: pairs,
  },
  { name: 'a compound power', code: 'export function f(x) { let y = x; y **= 3; y %= 2; return y; }', points: ones },
  { name: 'remainders', code: 'export const f = (x, y) => x % 1 + (7*x) % y;', points: pairs },
  {
    name: 'functions of Math',
    code: 'export const f = x => Math.tanh(x) + Math.cosh(x)*Math.atan(x) + Math.cbrt(x) + Math.log1p(x*x) + Math.expm1(x) + Math.asinh(x) + Math.sinh(x) - Math.tan(x) + Math.log2(x*x) + Math.log10(x*x) + Math.sqrt(x*x + 1) + Math.cos(x);',
    points: ones,
  },
  {
    name: 'inverse functions',
    code: 'export const f = x => Math.asin(x/4) + Math.acos(x/5) + Math.atanh(x/6) + Math.acosh(x*x + 2);',
    points: ones,
  },
  {
    name: 'atan2 and hypot',
    code: 'export const f = (x, y) => Math.atan2(y, x) + Math.hypot(x, y) + Math.hypot(x, y, 2)**2 + Math.hypot(x, y)*Math.hypot(x, y);',
    points: pairs,
  },
  {
    name: 'steps',
    code: 'export const f = x => x*(Math.floor(x) + Math.ceil(x) + Math.round(x) + Math.trunc(x) + Math.sign(x));',
    points: ones,
  },
  { name: 'Math.round', code: 'export const f = x => Math.round(x) + 0*x + Math.round(3*x);', points: ones },
  {
    name: 'the sign of zero',
    code: 'export const f = x => 1/Math.round(x) + 1/Math.trunc(x) + 1/Math.ceil(x) + 1/(x*0);',
    points: [[1.7], [2.9]],
  },
  {
    name: 'extrema',
    code: 'export const f = (x, y) => Math.max(x, y, 0.1)*Math.min(x, y*y) + Math.max(x) - Math.min(y, x, x*y);',
    points: pairs,
  },
  {
    name: 'extrema of nothing',
    code: 'export const f = x => (Math.max() < x ? x : 1) + (Math.min() > x ? x : 2);',
    points: ones,
  },
  {
    name: 'constants',
    code: 'export const f = x => Math.PI*x + Math.E + Math.SQRT2*x*x + Math.LN2 + Number.EPSILON;',
    points: ones,
  },
  {
    name: 'a conditional',
    code: 'export const f = (x, y) => x > y ? x*x : x < 0 ? y*y*x : Math.sin(x);',
    points: pairs,
  },
  {
    name: 'if and else',
    code: 'export function f(x, y) { let r; if (x > y) { r = x*x; } else if (x < -1) r = y*x; else { r = x + y*y; } return r*2; }',
    points: pairs,
  },
  {
    name: 'an early return',
    code: 'export function f(x) { if (x < 0) return -x; if (x > 2) { return x*x; } const y = Math.sqrt(x); return y*x; }',
    points: ones,
  },
  {
    name: 'returns inside of conditions inside',
    code: 'export function f(x, y) { if (x > 0) { if (y > 0) return x*y; x = x*2; if (x > 3) return x; } else { y = y*y; } return x + y; }',
    points: pairs,
  },
  {
    name: 'logic',
    code: 'export const f = (x, y) => (x > 0 && y > 0 ? x*y : 0) + (x > 1 || y > 1 ? x : y*y) + (!(x > y) ? 1 : x);',
    points: pairs,
  },
  {
    name: 'values of logic',
    code: 'export const f = (x, y) => (x && y*x) + (x || y) + (x > 1 && y) * 2;',
    points: pairs,
  },
  {
    name: 'truth as numbers',
    code: 'export const f = (x, y) => (x > y)*x + (x < y)*y*y + +(x === y) - !x;',
    points: pairs,
  },
  {
    name: 'comparisons',
    code: 'export const f = (x, y) => (x === y ? 1 : 2)*x + (x !== y ? y : 3) + (x >= y ? x : 0) + (x <= y ? y*y : 0) + (x == 0 ? 5 : x);',
    points: pairs,
  },
  {
    name: 'tests of numbers',
    code: 'export const f = x => (Number.isNaN(x) ? 1 : x) + (Number.isFinite(1/x) ? x*x : 2) + (Number.isInteger(x) ? 3 : x) + (isNaN(x) ? 0 : 1);',
    points: ones,
  },
  {
    name: 'a loop',
    code: 'export function f(x) { let s = 0; for (let i = 0; i < 5; i++) s += Math.sin(i*x)/(i + 1); return s; }',
    points: ones,
  },
  {
    name: 'a loop downwards',
    code: 'export function f(x) { let p = 0; for (let i = 4; i >= 0; i--) p = p*x + i; return p; }',
    points: ones,
  },
  {
    name: 'a loop by steps',
    code: 'export function f(x) { let s = 1; for (let i = 1; i <= 9; i += 2) s = s + s*x/i; return s; }',
    points: ones,
  },
  {
    name: 'continue and break',
    code: 'export function f(x) { let s = 0; for (let i = 0; i < 6; i++) { if (i === 2) continue; if (s > 3) break; s += x*x*i; if (x < 0) continue; s = s + x; } return s; }',
    points: ones,
  },
  {
    name: 'labels',
    code: 'export function f(x) { let s = 0; outer: for (let i = 0; i < 3; i++) { for (let j = 0; j < 3; j++) { if (j > i) continue outer; if (s > 5) break outer; s += x*x + i*j; } s = s*1.1; } return s; }',
    points: ones,
  },
  {
    name: 'while that counts',
    code: 'export function f(x) { let k = 0, y = x; while (k < 4) { y = Math.cos(y); k++; } do { y = y*x; k--; } while (k > 2); return y; }',
    points: ones,
  },
  {
    name: 'many turns',
    code: 'export function f(x) { let y = x; for (let k = 0; k < 300; k++) y = y + 0.01*Math.sin(y)*x; return y; }',
    points: ones,
  },
  {
    name: 'many turns that leave',
    code: 'export function f(x) { let y = 1; for (let k = 0; k < 120; k++) { if (y > 4) break; y = y + 0.02*x*x; } return y; }',
    points: [[0.3], [1.8], [-0.6]],
  },
  {
    name: 'local arrays',
    code: 'export function f(x, y) { const a = [x, y, x*y]; a[0] = a[1]*2; a[2] += a[0]; let s = 0; for (const v of a) s += v*v; return s + a.length; }',
    points: pairs,
  },
  {
    name: 'arrays that grow',
    code: 'export function f(x) { const a = []; for (let i = 0; i < 4; i++) a.push(x*i); const [p, q, ...rest] = a; return p + q*q + rest[1]; }',
    points: ones,
  },
  {
    name: 'typed arrays',
    code: 'export function f(x) { const a = new Float64Array(3); for (let i = 0; i < 3; i++) a[i] = x*i + (i > 0 ? a[i - 1] : 1); return a[2]*a[1]; }',
    points: ones,
  },
  {
    name: 'methods of arrays',
    code: 'export function f(x, y) { const a = [x, y, 2]; return a.map(v => v*v).reduce((s, v) => s + v, 0) + a.slice(1).map((v, i) => v*i)[1] + Math.max(...a) + [...a, 1].length; }',
    points: pairs,
  },
  {
    name: 'forEach, every and some',
    code: 'export function f(x, y) { let s = 0; [x, y].forEach((v, i) => { s += v*(i + 1); }); return s*([x, y].every(v => v > 0) ? 2 : 3) + ([x, y].some(v => v > 1.5) ? x : y); }',
    points: pairs,
  },
  {
    name: 'fill and from',
    code: 'export function f(x) { const a = new Array(3).fill(x); const b = Array.from({ length: 3 }, (_, i) => a[i]*i); return b[0] + b[1]*b[2]; }',
    points: ones,
  },
  {
    name: 'objects',
    code: 'export function f(x, y) { const p = { x, y: y*2, k: { z: 3 } }; const { y: w, k } = p; p.x += w; return p.x*w + k.z; }',
    points: pairs,
  },
  {
    name: 'swapping',
    code: 'export function f(x, y) { let a = x, b = y; [a, b] = [b, a*b]; return a - b*b; }',
    points: pairs,
  },
  {
    name: 'functions that call',
    code: 'const sq = x => x*x;\nfunction norm(x, y) { return Math.sqrt(sq(x) + sq(y)); }\nexport function f(x, y) { return norm(x, y + 1)*sq(y); }',
    function: 'f',
    points: pairs,
  },
  {
    name: 'defaults',
    code: 'function g(x, k = 3) { return k*x; }\nexport function f(x, y) { return g(x)*g(y, 2) + g(x, undefined); }',
    points: pairs,
  },
  {
    name: 'closures',
    code: 'export function f(x, y) { const k = x*2; const g = t => t*k + y; let n = 0; const count = () => { n++; return n; }; return g(1) + g(2)*count() + count(); }',
    points: pairs,
  },
  {
    name: 'functions that change arrays',
    code: 'function add(a, i, v) { a[i] += v; }\nexport function f(x, y) { const a = [0, 0]; add(a, 0, x); add(a, 1, y*y); add(a, 0, a[1]); return a[0]*a[1]; }',
    points: pairs,
  },
  {
    name: 'constants of the module',
    code: 'const K = 2.5, W = [1, 2, 3];\nconst scale = { a: K*2 };\nexport const f = x => K*x + W[1]*x*x + scale.a;',
    points: ones,
  },
  {
    name: 'TypeScript',
    code: 'interface P { k: number }\nexport function f(x: number, y: number): number { const p = { k: 2 } as P; const z = y!; return (x as number)*z*p.k; }',
    points: pairs,
  },
  {
    name: 'a tuple',
    code: 'export function f(p: [number, number], k: number): number { const [x, y] = p; return x*x + k*y; }',
    points: [[[0.3, 1.2], 2]],
  },
  {
    name: 'JSDoc',
    code: '/**\n * @param {[number, number, number]} p\n * @param {number} k\n */\nexport function f(p, k) { return p[0]*p[1] + k*p[2]*p[2]; }',
    points: [[[0.3, 1.2, -1], 2]],
  },
  {
    name: 'a pattern among the parameters',
    code: 'export const f = ([x, y], k) => x*y*k + y;',
    points: [[[0.3, 1.2], 2]],
  },
  {
    name: 'a declared length',
    code: 'export function f(x) { let s = 0; for (let i = 0; i < x.length; i++) s += x[i]*x[i]*i; return s; }',
    lengths: { x: 3 },
    points: [[[0.3, 1.2, -0.7]]],
  },
  {
    name: 'a vector as the result',
    code: 'export function f(x, y) { return [x*y, x + Math.sin(y), y*y]; }',
    points: pairs,
  },
  // Loops of the graph.
  {
    name: 'a sum',
    code: 'export function f(x) { let s = 0; for (let i = 0; i < x.length; i++) s += Math.sin(x[i])*x[i]; return s; }',
    points: arrays,
  },
  {
    name: 'a sum on top of something',
    code: 'export function f(x, k) { let s = k*k; for (const v of x) s += v*v*k; return s*2; }',
    points: arrays.map(([x]) => [x!, 0.7]),
  },
  {
    name: 'a sum that takes away',
    code: 'export function f(x) { let s = 1; for (const v of x) { s -= v*v; s += Math.exp(v); } return s; }',
    points: arrays,
  },
  {
    name: 'a sum under conditions',
    code: 'export function f(x) { let s = 0; for (const v of x) { if (v < 0) continue; if (v > 2) s += 1; else s += v*v; } return s; }',
    points: arrays,
  },
  {
    name: 'a mean',
    code: 'export function f(x) { let s = 0; for (let i = 0; i < x.length; i++) s += x[i]*x[i]; return s/x.length; }',
    points: arrays,
  },
  {
    name: 'two sums',
    code: 'export function f(x) { let s = 0, t = 0; for (const v of x) { s += v; t += v*v; } return t/x.length - (s/x.length)**2; }',
    points: arrays,
  },
  {
    name: 'a variance in two passes',
    code: 'export function f(x) { let m = 0; for (const v of x) m += v; m /= x.length; let s = 0; for (const v of x) s += (v - m)**2; return s; }',
    points: arrays,
  },
  {
    name: 'a product',
    code: 'export function f(x) { let p = 2; for (const v of x) p *= 1 + v*v; return p; }',
    points: arrays,
  },
  {
    name: 'a recurrence',
    code: 'export function f(x, a) { let s = x[0]; for (let i = 1; i < x.length; i++) s = a*x[i] + (1 - a)*Math.sin(s); return s; }',
    points: arrays.map(([x]) => [x!, 0.3]),
  },
  {
    name: 'a recurrence of two',
    code: 'export function f(x) { let a = 0, b = 1; for (const v of x) { const t = a; a = b*v; b = t + v; } return a*b; }',
    points: arrays,
  },
  {
    name: 'a recurrence downwards',
    code: 'export function f(c, x) { let p = 0; for (let i = c.length - 1; i >= 0; i--) p = p*x + c[i]; return p; }',
    points: arrays.map(([x]) => [x!, 0.8]),
  },
  {
    name: 'the largest',
    code: 'export function f(x) { let m = -Infinity; for (const v of x) m = Math.max(m, v*v); return m; }',
    points: arrays,
  },
  {
    name: 'the largest by a condition',
    code: 'export function f(x) { let m = x[0]; for (let i = 1; i < x.length; i++) if (x[i] > m) m = x[i]; return m*m; }',
    points: arrays,
  },
  {
    name: 'neighbours',
    code: 'export function f(x) { let s = 0; for (let i = 1; i < x.length - 1; i++) s += (x[i + 1] - 2*x[i] + x[i - 1])**2; return s; }',
    points: arrays,
  },
  {
    name: 'two arrays',
    code: 'export function f(x, y) { let s = 0; for (let i = 0; i < x.length; i++) s += x[i]*y[i]*y[i]; return s; }',
    points: arrays.map(([x]) => [x!, (x as number[]).map(v => v * v + 0.1)]),
  },
  {
    name: 'a local array of any length',
    code: 'export function f(x) { const y = new Float64Array(x.length); for (let i = 0; i < x.length; i++) y[i] = x[i]*x[i]; let s = 0; for (const v of y) s += Math.sin(v); return s; }',
    points: arrays,
  },
  {
    name: 'an array made of itself',
    code: 'export function f(x) { const y = new Float64Array(x.length); y[0] = x[0]; for (let i = 1; i < x.length; i++) y[i] = y[i - 1]*0.5 + x[i]; let s = 0; for (const v of y) s += v*v; return s; }',
    points: arrays,
  },
  {
    name: 'map and reduce',
    code: 'export const f = x => x.map(v => v*v).map((v, i) => v + i).reduce((s, v) => s + Math.sqrt(v), 0);',
    points: arrays,
  },
  {
    name: 'running sums',
    code: 'export function f(x) { const c = new Float64Array(x.length); let s = 0; for (let i = 0; i < x.length; i++) { s += x[i]; c[i] = s; } let t = 0; for (let i = 0; i < x.length; i++) t += c[i]*c[i]; return t; }',
    points: arrays,
  },
  { name: 'the last element', code: 'export const f = x => x[x.length - 1]*x[0] + x.at(-1);', points: arrays },
  {
    name: 'elements that go together',
    code: 'export function f(p) { let s = 0; for (let i = 0; i < p.length; i += 2) s += p[i]*p[i + 1]; return s; }',
    points: [[[0.3, 1.2, -0.7, 0.4]], [[1, 2]]],
  },
  {
    name: 'pairs',
    code: 'export function f(x) { let s = 0; for (let i = 0; i < x.length; i++) for (let j = 0; j < i; j++) s += 1/(1 + (x[i] - x[j])**2); return s; }',
    points: arrays,
  },
  {
    name: 'pairs of atoms',
    code: `const cutoff = 3;
export function f(positions) {
  const n = positions.length / 3;
  let energy = 0;
  for (let i = 0; i < n; i++) {
    const ix = 3*i;
    for (let j = i + 1; j < n; j++) {
      const jx = 3*j;
      const dx = positions[ix] - positions[jx];
      const dy = positions[ix + 1] - positions[jx + 1];
      const dz = positions[ix + 2] - positions[jx + 2];
      const r2 = dx*dx + dy*dy + dz*dz;
      if (r2 > cutoff*cutoff) continue;
      const s6 = 1/(r2*r2*r2);
      energy += 4*(s6*s6 - s6);
    }
  }
  return energy;
}`,
    points: [[[0, 0, 0, 1.1, 0.1, 0, 0.2, 1, 0.3]], [[0, 0, 0, 1.1, 0.1, 0, 0.2, 1, 0.3, 5, 0, 0, 5.5, 1, 0]]],
  },
  {
    name: 'a stable logarithm of sums',
    code: 'export function f(x) { const m = Math.max(...x); let s = 0; for (const v of x) s += Math.exp(v - m); return m + Math.log(s); }',
    points: [[[1, 2, 3]], [[0.3, -1.1]]],
  },
  {
    name: 'logistic regression',
    code: 'export function f(w, b, x, y) { let loss = 0; const n = y.length; for (let i = 0; i < n; i++) { let z = b; for (let k = 0; k < 2; k++) z += w[k]*x[2*i + k]; const p = 1/(1 + Math.exp(-z)); loss -= y[i]*Math.log(p) + (1 - y[i])*Math.log(1 - p); } return loss/n; }',
    lengths: { w: 2 },
    points: [[[0.1, 0.2], 0.3, [1, 2, 3, 4], [0.2, 0.9]]],
  },
  {
    name: 'a matrix times a vector',
    code: 'export function f(A, x) { let s = 0; for (let i = 0; i < 3; i++) { let r = 0; for (let j = 0; j < 3; j++) r += A[3*i + j]*x[j]; s += r*x[i]; } return s; }',
    lengths: { A: 9, x: 3 },
    points: [
      [
        [1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, 2, 3],
      ],
    ],
  },
  {
    name: 'halves of a length',
    code: 'export function f(x) { const n = x.length >> 1; let s = 0; for (let i = 0; i < n; i++) s += x[2*i]**2 + x[2*i + 1]; return s; }',
    points: [[[1, 2, 3, 4]]],
  },
  {
    name: 'every element with every other',
    code: 'export function f(x) { let s = 0; for (let i = 0; i < x.length; i++) for (let j = 0; j < x.length; j++) { if (i === j) continue; s += Math.abs(x[i] - x[j]); } return s/2; }',
    points: [[[1, 2, 4.5]]],
  },
  {
    name: 'functions of arrays',
    code: 'const sum = a => a.reduce((s, v) => s + v, 0);\nconst mean = a => sum(a)/a.length;\nexport const variance = x => { const m = mean(x); return mean(x.map(v => (v - m)**2)); };',
    function: 'variance',
    points: arrays,
  },
  {
    name: 'an array that an inner loop adds to',
    code: 'export function f(x) { const g = new Array(x.length).fill(0); for (let i = 0; i < x.length; i++) { for (let j = 0; j < x.length; j++) g[i] += x[j]*x[i]; } return g.reduce((a, b) => a + b*b, 0); }',
    points: arrays,
  },
  {
    name: 'bisection',
    code: 'export function f(x, t) { let lo = 0, hi = 4; for (let k = 0; k < 60; k++) { const m = (lo + hi)/2; if (m*m < 2) lo = m; else hi = m; } return lo*t*x; }',
    points: pairs,
  },
  {
    name: 'the area of a polygon',
    code: 'export function f(p) { let a = 0; const n = p.length/2; for (let i = 0; i < n; i++) { const j = (i + 1) % n; a += p[2*i]*p[2*j + 1] - p[2*j]*p[2*i + 1]; } return a/2; }',
    points: [[[0, 0.1, 1, 0.2, 1.3, 1, 0.2, 0.8]]],
  },
  {
    name: 'a ring backwards',
    code: 'export function f(x) { const n = x.length; let s = 0; for (let i = 0; i < n; i++) s += x[i]*x[(i - 1 + n) % n]; return s; }',
    points: [[[0.3, 1.2, -0.7]]],
  },
  {
    name: 'a first turn that is another',
    code: 'export function f(x) { let s = 0; x.forEach((v, i) => { if (i > 0) s += (v - x[i - 1])**2; else s += v; }); return s; }',
    points: arrays,
  },
  {
    name: 'a last turn that is another',
    code: 'export function f(x) { let s = 0; for (let i = 0; i < x.length; i++) s += i < x.length - 1 ? x[i]*x[i + 1] : x[i]; return s; }',
    points: arrays,
  },
  {
    name: 'passes over an array',
    code: 'export function f(x) { const y = x.slice(); for (let k = 0; k < 3; k++) for (let i = 1; i < y.length; i++) y[i] = y[i] + 0.5*y[i - 1]; return y[y.length - 1]; }',
    points: arrays,
  },
  {
    name: 'an array as the result',
    code: 'export const f = x => x.map((v, i) => v*v*i);',
    lengths: { x: 3 },
    points: [[[0.3, 1.2, -0.7]]],
  },
  {
    name: 'var',
    code: 'export function f(x) { var s = 0; for (var i = 0; i < 3; i++) { var t = x*i; s += t; } return s + i*t; }',
    points: ones,
  },
  {
    name: 'a variable declared before its loop',
    code: 'export function f(x) { let i, s = 0; for (i = 0; i < x.length; i++) s += x[i]*x[i]; return s; }',
    points: arrays,
  },
  {
    name: 'names of Math',
    code: 'const { sin, PI: pi } = Math;\nexport function f(x) { "use strict"; const { cos, max } = Math; const tan = Math.tan; return sin(pi*x) + cos(x)*max(x, 1) + tan(x) + [x, 2].map(Math.sqrt)[1]; }',
    points: ones,
  },
  {
    name: 'assignments as values',
    code: 'export function f(x) { let a = x, b; b = a += 2; a++; return a*b-- + b; }',
    points: ones,
  },
  {
    name: 'steps of an integral',
    code: 'export function f(x) { const h = 1/x.length; let s = 0; for (let i = 0; i < x.length; i++) { const t = i*h; s += (x[i] - t*t)**2*h; } return s; }',
    points: arrays,
  },
  {
    name: 'a length that is looked at',
    code: 'export function f(x) { const n = x.length; if (n === 0) return 0; let s = 0; for (let i = 0; i < n; i++) s += x[i]*x[i]; return s/n; }',
    points: arrays,
  },
];
