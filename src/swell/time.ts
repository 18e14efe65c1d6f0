// Time of one call, as the shortest of several batches: everything else that runs only adds to it.

const WARM_UP_MS = 10;
const BATCHES = 3;
const BATCH_MS = 2;

export function nanoseconds(run: () => unknown): number {
  let calls = 1;
  const start = performance.now();
  do {
    for (let i = 0; i < calls; i++) run();
    calls *= 2;
  } while (performance.now() - start < WARM_UP_MS);
  const perBatch = Math.max(1, Math.round((calls * BATCH_MS) / (2 * WARM_UP_MS)));
  let best = Number.POSITIVE_INFINITY;
  for (let batch = 0; batch < BATCHES; batch++) {
    const from = performance.now();
    for (let i = 0; i < perBatch; i++) run();
    best = Math.min(best, (performance.now() - from) / perBatch);
  }
  return 1e6 * best;
}
