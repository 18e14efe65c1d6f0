// The Wengert list of a formula and, line by line, the equations of its adjoints.
//
// An implicit block stands in it as its equations, one in the line of each unknown. `E = M + e*sin(E)` is a line as any other, which
// uses itself; of what does not say its unknown, `x^2 + y^2 - a`, the line says what is 0. The adjoint of a line is the multiplier
// of its equation: with cycles these are linear equations, as lines that use each other pass adjoints to each other.

import type { Compilation } from '../compilation.js';
import { carries, contributionsOf, variesWith } from '../differentiate/dependence.js';
import { multiplierNodes } from '../differentiate/multipliers.js';
import { summedOver } from '../differentiate/sums.js';
import { atom, COMPARISON, inBrackets, type Written } from '../emit/line/language.js';
import { isRoot, isSolved, rootAt } from '../graph/block.js';
import { createBuilder } from '../graph/build.js';
import { domainOf, indicesIn } from '../graph/domain.js';
import {
  constantValue,
  createGraph,
  type Graph,
  hasSeveral,
  inputNode,
  inputSlot,
  intern,
  isElement,
  isLeaf,
  NO_ORIGIN,
  type Node,
  operand,
  operandsOf,
  operationOf,
} from '../graph/graph.js';
import { copyLeaf } from '../graph/rebuild.js';
import { elementName, resultNodes, wrtNodes } from '../lower/model.js';
import { remembered } from '../once.js';
import type { Build, Operation } from '../ops/operation.js';
import { codeOf, ELEMENT, INDEX, SIZE } from '../ops/table.js';
import { type BlockEquation, blockEquations, listedFor } from './blocks.js';
import { distinct, type Notation } from './notation.js';
import { spelled } from './spelled.js';
import { type Variables, variablesOf } from './variables.js';
import { write } from './write.js';

const STATEMENT = codeOf('statement');

export interface ListNode {
  readonly node: Node;
  /** The user's name, or its output's; what has none is called as in code or, without a variable there, `v1`, `v2`, … */
  readonly name: string;
  readonly kind: 'input' | 'named' | 'operation';
  /** Nodes that are not constants; of an equation all that it is made of but the unknown itself. */
  readonly operands: readonly Node[];
  /** Values of the others. */
  readonly constants: readonly number[];
  /** Where other nodes read this one and pass an adjoint to it. */
  readonly uses: readonly Use[];
  /** Whether an adjoint arrives here; of several results each has its own. */
  readonly isActive: boolean;
  readonly isResult: boolean;
  /** Whether what the line says is 0, and not what the node is: the equation of an unknown that does not say it. */
  readonly isZero: boolean;
}

/** A node that reads another one, as which of its operands. */
export interface Use {
  readonly user: Node;
  readonly index: number;
}

export interface WengertList {
  /** The formula's, with a graph that the adjoints are made in. */
  readonly compilation: Compilation;
  readonly nodes: readonly ListNode[];
  /** A notation with names of which each is written as no other one of the list. */
  inNames(notation: Notation): Notation;
  /** What the adjoint of a node is called: as nothing else is. That of an implicit unknown is the multiplier of its equation. */
  adjoint(node: Node, notation: Notation): string;
  /** The nodes that one reads, constants apart, and as which of its operands. */
  reads(node: Node): { readonly operand: Node; readonly index: number }[];
  /** What a node computes, or what is 0; an input has none. */
  operation(node: Node, notation: Notation): Written;
  /** The sum that is a node's adjoint, or that is 0. */
  equation(node: Node, notation: Notation): string;
  /** The partial derivative of a node, or of what is 0 in its line, by one of its operands; null where it has several results. */
  partial(use: Use, notation: Notation): string | null;
  /** A node for it, made in the list's graph; null for what an equation says, too. */
  partialNode(use: Use): Node | null;
  /** Nodes for the adjoints of all active ones, made in the list's graph; null where a result does not depend on one. */
  adjoints(): ReadonlyMap<Node, Node | null>;
}

/** What a node's line says: `a = exp(x)`, or `x^2 - a = 0`. */
export function saying(name: string, text: string, isZero: boolean, notation: Notation): string {
  return isZero ? `${text} = ${notation.number(0)}` : `${notation.name(name)} = ${text}`;
}

/** The equation of an adjoint: `a_bar = …`, or `0 = …`. */
export function adjointSaying(adjoint: string, text: string, isZero: boolean, notation: Notation): string {
  return `${isZero ? notation.number(0) : adjoint} = ${text}`;
}

/**
 * The nodes that the results need, in the order in which they are computed.
 * @param ofStatements lists all named statements, and adjoints of what depends on no differentiated input, too
 */
export function wengertList(of: Compilation, ofStatements = false): WengertList {
  const compilation = of.scratch();
  const { model } = compilation;
  const { graph } = model;
  const results = resultNodes(model);
  const statements = ofStatements ? model.statements.flatMap(({ nodes }) => nodes) : [];
  const needed = listedFor(graph, [...results, ...statements]);
  const definitions = definitionsOf(graph, needed, results);
  const definitionOf = (node: Node): Node => definitions.of.get(node) ?? node;
  for (const node of definitions.inside) needed[node] = 0;
  const names = namesOf(model, graph, needed, variablesOf(of));
  const listed: Node[] = [];
  for (let node = 0; node < needed.length; node++) if (needed[node] === 1 && isListed(graph, node)) listed.push(node);
  const varying = ofStatements ? listed.filter(node => !isLeaf(graph, node) && !isTruth(graph, node)) : [];
  const varies = variesWith(graph, graph.size, [...wrtNodes(model), ...varying]);

  const users = new Map<Node, Use[]>();
  for (const user of listed) {
    const definition = definitionOf(user);
    if (isLeaf(graph, definition) || isRoot(graph, definition) || varies[user] !== 1) continue;
    for (const [index, operand] of operandsOf(graph, definition).entries()) {
      if (varies[operand] !== 1 || !carries(graph, definition, index)) continue;
      const list = users.get(operand) ?? [];
      list.push({ user, index });
      users.set(operand, list);
    }
  }
  // Equations are written over leaves: the values and the adjoints of the list.
  const equations = createGraph(graph.budget);
  equations.indices.push(...graph.indices);
  const build = createBuilder(equations, { derivative: true, algebraic: false });
  /** An array where a node has a value for each row. */
  const leafOf = (node: Node, slot: number): Node => {
    const indices = indicesIn(domainOf(graph, node));
    if (indices.length === 0) return inputNode(equations, slot);
    return intern(equations, ELEMENT, [slot, ...indices.flatMap(index => [index, 0])]);
  };
  const valueLeaf = (node: Node): Node =>
    isListed(graph, node) ? leafOf(node, 2 * node) : copyLeaf(graph, node, equations, NO_ORIGIN);
  const adjointLeaf = (node: Node): Node => leafOf(node, 2 * node + 1);

  const isResult = new Set(results);
  const blocks = remembered((solved: Node) =>
    blockEquations(solved, { graph, equations, build, valueLeaf, adjointLeaf }),
  );
  const equationOf = (root: Node): BlockEquation => {
    const { node, unknown } = rootAt(graph, root);
    return blocks(node)[unknown]!;
  };
  /** Whether a result depends on a node by way of derivatives. */
  const isActive = new Set<Node>();
  for (const node of listed.toReversed()) {
    if (varies[node] !== 1 || isActive.has(node)) continue;
    if (!isResult.has(node) && !users.get(node)?.some(({ user }) => isActive.has(user))) continue;
    if (!isRoot(graph, node)) {
      isActive.add(node);
      continue;
    }
    // What one unknown of a block passes on comes from all of its equations.
    for (const { root, operands } of blocks(rootAt(graph, node).node)) {
      isActive.add(root);
      for (const [index, operand] of operands.entries())
        if (varies[operand] === 1) users.set(operand, [...(users.get(operand) ?? []), { user: root, index }]);
    }
  }
  /** The results that nodes with several have an adjoint of. */
  const elements = new Map<Node, Node[]>();
  for (const node of listed) {
    const definition = definitionOf(node);
    if (!isElement(graph, definition) || isRoot(graph, definition) || !isActive.has(node)) continue;
    const [of] = operandsOf(graph, definition);
    elements.set(of!, [...(elements.get(of!) ?? []), node]);
  }
  const allNames = [...names.values()].map(({ name }) => name);
  const apart = remembered((notation: Notation) => distinct(notation, allNames));
  const adjoint = (node: Node, notation: Notation): string => {
    const own = apart(notation);
    const written = own.name(names.get(node)!.name);
    return isRoot(graph, node) ? own.multiplier(written) : own.adjoint(written);
  };
  const leaf = (notation: Notation) => (slot: number) => {
    const node = slot >> 1;
    return slot % 2 === 0 ? apart(notation).name(names.get(node)!.name) : adjoint(node, notation);
  };

  const contribution = (user: Node, index: number): Node => {
    const definition = definitionOf(user);
    if (isRoot(graph, definition)) return equationOf(definition).contribution(index);
    const operands = operandsOf(graph, definition);
    const leaves = operands.map(valueLeaf);
    const row = operationOf(graph, definition);
    if (row.adjoints !== undefined) {
      const results = new Map(
        elements.get(user)!.map(of => {
          const which = operandsOf(graph, definitionOf(of))[1]!;
          return [constantValue(graph, which)!, adjointLeaf(of)];
        }),
      );
      return row.adjoints(build, results, leaves, valueLeaf(user))(index) ?? build.constant(0);
    }
    const term = contributionsOf(row, build, leaves, valueLeaf(user))(index, adjointLeaf(user));
    return passing(build, row, index, leaves, valueLeaf(user), term);
  };
  /** Summed over the rows that the operand is the same for. */
  const summed = (user: Node, index: number): Node => {
    const term = contribution(user, index);
    const definition = definitionOf(user);
    const of = isRoot(graph, definition) ? equationOf(definition).operands[index]! : operand(graph, definition, index);
    return summedOver(equations, build, term, domainOf(graph, user) & ~domainOf(graph, of));
  };

  /** Operands that are `leaves`, a node that is `output`: what the node's derivative by one of them is. */
  const partialOf = (g: Build, { user, index }: Use, leaves: readonly Node[], output: Node): Node | null => {
    const row = operationOf(graph, definitionOf(user));
    if (row.adjoints !== undefined || isRoot(graph, definitionOf(user))) return null;
    const term = contributionsOf(row, g, leaves, output)(index, g.constant(1));
    return passing(g, row, index, leaves, output, term);
  };
  const ownBuild = createBuilder(graph, { derivative: true, algebraic: false });

  return {
    compilation,
    nodes: listed.map(node => ({
      node,
      ...names.get(node)!,
      ...(isRoot(graph, node) ? rootOperands(node) : operandsAndConstants(graph, definitionOf(node))),
      uses: (users.get(node) ?? []).filter(({ user }) => isActive.has(user)),
      isActive: isActive.has(node) && !hasSeveral(graph, node),
      isResult: isResult.has(node),
      isZero: isRoot(graph, node) && equationOf(node).isZero,
    })),
    adjoint,
    reads(node) {
      const definition = definitionOf(node);
      const operands = isRoot(graph, definition)
        ? equationOf(definition).operands
        : isLeaf(graph, definition)
          ? []
          : operandsOf(graph, definition);
      return operands.map((operand, index) => ({ operand, index })).filter(({ operand }) => isListed(graph, operand));
    },
    inNames: apart,
    operation(node, notation) {
      const definition = definitionOf(node);
      if (isLeaf(graph, definition)) return atom('');
      if (isRoot(graph, definition)) return write(equations, equationOf(definition).said, notation, leaf(notation));
      const operands = operandsOf(graph, definition).map(valueLeaf);
      // Written as it stands, without the builder's simplifications.
      return spelled(
        notation,
        operationOf(graph, definition).name,
        operands.map(of => write(equations, of, notation, leaf(notation))),
      );
    },
    equation(node, notation) {
      const terms = isResult.has(node) ? ['1'] : [];
      for (const { user, index } of users.get(node) ?? [])
        if (isActive.has(user)) {
          const term = write(equations, summed(user, index), notation, leaf(notation));
          terms.push(inBrackets(term, COMPARISON));
        }
      return notation.sum(terms);
    },
    partial(use, notation) {
      const definition = definitionOf(use.user);
      if (isRoot(graph, definition)) {
        const { partial } = equationOf(definition);
        return write(equations, partial(use.index), notation, leaf(notation)).text;
      }
      const leaves = operandsOf(graph, definitionOf(use.user)).map(valueLeaf);
      const found = partialOf(build, use, leaves, valueLeaf(use.user));
      return found === null ? null : write(equations, found, notation, leaf(notation)).text;
    },
    partialNode: use => partialOf(ownBuild, use, operandsOf(graph, definitionOf(use.user)), use.user),
    adjoints() {
      const active = listed.filter(node => isActive.has(node));
      const made = multiplierNodes(model, active, { algebraic: false }, varying);
      return new Map(active.map((node, i) => [node, made[i]!]));
    },
  };

  function rootOperands(root: Node): Pick<ListNode, 'operands' | 'constants'> {
    return { operands: equationOf(root).operands.filter(of => of !== root && isListed(graph, of)), constants: [] };
  }
}

/** A derivative, where the operand is one that the node passes on or computes with. */
function passing(
  g: Build,
  { lazy, passes }: Operation,
  index: number,
  operands: readonly Node[],
  output: Node,
  term: Node,
): Node {
  const zero = g.constant(0);
  if (passes !== undefined) return g.select(passes(g, index, operands, output), term, zero);
  const taken = lazy?.[index];
  if (taken === undefined) return term;
  return taken ? g.select(operands[0]!, term, zero) : g.select(operands[0]!, zero, term);
}

/**
 * What statements that are kept apart are: an operation that only they use is that of each of them, and no entry of the list; any
 * other has a name, and they are another name for it.
 */
function definitionsOf(graph: Graph, needed: Uint8Array, results: readonly Node[]) {
  const of = new Map<Node, Node>();
  const others = new Set(results);
  for (let node = 0; node < needed.length; node++) {
    if (needed[node] !== 1 || isLeaf(graph, node)) continue;
    if (graph.operation[node] !== STATEMENT) for (const operand of operandsOf(graph, node)) others.add(operand);
    else of.set(node, operand(graph, node, 0));
  }
  for (const [statement, made] of of)
    if (others.has(made) || isLeaf(graph, made) || graph.operation[made] === STATEMENT) of.delete(statement);
  return { of, inside: [...of.values()] };
}

/** True for what says yes or no. */
const isTruth = (graph: Graph, node: Node): boolean => operationOf(graph, node).boolean === true;

/** False for constants, for what is said with the operations on rows, which one, and how many, and for blocks, whose unknowns are listed. */
const isListed = (graph: Graph, node: Node): boolean =>
  constantValue(graph, node) === undefined &&
  graph.operation[node] !== INDEX &&
  graph.operation[node] !== SIZE &&
  !isSolved(graph, node);

function operandsAndConstants(graph: Graph, node: Node): Pick<ListNode, 'operands' | 'constants'> {
  const all = isLeaf(graph, node) ? [] : operandsOf(graph, node);
  const constants = all.map(operand => constantValue(graph, operand)).filter(value => value !== undefined);
  return { operands: all.filter(operand => isListed(graph, operand)), constants };
}

type Named = Pick<ListNode, 'name' | 'kind'>;

/** The user's names, those of variables, and others for what has neither. */
function namesOf(
  { inputs, statements, outputs }: Compilation['model'],
  graph: Graph,
  needed: Uint8Array,
  variables: Variables,
) {
  const names = new Map<Node, Named>();
  const taken = new Set<string>();
  const give = (
    items: readonly { name: string; shape: readonly number[]; nodes: readonly Node[] }[],
    kind: Named['kind'],
  ) => {
    for (const item of items)
      for (const [i, node] of item.nodes.entries()) {
        if (names.has(node) || (kind !== 'input' && inputSlot(graph, node) !== undefined)) continue;
        const name = elementName(item, i);
        taken.add(name);
        names.set(node, { name, kind });
      }
  };
  give(inputs, 'input');
  give(statements, 'named');
  const named = new Set([...inputs, ...statements].map(({ name }) => name));
  give(
    outputs.filter(({ name }) => !named.has(name)),
    'named',
  );
  let count = 0;
  for (let node = 0; node < needed.length; node++) {
    if (needed[node] !== 1 || names.has(node) || isLeaf(graph, node) || isSolved(graph, node)) continue;
    let name = variables.of(node);
    if (name === undefined || taken.has(name))
      do name = `v${++count}`;
      while (taken.has(name) || variables.has(name));
    taken.add(name);
    names.set(node, { name, kind: 'operation' });
  }
  return names;
}
