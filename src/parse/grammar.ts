// mathjs's expression parser with tree nodes of our own: records with the fields that its grammar fills. Its own node
// classes also evaluate and print, which is most of their size and nothing that we need.

import { createParse } from 'mathjs/number';

/** A node of the tree that mathjs's grammar makes. */
export type Tree =
  | { readonly type: 'ConstantNode' }
  | { readonly type: 'SymbolNode' }
  | { readonly type: 'ParenthesisNode'; readonly content: Tree }
  | OperatorTree
  | RelationalTree
  | ConditionalTree
  | CallTree
  | AssignmentTree
  | ArrayTree
  | AccessorTree
  | RangeTree
  | { readonly type: 'BlockNode' | 'ObjectNode' | 'FunctionAssignmentNode' | 'IndexNode' };

export interface OperatorTree {
  readonly type: 'OperatorNode';
  readonly op: string;
  readonly args: readonly [Tree, Tree?];
  /** True for a product written without an operator. */
  readonly implicit?: boolean;
}

export interface RelationalTree {
  readonly type: 'RelationalNode';
  readonly params: readonly Tree[];
}

export interface ConditionalTree {
  readonly type: 'ConditionalNode';
  readonly test: Tree;
  readonly trueExpr: Tree;
  readonly falseExpr: Tree;
}

export interface CallTree {
  readonly type: 'FunctionNode';
  readonly fn: Tree;
  readonly args: readonly Tree[];
}

export interface AssignmentTree {
  readonly type: 'AssignmentNode';
  readonly value: Tree;
}

export interface ArrayTree {
  readonly type: 'ArrayNode';
  readonly items: readonly Tree[];
}

export interface AccessorTree {
  readonly type: 'AccessorNode';
  readonly object: Tree;
  readonly index: { readonly dimensions: readonly Tree[] };
}

export interface RangeTree {
  readonly type: 'RangeNode';
  readonly start: Tree;
  readonly end: Tree;
  readonly step?: Tree;
}

/** A class whose constructor's arguments become `fields`; mathjs recognises it by `isNode` and `is<type>`. */
function nodeClass(type: string, ...fields: string[]) {
  function TreeNode(this: Record<string, unknown>, ...values: unknown[]): void {
    for (let i = 0; i < fields.length; i++) this[fields[i]!] = values[i];
  }
  Object.assign(TreeNode.prototype, { type, isNode: true, [`is${type}`]: true });
  return TreeNode;
}

// mathjs dispatches on the types of parse's arguments; ours is always one string.
const forStrings = (_name: string, signatures: Record<string, unknown>): unknown => signatures.string;

/** @throws SyntaxError with the place as `char`. */
export const parseMath = createParse({
  typed: Object.assign(forStrings, { addConversion: Number }),
  numeric: Number,
  config: {},
  // What no text of ours leads to.
  BlockNode: null,
  FunctionAssignmentNode: null,
  ObjectNode: null,
  AccessorNode: nodeClass('AccessorNode', 'object', 'index'),
  ArrayNode: nodeClass('ArrayNode', 'items'),
  AssignmentNode: nodeClass('AssignmentNode', 'object', 'value'),
  ConditionalNode: nodeClass('ConditionalNode', 'test', 'trueExpr', 'falseExpr'),
  ConstantNode: nodeClass('ConstantNode', 'value'),
  FunctionNode: nodeClass('FunctionNode', 'fn', 'args'),
  IndexNode: nodeClass('IndexNode', 'dimensions'),
  OperatorNode: nodeClass('OperatorNode', 'op', 'fn', 'args', 'implicit'),
  ParenthesisNode: nodeClass('ParenthesisNode', 'content'),
  RangeNode: nodeClass('RangeNode', 'start', 'end', 'step'),
  RelationalNode: nodeClass('RelationalNode', 'conditionals', 'params'),
  SymbolNode: nodeClass('SymbolNode', 'name'),
}) as (text: string) => Tree;
