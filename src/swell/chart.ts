// The comparison as SVG charts, drawn by Observable Plot in a document of its own.
//
// Colours of the six pipelines keep apart for colour-blind readers and stand out on white and on black; text and axes take
// the page's colour, and a file of its own follows the reader's light or dark setting.

import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { chartFile } from '../draw/chart-file.js';
import { logOf } from './growth.js';
import { derivativeName, ordersOf, sizeOf, sizesOf } from './report.js';
import { type Comparison, isStopped, pipelines, type Row } from './rows.js';

const COLOURS = ['#a0695f', '#e07b39', '#c9a227', '#7a8bd4', '#2a9d8f', '#d0427f'];
const WIDTH = 720;
const HEIGHT = 400;
const BAR_HEIGHT = 260;

/** Rows of one order with the logarithm that is drawn: counts may exceed every floating-point number. */
function points({ rows }: Comparison, order: number) {
  return rows
    .filter((row): row is Row => row.order === order && !isStopped(row) && sizeOf(row) > 0n)
    .map(row => ({ ...row, log: logOf(sizeOf(row)) }));
}

type PlotDocument = NonNullable<Plot.PlotOptions['document']>;

/** What is used of an element. */
interface Drawing {
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
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

const shared = (all: readonly Point[]) => ({
  width: WIDTH,
  color: { domain: [...pipelines], range: COLOURS },
  style: { background: 'transparent', fontFamily: 'system-ui, sans-serif', fontSize: '13px' },
  ticks: ticks(all),
});

function lines(all: readonly Point[], order: number, document: PlotDocument): Drawing {
  const { ticks: at, ...options } = shared(all);
  const last = pipelines.flatMap(pipeline => all.filter(point => point.pipeline === pipeline).slice(-1));
  const largest = Math.max(...all.map(({ n }) => n!));
  const atEnd = last.filter(({ n }) => n === largest);
  const stopped = last.filter(({ n }) => n !== largest);
  // Beside its line's end, on the side that has room.
  const middle = (largest + Math.min(...all.map(({ n }) => n!))) / 2;
  const stops = { x: 'n', y: 'log', text: (point: Point) => `${point.pipeline} stops`, ...LABEL } as const;
  const symbol = {
    domain: [...pipelines],
    range: ['circle', 'square', 'triangle', 'diamond', 'cross', 'star'] as const,
  };
  const sizes = all.map(({ n }) => n!);
  return Plot.plot({
    ...options,
    document,
    height: HEIGHT,
    marginRight: 130,
    marginLeft: 60,
    marginTop: 36,
    marginBottom: 46,
    symbol: { ...symbol, range: [...symbol.range] },
    x: { label: 'n', labelAnchor: 'center', ticks: Math.min(10, new Set(sizes).size), tickFormat: 'd' },
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
      Plot.text(atEnd, { ...spread(atEnd), textAnchor: 'start', dx: 10 }),
      Plot.text(
        stopped.filter(({ n }) => n! > middle),
        { ...stops, textAnchor: 'end', dx: -2, dy: -12 },
      ),
      Plot.text(
        stopped.filter(({ n }) => n! <= middle),
        { ...stops, textAnchor: 'start', dx: 12, dy: -13 },
      ),
    ],
  }) as unknown as Drawing;
}

/** Text in its line's colour, on a rim of the page's, so that lines behind it do not cross it. */
const LABEL = { fill: 'pipeline', stroke: 'var(--page, none)', strokeWidth: 4, fontWeight: 600 } as const;

/** Labels at the ends of lines, moved apart where lines end close together. */
function spread(last: readonly Point[]): Plot.TextOptions {
  const range = Math.max(1, ...last.map(({ log }) => log));
  const gap = (16 / (HEIGHT - 70)) * range;
  const at = new Map<Point, number>();
  let below = Number.NEGATIVE_INFINITY;
  for (const point of last.toSorted((a, b) => a.log - b.log)) {
    below = Math.max(point.log, below + gap);
    at.set(point, below);
  }
  return { x: 'n', y: (point: Point) => at.get(point)!, text: 'pipeline', ...LABEL } as Plot.TextOptions;
}

function bars(all: readonly Point[], order: number, document: PlotDocument): Drawing {
  const { ticks: at, ...options } = shared(all);
  return Plot.plot({
    ...options,
    document,
    height: BAR_HEIGHT,
    marginLeft: 150,
    marginRight: 90,
    x: {
      label: `operations (${derivativeName(order)}), log scale →`,
      ticks: at,
      tickFormat: powerOfTen,
      grid: true,
      zero: true,
    },
    y: { label: null, domain: [...pipelines] },
    marks: [
      Plot.barX(all, { x1: 0, x2: 'log', y: 'pipeline', fill: 'pipeline' }),
      Plot.text(all, {
        x: 'log',
        y: 'pipeline',
        text: (point: Point) => String(sizeOf(point)),
        textAnchor: 'start',
        dx: 6,
      }),
    ],
  }) as unknown as Drawing;
}

/** One chart for each order, with what it shows; as elements of an HTML page. */
export function charts(comparison: Comparison): { readonly order: number; readonly svg: string }[] {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  return ordersOf(comparison).flatMap(order => {
    const all = points(comparison, order);
    if (all.length === 0) return [];
    const draw = sizesOf(comparison).length > 1 ? lines : bars;
    // linkedom's document has all that Plot asks of one.
    const svg = draw(all, order, document as unknown as PlotDocument);
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', `Operations of ${derivativeName(order)} by way of differentiating`);
    return [{ order, svg: svg.outerHTML }];
  });
}

/** All orders below one another, as a file of its own. */
export const comparisonFile = (comparison: Comparison, title: string): string =>
  chartFile(
    charts(comparison).map(({ svg }) => svg),
    title,
    WIDTH,
  );
