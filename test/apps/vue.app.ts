// Vue as create-vue lays it out: formulas by an alias and in components, types by vue-tsc.

import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executable, launch } from '../chromium.js';
import { type Application, bytesOf, install, textsIn, withCompiler } from './application.js';
import { serveFiles } from './files.js';
import { near } from './near.js';
import { open, refusedEval } from './page.js';

describe('Vue', () => {
  let application: Application;
  let browser: Browser | null = null;
  beforeAll(async () => {
    application = install('vue');
    if (executable !== undefined) browser = await launch();
  });
  afterAll(() => browser?.close());

  /** By mpmath: the squared distance at angles of 0.25 and 2, and the height of the end of the arm. */
  const expectArm = async (url: string): Promise<void> => {
    const page = await open(browser!, url);
    expect(await page.numbers('value')).toEqual(near(0.4958771040561));
    await page.move('elbow', 2, 'value');
    expect(await page.numbers('value')).toEqual(near(0.435274416645015));
    expect(await page.numbers('gradient')).toEqual(near(1.36947671430908, 0.993898785569957));
    const [across, mixed] = [2.7324319102607, 0.29979914833036];
    expect(await page.numbers('hessian')).toEqual(near(across, mixed, mixed, 1.1320928214246));
    expect(await page.numbers('inline')).toEqual(near(0.636440557698484, 0.654825610349275, -0.31408681136137));
    const bent = -0.38903659844396;
    expect(await page.numbers('inlineHessian')).toEqual(near(-0.63644055769848, bent, bent, bent));
    expect(page.complaints).toEqual([]);
  };

  it('is checked and built, with formulas compiled', async () => {
    application.run('npm', 'run', 'build');
    const dist = path.join(application.directory, 'dist');
    expect(withCompiler(dist)).toEqual([]);
    // Vue and its router are 90 kB of this, the compiler would be 150 kB.
    expect(bytesOf(textsIn(dist, '.js'))).toBeLessThan(120_000);
    if (browser === null) return;
    const { url, stop } = await serveFiles(dist);
    try {
      await expectArm(url);
      expect(await refusedEval((await open(browser, url)).tab)).toBe('EvalError');
    } finally {
      await stop();
    }
  });

  it.skipIf(executable === undefined)("is served by Vite's development server", async () => {
    const { url, stop } = await application.serve('sh', '-c', 'vite --host 127.0.0.1 --port $PORT');
    try {
      await expectArm(url);
    } finally {
      await stop();
    }
  });
});
