import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'rolldown';
import { estree } from './src/emit/js/estree-plugin.js';

/** Types that no source of ours imports, and that `tsc` therefore leaves where they are. */
const clientTypes = {
  name: 'client-types',
  generateBundle() {
    const source = readFileSync(new URL('src/plugin/imports/client.d.ts', import.meta.url), 'utf8');
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
  plugins: [estree(), licences(false)],
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
  'adjoint adjointNames after apart append arity arm armGuard assigned banner before bindings blocks boolean bounds branch ' +
  'buckets budget build byOrigin carets chain claim class colours combine commutative complement compute concerns condition ' +
  'conditionOf constantIndex constants constantValue context contribute cost current currentOrigin ' +
  'declared defined demand derivative dimension direction doc drops ends error expand finish ' +
  'first float form functions graph guard guards high imported indices infer inferring initial initialArm ' +
  'inlined intern isBoolean isLate isOpen keep keyword keywordSpan label largest lazy least location low make matrix ' +
  'members memo model most names node nodeOf numberOf numeric observe ' +
  'onStage operand operands operation operatorEnd operators operatorSpans operatorStart ordered origin original ' +
  'otherwise parameters part partials parts pattern pieces place places plan positions primal put range rank reader ' +
  'reads reassigned relation report result results returned rows run runs scalar schedule scope scratch seeds settle ' +
  'shifted shown signed simplify simplifyAlgebraic simplifyDerivative sized sizes slot slotCount slotOf spans special ' +
  'specials spill starts steps stopOnErrors stored storedWith storeResult stores sweeps temporary theta token ' +
  'tokens total truthOf unique unsigned until uses valid variableOf variables variadic waiting ' +
  'wanted warn whenFalse whenTrue which zeros nonNegative isNonNegative operandsOf passes steep weight masked signs ' +
  'expandAlgebraic argumentSpans ofNumbers spacedCalls circular settle isFull';

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
  // It has to find the root that its user has.
  { ...common, input: { special: 'src/special.ts' }, platform: 'browser', external: [/\/index\.js$/], output },
  { ...common, input: { cli: 'src/cli/main.ts' }, platform: 'node', external: ['@viz-js/viz'], output },
  // Node runs it on its own.
  { ...common, input: { 'chunk-thread': 'src/cli/compile/chunk-thread.ts' }, platform: 'node', output },
  {
    ...common,
    input: Object.fromEntries(BUNDLERS.map(name => [name, `src/plugin/bundlers/${name}.ts`])),
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
