// Pages of the API reference, made of the declarations that the package has: `node docs/api.js`, after a build. One page an
// import; what has no comment in the sources has none here.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { ApiItemKind, ApiModel } from '@microsoft/api-extractor-model';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = path.join(root, 'docs/reference/api');
const work = path.join(root, 'node_modules/.cache/wengert-api');

/** Imports of the package that have declarations of their own, with what they are for. */
const ENTRIES = [
  ['index', 'wengert', 'Formulas to functions and modules.'],
  ['solve', 'wengert/solve', 'Fits, minima and maxima.'],
  ['sql', 'wengert/sql', 'Formulas as queries, and fits to tables.'],
  ['explain', 'wengert/explain', 'Lists of operations, adjoints and graphs, as data.'],
  ['workers', 'wengert/workers', 'Losses over data on several threads.'],
  ['special', 'wengert/special', 'Rare functions, and what lets formulas call them.'],
];

function modelOf(entry) {
  const silent = { default: { logLevel: 'none' } };
  const declarations = path.join(root, `dist/types/${entry}.d.ts`);
  const compilerOptions = {
    module: 'nodenext',
    moduleResolution: 'nodenext',
    target: 'es2023',
    lib: ['es2023', 'dom'],
    types: [],
  };
  const apiJsonFilePath = path.join(work, `${entry}.api.json`);
  const config = ExtractorConfig.prepare({
    configObjectFullPath: path.join(root, 'api-extractor.json'),
    packageJsonFullPath: path.join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: declarations,
      compiler: {
        overrideTsconfig: { compilerOptions: { ...compilerOptions, skipLibCheck: true }, files: [declarations] },
      },
      apiReport: { enabled: false },
      docModel: { enabled: true, apiJsonFilePath },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: silent,
        tsdocMessageReporting: silent,
        compilerMessageReporting: { default: { logLevel: 'error' } },
      },
    },
  });
  // It says what it does on standard output.
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: message => (message.handled = true),
  });
  if (!succeeded) throw new Error(`the declarations of ${entry} cannot be read`);
  return new ApiModel().loadPackage(apiJsonFilePath).entryPoints[0];
}

/** A comment's text as Markdown. */
function written(node) {
  if (node === undefined) return '';
  switch (node.kind) {
    case 'PlainText':
      return node.text.replaceAll('<', '&lt;').replaceAll('{', '&#123;');
    case 'CodeSpan':
      return `\`${node.code}\``;
    case 'SoftBreak':
      return ' ';
    case 'Paragraph':
      return `${node.getChildNodes().map(written).join('').trim()}\n\n`;
    case 'ErrorText':
    case 'EscapedText':
      return node.getChildNodes().map(written).join('');
    case 'Excerpt':
      return node.content.toString().replaceAll('<', '&lt;').replaceAll('{', '&#123;');
    default:
      return node.getChildNodes().map(written).join('');
  }
}

const paragraph = node => written(node).trim();
/** With a full stop. */
const sentence = text => oneLine(text).replace(/(?<!\.)$/, '.');
const oneLine = text => text.replaceAll(/\s+/g, ' ').trim();
const cell = text => oneLine(text).replaceAll('|', '\\|');
const code = text => `\`${cell(text)}\``;

function table(head, rows) {
  if (rows.length === 0) return '';
  return `\n| ${head.join(' | ')} |\n| ${head.map(() => '---').join(' | ')} |\n${rows.map(row => `| ${row.join(' | ')} |`).join('\n')}\n`;
}

/** What an item's comment says beside its first sentences. */
function blocks(item) {
  const { tsdocComment: comment } = item;
  if (comment === undefined) return '';
  const params = comment.params.blocks.map(({ parameterName, content }) => [
    code(parameterName),
    cell(paragraph(content)),
  ]);
  const throws = comment.customBlocks.filter(({ blockTag }) => blockTag.tagName === '@throws');
  return [
    table(['parameter', 'meaning'], params),
    comment.returnsBlock === undefined ? '' : `\nReturns: ${sentence(paragraph(comment.returnsBlock.content))}\n`,
    ...throws.map(({ content }) => `\nThrows ${sentence(paragraph(content))}\n`),
  ].join('');
}

/** Longer lines are cut where a page is narrow. */
const WIDEST = 66;

/** An item as it is declared; a function that is long for a line has one for each parameter. */
function declaration(item) {
  const text = item.excerpt.text.replace(/^(export )?(declare )?/, '');
  if (item.kind !== ApiItemKind.Function || text.length <= WIDEST) return text;
  const { parameters, returnTypeExcerpt } = item;
  const head = text.slice(0, text.indexOf(`(${parameters[0].name}`));
  const lines = parameters.map(
    ({ name, isOptional, parameterTypeExcerpt }) =>
      `  ${name}${isOptional ? '?' : ''}: ${parameterTypeExcerpt.text},\n`,
  );
  return `${head}(\n${lines.join('')}): ${returnTypeExcerpt.text};`;
}

/** One of a name; calls that take different arguments stand below each other. */
function section([name, items]) {
  return [`## ${name}\n`, ...items.map(one)].join('\n');
}

function one(item) {
  const comment = paragraph(item.tsdocComment?.summarySection);
  const rows = item.members.map(member => [
    code(member.displayName || member.excerpt.text),
    code(typeOf(member)),
    cell([paragraph(member.tsdocComment?.summarySection), throwsOf(member)].filter(text => text !== '').join(' ')),
  ]);
  return [
    comment === '' ? '' : `${comment}\n`,
    `\`\`\`ts\n${declaration(item)}\n\`\`\`\n`,
    blocks(item),
    table(['member', 'type', 'meaning'], rows),
  ].join('\n');
}

const throwsOf = ({ tsdocComment: comment }) =>
  (comment?.customBlocks ?? [])
    .filter(({ blockTag }) => blockTag.tagName === '@throws')
    .map(({ content }) => `Throws ${sentence(paragraph(content))}`)
    .join(' ');

/** A member without its name. */
function typeOf({ kind, displayName, excerpt }) {
  const text = excerpt.text.replace(/;$/, '').replace(/^readonly /, '');
  if (kind === ApiItemKind.MethodSignature || kind === ApiItemKind.Method) return text.slice(displayName.length);
  return text.replace(new RegExp(`^(?:static )?(?:readonly )?${displayName.replace(/[^\w]/g, '\\$&')}\\??: `), '');
}

/** Functions first, as they are what is called. */
const ORDER = [
  ApiItemKind.Function,
  ApiItemKind.Variable,
  ApiItemKind.Class,
  ApiItemKind.Interface,
  ApiItemKind.TypeAlias,
];

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
mkdirSync(work, { recursive: true });
for (const [entry, name, purpose] of ENTRIES) {
  const items = modelOf(entry).members.toSorted(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.displayName.localeCompare(b.displayName),
  );
  const names = [...new Set(items.map(({ displayName }) => displayName))];
  const sections = names.map(of => [of, items.filter(({ displayName }) => displayName === of)]);
  const head = `---\ndescription: '${purpose}'\noutline: 2\n---\n\n# ${name}\n\n${purpose}\n\n`;
  writeFileSync(path.join(out, `${entry}.md`), `${head}${sections.map(section).join('\n')}`);
}
