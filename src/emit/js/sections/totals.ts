// What the turns of a loop come to: a variable for each total, and arrays of results that turns add to.

import type * as ESTree from 'estree';
import type { Placed } from '../../../exports/plan.js';
import type { Node } from '../../../graph/graph.js';
import type { Total } from '../../../schedule/sections.js';
import * as js from '../print/estree.js';
import type { Sums } from '../sums.js';
import type { SectionContext } from './context.js';
import type { Reading } from './reading.js';

/** Totals that are no sums in lanes. */
export interface InVariables {
  readonly declared: readonly ESTree.Statement[];
  /** What a turn does. */
  readonly turn: readonly ESTree.Statement[];
  /** The variables. */
  readonly names: readonly string[];
  /** What nothing gives. */
  readonly again: readonly ESTree.Statement[];
  /** Takes in those of a part. @param part variable with a part's rows, sums and others */
  joined(part: string): ESTree.Statement[];
}

export interface Totals {
  /** Claims the variable of a total. */
  nameOf(total: Total): string;
  inVariables(totals: readonly Total[]): InVariables;
  /** What sums come to, as variables. */
  ofSums(sums: readonly Total[], summing: Sums): ESTree.Statement[];
  /** Adds a value to its place in an array of results, or writes it there. @param element that says the place; null for a number */
  addTo(placed: Placed, element: Node | null, value: ESTree.Expression): ESTree.Statement;
}

export function createTotals(context: SectionContext, { know, nameOf: known, read, subscripts }: Reading): Totals {
  const { names, signature } = context;

  function nameOf({ node, combine }: Total): string {
    const name = names.claim(context.wanted(node) ?? (combine === 'fold' ? 'sum' : combine));
    know(node, name);
    return name;
  }

  function addTo(
    { target, before, digits, isAlone }: Placed,
    element: Node | null,
    value: ESTree.Expression,
  ): ESTree.Statement {
    // Each target is an array among the arguments.
    const array = signature.outputs.find(({ extent, label }) => extent !== undefined && label.startsWith(target))!;
    const at =
      digits === undefined ? subscripts.result(before, element, signature.column) : subscripts.placed(digits, element);
    const place = js.at(js.identifier(array.name), js.code(at));
    return js.assign(place, isAlone ? value : js.binary('+', place, value));
  }

  function inVariables(totals: readonly Total[]): InVariables {
    const declared: ESTree.Statement[] = [];
    const turn: ESTree.Statement[] = [];
    const variables: string[] = [];
    const handed: string[] = [];
    const kinds: Combination[] = [];
    for (const total of totals) {
      // What it repeats is in the loop already.
      if (total.combine === 'each') continue;
      const { combine } = total;
      const value = read(total.value);
      if (combine === 'scatter') {
        turn.push(addTo(context.scattered.get(total.node)!, total.place, value));
        continue;
      }
      // Hands it on itself.
      if (combine === 'fold') {
        const name = known(total.node)!;
        handed.push(name);
        declared.push(js.declare('let', js.identifier(name), read(total.handed!.start)));
        turn.push(js.assign(js.identifier(name), value));
        continue;
      }
      const name = nameOf(total);
      variables.push(name);
      const kind = combinations[combine];
      kinds.push(kind);
      const { empty, combined } = kind;
      declared.push(js.declare('let', js.identifier(name), js.number(empty)));
      turn.push(js.assign(js.identifier(name), combined(js.identifier(name), value)));
    }
    const again = kinds.map(({ empty }, i) => js.assign(js.identifier(variables[i]!), js.number(empty)));
    const joined = (part: string): ESTree.Statement[] =>
      kinds.map(({ combined }, i) => {
        const name = js.identifier(variables[i]!);
        return js.assign(name, combined(name, js.element(js.element(js.identifier(part), 2), i)));
      });
    return { declared, turn, names: [...variables, ...handed], again, joined };
  }

  return {
    nameOf,
    addTo,
    inVariables,
    ofSums: (sums, { place }) => sums.map((total, k) => js.declare('const', js.identifier(nameOf(total)), place(k))),
  };
}

interface Combination {
  readonly empty: number;
  combined(before: ESTree.Expression, value: ESTree.Expression): ESTree.Expression;
}

const math = (name: string) => (before: ESTree.Expression, value: ESTree.Expression) =>
  js.call(js.member(js.identifier('Math'), name), [before, value]);

const combinations: Readonly<Record<Exclude<Total['combine'], 'scatter' | 'each' | 'fold'>, Combination>> = {
  sum: { empty: 0, combined: (before, value) => js.binary('+', before, value) },
  min: { empty: Number.POSITIVE_INFINITY, combined: math('min') },
  max: { empty: Number.NEGATIVE_INFINITY, combined: math('max') },
  prod: { empty: 1, combined: (before, value) => js.binary('*', before, value) },
};
