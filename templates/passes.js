// Passes over data that arrive in parts. The code of all of them is one function that stops where it needs rows: it is handed a
// part, goes on, and stops again; null ends a pass. What it returns is the value and the gradient.

// biome-ignore lint/correctness/useYield: they come with the body
export function* passes($inputs) {
  $body;
  $stores;
  return [$result, $gradient];
}

export function begin(state, $inputs) {
  $check;
  const run = $passes($inputs);
  return Object.assign(state ?? {}, { stages: $stages, stage: 0, run, next: run.next() });
}

export function rows(state, stage, $parameters) {
  $check;
  if (!(Number.isInteger(stage) && stage >= state.stage && stage < state.stages))
    throw new RangeError(`rows: stage ${stage} is not one of ${state.stage} … ${state.stages - 1}`);
  for (; state.stage < stage; state.stage++) state.next = state.run.next(null);
  state.next = state.run.next([$piece]);
}

export function finish(state, gradient) {
  for (; state.stage < state.stages; state.stage++) state.next = state.run.next(null);
  const [value, slopes] = state.next.value;
  if (gradient !== undefined && gradient !== null) {
    if (gradient.length !== slopes.length) refuse('finish(state, gradient)', ['gradient', gradient, slopes.length]);
    for (let i = 0; i < slopes.length; i++) gradient[i] = slopes[i];
  }
  return value;
}

/** How many rows there are, where that is needed before any other pass. */
export function* counted() {
  for (let $piece = yield; $piece !== null; $piece = yield) $rows += $piece[$piece.length - 1];
}

export function* pieces() {
  let $block = 0;
  let $seen = 0;
  $reset;
  for (let $piece = yield; $piece !== null; $piece = yield) {
    [$columns] = $piece;
    const $end = $start + $count;
    for (let $first = $start; $first < $end; ) {
      const $last = Math.min($first + 1024 - ($seen % 1024), $end);
      for (let $row = $first; $row < $last; $row++) {
        $body;
      }
      $seen += $last - $first;
      $first = $last;
      if ($seen % 1024 === 0) {
        $gather;
        $clear;
        $addBlock($sums, $width, $block++);
      }
    }
  }
  if ($seen % 1024 !== 0) {
    $gather;
    $addBlock($sums, $width, $block++);
  }
  $finishBlocks($sums, $width, $block);
  $check;
}

/** Where nothing is added up. */
export function* plainPieces() {
  let $seen = 0;
  for (let $piece = yield; $piece !== null; $piece = yield) {
    [$columns] = $piece;
    const $end = $start + $count;
    for (let $row = $start; $row < $end; $row++) {
      $body;
    }
    $seen += $count;
  }
  $check;
}

/** Every pass goes over all rows. */
export function same() {
  if ($seen !== $rows) throw new RangeError(`rows: a pass has had ${$seen} rows where the first had ${$rows}`);
}
