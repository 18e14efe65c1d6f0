// The special functions that a module uses, with what they use themselves, out of templates/special.js, sums.js, states.js,
// linear.js, those of implicit blocks and, where `wengert/special` has brought them, templates/rare.js.

import type * as ESTree from 'estree';
import linearProgram from '../../templates/linear.js?estree';
import newtonProgram from '../../templates/newton.js?estree';
import sparseProgram from '../../templates/sparse.js?estree';
import program from '../../templates/special.js?estree';
import states from '../../templates/states.js?estree';
import sums from '../../templates/sums.js?estree';
import unsolvedProgram from '../../templates/unsolved.js?estree';
import { rareNumerics } from '../ops/numerics.js';
import { operations } from '../ops/table.js';
import { linesOf, type Schedule, stepNode } from '../schedule/sections.js';
import { blockCallee } from './line/in-array.js';

export type Declaration = ESTree.FunctionDeclaration | ESTree.VariableDeclaration;

interface Entry {
  readonly declaration: Declaration;
  readonly uses: readonly string[];
}

const PROGRAMS = [program, sums, states, linearProgram, newtonProgram, sparseProgram, unsolvedProgram];

let entries: ReadonlyMap<string, Entry> | undefined;
let withRare: ReadonlyMap<string, Entry> | undefined;

function known(): ReadonlyMap<string, Entry> {
  const rare = rareNumerics();
  if (rare === null) {
    entries ??= readEntries(PROGRAMS.map(tree => tree()));
    return entries;
  }
  // Its type is not said where it is declared: the types of the root refer to no package.
  withRare ??= readEntries([...PROGRAMS.map(tree => tree()), rare.tree() as ESTree.Program]);
  return withRare;
}

/** What templates declare, by name. */
export function declarationsIn(programs: readonly ESTree.Program[]): ReadonlyMap<string, Declaration> {
  const declarations = new Map<string, Declaration>();
  for (const node of programs.flatMap(({ body }) => body as (ESTree.ModuleDeclaration | ESTree.Statement)[])) {
    const inner = node.type === 'ExportNamedDeclaration' ? node.declaration : node;
    if (inner?.type === 'FunctionDeclaration') declarations.set(inner.id.name, inner);
    else if (inner?.type === 'VariableDeclaration') {
      const [first] = inner.declarations;
      if (first?.id.type === 'Identifier') declarations.set(first.id.name, inner);
    }
  }
  return declarations;
}

/** Everything that templates declare; what they import of each other is among it. */
function readEntries(programs: readonly ESTree.Program[]): ReadonlyMap<string, Entry> {
  const declarations = declarationsIn(programs);
  const read = new Map<string, Entry>();
  for (const [name, declaration] of declarations) {
    const uses = [...identifiersIn(declaration)].filter(used => used !== name && declarations.has(used));
    read.set(name, { declaration, uses });
  }
  return read;
}

function identifiersIn(node: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(node)) for (const item of node) identifiersIn(item, found);
  else if (node !== null && typeof node === 'object') {
    const identifier = node as Partial<ESTree.Identifier>;
    if (identifier.type === 'Identifier' && identifier.name !== undefined) found.add(identifier.name);
    for (const [key, value] of Object.entries(node)) if (!isMemberName(node, key)) identifiersIn(value, found);
  }
  return found;
}

/** True for `round` in `Math.round`, which is no function of ours. */
export function isMemberName(node: object, key: string): boolean {
  const { type, computed } = node as Partial<ESTree.MemberExpression>;
  return key === 'property' && type === 'MemberExpression' && !computed;
}

/** Everything that `names` need, in the order of the template, each with its name there. */
export function specialDeclarations(names: Iterable<string>): { name: string; declaration: Declaration }[] {
  const pending = [...names];
  // Reading the templates takes longer than all else for a small formula.
  if (pending.length === 0) return [];
  const all = known();
  const needed = new Set<string>();
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    pending.push(...(all.get(name)?.uses ?? []));
  }
  return [...all]
    .filter(([name]) => needed.has(name))
    .map(([name, entry]) => ({ name, declaration: entry.declaration }));
}

/** A function that is a single expression. */
export interface Single {
  readonly parameters: readonly string[];
  readonly result: ESTree.Expression;
}

/**
 * A function that is a single expression, to be written in place: V8 allocates the numbers that it hands to a function which it
 * does not inline. Null for every other function.
 */
export function singleOf(name: string): Single | null {
  const { declaration, uses } = known().get(name)!;
  if (declaration.type !== 'FunctionDeclaration' || uses.length > 0) return null;
  const [only] = declaration.body.body;
  if (only?.type !== 'ReturnStatement') return null;
  const parameters = (declaration.params as ESTree.Identifier[]).map(of => of.name);
  return { parameters, result: only.argument! };
}

/** The special functions that the code of a program calls. */
export function specialsOf(schedule: Pick<Schedule, 'sections'>): string[] {
  const isUsed = new Uint8Array(operations.length);
  const solvers = new Set<string>();
  for (const { graph, blocks, inlined } of linesOf(schedule)) {
    for (let node = 0; node < graph.size; node++) if (inlined[node] === 1) isUsed[graph.operation[node]!] = 1;
    for (const { steps, otherwise } of blocks) {
      for (const step of [...steps, ...otherwise]) {
        const node = stepNode(step);
        const own = blockCallee(graph, node);
        if (own !== null) solvers.add(own);
        else isUsed[graph.operation[node]!] = 1;
      }
    }
  }
  const called = operations.flatMap(({ form }, code) =>
    isUsed[code] === 1 && (form.kind === 'several' || (form.kind === 'special' && singleOf(form.name) === null))
      ? [form.name]
      : [],
  );
  return [...called, ...solvers];
}
