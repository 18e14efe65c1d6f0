// `node --import wengert/register`: programs that Node runs as they are, with formulas as modules.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProjects, type Projects } from '../projects.js';

const register = new URL('../../../dist/plugin/register.js', import.meta.url);
const isBuilt = existsSync(register);

describe.skipIf(!isBuilt)(`node --import wengert/register${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let projects: Projects;
  beforeAll(() => {
    projects = createProjects();
  });
  afterAll(() => projects.remove());

  const run = (files: Record<string, string>, main: string) => {
    const directory = projects.make(files);
    const args = ['--enable-source-maps', '--import', register.href, main];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: directory, encoding: 'utf8' });
    return { status, stdout, stderr };
  };
  const MODEL = 'input x, y\nx^2*y\n';

  it('imports formulas, by name or later, with and without a query', () => {
    const { stdout, stderr } = run(
      {
        'main.js': `import { gradient, wrt } from './models/my model.formula';
import { hessian } from '#models/my model.formula?emit=hessian&wrt=x';
const { value } = await import('./models/my%20model.formula');
console.log(gradient(2, 3).join(), wrt.map(({ name }) => name).join(), hessian(2, 3).join(), value(2, 3));\n`,
        'models/my model.formula': MODEL,
        'package.json': '{"type":"module","imports":{"#models/*":"./models/*"}}',
      },
      'main.js',
    );
    expect([stdout, stderr]).toEqual(['12,4 x,y 6 12\n', '']);
  });

  it('requires them', () => {
    const main = "const { value } = require('./model.formula');\nconsole.log(value(2, 3));\n";
    const { stdout, stderr } = run({ 'main.cjs': main, 'model.formula': MODEL }, 'main.cjs');
    expect([stdout, stderr]).toEqual(['12\n', '']);
  });

  it('shows warnings once, and the frame of an error without a stack', () => {
    const warned = run({ 'main.js': "import './model.formula';\n", 'model.formula': 'input x, y\nx^2\n' }, 'main.js');
    expect(warned.status).toBe(0);
    expect(warned.stderr.match(/warning\[WG\d+\]/g)).toHaveLength(1);
    for (const [main, text] of [
      ['main.js', "import './model.formula';\n"],
      ['main.cjs', "require('./model.formula');\n"],
    ] as const) {
      const { status, stderr } = run({ [main]: text, 'model.formula': 'input x\ny = 2*tanhh(x)\n' }, main);
      expect(status).toBe(1);
      expect(stderr).toContain(
        [
          "error[WG201]: unknown function 'tanhh'",
          '  ╭─ model.formula:2:7',
          '2 │ y = 2*tanhh(x)',
          "  │       ^^^^^ did you mean 'tanh'?]",
        ].join('\n'),
      );
      expect(stderr).not.toMatch(/ at |diagnostics|dist/);
    }
  });

  it('has its diagnostics where a program catches it', () => {
    const main =
      "try { await import('./model.formula?emit=hesian'); } catch (error) { console.log(error.name, error.diagnostics[0].code); }\n";
    const { stdout } = run({ 'main.js': main, 'model.formula': MODEL }, 'main.js');
    expect(stdout).toBe('FormulaError WG402\n');
  });

  it('leads from stack traces to the formula', () => {
    const main = "import { value } from './model.formula';\nvalue('2', 3);\n";
    const { status, stderr } = run({ 'main.js': main, 'model.formula': MODEL }, 'main.js');
    expect(status).toBe(1);
    expect(stderr).toContain('x must be a number');
    expect(stderr).toMatch(/model\.formula:\d+:\d+/);
  });
});

describe.skipIf(!isBuilt)('require', () => {
  it.each(['vite', 'rollup', 'rolldown', 'webpack', 'rspack', 'esbuild'])('gives the plugin of %s itself', name => {
    const required = createRequire(import.meta.url)(`../../../dist/plugin/${name}.js`);
    expect(typeof required).toBe('function');
  });
});
