import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'acorn';
import { defineConfig } from 'rolldown';
import { estree } from './src/emit/js/estree-plugin.js';

const DEEP_MAP = '\0deep-map';

/** mathjs's parser maps lists of texts with a helper for matrices of every kind, which brings much along. */
const lightDeepMap = {
  name: 'light-deep-map',
  resolveId: (source, importer) =>
    source === '../utils/collection.js' && importer?.endsWith('mathjs/lib/esm/expression/parse.js') ? DEEP_MAP : null,
  load: id => (id === DEEP_MAP ? 'export const deepMap = (list, callback) => list.map(item => callback(item));' : null),
};

/** Rules of mathjs's grammar that no token of ours leads to (see src/parse/tokens.ts), and the rules that they fall through to. */
const SKIPPED_RULES = {
  parseBlock: 'parseAssignment',
  parseLogicalXor: 'parseLogicalAnd',
  parseBitwiseOr: 'parseRelational',
  parseShift: 'parseRange',
  parseUnaryPercentage: 'parseUnary',
  parseNullishCoalescing: 'parseLeftHandOperators',
  parseCustomNodes: 'parseSymbol',
  parseString: 'parseMatrix',
  parseObject: 'parseNumber',
};

/** Parts of conditions on characters that the text given to it never has: comments, other radices, exponents. */
const SKIPPED_TESTS = ["=== '#'", "=== '0b'", "=== 'E'"];

const lightGrammar = {
  name: 'light-grammar',
  transform(code, id) {
    if (!id.endsWith('mathjs/lib/esm/expression/parse.js')) return null;
    return replaced(code, node => {
      const next = node.type === 'FunctionDeclaration' && SKIPPED_RULES[node.id.name];
      if (next) return { ...node.body, text: `{ return ${next}(state); }` };
      if (node.type === 'FunctionExpression' && node.id?.name === 'isValidMathSymbol')
        return { ...node.body, text: '{ return false; }' };
      if (node.type !== 'IfStatement') return null;
      const test = code.slice(node.test.start, node.test.end);
      return SKIPPED_TESTS.some(part => test.includes(part)) ? { ...node, text: ';' } : null;
    });
  },
};

/** The code with the replacements (`start`, `end`, `text`) that `choose` finds for nodes of its tree, outermost first. */
function replaced(code, choose) {
  const parts = [];
  const visit = node => {
    const found = choose(node);
    if (found) return parts.push(found);
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) for (const inner of value) inner?.type && visit(inner);
      else if (value?.type) visit(value);
    }
  };
  visit(parse(code, { ecmaVersion: 2022, sourceType: 'module' }));
  let text = code;
  for (const { start, end, text: replacement } of parts.sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start) + replacement + text.slice(end);
  }
  return { code: text };
}

/** Types that no source of ours imports, and that `tsc` therefore leaves where they are. */
const clientTypes = {
  name: 'client-types',
  generateBundle() {
    const source = readFileSync(new URL('src/plugin/client.d.ts', import.meta.url), 'utf8');
    this.emitFile({ type: 'asset', fileName: 'client.d.ts', source });
  },
};

/** Folders of the packages that are bundled, by name. */
const bundled = new Map();

/** Notes what is bundled; the last build writes the licences of it all, as they ask for. */
const licences = isLast => ({
  name: 'licences',
  generateBundle(_options, bundle) {
    for (const { modules = {} } of Object.values(bundle)) {
      for (const id of Object.keys(modules)) {
        const [folder, name] = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id) ?? [];
        if (name !== undefined) bundled.set(name, folder);
      }
    }
    if (!isLast) return;
    const packages = [...bundled].sort().map(([name, folder]) => {
      const files = readdirSync(folder).filter(entry => /^(licen[cs]e|notice)/i.test(entry));
      const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
      const texts = files.map(file => `\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`);
      return `${name} ${version} (${license})\n${texts.join('')}`;
    });
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: packages.join(`\n${'-'.repeat(80)}\n\n`) });
  },
});

const common = {
  plugins: [estree(), lightDeepMap, lightGrammar, licences(false)],
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
};
const BUNDLERS = ['vite', 'rollup', 'rolldown', 'webpack', 'rspack', 'esbuild'];
const output = { dir: 'dist', minify: true, comments: false };

// The library reaches no node: module; the command line is one file, so that it starts as fast as Node does.
export default defineConfig([
  { ...common, input: { index: 'src/index.ts' }, platform: 'browser', output },
  { ...common, input: { cli: 'src/cli/main.ts' }, platform: 'node', external: ['@viz-js/viz'], output },
  {
    ...common,
    input: Object.fromEntries(BUNDLERS.map(name => [name, `src/plugin/${name}.ts`])),
    plugins: [...common.plugins, clientTypes],
    platform: 'node',
    // Its loaders for webpack are files of its own.
    external: ['unplugin'],
    output: { ...output, dir: 'dist/plugin' },
  },
  // Node runs it on its own, with all of mathjs.
  {
    input: { 'mathjs-worker': 'src/swell/mathjs-worker.js' },
    platform: 'node',
    external: [/^node:/],
    plugins: [licences(true)],
    output,
  },
]);
