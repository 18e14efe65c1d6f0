import type { DifferentiatedModel } from '../lower/model.js';
import type { Computed, Documented } from './export.js';
import { refuseWithoutResiduals } from './gauss-newton-product.js';
import { type Layout, layoutOf, placing } from './result-store.js';
import { residualOrder } from './said.js';

export const residuals: Computed = {
  name: 'residuals',
  kind: 'computed',
  derive(model) {
    const layout = layoutOfResiduals(model);
    const values = model.residualResults.flatMap(({ nodes }) => nodes);
    if (layout.length !== null) return [{ stores: [{ target: 'out', nodes: values }] }];
    return [
      {
        stores: [{ target: 'out', nodes: [], extent: layout.extent }],
        placed: placing(model.graph, [{ target: 'out', layout, values, behind: [] }]),
      },
    ];
  },
  refusal: model => refuseWithoutResiduals('residuals', model),
  summary: model => `The residuals${residualOrder(model)}.`,
  declared: ({ inputs, filling }) => filling(inputs),
};

export const layoutOfResiduals = ({ graph, residualResults }: DifferentiatedModel): Layout =>
  layoutOf(graph, residualResults);

export const documented: Documented = {
  client: 'function residuals(...args: Arguments): Float64Array',
  call: '`(x, y, out?)`: residuals, row after row, then those of no row',
};
