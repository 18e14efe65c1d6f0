import { jacobianOfResiduals, resultOf } from '../differentiate/derivatives.js';
import { type DifferentiatedModel, wrtNodes } from '../lower/model.js';
import type { Computed, Documented, Refusal } from './export.js';
import { refuseWithoutResiduals } from './gauss-newton-product.js';
import type { Digit, Extent, Store } from './plan.js';
import { layoutOfResiduals } from './residuals.js';
import { fixedExtent, placing } from './result-store.js';
import { order, residualOrder } from './said.js';

export const residualJacobian: Computed = {
  name: 'residualJacobian',
  kind: 'computed',
  derive(model, mode) {
    const { graph, residualResults } = model;
    const columns = wrtNodes(model).length;
    const layout = layoutOfResiduals(model);
    const values = residualResults.flatMap(({ nodes }) => nodes);
    const matrix = jacobianOfResiduals(model, mode);
    const returned = resultOf(model);
    if (layout.length !== null) {
      const stores: Store[] = [
        { target: 'residuals', nodes: values },
        { target: 'jacobian', nodes: matrix },
      ];
      return [{ returned, stores }];
    }
    const columnAt = (k: number): Digit[] => [{ times: fixedExtent(columns), before: fixedExtent(k), step: null }];
    const placed = placing(graph, [
      { target: 'residuals', layout, values, behind: [] },
      ...Array.from({ length: columns }, (_, k) => ({
        target: 'jacobian' as const,
        layout,
        values: values.map((_value, i) => matrix[i * columns + k]!),
        behind: columnAt(k),
      })),
    ]);
    const stores: Store[] = [
      { target: 'residuals', nodes: [], extent: layout.extent },
      { target: 'jacobian', nodes: [], extent: lengthOfMatrix(model) },
    ];
    return [{ returned, stores, placed }];
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

const lengthOfMatrix = (model: DifferentiatedModel): Extent => ({
  ...layoutOfResiduals(model).extent,
  times: wrtNodes(model).length,
});

export const documented: Documented = {
  client: 'function residualJacobian(...args: Arguments): number',
  call: '`(x, y, residuals, jacobian) → value`: residuals and their Jacobian, row-major',
};
