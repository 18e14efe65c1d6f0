// Functions with straight-line code of their own. `$inputs` are the formula's inputs.

export function value($inputs) {
  $check;
  $body;
  return $result;
}

export function valueAndGradient($inputs, $outputs) {
  $check;
  $body;
  $stores;
  return $result;
}

export function fill($inputs, $out = new Float64Array($length)) {
  $check;
  $body;
  $stores;
  return $out;
}

export function observed($inputs, observe) {
  $body;
}

export function overTheta($parameters) {
  $body;
  $stores;
  return $result;
}
