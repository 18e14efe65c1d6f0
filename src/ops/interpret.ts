// Runs functions of templates/special.js and templates/linear.js from their syntax trees: constants fold with the very code that modules carry,
// without permission to generate code, and the package holds that code once.

import type * as ESTree from 'estree';
import linearProgram from '../../templates/linear.js?estree';
import specialProgram from '../../templates/special.js?estree';
import { type Interpreted, interpret } from '../interpret/interpret.js';
import type { FunctionNode, Program } from '../interpret/program.js';

export type SpecialName =
  | keyof typeof import('../../templates/special.js')
  | keyof typeof import('../../templates/linear.js');

let functions: Interpreted | undefined;

/** A function of the templates; their trees are read when it is first called. */
export function specialFunction(name: SpecialName): (...operands: number[]) => number {
  return (...operands) => interpreted(name)(...operands);
}

/** A function that works in an array, which it is given before its operands. */
export function functionInArray(name: string): (array: Float64Array, ...operands: number[]) => void {
  return (array, ...operands) => void interpreted(name)(array, ...operands);
}

function interpreted(name: string): (...operands: unknown[]) => number {
  functions ??= interpret(programOf([...specialProgram().body, ...linearProgram().body]));
  // Templates compute numbers.
  return functions.named(name) as (...operands: unknown[]) => number;
}

function programOf(declarations: ESTree.Program['body']): Program {
  const functions = new Map<string, () => FunctionNode>();
  const statements: ESTree.Statement[] = [];
  for (const of of declarations) {
    // Templates export and declare.
    const declaration = (of.type === 'ExportNamedDeclaration' ? of.declaration : of) as ESTree.Declaration;
    if (declaration.type === 'FunctionDeclaration') functions.set(declaration.id.name, () => declaration);
    else statements.push(declaration);
  }
  return { functions, statements };
}
