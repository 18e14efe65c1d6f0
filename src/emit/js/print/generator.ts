// ESTree → text: astring, told how we write objects, and of one more type of node: a straight line, which a language's writer
// prints from the schedule.

import { EXPRESSIONS_PRECEDENCE, GENERATOR, type Generator, type State } from 'astring';
import type * as ESTree from 'estree';
import type { Node } from '../../../graph/graph.js';
import type { OnLocated } from '../../line/line-context.js';
import type { LineWriter } from '../../line/line-writer.js';

/** All statements of a straight line, or what a node of it is where they have run. */
interface StraightLine {
  readonly type: 'StraightLine';
  readonly writer: LineWriter;
  readonly node?: Node;
}

// It stands where a statement may, or where an expression may that is not in another one.
const asESTree = (node: StraightLine): ESTree.Statement & ESTree.Expression =>
  node as unknown as ESTree.Statement & ESTree.Expression;

export const straightLine = (writer: LineWriter): ESTree.Statement => asESTree({ type: 'StraightLine', writer });

export const lineValue = (writer: LineWriter, node: Node): ESTree.Expression =>
  asESTree({ type: 'StraightLine', writer, node });

function straightLineOf(node: ESTree.Node): StraightLine | null {
  const other = node as unknown as StraightLine;
  return other.type === 'StraightLine' ? other : null;
}

declare module 'astring' {
  /** How tightly types of nodes bind, which its types do not mention. */
  export const EXPRESSIONS_PRECEDENCE: Readonly<Record<string, number>>;
}

/** What functions of the generator write to; lines and columns from 0. */
interface Writing extends State {
  line: number;
  column: number;
  readonly onLocated: OnLocated | null;
  readonly generator: Generator;
  readonly expressionsPrecedence: typeof EXPRESSIONS_PRECEDENCE;
}

/** astring's own state copes with streams, comments and maps of every node; ours is smaller in a page. */
function writingAt(level: number, onLocated: OnLocated | null): Writing {
  return {
    output: '',
    indent: '  ',
    indentLevel: level,
    lineEnd: '\n',
    writeComments: false,
    generator,
    expressionsPrecedence: EXPRESSIONS_PRECEDENCE,
    onLocated,
    line: 0,
    column: 0,
    write(code) {
      this.output += code;
      let start = 0;
      for (let end = code.indexOf('\n'); end !== -1; end = code.indexOf('\n', start)) {
        start = end + 1;
        this.line++;
        this.column = 0;
      }
      this.column += code.length - start;
    },
  };
}

/** Statements on lines of their own; false where there are none. */
function writeStatements(writer: LineWriter, indent: string, state: Writing): boolean {
  const { onLocated } = state;
  const above = state.line + 1;
  const lines = writer.statements(indent, onLocated && ((of, line, column) => onLocated(of, above + line, column)));
  if (lines.length === 0) return false;
  state.output += `\n${lines.join('\n')}`;
  state.line += lines.length;
  return true;
}

function writeValue({ writer, node }: StraightLine, state: Writing): void {
  const { onLocated, line, column } = state;
  state.write(writer.value(node!, onLocated && ((of, _line, at) => onLocated(of, line, column + at))));
}

const write = (node: ESTree.Node, state: State): void => {
  // Each type has a function of its own.
  (generator[node.type] as (node: ESTree.Node, state: State) => void)(node, state);
};

function braces({ properties }: ESTree.ObjectExpression | ESTree.ObjectPattern, state: State): void {
  state.write('{');
  for (const [i, property] of properties.entries()) {
    state.write(i === 0 ? ' ' : ', ');
    write(property, state);
  }
  state.write(properties.length === 0 ? '}' : ' }');
}

const generator: Generator & { StraightLine(node: StraightLine, state: State): void } = {
  ...GENERATOR,
  BlockStatement({ body }, state) {
    const outer = state.indent.repeat(state.indentLevel++);
    const indent = outer + state.indent;
    state.write('{');
    let isEmpty = true;
    for (const statement of body) {
      const line = straightLineOf(statement);
      if (line === null) {
        state.write('\n');
        state.write(indent);
        write(statement, state);
        isEmpty = false;
      } else if (writeStatements(line.writer, indent, state as Writing)) isEmpty = false;
    }
    state.indentLevel--;
    if (!isEmpty) {
      state.write('\n');
      state.write(outer);
    }
    state.write('}');
  },
  ObjectExpression: braces,
  ObjectPattern: braces,
  Property({ computed, key, value, shorthand }, state) {
    const line = straightLineOf(value);
    const isSame = line !== null && key.type === 'Identifier' && line.writer.value(line.node!, null) === key.name;
    if (!shorthand && !isSame) {
      if (computed) state.write('[');
      write(key, state);
      state.write(computed ? ']: ' : ': ');
    }
    write(value, state);
  },
  NewExpression(node, state) {
    // The only comment among the nodes of code: that bundlers may drop it.
    if (node.leadingComments) state.write('/*#__PURE__*/ ');
    GENERATOR.NewExpression.call(generator, node, state);
  },
  StraightLine: (node, state) => writeValue(node, state as Writing),
};

/** A top-level statement. @param level of indentation */
export function print(
  node: ESTree.Program['body'][number],
  level: number,
  onLocated: OnLocated | null,
): { readonly text: string; readonly lines: number } {
  const state = writingAt(level, onLocated);
  state.write(state.indent.repeat(level));
  write(node, state);
  return { text: state.output, lines: state.line + 1 };
}
