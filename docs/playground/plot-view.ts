// The formula over one input with its derivative, or over two with its gradient.

import * as Plot from '@observablehq/plot';
import { element, short } from './elements.js';
import { argumentsOf, type Point, type Program, type Variable } from './program.js';
import type { Shown } from './views.js';

/** A picture with a name is one thing to those who have it read out; its marks have names of their own that say nothing. */
function asImage(figure: SVGSVGElement): void {
  if (figure.hasAttribute('aria-label')) figure.setAttribute('role', 'img');
  for (const part of figure.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
}

const SAMPLES = 241;
const GRID = 61;

export function createPlotView(parent: HTMLElement): Shown {
  const across = element('select', { 'aria-label': 'Across' });
  const up = element('select', { 'aria-label': 'Up' });
  const picture = element('div', { class: 'plot' });
  const controls = element('div', { class: 'controls' }, 'Across', across, 'up', up);
  parent.append(controls, picture);
  let program: Program | null = null;
  let point: Point = {};

  function draw(): void {
    if (program === null) return;
    const { variables } = program;
    const x = variables[Number(across.value)];
    const y = up.value === '' ? undefined : variables[Number(up.value)];
    if (!program.isScalar || x === undefined) {
      const text = x === undefined ? 'The formula takes no inputs.' : 'A plot takes a formula with one result.';
      controls.hidden = true;
      picture.replaceChildren(element('p', { class: 'hint' }, text));
      return;
    }
    controls.hidden = false;
    const width = Math.max(280, Math.min(720, parent.clientWidth || 640));
    const drawn = y === undefined || y === x ? curves(program, point, x, width) : contours(program, point, x, y, width);
    picture.replaceChildren(...drawn);
    for (const figure of picture.querySelectorAll('svg')) asImage(figure);
  }
  across.addEventListener('change', draw);
  up.addEventListener('change', draw);
  return {
    show({ program: of, point: at }) {
      point = at;
      if (program !== of) {
        program = of;
        const differentiated = of.variables.filter(({ isDifferentiated }) => isDifferentiated);
        const options = of.variables.map(({ name }, i) => ({ name, i }));
        across.replaceChildren(...options.map(({ name, i }) => element('option', { value: i }, name)));
        up.replaceChildren(
          element('option', { value: '' }, 'value and derivative'),
          ...options.map(({ name, i }) => element('option', { value: i }, name)),
        );
        across.value = String(of.variables.indexOf(differentiated[0] ?? of.variables[0]!));
        up.value = differentiated.length === 2 ? String(of.variables.indexOf(differentiated[1]!)) : '';
      }
      draw();
    },
  };
}

/** Value and slope by one variable at a point; the gradient is filled. */
function evaluator({ compiled }: Program): (args: readonly unknown[], gradient: Float64Array) => number {
  const length = compiled.wrt.reduce((sum, { shape }) => sum + shape.reduce<number>((p, n) => p * Number(n), 1), 0);
  if (length === 0) return args => compiled.value(...(args as never[])) as number;
  return (args, gradient) => compiled.valueAndGradient(...(args as never[]), gradient as never) as number;
}

/** Where in the gradient a variable is; -1 for one that is not differentiated. */
function placeOf({ compiled }: Program, variable: Variable): number {
  const { name } = compiled.inputs[variable.input]!;
  const own = compiled.wrt.find(of => of.name === name);
  return own === undefined ? -1 : own.offset! + variable.element;
}

const lengthOf = ({ variables }: Program): number =>
  variables.filter(({ isDifferentiated }) => isDifferentiated).length;

const range = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));

/** Middles of as many parts, where a contour takes its values to be. */
const middles = (low: number, high: number): number[] =>
  Array.from({ length: GRID }, (_, i) => low + ((high - low) * (i + 0.5)) / GRID);

const looks = (width: number) => ({
  width,
  // Letters are larger than those that the margins of plots are for.
  marginTop: 34,
  marginBottom: 46,
  style: { background: 'transparent', fontFamily: 'system-ui, sans-serif', fontSize: '13px' },
});

/** Numbers that a picture can show; one far out would flatten all others. */
function limits(values: readonly number[]): [number, number] | undefined {
  const finite = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (finite.length === 0) return undefined;
  const at = (share: number): number => finite[Math.floor(share * (finite.length - 1))]!;
  const [low, high] = [at(0.02), at(0.98)];
  // What is as good as constant is a level line, in the middle; its rounding is no curve.
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (finite.at(-1)! - finite[0]! <= 1e-9 * size) {
    const around = size === 0 ? 1 : size / 2;
    return [low - around, high + around];
  }
  // Where most are equal, the others are what there is to see.
  if (high === low) return [finite[0]!, finite.at(-1)!];
  const reach = high - low;
  return [Math.max(finite[0]!, low - reach), Math.min(finite.at(-1)!, high + reach)];
}

function curves(program: Program, point: Point, x: Variable, width: number): Node[] {
  const gradient = new Float64Array(lengthOf(program));
  const run = evaluator(program);
  const place = placeOf(program, x);
  const at = (value: number) => {
    const found = run(argumentsOf(program, { ...point, [x.name]: value }), gradient);
    return { x: value, value: found, slope: place === -1 ? Number.NaN : gradient[place]! };
  };
  const here = at(point[x.name]!);
  const [low, high] = windowOf(x, here.x, value => at(value).value);
  const samples = range(low, high, SAMPLES).map(at);
  const picture = (key: 'value' | 'slope', title: string, colour: string): Node[] => {
    const values = samples.map(sample => sample[key]);
    const domain = limits([...values, here[key]]);
    if (domain === undefined) return [element('p', { class: 'hint' }, `${title} is no finite number here.`)];
    // Far outside of the picture a line has no place.
    const [bottom, top] = domain;
    const isNear = (value: number): boolean => Math.abs(value - (bottom + top) / 2) < 50 * (top - bottom);
    const line = samples.map(sample => ({ x: sample.x, y: isNear(sample[key]) ? sample[key] : Number.NaN }));
    const plotted = Plot.plot({
      ...looks(width),
      height: 240,
      marginLeft: 60,
      ariaLabel: `${title} over ${x.name}`,
      x: { label: x.name, labelOffset: 42 },
      y: { label: title, domain, clamp: false, nice: true, grid: true },
      marks: [
        Plot.lineY(line, { x: 'x', y: 'y', stroke: colour, strokeWidth: 2, clip: true }),
        ...(Number.isFinite(here[key]) ? [Plot.dot([here], { x: 'x', y: key, fill: colour, r: 5 })] : []),
        ...(key === 'value' && Number.isFinite(here.slope) ? [tangent(here, low, high)] : []),
      ],
    });
    return [plotted];
  };
  return [
    ...picture('value', 'value', '#d9730d'),
    ...(place === -1 ? [] : picture('slope', `∂/∂${x.name}`, '#2a8f85')),
    element(
      'p',
      { class: 'hint' },
      `At ${x.name} = ${short(here.x)}: value ${short(here.value)}, slope ${short(here.slope)}.`,
    ),
  ];
}

/** Values that differ more are no curve to look at. */
const WIDEST = 100;
const MOST_HALVINGS = 8;

/** What is shown of a variable: as far as its bounds or, where it has none, as the values can be told apart. */
function windowOf(of: Variable, here: number, valueAt: (at: number) => number): [number, number] {
  let [low, high] = [Math.min(of.lower, here), Math.max(of.upper, here)];
  const spread = (): number => {
    const sizes = range(low, high, 25)
      .map(valueAt)
      .filter(Number.isFinite)
      .map(Math.abs)
      .sort((a, b) => a - b);
    return sizes.length === 0 ? 0 : sizes.at(-1)! / Math.max(sizes[Math.floor(sizes.length / 2)]!, 1e-3);
  };
  for (let halving = 0; halving < MOST_HALVINGS && !of.isBounded && spread() > WIDEST; halving++) {
    low = here - (here - low) / 2;
    high = here + (high - here) / 2;
  }
  return [low, high];
}

function tangent({ x, value, slope }: { x: number; value: number; slope: number }, low: number, high: number) {
  const reach = (high - low) / 8;
  const ends = [x - reach, x + reach].map(end => ({ x: end, y: value + slope * (end - x) }));
  return Plot.lineY(ends, { x: 'x', y: 'y', stroke: 'currentColor', strokeDasharray: '4 3', clip: true });
}

/** Below it colours are as far apart as values, above as their logarithms: where most values are small, these are seen too. */
function scaleOf(values: readonly number[]): number {
  const sizes = values
    .filter(Number.isFinite)
    .map(Math.abs)
    .sort((a, b) => a - b);
  return Math.max(sizes[Math.floor(sizes.length / 4)]!, sizes.at(-1)! * 1e-6, Number.MIN_VALUE);
}

const LEVELS = 18;

/** Values of lines that are as far apart as their colours. */
function levels([low, high]: readonly [number, number], scale: number): number[] {
  const to = (value: number): number => Math.sign(value) * Math.log1p(Math.abs(value) / scale);
  const back = (value: number): number => Math.sign(value) * scale * Math.expm1(Math.abs(value));
  return range(to(low), to(high), LEVELS).map(back);
}

/** Numbers for a scale of colours: where linear ones would stand at its end, and no nearer than they can be read. */
const ticks = (domain: readonly [number, number], scale: number): number[] => [
  ...new Set(
    levels(domain, scale)
      .filter((_, i) => i % 5 === 1)
      .map(value => Number(value.toPrecision(2))),
  ),
];

function contours(program: Program, point: Point, x: Variable, y: Variable, width: number): Node[] {
  const gradient = new Float64Array(lengthOf(program));
  const run = evaluator(program);
  const ends = (of: Variable): [number, number] => [
    Math.min(of.lower, point[of.name]!),
    Math.max(of.upper, point[of.name]!),
  ];
  const [left, right] = ends(x);
  const [bottom, top] = ends(y);
  const values = middles(bottom, top).flatMap(v =>
    middles(left, right).map(u => run(argumentsOf(program, { ...point, [x.name]: u, [y.name]: v }), gradient)),
  );
  const domain = limits(values);
  if (domain === undefined) return [element('p', { class: 'hint' }, 'The value is no finite number here.')];
  const scale = scaleOf(values);
  const value = run(argumentsOf(program, point), gradient);
  const [here, there] = [point[x.name]!, point[y.name]!];
  const slopes = [x, y].map(of => {
    const place = placeOf(program, of);
    return place === -1 ? 0 : gradient[place]!;
  }) as [number, number];
  // As long as a sixth of the picture, in its units.
  const [du, dv] = [slopes[0] * (right - left), slopes[1] * (top - bottom)];
  const length = Math.hypot(du, dv);
  const arrow =
    Number.isFinite(length) && length > 0
      ? [
          {
            x1: here,
            y1: there,
            x2: here + ((slopes[0] * (right - left)) / length) * ((right - left) / 6),
            y2: there + ((slopes[1] * (top - bottom)) / length) * ((top - bottom) / 6),
          },
        ]
      : [];
  const plotted = Plot.plot({
    ...looks(width),
    height: width * 0.75,
    marginLeft: 50,
    ariaLabel: `Contours over ${x.name} and ${y.name}, with the gradient`,
    x: { label: x.name, labelOffset: 42, domain: [left, right] },
    y: { label: y.name, domain: [bottom, top] },
    color: {
      type: 'symlog',
      constant: scale,
      scheme: 'viridis',
      legend: true,
      label: 'value',
      domain,
      clamp: true,
      ticks: ticks(domain, scale),
      tickFormat: short,
    },
    marks: [
      Plot.contour(values, {
        width: GRID,
        height: GRID,
        x1: left,
        y1: bottom,
        x2: right,
        y2: top,
        fill: (value: number) => value,
        stroke: 'currentColor',
        strokeOpacity: 0.35,
        thresholds: levels(domain, scale),
        clip: true,
      }),
      Plot.dot([{ x: here, y: there }], { x: 'x', y: 'y', r: 5, fill: 'white', stroke: 'black' }),
      Plot.arrow(arrow, { x1: 'x1', y1: 'y1', x2: 'x2', y2: 'y2', stroke: '#ff4d4d', strokeWidth: 3, clip: false }),
    ],
  });
  const said = `At the point: value ${short(value)}, gradient (${slopes.map(short).join(', ')}).`;
  return [plotted, element('p', { class: 'hint' }, said)];
}
