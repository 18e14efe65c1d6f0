// Loops as statements of templates, and what stands around the turn of one.

import type * as ESTree from 'estree';
import loopsProgram from '../../../../templates/loops.js?estree';
import passesProgram from '../../../../templates/passes.js?estree';
import * as js from '../print/estree.js';
import { fill, lazyTemplate } from '../templates/template.js';
import type { SectionContext } from './context.js';

const loops = lazyTemplate(loopsProgram);
const passing = lazyTemplate(passesProgram);

const ofPasses = new Set(['pieces', 'plainPieces', 'same']);

export const filledFrom = (of: string, filling: Parameters<typeof fill>[2]): ESTree.Statement[] =>
  fill(ofPasses.has(of) ? passing() : loops(), of, filling).body.body;

/** Statements of a turn in which a block may not be solved. @param turn says which, from 1 on */
export const solvingIn = (
  { names, special }: SectionContext,
  body: readonly ESTree.Statement[],
  name: string,
  turn: string,
): ESTree.Statement[] =>
  filledFrom('solving', {
    expressions: {
      $error: [js.identifier(names.claim('error'))],
      $inTurn: [js.identifier(special('inTurn'))],
      $name: [js.text(name)],
      $turn: [js.code(turn)],
    },
    statements: { $body: body },
  });
