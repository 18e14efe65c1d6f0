// `wengert verify`: derivatives against independent ones.

import { command } from '../command.js';
import { readOneInput } from '../files/inputs.js';
import { ranAt } from '../formula/run-at.js';
import { wholeNumber } from '../option-values.js';
import { at, emit, formulaOptions, optionsOf, target } from '../shared-options.js';
import { verifyInput } from '../verify/verified.js';

export const verify = command({
  name: 'verify',
  description: 'derivatives against independent ones; exit 1 where they differ',
  options: {
    ...formulaOptions,
    emit,
    at: at('point to verify at; default: samples'),
    samples: { flags: '--samples <n>', description: 'points to sample', read: wholeNumber, initial: 5 },
    target: target('code to verify (default: auto)'),
  },
  async action({ positionals, flags, streams }) {
    const { at = [], samples, json = false } = flags;
    const input = await readOneInput(positionals, flags.formula, streams);
    const options = { target: 'auto', ...optionsOf(flags) } as const;
    return ranAt(() => verifyInput(input, { at, samples, json, options }, streams));
  },
});
