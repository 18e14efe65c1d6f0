// `--plot fit.svg`: data with what the model says of them, and what it leaves. Of one column that predictions are made from
// there is a curve; of several, responses over predictions.

import { chartFile } from '../../draw/chart-file.js';
import * as Plot from '../../draw/plotting.js';
import { shorten } from '../../source.js';

export interface Plotted {
  readonly title: string;
  readonly response: string;
  /** Name of the one column that predictions are made from; null for others. */
  readonly predictor: string | null;
  /** Rows, or some of them: x is the predictor's, or the prediction. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly residual: number }[];
  /** Empty without a predictor. */
  readonly curve: readonly { readonly x: number; readonly y: number }[];
  /** How many rows there are. */
  readonly rows: number;
}

const WIDTH = 720;
const TOP = 340;
const BELOW = 200;
const MARGIN_LEFT = 70;

/** Dots that are seen on white and on black. */
const DOT = '#2f8fc4';

/** A file of its own. */
export function plotFile(plotted: Plotted): string {
  const document = Plot.emptyDocument();
  const { title, response, predictor, points, curve, rows } = plotted;
  const own = {
    document,
    width: WIDTH,
    marginLeft: MARGIN_LEFT,
    marginRight: 20,
    style: { background: 'transparent', fontFamily: 'system-ui, sans-serif', fontSize: '13px' },
  };
  const xs = points.map(({ x }) => x);
  const domain: [number, number] = [Math.min(...xs), Math.max(...xs)];
  const x = {
    domain: domain[0] === domain[1] ? [domain[0] - 1, domain[1] + 1] : domain,
    nice: true,
    labelAnchor: 'center' as const,
  };
  const dots = { r: points.length > 500 ? 1.5 : 3, fillOpacity: points.length > 500 ? 0.4 : 0.7 };
  const diagonal = domain.map(of => ({ x: of, y: of }));
  const line = predictor === null ? diagonal : curve;
  const upper = Plot.plot({
    ...own,
    height: TOP,
    ariaLabel:
      predictor === null
        ? `${response} over its prediction`
        : `${response} over ${predictor}, with the curve of the model`,
    marginTop: 30,
    marginBottom: 36,
    x: { ...x, label: null },
    y: { label: response, grid: true, nice: true },
    marks: [
      Plot.dot(points, { x: 'x', y: 'y', fill: DOT, ...dots }),
      Plot.line(line, { x: 'x', y: 'y', stroke: '#d0427f', strokeWidth: 2 }),
    ],
  });
  const lower = Plot.plot({
    ...own,
    height: BELOW,
    ariaLabel: 'what the model leaves',
    marginTop: 34,
    marginBottom: 44,
    x: { ...x, label: predictor ?? `prediction of ${response}` },
    y: { label: 'residual', grid: true, nice: true },
    marks: [Plot.ruleY([0], { stroke: '#d0427f' }), Plot.dot(points, { x: 'x', y: 'residual', fill: DOT, ...dots })],
  });
  const drawn = ([upper, lower] as unknown as { outerHTML: string }[]).map(({ outerHTML }) =>
    outerHTML.replace('<svg ', '<svg role="img" '),
  );
  const some = points.length < rows ? ` (${points.length} of ${rows} rows)` : '';
  return chartFile(drawn, shorten(title, 60) + some, WIDTH);
}
