import { denseOf, jacobiansOfResiduals, resultOf } from '../differentiate/derivatives.js';
import type { Node } from '../graph/graph.js';
import { type DifferentiatedModel, wrtNodes } from '../lower/model.js';
import type { Computed, Documented, Refusal } from './export.js';
import { refuseWithoutResiduals } from './gauss-newton-product.js';
import type { Derived, Digit, Extent } from './plan.js';
import { layoutOfResiduals } from './residuals.js';
import { fixedExtent, type Layout, placing } from './result-store.js';
import { order, residualOrder } from './said.js';

export const residualJacobian: Computed = {
  name: 'residualJacobian',
  kind: 'computed',
  derive(model, mode) {
    const layout = layoutOfResiduals(model);
    const values = model.residualResults.flatMap(({ nodes }) => nodes);
    return jacobiansOfResiduals(model, mode).map(matrix => {
      const entries = denseOf(model, matrix);
      return { returned: resultOf(model), matrix, ...storesOf(model, layout, values, entries) };
    });
  },
  refusal: model => refuseWithoutResiduals('residualJacobian', model) ?? refuseColumns(model),
  summary: model =>
    `Returns the value Σr²; writes the residuals r${residualOrder(model)}, and their Jacobian, row-major, a row for each${order(model)}.`,
  declared({ model, output, writing }) {
    const { extent, length } = layoutOfResiduals(model);
    const columns = wrtNodes(model).length;
    const residuals = output('residuals', length ?? 0);
    const jacobian = output('jacobian', (length ?? 0) * columns);
    if (length !== null) return writing(residuals, jacobian);
    return writing({ ...residuals, extent }, { ...jacobian, extent: lengthOfMatrix(model) });
  },
};

function refuseColumns({ wrt }: DifferentiatedModel): Refusal | null {
  const array = wrt.find(({ rows }) => rows !== null);
  if (array === undefined) return null;
  return {
    message: `'residualJacobian' has a column for each element of '${array.name}', whose number is known at run time only`,
    help: "ask for 'residuals', and for 'gaussNewton' or 'gaussNewtonProduct'",
  };
}

/** @param entries of the Jacobian, row-major */
function storesOf(
  model: DifferentiatedModel,
  layout: Layout,
  values: readonly Node[],
  entries: readonly Node[],
): Pick<Derived, 'stores' | 'placed'> {
  const columns = wrtNodes(model).length;
  if (layout.length !== null) {
    return {
      stores: [
        { target: 'residuals', nodes: values },
        { target: 'jacobian', nodes: entries },
      ],
    };
  }
  const columnAt = (k: number): Digit[] => [{ times: fixedExtent(columns), before: fixedExtent(k), step: null }];
  return {
    stores: [
      { target: 'residuals', nodes: [], extent: layout.extent },
      { target: 'jacobian', nodes: [], extent: lengthOfMatrix(model) },
    ],
    placed: placing(model.graph, [
      { target: 'residuals', layout, values, behind: [] },
      ...Array.from({ length: columns }, (_, k) => ({
        target: 'jacobian' as const,
        layout,
        values: values.map((_value, i) => entries[i * columns + k]!),
        behind: columnAt(k),
      })),
    ]),
  };
}

const lengthOfMatrix = (model: DifferentiatedModel): Extent => ({
  ...layoutOfResiduals(model).extent,
  times: wrtNodes(model).length,
});

export const documented: Documented = {
  client: 'function residualJacobian(...args: Arguments): number',
  call: '`(x, y, residuals, jacobian) → value`: residuals and their Jacobian, row-major',
};
