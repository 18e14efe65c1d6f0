// What the compiler takes so far. Tests of what it refuses as a whole are skipped, visibly, and run by themselves once it does not.

import { compile } from '../../src/index.js';

function takes(formula: string, ...exports: readonly ('valueAndGradient' | 'gaussNewton')[]): boolean {
  try {
    const compiled = compile(formula) as unknown as Record<string, unknown>;
    return exports.every(name => typeof compiled[name] === 'function');
  } catch {
    return false;
  }
}

export const hasData = takes('param p\ndata x\nsum(p*x)', 'valueAndGradient');
export const hasResiduals = takes('param p\ndata x, y\ny = p*x', 'valueAndGradient');
export const hasSizes = takes('param p\ninput x[n]\nsum(p*x[i], i = 1:n)', 'valueAndGradient');
export const hasRecurrences = takes('param p\nz[1] = p\nz[i] = p*z[i-1] for i = 2:5\nz[5]', 'valueAndGradient');
export const hasGaussNewton = hasResiduals && takes('param p\ndata x, y\ny = p*x', 'gaussNewton');

export const unless = (supported: boolean): string => (supported ? '' : ' (skipped: not supported yet)');
