// `inputs`, `wrt`, `outputs` and `sense`: what a program needs to know to call the module.

import type * as ESTree from 'estree';
import type { DifferentiatedModel, Input } from '../../lower/model.js';
import * as js from './estree.js';

export function metadata(model: DifferentiatedModel): ESTree.VariableDeclaration[] {
  const inputs = model.inputs.map(input =>
    js.record([
      ['name', js.text(input.name)],
      ['shape', js.list([])],
      ['role', js.text(input.role)],
      ...optional('default', input.initial),
    ]),
  );
  const wrt = model.wrt.map((input: Input, offset) =>
    js.record([
      ['name', js.text(input.name)],
      ['shape', js.list([])],
      ['offset', js.number(offset)],
      ...optional('start', input.initial),
      ...optional('lower', input.lower),
      ...optional('upper', input.upper),
    ]),
  );
  const outputs = model.outputs.map(({ name }, offset) =>
    js.record([
      ['name', js.text(name)],
      ['shape', js.list([])],
      ['offset', js.number(offset)],
    ]),
  );
  const sense: ESTree.Expression = model.sense === null ? { type: 'Literal', value: null } : js.text(model.sense);
  const constant = (name: string, value: ESTree.Expression) => js.declare('const', js.identifier(name), value);
  return [
    constant('inputs', js.list(inputs)),
    constant('wrt', js.list(wrt)),
    constant('outputs', js.list(outputs)),
    constant('sense', sense),
  ];
}

function optional(key: string, value: number | null): [string, ESTree.Expression][] {
  return value === null ? [] : [[key, js.number(value)]];
}
