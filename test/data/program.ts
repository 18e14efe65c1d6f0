// Programs over rows or over sizes known at run time, and the same programs written out term by term. Every expression is
// held twice: as a user writes it, and as what it means at one place, with no rows and no unknown size left. Nothing here
// comes from src/: what the language means is said once more.

/** Where an expression is written out: the row, and the values of the indices of comprehensions around it. */
export interface Place {
  readonly long: Long;
  /** Counted from 1; null outside of rows. */
  readonly row: number | null;
  readonly indices: Readonly<Record<string, number>>;
}

export interface Expression {
  readonly text: string;
  /** Whether it has a value for every row. */
  readonly rows: boolean;
  at(place: Place): string;
}

/** The long program while it is written. */
export interface Long {
  readonly rows: number;
  readonly size: number;
  readonly lines: string[];
  /** Terms of reductions that were given a factor of their own, which is 1: what measures how far rounding may go. */
  factors: number;
  readonly factored: boolean;
  /** Names of what is written once, whatever refers to it. */
  readonly names: Map<Expression, string>;
  /** A least or greatest element of no rows is asked for. */
  fails: boolean;
}

/** What a reduction may be called with, over rows, within a vector and in a comprehension. */
export type Reduction = 'sum' | 'prod' | 'mean' | 'min' | 'max' | 'norm' | 'logsumexp' | 'std' | 'variance';

export const REDUCTIONS: readonly Reduction[] = [
  'sum',
  'prod',
  'mean',
  'min',
  'max',
  'norm',
  'logsumexp',
  'std',
  'variance',
];

const EMPTY: Partial<Record<Reduction, string>> = {
  sum: '0',
  prod: '1',
  mean: '(0/0)',
  norm: '0',
  logsumexp: 'log(0)',
  std: '(0/0)',
  variance: '(0/0)',
};

export const constant = (value: number): Expression => ({ text: String(value), rows: false, at: () => String(value) });

/** What is written in both programs alike. */
export const free = (text: string): Expression => ({ text, rows: false, at: () => text });

const filled = (template: string, part: (of: Expression) => string, operands: readonly Expression[]): string =>
  template.replace(/@(\d)/g, (_, k: string) => `(${part(operands[Number(k) - 1]!)})`);

/** A template of the language, '@1*sin(@2)', over operands. */
export const apply = (template: string, ...operands: readonly Expression[]): Expression => ({
  text: filled(template, ({ text }) => text, operands),
  rows: operands.some(({ rows }, k) => rows && template.includes(`@${k + 1}`)),
  at: place => filled(template, operand => operand.at(place), operands),
});

/** A column, one number or a vector a row. */
export const column = (name: string, width: number | null = null): Expression => ({
  text: name,
  rows: true,
  at: ({ row }) => {
    if (row === null) throw new Error(`${name} outside of rows`);
    return width === null ? `${name}[${row}]` : `${name}[${(row - 1) * width + 1}:${row * width}]`;
  },
});

export const rowCount = (name: string): Expression => ({
  text: `count(${name})`,
  rows: false,
  at: ({ long }) => String(long.rows),
});

/** Terms taken together; each of them with a factor of its own where that is asked for. */
export function combined(kind: Reduction, terms: readonly string[], long: Long): string {
  if (terms.length === 0) {
    const of = EMPTY[kind];
    if (of === undefined) long.fails = true;
    return of ?? '(0/0)';
  }
  const weighed = long.factored ? terms.map(term => `unit[${++long.factors}]*(${term})`) : terms;
  return kind === 'sum' ? `(${weighed.map(term => `(${term})`).join(' + ')})` : `${kind}([${weighed.join(', ')}])`;
}

/** Writes a line of its own for what does not depend on the place, once. */
function once(long: Long, expression: Expression, write: () => string): string {
  const known = long.names.get(expression);
  if (known !== undefined) return known;
  const text = write();
  const name = `part_${long.names.size + 1}`;
  long.names.set(expression, name);
  long.lines.push(`${name} = ${text}`);
  return name;
}

const overAll = (kind: Reduction, place: Place, operand: Expression): string =>
  combined(
    kind,
    Array.from({ length: place.long.rows }, (_, r) => operand.at({ ...place, row: r + 1 })),
    place.long,
  );

/** The reduction over rows of what has a number for every row. */
export function overRows(kind: Reduction, operand: Expression): Expression {
  const self: Expression = {
    text: `${kind}(${operand.text})`,
    rows: false,
    at: place => once(place.long, self, () => overAll(kind, place, operand)),
  };
  return self;
}

/** A call of `centred(u) = u - mean(u)`, whose argument is reduced within the function. */
export function centred(operand: Expression): Expression {
  const middle = overRows('mean', operand);
  return {
    text: `centred(${operand.text})`,
    rows: true,
    at: place => `((${operand.at(place)}) - ${middle.at(place)})`,
  };
}

export interface Statement {
  readonly name: string;
  readonly of: Expression;
}

/** What statements are referred to by. */
export const named = ({ name, of }: Statement): Expression => ({
  text: name,
  rows: of.rows,
  at: ({ row }) => (of.rows ? `${name}_${row}` : name),
});

export interface Argument {
  readonly name: string;
  readonly shape: readonly number[];
  readonly kind: 'param' | 'input';
  readonly values: readonly number[];
  /** How the short program declares it where sizes are known at run time: 'x[n]'. */
  readonly declared?: string;
}

export interface Column {
  readonly name: string;
  readonly width: number | null;
  readonly values: readonly number[];
}

/** A program as two texts, and what both are called with. */
export interface Case {
  readonly text: string;
  /** The long program; with a factor for every term, in an input `unit` of as many ones. */
  long(factored: boolean): { readonly text: string; readonly factors: number; readonly fails: boolean };
  readonly fixed: readonly Argument[];
  readonly columns: readonly Column[];
  readonly rows: number;
  /** How many numbers the result has; null for one that is no vector. */
  readonly results: number | null;
  /** Some of its loops may have no turns. */
  readonly mayBeIdle?: boolean;
}

export interface Written {
  /** In program order, columns among them. */
  readonly declared: readonly (Argument | Column)[];
  /** Definitions that are the same in both programs. */
  readonly definitions?: readonly string[];
  readonly statements: readonly Statement[];
  /** Lines of the short program that a result follows, and what they say at length. */
  readonly between?: { readonly text: string; write(place: Place): void };
  readonly result: Expression;
  readonly results?: number | null;
  readonly rows: number;
  readonly size?: number;
}

const isColumn = (of: Argument | Column): of is Column => 'width' in of;

const declaration = (name: string, shape: readonly number[]): string =>
  shape.length === 0 ? name : `${name}[${shape.join(', ')}]`;

export function write(written: Written): Case {
  const { declared, definitions = [], statements, between, result, rows } = written;
  const columns = declared.filter(isColumn);
  const fixed = declared.filter((of): of is Argument => !isColumn(of));
  const short = [
    ...declared.map(of =>
      isColumn(of)
        ? `data ${declaration(of.name, of.width === null ? [] : [of.width])}`
        : `${of.kind} ${of.declared ?? declaration(of.name, of.shape)}`,
    ),
    ...definitions,
    ...statements.map(({ name, of }) => `${name} = ${of.text}`),
    ...(between === undefined ? [] : [between.text]),
    result.text,
  ];
  return {
    text: short.filter(line => line !== '').join('\n'),
    fixed,
    columns,
    rows,
    results: written.results ?? null,
    long(factored) {
      const long: Long = {
        rows,
        size: written.size ?? 0,
        lines: [],
        factors: 0,
        factored,
        names: new Map(),
        fails: false,
      };
      const place: Place = { long, row: null, indices: {} };
      for (const { name, of } of statements) {
        if (!of.rows) long.lines.push(`${name} = ${of.at(place)}`);
        else
          for (let row = 1; row <= rows; row++) {
            // What is written once for all rows goes before the line.
            const text = of.at({ ...place, row });
            long.lines.push(`${name}_${row} = ${text}`);
          }
      }
      between?.write(place);
      const last = result.at(place);
      const inputs = [
        ...fixed.map(({ name, shape, kind }) => `${kind} ${declaration(name, shape)}`),
        ...(rows === 0 ? [] : columns.map(({ name, width }) => `input ${name}[${rows * (width ?? 1)}]`)),
        ...(long.factors === 0 ? [] : [`input unit[${long.factors}]`]),
      ];
      const text = [...inputs, ...definitions.filter(line => !line.startsWith('centred')), ...long.lines, last];
      return { text: text.join('\n'), factors: long.factors, fails: long.fails };
    },
  };
}

/** Numbers from 0 to 1, the same for the same seed (Park and Miller, CACM 31, 1988). */
export function randomNumbers(seed: number): () => number {
  let state = (Math.abs(Math.trunc(seed)) % 2147483646) + 1;
  // Seeds that are near each other begin alike.
  for (let i = 0; i < 3; i++) state = (state * 48271) % 2147483647;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
