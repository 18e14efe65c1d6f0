// mathjs's expression parser and the nodes of its trees, put together from mathjs's own factories and nothing else: the
// number functions, units and type conversions of the full library would triple the size of the package.

import {
  createAccessorNode,
  createArrayNode,
  createAssignmentNode,
  createBlockNode,
  createConditionalNode,
  createConstantNode,
  createFunctionAssignmentNode,
  createFunctionNode,
  createIndexNode,
  createNode,
  createObjectNode,
  createOperatorNode,
  createParenthesisNode,
  createParse,
  createRangeNode,
  createRelationalNode,
  createSymbolNode,
  type Factory,
  type MathNode,
} from 'mathjs/number';

function createGrammar(): (text: string) => MathNode {
  // Evaluation is never asked for, so what only evaluation needs is empty.
  const unused = {};
  const Node = createNode({ mathWithTransform: unused });
  const node = (factory: Factory, more: Record<string, unknown> = {}): unknown => factory({ Node, math: unused, ...more });
  const SymbolNode = node(createSymbolNode);
  // mathjs dispatches parse on the types of its arguments; ours is always one string.
  const forStrings = (_name: string, signatures: Record<string, unknown>): unknown => signatures['string'];
  const typed = Object.assign(forStrings, { addConversion: () => undefined });
  const parse = createParse({
    typed,
    numeric: Number,
    config: { number: 'number', numberFallback: 'number' },
    AccessorNode: node(createAccessorNode, { subset: unused }),
    ArrayNode: node(createArrayNode),
    AssignmentNode: node(createAssignmentNode, { subset: unused }),
    BlockNode: node(createBlockNode, { ResultSet: unused }),
    ConditionalNode: node(createConditionalNode),
    ConstantNode: node(createConstantNode, { isBounded: Number.isFinite }),
    FunctionAssignmentNode: node(createFunctionAssignmentNode, { typed }),
    FunctionNode: node(createFunctionNode, { SymbolNode }),
    IndexNode: node(createIndexNode, { size: unused }),
    ObjectNode: node(createObjectNode),
    OperatorNode: node(createOperatorNode),
    ParenthesisNode: node(createParenthesisNode),
    RangeNode: node(createRangeNode),
    RelationalNode: node(createRelationalNode),
    SymbolNode,
  });
  return parse as (text: string) => MathNode;
}

export const parseMath = createGrammar();
