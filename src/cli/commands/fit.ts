// `wengert fit`: from a model and a file of data to parameters.

import { command } from '../command.js';
import { fitOptions } from './fit-options.js';

export const fit = command({
  name: 'fit',
  description: 'parameters of a model from data, with their errors',
  argument: {
    flags: '[model...]',
    description: "file or formula; of one without declarations names of columns are data, as in 'y = a*x + b'",
  },
  options: fitOptions,
  async action({ positionals, flags, streams, signal }) {
    // Loaded when asked for: readers of data are of no use to the other commands.
    const { fitAction } = await import('../fit-reports.js');
    return fitAction(positionals, flags, streams, signal);
  },
});
