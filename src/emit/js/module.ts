// A whole module: banner, functions, metadata, checks and special functions, in one of three formats.

import type * as ESTree from 'estree';
import checksProgram from '../../../templates/checks.js?estree';
import type { PlannedFunction } from '../../differentiate/plan.js';
import { type DifferentiatedModel, elementVariable } from '../../lower/model.js';
import type { Schedule } from '../../schedule/program.js';
import { lineStarts, positionAt } from '../../source.js';
import { countOperations } from '../count.js';
import { closureOf, type ExportName, isPlanned, PATTERNS } from '../exports.js';
import { scheduledPlan } from '../planned.js';
import { wrtLength } from './arguments.js';
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
import { type Documented, type OnMapping, printModule } from './print.js';
import { renamed, specialDeclarations } from './special.js';
import { fill, lazyTemplate } from './template.js';

export type Format = 'esm' | 'cjs' | 'iife';

export interface ModuleOptions {
  readonly exports: readonly ExportName[];
  readonly format: Format;
  /** Global variable of an `iife`; null makes the module an expression statement that returns its exports. */
  readonly name: string | null;
  readonly banner: readonly string[];
  readonly algebraic: boolean;
  readonly onMapping: OnMapping | null;
  /** The model with named statements kept apart, for `multipliers`. */
  apart(): DifferentiatedModel;
}

const checks = lazyTemplate(checksProgram);

export function emitModule(model: DifferentiatedModel, options: ModuleOptions): string {
  const functions = closureOf(options.exports, model);
  const planOf = remembered((name: PlannedFunction) => scheduledPlan(model, name, options));
  const usesTheta = functions.some(name => name === 'packed' || name === 'bindPacked');
  const overTheta = usesTheta && needsTheta(model, () => planOf('valueAndGradient').schedule);
  const { context, specials } = createContext(model, overTheta);
  const parts: Documented[] = [];
  for (const name of functions) {
    let emitted: EmittedFunction;
    const values = PATTERNS.get(name);
    if (values !== undefined) {
      if (!options.exports.includes(name)) continue;
      const doc = docOf(name, [], model, planOf(values).plan.matrix);
      parts.push({ doc, node: exporting(patternDeclaration(name, planOf(values).plan), options) });
      continue;
    }
    if (!isPlanned(name)) emitted = emitWrapper(name, context);
    else if (context.theta !== null && (name === 'value' || name === 'valueAndGradient')) {
      const node = emitThetaFunction(name, planOf(name), context);
      parts.push({ doc: [], node });
      emitted = emitThetaCaller(name, planOf(name).plan, context);
    } else emitted = emitPlanned(planOf(name), context);
    const { node, arguments: args } = emitted;
    const exported = options.exports.includes(name);
    const matrix = isPlanned(name) ? planOf(name).plan.matrix : null;
    parts.push({ doc: docOf(name, args, model, matrix), node: exported ? exporting(node, options) : node });
  }
  if (context.theta !== null) {
    const array: ESTree.Expression = {
      type: 'NewExpression',
      callee: js.identifier('Float64Array'),
      arguments: [js.number(wrtLength(model))],
    };
    parts.push({ doc: [], node: js.declare('const', js.identifier(context.theta.scratch), array) });
  }
  for (const node of metadata(model)) parts.push({ doc: [], node: exporting(node, options) });
  const holes = {
    $length: [js.number(wrtLength(model))],
    $readInput: [js.identifier(hasShapes(model) ? 'readElements' : 'readNumber')],
  };
  for (const name of checksFor(functions, model)) {
    parts.push({ doc: [], node: fill(checks(), name, { expressions: holes }) });
  }
  for (const { name, declaration } of specialDeclarations(specials.keys())) {
    const node = renamed(declaration, specials);
    parts.push({ doc: [`${name}`], node });
  }
  const names = [...options.exports, 'inputs', 'wrt', 'outputs', 'sense'];
  return printModule(options.banner, inFormat(parts, names, options), options.onMapping);
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
export function createContext(model: DifferentiatedModel, overTheta: boolean) {
  const userNames = [...model.inputs, ...model.statements].flatMap(item => [
    item.name,
    ...(item.shape.length === 0 ? [] : item.nodes.map((_, i) => elementVariable(item, i))),
  ]);
  const moduleNames = createNames([
    ...userNames,
    ...userNames.map(name => `${name}_bar`),
    ...userNames.map(name => `d${name}`),
  ]);
  const specials = new Map<string, string>();
  const starts = model.source === null ? null : lineStarts(model.source.text);
  const claimed: string[] = ['refuse'];
  const claim = (name: string): string => {
    const free = moduleNames.claim(name);
    claimed.push(free);
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
    moduleNames: claimed,
    special,
    location(plan, node) {
      const offset = plan.graph.origin[2 * node]!;
      if (starts === null || offset < 0) return undefined;
      const { line, column } = positionAt(starts, offset);
      return { line, column: column - 1 };
    },
  };
  return { context, specials };
}

function exporting(node: ESTree.Declaration | ESTree.Statement, options: ModuleOptions): Documented['node'] {
  if (options.format !== 'esm') return node;
  // Only declarations are handed in.
  const declaration = node as ESTree.Declaration;
  return { type: 'ExportNamedDeclaration', declaration, specifiers: [], source: null, attributes: [] };
}

function inFormat(parts: readonly Documented[], names: readonly string[], options: ModuleOptions): Documented[] {
  if (options.format === 'esm') return [...parts];
  const strict: Documented = {
    doc: [],
    node: { ...js.statement(js.text('use strict')), directive: 'use strict' } as ESTree.Directive,
  };
  if (options.format === 'cjs') {
    const tail = names.map(name => ({
      doc: [],
      node: js.assign(js.member(js.identifier('exports'), name), js.identifier(name)),
    }));
    return [strict, ...parts, ...tail];
  }
  const result: ESTree.Statement = {
    type: 'ReturnStatement',
    argument: js.record(names.map(name => [name, js.identifier(name)])),
  };
  // Inside an immediately called function there are only statements and declarations.
  const body = [strict, ...parts].map(({ node }) => node as ESTree.Statement);
  const wrapped = js.call({ type: 'FunctionExpression', params: [], body: js.block([...body, result]) }, []);
  const node =
    options.name === null
      ? ({ type: 'ReturnStatement', argument: wrapped } as ESTree.Statement)
      : js.declare('const', js.identifier(options.name), wrapped);
  return [{ doc: [], node }];
}
