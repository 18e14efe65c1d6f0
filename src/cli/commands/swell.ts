// `wengert swell`: how large derivatives are as symbolic expressions, over shared nodes, and as straight-line code.

import { families } from '../../swell/families.js';
import { command } from '../command.js';
import { readOneInput } from '../files/inputs.js';
import { wholeRange } from '../option-values.js';
import { force, formulaOptions, optionsOf } from '../shared-options.js';

export const swell = command({
  name: 'swell',
  description: 'how large derivatives are as formulas and as code',
  options: {
    ...formulaOptions,
    orders: {
      flags: '--orders <1..4>',
      description: 'orders of derivatives, one or a range (default: 1); each stops after 10 s or --limit seconds',
      read: wholeRange,
    },
    family: {
      flags: '--family <name>',
      description: `in place of a formula, one that grows with n: ${families.map(({ name }) => name).join(', ')}`,
    },
    n: { flags: '--n <1..20>', description: 'sizes of the family (default: 1..20)', read: wholeRange },
    csv: { flags: '--csv', description: 'rows as CSV on standard output' },
    svg: { flags: '--svg <file>', description: 'write a chart' },
    html: { flags: '--html <file>', description: 'write a report with charts and both programs' },
    force,
  },
  async action({ positionals, flags, streams }) {
    // Loaded when asked for: charts and families are of no use to the other commands.
    const { reportSwell } = await import('../swell-reports.js');
    const given = flags.family === undefined || positionals.length > 0 || flags.formula !== undefined;
    const input = given ? await readOneInput(positionals, flags.formula, streams) : null;
    const { orders = [1], limit = {}, json = false, csv = false, force = false } = flags;
    const { family, n, svg, html } = flags;
    const asked = { orders, family, n, json, csv, svg, html, force, limits: limit, options: optionsOf(flags) };
    return reportSwell(input, asked, streams);
  },
});
