// Seconds that each bundler takes for a project of many formula files, beside the same project with plain modules in their
// place: `npm run bench:bundlers`, or with another number of files after `--`.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { emitSource } from '../../dist/index.js';

const count = Number(process.argv[2] ?? 200);
const root = mkdtempSync(path.join(tmpdir(), 'wengert-bundlers-'));

/** A formula of some thirty operations, another one for every file. */
const formulaOf = i => `param a = ${i + 1}, b[4]
input x[4]
z = dot(b, x) + a
y = exp(-z^2/${i + 2})*sin(z + ${i})
sum((b[k] - y)^2, k = 1:4) + norm(x)
`;

function project(extension, textOf) {
  const directory = path.join(root, extension);
  mkdirSync(directory);
  const imports = [];
  for (let i = 0; i < count; i++) {
    writeFileSync(path.join(directory, `m${i}.${extension}`), textOf(formulaOf(i)));
    imports.push(`export { valueAndGradient as f${i} } from './m${i}.${extension}';\n`);
  }
  writeFileSync(path.join(directory, 'main.js'), imports.join(''));
  writeFileSync(path.join(directory, 'package.json'), '{"type":"module"}');
  return directory;
}

const inputs = { formula: project('formula', text => text), js: project('js', text => emitSource(text)) };
const pluginOf = async name => (await import(`../../dist/plugin/${name}.js`)).default();

const packing = (directory, plugins) => ({
  context: directory,
  entry: './main.js',
  mode: 'production',
  optimization: { minimize: false },
  output: { path: path.join(directory, 'out'), filename: 'main.js', module: true, library: { type: 'module' } },
  plugins,
});

const finished = compiler =>
  new Promise((resolve, reject) => {
    compiler.run((error, stats) =>
      compiler.close(() => (error || stats.hasErrors() ? reject(error ?? stats.toString()) : resolve())),
    );
  });

const bundlers = {
  async vite(root, plugins) {
    const { build } = await import('vite');
    const lib = { entry: 'main.js', formats: ['es'], fileName: () => 'main.js' };
    await build({ root, configFile: false, logLevel: 'silent', plugins, build: { outDir: 'out', minify: false, lib } });
  },
  async rollup(directory, plugins) {
    const { rollup } = await import('rollup');
    const bundle = await rollup({ input: path.join(directory, 'main.js'), plugins });
    await bundle.write({ file: path.join(directory, 'out/main.js') });
  },
  async rolldown(directory, plugins) {
    const { rolldown } = await import('rolldown');
    const bundle = await rolldown({ input: path.join(directory, 'main.js'), plugins });
    await bundle.write({ file: path.join(directory, 'out/main.js') });
  },
  async esbuild(directory, plugins) {
    const { build } = await import('esbuild');
    const [entry, outfile] = ['main.js', 'out/main.js'].map(file => path.join(directory, file));
    await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', logLevel: 'silent', plugins });
  },
  async webpack(directory, plugins) {
    const { default: webpack } = await import('webpack');
    await finished(webpack({ ...packing(directory, plugins), experiments: { outputModule: true } }));
  },
  async rspack(directory, plugins) {
    const { rspack } = await import('@rspack/core');
    await finished(rspack(packing(directory, plugins)));
  },
};

async function secondsOf(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

try {
  console.log(`${count} files, seconds\nbundler   formulas  modules`);
  for (const [name, build] of Object.entries(bundlers)) {
    // The first build of a bundler also loads it.
    await build(inputs.js, []);
    const modules = await secondsOf(() => build(inputs.js, []));
    const plugin = await pluginOf(name);
    const formulas = await secondsOf(() => build(inputs.formula, [plugin]));
    console.log(`${name.padEnd(10)}${formulas.toFixed(2).padStart(8)}${modules.toFixed(2).padStart(9)}`);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
