// A process that may not make code of texts, for as long as globals are stubbed.

import { vi } from 'vitest';

/** Takes the permission away; what is said of it goes nowhere, and is given back. @param error that the engine throws */
export function forbidCode(error: Error = new EvalError('refused')) {
  const said = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  vi.stubGlobal(
    'Function',
    class {
      constructor() {
        throw error;
      }
    },
  );
  return said;
}
