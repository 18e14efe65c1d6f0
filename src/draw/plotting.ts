// What charts are drawn with: Observable Plot, in documents of linkedom's. The package has both compressed, as one file that is
// unpacked when a chart is drawn (compressed-plugin.js); so what is used of them, by the
// playground too, is named here.

import type { PlotOptions } from '@observablehq/plot';
import { parseHTML } from 'linkedom';

export type { PlotOptions } from '@observablehq/plot';
export { arrow, barX, contour, dot, line, lineY, plot, ruleY, text } from '@observablehq/plot';

export type PlotDocument = NonNullable<PlotOptions['document']>;

export function emptyDocument(): PlotDocument {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  // It has all that Plot asks of one.
  return document as unknown as PlotDocument;
}
