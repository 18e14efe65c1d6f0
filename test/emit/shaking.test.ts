// Bundlers leave out of a module what nobody imports, with the arrays that its functions keep between calls.

import { build } from 'esbuild';
import { rolldown } from 'rolldown';
import { describe, expect, it } from 'vitest';
import { emitSource } from '../../src/index.js';

const FORMULAS = {
  'in pieces': emitSource('param x[40]\nsum(sin(x[i])*x[i+1], i = 1:39)', { limits: { statements: 20 } }),
  'over one array': emitSource('param x[20], y[20]\nsum(sin(x[i])*y[i], i = 1:20)'),
};

const bundlers: Readonly<Record<string, (contents: string) => Promise<string>>> = {
  async esbuild(contents) {
    const stdin = { contents, loader: 'js' as const };
    const { outputFiles } = await build({ stdin, bundle: true, format: 'esm', write: false });
    return outputFiles[0]!.text;
  },
  async rolldown(contents) {
    const input = `data:text/javascript,${encodeURIComponent(contents)}`;
    const { output } = await (await rolldown({ input })).generate();
    return output[0].code;
  },
};

describe.each(Object.entries(FORMULAS))('a module %s', (_name, source) => {
  it.each(Object.entries(bundlers))('is left out by %s, but for what is exported', async (_bundler, bundle) => {
    expect(source).toMatch(/^const \w+ = \/\*#__PURE__\*\/ new Float64Array\(\d+\);$/m);
    const private_ = source.replace(/^export /gm, '');
    const kept = await bundle(`${private_}\nexport { sense };\n`);
    expect(
      kept
        .replace(/^\/\/.*/gm, '')
        .replace(/\s+/g, ' ')
        .trim(),
    ).toMatch(/^(var|const) sense = null; export \{ sense \};$/);
  });
});
