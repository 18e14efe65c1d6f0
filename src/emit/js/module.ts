// A whole module: banner, functions, metadata, checks and special functions, in one of three formats.

import type * as ESTree from 'estree';
import checksProgram from '../../../templates/checks.js?estree';
import type { Computed } from '../../exports/export.js';
import type { FunctionMember, Member } from '../../exports/members.js';
import { metadataNames } from '../../exports/metadata.js';
import { readsInput, readsPoint } from '../../exports/point.js';
import { haveStatements, metadataShown } from '../../exports/table.js';
import { checkClock } from '../../limits.js';
import {
  type DifferentiatedModel,
  elementVariable,
  hasData,
  hasRunTimeGradient,
  type Model,
} from '../../lower/model.js';
import { countOperations } from '../../schedule/count.js';
import { lineStarts } from '../../source.js';
import { wrtLength } from '../arguments.js';
import { blockFunction } from '../line/in-array.js';
import { isLikeTemporaries } from '../names.js';
import { specialDeclarations } from '../special.js';
import type { EmitOptions } from '../target.js';
import { docOf } from './doc.js';
import type { EmittedFunction } from './emitted-function.js';
import type { FunctionContext, OnNamed } from './function-context.js';
import { emitComputed } from './functions.js';
import type { ChunkFunctions } from './line/chunks.js';
import { metadata, patternDeclaration } from './metadata.js';
import { createNames } from './names.js';
import type { NativeCode } from './native/native.js';
import type { NativeModel } from './native/native-rows.js';
import { emitBegin, emitPass } from './passes.js';
import * as js from './print/estree.js';
import { type Documented, type Printed, printModule } from './print/print.js';
import { createSolvers, solverDeclarations, solverName } from './solvers.js';
import { renamed } from './templates/renamed.js';
import { fill, lazyTemplate } from './templates/template.js';
import { emitThetaCaller, emitThetaFunction } from './theta-functions.js';
import { LOOKS, unchecked } from './unchecked.js';
import { emitWrapper } from './wrappers.js';

/** What makes straight-line code something else than JavaScript, and calls it. */
export interface Native {
  /**
   * What one module calls and carries.
   * @param claim a name at the top level of the module; @param special the name that a special function is printed under.
   */
  create(claim: (name: string) => string, special: (name: string) => string, model: NativeModel): NativeCode;
  /** Functions of its modules beside those that are asked for. */
  brings(model: Pick<Model, 'inputs'>): readonly Brought[];
}

export interface ModuleOptions extends EmitOptions {
  /** Null where straight-line code is JavaScript. */
  readonly native: Native | null;
  /** Is told the variables of functions that are not cut into several. */
  readonly onNamed?: OnNamed;
}

const checks = lazyTemplate(checksProgram);

/** Which metadata stand in a module. WebAssembly over data reads how wide its columns are. */
function hasMetadata(model: DifferentiatedModel, options: ModuleOptions): (name: string) => boolean {
  const { exports, isMinimal = false, native } = options;
  const isShown = metadataShown(exports, model, isMinimal);
  return name => isShown(name) || (name === 'inputs' && native !== null && hasData(model));
}

/** Whether functions take arguments as they are. What copies them elsewhere has to look at them, and so has what keeps them. */
const isUnchecked = ({ isChecked = true, native }: ModuleOptions, members: readonly Member[]): boolean =>
  !isChecked && native === null && members.every(({ row }) => row.passes !== true);

/** @param members the functions in order, each with its schedule */
export function emitModule(model: DifferentiatedModel, members: readonly Member[], options: ModuleOptions): string {
  const others = [
    ...metadataNames(model).filter(hasMetadata(model, options)),
    ...(haveStatements(options.exports) ? ['statements'] : []),
  ];
  const names = [...options.exports, ...(options.native?.brings(model) ?? []), ...others];
  const { format, name, banner, mapper } = options;
  const parts = partsOf(model, members, options);
  if (format === 'esm') return printModule(banner, parts, mapper);
  const entries = (options.entries ?? names).join(', ');
  if (format === 'cjs') {
    const after = names.map(member => `exports.${member} = ${member};`).join('\n');
    return `${printModule(banner, strict(parts), mapper)}\n${after}\n`;
  }
  // The code of a function, or a variable that holds the record of the exports.
  if (name === null) {
    const body = options.entries ? parts : strict(parts);
    return `${printModule(banner, body, mapper)}\nreturn { ${entries} };\n`;
  }
  const variable = createNames(new Set()).claim(name);
  const enclosure = { before: `const ${variable} = (function () {`, after: `\n  return { ${entries} };\n})();` };
  return printModule(banner, strict(parts), mapper, enclosure);
}

function* strict(parts: Iterable<Documented | Printed>): Iterable<Documented | Printed> {
  yield { doc: [], node: { ...js.statement(js.text('use strict')), directive: 'use strict' } as ESTree.Directive };
  yield* parts;
}

/** The statements of a module, each made when the one before is printed: all of them together may not fit in memory. */
function* partsOf(
  model: DifferentiatedModel,
  members: readonly Member[],
  options: ModuleOptions,
): Iterable<Documented | Printed> {
  const { context, specials } = createContext(model, needsTheta(model, members), options);
  const asIs = isUnchecked(options, members);
  const docFor = (...of: Parameters<typeof docOf>): readonly string[] =>
    options.isMinimal === true ? [] : docOf(...of);
  for (const member of members) {
    const { row, isExported } = member;
    options.onStage?.(`writing ${row.name}`);
    checkClock(model.graph.budget);
    const exporting = (node: ESTree.Declaration): Documented['node'] => (isExported ? exported(node, options) : node);
    if (member.kind === 'pattern') {
      const { plan } = member.scheduled;
      yield { doc: docFor(row, [], model, plan.matrix), node: exporting(patternDeclaration(row.name, plan)) };
      continue;
    }
    const emitted = yield* emitMember(member, context, options, asIs);
    yield* chunksIn(emitted.chunks, context, options);
    for (const node of emitted.loops) yield { doc: [], node };
    const matrix = member.scheduled?.plan.matrix ?? null;
    const made = asIs ? unchecked(emitted.make()) : emitted.make();
    yield { doc: docFor(row, emitted.arguments, model, matrix), node: exporting(made) };
  }
  // What WebAssembly calls is known once it is there.
  const carried = context.native?.declarations() ?? [];
  for (const node of solverDeclarations(context)) yield { doc: [], node };
  if (context.theta !== null && context.native === null)
    yield { doc: [], node: numberArray(context.theta.scratch, wrtLength(model)) };
  for (const { name, length } of [context.slots, context.sums, ...matricesOf(context)])
    if (length > 0) yield { doc: [], node: numberArray(name, length) };
  const described = new Set(
    members.flatMap(({ row }) => (row.kind === 'wrapper' ? (row.metadata?.(model) ?? []) : [])),
  );
  const { native } = options;
  const isThere = hasMetadata(model, options);
  for (const [name, node] of Object.entries(metadata(model, haveStatements(options.exports)))) {
    if (!isThere(name)) continue;
    const isRead = described.has(name) || (name === 'inputs' && native !== null && hasData(model));
    if (!options.entries || options.entries.includes(name) || isRead) yield { doc: [], node: exported(node, options) };
  }
  const holes = {
    $length: [js.number(wrtLength(model))],
    $readInput: [js.identifier(readsInput(model))],
  };
  for (const name of checksFor(members, model, options, asIs))
    yield { doc: [], node: fill(checks(), name, { expressions: holes }) };
  yield* nativeParts(carried, options);
  for (const { declaration } of specialDeclarations(specials.keys())) {
    yield { doc: [], node: renamed(declaration, specials) };
  }
}

/** A member that is a function; what stands before it comes first. */
function* emitMember(
  member: FunctionMember,
  context: FunctionContext,
  options: ModuleOptions,
  asIs: boolean,
): Generator<Documented | Printed, EmittedFunction> {
  if (member.kind === 'wrapper')
    return member.row.passes ? emitPass(member.row, context) : emitWrapper(member.row, context);
  const { row, scheduled } = member;
  if (row.passes) return emitBegin(scheduled, context);
  if (context.theta === null || !isOverTheta(row)) return emitComputed(scheduled, context);
  const { chunks, loops, make } = emitThetaFunction(row.name, scheduled, context);
  yield* chunksIn(chunks, context, options);
  for (const node of loops) yield { doc: [], node };
  yield { doc: [], node: asIs ? unchecked(make()) : make() };
  return context.native === null
    ? emitThetaCaller(row.name, scheduled.plan, context)
    : emitComputed(scheduled, context);
}

/** The functions of a long line's chunks, those that the second core printed among them. */
export function* chunksIn(
  all: readonly ChunkFunctions[],
  { model, slots }: FunctionContext,
  { secondCore, format, name }: Pick<ModuleOptions, 'secondCore' | 'format' | 'name'>,
): Iterable<Documented | Printed> {
  const isEnclosed = format === 'iife' && name !== null;
  for (const chunks of all) {
    const shared = secondCore?.share(chunks.source, chunks.count, isEnclosed ? 1 : 0);
    for (let i = 0; i < chunks.count; i++) {
      checkClock(model.graph.budget);
      const printed = shared?.(i);
      if (printed) {
        slots.length = Math.max(slots.length, printed.slots);
        yield { printed };
      } else yield { doc: [], node: chunks.make(i) };
    }
  }
}

function* nativeParts(
  declarations: ReturnType<NativeCode['declarations']>,
  options: ModuleOptions,
): Iterable<Documented> {
  for (const node of declarations) {
    if (node.type === 'FunctionDeclaration' && isBrought(node.id.name))
      yield { doc: [BROUGHT[node.id.name]], node: exported(node, options) };
    // Statements and declarations only.
    else yield { doc: [], node: node as ESTree.Statement };
  }
}

/** What a module has beside its exports, where its code is WebAssembly, and what is said of it. */
export const BROUGHT = {
  init: 'Resolves once the functions can be called; where WebAssembly starts at once, as in Node, they can before.',
  bind: 'Copies columns of data to where the functions read them: given in place of the columns, what it returns is not copied again.',
  unbind: 'Gives back the memory of columns that are bound: they cannot be used any more.',
} as const;

export type Brought = keyof typeof BROUGHT;

const isBrought = (name: string): name is Brought => Object.hasOwn(BROUGHT, name);

/** The array of the matrices in equations. */
export const matricesOf = ({ solvers }: FunctionContext) => (solvers === null ? [] : [solvers.matrices]);

/** `const name = new Float64Array(length)`, which a bundler may leave out where nothing reads it. */
export function numberArray(name: string, length: number): ESTree.VariableDeclaration {
  const made: ESTree.Expression = {
    type: 'NewExpression',
    callee: js.identifier('Float64Array'),
    arguments: [js.number(length)],
    leadingComments: [{ type: 'Block', value: '#__PURE__' }],
  };
  return js.declare('const', js.identifier(name), made);
}

/** Functions of templates/checks.js that the given functions, and those of the target, call, in their order there. */
function checksFor(
  members: readonly Member[],
  model: DifferentiatedModel,
  { native }: Pick<ModuleOptions, 'native'>,
  asIs: boolean,
): string[] {
  const needed = new Set<string>(native !== null && hasData(model) ? [...readsPoint(model), 'refuseRows'] : []);
  for (const { row } of members) {
    if (row.kind === 'computed') for (const name of refusals(model)) needed.add(name);
    else if (row.kind === 'wrapper') for (const name of row.checks?.(model) ?? []) needed.add(name);
  }
  if (asIs) for (const name of LOOKS) needed.delete(name);
  if (needed.size > 0) needed.add('describe');
  return [...checks().functions.keys()].filter(name => needed.has(name));
}

/** Those that say what is wrong with arguments. */
function refusals(model: DifferentiatedModel): string[] {
  const isSized = model.inputs.some(({ rows, role }) => rows !== null && role !== 'data');
  return ['refuse', ...(hasData(model) ? ['refuseRows'] : []), ...(isSized ? ['refuseSizes'] : [])];
}

/** Operations that V8 still inlines into a caller, where passing numbers is free. */
const INLINED_OPERATIONS = 40;

/** The functions that have straight-line code over theta, where wrappers call them with it. */
const isOverTheta = (row: Computed): row is Computed & { readonly name: 'value' | 'valueAndGradient' } =>
  row.name === 'value' || row.name === 'valueAndGradient';

/** Several inputs come out of one array: in code over theta if some are arrays, or if there are many operations. */
function needsTheta({ wrt }: DifferentiatedModel, members: readonly Member[]): boolean {
  // Its parts are arguments then.
  if (hasRunTimeGradient({ wrt })) return false;
  if (wrt.length < 2 || !members.some(({ row }) => row.name === 'packed' || row.name === 'bindPacked')) return false;
  if (wrt.some(({ shape }) => shape.length > 0)) return true;
  const gradient = members.find(({ row }) => row.name === 'valueAndGradient')!.scheduled!;
  const { operations, perRow } = countOperations(gradient.schedule);
  return operations + (perRow?.operations ?? 0) > INLINED_OPERATIONS;
}

/** Names of special functions are ours, so they give way to the user's. */
export function createContext(
  model: DifferentiatedModel,
  overTheta: boolean,
  { native, mapper, onNamed }: Pick<ModuleOptions, 'native' | 'mapper' | 'onNamed'>,
) {
  const users = new Set<string>();
  for (const item of [...model.inputs, ...model.statements]) {
    users.add(item.name);
    if (item.shape.length > 0) item.nodes.forEach((_, i) => void users.add(elementVariable(item, i)));
  }
  const tangents = new Set(model.inputs.map(({ name }) => `d${name}`));
  const moduleNames = createNames({
    has: name => users.has(name) || tangents.has(name) || (name.endsWith('_bar') && users.has(name.slice(0, -4))),
  });
  const specials = new Map<string, string>();
  const starts = model.source === null || mapper === null ? null : lineStarts(model.source.text);
  const claimed = new Set(['refuse', 'refuseRows', 'refuseSizes']);
  const temporaryNames: string[] = [];
  const likeTemporaries = new Set([...users].filter(isLikeTemporaries));
  const claim = (name: string): string => {
    const free = moduleNames.claim(name);
    claimed.add(free);
    return free;
  };
  const solvers = model.graph.blocks.size > 0 ? createSolvers(claim) : null;
  const special = (name: string): string => {
    // Only programs with blocks have solvers.
    if (blockFunction(name) !== null) return solverName(solvers!, name, claim);
    for (const { name: needed } of specialDeclarations([name])) {
      if (!specials.has(needed)) {
        specials.set(needed, claim(needed));
      }
    }
    return specials.get(name)!;
  };
  const theta = overTheta
    ? {
        scratch: claim('scratch'),
        value: claim('valueOverTheta'),
        valueAndGradient: claim('valueAndGradientOverTheta'),
      }
    : null;
  const context: FunctionContext = {
    model,
    theta,
    slots: { name: claim('slots'), length: 0 },
    sums: { name: model.graph.indices.length > 0 ? claim('sums') : '', length: 0 },
    solvers,
    native: native?.create(claim, special, model) ?? null,
    claim,
    claimed,
    temporaryNames,
    likeTemporaries,
    scope: () => createNames(claimed, temporaryNames, likeTemporaries),
    special,
    onNamed,
    starts,
  };
  return { context, specials };
}

function exported(node: ESTree.Declaration | ESTree.Statement, options: ModuleOptions): Documented['node'] {
  if (options.format !== 'esm') return node;
  // Only declarations are handed in.
  const declaration = node as ESTree.Declaration;
  return { type: 'ExportNamedDeclaration', declaration, specifiers: [], source: null, attributes: [] };
}
