// `wengert/c`: C as a format. Importing it lets `emitSource` write formulas in it, with `format: 'c'`; it exports nothing.

import { c } from './emit/c/target.js';
import { bringTarget } from './emit/targets.js';

bringTarget(c);
