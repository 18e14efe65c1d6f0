// Build plugin: `import tree from './template.js?estree'` is the file's syntax tree, parsed now so that the package need
// not carry a JavaScript parser.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';

const QUERY = '?estree';

/** All trees of a group of templates, over one table of the kinds of their nodes. */
const PACKED = '\0estree-packed';

/** Templates that the root of the package does not carry, or few programs need, have a group of their own: a group has so many kinds of nodes. */
const APART = new Set(['rare.js', 'native.js', 'native-rows.js', 'native-arrays.js', 'passes.js']);
/** Of implicit blocks, which few programs have: a group of their own. */
const IMPLICIT = new Set(['newton.js', 'sparse.js', 'blocks.js', 'unsolved.js']);

const groupOf = file => {
  if (IMPLICIT.has(file)) return `${PACKED}/implicit`;
  return APART.has(file) ? `${PACKED}/${file}` : PACKED;
};

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
  const folder = fileURLToPath(new URL('../../../../templates/', import.meta.url));
  const files = (await readdir(folder)).filter(file => file.endsWith('.js') && groupOf(file) === group).sort();
  const tokens = {};
  for (const name of files) tokens[name] = tokensOf(parseTemplate(await readFile(path.join(folder, name), 'utf8')));
  const counts = new Map();
  for (const { kind } of Object.values(tokens).flat()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  counts.delete(WORD);
  const kinds = [...counts].sort((a, b) => b[1] - a[1]).map(([kind]) => kind);
  if (kinds.length > SIGNS.length + LETTERS.length) throw new Error(`more kinds of nodes than signs: ${kinds.length}`);
  const signs = new Map(kinds.map((kind, i) => [kind, SIGNS[i] ?? `~${LETTERS[i - SIGNS.length]}`]));
  return {
    // Sorted, as kinds that begin alike compress better beside each other.
    table: kinds
      .sort()
      .map(kind => `${kind} ${signs.get(kind)}`)
      .join('\n'),
    trees: Object.fromEntries(files.map(name => [name, packed(tokens[name], signs)])),
  };
}

/** Signs and words, with a space between two words; and the texts that signs stand for, in order. */
function packed(tokens, signs) {
  let list = '';
  for (const [i, { kind, text }] of tokens.entries()) {
    if (kind !== WORD) list += signs.get(kind);
    else list += tokens[i - 1]?.kind === WORD ? ` ${text}` : text;
  }
  const texts = tokens.filter(({ kind }) => kind === '"' || kind === '[').map(({ text }) => text);
  return [list, texts.join('\n')];
}

function parseTemplate(text) {
  return parse(text, { ecmaVersion: 2022, sourceType: 'module' });
}

/** A tree in preorder as tokens (see packed-tree.ts), without what printing it does not need. */
function tokensOf(program) {
  const tokens = [];
  const add = (kind, text) => void tokens.push({ kind, text });
  const walk = value => {
    if (Array.isArray(value)) {
      add(`.${value.length}`);
      value.forEach(walk);
    } else if (value.type === 'Identifier') add(WORD, value.name);
    else if (value.type === 'TemplateElement') add('[', value.value.raw);
    else if (value.type !== 'Literal') walkNode(value);
    else if (typeof value.value === 'number') add(WORD, String(value.value));
    else if (value.value === null) add("'");
    else add('"', value.value);
  };
  const walkNode = node => {
    const entries = Object.entries(node).filter(
      ([key, inner]) => !SURPLUS.has(`${node.type}.${key}`) && !SURPLUS.has(key) && inner !== null && inner !== false,
    );
    const isFixed = ([key, inner]) => FIXED.has(key) || inner === true;
    const open = entries.filter(entry => !isFixed(entry));
    const known = entries.filter(isFixed).map(([key, inner]) => (key === 'type' ? inner : `${key}=${inner}`));
    add([...known, ...open.map(([key]) => key)].join(' '));
    for (const [, inner] of open) walk(inner);
  };
  walk(program);
  return tokens;
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

/** The kind of names and numbers, which stand for themselves. */
const WORD = '';
/** Signs of the most frequent kinds; those of others are a tilde and a letter. None is escaped in a string, or part of a word. */
const SIGNS = '(),=;:{}[]!?&+-*/<>|%#@^';
const LETTERS = `abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789${SIGNS}`;
