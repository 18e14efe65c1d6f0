// The catalogue of messages: a sample for every code that the sources name, provoked the way a user does, with its place and
// how the message begins. A code without a sample fails, and so does a sample of a code that is gone.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type BuildFailure, build, type Message } from 'esbuild';
import { globSync } from 'tinyglobby';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { compile, type DiagnosticJSON, type DiagnosticsJSON, type Formula, FormulaError } from '../src/index.js';
import type { CompileOptions } from '../src/options.js';
import esbuildPlugin from '../src/plugin/bundlers/esbuild.js';
import { runIn } from './cli/capture.js';
import { createProjects, type Projects } from './plugin/projects.js';

/** Place is line:column:length, empty for a message about the whole. */
type Sample<From> = readonly [code: string, from: From, place: string, message: string, options?: CompileOptions];

/** From the library: errors of a formula. */
const errors: readonly Sample<Formula>[] = [
  ['WG100', '# nothing', '', 'the formula is empty'],
  ['WG101', 'x + @', '1:5:1', "unexpected character '@'"],
  ['WG102', 'y =', '1:3:1', 'an expression is missing here'],
  ['WG103', 'x +', '1:3:1', "the expression ends after '+', where an operand is missing"],
  ['WG104', 'x + 3 4', '1:7:1', "an operator is missing between '3' and '4'"],
  ['WG105', '1e999*x', '1:1:5', '1e999 is larger than the largest number'],
  ['WG107', 'a = (b + 1\nc', '1:5:1', "'(' is never closed"],
  ['WG108', 'input x y\nx', '1:9:1', "unexpected 'y' after 'x'"],
  ['WG109', 'x\0y', '1:2:1', 'this is not text'],
  ['WG110', 'x % 3', '1:3:1', "'%' has three meanings"],
  ['WG111', 'x + "a"', '1:5:3', 'strings are not values here'],
  ['WG112', '{x}', '1:1:1', "'{' is not used here"],
  ['WG113', 'x && y', '1:3:2', "'&&' is not an operator"],
  ['WG114', '|x|', '1:1:1', "'|' is not an operator"],
  ['WG115', 'x & y', '1:3:1', "'&' works on bits"],
  ['WG116', 'x === y', '1:3:3', "'===' is not an operator"],
  ['WG117', 'x.constructor("a")()', '1:2:12', "'.constructor': numbers have no properties"],
  ['WG118', '5 cm to inch', '1:6:2', "'to' converts units"],
  ['WG119', 'x − y', '1:3:1', "'−' is a typographic minus or dash"],
  ['WG120', 'input x', '', 'the program has no result'],
  ['WG121', 'x/2y', '1:1:4', 'it is not clear what this divides by'],
  ['WG122', 'not x > 1', '1:1:9', "'not' binds tighter than '>' here"],
  ['WG123', 'v[1](2)', '1:1:7', 'only a name can be called'],
  ['WG124', 'constraint x + 1', '1:12:5', 'a constraint is a comparison'],
  ['WG125', 'x + 1 = 3', '1:1:5', "the left side of '=' is a name"],
  ['WG126', 'sin(x = 3)', '1:7:1', "'=' stands inside an expression"],
  ['WG199', 'data x\nx', '1:1:4', "'data' is not supported yet"],
  ['WG201', 'y = 1\n2 * tanhh(x) + y', '2:5:5', "unknown function 'tanhh'"],
  ['WG202', 'a = x\na = 3\na', '2:1:1', "'a' is defined twice"],
  ['WG203', 'input alpha\nalpha*alpa', '2:7:4', "unknown name 'alpa'"],
  ['WG204', 'y = a*x\na = 3\ny', '1:5:1', "'a' is used before it is defined"],
  ['WG205', 'x = y + 1\ny = x*2\ny', '1:5:1', "'y' is defined through itself: x → y → x"],
  ['WG206', 'sin(x, y)', '1:1:9', "'sin' takes 1 argument, got 2"],
  ['WG207', 'sin(x) = x\nsin(2)', '1:1:3', "'sin' is a built-in function"],
  ['WG208', 'sin x', '1:1:3', "'sin' is a function and stands as a factor"],
  ['WG212', 'x + 1\ny', '1:1:5', 'the value of this expression is not used'],
  ['WG214', 'input x\nconst n = x\nn*x', '2:11:1', 'a const must be a number known at compile time'],
  ['WG215', 'minimize x\nmaximize y', '2:1:8', 'a program has one goal'],
  ['WG216', 'param p = 3 in [0, 1]\np', '1:13:9', "the start 3 of 'p' is outside its bounds"],
  ['WG301', 'max(x)', '1:1:6', "'max' of one number reduces nothing"],
  ['WG302', 'input u[3], v[2]\nu + v', '2:3:1', "'+' does not go with vector [3] and vector [2]"],
  ['WG303', 'input A[2,2], x\nA^x', '2:2:1', 'the power of a matrix is a whole number'],
  ['WG304', 'input A[2,3]\ndet(A)', '2:1:6', "'det' does not go with matrix [2,3]"],
  ['WG305', '[1, 2; 3]', '1:9:1', 'the rows of this matrix differ in length'],
  ['WG306', 'input x\nsum(x*i, i = 1:)', '2:14:2', 'only an index has ends that can be left out'],
  ['WG307', 'input u[3], k\nu[k]', '2:3:1', 'an index must be known at compile time'],
  ['WG308', 'input u[3]\nu[4]', '2:3:1', 'index 4 is not one of 1 … 3'],
  ['WG309', 'input x\nsin(x*i, i = 1:3)', '2:1:3', "'sin' takes no index"],
  ['WG310', 'input x\nmax(x*i, i = 1:0)', '2:1:17', "'max' over no terms has no value"],
  ['WG311', 'input u[0]\nu', '1:9:1', 'a size is a whole number from 1'],
  ['WG312', 'input u[3]\nminimize u', '2:10:1', 'what is minimized must be one number, not a vector [3]'],
  ['WG401', 'alpha*x', '', "cannot differentiate with respect to 'alpa'", { wrt: ['alpa'] }],
  ['WG402', 'emit valu\nx', '1:6:4', "there is no function 'valu' to export"],
  ['WG403', 'a = x\nb = y\noutput a, b\nemit hessian', '4:6:7', "'hessian' needs one number as the result"],
  // What JavaScript without types may pass.
  ['WG601', 7 as never, '', 'a formula is text or a function, got number'],
  ['WG701', `${'('.repeat(300)}x${')'.repeat(300)}`, '1:201:1', 'the nesting is deeper than 200 levels'],
  ['WG702', 'x + y', '', 'the text has 5 characters, more than 3', { limits: { textLength: 3 } }],
  ['WG703', 'x*y + sin(x) + cos(y)', '1:1:12', 'the program needs more than 4 nodes', { limits: { nodes: 4 } }],
  ['WG704', manyInputs, '', '32501 inputs, with a tangent for each that is differentiated, are more than the 6'],
  ['WG705', longSum(), '1:1:2144', 'stopped after 0 seconds', { limits: { seconds: 0 } }],
  ['WG707', `${'a'.repeat(1001)} + 1`, '1:1:1001', 'this name has 1001 characters'],
  ['WG706', 'input x\nsum(x, i = 1:1000000000)', '2:12:12', 'the range has 1000000000 elements'],
];

/** From the library: warnings of a formula that compiles. */
const warnings: readonly Sample<string>[] = [
  ['WG106', '9007199254740993*x', '1:1:16', '9007199254740993 loses digits: it becomes 9007199254740992'],
  ['WG209', 'e*x', '1:1:1', "'e' is the constant 2.71828"],
  ['WG210', 'a = x^2\nb = 3*x\nb', '1:1:1', "'a' is defined but never used"],
  ['WG217', 'std(u) = u\nstd(x)', '1:1:3', "'std' is a built-in function too"],
  ['WG218', 'input gamma, x\ngamma (x + 1)*gamma', '2:1:5', "'gamma (…)' is a call of the function 'gamma'"],
  ['WG219', 'std x', '1:1:3', "'std' is taken as an input and is a function too"],
  ['WG404', 'y = 2*x\n1/(1+exp(y))', '2:1:12', 'the derivative overflows for operands of some hundreds'],
  ['WG211', 'lambda^2 + lambda*x + lamda', '1:23:5', "'lamda' is used once and looks like 'lambda'"],
];

/** From the command line, in a directory of these files. */
const commands: readonly Sample<readonly string[]>[] = [
  ['WG221', ['eval', 'jn(x, x)', '--at', 'x=1', '--json'], '1:1:8', "the order of 'jn' must be a constant integer"],
  ['WG602', ['eval', 'x + y', '--at', 'x=1', '--json'], '', 'needs y'],
  ['WG605', ['compile', 'missing.formula', '--json'], '', "there is no file 'missing.formula'"],
  ['WG606', ['compile', '--check', 'model.formula', '--json'], '', 'stale: it is missing'],
];

/** From a bundler: what stands in main.js. */
const modules: readonly Sample<string>[] = [
  [
    'WG607',
    "import { value, hessian } from './model.formula';\nexport default [value, hessian];\n",
    '1:17:7',
    "'hessian' is not emitted by model.formula",
  ],
  [
    'WG608',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a module as text
    "import { formula } from 'wengert';\nexport const make = n => formula`x^2 + ${n}`.value(1);\n",
    '2:42:1',
    'this value is not known when the project is built',
  ],
  [
    'WG609',
    "import { value } from './model.formula';\nexport default value(1, 2;\n",
    '2:26:1',
    'main.js cannot be read here, what it imports of formulas is not checked',
  ],
];

/** 32,501 inputs, each of which has a tangent. */
function manyInputs(g: Parameters<Exclude<Formula, string>>[0]) {
  const inputs = Array.from({ length: 32_501 }, (_, i) => g.input(`x${i}`));
  return inputs[0]!;
}

function longSum(): string {
  return Array.from({ length: 9000 }, (_, i) => `sin(${i}*x)`).join('+');
}

/** Errors, or the warnings of a formula without any. */
function diagnosticsOf(formula: Formula, options: CompileOptions = {}): DiagnosticsJSON {
  try {
    const compiled = compile(formula, options);
    void compiled.source;
    return new FormulaError(compiled.diagnostics).toJSON();
  } catch (error) {
    if (error instanceof FormulaError) return error.toJSON();
    throw error;
  }
}

const named = <From>(samples: readonly Sample<From>[]) => samples.map(sample => ({ code: sample[0], sample }));

function expectFirst([found]: readonly DiagnosticJSON[], [code, , place, message]: Sample<unknown>): void {
  expect(found?.code).toBe(code);
  expect(found?.line == null ? '' : `${found.line}:${found.column}:${found.length}`).toBe(place);
  expect(found?.message.slice(0, message.length)).toBe(message);
}

describe('the catalogue', () => {
  it('has a sample for every code in the sources, and no other', () => {
    const root = path.join(import.meta.dirname, '..');
    const files = globSync(['src/**/*.{ts,js}', 'templates/**/*.js', 'bin/*.js'], { cwd: root });
    const used = files.flatMap(file => readFileSync(path.join(root, file), 'utf8').match(/\bWG\d{3}\b/g) ?? []);
    const sampled = [errors, warnings, commands, modules].flat().map(([code]) => code);
    // Where nothing has loaded rare functions there is WG220, see ops/numerics.test.ts; for WG610, emit/native-code.test.ts.
    expect([...sampled, 'WG220', 'WG604', 'WG610'].sort()).toEqual([...new Set(used)].sort());
  });

  it.each(named(errors))('$code, an error of the library', ({ sample }) => {
    const [, formula, , , options] = sample;
    expectFirst(diagnosticsOf(formula, options).errors, sample);
  });

  it.each(named(warnings))('$code, a warning of the library', ({ sample }) => {
    const found = diagnosticsOf(sample[1]);
    expect(found.errors).toEqual([]);
    expectFirst(found.warnings, sample);
  });

  it('WG604, where a page forbids code generation', () => {
    vi.stubGlobal('Function', function forbidden() {
      throw new EvalError('refused');
    });
    try {
      const { value } = compile('x^2');
      expect.unreachable(String(value));
    } catch (error) {
      const { errors } = (error as FormulaError).toJSON();
      expectFirst(errors, ['WG604', null, '', 'this page forbids code generation (Content-Security-Policy)']);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  describe('of files', () => {
    let projects: Projects;
    beforeAll(() => {
      projects = createProjects();
    });
    afterAll(() => projects.remove());

    it.each(named(commands))('$code, from the command line', async ({ sample }) => {
      const directory = projects.make({ 'model.formula': 'x^2*y\n' });
      const { exit, out } = await runIn(directory, sample[1]);
      expect(exit).toBe(sample[0] === 'WG602' ? 2 : 1);
      expectFirst((JSON.parse(out) as DiagnosticsJSON).errors, sample);
    });

    it.each(named(modules))('$code, from a bundler', async ({ sample }) => {
      const directory = projects.make({ 'model.formula': 'x^2*y\n', 'main.js': sample[1] });
      expectFirst(await bundled(directory), sample);
    });
  });
});

/** What esbuild says of main.js, warnings first: a module that the plugin cannot read stops the build as well. */
async function bundled(directory: string): Promise<DiagnosticJSON[]> {
  const result = await build({
    entryPoints: [path.join(directory, 'main.js')],
    absWorkingDir: directory,
    bundle: true,
    write: false,
    external: ['wengert'],
    logLevel: 'silent',
    plugins: [esbuildPlugin()],
  }).catch((failure: BuildFailure) => failure);
  return [...result.warnings, ...result.errors].map(({ text, location }: Message) => {
    // Files are named from where the process runs.
    const [, code = '', message = ''] = /^\[(WG\d{3})\] (?:\S*\/)?(.*)/.exec(text) ?? [];
    const { file = null, line = null, column = null, length = null } = location ?? {};
    return { code, message, file, line, column: column === null ? null : column + 1, length, help: null };
  });
}
