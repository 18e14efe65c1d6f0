// ESTree → text: astring, told how we write objects, and of one more type of node: a straight line, which a language's writer
// prints from the schedule.

import { GENERATOR, type Generator, generate, type Options, type State } from 'astring';
import type * as ESTree from 'estree';
import type { Node } from '../../graph/graph.js';
import type { LineWriter, OnLocated } from '../line-writer.js';

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

/** astring's state where it keeps count of lines: with a source map, in place of which it is handed this. */
interface Located extends State {
  line: number;
  column: number;
  readonly sourceMap?: { readonly onLocated: OnLocated };
}

/** Statements on lines of their own; false where there are none. */
function writeStatements(writer: LineWriter, indent: string, state: Located): boolean {
  const { sourceMap, line } = state;
  const onLocated: OnLocated | null =
    sourceMap === undefined ? null : (location, below, column) => sourceMap.onLocated(location, line + below, column);
  const lines = writer.statements(indent, onLocated);
  if (lines.length === 0) return false;
  state.output += `\n${lines.join('\n')}`;
  if (sourceMap !== undefined) state.line += lines.length;
  return true;
}

function writeValue({ writer, node }: StraightLine, state: Located): void {
  const { sourceMap, line, column } = state;
  const onLocated: OnLocated | null =
    sourceMap === undefined ? null : (location, _line, at) => sourceMap.onLocated(location, line - 1, column + at);
  state.write(writer.value(node!, onLocated));
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
      } else if (writeStatements(line.writer, indent, state as Located)) isEmpty = false;
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
  StraightLine: (node, state) => writeValue(node, state as Located),
};

/**
 * The text of a top-level statement.
 * @param level of indentation
 * @param onLocated is told lines from 0 on
 */
export function print(node: ESTree.Program['body'][number], level: number, onLocated: OnLocated | null): string {
  // No node has a place that astring would have the source map note.
  const sourceMap = (onLocated === null ? null : { onLocated }) as unknown as NonNullable<Options['sourceMap']>;
  return '  '.repeat(level) + generate(node, { generator, startingIndentLevel: level, sourceMap });
}
