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

/** Six beads whose every pair attracts and repels: a graph of hundreds of nodes. */
function beads(): string {
  const all = [1, 2, 3, 4, 5, 6];
  const pairs = all.flatMap(i => all.filter(j => j > i).map(j => [i, j] as const));
  return [
    `param ${all.map(i => `x${i} = ${i % 3}, y${i} = ${i % 2}, z${i} = 0.${i}`).join(', ')}`,
    ...pairs.map(([i, j]) => `r${i}${j} = (x${i}-x${j})^2 + (y${i}-y${j})^2 + (z${i}-z${j})^2`),
    pairs.map(([i, j]) => `4*(1/r${i}${j}^6 - 1/r${i}${j}^3)`).join(' + '),
  ].join('\n');
}

const STATES = {
  one: 'x^3 - 2*x + sin(5*x)',
  two: '(1 - x)^2 + 100*(y - x^2)^2',
  five: 'a*sin(b*x + c)*exp(-d*x)',
  params: 'param A = 1 in [0, 2], k = 0.4 in [0, 2]\ninput t = 1\nenvelope = A*exp(-k*t)\nenvelope*cos(t)',
  error: 'y = 2*tanhh(x)',
  nan: 'log(x - 5) + sqrt(-y)',
  implicit: 'param p = 0.4\nimplicit E = 1\nconstraint E - p*sin(E) == 2\nE^2',
  beads: beads(),
};

const LONGEST_LOOK = 180_000;

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
      'Written out, the formula has 11 operations and its gradient by the rules of the textbook 25: 36 for both. Emitted, both together take 12.',
    );
    await page.close();
  });

  it.each([
    ['wide and light', 1280, 'light'],
    ['narrow and dark', 360, 'dark'],
  ] as const)(
    'has no fault that axe finds, nor a line wider than the page, %s',
    async (_name, width, colorScheme) => {
      for (const [name, formula] of Object.entries(STATES)) {
        const page = await open(formulaOf({ formula }), { viewport: { width, height: 800 }, colorScheme });
        await page.addScriptTag({ path: axe });
        // Of what cannot be read there are no views.
        for (const view of name === 'error' ? [null] : ['graph', 'code', 'plot', 'size']) {
          if (view !== null) await page.click(`#tab-${view}`);
          if (view === 'graph') await page.waitForSelector('.drawing svg');
          const faults = await page.evaluate(
            `axe.run().then(found => found.violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))`,
          );
          expect(faults, `${name}, ${view}`).toEqual([]);
          const scrolled = await page.evaluate('document.documentElement.scrollWidth');
          expect(scrolled, `${name}, ${view}`).toBeLessThanOrEqual(width);
        }
        await page.close();
      }
    },
    LONGEST_LOOK,
  );

  it('shows nothing of a formula before one is read, and says of what it is where the last could not be', async () => {
    const page = await open(formulaOf({ formula: 'x +' }));
    expect(await page.isVisible('#tabs')).toBe(false);
    await page.click('.cm-content >> nth=0');
    await page.keyboard.press('End');
    await page.keyboard.type(' 1');
    await page.waitForSelector('#results td');
    expect([await page.isVisible('#tabs'), await page.isVisible('#stale')]).toEqual([true, false]);
    await page.keyboard.press('Backspace');
    await page.waitForSelector('#stale:visible');
    await page.close();
  });

  it('has letters that can be read however wide a graph is, in a drawing that scrolls by itself', async () => {
    for (const width of [360, 1280]) {
      const page = await open(formulaOf({ formula: STATES.beads }), { viewport: { width, height: 800 } });
      await page.waitForSelector('.drawing svg');
      const heights = await page.$$eval('.drawing text', texts =>
        texts.map(text => text.getBoundingClientRect().height),
      );
      expect(Math.min(...heights)).toBeGreaterThan(8);
      expect(await page.textContent('#panel-graph .hint')).toBe(
        'The graph has 242 nodes, too many to go through: it is summed up by lines of the formula.',
      );
      expect(await page.isVisible('text=Next')).toBe(false);
      await page.close();
    }
  });

  it('draws a slope that is the same everywhere, and labels of axes clear of their numbers', async () => {
    const page = await open(formulaOf({ formula: '0.53*x', view: 'plot' }));
    await page.waitForSelector('.plot svg');
    // The derivative is a line across the picture: 640 pixels less margins.
    const slope = page.locator('.plot svg').nth(1).locator('g[stroke="#2a8f85"] path');
    expect((await slope.boundingBox())!.width).toBeGreaterThan(400);
    await page.goto(`${address}${formulaOf({ formula: '(1 - x)^2 + 100*(y - x^2)^2', view: 'plot' })}`);
    await page.reload();
    await page.waitForSelector('.plot svg');
    const overlaps = await page.$$eval('.plot svg text', texts => {
      const boxes = texts.map(text => ({ text: text.textContent, box: text.getBoundingClientRect() }));
      return boxes.flatMap(({ text, box }, i) =>
        boxes
          .slice(i + 1)
          .filter(
            ({ box: other }) =>
              Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1 &&
              Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 3,
          )
          .map(({ text: other }) => `${text} on ${other}`),
      );
    });
    expect(overlaps).toEqual([]);
    await page.close();
  });

  it('has no numbers of partials where equations determine a value, and sizes of its code', async () => {
    const page = await open(formulaOf({ formula: STATES.implicit }));
    await page.waitForSelector('.drawing svg');
    // p_bar = λ·sin(E), by the implicit function theorem: E is 2.2986 and λ 2·E/(1 − 0.4·cos(E)).
    expect(await page.$$eval('.step div', lines => lines.at(-1)!.textContent)).toBe('2.711');
    expect(await page.textContent('.drawing')).not.toContain('NaN');
    await page.click('#tab-size');
    expect(await page.textContent('#panel-size')).toContain('valueAndGradient');
    await page.close();
  });

  it('shows programs with data, many inputs, several results and large ones without numbers that it has not', async () => {
    const data = await open(formulaOf({ formula: 'param a\ndata x, y\nsum((y - a*x)^2)' }));
    expect(await data.textContent('#results')).toContain('once there are rows');
    await data.close();
    const vector = await open(formulaOf({ formula: 'param v[60] = 1\nsum(v[i]^2, i = 1:60)' }));
    expect((await results(vector)).slice(0, 2)).toEqual(['value', '60']);
    expect(await vector.textContent('#inputs .hint')).toBe('and 20 more, at what they begin with');
    expect(await vector.textContent('#panel-graph .hint')).toContain('too many to go through');
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
