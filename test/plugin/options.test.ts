// Options of plugins and of imports, right and wrong.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlers, isBuilt, pluginOf } from './bundlers.js';
import { createProjects, outputOf, type Projects, runOutput } from './projects.js';

const MODEL = 'input x, y\nx^2*y\n';

describe.skipIf(!isBuilt)(`options${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let projects: Projects;
  beforeAll(() => {
    projects = createProjects();
  });
  afterAll(() => projects.remove());

  const imports = (names: string, query = '', model = MODEL): string =>
    projects.make({ 'main.js': `export { ${names} } from './model.formula${query}';\n`, 'model.formula': model });

  it.each([
    [{ emits: ['hvp'] }, "there is no option 'emits'\n  = help: did you mean 'emit'?"],
    [
      { format: 'cjs' },
      "there is no option 'format'\n  = help: there are emit, wrt, algebraic, stable, target, limits",
    ],
    [{ emit: ['hesian'] }, "there is no function 'hesian'\n  = help: did you mean 'hessian'?"],
    [{ emit: 5 }, "'emit' is a list of names\n  = help: for example ['hessian']"],
    [{ wrt: { x: true } }, "'wrt' is a list of names\n  = help: for example ['x']"],
    [{ algebraic: 'yes' }, "'algebraic' is true or false"],
    [{ target: 'gpu' }, "unknown target 'gpu'\n  = help: targets are 'js', 'wasm', 'auto'"],
    [{ limits: { node: 5 } }, "there is no limit 'node'\n  = help: did you mean 'nodes'?"],
    [{ limits: 5 }, "'limits' is an object of numbers"],
    ['hessian', 'options are an object, got string'],
  ])('are refused as %j', async (options, expected) => {
    await expect(pluginOf('vite', options as never)).rejects.toThrow(`error[WG602]: plugin wengert: ${expected}`);
  });

  it('may be texts, as in a query', async () => {
    const directory = imports('hessian, value');
    expect(await bundlers.rollup!(directory, 'main.js', { emit: 'value, hessian', wrt: 'x' } as never)).toEqual({
      failure: null,
    });
    expect([...(await runOutput(directory)).hessian(2, 3)]).toEqual([6]);
  });

  describe.each(Object.entries(bundlers))('in the query of an import with %s', (name, build) => {
    it('are all taken where they are repeated, and those of bundlers ignored', async () => {
      const directory = imports('hessian, value', '?emit=value&emit=hessian&wrt=y&wrt=x&t=12&v=1&import&used&formula');
      expect(await build(directory, 'main.js')).toEqual({ failure: null });
      expect([...(await runOutput(directory)).hessian(2, 3)]).toEqual([6, 4, 4, 0]);
    });

    it.each([
      ['?emits=hessian', "there is no option 'emits'", "did you mean 'emit'?"],
      ['?hessian', "there is no option 'hessian'", "did you mean 'emit=hessian'?"],
      ['?emit=hesian', "there is no function 'hesian' to export", "did you mean 'hessian'?"],
      ['?wrt=z', "cannot differentiate with respect to 'z'", 'the inputs are x, y'],
      ['?target=gpu', "unknown target 'gpu'", "'wasm'"],
    ])('are refused where they are written: %s', async (query, message, help) => {
      const { failure } = await build(imports('value', query), 'main.js');
      expect(failure).toContain(message);
      expect(failure).toContain(help);
      // Rspack names the module alone.
      expect(failure).toMatch(name === 'rspack' ? /main\.js/ : /main\.js:? ?1:/);
    });

    it('have the place of a formula that is empty', async () => {
      const { failure } = await build(imports('value', '', ''), 'main.js');
      expect(failure).toContain('the formula is empty');
      expect(failure).toMatch(name === 'rspack' ? /main\.js/ : /main\.js:? ?1:/);
    });
  });

  it('take WebAssembly for large formulas, unless they say otherwise', async () => {
    const large = 'input x[2000]\nemit value\nsum(sin(k*x[k]), k = 1:2000)\n';
    const bundled = async (query: string, options = {}) => {
      const directory = imports('value', query, large);
      expect(await bundlers.rollup!(directory, 'main.js', options)).toEqual({ failure: null });
      expect((await runOutput(directory)).value(new Float64Array(2000))).toBe(0);
      return outputOf(directory).includes('WebAssembly');
    };
    expect(await bundled('')).toBe(true);
    expect(await bundled('?target=js')).toBe(false);
    expect(await bundled('', { target: 'js' })).toBe(false);
    expect(await bundled('?target=auto', { target: 'js' })).toBe(true);
  });

  it('warn of a key that means nothing', async () => {
    const { failure } = await bundlers.rollup!(imports('value', '?deriv=2'), 'main.js');
    expect(failure).toMatch(/'deriv' in the query of .*model\.formula means nothing to wengert/);
  });

  it('gives warnings of a formula their place', async () => {
    const { build } = await import('esbuild');
    const directory = imports('value', '', 'input x, unused\nx^2\n');
    const { warnings } = await build({
      entryPoints: [`${directory}/main.js`],
      bundle: true,
      write: false,
      logLevel: 'silent',
      plugins: [await pluginOf('esbuild')],
    });
    expect(warnings).toMatchObject([
      {
        text: "[WG210] 'unused' is declared but never used",
        location: {
          file: expect.stringMatching(/model\.formula$/),
          line: 1,
          column: 9,
          length: 6,
          lineText: 'input x, unused',
        },
      },
    ]);
  });
});
