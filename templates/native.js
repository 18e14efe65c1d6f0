// How a module starts the WebAssembly program it carries.

function $connect(instance) {
  $native = instance.exports;
  $memory = new Float64Array($native.memory.buffer);
}

function $decode() {
  const text = atob($program);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function $notStarted(call) {
  const error = new Error(`${call}: WebAssembly could not start while this module loaded; 'await init()' first`);
  error.name = 'NotInitialised';
  throw error;
}

function $startNow() {
  try {
    $connect(new WebAssembly.Instance(new WebAssembly.Module($decode()), $imports));
  } catch {
    // Large programs and some pages refuse this; init() starts them, or says why not.
    return;
  }
}

/** Says in which turns of loops a block is not solved. */
function solving() {
  try {
    $call;
  } catch ($error) {
    throw $inTurns($error, $turns);
  }
}

export function init() {
  if ($native !== null) return Promise.resolve();
  return WebAssembly.instantiate($decode(), $imports).then(({ instance }) => $connect(instance));
}
