// A program as equality constraints, one for each intermediate variable: `z = f(x, z)`, with the equation of its multiplier, and
// the Lagrangian L = f − Σ λ (z − f(x, z)). Equations of implicit unknowns are constraints as they are. What a statement computes
// in several steps has a variable for each of them.

import type { Compilation } from '../compilation.js';
import { ANY, atom, inBrackets, type Written } from '../emit/line/language.js';
import { domainOf, EVERYWHERE } from '../graph/domain.js';
import { constantValue, copyGraph, hasSeveral, type Node, operationOf } from '../graph/graph.js';
import { resultNodes, wrtNodes } from '../lower/model.js';
import { type ListNode, wengertList } from './list.js';
import { latex, type Notation, plain } from './notation.js';

export interface Constraint {
  readonly node: Node;
  readonly name: string;
  /** Whether the program gives it its name. */
  readonly isStatement: boolean;
  /** Whether there is one for each row of the data. */
  readonly isOfRows: boolean;
  /** True for the equation of an unknown that does not say what that is: its right side is 0. */
  readonly isZero: boolean;
  /** What the program says that the variable is, or what is 0. */
  definition(notation: Notation): Written;
  /** What its multiplier is called. */
  multiplier(notation: Notation): string;
  /** What its multiplier is, or what is 0 of those of a block. */
  equation(notation: Notation): string;
}

export interface Constraints {
  /** The program with equal statements kept apart. */
  readonly compilation: Compilation;
  /** In the order in which they are computed. */
  readonly constraints: readonly Constraint[];
  /** What is no number that may vary, but what some are made of: yes or no, or several numbers at once. */
  readonly auxiliaries: readonly Pick<Constraint, 'node' | 'name' | 'definition'>[];
  /** What is differentiated, and the equation of ∂L/∂x. */
  readonly inputs: readonly Pick<Constraint, 'node' | 'name' | 'equation'>[];
  /** The variable that is the result. */
  objective(notation: Notation): string;
}

/** Multipliers are called after their constraints. */
export const plainMultipliers: Notation = { ...plain, adjoint: plain.multiplier };
export const latexMultipliers: Notation = { ...latex, adjoint: latex.multiplier };

/** @param of a program with one result */
export function constraintsOf(of: Compilation): Constraints {
  const compilation = apartOf(of);
  const { model } = compilation;
  const { graph } = model;
  const list = wengertList(compilation, true);
  const isAuxiliary = ({ node }: ListNode): boolean =>
    hasSeveral(graph, node) || operationOf(graph, node).boolean === true;
  const named = new Set(model.statements.flatMap(({ nodes }) => nodes));
  const described = (entry: ListNode): Constraint => ({
    node: entry.node,
    name: entry.name,
    isStatement: named.has(entry.node),
    isOfRows: domainOf(graph, entry.node) !== EVERYWHERE,
    isZero: entry.isZero,
    definition(notation) {
      const [constant] = entry.constants;
      const written = list.operation(entry.node, notation);
      return written.text === '' ? atom(notation.number(constant!)) : written;
    },
    multiplier: notation => list.adjoint(entry.node, notation),
    equation: notation => (entry.isActive ? list.equation(entry.node, notation) : notation.number(0)),
  });
  const computed = list.nodes.filter(({ kind }) => kind !== 'input');
  const differentiated = new Set(wrtNodes(model));
  const [result] = resultNodes(model);
  return {
    compilation,
    constraints: computed.filter(entry => !isAuxiliary(entry)).map(described),
    auxiliaries: computed.filter(isAuxiliary).map(described),
    inputs: list.nodes.filter(({ node }) => differentiated.has(node)).map(described),
    objective(notation) {
      const entry = list.nodes.find(({ node }) => node === result);
      return entry === undefined ? notation.number(constantValue(graph, result!)!) : notation.name(entry.name);
    },
  };
}

/** The program in which equal statements are kept apart. */
function apartOf(compilation: Compilation): Compilation {
  const model = compilation.apart();
  const own: Compilation = {
    ...compilation,
    model,
    scratch: () => ({ ...own, model: { ...model, graph: copyGraph(model.graph) } }),
  };
  return own;
}

/** What the Lagrangian has of a constraint: `λ_a*(a - exp(x))`, in all rows where it is in each. */
export function termOf({ name, definition, multiplier, isOfRows, isZero }: Constraint, notation: Notation): string {
  const said = definition(notation);
  const residual = isZero ? said : notation.operation('sub', [atom(notation.name(name)), said]);
  const term = notation.operation('mul', [atom(multiplier(notation)), residual]);
  if (!isOfRows) return term.text;
  return inBrackets(notation.operation('sumOver', [term, atom(notation.words('rows'))]), ANY);
}
