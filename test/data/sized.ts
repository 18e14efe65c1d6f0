// Random programs of arrays whose sizes are known when they are called: comprehensions, nested ones, neighbours, elementwise
// operations and their reductions, and recurrences over them.

import fc from 'fast-check';
import {
  type Argument,
  apply,
  type Case,
  combined,
  constant,
  type Expression,
  free,
  type Place,
  type Reduction,
  randomNumbers,
  type Statement,
  write,
} from './program.js';
import { recurring } from './recurring.js';
import { type Numbers, ordinary } from './rows.js';

/** An array of n numbers, as it is written and what each element is; places count from 1. */
export interface Elements {
  readonly text: string;
  element(place: Place, k: number): string;
}

/** An index that a comprehension has opened; neighbours are the steps from it that stay within. */
interface Index {
  readonly name: string;
  readonly neighbours: readonly number[];
}

interface Scope {
  readonly scalars: readonly Expression[];
  readonly arrays: readonly Elements[];
  readonly indices: readonly Index[];
}

type Maker = (scope: Scope) => Expression;
type ArrayMaker = (scope: Scope) => Elements;

interface Range {
  readonly text: string;
  /** Of the index around it, if any. */
  bounds(n: number, outer: number): readonly [low: number, high: number];
  readonly neighbours: readonly number[];
  readonly needsOuter?: boolean;
}

const WHOLE: Range = { text: '1:n', bounds: n => [1, n], neighbours: [] };

const RANGES: readonly Range[] = [
  WHOLE,
  { text: '2:n', bounds: n => [2, n], neighbours: [-1] },
  { text: '1:n-1', bounds: n => [1, n - 1], neighbours: [1] },
  { text: '3:n-1', bounds: n => [3, n - 1], neighbours: [-2, -1, 1] },
  { text: '@+1:n', bounds: (n, outer) => [outer + 1, n], neighbours: [-1], needsOuter: true },
  { text: '1:@', bounds: (_, outer) => [1, outer], neighbours: [], needsOuter: true },
  { text: '1:@-1', bounds: (_, outer) => [1, outer - 1], neighbours: [1], needsOuter: true },
];

/** An array that is an argument; the k-th element of a matrix's column too. */
export const argument = (name: string, column: number | null = null): Elements => ({
  text: column === null ? name : `array(${name}[t, ${column}], t = 1:n)`,
  element: (_, k) => (column === null ? `${name}[${k}]` : `${name}[${k}, ${column}]`),
});

/** One element, at an index or a neighbour of it. */
const elementAt = (array: Elements, { name }: Index, step: number): Expression => ({
  text: `${/^\w+$/.test(array.text) ? array.text : `(${array.text})`}[${name}${step === 0 ? '' : step > 0 ? `+${step}` : step}]`,
  rows: false,
  at: place => array.element(place, place.indices[name]! + step),
});

const indexItself = ({ name }: Index): Expression => ({
  text: name,
  rows: false,
  at: ({ indices }) => String(indices[name]),
});

const sizeItself: Expression = { text: 'n', rows: false, at: ({ long }) => String(long.size) };

const sizeOfArray: Expression = { text: 'size(x)[1]', rows: false, at: ({ long }) => String(long.size) };

/** With every element as the operand of a template of one or two arrays; @3 is a number. */
const elementwise = (template: string, operands: readonly Elements[], scalar: Expression): Elements => {
  const texts = [...operands.map(({ text }) => text), scalar.text];
  return {
    text: template.replace(/@(\d)/g, (_, k: string) => `(${texts[Number(k) - 1]})`),
    element(place, k) {
      const parts = [...operands.map(operand => operand.element(place, k)), scalar.at(place)];
      return template
        .replace(/ \.([*/^]) /g, '$1')
        .replace(/@(\d)/g, (_, position: string) => `(${parts[Number(position) - 1]})`);
    },
  };
};

/** A reduction of the elements of an array. */
export const overElements = (kind: Reduction, array: Elements): Expression => ({
  text: `${kind}(${array.text})`,
  rows: false,
  at: place =>
    combined(
      kind,
      Array.from({ length: place.long.size }, (_, k) => array.element(place, k + 1)),
      place.long,
    ),
});

function comprehension(kind: Reduction, range: Range, body: Maker, scope: Scope): Expression {
  const outer = scope.indices[0];
  const name = ['i', 'j', 'k', 'l', 'm', 'q', 'r', 's'][scope.indices.length]!;
  const index: Index = { name, neighbours: range.neighbours };
  const inner = body({ ...scope, indices: [index, ...scope.indices] });
  return {
    text: `${kind}(${inner.text}, ${name} = ${range.text.replace('@', outer?.name ?? '')})`,
    rows: false,
    at(place) {
      const [low, high] = range.bounds(place.long.size, outer === undefined ? 0 : place.indices[outer.name]!);
      const terms = Array.from({ length: Math.max(0, high - low + 1) }, (_, k) =>
        inner.at({ ...place, indices: { ...place.indices, [name]: low + k } }),
      );
      return combined(kind, terms, place.long);
    },
  };
}

/** An array by its elements, `array(expr, i = 1:n)`. */
function arrayOf(body: Maker, scope: Scope): Elements {
  const name = ['i', 'j', 'k', 'l', 'm', 'q', 'r', 's'][scope.indices.length]!;
  const inner = body({ ...scope, indices: [{ name, neighbours: [] }, ...scope.indices] });
  return {
    text: `array(${inner.text}, ${name} = 1:n)`,
    element: (place, k) => inner.at({ ...place, indices: { ...place.indices, [name]: k } }),
  };
}

/** Products of the long programs with vectors and matrices, which are not elementwise. */
const product = (kind: 'dot' | 'matrix times vector', a: Elements, b: Elements): Expression =>
  kind === 'dot'
    ? {
        text: `dot(${a.text}, ${b.text})`,
        rows: false,
        at: place =>
          combined(
            'sum',
            Array.from(
              { length: place.long.size },
              (_, k) => `(${a.element(place, k + 1)})*(${b.element(place, k + 1)})`,
            ),
            place.long,
          ),
      }
    : {
        text: `sum((${a.text})[t]*dot(A[t, :], w), t = 1:n)`,
        rows: false,
        at: place =>
          combined(
            'sum',
            Array.from({ length: place.long.size }, (_, k) => `(${a.element(place, k + 1)})*dot(A[${k + 1}, :], w)`),
            place.long,
          ),
      };

const rowsTimes: Elements = { text: 'A*w', element: (_, k) => `dot(A[${k}, :], w)` };

const UNARY = [
  '-@1',
  'sin(@1)',
  'tanh(@1)',
  'square(@1)',
  'exp(-square(@1))',
  'sqrt(1 + square(@1))',
  'log(2 + sin(@1))',
  'abs(@1)',
  'relu(@1)',
  'softplus(@1)',
  '@1^3/4',
  '@1 > 0.25 ? @1 : sin(@1)',
] as const;

const BINARY = [
  '@1 + @2',
  '@1 - @2',
  '@1*@2',
  '@1/(1.5 + square(@2))',
  'exp(-square(@1 - @2))',
  'hypot(@1, @2)',
  'max(@1, @2)',
  'min(@1, @2)',
  'atan2(@1, 2 + sin(@2))',
  '@1 < @2 ? @1*@2 : sin(@2)',
  '@1 > 0 ? log(@1)*@2 : @2',
] as const;

/** Of arrays @1 and @2 and a number @3. */
const ELEMENTWISE = [
  'sin(@1)',
  'abs(@1)',
  '@1 .^ 2',
  '@1 + @2',
  '@1 - @2',
  '@1 .* @2',
  '@1 ./ (2 + sin(@2))',
  '@3*@1',
  '@1/(2 + square(@3))',
  '@1 - @3',
  'max(@1, @2)',
] as const;

const anyKind = fc.constantFrom<Reduction>(
  'sum',
  'sum',
  'sum',
  'prod',
  'mean',
  'min',
  'max',
  'norm',
  'logsumexp',
  'std',
);

const makers = fc.letrec<{ scalar: Maker; array: ArrayMaker; total: Maker }>(tie => {
  const templates = (list: readonly string[], count: number): fc.Arbitrary<Maker> =>
    fc.tuple(fc.constantFrom(...list), fc.tuple(...Array.from({ length: count }, () => tie('scalar')))).map(
      ([template, parts]): Maker =>
        scope =>
          apply(template, ...parts.map(make => make(scope))),
    );
  return {
    scalar: fc.oneof(
      { maxDepth: 4, depthSize: 'medium' },
      {
        weight: 6,
        arbitrary: fc.tuple(fc.nat(20), fc.nat(3), fc.nat(5)).map(
          ([k, which, step]): Maker =>
            scope => {
              const index = scope.indices[which % Math.max(1, scope.indices.length)];
              if (index === undefined || k > 15) return scope.scalars[k % scope.scalars.length]!;
              const steps = [0, ...index.neighbours];
              if (k === 15) return apply('@1/4', indexItself(index));
              return elementAt(scope.arrays[k % scope.arrays.length]!, index, steps[step % steps.length]!);
            },
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
      { weight: 3, arbitrary: templates(UNARY, 1) },
      { weight: 4, arbitrary: templates(BINARY, 2) },
      { weight: 7, arbitrary: tie('total') },
    ),
    total: fc.oneof(
      { maxDepth: 4, depthSize: 'medium' },
      {
        weight: 4,
        arbitrary: fc.tuple(anyKind, fc.nat(), tie('scalar')).map(
          ([kind, k, body]): Maker =>
            scope => {
              // Three nested ones are as deep as programs go; a least element of nothing is an error.
              if (scope.indices.length > 2) return body(scope);
              const isTotal = kind === 'sum' || kind === 'prod';
              const usable = isTotal
                ? RANGES.filter(({ needsOuter }) => needsOuter !== true || scope.indices.length > 0)
                : [WHOLE];
              return comprehension(kind, usable[k % usable.length]!, body, scope);
            },
        ),
      },
      {
        weight: 2,
        arbitrary: fc.tuple(anyKind, tie('array')).map(
          ([kind, of]): Maker =>
            scope =>
              overElements(kind, of(scope)),
        ),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.constantFrom('dot', 'matrix times vector'), tie('array'), tie('array')).map(
          ([kind, a, b]): Maker =>
            scope =>
              product(kind as 'dot', a(scope), b(scope)),
        ),
      },
    ),
    array: fc.oneof(
      { maxDepth: 3, depthSize: 'medium' },
      {
        weight: 4,
        arbitrary: fc.nat(9).map(
          (k): ArrayMaker =>
            ({ arrays }) =>
              arrays[k % arrays.length]!,
        ),
      },
      {
        weight: 4,
        arbitrary: fc.tuple(fc.constantFrom(...ELEMENTWISE), tie('array'), tie('array'), tie('scalar')).map(
          ([template, a, b, s]): ArrayMaker =>
            scope =>
              elementwise(template, [a(scope), b(scope)], s(scope)),
        ),
      },
      {
        weight: 1,
        arbitrary: tie('scalar').map(
          (body): ArrayMaker =>
            scope =>
              arrayOf(body, scope),
        ),
      },
    ),
  };
});

export interface SizedRecipe {
  readonly order: number;
  readonly seed: number;
  readonly statements: readonly (readonly ['scalar', Maker] | readonly ['array', ArrayMaker])[];
  readonly recurrence: { readonly form: number; readonly step: Maker; readonly use: number } | null;
  readonly result: Maker;
}

const statement = fc.oneof(
  makers.scalar.map(make => ['scalar', make] as const),
  makers.array.map(make => ['array', make] as const),
);

const sizedWith = (recurrence: fc.Arbitrary<SizedRecipe['recurrence']>): fc.Arbitrary<SizedRecipe> =>
  fc.record({
    order: fc.nat(2),
    seed: fc.nat(1_000_000),
    statements: fc.array(statement, { maxLength: 3 }),
    recurrence,
    result: fc.tuple(fc.constantFrom('@1', '@1 + @2', '@1/(2 + square(@2))', '@1*@2'), makers.total, makers.total).map(
      ([template, a, b]): Maker =>
        scope =>
          apply(template, a(scope), b(scope)),
    ),
  });

export const sizedRecipes = sizedWith(fc.constant(null));
export const recurrenceRecipes = sizedWith(
  fc.record({ form: fc.nat(7), step: makers.scalar, use: fc.nat(4) }) as fc.Arbitrary<SizedRecipe['recurrence']>,
);

const ORDERS = [
  ['a', 'b', 'w', 'p', 'x', 'y', 'A'],
  ['x', 'a', 'A', 'p', 'y', 'w', 'b'],
  ['A', 'p', 'w', 'b', 'y', 'a', 'x'],
] as const;

/** Every argument of unknown size is read somewhere. */
const TIED = '0*(x[1] + y[1] + p[1] + A[1, 1])';

/** The program of a recipe for arrays of n numbers; a recurrence has n at run time, or as a constant of the program. */
export function sizedProgram(recipe: SizedRecipe, n: number, numbers: Numbers = ordinary): Case {
  const mayBeIdle = numbers !== ordinary && n < 5;
  return { ...programOf(recipe, n, numbers), mayBeIdle };
}

function programOf(recipe: SizedRecipe, n: number, numbers: Numbers): Case {
  const random = randomNumbers(recipe.seed);
  const declared = ORDERS[recipe.order]!.map((name): Argument => {
    const kind = name === 'x' || name === 'y' || name === 'A' ? 'input' : 'param';
    const shape = name === 'a' || name === 'b' ? [] : name === 'w' ? [3] : name === 'A' ? [n, 3] : [n];
    const size = shape.reduce((product, of) => product * of, 1);
    const values = Array.from({ length: size }, () => numbers(random));
    const written = name === 'A' ? 'A[n, 3]' : name === 'p' || name === 'x' || name === 'y' ? `${name}[n]` : null;
    return { name, kind, shape, values, ...(written === null ? {} : { declared: written }) };
  });
  let scope: Scope = {
    scalars: [free('a'), free('b'), free('w[2]'), sizeItself, sizeOfArray],
    arrays: [argument('x'), argument('p'), argument('y'), argument('A', 2), rowsTimes],
    indices: [],
  };
  const statements: Statement[] = [];
  for (const [kind, make] of recipe.statements) {
    const name = `${kind === 'scalar' ? 's' : 'v'}${statements.length + 1}`;
    if (kind === 'scalar') {
      statements.push({ name, of: make(scope) });
      scope = { ...scope, scalars: [free(name), ...scope.scalars] };
    } else {
      const array = make(scope);
      const at = (place: Place): string =>
        `[${Array.from({ length: place.long.size }, (_, k) => array.element(place, k + 1)).join(', ')}]`;
      statements.push({ name, of: { text: array.text, rows: false, at } });
      scope = { ...scope, arrays: [argument(name), ...scope.arrays] };
    }
  }
  const written = { declared, statements, rows: 0, size: n };
  const { recurrence } = recipe;
  if (recurrence === null) {
    const result = apply(`@1 + ${TIED}`, recipe.result(scope));
    return write({ ...written, result });
  }
  const step = recurrence.step({ ...scope, indices: [{ name: 'i', neighbours: [] }] });
  const { between, use } = recurring(recurrence.form, recurrence.use, step, n);
  return write({ ...written, between, result: apply(`@1 + @2/8 + ${TIED}`, use, recipe.result(scope)) });
}
