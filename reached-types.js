// The last step of the build: of all declarations that the compiler writes, those stay that programs reach from what
// package.json exports.

import { readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const root = import.meta.dirname;
const { exports } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

const reached = new Set(
  Object.values(exports).flatMap(({ types }) => (types === undefined ? [] : path.join(root, types))),
);
for (const file of reached) {
  const text = readFileSync(file, 'utf8');
  for (const [, name] of text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)\.js['"]/g))
    reached.add(path.join(path.dirname(file), `${name}.d.ts`));
}

/** @returns whether anything stays in the folder */
function prune(folder) {
  const kept = readdirSync(folder, { withFileTypes: true }).filter(entry => {
    const file = path.join(folder, entry.name);
    const stays = entry.isDirectory() ? prune(file) : reached.has(file);
    if (!stays && !entry.isDirectory()) rmSync(file);
    return stays;
  });
  if (kept.length === 0) rmdirSync(folder);
  return kept.length > 0;
}
prune(path.join(root, 'dist/types'));
