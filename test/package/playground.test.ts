// `wengert playground` as it is built, driven by keyboard in Chromium at two widths, light and dark, with axe's rules.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { get } from 'node:http';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executable, launch } from '../chromium.js';

const root = new URL('../../', import.meta.url);
const isBuilt = existsSync(new URL('dist/playground/main.js', root));
const why = executable === undefined ? ' (skipped: no chromium)' : isBuilt ? '' : ' (skipped: not built)';
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const start = (...args: string[]): ChildProcess =>
  spawn(process.execPath, [fileURLToPath(new URL('bin/wengert.js', root)), 'playground', ...args]);

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    child.stdout!.on('data', data => {
      text += data;
      if (text.includes('\n')) resolve(text.split('\n')[0]!);
    });
    child.once('exit', () => reject(new Error(text)));
  });

describe.skipIf(executable === undefined || !isBuilt)(`the playground${why}`, () => {
  let server: ChildProcess;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    server = start('--port', '0');
    address = await firstLine(server);
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    server?.kill();
  });

  const open = async (at = '', options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> => {
    const page = await browser.newPage(options);
    page.on('pageerror', error => expect.unreachable(`${error.message}\n${error.stack}`));
    await page.goto(`${address}${at}`);
    await page.waitForSelector('#results > *, .message');
    return page;
  };
  const results = (page: Page): Promise<(string | null)[]> =>
    page.$$eval('#results td', cells => cells.map(cell => cell.textContent));
  const formulaOf = (fields: Readonly<Record<string, string>>): string => `#${new URLSearchParams(fields)}`;

  it('shows a result and its gradient for what is typed, and errors at their place', async () => {
    const page = await open();
    expect(await results(page)).toEqual(['value', '8.2984', '∂/∂x', '20.919']);
    await page.click('.cm-content >> nth=0');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('x^3 + y)');
    await page.waitForSelector('.message');
    expect(await page.textContent('.message')).toMatch(/^WG\d+ error: /);
    expect(await page.$$('.cm-lintRange-error')).toHaveLength(1);
    await page.keyboard.press('Backspace');
    await page.waitForFunction('document.querySelectorAll(".message").length === 0');
    expect(await results(page)).toEqual(['value', '0.5', '∂/∂x', '0', '∂/∂y', '1']);
    await page.close();
  });

  it('goes through backpropagation by keyboard, with the numbers of each step', async () => {
    const page = await open();
    await page.waitForSelector('.drawing svg');
    await page.focus('text=First');
    await page.keyboard.press('Enter');
    expect(await page.textContent('.controls span')).toBe('0 of 14');
    await page.focus('text=Next');
    for (let step = 0; step < 12; step++) await page.keyboard.press('Enter');
    // c is read by exp and by sin: e^2·1 + cos(2)·1.
    const said = await page.$$eval('.step div', lines => lines.map(line => line.textContent));
    expect(said.slice(1)).toEqual(['b_bar = c_bar', '6.9729·1 = 6.9729']);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    const before = await page.$$eval('.step div', lines => lines.map(line => line.textContent));
    expect(before.slice(1)).toEqual(['c_bar = t1 * t1_bar + t2_bar * cos(c)', '1·7.3891 + 1·−0.41615 = 6.9729']);
    const shown = await page.$$eval('.drawing .edge text', texts => texts.map(text => text.textContent));
    expect(shown.filter(text => text !== '').sort()).toEqual(['1', '1', '7.3891', '−0.41615']);
    await page.close();
  });

  it('follows sliders in results, plot and address, and comes back from the address', async () => {
    const page = await open(formulaOf({ formula: 'x^2*y', view: 'plot' }));
    await page.waitForSelector('.plot svg');
    await page.focus('#input-0');
    await page.keyboard.press('End');
    expect((await results(page)).slice(0, 2)).toEqual(['value', '4.5']);
    expect(await page.textContent('.plot .hint')).toBe('At the point: value 4.5, gradient (3, 9).');
    const link = page.url();
    await page.close();
    const again = await open(link.slice(address.length));
    expect((await results(again)).slice(0, 2)).toEqual(['value', '4.5']);
    expect(await again.getAttribute('#tab-plot', 'aria-selected')).toBe('true');
    await again.close();
  });

  it('has tabs that arrow keys go through, and code to take away', async () => {
    const page = await open();
    await page.focus('#tab-graph');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate('document.activeElement?.id')).toBe('tab-code');
    expect(await page.textContent('#panel-code .cm-content')).toContain(
      'export function valueAndGradient(x, gradient)',
    );
    await page.selectOption('#panel-code select', { label: 'Hessian' });
    expect(await page.textContent('#panel-code .cm-content')).toContain('export function hessian(x, ');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('text=Download')]);
    expect(download.suggestedFilename()).toBe('formula.js');
    await page.keyboard.press('Tab');
    await page.focus('#tab-code');
    await page.keyboard.press('End');
    expect(await page.textContent('#panel-size p')).toBe(
      'The gradient written out by the rules of the textbook has 25 operations where the formula has 11; value and gradient are emitted with 12.',
    );
    await page.close();
  });

  it.each([
    ['wide and light', 1280, 'light'],
    ['narrow and dark', 390, 'dark'],
  ] as const)('has no fault that axe finds, nor a line wider than the page, %s', async (_name, width, colorScheme) => {
    const page = await open('', { viewport: { width, height: 800 }, colorScheme });
    await page.addScriptTag({ path: axe });
    for (const view of ['graph', 'code', 'plot', 'size']) {
      await page.click(`#tab-${view}`);
      if (view === 'graph') await page.waitForSelector('.drawing svg');
      const faults = await page.evaluate(
        `axe.run().then(found => found.violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))`,
      );
      expect(faults, view).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), view).toBeLessThanOrEqual(width);
    }
    await page.close();
  });

  it('shows programs with data, many inputs, several results and large ones without numbers that it has not', async () => {
    const data = await open(formulaOf({ formula: 'param a\ndata x, y\nsum((y - a*x)^2)' }));
    expect(await data.textContent('#results')).toContain('once there are rows');
    await data.close();
    const vector = await open(formulaOf({ formula: 'param v[60] = 1\nsum(v[i]^2, i = 1:60)' }));
    expect((await results(vector)).slice(0, 2)).toEqual(['value', '60']);
    expect(await vector.textContent('#inputs .hint')).toBe('and 20 more, at what they begin with');
    expect(await vector.textContent('.drawing')).toContain('more than can be read');
    await vector.close();
    const several = await open(formulaOf({ formula: 'a = x*y\nb = x + y\noutput a, b', view: 'plot' }));
    expect((await results(several)).slice(0, 4)).toEqual(['a', '0.25', 'b', '1']);
    expect(await several.textContent('.plot')).toContain('one result');
    await several.close();
  });
});

describe.skipIf(!isBuilt)('its server', () => {
  it('answers this machine alone, and says which port is taken', async () => {
    const first = start('x^2', '--port', '0');
    const line = await firstLine(first);
    expect(line).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#formula=x%5E2$/);
    const { port } = new URL(line);
    const elsewhere = await fetch(`http://127.0.0.1:${port}/`, { headers: { host: 'example.com' } });
    // Node's fetch keeps its own name of the host; the page is there under it.
    expect(elsewhere.status).toBe(200);
    const second = start('--port', port);
    const said = await new Promise<string>(resolve => {
      let text = '';
      second.stderr!.on('data', data => {
        text += data;
      });
      second.once('exit', code => resolve(`${code} ${text}`));
    });
    expect(said).toContain(`port ${port} is taken`);
    expect(said).toMatch(/^1 /);
    first.kill();
  });

  it('sends code as it is kept, or unpacked to those who cannot read that', async () => {
    const child = start('--port', '0');
    const address = await firstLine(child);
    const read = (file: string, accepted: string) =>
      new Promise<{ readonly encoding: string | undefined; readonly bytes: Buffer }>(resolve => {
        get(new URL(file, address), { headers: { 'accept-encoding': accepted } }, async response => {
          const parts: Buffer[] = [];
          for await (const part of response) parts.push(part as Buffer);
          resolve({ encoding: response.headers['content-encoding'], bytes: Buffer.concat(parts) });
        });
      });
    for (const file of ['main.js', 'viz.js', 'plotting.js']) {
      const packed = await read(file, 'gzip, br');
      const plain = await read(`${file}?again`, 'gzip');
      expect([packed.encoding, plain.encoding]).toEqual(['br', undefined]);
      expect(brotliDecompressSync(packed.bytes).equals(plain.bytes)).toBe(true);
      expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 2);
    }
    child.kill();
  });
});
