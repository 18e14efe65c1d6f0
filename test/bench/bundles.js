// The library as a page has it: imports of its parts, bundled and minified by a user's bundler, in gzipped bytes.

import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import esbuild from 'esbuild';
import { rolldown } from 'rolldown';

const ENTRY = 'entry';
const library = name => fileURLToPath(new URL(`../../dist/${name}.js`, import.meta.url));

/** A module that compiles formulas, and imports further parts by their files' names. */
const moduleOf = parts =>
  [
    `import { compile } from ${JSON.stringify(library('index'))};`,
    ...parts.map((part, i) => `import * as part${i} from ${JSON.stringify(library(part))};`),
    `globalThis.wengert = [compile, ${parts.map((_, i) => `part${i}`).join(', ')}];`,
  ].join('\n');

async function byRolldown(text) {
  const entry = {
    name: 'entry',
    resolveId: id => (id === ENTRY ? id : null),
    load: id => (id === ENTRY ? { code: text, moduleType: 'js' } : null),
  };
  const bundle = await rolldown({ input: ENTRY, platform: 'browser', plugins: [entry] });
  const { output } = await bundle.generate({ minify: true });
  await bundle.close();
  return output[0].code;
}

async function byEsbuild(text) {
  const stdin = { contents: text, resolveDir: fileURLToPath(new URL('.', import.meta.url)) };
  const { outputFiles } = await esbuild.build({ stdin, bundle: true, minify: true, format: 'esm', write: false });
  return outputFiles[0].text;
}

/** Each bundler's code. Rolldown is what Vite bundles and minifies with. */
export async function bundlesOf(parts) {
  const text = moduleOf(parts);
  return { rolldown: await byRolldown(text), esbuild: await byEsbuild(text) };
}

export const gzippedSize = code => gzipSync(code).length;
