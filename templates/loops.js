// Loops over the rows of data, around the straight lines that run for each.

export function refused() {
  if ($count < 1) throw new RangeError($message);
}

export function turns() {
  for (let $row = $from; $row < $to; $row++) {
    $body;
  }
}

export function downwards() {
  for (let $row = $to - 1; $row >= $from; $row--) {
    $body;
  }
}

/** A turn in which a block may not be solved. */
export function solving() {
  try {
    $body;
  } catch ($error) {
    throw $inTurn($error, $name, $turn);
  }
}

// Sums are made of blocks of 1,024 rows, in two lanes each, and the blocks added in pairs: the same in every target, and for
// rounding as if the sum were short.
export function blocks() {
  let $block = 0;
  for (let $first = $from; $first < $to; $first += 1024) {
    const $last = Math.min($first + 1024, $to);
    $reset;
    for (let $row = $first; $row < $last; $row++) {
      $body;
    }
    $gather;
    $addBlock($sums, $width, $block++);
  }
  $finishBlocks($sums, $width, $block);
}
