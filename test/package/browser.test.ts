// The built library in Chromium, with and without permission to generate code.

import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlesOf, gzippedSize } from '../bench/bundles.js';
import { executable, launch } from '../chromium.js';

const dist = new URL('../../dist/', import.meta.url);
const isBuilt = existsSync(new URL('index.js', dist));
const why = executable === undefined ? ' (skipped: no chromium)' : isBuilt ? '' : ' (skipped: not built)';

describe.skipIf(!isBuilt)('the root import, bundled and minified', () => {
  // 64 kB are the aim. Rolldown is what Vite has; esbuild's code is three kilobytes larger.
  const MOST = { rolldown: 162_500, esbuild: 169_500 };

  it('reaches no node: module and is at most 162.5 kB gzipped', async () => {
    for (const [bundler, code] of Object.entries(await bundlesOf([]))) {
      expect(code).not.toMatch(/from\s*["'`](node:|fs|path|url)|require\(/);
      expect(gzippedSize(code), bundler).toBeLessThanOrEqual(MOST[bundler as keyof typeof MOST]);
    }
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
      const policy =
        request.url === '/strict'
          ? "script-src 'self' 'unsafe-inline'"
          : "script-src 'self' blob: 'unsafe-inline' 'unsafe-eval'";
      response
        .setHeader('content-type', 'text/html')
        .setHeader('content-security-policy', policy)
        .end('<!doctype html><title>t</title>');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  const inPage = async (page: string, script: string): Promise<unknown> => {
    const tab = await browser.newPage();
    await tab.goto(`${base}${page}`);
    return tab.evaluate(script);
  };

  it('compiles and evaluates', async () => {
    const script =
      "import('/index.js').then(({ compile }) => compile('exp(x)*gamma(y)').evaluate({ x: 0, y: 5 }).value)";
    expect(await inPage('/', script)).toBeCloseTo(24, 12);
  });

  it('starts a WebAssembly module, at once or after init()', async () => {
    const script = `import('/index.js').then(async ({ emitSource }) => {
      await import('/wasm.js');
      const source = emitSource('input x\\nsum(sin(k*x), k = 1:3000)', { target: 'wasm' });
      const load = () => import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
      const found = [(await load()).gradient(0)[0]];
      WebAssembly.Module = class { constructor() { throw new RangeError('too large for this thread'); } };
      const late = await load();
      try { late.gradient(0); } catch (error) { found.push(error.name); }
      await late.init();
      return [...found, late.gradient(0)[0]];
    })`;
    expect(await inPage('/', script)).toEqual([4501500, 'NotInitialised', 4501500]);
  });

  it('goes over rows of data in WebAssembly, copied in each call or bound', async () => {
    const script = `import('/index.js').then(async ({ emitSource }) => {
      await import('/wasm.js');
      const source = emitSource('param p = 0\\ndata x, y\\nsum((p*x - y)^2)', { target: 'wasm' });
      const { bind, gradient } = await import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
      const x = Float64Array.from({ length: 300001 }, (_, i) => i % 3);
      const bound = bind({ x, y: x });
      return [gradient(2, x, x)[0], gradient(2, bound.x, bound.y)[0]];
    })`;
    expect(await inPage('/', script)).toEqual([1e6, 1e6]);
  });

  it('goes over rows on several threads', async () => {
    const script = `import('/workers.js').then(async ({ onWorkers }) => {
      const x = Float64Array.from({ length: 300001 }, (_, i) => i % 3);
      const loss = await onWorkers('param p = 0\\ndata x, y\\nsum((p*x - y)^2)', { x, y: x }, { workers: 2 });
      const gradient = new Float64Array(1);
      const value = await loss.packed([2], gradient);
      loss.close();
      return [loss.workers, value, gradient[0]];
    })`;
    expect(await inPage('/', script)).toEqual([2, 5e5, 1e6]);
  });

  it('says so where code generation is forbidden, and emits there all the same', async () => {
    const script = `import('/index.js').then(({ compile, emitSource }) => {
      try { return compile('x^2').value(3); } catch (error) { return [error.diagnostics[0].code, error.message.includes('emitSource'), emitSource('x^2').length > 100]; }
    })`;
    expect(await inPage('/strict', script)).toEqual(['WG604', true, true]);
  });
});
