// The slow path of argument checks, and reading arguments by name.

function describe(value) {
  if (value === null || value === undefined || typeof value === 'number') return String(value);
  if (typeof value !== 'object') return typeof value === 'string' ? JSON.stringify(value) : `a ${typeof value}`;
  if (typeof value.length === 'number') return `${(value.constructor ?? Array).name ?? 'Array'}(${value.length})`;
  return 'an object';
}

// Each argument is [name, value] for a number, [name, value, length] for an array.
function refuse(call, ...args) {
  for (const [name, given, length] of args) {
    const byName = describe(given) === 'an object' ? "; values by name are for 'evaluate'" : '';
    if (length === undefined) {
      if (typeof given !== 'number') {
        const isArray = typeof given === 'object' && given !== null && typeof given.length === 'number';
        const hint = isArray ? "; an optimiser that calls f(theta, gradient) wants 'packed'" : byName;
        throw new TypeError(`${call}: ${name} must be a number, got ${describe(given)}${hint}`);
      }
    } else if (given === null || given === undefined || given.length !== length) {
      throw new TypeError(`${call}: ${name} must be an array of length ${length}, got ${describe(given)}${byName}`);
    }
  }
}

// Columns are [name, value, numbers of a row].
function refuseRows(call, start, count, ...columns) {
  let rows;
  for (const [name, given, width] of columns) {
    const each =
      width === 1 ? 'an array with a number for each row' : `a flat array with ${width} numbers for each row`;
    if (given === null || typeof given !== 'object' || typeof given.length !== 'number')
      throw new TypeError(`${call}: ${name} must be ${each}, got ${describe(given)}`);
    const own = given.length / width;
    if (!Number.isInteger(own)) throw new TypeError(`${call}: ${name} must be ${each}, got ${describe(given)}`);
    if (own !== (rows ?? own))
      throw new TypeError(`${call}: ${name} has ${own} rows where ${columns[0][0]} has ${rows}`);
    rows = own;
  }
  throw new TypeError(
    `${call}: start and count must name some of the ${rows} rows, got ${describe(start)} and ${describe(count)}`,
  );
}

// Arrays are [name, value, numbers of an entry]; they are to have equally many entries, and not too few.
function refuseSizes(call, size, least, ...arrays) {
  let known;
  for (const [name, given, width] of arrays) {
    const each = width === 1 ? size : `${width}*${size}`;
    const isArray = given !== null && typeof given === 'object' && Number.isInteger(given.length / width);
    if (!isArray) throw new TypeError(`${call}: ${name} must be an array of length ${each}, got ${describe(given)}`);
    const own = given.length / width;
    if (own !== (known ?? own)) {
      const [first] = arrays[0];
      throw new TypeError(`${call}: ${size} is ${known} by the length of ${first}, but ${own} by that of ${name}`);
    }
    known = own;
  }
  throw new TypeError(`${call}: ${size} must be at least ${least}, got ${known}`);
}

function checkTheta(call, theta, gradient) {
  const count = $length;
  if (theta === null || theta === undefined || theta.length !== count) {
    const names =
      wrt.length <= 8
        ? ` (${wrt.map(({ name, shape }) => (shape.length > 0 ? `${name}[${shape}]` : name)).join(', ')})`
        : '';
    throw new TypeError(`${call}: theta must be an array of length ${count}${names}, got ${describe(theta)}`);
  }
  if (gradient !== null && gradient !== undefined && gradient.length !== count) {
    throw new TypeError(`${call}: gradient must be an array of length ${count}, got ${describe(gradient)}`);
  }
}

function readPoint(call, point, wanted) {
  if (typeof point !== 'object' || point === null) {
    throw new TypeError(`${call}: point must be an object with a value for each input, got ${describe(point)}`);
  }
  const known = new Set(wanted.map(({ name }) => name));
  for (const key of Object.keys(point)) {
    if (!known.has(key))
      throw new TypeError(`${call}: unknown input '${key}'; the inputs are ${[...known].join(', ')}`);
  }
  return wanted.map(input => {
    const given = Object.hasOwn(point, input.name) ? point[input.name] : undefined;
    return $readInput(call, input, given === undefined ? input.default : given);
  });
}

function readNumber(call, { name }, given) {
  if (typeof given !== 'number') throw new TypeError(`${call}: ${name} must be a number, got ${describe(given)}`);
  return given;
}

// A column of data, or what else has no fixed length: a flat array with the numbers of one row after those of another, or a list of rows.
function readRows(call, input, given) {
  if (input.role !== 'data' && input.shape.every(size => typeof size === 'number'))
    return readElements(call, input, given);
  if (typeof given?.length === 'number' && typeof given === 'object' && !Array.isArray(given)) return given;
  const flat = Array.isArray(given) ? given.flat() : [null];
  if (flat.some(value => typeof value !== 'number'))
    throw new TypeError(
      `${call}: ${input.name} must be an array of numbers with those of each row, got ${describe(given)}`,
    );
  return Float64Array.from(flat);
}

// A number, or nested arrays of the input's shape as one flat array.
function readElements(call, { name, shape }, given) {
  const wrong = (what, value) => {
    throw new TypeError(`${call}: ${name} must be ${what}, got ${describe(value)}`);
  };
  if (shape.length === 0) return typeof given === 'number' ? given : wrong('a number', given);
  const [rows, width] = shape;
  const what = width === undefined ? `an array of ${rows} numbers` : `${rows} arrays of ${width} numbers`;
  if (given === null || typeof given !== 'object' || given.length !== rows) wrong(what, given);
  const list = Array.from(given, row => (width === undefined ? [row] : Array.from(row ?? [])));
  const flat = new Float64Array(rows * (width ?? 1));
  for (let i = 0; i < rows; i++) {
    if (list[i].length !== (width ?? 1)) wrong(what, given[i]);
    for (let j = 0; j < list[i].length; j++) {
      if (typeof list[i][j] !== 'number') wrong(what, list[i][j]);
      flat[i * list[i].length + j] = list[i][j];
    }
  }
  return flat;
}

// What is differentiated, or the results, with the sizes that the inputs' values have and the places that follow from them.
function withSizes(list, values) {
  const sizes = new Map();
  const numberOf = shape => shape.reduce((product, size) => product * (typeof size === 'number' ? size : 1), 1);
  inputs.forEach(({ shape }, k) => {
    for (const size of shape) if (typeof size === 'string') sizes.set(size, values[k].length / numberOf(shape));
  });
  const sizeOf = size => {
    if (typeof size === 'number') return size;
    // `n`, or `n - 1`.
    const [of, sign, by] = size.split(' ');
    return sizes.get(of) + (by === undefined ? 0 : Number(sign + by));
  };
  let offset = 0;
  return list.map(({ name, shape }) => {
    const known = shape.map(sizeOf);
    const place = { name, shape: known, offset };
    offset += numberOf(known);
    return place;
  });
}

// The arguments that theta consists of, one of whose lengths it says.
function partsOfTheta(call, theta, gradient) {
  const known = ({ shape }) => shape.reduce((product, size) => product * (typeof size === 'number' ? size : 1), 1);
  const isOpen = ({ shape }) => shape.some(size => typeof size === 'string');
  let fixed = 0;
  let width = 0;
  for (const input of wrt) {
    if (isOpen(input)) width += known(input);
    else fixed += known(input);
  }
  const count = (theta?.length - fixed) / width;
  if (!Number.isInteger(count) || count < 0)
    throw new TypeError(`${call}: theta must be an array of length ${fixed} + n*${width}, got ${describe(theta)}`);
  if (gradient !== null && gradient !== undefined && gradient.length !== theta.length)
    throw new TypeError(`${call}: gradient must be an array of length ${theta.length}, got ${describe(gradient)}`);
  let offset = 0;
  return wrt.map(input => {
    const from = offset;
    offset += isOpen(input) ? known(input) * count : known(input);
    if (input.shape.length === 0) return theta[from];
    return typeof theta.subarray === 'function' ? theta.subarray(from, offset) : Array.from(theta).slice(from, offset);
  });
}

// Elements of a flat array, from an offset on, as a number or as nested arrays.
function nest(flat, { shape, offset }) {
  if (shape.length === 0) return flat[offset];
  const [rows, width] = shape;
  if (width === undefined) return Array.from(flat.subarray(offset, offset + rows));
  return Array.from({ length: rows }, (_, i) =>
    Array.from(flat.subarray(offset + i * width, offset + (i + 1) * width)),
  );
}

// Second derivatives by name and name: a number, or nested arrays, those of the first name outermost.
function nestHessian(matrix, list) {
  const width = Math.sqrt(matrix.length);
  const nested = (shape, of) => {
    const [rows, columns] = shape;
    if (rows === undefined) return of(0);
    return Array.from({ length: rows }, (_, i) =>
      columns === undefined ? of(i) : Array.from({ length: columns }, (_, j) => of(i * columns + j)),
    );
  };
  const byName = of => Object.fromEntries(list.map(input => [input.name, of(input)]));
  return byName(row =>
    byName(column =>
      nested(row.shape, i => nested(column.shape, j => matrix[(row.offset + i) * width + column.offset + j])),
    ),
  );
}

// What the rows of a pass have come to, which ends it.
function partOf(state) {
  state.part ??= state.run.next(null).value;
  return state.part;
}

// Goes on with what the rows of all parts come to.
function endPass(state, parts) {
  state.next = state.run.next(parts);
  state.part = null;
  state.stage++;
}
