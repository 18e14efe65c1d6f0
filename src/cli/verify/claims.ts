// What the functions of a module say at a point: values, first and second derivatives, by function. All of a function's
// derivatives are looked up by result and input, whatever array they came in; a seed is one direction at a time.

import { hasFixedInputs } from '../../exports/point.js';
import { type EmittedFunction, type ExportName, exportTable } from '../../exports/table.js';
import { type DifferentiatedModel, resultNodes, wrtNodes } from '../../lower/model.js';
import { remembered } from '../../once.js';
import { elementsOf, flatten } from '../formula/elements.js';
import { toArguments } from '../formula/point.js';
import { sampleOf } from './sample.js';
import { whereNot0 } from './sparse.js';

export type EmittedModule = Readonly<Record<string, unknown>>;

/** What one function says a value is, by row. */
export interface ValueClaim {
  readonly function: string;
  of(row: number): number;
}

/** What one function says a derivative is, by row and column; undefined where it says nothing. */
export interface DerivativeClaim {
  readonly function: string;
  of(row: number, column: number): number | undefined;
  /** Flat places of derivatives that are not 0: all, or those of some seeds where a function takes such. */
  nonzeros(): number[];
}

/** What one function says a derivative along the direction with all components is. */
export interface DirectionClaim {
  readonly function: 'jvp' | 'vjp' | 'hvp';
  of(index: number): number;
}

export interface Claims {
  readonly values: readonly ValueClaim[];
  readonly first: readonly DerivativeClaim[];
  readonly second: readonly DerivativeClaim[];
  readonly along: readonly DirectionClaim[];
}

/** Weights for all inputs and all results, none of them 0 or 1. */
export interface Seeds {
  readonly tangents: readonly number[];
  readonly adjoints: readonly number[];
}

/** Exports whose results are values or derivatives. */
const CLAIMING = [
  'value',
  'gradient',
  'valueAndGradient',
  'evaluate',
  'packed',
  'packedGradient',
  'bindPacked',
  'jvp',
  'vjp',
  'jacobian',
  'jacobianSparse',
  'hessian',
  'hessianSparse',
  'hvp',
  'valueGradientHessian',
  'gaussNewton',
  'residualJacobian',
] as const satisfies readonly ExportName[];

type Claiming = (typeof CLAIMING)[number];

/** Exports that are verified apart. */
const APART: readonly string[] = [
  'multipliers',
  'residuals',
  'constraints',
  'constraintsJacobian',
  'constraintsJacobianSparse',
  'constrainedHessian',
  'constrainedHessianSparse',
  'sweep',
  'residual',
  'lagrangian',
  'lagrangianGradient',
  'lagrangianHessianSparse',
] satisfies ExportName[];

/** False for an export that claims say nothing of; patterns place the values of others. */
export function isVerified(name: ExportName): boolean {
  const row = exportTable[name];
  const claiming: string = row.kind === 'pattern' ? row.of.name : name;
  return (CLAIMING as readonly string[]).includes(claiming) || APART.includes(claiming);
}

/** @param module the exports, by name; what is not asked for may be missing. */
export function claimsAt(
  model: DifferentiatedModel,
  module: EmittedModule,
  point: readonly number[],
  seeds: Seeds,
): Claims {
  const rows = resultNodes(model).length;
  const columns = wrtNodes(model).length;
  const args = toArguments(model.inputs, point);
  const values: ValueClaim[] = [];
  const first: DerivativeClaim[] = [];
  const second: DerivativeClaim[] = [];
  const along: DirectionClaim[] = [];

  const value = (name: string, flat: ArrayLike<number>): void => {
    values.push({ function: name, of: row => flat[row]! });
  };
  const matrix = (claims: DerivativeClaim[], name: string, flat: ArrayLike<number>): void => {
    const nonzeros = (): number[] => whereNot0(flat);
    claims.push({ function: name, of: (row, column) => flat[row * columns + column], nonzeros });
  };
  const sparse = (claims: DerivativeClaim[], name: string, pattern: Pattern, flat: ArrayLike<number> | null): void => {
    const at = new Map(pattern.rows.map((row, i) => [row * columns + pattern.cols[i]!, i]));
    // The pattern alone says where derivatives are 0.
    const of = (row: number, column: number): number | undefined => {
      const i = at.get(row * columns + column);
      return i === undefined ? 0 : flat?.[i];
    };
    claims.push({ function: name, of, nonzeros: () => [...at.keys()] });
  };

  const ofColumns = (column: (j: number) => ArrayLike<number>): number[] =>
    sampleOf(columns, SEEDS).flatMap(j => whereNot0(column(j)).map(row => row * columns + j));

  const theta = model.wrt.flatMap(({ slot, nodes }) => point.slice(slot, slot + nodes.length));
  const sign = model.sense === 'maximize' ? -1 : 1;
  const overTheta = (name: string, packed: EmittedFunction): void => {
    const gradient = new Float64Array(columns);
    const both = packed(Float64Array.from(theta), gradient);
    const alone = packed(Float64Array.from(theta));
    value(name, [sign * both]);
    if (!Object.is(both, alone)) value(`${name} without a gradient`, [sign * alone]);
    matrix(
      first,
      name,
      gradient.map(of => sign * of),
    );
  };

  const read: Readonly<Record<Claiming, (name: string, f: EmittedFunction) => void>> = {
    value: (name, f) => value(name, list(f(...args))),
    gradient: (name, f) => matrix(first, name, f(...args)),
    valueAndGradient(name, f) {
      const gradient = new Float64Array(columns);
      value(name, [f(...args, gradient)]);
      matrix(first, name, gradient);
    },
    evaluate(name, f) {
      const result = f(elementsOf(model.inputs, point));
      if (model.scalar) {
        value(name, [result.value]);
        matrix(first, name, flatten(model.wrt.map(input => result.gradient[input.name])));
        if (model.hasHessian) matrix(second, name, denseFrom(model, result.hessian));
      } else {
        value(name, flatten(result.value));
        matrix(first, name, flatten(result.jacobian));
      }
    },
    packed: overTheta,
    packedGradient(name, f) {
      const flat: Float64Array = f(Float64Array.from(theta));
      matrix(
        first,
        name,
        flat.map(of => sign * of),
      );
    },
    bindPacked(name, f) {
      const fixed = hasFixedInputs(model) ? model.inputs.filter(input => !model.wrt.includes(input)) : [];
      overTheta(name, f(elementsOf(fixed, point)));
    },
    jvp(name, f) {
      const column = remembered((j: number): ArrayLike<number> => {
        const tangents = new Array<number>(columns).fill(0);
        tangents[j] = 1;
        return list(f(...args, ...toArguments(model.wrt, tangents)));
      });
      first.push({ function: name, of: (row, j) => column(j)[row], nonzeros: () => ofColumns(column) });
      const result = list(f(...args, ...toArguments(model.wrt, seeds.tangents)));
      along.push({ function: 'jvp', of: row => result[row]! });
    },
    vjp(name, f) {
      const row = remembered((i: number): ArrayLike<number> => {
        const adjoints = new Float64Array(rows);
        adjoints[i] = 1;
        return f(...args, model.scalar ? 1 : adjoints);
      });
      const nonzeros = (): number[] =>
        sampleOf(rows, SEEDS).flatMap(i => whereNot0(row(i)).map(column => i * columns + column));
      first.push({ function: name, of: (i, column) => row(i)[column], nonzeros });
      const result: ArrayLike<number> = f(
        ...args,
        model.scalar ? seeds.adjoints[0] : Float64Array.from(seeds.adjoints),
      );
      along.push({ function: 'vjp', of: column => result[column]! });
    },
    jacobian: (name, f) => matrix(first, name, f(...args)),
    jacobianSparse: (name, f) => sparse(first, name, module.jacobianPattern as Pattern, f(...args)),
    hessian: (name, f) => matrix(second, name, f(...args)),
    hessianSparse: (name, f) => sparse(second, name, module.hessianPattern as Pattern, f(...args)),
    hvp(name, f) {
      const column = remembered((j: number): ArrayLike<number> => {
        const tangents = new Array<number>(columns).fill(0);
        tangents[j] = 1;
        return f(...args, ...toArguments(model.wrt, tangents));
      });
      second.push({ function: name, of: (i, j) => column(j)[i], nonzeros: () => ofColumns(column) });
      const result: ArrayLike<number> = f(...args, ...toArguments(model.wrt, seeds.tangents));
      along.push({ function: 'hvp', of: i => result[i]! });
    },
    valueGradientHessian(name, f) {
      const [gradient, hessian] = [new Float64Array(columns), new Float64Array(columns * columns)];
      value(name, [f(...args, gradient, hessian)]);
      matrix(first, name, gradient);
      matrix(second, name, hessian);
    },
    // Its matrix is verified apart.
    gaussNewton(name, f) {
      const gradient = new Float64Array(columns);
      value(name, [f(...args, gradient, new Float64Array(columns * columns))]);
      matrix(first, name, gradient);
    },
    // What it writes is verified apart.
    residualJacobian(name, f) {
      const m = model.residualResults.reduce((sum, { nodes }) => sum + nodes.length, 0);
      value(name, [f(...args, new Float64Array(m), new Float64Array(m * columns))]);
    },
  };
  for (const name of CLAIMING) if (Object.hasOwn(module, name)) read[name](name, module[name] as EmittedFunction);
  for (const [name, claims] of [
    ['jacobianPattern', first],
    ['hessianPattern', second],
  ] as const) {
    const values = name.replace('Pattern', 'Sparse');
    if (Object.hasOwn(module, name) && !Object.hasOwn(module, values))
      sparse(claims, name, module[name] as Pattern, null);
  }
  return { values, first, second, along };
}

/** Second derivatives by name and name as one matrix, row-major. */
function denseFrom({ wrt }: DifferentiatedModel, hessian: Record<string, Record<string, unknown>>): number[] {
  return wrt.flatMap(row => {
    const blocks = wrt.map(column => flatten(hessian[row.name]![column.name]));
    return row.nodes.flatMap((_, i) =>
      wrt.flatMap(({ nodes: { length } }, k) => blocks[k]!.slice(i * length, (i + 1) * length)),
    );
  });
}

/** Seeds that nonzeros are looked for with. */
const SEEDS = 16;

interface Pattern {
  readonly rows: readonly number[];
  readonly cols: readonly number[];
}

const list = (result: number | Float64Array): ArrayLike<number> => (typeof result === 'number' ? [result] : result);
