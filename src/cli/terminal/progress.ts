// What a long command is at, on one line of the terminal that goes when it ends.

import type { Streams } from './streams.js';

export interface Progress {
  readonly onStage: (stage: string) => void;
  /** Clears the line. */
  end(): void;
}

/** Commands that take less show nothing, */
const SILENT_MILLISECONDS = 400;

/** unless the formula is as long as to take more. */
const LONG_FORMULA = 100_000;

/**
 * @param formula null where the work is long whatever the formula.
 * @param now milliseconds, from any origin.
 */
export function createProgress(
  streams: Streams,
  formula: string | null,
  now: () => number = () => performance.now(),
): Progress {
  const start = now();
  const silent = formula !== null && formula.length < LONG_FORMULA ? SILENT_MILLISECONDS : 0;
  let isShown = false;
  return {
    onStage(stage) {
      const elapsed = now() - start;
      if (!streams.progress || elapsed < silent) return;
      isShown = true;
      streams.say(`\r\u001b[K${(elapsed / 1000).toFixed(1)} s: ${stage} …`);
    },
    end() {
      if (isShown) streams.say('\r\u001b[K');
      isShown = false;
    },
  };
}
