// Programs that go over rows of data in the products of the plugins: imports of formulas, and templates in modules.

import { transformSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseModule } from '../../src/from-javascript/syntax-tree.js';
import { inlineFormulas } from '../../src/plugin/inline/inline-formulas.js';
import { projectModule } from '../../src/plugin/inline/modules.js';
import { bundlers, isBuilt } from './bundlers.js';
import { createProjects, outputOf, type Projects, runOutput } from './projects.js';

const LINE = 'param a = 1, b = 0\ndata x, y\ny = a*x + b\n';

describe.skipIf(!isBuilt)(`an import of a formula with data${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let projects: Projects;
  beforeAll(() => {
    projects = createProjects();
  });
  afterAll(() => projects.remove());

  it('has its functions, with what they call', async () => {
    const directory = projects.make({
      'model.formula': LINE,
      'main.js': `export { value, bindPacked, inputs } from './model.formula';
export { gaussNewton } from './model.formula?emit=gaussNewton';\n`,
    });
    expect(await bundlers.rollup!(directory, 'main.js')).toEqual({ failure: null });
    const { value, bindPacked, gaussNewton, inputs } = await runOutput(directory);
    expect(value(2, 1, [1, 2], [4, 4])).toBe(2);
    expect(value(2, 1, [1, 2], [4, 4], 0, 1)).toBe(1);
    const gradient = new Float64Array(2);
    expect(bindPacked({ x: [1, 2], y: [4, 5] })([2, 1], gradient)).toBe(1);
    expect([...gradient]).toEqual([-2, -2]);
    const matrix = new Float64Array(4);
    expect(gaussNewton(2, 1, [1, 2], [4, 5], 0, 2, gradient, matrix)).toBe(1);
    expect([[...gradient], [...matrix]]).toEqual([
      [-2, -2],
      [5, 3, 3, 2],
    ]);
    expect(inputs.map(({ role }: { role: string }) => role)).toEqual(['param', 'param', 'data', 'data']);
  });

  it('leaves out what nothing calls', async () => {
    const directory = projects.make({
      'model.formula': LINE,
      'main.js': "export { inputs } from './model.formula';\n",
    });
    await bundlers.rollup!(directory, 'main.js');
    expect(outputOf(directory)).not.toMatch(/addBlock|Float64Array/);
  });
});

it('inlines a formula with data', async () => {
  const code = `import { formula } from 'wengert';\nconst fit = formula\`${LINE}\`;
export const result = [fit.value(2, 1, [1, 2], [4, 4]), ...fit.gradient(2, 1, [1, 2], [4, 4], 1)];\n`;
  const program = parseModule('main.ts', code)!;
  const { code: text } = inlineFormulas([projectModule('/project/main.ts', 'main.ts', code, program)], () => null, {})!;
  expect(text).not.toMatch(/from ['"]wengert/);
  const { code: javascript } = transformSync(text, { loader: 'ts' });
  const { result } = await import(`data:text/javascript,${encodeURIComponent(javascript)}`);
  expect(result).toEqual([2, 4, 2]);
});
