// Where code generation is forbidden functions are interpreted, and it is said: in the warnings, and once on the console.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compile } from '../../src/index.js';
import { forbidCode } from './forbidden.js';
import '../../src/wasm.js';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const MESSAGE =
  'code generation is forbidden here: functions are interpreted, many times slower, with the same results';

describe('where code generation is forbidden', () => {
  it('functions are interpreted, which is said once on the console', () => {
    const said = forbidCode();
    expect(compile('x^2*y').gradient(3, 2)).toEqual(Float64Array.of(12, 9));
    expect(compile('x*y').value(3, 2)).toBe(6);
    expect(said.mock.calls).toEqual([
      [expect.stringMatching(`^wengert: warning\\[WG611\\]: ${MESSAGE}\n  = help: emit`)],
    ]);
  });

  it('a warning comes after those of the formula, whether functions were asked for or not', () => {
    forbidCode();
    const { diagnostics } = compile('5 cm*x');
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['WG226', expect.anything()],
      ['WG611', MESSAGE],
    ]);
    expect(diagnostics[1]).toMatchObject({
      severity: 'warning',
      source: null,
      span: null,
      help: expect.stringContaining("'emitSource'"),
    });
  });

  it('is known by any error of an engine that refuses a text without code, too', () => {
    forbidCode(new TypeError('Function is disabled'));
    expect(compile('x^2').value(3)).toBe(9);
  });

  it('is nothing to speak of where all is read that needs no code', () => {
    const said = forbidCode();
    const { source, stats, inputs } = compile('x^2');
    expect(source).toContain('export function value(x)');
    expect(stats.operations.value).toBe(1);
    expect(inputs).toEqual([{ name: 'x', shape: [], role: 'input' }]);
    expect(said).not.toHaveBeenCalled();
  });
});

describe('where code generation is allowed', () => {
  it('nothing is said', () => {
    const said = vi.spyOn(console, 'warn');
    const { value, diagnostics } = compile('x^2');
    expect([value(3), diagnostics]).toEqual([9, []]);
    expect(said).not.toHaveBeenCalled();
  });

  it('what an engine says of a text that it cannot take is thrown as it is', () => {
    vi.stubGlobal(
      'Function',
      class {
        constructor(...texts: string[]) {
          if (texts.at(-1) !== '') throw new RangeError('too long');
        }
      },
    );
    expect(() => compile('x^2').value).toThrow(new RangeError('too long'));
  });
});

describe('where WebAssembly is forbidden', () => {
  const forbidWebAssembly = (): void => {
    class CompileError extends Error {}
    vi.stubGlobal('WebAssembly', {
      CompileError,
      Module: class {
        constructor() {
          throw new CompileError('refused');
        }
      },
    });
  };

  it('what was asked for by name is refused', async () => {
    forbidWebAssembly();
    const compiled = compile('param p; data x; sum(p*x)', { target: 'wasm' });
    expect(() => compiled.value).toThrow("allow 'wasm-unsafe-eval'");
    await expect(compiled.init()).rejects.toThrow('WG604');
  });

  it("'auto' takes JavaScript", () => {
    const text = Array.from({ length: 2000 }, (_, i) => `sin(${i + 1}*x)`).join(' + ');
    const { gradient, source } = compile(text, { target: 'auto' });
    expect(source).toContain('WebAssembly');
    forbidWebAssembly();
    forbidCode();
    const js = compile(text, { target: 'auto' });
    expect(js.gradient(0)).toEqual(Float64Array.of(2001000));
    expect(gradient(0)).toEqual(js.gradient(0));
  });
});

const dist = new URL('../../dist/index.js', import.meta.url);

describe.skipIf(!existsSync(dist))(
  `Node that makes no code of texts${existsSync(dist) ? '' : ' (skipped: not built)'}`,
  () => {
    const runs = (script: string) =>
      spawnSync(process.execPath, ['--disallow-code-generation-from-strings', '--input-type=module', '-e', script], {
        encoding: 'utf8',
        cwd: new URL('../..', import.meta.url),
      });

    it('has all of the library, and says on standard error what it does without', () => {
      const { stdout, stderr } = runs(`
      import { compile, formula } from './dist/index.js';
      import './dist/wasm.js';
      import { minimize } from './dist/solve.js';
      const program = 'param a = 1; data x; sum(exp(a*x))';
      const { gradient, bind } = compile(program, { target: 'wasm' });
      console.log(JSON.stringify([
        compile(program).bindPacked({ x: [0, 0] })([1]),
        gradient(0, bind({ x: [1, 2] }).x)[0],
        formula\`x^2 + \${3}\`.hessian(1)[0],
        Math.abs(minimize('param x = 0; (x - 1)^2')['x'].x - 1) < 1e-9,
      ]));
    `);
      expect(stdout).toBe('[2,3,2,true]\n');
      expect(stderr.match(/WG611/g)).toHaveLength(1);
    });

    it('has the command line', () => {
      const { stdout, status } = spawnSync(
        process.execPath,
        ['--disallow-code-generation-from-strings', 'bin/wengert.js', 'eval', 'x^2*y', '--at', 'x=1', '--at', 'y=2'],
        { encoding: 'utf8', cwd: new URL('../..', import.meta.url) },
      );
      expect({ stdout, status }).toEqual({ stdout: 'value  2\n∂/∂x   4\n∂/∂y   1\n', status: 0 });
    });
  },
);
