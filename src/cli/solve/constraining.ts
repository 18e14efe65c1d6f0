// The functions of a program's constraints, for solvers.

import type { Compilation } from '../../compilation.js';
import type { Functions } from '../../functions.js';
import type { Constraining } from '../../solve/constrained/subject.js';
import { type ConstrainedMethodName, constrainedMethodNames, type MethodName } from '../../solve/method-names.js';
import { usageError } from '../terminal/failure.js';

/** @throws FormulaError for a method that does not go with the program */
export function checkMethod({ model }: Compilation, method: MethodName | ConstrainedMethodName | undefined): void {
  if (method === undefined) return;
  if (method === 'multipliers' && model.constraints.length === 0 && model.statements.length === 0)
    throw usageError(
      "'multipliers' is for programs with named statements",
      'name what is computed on the way: a = exp(x)',
    );
  const unsaid = model.statements.find(of => of.hasMultiplier === false);
  if (method === 'multipliers' && unsaid !== undefined)
    throw usageError(
      `'multipliers' sets every variable to what the program says that it is, and no equation says '${unsaid.name}'`,
      `write it as '${unsaid.name} = …', or leave --method out`,
    );
  const isFor = (constrainedMethodNames as readonly string[]).includes(method);
  if (isFor === model.constraints.length > 0) return;
  if (isFor)
    throw usageError(
      `'${method}' is for programs with constraints`,
      'this one has none but bounds: leave --method out',
    );
  const message = `'${method}' is not for programs with constraints`;
  throw usageError(message, `write --method ${constrainedMethodNames.join(' or ')}`);
}

/** Nothing where there are none. @throws FormulaError for a model that cannot have derivatives of its constraints */
export function constraining({ model }: Compilation, functions: Functions): Constraining {
  if (model.constraints.length === 0) return {};
  return {
    value: functions.get('value'),
    constraints: functions.get('constraints'),
    constraintsJacobianSparse: functions.get('constraintsJacobianSparse'),
    constraintsJacobianPattern: functions.get('constraintsJacobianPattern'),
    constrainedHessianSparse: functions.get('constrainedHessianSparse'),
    constrainedHessianPattern: functions.get('constrainedHessianPattern'),
  };
}
