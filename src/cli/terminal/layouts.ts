// Tables of formulas in the formats that commands write them in; of Markdown and LaTeX what stands between them, too.

import { table } from './columns.js';

export type LayoutName = 'text' | 'markdown' | 'latex';

export interface Layout {
  table(head: readonly string[], rows: readonly (readonly string[])[]): string;
  note(text: string): string;
}

export const LAYOUTS: Readonly<Record<LayoutName, Layout>> = {
  text: {
    table: (head, rows) => table([head, ...rows]),
    note: text => `${text}\n`,
  },
  markdown: {
    table(head, rows) {
      const code = (cell: string): string => (cell === '' ? '' : codeOf(cell.replaceAll('|', '\\|')));
      const lines = [head, head.map(() => '---'), ...rows.map(row => row.map(code))];
      return `${lines.map(cells => `| ${cells.join(' | ')} |`).join('\n')}\n`;
    },
    note: text => `${text}\n`,
  },
  latex: {
    table(head, rows) {
      const titles = head.map(title => `\\text{${title}}`).join(' & ');
      const lines = rows.map(row => row.join(' & ')).join(' \\\\\n');
      return `\\begin{array}{${'l'.repeat(head.length)}}\n${titles} \\\\\n\\hline\n${lines}\n\\end{array}\n`;
    },
    note: text => `% ${text}\n`,
  },
};

/** Text of one line as code of Markdown, whatever is in it. */
function codeOf(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(run => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? fence + text + fence : `${fence} ${text} ${fence}`;
}
