// Build plugin: `import tree from './template.js?estree'` is the file's syntax tree, parsed now so that the package need
// not carry a JavaScript parser. Comments before a top-level declaration come along as its `doc`.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';

const QUERY = '?estree';

/** Shapes of nodes are shared by all templates. */
const SHAPES = '\0estree-shapes';

export function estree() {
  let packed;
  return {
    name: 'estree',
    resolveId(source, importer) {
      if (source === SHAPES) return SHAPES;
      if (!source.endsWith(QUERY) || importer === undefined) return null;
      const file = source.slice(0, -QUERY.length);
      return `${path.resolve(path.dirname(importer), file)}${QUERY}`;
    },
    async load(id) {
      if (id === SHAPES) {
        packed ??= packAll();
        const { shapes } = await packed;
        return { code: `export default ${JSON.stringify(shapes)};`, moduleType: 'js' };
      }
      if (!id.endsWith(QUERY)) return null;
      packed ??= packAll();
      const { trees } = await packed;
      const unpacker = fileURLToPath(new URL('./src/emit/js/packed-tree.ts', import.meta.url));
      const code = [
        `import { unpack } from ${JSON.stringify(unpacker)};`,
        `import shapes from ${JSON.stringify(SHAPES)};`,
        `let tree;`,
        `export default () => (tree ??= unpack(shapes, ${JSON.stringify(trees[path.basename(id, QUERY)])}));`,
      ];
      return { code: code.join('\n'), moduleType: 'js' };
    },
  };
}

async function packAll() {
  const folder = fileURLToPath(new URL('./templates/', import.meta.url));
  const shapes = [];
  const indices = new Map();
  const trees = {};
  for (const name of (await readdir(folder)).filter(file => file.endsWith('.js')).sort()) {
    const program = parseTemplate(await readFile(path.join(folder, name), 'utf8'));
    trees[name] = pack(program, shapes, indices);
  }
  return { shapes, trees };
}

function parseTemplate(text) {
  const comments = [];
  const program = parse(text, { ecmaVersion: 2022, sourceType: 'module', onComment: comments });
  let end = 0;
  for (const node of program.body) {
    const doc = comments.filter(comment => comment.start >= end && comment.end <= node.start && end > 0);
    const inner = node.type === 'ExportNamedDeclaration' ? node.declaration : node;
    if (doc.length > 0) inner.doc = doc.flatMap(comment => comment.value.split('\n').map(line => line.trim()));
    end = node.end;
  }
  return JSON.parse(JSON.stringify(program, (key, value) => (key === 'start' || key === 'end' ? undefined : value)));
}

/**
 * Names as strings, numbers as numbers, other nodes as [shape, ...values] (see src/emit/js/packed-tree.ts): a tenth of the
 * size of plain JSON.
 */
function pack(program, shapes, indices) {
  const packValue = value => {
    if (Array.isArray(value)) return [-1, ...value.map(packValue)];
    if (typeof value === 'string') return [-2, value];
    if (value === null || typeof value !== 'object') return value;
    if (value.type === 'Identifier') return value.name;
    if (value.type === 'Literal' && typeof value.value === 'number') return value.value;
    const entries = Object.entries(value);
    const shape = entries.map(([key, inner]) => (isFixed(key, inner) ? [key, inner] : [key]));
    const name = JSON.stringify(shape);
    if (!indices.has(name)) indices.set(name, shapes.push(shape) - 1);
    return [
      indices.get(name),
      ...entries.filter(([key, inner]) => !isFixed(key, inner)).map(([, inner]) => packValue(inner)),
    ];
  };
  return packValue(program);
}

const isFixed = (key, value) =>
  key === 'type' || key === 'kind' || key === 'operator' || typeof value === 'boolean' || value === null;
