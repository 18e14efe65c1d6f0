// How the report of `wengert swell` reads: what was found first, words before they are used, one size for one thing.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executable, launch } from '../../chromium.js';
import { runIn } from '../capture.js';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const MISSION = 'exp(exp(x)+exp(x)^2)+sin(exp(x)+exp(x)^2)';

let directory: string;
let family: string;
let single: string;
let text: string;
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'wengert-'));
  const page = async (name: string, ...args: string[]) => {
    const { out } = await runIn(directory, ['swell', ...args, '--html', name, '--svg', `${name}.svg`]);
    return { html: readFileSync(path.join(directory, name), 'utf8'), out };
  };
  ({ html: family } = await page('family.html', '--family', 'e2e', '--n', '1..3'));
  ({ html: single, out: text } = await page('single.html', MISSION));
}, 120_000);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const inOrder = (of: string, ...parts: readonly string[]): void => {
  const places = parts.map(part => of.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
};

describe('the report', () => {
  it('leads with what was found, and says what words mean before it uses them', () => {
    inOrder(
      single,
      '<h1>',
      'gradient: 25 operations as a formula, 12 as code',
      'tree: operations of the',
      '<figure',
      '<table>',
    );
    inOrder(
      text,
      'tree: operations of the',
      '\nsymbolic-tree',
      '∇f: the code is smaller',
      'gradient: 25 operations as',
    );
    expect(text.trimEnd().split('\n').at(-1)).toMatch(/^gradient: 25 operations as a formula, 12 as code/);
  });

  it('has one size for one thing', () => {
    // The tree of mathjs-simplified, as in its row and its bar.
    expect(text).toMatch(/^mathjs-simplified +17 /m);
    expect(text).toContain(
      '∇f: the code is smaller, 17 operations (mathjs-simplified) against 12 (adjoint), 1.4 times',
    );
    expect(single).toMatch(/>17<\/text>/);
  });

  it('has bars from zero, in proportion', () => {
    expect(single).not.toContain('log scale');
    const broad = single.slice(single.indexOf('class="broad"'), single.indexOf('class="narrow"'));
    const widths = [...broad.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));
    // mathjs 33, mathjs-simplified 17, symbolic-tree 25, three of code 12.
    expect(widths.map(width => Math.round((33 * width) / widths[0]!))).toEqual([33, 17, 25, 12, 12, 12]);
  });

  it('says which curves are the same', () => {
    expect(family).toContain('symbolic-cse = forward = adjoint');
    expect(readFileSync(path.join(directory, 'family.html.svg'), 'utf8')).toContain('symbolic-cse = forward = adjoint');
  });

  it('names curves below them where a page is narrow', () => {
    const narrow = family.slice(family.indexOf('<figure class="narrow">'));
    expect(narrow).toContain('<li><i style="background:#d0427f"></i>symbolic-cse = forward = adjoint: 14</li>');
    expect(narrow.slice(0, narrow.indexOf('</figure>'))).toMatch(/<svg [^>]*width="350"/);
  });
});

const why = executable === undefined ? ' (skipped: no chromium)' : '';

describe.skipIf(executable === undefined)(`in a browser${why}`, () => {
  it.each([
    ['wide and light', 1280, 'light'],
    ['narrow and dark', 360, 'dark'],
  ] as const)(
    'the report has no fault that axe finds, and labels clear of each other, %s',
    async (_name, width, colorScheme) => {
      const browser = await launch();
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      for (const name of ['family.html', 'single.html', 'family.html.svg']) {
        await page.goto(pathToFileURL(path.join(directory, name)).href);
        if (name.endsWith('.html')) {
          await page.addScriptTag({ path: axe });
          const faults = await page.evaluate(
            'axe.run().then(found => found.violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))',
          );
          expect(faults, name).toEqual([]);
          expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(width);
          const letters = await page.$$eval('.graph text', texts =>
            texts.map(text => text.getBoundingClientRect().height),
          );
          expect(Math.min(...letters), name).toBeGreaterThan(12);
        }
        const overlaps = await page.$$eval('svg text', texts => {
          const boxes = texts.map(text => ({ text: text.textContent, box: text.getBoundingClientRect() }));
          const isOver = (a: (typeof boxes)[number]['box'], b: typeof a): boolean =>
            Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
            Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
          return boxes.flatMap(({ text, box }, i) =>
            boxes.slice(i + 1).flatMap(other => (isOver(box, other.box) ? [`${text} on ${other.text}`] : [])),
          );
        });
        expect(overlaps, name).toEqual([]);
      }
      await browser.close();
    },
  );
});
