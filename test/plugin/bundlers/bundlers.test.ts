// Projects built with real bundlers and the built plugins; what comes out is run, and what goes wrong is read as a user would.

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile, emitSource } from '../../../src/index.js';
import { bundlers, isBuilt } from '../bundlers.js';
import { createProjects, originOf, outputOf, type Projects, runOutput } from '../projects.js';

const MODEL = 'input x, y\na = exp(x*y)\na^2 + sin(a)\n';
const gradientAt = (x: number, y: number): [number, number] => {
  const a = Math.exp(x * y);
  const slope = (2 * a + Math.cos(a)) * a;
  return [slope * y, slope * x];
};

describe.skipIf(!isBuilt)(`plugins${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let projects: Projects;
  beforeAll(() => {
    projects = createProjects();
  });
  afterAll(() => projects.remove());

  describe.each(Object.entries(bundlers))('%s', (name, build) => {
    it('builds the gradient of a formula file, and nothing else into the output', async () => {
      const directory = projects.make({
        'main.js': "export { valueAndGradient as f, wrt } from './model.formula';\n",
        'model.formula': MODEL,
      });
      expect(await build(directory, 'main.js')).toEqual({ failure: null });
      const { f, wrt } = await runOutput(directory);
      const gradient = new Float64Array(2);
      const [dx, dy] = gradientAt(0.5, -0.25);
      expect(f(0.5, -0.25, gradient)).toBeCloseTo(Math.exp(-0.25) + Math.sin(Math.exp(-0.125)), 12);
      expect(gradient[0]).toBeCloseTo(dx, 12);
      expect(gradient[1]).toBeCloseTo(dy, 12);
      expect(wrt).toMatchObject([{ name: 'x' }, { name: 'y' }]);
      const code = outputOf(directory);
      expect(code).not.toMatch(/mathjs|hash-cons|FormulaError|unplugin/);
      expect(code.replace(/\/\/.*|sourceMappingURL/g, '')).not.toMatch(/wengert/);
      // Every name that it declares is the module's own, or of webpack's and Rspack's runtime.
      const own = new Set(emitSource(MODEL).match(/\w+/g));
      const declared = code.match(/(?<=\b(?:class|function|const|let|var) )\w+/g) ?? [];
      const runtime = /^(__webpack_\w+|model_formula_\w+|define|key)$/;
      expect(declared.filter(found => !own.has(found) && !runtime.test(found))).toEqual([]);
      // Exports that nobody imports are gone; these leave that to their minimiser, which is off here.
      if (!['webpack', 'rspack'].includes(name)) expect(code).not.toMatch(/function (evaluate|packed|value)\(/);
      expect(readdirSync(path.join(directory, 'out')).sort()).toEqual(['main.js', 'main.js.map']);
    });

    it('leads back to the formula by its source map', async () => {
      const directory = projects.make({
        'main.js': "export { value } from './model.formula';\n",
        'model.formula': MODEL,
      });
      expect(await build(directory, 'main.js')).toEqual({ failure: null });
      const place = originOf(directory, /\ba = Math\.exp/);
      expect(place.source).toMatch(/model\.formula$/);
      expect(place).toMatchObject({ line: 2, column: 4 });
    });

    it('takes options from the import, then the formula, then the configuration', async () => {
      const directory = projects.make({
        'main.js': [
          "export { hessian } from './own.formula';",
          "export { hvp } from './model.formula';",
          "export { gradient } from './model.formula?emit=gradient&wrt=y';",
        ].join('\n'),
        'own.formula': `emit hessian\n${MODEL}`,
        'model.formula': MODEL,
      });
      expect(await build(directory, 'main.js', { emit: ['hvp'] })).toEqual({ failure: null });
      const { hessian, hvp, gradient } = await runOutput(directory);
      const columns = hessian(0.5, 2);
      const product = hvp(0.5, 2, 1, 0);
      expect(product[0]).toBeCloseTo(columns[0], 12);
      expect(product[1]).toBeCloseTo(columns[1], 12);
      expect([...gradient(0.5, 2)]).toEqual([expect.closeTo(gradientAt(0.5, 2)[1], 12)]);
    });

    it('shows an error of a formula with its place, frame and way out', async () => {
      const directory = projects.make({
        'main.js': "export { value } from './model.formula';\n",
        'model.formula': 'input x\ny = 2*tanhh(x)\ny^2\n',
      });
      const { failure } = await build(directory, 'main.js');
      expect(failure).toContain('WG201');
      expect(failure).toContain("unknown function 'tanhh'");
      expect(failure).toContain("did you mean 'tanh'?");
      expect(failure).toMatch(/model\.formula:2/);
      expect(failure?.match(/2 [│|] y = 2\*tanhh\(x\)\n.*(\^{5}|~{5})/g)).toHaveLength(1);
      expect(failure).not.toMatch(/\bat .*(dist|src)\/plugin/);
    });

    it('says so too where a member of the whole module is not emitted', async () => {
      const directory = projects.make({
        'main.js':
          "import * as model from './model.formula';\nexport const f = (model) => model.other;\nexport const g = model.hessian;\n",
        'model.formula': `emit value\n${MODEL}`,
      });
      const { failure } = await build(directory, 'main.js');
      expect(failure).toContain("'hessian' is not emitted by model.formula; add 'emit hessian'");
      expect(failure).not.toContain("'other'");
      expect(failure).toMatch(/main\.js:3:/);
    });

    it.each([
      [
        'taken out of it',
        "import * as m from './model.formula';\nconst { value, hessian: H } = m;\nexport default [value, H];\n",
      ],
      [
        'loaded later',
        "export const f = async () => {\nconst { hessian } = await import('./model.formula');\nreturn hessian;\n};\n",
      ],
      [
        'asked of a name for what is loaded later',
        "export const f = async () => { const m = await import('./model.formula');\nreturn m.hessian; };\n",
      ],
      [
        'given to a function once it is loaded',
        "export const f = () => import('./model.formula').then(\nm => [m.value, m.hessian]);\n",
      ],
      [
        'taken by a function once it is loaded',
        "export const f = () => import('./model.formula').then(\n({ value, hessian: h }) => [value, h]);\n",
      ],
    ])('and where it is %s', async (_title, main) => {
      const directory = projects.make({ 'main.js': main, 'model.formula': `emit value\n${MODEL}` });
      const { failure } = await build(directory, 'main.js');
      expect(failure).toContain("'hessian' is not emitted by model.formula; add 'emit hessian'");
      expect(failure).toMatch(/main\.js:2:/);
      // The others make several files of what is loaded later.
      if (main.includes('import(') && name !== 'esbuild') return;
      const free = projects.make({ 'main.js': main, 'model.formula': MODEL });
      expect(await build(free, 'main.js')).toEqual({ failure: null });
      const { default: whole, f } = await runOutput(free);
      const found = whole ?? (await f());
      const hessian = [found].flat().at(-1);
      expect([...hessian(0.5, -0.25)]).toEqual([...compile(MODEL).hessian(0.5, -0.25)]);
    });

    it('says how to have a function that is not emitted', async () => {
      const directory = projects.make({
        'main.js': "import { value, hessian } from './model.formula';\nexport default [value, hessian];\n",
        'model.formula': `emit value\n${MODEL}`,
      });
      const { failure } = await build(directory, 'main.js');
      expect(failure).toContain("'hessian' is not emitted by model.formula; add 'emit hessian'");
      expect(failure).toMatch(/main\.js:1/);
      expect(failure).toMatch(/1 [│|] import \{ value, hessian \} from .*\n.*(\^{7}|~{7})/);
    });
  });
});
