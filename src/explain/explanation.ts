// A formula explained, as data: what it computes step by step, what each step passes back, and these numbers at a point.

import { createCompilation } from '../compilation.js';
import { formulaError } from '../diagnostic.js';
import { codeOf } from '../evaluate.js';
import { scheduledNodes } from '../exports/plan.js';
import { domainOf, EVERYWHERE } from '../graph/domain.js';
import { hasSeveral, type Node } from '../graph/graph.js';
import { hasRunTimeSizes, type Model } from '../lower/model.js';
import { type CompileOptions, checkCompileOptions, type Formula } from '../options.js';
import { withLimits } from '../within-limits.js';
import { linesOf } from './lines.js';
import { type ListNode, type Use, type WengertList, wengertList } from './list.js';
import { latex, type Notation, plain } from './notation.js';

/** A step reads another one. */
export interface ExplainedUse {
  /** Which step reads, and which is read, in the order of `steps`. */
  readonly user: number;
  readonly operand: number;
  /** Which of the user's operands it is, constants counted. */
  readonly position: number;
  /** ∂user/∂operand as text; null where the user has several results or passes nothing back. */
  readonly partial: string | null;
}

/** An input, or what one operation computes. */
export interface ExplainedStep {
  /**
   * The user's name; a result's is that of its output. What has none is called as in code (`t1`, `t2`, …) or, where code has no
   * variable of it, `v1`, `v2`, …
   */
  readonly name: string;
  readonly kind: 'input' | 'named' | 'operation';
  /** What it computes, `a^2`; empty for an input. */
  readonly operation: string;
  /**
   * The name of its adjoint, `a_bar`; null where no result depends on it. That of an implicit unknown is the multiplier of its
   * equation, `λ_a`.
   */
  readonly adjoint: string | null;
  /** What its adjoint is: the sum over those that use it. */
  readonly equation: string | null;
  /** Line of the formula that it comes from, from 1; null for a program that is a function. */
  readonly line: number | null;
  readonly isResult: boolean;
  /**
   * True of an implicit unknown whose equation does not say it: `operation` is what is 0 where it is solved, and `equation` what is
   * 0 for its multiplier.
   */
  readonly isZero: boolean;
}

/** Numbers of an explanation at a point, in the orders of `steps` and `uses`; NaN for what has none, such as values of rows. */
export interface ExplainedNumbers {
  readonly values: Float64Array;
  readonly adjoints: Float64Array;
  readonly partials: Float64Array;
}

export interface Explanation {
  /** In the order in which they are computed; adjoints are computed in the opposite one. */
  readonly steps: readonly ExplainedStep[];
  readonly uses: readonly ExplainedUse[];
  /**
   * Values, adjoints (of the sum of all results) and partials at a point.
   * @param inputs those of the program in its order, as its functions take them: numbers, arrays row-major
   */
  numbers(...inputs: readonly (number | Float64Array)[]): ExplainedNumbers;
}

export interface ExplainOptions
  extends Pick<CompileOptions, 'wrt' | 'algebraic' | 'stable' | 'limits' | 'file' | 'from' | 'function' | 'lengths'> {
  /** How operations and equations are written; default `plain`, which formulas are written in. */
  readonly notation?: 'plain' | 'latex';
}

const NOTATIONS: Readonly<Record<NonNullable<ExplainOptions['notation']>, Notation>> = { plain, latex };

/**
 * The list of operations of a formula, the equations of their adjoints, and their numbers.
 * @throws FormulaError with every error of the formula, or where its sizes are known at run time only
 */
export function explain(formula: Formula, { notation = 'plain', ...options }: ExplainOptions = {}): Explanation {
  checkCompileOptions(options);
  const compilation = createCompilation(formula, options, true);
  refuseUnlisted(compilation.model);
  const list = withLimits(compilation.model, () => wengertList(compilation));
  return explanationOf(list, NOTATIONS[notation]);
}

/** @throws FormulaError for a program whose operations are not all in a list */
export function refuseUnlisted({ inputs, source }: Model): void {
  if (hasRunTimeSizes({ inputs }))
    throw formulaError(
      'WG199',
      'sizes that are known at run time have no list of operations',
      'declare the sizes',
      source,
    );
}

function explanationOf(list: WengertList, notation: Notation): Explanation {
  const { compilation } = list;
  const at = new Map(list.nodes.map(({ node }, i) => [node, i]));
  const lineOf = linesOf(compilation);
  const steps = list.nodes.map((entry): ExplainedStep => {
    const { node, name, kind, isActive, isResult, isZero } = entry;
    return {
      name: list.inNames(notation).name(name),
      kind,
      operation: list.operation(node, notation).text,
      adjoint: isActive ? list.adjoint(node, notation) : null,
      equation: isActive ? list.equation(node, notation) : null,
      line: lineOf(node)?.line ?? null,
      isResult,
      isZero,
    };
  });
  const passing = new Map(list.nodes.flatMap(({ uses }) => uses).map(use => [keyOf(use), use]));
  const reads = list.nodes.flatMap(entry => readsOf(list, entry));
  const uses = reads.map(({ user, operand, index }): ExplainedUse => {
    const use = passing.get(keyOf({ user, index }));
    const partial = use === undefined ? null : list.partial(use, notation);
    return { user: at.get(user)!, operand: at.get(operand)!, position: index, partial };
  });
  let compute: ((...inputs: readonly unknown[]) => Float64Array) | undefined;
  let places: Places | undefined;
  return {
    steps,
    uses,
    numbers(...inputs) {
      places ??= placesOf(list, reads, passing);
      const { nodes, values, adjoints, partials } = places;
      compute ??= withLimits(compilation.model, () => {
        const scheduled = scheduledNodes(compilation.model, nodes, compilation);
        return codeOf(scheduled, compilation).make() as (...inputs: readonly unknown[]) => Float64Array;
      });
      const found = compute(...inputs);
      const numbersAt = (wanted: readonly number[]): Float64Array =>
        Float64Array.from(wanted, place => (place === -1 ? Number.NaN : Number(found[place]!)));
      return { values: numbersAt(values), adjoints: numbersAt(adjoints), partials: numbersAt(partials) };
    },
  };
}

interface Read extends Use {
  readonly operand: Node;
}

const keyOf = ({ user, index }: Use): string => `${user} ${index}`;

const readsOf = (list: WengertList, { node }: ListNode): Read[] =>
  list.reads(node).map(({ operand, index }) => ({ user: node, operand, index }));

/** Where in what is computed the numbers of steps and uses are; -1 for none. */
interface Places {
  readonly nodes: readonly Node[];
  readonly values: readonly number[];
  readonly adjoints: readonly number[];
  readonly partials: readonly number[];
}

function placesOf(list: WengertList, reads: readonly Read[], passing: ReadonlyMap<string, Use>): Places {
  const { graph } = list.compilation.model;
  const nodes: Node[] = [];
  const known = new Map<Node, number>();
  const placeOf = (node: Node | null | undefined): number => {
    if (node === null || node === undefined || domainOf(graph, node) !== EVERYWHERE || hasSeveral(graph, node))
      return -1;
    let place = known.get(node);
    if (place === undefined) {
      place = nodes.push(node) - 1;
      known.set(node, place);
    }
    return place;
  };
  const values = list.nodes.map(({ node }) => placeOf(node));
  const made = list.adjoints();
  const adjoints = list.nodes.map(({ node }) => placeOf(made.get(node)));
  const partials = reads.map(read => {
    const use = passing.get(keyOf(read));
    return placeOf(use === undefined ? null : list.partialNode(use));
  });
  return { nodes, values, adjoints, partials };
}
