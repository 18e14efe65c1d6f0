// The way to a minimum as SVG: the curve or the contours of a formula of one or two parameters with the points that were gone
// through, and for any formula how value and gradient came down.

import { chartFile } from '../../draw/chart-file.js';
import * as Plot from '../../draw/plotting.js';
import type { Solution, Step } from '../../solve/minimize.js';

const WIDTH = 720;
const HEIGHT = 420;
const PATH = '#d0427f';
const VALUE = '#2a9d8f';
const GRADIENT = '#e07b39';
/** How much more than the path is drawn. */
const MARGIN = 0.15;
const CURVE_POINTS = 400;
const LEVELS = 16;
const MOST_POINTS = 1000;
const MOST_TICKS = 8;

export interface Drawn {
  readonly title: string;
  readonly sense: 'minimize' | 'maximize';
  /** The formula at other parameters. */
  readonly valueAt: (theta: readonly number[]) => number;
}

export function drawSolution(solution: Solution, drawn: Drawn): string {
  const shared = {
    document: Plot.emptyDocument(),
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 70,
    marginBottom: 46,
    style: { background: 'transparent', fontFamily: 'system-ui, sans-serif', fontSize: '13px' },
  };
  const path = thinned(solution.path ?? []);
  const names = elementNames(solution.x as Record<string, unknown>);
  const ways =
    path.length === 0
      ? []
      : names.length === 1
        ? [curve(path, names, drawn)]
        : names.length === 2
          ? [contours(path, names, drawn)]
          : [];
  const all = [...ways, ...convergence(path, solution)].map(([options, about]) => {
    const svg = Plot.plot({ ...shared, ...options }) as unknown as {
      outerHTML: string;
      setAttribute(name: string, value: string): void;
    };
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', about);
    return svg.outerHTML;
  });
  return chartFile(all, `${drawn.sense} ${drawn.title.trim().replace(/\s*[\r\n]+\s*/g, '; ')}`, WIDTH);
}

/** Of many points some, and the last. */
function thinned(path: readonly Step[]): readonly Step[] {
  const every = Math.ceil(path.length / MOST_POINTS);
  return path.filter((_, i) => i % every === 0 || i === path.length - 1);
}

type Chart = readonly [options: Plot.PlotOptions, about: string];

function elementNames(x: Record<string, unknown>): string[] {
  return Object.entries(x).flatMap(([name, value]) => {
    if (!Array.isArray(value)) return [name];
    return value.flatMap((row: unknown, i) =>
      Array.isArray(row) ? row.map((_, j) => `${name}[${i + 1},${j + 1}]`) : [`${name}[${i + 1}]`],
    );
  });
}

/** From the least to the greatest with a margin; of one number around it. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = MARGIN * (high - low) || Math.abs(low) * MARGIN || 1;
  return [low - margin, high + margin];
}

function curve(path: readonly Step[], [name]: readonly string[], { valueAt }: Drawn): Chart {
  const points = path.map(({ theta, value }) => ({ x: theta[0]!, y: value }));
  const [low, high] = rangeOf(points.map(({ x }) => x));
  const line = Array.from({ length: CURVE_POINTS + 1 }, (_, i) => {
    const x = low + ((high - low) * i) / CURVE_POINTS;
    const y = valueAt([x]);
    // A gap where there is no value.
    return { x, y: Number.isFinite(y) ? y : Number.NaN };
  });
  const options: Plot.PlotOptions = {
    x: { label: name!, labelAnchor: 'center' },
    y: { label: 'value', grid: true },
    marks: [Plot.line(line, { x: 'x', y: 'y', stroke: 'currentColor' }), ...pathMarks(points)],
  };
  return [options, `The formula as a curve over ${name}, and the points on the way`];
}

function contours(path: readonly Step[], [first, second]: readonly string[], { valueAt, sense }: Drawn): Chart {
  const points = path.map(({ theta }) => ({ x: theta[0]!, y: theta[1]! }));
  const [x1, x2] = rangeOf(points.map(({ x }) => x));
  const [y1, y2] = rangeOf(points.map(({ y }) => y));
  const sign = sense === 'maximize' ? -1 : 1;
  const best = Math.min(...path.map(({ value }) => sign * value));
  const height = Math.max(...path.map(({ value }) => sign * value)) - best || 1;
  // Levels are close together where the value is: a valley floor has some, too.
  const levelAt = (x: number, y: number): number => {
    const level = Math.log10((sign * valueAt([x, y]) - best) / height + 1e-4);
    return Number.isFinite(level) ? level : Number.NaN;
  };
  const options: Plot.PlotOptions = {
    x: { label: first!, labelAnchor: 'center', domain: [x1, x2] },
    y: { label: second!, domain: [y1, y2] },
    color: { scheme: 'YlGnBu', reverse: true },
    marks: [
      Plot.contour({
        x1,
        x2,
        y1,
        y2,
        fill: levelAt,
        stroke: 'currentColor',
        strokeOpacity: 0.25,
        thresholds: LEVELS,
        pixelSize: 4,
      }),
      ...pathMarks(points),
    ],
  };
  return [options, `Contours of the formula over ${first} and ${second}, and the points on the way`];
}

const pathMarks = (points: readonly { readonly x: number; readonly y: number }[]) => [
  Plot.line(points, { x: 'x', y: 'y', stroke: PATH, strokeWidth: 1.5 }),
  Plot.dot(points, { x: 'x', y: 'y', fill: PATH, r: 2.5 }),
  Plot.dot(points.slice(-1), { x: 'x', y: 'y', stroke: PATH, fill: 'white', strokeWidth: 2, r: 5 }),
];

/** Distance of the value from the best one, and the gradient, by iteration. What is 0 has no logarithm. */
function convergence(path: readonly Step[], { value: best }: Solution): Chart[] {
  const series = [
    { name: 'value − best', stroke: VALUE, of: ({ value }: Step) => Math.abs(value - best) },
    { name: 'gradient norm', stroke: GRADIENT, of: ({ gradientNorm }: Step) => gradientNorm },
  ];
  const points = series.flatMap(({ name, of }) =>
    path.flatMap(step => {
      const log = Math.log10(of(step));
      return Number.isFinite(log) ? [{ iteration: step.iteration, log, name }] : [];
    }),
  );
  if (points.length === 0) return [];
  const logs = points.map(({ log }) => log);
  const [low, high] = [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs))];
  const step = Math.ceil(Math.max(1, high - low) / MOST_TICKS);
  const powers = Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => low + i * step);
  const last = path.at(-1)!.iteration;
  const options: Plot.PlotOptions = {
    marginTop: 36,
    x: { label: 'iteration', labelAnchor: 'center', ticks: Math.min(10, last), tickFormat: 'd' },
    y: {
      label: 'log scale',
      domain: [low, Math.max(high, low + 1)],
      ticks: powers,
      tickFormat: log => `1e${log}`,
      grid: true,
    },
    color: { domain: series.map(({ name }) => name), range: series.map(({ stroke }) => stroke) },
    marks: series.flatMap(({ name, stroke }, i) => [
      Plot.line(
        points.filter(point => point.name === name),
        { x: 'iteration', y: 'log', stroke: 'name', strokeWidth: 1.5 },
      ),
      // Curves come down to the right: there is room above.
      Plot.text([name], { frameAnchor: 'top-right', dy: 18 * i, fill: stroke, fontWeight: 600 }),
    ]),
  };
  return [[options, 'How far the value is from the best one, and the norm of the gradient, by iteration']];
}
