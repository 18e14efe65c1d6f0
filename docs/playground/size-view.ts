// How large the derivative is: as the textbook writes it, and as it is emitted.

import { createCompilation } from '../../src/compilation.js';
import { LimitReached } from '../../src/limits.js';
import { resultNodes } from '../../src/lower/model.js';
import { derive } from '../../src/swell/measure.js';
import { treeSize } from '../../src/swell/tree.js';
import { element, table } from './elements.js';
import type { Program } from './program.js';
import type { Shown } from './views.js';

const grouped = (count: number | bigint): string => count.toLocaleString('en');

export function createSizeView(parent: HTMLElement): Shown {
  const body = element('div');
  parent.append(body);
  let program: Program | null = null;
  return {
    show({ program: of }) {
      if (program === of) return;
      program = of;
      body.replaceChildren(...sizes(of));
    },
  };
}

function sizes({ formula, compiled, isScalar }: Program): Node[] {
  const { stats } = compiled;
  const rows = Object.entries(stats.operations).map(([name, count]) => [name, grouped(count)]);
  const counts = [
    element('p', {}, 'Operations that the emitted functions execute:'),
    table(['function', 'operations'], rows),
    table(
      ['line', 'statement', 'value', 'gradient beyond it'],
      stats.byStatement.map(({ line, text, value, gradient }) => [
        String(line),
        element('code', {}, text),
        grouped(value),
        grouped(gradient),
      ]),
    ),
  ];
  if (!isScalar || compiled.wrt.length === 0) return counts;
  const written = textbook(formula);
  if (written === null) return counts;
  const { value, gradient } = written;
  const emitted = stats.operations.valueAndGradient ?? stats.operations.gradient;
  const finding =
    `Written out, the formula has ${grouped(value)} operations and its gradient by the rules of the textbook ` +
    `${grouped(gradient)}: ${grouped(value + gradient)} for both${emitted === undefined ? '' : `. Emitted, both together take ${grouped(emitted)}`}.`;
  return [element('p', {}, finding), ...counts];
}

/** Operations of the formula and of its symbolic gradient, nothing shared; null where these are too many to find out, or there is none. */
function textbook(formula: string): { value: bigint; gradient: bigint } | null {
  try {
    const compilation = createCompilation(formula, {}, true).scratch();
    const { graph } = compilation.model;
    // An unknown that equations determine has no formula.
    if (graph.blocks.size > 0) return null;
    const value = treeSize(graph, resultNodes(compilation.model)).operations;
    const { entries } = derive(compilation, 'symbolic', 1);
    return { value, gradient: treeSize(graph, entries).operations };
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    return null;
  }
}
