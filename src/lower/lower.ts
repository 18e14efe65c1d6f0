// Program → model: every statement's nodes, in program order.

import type { Report } from '../diagnostic.js';
import { type Builder, createBuilder } from '../graph/build.js';
import { domainOf, EVERYWHERE } from '../graph/domain.js';
import {
  constantValue,
  createGraph,
  elementNode,
  indexNode,
  inputNode,
  NO_ORIGIN,
  type Node,
  originOf,
} from '../graph/graph.js';
import { createBudget, LimitReached, type Limits } from '../limits.js';
import {
  COMPUTING,
  type Declaration,
  type Definition,
  type Expression,
  type FunctionDefinition,
  type Name,
  type Program,
  resultIndex,
  type Statement,
} from '../parse/program.js';
import type { Span } from '../source.js';
import { checkBody, lowerConstants, lowerExpression } from './expression.js';
import { isFunctionName, yielding } from './functions.js';
import { type Lowering, ROW } from './lowering.js';
import type { Input, Model, NamedStatement, Output, Sense, Shape } from './model.js';
import { reportUnknownName, warnAboutNames } from './name-faults.js';
import { callKey, createScope, type Variable } from './scope.js';
import {
  describeShape,
  elementwise,
  isTensor,
  nodesOf,
  rankOf,
  sameShape,
  shaped,
  shapeOf,
  sizeOf,
  type Value,
} from './tensor.js';

export interface LowerOptions {
  readonly algebraic: boolean;
  /** Keep every named statement a node of its own, as `multipliers` needs. */
  readonly apart: boolean;
}

/** @throws FormulaError with everything that is wrong with the program. */
export function lower(program: Program, report: Report, limits: Limits, options: LowerOptions): Model {
  const lower = new Lower(program, report, limits, options);
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
  readonly #limits: Limits;
  readonly #lowering: Lowering;
  readonly #inputs: Input[] = [];
  readonly #statements: NamedStatement[] = [];
  readonly #spans: { readonly starts: number[]; readonly ends: number[] } = { starts: [], ends: [] };
  readonly #outputs: Output[] = [];
  readonly #outputNames = new Set<string>();
  #sense: Sense | null = null;
  readonly #residuals: Node[] = [];
  readonly #responses = new Set<string>();
  #lastResidual: Span | null = null;
  #slots = 0;
  #apartCount = 0;
  #goal: { name: string; value: Value | null; span: Span } | null = null;
  #last: { name: string; value: Value | null; span: Span } | null = null;
  #emit: Name[] | null = null;
  /** Statement at hand. */
  #current: Statement | null = null;

  constructor(program: Program, report: Report, limits: Limits, options: LowerOptions) {
    this.#program = program;
    this.#report = report;
    this.#options = options;
    this.#limits = limits;
    const graph = createGraph(createBudget(limits));
    const build = createBuilder(graph, { derivative: false, algebraic: options.algebraic });
    this.#lowering = {
      graph,
      build,
      scope: createScope(program),
      report,
      limits,
      inlined: new Map(),
      infer: (name, origin) => this.#addInput(name, 'inferred', { shape: [], initial: null, bounds: null }, origin),
    };
  }

  /** The statement that it is at. */
  place(): Span | null {
    return this.#current?.span ?? null;
  }

  run(): Model {
    const { statements } = this.#program;
    const result = resultIndex(this.#program);
    const isLate = (statement: Statement, index: number): boolean =>
      statement.kind === 'function' && index > result && statement.parameters.length === 0;
    for (const definition of statements.filter(isLate)) this.#defineFunction(definition as FunctionDefinition, true);
    for (const [index, statement] of statements.entries())
      if (!isLate(statement, index)) this.#statement(statement, index === result);
    this.#finish();
    const { graph, scope } = this.#lowering;
    warnAboutNames(scope, this.#report);
    this.#report.stopOnErrors();
    if (this.#outputs.length === 0) throw new Error('internal error: a fault that is not reported');
    return {
      source: this.#report.source,
      graph,
      inputs: [
        ...this.#inputs.filter(({ role }) => role !== 'data'),
        ...this.#inputs.filter(({ role }) => role === 'data'),
      ],
      statements: this.#statements,
      spans: this.#spans,
      outputs: this.#outputs,
      scalar: this.#outputs.length === 1 && this.#outputs[0]!.shape.length === 0,
      sense: this.#sense,
      residuals: this.#residuals,
      emit: this.#emit,
    };
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
        if (scope.variables.get(statement.name.name)?.kind === 'data') return this.#response(statement);
        scope.current = statement.name.name;
        const found = lowerExpression(this.#lowering, statement.value);
        scope.current = null;
        const value = found === null ? null : this.#apart(found);
        this.#define(statement.name, value, 'definition');
        const { name } = statement.name;
        if (value !== null) this.#statements.push({ name, shape: shapeOf(value), nodes: nodesOf(value) });
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
            "give it a name, or a name and 'output'",
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
      case 'residual': {
        const value = lowerExpression(this.#lowering, statement.value);
        if (value !== null) this.#addResiduals(nodesOf(value), statement.span);
        return;
      }
      case 'output':
        return this.#output(statement.names);
      case 'emit':
        this.#emit ??= [];
        for (const name of statement.names) this.#emit.push(name);
        return;
      default:
        this.#notYet(statement.keywordSpan, `'${statement.kind}'`);
    }
  }

  /** A column that the model is to give: what remains is squared. */
  #response({ name, value, span }: Definition): void {
    const column = this.#lowering.scope.variables.get(name.name)!;
    if (this.#responses.has(name.name)) {
      this.#report.error('WG202', name, `'${name.name}' has two equations`, 'add the second as a residual');
      return;
    }
    this.#responses.add(name.name);
    column.uses++;
    const found = lowerExpression(this.#lowering, value);
    const observed = column.value;
    if (found === null || observed === null) return;
    const build = this.#lowering.build.at(span);
    const residual = elementwise([observed, found], ([a, b]) => build.sub(a!, b!));
    if (residual !== null && sameShape(shapeOf(residual), shapeOf(observed))) {
      this.#addResiduals(nodesOf(residual), span);
      return;
    }
    const [wanted, got] = [describeShape(shapeOf(observed)), describeShape(shapeOf(found))];
    this.#report.error('WG302', value.span, `a row of '${name.name}' is a ${wanted}, this is a ${got}`);
  }

  #addResiduals(nodes: readonly Node[], span: Span): void {
    this.#residuals.push(...nodes);
    this.#lastResidual = span;
  }

  /** The sum of the squares of all residuals. */
  #sumOfSquares(): Node {
    const { graph, build } = this.#lowering;
    // What is made of a residual comes from where it stands.
    const at = (node: Node): Builder => build.at(originOf(graph, node));
    const square = (node: Node): Node => at(node).square(node);
    const sum = (nodes: readonly Node[]): Node => nodes.map(square).reduce((a, b) => at(b).add(a, b));
    const isShared = (node: Node): boolean => domainOf(graph, node) === EVERYWHERE;
    const shared = this.#residuals.filter(isShared);
    const ofRows = this.#residuals.filter(node => !isShared(node));
    const parts = [
      ...(ofRows.length === 0 ? [] : [at(ofRows[0]!).sumOver(sum(ofRows), indexNode(graph, ROW))]),
      ...(shared.length === 0 ? [] : [sum(shared)]),
    ];
    return parts.reduce((a, b) => at(b).add(a, b));
  }

  /** Reports a result that every row has one of. */
  #isResult(value: Value, span: Span): boolean {
    const { graph } = this.#lowering;
    if (nodesOf(value).every(node => domainOf(graph, node) === EVERYWHERE)) return true;
    this.#report.error(
      'WG313',
      span,
      'the result depends on the row of the data',
      "make one of all rows: 'sum(…)', 'mean(…)'",
    );
    return false;
  }

  #notYet(span: Span, what: string): void {
    this.#report.error('WG199', span, `${what} is not supported yet`);
  }

  /** With `apart`, a node that equals no other statement's. */
  #apart(value: Value): Value {
    if (!this.#options.apart) return value;
    const { build } = this.#lowering;
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

  #define(name: Name, value: Value | null, kind: Variable['kind']): Variable | null {
    const { variables } = this.#lowering.scope;
    const before = variables.get(name.name);
    if (before !== undefined) {
      const help = before.kind === 'inferred' ? 'it was used above as an input' : 'use another name';
      this.#report.error('WG202', name, `'${name.name}' is defined twice`, help);
      return null;
    }
    const variable: Variable = { name, kind, value, uses: 0 };
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
    this.#inputs.push({ name: name.name, role, shape, rows: null, nodes, slot, initial, lower, upper });
    return variable;
  }

  #declare(declaration: Declaration): void {
    const { keyword, name, value, bounds } = declaration;
    if (keyword === 'implicit') return this.#notYet(declaration.keywordSpan, `'${keyword}'`);
    const shape = this.#shape(declaration);
    if (shape === null && declaration.shape !== null) return void this.#define(name, null, keyword);
    if (keyword === 'data') return this.#declareData(declaration, shape ?? []);
    if (keyword === 'const') return this.#declareConst(declaration, shape);
    const fill = (expression: Expression | null, what: string): readonly number[] | null =>
      expression === null ? null : this.#elements(expression, shape ?? [], what);
    const initial = fill(value, keyword === 'param' ? 'a start' : 'a default');
    const lower = fill(bounds?.lower ?? null, 'a bound');
    const upper = fill(bounds?.upper ?? null, 'a bound');
    const limits: Declared['bounds'] = lower === null || upper === null ? null : [lower, upper];
    if (limits !== null && bounds !== null) this.#checkBounds(name, initial, limits, bounds.span);
    this.#addInput(name, keyword, { shape: shape ?? [], initial, bounds: limits });
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
    if (graph.indices.length === 0) graph.indices.push({ name: 'row', dimension: 0 });
    const slot = this.#slots;
    this.#slots += sizeOf(shape);
    const nodes = Array.from({ length: sizeOf(shape) }, (_, i) => elementNode(graph, slot + i, ROW, 0, build.origin));
    if (this.#define(name, shaped(shape, nodes), 'data') === null) return;
    const none = { initial: null, lower: null, upper: null };
    this.#inputs.push({ name: name.name, role: 'data', shape, rows: 0, nodes, slot, ...none });
  }

  #declareConst({ name, value }: Declaration, shape: Shape | null): void {
    const { build } = this.#lowering;
    if (value === null) {
      this.#report.error('WG214', name, `const '${name.name}' has no value`, `write 'const ${name.name} = 1'`);
    }
    let found: Value | null = null;
    if (value !== null && shape === null) found = lowerConstants(this.#lowering, value, 'a const');
    else if (value !== null && shape !== null) {
      const numbers = this.#elements(value, shape, 'a const');
      if (numbers !== null)
        found = shaped(
          shape,
          numbers.map(number => build.constant(number)),
        );
    }
    this.#define(name, found, 'const');
  }

  /** The sizes after a declared name; null where there are none, or wrong ones. */
  #shape({ name, shape }: Declaration): Shape | null {
    if (shape === null) return null;
    if (shape.sizes.length > 2 || shape.sizes.length === 0) {
      const message = `'${name.name}' has ${shape.sizes.length} dimensions`;
      this.#report.error('WG311', shape.span, message, "a vector has one size, a matrix two: 'x[3], A[2,3]'");
      return null;
    }
    const sizes: number[] = [];
    for (const expression of shape.sizes) {
      const value = lowerConstants(this.#lowering, expression, 'a size');
      if (value === null) return null;
      const size = isTensor(value) ? Number.NaN : constantValue(this.#lowering.graph, value)!;
      if (!Number.isInteger(size) || size < 1) {
        this.#report.error('WG311', expression.span, 'a size is a whole number from 1', `write '${name.name}[3]'`);
        return null;
      }
      sizes.push(size);
    }
    const { nodes } = this.#limits;
    if (sizeOf(sizes) <= nodes) return sizes;
    const message = `'${name.name}' has ${sizeOf(sizes)} elements, more than ${nodes}`;
    this.#report.error('WG706', shape.span, message, 'raise the limit (nodes)');
    return null;
  }

  /** The numbers of an expression that has a shape; one number fills it. */
  #elements(expression: Expression, shape: Shape, what: string): readonly number[] | null {
    const value = lowerConstants(this.#lowering, expression, what);
    if (value === null) return null;
    const numbers = nodesOf(value).map(node => constantValue(this.#lowering.graph, node)!);
    if (rankOf(value) === 0) return new Array<number>(sizeOf(shape)).fill(numbers[0]!);
    if (sameShape(shape, shapeOf(value))) return numbers;
    const message = `${what} that is a ${describeShape(shapeOf(value))} does not fit a ${describeShape(shape)}`;
    this.#report.error('WG311', expression.span, message, 'give it the same shape; one number fills every shape');
    return null;
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
      this.#report.error('WG207', name, `'${name.name}' is a built-in function`, 'use another name');
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
      const { value } = variable;
      if (value !== null && this.#isResult(value, name))
        this.#outputs.push({ name: name.name, shape: shapeOf(value), nodes: nodesOf(value) });
    }
  }

  #finish(): void {
    if (this.#lastResidual !== null) return this.#finishResiduals(this.#lastResidual);
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
      this.#report.error('WG120', null, 'the program has no result', 'end it with an expression');
      return;
    }
    const variable = this.#lowering.scope.variables.get(result.name);
    if (variable !== undefined && variable.kind === 'definition') variable.uses++;
    const { name, value, span } = result;
    if (value !== null && this.#isResult(value, span))
      this.#outputs.push({ name, shape: shapeOf(value), nodes: nodesOf(value) });
  }

  /** The result is what the residuals come to: nothing else may be it. */
  #finishResiduals(span: Span): void {
    const hasOutputs = this.#program.statements.some(({ kind }) => kind === 'output');
    if (this.#goal !== null || hasOutputs)
      this.#report.error(
        'WG215',
        span,
        'a program with residuals has their sum of squares as the result',
        'leave the other one out',
      );
    if (this.#last?.name === 'value') {
      const message = 'the value of this expression is not used: the result is the sum of squared residuals';
      this.#report.error('WG212', this.#last.span, message, "write 'residual' before it if it is one");
    }
    this.#report.stopOnErrors();
    this.#outputs.push({ name: 'value', shape: [], nodes: [this.#sumOfSquares()] });
    this.#sense = 'minimize';
  }
}

/** What a declaration says of an input. */
interface Declared {
  readonly shape: Shape;
  readonly initial: readonly number[] | null;
  readonly bounds: readonly [readonly number[], readonly number[]] | null;
}
