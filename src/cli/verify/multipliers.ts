// `multipliers`, and those of `sweep`, against the program run with one statement's value changed: how the result follows is what a
// multiplier says. No emitted function takes the value of a statement, so the operations table runs the program.

import type { EmittedFunction } from '../../exports/table.js';
import { isRoot } from '../../graph/block.js';
import type { Node } from '../../graph/graph.js';
import { usedBy } from '../../graph/use.js';
import { type DifferentiatedModel, elementName, type NamedStatement, resultNodes } from '../../lower/model.js';
import { flatten } from '../formula/elements.js';
import { toArguments } from '../formula/point.js';
import { createJudge, type Judgement } from './compare.js';
import { createKinks } from './kinks.js';
import { createReplay, interpret } from './replay.js';
import { sampleOf } from './sample.js';
import { axis } from './stencil.js';

export interface Multiplier {
  readonly name: string;
  readonly derivative: number;
  readonly judgement: Judgement;
}

interface Programs {
  /** The program with statements kept apart. */
  readonly apart: DifferentiatedModel;
  /** Values of nodes of a program as emitted code gives them. */
  near(model: DifferentiatedModel): (nodes: readonly Node[]) => ArrayLike<number>;
}

/** What a function says that the multipliers of a statement are, row-major; null where it has none. */
export type Said = (statement: NamedStatement) => ArrayLike<number> | null;

/** Of `multipliers`. */
export function saidByName(
  { inputs }: Pick<DifferentiatedModel, 'inputs'>,
  f: EmittedFunction,
  point: readonly number[],
): Said {
  const said: Record<string, unknown> = f(...toArguments(inputs, point));
  return ({ name, hasMultiplier }) => (hasMultiplier === false ? null : flatten(said[name]));
}

/** Of `sweep`, which has those of all, one after the other. */
export function saidInOrder(
  { inputs, statements }: Pick<DifferentiatedModel, 'inputs' | 'statements'>,
  f: EmittedFunction,
  point: readonly number[],
): Said {
  const count = statements.reduce((sum, { nodes }) => sum + nodes.length, 0);
  const lambda = new Float64Array(count);
  f(...toArguments(inputs, point), new Float64Array(count), lambda);
  let next = 0;
  const places = new Map(
    statements.map(of => {
      next += of.nodes.length;
      return [of, lambda.subarray(next - of.nodes.length, next)];
    }),
  );
  return of => places.get(of)!;
}

/** @param most how many are compared. */
export function verifyMultipliers(
  { apart, near }: Programs,
  said: Said,
  point: readonly number[],
  most: number,
): { readonly compared: Multiplier[]; readonly total: number } {
  const { graph, statements } = apart;
  const results = resultNodes(apart);
  const used = usedBy(graph, results);
  const values = interpret(graph, results, point, near(apart));
  const elements = statements.flatMap(statement => {
    const flat = said(statement);
    if (flat === null) return [];
    return statement.nodes.map((node, i) => ({ name: elementName(statement, i), node, derivative: flat[i]! }));
  });
  const compared = sampleOf(elements.length, most).map(i => {
    const { name, node, derivative } = elements[i]!;
    // The result does not use it: whatever its value. Nothing is added to the equation of an unknown.
    const value = used[node] === 1 && !isRoot(graph, node) ? values[node]! : 0;
    const replay = used[node] === 1 ? createReplay(graph, results, values, node) : () => values;
    const along = ([changed]: readonly number[]): Float64Array => replay(changed!);
    const judge = createJudge(
      {
        values: at => [along(at)[results[0]!]!],
        gradient: null,
        point: [value],
        kinks: createKinks(graph, results, (nodes, at) => {
          const all = along(at);
          return nodes.map(other => all[other]!);
        }),
      },
      [axis(0)],
    );
    return { name, derivative, judgement: judge({ row: 0, component: null })(derivative) };
  });
  return { compared, total: elements.length };
}
