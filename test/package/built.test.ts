// The built library, whose templates are packed, gives what its sources give: module or error.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as sources from '../../src/index.js';
import { functionNames } from '../../src/lower/functions.js';
import '../../src/wasm.js';

const library = new URL('../../dist/index.js', import.meta.url);
const isBuilt = existsSync(library);
const built: typeof sources | null = isBuilt ? await import(library.href) : null;
if (isBuilt) await import(new URL('wasm.js', library).href);
const examples = new URL('../../examples/', import.meta.url);

const TEXTS = [
  'exp(exp(x)+exp(x)^2)+sin(exp(x)+exp(x)^2)',
  'input x, y\nx < y and not (x == 1) or y > 2 ? x^2 : min(x, -y)',
  'param A[3,3], v[3] = [1, 2, 3]\nB = A*A + 2\nsum(B[1:2, :] * v) + A[end, 1]^-2 + det(A)',
  'f(a, b) = a^b/mod(a, 3)\nmaximize f(x, 2) - 3 y z + 1e-3',
  'y*r() + sum(r()*i, i = 1:3)\nr() = s()^2\ns() = x - i',
  'u = array(sin(i*x), i = 1:4)\nsum(u .* u) + u[2]; gamma(x) + |x|',
  '[1, 2; 3, 4]*[x; y]',
  'x = 3 % of 5, "text", {a: 1}, x.y, 5!, x\' + true',
  'a == b != c <= d >> 2 | 3 & ~4 to m in km',
  'hypot(x, y, x*y)',
];

/** What every operation is differentiated to. */
const CALLS = functionNames.flatMap(name => [`${name}(x)`, `${name}(x, y)`, `${name}(x, y, x*y)`]);

const EVERYTHING = [
  'evaluate',
  'packed',
  'jvp',
  'vjp',
  'hessian',
  'hessianSparse',
  'hvp',
  'valueGradientHessian',
] as const;

/** What a text gives: the module, or every diagnostic. */
function result(
  { emitSource, FormulaError }: typeof sources,
  text: string,
  options: sources.CompileOptions = {},
): string {
  try {
    return emitSource(text, options);
  } catch (error) {
    if (error instanceof FormulaError) return JSON.stringify(error.diagnostics);
    throw error;
  }
}

describe.skipIf(!isBuilt)(`the built library${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  it('compiles every example to the same module', () => {
    const files = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter(file =>
      file.endsWith('.formula'),
    );
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      const text = readFileSync(new URL(file, examples), 'utf8');
      for (const options of [{}, { target: 'wasm' }, { emit: EVERYTHING }, { emit: ['multipliers'] }] as const)
        expect(result(built!, text, options), file).toBe(result(sources, text, options));
    }
  });

  it('takes and refuses the same texts, with the same words', () => {
    const characters = '()[]{};:,.\'"?=<>!&|%^*/+-~@#$\\_ \n0aé→';
    const mutants = new Set([...TEXTS, ...CALLS]);
    // What is around names is in the texts above, and the same for all of them.
    for (const text of [...TEXTS, ...functionNames.map(name => `${name}(x)`)]) {
      for (let at = 0; at < text.length; at++) {
        const other = characters[(at * 7) % characters.length]!;
        mutants.add(text.slice(0, at) + text.slice(at + 1)).add(text.slice(0, at));
        mutants.add(text.slice(0, at) + other + text.slice(at)).add(text.slice(0, at) + other + text.slice(at + 1));
      }
    }
    for (const mutant of mutants) expect(result(built!, mutant), mutant).toBe(result(sources, mutant));
  });

  it('counts the same operations, with the same names for them', () => {
    const many = `${Array.from({ length: 900 }, (_, i) => `a${i} = sin(x*${i + 2} + y)`).join('\n')}\n${Array.from({ length: 900 }, (_, i) => `a${i}`).join(' + ')}`;
    for (const text of [TEXTS[0]!, TEXTS[2]!, TEXTS[4]!, many]) {
      const { stats, inputs, wrt, outputs, sense } = built!.compile(text);
      const expected = sources.compile(text);
      expect(stats).toEqual(expected.stats);
      expect([inputs, wrt, outputs, sense]).toEqual([expected.inputs, expected.wrt, expected.outputs, expected.sense]);
    }
  });
});
