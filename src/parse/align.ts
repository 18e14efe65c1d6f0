// mathjs's tree and our tokens, side by side: every token is consumed exactly once, in the order of the text. The walk
// keeps its own stack, because a sum of 100,000 terms is a tree 100,000 deep.

import type { Report } from '../diagnostic.js';
import type { Span } from '../source.js';
import type {
  AccessorTree,
  ArrayTree,
  CallTree,
  ConditionalTree,
  OperatorTree,
  RangeTree,
  RelationalTree,
  Tree,
} from './grammar.js';
import type {
  BinaryOperator,
  Comparison,
  Expression,
  ExpressionNode,
  LogicOperator,
  Name,
  UnaryOperator,
} from './program.js';
import type { Token } from './tokens.js';

const PREFIX = new Set(['-', '+', 'not']);
const COMPARISONS = new Set(['<', '<=', '>', '>=', '==', '!=']);

/** What stands after a range whose end is left out. */
const ENDS_RANGE = new Set<string | undefined>([',', ']', ')', undefined]);

/** An operation whose operands are being visited: most of what formulas are made of, so it is a record and not closures. */
interface Pending {
  readonly type: 'pending';
  readonly node: OperatorTree;
  /** Its first token. */
  readonly first: number;
  operatorSpan: Span | null;
}

/** A tree to visit, the text of a token to take, an operation to go on with, or what else is to be done. */
type Task = Tree | Pending | string | (() => void);

/** Thrown to leave a walk whose error is reported. */
const STOPPED = new Error('stopped');

export function align(tree: Tree, tokens: readonly Token[], report: Report): ExpressionNode[] | null {
  const walk = new Walk(tokens, report);
  walk.run(tree);
  return walk.failed ? null : walk.nodes;
}

const isNot = (node: Tree): boolean => node.type === 'OperatorNode' && node.op === 'not';

class Walk {
  readonly nodes: ExpressionNode[] = [];
  failed = false;
  readonly #tokens: readonly Token[];
  readonly #report: Report;
  readonly #tasks: Task[] = [];
  /** Indices of finished operands that still wait for their operator. */
  readonly #values: number[] = [];
  /** Objects whose indices are being read, innermost last; what `end` stands for. */
  readonly #indexed: { object: number; dimension: number; indices: number }[] = [];
  #cursor = 0;

  constructor(tokens: readonly Token[], report: Report) {
    this.#tokens = tokens;
    this.#report = report;
  }

  run(tree: Tree): void {
    this.#tasks.push(tree);
    try {
      for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) {
        if (typeof task === 'function') task();
        else if (typeof task === 'string') this.#take(task);
        else if (task.type === 'pending') this.#goOn(task);
        else this.#visit(task);
      }
    } catch (error) {
      if (error === STOPPED) return;
      throw error;
    }
    if (this.#cursor !== this.#tokens.length) throw new Error('internal error: tokens');
  }

  /** Does the tasks in order, before whatever was waiting. */
  #then(...tasks: Task[]): void {
    for (let i = tasks.length - 1; i >= 0; i--) this.#tasks.push(tasks[i]!);
  }

  #take(text: string): Token {
    const token = this.#tokens[this.#cursor++];
    if (token?.text === text) return token;
    if (token?.text === ',' || token?.text === ';') this.#stopAt(token);
    throw new Error(`internal error: ${text}, ${token?.text}`);
  }

  #takeAny(): Token {
    return this.#tokens[this.#cursor++]!;
  }

  #next(): string | undefined {
    return this.#tokens[this.#cursor]?.text;
  }

  #finish(node: ExpressionNode): void {
    this.#values.push(this.nodes.push(node) - 1);
  }

  #operands(count: number): number[] {
    return this.#values.splice(this.#values.length - count, count);
  }

  /** Span from a token to the last one taken. */
  #from(first: number): Span {
    return { start: this.#tokens[first]!.start, end: this.#tokens[this.#cursor - 1]!.end };
  }

  #fail(code: string, span: Span, message: string, help: string): void {
    this.failed = true;
    this.#report.error(code, span, message, help);
  }

  /** Where mathjs takes what the language does not have, such as a comma after the last element. */
  #stopAt(token: Token): never {
    this.#fail('WG103', token, `unexpected '${token.text}'`, 'an operand is missing, or an operator too many');
    throw STOPPED;
  }

  #visit(node: Tree): void {
    const first = this.#cursor;
    switch (node.type) {
      case 'ConstantNode': {
        const { text, start, end } = this.#takeAny();
        return this.#finish({ kind: 'number', value: Number(text), start, end });
      }
      case 'SymbolNode': {
        const { text, start, end } = this.#takeAny();
        const indexed = this.#indexed.at(-1);
        if (text === 'end' && indexed !== undefined) return this.#finish({ kind: 'end', ...indexed, start, end });
        return this.#finish({ kind: 'name', name: text, start, end });
      }
      case 'ParenthesisNode':
        return this.#then('(', node.content, ')');
      case 'OperatorNode':
        return this.#operator(node, first);
      case 'RelationalNode':
        return this.#relational(node, first);
      case 'ConditionalNode':
        return this.#conditional(node, first);
      case 'FunctionNode':
        return this.#call(node, first);
      case 'ArrayNode':
        return this.#array(node, first);
      case 'AccessorNode':
        return this.#accessor(node, first);
      case 'RangeNode':
        return this.#range(node, first);
      default: {
        // An assignment or a block inside an expression.
        const sign = this.#tokens.slice(first).find(({ text }) => text === '=' || text === ';');
        if (sign !== undefined) this.#stopAt(sign);
        throw new Error(`internal error: ${node.type}`);
      }
    }
  }

  #operator(node: OperatorTree, first: number): void {
    const [left, right] = node.args;
    const pending: Pending = { type: 'pending', node, first, operatorSpan: null };
    if (right !== undefined) this.#tasks.push(pending, right, pending, left);
    else if (PREFIX.has(node.op)) this.#tasks.push(pending, left, pending);
    else this.#tasks.push(pending, pending, left);
  }

  /** Takes an operation's operator; the second time, all of its operands are there. */
  #goOn(pending: Pending): void {
    const { node, first, operatorSpan } = pending;
    if (operatorSpan !== null) return this.#finishOperator(node, first, operatorSpan);
    if (node.implicit === true) {
      const { end } = this.#tokens[this.#cursor - 1]!;
      pending.operatorSpan = { start: end, end };
    } else pending.operatorSpan = this.#take(node.op);
  }

  #finishOperator(node: OperatorTree, first: number, operatorSpan: Span): void {
    const [left, right] = node.args;
    const operator = node.op;
    const { start } = this.#tokens[first]!;
    const { end } = this.#tokens[this.#cursor - 1]!;
    const b = this.#values.pop()!;
    if (right === undefined) {
      // mathjs's grammar has no other operators of one operand once the traps are out.
      const unary = operator as UnaryOperator;
      return this.#finish({ kind: 'unary', operator: unary, operand: b, start, end });
    }
    const a = this.#values.pop()!;
    if ((isNot(left) || isNot(right)) && operator !== 'and' && operator !== 'or')
      this.#failNot(operator, { start, end });
    if (operator === '/' && isImplicitProduct(right)) {
      this.#fail('WG121', { start, end }, 'it is not clear what this divides by', 'write a/(b*c) or (a/b)*c');
    }
    if (COMPARISONS.has(operator)) {
      // Checked by the set.
      const operators = [operator as Comparison];
      return this.#finish({
        kind: 'comparison',
        operators,
        operatorSpans: [operatorSpan],
        operands: [a, b],
        start,
        end,
      });
    }
    // All binary operators that the tokenizer lets through.
    const binary = operator as BinaryOperator | LogicOperator;
    const implicit = node.implicit === true;
    const { start: operatorStart, end: operatorEnd } = operatorSpan;
    this.#finish({
      kind: 'binary',
      operator: binary,
      left: a,
      right: b,
      implicit,
      operatorStart,
      operatorEnd,
      start,
      end,
    });
  }

  /** `not x > 1` is (not x) > 1 in mathjs, which nobody means. */
  #failNot(operator: string, span: Span): void {
    this.#fail('WG122', span, `'not' binds tighter than '${operator}' here`, 'write not (x > 1), or (not x) > 1');
  }

  #relational({ params }: RelationalTree, first: number): void {
    const operands = params;
    const operatorSpans: Token[] = [];
    const tasks: Task[] = [];
    for (const [i, operand] of operands.entries()) {
      if (i > 0) tasks.push(() => void operatorSpans.push(this.#takeAny()));
      tasks.push(operand);
    }
    this.#then(...tasks, () => {
      const span = this.#from(first);
      if (operands.some(isNot)) this.#failNot('<', span);
      // Between the operands of a relational node stand comparisons.
      const operators = operatorSpans.map(token => token.text as Comparison);
      this.#finish({
        kind: 'comparison',
        operators,
        operatorSpans,
        operands: this.#operands(operands.length),
        ...span,
      });
    });
  }

  #conditional({ test, trueExpr, falseExpr }: ConditionalTree, first: number): void {
    this.#then(test, '?', trueExpr, ':', falseExpr, () => {
      const [test, whenTrue, whenFalse] = this.#operands(3);
      this.#finish({
        kind: 'conditional',
        condition: test!,
        whenTrue: whenTrue!,
        whenFalse: whenFalse!,
        ...this.#from(first),
      });
    });
  }

  #call(node: CallTree, first: number): void {
    const callee = node.fn;
    if (callee.type !== 'SymbolNode') {
      // Only a name can be called; walk the parts so that the tokens stay aligned.
      return this.#then(callee, ...this.#arguments(node), () => {
        this.#operands(node.args.length);
        this.#fail('WG123', this.#from(first), 'only a name can be called', "write '*' for a product");
      });
    }
    const name = this.#takeAny();
    if (node.args.some(argument => argument.type === 'AssignmentNode')) return this.#comprehension(node, name, first);
    this.#then(...this.#arguments(node), () => {
      const callArguments = this.#operands(node.args.length);
      this.#finish({
        kind: 'call',
        callee: nameOf(name),
        arguments: callArguments,
        ...this.#from(first),
      });
    });
  }

  #arguments(node: CallTree): Task[] {
    return ['(', ...this.#separated(node.args), ')'];
  }

  #separated(nodes: readonly Tree[]): Task[] {
    return nodes.flatMap((node, i) => (i === 0 ? [node] : [',', node]));
  }

  /** The parts of a comprehension are expressions of their own, evaluated as often as the indices say. */
  #comprehension({ args }: CallTree, callee: Token, first: number): void {
    const base = this.nodes.length;
    const parts: Expression[] = [];
    const names: Name[] = [];
    const tasks = args.flatMap((argument, i): Task[] => {
      const isIndex = argument.type === 'AssignmentNode';
      const content = isIndex ? argument.value : argument;
      let start = 0;
      return [
        () => {
          if (i > 0) this.#take(',');
          if (isIndex) names.push(nameOf(this.#takeAny()));
          else if (i > 0)
            this.#fail('WG126', this.#tokens[this.#cursor]!, 'an index is missing here', "write 'i = 1:n'");
          if (isIndex) this.#take('=');
          start = this.nodes.length;
        },
        content,
        () => {
          this.#operands(1);
          parts.push(this.#extract(start));
        },
      ];
    });
    this.#then('(', ...tasks, ')', () => {
      this.nodes.length = base;
      const [body, ...ranges] = parts;
      const indices = names.map((name, i) => ({ name, range: ranges[i] ?? body! }));
      this.#finish({ kind: 'comprehension', callee: nameOf(callee), body: body!, indices, ...this.#from(first) });
    });
  }

  /** Takes the entries since `start` out of the list, as an expression of their own. */
  #extract(start: number): Expression {
    const nodes = this.nodes.splice(start).map(node => rebased(node, start));
    const outside = nodes.find(node => node.kind === 'end' && node.object < 0);
    if (outside !== undefined) {
      this.#fail('WG126', outside, "'end' belongs to an index outside of this comprehension", 'write the size');
    }
    const { start: from, end } = nodes.at(-1)!;
    return { nodes, span: { start: from, end } };
  }

  #array({ items }: ArrayTree, first: number): void {
    const entries = items;
    this.#take('[');
    const rows = this.#hasRows(first) ? entries.map(row => (row as ArrayTree).items) : [entries];
    const tasks = rows.flatMap((row, i) => {
      const inside = this.#separated(row);
      return i === 0 ? inside : [';', ...inside];
    });
    this.#then(...tasks, ']', () => {
      const flat = this.#operands(rows.reduce((total, row) => total + row.length, 0));
      const indices = rows.map(row => flat.splice(0, row.length));
      this.#finish({ kind: 'array', rows: indices, ...this.#from(first) });
    });
  }

  /** True for a bracket with `;` of its own, whose rows mathjs wraps in arrays that have no brackets. */
  #hasRows(open: number): boolean {
    let depth = 0;
    for (let i = open; i < this.#tokens.length; i++) {
      const { text } = this.#tokens[i]!;
      if (text === '[' || text === '(') depth++;
      else if (text === ']' || text === ')') depth--;
      else if (text === ';' && depth === 1) return true;
      if (depth === 0) return false;
    }
    return false;
  }

  #accessor(node: AccessorTree, first: number): void {
    const indices = node.index.dimensions;
    this.#then(
      node.object,
      '[',
      () => void this.#indexed.push({ object: this.#values.at(-1)!, dimension: -1, indices: indices.length }),
      ...indices.flatMap((index, i): Task[] => {
        const begin = (): void => {
          this.#indexed.at(-1)!.dimension++;
        };
        return i === 0 ? [begin, index] : [',', begin, index];
      }),
      () => {
        this.#indexed.pop();
        this.#take(']');
        const [object, ...rest] = this.#operands(indices.length + 1);
        this.#finish({ kind: 'index', object: object!, indices: rest, ...this.#from(first) });
      },
    );
  }

  /** In an index mathjs invents the ends that `:` leaves out. */
  #range({ start, end, step }: RangeTree, first: number): void {
    const isOpen = { from: this.#next() === ':', to: false };
    const hasStep = step != null;
    this.#then(
      ...(isOpen.from ? [] : [start]),
      ':',
      ...(hasStep ? [step, ':'] : []),
      () => {
        isOpen.to = ENDS_RANGE.has(this.#next());
        if (!isOpen.to) this.#visit(end);
      },
      () => {
        const parts = this.#operands(Number(!isOpen.from) + Number(hasStep) + Number(!isOpen.to));
        const from = isOpen.from ? null : parts.shift()!;
        const by = hasStep ? parts.shift()! : null;
        this.#finish({ kind: 'range', from, step: by, to: parts.shift() ?? null, ...this.#from(first) });
      },
    );
  }
}

const nameOf = ({ text, start, end }: Token): Name => ({ name: text, start, end });

/** An entry whose operands count from a later start of the list. */
function rebased(node: ExpressionNode, by: number): ExpressionNode {
  const at = (index: number): number => index - by;
  const orNull = (index: number | null): number | null => (index === null ? null : at(index));
  switch (node.kind) {
    case 'unary':
      return { ...node, operand: at(node.operand) };
    case 'binary':
      return { ...node, left: at(node.left), right: at(node.right) };
    case 'comparison':
      return { ...node, operands: node.operands.map(at) };
    case 'conditional':
      return {
        ...node,
        condition: at(node.condition),
        whenTrue: at(node.whenTrue),
        whenFalse: at(node.whenFalse),
      };
    case 'call':
      return { ...node, arguments: node.arguments.map(at) };
    case 'array':
      return { ...node, rows: node.rows.map(row => row.map(at)) };
    case 'index':
      return { ...node, object: at(node.object), indices: node.indices.map(at) };
    case 'range':
      return { ...node, from: orNull(node.from), step: orNull(node.step), to: orNull(node.to) };
    case 'end':
      return { ...node, object: at(node.object) };
    default:
      return node;
  }
}

function isImplicitProduct(node: Tree): boolean {
  return node.type === 'OperatorNode' && node.implicit === true;
}
