// What one query gives back: values and derivatives of all exports that are asked for, each once, over one graph, so that they share
// what they have in common and rows are gone over once.

import {
  denseOf,
  gaussNewtonAlong,
  gradientOf,
  hessianOfModel,
  jacobiansOfModel,
  matrixOfResiduals,
  tangentsAlong,
} from '../differentiate/derivatives.js';
import {
  type DifferentiatedModel,
  elementVariable,
  hasRunTimeGradient,
  hasRunTimeResults,
  resultNodes,
  wrtNodes,
} from '../lower/model.js';
import { once } from '../once.js';
import type { Node } from '../ops/operation.js';
import type { Computed, Refusal } from './export.js';
import type { ExportName } from './table.js';

/** A number, or an array of numbers, among what a query gives back. */
export type PieceName =
  | 'value'
  | 'gradient'
  | 'hessian'
  | 'gaussNewton'
  | 'gaussNewtonProduct'
  | 'hvp'
  | 'jvp'
  | 'jacobian';

/** In the order of the columns. */
const ORDER: readonly PieceName[] = [
  'value',
  'gradient',
  'hessian',
  'gaussNewton',
  'gaussNewtonProduct',
  'hvp',
  'jvp',
  'jacobian',
];

const PIECES: Readonly<Partial<Record<ExportName, readonly PieceName[]>>> = {
  value: ['value'],
  gradient: ['gradient'],
  valueAndGradient: ['value', 'gradient'],
  hessian: ['hessian'],
  valueGradientHessian: ['value', 'gradient', 'hessian'],
  gaussNewton: ['value', 'gradient', 'gaussNewton'],
  gaussNewtonProduct: ['gaussNewtonProduct'],
  hvp: ['hvp'],
  jvp: ['jvp'],
  jacobian: ['jacobian'],
};

/** Why a query has not an export that the model has; null where it has. */
export function refuseQuery(name: string, model: DifferentiatedModel): Refusal | null {
  const known = Object.keys(PIECES).map(of => `'${of}'`);
  if (!(name in PIECES))
    return { message: `a query has no '${name}'`, help: `it gives back numbers: ${known.join(', ')}` };
  const sized = model.inputs.find(({ role, rows }) => role !== 'data' && rows !== null);
  if (sized !== undefined || hasRunTimeGradient(model) || hasRunTimeResults(model)) {
    const which = sized === undefined ? 'results' : `'${sized.name}'`;
    return {
      message: `a query gives back as many numbers as are known when it is written, and ${which} is as long as arguments say`,
      help: 'declare the size as a number, as in `param w[20]`, or sum over it',
    };
  }
  return null;
}

/** A value of a piece: where it stands in it, and what its column is called. */
export interface PieceEntry {
  readonly piece: PieceName;
  /** Among the numbers of the piece. */
  readonly place: number;
  readonly label: string;
}

export const piecesOf = (exports: readonly ExportName[]): PieceName[] => {
  const wanted = new Set(exports.flatMap(name => PIECES[name] ?? []));
  return ORDER.filter(name => wanted.has(name));
};

/** All entries of some exports, in the order of the nodes that `queryRow` derives. */
export function entriesOf(model: DifferentiatedModel, exports: readonly ExportName[]): PieceEntry[] {
  const inputs = model.wrt.flatMap(input => input.nodes.map((_, i) => elementVariable(input, i)));
  const outputs = model.outputs.flatMap(output => output.nodes.map((_, i) => elementVariable(output, i)));
  const pairs = (rows: readonly string[], columns: readonly string[]): string[] =>
    rows.flatMap(row => columns.map(column => `${row}_${column}`));
  const labels = (piece: PieceName): readonly string[] => {
    switch (piece) {
      case 'value':
      case 'jvp':
        return outputs;
      case 'gradient':
      case 'hvp':
      case 'gaussNewtonProduct':
        return inputs;
      case 'jacobian':
        return pairs(outputs, inputs);
      default:
        return pairs(inputs, inputs);
    }
  };
  return piecesOf(exports).flatMap(piece =>
    labels(piece).map((label, place) => ({
      piece,
      place,
      label:
        piece === 'value' && model.scalar
          ? 'value'
          : `${snake(piece)}_${model.scalar && piece === 'jvp' ? 'value' : label}`,
    })),
  );
}

const snake = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

/** The numbers of some exports as one function, in the order of `entriesOf`. */
export function queryRow(exports: readonly ExportName[]): Computed {
  const pieces = piecesOf(exports);
  return {
    name: 'query',
    kind: 'computed',
    derive(model, mode) {
      const gradient = once(() => gradientOf(model, mode));
      const nodesOf: Readonly<Record<PieceName, () => readonly Node[]>> = {
        value: () => resultNodes(model),
        gradient: () => gradient().gradient,
        hessian: () => denseOf(model, hessianOfModel(model, gradient().gradient, mode)),
        gaussNewton: () => matrixOfResiduals(model, mode),
        gaussNewtonProduct: () => gaussNewtonAlong(model, mode),
        hvp: () => tangentsAlong(model, gradient().gradient, mode),
        jvp: () => tangentsAlong(model, resultNodes(model), mode),
        jacobian: () => denseOf(model, jacobiansOfModel(model, mode)[0]!),
      };
      const nodes = pieces.flatMap(piece => nodesOf[piece]());
      const isAlong = pieces.some(of => of === 'hvp' || of === 'jvp' || of === 'gaussNewtonProduct');
      return [{ ...(isAlong && { seeds: 'tangents' }), stores: [{ target: 'out', nodes }], isParted: true }];
    },
    summary: () => 'What one query gives back.',
    declared: ({ model, inputs, seeds, filling }) =>
      filling(wrtNodes(model).length === 0 ? inputs : [...inputs, ...seeds('tangents')]),
  };
}
