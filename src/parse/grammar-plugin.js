// Build plugin: mathjs's parser without what our text never leads to. tokens.ts recognises what the language has, and
// expression.ts hands over names as `v` and numbers as `1`, words and operators between blanks. A test in test/package holds
// what is built against what is not.

import { parse } from 'acorn';

const PARSER = 'mathjs/lib/esm/expression/parse.js';

/** What the parser imports to run on old engines, and to be one of many functions, made when their dependencies are there. */
const IMPORTS = {
  '@babel/runtime/helpers/extends': 'export default Object.assign;',
  '../utils/collection.js': 'export const deepMap = undefined;',
  '../utils/object.js': 'export const hasOwnProperty = Object.hasOwn;',
  '../utils/is.js': `
    const isOf = type => node => node.type === type;
    export const isAccessorNode = isOf('AccessorNode');
    export const isConstantNode = isOf('ConstantNode');
    export const isFunctionNode = isOf('FunctionNode');
    export const isOperatorNode = isOf('OperatorNode');
    export const isSymbolNode = isOf('SymbolNode');
    export const rule2Node = node =>
      isConstantNode(node) || (isOperatorNode(node) && isConstantNode(node.args[0]) && /^[-+]$/.test(node.op) && !node.args[1]);
  `,
  '../utils/factory.js': 'export const factory = (name, dependencies, create) => create;',
};

export const lightGrammar = {
  name: 'light-grammar',
  resolveId: (source, importer) => (source in IMPORTS && importer?.endsWith(PARSER) ? `\0${source}` : null),
  load: id => IMPORTS[id.slice(1)] ?? null,
  transform: (code, id) => (id.endsWith(PARSER) ? { code: replaced(code, node => shorter(code, node)) } : null),
};

/** Rules that no token of ours leads to, and the rules that they fall through to, which are called instead. */
const RULES = {
  __proto__: null,
  getTokenSkipNewline: 'getToken',
  parseBlock: 'parseAssignment',
  parseLogicalXor: 'parseLogicalAnd',
  parseBitwiseOr: 'parseRelational',
  parseShift: 'parseRange',
  parseUnaryPercentage: 'parseUnary',
  parseNullishCoalescing: 'parseLeftHandOperators',
  parseCustomNodes: 'parseSymbol',
  parseString: 'parseMatrix',
  parseObject: 'parseNumber',
};

/**
 * Parts of conditions that never hold: on characters that the text never has (comments, line ends, other radices, fractions,
 * exponents), on names other than our stand-in, on assignments other than to a name, on rules that are skipped.
 */
const NEVER = [
  ...["=== '#'", "=== '\\n'", "=== '0b'", "=== 'E'", "=== '?.'", 'c3.length', 'isDecimalMark'],
  ...["currentCharacter(state) === '.'", 'CONSTANTS', 'node.optionalChaining', 'isFunctionNode', 'isPercentage'],
];

/** Dependencies that only rules use that are skipped. */
const UNUSED = ['numeric', 'config', 'BlockNode', 'FunctionAssignmentNode', 'ObjectNode'];

/** Expressions and statements, by their text, and what stands for them. */
const TEXTS = new Map([
  ['parse.isWhitespace(currentCharacter(state), state.nestingLevel)', "currentCharacter(state) === ' '"],
  ["state.token === 'in'", 'false'],
  ["c2 !== '?.'", 'true'],
  [
    'parse.isAlpha(currentCharacter(state), prevCharacter(state), nextCharacter(state))',
    '/[a-z]/.test(currentCharacter(state))',
  ],
  // No name has a digit.
  ['parse.isDigit(currentCharacter(state))', 'false'],
  // Neither properties nor optional chains.
  [
    "(state.token === '(' || state.token === '[' || state.token === '.') && (!types || types.includes(state.token))",
    "state.token === '(' || state.token === '['",
  ],
  ['optional || hasNextAccessor', 'hasNextAccessor'],
  ['optional || isSymbolNode(node) || isAccessorNode(node)', 'isSymbolNode(node) || isAccessorNode(node)'],
  ['new FunctionNode(node, params, optional)', 'new FunctionNode(node, params)'],
  ['new AccessorNode(node, new IndexNode(params), optional)', 'new AccessorNode(node, new IndexNode(params))'],
  // The tree says which comparisons they are by their tokens alone, and so do ours.
  ['conditionals[0].name', 'conditionals[0]'],
  ['conditionals[0].fn', '0'],
  ['conditionals.map(c => c.fn)', '0'],
  // The place is in the error's `char`.
  ["message + ' (char ' + c + ')'", 'message'],
  ["state.comment = '';", ';'],
  // No token is unknown.
  ['state.tokenType = TOKENTYPE.UNKNOWN;', 'return;'],
]);

const DELIMITERS = /^([-+*/^(),=:?;![\]<>']|\.[*/^]|[=!<>]=)$/;

/** What reads a number, which is a 1. */
const NUMBER = "if (c1 === '1') { state.tokenType = TOKENTYPE.NUMBER; state.token = c1; next(state); return; }";

/** What expression.ts looks for in the message of a syntax error; it has messages of its own. */
const MESSAGES = ['end of expression', 'dimensions'];

/** The piece of code to replace for a node, or null. */
function shorter(code, node) {
  const textOf = ({ start, end }) => code.slice(start, end);
  const { type, id, init, left, callee, arguments: values, alternate } = node;
  const text = TEXTS.get(textOf(node));
  if (text !== undefined) return { ...node, text };
  switch (type) {
    case 'FunctionDeclaration': {
      if (id.name === 'parseMultiple') return { ...node.body, text: '{}' };
      return RULES[id.name] || id.name === 'createError' ? { ...node, text: '' } : null;
    }
    case 'IfStatement': {
      if (textOf(node.test) === 'parse.isDigitDot(c1)') return { ...node, text: NUMBER };
      // Properties of objects.
      if (alternate && /^\{\s*(\/\/.*\s*)*if \(!optional\)/.test(textOf(alternate)))
        return { ...alternate, text: '{}', rest: node.consequent };
      let rest = node;
      while (rest?.type === 'IfStatement' && NEVER.some(part => textOf(rest.test).includes(part)))
        rest = rest.alternate;
      if (rest === node) return null;
      return rest ? { start: node.start, end: rest.start, text: '', rest } : { ...node, text: ';' };
    }
    case 'VariableDeclarator': {
      if (id.type === 'ObjectPattern')
        return { ...id, text: `{ ${id.properties.map(textOf).filter(name => !UNUSED.includes(name))} }` };
      if (id.name === 'NAMED_DELIMITERS')
        return { ...init, text: `{ ${init.properties.map(textOf).filter(word => !/^(to|in|xor)\b/.test(word))} }` };
      // Names of the functions that operators stand for, which our nodes do not keep.
      if (id.name === 'operators')
        return { ...init, text: `{ ${init.properties.map(({ key }) => `${textOf(key)}: 0`)} }` };
      if (id.name === 'cond') return { ...init, text: 'state.token' };
      if (['dependencies', 'numericType', 'c3', '_c'].includes(id.name)) return { ...init, text: '0' };
      if (id.name !== 'DELIMITERS') return null;
      return { ...init, text: `{ ${init.properties.filter(({ key }) => DELIMITERS.test(key.value)).map(textOf)} }` };
    }
    case 'ObjectExpression': {
      // Nodes of others, and comments.
      const kept = node.properties.filter(({ key }) => !['extraNodes', 'comment'].includes(key?.name));
      if (kept.length === node.properties.length) return null;
      return { ...node, text: `{ ${kept.map(textOf)} }` };
    }
    case 'AssignmentExpression':
      return /^(fn|parse\.is(Alpha|Digit|DigitDot|Whitespace|ValidLatinOrGreek|ValidMathSymbol|DecimalMark))$/.test(
        textOf(left),
      )
        ? { ...node, text: '0' }
        : null;
    case 'ExpressionStatement':
      return textOf(node).startsWith('typed.') ? { ...node, text: ';' } : null;
    case 'CallExpression': {
      if (RULES[callee.name]) return { ...callee, text: RULES[callee.name] };
      if (callee.name === 'numeric') return { ...node, text: '0' };
      // Our stand-in for its dispatch on types takes the function of a single text.
      if (callee.name === 'typed') return { ...values[1], text: `{ ${textOf(values[1].properties[0])} }` };
      if (!['createSyntaxError', 'createError'].includes(callee.name)) return null;
      const message = MESSAGES.find(part => textOf(values[1]).includes(part)) ?? '';
      // Errors are told apart by their messages.
      return { ...node, text: `createSyntaxError(state, ${JSON.stringify(message)})` };
    }
    default:
      return null;
  }
}

/** The code with the replacements (`start`, `end`, `text`, and `rest` to look at further) that `choose` finds, outermost first. */
function replaced(code, choose) {
  const parts = [];
  const visit = node => {
    const found = choose(node);
    if (found) {
      parts.push(found);
      if (found.rest) visit(found.rest);
      return;
    }
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) for (const inner of value) inner?.type && visit(inner);
      else if (value?.type) visit(value);
    }
  };
  visit(parse(code, { ecmaVersion: 2022, sourceType: 'module' }));
  let text = code;
  for (const { start, end, text: replacement } of parts.sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start) + replacement + text.slice(end);
  }
  return text;
}
