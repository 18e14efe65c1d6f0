// Tokens of one expression → a postfix list with spans. mathjs is the grammar; its tree carries no positions, so the tree
// is walked in the order of the text and aligned with the tokens, operators included. Names and numbers never reach mathjs.

import type { Report } from '../diagnostic.js';
import type { Span } from '../source.js';
import { align } from './align.js';
import { parseMath, type Tree } from './grammar.js';
import type { Expression, ExpressionNode } from './program.js';
import type { Token } from './tokens.js';

/** What mathjs reads for a token: which name or number it is does not matter to the grammar. */
const STAND_INS: Readonly<Partial<Record<Token['kind'], string>>> = { name: 'v', number: '1' };

/** What the parts of one parse share. */
export interface Parsing {
  readonly report: Report;
  /**
   * What was made of the texts that mathjs was given, as long programs repeat a few: the entries with numbers of tokens for
   * places, or mathjs's tree where entries have parts with places of their own.
   */
  readonly patterns: Map<string, ExpressionNode[] | Tree>;
}

const MOST_KNOWN = 1000;

/** Parses tokens, or reports why not and returns null. */
export function parseExpression(
  tokens: readonly Token[],
  after: Span,
  { report, patterns }: Parsing,
): Expression | null {
  const first = tokens[0];
  if (first === undefined) {
    report.error('WG102', after, 'an expression is missing here');
    return null;
  }
  const starts: number[] = [];
  let text = '';
  for (const token of tokens) {
    starts.push(text.length);
    text += `${STAND_INS[token.kind] ?? token.text} `;
  }
  const known = patterns.get(text);
  let nodes: ExpressionNode[] | null;
  if (Array.isArray(known)) nodes = known.map(node => placed(node, tokens));
  else {
    let tree = known;
    try {
      tree ??= parseMath(text);
    } catch (error) {
      reportSyntax(error, tokens, starts, report);
      return null;
    }
    nodes = align(tree, tokens, report);
    if (known === undefined && nodes !== null && patterns.size < MOST_KNOWN) {
      const numbered = tokens.map((token, i) => ({ ...token, start: i, end: i }));
      const isFlat = nodes.every(({ kind }) => kind !== 'comprehension');
      patterns.set(text, isFlat ? align(tree, numbered, report)! : tree);
    }
  }
  return nodes === null ? null : { nodes, span: { start: first.start, end: tokens.at(-1)!.end } };
}

/** An entry of a pattern at its tokens. */
function placed(node: ExpressionNode, tokens: readonly Token[]): ExpressionNode {
  const { text, start } = tokens[node.start]!;
  const { end } = tokens[node.end]!;
  switch (node.kind) {
    case 'number':
      return { ...node, value: Number(text), start, end };
    case 'name':
      return { ...node, name: text, start, end };
    case 'binary': {
      const operator = tokens[node.operatorEnd]!;
      const operatorStart = node.implicit ? operator.end : operator.start;
      return { ...node, operatorStart, operatorEnd: operator.end, start, end };
    }
    case 'comparison':
      return { ...node, operatorSpans: node.operatorSpans.map(of => tokens[of.start]!), start, end };
    case 'call':
      // It starts with the name.
      return { ...node, callee: { name: text, start, end: start + text.length }, start, end };
    default:
      return { ...node, start, end };
  }
}

/** mathjs names a character of the text it was given; we say which token that is and what is wrong with it. */
function reportSyntax(error: unknown, tokens: readonly Token[], starts: readonly number[], report: Report): void {
  const { char } = error as { char?: number };
  if (!(error instanceof SyntaxError) || char === undefined) throw error;
  let index = starts.findLastIndex(start => start <= char - 1);
  if (/end of expression/i.test(error.message) || char - 1 >= (starts.at(-1) ?? 0) + 2) index = Math.max(index, 0);
  const last = tokens.at(-1)!;
  const token = tokens[index] ?? last;
  const before = tokens[index - 1];
  const ended = /end of expression/i.test(error.message) || (token === last && isOperator(last) && !isClosing(last));
  if (/dimensions/i.test(error.message)) {
    report.error('WG305', token, 'the rows of this matrix differ in length', 'give all rows the same length');
  } else if (ended) {
    report.error('WG103', last, `the expression ends after '${last.text}', where an operand is missing`);
  } else if (before !== undefined && token.kind === 'number' && before.kind !== 'operator') {
    report.error(
      'WG104',
      token,
      `an operator is missing between '${before.text}' and '${token.text}'`,
      "products of numbers need '*'",
    );
  } else {
    report.error('WG103', token, `unexpected '${token.text}'`, 'an operand is missing, or an operator too many');
  }
}

const isOperator = (token: Token): boolean => token.kind === 'operator';
const isClosing = (token: Token): boolean => [')', ']', '!', "'"].includes(token.text);
