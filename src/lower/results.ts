// What a program computes: its outputs, its goal, the value of its last statement, or what its residuals come to.

import type { Expression, Goal, Name, Program } from '../parse/program.js';
import type { Span } from '../source.js';
import { lowerExpression } from './expression.js';
import { dimensionOf, rootOf } from './families.js';
import { isFunctionName } from './functions.js';
import { isOfRows, type Lowering } from './lowering.js';
import { warnAboutComparison } from './misreadings.js';
import type { Output, Sense } from './model.js';
import { reportUnknownName } from './name-faults.js';
import { placeOf, type Residuals } from './residuals.js';
import type { Variable } from './scope.js';
import { describeShape, isFamily, isRunTime, isTensor, nodesOf, shapeOf, type Tensor, type Value } from './tensor.js';

/** A statement that may be the result. */
export interface Candidate {
  /** Of a statement without one 'value'. */
  readonly name: string;
  readonly value: Value | null;
  readonly span: Span;
}

export interface Results {
  readonly outputs: readonly Output[];
  readonly sense: Sense | null;
  /** The statement whose value is the result where nothing else is. */
  end(last: Candidate): void;
  /** After `output`. */
  output(names: readonly Name[]): void;
  /** What is minimised or maximised. */
  aim(kind: Sense, goal: Goal): void;
  /** Decides, after the last statement. */
  finish(): void;
}

export function createResults(lowering: Lowering, program: Program, residuals: Residuals): Results {
  const { report } = lowering;
  const outputs: Output[] = [];
  const outputNames = new Set<string>();
  let sense: Sense | null = null;
  let goal: Candidate | null = null;
  let last: Candidate | null = null;

  /** Reports a result that every row has one of. */
  function isResult(value: Value, span: Span): boolean {
    if (!isOfRows(lowering, value)) {
      if (!isFamily(value)) return true;
      const { dimensions } = lowering;
      // Only arrays have sizes.
      const { dimension } = rootOf({ dimensions }, dimensionOf(value as Tensor));
      if (dimensions[dimension]!.size === undefined) return true;
      // A loop makes it, but each of its numbers is a result.
      report.error('WG199', span, 'a result that a loop makes is written out');
      return false;
    }
    report.error(
      'WG313',
      span,
      'the result depends on the row of the data',
      "make one of all rows: 'sum(…)', 'mean(…)'",
    );
    return false;
  }

  /** Notes how long the array of a recurrence has to be where all of it is used. */
  function useWhole({ whole }: Variable): void {
    if (whole === undefined) return;
    const size = lowering.dimensions[whole.dimension]!;
    size.least = Math.max(size.least, whole.least);
  }

  function outputOf(name: string, value: Value): Output {
    const shape = shapeOf(value).filter(size => !isRunTime(size));
    return { name, shape, nodes: nodesOf(value), ...placeOf(lowering, value), isOfRows: false };
  }

  /** A value that must be one number. */
  function numberOf(expression: Expression, what: string): Value | null {
    const value = lowerExpression(lowering, expression);
    if (value === null || !isTensor(value)) return value;
    const shape = describeShape(value.shape);
    report.error('WG312', expression.span, `${what} must be one number, not a ${shape}`, "reduce it: 'sum(…)'");
    return null;
  }

  function output(names: readonly Name[]): void {
    const { variables } = lowering.scope;
    for (const name of names) {
      const variable = variables.get(name.name);
      if (variable === undefined) {
        reportUnknownName(lowering.scope, name, report);
        continue;
      }
      if (outputNames.has(name.name)) {
        report.error('WG202', name, `output '${name.name}' is given twice`);
        continue;
      }
      variable.uses++;
      outputNames.add(name.name);
      useWhole(variable);
      const { value } = variable;
      if (value !== null && isResult(value, name)) outputs.push(outputOf(name.name, value));
    }
  }

  function finish(): void {
    if (residuals.last !== null) return finishResiduals(residuals.last);
    const result = goal ?? last;
    const hasOutputs = program.statements.some(({ kind }) => kind === 'output');
    if (goal !== null && hasOutputs) {
      report.error('WG215', null, `a program with '${sense}' has no other outputs`);
    }
    if (hasOutputs && goal === null) {
      if (last?.name === 'value') {
        report.error(
          'WG212',
          last.span,
          'the value of this expression is not used',
          "give it a name and list it after 'output'",
        );
      }
      return;
    }
    if (result === null) {
      const own = program.statements.findLast(of => of.kind === 'function');
      const call = own === undefined ? undefined : `${own.name.name}(${own.parameters.map(of => of.name).join(', ')})`;
      const isEquation = own !== undefined && isFunctionName(own.name.name);
      const help = isEquation
        ? `an equation is 'constraint ${call} == …'; a definition has a name on its left`
        : call === undefined
          ? 'end it with an expression'
          : `end it with an expression, such as '${call}'`;
      // What was to be the result may be what is at fault.
      if (report.errors.length === 0) report.error('WG120', null, 'the program has no result', help);
      return;
    }
    const variable = lowering.scope.variables.get(result.name);
    if (variable !== undefined && variable.kind === 'definition') {
      variable.uses++;
      useWhole(variable);
    }
    const { name, value, span } = result;
    if (value !== null && isResult(value, span)) outputs.push(outputOf(name, value));
  }

  /** The result is what the residuals come to: nothing else may be it. */
  function finishResiduals(span: Span): void {
    const hasOutputs = program.statements.some(({ kind }) => kind === 'output');
    if (goal !== null || hasOutputs) {
      const message = 'a program with residuals has their sum of squares as the result';
      report.error('WG215', span, message, 'leave the other one out');
    }
    if (last?.name === 'value') {
      const message = 'the value of this expression is not used: the result is the sum of squared residuals';
      report.error('WG212', last.span, message, "write 'residual' before it if it is one");
    }
    report.stopOnErrors();
    outputs.push(outputOf('value', residuals.sumOfSquares()));
    sense = 'minimize';
  }

  return {
    outputs,
    get sense() {
      return sense;
    },
    end(candidate) {
      last = candidate;
    },
    output,
    aim(kind, { keywordSpan, value }) {
      if (goal !== null) report.error('WG215', keywordSpan, 'a program has one goal', 'add the goals up with weights');
      sense = kind;
      warnAboutComparison(value, true, report);
      goal = { name: 'value', value: numberOf(value, `what is ${kind}d`), span: value.span };
    },
    finish,
  };
}
