// `wengert/latex`: TeX in the place of formulas. Importing it lets `compile`, `emitSource` and their like read it, with
// `from: 'latex'`, and messages about TeX in formulas say the line to write; it exports nothing.

import { formulaOf, formulasOf, readProgram } from './from-latex/read-program.js';
import { bringReader } from './lower/readers.js';
import { bringTeX } from './parse/latex.js';

bringReader('latex', { program: readProgram, formulas: formulasOf });
bringTeX(formulaOf);
