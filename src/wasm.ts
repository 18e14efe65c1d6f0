// `wengert/wasm`: WebAssembly as a target. Importing it lets formulas be compiled to it, with `target: 'wasm'` and, where they
// are large, with `target: 'auto'`; it exports nothing.

import { webassembly } from './emit/js/native/native-target.js';
import { bringTarget } from './emit/targets.js';

bringTarget(webassembly);
