// Names that a program gives meanings: variables and functions of its own.

import type { FunctionDefinition, Name } from '../parse/program.js';
import { checkBody } from './expression.js';
import { isFunctionName, yielding } from './functions.js';
import type { Lowering } from './lowering.js';
import { equationHelp } from './misreadings.js';
import { callKey, type Variable } from './scope.js';
import type { Value } from './tensor.js';

/** @returns null where the name means something already, which is reported */
export function define(
  { scope: { variables }, report }: Lowering,
  name: Name,
  value: Value | null,
  kind: Variable['kind'],
  more: Pick<Variable, 'ofRows' | 'whole'> = {},
): Variable | null {
  const before = variables.get(name.name);
  if (before !== undefined) {
    const help = before.kind === 'inferred' ? 'it was used above as an input' : 'use another name';
    report.error('WG202', name, `'${name.name}' is defined twice`, help);
    return null;
  }
  const variable: Variable = { ...more, name, kind, value, uses: 0 };
  variables.set(name.name, variable);
  return variable;
}

/** @param isLate it stands after the result, and has no parameters */
export function defineFunction(
  lowering: Lowering,
  { name, parameters, body }: FunctionDefinition,
  isLate: boolean,
): void {
  const { scope, report } = lowering;
  if (isFunctionName(name.name) && !yielding.has(name.name)) {
    const span = { start: name.start, end: body.span.end };
    const isOfData = parameters.some(of => scope.variables.get(of.name)?.kind === 'data');
    const [left = '', right = ''] = (report.source?.text.slice(span.start, span.end) ?? '').split(/\s*=\s*/);
    const help = isOfData
      ? `write 'residual ${left} - (${right})' for an equation of data`
      : equationHelp(span, parameters, report);
    report.error('WG207', name, `'${name.name}' is a built-in function`, help);
    return;
  }
  if (scope.functions.has(name.name)) {
    report.error('WG202', name, `function '${name.name}' is defined twice`, 'use another name');
    return;
  }
  if (isFunctionName(name.name)) {
    const message = `'${name.name}' is a built-in function too; calls are of the one defined here`;
    report.warn('WG217', name, message, 'rename it to have both');
  }
  const seen = new Set<string>();
  for (const parameter of parameters) {
    if (seen.has(parameter.name)) report.error('WG202', parameter, `parameter '${parameter.name}' is named twice`);
    seen.add(parameter.name);
  }
  scope.current = callKey(name.name);
  // The names of a late one mean nothing yet.
  if (!isLate) checkBody(lowering, body, parameters);
  scope.current = null;
  scope.functions.set(name.name, { name, parameters, body, isLate, isOpen: false, uses: 0 });
}
