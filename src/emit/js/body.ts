// Scheduled program → JavaScript statements: one operation a statement, under the names that the user chose.

import type * as ESTree from 'estree';
import { constantValue, type Graph, inputSlot, isLeaf, operandsOf, operationOf } from '../../graph/graph.js';
import type { Node } from '../../ops/operation.js';
import type { Schedule, Step } from '../../schedule/program.js';
import * as js from './estree.js';
import type { Names } from './names.js';

/** How an input is read. */
export interface Access {
  readonly expression: ESTree.Expression;
  /** Name of the local that holds an element of an array which is read more than once; null for a parameter. */
  readonly keep: string | null;
}

export interface BodyContext {
  readonly names: Names;
  /** What the formula calls a node, if anything. */
  readonly wanted: ReadonlyMap<Node, string>;
  argument(slot: number): Access;
  /** Name of an emitted special function. */
  special(name: string): string;
  /** Place in the formula that a node came from. */
  location(node: Node): js.Location | undefined;
  /** Code after a node has its value; what `--trace` listens to. */
  observe?(node: Node, value: ESTree.Expression): ESTree.Statement;
}

export interface Body {
  readonly statements: ESTree.Statement[];
  /** A node as a number, where the statements have run. */
  numeric(node: Node): ESTree.Expression;
}

export function emitBody(schedule: Schedule, context: BodyContext): Body {
  const writer = new Writer(schedule, context);
  return { statements: writer.blocks(), numeric: node => writer.numeric(node) };
}

class Writer {
  readonly #graph: Graph;
  readonly #schedule: Schedule;
  readonly #context: BodyContext;
  readonly #variable = new Map<Node, string>();
  readonly #declared = new Set<Node>();
  /** Locals of elements of arrays, by input node. */
  readonly #kept = new Map<Node, string>();
  readonly #uses: Uint32Array;

  constructor(schedule: Schedule, context: BodyContext) {
    this.#graph = schedule.graph;
    this.#schedule = schedule;
    this.#context = context;
    this.#uses = usesOf(this.#graph);
  }

  blocks(): ESTree.Statement[] {
    const statements: ESTree.Statement[] = [];
    for (const block of this.#schedule.blocks) {
      for (const node of block.declared) {
        const start: ESTree.Expression = this.#isBoolean(node) ? { type: 'Literal', value: false } : js.number(0);
        statements.push(js.declare('let', this.#name(node), start));
        this.#declared.add(node);
      }
      if (block.condition === null) {
        for (const step of block.steps) {
          this.#keep(step.node, statements);
          this.#step(step, statements);
        }
        continue;
      }
      const steps: ESTree.Statement[] = [];
      for (const step of block.steps) this.#step(step, steps);
      const otherwise: ESTree.Statement[] = [];
      for (const step of block.otherwise) this.#step(step, otherwise);
      if (steps.length > 0) statements.push(js.when(this.#test(block.condition), steps, otherwise));
      else statements.push(js.when(js.unary('!', this.#test(block.condition)), otherwise, []));
    }
    return statements;
  }

  /** Before its first use outside of branches, an element that is read again becomes a local. */
  #keep(node: Node, into: ESTree.Statement[]): void {
    for (const operand of operandsOf(this.#graph, node)) {
      const slot = inputSlot(this.#graph, operand);
      if (slot === undefined || this.#uses[operand]! < 2 || this.#kept.has(operand)) continue;
      const { expression, keep } = this.#context.argument(slot);
      if (keep === null) continue;
      const name = this.#context.names.claim(keep);
      this.#kept.set(operand, name);
      into.push(js.declare('const', js.identifier(name), expression));
    }
  }

  #step(step: Step, into: ESTree.Statement[]): void {
    const { node } = step;
    const operands = operandsOf(this.#graph, node);
    let value: ESTree.Expression;
    if (step.kind === 'compute') value = this.#operation(node);
    else if (step.kind === 'whenTrue') value = this.numeric(operands[1]!);
    else if (step.kind === 'whenFalse') value = this.numeric(operands[2]!);
    else value = this.numeric(operands[this.#schedule.initialArm.get(node)!]!);
    into.push(this.#store(node, value));
    if (this.#context.observe === undefined || step.kind === 'initial') return;
    into.push(this.#context.observe(node, this.numeric(node)));
  }

  #store(node: Node, value: ESTree.Expression): ESTree.Statement {
    if (this.#declared.has(node)) return js.assign(this.#name(node), value);
    this.#declared.add(node);
    return js.declare(this.#schedule.reassigned[node] === 1 ? 'let' : 'const', this.#name(node), value);
  }

  #name(node: Node): ESTree.Identifier {
    let name = this.#variable.get(node);
    if (name === undefined) {
      const wanted = this.#context.wanted.get(node);
      name = wanted === undefined ? this.#context.names.temporary() : this.#context.names.claim(wanted);
      this.#variable.set(node, name);
    }
    return js.identifier(name, this.#context.location(node));
  }

  #isBoolean(node: Node): boolean {
    return operationOf(this.#graph, node).boolean === true;
  }

  /** A node's value as the variable, argument or expression that holds it; comparisons and logic are booleans. */
  #read(node: Node): ESTree.Expression {
    const constant = constantValue(this.#graph, node);
    if (constant !== undefined) return js.number(constant);
    const slot = inputSlot(this.#graph, node);
    if (slot !== undefined) {
      const kept = this.#kept.get(node);
      return kept === undefined ? this.#context.argument(slot).expression : js.identifier(kept);
    }
    return this.#schedule.inlined[node] === 1 ? this.#operation(node) : this.#name(node);
  }

  numeric(node: Node): ESTree.Expression {
    const value = this.#read(node);
    return this.#isBoolean(node) ? js.unary('+', value) : value;
  }

  /** For `if`, `?:` and `!`, where JavaScript takes 0 and NaN for false, as the formula language does. */
  #test(node: Node): ESTree.Expression {
    return this.#read(node);
  }

  #boolean(node: Node): ESTree.Expression {
    const value = this.#read(node);
    return this.#isBoolean(node) ? value : js.unary('!', js.unary('!', value));
  }

  #operation(node: Node): ESTree.Expression {
    const row = operationOf(this.#graph, node);
    const operands = operandsOf(this.#graph, node);
    const [a, b, c] = operands;
    switch (row.form.kind) {
      case 'binary':
        return js.binary(row.form.operator, this.numeric(a!), this.numeric(b!));
      case 'logic':
        return js.logical(row.form.operator, this.#boolean(a!), this.#boolean(b!));
      case 'prefix':
        return js.unary(row.form.operator, row.form.operator === '!' ? this.#test(a!) : this.numeric(a!));
      case 'square':
        return js.binary('*', this.numeric(a!), this.numeric(a!));
      case 'conditional':
        return js.conditional(this.#test(a!), this.numeric(b!), this.numeric(c!));
      case 'call': {
        const callee = js.member(js.identifier('Math'), row.form.callee.slice('Math.'.length));
        return js.call(
          callee,
          operands.map(operand => this.numeric(operand)),
        );
      }
      case 'special': {
        const callee = js.identifier(this.#context.special(row.form.name));
        return js.call(
          callee,
          operands.map(operand => this.numeric(operand)),
        );
      }
      default:
        throw new Error(`internal error: '${row.name}' reached emission`);
    }
  }
}

/** How often each node is an operand. */
function usesOf(graph: Graph): Uint32Array {
  const uses = new Uint32Array(graph.size);
  for (let node = 0; node < graph.size; node++) {
    if (isLeaf(graph, node)) continue;
    for (let i = graph.first[node]!; i < graph.first[node + 1]!; i++) uses[graph.operands[i]!]!++;
  }
  return uses;
}
