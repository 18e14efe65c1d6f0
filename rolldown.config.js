import { parse } from 'acorn';
import { defineConfig } from 'rolldown';
import { estree } from './src/emit/js/estree-plugin.js';

/** What mathjs's parser imports to be one of many functions, which are made when their dependencies are there. */
const LIGHT_IMPORTS = {
  '../utils/collection.js': 'export const deepMap = undefined;',
  '../utils/factory.js': 'export const factory = (name, dependencies, create) => create;',
};

const lightImports = {
  name: 'light-imports',
  resolveId: (source, importer) =>
    source in LIGHT_IMPORTS && importer?.endsWith('mathjs/lib/esm/expression/parse.js') ? `\0${source}` : null,
  load: id => LIGHT_IMPORTS[id.slice(1)] ?? null,
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

/** Functions that are never called: lists of texts. */
const SKIPPED_FUNCTIONS = ['parseMultiple'];

/**
 * Parts of conditions that never hold: on characters that the text given to it never has (comments, other radices,
 * exponents), on names other than our stand-in's, on assignments other than to a name, on rules that are skipped.
 */
const SKIPPED_TESTS = [
  ...["=== '#'", "=== '0b'", "=== 'E'", "=== '?.'", 'c3.length'],
  ...['CONSTANTS', 'node.optionalChaining', 'isFunctionNode', 'isPercentage'],
];

const lightGrammar = {
  name: 'light-grammar',
  transform(code, id) {
    if (!id.endsWith('mathjs/lib/esm/expression/parse.js')) return null;
    return replaced(code, node => {
      const next = node.type === 'FunctionDeclaration' && SKIPPED_RULES[node.id.name];
      if (next) return { ...node.body, text: `{ return ${next}(state); }` };
      if (node.type === 'FunctionDeclaration' && SKIPPED_FUNCTIONS.includes(node.id.name))
        return { ...node.body, text: '{}' };
      if (node.type === 'FunctionExpression' && node.id?.name === 'isValidMathSymbol')
        return { ...node.body, text: '{ return false; }' };
      if (node.type !== 'IfStatement') return null;
      let left = node;
      const isSkipped = ({ type, test }) =>
        type === 'IfStatement' && SKIPPED_TESTS.some(part => code.slice(test.start, test.end).includes(part));
      while (left && isSkipped(left)) left = left.alternate;
      return left === node ? null : { ...node, text: left ? code.slice(left.start, left.end) : ';' };
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

const common = {
  plugins: [estree(), lightImports, lightGrammar],
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  // Reading a property or a global does nothing else, here.
  treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false },
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
    output,
  },
]);
