// Random programs over rows: columns of numbers and of vectors, statistics of them used in later statements, conditionals on
// rows and parameters, responses and residuals.

import fc from 'fast-check';
import {
  type Argument,
  apply,
  type Case,
  type Column,
  centred,
  column,
  combined,
  constant,
  type Expression,
  free,
  named,
  overRows,
  REDUCTIONS,
  type Reduction,
  randomNumbers,
  rowCount,
  type Statement,
  write,
} from './program.js';

/** What expressions are made of; what was defined last stands first. */
interface Scope {
  readonly scalars: readonly Expression[];
  readonly vectors: readonly Expression[];
  /** So many rows that a product of them leaves the doubles. */
  readonly many: boolean;
}

type Maker = (scope: Scope) => Expression;

/** Inside their domains whatever the operands are, and of a moderate size, so that random programs stay finite. */
const UNARY = [
  '-@1',
  'abs(@1)',
  'sqrt(1 + square(@1))',
  'cbrt(2 + sin(@1))',
  'nthRoot(2 + cos(@1), 3)',
  'square(@1)',
  'cube(sin(@1))',
  'exp(sin(@1))',
  'exp(-square(@1))',
  'expm1(tanh(@1))',
  'log(2 + sin(@1))',
  'log(2 + cos(@1), 3)',
  'log2(3 + sin(@1))',
  'log10(3 + sin(@1))',
  'log1p(square(@1))',
  'pow(2 + sin(@1), 1.5)',
  'sin(@1)',
  'cos(@1)',
  'tan(tanh(@1))',
  'sec(tanh(@1))',
  'csc(2 + tanh(@1)/2)',
  'cot(1.5 + tanh(@1)/2)',
  'asin(tanh(@1)/2)',
  'acos(tanh(@1)/2)',
  'atan(@1)',
  'asec(2 + square(@1))',
  'acsc(2 + square(@1))',
  'acot(1 + square(@1))',
  'sinh(sin(@1))',
  'cosh(sin(@1))',
  'tanh(@1)',
  'sech(@1)',
  'csch(1 + square(sin(@1)))',
  'coth(1 + square(sin(@1)))',
  'asinh(@1)',
  'acosh(2 + square(@1))',
  'atanh(sin(@1)/2)',
  'asech(1/(2 + square(@1)))',
  'acsch(1 + square(@1))',
  'acoth(2 + square(@1))',
  'sign(@1)*@1',
  'floor(@1) + @1',
  'ceil(2*@1)*@1',
  'round(@1)',
  'fix(@1) - @1',
  'erf(@1)',
  'gamma(2 + sin(@1))',
  'lgamma(2 + sin(@1))',
  'digamma(2 + sin(@1))',
  '(1.5 + sin(@1))!',
  'sigmoid(@1)',
  'softplus(@1)',
  'relu(@1)',
  '@1^2',
  'sin(@1)^3',
  '(2 + sin(@1))^-2',
  '2^sin(@1)',
  '@1 > 0.25 ? @1 : sin(@1)',
  'gate(@1)',
] as const;

const BINARY = [
  '@1 + @2',
  '@1 - @2',
  '@1*@2',
  '@1*sin(@2)',
  '@1/(1.5 + square(@2))',
  '@1*exp(-square(@2))',
  'atan2(@1, 2 + sin(@2))',
  'hypot(@1, @2)',
  'norm([@1, @2])',
  'min(@1, @2)',
  'max(@1, @2)',
  'mod(@1, 2 + sin(@2))',
  'pow(2 + sin(@1), tanh(@2))',
  '(2 + sin(@1))^cos(@2)',
  'log(2 + sin(@1), 4 + sin(@2))',
  'logsumexp(@1, @2)',
  '(@1 < @2)*@1',
  '@1 < @2 ? @1*@2 : sin(@2)',
  '@1 > 0 and @2 < 1 ? cos(@2) : @1',
  '@1 > 0 or not (@2 < 1) ? @1 : exp(-square(@2))',
  '@1 > 0 ? log(@1)*@2 : @2',
  'mix(@1, @2)',
] as const;

const TERNARY = ['@1 < @2 ? @3 : @1', 'max(@1, @2, @3)', '@1*@2 + @3', 'abs(@1) <= 1 ? @2 : @3'] as const;

const WITHIN = [
  'sum(@1)',
  'mean(@1)',
  'norm(@1)',
  'max(@1)',
  'min(@1)',
  'prod(sin(@1))',
  'logsumexp(@1)',
  'std(@1)',
  'variance(@1)',
  '(@1)[2]',
  'sum((@1)[i]*i, i = 1:3)',
  'sum(sum((@1)[i]*(@1)[j]/(i + j), j = i:3), i = 1:2)',
] as const;

const OF_TWO_VECTORS = ['dot(@1, @2)', 'sum(@1 .* sin(@2))', 'norm(@1 - @2)'] as const;

const VECTORS = ['sin(@1)', 'tanh(@1)', 'A*(@1)', '(@1)*A', '(@1).^2', 'abs(@1)', '-(@1)'] as const;

const PAIRS_OF_VECTORS = [
  '@1 + @2',
  '@1 - @2',
  '@1 .* @2',
  '@1 ./ (2 + sin(@2))',
  'cross(@1, @2)',
  'max(@1, @2)',
] as const;

const CENTRED = 'centred(u) = u - mean(u)';

const DEFINITIONS = ['gate(t) = t > 0 ? log(1 + t) : t/2', 'mix(s, t) = s*sin(t) + square(s)/(1 + square(t))', CENTRED];

/** Something of every row, whatever it is made from. */
const rowwise = (of: Expression, scope: Scope): Expression =>
  of.rows ? of : apply('@1*@2', of, scope.scalars.find(({ rows }) => rows)!);

function reduced(kind: Reduction, of: Expression, scope: Scope): Expression {
  const operand = rowwise(of, scope);
  return overRows(kind, kind === 'prod' && scope.many ? apply('1 + tanh(@1)/256', operand) : operand);
}

const kinds = fc.oneof({ weight: 4, arbitrary: fc.constant<Reduction>('sum') }, fc.constantFrom(...REDUCTIONS));

const makers = fc.letrec<{ scalar: Maker; vector: Maker }>(tie => {
  const templates = (list: readonly string[], ...operands: readonly ('scalar' | 'vector')[]): fc.Arbitrary<Maker> =>
    fc.tuple(fc.constantFrom(...list), fc.tuple(...operands.map(kind => tie(kind)))).map(
      ([template, parts]): Maker =>
        scope =>
          apply(template, ...(parts as Maker[]).map(make => make(scope))),
    );
  return {
    scalar: fc.oneof(
      { maxDepth: 4, depthSize: 'medium' },
      {
        weight: 5,
        arbitrary: fc.nat(13).map(
          (k): Maker =>
            ({ scalars }) =>
              scalars[k % scalars.length]!,
        ),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(1, 2, 0.5).map(
          (value): Maker =>
            () =>
              constant(value),
        ),
      },
      { weight: 5, arbitrary: templates(UNARY, 'scalar') },
      { weight: 5, arbitrary: templates(BINARY, 'scalar', 'scalar') },
      { weight: 1, arbitrary: templates(TERNARY, 'scalar', 'scalar', 'scalar') },
      { weight: 2, arbitrary: templates(WITHIN, 'vector') },
      { weight: 1, arbitrary: templates(OF_TWO_VECTORS, 'vector', 'vector') },
      {
        weight: 2,
        arbitrary: fc.tuple(kinds, tie('scalar')).map(
          ([kind, of]): Maker =>
            scope =>
              reduced(kind, of(scope), scope),
        ),
      },
      {
        weight: 1,
        arbitrary: tie('scalar').map(
          (of): Maker =>
            scope =>
              centred(rowwise(of(scope), scope)),
        ),
      },
    ),
    vector: fc.oneof(
      { maxDepth: 3, depthSize: 'medium' },
      {
        weight: 4,
        arbitrary: fc.nat(5).map(
          (k): Maker =>
            ({ vectors }) =>
              vectors[k % vectors.length]!,
        ),
      },
      { weight: 2, arbitrary: templates(VECTORS, 'vector') },
      { weight: 2, arbitrary: templates(PAIRS_OF_VECTORS, 'vector', 'vector') },
      { weight: 1, arbitrary: templates(['@1*(@2)'], 'scalar', 'vector') },
      { weight: 1, arbitrary: templates(['[@1, @2, @3]'], 'scalar', 'scalar', 'scalar') },
    ),
  };
});

/** Reductions within an expression of all rows, and what outer expressions make of them. */
const OUTER = [
  '@1',
  '@1',
  '@1 + @2',
  '@1/(2 + square(@2))',
  'sqrt(1 + square(@1)) - @2',
  'log(1 + square(@1))*@2',
  '@1*@2',
  'max(@1, @2)',
  '@1 > @2 ? @1 : a*@2',
] as const;

type Result =
  | { readonly kind: 'number'; readonly template: string; readonly parts: readonly (readonly [Reduction, Maker])[] }
  | { readonly kind: 'vector'; readonly parts: readonly (readonly [Reduction, Maker])[] }
  | {
      readonly kind: 'squares';
      readonly responses: readonly (readonly ['x' | 'y' | 'u' | 'residual', Maker, Maker])[];
    };

const part = fc.tuple(kinds, makers.scalar);
const numberResults = fc
  .tuple(fc.constantFrom(...OUTER), part, part)
  .map(([template, ...parts]): Result => ({ kind: 'number', template, parts }));
const vectorResults = fc.tuple(part, part).map((parts): Result => ({ kind: 'vector', parts }));
const response = fc.tuple(fc.constantFrom('x', 'y', 'u', 'residual'), makers.scalar, makers.vector);
const squareResults = fc
  .array(response, { minLength: 1, maxLength: 2 })
  .map((responses): Result => ({ kind: 'squares', responses }));

const SHAPES: Readonly<Record<string, readonly number[]>> = { a: [], b: [], c: [], w: [3], A: [3, 3] };

/** Inputs, parameters and columns in any order, as programs may have them. */
const ORDERS = [
  ['a', 'b', 'c', 'w', 'A', 'x', 'y', 'u'],
  ['x', 'y', 'c', 'u', 'a', 'w', 'b', 'A'],
  ['c', 'u', 'A', 'x', 'a', 'b', 'y', 'w'],
] as const;

/** Numbers for a declaration: of fixed inputs and of columns. */
export type Numbers = (random: () => number) => number;

export const ordinary: Numbers = random => 3 * random() - 1.5;

const SPECIAL = [0, 0, -0, 1, 1, -1, 2, 0.5, -2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];

/** Zeros of both signs, ties, and once in a while what is no number. */
export const special: Numbers = random => SPECIAL[Math.floor(random() * (random() < 0.2 ? SPECIAL.length : 9))]!;

export interface Recipe {
  readonly order: number;
  readonly seed: number;
  readonly statements: readonly (readonly [kind: 'scalar' | 'vector', Maker])[];
  readonly result: Result;
}

const statement = fc.oneof(
  { weight: 4, arbitrary: makers.scalar.map(make => ['scalar', make] as const) },
  { weight: 1, arbitrary: makers.vector.map(make => ['vector', make] as const) },
);

const recipesOf = (result: fc.Arbitrary<Result>): fc.Arbitrary<Recipe> =>
  fc.record({
    order: fc.nat(ORDERS.length - 1),
    seed: fc.nat(1_000_000),
    statements: fc.array(statement, { maxLength: 4 }),
    result,
  });

export const numberRecipes = recipesOf(numberResults);
export const vectorRecipes = recipesOf(vectorResults);
export const squareRecipes = recipesOf(squareResults);

/** The program of a recipe over so many rows, its numbers as given. */
export function rowProgram(recipe: Recipe, rows: number, numbers: Numbers = ordinary): Case {
  const random = randomNumbers(recipe.seed);
  const list = (count: number): number[] => Array.from({ length: count }, () => numbers(random));
  const declared = ORDERS[recipe.order]!.map((name): Argument | Column => {
    if (name === 'u') return { name, width: 3, values: list(3 * rows) };
    if (name === 'x' || name === 'y') return { name, width: null, values: list(rows) };
    const shape = SHAPES[name]!;
    const values = list(shape.reduce((a, b) => a * b, 1));
    return { name, shape, kind: name === 'c' ? 'input' : 'param', values };
  });
  const first = ['x', 'a', 'y', 'b', 'c'].map(name => (name === 'x' || name === 'y' ? column(name) : free(name)));
  let scope: Scope = {
    scalars: [...first, apply('(@1)[1]', column('u', 3)), free('w[2]'), rowCount('x')],
    vectors: [column('u', 3), free('w'), free('A[2, :]')],
    many: rows > 12,
  };
  const statements: Statement[] = [];
  for (const [kind, make] of recipe.statements) {
    const of: Statement = { name: `${kind === 'scalar' ? 's' : 'v'}${statements.length + 1}`, of: make(scope) };
    statements.push(of);
    scope =
      kind === 'scalar'
        ? { ...scope, scalars: [named(of), ...scope.scalars] }
        : { ...scope, vectors: [named(of), ...scope.vectors] };
  }
  const written = { declared, statements, rows };
  const { result } = recipe;
  if (result.kind === 'squares') return squaresProgram(written, result.responses, scope);
  const parts = result.parts.map(([kind, make]) => reduced(kind, make(scope), scope));
  // Every vector statement is of use, so that columns in it are.
  const template = result.kind === 'number' ? result.template : '[@1, @2]';
  const last = apply(template, ...parts);
  return finish({ ...written, result: last, results: result.kind === 'vector' ? 2 : null });
}

type Unfinished = Parameters<typeof write>[0];

const finish = (written: Unfinished): Case => {
  const text = [...written.statements.map(({ of }) => of.text), written.result.text, written.between?.text].join(' ');
  return write({
    ...written,
    definitions: DEFINITIONS.filter(line => text.includes(`${line.slice(0, line.indexOf('('))}(`)),
  });
};

function squaresProgram(
  written: Omit<Unfinished, 'result'>,
  responses: readonly (readonly ['x' | 'y' | 'u' | 'residual', Maker, Maker])[],
  scope: Scope,
): Case {
  const seen = new Set<string>();
  const lines: string[] = [];
  const differences: { readonly of: Expression; readonly elements: readonly string[] }[] = [];
  for (const [wished, scalar, vector] of responses) {
    // A column has one response.
    const left = seen.has(wished) ? 'residual' : wished;
    seen.add(left);
    const right = (left === 'u' ? vector : scalar)(scope);
    lines.push(left === 'residual' ? `residual ${right.text}` : `${left} = ${right.text}`);
    const of =
      left === 'residual'
        ? right
        : left === 'u'
          ? apply('@1 - @2', column('u', 3), right)
          : apply('@1 - @2', column(left), right);
    differences.push({ of, elements: left === 'u' ? ['(@1)[1]', '(@1)[2]', '(@1)[3]'] : ['@1'] });
  }
  let name = '0';
  return finish({
    ...written,
    between: {
      text: lines.join('\n'),
      write(place) {
        const terms = differences.flatMap(({ of, elements }) =>
          (of.rows ? Array.from({ length: place.long.rows }, (_, r) => r + 1) : [null]).flatMap(row =>
            elements.map(element => apply(`square(${element})`, of).at({ ...place, row })),
          ),
        );
        name = combined('sum', terms, place.long);
      },
    },
    result: { text: '', rows: false, at: () => name },
  });
}
