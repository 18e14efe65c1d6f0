// Random formulas with branches, and what they mean: an evaluator of their own that is as lazy as the language, on dual
// numbers. Nothing here comes from src/.

import fc from 'fast-check';

export type Formula =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Formula[] }
  | { readonly kind: 'choose'; readonly condition: Formula; readonly whenTrue: Formula; readonly whenFalse: Formula };

export const NAMES = ['x', 'y', 'z'] as const;

const UNARY = ['neg', 'exp', 'log', 'sqrt', 'sin', 'cos', 'tanh', 'abs', 'square', 'atan', 'floor', 'relu', 'not'];
const BINARY = ['+', '-', '*', '/', 'min', 'max', '<', '<=', '>', '==', 'and', 'or', 'hypot'];

/** Numbers at which kinks, steps and domains meet. */
const numbers = fc.constantFrom(0, 1, 2, 0.5, 3, 1.5);

export const formulas: fc.Arbitrary<Formula> = fc.letrec<{ formula: Formula }>(tie => ({
  formula: fc.oneof(
    { maxDepth: 6, depthSize: 'medium', withCrossShrink: true },
    { weight: 2, arbitrary: fc.constantFrom(...NAMES).map(name => ({ kind: 'name', name }) as Formula) },
    { weight: 1, arbitrary: numbers.map(value => ({ kind: 'number', value }) as Formula) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom(...UNARY), tie('formula'))
        .map(([name, a]) => ({ kind: 'call', name, args: [a] }) as Formula),
    },
    {
      weight: 5,
      arbitrary: fc
        .tuple(fc.constantFrom(...BINARY), tie('formula'), tie('formula'))
        .map(([name, a, b]) => ({ kind: 'call', name, args: [a, b] }) as Formula),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(tie('formula'), tie('formula'), tie('formula'))
        .map(([condition, whenTrue, whenFalse]) => ({ kind: 'choose', condition, whenTrue, whenFalse }) as Formula),
    },
  ),
})).formula;

/** The formula as a user writes it, every part in parentheses. */
export function textOf(formula: Formula): string {
  switch (formula.kind) {
    case 'number':
      return String(formula.value);
    case 'name':
      return formula.name;
    case 'choose':
      return `(${textOf(formula.condition)} ? ${textOf(formula.whenTrue)} : ${textOf(formula.whenFalse)})`;
    case 'call': {
      const args = formula.args.map(textOf);
      if (formula.name === 'neg') return `(-${args[0]})`;
      if (formula.name === 'not') return `(not (${args[0]}))`;
      if (/^\w+$/.test(formula.name) && !['and', 'or'].includes(formula.name))
        return `${formula.name}(${args.join(', ')})`;
      return `(${args[0]} ${formula.name} ${args[1]})`;
    }
  }
}

/** Value, tangent (null where there is no way from the input) and the sum of its terms' sizes. */
export interface Dual {
  readonly value: number;
  readonly tangent: number | null;
  readonly size: number;
}

const plain = (value: number): Dual => ({ value, tangent: null, size: 0 });

function chain(value: number, ...terms: readonly (readonly [Dual, () => number])[]): Dual {
  let tangent: number | null = null;
  let size = 0;
  for (const [operand, partial] of terms) {
    if (operand.tangent === null) continue;
    const p = partial();
    tangent = (tangent ?? 0) + p * operand.tangent;
    size += Math.abs(p) * operand.size;
  }
  return { value, tangent, size };
}

const truth = (value: number): boolean => value !== 0 && !Number.isNaN(value);

export function evaluate(formula: Formula, point: Readonly<Record<string, number>>, along: string): Dual {
  switch (formula.kind) {
    case 'number':
      return plain(formula.value);
    case 'name':
      return formula.name === along
        ? { value: point[formula.name]!, tangent: 1, size: 1 }
        : plain(point[formula.name]!);
    case 'choose':
      return evaluate(
        truth(evaluate(formula.condition, point, along).value) ? formula.whenTrue : formula.whenFalse,
        point,
        along,
      );
    case 'call':
      return call(formula.name, formula.args, point, along);
  }
}

function call(name: string, args: readonly Formula[], point: Readonly<Record<string, number>>, along: string): Dual {
  const a = evaluate(args[0]!, point, along);
  if (name === 'and') return plain(Number(truth(a.value) && truth(evaluate(args[1]!, point, along).value)));
  if (name === 'or') return plain(Number(truth(a.value) || truth(evaluate(args[1]!, point, along).value)));
  const x = a.value;
  if (args.length === 1) return unary(name, a, x);
  const b = evaluate(args[1]!, point, along);
  const y = b.value;
  switch (name) {
    case '+':
      return chain(x + y, [a, () => 1], [b, () => 1]);
    case '-':
      return chain(x - y, [a, () => 1], [b, () => -1]);
    case '*':
      return chain(x * y, [a, () => y], [b, () => x]);
    case '/':
      return chain(x / y, [a, () => 1 / y], [b, () => -x / y / y]);
    case 'min':
    case 'max': {
      const value = name === 'min' ? Math.min(x, y) : Math.max(x, y);
      const share = (mine: number, other: number): number =>
        Number.isNaN(value) ? Number.NaN : mine !== value ? 0 : other === value ? 0.5 : 1;
      return chain(value, [a, () => share(x, y)], [b, () => share(y, x)]);
    }
    case 'hypot': {
      const length = Math.hypot(x, y);
      return chain(length, [a, () => (length === 0 ? 0 : x / length)], [b, () => (length === 0 ? 0 : y / length)]);
    }
    case '<':
      return plain(Number(x < y));
    case '<=':
      return plain(Number(x <= y));
    case '>':
      return plain(Number(x > y));
    case '==':
      return plain(Number(x === y));
    default:
      throw new Error(name);
  }
}

function unary(name: string, a: Dual, x: number): Dual {
  switch (name) {
    case 'neg':
      return chain(-x, [a, () => -1]);
    case 'exp':
      return chain(Math.exp(x), [a, () => Math.exp(x)]);
    case 'log':
      return chain(Math.log(x), [a, () => (x >= 0 ? 1 / x : Number.NaN)]);
    case 'sqrt':
      return chain(Math.sqrt(x), [a, () => 0.5 / Math.sqrt(x)]);
    case 'sin':
      return chain(Math.sin(x), [a, () => Math.cos(x)]);
    case 'cos':
      return chain(Math.cos(x), [a, () => -Math.sin(x)]);
    case 'tanh':
      return chain(Math.tanh(x), [a, () => 1 / Math.cosh(x) ** 2]);
    case 'abs':
      return chain(Math.abs(x), [a, () => Math.sign(x)]);
    case 'square':
      return chain(x * x, [a, () => 2 * x]);
    case 'atan':
      return chain(Math.atan(x), [a, () => 1 / (1 + x * x)]);
    case 'floor':
      return plain(Math.floor(x));
    case 'relu':
      return chain(Math.max(x, 0), [a, () => (x > 0 ? 1 : Number.isNaN(x) ? Number.NaN : 0)]);
    case 'not':
      return plain(Number(!truth(x)));
    default:
      throw new Error(name);
  }
}
