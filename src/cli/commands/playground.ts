// `wengert playground`: the page to play with, from this machine to its own browser.

import { InvalidArgumentError } from 'commander';
import { command } from '../command.js';
import { readOneInput } from '../files/inputs.js';
import { wholeNumber } from '../option-values.js';
import { DONE } from '../terminal/streams.js';

const PORT = 5190;
const LARGEST_PORT = 65_535;

function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > LARGEST_PORT) throw new InvalidArgumentError(`a port is at most ${LARGEST_PORT}`);
  return port;
}

export const playground = command({
  name: 'playground',
  description: 'a page to play with: graph, code, plot and steps of a formula, on this machine alone',
  options: {
    formula: { flags: '--formula <text>', description: 'the formula to begin with; may start with -' },
    port: {
      flags: '--port <number>',
      description: 'where the page is; 0 for any free port',
      read: portNumber,
      initial: PORT,
    },
  },
  async action({ positionals, flags, streams, signal }) {
    const isGiven = positionals.length > 0 || flags.formula !== undefined;
    const text = isGiven ? (await readOneInput(positionals, flags.formula, streams)).text : null;
    const { serve } = await import('../playground/server.js');
    const { address, server } = await serve(flags.port);
    const begin = text === null ? '' : `#${new URLSearchParams({ formula: text })}`;
    streams.out(`${address}${begin}\n`);
    streams.say('Ctrl-C ends it.\n');
    await new Promise<void>(resolve => {
      server.once('close', () => resolve());
      const end = (): void => {
        server.close();
        server.closeAllConnections();
      };
      if (signal.aborted) end();
      else signal.addEventListener('abort', end);
    });
    return DONE;
  },
});
