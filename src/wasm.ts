// `wengert/wasm`: WebAssembly as a target. Importing it lets formulas be compiled to it, with `target: 'wasm'` and, where they
// are large, with `target: 'auto'`; it exports nothing.

import { NativeCode } from './emit/js/native.js';
import { bringNativeCode } from './emit/js/native-code.js';
import { refuses } from './emit/wasm/body.js';

bringNativeCode({ create: (claim, special) => new NativeCode(claim, special), refuses });
