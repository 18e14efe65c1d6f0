// What no query has, and what a dialect has not: said where the formula has it.

import { createReport, formulaError } from '../../diagnostic.js';
import { constantValue, type Graph, isLeaf, type Node, operandsOf, operationOf, originOf } from '../../graph/graph.js';
import { ROWS } from '../../lower/lowering.js';
import type { PlainLine, PlainLoop, PlainSection } from '../../schedule/nest.js';
import type { Source } from '../../source.js';
import type { Dialect } from './dialect.js';

/**
 * @param having dialects that have an operation, or do without it, by its name
 * @throws FormulaError that names all operations that a query cannot have
 */
export function refuseOperations(
  graph: Graph,
  dialect: Dialect,
  source: Source | null,
  having: (name: string) => readonly string[],
): void {
  const report = createReport(source);
  const said = new Set<string>();
  for (let node = 0; node < graph.size; node++) {
    const reason = isLeaf(graph, node) ? null : reasonOf(graph, dialect, node, having);
    if (reason === null || said.has(reason.message)) continue;
    said.add(reason.message);
    const origin = originOf(graph, node);
    report.error('WG406', origin.start < 0 ? null : origin, reason.message, reason.help);
  }
  report.stopOnErrors();
}

/** Operations of a graph, by name, of which a dialect has no form. */
export function lackedBy(dialect: Dialect, graph: Graph): Set<string> {
  const lacked = new Set<string>();
  for (let node = 0; node < graph.size; node++)
    if (!isLeaf(graph, node) && !hasForm(graph, dialect, node)) lacked.add(operationOf(graph, node).name);
  return lacked;
}

function hasForm(graph: Graph, dialect: Dialect, node: Node): boolean {
  const known = operandsOf(graph, node).map(of => constantValue(graph, of));
  return dialect.form(operationOf(graph, node), known.length, known) !== null;
}

function reasonOf(
  graph: Graph,
  dialect: Dialect,
  node: Node,
  having: (name: string) => readonly string[],
): { message: string; help: string } | null {
  const { form, name } = operationOf(graph, node);
  switch (form.kind) {
    case 'scan':
    case 'entry':
      return {
        message: 'a query has no recurrences: rows of a table have no order',
        help: 'write out the steps, or compile to JavaScript',
      };
    case 'several':
    case 'element':
      if (name.startsWith('solution') || name === 'solved')
        return {
          message: 'a query solves no implicit blocks',
          help: 'solve the equation for its unknown, or compile to JavaScript',
        };
      return {
        message: 'a query has no linear algebra with pivots',
        help: 'write out a small one, or compile to JavaScript',
      };
    case 'over':
      if (form.combine === 'sum' || form.combine === 'min' || form.combine === 'max') return null;
      if (form.combine === 'prod' && dialect.aggregate('prod', 'x') !== null) return null;
      return form.combine === 'prod'
        ? { message: `${dialect.title} has no product over rows`, help: 'sum the logarithms' }
        : { message: 'a query has no loops that write arrays', help: 'compile to JavaScript' };
    default:
      return hasForm(graph, dialect, node) ? null : lacking(dialect, name, having(name));
  }
}

function lacking({ title }: Dialect, name: string, having: readonly string[]): { message: string; help: string } {
  if (having.length > 0)
    return {
      message: `${title} has no '${name}'`,
      help: `dialects that can are ${having.join(', ')}; or compile to JavaScript`,
    };
  return {
    message: `no dialect of SQL has '${name}'`,
    help: 'compile to JavaScript; where it is of data alone, a column of the table may have its values',
  };
}

/** Loops over rows, in which there are no others. @throws FormulaError */
export function refuseLoop(graph: Graph, { index, sections, totals, recurrences }: PlainLoop): void {
  const isPlain = (section: PlainSection): boolean => section.kind === 'line';
  if (graph.indices[index]!.dimension === ROWS && sections.every(isPlain) && recurrences.length === 0) {
    if (totals.every(({ place, handed }) => place === null && handed === null)) return;
  }
  throw formulaError(
    'WG406',
    'a query goes over rows, and here a sum of another range is inside of them or beside them',
    'give arrays sizes that are numbers; or compile to JavaScript',
  );
}

/** The straight lines, one after another, of a loop without others inside. */
export const linesIn = ({ sections }: PlainLoop): PlainLine[] => sections as PlainLine[];
