// biome-ignore-all lint/suspicious/noTemplateCurlyInString: components are written as text here
// Formulas in components: of Vue and Svelte as their plugins for Vite build and render them, of Astro as its compiler is given them.

import { existsSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import vue from '@vitejs/plugin-vue';
import { transformSync } from 'esbuild';
import type { PluginOption } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseModule } from '../../../src/from-javascript/syntax-tree.js';
import { FormulaError } from '../../../src/index.js';
import { inlineFormulas } from '../../../src/plugin/inline/inline-formulas.js';
import { projectModule } from '../../../src/plugin/inline/modules.js';
import { modulesOf } from '../../../src/plugin/javascript/components.js';
import { isBuilt, pluginOf } from '../bundlers.js';
import { createProjects, originOf, outputOf, type Projects, sourcesOf } from '../projects.js';

const root = path.join(import.meta.dirname, '../../..');

describe.skipIf(!isBuilt)(`components${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let projects: Projects;
  beforeAll(() => {
    projects = createProjects();
  });
  afterAll(() => projects.remove());

  /** Whichever of the plugins comes first in the configuration. */
  const build = async (directory: string, entry: string, plugins: readonly PluginOption[], isFirst = true) => {
    const { build: buildByVite } = await import('vite');
    const own = await pluginOf('vite');
    symlinkSync(path.join(root, 'node_modules'), path.join(directory, 'node_modules'));
    await buildByVite({
      root: directory,
      configFile: false,
      logLevel: 'silent',
      plugins: isFirst ? [own, ...plugins] : [...plugins, own],
      build: {
        ssr: entry,
        outDir: 'out',
        sourcemap: true,
        minify: false,
        rollupOptions: { output: { format: 'es', entryFileNames: 'main.js' } },
      },
    });
    expect(existsSync(path.join(directory, 'out/main.js'))).toBe(true);
    const code = outputOf(directory);
    expect(code).not.toMatch(/from ['"]wengert|hash-cons|FormulaError|function formula\(/);
    return import(pathToFileURL(path.join(directory, 'out/main.js')).href);
  };

  it.each([true, false])('of Vue are compiled, scripts and what templates ask for (first: %s)', async isFirst => {
    const directory = projects.make({
      'App.vue': `<script lang="ts">
import { formula } from 'wengert';
const scale: number = 2.5;
export const square = formula\`x^2*\${scale}\`;
</script>
<!-- <script setup>import { formula } from 'wengert'; formula\`(\`</script> -->
<script setup lang="ts" generic="T extends Array<number>">
const f = formula\`
  a = \${square}
  a*y\`;
const slope: number = f.gradient(2, 3)[0]!;
</script>

<template>
  <p v-if="slope > 1">{{ slope }} {{ f.hessian(2, 3).join() }}</p>
</template>
`,
      'main.js': "export { default } from './App.vue';\n",
    });
    const { default: App } = await build(directory, 'main.js', [vue()], isFirst);
    expect(App.__name).toBe('App');
    const { createSSRApp } = await import('vue');
    const { renderToString } = await import('vue/server-renderer');
    // d/dx 2.5 x^2 y = 30 at (2, 3); the second derivatives are 15, 10, 10 and 0.
    expect(await renderToString(createSSRApp(App))).toBe('<p>30 15,10,10,0</p>');
    expect(sourcesOf(directory).some(source => source.endsWith('App.vue'))).toBe(true);
    expect(originOf(directory, /\ba = x \* x/).source).toMatch(/App\.vue$/);
  });

  it.each([true, false])('of Svelte are compiled (first: %s)', async isFirst => {
    const directory = projects.make({
      'App.svelte': `<script module lang="ts">
  import { formula } from 'wengert';
  const scale: number = 2.5;
</script>

<script lang="ts">
  let { x = 2 }: { x?: number } = $props();
  const f = formula\`\${scale}*x^2*y\`;
  const unused = formula\`tanh(x)\`;
</script>

<p>{f.gradient(x, 3).join()}</p>
`,
      'main.js': "export { render } from 'svelte/server';\nexport { default } from './App.svelte';\n",
    });
    const { default: App, render } = await build(directory, 'main.js', [svelte({ configFile: false })], isFirst);
    expect(render(App, { props: { x: 2 } }).body).toContain('<p>30,10</p>');
    expect(outputOf(directory)).not.toContain('tanh');
    // The template asks for one function by name, so that nothing stands for the others.
    expect(outputOf(directory)).not.toContain('is not emitted');
  });

  it('have all that is usual of a formula that the template hands on', async () => {
    const directory = projects.make({
      'App.vue': `<script setup>
import { formula } from 'wengert';
const f = formula\`x^3\`;
const show = of => of.valueAndGradient(2, new Float64Array(1));
</script>
<template><p>{{ show(f) }} {{ f.gradient(2).join() }}</p></template>
`,
      'main.js': "export { default } from './App.vue';\n",
    });
    const { default: App } = await build(directory, 'main.js', [vue()]);
    const { createSSRApp } = await import('vue');
    const { renderToString } = await import('vue/server-renderer');
    expect(await renderToString(createSSRApp(App))).toBe('<p>8 12</p>');
  });

  it('import formula files, and are told what these do not emit', async () => {
    const files = {
      'model.formula': 'emit value\ninput x\nx^3\n',
      'main.js': "export { default } from './App.vue';\n",
    };
    const component = (names: string) =>
      `<template><p>{{ value(2) }}</p></template>\n<script setup>\nimport { ${names} } from './model.formula';\n</script>\n`;
    const right = projects.make({ ...files, 'App.vue': component('value') });
    expect((await build(right, 'main.js', [vue()])).default.__name).toBe('App');
    const wrong = projects.make({ ...files, 'App.vue': component('value, hessian') });
    const failure: Error = await build(wrong, 'main.js', [vue()]).catch(error => error);
    expect(failure.message).toContain("'hessian' is not emitted by model.formula; add 'emit hessian'");
    expect(failure.message).toContain('App.vue:3:17');
  });
});

/** The file with its formulas compiled. */
function compiled(file: string, code: string): string {
  const modules = modulesOf(file, code).map(part => {
    const program = parseModule(part.language, part.text);
    expect(program).not.toBeNull();
    return projectModule(`/project/${file}`, file, code, program!, part);
  });
  return inlineFormulas(modules, () => null, {})!.code;
}

const errorsOf = (file: string, code: string) => {
  try {
    compiled(file, code);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return error.diagnostics.map(({ code: name, message, source, span }) => [
      name,
      message,
      source!.text.slice(span!.start, span!.end),
    ]);
  }
  return [];
};

describe('the scripts of a component', () => {
  it('are front matter and scripts that are bundled, of Astro', async () => {
    const code = compiled(
      'Page.astro',
      `---
import { formula } from 'wengert';
const f = formula\`x^2\`;
if (f.value(2) < 0) return Astro.redirect('/');
const unused = formula\`tanh(x)\`;
---
<p>{f.gradient(3)[0]}</p>
<script>
  import { formula } from 'wengert';
  document.title = String(formula\`x^3\`.value(2));
</script>
<script is:inline>import { formula } from 'wengert'; formula\`(\`;</script>
<script type="application/json">{ "a": 1 }</script>
`,
    );
    expect(code).not.toContain('tanh');
    expect(code.match(/from 'wengert'/g)).toHaveLength(1);
    expect(code).toContain('<p>{f.gradient(3)[0]}</p>');
    expect(code).toContain('<script type="application/json">{ "a": 1 }</script>');
    const [front = '', client = ''] = [/^---\n(.*?)^---/ms, /<script>\n(.*?)<\/script>/s].map(
      part => part.exec(code)?.[1],
    );
    const runs = (text: string) => new Function('document', 'Astro', transformSync(text, { loader: 'ts' }).code);
    const title = { title: '' };
    runs(client)(title, {});
    expect(title.title).toBe('8');
    expect(runs(`${front}\nreturn f.gradient(3)[0];`)({}, {})).toBe(6);
  });

  it('hold no value that the template may set', () => {
    const script = (declaration: string) =>
      `<script>\nimport { formula } from 'wengert';\n${declaration}\nconst f = formula\`\${scale}*x\`;\nf.value(1);\n</script>\n<input bind:value={scale}>\n`;
    const refused = [['WG608', expect.stringContaining('this value is not known when the project is built'), 'scale']];
    expect(errorsOf('A.svelte', script('let scale = 2;'))).toEqual(refused);
    expect(errorsOf('A.svelte', script('export let scale = 2;'))).toEqual(refused);
    expect(errorsOf('A.svelte', script('const scale = 2;'))).toEqual([]);
    const part = `<script>\nimport { formula } from 'wengert';\nconst k = { scale: 2 };\nconst f = formula\`\${k.scale}*x\`;\nf.value(1);\n</script>\n<input bind:value={k.scale}>\n`;
    expect(errorsOf('A.svelte', part)).toEqual([['WG608', expect.stringContaining('may be changed'), 'k.scale']]);
  });

  it('are told of errors where they stand in the file', () => {
    const code =
      "<template>\n  <p>{{ f.value(1) }}</p>\n</template>\n<script setup lang='ts'>\nimport { formula } from 'wengert';\nconst f = formula`2*tanhh(x)`;\n</script>\n";
    expect(errorsOf('A.vue', code)).toEqual([['WG201', "unknown function 'tanhh'", 'tanhh']]);
  });
});
