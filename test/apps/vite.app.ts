// Every version of Vite that is supported: what it builds, with Rollup or Rolldown, and what its development server serves,
// where packages are bundled by esbuild or Rolldown.

import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executable, launch } from '../chromium.js';
import { type Application, bytesOf, install, textsIn, withCompiler } from './application.js';
import { serveFiles } from './files.js';
import { near } from './near.js';
import { open, refusedEval, type Shown } from './page.js';

/** 2.5 exp(2). */
const INLINE = 18.472640247326627;

describe.each(['5', '6', '7', '8'])('Vite %s', version => {
  let application: Application;
  let browser: Browser | null = null;
  beforeAll(async () => {
    application = install('vite', [`vite@${version}`], `vite${version}`);
    if (executable !== undefined) browser = await launch();
  });
  afterAll(() => browser?.close());

  /** x²y and its derivatives at (2, 3); those of x·y at (2, 5), of 1 + x + x² at 2. */
  const expectSlopes = async (page: Shown): Promise<void> => {
    await page.move('x', 2, 'worker');
    expect(await page.numbers('value')).toEqual([12]);
    expect(await page.numbers('gradient')).toEqual([12, 4]);
    expect(await page.numbers('hessian')).toEqual([6, 4, 4, 0]);
    expect(await page.numbers('package')).toEqual([5, 2]);
    expect(await page.numbers('inline')).toEqual(near(INLINE));
    expect(await page.numbers('function')).toEqual([5]);
    expect(await page.numbers('worker')).toEqual([4]);
    expect(page.complaints).toEqual([]);
  };

  it('builds', async () => {
    expect(application.run('vite', '--version')).toContain(`vite/${version}.`);
    application.run('npm', 'run', 'build');
    const dist = path.join(application.directory, 'dist');
    expect(withCompiler(dist)).toEqual([]);
    expect(bytesOf(textsIn(dist, '.js'))).toBeLessThan(20_000);
    if (browser === null) return;
    const { url, stop } = await serveFiles(dist);
    try {
      const page = await open(browser, url);
      await expectSlopes(page);
      expect(await refusedEval(page.tab)).toBe('EvalError');
    } finally {
      await stop();
    }
  });

  it.skipIf(executable === undefined)('serves, and loads again what is edited', async () => {
    const { url, stop } = await application.serve('sh', '-c', 'vite --host 127.0.0.1 --port $PORT');
    try {
      const page = await open(browser!, url);
      await expectSlopes(page);
      application.edit('bowl.formula', text => text.replace('x^2', 'x^3'));
      await page.tab.waitForFunction(() => document.querySelector('[data-name="gradient"]')?.textContent === '9 1');
    } finally {
      await stop();
    }
  });
});
