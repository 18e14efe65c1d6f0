// The slow path of argument checks, and reading arguments by name.

function describe(value) {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object') return typeof value === 'string' ? JSON.stringify(value) : `a ${typeof value}`;
  if (typeof value.length === 'number') return `${value.constructor?.name ?? 'Array'}(${value.length})`;
  return 'an object';
}

// Each argument is [name, value] for a number, [name, value, length] for an array.
function refuse(call, ...args) {
  for (const [name, given, length] of args) {
    if (length === undefined) {
      if (typeof given === 'number') continue;
      const isArray = typeof given === 'object' && given !== null && typeof given.length === 'number';
      const hint = isArray ? "; an optimiser that calls f(theta, gradient) wants 'packed'" : '';
      throw new TypeError(`${call}: ${name} must be a number, got ${describe(given)}${hint}`);
    }
    if (given === null || given === undefined || given.length !== length) {
      throw new TypeError(`${call}: ${name} must be an array of length ${length}, got ${describe(given)}`);
    }
  }
}

function checkTheta(call, theta, gradient) {
  if (theta === null || theta === undefined || theta.length !== wrt.length) {
    const names = wrt.length <= 8 ? ` (${wrt.map(({ name }) => name).join(', ')})` : '';
    throw new TypeError(`${call}: theta must be an array of length ${wrt.length}${names}, got ${describe(theta)}`);
  }
  if (gradient !== null && gradient !== undefined && gradient.length !== wrt.length) {
    throw new TypeError(`${call}: gradient must be an array of length ${wrt.length}, got ${describe(gradient)}`);
  }
}

function readPoint(call, point, wanted) {
  if (typeof point !== 'object' || point === null) {
    throw new TypeError(`${call}: point must be an object with a number for each input, got ${describe(point)}`);
  }
  const known = new Set(wanted.map(({ name }) => name));
  for (const key of Object.keys(point)) {
    if (!known.has(key))
      throw new TypeError(`${call}: unknown input '${key}'; the inputs are ${[...known].join(', ')}`);
  }
  return wanted.map(input => {
    const given = Object.hasOwn(point, input.name) ? point[input.name] : undefined;
    const value = given === undefined ? input.default : given;
    if (typeof value !== 'number') {
      throw new TypeError(`${call}: ${input.name} must be a number, got ${describe(value)}`);
    }
    return value;
  });
}
