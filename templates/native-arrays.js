// How a module hands arrays to WebAssembly whose sizes are known when its functions are called: one after another, until the next
// call, to where there is no column that is bound.

// So many numbers are to come.
export function openAlone(count) {
  $next = $heap;
  const missing = $next + 8 * count - $memory.buffer.byteLength;
  if (missing > 0) {
    $native.memory.grow(Math.ceil(missing / 65536));
    $memory = new Float64Array($native.memory.buffer);
  }
}

export function openBesideColumns(count) {
  $next = $reserve(8 * count);
  $taken.splice(
    $taken.findIndex(({ address }) => address === $next),
    1,
  );
}

// The address of so many of them.
function $leave(count) {
  $next += 8 * count;
  return $next - 8 * count;
}

// A view of an array takes as long to make as to copy some tens of numbers one by one.
function $put(array) {
  const { length } = array;
  const address = $leave(length);
  const at = address / 8;
  if (!(array instanceof Float64Array)) $copyNumbers(array, 0, length, address);
  else if (length > 100) $memory.set(array, at);
  else for (let i = 0; i < length; i++) $memory[at + i] = array[i];
  return address;
}

function $takeOut(array, address) {
  const { length } = array;
  const at = address / 8;
  if (array instanceof Float64Array && length > 100) array.set($memory.subarray(at, at + length));
  else for (let i = 0; i < length; i++) array[i] = $memory[at + i];
}

function $copyNumbers(column, first, count, address) {
  const at = address / 8;
  if (typeof column.subarray === 'function') $memory.set(column.subarray(first, first + count), at);
  else for (let i = 0; i < count; i++) $memory[at + i] = column[first + i];
}
