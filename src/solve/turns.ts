// Work in steps, done at once or with turns for others.

/** Work that stops after each chunk, for whoever has something else to do; or where it wants something, and is given it. */
export type Steps<T, Wanted = void, Given = void> = Generator<Wanted, T, Given>;

export function atOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** Milliseconds of work between turns for others: events of a page, or Ctrl-C. */
const TURN = 30;

export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - since < TURN) continue;
    await new Promise(resolve => setTimeout(resolve));
    since = performance.now();
  }
}
