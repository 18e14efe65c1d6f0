// JavaScript whose straight-line code is WebAssembly, as a target: what `wengert/wasm` brings.

import { refuses } from '../../wasm/body.js';
import { moduleTarget } from '../target.js';
import { NativeCode } from './native.js';

export const webassembly = moduleTarget(
  'wasm',
  { create: (claim, special) => new NativeCode(claim, special) },
  refuses,
);
