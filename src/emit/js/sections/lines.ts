// A straight line among sections: what it makes for others has variables, and where a sum is of a value that it makes for nothing
// else, it adds that itself.

import type * as ESTree from 'estree';
import { hasSolved } from '../../../graph/block.js';
import { domainOf, EVERYWHERE } from '../../../graph/domain.js';
import { hasSeveral, isElement, isLeaf, type Node, operationOf } from '../../../graph/graph.js';
import { once } from '../../../once.js';
import {
  type Line,
  type Loop,
  linesOf,
  loopsOf,
  type Schedule,
  stepNode,
  type Total,
} from '../../../schedule/sections.js';
import type { Access, Target } from '../../line/line-context.js';
import { type Body, emitBody } from '../line/body.js';
import * as js from '../print/estree.js';
import type { Sums } from '../sums.js';
import type { SectionContext } from './context.js';
import type { Reading } from './reading.js';

/** Where lines add what sums are of, by the values that they export. */
export type Targets = ReadonlyMap<Node, Target>;

export const NO_SUMS: Targets = new Map();

export interface Lines {
  statements(line: Line, targets: Targets): ESTree.Statement[];
  /** Values that one line of a loop computes always, for a sum and nothing else: it adds them. */
  addedIn(loop: Loop, sums: readonly Total[], summing: Sums): Targets;
  /** What is to come before the outermost loop around; there is none of it afterwards. */
  takeEarly(): ESTree.Statement[];
}

export function createLines({ graph, sections }: Schedule, context: SectionContext, reading: Reading): Lines {
  const { names, passes } = context;
  const early: ESTree.Statement[] = [];

  function chunkedBody(line: Line, accesses: readonly Access[]): Body {
    const isFixed = line.links.imports.map(node => domainOf(graph, node) === EVERYWHERE);
    const { body, before } = context.chunked(line, accesses, isFixed);
    if (reading.turns.size === 0) return { ...body, statements: [...before, ...body.statements] };
    early.push(...before);
    return body;
  }

  const readCounts = once(() => countReads({ sections }));

  return {
    takeEarly: () => early.splice(0),
    statements(of, targets) {
      // What crosses between chunks is in an array of the module, which others may use where a pass waits for rows.
      const line = passes === null ? of : { ...of, chunks: null };
      const { exports } = line.links;
      const { returned } = line.results;
      const given = new Map<Node, string>();
      const after: [string, Node][] = [];
      const stored: Target[] = [];
      const storedWith = new Map<Node, number[]>();
      for (const [i, node] of exports.entries()) {
        const target = targets.get(node);
        if (target !== undefined) {
          const positions = storedWith.get(returned[i]!) ?? [];
          positions.push(stored.push(target) - 1);
          storedWith.set(returned[i]!, positions);
          continue;
        }
        const own = context.wanted(node);
        const name = own === undefined ? names.temporary() : names.claim(own);
        reading.know(node, name);
        const inside = returned[i]!;
        // What other sections read are numbers; what crosses between chunks has no variable.
        if (operationOf(graph, node).boolean === true || line.chunks !== null) after.push([name, inside]);
        else given.set(inside, name);
      }
      const accesses = reading.accessesOf(line);
      const body =
        line.chunks === null
          ? emitBody(
              { ...line, storedWith },
              {
                ...context.lineContext(line),
                wanted: line.links.names,
                argument: reading.argumentsOf(line, accesses),
                given: node => given.get(node),
                isEarly: () => true,
                result: position => stored[position]!,
              },
              returned.filter((_, i) => !targets.has(exports[i]!)),
            )
          : chunkedBody(line, accesses);
      return [
        // Others may have set it while a pass waited for rows.
        ...(passes !== null && reading.turns.size === 0 && hasSolved(line.graph) ? context.cold() : []),
        ...body.statements,
        ...after.map(([name, node]) => js.declare('const', js.identifier(name), body.numeric(node))),
      ];
    },
    addedIn(loop, sums, summing) {
      const found = new Map<Node, Target>();
      const counts = readCounts();
      const makers = new Map(
        loop.sections.flatMap(section =>
          section.kind === 'line' && section.chunks === null
            ? section.links.exports.map((node, i): [Node, [Line, Node]] => [
                node,
                [section, section.results.returned[i]!],
              ])
            : [],
        ),
      );
      for (const [sum, { value }] of sums.entries()) {
        const [line, inside] = makers.get(value) ?? [];
        const target = summing.target(sum);
        if (line !== undefined && target !== null && counts.get(value) === 1 && isMadeAlways(line, inside!))
          found.set(value, target);
      }
      return found;
    },
  };
}

/** How often sections read what others make. */
function countReads(schedule: Pick<Schedule, 'sections'>): ReadonlyMap<Node, number> {
  const counts = new Map<Node, number>();
  const count = (node: Node | null): void => {
    if (node !== null) counts.set(node, (counts.get(node) ?? 0) + 1);
  };
  for (const { links } of linesOf(schedule)) links.imports.forEach(count);
  for (const loop of loopsOf(schedule)) {
    for (const { value, place } of loop.totals) {
      count(value);
      count(place);
    }
    // What recurrences leave stays a variable.
    for (const { bodies, bases } of loop.recurrences) for (const node of [...bodies, ...bases]) counts.set(node, 2);
  }
  return counts;
}

/** True for a number that a line gives its value in one place, outside of branches. */
function isMadeAlways({ graph, blocks, initialArm, inlined }: Line, node: Node): boolean {
  if (isLeaf(graph, node) || hasSeveral(graph, node) || isElement(graph, node) || inlined[node] === 1) return false;
  if (operationOf(graph, node).boolean === true || initialArm.has(node)) return false;
  return blocks.some(({ condition, steps }) => condition === null && steps.some(step => stepNode(step) === node));
}
