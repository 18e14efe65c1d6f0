// A loop over rows that arrive in parts: the function stops for each part, and goes on with what the rows of all parts come to.

import type * as ESTree from 'estree';
import { isOfRows } from '../../../exports/passes.js';
import type { Total } from '../../../schedule/sections.js';
import * as js from '../print/estree.js';
import { LEVELS, sumsOf } from '../sums.js';
import type { Passes, SectionContext } from './context.js';
import type { Reading } from './reading.js';
import type { InVariables, Totals } from './totals.js';
import { filledFrom, solvingIn } from './turns.js';

export interface Pass {
  readonly row: string;
  readonly end: string;
  readonly sums: readonly Total[];
  /** What it does with a row, sums aside. */
  readonly turn: readonly ESTree.Statement[];
  /** Whether one of its blocks may not be solved. */
  readonly isSolving: boolean;
  readonly refused: Total | undefined;
  /** Totals that are no sums. */
  readonly others: InVariables;
}

/** @returns the loop, and variables of the sums that it has left in the array */
export function passOf(
  { row, end, sums, turn, isSolving, refused, others }: Pass,
  { stages, isCounted, total }: Passes,
  context: SectionContext,
  { read }: Reading,
  totals: Totals,
): { readonly looped: readonly ESTree.Statement[]; readonly totalled: readonly ESTree.Statement[] } {
  const { names, signature } = context;
  const [seen, piece] = [names.claim('seen'), names.claim('piece')];
  const [first, last, block] = [names.claim('first'), names.claim('last'), names.claim('block')];
  const [parts, part] = [names.claim('parts'), names.claim('part')];
  const isFirst = stages === 1 && !isCounted;
  const check = [
    ...(isFirst
      ? [js.declare('const', js.identifier(total), js.identifier(seen))]
      : filledFrom('same', {
          expressions: { $seen: [js.identifier(seen)], $rows: [js.identifier(total)] },
        })),
    ...(refused === undefined
      ? []
      : filledFrom('refused', {
          expressions: {
            $count: [js.identifier(total)],
            $message: [js.text(`${context.call}: '${refused.combine}' needs rows, got none`)],
          },
        })),
  ];
  const expressions = {
    $seen: [js.identifier(seen)],
    $piece: [js.identifier(piece)],
    $columns: signature.parameters.filter(isOfRows).map(({ name }) => js.identifier(name)),
    $start: [js.identifier(signature.rows!.start)],
    $count: [js.identifier(signature.rows!.count)],
    $end: [js.identifier(end)],
    $row: [js.identifier(row)],
    $parts: [js.identifier(parts)],
    $part: [js.identifier(part)],
    $others: others.names.map(js.identifier),
  };
  const joining = { $check: check, $again: others.again, $join: others.joined(part) };
  const solving = (body: readonly ESTree.Statement[], from: string): readonly ESTree.Statement[] =>
    isSolving ? solvingIn(context, body, 'row', `${seen} + ${row} - ${from} + 1`) : body;
  if (sums.length === 0)
    return {
      looped: filledFrom('plainPieces', {
        expressions,
        statements: { $body: solving(turn, signature.rows!.start), ...joining },
      }),
      totalled: [],
    };
  const made = sumsOf(sums.length, names, context.sums, { row, first: `${first} + ${seen}` });
  const looped = filledFrom('pieces', {
    expressions: {
      ...expressions,
      $first: [js.identifier(first)],
      $last: [js.identifier(last)],
      $block: [js.identifier(block)],
      $addBlock: [js.identifier(context.special('addBlock'))],
      $addPart: [js.identifier(context.special('addPart'))],
      $finishBlocks: [js.identifier(context.special('finishBlocks'))],
      $sums: [js.identifier(made.array)],
      $width: [js.number(sums.length)],
      $kept: [js.number((LEVELS + 1) * sums.length)],
    },
    statements: {
      $body: solving([...turn, ...made.opening, ...made.added(sum => read(sums[sum]!.value))], first),
      $reset: made.reset,
      $gather: made.gathered,
      $clear: made.cleared,
      ...joining,
    },
  });
  return { looped, totalled: totals.ofSums(sums, made) };
}
