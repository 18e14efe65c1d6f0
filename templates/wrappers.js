// Functions that only rearrange the arguments of others.

export function gradient($inputs, $out = new Float64Array($length), $state) {
  $check;
  valueAndGradient($passed, $out, $state);
  return $out;
}

export function evaluate(point, $state) {
  const values = readPoint('evaluate(point)', point, inputs);
  const gradient = new Float64Array($length);
  const value = valueAndGradient(...values, $rows, gradient, $state);
  return { value, gradient: Object.fromEntries(wrt.map(input => [input.name, $element])) };
}

export function evaluateSized(point, $state) {
  const values = readPoint('evaluate(point)', point, inputs);
  const placed = withSizes(wrt, values);
  const { offset, shape } = placed[placed.length - 1];
  const gradient = new Float64Array(shape.reduce((product, size) => product * size, 1) + offset);
  const value = valueAndGradient(...values, $rows, gradient, $state);
  return { value, gradient: Object.fromEntries(placed.map(input => [input.name, nest(gradient, input)])) };
}

export function evaluateHessian(point, $state) {
  const values = readPoint('evaluate(point)', point, inputs);
  const gradient = new Float64Array($length);
  const value = valueAndGradient(...values, $rows, gradient, $state);
  return {
    value,
    gradient: Object.fromEntries(wrt.map(input => [input.name, $element])),
    hessian: nestHessian(hessian(...values, $late), wrt),
  };
}

export function evaluateHessianSized(point, $state) {
  const values = readPoint('evaluate(point)', point, inputs);
  const placed = withSizes(wrt, values);
  const { offset, shape } = placed[placed.length - 1];
  const gradient = new Float64Array(shape.reduce((product, size) => product * size, 1) + offset);
  const value = valueAndGradient(...values, $rows, gradient, $state);
  return {
    value,
    gradient: Object.fromEntries(placed.map(input => [input.name, nest(gradient, input)])),
    hessian: nestHessian(hessian(...values, $late), placed),
  };
}

export function evaluateVector(point, $state) {
  const values = readPoint('evaluate(point)', point, inputs);
  const result = value(...values, $late);
  const flat = jacobian(...values, $late);
  const width = flat.length / result.length;
  const rows = Array.from(result, (_, row) => Array.from(flat.subarray(row * width, (row + 1) * width)));
  return { value: nest(result, $placed[0]), jacobian: rows };
}

export function evaluateOutputs(point, $state) {
  const values = readPoint('evaluate(point)', point, inputs);
  const result = value(...values, $late);
  const flat = jacobian(...values, $late);
  const width = flat.length / result.length;
  const rows = Array.from(result, (_, row) => Array.from(flat.subarray(row * width, (row + 1) * width)));
  return { value: Object.fromEntries($placed.map(output => [output.name, nest(result, output)])), jacobian: rows };
}

export function packed(theta, gradient, $state) {
  $look;
  if (gradient === undefined || gradient === null) return $value($theta, $state);
  return $valueAndGradient($theta, gradient, $state);
}

export function packedMaximize(theta, gradient, $state) {
  $look;
  if (gradient === undefined || gradient === null) return -$value($theta, $state);
  const result = $valueAndGradient($theta, gradient, $state);
  for (let i = 0; i < $length; i++) gradient[i] = -gradient[i];
  return -result;
}

export function packedGradient(theta, out = new Float64Array($length), $state) {
  checkTheta('packedGradient(theta, out)', theta, out);
  packed(theta, out, $state);
  return out;
}

export function bindPacked(point) {
  const fixed = readPoint(
    'bindPacked(point)',
    point,
    inputs.filter(({ name }) => !wrt.some(other => other.name === name)),
  );
  return function packed(theta, gradient, $state) {
    $look;
    if (gradient === undefined || gradient === null) return $value($theta, $state);
    return $valueAndGradient($theta, gradient, $state);
  };
}

export function bindPackedMaximize(point) {
  const fixed = readPoint(
    'bindPacked(point)',
    point,
    inputs.filter(({ name }) => !wrt.some(other => other.name === name)),
  );
  return function packed(theta, gradient, $state) {
    $look;
    if (gradient === undefined || gradient === null) return -$value($theta, $state);
    const result = $valueAndGradient($theta, gradient, $state);
    for (let i = 0; i < $length; i++) gradient[i] = -gradient[i];
    return -result;
  };
}

export function packedGradientSized(theta, out = new Float64Array(theta?.length ?? 0), $state) {
  packed(theta, out, $state);
  return out;
}

export function start(out = new Float64Array($length)) {
  if (out === null || out.length !== $length) refuse('start(out)', ['out', out, $length]);
  const values = wrt.map(input => input.start).flat(2);
  for (let i = 0; i < $length; i++) out[i] = values[i];
  return out;
}

// Matrices whose sizes are known at run time, a column or a row at a time.

export function hessianSized($inputs, $out = new Float64Array($length), $state) {
  $check;
  const $direction = new Float64Array($columns);
  const $column = new Float64Array($direction.length);
  for (let $k = 0; $k < $direction.length; $k++) {
    $direction[$k] = 1;
    hvp($passed, $along, $column, $state);
    $direction[$k] = 0;
    for (let $i = 0; $i < $direction.length; $i++) $out[$i * $direction.length + $k] = $column[$i];
  }
  return $out;
}

export function jacobianSized($inputs, $out = new Float64Array($length), $state) {
  $check;
  const $direction = new Float64Array($results);
  const $column = new Float64Array($columns);
  for (let $k = 0; $k < $direction.length; $k++) {
    $direction[$k] = 1;
    vjp($passed, $direction, $column, $state);
    $direction[$k] = 0;
    for (let $i = 0; $i < $column.length; $i++) $out[$k * $column.length + $i] = $column[$i];
  }
  return $out;
}

export function jacobianByColumns($inputs, $out = new Float64Array($length), $state) {
  $check;
  const $direction = new Float64Array($columns);
  const $column = new Float64Array($results);
  for (let $k = 0; $k < $direction.length; $k++) {
    $direction[$k] = 1;
    jvp($passed, $along, $column, $state);
    $direction[$k] = 0;
    for (let $i = 0; $i < $column.length; $i++) $out[$i * $direction.length + $k] = $column[$i];
  }
  return $out;
}

export function valueGradientHessianSized($inputs, $outputs, $state) {
  $check;
  hessian($passed, $out, $state);
  return valueAndGradient($passed, $first, $state);
}

export function gaussNewtonSized($inputs, $outputs, $state) {
  $check;
  const $direction = new Float64Array($columns);
  const $column = new Float64Array($direction.length);
  for (let $k = 0; $k < $direction.length; $k++) {
    $direction[$k] = 1;
    gaussNewtonProduct($passed, $along, $column, $state);
    $direction[$k] = 0;
    for (let $i = 0; $i < $direction.length; $i++) $out[$i * $direction.length + $k] = $column[$i];
  }
  return valueAndGradient($passed, $first, $state);
}
