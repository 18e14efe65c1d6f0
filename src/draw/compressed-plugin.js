// Build plugin: large libraries that few commands need are in the package compressed, each as one file that is unpacked when it
// is wanted: a fifth of their size, where installing them would be twenty times as much.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { rolldown } from 'rolldown';

const COMPRESSED = '\0compressed:';

/** By the file that they are. Graphviz is one file as it comes; of the other there is what is exported. */
const LIBRARIES = {
  graphviz: { source: '@viz-js/viz', exports: ['instance'] },
  plotting: { source: fileURLToPath(new URL('./plotting.ts', import.meta.url)), exports: null },
};

/** A document is drawn in whose styles nobody asks for: it needs no reader of them. */
const withoutStyles = {
  name: 'without-styles',
  resolveId: source => (source.startsWith('cssomnom') ? '\0no-styles' : null),
  load: id => (id === '\0no-styles' ? 'export const parse = () => null;' : null),
};

const compressed = text => {
  const bytes = Buffer.from(text);
  const params = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params });
};

/** @param options of their builds */
export function compressedImports(options) {
  return {
    name: 'compressed-imports',
    resolveId(source, importer) {
      // The playground's page has it sent unpacked.
      if (source === '@observablehq/plot') return { id: './plotting.js', external: true };
      const file = source.endsWith('/plotting.js') ? path.resolve(path.dirname(importer), source) : source;
      const is = ([, library]) => library.source === file.replace(/\.js$/, '.ts');
      const [name] = Object.entries(LIBRARIES).find(is) ?? [];
      return name === undefined ? null : `${COMPRESSED}${name}`;
    },
    async load(id) {
      if (!id.startsWith(COMPRESSED)) return null;
      const name = id.slice(COMPRESSED.length);
      const { source, exports } = LIBRARIES[name];
      const library =
        exports === null
          ? await bundled(source, options)
          : { code: await readFile(fileURLToPath(import.meta.resolve(source)), 'utf8'), exports };
      this.emitFile({ type: 'asset', fileName: `${name}.js.br`, source: compressed(library.code) });
      const code = [
        "import { readFileSync } from 'node:fs';",
        "import { brotliDecompressSync } from 'node:zlib';",
        `const code = brotliDecompressSync(readFileSync(new URL('./${name}.js.br', import.meta.url)));`,
        `export const { ${library.exports.join(', ')} } = await import('data:text/javascript;base64,' + code.toString('base64'));`,
      ];
      return { code: code.join('\n'), moduleType: 'js' };
    },
  };
}

async function bundled(input, options) {
  const bundle = await rolldown({ ...options, input, plugins: [withoutStyles, ...options.plugins] });
  const { output } = await bundle.generate({ comments: false, minify: true });
  await bundle.close();
  return output[0];
}

/** @param fileName of what the build makes, which is in the package compressed alone. */
export function compressedOutput(fileName) {
  return {
    name: 'compressed-output',
    generateBundle(_options, bundle) {
      this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: compressed(bundle[fileName].code) });
      delete bundle[fileName];
    },
  };
}
