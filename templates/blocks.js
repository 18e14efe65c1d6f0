// What solves an implicit block: the straight line of its equations and of their Jacobian, again and again.

export function block(slots, at) {
  $start;
  let status = 0;
  while (status === 0) {
    $body;
    $stores;
    status = $lookAt(slots, $unknowns, $count);
    if (status < 0) status = $goOn(slots, $unknowns, $count, $step(slots, $unknowns, $count));
  }
  if (status > 1) $notSolved(status, $cycle, slots, $unknowns, $count);
  $end;
}

export function starting() {
  $startSolving(slots, $unknowns, $count);
  if ($state !== null) $takeState($state, $places, slots, $unknowns);
}

export function ending() {
  if ($state !== null) $leaveState($state, $places, slots, $unknowns);
}
