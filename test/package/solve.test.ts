// The built `wengert/solve`: what a page loads of it, and that it solves there what it solves here.

import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gzippedSize } from '../bench/bundles.js';
import { executable, launch } from '../chromium.js';

const dist = new URL('../../dist/', import.meta.url);
const isBuilt = existsSync(new URL('solve.js', dist));
const why = executable === undefined ? ' (skipped: no chromium)' : isBuilt ? '' : ' (skipped: not built)';

const ROSENBROCK = '100*(y - x^2)^2 + (1 - x)^2';

describe.skipIf(!isBuilt)('the built wengert/solve', () => {
  it('reaches no node: module and adds at most 40 kB gzipped to the root', async () => {
    const stdin = {
      contents: `import { minimize } from ${JSON.stringify(fileURLToPath(new URL('solve.js', dist)))}; globalThis.minimize = minimize;`,
      resolveDir: fileURLToPath(dist),
    };
    const options = { stdin, bundle: true, minify: true, format: 'esm', platform: 'browser', write: false } as const;
    const whole = (await esbuild.build(options)).outputFiles[0]!.text;
    expect(whole).not.toMatch(/from\s*["'`](node:|fs|path|url)|require\(/);
    const alone = (await esbuild.build({ ...options, external: ['./core.js'] })).outputFiles[0]!.text;
    expect(gzippedSize(alone)).toBeLessThanOrEqual(40_000);
  });
});

describe.skipIf(executable === undefined || !isBuilt)(`Chromium${why}`, () => {
  let server: Server;
  let browser: Browser;
  let base: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url?.endsWith('.js')) {
        response.setHeader('content-type', 'text/javascript').end(readFileSync(new URL(`.${request.url}`, dist)));
        return;
      }
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>t</title>');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  const inPage = async (script: string): Promise<unknown> => {
    const tab = await browser.newPage();
    await tab.goto(base);
    return tab.evaluate(script);
  };

  it('finds minima by every method', async () => {
    const methods = ['newton', 'newton-cg', 'l-bfgs-b', 'gradient-descent'];
    const script = `import('/solve.js').then(({ minimize }) => ${JSON.stringify(methods)}.map(method => {
      const { x, converged } = minimize('${ROSENBROCK}', { start: { x: -1.2, y: 1 }, method });
      return converged && Math.abs(x.x - 1) < 1e-6;
    }))`;
    expect(await inPage(script)).toEqual(methods.map(() => true));
  });

  it('fits what it fits here', async () => {
    // Misra1a of NIST: see test/solve/nist.test.ts.
    const cases = JSON.parse(readFileSync(new URL('../solve/nist.cases.json', import.meta.url), 'utf8'));
    const { columns, parameters } = cases.find((of: { name: string }) => of.name === 'Misra1a');
    const script = `import('/solve.js').then(async ({ fit, fitLater }) => {
      const given = ['y = b1*(1 - exp(-b2*x))', ${JSON.stringify(columns)}, { start: { b1: 500, b2: 0.0001 } }];
      const [now, later] = [fit(...given), await fitLater(...given)];
      return [now.converged, now.parameters.b1, now.parameters.b2, later.value === now.value];
    })`;
    const close = (of: number) => expect.closeTo(of, 9 - Math.floor(Math.log10(Math.abs(of))));
    expect(await inPage(script)).toEqual([true, ...parameters.map(close), true]);
  });

  it('leaves the page its turns, and can be ended by it', async () => {
    const script = `import('/solve.js').then(async ({ minimizeLater }) => {
      const controller = new AbortController();
      let turns = 0;
      const timer = setInterval(() => ++turns === 3 && controller.abort(), 10);
      const { reason } = await minimizeLater('sin(1000*x)*1e-9*x^2 + exp(-y)*1e-5 + (y - x^2)^2*1e-9', {
        start: { x: 1, y: 1 }, method: 'gradient-descent', gradientTolerance: 0, maxIterations: 1e9, signal: controller.signal,
      });
      clearInterval(timer);
      return [reason, turns >= 3];
    })`;
    expect(await inPage(script)).toEqual(['interrupted', true]);
  });
});
