// `import { gradient } from './energy.js?gradient'`, in every bundler.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlers, isBuilt } from './bundlers.js';
import { createProjects, type Projects, runOutput } from './projects.js';

const ENERGY = `export function energy(x) {
  let s = 0;
  for (let i = 1; i < x.length; i++) s += (x[i] - x[i - 1])**2;
  return s;
}
`;
const BOWL =
  'export const bowl = (x: number, y: number): number => x**3*y;\nexport const other = (x: number): number => x;\n';
const MAIN = `import { energy } from './energy.js';
import { value, gradient } from './energy.js?gradient';
import { hessian } from './bowl.ts?gradient=bowl&emit=hessian';
export { energy, value, gradient, hessian };
`;

describe.skipIf(!isBuilt)(`a module's functions${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let projects: Projects;
  beforeAll(() => {
    projects = createProjects();
  });
  afterAll(() => projects.remove());

  it.each(Object.entries(bundlers))('have gradients in %s', async (_name, build) => {
    const directory = projects.make({ 'energy.js': ENERGY, 'bowl.ts': BOWL, 'main.js': MAIN });
    expect(await build(directory, 'main.js')).toEqual({ failure: null });
    const { energy, value, gradient, hessian } = await runOutput(directory);
    expect(value([1, 3, 7])).toBe(energy([1, 3, 7]));
    expect([...gradient([1, 3, 7])]).toEqual([-4, -4, 8]);
    expect([...hessian(1, 2)]).toEqual([12, 3, 3, 0]);
    const map = JSON.parse(readFileSync(path.join(directory, 'out/main.js.map'), 'utf8'));
    expect(map.sources.some((source: string) => source.includes('energy.js'))).toBe(true);
  });

  it.each(Object.entries(bundlers))('are said to have none in %s', async (_name, build) => {
    const directory = projects.make({
      'energy.js': 'export function energy(x) {\n  return x*Math.random();\n}\n',
      'main.js': "export { gradient } from './energy.js?gradient';\n",
    });
    const { failure } = await build(directory, 'main.js');
    expect(failure).toContain('WG151');
    expect(failure).toContain("'Math.random' has no derivative");
    expect(failure).toMatch(/energy\.js[^\n]*2:1[12]|energy\.js \(2:1[12]\)/);
  });
});
