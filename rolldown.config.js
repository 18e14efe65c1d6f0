import { parse } from 'acorn';
import { defineConfig } from 'rolldown';
import { estree } from './estree-plugin.js';

const DEEP_MAP = '\0deep-map';

/** mathjs's parser maps lists of texts with a helper for matrices of every kind, which brings much along. */
const lightDeepMap = {
  name: 'light-deep-map',
  resolveId: (source, importer) =>
    source === '../utils/collection.js' && importer?.endsWith('mathjs/lib/esm/expression/parse.js') ? DEEP_MAP : null,
  load: id => (id === DEEP_MAP ? 'export const deepMap = (list, callback) => list.map(item => callback(item));' : null),
};

/** Members of astring's generator and of its state that no emitted module calls for. */
const UNUSED = new Set(
  `ClassBody StaticBlock EmptyStatement LabeledStatement BreakStatement WithStatement SwitchStatement TryStatement
   DoWhileStatement ForInStatement DebuggerStatement ClassDeclaration ImportDeclaration ImportAttribute ImportExpression
   ExportAllDeclaration MethodDefinition ClassExpression ThisExpression Super YieldExpression TaggedTemplateExpression
   PropertyDefinition SequenceExpression MetaProperty PrivateIdentifier RegExpLiteral writeToStream writeToStreamAndMap`.split(
    /\s+/,
  ),
);

/** astring without them and without its printing of comments, which module printing does itself. */
const lightAstring = {
  name: 'light-astring',
  transform(code, id) {
    if (!id.endsWith('astring/dist/astring.mjs')) return null;
    const cuts = [];
    const visit = node => {
      if (node.type === 'ObjectExpression' || node.type === 'ClassBody') {
        for (const member of node.properties ?? node.body) {
          if (!UNUSED.has(member.key?.name) || (member.value.type !== 'FunctionExpression' && !isAlias(member)))
            continue;
          cuts.push({ ...member, text: '' });
          // The comma after a property of an object.
          if (node.properties) cuts.at(-1).end += 1;
        }
      }
      if (node.type === 'LogicalExpression' && node.left.name === 'writeComments')
        cuts.push({ ...node, text: 'false' });
      for (const value of Object.values(node)) {
        if (Array.isArray(value)) for (const inner of value) inner?.type && visit(inner);
        else if (value?.type) visit(value);
      }
    };
    visit(parse(code, { ecmaVersion: 2022, sourceType: 'module' }));
    let text = code;
    const outer = cuts.filter(a => !cuts.some(b => b !== a && b.start <= a.start && a.end <= b.end));
    for (const { start, end, text: replacement } of outer.sort((a, b) => b.start - a.start)) {
      text = text.slice(0, start) + replacement + text.slice(end);
    }
    return { code: text };
  },
};
const isAlias = member => member.value.type === 'Identifier' && member.value.name !== member.key.name;

const common = {
  plugins: [estree(), lightDeepMap, lightAstring],
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
};
const output = { dir: 'dist', minify: true, comments: false };

// The library reaches no node: module; the command line is one file, so that it starts as fast as Node does.
export default defineConfig([
  { ...common, input: { index: 'src/index.ts' }, platform: 'browser', output },
  { ...common, input: { cli: 'src/cli/main.ts' }, platform: 'node', output },
]);
