// `--from latex`: commands take TeX in the place of a formula.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runIn } from './capture.js';

const GAUSS = `% the logarithm of a normal density
\\begin{align}
  z &= \\frac{x - \\mu}{\\sigma} \\\\
  f &= -\\frac{z^2}{2} - \\ln\\left(\\sigma \\sqrt{2\\pi}\\right)
\\end{align}
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wengert-latex-'));
  mkdirSync(path.join(folder, 'out'));
  writeFileSync(path.join(folder, 'gauss.tex'), GAUSS);
});
afterAll(() => rmSync(folder, { recursive: true }));

const wengert = (...args: string[]) => runIn(folder, args);
const at = ['--at', 'x=1', '--at', 'mu=0', '--at', 'sigma=2'];

describe('--from latex', () => {
  it('makes a module that says what it was made of, and is checked', async () => {
    const made = await wengert('gauss.tex', '--from', 'latex', '-o', 'out/gauss.js');
    expect([made.exit, made.err]).toEqual([0, '']);
    const text = readFileSync(path.join(folder, 'out/gauss.js'), 'utf8');
    expect(text).toContain('//     z &= \\frac{x - \\mu}{\\sigma} \\\\\n');
    expect(text).toContain('// wengert compile ../gauss.tex -o gauss.js --from latex\n');
    const module = (await import(pathToFileURL(path.join(folder, 'out/gauss.js')).href)) as {
      gradient(...at: number[]): Float64Array;
    };
    // By hand: -z/σ, z/σ, (z² - 1)/σ at z = 1/2.
    expect([...module.gradient(1, 0, 2)]).toEqual([-0.25, 0.25, -0.375]);
    expect((await wengert('--check', 'out/gauss.js')).exit).toBe(0);
  });

  it('is of commands that take a formula', async () => {
    const found = JSON.parse((await wengert('eval', 'gauss.tex', '--from', 'latex', ...at, '--json')).out);
    expect(found.gradient).toEqual({ x: -0.25, mu: 0.25, sigma: -0.375 });
    expect((await wengert('verify', 'gauss.tex', '--from', 'latex')).out).toContain('none differs');
    expect((await wengert('stats', 'gauss.tex', '--from', 'latex')).out).toContain('valueAndGradient');
    expect((await wengert('explain', 'gauss.tex', '--from', 'latex')).out).toMatch(/^z +t1 \/ sigma/m);
    expect((await wengert('graph', 'gauss.tex', '--from', 'latex')).out).toContain('digraph');
    expect((await wengert('lagrangian', 'gauss.tex', '--from', 'latex')).out).toContain('z = ');
    expect((await wengert('swell', 'gauss.tex', '--from', 'latex')).exit).toBe(0);
    const formula = ['--from', 'latex', '--formula', '(x - 1)^2 + y^2'];
    expect((await wengert('minimize', ...formula, '--start', 'x=3', '--start', 'y=1')).out).toMatch(/^x {2}1\n/);
  });

  it('compares with mathjs the formula, and not its TeX', async () => {
    // mathjs would read 'xy' as one name.
    const { out } = await wengert('swell', '--from', 'latex', '--formula', 'xy^2', '--json');
    const rows = JSON.parse(out).rows as { pipeline: string; reason?: string }[];
    expect(rows.filter(({ pipeline }) => pipeline.startsWith('mathjs')).map(({ reason }) => reason)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('derives in TeX, too', async () => {
    const derived = await wengert('derivative', 'gauss.tex', '--from', 'latex', '--wrt', 'sigma', '--format', 'latex');
    expect(derived.out).toBe('\\frac{\\left(x - \\mu\\right)^{2}}{\\sigma^{3}} - \\frac{1}{\\sigma}\n');
    const again = await runIn(folder, ['eval', '-', '--from', 'latex', ...at, '--json'], derived.out);
    expect(JSON.parse(again.out).value).toBe(-0.375);
  });

  it('is of a fit, whose data are columns', async () => {
    writeFileSync(path.join(folder, 'line.csv'), 'x,y\n0,1\n1,3\n2,5\n');
    writeFileSync(path.join(folder, 'line.tex'), '\\begin{equation}\n  y = a x + \\beta_0\n\\end{equation}\n');
    const fitted = (...args: string[]) =>
      wengert('fit', ...args, '--from', 'latex', '--data', 'line.csv', '--start', 'a=1,beta_0=0');
    const found = await fitted('line.tex', '--json', '--emit', 'out/line.js');
    const isLine = ({ out }: { readonly out: string }): void => {
      const { a, beta_0: b } = JSON.parse(out).parameters;
      expect([a.toFixed(12), b.toFixed(12)]).toEqual(['2.000000000000', '1.000000000000']);
    };
    isLine(found);
    const text = readFileSync(path.join(folder, 'out/line.js'), 'utf8');
    expect(text).toContain('// wengert fit line.tex --data line.csv --start a=1,beta_0=0 --from latex\n');
    // A function is of the column that it is called like.
    isLine(await fitted('y(x) = a x + \\beta_0', '--json'));
    const wrong = await fitted('y = \\int x');
    expect(wrong.err).toContain("'\\int' is an integral");
    const warned = await fitted('y = \\sin a x + \\beta_0 - \\sin(a x) + a x');
    expect(warned.err).toContain("warning[WG154]: '\\sin' is read of all of 'a x'");
  });

  it('of JavaScript is refused by a fit', async () => {
    const { exit, err } = await wengert('fit', 'export const f = x => x', '--from', 'js', '--data', 'line.csv');
    expect([exit, err]).toEqual([
      2,
      'error[WG602]: a fit takes formulas, and no functions of modules\n' +
        "  = help: write the model as 'y = a*x + b', or TeX with from latex; minimize takes functions\n",
    ]);
  });

  it('shows faults in the TeX', async () => {
    writeFileSync(path.join(folder, 'wrong.tex'), '\\[\n  f = \\frac{x}{2} + \\operatorname{tanhh}(x)\n\\]\n');
    const { exit, err } = await wengert('eval', 'wrong.tex', '--from', 'latex', '--at', 'x=1');
    expect(exit).toBe(1);
    expect(err).toBe(
      "error[WG201]: unknown function 'tanhh'\n" +
        '  ╭─ wrong.tex:2:21\n' +
        '2 │   f = \\frac{x}{2} + \\operatorname{tanhh}(x)\n' +
        "  │                     ^^^^^^^^^^^^^^^^^^^^ did you mean 'tanh'?\n",
    );
  });

  it('is said where it is missing', async () => {
    expect((await wengert('gauss.tex')).err).toBe(
      "error[WG602]: 'gauss.tex' is TeX, and is read as a formula\n  = help: add --from latex\n",
    );
    expect((await wengert('--formula', '\\frac{1}{2} m v^2')).err).toContain("write '1/2*m*v^2'");
    expect((await wengert('gauss.tex', '--from', 'latex', '--function', 'f')).exit).toBe(2);
  });
});
