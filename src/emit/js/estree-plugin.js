// Build plugin: `import tree from './template.js?estree'` is the file's syntax tree, parsed now so that the package need
// not carry a JavaScript parser.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';

const QUERY = '?estree';

/** All trees, over one table of tokens. */
const PACKED = '\0estree-packed';

export function estree() {
  let packed;
  return {
    name: 'estree',
    resolveId(source, importer) {
      if (source === PACKED) return PACKED;
      if (!source.endsWith(QUERY) || importer === undefined) return null;
      const file = source.slice(0, -QUERY.length);
      return `${path.resolve(path.dirname(importer), file)}${QUERY}`;
    },
    async load(id) {
      if (id === PACKED) {
        packed ??= packAll();
        const { table, trees } = await packed;
        const code = `export const table = ${JSON.stringify(table)}, trees = ${JSON.stringify(trees)};`;
        return { code, moduleType: 'js' };
      }
      if (!id.endsWith(QUERY)) return null;
      const unpacker = fileURLToPath(new URL('./packed-tree.ts', import.meta.url));
      const code = [
        `import { unpack } from ${JSON.stringify(unpacker)};`,
        `import { table, trees } from ${JSON.stringify(PACKED)};`,
        `let tree;`,
        `export default () => (tree ??= unpack(table, trees[${JSON.stringify(path.basename(id, QUERY))}]));`,
      ];
      return { code: code.join('\n'), moduleType: 'js' };
    },
  };
}

async function packAll() {
  const folder = fileURLToPath(new URL('../../../templates/', import.meta.url));
  const files = (await readdir(folder)).filter(file => file.endsWith('.js')).sort();
  const tokens = {};
  const counts = new Map();
  for (const name of files) {
    tokens[name] = tokensOf(parseTemplate(await readFile(path.join(folder, name), 'utf8'))).map(token =>
      JSON.stringify(token),
    );
    for (const token of tokens[name]) counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  const ordered = [...counts].sort((a, b) => b[1] - a[1]).map(([token]) => token);
  const code = new Map(ordered.map((token, i) => [token, String.fromCharCode(FIRST + i)]));
  const trees = Object.fromEntries(files.map(name => [name, tokens[name].map(token => code.get(token)).join('')]));
  return { table: ordered.map(token => JSON.parse(token)), trees };
}

function parseTemplate(text) {
  return parse(text, { ecmaVersion: 2022, sourceType: 'module' });
}

/** A tree in preorder as tokens (see packed-tree.ts), without what printing it does not need. */
function tokensOf(program) {
  const tokens = [];
  const walk = value => {
    if (Array.isArray(value)) {
      tokens.push([value.length]);
      value.forEach(walk);
    } else if (value.type === 'Identifier') tokens.push(value.name);
    else if (value.type === 'Literal') tokens.push(typeof value.value === 'number' ? value.value : [null, value.value]);
    else if (value.type === 'TemplateElement') tokens.push([value.tail, value.value.raw]);
    else {
      const entries = Object.entries(value).filter(
        ([key, inner]) => !SURPLUS.has(key) && inner !== null && inner !== false,
      );
      const isFixed = ([key, inner]) => FIXED.has(key) || inner === true;
      const open = entries.filter(entry => !isFixed(entry));
      tokens.push([Object.fromEntries(entries.filter(isFixed)), ...open.map(([key]) => key)]);
      for (const [, inner] of open) walk(inner);
    }
  };
  walk(program);
  return tokens;
}

const FIXED = new Set(['type', 'kind', 'operator']);
const SURPLUS = new Set(['start', 'end', 'sourceType', 'specifiers']);

/** Characters from here on stand for tokens, the most frequent first. */
const FIRST = 35;
