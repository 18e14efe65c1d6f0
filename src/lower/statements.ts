// The statements of a program, one after the other, and the model that they come to.

import { FormulaError, type Report } from '../diagnostic.js';
import { type Builder, createBuilder } from '../graph/build.js';
import { createGraph, NO_ORIGIN } from '../graph/graph.js';
import { type Budget, LimitReached, type Limits } from '../limits.js';
import {
  type Base,
  COMPUTING,
  type Constraint,
  type Expression,
  type FunctionDefinition,
  type Name,
  type Program,
  type Recurrence,
  resultIndex,
  type Statement,
} from '../parse/program.js';
import type { Span } from '../source.js';
import { createConstraints } from './constraints.js';
import { createDeclarations } from './declarations.js';
import { define, defineFunction } from './definitions.js';
import { lowerExpression } from './expression.js';
import { createImplicits } from './implicit.js';
import type { Lowering } from './lowering.js';
import { warnAboutComparison, warnAboutMisreadings } from './misreadings.js';
import { hasShapes, type Model, type NamedStatement } from './model.js';
import { warnAboutNames } from './name-faults.js';
import { createRecurrences } from './recurrences.js';
import { createResiduals } from './residuals.js';
import { createResults } from './results.js';
import { createScope, type Variable } from './scope.js';
import { isRunTime, isTensor, nodesOf, shaped, shapeOf, type Value } from './tensor.js';
import { isWrittenOfRows } from './written-rows.js';

export interface LowerOptions {
  readonly algebraic: boolean;
  /** Keep every named statement a node of its own, as `multipliers` needs. */
  readonly apart: boolean;
  /** Numbers in a range from which it is a loop, where what is made of it goes with loops; infinite for never. */
  readonly many: number;
}

export interface Statements {
  /** @throws FormulaError, LimitReached */
  model(): Model;
  /** Names of the unknowns that each row has its own of. */
  unknownsOfRows(): Set<string>;
  /** The statement that it is at. */
  place(): Span | null;
}

/** @param ofRows names of unknowns that each row has its own of */
export function createStatements(
  program: Program,
  report: Report,
  limits: Limits,
  budget: Budget,
  options: LowerOptions,
  ofRows: { has(name: string): boolean },
): Statements {
  const graph = createGraph(budget);
  const scope = createScope(program);
  const statements: NamedStatement[] = [];
  const spans: { readonly starts: number[]; readonly ends: number[] } = { starts: [], ends: [] };
  let emit: Name[] | null = null;
  /** Statement at hand. */
  let current: Statement | null = null;
  const place = (): Span | null => current?.span ?? null;
  const apart = options.apart ? createApart(() => lowering.build.at(place() ?? NO_ORIGIN)) : (value: Value) => value;
  const lowering: Lowering = {
    graph,
    build: createBuilder(graph, { derivative: false, algebraic: options.algebraic }),
    scope,
    report,
    limits,
    inlined: new Map(),
    dimensions: [{ name: 'rows', least: 0 }],
    many: options.many,
    apart,
    infer: (name, origin) => declarations.infer(name, origin),
  };
  const hasGoal = program.statements.some(({ kind }) => kind === 'minimize' || kind === 'maximize');
  const residuals = createResiduals(lowering);
  const recurrences = createRecurrences(lowering, program);
  const implicits = createImplicits(lowering, options.apart, hasGoal, ofRows);
  const declarations = createDeclarations(lowering, implicits, ofRows, statement => statements.push(statement));
  const constraints = createConstraints(lowering, name => declarations.inputs.find(input => input.name === name));
  const results = createResults(lowering, program, residuals);

  function read(): void {
    const result = resultIndex(program);
    const isLate = (statement: Statement, index: number): boolean =>
      statement.kind === 'function' && index > result && statement.parameters.length === 0;
    for (const definition of program.statements.filter(isLate))
      defineFunction(lowering, definition as FunctionDefinition, true);
    for (const [index, statement] of program.statements.entries())
      if (!isLate(statement, index)) lowerStatement(statement, index === result);
  }

  function lowerStatement(statement: Statement, isLast: boolean): void {
    current = statement;
    if (COMPUTING.includes(statement.kind)) {
      spans.starts.push(statement.span.start);
      spans.ends.push(statement.span.end);
    }
    switch (statement.kind) {
      case 'declaration':
        return declarations.declare(statement);
      case 'definition': {
        if (scope.variables.get(statement.name.name)?.kind === 'data') return residuals.ofResponse(statement);
        scope.current = statement.name.name;
        const found = lowerExpression(lowering, statement.value);
        scope.current = null;
        const known = scope.variables.get(statement.name.name);
        if (known?.kind === 'implicit') {
          if (found !== null && known.value !== null) implicits.define(statement, known.value, found);
          if (isLast) results.end({ name: statement.name.name, value: known.value, span: statement.span });
          return;
        }
        const value = found === null ? null : apart(found);
        const ofRows = isWrittenOfRows(lowering, statement.value);
        define(lowering, statement.name, value, 'definition', { ofRows });
        const { name } = statement.name;
        // Of what is known for any one entry that of the entry.
        const shape = value === null ? [] : shapeOf(value).filter(size => !isRunTime(size));
        if (value !== null) statements.push({ name, shape, nodes: nodesOf(value) });
        if (isLast) results.end({ name, value, span: statement.span });
        return;
      }
      case 'base':
        return base(statement);
      case 'recurrence': {
        const unknown = scope.variables.get(statement.name.name);
        if (unknown?.kind === 'implicit') {
          if (isLast) results.end({ name: statement.name.name, value: unknown.value, span: statement.span });
          return elements(statement, unknown);
        }
        scope.current = statement.name.name;
        const found = recurrences.rule(statement);
        scope.current = null;
        const value = found?.value ?? null;
        const { name } = statement.name;
        // What it starts from was known by the name before.
        const before = scope.variables.get(name);
        if (before?.kind === 'start') scope.variables.delete(name);
        const ofRows = isWrittenOfRows(lowering, statement.value) || before?.ofRows === true;
        const variable = define(lowering, statement.name, value, 'definition', { ofRows, ...found });
        if (variable !== null && value !== null)
          statements.push({
            name,
            shape: shapeOf(value).filter(size => !isRunTime(size)),
            nodes: nodesOf(value),
          });
        if (isLast) results.end({ name, value, span: statement.span });
        return;
      }
      case 'function':
        return defineFunction(lowering, statement, false);
      case 'expression': {
        const value = lowerExpression(lowering, statement.value);
        if (isLast && !hasGoal) {
          results.end({ name: 'value', value, span: statement.span });
          warnAboutComparison(statement.value, false, report);
        } else
          report.error(
            'WG212',
            statement.span,
            'the value of this expression is not used',
            unusedHelp(report.source?.text ?? '', statement),
          );
        return;
      }
      case 'minimize':
      case 'maximize':
        return results.aim(statement.kind, statement);
      case 'residual':
        return residuals.add(statement.value, statement.span);
      case 'constraint':
        if (isOverNothing(statement)) return;
        if (implicits.constrain(statement)) return;
        return constraints.add(statement);
      case 'output':
        return results.output(statement.names);
      case 'emit':
        emit ??= [];
        for (const name of statement.names) emit.push(name);
        return;
    }
  }

  /** An empty range has no constraints. */
  function isOverNothing({ range }: Constraint): boolean {
    if (range === null) return false;
    const numbers = lowerExpression(lowering, range);
    return numbers !== null && isTensor(numbers) && nodesOf(numbers).length === 0;
  }

  /** `y[i] = a + b*x[i]` of data. */
  function refuseElement({ name, position, value, span }: Base): void {
    const text = report.source?.text ?? '';
    const index = text.slice(position.span.start, position.span.end);
    const right = text.slice(value.span.start, value.span.end).replaceAll(`[${index}]`, '');
    const help = `write '${name.name} = ${right}', which is of every row`;
    report.error('WG306', span, `'${name.name}' is a column of data, which has no index for the row`, help);
  }

  /** An element that a recurrence starts from: those that are known so far have its name. */
  function base(statement: Base): void {
    const { variables } = scope;
    const { name } = statement;
    const before = variables.get(name.name);
    if (before?.kind === 'implicit') return elements(statement, before);
    if (before?.kind === 'data') return refuseElement(statement);
    if (before !== undefined && before.kind !== 'start') return void define(lowering, name, null, 'definition');
    const value = recurrences.base(statement);
    if (value === null) return;
    const ofRows = before?.ofRows === true || isWrittenOfRows(lowering, statement.value);
    variables.set(name.name, { name, kind: 'start', value, ofRows, uses: 1 });
  }

  /** Elements of an array of unknowns. */
  function elements(statement: Base | Recurrence, { value }: Variable): void {
    if (value !== null) implicits.defineElements(statement, value);
  }

  return {
    place,
    model() {
      read();
      results.finish();
      warnAboutNames(scope, report);
      warnAboutMisreadings(scope, report);
      report.stopOnErrors();
      const { outputs, sense } = results;
      if (outputs.length === 0) throw new Error('internal error: a fault that is not reported');
      const { inputs } = declarations;
      const model: Model = {
        source: report.source,
        graph,
        inputs: [
          ...inputs.filter(({ role }) => role !== 'data').map(constraints.bounded),
          ...inputs.filter(({ role }) => role === 'data'),
        ],
        dimensions: lowering.dimensions,
        statements,
        spans,
        outputs,
        scalar: outputs.length === 1 && !hasShapes({ inputs: [], outputs }),
        sense,
        residuals: residuals.nodes,
        residualResults: residuals.results,
        constraints: constraints.list,
        unknowns: [],
        rowUnknowns: [],
        emit,
      };
      return implicits.count === 0 ? model : implicits.solved(model);
    },
    unknownsOfRows() {
      try {
        read();
        return implicits.ofRows();
      } catch (error) {
        // What is wrong is said when the program is read again.
        if (error instanceof FormulaError || error instanceof LimitReached) return new Set();
        throw error;
      }
    },
  };
}

/** Values whose nodes equal no other statement's. */
function createApart(build: () => Builder): (value: Value) => Value {
  let count = 0;
  return value => {
    const own = build();
    const nodes = nodesOf(value).map(node => own.statement(node, own.constant(count++)));
    return shaped(shapeOf(value), nodes);
  };
}

/** What to do with a value that is not used: where the next line begins with a sign, it was to go on. */
function unusedHelp(text: string, { value, span }: { readonly value: Expression; readonly span: Span }): string {
  const { end } = span;
  const last = value.nodes.at(-1);
  if (last?.kind === 'comparison' && last.operators.length === 1 && ['==', '<=', '>='].includes(last.operators[0]!))
    return `an equation or inequality that is to hold is 'constraint ${end - span.start > LONGEST_GAP ? '…' : text.slice(span.start, end)}'`;
  const [, sign] = /^[^\S\r\n]*(?:#[^\r\n]*)?(?:\r\n?|\n)\s*([-+])/.exec(text.slice(end, end + LONGEST_GAP)) ?? [];
  return sign === undefined
    ? "give it a name, or a name and 'output'"
    : `a line that ends with an operator goes on: put '${sign}' at its end`;
}

const LONGEST_GAP = 400;
