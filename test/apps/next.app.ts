// Next.js with an app router: a server component, a client component, a route; by Turbopack and by webpack.

import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executable, launch } from '../chromium.js';
import { type Application, install, withCompiler } from './application.js';
import { near } from './near.js';
import { open, refusedEval } from './page.js';

// By mpmath, with 30 digits: the price at (S, σ, T, r) = (S, 0.2, 1, 0.03) and strike 105, and what of its derivatives is compared.
const AT_100 = {
  price: 7.1280646692617422,
  gradient: [0.502413258607893, 39.893498130686, 5.28274764881443, 43.1132611915276],
  gamma: 0.019946749065343,
};
const AT_120 = {
  price: 20.672310261274188,
  gradient: [0.820600757201926, 31.4219300568507, 5.47618642377377, 77.7997806029569],
  gamma: 0.0109103923808509,
};
/** Of S - 105 exp(-r) at r = 0.03. */
const FORWARD = [1, 101.896781022593];

describe('Next.js', () => {
  let application: Application;
  let browser: Browser | null = null;
  beforeAll(async () => {
    application = install('next');
    if (executable !== undefined) browser = await launch();
  });
  afterAll(() => browser?.close());

  it.each([
    ['Turbopack', 'build'],
    ['webpack', 'build:webpack'],
  ])('is built by %s, with formulas compiled in the server and in the page', async (_, script) => {
    application.run('npm', 'run', script);
    expect(withCompiler(path.join(application.directory, '.next/static'))).toEqual([]);
    expect(withCompiler(path.join(application.directory, '.next/server/app'))).toEqual([]);
    const { url, stop } = await application.serve('next', 'start', '--hostname', '127.0.0.1');
    try {
      const { delta, moneyness } = await (await fetch(`${url}/api/greeks?spot=120`)).json();
      expect(delta).toEqual(near(AT_120.gradient[0]!));
      // log(S/K) has the partials 1/S and -1/K.
      expect(moneyness).toEqual(near(1 / 120, -1 / 105));
      if (browser === null) return;
      const page = await open(browser, url);
      expect(await page.numbers('rendered')).toEqual(near(AT_100.price, ...AT_100.gradient));
      expect(await page.numbers('value')).toEqual(near(AT_100.price));
      await page.move('spot', 120, 'value');
      expect(await page.numbers('value')).toEqual(near(AT_120.price));
      expect(await page.numbers('gradient')).toEqual(near(...AT_120.gradient));
      const hessian = await page.numbers('hessian');
      expect(hessian).toHaveLength(16);
      expect(hessian[0]).toBeCloseTo(AT_120.gamma, 12);
      expect(await page.numbers('inline')).toEqual(near(...FORWARD));
      expect(page.complaints).toEqual([]);
      expect(await refusedEval(page.tab)).toBe('EvalError');
      // A page without formulas has the framework alone.
      const plain = await open(browser, `${url}/plain`);
      expect((await page.scriptBytes()) - (await plain.scriptBytes())).toBeLessThan(20_000);
    } finally {
      await stop();
    }
  });

  it('says under its development server what is wrong with a formula, and nothing beside it', async () => {
    const { url, stop } = await application.serve('next', 'dev', '--hostname', '127.0.0.1');
    const shown = async (status: number): Promise<string> => {
      const deadline = Date.now() + 30_000;
      for (;;) {
        const response = await fetch(url);
        const text = await response.text();
        if (response.status === status) return text;
        if (Date.now() > deadline) throw new Error(`${response.status} instead of ${status}:\n${text}`);
        await new Promise(resolve => setTimeout(resolve, 250));
      }
    };
    try {
      await shown(200);
      application.edit('models/call.formula', text => text.replace('sqrt(', 'sqrtt('));
      const wrong = await shown(500);
      expect(wrong).toContain("unknown function 'sqrtt'");
      // Turbopack's words for an import that is not there.
      expect(wrong).not.toContain("doesn't exist in target module");
      application.edit('models/call.formula', text => text.replace('sqrtt(', 'sqrt('));
      await shown(200);
    } finally {
      await stop();
    }
  });
});
