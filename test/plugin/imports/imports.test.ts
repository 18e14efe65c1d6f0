// What a module imports of a formula that is not there, by whichever way it imports it, and what it is told to do.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlers, isBuilt } from '../bundlers.js';
import { createProjects, outputOf, type Projects, runOutput, sourcesOf } from '../projects.js';

const MODEL = 'input x, y\nx^2*y\n';
const EMITTING = `emit value, gradient\n${MODEL}`;
const NOT_EMITTED = "'hessian' is not emitted by model.formula; add 'emit hessian'";

describe.skipIf(!isBuilt)(`imports of formulas${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let projects: Projects;
  beforeAll(() => {
    projects = createProjects();
  });
  afterAll(() => projects.remove());

  describe.each(Object.entries(bundlers))('with %s', (_name, build) => {
    const files = {
      'package.json': '{"type":"module","imports":{"#models/*":"./models/*"}}',
      'node_modules/models/package.json': '{"name":"models","type":"module","exports":{"./*":"./*"}}',
      'model.formula': MODEL,
      'models/model.formula': MODEL,
      'node_modules/models/model.formula': MODEL,
    };

    it.each([
      ['an alias', '@/model.formula'],
      ['a package import', '#models/model.formula'],
    ])('says what is not emitted by way of %s', async (_way, source) => {
      const main = `export { value, hessian } from '${source}';\n`;
      const emitting = { ...files, 'model.formula': EMITTING, 'models/model.formula': EMITTING };
      const { failure } = await build(projects.make({ ...emitting, 'main.js': main }), 'main.js');
      expect(failure).toContain(NOT_EMITTED);
      expect(failure).toMatch(/main\.js:1/);
      const right = projects.make({ ...emitting, 'main.js': `export { value, gradient } from '${source}';\n` });
      expect(await build(right, 'main.js')).toEqual({ failure: null });
      const free = projects.make({ ...files, 'main.js': main });
      expect(await build(free, 'main.js')).toEqual({ failure: null });
      expect([...(await runOutput(free)).hessian(2, 3)]).toEqual([6, 4, 4, 0]);
    });

    it.each([
      ['a path', './model.formula'],
      ['an alias', '@/model.formula'],
      ['a package import', '#models/model.formula'],
      ['a package', 'models/model.formula'],
    ])('finds a formula by %s with a query', async (_way, source) => {
      const directory = projects.make({ ...files, 'main.js': `export { hvp } from '${source}?emit=hvp&wrt=x';\n` });
      expect(await build(directory, 'main.js')).toEqual({ failure: null });
      expect([...(await runOutput(directory)).hvp(2, 3, 1)]).toEqual([6]);
      // Paths are as those of every other module.
      expect(outputOf(directory)).not.toContain('wengert:');
      const formulas = sourcesOf(directory).filter(source => source.includes('formula'));
      expect(formulas).toEqual([expect.stringMatching(/^(\.\.|webpack:|rspack:)\/.*model\.formula$/)]);
    });

    it("points to the query where the formula is a package's", async () => {
      const directory = projects.make({
        ...files,
        'node_modules/models/model.formula': EMITTING,
        'main.js': "export { value, hessian } from 'models/model.formula';\n",
      });
      const { failure } = await build(directory, 'main.js');
      expect(failure).toContain(NOT_EMITTED);
      expect(failure).toContain("or, for this import alone, write 'models/model.formula?emit=value,hessian'");
      const right = projects.make({
        ...files,
        'main.js': "export { value, hessian } from 'models/model.formula?emit=value,hessian';\n",
      });
      expect(await build(right, 'main.js')).toEqual({ failure: null });
      expect([...(await runOutput(right)).hessian(2, 3)]).toEqual([6, 4, 4, 0]);
    });

    it.each([
      ['all', { 'lib.js': "export * from './model.formula';\n" }],
      [
        'all by a second module',
        {
          'lib.js': "export const a = 1;\nexport * from './inner.js';\n",
          'inner.js': "export * from '@/model.formula';\n",
        },
      ],
    ])('says so where a module passes on %s of a formula', async (_what, modules) => {
      const named = projects.make({
        ...files,
        ...modules,
        'main.js': "import { value, hessian } from './lib.js';\nexport default [value, hessian];\n",
      });
      const { failure } = await build(named, 'main.js');
      expect(failure).toContain(NOT_EMITTED);
      expect(failure).toMatch(/main\.js:1/);
      const whole = projects.make({
        ...files,
        ...modules,
        'main.js': "import * as lib from './lib.js';\nexport default [lib.value, lib.hessian];\n",
      });
      expect((await build(whole, 'main.js')).failure).toContain(NOT_EMITTED);
      const right = projects.make({
        ...files,
        ...modules,
        'main.js': "export { value, gradient } from './lib.js';\n",
      });
      expect(await build(right, 'main.js')).toEqual({ failure: null });
    });

    it('leaves alone what a module has itself or from elsewhere', async () => {
      const directory = projects.make({
        ...files,
        'lib.js':
          "export * from './model.formula';\nexport * from './other.js';\nexport const [hvp, { a: jvp }] = [1, { a: 2 }];\n",
        'other.js': 'export function hessian() { return 3; }\n',
        'main.js': "export { value, hessian, hvp, jvp } from './lib.js';\n",
      });
      expect(await build(directory, 'main.js')).toEqual({ failure: null });
      const { hvp, jvp, hessian, value } = await runOutput(directory);
      expect([hvp, jvp, hessian(), value(2, 3)]).toEqual([1, 2, 3, 12]);
    });
  });

  it.each(['vite', 'esbuild', 'webpack', 'rspack'])('leaves the text of a formula to %s', async name => {
    const directory = projects.make({
      'main.js':
        "export { default as text } from './model.formula?raw';\nexport { gradient } from './model.formula';\n",
      'model.formula': MODEL,
    });
    expect(await bundlers[name]!(directory, 'main.js')).toEqual({ failure: null });
    const { text, gradient } = await runOutput(directory);
    expect(text).toBe(MODEL);
    expect([...gradient(2, 3)]).toEqual([12, 4]);
  });

  it('leaves to esbuild how it loads other files', async () => {
    const directory = projects.make({
      'main.js':
        "import { value } from './model.formula';\nexport { default as data } from './data.bin';\n" +
        'const h = (tag, _, child) => [tag, child];\n/** @jsx h */\nexport const shown = <p>{value(2, 3)}</p>;\n',
      'data.bin': 'abc',
      'model.formula': MODEL,
    });
    expect(await bundlers.esbuild!(directory, 'main.js')).toEqual({ failure: null });
    expect(await runOutput(directory)).toMatchObject({ data: 'YWJj', shown: ['p', 12] });
  });

  describe('advice', () => {
    /** What is said of a module of one line; and what follows from heeding it. */
    const said = async (main: string, model: string, options?: object): Promise<string> => {
      const directory = projects.make({ 'main.js': `${main}\n`, 'model.formula': model });
      const { failure } = await bundlers.rollup!(directory, 'main.js', options as never);
      return failure!
        .split('\n')[0]!
        .replace(/^\[plugin wengert\] /, '')
        .replace(/^.*?\[WG607\] /, '');
    };
    const from = (names: string, query = ''): string => `export { ${names} } from './model.formula${query}';`;
    const usual = 'value, gradient, valueAndGradient, evaluate, packed';

    it.each([
      [
        'what replaces the usual exports, with them',
        [from('value, hessian'), MODEL, { target: 'wasm' }],
        `${NOT_EMITTED} (that replaces the usual exports; with them: 'emit ${usual}, hessian')`,
      ],
      ['what adds to the emit of the formula', [from('value, hessian'), `emit value\n${MODEL}`], NOT_EMITTED],
      [
        'several names at once',
        [from('hvp, value, hessian'), `emit value\n${MODEL}`],
        "'hvp' and 'hessian' are not emitted by model.formula; add 'emit hessian, hvp'",
      ],
      [
        'a query where it decides',
        [from('value, hessian', '?emit=value'), MODEL],
        "'hessian' is not emitted by model.formula; write './model.formula?emit=value,hessian'",
      ],
      [
        'a query that says more',
        [from('value, hessian', '?wrt=x&emit=value'), MODEL],
        "'hessian' is not emitted by model.formula; write 'emit=value,hessian' in the import's query",
      ],
      [
        'a query that says something else',
        [from('value, hessian', '?wrt=x'), EMITTING],
        `${NOT_EMITTED} (or, for this import alone, write 'emit=value,hessian' in the import's query)`,
      ],
      [
        'what replaces the configuration, with it',
        [from('hvp, hessian'), MODEL, { emit: ['hvp'] }],
        `${NOT_EMITTED} (that replaces 'emit' of the plugin's options; with them: 'emit hessian, hvp')`,
      ],
      [
        'why it cannot be had, with other inputs',
        [from('packed'), 'input x\nparam a\na*x\n'],
        "'packed' cannot be emitted by model.formula: it takes the differentiated inputs alone, but the program has others (ask for 'bindPacked', which takes the others first)",
      ],
      [
        'why it cannot be had, without a start',
        [from('start'), 'param a, b = 1\na*b\n'],
        "'start' cannot be emitted by model.formula: it needs a start for every differentiated input; 'a' has none (write 'param a = 1')",
      ],
      [
        'why it cannot be had, without a start of a vector',
        [from('start'), 'param a[2], b = 1\na[1]*a[2]*b\n'],
        "'start' cannot be emitted by model.formula: it needs a start for every differentiated input; 'a' has none (write 'param a[2] = 1')",
      ],
      [
        'why it cannot be had, with several results',
        [from('hessian'), 'input x\n[x, x^2]\n'],
        "'hessian' cannot be emitted by model.formula: it needs one number as the result, but the program has 2 (ask for 'jacobian')",
      ],
      [
        'a name that is meant',
        [from('gradeint'), MODEL],
        "'gradeint' is not emitted by model.formula; did you mean 'gradient'?",
      ],
      [
        'a name that is meant and not emitted',
        [from('hesian'), MODEL],
        "'hesian' is not emitted by model.formula; did you mean 'hessian'? It needs 'emit hessian'",
      ],
      [
        'what there is, for a default import',
        ["import model from './model.formula';\nexport { model };", MODEL],
        `'default' is not emitted by model.formula; it has no default export, but ${usual}, inputs, wrt, outputs, sense`,
      ],
      [
        'what init is of',
        [from('init'), MODEL],
        "'init' is not emitted by model.formula; only modules of 'target=wasm' have it",
      ],
    ] as const)('names %s', async (_what, project, expected) => {
      const [main, model, options] = project as readonly [string, string, object?];
      expect(await said(main, model, options)).toBe(expected);
    });

    it('leads to a project that builds', async () => {
      const directory = projects.make({
        'main.js':
          "import { value, packed } from './model.formula';\nexport default [value, packed];\nexport * from './b.js';\n",
        'b.js': from('hessian, gradient'),
        'model.formula': MODEL,
      });
      const { failure } = await bundlers.rollup!(directory, 'main.js', { target: 'wasm' });
      const [, emit] = /with them: '(emit .*?)'/.exec(failure!)!;
      const right = projects.make({
        'main.js':
          "import { value, packed } from './model.formula';\nexport default [value, packed];\nexport * from './b.js';\n",
        'b.js': from('hessian, gradient'),
        'model.formula': `${emit}\n${MODEL}`,
      });
      expect(await bundlers.rollup!(right, 'main.js', { target: 'wasm' })).toEqual({ failure: null });
    });

    it('is given once for each thing to do', async () => {
      const directory = projects.make({ 'main.js': from('gradeint, hessian, hvp'), 'model.formula': EMITTING });
      const { failure } = await bundlers.esbuild!(directory, 'main.js');
      expect(failure).toContain("'hessian' and 'hvp' are not emitted by model.formula; add 'emit hessian, hvp'");
      expect(failure).toContain("did you mean 'gradient'?");
      expect(failure!.match(/ERROR/g)).toHaveLength(2);
    });
  });
});
