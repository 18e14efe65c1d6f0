// Names: what each means, which are used, and what to say about one that means nothing.

import type { Report } from '../diagnostic.js';
import {
  type Definition,
  type Expression,
  entriesOf,
  type FunctionDefinition,
  type Name,
  type Program,
  type Statement,
} from '../parse/program.js';
import { nearWords, suggest } from '../suggest.js';
import { functionNames, isFunctionName } from './functions.js';
import type { Value } from './tensor.js';

export const constants: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['π', Math.PI],
  ['e', Math.E],
  ['tau', 2 * Math.PI],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['NaN', Number.NaN],
  ['true', 1],
  ['false', 0],
]);

export interface Variable {
  readonly name: Name;
  readonly kind: 'input' | 'param' | 'const' | 'definition' | 'inferred';
  /** Null where its definition has a fault that is reported. */
  readonly value: Value | null;
  uses: number;
}

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
  defined(kind: Defining['kind']): ReadonlySet<string>;
  /** What each of their definitions reads; found out when a fault asks for it. */
  reads(): ReadonlyMap<string, ReadonlySet<string>>;
  /** The first call of each name that stands apart from its argument, where inputs are inferred: it may be a variable yet. */
  readonly spacedCalls: Map<string, Name>;
  /** Name whose definition is being lowered, or null. */
  current: string | null;
  /** Names of the cycles that are reported. */
  readonly circular: Set<string>;
}

export function createScope(program: Program): Scope {
  const inferring = !program.statements.some(
    statement => statement.kind === 'declaration' && ['input', 'param', 'data'].includes(statement.keyword),
  );
  const defined: Partial<Record<Defining['kind'], ReadonlySet<string>>> = {};
  let reads: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  return {
    variables: new Map(),
    functions: new Map(),
    inferring,
    // No name is empty.
    defined: kind => (defined[kind] ??= new Set(program.statements.map(of => (of.kind === kind ? of.name.name : '')))),
    reads: () => (reads ??= readsOf(program)),
    spacedCalls: new Map(),
    current: null,
    circular: new Set(),
  };
}

type Defining = Definition | FunctionDefinition;

const isDefining = (statement: Statement): statement is Defining =>
  statement.kind === 'definition' || statement.kind === 'function';

const keyOf = ({ kind, name }: Defining): string => (kind === 'definition' ? name.name : callKey(name.name));

function readsOf(program: Program): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const statement of program.statements.filter(isDefining)) {
    const key = keyOf(statement);
    const reads = found.get(key) ?? new Set<string>();
    for (const node of entriesOf(statement.kind === 'definition' ? statement.value : statement.body)) {
      if (node.kind === 'name') reads.add(node.name);
      else if (node.kind === 'call' || node.kind === 'comprehension') reads.add(callKey(node.callee.name));
    }
    found.set(key, reads);
  }
  return found;
}

/** Functions and variables have separate namespaces. */
export const callKey = (name: string): string => `${name}()`;

/** The way from a name back to the definition being lowered, if it leads there. */
function cycleThrough(scope: Scope, start: string): string[] | null {
  const from = new Map<string, string | null>([[start, null]]);
  const reads = scope.reads();
  const pending = [start];
  for (const name of pending) {
    if (name === scope.current) {
      const path: string[] = [];
      for (let at: string | null = name; at !== null; at = from.get(at) ?? null) path.push(at);
      return [name, ...path.reverse()];
    }
    for (const read of reads.get(name) ?? []) {
      if (from.has(read)) continue;
      from.set(read, name);
      pending.push(read);
    }
  }
  return null;
}

/** Reports a name (or `name()`) that is defined, but not yet. */
export function reportTooEarly(scope: Scope, key: string, place: Name, report: Report): void {
  // One report of a cycle is enough, and its names may be as many as the text has.
  if (report.isFull || (scope.circular.has(key) && scope.circular.has(scope.current ?? key))) return;
  // A function that is there already has led to itself.
  const cycle = key.endsWith('()') && scope.functions.has(place.name) ? [key, key] : cycleThrough(scope, key);
  if (cycle === null) {
    report.error('WG204', place, `'${place.name}' is used before it is defined`, 'move its definition up');
  } else {
    const help = key.endsWith('()')
      ? 'functions are inlined and cannot call themselves'
      : 'give each value a name of its own';
    for (const name of cycle) scope.circular.add(name);
    report.error('WG205', place, `'${place.name}' is defined through itself: ${shortened(cycle).join(' → ')}`, help);
  }
}

/** Names of a cycle that are shown. */
const MOST_SHOWN = 12;

function shortened(cycle: readonly string[]): readonly string[] {
  if (cycle.length <= MOST_SHOWN) return cycle;
  const end = MOST_SHOWN / 2;
  return [...cycle.slice(0, end), `… (${cycle.length - 2 * end} more)`, ...cycle.slice(-end)];
}

export function reportUnknownName(scope: Scope, place: Name, report: Report): void {
  const { name } = place;
  if (isFunctionName(name) || scope.functions.has(name)) {
    report.error(
      'WG208',
      place,
      `'${name}' is a function, not a value`,
      `write '${name}(x)', or declare 'input ${name}'`,
    );
    return;
  }
  report.error('WG203', place, `unknown name '${name}'`, () => {
    const near = suggest(name, [...scope.variables.keys(), ...constants.keys()]);
    return near === undefined ? `declare it: 'input ${name}'` : `did you mean '${near}'?`;
  });
}

export function reportUnknownFunction(scope: Scope, place: Name, help: string | undefined, report: Report): void {
  const { name } = place;
  const variable = scope.variables.has(name) ? productHelp(name) : undefined;
  report.error('WG201', place, `unknown function '${name}'`, () => {
    if (help !== undefined || variable !== undefined) return help ?? variable;
    const near = suggest(name, [...functionNames, ...scope.functions.keys()]);
    return near && `did you mean '${near}'?`;
  });
}

export const productHelp = (name: string): string => `'${name}' is a variable; write '${name}*(…)' for a product`;

/** A call whose name is a variable's, too, and stands as a factor would. */
export function warnAboutSpace(callee: Name, report: Report): void {
  const { name } = callee;
  const help = `write '${name}*(…)' for a product with the variable, '${name}(…)' without a space for the function`;
  report.warn('WG218', callee, `'${name} (…)' is a call of the function '${name}'`, help);
}

/** Shorter names differ by one letter without being misspelt. */
const SHORTEST_SUSPECT = 4;

/** Names that the program declares without need, or probably misspells. */
export function warnAboutNames(scope: Scope, report: Report): void {
  for (const [name, callee] of scope.spacedCalls)
    if (scope.variables.get(name)?.kind === 'inferred') warnAboutSpace(callee, report);
  const isSuspect = ({ name, kind, uses }: Variable): boolean =>
    kind === 'inferred' && uses === 1 && name.name.length >= SHORTEST_SUSPECT;
  const variables = [...scope.variables.values()];
  const hasSuspects = variables.some(isSuspect);
  const nearTo = hasSuspects ? nearWords(scope.variables.keys()) : () => undefined;
  const lettersOf = new Map<string, string>();
  if (hasSuspects) for (const name of scope.variables.keys()) lettersOf.set(name, name.replace(/\d/g, ''));
  for (const variable of variables) {
    const { name, kind, uses } = variable;
    if (uses === 0 && kind !== 'inferred') {
      report.warn('WG210', name, `'${name.name}' is ${kind === 'definition' ? 'defined' : 'declared'} but never used`);
    }
    if (!isSuspect(variable)) continue;
    const letters = lettersOf.get(name.name);
    const near = nearTo(name.name, other => lettersOf.get(other) !== letters);
    if (near === undefined) continue;
    const message = `'${name.name}' is used once and looks like '${near}'`;
    report.warn('WG211', name, message, `did you mean '${near}'?`);
  }
  for (const { name, uses } of scope.functions.values()) {
    if (uses === 0) report.warn('WG210', name, `function '${name.name}' is defined but never used`);
  }
}
