// The site: pages of this folder, and the playground beside them.

import { cpSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { searchRoles } from './search-roles.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const grammar = JSON.parse(readFileSync(path.join(root, 'editors/vscode/syntaxes/formula.tmLanguage.json'), 'utf8'));

const reference = (name: string, text: string) => ({ text, link: `/reference/${name}` });
const task = (name: string, text: string) => ({ text, link: `/tasks/${name}` });

export default defineConfig({
  title: 'wengert',
  description: 'A compiler from formulas to JavaScript that computes their exact derivatives',
  lang: 'en',
  srcExclude: ['playground/**'],
  vite: { plugins: [searchRoles] },
  // Where the site is in a folder of its host.
  base: process.env.WENGERT_SITE_BASE ?? '/',
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  markdown: {
    languages: [grammar],
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config(md) {
      const { rules } = md.renderer;
      // The theme's templates would compute what stands in {{ }} in code.
      const inline = rules.code_inline!;
      rules.code_inline = (tokens, at, ...rest) => {
        tokens[at]!.attrSet('v-pre', '');
        return inline(tokens, at, ...rest);
      };
      // What a block is the file of stands above it: commands below speak of it.
      const fence = rules.fence!;
      rules.fence = (tokens, at, ...rest) => {
        const [, name] = /\[([^\]]+)\]/.exec(tokens[at]!.info) ?? [];
        const code = fence(tokens, at, ...rest);
        return name === undefined ? code : `<div class="file-name">${md.utils.escapeHtml(name)}</div>${code}`;
      };
      // Indented code is set as fenced code is: it scrolls by itself.
      rules.code_block = (tokens, at, ...rest) => {
        tokens[at]!.info = 'text';
        return rules.fence!(tokens, at, ...rest);
      };
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    nav: [
      { text: 'Tutorial', link: '/tutorial' },
      { text: 'Tasks', link: '/tasks/fit' },
      { text: 'Reference', link: '/reference/language' },
      { text: 'Playground', link: '/playground/index.html', target: '_self' },
    ],
    sidebar: [
      {
        text: 'Start',
        items: [
          { text: 'Five minutes', link: '/tutorial' },
          { text: 'Backpropagation as multipliers', link: '/backpropagation-as-multipliers' },
        ],
      },
      {
        text: 'Tasks',
        items: [
          task('fit', 'Fit a model to data'),
          task('data-in-an-engine', 'Fit where the data is'),
          task('optimisers', 'Use an optimiser of your own'),
          task('inverse-kinematics', 'Inverse kinematics'),
          task('greeks', 'Greeks of an option'),
          task('live-page', 'A page with a slider'),
          task('from-mathjs', 'Coming from mathjs'),
        ],
      },
      {
        text: 'Reference',
        items: [
          reference('language', 'The language'),
          reference('data', 'Data and loops'),
          reference('equations', 'Equations'),
          reference('special-points', 'Special points'),
          reference('command-line', 'Command line'),
          reference('compile', 'wengert compile'),
          reference('inspect', 'Look at a formula'),
          reference('lagrangian', 'wengert lagrangian'),
          reference('minimize', 'wengert minimize'),
          reference('fit', 'wengert fit'),
          reference('sql', 'Queries'),
          reference('sql-dialects', 'Dialects of SQL'),
          reference('sql-fit', 'Fits in an engine'),
          reference('bundlers', 'Bundlers'),
          reference('javascript', 'Functions of JavaScript'),
          reference('latex', 'TeX'),
          reference('library', 'The library'),
          reference('diagnostics', 'Diagnostics'),
          reference('accuracy', 'Accuracy'),
          reference('speed', 'Speed'),
        ],
      },
      {
        text: 'API',
        items: [
          reference('api/index', 'wengert'),
          reference('api/solve', 'wengert/solve'),
          reference('api/sql', 'wengert/sql'),
          reference('api/explain', 'wengert/explain'),
          reference('api/workers', 'wengert/workers'),
          reference('api/special', 'wengert/special'),
        ],
      },
    ],
    outline: { level: [2, 3] },
  },
  // The theme's first page has no part that is the main one.
  transformHtml: code => code.replace(/class="VPHome"/, 'class="VPHome" role="main"'),
  buildEnd({ outDir }) {
    const playground = path.join(outDir, 'playground');
    cpSync(path.join(root, 'dist/playground'), playground, { recursive: true });
    const graphviz = createRequire(import.meta.url)
      .resolve('@viz-js/viz')
      .replace(/viz\.cjs$/, 'viz.js');
    cpSync(graphviz, path.join(playground, 'viz.js'));
  },
});
