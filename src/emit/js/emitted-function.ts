// What emission makes of an export, and how its arguments stand in the code.

import type * as ESTree from 'estree';
import type { Argument } from '../../exports/declared.js';
import type { Extent } from '../../exports/plan.js';
import { ROWS } from '../../lower/lowering.js';
import { lengthFrom, rowsOf } from './argument-checks.js';
import type { ChunkFunctions } from './line/chunks.js';
import * as js from './print/estree.js';

/** A function declaration and its arguments, for documentation and types. */
export interface EmittedFunction {
  readonly arguments: readonly Argument[];
  /** Functions that it calls, to be made first. */
  readonly chunks: readonly ChunkFunctions[];
  /** Those of its loops. */
  readonly loops: readonly ESTree.FunctionDeclaration[];
  /**
   * Makes it, once the chunks are made: calls of them all, kept meanwhile, would teach V8 that nodes of this kind live long.
   */
  make(): ESTree.FunctionDeclaration;
}

export const idsOf = (args: readonly Argument[]): ESTree.Identifier[] => args.map(({ name }) => js.identifier(name));

/** The same as parameters: which rows may be left out, and are all of them then. */
export function parametersOf(args: readonly Argument[]): ESTree.Expression[] {
  const first = args.find(({ dimension }) => dimension === ROWS);
  const start = args.find(({ range }) => range === 'start');
  return args.map(({ name, range }) => {
    const id = js.identifier(name);
    if (range === undefined || start === undefined) return id;
    // Patterns stand where the template has a parameter.
    return js.withDefault(
      id,
      range === 'start' ? js.number(0) : js.binary('-', rowsOf(first!), js.identifier(start.name)),
    );
  });
}

/** How long a new array of results is. */
export function lengthOfOutput(output: Argument | undefined, args: readonly Argument[]): ESTree.Expression {
  if (output?.extent === undefined) return js.number(output?.length ?? 0);
  const length = lengthFrom(output.extent, args);
  // Arguments that are too short for it are refused once there is an array.
  return mayBeNegative(output.extent)
    ? js.call(js.member(js.identifier('Math'), 'max'), [js.number(0), length])
    : length;
}

const mayBeNegative = ({ fixed, times }: Extent): boolean =>
  fixed < 0 || (typeof times === 'object' && mayBeNegative(times));
