// A whole module: banner, functions, metadata, checks and special functions, in one of three formats.

import type * as ESTree from 'estree';
import checksProgram from '../../../templates/checks.js?estree';
import type { PlannedFunction } from '../../differentiate/plan.js';
import { checkClock } from '../../limits.js';
import { type DifferentiatedModel, elementVariable } from '../../lower/model.js';
import type { Schedule } from '../../schedule/sections.js';
import { lineStarts } from '../../source.js';
import { countOperations } from '../count.js';
import { closureOf, type ExportName, isPlanned, PATTERNS } from '../exports.js';
import type { Format, Target } from '../format.js';
import { scheduledPlan } from '../planned.js';
import { wrtLength } from './arguments.js';
import type { SecondCore } from './chunk-printer.js';
import type { ChunkFunctions } from './chunks.js';
import { docOf } from './doc.js';
import * as js from './estree.js';
import {
  type EmittedFunction,
  emitPlanned,
  emitThetaCaller,
  emitThetaFunction,
  emitWrapper,
  type FunctionContext,
  hasShapes,
} from './functions.js';
import { metadata, patternDeclaration } from './metadata.js';
import { createNames } from './names.js';
import { NativeCode } from './native.js';
import { type Documented, type Printed, printModule } from './print.js';
import type { Mapper } from './source-map.js';
import { renamed, specialDeclarations } from './special.js';
import { fill, lazyTemplate } from './template.js';

/** Is told what long work is at. */
export type OnStage = (stage: string) => void;

export interface ModuleOptions {
  readonly exports: readonly ExportName[];
  readonly format: Format;
  /** Global variable of an `iife`; null makes the module an expression statement that returns its exports. */
  readonly name: string | null;
  readonly banner: readonly string[];
  readonly algebraic: boolean;
  readonly statements: number;
  readonly target: Target;
  /** Entries of the record that an `iife` without a name returns, inside of a module; default: all. */
  readonly members?: readonly string[];
  readonly mapper: Mapper | null;
  readonly onStage?: OnStage | undefined;
  readonly secondCore?: SecondCore | undefined;
  /** The model with named statements kept apart, for `multipliers`. */
  apart(): DifferentiatedModel;
}

const checks = lazyTemplate(checksProgram);

export function emitModule(model: DifferentiatedModel, options: ModuleOptions): string {
  const names = [
    ...options.exports,
    ...(options.target === 'wasm' ? ['init'] : []),
    'inputs',
    'wrt',
    'outputs',
    'sense',
  ];
  const { format, name, banner, mapper } = options;
  const parts = partsOf(model, options);
  if (format === 'esm') return printModule(banner, parts, mapper);
  const members = (options.members ?? names).join(', ');
  if (format === 'cjs') {
    const after = names.map(member => `exports.${member} = ${member};`).join('\n');
    return `${printModule(banner, strict(parts), mapper)}\n${after}\n`;
  }
  // The code of a function, or a variable that holds the record of the exports.
  if (name === null) {
    const body = options.members ? parts : strict(parts);
    return `${printModule(banner, body, mapper)}\nreturn { ${members} };\n`;
  }
  const variable = createNames(new Set()).claim(name);
  const enclosure = { before: `const ${variable} = (function () {`, after: `\n  return { ${members} };\n})();` };
  return printModule(banner, strict(parts), mapper, enclosure);
}

function* strict(parts: Iterable<Documented | Printed>): Iterable<Documented | Printed> {
  yield { doc: [], node: { ...js.statement(js.text('use strict')), directive: 'use strict' } as ESTree.Directive };
  yield* parts;
}

/** The statements of a module, each made when the one before is printed: all of them together may not fit in memory. */
function* partsOf(model: DifferentiatedModel, options: ModuleOptions): Iterable<Documented | Printed> {
  const functions = closureOf(options.exports, model);
  const planOf = remembered((name: PlannedFunction) => {
    options.onStage?.(`deriving ${name}`);
    return scheduledPlan(model, name, options);
  });
  const usesTheta = functions.some(name => name === 'packed' || name === 'bindPacked');
  const overTheta = usesTheta && needsTheta(model, () => planOf('valueAndGradient').schedule);
  const { context, specials } = createContext(model, overTheta, options);
  for (const name of functions) {
    options.onStage?.(`writing ${name}`);
    checkClock(model.graph.budget);
    const values = PATTERNS.get(name);
    if (values !== undefined) {
      if (!options.exports.includes(name)) continue;
      const { plan } = planOf(values);
      yield { doc: docOf(name, [], model, plan.matrix), node: exporting(patternDeclaration(name, plan), options) };
      continue;
    }
    let emitted: EmittedFunction;
    if (!isPlanned(name)) emitted = emitWrapper(name, context);
    else if (context.theta !== null && (name === 'value' || name === 'valueAndGradient')) {
      const { chunks, make } = emitThetaFunction(name, planOf(name), context);
      yield* chunksIn(chunks, context, options);
      yield { doc: [], node: make() };
      emitted =
        context.native === null
          ? emitThetaCaller(name, planOf(name).plan, context)
          : emitPlanned(planOf(name), context);
    } else emitted = emitPlanned(planOf(name), context);
    yield* chunksIn(emitted.chunks, context, options);
    const matrix = isPlanned(name) ? planOf(name).plan.matrix : null;
    const made = emitted.make();
    const node = options.exports.includes(name) ? exporting(made, options) : made;
    yield { doc: docOf(name, emitted.arguments, model, matrix), node };
  }
  if (context.theta !== null && context.native === null)
    yield { doc: [], node: numberArray(context.theta.scratch, wrtLength(model)) };
  const { slots } = context;
  if (slots.length > 0) yield { doc: [], node: numberArray(slots.name, slots.length) };
  const described = metadataFor(functions, model);
  for (const [name, node] of Object.entries(metadata(model))) {
    if (!options.members || options.members.includes(name) || described.includes(name))
      yield { doc: [], node: exporting(node, options) };
  }
  const holes = {
    $length: [js.number(wrtLength(model))],
    $readInput: [js.identifier(hasShapes(model) ? 'readElements' : 'readNumber')],
  };
  for (const name of checksFor(functions, model)) yield { doc: [], node: fill(checks(), name, { expressions: holes }) };
  if (context.native !== null) yield* nativeParts(context.native, options);
  for (const { declaration } of specialDeclarations(specials.keys())) {
    yield { doc: [], node: renamed(declaration, specials) };
  }
}

/** The functions of a long line's chunks, those that the second core printed among them. */
export function* chunksIn(
  chunks: ChunkFunctions | null,
  { model, slots }: FunctionContext,
  { secondCore, format, name }: Pick<ModuleOptions, 'secondCore' | 'format' | 'name'>,
): Iterable<Documented | Printed> {
  if (chunks === null) return;
  const isEnclosed = format === 'iife' && name !== null;
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

function* nativeParts(native: NativeCode, options: ModuleOptions): Iterable<Documented> {
  for (const node of native.declarations()) {
    const isInit = node.type === 'FunctionDeclaration' && node.id.name === 'init';
    if (isInit) yield { doc: [INIT], node: exporting(node, options) };
    else yield { doc: [], node };
  }
}

export const INIT =
  'Resolves once the functions can be called; where WebAssembly starts at once, as in Node, they can before.';

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

/** Metadata that the given functions read. */
function metadataFor(functions: readonly ExportName[], model: DifferentiatedModel): string[] {
  const uses = (...names: ExportName[]): boolean => functions.some(name => names.includes(name));
  return [
    ...(uses('evaluate', 'bindPacked') ? ['inputs'] : []),
    ...(uses('evaluate', 'packed', 'bindPacked', 'packedGradient', 'start') ? ['wrt'] : []),
    ...(uses('evaluate') && !model.scalar ? ['outputs'] : []),
  ];
}

/** Functions of templates/checks.js that the given functions call. */
function checksFor(functions: readonly ExportName[], model: DifferentiatedModel): string[] {
  const byName = functions.some(name => name === 'evaluate' || name === 'bindPacked');
  const theta = functions.some(name => ['packed', 'packedGradient', 'bindPacked'].includes(name));
  const needed = new Set<string>();
  const shapes = hasShapes(model);
  if (byName) needed.add('readPoint').add(shapes ? 'readElements' : 'readNumber');
  if (functions.includes('evaluate') && (shapes || !model.scalar)) needed.add('nest');
  if (theta) needed.add('checkTheta');
  if (functions.some(name => name === 'start' || isPlanned(name))) needed.add('refuse');
  if (needed.size > 0) needed.add('describe');
  return [...checks().keys()].filter(name => needed.has(name));
}

/** Operations that V8 still inlines into a caller, where passing numbers is free. */
const INLINED_OPERATIONS = 40;

/** Several inputs come out of one array: in code over theta if some are arrays, or if there are many operations. */
function needsTheta({ wrt }: DifferentiatedModel, gradient: () => Schedule): boolean {
  if (wrt.length < 2) return false;
  if (wrt.some(({ shape }) => shape.length > 0)) return true;
  return countOperations(gradient()).operations > INLINED_OPERATIONS;
}

function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return key => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}

/** Names of special functions are ours, so they give way to the user's. */
export function createContext(
  model: DifferentiatedModel,
  overTheta: boolean,
  { target, mapper }: Pick<ModuleOptions, 'target' | 'mapper'>,
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
  const claimed = new Set(['refuse']);
  const temporaryNames: string[] = [];
  const claim = (name: string): string => {
    const free = moduleNames.claim(name);
    claimed.add(free);
    return free;
  };
  const special = (name: string): string => {
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
    native: target === 'wasm' ? new NativeCode(claim, special) : null,
    claim,
    claimed,
    temporaryNames,
    scope: () => createNames(claimed, temporaryNames),
    special,
    starts,
  };
  return { context, specials };
}

function exporting(node: ESTree.Declaration | ESTree.Statement, options: ModuleOptions): Documented['node'] {
  if (options.format !== 'esm') return node;
  // Only declarations are handed in.
  const declaration = node as ESTree.Declaration;
  return { type: 'ExportNamedDeclaration', declaration, specifiers: [], source: null, attributes: [] };
}
