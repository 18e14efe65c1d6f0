import { expect, it } from 'vitest';
import { buildModel } from '../src/lower/build.js';
import { createReport } from '../src/diagnostic.js';
import { defaultLimits } from '../src/limits.js';
import { emitModule, scheduled } from '../src/emit/js/module.js';
import { planFunction } from '../src/differentiate/plan.js';
import { countOperations } from '../src/emit/stats.js';

function go(write: any, exports: any = ['value', 'valueAndGradient']) {
  const m = buildModel(write, createReport(null), defaultLimits, false);
  const model = { ...m, wrt: m.inputs };
  const code = emitModule(model, { exports, format: 'iife', name: null, banner: ['hi'], algebraic: false, map: null, apart: () => model }).code;
  const c = (n: any) => countOperations(scheduled(planFunction(model, n, { algebraic: false }))).operations;
  const counts = [c('value'), c('valueAndGradient')];
  return { code, f: new Function(code)(), counts };
}
it('works', () => {
  const r = go((g: any) => { const x = g.input('x'); const e = g.exp(x); const c = g.add(e, g.square(e)); return g.add(g.exp(c), g.sin(c)); }, ['value', 'gradient', 'valueAndGradient', 'evaluate', 'packed', 'hessian', 'jvp', 'vjp']);
  console.log(r.counts);
  console.log(r.f.evaluate({ x: 0 }), r.f.hessian(0));
  const e20 = go((g: any) => { let e = g.input('x'); for (let i = 0; i < 20; i++) e = g.add(g.square(e), e); return e; });
  const cheb = go((g: any) => { const x = g.input('x'); let a = g.constant(1), b = x; const x2 = g.mul(g.constant(2), x); for (let i = 2; i <= 30; i++) { const t = g.sub(g.mul(x2, b), a); a = b; b = t; } return b; });
  const sp = go((g: any) => { let p = g.input('x1'); for (let i = 2; i <= 100; i++) p = g.mul(p, g.input('x' + i)); return p; });
  const rb = go((g: any) => { const x = Array.from({ length: 20 }, (_, i) => g.input('x' + i)); let s = -1; const one = g.constant(1), h = g.constant(100); for (let i = 0; i < 19; i++) { const t = g.add(g.mul(h, g.square(g.sub(x[i + 1], g.square(x[i])))), g.square(g.sub(one, x[i]))); s = s < 0 ? t : g.add(s, t); } return s; });
  console.log(e20.counts, cheb.counts, sp.counts, rb.counts);
  const br = go((g: any) => { const x = g.input('x'), y = g.input('y'); const s = g.sqrt(x); const z = g.constant(0); return g.add(g.select(g.gt(x, z), s, z), g.select(g.gt(x, g.constant(1)), g.mul(s, g.exp(g.mul(y, g.sin(g.mul(s, g.gamma(y)))))), y)); });
  console.log(br.code, [br.f.value(-1,2), br.f.valueAndGradient(-1,2,[0,0]), br.f.value(2,2)], br.counts);
});
