// Program → model: every statement's nodes, in program order.

import type { Report } from '../diagnostic.js';
import { createBuilder } from '../graph/build.js';
import { createGraph, inputNode, type Node } from '../graph/graph.js';
import { createBudget, LimitReached, type Limits } from '../limits.js';
import type { Declaration, FunctionDefinition, Name, Program, Statement } from '../parse/program.js';
import type { Span } from '../source.js';
import { type Lowering, lowerConstant, lowerExpression } from './expression.js';
import { isFunctionName } from './functions.js';
import type { Input, Model, NamedStatement, Output, Sense } from './model.js';
import { callKey, createScope, reportUnknownName, type Variable, warnAboutNames } from './scope.js';

export interface LowerOptions {
  readonly algebraic: boolean;
  /** Keep every named statement a node of its own, as `multipliers` needs. */
  readonly apart: boolean;
}

/** @throws FormulaError with everything that is wrong with the program. */
export function lower(program: Program, report: Report, limits: Limits, options: LowerOptions): Model {
  try {
    return new Lower(program, report, limits, options).run();
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    report.error(error.code, null, error.message, error.help);
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
  readonly #spans: Span[] = [];
  readonly #outputs: Output[] = [];
  #sense: Sense | null = null;
  #goal: { name: string; node: Node | null } | null = null;
  #last: { name: string; node: Node | null } | null = null;
  #emit: Name[] | null = null;

  constructor(program: Program, report: Report, limits: Limits, options: LowerOptions) {
    this.#program = program;
    this.#report = report;
    this.#options = options;
    const graph = createGraph(createBudget(limits));
    const build = createBuilder(graph, { derivative: false, algebraic: options.algebraic });
    this.#lowering = {
      graph,
      build,
      scope: createScope(program),
      report,
      inlined: new Map(),
      infer: name => this.#addInput(name, 'inferred', null, null),
    };
  }

  run(): Model {
    const { statements } = this.#program;
    const lastComputing = statements.findLastIndex(({ kind }) =>
      ['definition', 'expression', 'minimize', 'maximize'].includes(kind),
    );
    for (const [index, statement] of statements.entries()) this.#statement(statement, index === lastComputing);
    this.#finish();
    const { graph, scope } = this.#lowering;
    warnAboutNames(scope, this.#report);
    this.#report.stopOnErrors();
    return {
      source: this.#report.source,
      graph,
      inputs: this.#inputs,
      statements: this.#statements,
      spans: this.#spans,
      outputs: this.#outputs,
      scalar: this.#outputs.length === 1,
      sense: this.#sense,
      emit: this.#emit,
    };
  }

  #statement(statement: Statement, isLast: boolean): void {
    const { scope } = this.#lowering;
    switch (statement.kind) {
      case 'declaration':
        return this.#declare(statement);
      case 'definition': {
        this.#spans.push(statement.span);
        scope.current = statement.name.name;
        const value = lowerExpression(this.#lowering, statement.value);
        scope.current = null;
        const node = value === null ? null : this.#apart(value);
        this.#define(statement.name, node ?? this.#lowering.build.constant(Number.NaN), 'definition');
        if (node !== null) this.#statements.push({ name: statement.name.name, node, span: statement.span });
        if (isLast) this.#last = { name: statement.name.name, node };
        return;
      }
      case 'function':
        return this.#defineFunction(statement);
      case 'expression': {
        this.#spans.push(statement.span);
        const node = lowerExpression(this.#lowering, statement.value);
        if (isLast) this.#last = { name: 'value', node };
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
        this.#spans.push(statement.span);
        if (this.#goal !== null)
          this.#report.error('WG215', statement.keywordSpan, 'a program has one goal', 'add the goals up with weights');
        this.#sense = statement.kind;
        this.#goal = { name: 'value', node: lowerExpression(this.#lowering, statement.value) };
        return;
      }
      case 'output':
        return this.#output(statement.names);
      case 'emit':
        this.#emit = [...(this.#emit ?? []), ...statement.names];
        return;
      default:
        this.#notYet(statement.keywordSpan, `'${statement.kind}'`);
    }
  }

  #notYet(span: Span, what: string): void {
    this.#report.error('WG199', span, `${what} is not supported yet`);
  }

  /** With `apart`, a node that equals no other statement's. */
  #apart(node: Node): Node {
    if (!this.#options.apart) return node;
    const { build } = this.#lowering;
    return build.statement(node, build.constant(this.#statements.length));
  }

  #define(name: Name, node: Node, kind: Variable['kind']): Variable | null {
    const { variables } = this.#lowering.scope;
    const before = variables.get(name.name);
    if (before !== undefined) {
      const help = before.kind === 'inferred' ? 'it was used above as an input' : 'use another name';
      this.#report.error('WG202', name.span, `'${name.name}' is defined twice`, help);
      return null;
    }
    const variable: Variable = { name, kind, node, uses: 0 };
    variables.set(name.name, variable);
    return variable;
  }

  #addInput(
    name: Name,
    kind: 'input' | 'param' | 'inferred',
    initial: number | null,
    bounds: [number, number] | null,
  ): Variable {
    const { graph } = this.#lowering;
    const node = inputNode(graph, this.#inputs.length);
    const role = kind === 'param' ? 'param' : 'input';
    const variable = this.#define(name, node, kind);
    if (variable === null) return { name, kind, node, uses: 0 };
    this.#inputs.push({
      name: name.name,
      role,
      node,
      initial,
      lower: bounds?.[0] ?? null,
      upper: bounds?.[1] ?? null,
      span: name.span,
    });
    return variable;
  }

  #declare(declaration: Declaration): void {
    const { keyword, name, shape, value, bounds } = declaration;
    if (keyword === 'data' || keyword === 'implicit') return this.#notYet(declaration.keywordSpan, `'${keyword}'`);
    if (shape !== null) return this.#notYet(shape.span, `the shape of '${name.name}'`);
    const initial =
      value === null ? null : lowerConstant(this.#lowering, value, keyword === 'const' ? 'a const' : 'a default');
    if (keyword === 'const') {
      if (value === null)
        this.#report.error('WG214', name.span, `const '${name.name}' has no value`, `write 'const ${name.name} = 1'`);
      this.#define(name, this.#lowering.build.constant(initial ?? Number.NaN), 'const');
      return;
    }
    const lower = bounds === null ? null : lowerConstant(this.#lowering, bounds.lower, 'a bound');
    const upper = bounds === null ? null : lowerConstant(this.#lowering, bounds.upper, 'a bound');
    const limits: [number, number] | null = lower === null || upper === null ? null : [lower, upper];
    if (limits !== null && bounds !== null) this.#checkBounds(name, initial, limits, bounds.span);
    this.#addInput(name, keyword, initial, limits);
  }

  #checkBounds(name: Name, start: number | null, [lower, upper]: [number, number], span: Span): void {
    if (!(lower <= upper)) this.#report.error('WG216', span, `the lower bound of '${name.name}' is above the upper`);
    else if (start !== null && (start < lower || start > upper)) {
      this.#report.error('WG216', span, `the start ${start} of '${name.name}' is outside its bounds`);
    }
  }

  #defineFunction({ name, parameters, body }: FunctionDefinition): void {
    const { scope } = this.#lowering;
    if (isFunctionName(name.name)) {
      this.#report.error('WG207', name.span, `'${name.name}' is a built-in function`, 'use another name');
      return;
    }
    if (scope.functions.has(name.name)) {
      this.#report.error('WG202', name.span, `function '${name.name}' is defined twice`, 'use another name');
      return;
    }
    const seen = new Set<string>();
    for (const parameter of parameters) {
      if (seen.has(parameter.name))
        this.#report.error('WG202', parameter.span, `parameter '${parameter.name}' is named twice`);
      seen.add(parameter.name);
    }
    // Lowered once on stand-ins, so that faults are found where they are and inputs appear in the order of the text.
    scope.current = callKey(name.name);
    const standIns = parameters.map(
      (parameter, i) => [parameter.name, inputNode(this.#lowering.graph, STAND_IN + i)] as const,
    );
    lowerExpression(this.#lowering, body, new Map(standIns));
    scope.current = null;
    scope.functions.set(name.name, { name, parameters, body, uses: 0 });
  }

  #output(names: readonly Name[]): void {
    const { variables } = this.#lowering.scope;
    for (const name of names) {
      const variable = variables.get(name.name);
      if (variable === undefined) {
        reportUnknownName(this.#lowering.scope, name, this.#report);
        continue;
      }
      if (this.#outputs.some(output => output.name === name.name)) {
        this.#report.error('WG202', name.span, `output '${name.name}' is given twice`);
        continue;
      }
      variable.uses++;
      this.#outputs.push({ name: name.name, node: variable.node });
    }
  }

  #finish(): void {
    const result = this.#goal ?? this.#last;
    const hasOutputs = this.#program.statements.some(({ kind }) => kind === 'output');
    if (this.#goal !== null && hasOutputs) {
      this.#report.error('WG215', null, `a program with '${this.#sense}' has no other outputs`);
    }
    if (hasOutputs && this.#goal === null) {
      if (this.#last?.name === 'value') {
        this.#report.error(
          'WG212',
          this.#spans.at(-1) ?? null,
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
    if (result.node !== null) this.#outputs.push({ name: result.name, node: result.node });
  }
}

/** Slots of a function's stand-in arguments, beyond those of any program. */
const STAND_IN = 1 << 30;
