// An inline formula's functions as an expression: a function that is called once and returns the record of what is used.

import type { Compilation } from '../../compilation.js';
import type { Diagnostic } from '../../diagnostic.js';
import { metadataNames, statementPlaces } from '../../exports/metadata.js';
import { exportNames, haveStatements, withPatterns } from '../../exports/table.js';
import { once } from '../../once.js';
import { statsOf } from '../../stats.js';
import { moduleText } from '../../text.js';
import { withLimits } from '../../within-limits.js';
import { absentReasons } from './absent.js';
import type { Mapping } from './inline-map.js';

export interface RecordCode {
  readonly code: string;
  /** From lines of the code, which count from 1, to the formula's text. */
  readonly mappings: readonly Mapping[];
  readonly warnings: readonly Diagnostic[];
}

export interface RecordOptions {
  readonly members: readonly string[];
  /** The helper of absent.ts for a record that goes elsewhere, where everything that is emitted by default is there too. */
  readonly absent: string | null;
  /** Names that the module declares: what emitted code means by one of them is the global. */
  readonly declared: Iterable<string>;
}

/** @param options what the formula was compiled with. @throws FormulaError */
export function emitRecord(compilation: Compilation, { members, absent, declared }: RecordOptions): RecordCode {
  const escapes = absent !== null;
  const named = exportNames.filter(name => members.includes(name));
  const exports = escapes ? withPatterns([...named, ...compilation.exports]) : named;
  const ofStatements = haveStatements(exports);
  const entries = [
    ...exports,
    ...metadataNames(compilation.model).filter(name => escapes || members.includes(name)),
    ...othersOf(compilation, ofStatements).flatMap(({ name, always, entry }) =>
      members.includes(name) || (escapes && always) ? [entry()] : [],
    ),
  ];
  const mappings: Mapping[] = [];
  const body = withLimits(compilation.model, () =>
    compilation.target.emit(compilation.model, compilation.members(exports), {
      ...{ exports, entries, format: 'iife', name: null, banner: [] },
      mapper: {
        add: (original, line, column) =>
          mappings.push({ original, generated: { line, column: column + INDENT.length } }),
      },
    }),
  );
  const globals = [...declared].filter(name => name in globalThis && new RegExp(`\\b${name}\\b`).test(body));
  const own = globals.length === 0 ? '' : `${INDENT}const { ${globals.join(', ')} } = globalThis;`;
  // The body starts with an empty line.
  const made = `/*#__PURE__*/ (() => {${own && '\n'}${own}${body.replace(/^(?=.)/gm, INDENT)}})()`;
  const present = [...exports, ...members, ...(ofStatements ? ['statements'] : [])];
  const code = escapes ? `/*#__PURE__*/ ${absent}(${made}, ${absentReasons(compilation, present)})` : made;
  const below = own === '' ? 0 : 1;
  return {
    code,
    mappings: mappings.map(({ original, generated }) => ({
      original,
      generated: { line: generated.line + below, column: generated.column },
    })),
    warnings: compilation.warnings,
  };
}

const INDENT = '  ';

/** Members that are no exports of a module. @param ofStatements whether there are functions about all named statements */
function othersOf(compilation: Compilation, ofStatements: boolean) {
  const { formula, target, model, warnings } = compilation;
  const source = once(() => moduleText(compilation));
  const data = (name: string, value: () => unknown, always = false) => ({
    name,
    always,
    entry: () => `${name}: ${JSON.stringify(value())}`,
  });
  const brought = target.brings(model).filter(name => name !== 'init');
  return [
    ...brought.map(name => ({ name, always: true, entry: () => name })),
    { name: 'init', always: true, entry: () => (target.brings(model).includes('init') ? 'init' : 'async init() {}') },
    data('statements', () => statementPlaces(compilation.apart()), ofStatements),
    data('formula', () => formula, true),
    data('source', source),
    data('stats', () => statsOf(compilation, source())),
    data('diagnostics', () => warnings, true),
  ];
}
