// How much is shown, and in which colours: what the arguments and the environment say of it. Read before commander reads anything,
// since what is wrong with the arguments is shown, too.

import type { Streams } from './streams.js';

interface Environment {
  readonly NO_COLOR?: string | undefined;
  readonly FORCE_COLOR?: string | undefined;
}

/** Whether a terminal, or what is none, gets colours before any option says so. NO_COLOR counts for more than FORCE_COLOR. */
export function isColored(isTerminal: boolean, { NO_COLOR, FORCE_COLOR }: Environment): boolean {
  if (NO_COLOR) return false;
  if (!FORCE_COLOR) return isTerminal;
  return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
}

/** Streams as the arguments want them. */
export function shownAs(args: readonly string[], streams: Streams): Streams {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  const isQuiet = options.includes('--quiet') || options.includes('-q');
  // The later of two counts.
  const [on, off] = [options.lastIndexOf('--color'), options.lastIndexOf('--no-color')];
  return {
    ...streams,
    ...(isQuiet && { say: () => undefined, progress: false }),
    ...(on !== off && { color: on > off }),
  };
}
