// The documentation as it is built: that its pages are there and lead to each other, read at two widths, in light and dark.

import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import sirv from 'sirv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executable, launch } from '../chromium.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const isBuilt = existsSync(new URL('../../dist/playground/main.js', import.meta.url));
const why = executable === undefined ? ' (skipped: no chromium)' : isBuilt ? '' : ' (skipped: not built)';
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const LONGEST_BUILD = 300_000;
const LONGEST_LOOK = 180_000;

const site = `${root}docs/.vitepress/dist`;

/** All that VitePress makes. */
const pagesOf = (): string[] =>
  readdirSync(site, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.html') && !file.startsWith('playground') && file !== '404.html')
    .sort();

describe.skipIf(executable === undefined || !isBuilt)(`the site${why}`, () => {
  let server: Server;
  let browser: Browser;
  let base: string;

  beforeAll(async () => {
    // Dead links are errors of the build.
    const { stderr } = await promisify(execFile)('npm', ['run', 'site'], { cwd: root });
    // A page that cannot be made is left out, and the build says that it is done.
    expect(stderr).not.toMatch(/Error/);
    server = createServer(sirv(site));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    browser = await launch();
  }, LONGEST_BUILD);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it.each([
    ['wide and light', 1280, 'light'],
    ['narrow and dark', 360, 'dark'],
  ] as const)(
    'has a heading on every page, no fault that axe finds, nor a line wider than the page, %s',
    async (_name, width, colorScheme) => {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      const pages = pagesOf();
      expect(pages).toEqual(
        expect.arrayContaining(['index.html', 'reference/bundlers.html', 'reference/api/index.html']),
      );
      for (const name of pages) {
        await page.goto(`${base}${name}`);
        expect(await page.$$('h1'), name).toHaveLength(1);
        await page.addScriptTag({ path: axe });
        const faults = await page.evaluate(
          `axe.run().then(found => found.violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))`,
        );
        expect(faults, name).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(width);
      }
      await page.close();
    },
    LONGEST_LOOK,
  );

  it('finds words by keyboard', async () => {
    const page = await browser.newPage();
    await page.goto(base, { waitUntil: 'networkidle' });
    await page.keyboard.press('Control+k');
    await page.waitForSelector('#localsearch-input');
    await page.keyboard.type('kinematics');
    await page.waitForSelector('#localsearch-list a');
    await page.addScriptTag({ path: axe });
    expect(
      await page.evaluate('axe.run().then(found => found.violations.map(({ id, nodes }) => [id, nodes[0].html]))'),
    ).toEqual([]);
    expect(await page.getAttribute('#localsearch-input', 'aria-activedescendant')).toBe('localsearch-item-0');
    expect(await page.textContent('#localsearch-item-0[aria-selected=true]')).toContain('Inverse kinematics');
    await page.keyboard.press('Enter');
    await page.waitForURL(/inverse-kinematics/);
    await page.close();
  });

  it('names the files that commands speak of, and has declarations within the width of a page', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${base}backpropagation-as-multipliers.html`);
    const names = await page.$$eval('.file-name', found => found.map(name => name.textContent));
    expect(names).toEqual(expect.arrayContaining(['named.formula', 'moved.formula']));
    await page.goto(`${base}reference/api/solve.html`);
    expect(
      await page.$$eval('h2', found => found.filter(head => head.textContent?.startsWith('minimize ')).length),
    ).toBe(1);
    const cut = await page.$$eval(
      '.language-ts pre',
      blocks =>
        blocks.filter(block => /^function/.test(block.textContent ?? '') && block.scrollWidth > block.clientWidth)
          .length,
    );
    expect(cut).toBe(0);
    await page.close();
  });

  it('has the playground beside it', async () => {
    const page = await browser.newPage();
    await page.goto(base);
    await page.click('text=Playground >> nth=0');
    await page.waitForSelector('.drawing svg');
    expect(page.url()).toContain('/playground/');
    await page.close();
  });

  it('has the functions of the library in its reference', async () => {
    const page = await browser.newPage();
    await page.goto(`${base}reference/api/index.html`);
    const heads = await page.$$eval('h2', found => found.map(head => head.id));
    expect(heads).toEqual(expect.arrayContaining(['compile', 'emitsource', 'formula', 'stats', 'formulaerror']));
    await page.close();
  });
});
