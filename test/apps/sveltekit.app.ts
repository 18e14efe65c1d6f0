// SvelteKit: a page that its server renders and its browser goes on with; components, a module with runes, `#lib`.

import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executable, launch } from '../chromium.js';
import { type Application, bytesOf, install, type Served, textsIn, withCompiler } from './application.js';
import { near } from './near.js';
import { open, refusedEval } from './page.js';

describe('SvelteKit', () => {
  let application: Application;
  let browser: Browser | null = null;
  beforeAll(async () => {
    application = install('sveltekit');
    if (executable !== undefined) browser = await launch();
  });
  afterAll(() => browser?.close());

  /** By mpmath: the mean squared error at a = 2 and b = 0.5, then 0.75. */
  const expectDecay = async ({ url, stop }: Served): Promise<string | null> => {
    try {
      const text = await (await fetch(url)).text();
      expect(text).toContain('0.004822962057');
      if (browser === null) return null;
      const page = await open(browser, url);
      expect(await page.numbers('rendered')).toEqual(
        near(0.00482296205715269, -0.0530733373230291, 0.00108699771954912),
      );
      await page.move('rate', 0.75, 'value');
      expect(await page.numbers('value')).toEqual(near(0.0525945756114258));
      expect(await page.numbers('gradient')).toEqual(near(-0.152254721847807, 0.29843916303935));
      const mixed = -0.18339972407115;
      expect(await page.numbers('hessian')).toEqual(near(0.63769799034648, mixed, mixed, 0.40757887924483));
      expect(await page.numbers('inline')).toEqual(near(0.5625, 0.15));
      expect(await page.numbers('rune')).toEqual(near(0.924196240746594, -1.23226165432879));
      expect(page.complaints).toEqual([]);
      return await refusedEval(page.tab);
    } finally {
      await stop();
    }
  };

  it('is checked and built, with formulas compiled in the server and in the page', async () => {
    expect(application.run('npm', 'run', 'check')).toContain('0 errors and 0 warnings');
    application.run('npm', 'run', 'build');
    const build = path.join(application.directory, 'build');
    expect(withCompiler(build)).toEqual([]);
    // Svelte and its kit are 80 kB of this, the compiler would be 150 kB.
    expect(bytesOf(textsIn(path.join(build, 'client'), '.js'))).toBeLessThan(110_000);
    const evaluated = await expectDecay(await application.serve('node', 'build'));
    if (browser !== null) expect(evaluated).toBe('EvalError');
  });

  it("is served by Vite's development server", async () => {
    await expectDecay(await application.serve('sh', '-c', 'vite dev --host 127.0.0.1 --port $PORT'));
  });
});
