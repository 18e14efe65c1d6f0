// Astro: formulas in front matter, which run when pages are built, and in scripts of pages.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executable, launch } from '../chromium.js';
import { type Application, install, withCompiler } from './application.js';
import { serveFiles } from './files.js';
import { near } from './near.js';
import { open, refusedEval } from './page.js';

describe('Astro', () => {
  let application: Application;
  let browser: Browser | null = null;
  beforeAll(async () => {
    application = install('astro');
    if (executable !== undefined) browser = await launch();
  });
  afterAll(() => browser?.close());

  /** By mpmath: the energy of a pendulum of 1.5 m that turns by 1/s at an angle of 0.5, then 2; its period; its force. */
  const expectPendulum = async (url: string): Promise<string> => {
    const page = await open(browser!, url);
    expect(await page.numbers('rendered')).toEqual(near(2.92637260178317, 7.05474680056085, 2.25, 2.70091506785544));
    const mixed = 4.7031645337072;
    expect(await page.numbers('renderedHessian')).toEqual(near(12.913627398217, 0, mixed, 0, 2.25, 3, mixed, 3, 1));
    expect(await page.numbers('period')).toEqual(near(2.49530925197726, 0.831769750659085, 0.15355749242937));
    await page.move('angle', 2, 'value');
    expect(await page.numbers('value')).toEqual(near(21.9636006997912));
    expect(await page.numbers('gradient')).toEqual(near(13.3803116357399, 2.25, 15.3924004665275));
    expect(await page.numbers('inline')).toEqual(near(-5.94680517143996, 2.72160031101831));
    expect(page.complaints).toEqual([]);
    return refusedEval(page.tab);
  };

  it('is checked and built, with formulas compiled', async () => {
    expect(application.run('npm', 'run', 'build')).toContain('- 0 errors');
    const dist = path.join(application.directory, 'dist');
    expect(withCompiler(dist)).toEqual([]);
    // The script of the page is in it.
    expect(readFileSync(path.join(dist, 'index.html')).length).toBeLessThan(10_000);
    if (browser === null) return;
    // The page has its policy itself.
    const { url, stop } = await serveFiles(dist, null);
    try {
      expect(await expectPendulum(url)).toBe('EvalError');
    } finally {
      await stop();
    }
  });

  it.skipIf(executable === undefined)('is served by its development server', async () => {
    const { url, stop } = await application.serve('sh', '-c', 'astro dev --host 127.0.0.1 --port $PORT');
    try {
      await expectPendulum(url);
    } finally {
      await stop();
    }
  });
});
