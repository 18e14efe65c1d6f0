// The catalogue of messages: the example of every code raises it, the way a user does, with its place and how the message
// begins.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type BuildFailure, build, type Message } from 'esbuild';
import { globSync } from 'tinyglobby';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Code, catalogue, type Entry, groups } from '../src/catalogue.js';
import { compile, type Diagnostic, type DiagnosticJSON, type DiagnosticsJSON, FormulaError } from '../src/index.js';
import '../src/javascript.js';
import '../src/latex.js';
import { forbidCode } from './interpret/forbidden.js';
import { createProjects, type Projects } from './plugin/projects.js';

/** Place is line:column:length, empty for a message about the whole. */
type Expected = readonly [place: string, message: string];

const expected: Readonly<Record<Code, Expected>> = {
  WG100: ['', 'the formula is empty'],
  WG101: ['1:5:1', "unexpected character '@'"],
  WG102: ['1:3:1', 'an expression is missing here'],
  WG103: ['1:3:1', "the expression ends after '+', where an operand is missing"],
  WG104: ['1:7:1', "an operator is missing between '3' and '4'"],
  WG105: ['1:1:5', '1e999 is larger than the largest number'],
  WG106: ['1:1:16', '9007199254740993 loses digits: it becomes 9007199254740992'],
  WG107: ['1:3:1', "'(' is never closed"],
  WG108: ['1:9:1', "unexpected 'y' after 'x'"],
  WG109: ['1:2:1', 'this is not text'],
  WG110: ['1:3:1', "'%' has three meanings"],
  WG111: ['1:5:3', 'strings are not values here'],
  WG112: ['1:1:1', "'{' is not used here"],
  WG113: ['1:3:2', "'&&' is not an operator"],
  WG114: ['1:1:1', "'|' is not an operator"],
  WG115: ['1:3:1', "'&' works on bits"],
  WG116: ['1:3:3', "'===' is not an operator"],
  WG117: ['1:2:7', "'.length': numbers have no properties"],
  WG118: ['1:6:2', "'to' converts units"],
  WG119: ['1:3:1', "'−' is a typographic minus or dash"],
  WG120: ['', 'the program has no result'],
  WG121: ['1:1:4', 'it is not clear what this divides by'],
  WG122: ['1:1:9', "'not' binds tighter than '>' here"],
  WG123: ['1:1:7', 'only a name can be called'],
  WG124: ['1:12:5', 'a constraint is a comparison'],
  WG125: ['1:1:5', "the left side of '=' is a name"],
  WG126: ['1:7:1', "'=' stands inside an expression"],
  WG127: ['1:10:4', "the rule of 'z' is that of 'z[j]'"],
  WG128: ['1:15:2', "'..' is no range of this language"],
  WG129: ['1:1:5', 'this is TeX'],
  WG130: ['1:1:2', "'if' is a word of other languages"],
  WG131: ['1:3:1', 'a space does not separate the elements of an array'],
  WG132: ['1:1:5', "'x^1/2' is '(x^1)/2'"],
  WG133: ['1:1:4', "'x<-' compares with a negative number"],
  WG134: ['1:1:11', "'#' begins a comment, so that nothing is defined here"],
  WG151: ['1:25:13', "'Math.random' has no derivative"],
  WG152: ['1:23:1', 'this is not JavaScript'],
  WG153: ['1:1:4', "'\\int' is an integral"],
  WG154: ['1:5:4', "'f(x)' is read as a product"],
  WG155: ['1:9:1', "'{' is never closed"],
  WG199: ['', "'explain' does not show sizes that are known at run time yet"],
  WG201: ['1:1:5', "unknown function 'tanhh'"],
  WG202: ['1:8:1', "'a' is defined twice"],
  WG203: ['1:20:4', "unknown name 'alpa'"],
  WG204: ['1:5:1', "'a' is used before it is defined"],
  WG205: ['1:5:1', "'y' is defined through itself: x → y → x"],
  WG206: ['1:1:9', "'sin' takes 1 argument, got 2"],
  WG207: ['1:1:3', "'sin' is a built-in function"],
  WG208: ['1:1:3', "'sin' is a function and stands as a factor"],
  WG209: ['1:1:1', "'e' is the constant 2.71828"],
  WG210: ['1:1:1', "'a' is defined but never used"],
  WG211: ['1:23:5', "'lamda' is used once and looks like 'lambda'"],
  WG212: ['1:1:5', 'the value of this expression is not used'],
  WG214: ['1:20:1', 'a const must be a number known at compile time'],
  WG215: ['1:13:8', 'a program has one goal'],
  WG216: ['1:13:9', "the start 3 of 'p' is outside its bounds"],
  WG217: ['1:1:3', "'std' is a built-in function too"],
  WG218: ['1:17:5', "'gamma (…)' is a call of the function 'gamma'"],
  WG219: ['1:1:3', "'std' is taken as an input and is a function too"],
  WG220: ['1:1:5', "'j0' is a rare function, and those are not loaded"],
  WG221: ['1:1:8', "the order of 'jn' must be a constant integer"],
  WG222: ['1:19:1', "implicit 'z' has no start"],
  WG223: ['1:26:1', "no equation is left to determine 'y' (2 unknowns, 1 equation)"],
  WG224: ['1:34:34', 'an equation of implicit unknowns has them inside of a sum over rows'],
  WG225: ['1:8:3', "'inf' is taken as an input"],
  WG226: ['1:3:2', "'cm' is taken as an input"],
  WG227: ['1:10:2', 'a prime transposes, which changes nothing of a number'],
  WG228: ['1:1:18', "'sum' takes these as four numbers"],
  WG229: ['1:7:2', "'ωt' is one name"],
  WG230: ['1:9:3', "'log' is the natural logarithm, beside 'dB'"],
  WG231: ['1:1:10', 'the result is a comparison: 1 or 0'],
  WG251: ['', 'which function is meant?'],
  WG253: ['1:7:12', "'\\mathbf{x}_1' and 'x_1' would both be 'x_1'"],
  WG252: ['1:41:1', "'k' is a variable outside of the function"],
  WG301: ['1:1:6', "'max' of one number reduces nothing"],
  WG302: ['1:21:1', "'+' does not go with vector [3] and vector [2]"],
  WG303: ['1:19:1', 'the power of a matrix is a whole number'],
  WG304: ['1:15:6', "'det' does not go with matrix [2,3]"],
  WG305: ['1:9:1', 'the rows of this matrix differ in length'],
  WG306: ['1:15:4', 'a matrix [2,3] takes two indices, got 1'],
  WG307: ['1:18:1', 'an index must be known at compile time'],
  WG308: ['1:15:1', 'index 4 is not one of 1 … 3'],
  WG309: ['1:10:3', "'sin' takes no index"],
  WG310: ['1:10:17', "'max' over no terms has no value"],
  WG311: ['1:9:1', 'a size is a whole number from 1'],
  WG312: ['1:22:1', 'what is minimized must be one number, not a vector [3]'],
  WG313: ['1:18:3', 'the result depends on the row of the data'],
  WG314: ['1:44:3', "'z[2]' is not defined"],
  WG315: ['1:15:7', 'the norm of a matrix is that of its elements (Frobenius)'],
  WG316: ['1:19:2', "'1:' begins with element 1, where the first one is element 1"],
  WG317: ['1:19:3', 'this is a power of matrices'],
  WG351: ['1:43:4', 'this array has 2 elements'],
  WG352: ['1:32:5', 'how often this loop runs depends on values'],
  WG401: ['', "cannot differentiate with respect to 'alpa'"],
  WG402: ['1:6:4', "there is no function 'valu' to export"],
  WG403: ['1:33:7', "'hessian' needs one number as the result"],
  WG404: ['1:1:12', 'the derivative overflows for operands of some hundreds'],
  WG405: ['', "'packed' rearranges arguments as JavaScript has them"],
  WG406: ['1:18:9', 'SQLite has no product over rows'],
  WG407: ['1:1:6', 'at equality, derivatives are those of the arm taken there, not limits of the other'],
  WG501: ['1:19:1', 'NoConvergence: the block of z was not solved'],
  WG510: ['', 'the value at the start is NaN'],
  WG601: ['', 'a formula is text or a function, got number'],
  WG602: ['', 'needs y'],
  WG604: ['', 'this page forbids WebAssembly (Content-Security-Policy)'],
  WG605: ['', "there is no file 'missing.formula'"],
  WG606: ['', 'stale: it is missing'],
  WG607: ['1:10:6', "'hesian' is not emitted by model.formula"],
  WG608: ['1:74:1', 'this value is not known when the project is built'],
  WG609: ['1:52:1', 'main.js cannot be read here, what it imports of formulas is not checked'],
  WG610: ['', "the target 'wasm' is not loaded"],
  WG611: ['', 'code generation is forbidden here: functions are interpreted'],
  WG621: ['2:7:1', "row 1, 'note': 'a' is not a number"],
  WG622: ['3:3:1', "row 2 has no value for 'y'"],
  WG623: ['', "points.csv: there is no column 'z'"],
  WG624: ['', '<stdin>: it is empty'],
  WG625: ['', 'DuckDB: IO Error: Cannot open database'],
  WG701: ['1:2:1', 'the nesting is deeper than 1 levels'],
  WG702: ['', 'the text has 5 characters, more than 3'],
  WG703: ['1:1:12', 'the program needs more than 4 nodes'],
  WG704: ['', '32501 inputs, with a tangent for each that is differentiated, are more than the 6'],
  WG705: ['', 'stopped after 0 seconds'],
  WG706: ['1:21:12', 'the range has 1000000000 elements'],
  WG707: ['1:1:1001', 'this name has 1001 characters'],
  WG708: ['', "17732 values of 'value_and_gradient' cross from chunk to chunk"],
};

// The table is typed by its texts, which are all of them rows.
const codes = Object.keys(catalogue) as Code[];
const rows: Readonly<Record<Code, Entry>> = catalogue;

/** The codes whose examples are of one kind. */
function examplesAs(kind: 'formula' | 'command' | 'module' | 'call') {
  return codes.flatMap(code => {
    const { example } = rows[code];
    if (typeof example === 'string') return kind === 'formula' ? { code, text: example } : [];
    const text = (example as Partial<Record<typeof kind, string>>)[kind];
    return text === undefined ? [] : { code, text };
  });
}

/** Errors, or the warnings of what succeeds. */
function diagnosticsOf(run: () => DiagnosticsJSON): DiagnosticsJSON {
  try {
    return run();
  } catch (error) {
    if (error instanceof FormulaError) return error.toJSON();
    throw error;
  }
}

function expectRaised(code: Code, { errors, warnings }: DiagnosticsJSON): void {
  if (rows[code].severity === 'warning') expect(errors).toEqual([]);
  const [found] = rows[code].severity === 'warning' ? warnings : errors;
  const [place, message] = expected[code];
  expect(found?.code).toBe(code);
  expect(found?.line == null ? '' : `${found.line}:${found.column}:${found.length}`).toBe(place);
  expect(found?.message.slice(0, message.length)).toBe(message);
}

describe('the catalogue', () => {
  const root = path.join(import.meta.dirname, '..');
  const files = globSync(['src/**/*.{ts,js}', 'templates/**/*.js', 'bin/*.js'], { cwd: root });
  const texts = files
    .filter(file => file !== 'src/catalogue.ts')
    .map(file => readFileSync(path.join(root, file), 'utf8'));

  it('has the codes that the sources raise, in order', () => {
    const used = texts.flatMap(text => text.match(/\bWG\d{3}\b/g) ?? []);
    expect(codes).toEqual([...new Set(used)].sort());
  });

  it('is part of no program: its type is imported, its texts are not', () => {
    const imports = texts.flatMap(text => text.match(/^.*\/catalogue\.js.*$/gm) ?? []);
    expect(new Set(imports.map(line => line.replace(/'.*\/catalogue\.js'/, '…')))).toEqual(
      new Set(['import type { Code } from …;']),
    );
  });

  it('has a group for each code, a short title and a sentence', () => {
    for (const code of codes) {
      expect(Object.keys(groups)).toContain(code[2]);
      expect(rows[code].title).toMatch(/^[\p{Lu}'].{1,48}[^.]$/u);
      expect(rows[code].meaning).toMatch(/^[\p{Lu}'].*\.$/u);
    }
  });

  it.each(examplesAs('formula'))('$code: $text', ({ code, text }) => {
    const found = diagnosticsOf(() => {
      const compiled = compile(text);
      void compiled.source;
      return new FormulaError(compiled.diagnostics).toJSON();
    });
    expectRaised(code, found);
  });

  /** Holds what a call throws, or the warnings that it gives back, against what is expected. */
  function expectRaisedBy(call: (of: typeof compile) => Diagnostic[], code: Code): void {
    expectRaised(
      code,
      diagnosticsOf(() => new FormulaError(call(compile)).toJSON()),
    );
  }

  const calls = examplesAs('call').map(({ code, text }) => ({
    code,
    text,
    call: new Function('compile', `return ${text}`) as Parameters<typeof expectRaisedBy>[0],
  }));
  it.each(calls.filter(({ code }) => code !== 'WG604'))('$code, from a call: $text', ({ code, call }) => {
    if (code === 'WG611') forbidCode();
    expectRaisedBy(call, code);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  describe('of files', () => {
    let projects: Projects;
    beforeAll(() => {
      projects = createProjects();
    });
    afterAll(() => projects.remove());

    it.each(examplesAs('command'))('$code, from the command line: $text', async ({ code, text }) => {
      // It brings the rare functions with it, as the plugins do.
      const { runIn } = await import('./cli/capture.js');
      const directory = projects.make({ 'model.formula': 'x^2*y\n', 'points.csv': 'x,y,note\n1,2.1,a\n2,,b\n' });
      const [program, ...args] = wordsOf(text);
      expect(program).toBe('wengert');
      const { exit, out } = await runIn(directory, [...args, '--json']);
      expect(exit).toBe(code === 'WG602' ? 2 : code.startsWith('WG5') ? 3 : 1);
      expectRaised(code, JSON.parse(out));
    });

    it.each(examplesAs('module'))('$code, from a bundler: $text', async ({ code, text }) => {
      const directory = projects.make({ 'model.formula': 'x^2*y\n', 'main.js': text });
      const { errors, warnings } = await bundled(directory);
      // A module that the plugin cannot read stops the build as well.
      expectRaised(code, { errors: errors.filter(error => /^WG/.test(error.code)), warnings });
    });
  });

  it.each(calls.filter(({ code }) => code === 'WG604'))('$code, from a call: $text', async ({ code, call }) => {
    // From here on it is loaded.
    await import('../src/wasm.js');
    vi.stubGlobal('WebAssembly', undefined);
    expectRaisedBy(call, code);
  });
});

/** Words of a command line, as a shell sees them. */
const wordsOf = (command: string): string[] =>
  Array.from(command.matchAll(/'([^']*)'|\S+/g), ([word, quoted]) => quoted ?? word);

/** What esbuild says of main.js. */
async function bundled(directory: string): Promise<DiagnosticsJSON> {
  const { default: plugin } = await import('../src/plugin/bundlers/esbuild.js');
  const result = await build({
    entryPoints: [path.join(directory, 'main.js')],
    absWorkingDir: directory,
    bundle: true,
    write: false,
    external: ['wengert'],
    logLevel: 'silent',
    plugins: [plugin()],
  }).catch((failure: BuildFailure) => failure);
  return { errors: result.errors.map(toJSON), warnings: result.warnings.map(toJSON) };
}

function toJSON({ text, location }: Message): DiagnosticJSON {
  // Files are named from where the process runs.
  const [, code = '', message = ''] = /^\[(WG\d{3})\] (?:\S*\/)?(.*)/.exec(text) ?? [];
  const { file = null, line = null, column = null, length = null } = location ?? {};
  // Empty where the bundler itself speaks.
  return { code: code as Code, message, file, line, column: column === null ? null : column + 1, length, help: null };
}
