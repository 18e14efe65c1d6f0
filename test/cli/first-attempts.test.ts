// What is first typed on a command line: settings in one, formulas that look like paths, and what the other commands say of a
// formula that is not one here.

import { describe, expect, it } from 'vitest';
import { runIn } from './capture.js';

/** Exit code, the first line of what is said, and the way out. */
async function said(...args: string[]) {
  const { exit, err } = await runIn('.', args);
  const lines = err.trimEnd().split('\n');
  return { exit, message: lines[0], help: lines.at(-1) };
}

describe('settings', () => {
  it.each([
    ['x=3,y=2', 'write --at x=3 --at y=2'],
    ['x=3, y=2, $z=1', 'write --at x=3 --at y=2 --at $z=1'],
    ['x=1,5', "write 1.5, an array is '[1,2]'"],
    ['x=-inf', 'write -Infinity'],
  ])('%s', async (setting, help) => {
    const { exit, message, help: shown } = await said('eval', '--formula', 'x*y', '--at', setting);
    expect(exit).toBe(2);
    expect(message).toContain('is not a number');
    expect(shown).toBe(`  = help: ${help}`);
  });

  it.each(['tau', 'phi', 'PI', 'SQRT2'])('of the constant %s are refused', async name => {
    const { err, exit } = await runIn('.', ['eval', '--formula', `x*${name}`, '--at', 'x=1', '--at', `${name}=2`]);
    expect(exit).toBe(2);
    expect(err).toContain(`'${name}' is a constant and cannot be set`);
    expect(err).toContain(`declare 'input ${name}' in the formula`);
  });

  it('may be of names with a dollar', async () => {
    const { out } = await runIn('.', ['eval', '$x^2*a$b', '--at', '$x=2', '--at', 'a$b=3', '--json']);
    expect(JSON.parse(out)).toMatchObject({ value: 12, gradient: { $x: 12, a$b: 4 } });
  });
});

describe('formulas', () => {
  it.each([
    ['', 'WG100', "write an expression such as 'x^2 + y'"],
    ['\\frac{x}{2}', 'WG129', "write 'x/2'"],
    ['\\pi', 'WG129', "write 'pi'"],
    ['2 sin x', 'WG208', "write 'sin(x)'"],
    ['$x^2$', 'WG129', "write 'x^2'"],
  ])('%j', async (formula, code, help) => {
    const { exit, message, help: shown } = await said(formula);
    expect(exit).toBe(1);
    expect(message).toContain(code);
    expect(shown).toContain(help);
  });

  it.each(['eval', 'explain', 'graph', 'verify', 'stats', 'minimize'])('are as wrong to %s', async command => {
    const { exit, message } = await said(command, '--formula', 'if x > 0 then 1 else x');
    expect(exit).toBe(1);
    expect(message).toContain("WG130]: 'if' is a word of other languages");
  });

  it('with a warning go on', async () => {
    const { exit, err } = await runIn('.', ['--formula', 'exp(-t/tau)']);
    expect(exit).toBe(0);
    expect(err).toContain('warning[WG209]');
    expect(err).toContain("declare 'input tau' if it is a variable");
  });
});
