// Formulas that grow with n, as program text.

export interface Family {
  readonly name: string;
  /** What the formula of size n is, in a few words. */
  readonly about: string;
  /** Smallest n that there is a formula for. */
  readonly first: number;
  /** Statements or terms of the text, so that a text too long is never made. */
  length(n: number): number;
  text(n: number): string;
}

/** Longest text that is made, in statements or terms. */
export const LONGEST = 20_000;

const upTo = (n: number, of: (i: number) => string): string[] => Array.from({ length: n }, (_, i) => of(i + 1));

/** Minors of the first rows by their columns, so that each is written once: 2ⁿ statements. */
function determinant(n: number): string {
  const lines: string[] = [];
  const name = (set: number): string => `m${set.toString(2).padStart(n, '0')}`;
  const columns = (set: number): number[] =>
    upTo(n, String)
      .map(Number)
      .filter(j => set & (1 << (j - 1)));
  const sets = Array.from({ length: 2 ** n - 1 }, (_, i) => i + 1).sort(
    (a, b) => columns(a).length - columns(b).length,
  );
  for (const set of sets) {
    const inside = columns(set);
    const row = n - inside.length + 1;
    const terms = inside.map((j, i) => {
      const rest = columns(set & ~(1 << (j - 1)));
      const minor = rest.length === 1 ? `a${n}_${rest[0]}` : name(set & ~(1 << (j - 1)));
      return `${i === 0 ? '' : i % 2 === 0 ? ' + ' : ' - '}a${row}_${j}${rest.length === 0 ? '' : `*${minor}`}`;
    });
    if (inside.length > 1 || n === 1) lines.push(`${name(set)} = ${terms.join('')}`);
  }
  return lines.join('\n');
}

/** Layers of three tanh units, then the loss of a softmax over three classes, the first being the right one. */
function softmaxNet(n: number): string {
  const lines: string[] = [];
  const units = [1, 2, 3];
  for (let layer = 1; layer <= n; layer++) {
    for (const i of units) {
      const sum = units.map(j => `w${layer}_${i}${j}*${layer === 1 ? `x${j}` : `h${layer - 1}_${j}`}`).join(' + ');
      lines.push(`h${layer}_${i} = tanh(${sum} + b${layer}_${i})`);
    }
  }
  lines.push(`log(${units.map(i => `exp(h${n}_${i})`).join(' + ')}) - h${n}_1`);
  return lines.join('\n');
}

export const families: readonly Family[] = [
  {
    name: 'speelpenning',
    about: 'x1·x2·…·xn',
    first: 1,
    length: n => n,
    text: n => upTo(n, i => `x${i}`).join('*'),
  },
  {
    name: 'chebyshev',
    about: 'T(n) = 2x·T(n-1) - T(n-2), Chebyshev polynomials',
    first: 1,
    length: n => n,
    text: n =>
      n === 1 ? 'x' : ['t0 = 1', 't1 = x', ...upTo(n - 1, i => `t${i + 1} = 2*x*t${i} - t${i - 1}`)].join('\n'),
  },
  {
    name: 'e2e',
    about: 'e ← e² + e, n times, from x',
    first: 1,
    length: n => n,
    text: n => upTo(n, i => `e${i} = ${i === 1 ? 'x^2 + x' : `e${i - 1}^2 + e${i - 1}`}`).join('\n'),
  },
  {
    name: 'nested-exp',
    about: 'exp(exp(…exp(x)…)), n deep',
    first: 1,
    length: n => n,
    text: n => upTo(n, i => `e${i} = exp(${i === 1 ? 'x' : `e${i - 1}`})`).join('\n'),
  },
  {
    name: 'determinant',
    about: 'determinant of an n×n matrix by Laplace expansion',
    first: 1,
    length: n => 2 ** n,
    text: determinant,
  },
  {
    name: 'rosenbrock',
    about: 'Σ 100(x(i+1) - x(i)²)² + (1 - x(i))², n variables',
    first: 2,
    length: n => n,
    text: n => upTo(n - 1, i => `100*(x${i + 1} - x${i}^2)^2 + (1 - x${i})^2`).join(' + '),
  },
  {
    name: 'softmax-net',
    about: 'n layers of 3 tanh units, then the loss of a softmax',
    first: 1,
    length: n => 3 * n,
    text: softmaxNet,
  },
  {
    name: 'continued-fraction',
    about: 'x + 1/(x + 1/(… + 1/x)), n fractions',
    first: 1,
    length: n => n,
    text: n => upTo(n, i => `c${i} = x + 1/${i === 1 ? 'x' : `c${i - 1}`}`).join('\n'),
  },
];
