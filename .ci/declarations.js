// The last step of the build. The compiler has declared every module of the sources; what users reach of it becomes one file,
// and a file for each import of the package says what it exports. A third of the size, and one file to look things up in.

import { readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const root = path.dirname(import.meta.dirname);
const types = path.join(root, 'dist/types');
const { exports } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

const fileOf = name => path.join(types, `${name}.d.ts`);
const read = name => readFileSync(fileOf(name), 'utf8');

const entries = Object.values(exports)
  .map(({ types: file }) => path.relative(types, path.join(root, file ?? '')).replace(/\.d\.ts$/, ''))
  .filter(name => !name.startsWith('..'));
/** Plugins have little of their own, and names (`module.exports`) that only a module by itself can export. */
const shells = entries.filter(name => name.startsWith('plugin/'));
const RELATIVE = /(?<=from ['"])\.[^'"]+(?=\.js['"])/g;
const ofShells = shells.flatMap(shell =>
  [...read(shell).matchAll(RELATIVE)].map(([name]) => path.posix.join(path.posix.dirname(shell), name)),
);
const isEmpty = name => read(name) === 'export {};\n';
const modules = [...new Set([...entries.filter(name => !shells.includes(name) && !isEmpty(name)), ...ofShells])];

const DECLARATIONS = 'declarations';
const together = path.join(types, 'together.d.ts');
writeFileSync(together, modules.map((name, i) => `export * as module${i} from './${name}.js';\n`).join(''));
rollUp(together, fileOf(DECLARATIONS));

let text = read(DECLARATIONS);
/** Names that are exported, by the module that does. */
const namesOf = new Map();
/** Where two have one name, one of them is called otherwise here: that is to be the one which users do not see. */
const called = new Map();
for (const [i, name] of modules.entries()) {
  const namespace = new RegExp(`export declare namespace module${i} \\{\\s*export \\{([^}]*)\\}\\s*\\}\\n`);
  const [whole, list] = namespace.exec(text) ?? [];
  if (whole === undefined) throw new Error(`what ${name} declares is not found`);
  text = text.replace(whole, () => '');
  const names = [...list.matchAll(/(\w+)(?: as (\w+))?/g)].map(([, own, shown = own]) => {
    if (own !== shown) called.set(own, shown).set(shown, own);
    return shown;
  });
  namesOf.set(name, names);
}
const asSeen = text.replace(/\/\*[\s\S]*?\*\/|\w+/g, part => called.get(part) ?? part);
const all = [...new Set([...namesOf.values()].flat())].sort();
writeFileSync(
  fileOf(DECLARATIONS),
  asSeen.replace(/export \{ \}\n$/, () => `export { ${all.join(', ')} };\n`),
);
for (const [name, names] of namesOf)
  writeFileSync(fileOf(name), `export { ${names.join(', ')} } from './${DECLARATIONS}.js';\n`);
for (const shell of shells) {
  const up = path.posix.relative(path.posix.dirname(shell), DECLARATIONS);
  writeFileSync(
    fileOf(shell),
    read(shell)
      .replace(/^import '\..*';\n/gm, '')
      .replace(RELATIVE, up),
  );
}

const kept = new Set([DECLARATIONS, ...entries].map(fileOf));
prune(types);

/** @returns whether anything stays in the folder */
function prune(folder) {
  const stay = readdirSync(folder, { withFileTypes: true }).filter(entry => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return prune(file);
    if (!kept.has(file)) rmSync(file);
    return kept.has(file);
  });
  if (stay.length === 0) rmdirSync(folder);
  return stay.length > 0;
}

function rollUp(file, untrimmedFilePath) {
  const compilerOptions = {
    ...{ module: 'nodenext', moduleResolution: 'nodenext', target: 'es2023', lib: ['es2023', 'dom'], types: [] },
    skipLibCheck: true,
  };
  const silent = { default: { logLevel: 'none' } };
  const config = ExtractorConfig.prepare({
    configObjectFullPath: path.join(root, 'api-extractor.json'),
    packageJsonFullPath: path.join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      newlineKind: 'lf',
      mainEntryPointFilePath: file,
      compiler: { overrideTsconfig: { compilerOptions, files: [file] } },
      apiReport: { enabled: false },
      docModel: { enabled: false },
      dtsRollup: { enabled: true, untrimmedFilePath },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: silent,
        tsdocMessageReporting: silent,
        compilerMessageReporting: { default: { logLevel: 'error' } },
      },
    },
  });
  // It says what it does on standard output.
  const messageCallback = message => (message.handled = true);
  if (!Extractor.invoke(config, { localBuild: true, messageCallback }).succeeded)
    throw new Error('the declarations cannot be put together');
}
