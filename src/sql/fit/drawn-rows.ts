// Some rows of a table, at random, for a drawing: the only rows that ever leave the engine.

import { dialectNamed } from '../../emit/sql/dialects.js';
import { tableText } from '../../emit/sql/table.js';
import { type Rows, rowsOf } from '../../solve/rows.js';
import { columnsOf, type TableFit } from './table-fit.js';

/** @param most of the sample that settings name @throws what the engine throws */
export async function drawnRows({ read, run, settings }: TableFit, most: number): Promise<Rows> {
  const dialect = dialectNamed(settings.dialect);
  const { identifier } = dialect;
  const widths = read.data.map(({ nodes }) => nodes.length);
  const cells = columnsOf(read, settings)
    .flat()
    .map(name => `${identifier('d')}.${identifier(name)}`);
  const items = cells.map((cell, i) => `${dialect.cell(cell)} AS ${identifier(`c${i}`)}`);
  const isMissing = [...new Set(cells)].map(cell => dialect.missing(cell)).join(' OR ');
  const text = `SELECT ${items.join(', ')}
FROM ${tableText(dialect, settings)} AS ${identifier('d')}
WHERE NOT (${isMissing})
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
