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

/** By pages that forbid code generation. */
const POLICIES: Readonly<Record<string, string>> = {
  '/strict': "script-src 'self' 'unsafe-inline'",
  '/wasm': "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  '/trusted': "require-trusted-types-for 'script'",
};

describe.skipIf(!isBuilt)('the root import, bundled and minified', () => {
  // 64 kB are the aim. Rolldown is what Vite has; esbuild's code is three kilobytes larger.
  const MOST = { rolldown: 194_000, esbuild: 203_000 };

  it('reaches no node: module and is at most 194 kB gzipped', async () => {
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
      const policy = POLICIES[request.url ?? ''] ?? "script-src 'self' blob: 'unsafe-inline' 'unsafe-eval'";
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

  describe('a page that forbids code generation', () => {
    it('has functions that are interpreted, and says so', async () => {
      const script = `import('/index.js').then(({ compile, emitSource }) => {
        const { value, gradient, packed, diagnostics } = compile('param x, y; exp(x)*gamma(y)');
        return [value(0, 5), [...gradient(0, 5)], packed([0, 5]), diagnostics.map(({ code }) => code), emitSource('x^2').length > 100];
      })`;
      // Γ(5)·ψ(5), by mpmath.
      expect(await inPage('/strict', script)).toEqual([24, [24, 36.14682404236321], 24, ['WG611'], true]);
    });

    it('has them where it takes trusted types alone', async () => {
      const script =
        "import('/index.js').then(({ compile }) => [compile('x^2').value(3), compile('x').diagnostics.length])";
      expect(await inPage('/trusted', script)).toEqual([9, 1]);
    });

    it('has WebAssembly where that is allowed, and else says how it is', async () => {
      const script = `import('/index.js').then(async ({ compile }) => {
        await import('/wasm.js');
        const compiled = compile('param p = 0\\ndata x, y\\nsum((p*x - y)^2)', { target: 'wasm' });
        try { return [...compiled.gradient(2, [1, 2], [3, 4])]; } catch (error) { return error.message; }
      })`;
      expect(await inPage('/wasm', script)).toEqual([-2]);
      expect(await inPage('/strict', script)).toMatch(
        /^error\[WG604\]: this page forbids WebAssembly[\s\S]*'wasm-unsafe-eval'/,
      );
    });
  });
});
