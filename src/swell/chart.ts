// The comparison as SVG charts, drawn by Observable Plot in a document of its own.
//
// Colours of the six pipelines keep apart for colour-blind readers and stand out on white and on black; text and axes take
// the page's colour, and a file of its own follows the reader's light or dark setting.

import { chartFile } from '../draw/chart-file.js';
import * as Plot from '../draw/plotting.js';
import { logOf } from './growth.js';
import { derivativeName, ordersOf, sizeOf, sizesOf } from './report.js';
import { type Comparison, isStopped, type Pipeline, pipelines, type Row } from './rows.js';
import { shortCount } from './short-numbers.js';

const COLOURS = ['#a0695f', '#e07b39', '#c9a227', '#7a8bd4', '#2a9d8f', '#d0427f'];
const WIDTH = 720;
/** On a phone. */
const NARROW = 350;
const HEIGHT = 400;
const BAR_HEIGHT = 260;

/** Rows of one order with the logarithm that is drawn: counts may exceed every floating-point number. */
function points({ rows }: Comparison, order: number) {
  return rows
    .filter((row): row is Row => row.order === order && !isStopped(row) && sizeOf(row) > 0n)
    .map(row => ({ ...row, log: logOf(sizeOf(row)) }));
}

/** What is used of an element. */
interface Drawing {
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
  querySelectorAll(selector: string): Iterable<{ removeAttribute(name: string): void }>;
}

type Point = ReturnType<typeof points>[number];

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const powerOfTen = (log: number): string =>
  log === 0 ? '1' : log === 1 ? '10' : `10${[...String(log)].map(digit => SUPERSCRIPTS[Number(digit)]).join('')}`;

/** Whole powers of ten, a handful of them. */
function ticks(all: readonly Point[]): number[] {
  const most = Math.ceil(Math.max(1, ...all.map(({ log }) => log)));
  const step = Math.ceil(most / 8);
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
}

const shared = (width: number) => ({
  width,
  color: { domain: [...pipelines], range: COLOURS },
  style: { background: 'transparent', fontFamily: 'system-ui, sans-serif', fontSize: '13px' },
});

/** Points of a letter of a label. */
const LETTER = 8;

function lines(all: readonly Point[], order: number, document: Plot.PlotDocument, width: number): Drawing {
  const ends = endsOf(all);
  const isNarrow = width < WIDTH;
  const longest = Math.max(...ends.map(({ text }) => text.length));
  const largest = Math.max(...all.map(({ n }) => n!));
  const symbol = {
    domain: [...pipelines],
    range: ['circle', 'square', 'triangle', 'diamond', 'cross', 'star'] as const,
  };
  const sizes = all.map(({ n }) => n!);
  const at = ticks(all);
  return Plot.plot({
    ...shared(width),
    document,
    height: HEIGHT,
    marginRight: isNarrow ? 16 : 20 + longest * LETTER,
    marginLeft: 60,
    marginTop: 36,
    marginBottom: 46,
    symbol: { ...symbol, range: [...symbol.range] },
    x: { label: 'n', labelAnchor: 'center', ticks: Math.min(isNarrow ? 6 : 10, new Set(sizes).size), tickFormat: 'd' },
    y: {
      label: `operations (${derivativeName(order)}), log scale`,
      domain: [0, at.at(-1)! || 1],
      ticks: at,
      tickFormat: powerOfTen,
      grid: true,
    },
    marks: [
      Plot.line(all, { x: 'n', y: 'log', stroke: 'pipeline', strokeWidth: 1.5 }),
      Plot.dot(all, { x: 'n', y: 'log', fill: 'pipeline', stroke: 'pipeline', symbol: 'pipeline', r: 3 }),
      // Right of all lines, so that none crosses them; a narrow drawing is told of below it.
      ...(isNarrow
        ? []
        : [
            Plot.text(spread(ends), {
              x: () => largest,
              y: 'at',
              text: 'text',
              fill: 'pipeline',
              fontWeight: 600,
              textAnchor: 'start',
              dx: 10,
            }),
          ]),
    ],
  }) as unknown as Drawing;
}

/** Where curves end, those that are the same curve once. */
export interface End {
  /** The last of those that are the same, which is drawn above the others. */
  readonly pipeline: Pipeline;
  /** Names of them all, and where they stop before the others. */
  readonly text: string;
  readonly log: number;
  readonly size: bigint;
}

function endsOf(all: readonly Point[]): End[] {
  const largest = Math.max(...all.map(({ n }) => n!));
  const curves = new Map<string, { readonly names: Pipeline[]; readonly last: Point }>();
  for (const pipeline of pipelines) {
    const own = all.filter(point => point.pipeline === pipeline);
    const last = own.at(-1);
    if (last === undefined) continue;
    const key = own.map(point => `${point.n}:${sizeOf(point)}`).join(' ');
    const known = curves.get(key);
    if (known === undefined) curves.set(key, { names: [pipeline], last });
    else known.names.push(pipeline);
  }
  return [...curves.values()].map(({ names, last }) => ({
    pipeline: names.at(-1)!,
    text: `${names.join(' = ')}${last.n === largest ? '' : ` (to n = ${last.n})`}`,
    log: last.log,
    size: sizeOf(last),
  }));
}

/** Labels moved apart where curves end close together. */
function spread(ends: readonly End[]): (End & { readonly at: number })[] {
  const range = Math.max(1, ...ends.map(({ log }) => log));
  const gap = (16 / (HEIGHT - 70)) * range;
  let below = Number.NEGATIVE_INFINITY;
  return ends
    .toSorted((a, b) => a.log - b.log)
    .map(end => {
      below = Math.max(end.log, below + gap);
      return { ...end, at: below };
    });
}

/** From zero, so that lengths are in proportion: what is small beside the others is so. */
function bars(all: readonly Point[], order: number, document: Plot.PlotDocument, width: number): Drawing {
  const isNarrow = width < WIDTH;
  const sized = all.map(point => ({ ...point, size: Math.min(Number(sizeOf(point)), Number.MAX_VALUE / 2) }));
  return Plot.plot({
    ...shared(width),
    document,
    height: BAR_HEIGHT,
    marginLeft: isNarrow ? 130 : 150,
    marginRight: isNarrow ? 60 : 90,
    marginBottom: 44,
    x: {
      label: `operations (${derivativeName(order)}) →`,
      labelOffset: 38,
      ticks: isNarrow ? 3 : 8,
      tickFormat: 's',
      grid: true,
      zero: true,
    },
    y: { label: null, domain: [...pipelines] },
    marks: [
      Plot.barX(sized, { x1: 0, x2: 'size', y: 'pipeline', fill: 'pipeline' }),
      Plot.text(sized, {
        x: 'size',
        y: 'pipeline',
        text: point => shortCount(sizeOf(point)),
        textAnchor: 'start',
        dx: 6,
      }),
    ],
  }) as unknown as Drawing;
}

/** A chart with what it shows; as elements of an HTML page. */
export interface Chart {
  readonly order: number;
  readonly svg: string;
  /** The same for a phone, without the names of curves, */
  readonly narrow: string;
  /** which are these; none of bars. */
  readonly ends: readonly End[];
}

/** One chart for each order. */
export function charts(comparison: Comparison): Chart[] {
  const document = Plot.emptyDocument();
  const hasLines = sizesOf(comparison).length > 1;
  return ordersOf(comparison).flatMap(order => {
    const all = points(comparison, order);
    if (all.length === 0) return [];
    const [svg, narrow] = [WIDTH, NARROW].map(width => {
      const drawn = (hasLines ? lines : bars)(all, order, document, width);
      // A picture is one thing to those who have it read out: its marks say nothing by themselves.
      for (const part of drawn.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
      drawn.setAttribute('role', 'img');
      drawn.setAttribute('aria-label', `Operations of ${derivativeName(order)} by way of differentiating`);
      return drawn.outerHTML;
    });
    return [{ order, svg: svg!, narrow: narrow!, ends: hasLines ? endsOf(all) : [] }];
  });
}

/** The colour of a pipeline in all charts. */
export const colourOf = (pipeline: Pipeline): string => COLOURS[pipelines.indexOf(pipeline)]!;

/** All orders below one another, as a file of its own. */
export const comparisonFile = (comparison: Comparison, title: string): string =>
  chartFile(
    charts(comparison).map(({ svg }) => svg),
    title,
    WIDTH,
  );
