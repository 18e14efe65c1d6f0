// What `wengert swell` tells: tables, JSON or CSV on standard output, charts and pages in files.

import path from 'node:path';
import { type Compilation, createCompilation } from '../compilation.js';
import { drawDot } from '../draw/dot.js';
import { renderSvg } from '../draw/svg.js';
import { linesOf } from '../explain/lines.js';
import { type WengertList, wengertList } from '../explain/list.js';
import type { Limits } from '../limits.js';
import type { CompileOptions } from '../options.js';
import { suggest } from '../suggest.js';
import { type Comparing, compare, SECONDS, type Subject, subjectsOf } from '../swell/comparison.js';
import { type Control, compareControls, controlsTable } from '../swell/controls.js';
import { type Family, families } from '../swell/families.js';
import { createSymbolist } from '../swell/mathjs.js';
import { WITHOUT_FORMULA } from '../swell/mathjs-statements.js';
import {
  comparisonRecord,
  csvColumns,
  csvRecord,
  detailTable,
  growthTable,
  LEGEND,
  ordersOf,
  rulesText,
  sizesOf,
  summaryText,
  type Table,
  winnerText,
} from '../swell/report.js';
import type { Comparison } from '../swell/rows.js';
import { withLimits } from '../within-limits.js';
import type { FormulaInput } from './files/inputs.js';
import { writeFiles } from './files/output.js';
import { table } from './terminal/columns.js';
import { usageError } from './terminal/failure.js';
import { printJSON } from './terminal/json.js';
import { createProgress } from './terminal/progress.js';
import { DONE, type Streams } from './terminal/streams.js';

const HIGHEST_ORDER = 4;
const LARGEST = 1000;
const DEFAULT_SIZES = Array.from({ length: 20 }, (_, i) => i + 1);

/** What is asked for; undefined is what was not said. */
export interface SwellAsked {
  readonly orders: readonly number[];
  readonly family: string | undefined;
  readonly n: readonly number[] | undefined;
  readonly json: boolean;
  readonly csv: boolean;
  readonly svg: string | undefined;
  readonly html: string | undefined;
  readonly force: boolean;
  readonly limits: Partial<Limits>;
  readonly options: CompileOptions;
}

/** @param input null with `--family`. */
export async function reportSwell(input: FormulaInput | null, asked: SwellAsked, streams: Streams): Promise<number> {
  const { orders } = asked;
  const family = familyOf(input, asked);
  checkUsage(asked, family);
  const subjects = family === null ? [{ n: null, text: input!.text }] : subjectsOf(family, asked.n ?? DEFAULT_SIZES);
  const file = input?.file ?? null;
  const symbolist = createSymbolist(asked.limits.seconds ?? SECONDS, streams.directory);
  if (symbolist === null)
    streams.say("mathjs is not installed, its derivatives are left out: 'npm install mathjs' adds them\n");
  const progress = createProgress(streams, null);
  const comparing: Comparing = {
    symbolist,
    orders,
    options: { ...asked.options, ...(file !== null && { file }) },
    limits: asked.limits,
    onStage: progress.onStage,
  };
  const wantsControls = !(asked.json || asked.csv) || asked.html !== undefined;
  let comparison: Comparison;
  let controls: Control[] = [];
  try {
    comparison = await compare(subjects, comparing);
    if (wantsControls) controls = await compareControls(comparing);
  } finally {
    progress.end();
    await symbolist?.close();
  }
  const title =
    family === null ? input!.text.trim().replace(/\s*[\r\n]+\s*/g, '; ') : `${family.name}: ${family.about}`;
  await writeReports({ title, comparison, subjects, comparing, controls }, asked, streams);
  if (asked.json) streams.out(printJSON({ ...comparisonRecord(comparison), summary: summaryText(comparison) }));
  else if (asked.csv) streams.out(await csvText(comparison));
  else streams.out(reportText(shortened(title), comparison, controls, asked.options.algebraic === true));
  return DONE;
}

function familyOf(input: FormulaInput | null, { family }: SwellAsked): Family | null {
  if (family === undefined) return null;
  if (input !== null) throw usageError('--family and a formula are both given', 'give one of them');
  const names = families.map(({ name }) => name);
  const found = families.find(({ name }) => name === family);
  if (found !== undefined) return found;
  const near = suggest(family, names);
  throw usageError(
    `there is no family '${family}'`,
    near === undefined ? `the families are ${names.join(', ')}` : `did you mean '${near}'?`,
  );
}

function checkUsage({ orders, json, csv, n: sizes }: SwellAsked, family: Family | null): void {
  if (orders.some(order => order < 1 || order > HIGHEST_ORDER))
    throw usageError(`--orders are 1 to ${HIGHEST_ORDER}`, 'for example: --orders 1..2');
  if (json && csv) throw usageError('--json and --csv are both given', 'give one of them');
  if (sizes === undefined) return;
  if (family === null) throw usageError('--n needs --family', `for example: --family ${families[0]!.name} --n 1..20`);
  if (sizes.some(n => n < 1 || n > LARGEST)) throw usageError(`--n is 1 to ${LARGEST}`);
  if (sizes.every(n => n < family.first)) throw usageError(`the family '${family.name}' starts at n = ${family.first}`);
}

interface Reported {
  readonly title: string;
  readonly comparison: Comparison;
  readonly subjects: readonly Subject[];
  readonly comparing: Comparing;
  readonly controls: readonly Control[];
}

async function writeReports(reported: Reported, { svg, html, force }: SwellAsked, streams: Streams): Promise<void> {
  const write = (name: string, text: string, option: string): void =>
    writeFiles([{ file: path.resolve(streams.directory, name), shown: name, text, option }], force);
  const { title, comparison } = reported;
  if (svg !== undefined) {
    const { comparisonFile } = await import('../swell/chart.js');
    write(svg, comparisonFile(comparison, title), '--svg');
  }
  if (html !== undefined) {
    const { htmlReport } = await import('../swell/html.js');
    const drawing = await drawingOf(reported);
    write(html, await htmlReport({ ...reported, ...(drawing !== null && { drawing }) }), '--html');
  }
}

/** Nodes beyond which a smaller member of a family is drawn. */
const MOST_DRAWN = 60;

/** The graph of the largest formula that can be read, or of the smallest there is. */
async function drawingOf({ subjects, comparing, title }: Reported): Promise<string | null> {
  let chosen: { compilation: Compilation; list: WengertList } | null = null;
  for (const { text } of subjects) {
    if (text === null) continue;
    const compilation = createCompilation(text, comparing.options, true);
    const list = withLimits(compilation.model, () => wengertList(compilation));
    if (chosen !== null && list.nodes.length > MOST_DRAWN) break;
    chosen = { compilation, list };
  }
  if (chosen === null) return null;
  const dot = drawDot(chosen.list, { title, numbers: null, adjoint: false, lineOf: linesOf(chosen.compilation) });
  return renderSvg(dot, title);
}

async function csvText(comparison: Comparison): Promise<string> {
  const { stringify } = await import('csv-stringify/sync');
  return stringify(comparison.rows.map(csvRecord), { header: true, columns: [...csvColumns] });
}

const LONGEST_TITLE = 200;
const shortened = (text: string): string => (text.length > LONGEST_TITLE ? `${text.slice(0, LONGEST_TITLE)}…` : text);

const textOf = ({ title, head, left, rows }: Table): string =>
  `${title}\n${table(
    [head, ...rows],
    head.flatMap((_, i) => (left.includes(i) ? [] : [i])),
  )}`;

/** What numbers of a program with implicit blocks leave out. */
function solvedText({ rows }: Comparison): string[] {
  const isImplicit = rows.some(row => 'reason' in row && row.reason.startsWith(WITHOUT_FORMULA));
  return isImplicit
    ? ['Implicit unknowns are letters: operations leave out what solves their equations; ns has it.']
    : [];
}

function reportText(title: string, comparison: Comparison, controls: Reported['controls'], algebraic: boolean): string {
  const sizes = sizesOf(comparison);
  // Words before the tables that use them; what was found comes last, where a terminal stops.
  const parts = [title, `${[...LEGEND, ...rulesText(algebraic), ...solvedText(comparison)].join('\n')}\n`];
  for (const order of ordersOf(comparison)) {
    if (sizes.length > 1) parts.push(textOf(growthTable(comparison, order)));
    parts.push(textOf(detailTable(comparison, sizes.at(-1) ?? null, order)));
    const winner = winnerText(comparison, order);
    if (winner !== null) parts.push(`${winner}\n`);
  }
  parts.push(textOf(controlsTable(controls)), summaryText(comparison));
  return `${parts.join('\n')}\n`;
}
