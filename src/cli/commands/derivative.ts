// `wengert derivative`: the derivative of a formula, as a formula.

import { derivative as derivativeOf } from '../../derivative/derivative.js';
import { FORMATS } from '../../derivative/notations.js';
import { command, optionRows } from '../command.js';
import { readOneInput } from '../files/inputs.js';
import { formulaOptions, optionsOf } from '../shared-options.js';
import { DONE } from '../terminal/streams.js';

const { formula, wrt, from, function: name, length, limit, json } = formulaOptions;

export const derivative = command({
  name: 'derivative',
  description: 'the derivative of a formula, written as a formula',
  options: optionRows({
    formula,
    wrt,
    from,
    function: name,
    length,
    format: {
      flags: '--format <format>',
      description: 'what it is written in',
      choices: FORMATS,
      initial: 'formula',
    },
    limit,
    json,
  }),
  async action({ positionals, flags, streams }) {
    const input = await readOneInput(positionals, flags.formula, streams);
    const { format } = flags;
    const options = { ...optionsOf(flags), ...(input.file !== null && { file: input.file }) };
    const text = derivativeOf(input.text, { ...options, format });
    streams.out(flags.json === true ? `${JSON.stringify({ derivative: text, format }, null, 2)}\n` : `${text}\n`);
    return DONE;
  },
});
