// Of astring's generator the build leaves what our modules need.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
// @ts-expect-error: a build plugin without types
import { astring } from '../../src/emit/js/print/astring-plugin.js';

const file = fileURLToPath(import.meta.resolve('astring'));

it('keeps functions for the nodes that are printed, those that are the same as another one among them', async () => {
  const { code } = await astring().transform(readFileSync(file, 'utf8'), file);
  const { GENERATOR } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const types = Object.keys(GENERATOR);
  expect(types).toEqual(expect.arrayContaining(['FunctionDeclaration', 'ForInStatement', 'ForOfStatement', 'Literal']));
  expect(types).toEqual(expect.arrayContaining(['NewExpression', 'ExportNamedDeclaration', 'TemplateElement']));
  // No module has the one, and the other is printed by a function of our own.
  expect(types).not.toContain('ClassDeclaration');
  expect(types).not.toContain('BlockStatement');
  expect(Object.values(GENERATOR).every(print => typeof print === 'function')).toBe(true);
});

it('leaves every other file as it is', async () => {
  expect(await astring().transform('export const GENERATOR = {};', '/project/other.mjs')).toBeNull();
});
