// What names mean: variables of the function, from the inside outwards, then the module's functions and constants.

import type * as acorn from 'acorn';
import { suggest } from '../suggest.js';
import { cannot, Fault } from './fault.js';
import type { Machine } from './machine.js';
import { type Held, layerOver, write } from './store.js';
import { type Declared, isContents, type Scope } from './values.js';

/** Names that JavaScript itself has and that mean something here. */
const GLOBALS = new Set([
  ...[
    'undefined',
    'NaN',
    'Infinity',
    'Math',
    'Number',
    'Boolean',
    'Array',
    'Float64Array',
    'Float32Array',
    'Object',
    'console',
  ],
  ...['isNaN', 'isFinite', 'Date', 'performance', 'crypto', 'JSON', 'Map', 'Set', 'parseFloat', 'parseInt', 'String'],
  ...['Int8Array', 'Uint8Array', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'globalThis', 'process'],
]);

/** Null for a name of JavaScript's own. @throws Fault for one that means nothing, or that differs from call to call */
export function lookUp(machine: Machine, node: acorn.Identifier, scope: Scope): Declared | null {
  const { name } = node;
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const found = at.names.get(name);
    if (found !== undefined) return found;
  }
  const { script } = machine;
  const of = script.functions.get(name);
  const before = machine.constants.get(name);
  if (before !== undefined) return { cell: before, isConstant: true };
  const module: Scope = { outer: null, names: new Map() };
  if (of !== undefined) {
    const cell = newInModule(machine, { kind: 'function', of, scope: module });
    machine.constants.set(name, cell);
    return { cell, isConstant: true };
  }
  const constant = script.constants.get(name);
  if (constant !== undefined) {
    checkUnchanged(machine, node);
    return moduleConstant(machine, node, constant, module);
  }
  if (script.variables.has(name)) {
    const help = "declare it with 'const', or hand it to the function as an argument";
    throw new Fault(
      'WG252',
      node,
      `'${name}' is a variable outside of the function: it may change between calls`,
      help,
    );
  }
  if (script.imports.has(name)) {
    const help = 'put what it is into this module, or hand it to the function as an argument';
    throw new Fault('WG252', node, `'${name}' is imported: what it does is not known here`, help);
  }
  if (GLOBALS.has(name)) return null;
  const names = [...script.functions.keys(), ...script.constants.keys()];
  for (let at: Scope | null = scope; at !== null; at = at.outer) names.push(...at.names.keys());
  if (script.classes.has(name)) throw cannot(node, `'${name}' is a class: these are not known here`, 'write functions');
  if (name === 'arguments') throw cannot(node, "'arguments' is not known here", "name them: '(x, y) => …'");
  const near = suggest(name, names);
  throw new Fault('WG252', node, `'${name}' is not defined`, near && `did you mean '${near}'?`);
}

/** @throws Fault for an array, or an object, of the module that is changed after it is made */
function checkUnchanged({ script, calls }: Machine, node: acorn.Identifier): void {
  const change = script.changed.get(node.name);
  // What the function itself changes is named where it does.
  if (change === undefined || calls.some(({ of }) => of.start <= change.start && change.end <= of.end)) return;
  const message = `'${node.name}' is changed after it is made: what it is when the function is called is not known here`;
  const help = "make it where it is declared: 'const w = Array.from({ length: 5 }, (_, i) => …)'";
  throw new Fault('WG252', node, message, help);
}

/** A cell that is there whatever way leads here. */
function newInModule(machine: Machine, value: Held): number {
  const cell = machine.cells++;
  let ground = machine.store;
  while (ground.below !== null) ground = ground.below;
  write(ground, cell, value);
  return cell;
}

function moduleConstant(
  machine: Machine,
  node: acorn.Identifier,
  declarator: acorn.VariableDeclarator,
  module: Scope,
): Declared {
  const { store, conditions, targets, loops } = machine;
  if (declarator.init == null) throw cannot(declarator, `'${node.name}' has no value`);
  if (machine.pendingConstants.has(node.name)) throw cannot(node, `'${node.name}' is defined through itself`);
  machine.pendingConstants.add(node.name);
  let ground = store;
  while (ground.below !== null) ground = ground.below;
  // What it is made of depends on no argument, and is made where nothing else is.
  machine.store = layerOver(ground);
  const apart = { conditions: conditions.splice(0), targets: targets.splice(0), loops: loops.splice(0) };
  try {
    machine.bind(declarator.id, machine.evaluate(declarator.init, module), module, 'const');
    for (const [cell, held] of machine.store.held) {
      write(ground, cell, isContents(held) ? { ...held, owner: 'module' } : held);
      machine.ofModule.add(cell);
    }
  } finally {
    // A loop that does not go as one of the graph goes on from here.
    machine.store = store;
    conditions.splice(0, Number.POSITIVE_INFINITY, ...apart.conditions);
    targets.splice(0, Number.POSITIVE_INFINITY, ...apart.targets);
    loops.splice(0, Number.POSITIVE_INFINITY, ...apart.loops);
    machine.pendingConstants.delete(node.name);
  }
  for (const [name, { cell }] of module.names) machine.constants.set(name, cell);
  return module.names.get(node.name)!;
}
