// What the parts that read a function hand each other: all that is known at the point where they are, and how to go on. The parts
// call one another in circles, as expressions are in statements and statements in functions that expressions call; they do so
// through this record only.

import type { AnyNode } from 'acorn';
import type { Builder } from '../graph/build.js';
import { constantValue, type Graph, type Node } from '../graph/graph.js';
import { knownValue } from '../lower/known.js';
import type { Lowering } from '../lower/lowering.js';
import { type Affine, affineNode } from './affine.js';
import { cannot, Fault } from './fault.js';
import type { Layout } from './layout.js';
import type { Script } from './script.js';
import { type Changes, type Held, read, type Store, write } from './store.js';
import {
  type Cell,
  type Contents,
  called,
  type FunctionNode,
  type FunctionValue,
  isContents,
  type NumberValue,
  type Reference,
  type Scope,
  type TruthValue,
  type Value,
} from './values.js';

/** Whether what follows a statement is reached from it. */
export type Flow = 'goes on' | 'leaves';

/** One way out of a loop, of a turn or of a function. */
export interface Exit {
  /** Under which it is taken, as seen from the beginning of what it leaves; null where always. */
  readonly condition: Node | null;
  /** Since then. */
  readonly changes: Changes;
  readonly value: Value;
}

/** What `break`, `continue` or `return` leave. */
export interface Target {
  readonly kind: 'break' | 'continue' | 'return' | 'labelled';
  readonly label: string | null;
  readonly base: Store;
  /** Conditions around it. */
  readonly depth: number;
  readonly exits: Exit[];
  /** True for a loop of the graph, of which no turn is left out. */
  readonly isRunTime: boolean;
}

/** A loop of the graph that is being read. */
export interface OpenLoop {
  readonly index: number;
  readonly node: Node;
  /** What its turns before left in an array: the value of a column so many turns before; null where the array is not its own. */
  earlier(cell: Cell, column: number, offset: number): Node | null;
  /** Whether its turns write a column of an array. */
  writes(cell: Cell, column: number): boolean;
}

/** A call of a function. */
export interface Activation {
  readonly of: FunctionNode;
  /** What of its arguments is known now: numbers, and how long arrays are. */
  readonly known: readonly (number | null)[];
}

export interface Machine {
  readonly lowering: Lowering;
  readonly graph: Graph;
  readonly script: Script;
  readonly layout: Layout;
  /** Sums are added up in the order of the text. */
  readonly isInOrder: boolean;
  /** Makes nodes for the text at hand. */
  build: Builder;
  store: Store;
  readonly conditions: Node[];
  /** Under which the function throws. */
  readonly thrown: Node[];
  readonly targets: Target[];
  readonly loops: OpenLoop[];
  /** Calls that are being read. */
  readonly calls: Activation[];
  depth: number;
  cells: number;
  /** What the user calls nodes. */
  readonly named: Map<string, Node>;
  /** What the user calls variables of the function itself. */
  readonly variables: Map<Cell, string>;
  /** Values of the module's constants. */
  readonly constants: Map<string, Cell>;
  /** Those whose values are being made. */
  readonly pendingConstants: Set<string>;
  /** Variables and arrays that were made with the module's constants: every call sees the same ones. */
  readonly ofModule: Set<Cell>;
  evaluate(node: AnyNode, scope: Scope): Value;
  /** A statement, or several. */
  execute(statements: readonly AnyNode[], scope: Scope): Flow;
  call(callee: FunctionValue, given: readonly Value[], at: AnyNode): Value;
  /** Gives values to the names of a pattern, which it declares, or to what it says. */
  bind(pattern: AnyNode, value: Value, scope: Scope, declares: 'const' | 'let' | null): void;
}

export const number = (node: Node, affine: Affine | null = null): NumberValue => ({ kind: 'number', node, affine });
export const truth = (node: Node): TruthValue => ({ kind: 'truth', node });
export const reference = (cell: Cell): Reference => ({ kind: 'reference', cell });

export const constant = ({ build }: Machine, value: number): NumberValue => number(build.constant(value));

/** The number that a value is; undefined where that is known at run time only. */
export function known({ graph }: Machine, value: Value): number | undefined {
  if (value.kind !== 'number' && value.kind !== 'truth') return undefined;
  return constantValue(graph, value.node) ?? knownValue(graph, value.node);
}

/** A whole number with the node that stands for how it is made. */
export function affineNumber({ graph, build }: Machine, affine: Affine | null, otherwise: () => Node): NumberValue {
  const node = affine === null ? null : affineNode(graph, build, affine);
  return number(node ?? otherwise(), affine);
}

export function newCell(machine: Machine, held: Held): Cell {
  const cell = machine.cells++;
  write(machine.store, cell, held);
  return cell;
}

/** Declares a name in a scope. */
export function declare(machine: Machine, scope: Scope, name: string, value: Value, isConstant: boolean): void {
  const cell = newCell(machine, value);
  scope.names.set(name, { cell, isConstant });
  if (machine.calls.length === 1) machine.variables.set(cell, name);
}

export function valueIn(machine: Machine, cell: Cell, at: AnyNode): Value {
  const held = read(machine.store, cell);
  if (held === undefined || isContents(held)) throw cannot(at, 'this is used before it has a value');
  return held;
}

/** @throws Fault where a condition decides what is in it */
export function contentsOf(machine: Machine, { cell }: Reference): Contents {
  const held = read(machine.store, cell);
  if (held?.kind === 'unclear') throw new Fault('WG351', machine.build.origin, held.message, held.help);
  if (held === undefined || !isContents(held)) throw new Error('internal error: a reference to no contents');
  return held;
}

export const newArray = (machine: Machine, items: readonly Value[]): Reference =>
  reference(newCell(machine, { kind: 'list', items, owner: 'function' }));

/** What a value is called, with what is in it. */
export function nameOfKind(machine: Machine, value: Value): string {
  const held = value.kind === 'reference' ? read(machine.store, value.cell) : undefined;
  return called[held?.kind ?? value.kind];
}

/** The value as a number, as arithmetic takes it. */
export function numeric(machine: Machine, value: Value, at: AnyNode): NumberValue {
  switch (value.kind) {
    case 'number':
      return value;
    case 'truth':
      return number(value.node);
    case 'undefined':
      if (value.why !== undefined) throw value.why;
      throw new Fault(
        'WG351',
        at,
        'this is undefined where a number is wanted',
        'give it a value on every way that leads here',
      );
    case 'text':
      throw cannot(value.at, 'text has no derivative');
    case 'unclear':
      if (value.node !== null) return number(value.node);
      throw cannot(at, value.message, value.help);
    default:
      throw new Fault('WG351', at, `this is ${nameOfKind(machine, value)}, where a number is wanted`, arrayHelp(value));
  }
}

const arrayHelp = (value: Value): string | undefined =>
  value.kind === 'reference' ? "take an element: 'x[0]'; what is an array is said by how it is used" : undefined;

/** What a condition looks at. */
export function conditionOf({ build }: Machine, value: Value, at: AnyNode): Node {
  switch (value.kind) {
    case 'number':
    case 'truth':
      return value.node;
    case 'undefined':
      return build.constant(0);
    case 'text':
      return build.constant(Number(value.text !== ''));
    case 'unclear':
      if (value.node !== null) return value.node;
      throw cannot(at, value.message, value.help);
    default:
      return build.constant(1);
  }
}
