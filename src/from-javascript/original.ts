// The user's function as text that JavaScript runs, to hold what is made of it against: what it needs of its module and nothing
// else of it, without types.

import type { AnyNode } from 'acorn';
import { createReport } from '../diagnostic.js';
import type { Source } from '../source.js';
import { enumOf, printedObject } from './enums.js';
import { chooseFunction, readScript, type Script } from './script.js';
import { childrenOf, isWrapper } from './syntax-tree.js';

/**
 * A text that ends in `return`, of the function.
 * @throws FormulaError
 */
export function originalCode(source: Source, wanted: string | undefined): string {
  const report = createReport(source);
  const script = readScript(source, report);
  const { name, of } = chooseFunction(script, wanted, report);
  const needed = namesNeeded(script, of);
  const needsItself = needed.delete(name);
  const declared = [...needed].map(each => {
    const listed = script.enums.get(each);
    if (listed !== undefined)
      return `const ${each} = ${printedObject(enumOf(listed)!, listed, of => printed(script, of))};`;
    const init = script.functions.get(each) ?? script.constants.get(each)!.init!;
    const id = script.functions.has(each) ? null : script.constants.get(each)!.id;
    if (id === null || id.type === 'Identifier') return `const ${each} = ${printed(script, init)};`;
    // Of a pattern the one name that is needed.
    return `const ${each} = (${printed(script, id)} => ${each})(${printed(script, init)});`;
  });
  // Functions may name those that stand behind them; constants are made in the order of the module.
  // It may call itself by its name.
  const end = needsItself
    ? `const ${name} = ${printed(script, of)};\nreturn ${name};`
    : `return ${printed(script, of)};`;
  return `'use strict';\n${declared.join('\n')}\n${end}`;
}

/** Names of the module that a function uses, and those that these use, constants in the order in which they stand. */
function namesNeeded(script: Script, of: AnyNode): Set<string> {
  const found = new Set<string>();
  const pending: AnyNode[] = [of];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    pending.push(...childrenOf(node));
    if (node.type !== 'Identifier' || found.has(node.name)) continue;
    const other = script.functions.get(node.name) ?? script.constants.get(node.name)?.init;
    if (other == null) continue;
    found.add(node.name);
    pending.push(other);
  }
  const place = (name: string): number => (script.functions.has(name) ? -1 : script.constants.get(name)!.start);
  return new Set([...found].sort((a, b) => place(a) - place(b)));
}

/** A stretch of the text that is left out. */
type Cut = readonly [start: number, end: number];

/** An expression, or a function, in brackets and without TypeScript's types, which are of no use where it runs. */
function printed({ source: { text } }: Script, of: AnyNode): string {
  const cuts: Cut[] = [];
  const pending: AnyNode[] = [of];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const own = cutsOf(node);
    cuts.push(...own);
    const isCut = (child: AnyNode): boolean => own.some(([start, end]) => start <= child.start && child.end <= end);
    pending.push(...childrenOf(node).filter(child => !isCut(child)));
  }
  let at = of.start;
  let plain = '';
  for (const [start, end] of cuts.sort(([a], [b]) => a - b)) {
    plain += text.slice(at, Math.max(at, start));
    at = Math.max(at, end);
  }
  return `(${plain}${text.slice(at, of.end)})`;
}

/** What of a node is about types. */
function cutsOf(node: AnyNode): Cut[] {
  if (node.type.startsWith('TS') && !isWrapper(node)) return [[node.start, node.end]];
  if (isWrapper(node) && node.type.startsWith('TS')) {
    const { expression } = node as unknown as { expression: AnyNode };
    return [
      [node.start, expression.start],
      [expression.end, node.end],
    ];
  }
  // `x?: number`, `x!: number`.
  const { typeAnnotation, optional, definite } = node as {
    typeAnnotation?: AnyNode;
    optional?: boolean;
    definite?: boolean;
  };
  if (node.type === 'Identifier' && (typeAnnotation !== undefined || optional === true))
    return [[node.start + node.name.length, typeAnnotation?.end ?? node.end]];
  if (node.type === 'VariableDeclarator' && definite === true && node.id.type === 'Identifier') {
    const { start, end, name } = node.id;
    return [[start + name.length, Math.max(end, start + name.length + 1)]];
  }
  return [];
}
