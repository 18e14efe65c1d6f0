// What is interpreted.

import type * as ESTree from 'estree';

export type FunctionNode = ESTree.FunctionDeclaration | ESTree.FunctionExpression | ESTree.ArrowFunctionExpression;

export interface Program {
  /** Those at the top level, by name, each read when it is first asked for. */
  readonly functions: ReadonlyMap<string, () => FunctionNode>;
  readonly statements: readonly ESTree.Statement[];
}
