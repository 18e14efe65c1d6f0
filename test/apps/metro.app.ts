// Metro with React Native's Babel: formula files and inline formulas in what it bundles.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Application, install } from './application.js';

describe('Metro', () => {
  let application: Application;
  beforeAll(() => {
    application = install('metro');
  });

  it('bundles formulas compiled', () => {
    application.run('npm', 'run', 'build');
    // 3 x²/2 + x⁴/4 at 2, its partials in x and k, its second ones; and the slope of v²/4 at 4.
    expect(application.run('node', 'bundle.js')).toBe('[10,[14,2],[15,2,2,0],[2]]\n');
    const bundle = readFileSync(path.join(application.directory, 'bundle.js'), 'utf8');
    expect(bundle).not.toMatch(/unknown function|did you mean|FormulaError/);
    expect(bundle.length).toBeLessThan(20_000);
  });

  it('says what is wrong with a formula by its frame, and what it does not emit', () => {
    const { directory } = application;
    writeFileSync(path.join(directory, 'wrong.formula'), 'input x\n2*tanhh(x)\n');
    writeFileSync(path.join(directory, 'wrong.js'), "import { value } from './wrong.formula';\nvalue(1);\n");
    const failure = application.failureOf('metro', 'build', 'wrong.js', '--out', 'wrong');
    expect(failure).toContain("error[WG201]: unknown function 'tanhh'");
    expect(failure).toContain('2 │ 2*tanhh(x)\n');
    expect(failure).not.toMatch(/ at .*wengert/);
    writeFileSync(path.join(directory, 'missing.js'), "import { jvp } from './spring.formula';\njvp(1, 1, 1, 1);\n");
    expect(application.failureOf('metro', 'build', 'missing.js', '--out', 'missing')).toContain(
      "'jvp' is not emitted by spring.formula; add 'emit jvp'",
    );
  });
});
