// Equations and unknowns of a program as a system: which are solved together, and the program with solutions in the place of its
// unknowns. In the order of blocks a solution takes the place of its leaf. A block of one equation that says its unknown is no block.

import { solve } from '../graph/block.js';
import { createBuilder } from '../graph/build.js';
import { closedBy, type Domain, domainOf, EVERYWHERE } from '../graph/domain.js';
import { type Block, isLeaf, type Node, operandsOf, operationOf } from '../graph/graph.js';
import { replaced } from '../graph/replace.js';
import { UNKNOWN } from '../ops/table.js';
import type { Span } from '../source.js';
import { cutAt, equationsOf, isMadeOf, saidBy, withSolutions } from './blocks.js';
import { type Lowering, ROW } from './lowering.js';
import type { Model, Unknown } from './model.js';
import { blocksOf, matchingOf } from './structure.js';
import { nodesOf, sizeOf } from './tensor.js';
import { solveArrays } from './unknown-arrays.js';
import { type Element, placeKey, type System, unknownOf } from './unknowns.js';

/** Names that are shown. */
const MOST_SHOWN = 8;

/** What becomes of a system once all of the program is read. @param isApart a module may have these blocks and those of another program */
export function systemOf(lowering: Lowering, { elements, unknowns, equations, bases }: System, isApart: boolean) {
  const { graph, report, apart } = lowering;
  const numberOf = (leaf: Node): number => {
    const { number, at } = unknownOf(graph, leaf);
    return at === null ? number : (bases.get(placeKey(number, at)) ?? number);
  };

  /** For each equation the unknowns that it has, and which of them it may determine. */
  function incidence(): { readonly has: number[][]; readonly determines: number[][] } {
    const seen = new Int32Array(graph.size).fill(-1);
    const starting = new Map<number, number[]>();
    for (const [k, { of }] of elements.entries()) if (of !== null) starting.set(of, [...(starting.get(of) ?? []), k]);
    const determines: number[][] = [];
    const has = equations.map(({ residual, over }, equation) => {
      const found = new Set<number>();
      const own = new Set<number>();
      const pending = [residual];
      for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
        if (seen[node] === equation) continue;
        seen[node] = equation;
        if (graph.operation[node] !== UNKNOWN) {
          pending.push(...operandsOf(graph, node));
          continue;
        }
        const { at } = unknownOf(graph, node);
        const number = numberOf(node);
        found.add(number);
        for (const base of starting.get(number) ?? []) found.add(base);
        const isOfArray = elements[number]!.index !== null;
        if (isOfArray ? at!.index === over?.index && at!.offset === 0 : over === null) own.add(number);
      }
      determines.push([...own].sort((a, b) => a - b));
      return [...found].sort((a, b) => a - b);
    });
    return { has, determines };
  }

  const matched = (determines: readonly (readonly number[])[]) =>
    matchingOf(
      determines,
      elements.length,
      equations.map(({ of }) => of),
    );

  const listed = (names: readonly string[]): string => {
    const shown = names.slice(0, MOST_SHOWN).map(name => `'${name}'`);
    return names.length > MOST_SHOWN ? `${shown.join(', ')}, … (${names.length - MOST_SHOWN} more)` : shown.join(', ');
  };

  /** Reports equations that have no unknown, or that are too many or too few. */
  function checkStructure(
    has: readonly (readonly number[])[],
    { equationOf, unknownOf }: ReturnType<typeof matchingOf>,
  ): void {
    for (const [i, { span }] of equations.entries()) {
      if (has[i]!.length > 0) continue;
      const help = 'an equation has one of the unknowns on at least one of its sides';
      report.error('WG223', span, 'this equation has no unknown in it', help);
    }
    const unmatched = elements.filter((_, k) => equationOf[k] === -1);
    const surplus = equations.filter((_, i) => unknownOf[i] === -1 && has[i]!.length > 0);
    if (unmatched.length > 0) {
      const { declared } = unmatched[0]!;
      const names = listed(unmatched.map(({ name }) => name));
      const counts = `${elements.length} unknown${elements.length === 1 ? '' : 's'}, ${equations.length} equation${equations.length === 1 ? '' : 's'}`;
      const help =
        surplus.length > 0
          ? `of the equations of others ${surplus.length === 1 ? 'one is' : `${surplus.length} are`} too many`
          : `add an equation: 'constraint lhs == rhs', or '${declared.name} = …'`;
      report.error('WG223', declared, `no equation is left to determine ${names} (${counts})`, help);
    }
    for (const { span } of surplus.slice(0, 1)) {
      const of = [
        ...new Set(surplus.flatMap(({ residual }) => has[equations.findIndex(e => e.residual === residual)]!)),
      ];
      const help = 'leave it out, or declare one more unknown';
      const message = `the unknowns of this equation are determined without it: ${listed(of.map(k => elements[k]!.name))}`;
      report.error('WG223', span, message, help);
    }
  }

  /** Reports what cannot be in the equations of a block. */
  function check(inside: readonly Node[], spans: readonly Span[], own: Domain): void {
    const closing = inside.find(
      node => operationOf(graph, node).closes === true || operationOf(graph, node).form.kind === 'entry',
    );
    const ofIndex = inside.some(node => (domainOf(graph, node) & ~own) !== 0);
    if (closing === undefined && !ofIndex) return;
    const what =
      closing === undefined
        ? 'an equation of implicit unknowns depends on an index of a size that is known at run time'
        : 'an equation of implicit unknowns has them inside of a sum over rows, or over a size that is known at run time';
    report.error('WG224', spans[0]!, what, 'give the sizes as numbers, or solve for each row in a program of its own');
  }

  const elementsOf = ({ shape, offset }: Unknown): number[] =>
    Array.from({ length: sizeOf(shape) }, (_, i) => offset + i);

  /** Unknowns with equations that say what they are, all of their elements: there is nothing to be solved for them. */
  function sayingOf(blocks: readonly (readonly number[])[], equationOf: Int32Array): Set<Unknown> {
    const alone = new Set(blocks.flatMap(members => (members.length === 1 ? members : [])));
    const isSaid = (k: number): boolean => alone.has(k) && isSaidAlone(k, equationOf);
    return new Set(unknowns.filter(of => elementsOf(of).every(isSaid)));
  }

  const isSaidAlone = (k: number, equationOf: Int32Array): boolean =>
    saidBy(graph, equations[equationOf[k]!]!.residual, elements[k]!.leaf) !== null;

  /** True for unknowns that rows have, or the elements of arrays of a size that is known at run time: no state has them. */
  const isOfTurns = (k: number): boolean =>
    domainOf(graph, elements[k]!.leaf) !== EVERYWHERE || elements[k]!.of !== null;

  /** On which indices equations depend where some unknowns depend on the row, and the others on none. */
  function domainsWith(known: ReadonlySet<number>): Domain[] {
    const domains = new Int32Array(graph.size);
    for (let node = 0; node < graph.size; node++) {
      if (graph.operation[node] === UNKNOWN) domains[node] = known.has(numberOf(node)) ? 1 << ROW : EVERYWHERE;
      else if (isLeaf(graph, node)) domains[node] = domainOf(graph, node);
      else {
        for (const of of operandsOf(graph, node)) domains[node]! |= domains[of]!;
        domains[node]! &= ~closedBy(graph, node);
      }
    }
    return equations.map(({ residual }) => domains[residual]!);
  }

  function foundOfRows(): Set<string> {
    const { has, determines } = incidence();
    const matching = matched(determines);
    // What is wrong is said where they are solved.
    if (matching.equationOf.includes(-1) || matching.unknownOf.includes(-1)) return new Set();
    const blocks = blocksOf(has, matching);
    const known = new Set<number>();
    for (let before = -1; before < known.size; ) {
      before = known.size;
      const domains = domainsWith(known);
      for (const members of blocks) {
        if (!members.some(k => (domains[matching.equationOf[k]!]! & (1 << ROW)) !== 0)) continue;
        for (const k of members) known.add(elements[k]!.of ?? k);
      }
      for (const [k, { of }] of elements.entries()) if (of !== null && known.has(of)) known.add(k);
    }
    // An array is one thing.
    return new Set(unknowns.filter(of => elementsOf(of).some(k => known.has(k))).map(({ name }) => name));
  }

  function blockOf(names: readonly string[], places: readonly number[], of: ReturnType<typeof equationsOf>): Block {
    return { number: isApart ? -1 - graph.blocks.size : graph.blocks.size, names, places, ...of };
  }

  /** False where numbers and arrays of a size that is known at run time need each other, which is reported. */
  function areOfArrays(members: readonly number[], span: Span): boolean {
    const other = members.find(k => elements[k]!.index === null);
    if (other === undefined) return true;
    const array = elements[members.find(k => elements[k]!.index !== null)!]!;
    const message = `'${elements[other]!.name}' and '${array.declared.name}', an array of a size that is known at run time, need each other`;
    report.error('WG224', span, message, 'give the size as a number: all elements are solved together then');
    return false;
  }

  /** What an element starts from; one without is reported. */
  function startOf({ start, declared, name }: Element): Node {
    if (start !== null) return start;
    report.error(
      'WG222',
      declared,
      `implicit '${declared.name}' has no start, and '${name}' is not said by its equation`,
    );
    report.stopOnErrors();
    throw new Error('internal error: a fault that is not reported');
  }

  function solved(model: Model): Model {
    const { has, determines } = incidence();
    const matching = matched(determines);
    checkStructure(has, matching);
    report.stopOnErrors();
    const blocks = blocksOf(has, matching);
    const saying = sayingOf(blocks, matching.equationOf);
    const left = unknowns.filter(of => !saying.has(of));
    const inState = left.filter(({ offset }) => !isOfTurns(offset));
    const places = new Map(inState.flatMap(of => elementsOf(of)).map((k, place) => [k, place]));
    const isSaid = new Set([...saying].flatMap(elementsOf));
    const leaves: Node[] = [];
    for (let node = 0; node < graph.size; node++) if (graph.operation[node] === UNKNOWN) leaves.push(node);
    const known = new Map<Node, Node>();
    const rule = createBuilder(graph, { derivative: false, algebraic: false });
    const at = (nodes: readonly Node[]): Node[] => replaced(graph, rule, nodes, known, 'apply');
    for (const members of blocks) {
      const own = members.map(k => equations[matching.equationOf[k]!]!);
      const spans = own.map(({ span }) => span);
      if (members.some(k => elements[k]!.index !== null)) {
        if (areOfArrays(members, spans[0]!))
          solveArrays(lowering, {
            numbers: members,
            elements,
            equations: own,
            bases,
            leaves,
            known,
            rule: rule.at(spans[0]!),
            at,
            check: (inside, domain) => check(inside, spans, domain),
            blockOf: (names, of) => blockOf(names, [], of),
          });
        report.stopOnErrors();
        continue;
      }
      const unknown = members.map(k => elements[k]!.leaf);
      const residuals = at(own.map(({ residual }) => residual));
      const isBase = members.length === 1 && elements[members[0]!]!.of !== null;
      if (isSaid.has(members[0]!) || (isBase && isSaidAlone(members[0]!, matching.equationOf))) {
        const [said] = nodesOf(apart(saidBy(graph, residuals[0]!, unknown[0]!)!));
        known.set(unknown[0]!, said!);
        continue;
      }
      const { inside, outside } = cutAt(graph, residuals, unknown);
      check(inside, spans, domainOf(graph, unknown[0]!));
      const starts = at(members.map(k => startOf(elements[k]!)));
      const early = members.find((_, i) => isMadeOf(graph, starts[i]!, node => graph.operation[node] === UNKNOWN));
      if (early !== undefined) {
        const { declared, name } = elements[early]!;
        report.error(
          'WG222',
          declared,
          `the start of '${name}' depends on what is not solved before it`,
          'start from inputs',
        );
      }
      const block = blockOf(
        members.map(k => elements[k]!.name),
        isOfTurns(members[0]!) ? [] : members.map(k => places.get(k)!),
        equationsOf(graph, { inside, outside, leaves: unknown, residuals }),
      );
      const made = solve(graph, k => rule.at(own[k]!.span), block, outside, starts);
      for (const [i, root] of made.entries()) known.set(unknown[i]!, root);
    }
    report.stopOnErrors();
    const placed = inState.map(of => ({ ...of, offset: places.get(of.offset)! }));
    const rowUnknowns = left.filter(of => !inState.includes(of));
    const withoutDefinition = new Set(
      unknowns
        .filter(of =>
          elementsOf(of).some(k => elements[k]!.index !== null || equations[matching.equationOf[k]!]!.of !== k),
        )
        .map(({ name }) => name),
    );
    const statements = model.statements.map(of =>
      withoutDefinition.has(of.name) ? { ...of, hasMultiplier: false as const } : of,
    );
    return withSolutions({ ...model, statements, unknowns: placed, rowUnknowns }, at);
  }

  return { solved, ofRows: foundOfRows };
}
