// Build plugin: `import tree from './template.js?estree'` is the file's syntax tree, parsed now so that the package need
// not carry a JavaScript parser.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';

const QUERY = '?estree';

/** All trees of a group of templates, over one table of tokens and one list of those that come once. */
const PACKED = '\0estree-packed';

/** Templates that the root of the package does not carry have a group of their own. */
const APART = new Set(['rare.js', 'native.js']);

const groupOf = file => (APART.has(file) ? `${PACKED}/${file}` : PACKED);

export function estree() {
  const packed = new Map();
  return {
    name: 'estree',
    resolveId(source, importer) {
      if (source.startsWith(PACKED)) return source;
      if (!source.endsWith(QUERY) || importer === undefined) return null;
      const file = source.slice(0, -QUERY.length);
      return `${path.resolve(path.dirname(importer), file)}${QUERY}`;
    },
    async load(id) {
      if (id.startsWith(PACKED)) {
        if (!packed.has(id)) packed.set(id, packGroup(id));
        const { table, trees } = await packed.get(id);
        const constants = [`table = ${JSON.stringify(table)}.split('\\n')`, `trees = ${JSON.stringify(trees)}`];
        return { code: `export const ${constants.join(', ')};`, moduleType: 'js' };
      }
      if (!id.endsWith(QUERY)) return null;
      const unpacker = fileURLToPath(new URL('./packed-tree.ts', import.meta.url));
      const code = [
        `import { unpack } from ${JSON.stringify(unpacker)};`,
        `import { table, trees } from ${JSON.stringify(groupOf(path.basename(id, QUERY)))};`,
        `let tree;`,
        `export default () => (tree ??= unpack(table, ...trees[${JSON.stringify(path.basename(id, QUERY))}]));`,
      ];
      return { code: code.join('\n'), moduleType: 'js' };
    },
  };
}

async function packGroup(group) {
  const folder = fileURLToPath(new URL('../../../templates/', import.meta.url));
  const files = (await readdir(folder)).filter(file => file.endsWith('.js') && groupOf(file) === group).sort();
  const tokens = {};
  for (const name of files) tokens[name] = tokensOf(parseTemplate(await readFile(path.join(folder, name), 'utf8')));
  const counts = new Map();
  for (const token of Object.values(tokens).flat()) counts.set(token, (counts.get(token) ?? 0) + 1);
  const repeated = [...counts].filter(([, count]) => count > 1);
  const frequent = repeated.sort((a, b) => b[1] - a[1]).map(([token]) => token);
  // The most frequent are one byte each; sorted, tokens of a kind stand together, which compresses better.
  const table = [...frequent.slice(0, SINGLE_BYTES).sort(), ...frequent.slice(SINGLE_BYTES).sort()];
  const code = new Map(table.map((token, i) => [token, String.fromCharCode(FIRST + 1 + i)]));
  const packed = name => [
    tokens[name].map(token => code.get(token) ?? ONCE).join(''),
    tokens[name].filter(token => !code.has(token)).join('\n'),
  ];
  return { table: table.join('\n'), trees: Object.fromEntries(files.map(name => [name, packed(name)])) };
}

function parseTemplate(text) {
  return parse(text, { ecmaVersion: 2022, sourceType: 'module' });
}

/** A tree in preorder as tokens (see packed-tree.ts), without what printing it does not need. */
function tokensOf(program) {
  const tokens = [];
  const walk = value => {
    if (Array.isArray(value)) {
      tokens.push(`.${value.length}`);
      value.forEach(walk);
    } else if (value.type === 'Identifier') tokens.push(value.name);
    else if (value.type === 'Literal') tokens.push(literalToken(value.value));
    else if (value.type === 'TemplateElement') tokens.push(`[${value.value.raw}`);
    else {
      const entries = Object.entries(value).filter(
        ([key, inner]) =>
          !SURPLUS.has(`${value.type}.${key}`) && !SURPLUS.has(key) && inner !== null && inner !== false,
      );
      const isFixed = ([key, inner]) => FIXED.has(key) || inner === true;
      const open = entries.filter(entry => !isFixed(entry));
      const known = entries.filter(isFixed).map(([key, inner]) => (key === 'type' ? inner : `${key}=${inner}`));
      tokens.push(`!${[...known, ...open.map(([key]) => key)].join(' ')}`);
      for (const [, inner] of open) walk(inner);
    }
  };
  walk(program);
  return tokens;
}

function literalToken(value) {
  if (value === null) return "'";
  return typeof value === 'number' ? String(value) : `"${value}`;
}

const FIXED = new Set(['type', 'kind', 'operator']);
const SURPLUS = new Set([
  'start',
  'end',
  'sourceType',
  'specifiers',
  'Property.kind',
  'ArrowFunctionExpression.expression',
]);

/** Characters after this one stand for tokens, and this for the next of those that come once. */
const FIRST = 33;
const ONCE = String.fromCharCode(FIRST);
const SINGLE_BYTES = 0x7f - FIRST - 1;
