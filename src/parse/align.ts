// mathjs's tree and our tokens, side by side: every token is consumed exactly once, in the order of the text. The walk
// keeps its own stack, because a sum of 100,000 terms is a tree 100,000 deep.

import type { Report } from '../diagnostic.js';
import type { Span } from '../source.js';
import type {
  AccessorTree,
  ArrayTree,
  AssignmentTree,
  CallTree,
  ConditionalTree,
  OperatorTree,
  RangeTree,
  RelationalTree,
  Tree,
} from './grammar.js';
import type { BinaryOperator, Comparison, ExpressionNode, LogicOperator, UnaryOperator } from './program.js';
import type { Token } from './tokens.js';

const COMPARISONS = new Set(['<', '<=', '>', '>=', '==', '!=']);

/** What stands after a range whose end is left out. */
const ENDS_RANGE = new Set<string | undefined>([',', ']', ')', undefined]);

type Task = () => void;

export function align(tree: Tree, tokens: readonly Token[], report: Report): ExpressionNode[] | null {
  const walk = new Walk(tokens, report);
  walk.run(tree);
  return walk.failed ? null : walk.nodes;
}

class Walk {
  readonly nodes: ExpressionNode[] = [];
  failed = false;
  readonly #tokens: readonly Token[];
  readonly #report: Report;
  readonly #tasks: Task[] = [];
  /** Indices of finished operands that still wait for their operator. */
  readonly #values: number[] = [];
  #cursor = 0;

  constructor(tokens: readonly Token[], report: Report) {
    this.#tokens = tokens;
    this.#report = report;
  }

  run(tree: Tree): void {
    this.#visit(tree);
    for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) task();
    if (this.#cursor !== this.#tokens.length) throw new Error('internal error: tokens are left over');
  }

  /** Does the tasks in order, before whatever was waiting. */
  #then(...tasks: Task[]): void {
    for (let i = tasks.length - 1; i >= 0; i--) this.#tasks.push(tasks[i]!);
  }

  #take(text: string): Token {
    const token = this.#tokens[this.#cursor++];
    if (token === undefined || token.text !== text) {
      throw new Error(`internal error: expected '${text}' at token ${this.#cursor}, found '${token?.text}'`);
    }
    return token;
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

  #visit(node: Tree): void {
    const first = this.#cursor;
    switch (node.type) {
      case 'ConstantNode': {
        const token = this.#takeAny();
        return this.#finish({ kind: 'number', value: Number(token.text), span: token });
      }
      case 'SymbolNode': {
        const token = this.#takeAny();
        return this.#finish({ kind: 'name', name: token.text, span: token });
      }
      case 'ParenthesisNode':
        this.#take('(');
        return this.#then(
          () => this.#visit(node.content),
          () => void this.#take(')'),
        );
      case 'OperatorNode':
        return this.#operator(node, first);
      case 'RelationalNode':
        return this.#relational(node, first);
      case 'ConditionalNode':
        return this.#conditional(node, first);
      case 'FunctionNode':
        return this.#call(node, first);
      case 'AssignmentNode':
        return this.#binding(node, first);
      case 'ArrayNode':
        return this.#array(node, first);
      case 'AccessorNode':
        return this.#accessor(node, first);
      case 'RangeNode':
        return this.#range(node, first);
      default:
        throw new Error(`internal error: mathjs made a ${node.type}`);
    }
  }

  #operator(node: OperatorTree, first: number): void {
    const [left, right] = node.args;
    const operator = node.op;
    let operatorSpan: Span = { start: 0, end: 0 };
    if (right === undefined) {
      const prefix = ['-', '+', 'not'].includes(operator);
      // mathjs's grammar has no other operators of one operand once the traps are out.
      const unary = operator as UnaryOperator;
      const take = (): void => {
        operatorSpan = this.#take(operator);
      };
      const finish = (): void => {
        const [operand] = this.#operands(1);
        this.#finish({ kind: 'unary', operator: unary, operatorSpan, operand: operand!, span: this.#from(first) });
      };
      return prefix
        ? this.#then(take, () => this.#visit(left), finish)
        : this.#then(() => this.#visit(left), take, finish);
    }
    const implicit = node.implicit === true;
    this.#then(
      () => this.#visit(left),
      () => {
        if (implicit) {
          const end = this.#tokens[this.#cursor - 1]!.end;
          operatorSpan = { start: end, end };
        } else operatorSpan = this.#take(operator);
      },
      () => this.#visit(right),
      () => {
        const [a, b] = this.#operands(2);
        const span = this.#from(first);
        this.#checkNot(operator, [left, right], span);
        if (operator === '/' && isImplicitProduct(right)) {
          this.#fail('WG121', span, 'it is not clear what this divides by', 'write a/(b*c) or (a/b)*c');
        }
        if (COMPARISONS.has(operator)) {
          // Checked by the set.
          const operators = [operator as Comparison];
          return this.#finish({
            kind: 'comparison',
            operators,
            operatorSpans: [operatorSpan],
            operands: [a!, b!],
            span,
          });
        }
        // All binary operators that the tokenizer lets through.
        const binary = operator as BinaryOperator | LogicOperator;
        this.#finish({ kind: 'binary', operator: binary, operatorSpan, left: a!, right: b!, implicit, span });
      },
    );
  }

  /** `not x > 1` is (not x) > 1 in mathjs, which nobody means. */
  #checkNot(operator: string, operands: readonly Tree[], span: Span): void {
    if (operator === 'and' || operator === 'or') return;
    const isNot = (node: Tree): boolean => node.type === 'OperatorNode' && node.op === 'not';
    if (operands.some(isNot)) {
      this.#fail('WG122', span, `'not' binds tighter than '${operator}' here`, 'write not (x > 1), or (not x) > 1');
    }
  }

  #relational({ params }: RelationalTree, first: number): void {
    const operands = params;
    const operatorSpans: Token[] = [];
    const tasks: Task[] = [];
    for (const [i, operand] of operands.entries()) {
      if (i > 0) tasks.push(() => void operatorSpans.push(this.#takeAny()));
      tasks.push(() => this.#visit(operand));
    }
    this.#then(...tasks, () => {
      const span = this.#from(first);
      this.#checkNot('<', operands, span);
      // Between the operands of a relational node stand comparisons.
      const operators = operatorSpans.map(token => token.text as Comparison);
      this.#finish({ kind: 'comparison', operators, operatorSpans, operands: this.#operands(operands.length), span });
    });
  }

  #conditional({ condition, trueExpr, falseExpr }: ConditionalTree, first: number): void {
    this.#then(
      () => this.#visit(condition),
      () => void this.#take('?'),
      () => this.#visit(trueExpr),
      () => void this.#take(':'),
      () => this.#visit(falseExpr),
      () => {
        const [test, whenTrue, whenFalse] = this.#operands(3);
        this.#finish({
          kind: 'conditional',
          condition: test!,
          whenTrue: whenTrue!,
          whenFalse: whenFalse!,
          span: this.#from(first),
        });
      },
    );
  }

  #call(node: CallTree, first: number): void {
    const callee = node.fn;
    if (callee.type !== 'SymbolNode') {
      // Only a name can be called; walk the parts so that the tokens stay aligned.
      return this.#then(
        () => this.#visit(callee),
        ...this.#arguments(node),
        () => {
          this.#operands(node.args.length);
          this.#fail('WG123', this.#from(first), 'only a name can be called', "write '*' for a product");
        },
      );
    }
    const name = this.#takeAny();
    this.#then(...this.#arguments(node), () => {
      const callArguments = this.#operands(node.args.length);
      this.#finish({
        kind: 'call',
        callee: { name: name.text, span: name },
        arguments: callArguments,
        span: this.#from(first),
      });
    });
  }

  #arguments(node: CallTree): Task[] {
    return [() => void this.#take('('), ...this.#separated(node.args), () => void this.#take(')')];
  }

  #separated(nodes: readonly Tree[], separator = ','): Task[] {
    return nodes.flatMap((node, i) => {
      const visit = (): void => this.#visit(node);
      return i === 0 ? [visit] : [() => void this.#take(separator), visit];
    });
  }

  #binding({ value }: AssignmentTree, first: number): void {
    const name = this.#takeAny();
    this.#then(
      () => void this.#take('='),
      () => this.#visit(value),
      () => {
        const [range] = this.#operands(1);
        this.#finish({
          kind: 'binding',
          name: { name: name.text, span: name },
          range: range!,
          span: this.#from(first),
        });
      },
    );
  }

  #array({ items }: ArrayTree, first: number): void {
    const entries = items;
    this.#take('[');
    const rows = this.#hasRows(first) ? entries.map(row => (row as ArrayTree).items) : [entries];
    const tasks = rows.flatMap((row, i) => {
      const inside = this.#separated(row);
      return i === 0 ? inside : [() => void this.#take(';'), ...inside];
    });
    this.#then(
      ...tasks,
      () => void this.#take(']'),
      () => {
        const flat = this.#operands(rows.reduce((total, row) => total + row.length, 0));
        const indices = rows.map(row => flat.splice(0, row.length));
        this.#finish({ kind: 'array', rows: indices, span: this.#from(first) });
      },
    );
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
    const { dimensions } = node.index;
    const indices = dimensions;
    this.#then(
      () => this.#visit(node.object),
      () => void this.#take('['),
      ...this.#separated(indices),
      () => void this.#take(']'),
      () => {
        const [object, ...rest] = this.#operands(indices.length + 1);
        this.#finish({ kind: 'index', object: object!, indices: rest, span: this.#from(first) });
      },
    );
  }

  /** In an index mathjs invents the ends that `:` leaves out. */
  #range({ start, end, step }: RangeTree, first: number): void {
    const isOpen = { from: this.#next() === ':', to: false };
    const hasStep = step != null;
    this.#then(
      ...(isOpen.from ? [] : [() => this.#visit(start)]),
      () => void this.#take(':'),
      ...(hasStep ? [() => this.#visit(step), () => void this.#take(':')] : []),
      () => {
        isOpen.to = ENDS_RANGE.has(this.#next());
        if (!isOpen.to) this.#visit(end);
      },
      () => {
        const parts = this.#operands(Number(!isOpen.from) + Number(hasStep) + Number(!isOpen.to));
        const from = isOpen.from ? null : parts.shift()!;
        const by = hasStep ? parts.shift()! : null;
        this.#finish({ kind: 'range', from, step: by, to: parts.shift() ?? null, span: this.#from(first) });
      },
    );
  }
}

function isImplicitProduct(node: Tree): boolean {
  return node.type === 'OperatorNode' && node.implicit === true;
}
