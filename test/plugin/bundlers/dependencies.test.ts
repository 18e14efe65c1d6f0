// Packages that import formulas, which Vite's development server bundles before it starts.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBuilt, pluginOf } from '../bundlers.js';
import { writeProject } from '../projects.js';

describe.skipIf(!isBuilt)(`packages with formulas${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), 'wengert-packages-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each([
    ['alone', './x.formula'],
    ['with a query', './x.formula?emit=gradient&wrt=x'],
  ])("run in Vite's development server, imported %s", async (title, source) => {
    const directory = path.join(root, title);
    writeProject(directory, {
      'index.html': '<!doctype html><script type="module" src="/main.js"></script>',
      'main.js': "export { slope } from 'models';\nexport { value } from './wrong.formula';\n",
      // Nothing of the project itself is read before a browser asks for it.
      'wrong.formula': 'tanhh(x)\n',
      'node_modules/models/package.json': '{"name":"models","version":"1.0.0","type":"module","main":"index.js"}',
      'node_modules/models/index.js': `export { gradient as slope } from '${source}';\n`,
      'node_modules/models/x.formula': 'x^2\n',
    });
    const errors: string[] = [];
    const logger = {
      error: (text: string) => errors.push(text),
      info() {},
      warn() {},
      warnOnce() {},
      clearScreen() {},
    };
    const server = await createServer({
      root: directory,
      configFile: false,
      cacheDir: path.join(directory, 'cache'),
      customLogger: { ...logger, hasErrorLogged: () => false, hasWarned: false },
      plugins: [await pluginOf('vite')],
      server: { port: 0, host: '127.0.0.1', preTransformRequests: false },
    });
    try {
      await server.listen();
      const load = async (file: string): Promise<string> =>
        (await fetch(new URL(file, server.resolvedUrls!.local[0]))).text();
      const [, file] = /"\/(cache\/deps\/models\.js[^"]*)"/.exec(await load('main.js'))!;
      const code = Buffer.from(await load(file!)).toString('base64');
      const { slope } = await import(`data:text/javascript;base64,${code}`);
      expect([...slope(3)]).toEqual([6]);
    } finally {
      await server.close();
    }
    expect(errors).toEqual([]);
  });
});
