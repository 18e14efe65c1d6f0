// biome-ignore-all lint/suspicious/noTemplateCurlyInString: modules are written as text here
// In Chromium: what every bundler makes of a project, and Vite's development server while formulas are edited.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { executable, launch } from '../../chromium.js';
import { bundlers, isBuilt, pluginOf } from '../bundlers.js';
import { edit, writeProject } from '../projects.js';

const why = executable === undefined ? ' (skipped: no chromium)' : isBuilt ? '' : ' (skipped: not built)';

const page = (script: string): string =>
  `<!doctype html><title>t</title><p></p><script type="module" src="/${script}"></script>`;
const show = (names: string, from = './model.formula'): string => `import { ${names} } from '${from}';
const show = f => { document.querySelector('p').textContent = f(2, 3).join(); };
show(gradient);
`;
const INLINE = `import { formula } from 'wengert';
import { n } from './settings.js';
const f = formula\`x*y^\${n}\`;
document.querySelector('p').textContent = f.gradient(2, 3).join();
`;
const HOT = "import.meta.hot.accept('./model.formula', module => module && show(module.gradient));\n";

describe.skipIf(why !== '')(`Chromium${why}`, () => {
  let root: string;
  let browser: Browser;
  beforeAll(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'wengert-browser-'));
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(root, { recursive: true, force: true });
  });

  it.each(Object.entries(bundlers))('runs what %s builds', async (name, build) => {
    const directory = path.join(root, name);
    writeProject(directory, {
      'main.js': "export { valueAndGradient as f } from './model.formula';\n",
      'model.formula': 'input x, y\na = exp(x*y)\na^2 + sin(a)\n',
    });
    expect(await build(directory, 'main.js')).toEqual({ failure: null });
    const code = readFileSync(path.join(directory, 'out/main.js')).toString('base64');
    const tab = await browser.newPage();
    const found = await tab.evaluate(`import('data:text/javascript;base64,${code}').then(({ f }) => {
      const gradient = new Float64Array(2);
      return [f(0.5, -0.25, gradient), ...gradient];
    })`);
    await tab.close();
    const a = Math.exp(-0.125);
    const slope = (2 * a + Math.cos(a)) * a;
    const expected = [a * a + Math.sin(a), slope * -0.25, slope * 0.5];
    expect(found).toEqual(expected.map(number => expect.closeTo(number, 12)));
  });

  describe("Vite's development server", () => {
    let directory: string;
    let server: ViteDevServer;
    let tab: Page;
    const write = (name: string, text: string): Promise<void> => edit(path.join(directory, name), text);

    beforeAll(async () => {
      directory = path.join(root, 'served');
      writeProject(directory, {
        'hot.html': page('hot.js'),
        'hot.js': show('gradient') + HOT,
        'reload.html': page('reload.js'),
        'reload.js': show('gradient'),
        'asking.html': page('asking.js'),
        'asking.js': show('gradient, hessian'),
        'inline.html': page('inline.js'),
        'inline.js': INLINE,
        'settings.js': "export * from './n.js';\n",
        'n.js': 'export const n = 2;\n',
        'aliased.html': page('aliased.js'),
        'aliased.js': show('gradient, hessian', '@/model.formula'),
        'passed.html': page('passed.js'),
        'passed.js': show('gradient, hessian', './lib.js'),
        'lib.js': "export * from './model.formula';\n",
        'mended.html': page('mended.js'),
        'model.formula': 'x*y\n',
      });
      server = await createServer({
        root: directory,
        configFile: false,
        logLevel: 'silent',
        cacheDir: path.join(directory, 'cache'),
        plugins: [await pluginOf('vite')],
        resolve: { alias: { '@': directory } },
        server: { port: 0, host: '127.0.0.1' },
      });
      await server.listen();
    });
    afterAll(() => server?.close());
    // A page that is told to reload while the next one opens would take its place.
    beforeEach(async () => {
      tab = await browser.newPage();
    });
    afterEach(() => tab.close());

    /** Once the server has seen the files: an error is not lost between two pages, and no page reloads at once. */
    const open = async (file: string): Promise<void> => {
      await new Promise(resolve => setTimeout(resolve, 300));
      await tab.goto(new URL(file, server.resolvedUrls!.local[0]).href);
      await settles(() => tab.evaluate('window.isSamePage = true'));
    };
    const settles = <T>(assertion: () => Promise<T>) => vi.waitFor(assertion, { timeout: 10_000, interval: 50 });
    const shows = (gradient: string, isSamePage: boolean): Promise<void> =>
      settles(async () => {
        const state = await tab.evaluate(`({
          gradient: document.querySelector('p')?.textContent,
          isSamePage: window.isSamePage === true,
          overlay: document.querySelector('vite-error-overlay') !== null,
        })`);
        expect(state).toEqual({ gradient, isSamePage, overlay: false });
      });
    const overlay = (): Promise<unknown> =>
      tab.evaluate(`(() => {
        const shadow = document.querySelector('vite-error-overlay')?.shadowRoot;
        return shadow && ['.message-body', '.file', '.frame'].map(part => shadow.querySelector(part).textContent);
      })()`);

    const BROKEN = 'a = x\ntanhh(a)*y\n';
    const showsBroken = (): Promise<void> =>
      settles(async () =>
        expect(await overlay()).toEqual([
          "[WG201] unknown function 'tanhh' (did you mean 'tanh'?)",
          expect.stringMatching(/\/model\.formula:2:0$/),
          expect.stringMatching(/model\.formula:2:1\n2 \| tanhh\(a\)\*y\n {2}\| \^{5} did you mean 'tanh'\?$/),
        ]),
      );

    it.each([
      ['in place where the page accepts the module', 'hot.html', true],
      ['by a new page otherwise', 'reload.html', false],
    ])('updates %s, shows errors in the overlay and recovers', async (_how, file, isSamePage) => {
      await write('model.formula', 'x*y\n');
      await open(file);
      await shows('3,2', true);
      await write('model.formula', 'x*y^2\n');
      await shows('9,12', isSamePage);
      await write('model.formula', BROKEN);
      await showsBroken();
      await write('model.formula', '3*x*y\n');
      await shows('9,6', isSamePage);
    });

    it('shows an error that the page opens with, and recovers', async () => {
      await write('model.formula', BROKEN);
      await open('reload.html');
      await showsBroken();
      await write('model.formula', 'x*y\n');
      await shows('3,2', false);
    });

    it('compiles an inline formula again when a value in another module changes', async () => {
      await open('inline.html');
      await shows('9,12', true);
      await write('n.js', 'export const n = 1;\n');
      await shows('3,2', false);
      await write('n.js', 'export const n = Math.random();\n');
      await settles(async () =>
        expect(await overlay()).toEqual([
          expect.stringContaining('[WG608] this value is not known when the project is built'),
          expect.stringMatching(/\/inline\.js:3:24$/),
          expect.stringContaining('anything else is an input of the formula'),
        ]),
      );
      await write('n.js', 'export const n = 3;\n');
      await shows('27,54', false);
    });

    const refuses = (file: string): Promise<void> =>
      settles(async () =>
        expect(await overlay()).toEqual([
          "[WG607] 'hessian' is not emitted by model.formula; add 'emit hessian'",
          expect.stringMatching(new RegExp(`/${file}:1:19$`)),
          expect.stringMatching(new RegExp(`${file}:1:20\n1 \\| import \\{ gradient, hessian \\} from '.*';\n`)),
        ]),
      );

    it.each([
      ['a path', 'asking'],
      ['an alias', 'aliased'],
      ['a module that passes it on', 'passed'],
    ])('says in a module that imports by %s what is not emitted, until it is', async (_way, name) => {
      await write('model.formula', 'emit gradient\nx*y\n');
      await open(`${name}.html`);
      await refuses(`${name}.js`);
      await write('model.formula', 'emit gradient, hessian\nx*y\n');
      await shows('3,2', false);
      await write('model.formula', 'emit gradient\nx*y^2\n');
      await refuses(`${name}.js`);
      await write('model.formula', 'emit gradient, hessian\nx*y^2\n');
      await shows('9,12', false);
    });

    it('looks again when a module that passes on a formula has the name itself', async () => {
      await write('model.formula', 'emit gradient\nx*y\n');
      await write('lib.js', "export * from './model.formula';\n");
      await open('passed.html');
      await refuses('passed.js');
      await write('lib.js', "export * from './model.formula';\nexport const hessian = null;\n");
      await shows('3,2', false);
    });

    it('forgets what was missing once the module no longer asks for it', async () => {
      const asking = (names: string) => (show(names) + HOT).replaceAll('model.formula', 'mended.formula');
      await write('mended.formula', 'emit gradient\nx*y\n');
      await write('mended.js', asking('gradient, hessian'));
      await open('mended.html');
      await settles(async () => expect(await overlay()).toBeDefined());
      await write('mended.js', asking('gradient'));
      await shows('3,2', false);
      await tab.evaluate('window.isSamePage = true');
      await write('mended.formula', 'emit gradient\nx*y^2\n');
      await shows('9,12', true);
    });

    it('emits what a module asks for, and replaces it where the module accepts it', async () => {
      await write('mended.formula', 'x*y\n');
      await write('mended.js', (show('gradient') + HOT).replaceAll('model.formula', 'mended.formula'));
      await open('mended.html');
      await shows('3,2', true);
      await write('mended.js', (show('gradient, hessian') + HOT).replaceAll('model.formula', 'mended.formula'));
      await shows('3,2', false);
      // The page may load once more, for what its module asks for now.
      await new Promise(resolve => setTimeout(resolve, 1000));
      await settles(() => tab.evaluate('window.isSamePage = true'));
      await write('mended.formula', 'x*y^2\n');
      await shows('9,12', true);
    });
  });
});
