// One compilation: steps are made once, and none depends on which others were made.

import { describe, expect, it } from 'vitest';
import { createCompilation } from '../src/compilation.js';
import { hessian } from '../src/exports/hessian.js';
import { multipliers } from '../src/exports/multipliers.js';
import { exportNames, refusal } from '../src/exports/table.js';
import { valueAndGradient } from '../src/exports/value-and-gradient.js';
import { compile, emitSource, FormulaError } from '../src/index.js';

const FORMULAS = [
  'a = exp(x)*y\nb = a^2 + hypot(x, y)\nb/(1 + a)',
  'x > 0 ? sqrt(x)*y : max(x, y, 1)^2',
  'param w[3] = 1, b = 0\ninput x[3]\nz = dot(w, x) + b\nsoftplus(z) - z',
];
const VECTORS = ['[x*y; sin(x)/y; x^2]', 'input x[3]\na = sum(x.^2)\nb = [x[1]*x[2], x[3]]\noutput a, b'];

/** The text of one function of a module. */
function functionOf(source: string, name: string): string {
  const [text] = new RegExp(`^export function ${name}\\([\\s\\S]*?^}$`, 'm').exec(source)!;
  return text;
}

describe('a compilation', () => {
  it('makes a step once', () => {
    const compilation = createCompilation(FORMULAS[0]!, {});
    const stages: string[] = [];
    const first = compilation.scheduled(valueAndGradient, stage => stages.push(stage));
    const members = compilation.members(['gradient', 'packed'], stage => stages.push(stage));
    expect(members.find(({ row }) => row === valueAndGradient)?.scheduled).toBe(first);
    expect(stages).toEqual(['deriving valueAndGradient', 'deriving value']);
  });

  it('gives what is lowered again a clock of its own', () => {
    const compilation = createCompilation(FORMULAS[0]!, {});
    compilation.apart().graph.budget.until = 0;
    expect(compilation.scheduled(multipliers).plan.multipliers.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('leaves the model as it is, whatever is derived', () => {
    const compilation = createCompilation(FORMULAS[0]!, {});
    const { size } = compilation.model.graph;
    compilation.scheduled(hessian);
    const { graph } = compilation.scratch().model;
    expect([compilation.model.graph.size, graph.size]).toEqual([size, size]);
    expect(graph).not.toBe(compilation.model.graph);
  });

  it.each([...FORMULAS, ...VECTORS])('has the same text for a function alone as for all together: %j', formula => {
    const { model } = createCompilation(formula, {});
    const possible = exportNames.filter(name => refusal(name, model) === null && !name.endsWith('Pattern'));
    const together = emitSource(formula, { emit: possible });
    // Those that wrappers call with all inputs in one array have another form then, and evaluate gives the Hessian beside it.
    for (const name of possible.filter(of => !['value', 'valueAndGradient', 'evaluate'].includes(of)))
      expect(functionOf(emitSource(formula, { emit: [name] }), name), name).toBe(functionOf(together, name));
  });

  it.each([...FORMULAS, ...VECTORS])('has the same source whatever was called before: %j', formula => {
    const compiled = compile(formula);
    const { model } = createCompilation(formula, {});
    for (const name of exportNames.toReversed()) if (refusal(name, model) === null) void compiled[name];
    expect(compiled.source).toBe(emitSource(formula));
  });
});

describe('what compile returns', () => {
  it.each([
    ['x^2*y', ['value', 'gradient', 'valueAndGradient', 'evaluate', 'packed']],
    [VECTORS[0]!, ['value', 'evaluate', 'jacobian']],
    ['emit hvp, value\nx^2*y', ['value', 'hvp']],
  ])('lists the functions of its module and what is data: %j', (formula, functions) => {
    const compiled = compile(formula);
    const data = ['inputs', 'wrt', 'outputs', 'sense', 'source', 'stats', 'formula', 'diagnostics'];
    expect(Object.keys(compiled).sort()).toEqual([...functions, ...data, 'init'].sort());
    const { value, ...others } = { ...compiled };
    expect([value, others.init]).toEqual([expect.any(Function), expect.any(Function)]);
    expect(Object.entries(compiled).length).toBe(functions.length + data.length + 1);
  });

  it('goes to JSON as what is data', () => {
    const parsed = JSON.parse(
      JSON.stringify(compile('param a = 1 in [0, 2]\ninput v[2] = [3, 4]\nminimize a*norm(v)')),
    );
    expect(parsed).toEqual({
      formula: 'param a = 1 in [0, 2]\ninput v[2] = [3, 4]\nminimize a*norm(v)',
      inputs: [
        { name: 'a', shape: [], role: 'param', default: 1 },
        { name: 'v', shape: [2], role: 'input', default: [3, 4] },
      ],
      wrt: [{ name: 'a', shape: [], offset: 0, start: 1, lower: 0, upper: 2 }],
      outputs: [{ name: 'value', shape: [], offset: 0 }],
      sense: 'minimize',
      source: expect.stringContaining('export function valueAndGradient(a, v, gradient)'),
      stats: expect.objectContaining({ operations: { value: 2, valueAndGradient: 2 } }),
      diagnostics: [],
    });
  });

  it('has every other function for whoever asks, and says why where there is none', () => {
    const compiled = compile('x^2*y');
    expect(Array.from(compiled.hessian(3, 2))).toEqual([4, 6, 6, 0]);
    const refused = compile(VECTORS[0]!);
    expect(() => refused.hessian).toThrow(FormulaError);
    expect(() => refused.hessian).toThrow("ask for 'jacobian'");
  });

  it('shares one module among its functions', () => {
    const { gradient, valueAndGradient: both, packed } = compile('x^2*y');
    const into = new Float64Array(2);
    expect([both(3, 2, into), packed([3, 2]), ...gradient(3, 2)]).toEqual([18, 18, 12, 9]);
  });
});
