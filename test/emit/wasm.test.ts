// The WebAssembly target computes, bit for bit, what the JavaScript target does, and starts as its platform allows.

import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Compiled, type CompileOptions, compile, emitSource } from '../../src/index.js';
import '../../src/wasm.js';
import { formulas, NAMES, textOf } from '../random/formula.js';
import { argumentsOf, numbers, program, trees } from '../random/shaped.js';

/** Node has it; its types, without those of a browser, do not. */
declare const WebAssembly: {
  Module(): object;
  instantiate(): Promise<object>;
  CompileError: new (message: string) => Error;
};

const RUNS = Number(process.env.WENGERT_RUNS ?? 60);

/** Two targets return the same bits, signed zeros and NaN included. */
function expectSame(text: string, args: readonly unknown[], calls: Record<string, readonly unknown[]>, more = {}) {
  expectAlike(inBoth(text, more), args, calls);
}

type InBoth = Readonly<Record<'js' | 'wasm', Compiled>>;

const inBoth = (text: string, more = {}): InBoth => ({
  js: compile(text, more),
  wasm: compile(text, { ...more, target: 'wasm' }),
});

function expectAlike({ js, wasm }: InBoth, args: readonly unknown[], calls: Record<string, readonly unknown[]>) {
  for (const [name, tail] of Object.entries(calls)) {
    const found = call(wasm, name, [...args, ...tail]);
    expect(found, name).toEqual(call(js, name, [...args, ...tail]));
  }
}

const call = (compiled: Compiled, name: string, args: readonly unknown[]): unknown =>
  compiled[name as 'value'](...args);

async function imported(text: string, options: CompileOptions = {}): Promise<Record<string, never>> {
  const source = emitSource(text, { target: 'wasm', ...options });
  return import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`);
}

describe('random formulas with branches', () => {
  it.each([1, 4, 1500])('in functions of %i statements', statements => {
    const scope = fc.array(fc.constantFrom(-2, -1, -0.5, -0, 0, 0.5, 1, 2, Infinity, NaN), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(formulas, scope, (formula, point) => {
        const calls = { value: [], gradient: [], hessian: [], hvp: [1, 2, 3], jvp: [3, 2, 1], vjp: [2] };
        const text = `input ${NAMES.join(', ')}\n${textOf(formula)}`;
        expectSame(text, point, calls, { limits: { statements } });
      }),
      { numRuns: RUNS, seed: statements },
    );
  });
});

describe('random programs of vectors and matrices', () => {
  it.each([10, 1500])('in functions of %i statements', statements => {
    fc.assert(
      fc.property(trees.vector, numbers, (tree, point) => {
        const calls = { value: [], jacobian: [], jacobianSparse: [], vjp: [[1, 2, 3]] };
        expectSame(program(tree.text), argumentsOf(point), calls, { limits: { statements } });
      }),
      { numRuns: RUNS, seed: 5 },
    );
  });
});

describe('every export', () => {
  const text =
    'scale = 2\nparam a = 1, b[3] = [1, 2, 3]\ninput t\nu = sum(b .* b) + a*t\nmaximize gamma(a + 2)*u - scale*b[2]';
  it('gives what the JavaScript target gives', () => {
    const args = [1.5, [1, -2, 3], 0.25];
    const tangents = [1, [0.5, 0, 2]];
    const wasm = compile(text, { target: 'wasm' });
    const js = compile(text);
    for (const name of ['value', 'gradient', 'hessian', 'hessianSparse', 'multipliers'] as const)
      expect(wasm[name](...args), name).toEqual(js[name](...args));
    for (const name of ['valueAndGradient', 'valueGradientHessian'] as const) {
      const [found, wanted] = [0, 1].map(() => [new Float64Array(4), new Float64Array(16)]) as Float64Array[][];
      expect(wasm[name](...args, ...found!), name).toBe(js[name](...args, ...wanted!));
      expect(found).toEqual(wanted);
    }
    expect(wasm.start()).toEqual(js.start());
    expectSame(text, args, { jvp: tangents, hvp: tangents, vjp: [2] });
    const point = { a: 1.5, b: [1, -2, 3], t: 0.25 };
    expect(wasm.evaluate(point)).toEqual(js.evaluate(point));
    const theta = [1.5, 1, -2, 3];
    const [g, h] = [new Float64Array(4), new Float64Array(4)];
    expect(wasm.bindPacked({ t: 0.25 })(theta, g)).toBe(js.bindPacked({ t: 0.25 })(theta, h));
    expect(g).toEqual(h);
    expect(wasm.bindPacked({ t: 0.25 })(theta)).toBe(js.bindPacked({ t: 0.25 })(theta));
    expect(wasm.sense).toBe('maximize');
    expect(wasm.hessianPattern).toEqual(js.hessianPattern);
  });

  it('packs the inputs into one array, and checks it', () => {
    const formula = 'param x[40]\nsum(sin(x[i])*x[i+1], i = 1:39)';
    const [js, wasm] = [compile(formula), compile(formula, { target: 'wasm' })];
    const theta = Float64Array.from({ length: 40 }, (_, i) => i / 7);
    const [g, h] = [new Float64Array(40), new Float64Array(40)];
    expect(wasm.packed(theta, g)).toBe(js.packed(theta, h));
    expect(g).toEqual(h);
    expect(wasm.packed(theta)).toBe(js.packed(theta));
    expect(wasm.packedGradient([...theta])).toEqual(js.packedGradient([...theta]));
    expect(() => wasm.packed([1, 2])).toThrow(TypeError);
    expect(() => wasm.value('no' as never)).toThrow(TypeError);
  });

  it('may be called again and again, and one after the other', () => {
    const wasm = compile('input x, y\nx < 1 ? exp(x*y) : log(x)*y', { target: 'wasm' });
    for (const x of [0.5, 2, 0.5, 3, NaN, 0.5]) {
      expect(wasm.value(x, 2)).toBe(x < 1 ? Math.exp(x * 2) : Math.log(x) * 2);
      expect(wasm.gradient(x, 2)[1]).toBe(x < 1 ? Math.exp(x * 2) * x : Math.log(x));
    }
  });
});

describe('special functions', () => {
  it.each([
    'gamma(x)',
    'lgamma(x)',
    'digamma(x)',
    'erf(x)',
    'x^y',
    'mod(x, y)',
    'sign(x)',
    'x^-3',
    'round(x)',
    'sigmoid(x)',
    'softplus(x)',
    'log1p(x)',
    'cbrt(x)',
    'atan2(x, y)',
  ])('%s', formula => {
    const compiled = inBoth(`input x, y\n${formula} + 0*y`);
    for (const x of [-2.5, -0.5, -0, 0, 0.5, 1, 2.5, 171, Infinity, NaN])
      for (const y of [-1, 0, 0.5, 3]) expectAlike(compiled, [x, y], { value: [], gradient: [], hessian: [] });
  });
});

describe('modules', () => {
  it('run as an ES module, CommonJS and a script', async () => {
    const text = 'exp(x)*y';
    const module: Record<string, unknown> = await imported(text);
    expect((module.value as Compiled['value'])(0, 3)).toBe(3);
    await (module.init as () => Promise<void>)();
    const exports: Record<string, (...args: number[]) => unknown> = {};
    new Function('exports', emitSource(text, { target: 'wasm', format: 'cjs' }))(exports);
    expect(exports.value!(0, 3)).toBe(3);
    expect(exports.init!()).toBeInstanceOf(Promise);
    const script = `${emitSource(text, { target: 'wasm', format: 'iife', name: 'WebAssembly' })}\nreturn WebAssembly_;`;
    expect(new Function(script)().value(0, 3)).toBe(3);
  });

  it('leave to the user the names that they use themselves', async () => {
    const names = ['native', 'memory', 'init', 'i', 'program', 'imports', 'connect', 'decode', 'slots', 'WebAssembly'];
    const text = `input ${names.join(', ')}, v[6]\n${names.map((name, i) => `${i + 1}*${name}`).join(' + ')} + sum(v)`;
    const module: Record<string, unknown> = await imported(text);
    const v = [1, 2, 3, 4, 5, 6];
    const gradient = (module.gradient as Compiled['gradient'])(...names.map(() => 1), v);
    expect([...gradient]).toEqual([...v, 7, 8, 9, 10, 1, 1, 1, 1, 1, 1]);
  });

  it('are of the target that auto takes, and say so', () => {
    expect(emitSource('exp(x)', { target: 'auto' })).toBe(emitSource('exp(x)'));
    const large = emitSource('input x[2000]\nsum(sin(k*x[k]), k = 1:2000)', { target: 'auto' });
    expect(large).toMatch(/^\/\/ target wasm: \d+ nodes; 'auto' takes wasm from 4000 on$/m);
    expect(() => emitSource('x', { target: 'c' as never })).toThrow("unknown target 'c'");
  });

  it.each(['hypot(x)', 'norm(x)', 'std(x)'])('are JavaScript where WebAssembly has no call for it: %s', formula => {
    const options = { target: 'auto', emit: ['value', 'gradient', 'hvp'] } as const;
    const { source, value } = compile(`input x[4500]\n${formula}`, options);
    expect(source).toMatch(
      /^\/\/ target js: \d+ nodes; 'auto' takes wasm from 4000 on, but it takes no call of so many numbers$/m,
    );
    expect(value(new Float64Array(4500))).toBe(0);
  });
});

describe('where WebAssembly may not start at once', () => {
  afterEach(() => vi.restoreAllMocks());

  const refuse = () =>
    vi.spyOn(WebAssembly, 'Module').mockImplementation(function refused() {
      throw new RangeError('WebAssembly.Compile is disallowed on the main thread');
    });

  it('every function says NotInitialised until init() is done', async () => {
    refuse();
    const module: Record<string, unknown> = await imported('input x, y\nexp(x)*y + 0*y', {
      emit: ['value', 'gradient', 'packed', 'evaluate', 'hessian'],
    });
    const { value, gradient, packed, evaluate, hessian, init } = module as unknown as Compiled;
    const calls = [
      () => value(0, 3),
      () => gradient(0, 3),
      () => packed([0, 3]),
      () => evaluate({ x: 0, y: 3 }),
      () => hessian(0, 3),
    ];
    for (const each of calls) {
      expect(each).toThrow(expect.objectContaining({ name: 'NotInitialised' }));
      expect(each).toThrow(/'await init\(\)' first/);
    }
    await init();
    expect(value(0, 3)).toBe(3);
    expect([...gradient(0, 3)]).toEqual([3, 1]);
    for (const each of calls) expect(each).not.toThrow();
  });

  it('a compiled object has init, whatever the target', async () => {
    refuse();
    const wasm = compile('exp(x)*y', { target: 'wasm' });
    expect(() => wasm.value(0, 3)).toThrow(expect.objectContaining({ name: 'NotInitialised' }));
    await wasm.init();
    expect(wasm.value(0, 3)).toBe(3);
    expect([...wasm.gradient(0, 3)]).toEqual([3, 1]);
    const js = compile('exp(x)*y');
    await js.init();
    expect(js.value(0, 3)).toBe(3);
  });

  it('a refusal of everything reaches the one who waits', async () => {
    refuse();
    const denied = new WebAssembly.CompileError('blocked by Content Security Policy');
    vi.spyOn(WebAssembly, 'instantiate').mockRejectedValue(denied);
    await expect(compile('exp(x)', { target: 'wasm' }).init()).rejects.toBe(denied);
  });
});
