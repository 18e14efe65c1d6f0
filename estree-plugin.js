// Build plugin: `import tree from './template.js?estree'` is the file's syntax tree, parsed now so that the package need
// not carry a JavaScript parser. Comments before a top-level declaration come along as its `doc`.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'acorn';

const QUERY = '?estree';

export function estree() {
  return {
    name: 'estree',
    resolveId(source, importer) {
      if (!source.endsWith(QUERY) || importer === undefined) return null;
      const file = source.slice(0, -QUERY.length);
      return `${path.resolve(path.dirname(importer), file)}${QUERY}`;
    },
    async load(id) {
      if (!id.endsWith(QUERY)) return null;
      const text = await readFile(id.slice(0, -QUERY.length), 'utf8');
      return { code: `export default ${JSON.stringify(parseTemplate(text))};`, moduleType: 'js' };
    },
  };
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
