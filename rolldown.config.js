import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'rolldown';
import { estree } from './src/emit/js/estree-plugin.js';
import { lightGrammar } from './src/parse/grammar-plugin.js';

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
  plugins: [estree(), lightGrammar, licences(false)],
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  // Reading a property or a global does nothing else, here.
  treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false },
};
const BUNDLERS = ['vite', 'rollup', 'rolldown', 'webpack', 'rspack', 'esbuild'];
/**
 * Properties of records that stay inside of the library, which are shortened in it: no option, no result, no node of a syntax
 * tree and no built-in object has one of these names, and no text asks for one.
 */
const INTERNAL =
  'adjoint adjointNames arity arm armGuard assigned banner bindings blocks boolean branch buckets budget build ' +
  'carets chain claim class colours combine commutative complement concerns conditionOf conditionalLevel ' +
  'constantIndex constants contribute cost currentOrigin demand derivative dimension direction doc drops expand ' +
  'failed finish first float form functions generated graph guard guards high indices infer inferring ' +
  'initialArm inlined intern isBoolean keep keyword keywordSpan largest lazy least make matrix members memo model ' +
  'moduleNames most nestingLevel node nodeOf numberOf numeric onMapping onStage operand operands operation ' +
  'operatorSpan operatorSpans operators ordered original otherwise parameters partials parts pieces place places ' +
  'plan positions primal rank reader reads reassigned relation result results returned rows run runs scalar ' +
  'schedule scope seeds settle shifted shown signed simplify simplify simplifyAlgebraic simplifyDerivative sized ' +
  'sizes slot slotCount slotOf spans specials spill steps storeResult stored storedWith stores sweeps temporary ' +
  'token tokenType tokens total trees truthOf unique unsigned uses variableOf variables variadic waiting zeros';

const include = new RegExp(`^(${INTERNAL.replaceAll(' ', '|')})$`);

const output = { dir: 'dist', minify: true, comments: false };

// The library reaches no node: module; the command line is one file, so that it starts as fast as Node does.
export default defineConfig([
  {
    ...common,
    input: { index: 'src/index.ts' },
    platform: 'browser',
    output: { ...output, minify: { compress: true, mangle: true, mangleProps: { include } } },
  },
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
