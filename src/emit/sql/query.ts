// A function as one query: stages that run once are sub-selects of one row, passes over rows are aggregates over the table, and
// each is a common table expression, the last stage the query itself.

import { resultsOf, type ScheduledFunction } from '../../exports/plan.js';
import type { ExportName } from '../../exports/table.js';
import { type Node, operationOf } from '../../graph/graph.js';
import { type Rebuilt, rebuild } from '../../graph/rebuild.js';
import { type DifferentiatedModel, hasData } from '../../lower/model.js';
import type { OperationName } from '../../ops/operation.js';
import { nestOf, type PlainLine, type PlainSection } from '../../schedule/nest.js';
import { allResults } from '../../schedule/sections.js';
import { extremaOf } from '../extrema.js';
import { choosingOnce } from './chosen-forms.js';
import type { Dialect } from './dialect.js';
import { dialects } from './dialects.js';
import { type Item, writeLine } from './levels.js';
import { createNames } from './names.js';
import { writeLeftOut, writePass } from './pass.js';
import { lackedBy, linesIn, refuseLoop, refuseOperations } from './refused.js';
import { columnsOf } from './result-columns.js';
import { indented, selectLines } from './select.js';
import { slotsOf } from './slots.js';
import { cellsOf, checkSettings, type TableSettings, tableNames } from './table.js';
import {
  columnOf,
  cutAtHoles,
  foreign,
  isSizeOfRows,
  keysOf,
  newScope,
  PARAMETERS,
  readerOf,
  type Scope,
  selecting,
  type Writing,
} from './writing.js';
import type { WrittenQuery } from './written.js';

/** @throws FormulaError for settings that mean nothing, and for operations that there are none of in the dialect */
export function writeQuery(
  model: DifferentiatedModel,
  exports: readonly ExportName[],
  { plan }: ScheduledFunction,
  given: Dialect,
  settings: TableSettings,
): WrittenQuery {
  const { by = [] } = settings;
  const dialect = choosingOnce(given);
  checkSettings(settings, hasData(model));
  const { graph: rewritten, nodes } = inWordsOf(dialect, plan);
  refuseOperations(rewritten, dialect, model.source, name => having(name, plan));
  const nodeNames: (string | undefined)[] = [];
  const keep = new Set<Node>();
  for (const [node, moved] of nodes.entries()) {
    if (moved === -1) continue;
    nodeNames[moved] ??= plan.names[node];
    if (plan.keep.has(node)) keep.add(moved);
  }
  const names = createNames([...by, PARAMETERS, ...tableNames(settings)]);
  const wanted = resultsOf(plan).stored.map(node => nodes[node]!);
  const { resultColumns, pieces } = columnsOf(rewritten, wanted, model, exports, names);
  const results = { returned: [], stored: resultColumns.map(({ node }) => node) };
  const { graph, sections, names: ownNames } = nestOf({ graph: rewritten, results, keep, names: nodeNames }, true);
  const counts = hasData(model) ? { rows: names.claim('rows'), missing: names.claim('missing') } : null;
  const writing: Writing = {
    ...{ dialect, settings, by, graph, names, counts },
    nodeNames: ownNames,
    slots: slotsOf(model, by.length > 0, names),
    cells: cellsOf(model, settings),
    ...{ parameters: [], groupColumns: [], tables: [], made: new Map(), rowsIn: null },
  };
  const needsRows = extremaOf(model).size > 0;
  writeSections(writing, sections.slice(0, -1));
  const last = sections.at(-1) as PlainLine;
  const final = finalLines(
    writing,
    last,
    resultColumns.map(({ name }) => name),
    needsRows,
  );
  return {
    ...cutAtHoles([...withTables(writing), ...final.lines].join('\n')),
    parameters: writing.parameters,
    pieces,
    columns: final.columns,
    ...{ rows: counts?.rows ?? null, missing: counts?.missing ?? null },
    keys: by,
    groupColumns: writing.groupColumns,
    needsRows,
  };
}

/** The program in operations that the dialect has, as far as it knows how. */
function inWordsOf({ rewritten }: Dialect, plan: ScheduledFunction['plan']): Rebuilt {
  const nameOf = (node: Node): OperationName => operationOf(plan.graph, node).name as OperationName;
  const mode = { derivative: false, algebraic: false, settled: true };
  return rebuild(plan.graph, allResults(resultsOf(plan)), mode, {
    concerns: node => Object.hasOwn(rewritten, nameOf(node)),
    replace: (build, node, operands) => rewritten[nameOf(node)]!(build, operands),
  });
}

/** Dialects in whose words the program is without an operation that they have not. */
const having = (name: string, plan: ScheduledFunction['plan']): string[] =>
  dialects.filter(of => !lackedBy(of, inWordsOf(of, plan).graph).has(name)).map(of => of.name);

/** Every section but the last as a table of its own. */
function writeSections(writing: Writing, sections: readonly PlainSection[]): void {
  const { graph, names, counts } = writing;
  let [passes, stages] = [0, 0];
  const readsSize = ({ links }: PlainLine): boolean => links.imports.some(node => isSizeOfRows(graph, node));
  const pass = (loop: Parameters<typeof writePass>[1]): void =>
    writePass(writing, loop, names.claim(`pass_${++passes}`));
  for (const section of sections) {
    if (section.kind === 'loop') refuseLoop(graph, section);
    // The first pass counts rows, and nothing before it may need to know.
    if (writing.rowsIn === null && (section.kind === 'loop' ? linesIn(section) : [section]).some(readsSize)) pass(null);
    if (section.kind === 'loop') pass(section);
    else writeStage(writing, section, names.claim(`stage_${++stages}`));
  }
  if (counts !== null && writing.rowsIn === null) pass(null);
}

/** A line that is not the last one. */
function writeStage(writing: Writing, line: PlainLine, table: string): void {
  const { dialect, names, made, tables } = writing;
  const scope = newScope();
  const levels: Item[][] = [];
  const read = writeLine(line, dialect, names, levels, readerOf(writing, scope, line));
  const items = line.links.exports.map((node, i): Item => {
    const { text, reads } = read(line.results.returned[i]!);
    const name = columnOf(writing, { text, reads }) ?? names.temporary();
    made.set(node, { table, column: name });
    return { name, text, reads };
  });
  const base = { items: null, from: joined(writing, scope) };
  tables.push({
    name: table,
    lines: selectLines({ base, levels, last: [...keysOf(writing), ...items], ...selecting(writing) }),
  });
}

/** @param needsRows there are no results of no rows */
function finalLines(writing: Writing, line: PlainLine, columns: readonly string[], needsRows: boolean) {
  const { dialect, names, counts, settings } = writing;
  const scope = newScope();
  const levels: Item[][] = [];
  const read = writeLine(line, dialect, names, levels, readerOf(writing, scope, line));
  const rows = counts === null ? null : foreign(writing, scope, { table: writing.rowsIn!, column: counts.rows });
  const last = keysOf(writing);
  for (const [i, name] of columns.entries()) {
    const { text, reads } = read(line.results.stored[i]!);
    const isGuarded = needsRows && rows !== null;
    last.push({
      name,
      text: isGuarded
        ? `CASE WHEN ${rows.text} > ${dialect.number(0)} THEN ${text} ELSE ${dialect.number(Number.NaN)} END`
        : text,
      reads: isGuarded ? new Set([...reads, counts!.rows]) : reads,
    });
  }
  if (counts !== null) {
    const table = settings.missing === 'drop' ? names.claim('left_out') : writing.rowsIn!;
    if (settings.missing === 'drop') writeLeftOut(writing, table);
    const missing = foreign(writing, scope, { table, column: counts.missing });
    last.push({ name: counts.rows, ...rows! }, { name: counts.missing, ...missing });
  }
  const base = { items: null, from: joined(writing, scope) };
  return {
    lines: selectLines({ base, levels, last, ...selecting(writing) }),
    columns: last.map(({ name }) => name),
  };
}

/** Tables of one row, or of one for each group, next to each other, from `FROM` on; nothing where none is read. */
function joined({ by, dialect }: Writing, { tables }: Scope): string[] {
  const { identifier } = dialect;
  const isGrouped = by.length > 0;
  const all = isGrouped && tables.size === 0 ? [PARAMETERS] : [...tables];
  const using = isGrouped ? ` USING (${by.map(identifier).join(', ')})` : '';
  const join = isGrouped ? 'JOIN' : 'CROSS JOIN';
  return all.map((table, i) => (i === 0 ? `FROM ${identifier(table)}` : `${join} ${identifier(table)}${using}`));
}

function withTables({ tables, dialect }: Writing): string[] {
  return tables.flatMap(({ name, lines }, i) => [
    `${i === 0 ? 'WITH ' : ''}${dialect.identifier(name)} AS (`,
    ...indented(lines),
    i === tables.length - 1 ? ')' : '),',
  ]);
}
