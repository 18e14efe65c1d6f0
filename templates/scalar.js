// Functions with straight-line code of their own. `$inputs` are the formula's inputs.

export function value($inputs, $state) {
  $check;
  $body;
  return $result;
}

export function valueAndGradient($inputs, $outputs, $state) {
  $check;
  $body;
  $stores;
  return $result;
}

export function fill($inputs, $out = new Float64Array($length), $state) {
  $check;
  $body;
  $stores;
  return $out;
}

// How many rows there are is looked at before anything is as long.
export function fillForRows($inputs, $out, $state) {
  $check;
  if ($array === undefined) $array = new Float64Array($length);
  $checkLengths;
  $body;
  $stores;
  return $array;
}

// Arrays of the record are parts of one.
export function recordOfRows($inputs, $state) {
  $check;
  const $array = new Float64Array($length);
  $body;
  $stores;
  return $result;
}

export function observed($inputs, observe) {
  $body;
}

export function overTheta($parameters) {
  $body;
  $stores;
  return $result;
}
