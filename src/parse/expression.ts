// Tokens of one expression → its postfix list with spans, by operator precedence with a stack of its own: neither a sum of
// 100,000 terms nor deep brackets need the engine's, and the time is the same for every token.

import type { Code } from '../catalogue.js';
import type { Report } from '../diagnostic.js';
import { type Span, shorten } from '../source.js';
import { argumentsIn, formulaOfCall } from './calls-elsewhere.js';
import { BEFORE_A_NUMBER, ENDS_RANGE, type Form, isOperator, LEVEL, LEVELS, POSTFIX, PREFIX } from './grammar.js';
import { fromTheEnd, warnAboutOpenEnd, warnAboutSubscript } from './looks.js';
import type {
  Binary,
  Bracket,
  Chain,
  Choice,
  Comprehension,
  Indexed,
  Operand,
  Pending,
  Prefix,
  RangeEnds,
} from './pending.js';
import type {
  BinaryOperator,
  Comparison,
  Expression,
  ExpressionNode,
  LogicOperator,
  Name,
  UnaryOperator,
} from './program.js';
import { endsOperand, type Token } from './tokens.js';
import { tupleHelp } from './tuples.js';

/** Parses tokens, or reports why not and returns null. @param after what stands before them. */
export function parseExpression(tokens: readonly Token[], after: Span, report: Report): Expression | null {
  const first = tokens[0];
  if (first === undefined) {
    report.error('WG102', after, 'an expression is missing here');
    return null;
  }
  const nodes = new Parser(tokens, report).run();
  return nodes === null ? null : { nodes, span: { start: first.start, end: tokens.at(-1)!.end } };
}

/** Thrown to leave an expression whose error is reported. */
const STOPPED = new Error('stopped');

class Parser {
  readonly #tokens: readonly Token[];
  readonly #report: Report;
  #nodes: ExpressionNode[] = [];
  readonly #operands: Operand[] = [];
  readonly #pending: Pending[] = [];
  readonly #indexed: Indexed[] = [];
  /** Open brackets, and how many there are where `:` belongs to a conditional instead of a range; -1 for nowhere. */
  #nesting = 0;
  #ignoresRange = -1;
  /** The next token. */
  #cursor = 0;
  #failed = false;
  #hasEquals: boolean | undefined;

  constructor(tokens: readonly Token[], report: Report) {
    this.#tokens = tokens;
    this.#report = report;
  }

  run(): ExpressionNode[] | null {
    try {
      let wantsOperand = true;
      while (this.#cursor < this.#tokens.length) wantsOperand = wantsOperand ? this.#operand() : this.#operator();
      if (wantsOperand) this.#unexpected();
      this.#reduce(LEVEL.conditional);
      if (this.#pending.length > 0) throw new Error('internal error: brackets');
    } catch (error) {
      if (error !== STOPPED) throw error;
    }
    return this.#failed ? null : this.#nodes;
  }

  /** Takes what stands where an operand begins. Returns whether one is still to come. */
  #operand(): boolean {
    const first = this.#cursor++;
    const token = this.#tokens[first]!;
    const { kind, text, start, end } = token;
    if (kind === 'number') {
      this.#finish({ kind, value: Number(text), start, end }, first, 'number');
      return false;
    }
    if (kind === 'name') {
      if (this.#follows('(')) return this.#open('call', first, token);
      const indexed = this.#indexed.at(-1);
      if (text === 'end' && indexed !== undefined) this.#end(indexed, token, first);
      else this.#finish({ kind, name: text, start, end }, first, 'primary');
      return false;
    }
    if (PREFIX.has(text)) {
      // Checked by the set.
      this.#pending.push({ type: 'prefix', level: LEVEL.prefix, operator: text as UnaryOperator, first });
      return true;
    }
    this.#cursor = first;
    if (text === '(') return this.#open('(', first, null);
    if (text === '[') return this.#open('array', first, null);
    // A range without its first part, where one can begin.
    const canBegin = !this.#isOfConditional() && (this.#pending.at(-1)?.level ?? 0) < LEVEL.range;
    return text === ':' && canBegin ? this.#range(first, false) : this.#unexpected();
  }

  /** Takes what stands after an operand. Returns whether another comes. */
  #operator(): boolean {
    const token = this.#tokens[this.#cursor]!;
    const { kind, text } = token;
    if (kind !== 'operator') {
      if (kind === 'number') {
        this.#reduce(LEVEL.fraction);
        if (!BEFORE_A_NUMBER.has(this.#operands.at(-1)!.form)) this.#unexpected();
      }
      return this.#implicit();
    }
    const level = LEVELS.get(text);
    if (level === LEVEL.comparison) return this.#comparison(token);
    if (level !== undefined) {
      // What binds as tightly comes first, but powers group to the right.
      const isFraction = text === '/' && this.#isBeforeFactor() && this.#reduceToNumber();
      if (level !== LEVEL.power && !isFraction) this.#reduce(level);
      this.#cursor++;
      const after = this.#tokens[this.#cursor];
      if ((text === '-' || text === '+') && after?.start === token.end)
        this.#warnInArray(this.#tokens[this.#cursor - 2]!.end, token.start);
      // All binary operators that the tokenizer lets through.
      const operator = text as BinaryOperator | LogicOperator;
      return this.#binary(isFraction ? LEVEL.fraction : level, operator, token.start, token.end);
    }
    if (POSTFIX.has(text)) {
      this.#cursor++;
      const { node, first } = this.#operands.pop()!;
      const operator = text as UnaryOperator;
      const form = text === '!' ? 'factorial' : 'operation';
      if (text === '!' && isOperator(this.#tokens[this.#cursor - 2], '!'))
        this.#report.warn(
          'WG132',
          this.#from(first),
          'this is the factorial of a factorial',
          "there is no double factorial; write '(x!)!' to have this",
        );
      this.#finish({ kind: 'unary', operator, operand: node, ...this.#from(first) }, first, form);
      return false;
    }
    const operand = this.#operands.at(-1)!;
    switch (text) {
      case '(':
        return operand.form === 'element' ? this.#open('call', operand.first, null) : this.#implicit();
      case '[':
        return operand.form === 'number' ? this.#unexpected() : this.#open('index', operand.first, null);
      case ')':
      case ']':
        return this.#close();
      case ',':
        return this.#comma();
      case ';':
        return this.#semicolon();
      case '?':
        this.#reduce(LEVEL.or);
        this.#pending.push({
          type: 'conditional',
          level: LEVEL.conditional,
          outer: this.#ignoresRange,
          hasBoth: false,
        });
        this.#ignoresRange = this.#nesting;
        this.#cursor++;
        return true;
      case ':':
        return this.#colon();
      default:
        return this.#unexpected();
    }
  }

  #follows(text: string): boolean {
    return isOperator(this.#tokens[this.#cursor], text);
  }

  /** Adds an entry, which is an operand from now on. */
  #finish(node: ExpressionNode, first: number, form: Form): void {
    this.#operands.push({ node: this.#nodes.push(node) - 1, first, form });
  }

  /** Span from a token to the last one taken. */
  #from(first: number): Span {
    return { start: this.#tokens[first]!.start, end: this.#tokens[this.#cursor - 1]!.end };
  }

  /** Takes the last operands, in order. */
  #take(count: number): number[] {
    return this.#operands.splice(this.#operands.length - count, count).map(({ node }) => node);
  }

  #fail(code: Code, span: Span, message: string, help?: string): void {
    this.#failed = true;
    this.#report.error(code, span, message, help);
  }

  /** Gives up at the next token. */
  #unexpected(help = this.#cursor === 0 ? lineHelp(this.#tokens[0]) : OPERAND_MISSING): never {
    const last = this.#tokens.at(-1)!;
    const token = this.#tokens[this.#cursor];
    const before = this.#tokens[this.#cursor - 1];
    if (token === undefined || (token === last && !endsOperand(token))) {
      const message = `the expression ends after '${last.text}', where an operand is missing`;
      this.#fail('WG103', last, message, signHelp(this.#tokens));
    } else if (before !== undefined && token.kind === 'number' && before.kind !== 'operator') {
      const message = `an operator is missing between '${before.text}' and '${token.text}'`;
      if (this.#pending.findLast(of => of.level === LEVEL.bracket)?.type === 'array') {
        this.#fail('WG104', token, message, `commas separate elements: write '${before.text}, ${token.text}'`);
        throw STOPPED;
      }
      this.#fail('WG104', token, message, groupedHelp(this.#tokens, this.#cursor));
    } else {
      const isComment = token.text === '*' && isOperator(before, '(') && before?.end === token.start;
      if (isComment) help = "comments start with '#'";
      if (token.text === '\\' && before?.kind === 'operator')
        help = 'leave it out: a line that ends with an operator goes on';
      const isCharge = token.text === ']' && (before?.text === '+' || before?.text === '-');
      const way = isCharge
        ? `a name holds no sign: write '${this.#tokens[this.#cursor - 2]?.text}'`
        : token.text === ':' && before?.text === ':'
          ? "write all of the range: '1:2:end', 'end:-1:1'"
          : (innerProduct(this.#report.source?.text ?? '', token.start) ?? help);
      this.#fail('WG103', token, `unexpected '${token.text}'`, way);
    }
    throw STOPPED;
  }

  /** Finishes the operations that bind at least as tightly. */
  #reduce(level: number): void {
    for (let top = this.#pending.at(-1); top !== undefined && top.level >= level; top = this.#pending.at(-1)) {
      this.#pending.pop();
      if (top.type === 'binary') this.#finishBinary(top);
      else if (top.type === 'prefix') this.#finishPrefix(top);
      else if (top.type === 'comparison') this.#finishComparison(top);
      else if (top.type === 'range') this.#finishRange(top);
      else if (top.type === 'conditional') this.#finishConditional(top);
    }
  }

  /** The next operand is the right one. @param start of the operator, which is not written where it ends there */
  #binary(level: number, operator: BinaryOperator | LogicOperator, start: number, end: number): boolean {
    this.#pending.push({ type: 'binary', level, operator, implicit: start === end, start, end });
    return true;
  }

  #finishBinary({ operator, implicit, start: operatorStart, end: operatorEnd }: Binary): void {
    const right = this.#operands.pop()!;
    const left = this.#operands.pop()!;
    const span = this.#from(left.first);
    if ((left.form === 'not' || right.form === 'not') && operator !== 'and' && operator !== 'or')
      this.#failNot(operator, span);
    const written = powerThatEndsSoon(this.#nodes, left.node, right.node, operator, operatorStart);
    if (written !== null) {
      const text = this.#report.source?.text ?? '';
      // With the parentheses around it, of which its node has none.
      const start = this.#tokens[left.first]!.start;
      const power = text.slice(start, operatorStart);
      const other = text.slice(operatorEnd, written.end);
      const at = power.lastIndexOf('^');
      const base = shorten(power.slice(0, at), LONGEST_BASE);
      const [exponent, sign] = [power.slice(at + 1), implicit ? '' : operator];
      const own = `(${base}^${exponent})${implicit ? '*' : operator}${other}`;
      this.#report.warn(
        'WG132',
        { start, end: written.end },
        `'${base}^${exponent}${sign}${other}' is '${own}'`,
        `write '${base}^(${exponent}${sign}${other})', or '${own}' to have this`,
      );
    }
    if (operator === '/' && right.form === 'implicit')
      this.#fail('WG121', span, 'it is not clear what this divides by', this.#quotientHelp(left, right, operatorStart));
    this.#finish(
      {
        kind: 'binary',
        operator,
        left: left.node,
        right: right.node,
        implicit,
        operatorStart,
        operatorEnd,
        start: span.start,
        end: span.end,
      },
      left.first,
      implicit ? 'implicit' : 'operation',
    );
  }

  /** `x/2y` in both meanings; `d/dx x^2` is neither. */
  #quotientHelp(left: Operand, right: Operand, operatorStart: number): string {
    const own = 'write a/(b*c) or (a/b)*c';
    const text = this.#report.source?.text;
    const first = this.#tokens[left.first]!;
    const below = this.#tokens[right.first]!;
    if (/^[d∂]$/.test(first.text) && /^[d∂]\p{L}?/u.test(below.text))
      return "write the formula alone: its derivatives are functions of the module, such as 'gradient'";
    if (text === undefined) return own;
    let at = this.#nodes[right.node]!;
    while (at.kind === 'binary' && at.implicit) {
      at = this.#nodes[at.left]!;
      // In parentheses it begins elsewhere, and ends there.
      if (at.start !== below.start) return own;
    }
    const { end } = at;
    const above = text.slice(first.start, operatorStart).trim();
    const whole = text.slice(below.start, this.#from(right.first).end);
    const rest = text.slice(end, below.start + whole.length).trim();
    if (FUNCTION.test(text.slice(below.start, end)) && !/[\s*/]\S/.test(rest))
      return `write '${above}/${text.slice(below.start, end)}(${rest})'`;
    if (above.length + whole.length > LONGEST_QUOTIENT) return own;
    return `write '${above}/(${whole})' or '(${above}/${text.slice(below.start, end)})*${rest}'`;
  }

  /** `not x > 1` is (not x) > 1 in mathjs, which nobody means. */
  #failNot(operator: string, span: Span): void {
    this.#fail('WG122', span, `'not' binds tighter than '${operator}' here`, 'write not (x > 1), or (not x) > 1');
  }

  #finishPrefix({ operator, first }: Prefix): void {
    const { node, form } = this.#operands.pop()!;
    const own = operator === 'not' ? 'not' : form === 'number' ? 'signed' : 'operation';
    this.#finish({ kind: 'unary', operator, operand: node, ...this.#from(first) }, first, own);
  }

  #comparison({ text, start, end }: Token): boolean {
    this.#reduce(LEVEL.range);
    let chain = this.#pending.at(-1);
    if (chain?.type !== 'comparison') {
      chain = { type: 'comparison', level: LEVEL.comparison, operators: [], operatorSpans: [] };
      this.#pending.push(chain);
    }
    // Checked by the level.
    chain.operators.push(text as Comparison);
    chain.operatorSpans.push({ start, end });
    this.#cursor++;
    return true;
  }

  #finishComparison({ operators, operatorSpans }: Chain): void {
    const compared = this.#operands.slice(-operators.length - 1);
    const { first } = compared[0]!;
    const span = this.#from(first);
    if (compared.some(({ form }) => form === 'not')) this.#failNot(operators[0]!, span);
    const operands = this.#take(compared.length);
    this.#finish({ kind: 'comparison', operators, operatorSpans, operands, ...span }, first, 'operation');
  }

  /** The next operand is a factor without an operator. */
  #implicit(): boolean {
    this.#reduce(LEVEL.implicit);
    const [before, token] = [this.#tokens[this.#cursor - 1]!, this.#tokens[this.#cursor]!];
    const { end } = before;
    if (before.kind === 'name' && token.kind === 'number' && token.text.startsWith('.') && token.start === end)
      this.#report.warn(
        'WG132',
        { start: before.start, end: token.end },
        `'${before.text}${token.text}' is '${before.text}*${token.text}'`,
        `a name holds no '.': write '${before.text}_${token.text.slice(1)}' for one, '${before.text}*${token.text}' for a product`,
      );
    this.#warnInArray(end, this.#tokens[this.#cursor]!.start);
    return this.#binary(LEVEL.implicit, '*', end, end);
  }

  /** `[x y]` and `[x -y]` are a product and a difference: one element, where others have two. */
  #warnInArray(end: number, next: number): void {
    const bracket = this.#pending.findLast(of => of.level === LEVEL.bracket);
    if (bracket?.type !== 'array' || next === end) return;
    const message = 'a space does not separate the elements of an array';
    this.#report.warn('WG131', { start: end, end: next }, message, "write ',' between elements, or the operator");
  }

  /** `1/2 x` and `1/2 (x)` divide the numbers first: true before a number with a factor. */
  #isBeforeFactor(): boolean {
    const [number, factor] = [this.#tokens[this.#cursor + 1], this.#tokens[this.#cursor + 2]];
    return number?.kind === 'number' && (factor?.kind === 'name' || isOperator(factor, '('));
  }

  /** Finishes what binds more tightly than a product; returns whether that is a number. */
  #reduceToNumber(): boolean {
    this.#reduce(LEVEL.fraction);
    const { form } = this.#operands.at(-1)!;
    return form === 'number' || form === 'signed';
  }

  /** True where `:` is that of a conditional. */
  #isOfConditional(): boolean {
    return this.#ignoresRange === this.#nesting;
  }

  #colon(): boolean {
    this.#reduce(LEVEL.sum);
    let top = this.#pending.at(-1);
    const isFull = top?.type === 'range' && top.hasStep;
    if (!this.#isOfConditional() && !isFull) return this.#range(this.#operands.at(-1)!.first, true);
    this.#reduce(LEVEL.or);
    // It may end the second parts of inner conditionals, too.
    for (top = this.#pending.at(-1); top?.type === 'conditional' && top.hasBoth; top = this.#pending.at(-1)) {
      this.#pending.pop();
      this.#finishConditional(top);
    }
    if (top?.type !== 'conditional') return this.#unexpected();
    top.hasBoth = true;
    this.#ignoresRange = -1;
    this.#cursor++;
    return true;
  }

  #finishConditional({ outer, hasBoth }: Choice): void {
    if (!hasBoth) {
      const [last, next] = [this.#tokens[this.#cursor - 1]!, this.#tokens[this.#cursor]];
      const message = next
        ? `':' is missing before '${next.text}'`
        : `the expression ends after '${last.text}', where ':' is missing`;
      this.#fail('WG103', next ?? last, message, "write 'condition ? value : otherwise'");
      throw STOPPED;
    }
    this.#ignoresRange = outer;
    const { first } = this.#operands.at(-3)!;
    const [condition, whenTrue, whenFalse] = this.#take(3);
    const parts = { condition: condition!, whenTrue: whenTrue!, whenFalse: whenFalse! };
    this.#finish({ kind: 'conditional', ...parts, ...this.#from(first) }, first, 'operation');
  }

  /** Takes a `:`; the second one makes the last part a step. @param first the range's first token. */
  #range(first: number, hasFrom: boolean): boolean {
    let range = this.#pending.at(-1);
    if (hasFrom && range?.type === 'range') range.hasStep = true;
    else {
      range = { type: 'range', level: LEVEL.range, first, hasFrom, hasStep: false, hasTo: true };
      this.#pending.push(range);
    }
    this.#cursor++;
    range.hasTo = !ENDS_RANGE.has(this.#tokens[this.#cursor]?.text);
    return range.hasTo;
  }

  #finishRange({ first, hasFrom, hasStep, hasTo }: RangeEnds): void {
    const parts = this.#take(Number(hasFrom) + Number(hasStep) + Number(hasTo));
    const from = hasFrom ? parts.shift()! : null;
    const step = hasStep ? parts.shift()! : null;
    const end = hasTo && !hasStep ? fromTheEnd(this.#nodes, parts.at(-1)!) : undefined;
    if (end !== undefined && this.#isInIndex()) {
      const help = `write '${hasFrom ? '2' : '1'}:end${end}': what is counted from the end is 'end - 1'`;
      this.#fail('WG308', this.#from(first), 'a range that ends at a negative number is empty', help);
    }
    if (hasFrom && !hasStep && !hasTo) warnAboutOpenEnd(this.#nodes[from!]!, this.#from(first), this.#report);
    this.#finish({ kind: 'range', from, step, to: parts.shift() ?? null, ...this.#from(first) }, first, 'operation');
  }

  #isInIndex(): boolean {
    return this.#pending.findLast(of => of.level === LEVEL.bracket)?.type === 'index';
  }

  /** Takes an opening bracket. @param first the first token of what it belongs to. */
  #open(type: Bracket['type'], first: number, callee: Token | null): boolean {
    this.#cursor++;
    this.#nesting++;
    const bracket: Bracket = {
      type,
      level: LEVEL.bracket,
      first,
      base: this.#operands.length,
      callee,
      rows: [],
      comprehension: callee !== null && this.#bindsIndex() ? { outer: this.#nodes, names: [], parts: [] } : null,
    };
    this.#pending.push(bracket);
    if (bracket.comprehension !== null) this.#nodes = [];
    if (type === 'index') this.#indexed.push({ object: this.#operands.at(-1)!.node, dimension: 0, nodes: this.#nodes });
    const isEmpty = type !== '(' && (this.#follows(')') || this.#follows(']'));
    return isEmpty ? this.#close() : true;
  }

  /** True in the brackets of a call whose arguments bind indices: `sum(x, i = 1:n)`. */
  #bindsIndex(): boolean {
    this.#hasEquals ??= this.#tokens.some(token => isOperator(token, '='));
    let depth = this.#hasEquals ? 1 : 0;
    for (let i = this.#cursor; depth > 0; i++) {
      const { text } = this.#tokens[i]!;
      if (text === '(' || text === '[') depth++;
      else if (text === ')' || text === ']') depth--;
      else if (text === '=' && depth === 1) return true;
    }
    return false;
  }

  #comma(): boolean {
    this.#reduce(LEVEL.conditional);
    const bracket = this.#pending.at(-1);
    // Only brackets are left.
    const { type, comprehension } = (bracket ?? { type: '(' }) as Bracket;
    const after = this.#tokens[this.#cursor + 1];
    if (type === '(') {
      const tuple = tupleHelp(this.#tokens, this.#cursor, this.#report.source?.text ?? '');
      this.#unexpected(tuple ?? commaHelp(this.#tokens, this.#cursor));
    }
    if (type === 'array' && (isOperator(after, ']') || isOperator(after, ';'))) this.#unexpected();
    this.#cursor++;
    if (type === 'index') this.#indexed.at(-1)!.dimension++;
    if (comprehension) {
      this.#endPart(comprehension);
      const name = this.#tokens[this.#cursor]!;
      if (name.kind === 'name' && isOperator(this.#tokens[this.#cursor + 1], '=')) {
        comprehension.names.push(nameOf(name));
        this.#cursor += 2;
      } else {
        this.#fail('WG126', name, 'an index is missing here', this.#namedHelp(bracket as Bracket));
        // It may be no operand, either.
        if (name.kind === 'operator') throw STOPPED;
      }
    }
    return true;
  }

  /** `dnorm(x, 1, 2, log=TRUE)`: a call that names some of its arguments. */
  #namedHelp({ callee }: Bracket): string {
    const text = this.#report.source?.text ?? '';
    const args = argumentsIn(text.slice(callee!.end, callee!.end + LONGEST_CALL)) ?? [];
    const isOfRange = args.some(of => /^\w+\s*=[^=]*:/.test(of));
    const formula = formulaOfCall(callee!.text, args);
    if (formula !== undefined) return `write '${formula}'`;
    if (isOfRange || args.length === 0) return "write 'i = 1:n'";
    const values = args.map(of => of.replace(/^\w+\s*=(?!=)\s*/, ''));
    return `arguments have no names: write '${callee!.text}(${values.join(', ')})'`;
  }

  /** The parts of a comprehension are expressions of their own, evaluated as often as the indices say. */
  #endPart({ parts }: Comprehension): void {
    this.#operands.pop();
    const { start, end } = this.#nodes.at(-1)!;
    parts.push({ nodes: this.#nodes, span: { start, end } });
    this.#nodes = [];
  }

  /** Ends a row of a matrix. */
  #semicolon(): boolean {
    this.#reduce(LEVEL.conditional);
    const array = this.#pending.at(-1);
    if (array?.type !== 'array' || isOperator(this.#tokens[this.#cursor + 1], ']')) return this.#unexpected();
    array.rows.push(this.#operands.length);
    this.#cursor++;
    return true;
  }

  /** Takes a closing bracket. */
  #close(): boolean {
    this.#reduce(LEVEL.conditional);
    // They are balanced.
    const bracket = this.#pending.pop() as Bracket;
    this.#cursor++;
    this.#nesting--;
    const { type, first, base } = bracket;
    if (type === '(') this.#operands.push({ node: this.#operands.pop()!.node, first, form: 'primary' });
    else if (type === 'array') this.#finishArray(bracket);
    else if (type === 'index') {
      this.#indexed.pop();
      const indices = this.#take(this.#operands.length - base);
      const [object] = this.#take(1);
      this.#finish({ kind: 'index', object: object!, indices, ...this.#from(first) }, first, 'element');
    } else this.#finishCall(bracket);
    return false;
  }

  #finishArray({ first, base, rows }: Bracket): void {
    const ends = [...rows, this.#operands.length].map(end => end - base);
    const entries = this.#take(ends.at(-1)!);
    const lists = ends.map((end, i) => entries.slice(ends[i - 1] ?? 0, end));
    if (lists.some(({ length }) => length !== lists[0]!.length)) {
      const message = 'the rows of this matrix differ in length';
      this.#fail('WG305', this.#tokens[this.#cursor - 1]!, message, 'give all rows the same length');
    }
    this.#finish({ kind: 'array', rows: lists, ...this.#from(first) }, first, 'primary');
  }

  #finishCall({ first, base, callee, comprehension }: Bracket): void {
    const span = this.#from(first);
    if (callee === null) {
      this.#take(this.#operands.length - base);
      this.#operands.push({ ...this.#operands.pop()!, form: 'primary' });
      return this.#fail('WG123', span, 'only a name can be called', "write '*' for a product");
    }
    const called = { callee: nameOf(callee), ...span };
    if (comprehension === null) {
      const values = this.#take(this.#operands.length - base);
      return this.#finish({ kind: 'call', arguments: values, ...called }, first, 'primary');
    }
    this.#endPart(comprehension);
    const [body, ...ranges] = comprehension.parts;
    const indices = comprehension.names.map((name, i) => ({ name, range: ranges[i]! }));
    for (const { name } of indices) warnAboutSubscript(body!.nodes, name, this.#report);
    this.#nodes = comprehension.outer;
    this.#finish({ kind: 'comprehension', body: body!, indices, ...called }, first, 'primary');
  }

  /** The size of what is indexed, in the dimension at hand. */
  #end({ object, dimension, nodes }: Indexed, token: Token, first: number): void {
    const { start, end } = token;
    if (nodes !== this.#nodes)
      this.#fail('WG126', token, "'end' belongs to an index outside of this comprehension", 'write the size');
    this.#finish({ kind: 'end', object, dimension, start, end }, first, 'primary');
  }
}

/** `299 792 458`, `1.000.000`: groups of three digits are one number. */
function groupedHelp(tokens: readonly Token[], at: number): string {
  const [before, token] = [tokens[at - 1]!, tokens[at]!];
  const isPointed = /^\d{1,3}\.\d{3}$/.test(before.text) && /^\.\d{3}$/.test(token.text);
  const product = `products of numbers need '*': write '${before.text}*${token.text}'`;
  if (!isPointed && (before.kind !== 'number' || !/^\d{3}$/.test(token.text))) return product;
  let whole = before.text;
  for (let i = at; /^\.?\d{3}$/.test(tokens[i]?.text ?? '') && tokens[i]!.kind === 'number'; i++)
    whole += tokens[i]!.text;
  return isPointed ? `write '${whole.replaceAll('.', '')}'` : `${product}, or '${whole}' for one number`;
}

/** What a comma outside of a call may be: a decimal one, between groups of digits, or between values. */
function commaHelp(tokens: readonly Token[], at: number): string {
  const [before, comma, after] = [tokens[at - 1], tokens[at]!, tokens[at + 1]];
  const isBetweenDigits = before?.kind === 'number' && after?.kind === 'number' && !after.text.includes('.');
  if (!isBetweenDigits || before.end !== comma.start || after.start !== comma.end)
    return "write '[a, b]' for a vector, 'output a, b' for several results";
  const point = `${before.text.replaceAll('.', '')}.${after.text}`;
  let whole = `${before.text}${after.text}`;
  for (let i = at + 2; isOperator(tokens[i], ',') && /^\d{3}$/.test(tokens[i + 1]?.text ?? ''); i += 2)
    whole += tokens[i + 1]!.text;
  const isMany = whole.length > before.text.length + 3;
  return after.text.length === 3
    ? `write '${whole}'${isMany ? '' : ` for thousands, '${point}' for a decimal point`}`
    : `write '${point}': numbers have a decimal point`;
}

const nameOf = ({ text, start, end }: Token): Name => ({ name: text, start, end });

const LONGEST_BASE = 40;
/** Longer calls are not looked at for advice. */
const LONGEST_CALL = 300;
const LONGEST_QUOTIENT = 60;

/** Names that are functions to everybody, where one stands below without parentheses. */
const FUNCTION = /^(?:(?:a|arc)?(?:sin|cos|tan)h?|exp|ln|log(?:10|2)?|sqrt|abs)$/;

/**
 * `x^1/2` and `e^2x`: what stands beside a power without a space, and looks like a part of its exponent. Nobody writes a first power,
 * and powers of e have few factors.
 */
function powerThatEndsSoon(
  nodes: readonly ExpressionNode[],
  leftAt: number,
  rightAt: number,
  operator: string,
  operatorStart: number,
): Span | null {
  const [left, right] = [nodes[leftAt]!, nodes[rightAt]!];
  if (left.kind !== 'binary' || left.operator !== '^' || left.implicit) return null;
  let exponent = nodes[left.right]!;
  if (exponent.kind === 'unary' && exponent.operator === '-') exponent = nodes[exponent.operand]!;
  // In parentheses it ends elsewhere.
  if (exponent.kind !== 'number' || exponent.end !== operatorStart) return null;
  if (operator === '/') return exponent.value === 1 && right.kind === 'number' ? right : null;
  const base = nodes[left.left]!;
  const isOfE = base.kind === 'name' && base.name === 'e' && base.end === left.operatorStart;
  return operator === '*' && isOfE && right.kind === 'name' && right.start === exponent.end ? right : null;
}

/** `<u, v>`. */
function innerProduct(text: string, at: number): string | undefined {
  const [, of] = /^<([^<>,;\r\n]{1,60},[^<>,;\r\n]{1,60})>/.exec(text.slice(at, at + 130)) ?? [];
  return of === undefined ? undefined : `write 'dot(${of.trim()})'`;
}

const OPERAND_MISSING = 'an operand is missing, or an operator too many';

/** For an operator that begins a statement. */
const lineHelp = (token: Token | undefined): string =>
  ['*', '/', '^', '.*', './', '.^', 'and', 'or'].includes(token?.text ?? '')
    ? `a line that ends with an operator goes on: put '${token!.text}' at the end of the line before`
    : OPERAND_MISSING;

/** What stands in the parentheses that a sign follows. */
function groupBefore(tokens: readonly Token[]): string {
  const isPower = isOperator(tokens.at(-2), '^');
  const inside = tokens.slice(0, isPower ? -2 : -1);
  let depth = 0;
  for (let at = inside.length - 1; at >= 0; at--) {
    const { text } = inside[at]!;
    if (text === ')' || text === ']') depth++;
    else if (text === '(' || text === '[') depth--;
    if (depth !== 0) continue;
    return at === inside.length - 1
      ? inside[at]!.text
      : inside
          .slice(at + 1, -1)
          .map(of => of.text)
          .join('');
  }
  return 'x';
}

/** `(S - K)+`, `x--`: what a sign at the end means elsewhere. */
function signHelp(tokens: readonly Token[]): string | undefined {
  const [before, last] = tokens.slice(-2);
  if (isOperator(last, '+') && before?.kind === 'operator' && [')', ']', '^'].includes(before.text))
    return `write 'max(${groupBefore(tokens)}, 0)' for the positive part`;
  return isOperator(last, '-') && isOperator(before, '-') ? 'write the operation out' : undefined;
}
