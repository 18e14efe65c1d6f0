// What TypeScript makes of imports of formulas: with the types for every formula, and with a file beside each.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportNames } from '../../../src/exports/table.js';
import { emitSource } from '../../../src/index.js';
import { typesFile, typesOf } from '../../../src/plugin/imports/formula-types.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const isBuilt = existsSync(path.join(root, 'dist/plugin/client.d.ts'));
const resolutions = [
  { module: 'esnext', moduleResolution: 'bundler' },
  { module: 'nodenext', moduleResolution: 'nodenext' },
];

const FORMULA = 'param a = 1, b\ninput x[3]\na*sum(x) + b\n';
const GOOD = `import { bindPacked, evaluate, gradient, valueAndGradient, wrt } from './model.formula';
const g: Float64Array = gradient(1, 2, [1, 2, 3]);
const v: number = valueAndGradient(1, 2, Float64Array.of(1, 2, 3), g) + bindPacked({ x: [1, 2, 3] })([1, 2], null);
const slope: number = evaluate({ b: 1, x: [1, 2, 3] }).gradient.b;
export default [g, v, slope, wrt[0]!.offset];
`;

describe.skipIf(!isBuilt)(`TypeScript${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'wengert-tsc-'));
    mkdirSync(path.join(directory, 'node_modules'));
    symlinkSync(root, path.join(directory, 'node_modules/wengert'), 'dir');
    write('package.json', '{"type":"module"}');
    write('model.formula', FORMULA);
    write('good.ts', GOOD);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const write = (name: string, text: string): void => writeFileSync(path.join(directory, name), text);

  /** What `tsc` says of files. */
  function check(files: readonly string[], options: object): string {
    const compilerOptions = { strict: true, noEmit: true, target: 'es2022', types: [], ...options };
    write('tsconfig.json', JSON.stringify({ compilerOptions, files }));
    try {
      execFileSync(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], {
        cwd: directory,
        encoding: 'utf8',
      });
      return '';
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  }

  describe.each(resolutions)('with moduleResolution $moduleResolution', resolution => {
    it('knows formulas from wengert/client alone', () => {
      write(
        'loose.ts',
        `import { hessian, value } from './model.formula?emit=hessian';
import { hvp } from './model.formula?emit=hvp,hessian&wrt=a&formula';
const h: Float64Array = hessian(1, 2, [1, 2, 3]);
const product: Float64Array = hvp(1, 2, [1, 2, 3], 1, h);
// @ts-expect-error no formula has it
import { hesian } from './model.formula';
// @ts-expect-error nor with a query
import { hevp } from './model.formula?emit=hvp&formula';
// @ts-expect-error no argument is a text
value('1');
export default [h, product, hesian, hevp];
`,
      );
      rmSync(path.join(directory, 'model.d.formula.ts'), { force: true });
      expect(check(['good.ts', 'loose.ts'], { ...resolution, types: ['wengert/client'] })).toBe('');
    });

    it('takes the types beside a formula before those of wengert/client', () => {
      write(
        'exact.ts',
        `/// <reference types="wengert/client" />
import { evaluate, value } from './model.formula';
import { gradient } from './other.formula';
value(1, 2, [1, 2, 3]);
// @ts-expect-error x is missing
value(1, 2);
// @ts-expect-error b is a number
value(1, [2], [1, 2, 3]);
// @ts-expect-error b has no start
evaluate({ x: [1, 2, 3] });
// @ts-expect-error not among what this formula emits
import { packed } from './model.formula';
// This one has no file beside it.
gradient(1, 2, 3, 4);
export default packed;
`,
      );
      write(typesFile('model.formula')!, typesOf(FORMULA, 'model.formula', {}).declarations);
      expect(check(['good.ts', 'exact.ts'], { ...resolution, allowArbitraryExtensions: true })).toBe('');
    });
  });
});

it('leaves a byte order mark where it was', () => {
  const text = '\ufeffx^2*y\n';
  expect(typesOf(text, 'model.formula', {}).declarations).toContain(' * ```\n * x^2*y\n * ```\n');
  expect(emitSource(text)).toMatch(/^.*\n\/\/ {3}x\^2\*y\n/);
});

describe('wengert/client', () => {
  const text = readFileSync(new URL('../../../src/plugin/imports/client.d.ts', import.meta.url), 'utf8');

  it('has every export, by itself and as a query', () => {
    expect(text.match(/(?<=^ {2}export (?:function|const) )\w+/gm)?.sort()).toEqual(
      [
        ...[...exportNames, 'init', 'bind', 'unbind'],
        ...['inputs', 'wrt', 'outputs', 'sense', 'constraintList', 'statements'],
      ].sort(),
    );
    for (const ending of ['formula', 'tex']) {
      const queried = text.match(new RegExp(`(?<='\\*\\.${ending}\\?emit=)\\w+(?=')`, 'g'));
      expect(queried).toEqual([...exportNames]);
    }
    expect(text).toContain("declare module '*.tex' {");
  });
});
