// Time of one call, as the shortest of several batches: everything else that runs only adds to it.

const BATCH_MS = 2;
const LEAST_MS = 15;
/** The optimising compiler takes longer over longer code. */
const MS_PER_OPERATION = 0.05;
const MOST_MS = 300;

/** @param operations length of the code that runs. */
export function nanoseconds(run: () => unknown, operations: number): number {
  const until = performance.now() + Math.min(MOST_MS, LEAST_MS + MS_PER_OPERATION * operations);
  let best = Number.POSITIVE_INFINITY;
  let calls = 1;
  for (let now = performance.now(); now < until; ) {
    for (let i = 0; i < calls; i++) run();
    const after = performance.now();
    best = Math.min(best, (after - now) / calls);
    if (after - now < BATCH_MS) calls *= 2;
    now = after;
  }
  return 1e6 * best;
}
