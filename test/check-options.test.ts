// Options of the library as JavaScript hands them over: what means nothing is a fault.

import { describe, expect, it } from 'vitest';
import { explain } from '../src/explain.js';
import { compile, emitSource, FormulaError, stats } from '../src/index.js';
import { fit as fitted, minimize } from '../src/solve.js';

/** The first line of what a call throws. */
function thrownBy(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    const { message } = error as Error;
    if (!(error instanceof FormulaError) && !(error instanceof TypeError)) throw error;
    return message.split('\n')[0]!;
  }
  return 'nothing';
}

describe('options that mean nothing', () => {
  it.each([
    [{ emti: ['value'] }, "error[WG602]: compile has no option 'emti'"],
    [{ emit: 'value' }, "error[WG602]: the option 'emit' of compile is a list of names"],
    [{ wrt: 'x' }, "error[WG602]: the option 'wrt' of compile is a list of names"],
    [{ wrt: [1] }, "error[WG602]: the option 'wrt' of compile is a list of names"],
    [{ algebraic: 1 }, "error[WG602]: the option 'algebraic' of compile is true or false"],
    [{ limits: 5 }, "error[WG602]: the option 'limits' of compile is an object"],
    [{ limits: { nods: 5 } }, "error[WG602]: limits has no option 'nods'"],
    [{ limits: { nodes: '5' } }, "error[WG602]: the option 'nodes' of limits is a number"],
    [{ file: 5 }, "error[WG602]: the option 'file' of compile is a text"],
    [null, 'error[WG602]: the options of compile are an object, got null'],
    [['value'], 'error[WG602]: the options of compile are an object, got an array'],
    ['value', 'error[WG602]: the options of compile are an object, got a string'],
  ])('%j', (options, expected) => {
    for (const call of [compile, emitSource, stats]) {
      expect(thrownBy(() => call('x^2', options as never))).toBe(expected);
    }
  });

  it('are those of explain, fit and minimize, too', () => {
    expect(thrownBy(() => explain('x^2', { notaton: 'latex' } as never))).toBe(
      "error[WG602]: compile has no option 'notaton'",
    );
    expect(thrownBy(() => fitted('y = a*x', { x: [1], y: [1] }, { strat: { a: 1 } } as never))).toBe(
      "error[WG602]: fit has no option 'strat'",
    );
    expect(thrownBy(() => minimize('x^2', { inputs: { x: 1 } } as never))).toMatch(
      /^minimize: there is no option 'inputs'; the options are start, lower, upper, at, /,
    );
    expect(thrownBy(() => minimize('x^2', { strat: { x: 1 } } as never))).toBe(
      "minimize: there is no option 'strat'; did you mean 'start'?",
    );
  });

  it('may be there and undefined', () => {
    expect(emitSource('x^2', { emit: undefined, wrt: undefined } as never)).toBe(emitSource('x^2'));
  });
});
