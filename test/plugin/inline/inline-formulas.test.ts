// biome-ignore-all lint/suspicious/noTemplateCurlyInString: modules are written as text here
// What inlining makes of one module: which templates are formulas, what is known of their values, what of them is kept.

import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { parseModule } from '../../../src/from-javascript/syntax-tree.js';
import { FormulaError, formula } from '../../../src/index.js';
import type { PluginOptions } from '../../../src/plugin/configuration.js';
import { inlineFormulas } from '../../../src/plugin/inline/inline-formulas.js';
import { projectModule } from '../../../src/plugin/inline/modules.js';

const IMPORT = "import { formula } from 'wengert';\n";

const moduleOf = (name: string, code: string) => {
  const program = parseModule(name, code);
  if (program === null) throw new Error('the module cannot be read');
  return projectModule(`/project/${name}`, name, code, program);
};

/** The code of a TypeScript module with its formulas compiled; null where it has none. */
function inlined(code: string, config: PluginOptions = {}, others: Readonly<Record<string, string>> = {}) {
  const modules = new Map(Object.entries(others).map(([name, text]) => [`./${name}`, moduleOf(`${name}.ts`, text)]));
  return inlineFormulas([moduleOf('main.ts', code)], specifier => modules.get(specifier) ?? null, config);
}

/** Runs a module that imports nothing any more. */
async function run(code: string, config: PluginOptions = {}) {
  const { code: text } = inlined(code, config)!;
  expect(text).not.toMatch(/from ['"]wengert/);
  const { code: javascript } = transformSync(text, { loader: 'ts' });
  return import(`data:text/javascript,${encodeURIComponent(javascript)}`);
}

function errorsOf(code: string, config: PluginOptions = {}, others: Readonly<Record<string, string>> = {}) {
  try {
    inlined(code, config, others);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return error.diagnostics.map(({ code: number, message, help, source, span }) => ({
      ...{ code: number, message, help, file: source?.name },
      at: source?.text.slice(span?.start, span?.end),
      line: source?.text.slice(0, span?.start).split('\n').length,
    }));
  }
  return [];
}

describe('which templates are formulas', () => {
  it.each([
    ["import { formula as f } from 'wengert';", 'f`x^2`'],
    ["import * as wengert from 'wengert';", 'wengert.formula`x^2`'],
    ["import * as w from 'wengert';", "w['formula']`x^2`"],
    ["import { type Compiled, formula } from 'wengert';", '(formula`x^2` as Compiled)'],
  ])('%s %s', async (imported, written) => {
    const { result } = await run(`${imported}\nexport const result = ${written}.gradient(3)[0];`);
    expect(result).toBe(6);
  });

  it.each([
    'function g(formula: any) { return formula`x`; }',
    'const g = (formula: any) => formula`x`;',
    'const g = ({ a: [formula] }: any) => formula`x`;',
    'function g() { { var formula: any = 1; } return formula`x`; }',
    'function g() { return formula`x`; function formula(x: any) { return x; } }',
    'try { throw 1; } catch (formula) { formula`x`; }',
    'for (const formula of [String.raw]) formula`x`;',
    'class A { static { const formula = String.raw; formula`x`; } }',
    'const g = class formula { m() { return (formula as any)`x`; } };',
    'const g = function formula() { return formula`x`; };',
    'namespace N { const formula = String.raw; formula`x`; }',
    'export const g = { formula: String.raw }.formula`x`;',
  ])('leaves a name that is declared again: %s', text => {
    expect(inlined(`${IMPORT}${text}`)).toBe(null);
    const both = inlined(`${IMPORT}${text}\nexport const real = formula\`x^2\`.value;`)!;
    expect(both.code).toContain(text);
    expect(both.code).toContain('real = formula_1.value');
  });

  it('leaves a tag of another package, and one that is a type', () => {
    expect(inlined("import { formula } from 'other'; // not wengert\nformula`x`;")).toBe(null);
    expect(inlined("import type { formula } from 'wengert';\nlet x: typeof formula;")).toBe(null);
  });

  it('keeps the import for what else is made of it', () => {
    const passed = inlined(`${IMPORT}export const f = formula\`x\`.value; call(formula);`)!.code;
    expect(passed).toContain("import { formula } from 'wengert';");
    expect(passed).toContain('f = formula_1.value');
    const others = "import { compile, formula, FormulaError as E } from 'wengert';\n";
    expect(inlined(`${others}export const f = formula\`x\`.value;`)!.code).toMatch(
      /^import \{ compile, FormulaError as E \} from 'wengert';\n/,
    );
    const types = "import { type Compiled, formula } from 'wengert';\n";
    expect(inlined(`${types}export const f: Compiled['value'] = formula\`x\`.value;`)!.code).not.toContain('wengert');
  });
});

describe('values', () => {
  it.each([
    ['2.5', 2.5],
    ['-3', -3],
    ['n', 4],
    ['-n / 3', -4 / 3],
    ['(1 + 2) * n ** 2 % 7', 6],
    ['half', -0.125],
    ['n!', 4],
    ['1e-320', 1e-320],
    ['0.1 + 0.2', 0.30000000000000004],
    ['Math.PI', Math.PI],
    ['set', 5],
  ])('knows %s', async (written, value) => {
    const head = 'const n = 4 as const;\nconst half: number = -(1 / (2 * n)) satisfies number;\nlet set = n + 1;\n';
    const { result } = await run(`${IMPORT}${head}export const result = formula\`x*\${${written}}\`.value(1);`);
    expect(result).toBe(value);
    expect(result).toBe(formula`x*${value}`.value(1));
  });

  it.each([
    ['Math.sqrt(2)', '', Math.SQRT2],
    ['Math.max(n, Math.floor(7.5), 2)', 'const n = 3;', 7],
    ['Number.EPSILON', '', Number.EPSILON],
    ['E.B', 'enum E { A = 1, B, C = A + B }', 2],
    ['E.C', 'enum E { A = 1, B, C = A + B }', 3],
    ["E['two words']", "const enum E { A = 4, 'two words' }", 5],
    ['F.B', 'enum E { A = 4 } enum F { B = E.A << 2 }', 16],
    ['k.a', 'const k = { a: 2, b: 3 };', 2],
    ["k['a'] + k.b.c", 'const k = { a: 2, b: { c: 3 } }; k.b.c.toFixed(2); const { a } = k.b;', 5],
    ['k.a', 'const k = { a: 2 } as const; call(k);', 2],
    ['k.b.a', 'const k = { b: { a: 2 } } as const satisfies object; call(k.b);', 2],
    ['k.a', 'const k = Object.freeze({ a: 2 }); call(k);', 2],
    ['k.a', 'export const k = Object.freeze({ a: 2 });', 2],
    ['k.a', 'const k = { ...others, a: 2 };', 2],
    ['k.a', 'const k = { a: 1, a: 2 };', 2],
    ['w[1] + w[2]', 'const w = [1, 2, 3]; for (let i = 0; i < w.length; i++) w[i];', 5],
    ['w[1]', 'const w = [1, 2]; for (const n of w) call(n); Object.keys(w); call([...w]);', 2],
    ['w[i]', 'const w = [1, 2, 3], i = 1;', 2],
    ['a + b', 'const { a, c: b } = { a: 1, c: 2 };', 3],
    ['b', 'const [, b] = [1, 2];', 2],
    ['debug ? 1 : 2', 'const debug = false;', 2],
    ['n > 2 && !debug ? n : 1', 'const debug = false, n = 3;', 3],
    ["mode === 'exact' ? 1 : 2", "const mode = 'exact';", 1],
    ['n || 4', 'const n = 0;', 4],
    ['Math.PI', 'const Math = { PI: 3 };', 3],
  ])('knows %s of %s', async (written, head, value) => {
    const text = `${IMPORT}export const result = () => formula\`x*\${${written}}\`.value(1);\n`;
    // Functions of the test's own that the module hands things to.
    const { result } = await run(`${text}const others = {}; function call(_: unknown) {}\n${head}`);
    expect(result()).toBe(value);
  });

  it.each([
    'const k = { a: 2 }; k.a = 3;',
    'const k = { a: 2 }; k.a++;',
    'const k = { a: 2 }; delete (k as any).a;',
    'const k = { a: 2 }; [k.a] = [3];',
    'const k = { a: 2 }; call(k);',
    'const k = { a: 2 }; const other = k;',
    'const k = { a: 2 }; export { k };',
    'export const k = { a: 2 };',
    'const k = { a: 2, set() { this.a = 3; } }; k.set();',
    'const k = { a: 2 }; Object.assign(k, { a: 3 });',
    'const k = { a: 2 }; (k as any)[name] = 3;',
  ])('does not know what may be changed: %s', head => {
    const why = "the object may be changed, write 'as const' after it or 'Object.freeze(…)' around it";
    expect(errorsOf(`${IMPORT}${head}\nconst f = formula\`x*\${k.a}\`;`)).toMatchObject([
      { code: 'WG608', at: 'k.a', message: `this value is not known when the project is built: ${why}` },
    ]);
  });

  it.each([
    'const k = { a: [2] }; call(k.a);',
    'const k = { a: [2] }; k.a.push(3);',
    'const k = { a: [2] }; const { a } = k; a[0] = 3;',
    'const k = { a: [2] }; for (const name in k) call(k[name]);',
    'const k = { a: [2] }; const copy = { ...k };',
    'const k = { a: [2] }; Object.values(k)[0].push(3);',
    'const k = Object.freeze({ a: [2] }); call(k.a);',
  ])('nor what is inside of it: %s', head => {
    expect(errorsOf(`${IMPORT}${head}\nconst f = formula\`x*\${k.a[0]}\`;`)).toMatchObject([
      { code: 'WG608', at: 'k.a[0]', message: expect.stringContaining('the object may be changed') },
    ]);
  });

  describe('of other modules', () => {
    const others = {
      n: [
        'export const a = 2, b = a + 1;',
        'export let c = 4;',
        'export let changed = 5; changed++;',
        'const d = 6; export { d as six, d as default };',
        'export enum E { A = 7, B }',
        'export const k = { a: 9 } as const;',
        'export const open = { a: 9 };',
        "export { b as again } from './n';",
        "export * from './m';",
        "export * as m from './m';",
        'export type T = number;',
      ].join('\n'),
      m: [
        "import { formula } from 'wengert';",
        "import { a } from './n';",
        "export * from './n';",
        'export const ten = 5*a;',
        'export const g = formula`exp(x)^${a}`;',
        'export const h = formula`${g} + ${g}`;',
        'export const wrong = formula`x*${Math.random()}`;',
      ].join('\n'),
    };

    it.each([
      ['{ a, b }', 'a + b', 5],
      ['{ c as n }', 'n', 4],
      ['{ six }', 'six', 6],
      ['six', 'six', 6],
      ['{ E }', 'E.B', 8],
      ['{ k }', 'k.a', 9],
      ['{ again }', 'again', 3],
      ['{ ten }', 'ten', 10],
      ['* as n', 'n.a + n.k.a', 11],
      ['* as n', 'n["default"]', 6],
      ['n, { a }', 'n + a', 8],
    ])('knows import %s: %s', (imported, written, value) => {
      const code = `${IMPORT}import ${imported} from './n';\nexport const f = formula\`x*\${${written}}\`;`;
      expect(inlined(code, {}, others)!.code).toContain(`"x*(${value})"`);
    });

    it('knows formulas', () => {
      const code = `${IMPORT}import { h } from './m';\nexport const f = formula\`2*\${h}\`;`;
      expect(inlined(code, {}, others)!.code).toContain('"2*((exp(x)^(2)) + (exp(x)^(2)))"');
    });

    it.each([
      ['{ changed }', 'changed', "'changed' is not only set where it is declared"],
      ['{ missing }', 'missing', "'./n' does not export a constant 'missing'"],
      ['{ T }', 'T', "'./n' does not export a constant 'T'"],
      ['{ open }', 'open.a', "the object may be changed, write 'as const' after it or 'Object.freeze(…)' around it"],
    ])('refuses import %s: %s', (imported, written, why) => {
      const code = `${IMPORT}import ${imported} from './n';\nexport const f = formula\`x*\${${written}}\`;`;
      const message = `this value is not known when the project is built: ${why}`;
      expect(errorsOf(code, {}, others)).toMatchObject([{ code: 'WG608', at: written, file: 'main.ts', message }]);
    });

    it('refuses a formula that is wrong there', () => {
      const code = `${IMPORT}import { wrong } from './m';\nexport const f = formula\`2*\${wrong}\`;`;
      const message = 'this formula is wrong where it is written, in m.ts';
      expect(errorsOf(code, {}, others)).toMatchObject([{ code: 'WG608', at: 'wrong', message }]);
    });
  });

  it('knows formulas, under their names, in place, and inside of others', async () => {
    const { result, text } = await run(
      [
        `${IMPORT}const base = formula\`a = exp(x); a^2\`;`,
        'const twice = formula`${base} + ${base}`;',
        'const f = formula`${twice}*${formula`y + ${1}`}`;',
        'export const result = [f.value(0.5, 3), ...f.gradient(0.5, 3)];',
        'export const text = f.formula;',
      ].join('\n'),
    );
    expect(text).toBe('a = exp(x)\n((a^2) + (a^2))*(y + (1))');
    // 2 e^2x (y + 1) at x = 1/2, y = 3.
    expect(result).toEqual([8 * Math.E, 16 * Math.E, 2 * Math.E].map(value => expect.closeTo(value, 12)));
  });

  it('knows long formulas, which stand once in the text', async () => {
    const levels = Array.from(
      { length: 40 },
      (_, i) => `const g${i + 1} = formula\`sin(\${g${i}}*\${g${i}}) + cos(\${g${i}})/3\`;`,
    );
    const code = [`${IMPORT}const g0 = formula\`cos(x)\`;`, ...levels, 'export const f = formula`y*${g40}`;'].join(
      '\n',
    );
    const { f } = await run(code);
    let [value, slope] = [Math.cos(0.5), -Math.sin(0.5)];
    for (let i = 0; i < 40; i++) {
      slope = 2 * value * slope * Math.cos(value * value) + (slope * -Math.sin(value)) / 3;
      value = Math.sin(value * value) + Math.cos(value) / 3;
    }
    expect(f.wrt.map(({ name }: { name: string }) => name)).toEqual(['y', 'x']);
    expect([...f.gradient(2, 0.5)]).toEqual([expect.closeTo(value, 12), expect.closeTo(2 * slope, 12)]);
    expect(f.formula.length).toBeLessThan(40 * 200);
  });

  const unknown = 'this value is not known when the project is built';
  it.each([
    ["import { n } from 'other';", 'n', `${unknown}: 'other' is no module of the project that can be read`],
    ['let n = 2; n = 3;', 'n', `${unknown}: 'n' is not only set where it is declared`],
    ['let n = 2; function set() { [, n] = [1, 2]; }', 'n', `${unknown}: 'n' is not only set where it is declared`],
    ['let n = 2; n++;', 'n', `${unknown}: 'n' is not only set where it is declared`],
    ['let n; n = 2;', 'n', `${unknown}: 'n' is not only set where it is declared`],
    ['var n = 2;', 'n', `${unknown}: 'n' can be read before it is set, write 'const'`],
    ['const n = Number("2");', 'n', `${unknown}: of functions only those of Math, without random, are called`],
    ["const n = '2';", 'n', 'this value is "2"'],
    ['const n = 2n;', 'n', unknown],
    ['const n = n2; const n2 = n;', 'n', `${unknown}: 'n' is defined by itself`],
    ['const n = -n;', 'n', `${unknown}: it is defined by itself`],
    ['const k = { get a() { return k.a; } } as const;', 'k.a', `${unknown}: 'a' does not stand in the object`],
    [
      'const Math = { sqrt: (x: number) => 3 };',
      'Math.sqrt(2)',
      `${unknown}: of functions only those of Math, without random, are called`,
    ],
    ['', 'Math.random()', `${unknown}: of functions only those of Math, without random, are called`],
    ['', 'Math.max(2, ...[3])', unknown],
    ['', 'Math.sqrt(-1)', 'this value is NaN'],
    ['', 'Number.POSITIVE_INFINITY', 'this value is Infinity'],
    ['', 'window.n', unknown],
    ['', 'missing', `${unknown}: 'missing' is not declared in the module`],
    ['enum E { A = Date.now(), B }', 'E.B', `${unknown}: of functions only those of Math, without random, are called`],
    ["enum E { A = 'a' }", 'E.A', 'this value is "a"'],
    ['enum E { A }', 'E.C', `${unknown}: 'E' has no such member`],
    ['const n = 1;', 'n / 0', 'this value is Infinity'],
    ['const n = process.env.N ? 1 : 2;', 'n', unknown],
    ['', 'undefined', unknown],
    ["import { g } from './g'; const h = g;", 'h', `${unknown}: './g' is no module of the project that can be read`],
  ])('refuses %s %s where it stands', (head, written, message) => {
    const text = `${IMPORT}${head}\n// ${written}\nexport const f = formula\`x +\n y*\${ ${written} } + \${2}\`;`;
    expect(errorsOf(text)).toEqual([
      {
        ...{ code: 'WG608', message, file: 'main.ts', at: written, line: 5 },
        help: 'finite numbers and formulas can stand here; anything else is an input of the formula',
      },
    ]);
  });

  it('refuses what is a parameter, or set by a loop', () => {
    expect(errorsOf(`${IMPORT}const f = (n: number) => formula\`x*\${n}\`;`)).toMatchObject([
      { code: 'WG608', at: 'n', message: expect.stringContaining(": 'n' is a parameter") },
    ]);
    expect(errorsOf(`${IMPORT}for (const n of [1, 2]) formula\`x*\${n}\`;`)).toMatchObject([
      { code: 'WG608', at: 'n' },
    ]);
    expect(errorsOf(`${IMPORT}const f = formula\`x*\${f}\`;`)).toMatchObject([
      { code: 'WG608', message: 'this formula holds itself', at: 'f' },
    ]);
  });
});

describe('errors in a formula', () => {
  it('are where the text was written, behind values and line ends of Windows', () => {
    const text = `${IMPORT}const n = 12345;\r\n/* 😀 */ export const f = formula\`\r\n  x^\${n}\r\n  + \${n}*tanhh(y)\`;`;
    expect(errorsOf(text)).toMatchObject([
      { code: 'WG212', at: 'x^${n}', line: 4 },
      { code: 'WG201', at: 'tanhh', line: 5 },
    ]);
    expect(errorsOf(text.replace('\r\n  +', ' +'))).toMatchObject([
      { code: 'WG201', at: 'tanhh', line: 4, help: "did you mean 'tanh'?" },
    ]);
  });

  it('are at the value where another formula is at fault', () => {
    const text = `${IMPORT}const g = formula\`a = x; a\`;\nconst h = formula\`a = 2*x; a\`;\nexport const f = formula\`\${g} + \${h}\`;`;
    expect(errorsOf(text)).toMatchObject([{ code: 'WG202', message: "'a' is defined twice", at: '${h}', line: 4 }]);
  });

  it('are told once, where the formula is, and not again where it is a value', () => {
    const text = `${IMPORT}export const f = formula\`2*\${g} + \${g}\`;\nconst g = formula\`tanhh(x)\`;`;
    expect(errorsOf(text)).toMatchObject([{ code: 'WG201', at: 'tanhh', line: 3 }]);
  });

  it('are told where a formula cannot be read, not where it is a value', () => {
    const text = `${IMPORT}export const f = formula\`2*\${g} + \${g}\`;\nexport const h = formula\`\${f}\`;\nconst g = formula\`x + 2)\`;`;
    expect(errorsOf(text)).toMatchObject([{ code: 'WG107', at: ')', line: 4 }]);
    const unknown = `${IMPORT}const f = formula\`x*\${n}\`;\nexport const g = formula\`\${f} + \${f}\`.value;`;
    expect(errorsOf(unknown)).toMatchObject([{ code: 'WG608', at: 'n', line: 2 }]);
  });

  it('are at the value where the text with it is too long, under the limits of the configuration', () => {
    const long = `${'x + '.repeat(20)}x`;
    const text = `${IMPORT}const g = formula\`${long}\`;\nexport const f = formula\`\${g}*y + ${'y + '.repeat(10)}y\`;`;
    expect(errorsOf(text, { limits: { textLength: 100 } })).toMatchObject([
      { code: 'WG702', at: 'formula', line: 3, help: 'raise the limit (textLength)' },
    ]);
    const deep = `${IMPORT}const g = formula\`${'('.repeat(250)}x${')'.repeat(250)}\`;\nexport const f = formula\`2*\${g}\`.value;`;
    expect(errorsOf(deep)).toMatchObject([{ code: 'WG701', line: 2 }]);
    expect(errorsOf(deep, { limits: { nesting: 300 } })).toEqual([]);
  });

  it('are told together, and those without a place at the tag', () => {
    const text = `${IMPORT}export const f = formula\`x + \`;\nexport const g = formula\`\`;`;
    expect(errorsOf(text)).toMatchObject([
      { code: 'WG103', at: '+', line: 2 },
      { code: 'WG100', at: 'formula', line: 3 },
    ]);
  });

  it('name a member that is none', () => {
    expect(errorsOf(`${IMPORT}const f = formula\`x\`;\nf.hesian(1);`)).toMatchObject([
      { code: 'WG402', at: 'hesian', line: 3, help: "did you mean 'hessian'?" },
    ]);
    expect(errorsOf(`${IMPORT}formula\`[x, y]\`.gradient(1, 2);`)).toMatchObject([{ code: 'WG403', at: 'gradient' }]);
    const text = `${IMPORT}const f = formula\`[x, y]\`;\nconst { hvp } = f;\nconst g = f!;\nf.jacobian(1, 2);\ng?.hessian(1, 2);\ng['valu'];`;
    expect(errorsOf(text)).toMatchObject([
      { code: 'WG403', at: 'hvp', line: 3, help: "ask for 'jacobian'" },
      { code: 'WG403', at: 'hessian', line: 6, message: expect.stringContaining("'hessian' needs one number") },
      { code: 'WG402', at: "'valu'", line: 7, help: "did you mean 'value'?" },
    ]);
    const fixed = `${IMPORT}export const f = formula\`input k; param p; k*p\`.packed;`;
    expect(errorsOf(fixed)).toMatchObject([{ code: 'WG403', at: 'packed', line: 2 }]);
  });

  it('has its warnings in the module too', () => {
    const { warnings } = inlined(`${IMPORT}export const f = formula\`a = x^2\nb = 3*x\nb\`.value;`)!;
    const [warning] = warnings;
    expect(warnings.map(({ code }) => code)).toEqual(['WG210']);
    expect(warning!.source!.text.slice(warning!.span!.start, warning!.span!.end)).toBe('a');
  });
});

describe('what is emitted', () => {
  const returned = (code: string) => /\n {2}return \{ (.*) \};\n\}\)\(\)/.exec(inlined(code)!.code)?.[1];

  it.each([
    ['f.value(1); f.hessian(2);', 'value, hessian'],
    ['f?.value(1);', 'value'],
    ["f['value'](1); f!.jvp(1, 2);", 'value, jvp'],
    ['const { value, wrt: { length } } = f;', 'value, wrt'],
    ['const g = f as Compiled; g.value(1); type F = typeof f;', 'value'],
    ['function h() { return f.packed; }', 'packed'],
    ['f.hessianSparse(1);', 'hessianSparse'],
    ['let g = f; g.value(1);', 'value'],
    ['var g = f; function h() { g.jvp(1, 2); }', 'jvp'],
    ['{ let g = f; g.value(1); } { let g = 1; g = 2; }', 'value'],
  ])('the members that are named: %s', (uses, members) => {
    expect(returned(`${IMPORT}const f = formula\`x^2\`;\n${uses}`)).toBe(members);
  });

  it('the members that are named of a variable that is set once', () => {
    expect(returned(`${IMPORT}let f = formula\`x^2\`;\nf.hessian(1);`)).toBe('hessian');
    expect(returned(`${IMPORT}var f = formula\`x^2\`;\nf.hessian(1);`)).toBe('hessian');
  });

  it.each([
    'export { f };',
    'export default f;',
    'call(f);',
    'const { value, ...others } = f;',
    "f[name](1); const name = 'value';",
    'const g = [f];',
    'let g = f; g = null;',
    'let g = f; [{ a: [g = 1] }] = [];',
    'let g = f; [...g] = [];',
    'let g = f; ({ g } = {});',
    'let g = f; for (g of []);',
    'var g = f; var g;',
    'let g; g = f;',
    'namespace N { export let g = f; }',
    'class A { f = f; }',
    'const o = { f };',
    'const h = () => f;',
    'h`${f}`;',
  ])('everything where the formula goes elsewhere: %s', uses => {
    const found = returned(`${IMPORT}const f = formula\`x^2\`;\n${uses}`);
    expect(found).toMatch(
      /^value, gradient, valueAndGradient, evaluate, packed, inputs, wrt, outputs, sense, async init/,
    );
  });

  it('everything the configuration or the formula asks for, and what is named besides', async () => {
    const code = `${IMPORT}export const f = formula\`x^2\`;\nexport const g = formula\`emit hvp; x^3\`;\nexport const h = f.hessian(3);`;
    const { f, g, h } = await run(code, { emit: ['jvp'] });
    const data = ['inputs', 'wrt', 'outputs', 'sense', 'init', 'formula', 'diagnostics'];
    expect(Object.keys(f).slice(0, 9)).toEqual(['jvp', 'hessian', ...data]);
    expect(Object.keys(g).slice(0, 8)).toEqual(['hvp', ...data]);
    expect(Object.keys(f).sort()).toEqual(Object.keys(g).sort());
    expect(f.jvp(3, 1)[0]).toBe(6);
    expect(h[0]).toBe(2);
    await f.init();
    // The library takes it, as it takes its own.
    expect(formula`2*${f}`.value(3)).toBe(18);
  });

  describe('for those who ask for what is not there, how to have it', () => {
    const toKeep = 'value, gradient, valueAndGradient, evaluate, packed';
    const wayOut = (name: string, kept = toKeep) =>
      `'${name}' is not emitted; add 'emit ${name}' to the formula, and 'emit ${kept}' for what is emitted without`;

    it.each([
      'export const f = formula`x^2*y`;',
      'export let f = formula`x^2*y`;',
      'let f; f = formula`x^2*y`; export { f };',
      'const g = formula`x^2*y`; export default g; export { g as f };',
      'class A { f = formula`x^2*y`; } export const { f } = new A();',
      'const make = () => ({ g: { f: formula`x^2*y` } }); export const { f } = make().g;',
      'const all: any[] = []; all.push(formula`x^2*y`); export const [f] = all;',
      'const { ...f } = formula`x^2*y`; export { f };',
    ])('%s', async written => {
      const { f } = await run(`${IMPORT}${written}`);
      expect(f.gradient(3, 5)).toEqual(new Float64Array([30, 9]));
      expect(() => f.hessian(3, 5)).toThrow(new Error(wayOut('hessian')));
      expect(() => f.bindPacked({})).toThrow(wayOut('bindPacked'));
      // What a library call refuses is no way out.
      expect(() => f.start()).toThrow(
        "'start' needs a start for every differentiated input; 'x' has none; write 'param x = 1'",
      );
    });

    it('leads to a formula that has it, step by step', async () => {
      const { f, g } = await run(
        `${IMPORT}export const f = formula\`emit hessian; x^2*y\`;\nexport const g = formula\`emit hessian; emit ${toKeep}; x^2*y\`;`,
      );
      expect(f.hessian(3, 5)).toEqual(new Float64Array([10, 6, 6, 0]));
      expect(() => f.gradient(3, 5)).toThrow(
        new Error("'gradient' is not emitted; add 'emit gradient' to the formula"),
      );
      expect(g.hessian(3, 5)).toEqual(f.hessian(3, 5));
      expect(g.value(3, 5)).toBe(45);
    });

    it('for data when it is read, not when the record is copied', async () => {
      const { f } = await run(`${IMPORT}export const f = formula\`x^2*y\`;`, { emit: ['hvp'] });
      expect(() => f.hessianPattern).toThrow(new Error(wayOut('hessianPattern', 'hvp')));
      expect(() => f.source).toThrow(
        new Error("'source' is not emitted; name it in the module of the formula, as in 'f.source'"),
      );
      const copied = { ...f };
      expect(copied.hvp(3, 5, 1, 0)).toEqual(new Float64Array([10, 6]));
      expect(() => copied.value(3, 5)).toThrow(wayOut('value', 'hvp'));
    });

    it('for vectors what the library says', async () => {
      const { f } = await run(`${IMPORT}export const f = formula\`[x, y, x*y]\`;`);
      expect(() => f.hessian(1, 2)).toThrow(
        new Error("'hessian' needs one number as the result, but the program has 3; ask for 'jacobian'"),
      );
      expect(() => f.jvp(1, 2, 3, 4)).toThrow(wayOut('jvp', 'value, jacobian, evaluate'));
    });

    it('has every member of a library call, also under names that the module takes', async () => {
      const { f } = await run(`${IMPORT}const absent = 1, Error = 2, Object = 3;\nexport const f = formula\`x^2\`;`);
      expect(Object.getOwnPropertyNames(f).sort()).toEqual(Object.getOwnPropertyNames(formula`x^2`).sort());
      expect(() => f.hvp(1, 2)).toThrow(wayOut('hvp'));
    });

    it('once for all formulas, and not for those that stay', () => {
      const { code } = inlined(
        `${IMPORT}export const f = formula\`x\`, g = formula\`x^2\`, h = formula\`x^3\`.value;`,
      )!;
      expect(code.match(/is not emitted/g)).toHaveLength(4);
      expect(code.match(/const absent = /g)).toHaveLength(1);
      expect(inlined(`${IMPORT}export const h = formula\`x^3\`.value;`)!.code).not.toContain('absent');
    });
  });

  it('what the library knows of a formula, as data', async () => {
    const { found } = await run(
      `${IMPORT}const f = formula\`x^2*y\`;\nexport const found = [f.inputs, f.wrt, f.outputs, f.sense, f.source, f.stats, f.diagnostics];`,
    );
    const f = formula`x^2*y`;
    expect(found).toEqual([f.inputs, f.wrt, f.outputs, f.sense, f.source, f.stats, f.diagnostics]);
  });

  it('nothing of a formula that only stands in others', () => {
    const { code } = inlined(`${IMPORT}const g = formula\`tanh(x)\`;\nexport const f = formula\`2*\${g}\`.value;`)!;
    expect(code.match(/const formula_\d/g)).toEqual(['const formula_1']);
    expect(code).toContain('const g = void 0;');
  });

  it('once, before everything that runs', async () => {
    const { result, same } = await run(
      [
        "'use strict';",
        "import path from 'node:path';",
        `${IMPORT}export const result = early(3);`,
        'function early(x: number) { return make().value(x); }',
        'function make() { return formula`x^2`; }',
        'export const same = make() === make() && path.sep.length === 1;',
      ].join('\n'),
    );
    expect({ result, same }).toEqual({ result: 9, same: true });
  });

  it('under names that are free, with the globals that it means', async () => {
    const { results } = await run(
      [
        IMPORT,
        "const formula_1 = 'mine', Math = 1, Set = 2, Float64Array = 3, refuse = 4, value = 5;",
        'const f = formula`exp(x)*value`;',
        'export const results = [f.gradient(0, 2), f.evaluate({ x: 0, value: 3 }), formula_1, Math + Set + Float64Array + refuse + value];',
      ].join('\n'),
    );
    expect(results).toEqual([new Float64Array([2, 1]), { value: 3, gradient: { x: 3, value: 1 } }, 'mine', 15]);
  });

  it('keeps directives and a line for node first', () => {
    const { code } = inlined(`#!/usr/bin/env node\n'use client';\nexport const f = formula\`x\`.value;\n${IMPORT}`)!;
    expect(code).toMatch(/^#!\/usr\/bin\/env node\n'use client';\nconst formula_1 = /);
  });
});
