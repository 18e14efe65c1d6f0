// `wengert completion`: what the Tab key offers in a shell, made of the rows of the commands.

import type { AnyCommand } from '../command.js';
import { command } from '../command.js';
import { COMPLETIONS, shellNames } from '../completion/shells.js';
import { configurationOptions } from '../configuration.js';
import { shownOptions } from '../shared-options.js';
import { usageError } from '../terminal/failure.js';
import { DONE } from '../terminal/streams.js';

/** @param others all other commands */
export const completion = (others: readonly AnyCommand[]): AnyCommand => {
  const row = command({
    name: 'completion',
    description: `what the Tab key offers, as a script for a shell: ${shellNames.join(', ')}`,
    usage: shellNames.join('|'),
    argument: {
      flags: '[shell...]',
      description: 'eval "$(wengert completion bash)" in ~/.bashrc; so in zsh; fish: … | source',
    },
    options: {},
    action({ positionals, streams }) {
      const [name, ...more] = positionals;
      const shell = shellNames.find(known => known === name);
      if (shell === undefined || more.length > 0)
        throw usageError(
          name === undefined ? 'a shell is missing' : `there is no completion for '${positionals.join(' ')}'`,
          `the shells are ${shellNames.join(', ')}`,
        );
      streams.out(COMPLETIONS[shell]([...others, row], { ...shownOptions, ...configurationOptions }));
      return DONE;
    },
  });
  return row;
};
