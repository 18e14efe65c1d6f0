// What solves an implicit block: the straight line of its equations and of their Jacobian, again and again.

export function block(slots, at) {
  $start;
  let status = 0;
  while (status === 0) {
    $body;
    status = $look;
    if (status < 0) status = $goOn(slots, $unknowns, $count, $step);
  }
  if (status > 1) $notSolved(status, $cycle, slots, $unknowns, $count);
  $end;
}

/** Factors of a Jacobian with few entries. */
export function factor(slots, at) {
  $factoriseSparse(slots, at, $pattern);
}

export function divide(slots, at, factors, transposed) {
  $solveSparse(slots, at, factors, transposed, $pattern);
}

export function starting() {
  $startSolving(slots, $unknowns, $count);
  if ($state !== null) $takeState($state, $places, slots, $unknowns);
}

export function ending() {
  if ($state !== null) $leaveState($state, $places, slots, $unknowns);
}
