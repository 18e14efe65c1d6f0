// What a comparison must not hide: a formula that shares nothing, and formulas whose symbolic derivative is the smaller one.

import { shorten } from '../source.js';
import { type Comparing, compare } from './comparison.js';
import { rowFor, type Table } from './report.js';
import { type AnyRow, type Comparison, isStopped, stoppedText } from './rows.js';
import { shortBytes } from './short-numbers.js';

export interface Control {
  readonly about: string;
  readonly text: string;
  readonly comparison: Comparison;
}

const CONTROLS: readonly { about: string; text: string }[] = [
  { about: 'shares nothing', text: Array.from({ length: 12 }, (_, i) => `sin(x${i + 1})`).join(' + ') },
  { about: 'a product of two', text: 'x*y' },
  { about: 'a fraction to simplify', text: 'x/(x + 1)' },
  { about: 'constants to collect', text: '3*x^2 + 2*x + 1' },
  { about: 'powers, one operation each', text: 'x^10 + x^9' },
  { about: 'an inverse to cancel', text: 'exp(x)*exp(-x)' },
];

/** The same, whatever is compared; first order. */
export async function compareControls(comparing: Comparing): Promise<Control[]> {
  const controls: Control[] = [];
  const options = comparing.options.algebraic === true ? { algebraic: true } : {};
  for (const control of CONTROLS) {
    const comparison = await compare([{ n: null, text: control.text }], { ...comparing, orders: [1], options });
    controls.push({ ...control, comparison });
  }
  return controls;
}

export function controlsTable(controls: readonly Control[]): Table {
  const rows = controls.map(({ about, text, comparison }) => {
    const found = (['mathjs-simplified', 'symbolic-tree', 'adjoint'] as const).map(pipeline =>
      rowFor(comparison, null, 1, pipeline),
    );
    const alone = (row: AnyRow | undefined): number =>
      row === undefined || isStopped(row) ? Number.POSITIVE_INFINITY : row.derivativeOperations;
    const [simplified, textbook, code] = found.map(alone);
    const formula = Math.min(simplified!, textbook!);
    const shown = found.map(row =>
      row === undefined || isStopped(row) ? stoppedText(row) : shortBytes(row.derivativeOperations),
    );
    // What mathjs makes smaller is not known without it.
    const isKnown = shown[0] !== '–';
    const smaller = !isKnown ? '–' : formula < code! ? 'formula' : formula === code ? 'neither' : 'code';
    return [shorten(text, 40), about, ...shown, smaller];
  });
  return {
    title: 'Controls: operations of ∇f alone, with nothing to share or with something to cancel',
    head: ['formula', '', 'mathjs-simplified', 'symbolic-tree', 'adjoint', 'smaller'],
    left: [0, 1, 5],
    rows,
  };
}
