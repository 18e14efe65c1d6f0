// Build plugin: of astring only what prints nodes that our modules have, those of templates and those that the sources of
// emission make. The rest of its generator is a third of what it weighs.

import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';

const ASTRING = /[\\/]astring[\\/]dist[\\/]astring\.mjs$/;
const sources = new URL('../', import.meta.url);
const templates = new URL('../../../../templates/', import.meta.url);

export function astring() {
  return {
    name: 'astring',
    async transform(code, id) {
      return ASTRING.test(id) ? withOnly(await nodeTypes(), code) : null;
    },
  };
}

async function textsOf(folder, ending) {
  const files = (await readdir(folder, { recursive: true })).filter(file => file.endsWith(ending)).sort();
  return Promise.all(files.map(file => readFile(fileURLToPath(new URL(file, folder)), 'utf8')));
}

/** Types that astring prints: what our generator has functions of its own for is not among them, unless these ask for it. */
async function nodeTypes() {
  const types = new Set();
  const walk = value => {
    if (value === null || typeof value !== 'object') return;
    if (typeof value.type === 'string') types.add(value.type);
    Object.values(value).forEach(walk);
  };
  for (const text of await textsOf(templates, '.js')) {
    for (const node of parse(text, { ecmaVersion: 2022, sourceType: 'module' }).body) {
      // Templates are read one by one: what they import of each other is never printed.
      if (node.type !== 'ImportDeclaration') walk(node);
    }
  }
  const made = (await textsOf(sources, '.ts')).join('\n');
  const generator = await readFile(new URL('./generator.ts', import.meta.url), 'utf8');
  for (const [, type] of made.matchAll(/type: '([A-Z]\w+)'/g)) types.add(type);
  for (const [, type] of generator.matchAll(/^ {2}([A-Z]\w+)[(:]/gm)) types.delete(type);
  for (const [, type] of generator.matchAll(/GENERATOR\.(\w+)/g)) types.add(type);
  return types;
}

/** Leaves out the other properties of the object that is exported as GENERATOR; some say that they are as one before. */
function withOnly(types, code) {
  const { body } = parse(code, { ecmaVersion: 2022, sourceType: 'module' });
  const [generator] = body.flatMap(({ declaration }) =>
    (declaration?.declarations ?? []).filter(({ id }) => id.name === 'GENERATOR'),
  );
  const { properties } = generator.init;
  const kept = new Set(types);
  for (const { key, value } of properties) if (kept.has(key.name) && value.type === 'Identifier') kept.add(value.name);
  let text = '';
  let from = 0;
  for (const [i, { key, start }] of properties.entries()) {
    if (kept.has(key.name)) continue;
    text += code.slice(from, start);
    from = properties[i + 1]?.start ?? generator.init.end - 1;
  }
  return { code: text + code.slice(from), map: null };
}
