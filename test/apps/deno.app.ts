// Deno: what the command line emits, with its types, and the library by node_modules.

import { beforeAll, describe, expect, it } from 'vitest';
import { type Application, install } from './application.js';

describe('Deno', () => {
  let application: Application;
  beforeAll(() => {
    application = install('deno');
  });

  it('runs the command, and what it emits', () => {
    application.run('deno', 'run', '--quiet', '-A', 'npm:wengert', 'model.formula', '-o', 'model.js');
    // Without permissions: nothing is read or asked for.
    expect(application.run('deno', 'run', '--quiet', '--no-prompt', 'main.ts')).toBe('Float64Array(2) [ 4, 1 ]\n');
    application.run('deno', 'check', '--quiet', 'main.ts');
    expect(application.run('deno', 'run', '--quiet', '-A', 'npm:wengert', 'eval', 'x^2', '--at', 'x=3')).toBe(
      'value  9\n∂/∂x   6\n',
    );
  });

  it('runs the library without permissions', () => {
    const lines = ['Float64Array(2) [ 4, 1 ]', '{ x: 3 }', ''];
    expect(application.run('deno', 'run', '--quiet', '--no-prompt', 'library.ts')).toBe(lines.join('\n'));
    application.run('deno', 'check', '--quiet', 'library.ts');
  });
});
