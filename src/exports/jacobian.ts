import { denseOf, jacobiansOfModel } from '../differentiate/derivatives.js';
import { hasRecurrences } from '../differentiate/open.js';
import {
  type DifferentiatedModel,
  hasRunTimeGradient,
  hasRunTimeResults,
  resultNodes,
  wrtNodes,
} from '../lower/model.js';
import type { Computed, Documented, Wrapper } from './export.js';
import type { Derived } from './plan.js';
import { layoutOf, matrixStore, slopeStore } from './result-store.js';
import { direction, jacobianSize, sweeps } from './said.js';
import { sizedJacobian, sizedJacobianByColumns } from './sized.js';

const row: Computed = {
  name: 'jacobian',
  kind: 'computed',
  derive(model, mode) {
    const { graph, outputs } = model;
    const layout = layoutOf(graph, outputs);
    if (hasRunTimeGradient(model)) return [slopeStore(model, 'out', layout, resultNodes(model), mode)];
    return jacobiansOfModel(model, mode).map(
      (matrix): Derived => ({
        ...matrixStore(graph, 'out', layout, denseOf(model, matrix), wrtNodes(model).length),
        matrix,
      }),
    );
  },
  summary: (model, matrix) => `The ${jacobianSize(model)}Jacobian, row-major${sweeps(matrix)}${direction(matrix)}.`,
  declared: ({ inputs, filling }) => filling(inputs),
};

/** Results beyond which there is no code for each of them. */
const MOST_LINES = 32;

/** Lines of as many results as arguments say are made in loops; of results that recurrences have left they are not known one by one. */
function sizedFor(model: DifferentiatedModel): Wrapper | null {
  if (!hasRunTimeResults(model)) return byRows;
  const results = resultNodes(model);
  return results.length <= MOST_LINES && !hasRecurrences(model.graph, results) ? null : byColumns;
}

const byRows = sizedJacobian(row);
const byColumns = sizedJacobianByColumns(row);

export const jacobian: Computed = { ...row, sized: sizedFor };

export const documented: Documented = {
  client: 'function jacobian(...args: Arguments): Float64Array',
  call: '`(x, y, out?)`, row-major',
};
