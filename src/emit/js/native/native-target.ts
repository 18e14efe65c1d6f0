// JavaScript whose straight-line code is WebAssembly, as a target: what `wengert/wasm` brings.

import { hasData } from '../../../lower/model.js';
import { refuses } from '../../wasm/refused.js';
import { moduleTarget } from '../target.js';
import { NativeCode } from './native.js';

export const webassembly = moduleTarget(
  'wasm',
  {
    create: (claim, special, model) => new NativeCode(claim, special, model),
    brings: model => (hasData(model) ? ['init', 'bind', 'unbind'] : ['init']),
  },
  refuses,
);
