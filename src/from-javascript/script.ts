// A module as far as functions are found in it: which there are, what they can name, and which one is meant.

import type * as acorn from 'acorn';
import type { AnyNode } from 'acorn';
import type { Report } from '../diagnostic.js';
import type { Source } from '../source.js';
import { suggest } from '../suggest.js';
import { changedIn } from './changes.js';
import { enumOf, objectOf } from './enums.js';
import { childrenOf, isModule, parseModule } from './syntax-tree.js';
import type { FunctionNode } from './values.js';

export interface Script {
  readonly source: Source;
  /** Functions of the module, by name. */
  readonly functions: ReadonlyMap<string, FunctionNode>;
  /** Its constants: what their values are is found when they are used. */
  readonly constants: ReadonlyMap<string, acorn.VariableDeclarator>;
  /** Objects that enums are, by name: among the constants, too. */
  readonly enums: ReadonlyMap<string, AnyNode>;
  /** What is changed after it is made, by name, with the place. */
  readonly changed: ReadonlyMap<string, AnyNode>;
  /** Its variables, which functions may change. */
  readonly variables: ReadonlySet<string>;
  readonly imports: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  /** Exported functions: the name that importers use → that in the module. */
  readonly exported: ReadonlyMap<string, string>;
}

/** The name of a default export that has none. */
const DEFAULT = 'default';

export const isFunction = (node: AnyNode | null | undefined): node is FunctionNode =>
  node?.type === 'FunctionDeclaration' ||
  node?.type === 'FunctionExpression' ||
  node?.type === 'ArrowFunctionExpression';

/** @throws FormulaError where the module cannot be read */
export function readScript(source: Source, report: Report): Script {
  // Standard input, and text that no file has, may be either language.
  const file = source.name !== null && isModule(source.name) ? source.name : 'module.ts';
  const program = parseModule(file, source.text, (reason, start) => {
    const message = reason.replace(/ \(\d+:\d+\)$/, '');
    if (/call stack|stack space/i.test(reason)) {
      report.error('WG702', null, 'the module is nested too deep', 'give parts of it names');
      return;
    }
    report.error('WG152', { start, end: start + 1 }, `this is not JavaScript: ${message}`);
  });
  report.stopOnErrors();
  const script = {
    source,
    functions: new Map<string, FunctionNode>(),
    constants: new Map<string, acorn.VariableDeclarator>(),
    enums: new Map<string, AnyNode>(),
    changed: changedIn(program!),
    variables: new Set<string>(),
    imports: new Set<string>(),
    classes: new Set<string>(),
    exported: new Map<string, string>(),
  };
  // Stopped above where there is none.
  for (const statement of program!.body) addStatement(script, statement);
  return script;
}

interface Open extends Script {
  readonly functions: Map<string, FunctionNode>;
  readonly constants: Map<string, acorn.VariableDeclarator>;
  readonly enums: Map<string, AnyNode>;
  readonly variables: Set<string>;
  readonly imports: Set<string>;
  readonly classes: Set<string>;
  readonly exported: Map<string, string>;
}

function addStatement(script: Open, statement: AnyNode): void {
  const listed = enumOf(statement);
  if (listed !== null) {
    const id = { type: 'Identifier', ...listed.id } as acorn.Identifier;
    const { start, end } = statement;
    const init = objectOf(listed, statement) as acorn.Expression;
    script.enums.set(id.name, statement);
    script.constants.set(id.name, { type: 'VariableDeclarator', id, init, start, end });
    return;
  }
  switch (statement.type) {
    case 'ImportDeclaration':
      for (const { local } of statement.specifiers) script.imports.add(local.name);
      return;
    case 'FunctionDeclaration':
      // TypeScript's declarations of other signatures have none.
      if (statement.body != null && statement.id !== null) script.functions.set(statement.id.name, statement);
      return;
    case 'ClassDeclaration':
      if (statement.id !== null) script.classes.add(statement.id.name);
      return;
    case 'VariableDeclaration':
      return addVariables(script, statement);
    case 'ExportDefaultDeclaration': {
      const { declaration } = statement;
      if (declaration.type === 'Identifier') script.exported.set(DEFAULT, declaration.name);
      else if (isFunction(declaration as AnyNode)) {
        const of = declaration as FunctionNode;
        const name = of.id?.name ?? DEFAULT;
        script.functions.set(name, of);
        script.exported.set(DEFAULT, name);
      }
      return;
    }
    case 'ExportNamedDeclaration': {
      if (statement.source) return;
      for (const { local, exported } of statement.specifiers)
        if (local.type === 'Identifier') script.exported.set(nameIn(exported), local.name);
      if (!statement.declaration) return;
      const before = new Set(script.functions.keys());
      addStatement(script, statement.declaration as AnyNode);
      for (const name of script.functions.keys()) if (!before.has(name)) script.exported.set(name, name);
    }
  }
}

const nameIn = (node: acorn.Identifier | acorn.Literal): string =>
  node.type === 'Identifier' ? node.name : String(node.value);

function addVariables(script: Open, { kind, declarations }: acorn.VariableDeclaration): void {
  for (const declarator of declarations) {
    const { id, init } = declarator;
    // What is declared with 'let' and never changed is a constant, too.
    const isConstant = (name: string): boolean => kind === 'const' || (init != null && !script.changed.has(name));
    if (id.type !== 'Identifier') {
      for (const name of namesIn(id))
        if (isConstant(name)) script.constants.set(name, declarator);
        else script.variables.add(name);
      continue;
    }
    if (!isConstant(id.name)) script.variables.add(id.name);
    else if (isFunction(init)) script.functions.set(id.name, init);
    else script.constants.set(id.name, declarator);
  }
}

export interface Chosen {
  readonly name: string;
  readonly of: FunctionNode;
}

/**
 * The function that is meant: the one of this name, or the only one that is exported, else the default export.
 * @throws FormulaError where that is none or several
 */
export function chooseFunction(script: Script, wanted: string | undefined, report: Report): Chosen {
  const exported = [...script.exported].filter(([, local]) => script.functions.has(local));
  const names = exported.length > 0 ? exported.map(([name]) => name) : [...script.functions.keys()];
  const listed = names.join(', ');
  const found = (name: string): Chosen | null => {
    const local = script.exported.get(name) ?? name;
    const of = script.functions.get(local);
    return of === undefined ? null : { name: local, of };
  };
  const only = wanted ?? (names.length === 1 ? names[0] : names.includes(DEFAULT) ? DEFAULT : undefined);
  const chosen = only === undefined ? null : found(only);
  if (chosen !== null) return chosen;
  if (wanted !== undefined) {
    const near = suggest(wanted, [...script.functions.keys()]);
    const help = near !== undefined ? `did you mean '${near}'?` : `the functions are ${listed}`;
    report.error(
      'WG251',
      null,
      `there is no function '${wanted}' in this module`,
      names.length === 0 ? undefined : help,
    );
  } else if (names.length === 0) {
    report.error(
      'WG251',
      null,
      'there is no function in this module',
      'export one: export function energy(x, y) { … }',
    );
  } else {
    const help = `say which one: --function ${names[0]}, or { function: '${names[0]}' }`;
    report.error('WG251', null, `which function is meant? There are ${listed}`, help);
  }
  report.stopOnErrors();
  throw new Error('internal error: a fault that is not reported');
}

/** Names that a pattern declares. */
function namesIn(pattern: AnyNode): string[] {
  const names: string[] = [];
  const pending = [pattern];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'Identifier') names.push(node.name);
    else if (node.type === 'Property') pending.push(node.value);
    else if (node.type === 'AssignmentPattern') pending.push(node.left);
    else pending.push(...childrenOf(node));
  }
  return names;
}
