// What a function returns, as results of a program: a number, an array, or an object of these.

import { ownIndex, rootOf } from '../lower/families.js';
import type { Output } from '../lower/model.js';
import { isName } from '../parse/tokens.js';
import { copyOfChosen, isOfReferences } from './choices.js';
import { Fault } from './fault.js';
import { unlessThrown } from './guards.js';
import { contentsOf, type Machine, nameOfKind } from './machine.js';
import type { Chosen } from './script.js';
import type { Rows, Value } from './values.js';

export function outputsOf(machine: Machine, { name, of }: Chosen, chosen: Value): Output[] {
  const wrong = (what: string, help: string): Fault => new Fault('WG351', of.id ?? of, `'${name}' ${what}`, help);
  const isArrays = chosen.kind === 'unclear' && isOfReferences(chosen);
  const value = isArrays ? copyOfChosen(machine, chosen, of.id ?? of) : chosen;
  if (value.kind === 'unclear')
    throw new Fault('WG351', of.id ?? of, `what '${name}' returns: ${value.message}`, value.help);
  if (value.kind === 'undefined') throw wrong('returns nothing', "end it with 'return', on every way");
  if (value.kind === 'truth') throw wrong('returns true or false', "return a number: 'x > 0 ? 1 : 0'");
  if (value.kind === 'function') throw wrong('returns a function', 'return a number or an array');
  const one = (called: string, chosenResult: Value): Output => {
    const result = copyOfChosen(machine, chosenResult, of.id ?? of);
    if (result.kind === 'number') return output(called, [], [unlessThrown(machine, result.node)]);
    const contents = result.kind === 'reference' ? contentsOf(machine, result) : null;
    if (contents?.kind === 'rows') return alongRows(machine, called, contents);
    if (contents?.kind !== 'list' || contents.items.length === 0)
      throw wrong(`returns ${nameOfKind(machine, result)} in its result`, 'return numbers, or arrays of numbers');
    const nodes = contents.items.map(item => {
      if (item.kind === 'number') return unlessThrown(machine, item.node);
      throw wrong(`returns an array with ${nameOfKind(machine, item)} in it`, 'return an array of numbers');
    });
    return output(called, [nodes.length], nodes);
  };
  const contents = value.kind === 'reference' ? contentsOf(machine, value) : null;
  if (contents?.kind !== 'fields') return [one('value', value)];
  if (contents.items.size === 0) throw wrong('returns an empty object', 'return numbers');
  return [...contents.items].map(([key, item]) => {
    if (!isName(key)) throw wrong(`returns a field '${key}'`, 'fields of results are names');
    return one(key, item);
  });
}

const output = (name: string, shape: readonly number[], nodes: readonly number[]): Output => ({
  ...{ name, shape, nodes, along: null, axis: 0, isOfRows: false },
});

function alongRows(machine: Machine, name: string, { dimension, nodes: given }: Rows): Output {
  const { lowering } = machine;
  const nodes = given.map(node => unlessThrown(machine, node));
  const { plus, dimension: root } = rootOf(lowering, dimension);
  const along = { index: ownIndex(lowering, dimension), dimension: root, plus };
  return { ...output(name, nodes.length === 1 ? [] : [nodes.length], nodes), along };
}
