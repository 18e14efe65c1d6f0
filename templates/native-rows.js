// How a module whose program goes over data hands them to WebAssembly. Columns in its memory are read where they are; of others
// a function copies one piece after another to a place that is there for it.

export function refused() {
  if ($count === 0) throw new RangeError($message);
}

export function pieces() {
  const $piece = $size;
  for (let $first = $from; $first < $to; $first += $piece) {
    const $rows = Math.min($piece, $to - $first);
    $places;
    $native.$call();
  }
}

// A column in the memory of WebAssembly. Its address is null once it is given back; another module's functions copy it.
function $Column(length, address) {
  this.length = length;
  this.address = address;
  this.subarray = (begin, end) => $memory.subarray(this.address / 8 + begin, this.address / 8 + end);
}

// The address of some rows of a column.
function $placeRows(column, width, first, rows, address) {
  if (!Number.isInteger(rows) || (first + rows) * width > column.length)
    throw new TypeError('columns of data have different numbers of rows');
  if (column.address === null) throw new TypeError("a column of data is used after 'unbind'");
  if (!(column instanceof $Column)) {
    $copyNumbers(column, first * width, rows * width, address);
    return address;
  }
  return column.address + 8 * first * width;
}

// A column as JavaScript reads it, also one that another module has bound.
function $readable(column) {
  if (column.address === undefined) return column;
  if (column.address === null) throw new TypeError("a column of data is used after 'unbind'");
  return column.subarray(0, column.length);
}

// The address of so many bytes that no column has; memory grows where there are none.
function $reserve(bytes) {
  let address = $heap;
  let k = 0;
  for (; k < $taken.length && $taken[k].address - address < bytes; k++) address = $taken[k].end;
  const missing = address + bytes - $memory.buffer.byteLength;
  if (missing > 0) {
    $native.memory.grow(Math.ceil(missing / 65536));
    $memory = new Float64Array($native.memory.buffer);
  }
  $taken.splice(k, 0, { address, end: address + bytes });
  return address;
}

export function bind(columns) {
  if ($native === null) $notStarted('bind');
  const call = 'bind(columns)';
  const wanted = inputs.filter(({ role }) => role === 'data');
  const values = readPoint(call, columns, wanted);
  const widths = wanted.map(({ shape }) => shape.reduce((product, length) => product * length, 1));
  const rows = values[0].length / widths[0];
  if (!Number.isInteger(rows) || values.some(({ length }, k) => length !== rows * widths[k]))
    refuseRows(call, 0, rows, ...wanted.map(({ name }, k) => [name, values[k], widths[k]]));
  const bound = values.map((column, k) => {
    if (column instanceof $Column) return column;
    // Whole lines of a processor's cache.
    const bytes = 64 * (Math.floor(column.length / 8) + 1);
    // Beyond 2 GiB columns are read where they are, and each pass copies one piece after another.
    if (($taken.at(-1)?.end ?? $heap) + bytes > 2147483648)
      return column instanceof Float64Array ? column : Float64Array.from(column);
    const address = $reserve(bytes);
    $copyNumbers(column, 0, column.length, address);
    return new $Column(column.length, address);
  });
  return Object.fromEntries(wanted.map(({ name }, k) => [name, bound[k]]));
}

export function unbind(columns) {
  for (const column of Object.values(columns)) {
    if (!(column instanceof $Column) || column.address === null) continue;
    $taken.splice(
      $taken.findIndex(({ address }) => address === column.address),
      1,
    );
    column.address = null;
  }
}
