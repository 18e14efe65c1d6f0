// biome-ignore-all lint/suspicious/noTemplateCurlyInString: modules are written as text here
// Inline formulas through real bundlers, from JavaScript and from TypeScript: what comes out is run beside the library.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formula } from '../../../src/index.js';
import { bundlers, isBuilt } from '../bundlers.js';
import { createProjects, originOf, outputOf, type Projects, runOutput } from '../projects.js';

const javascript = {
  name: 'main.js',
  text: [
    "import { formula } from 'wengert';",
    'const scale = 2.5;',
    'const square = formula`',
    '  a = exp(x)',
    '  a^2',
    '`;',
    'const f = formula`${square} + ${scale}*exp(y)^2`;',
    'export const unused = 1;',
    'const dropped = formula`tanh(x)`;',
    'export const gradient = (x, y) => f.gradient(x, y);',
    'export const both = (x, y, out) => f.valueAndGradient(x, y, out);',
  ].join('\n'),
};
const typescript = {
  name: 'main.ts',
  text: javascript.text
    .replace('const scale = 2.5;', 'const scale: number = (5 / 2) as const;')
    .replaceAll('(x, y)', '(x: number, y: number): Float64Array')
    .replace('f.gradient(x: number, y: number): Float64Array', 'f.gradient(x, y)')
    .replace('(x, y, out) =>', '(x: number, y: number, out: Float64Array): number =>')
    .replace("{ formula } from 'wengert'", "{ type Compiled, formula } from 'wengert'")
    .replace('const f =', 'const f: Compiled ='),
};

const library = formula`a = exp(x); a^2 + ${2.5}*exp(y)^2`;

describe.skipIf(!isBuilt)(`inline formulas${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let projects: Projects;
  beforeAll(() => {
    projects = createProjects();
  });
  afterAll(() => projects.remove());

  describe.each(Object.entries(bundlers))('%s', (bundler, build) => {
    it.each([javascript, typescript])(
      'builds what the library computes from $name, and nothing of it',
      async source => {
        const directory = projects.make({ [source.name]: source.text });
        expect(await build(directory, source.name)).toEqual({ failure: null });
        const { gradient, both } = await runOutput(directory);
        for (const [x, y] of [
          [0.5, -0.25],
          [-1.75, 3.125],
          [1 / 3, 12],
        ] as const) {
          const found: Float64Array = gradient(x, y);
          expect(found).toEqual(library.gradient(x, y));
          const out = new Float64Array(2);
          expect(both(x, y, out)).toBe(library.value(x, y));
          expect(out).toEqual(found);
          // d/dx e^2x + 5/2 e^2y
          expect(found[0]! / (2 * Math.exp(2 * x))).toBeCloseTo(1, 14);
          expect(found[1]! / (5 * Math.exp(2 * y))).toBeCloseTo(1, 14);
        }
        const code = outputOf(directory).replace(/^\/\/.*/gm, '');
        expect(code).toContain('function valueAndGradient(');
        expect(code).not.toMatch(/wengert|mathjs|FormulaError|hash-cons|formula`|Compiled/);
        // Members that nobody names are not emitted; what nobody uses the bundler drops, webpack in its minimiser.
        expect(code).not.toMatch(/function (evaluate|packed|hessian)\(|inputs = /);
        if (bundler !== 'webpack') expect(code).not.toContain('tanh');
      },
    );

    it.each([javascript, typescript])('leads back to $name by its source map', async source => {
      const directory = projects.make({ [source.name]: source.text });
      expect(await build(directory, source.name)).toEqual({ failure: null });
      const emitted = originOf(directory, /\ba = Math\.exp/);
      expect(emitted.source).toMatch(/main\.[jt]s$/);
      expect(emitted).toMatchObject({ line: 4, column: 6 });
      // The second exponential stands in the text of the second template, after a value.
      expect(originOf(directory, /\bt\d+ = Math\.exp\(y\)/)).toMatchObject({
        line: 7,
        column: source.text.split('\n')[6]!.indexOf('exp(y)'),
      });
      const line = source.text.split('\n').findIndex(text => text.startsWith('export const both'));
      expect(originOf(directory, /\bboth = /)).toMatchObject({ line: line + 1, column: 13 });
    });

    it.each([javascript, typescript])('takes values from modules that $name imports', async source => {
      const end = source.name.slice(-3);
      const text = source.text
        .replace(
          /^const scale.*$/m,
          `import { settings } from './lib/settings${end}';\nimport wave, * as all from './lib/wave${end}';`,
        )
        .replace('${scale}', '${settings.scale}*${wave}^${all.two}');
      const directory = projects.make({
        [source.name]: text,
        [`lib/settings${end}`]: `export * from '../deep/numbers${end}';\nexport const settings = Object.freeze({ scale: 2.5 });\n`,
        [`lib/wave${end}`]: [
          "import { formula } from 'wengert';",
          `import { n } from './settings${end}';`,
          'export const two = n / 2;',
          'export default formula`sin(y)/${n}`;',
        ].join('\n'),
        [`deep/numbers${end}`]: 'export const n = 4;\n',
      });
      expect(await build(directory, source.name)).toEqual({ failure: null });
      const { gradient } = await runOutput(directory);
      expect(gradient(0.5, 2)).toEqual(formula`a = exp(x); a^2 + 2.5*(sin(y)/4)^2*exp(y)^2`.gradient(0.5, 2));
      expect(outputOf(directory).replace(/^\/\/.*/gm, '')).not.toMatch(/wengert|mathjs|FormulaError/);
    });

    it.each([javascript, typescript])('locates a value that is not known in $name', async source => {
      const text = source.text.replace(/^const scale.*$/m, "import { scale } from './scale';");
      const directory = projects.make({
        [source.name]: text,
        [source.name.replace('main', 'scale')]: 'export const scale = Math.random();\n',
      });
      const { failure } = await build(directory, source.name);
      expect(failure).toContain('WG608');
      expect(failure).toContain('this value is not known when the project is built');
      expect(failure).toContain('anything else is an input of the formula');
      expect(failure).toMatch(/main\.[jt]s:7/);
      expect(failure).toMatch(
        /7 [│|] const f.* = formula`\$\{square\} \+ \$\{scale\}\*exp\(y\)\^2`;\n.*[│ ] +(\^{5}|~{5})/,
      );
      expect(failure).not.toMatch(/\bat .*(dist|src)\/plugin/);
    });

    it('leads back to the text of a long formula that others hold', async () => {
      const long =
        'const long = formula`\n  sin(x)^2 + cos(x)^3 + tanh(x)^4 + atan(x)^5 + sinh(x)^6 +\n  log1p(x^2)^7*expm1(x)/(1 + x^2) - erf(x)/7 + asinh(x)`;';
      const text = typescript.text
        .replace('const f:', `${long}\nconst f:`)
        .replace('*exp(y)', '*${long}*exp(y)*${long}');
      const directory = projects.make({ 'main.ts': text });
      expect(await build(directory, 'main.ts')).toEqual({ failure: null });
      expect(originOf(directory, /Math\.asinh\(/)).toMatchObject({
        line: 9,
        column: text.split('\n')[8]!.indexOf('asinh'),
      });
      const { gradient } = await runOutput(directory);
      const written = formula`sin(x)^2 + cos(x)^3 + tanh(x)^4 + atan(x)^5 + sinh(x)^6 + log1p(x^2)^7*expm1(x)/(1 + x^2) - erf(x)/7 + asinh(x)`;
      expect(gradient(0.5, 2)).toEqual(formula`a = exp(x); a^2 + 2.5*${written}*exp(y)*${written}^2`.gradient(0.5, 2));
      const wrong = text.replace('asinh(x)', 'asinhh(x)');
      const { failure } = await build(projects.make({ 'main.ts': wrong }), 'main.ts');
      expect(failure).toContain('WG201');
      expect(failure).toMatch(/main\.ts:9/);
    });

    it('locates an error in the text of a formula', async () => {
      const text = typescript.text.replace('*exp(y)', '*expp(y)');
      const directory = projects.make({ 'main.ts': text });
      const { failure } = await build(directory, 'main.ts');
      expect(failure).toContain('WG201');
      expect(failure).toContain("did you mean 'exp'?");
      // esbuild counts columns from 0.
      const column = text.split('\n')[6]!.indexOf('expp') + (bundler === 'esbuild' ? 0 : 1);
      expect(failure).toContain(`main.ts:7:${column}`);
      expect(failure).toMatch(/7 [│|] const f: Compiled = formula`.*expp/);
    });
  });

  it.each(['vite', 'esbuild', 'rolldown'])('reads a module with elements: %s', async bundler => {
    const directory = projects.make({
      'main.tsx': [
        "import { formula } from 'wengert';",
        'const h = (tag: string, props: object | null, ...inside: unknown[]) => ({ tag, inside });',
        'const f = formula`x^${2}`;',
        'export const element = <b title="f">{f.gradient(3)[0]}</b>;',
      ].join('\n'),
      'tsconfig.json': '{"compilerOptions": {"jsx": "react", "jsxFactory": "h"}}',
    });
    expect(await bundlers[bundler]!(directory, 'main.tsx')).toEqual({ failure: null });
    expect((await runOutput(directory)).element).toEqual({ tag: 'b', inside: [6] });
    expect(outputOf(directory)).not.toMatch(/from ['"]wengert|mathjs|FormulaError/);
  });

  it.each(Object.entries(bundlers))('takes WebAssembly from the configuration: %s', async (_name, build) => {
    const directory = projects.make({
      'main.ts': [
        "import { formula } from 'wengert';",
        'const f = formula`erf(x)*y`;',
        'export const init = f.init;',
        'export const gradient = (x: number, y: number) => f.gradient(x, y);',
      ].join('\n'),
    });
    expect(await build(directory, 'main.ts', { target: 'wasm' })).toEqual({ failure: null });
    const { init, gradient } = await runOutput(directory);
    await init();
    expect(gradient(0.5, 2)).toEqual(formula`erf(x)*y`.gradient(0.5, 2));
    expect(outputOf(directory)).toContain('WebAssembly');
  });
});
