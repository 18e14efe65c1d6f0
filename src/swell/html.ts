// The comparison as one page that needs nothing else: charts, tables, and both programs side by side.

import { escaped } from '../draw/markup.js';
import { codeOf } from '../evaluate.js';
import { value } from '../exports/value.js';
import { valueAndGradient } from '../exports/value-and-gradient.js';
import { LimitReached } from '../limits.js';
import type { CompileOptions } from '../options.js';
import { shorten } from '../source.js';
import { version } from '../version.js';
import { type Chart, charts, colourOf } from './chart.js';
import { compileScalar, type Subject } from './comparison.js';
import { type Control, controlsTable } from './controls.js';
import {
  derivativeName,
  detailTable,
  growthTable,
  LEGEND,
  ordersOf,
  rulesText,
  sizesOf,
  summaryText,
  type Table,
  winnerText,
} from './report.js';
import type { Comparison } from './rows.js';
import { shortCount } from './short-numbers.js';

export interface Report {
  readonly title: string;
  readonly comparison: Comparison;
  readonly subjects: readonly Subject[];
  readonly controls: readonly Control[];
  readonly comparing: { readonly options: CompileOptions };
  /** A drawing of the graph as SVG; none where no formula was made. */
  readonly drawing?: string;
}

/** Lines of code beyond which a smaller member of the family is shown, and text is cut. */
const MOST_LINES = 120;

const STYLE = `
:root{color-scheme:light dark;--page:light-dark(#fff,#16161a);--text:light-dark(#1b1b1f,#e6e6ea);--soft:light-dark(#5d5d66,#a5a5b0);--line:light-dark(#d9d9e0,#34343c);--panel:light-dark(#f6f6f8,#1f1f25)}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem;max-width:78rem;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.3rem;overflow-wrap:anywhere}h2{font-size:1.1rem;margin:2rem 0 .5rem}
.summary{font-size:1.15rem}
.wide{overflow-x:auto}
figure{margin:0 0 1rem}figure svg{max-width:100%;height:auto}
.graph{overflow-x:auto}.graph svg{max-width:none}
.narrow{display:none}
@media (max-width:40rem){.narrow{display:block}.broad{display:none}body{padding:1rem}td:first-child,th:first-child{position:sticky;left:0;background:var(--page)}}
ul.ends{list-style:none;padding:0;font-size:.85rem}ul.ends i{display:inline-block;width:.8em;height:.8em;margin-right:.5em}
table{border-collapse:collapse;font-size:.86rem;font-variant-numeric:tabular-nums;white-space:nowrap}
th,td{padding:.2rem .6rem;text-align:right;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:600}.left{text-align:left}
.programs{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,28rem),1fr));gap:1rem}
.programs>*{min-width:0}
pre{margin:0;padding:.8rem;overflow-x:auto;background:var(--panel);border:1px solid var(--line);border-radius:4px;font-size:.8rem}
p.soft{color:var(--soft);font-size:.9rem}
`;

function tableOf({ title, head, left, rows }: Table): string {
  const cells = (tag: string, row: readonly string[]): string =>
    // Over the names of rows no header says more than they do.
    row
      .map((cell, i) =>
        cell === '' ? '<td></td>' : `<${tag}${left.includes(i) ? ' class="left"' : ''}>${escaped(cell)}</${tag}>`,
      )
      .join('');
  const body = rows.map(row => `<tr>${cells('td', row)}</tr>`).join('\n');
  return `<h2>${escaped(title)}</h2>\n<div class="wide" tabindex="0"><table>\n<thead><tr>${cells('th', head)}</tr></thead>\n<tbody>\n${body}\n</tbody></table></div>`;
}

/** Code of the value, and of value and gradient, of the largest formula that fits on a page. */
function programs({ subjects, comparing }: Report): string {
  for (const { n, text } of subjects.toReversed()) {
    if (text === null) continue;
    const codes = codesOf(text, comparing.options);
    if (codes === null) continue;
    const lines = codes.map(({ code }) => code.trimEnd().split('\n'));
    if (lines.some(list => list.length > MOST_LINES) && text !== subjects[0]!.text) continue;
    const shown = codes.map(({ name }, i) => {
      const list = lines[i]!;
      const cut =
        list.length > MOST_LINES ? [...list.slice(0, MOST_LINES), `… ${list.length - MOST_LINES} lines more`] : list;
      return `<div><h2>${name}</h2>\n<pre tabindex="0">${escaped(cut.join('\n'))}</pre></div>`;
    });
    const size = n === null ? '' : ` (n = ${n})`;
    return `<h2>The formula and its gradient as code${size}</h2>\n<div class="programs">${shown.join('\n')}</div>`;
  }
  return '';
}

function codesOf(text: string, options: CompileOptions) {
  try {
    const compilation = compileScalar(text, options);
    return [value, valueAndGradient].map(row => ({
      name: row.name,
      code: codeOf(compilation.scheduled(row), compilation).text,
    }));
  } catch (error) {
    if (error instanceof LimitReached) return null;
    throw error;
  }
}

/** A chart as wide as a page or, on a phone, a narrow one above what its curves are. */
function figureOf({ svg, narrow, ends }: Chart): string {
  const list = ends
    .toSorted((a, b) => (a.size > b.size ? -1 : 1))
    .map(end => {
      const said = `${end.text}: ${shortCount(end.size)}`;
      return `<li><i style="background:${colourOf(end.pipeline)}"></i>${escaped(said)}</li>`;
    });
  const named = list.length === 0 ? '' : `<ul class="ends">${list.join('')}</ul>`;
  return `<figure class="broad">${svg}</figure>\n<figure class="narrow">${narrow}${named}</figure>`;
}

export async function htmlReport(report: Report): Promise<string> {
  const { comparison, controls, drawing } = report;
  const title = shorten(report.title, 300);
  const sizes = sizesOf(comparison);
  const drawn = charts(comparison);
  const orders = ordersOf(comparison).map(order => {
    const chart = drawn.find(other => other.order === order);
    const winner = winnerText(comparison, order);
    return [
      `<h2>${derivativeName(order)}</h2>`,
      winner === null ? '' : `<p>${escaped(winner)}</p>`,
      chart === undefined ? '' : figureOf(chart),
      sizes.length > 1 ? tableOf(growthTable(comparison, order)) : '',
      tableOf(detailTable(comparison, sizes.at(-1) ?? null, order)),
    ].join('\n');
  });
  const parts = [
    `<h1>${escaped(title)}</h1>`,
    `<p class="summary">${escaped(summaryText(comparison))}</p>`,
    `<p class="soft">${escaped(LEGEND.join(' '))}</p>`,
    ...orders,
    tableOf(controlsTable(controls)),
    drawing === undefined ? '' : `<h2>The graph</h2>\n<figure class="graph" tabindex="0">${drawing}</figure>`,
    programs(report),
    `<p class="soft">${escaped(rulesText(report.comparing.options.algebraic === true).join(' '))}</p>`,
  ];
  const head = [
    '<!doctype html>',
    `<!-- Generated by wengert ${version} -->`,
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)}</title><style>${STYLE}</style></head><body><main>`,
  ];
  return `${head.join('\n')}\n${parts.filter(part => part !== '').join('\n')}\n</main></body></html>\n`;
}
