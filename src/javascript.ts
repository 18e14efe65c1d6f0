// `wengert/javascript`: functions of JavaScript and TypeScript modules in the place of formulas. Importing it lets `compile` and
// `emitSource` differentiate them, with `from: 'js'`; it exports nothing.

import { readFunction } from './from-javascript/read-function.js';
import { bringReader } from './lower/readers.js';

bringReader('js', readFunction);
