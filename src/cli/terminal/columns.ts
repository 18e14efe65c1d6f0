// Columns of text, aligned.

/** A cell that is wider stands out of its column: padding all others to it would take memory without end. */
const WIDEST = 400;

/** Rows with columns padded to the widest cell; `right` names the columns aligned to the right. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.min(Math.max(widths[i] ?? 0, cell.length), WIDEST);
  const lines = rows.map(row =>
    row
      .map((cell, i) => (right.includes(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
