// Some rows of a table, at random, for a drawing: the only rows that ever leave the engine.

import { dialectNamed } from '../../emit/sql/dialects.js';
import { columnsOf, columnThere, fromTable, isAnyMissing } from '../../emit/sql/table.js';
import { type Rows, rowsOf } from '../../solve/rows.js';
import type { TableFit } from './table-fit.js';

/** @param most of the sample that settings name @throws what the engine throws */
export async function drawnRows({ read, run, settings }: TableFit, most: number): Promise<Rows> {
  const dialect = dialectNamed(settings.dialect);
  const { identifier } = dialect;
  const widths = read.data.map(({ nodes }) => nodes.length);
  const names = read.data.flatMap(input => columnsOf(input, settings));
  const items = names.map((name, i) => `${dialect.cell(columnThere(dialect, name))} AS ${identifier(`c${i}`)}`);
  const text = `SELECT ${items.join(', ')}
${fromTable(dialect, settings)}
WHERE NOT (${isAnyMissing(dialect, names)})
ORDER BY random()
LIMIT ${most}`;
  const rows = await run(text, [], []);
  let next = 0;
  const columns = widths.map(width => {
    const first = next;
    next += width;
    return Float64Array.from({ length: rows.length * width }, (_, at) =>
      Number(rows[Math.floor(at / width)]![`c${first + (at % width)}`]),
    );
  });
  return rowsOf(columns, null, rows.length);
}
