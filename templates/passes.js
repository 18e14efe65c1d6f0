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
  return Object.assign(state ?? {}, { stages: $stages, stage: 0, part: null, run, next: run.next() });
}

export function rows(state, stage, $parameters) {
  $check;
  if (!(Number.isInteger(stage) && stage >= state.stage && stage < state.stages))
    throw new RangeError(`rows: stage ${stage} is not one of ${state.stage} … ${state.stages - 1}`);
  while (state.stage < stage) endPass(state, [partOf(state)]);
  if (state.part !== null) throw new RangeError(`rows: stage ${stage} waits for 'combine'`);
  state.next = state.run.next([$piece]);
}

export function partial(state) {
  if (state.stage === state.stages) throw new RangeError('partial: all passes are over');
  const [rows, sums, others] = partOf(state);
  return { stage: state.stage, rows, sums, others };
}

export function combine(state, parts) {
  if (state.stage === state.stages) throw new RangeError('combine: all passes are over');
  const all = Array.from(parts);
  // Before its own pass is ended.
  const isOfStage = all.every(part => part?.stage === state.stage);
  const own = isOfStage ? partOf(state) : [];
  if (!isOfStage || all.some(part => part.sums.length !== own[1].length || part.others.length !== own[2].length))
    throw new TypeError(`combine(state, parts): parts must be what 'partial' has given in stage ${state.stage}`);
  const each = all.map(part => [part.rows, part.sums, part.others]);
  endPass(state, each);
}

export function finish(state, gradient) {
  while (state.stage < state.stages) endPass(state, [partOf(state)]);
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
  const $parts = yield [$rows, [], []];
  $rows = 0;
  for (const $part of $parts) $rows += $part[0];
}

// A pass ends with what its rows come to, and goes on with what those of all parts come to: of its own alone, or of others too
// where rows are in several places.
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
  const $parts = yield [$seen, $sums.slice(0, $kept), [$others]];
  $seen = 0;
  $block = 0;
  $again;
  for (const $part of $parts) {
    $block = $addPart($sums, $width, $block, $part);
    $seen += $part[0];
    $join;
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
  const $parts = yield [$seen, [], [$others]];
  $seen = 0;
  $again;
  for (const $part of $parts) {
    $seen += $part[0];
    $join;
  }
  $check;
}

/** Every pass goes over all rows. */
export function same() {
  if ($seen !== $rows) throw new RangeError(`rows: a pass has had ${$seen} rows where the first had ${$rows}`);
}
