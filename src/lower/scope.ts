// Names: what each means, and which are used.

import type { Dimension } from '../graph/graph.js';
import {
  type Definition,
  type Expression,
  entriesOf,
  type FunctionDefinition,
  type Name,
  type Program,
  type Recurrence,
  type Statement,
} from '../parse/program.js';
import type { Value } from './tensor.js';

export const constants: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['π', Math.PI],
  ['e', Math.E],
  ['tau', 2 * Math.PI],
  ['phi', (1 + Math.sqrt(5)) / 2],
  ['PI', Math.PI],
  ['LN2', Math.LN2],
  ['LN10', Math.LN10],
  ['LOG2E', Math.LOG2E],
  ['LOG10E', Math.LOG10E],
  ['SQRT2', Math.SQRT2],
  ['SQRT1_2', Math.SQRT1_2],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['NaN', Number.NaN],
  ['true', 1],
  ['false', 0],
]);

export interface Variable {
  readonly name: Name;
  readonly kind: 'input' | 'param' | 'data' | 'size' | 'const' | 'implicit' | 'definition' | 'start' | 'inferred';
  /** Null where its definition has a fault that is reported. */
  readonly value: Value | null;
  /** Its text depends on the row of the data. */
  readonly ofRows?: boolean;
  /** What a size must be at least where all of the value is used, and not some elements only. */
  readonly whole?: { readonly dimension: Dimension; readonly least: number };
  uses: number;
}

/** What a name right of a number may be. */
export type BesideNumber = 'unit' | 'imaginary' | 'suffix' | 'times';

export interface UserFunction {
  readonly name: Name;
  readonly parameters: readonly Name[];
  readonly body: Expression;
  /** Stands after the result and has no parameters: names in it mean what they mean where it is called. */
  readonly isLate: boolean;
  /** While a late one is put in, when it may not be called again. */
  isOpen: boolean;
  uses: number;
}

export interface Scope {
  readonly variables: Map<string, Variable>;
  readonly functions: Map<string, UserFunction>;
  /** True where no `input`, `param` or `data` says what the inputs are. */
  readonly inferring: boolean;
  /** Names of values or of functions that are defined anywhere in the program; found out when somebody asks. */
  defined(kind: 'definition' | 'function'): ReadonlySet<string>;
  /** What each of their definitions reads; found out when a fault asks for it. */
  reads(): ReadonlyMap<string, ReadonlySet<string>>;
  /** The first call of each name that stands apart from its argument, where inputs are inferred: it may be a variable yet. */
  readonly spacedCalls: Map<string, Name>;
  /** Inferred names that stand beside a number, where they may be something else: how often, and where first. */
  readonly besideNumbers: Map<string, { uses: number; readonly kind: BesideNumber; readonly place: Name }>;
  /** Name whose definition is being lowered, or null. */
  current: string | null;
  /** Names of the cycles that are reported. */
  readonly circular: Set<string>;
}

export function createScope(program: Program): Scope {
  const inferring = !program.statements.some(
    statement => statement.kind === 'declaration' && ['input', 'param', 'data'].includes(statement.keyword),
  );
  const defined: Partial<Record<'definition' | 'function', ReadonlySet<string>>> = {};
  let reads: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  return {
    variables: new Map(),
    functions: new Map(),
    inferring,
    // No name is empty.
    defined: kind =>
      (defined[kind] ??= new Set(
        program.statements.map(of => (isDefining(of) && kindOf(of) === kind ? of.name.name : '')),
      )),
    reads: () => (reads ??= readsOf(program)),
    spacedCalls: new Map(),
    besideNumbers: new Map(),
    current: null,
    circular: new Set(),
  };
}

type Defining = Definition | Recurrence | FunctionDefinition;

const isDefining = (statement: Statement): statement is Defining =>
  statement.kind === 'definition' || statement.kind === 'recurrence' || statement.kind === 'function';

const kindOf = ({ kind }: Defining): 'definition' | 'function' => (kind === 'function' ? kind : 'definition');

const keyOf = ({ kind, name }: Defining): string => (kind === 'function' ? callKey(name.name) : name.name);

function readsOf(program: Program): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const statement of program.statements.filter(isDefining)) {
    const key = keyOf(statement);
    const reads = found.get(key) ?? new Set<string>();
    for (const node of entriesOf(statement.kind === 'function' ? statement.body : statement.value)) {
      if (node.kind === 'name') reads.add(node.name);
      else if (node.kind === 'call' || node.kind === 'comprehension') reads.add(callKey(node.callee.name));
    }
    found.set(key, reads);
  }
  return found;
}

/** Functions and variables have separate namespaces. */
export const callKey = (name: string): string => `${name}()`;
