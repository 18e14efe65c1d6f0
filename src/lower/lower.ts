// Program → model: every statement's nodes, in program order.

import { createReport, FormulaError, type Report } from '../diagnostic.js';
import { createBuilder } from '../graph/build.js';
import { createGraph, elementNode, inputNode, NO_ORIGIN } from '../graph/graph.js';
import { type Budget, createBudget, LimitReached, type Limits } from '../limits.js';
import {
  type Base,
  COMPUTING,
  type Constraint,
  type Declaration,
  type Expression,
  type ExpressionNode,
  type FunctionDefinition,
  type Name,
  type Program,
  type Recurrence,
  resultIndex,
  type Statement,
} from '../parse/program.js';
import type { Span } from '../source.js';
import { type Constraints, createConstraints } from './constraints.js';
import { checkBody, lowerConstants, lowerExpression } from './expression.js';
import { dimensionOf, ownIndex, rootOf } from './families.js';
import { isFunctionName, yielding } from './functions.js';
import { createImplicits, EVERY_NAME, type Implicits } from './implicit.js';
import { isOfRows, type Lowering, ROW, ROW_INDEX, ROWS } from './lowering.js';
import {
  hasShapes,
  type Input,
  type Model,
  type NamedStatement,
  type Output,
  type Sense,
  type Shape,
} from './model.js';
import { reportUnknownName, warnAboutNames } from './name-faults.js';
import { createRecurrences, type Recurrences } from './recurrences.js';
import { createResiduals, placeOf, type Residuals } from './residuals.js';
import { callKey, createScope, type Variable } from './scope.js';
import { elementsOf, fixedShape, type RunTimeShape, runTimeShape } from './sizes.js';
import {
  describeShape,
  isFamily,
  isRunTime,
  isTensor,
  nodesOf,
  runTimeSize,
  shaped,
  shapeOf,
  sizeOf,
  type Tensor,
  type Value,
} from './tensor.js';
import { isWrittenOfRows } from './written-rows.js';

export interface LowerOptions {
  readonly algebraic: boolean;
  /** Keep every named statement a node of its own, as `multipliers` needs. */
  readonly apart: boolean;
  /** Numbers in a range from which it is a loop, where what is made of it goes with loops; infinite for never. */
  readonly many: number;
}

/** @throws FormulaError with everything that is wrong with the program. */
export function lower(program: Program, report: Report, limits: Limits, options: LowerOptions): Model {
  const budget = createBudget(limits);
  const writtenOut = (): Model =>
    lowered(program, report, limits, budget, { ...options, many: Number.POSITIVE_INFINITY });
  // What constraints depend on is known element by element.
  const isConstrained = program.statements.some(({ kind }) => kind === 'constraint');
  if (options.many === Number.POSITIVE_INFINITY || isConstrained || !hasRanges(program)) return writtenOut();
  // What loops do not go with is found out where it is: then ranges are written out.
  const trial = createReport(report.source);
  try {
    const model = lowered(program, trial, limits, budget, options);
    for (const { code, span, message, help } of trial.warnings) report.warn(code, span, message, help ?? undefined);
    return model;
  } catch (error) {
    if (!(error instanceof FormulaError || error instanceof LimitReached)) throw error;
    return writtenOut();
  }
}

/** True for a program with a recurrence or a comprehension. */
function hasRanges({ statements }: Program): boolean {
  const isOne = ({ kind }: ExpressionNode): boolean => kind === 'comprehension';
  return statements.some(statement => {
    if (statement.kind === 'recurrence') return true;
    const of = 'value' in statement ? statement.value : 'body' in statement ? statement.body : null;
    return of?.nodes.some(isOne) === true;
  });
}

const isDeclaring = ({ statements }: Program, keyword: Declaration['keyword']): boolean =>
  statements.some(of => of.kind === 'declaration' && of.keyword === keyword);

/** Names of the implicit unknowns that each row of the data has its own of: found out in a program that takes all for such. */
function unknownsOfRows(
  program: Program,
  report: Report,
  limits: Limits,
  budget: Budget,
  options: LowerOptions,
): Set<string> {
  if (!isDeclaring(program, 'implicit') || !isDeclaring(program, 'data')) return new Set();
  return new Lower(program, createReport(report.source), limits, budget, options, EVERY_NAME).unknownsOfRows();
}

function lowered(program: Program, report: Report, limits: Limits, budget: Budget, options: LowerOptions): Model {
  const ofRows = unknownsOfRows(program, report, limits, budget, options);
  const lower = new Lower(program, report, limits, budget, options, ofRows);
  try {
    return lower.run();
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    report.error(error.code, error.place ?? lower.place(), error.message, error.help);
    report.stopOnErrors();
    throw error;
  }
}

class Lower {
  readonly #program: Program;
  readonly #report: Report;
  readonly #options: LowerOptions;
  readonly #lowering: Lowering;
  readonly #inputs: Input[] = [];
  readonly #statements: NamedStatement[] = [];
  readonly #spans: { readonly starts: number[]; readonly ends: number[] } = { starts: [], ends: [] };
  readonly #outputs: Output[] = [];
  readonly #outputNames = new Set<string>();
  #sense: Sense | null = null;
  readonly #residuals: Residuals;
  readonly #constraints: Constraints;
  readonly #recurrences: Recurrences;
  readonly #implicits: Implicits;
  readonly #ofRows: { has(name: string): boolean };
  #slots = 0;
  #apartCount = 0;
  #goal: { name: string; value: Value | null; span: Span } | null = null;
  #last: { name: string; value: Value | null; span: Span } | null = null;
  #emit: Name[] | null = null;
  /** Statement at hand. */
  #current: Statement | null = null;

  /** @param ofRows names of unknowns that each row has its own of */
  constructor(
    program: Program,
    report: Report,
    limits: Limits,
    budget: Budget,
    options: LowerOptions,
    ofRows: { has(name: string): boolean },
  ) {
    this.#program = program;
    this.#report = report;
    this.#options = options;
    const graph = createGraph(budget);
    const build = createBuilder(graph, { derivative: false, algebraic: options.algebraic });
    this.#lowering = {
      graph,
      build,
      scope: createScope(program),
      report,
      limits,
      inlined: new Map(),
      dimensions: [{ name: 'rows', least: 0 }],
      many: options.many,
      apart: value => this.#apart(value),
      infer: (name, origin) => this.#addInput(name, 'inferred', { shape: [], initial: null, bounds: null }, origin),
    };
    this.#residuals = createResiduals(this.#lowering);
    this.#constraints = createConstraints(this.#lowering, name => this.#inputs.find(input => input.name === name));
    this.#recurrences = createRecurrences(this.#lowering, program);
    const hasGoal = program.statements.some(({ kind }) => kind === 'minimize' || kind === 'maximize');
    this.#implicits = createImplicits(this.#lowering, options.apart, hasGoal, ofRows);
    this.#ofRows = ofRows;
  }

  /** The statement that it is at. */
  place(): Span | null {
    return this.#current?.span ?? null;
  }

  run(): Model {
    this.#read();
    this.#finish();
    const { graph, scope } = this.#lowering;
    warnAboutNames(scope, this.#report);
    this.#report.stopOnErrors();
    if (this.#outputs.length === 0) throw new Error('internal error: a fault that is not reported');
    const model: Model = {
      source: this.#report.source,
      graph,
      inputs: [
        ...this.#inputs.filter(({ role }) => role !== 'data').map(this.#constraints.bounded),
        ...this.#inputs.filter(({ role }) => role === 'data'),
      ],
      dimensions: this.#lowering.dimensions,
      statements: this.#statements,
      spans: this.#spans,
      outputs: this.#outputs,
      scalar: this.#outputs.length === 1 && !hasShapes({ inputs: [], outputs: this.#outputs }),
      sense: this.#sense,
      residuals: this.#residuals.nodes,
      residualResults: this.#residuals.results,
      constraints: this.#constraints.list,
      unknowns: [],
      rowUnknowns: [],
      emit: this.#emit,
    };
    return this.#implicits.count === 0 ? model : this.#implicits.solved(model);
  }

  /** Names of the unknowns that each row has its own of. */
  unknownsOfRows(): Set<string> {
    try {
      this.#read();
      return this.#implicits.ofRows();
    } catch (error) {
      // What is wrong is said when the program is read again.
      if (error instanceof FormulaError || error instanceof LimitReached) return new Set();
      throw error;
    }
  }

  #read(): void {
    const { statements } = this.#program;
    const result = resultIndex(this.#program);
    const isLate = (statement: Statement, index: number): boolean =>
      statement.kind === 'function' && index > result && statement.parameters.length === 0;
    for (const definition of statements.filter(isLate)) this.#defineFunction(definition as FunctionDefinition, true);
    for (const [index, statement] of statements.entries())
      if (!isLate(statement, index)) this.#statement(statement, index === result);
  }

  #statement(statement: Statement, isLast: boolean): void {
    const { scope } = this.#lowering;
    this.#current = statement;
    if (COMPUTING.includes(statement.kind)) {
      this.#spans.starts.push(statement.span.start);
      this.#spans.ends.push(statement.span.end);
    }
    switch (statement.kind) {
      case 'declaration':
        return this.#declare(statement);
      case 'definition': {
        if (scope.variables.get(statement.name.name)?.kind === 'data') return this.#residuals.ofResponse(statement);
        scope.current = statement.name.name;
        const found = lowerExpression(this.#lowering, statement.value);
        scope.current = null;
        const known = scope.variables.get(statement.name.name);
        if (known?.kind === 'implicit') {
          if (found !== null && known.value !== null) this.#implicits.define(statement, known.value, found);
          if (isLast) this.#last = { name: statement.name.name, value: known.value, span: statement.span };
          return;
        }
        const value = found === null ? null : this.#apart(found);
        const ofRows = isWrittenOfRows(this.#lowering, statement.value);
        this.#define(statement.name, value, 'definition', { ofRows });
        const { name } = statement.name;
        // Of what is known for any one entry that of the entry.
        const shape = value === null ? [] : shapeOf(value).filter(size => !isRunTime(size));
        if (value !== null) this.#statements.push({ name, shape, nodes: nodesOf(value) });
        if (isLast) this.#last = { name, value, span: statement.span };
        return;
      }
      case 'base':
        return this.#base(statement);
      case 'recurrence': {
        const unknown = scope.variables.get(statement.name.name);
        if (unknown?.kind === 'implicit') {
          if (isLast) this.#last = { name: statement.name.name, value: unknown.value, span: statement.span };
          return this.#elements(statement, unknown);
        }
        scope.current = statement.name.name;
        const found = this.#recurrences.rule(statement);
        scope.current = null;
        const value = found?.value ?? null;
        const { name } = statement.name;
        // What it starts from was known by the name before.
        const before = scope.variables.get(name);
        if (before?.kind === 'start') scope.variables.delete(name);
        const ofRows = isWrittenOfRows(this.#lowering, statement.value) || before?.ofRows === true;
        const variable = this.#define(statement.name, value, 'definition', { ofRows, ...found });
        if (variable !== null && value !== null)
          this.#statements.push({
            name,
            shape: shapeOf(value).filter(size => !isRunTime(size)),
            nodes: nodesOf(value),
          });
        if (isLast) this.#last = { name, value, span: statement.span };
        return;
      }
      case 'function':
        return this.#defineFunction(statement, false);
      case 'expression': {
        const value = lowerExpression(this.#lowering, statement.value);
        if (isLast) this.#last = { name: 'value', value, span: statement.span };
        else
          this.#report.error(
            'WG212',
            statement.span,
            'the value of this expression is not used',
            unusedHelp(this.#report.source?.text ?? '', statement),
          );
        return;
      }
      case 'minimize':
      case 'maximize': {
        if (this.#goal !== null)
          this.#report.error('WG215', statement.keywordSpan, 'a program has one goal', 'add the goals up with weights');
        this.#sense = statement.kind;
        const value = this.#number(statement.value, `what is ${statement.kind}d`);
        this.#goal = { name: 'value', value, span: statement.value.span };
        return;
      }
      case 'residual':
        return this.#residuals.add(statement.value, statement.span);
      case 'constraint':
        if (this.#isOverNothing(statement)) return;
        if (this.#implicits.constrain(statement)) return;
        return this.#constraints.add(statement);
      case 'output':
        return this.#output(statement.names);
      case 'emit':
        this.#emit ??= [];
        for (const name of statement.names) this.#emit.push(name);
        return;
    }
  }

  /** An empty range has no constraints. */
  #isOverNothing({ range }: Constraint): boolean {
    if (range === null) return false;
    const numbers = lowerExpression(this.#lowering, range);
    return numbers !== null && isTensor(numbers) && nodesOf(numbers).length === 0;
  }

  /** An element that a recurrence starts from: those that are known so far have its name. */
  #base(statement: Base): void {
    const { variables } = this.#lowering.scope;
    const { name } = statement;
    const before = variables.get(name.name);
    if (before?.kind === 'implicit') return this.#elements(statement, before);
    if (before?.kind === 'data') return this.#refuseElement(statement);
    if (before !== undefined && before.kind !== 'start') return void this.#define(name, null, 'definition');
    const value = this.#recurrences.base(statement);
    if (value === null) return;
    const ofRows = before?.ofRows === true || isWrittenOfRows(this.#lowering, statement.value);
    variables.set(name.name, { name, kind: 'start', value, ofRows, uses: 1 });
  }

  /** `y[i] = a + b*x[i]` of data. */
  #refuseElement({ name, position, value, span }: Base): void {
    const { text } = this.#report.source ?? { text: '' };
    const index = text.slice(position.span.start, position.span.end);
    const right = text.slice(value.span.start, value.span.end).replaceAll(`[${index}]`, '');
    const help = `write '${name.name} = ${right}', which is of every row`;
    this.#report.error('WG306', span, `'${name.name}' is a column of data, which has no index for the row`, help);
  }

  /** Reports a result that every row has one of. */
  #isResult(value: Value, span: Span): boolean {
    if (!isOfRows(this.#lowering, value)) {
      if (!isFamily(value)) return true;
      const { dimensions } = this.#lowering;
      // Only arrays have sizes.
      const { dimension } = rootOf({ dimensions }, dimensionOf(value as Tensor));
      if (dimensions[dimension]!.size === undefined) return true;
      // A loop makes it, but each of its numbers is a result.
      this.#report.error('WG199', span, 'a result that a loop makes is written out');
      return false;
    }
    this.#report.error(
      'WG313',
      span,
      'the result depends on the row of the data',
      "make one of all rows: 'sum(…)', 'mean(…)'",
    );
    return false;
  }

  /** Notes how long the array of a recurrence has to be where all of it is used. */
  #useWhole({ whole }: Variable): void {
    if (whole === undefined) return;
    const size = this.#lowering.dimensions[whole.dimension]!;
    size.least = Math.max(size.least, whole.least);
  }

  #outputOf(name: string, value: Value): Output {
    const shape = shapeOf(value).filter(size => !isRunTime(size));
    return { name, shape, nodes: nodesOf(value), ...placeOf(this.#lowering, value), isOfRows: false };
  }

  /** With `apart`, a node that equals no other statement's. */
  #apart(value: Value): Value {
    if (!this.#options.apart) return value;
    const build = this.#lowering.build.at(this.place() ?? NO_ORIGIN);
    const nodes = nodesOf(value).map(node => build.statement(node, build.constant(this.#apartCount++)));
    return shaped(shapeOf(value), nodes);
  }

  /** A value that must be one number. */
  #number(expression: Expression, what: string): Value | null {
    const value = lowerExpression(this.#lowering, expression);
    if (value === null || !isTensor(value)) return value;
    const shape = describeShape(value.shape);
    this.#report.error('WG312', expression.span, `${what} must be one number, not a ${shape}`, "reduce it: 'sum(…)'");
    return null;
  }

  #define(
    name: Name,
    value: Value | null,
    kind: Variable['kind'],
    more: Pick<Variable, 'ofRows' | 'whole'> = {},
  ): Variable | null {
    const { variables } = this.#lowering.scope;
    const before = variables.get(name.name);
    if (before !== undefined) {
      const help = before.kind === 'inferred' ? 'it was used above as an input' : 'use another name';
      this.#report.error('WG202', name, `'${name.name}' is defined twice`, help);
      return null;
    }
    const variable: Variable = { ...more, name, kind, value, uses: 0 };
    variables.set(name.name, variable);
    return variable;
  }

  #addInput(
    name: Name,
    kind: 'input' | 'param' | 'inferred',
    { shape, initial, bounds }: Declared,
    origin = NO_ORIGIN,
  ): Variable {
    const { graph } = this.#lowering;
    const slot = this.#slots;
    this.#slots += sizeOf(shape);
    const nodes = Array.from({ length: sizeOf(shape) }, (_, i) => inputNode(graph, slot + i, origin));
    const value = shaped(shape, nodes);
    const variable = this.#define(name, value, kind);
    if (variable === null) return { name, kind, value, uses: 0 };
    const role = kind === 'param' ? 'param' : 'input';
    const [lower, upper] = bounds ?? [null, null];
    this.#inputs.push({ name: name.name, role, shape, rows: null, axis: 0, nodes, slot, initial, lower, upper });
    return variable;
  }

  #declare(declaration: Declaration): void {
    const { keyword, name, value, bounds } = declaration;
    const { length } = this.#lowering.dimensions;
    const runTime = ['input', 'param', 'implicit'].includes(keyword) ? runTimeShape(this.#lowering, declaration) : null;
    if (runTime !== null && keyword === 'implicit') {
      const { dimension } = runTime;
      if (dimension !== null && dimension >= length) {
        const { name: size } = this.#lowering.dimensions[dimension]!;
        const help = `declare what has that size before it: 'input y[${size}]', or give it a number: 'const ${size} = 3'`;
        this.#report.error('WG311', declaration.shape!.span, `no argument says how large '${size}' is`, help);
        return void this.#define(name, null, keyword);
      }
      return this.#declareImplicit(declaration, runTime);
    }
    if (runTime !== null) return this.#declareFamily(declaration, runTime);
    const shape = fixedShape(this.#lowering, declaration);
    if (shape === null && declaration.shape !== null) return void this.#define(name, null, keyword);
    if (keyword === 'implicit') return this.#declareImplicit(declaration, shape ?? []);
    if (keyword === 'data') return this.#declareData(declaration, shape ?? []);
    if (keyword === 'const') return this.#declareConst(declaration, shape);
    const fill = (expression: Expression | null, what: string): readonly number[] | null =>
      expression === null ? null : elementsOf(this.#lowering, expression, shape ?? [], what);
    const initial = fill(value, keyword === 'param' ? 'a start' : 'a default');
    const lower = fill(bounds?.lower ?? null, 'a bound');
    const upper = fill(bounds?.upper ?? null, 'a bound');
    const limits: Declared['bounds'] = lower === null || upper === null ? null : [lower, upper];
    if (limits !== null && bounds !== null) this.#checkBounds(name, initial, limits, bounds.span);
    this.#addInput(name, keyword, { shape: shape ?? [], initial, bounds: limits });
  }

  #declareFamily({ keyword, name, value, bounds }: Declaration, { dimension, axis, known }: RunTimeShape): void {
    const kind = keyword === 'param' ? 'param' : 'input';
    if (dimension === null) return void this.#define(name, null, kind);
    const fill = (expression: Expression | null, what: string): readonly number[] | null =>
      expression === null ? null : elementsOf(this.#lowering, expression, known, what);
    const initial = fill(value, kind === 'param' ? 'a start' : 'a default');
    const [lower, upper] = [fill(bounds?.lower ?? null, 'a bound'), fill(bounds?.upper ?? null, 'a bound')];
    const { graph, build } = this.#lowering;
    const slot = this.#slots;
    this.#slots += sizeOf(known);
    const index = ownIndex(this.#lowering, dimension);
    const nodes = Array.from({ length: sizeOf(known) }, (_, i) => elementNode(graph, slot + i, index, 0, build.origin));
    const size = runTimeSize(dimension);
    if (this.#define(name, shaped(axis === 0 ? [size, ...known] : [...known, size], nodes), kind) === null) return;
    const place = { shape: known, rows: dimension, axis, nodes, slot };
    this.#inputs.push({ name: name.name, role: kind, ...place, initial, lower, upper });
  }

  #declareData({ name, value }: Declaration, shape: Shape): void {
    if (value !== null) {
      const message = `data '${name.name}' has a value`;
      this.#report.error(
        'WG108',
        value.span,
        message,
        `write 'data ${name.name}'; rows are arguments of the functions`,
      );
    }
    const { graph, build } = this.#lowering;
    if (graph.indices.length === 0) graph.indices.push(ROW_INDEX);
    const slot = this.#slots;
    this.#slots += sizeOf(shape);
    const nodes = Array.from({ length: sizeOf(shape) }, (_, i) => elementNode(graph, slot + i, ROW, 0, build.origin));
    if (this.#define(name, shaped(shape, nodes), 'data') === null) return;
    const none = { initial: null, lower: null, upper: null };
    this.#inputs.push({ name: name.name, role: 'data', shape, rows: ROWS, nodes, slot, ...none, axis: 0 });
  }

  #declareImplicit(declaration: Declaration, sizes: Shape | RunTimeShape): void {
    const { name } = declaration;
    if (this.#lowering.scope.variables.has(name.name)) return void this.#define(name, null, 'implicit');
    const value = this.#implicits.declare(declaration, sizes);
    this.#define(name, value, 'implicit', { ofRows: this.#ofRows.has(name.name) });
    if (value === null) return;
    const shape = 'known' in sizes ? sizes.known : sizes;
    this.#statements.push({ name: name.name, shape, nodes: nodesOf(value) });
  }

  /** Elements of an array of unknowns. */
  #elements(statement: Base | Recurrence, { value }: Variable): void {
    if (value !== null) this.#implicits.defineElements(statement, value);
  }

  #declareConst({ name, value }: Declaration, shape: Shape | null): void {
    const { build } = this.#lowering;
    if (value === null) {
      this.#report.error('WG214', name, `const '${name.name}' has no value`, `write 'const ${name.name} = 1'`);
    }
    let found: Value | null = null;
    if (value !== null && shape === null) found = lowerConstants(this.#lowering, value, 'a const');
    else if (value !== null && shape !== null) {
      const numbers = elementsOf(this.#lowering, value, shape, 'a const');
      if (numbers !== null)
        found = shaped(
          shape,
          numbers.map(number => build.constant(number)),
        );
    }
    this.#define(name, found, 'const');
  }

  #checkBounds(
    name: Name,
    start: readonly number[] | null,
    [lower, upper]: readonly [readonly number[], readonly number[]],
    span: Span,
  ): void {
    if (lower.some((bound, i) => !(bound <= upper[i]!))) {
      this.#report.error('WG216', span, `the lower bound of '${name.name}' is above the upper`);
      return;
    }
    const outside = start?.find((number, i) => number < lower[i]! || number > upper[i]!);
    if (outside !== undefined)
      this.#report.error('WG216', span, `the start ${outside} of '${name.name}' is outside its bounds`);
  }

  #defineFunction({ name, parameters, body }: FunctionDefinition, isLate: boolean): void {
    const { scope } = this.#lowering;
    if (isFunctionName(name.name) && !yielding.has(name.name)) {
      const text = this.#report.source?.text ?? '';
      const left = text.slice(name.start, body.span.start).replace(/\s*=\s*$/, '');
      const right = text.slice(body.span.start, body.span.end);
      const isOfData = parameters.some(of => scope.variables.get(of.name)?.kind === 'data');
      const help = isOfData
        ? `write 'residual ${left} - (${right})' for an equation of data`
        : 'leave this out to have that one, or use another name';
      this.#report.error('WG207', name, `'${name.name}' is a built-in function`, help);
      return;
    }
    if (scope.functions.has(name.name)) {
      this.#report.error('WG202', name, `function '${name.name}' is defined twice`, 'use another name');
      return;
    }
    if (isFunctionName(name.name)) {
      const message = `'${name.name}' is a built-in function too; calls are of the one defined here`;
      this.#report.warn('WG217', name, message, 'rename it to have both');
    }
    const seen = new Set<string>();
    for (const parameter of parameters) {
      if (seen.has(parameter.name))
        this.#report.error('WG202', parameter, `parameter '${parameter.name}' is named twice`);
      seen.add(parameter.name);
    }
    scope.current = callKey(name.name);
    // The names of a late one mean nothing yet.
    if (!isLate) checkBody(this.#lowering, body, parameters);
    scope.current = null;
    scope.functions.set(name.name, { name, parameters, body, isLate, isOpen: false, uses: 0 });
  }

  #output(names: readonly Name[]): void {
    const { variables } = this.#lowering.scope;
    for (const name of names) {
      const variable = variables.get(name.name);
      if (variable === undefined) {
        reportUnknownName(this.#lowering.scope, name, this.#report);
        continue;
      }
      if (this.#outputNames.has(name.name)) {
        this.#report.error('WG202', name, `output '${name.name}' is given twice`);
        continue;
      }
      variable.uses++;
      this.#outputNames.add(name.name);
      this.#useWhole(variable);
      const { value } = variable;
      if (value !== null && this.#isResult(value, name)) this.#outputs.push(this.#outputOf(name.name, value));
    }
  }

  #finish(): void {
    if (this.#residuals.last !== null) return this.#finishResiduals(this.#residuals.last);
    const result = this.#goal ?? this.#last;
    const hasOutputs = this.#program.statements.some(({ kind }) => kind === 'output');
    if (this.#goal !== null && hasOutputs) {
      this.#report.error('WG215', null, `a program with '${this.#sense}' has no other outputs`);
    }
    if (hasOutputs && this.#goal === null) {
      if (this.#last?.name === 'value') {
        this.#report.error(
          'WG212',
          this.#last.span,
          'the value of this expression is not used',
          "give it a name and list it after 'output'",
        );
      }
      return;
    }
    if (result === null) {
      const own = this.#program.statements.findLast(of => of.kind === 'function');
      const call = own === undefined ? undefined : `${own.name.name}(${own.parameters.map(of => of.name).join(', ')})`;
      const isEquation = own !== undefined && isFunctionName(own.name.name);
      const help = isEquation
        ? `an equation is 'constraint ${call} == …'; a definition has a name on its left`
        : call === undefined
          ? 'end it with an expression'
          : `end it with an expression, such as '${call}'`;
      // What was to be the result may be what is at fault.
      if (this.#report.errors.length === 0) this.#report.error('WG120', null, 'the program has no result', help);
      return;
    }
    const variable = this.#lowering.scope.variables.get(result.name);
    if (variable !== undefined && variable.kind === 'definition') {
      variable.uses++;
      this.#useWhole(variable);
    }
    const { name, value, span } = result;
    if (value !== null && this.#isResult(value, span)) this.#outputs.push(this.#outputOf(name, value));
  }

  /** The result is what the residuals come to: nothing else may be it. */
  #finishResiduals(span: Span): void {
    const hasOutputs = this.#program.statements.some(({ kind }) => kind === 'output');
    if (this.#goal !== null || hasOutputs) {
      const message = 'a program with residuals has their sum of squares as the result';
      this.#report.error('WG215', span, message, 'leave the other one out');
    }
    if (this.#last?.name === 'value') {
      const message = 'the value of this expression is not used: the result is the sum of squared residuals';
      this.#report.error('WG212', this.#last.span, message, "write 'residual' before it if it is one");
    }
    this.#report.stopOnErrors();
    this.#outputs.push(this.#outputOf('value', this.#residuals.sumOfSquares()));
    this.#sense = 'minimize';
  }
}

/** What a declaration says of an input. */
interface Declared {
  readonly shape: Shape;
  readonly initial: readonly number[] | null;
  readonly bounds: readonly [readonly number[], readonly number[]] | null;
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
