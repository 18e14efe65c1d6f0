import { denseOf, jacobiansOfResiduals, resultOf } from '../differentiate/derivatives.js';
import { hasRecurrences } from '../differentiate/open.js';
import { type DifferentiatedModel, hasRunTimeGradient, wrtNodes } from '../lower/model.js';
import type { Computed, Documented, Refusal } from './export.js';
import { refuseWithoutResiduals } from './gauss-newton-product.js';
import { extentOf } from './gradient-store.js';
import type { Derived, Extent } from './plan.js';
import { layoutOfResiduals } from './residuals.js';
import { backwardStore, matrixStore, resultStore, slopeStore } from './result-store.js';
import { order, residualOrder } from './said.js';

/** Sweeps times nodes beyond which only one of two ways is looked at. */
const MOST_SWEPT = 200_000;

export const residualJacobian: Computed = {
  name: 'residualJacobian',
  kind: 'computed',
  derive(model, mode) {
    const { graph } = model;
    const layout = layoutOfResiduals(model);
    const values = model.residualResults.flatMap(({ nodes }) => nodes);
    const residuals = resultStore(graph, 'residuals', layout, values);
    const returned = resultOf(model);
    if (hasRunTimeGradient(model))
      return [{ returned, ...both(residuals, slopeStore(model, 'jacobian', layout, values, mode)) }];
    const { size } = graph;
    const columns = wrtNodes(model).length;
    const hasLines = layout.isOpen && !hasRecurrences(graph, values);
    const backward = (): Derived[] => [
      { returned, ...both(residuals, backwardStore(model, 'jacobian', layout, values, mode)) },
    ];
    // A sweep for each of many columns, or lines, takes long to make.
    if (hasLines && columns > values.length && columns * size > MOST_SWEPT) return backward();
    const forward = jacobiansOfResiduals(model, mode).map((matrix): Derived => {
      const jacobian = matrixStore(graph, 'jacobian', layout, denseOf(model, matrix), columns);
      return { returned, matrix, ...both(residuals, jacobian) };
    });
    return hasLines && values.length * size <= MOST_SWEPT ? [...forward, ...backward()] : forward;
  },
  refusal: model => refuseWithoutResiduals('residualJacobian', model) ?? refuseRecurrences(model),
  summary: model =>
    `Returns the value Σr²; writes the residuals r${residualOrder(model)}, and their Jacobian, row-major, a row for each${order(model)}.`,
  declared({ model, output, writing }) {
    const { extent, length, isOpen } = layoutOfResiduals(model);
    const columns = wrtNodes(model).length;
    const residuals = output('residuals', length ?? 0);
    const jacobian = output('jacobian', (length ?? 0) * columns);
    if (!isOpen && !hasRunTimeGradient(model)) return writing(residuals, jacobian);
    return writing({ ...residuals, extent }, { ...jacobian, extent: lengthOfMatrix(model) });
  },
};

/** On the way back, what the turns of a recurrence pass on is summed. */
function refuseRecurrences(model: DifferentiatedModel): Refusal | null {
  const { graph, wrt, residualResults } = model;
  const array = wrt.find(({ rows }) => rows !== null);
  const residuals = residualResults.flatMap(({ nodes }) => nodes);
  if (array === undefined || !hasRecurrences(graph, residuals)) return null;
  return {
    message: `'residualJacobian' has no residuals of recurrences where '${array.name}' is as long as is known at run time`,
    help: "ask for 'residuals', and for 'gaussNewton' or 'gaussNewtonProduct'",
  };
}

const both = (a: Pick<Derived, 'stores' | 'placed'>, b: typeof a): typeof a => ({
  stores: [...(a.stores ?? []), ...(b.stores ?? [])],
  placed: [...(a.placed ?? []), ...(b.placed ?? [])],
});

const lengthOfMatrix = (model: DifferentiatedModel): Extent => ({
  ...layoutOfResiduals(model).extent,
  times: extentOf(model.wrt),
});

export const documented: Documented = {
  client: 'function residualJacobian(...args: Arguments): number',
  call: '`(x, y, residuals, jacobian) → value`: residuals and their Jacobian, row-major',
};
