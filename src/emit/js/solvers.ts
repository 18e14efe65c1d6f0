// Functions that solve implicit blocks, one for each, whatever the functions are that need the solutions.

import type * as ESTree from 'estree';
import blocksProgram from '../../../templates/blocks.js?estree';
import type { ScheduledBlock } from '../../exports/blocks.js';
import type { Argument } from '../../exports/declared.js';
import type { ScheduledFunction } from '../../exports/plan.js';
import { placesOf } from '../../ops/implicit.js';
import { plainName } from '../line/in-array.js';
import type { Access } from '../line/line-context.js';
import type { FunctionContext, Solvers } from './function-context.js';
import { emitBody } from './line/body.js';
import { locationOf } from './line/chunks.js';
import * as js from './print/estree.js';
import { fill, lazyTemplate } from './templates/template.js';

const template = lazyTemplate(blocksProgram);

/** @param claim a free name at the top level of the module */
export function createSolvers(claim: (name: string) => string): Solvers {
  const matrices = { name: claim('matrices'), length: 0 };
  return { state: claim('warm'), hasState: false, matrices, blocks: new Map(), names: new Map() };
}

/** Name of the function that solves a block. */
export function solverName({ blocks, names }: Solvers, number: number, claim: (name: string) => string): string {
  const name = names.get(number) ?? claim(`solve_${plainName(blocks.get(number)!.names[0]!)}`);
  names.set(number, name);
  return name;
}

/** Says which state blocks start from, and leave their solution in, in a function that has solutions. */
export function takingState(
  { blocks }: Pick<ScheduledFunction, 'blocks'>,
  solvers: Solvers | null,
  given: Argument | null,
): ESTree.Statement[] {
  if (solvers === null || given === null || blocks.size === 0) return [];
  solvers.hasState = true;
  return [js.assign(js.identifier(solvers.state), js.logical('??', js.identifier(given.name), NULL))];
}

/** Declarations of all that are called, once whatever calls them is printed. */
export function* solverDeclarations(context: FunctionContext): Generator<ESTree.Declaration> {
  const { solvers, claim } = context;
  if (solvers === null) return;
  const { names, blocks, state, hasState } = solvers;
  if (hasState || names.size > 0) yield js.declare('let', js.identifier(state), NULL);
  for (const [number, name] of names) {
    const block = blocks.get(number)!;
    const cycle = js.identifier(claim(`cycle_${plainName(block.names[0]!)}`));
    yield js.declare('const', cycle, js.list(block.names.map(js.text)));
    yield emitSolver(block, name, cycle, context, solvers);
  }
}

const NULL: ESTree.Literal = { type: 'Literal', value: null };

function emitSolver(
  { names: unknowns, places, outside, line, placed }: ScheduledBlock,
  name: string,
  cycle: ESTree.Identifier,
  context: FunctionContext,
  { state, matrices }: Solvers,
): ESTree.FunctionDeclaration {
  const names = context.scope();
  for (const own of ['slots', 'at', 'status']) names.claim(own);
  const n = unknowns.length;
  const element = (k: number): string => (k === 0 ? 'at' : `at + ${k}`);
  const { residual, size, jacobian, slope } = placesOf(n);
  matrices.length = Math.max(matrices.length, line.arrays.length);
  const argument = (slot: number): Access => {
    const keep = slot < outside ? 'v' : plainName(unknowns[slot - outside]!);
    return { name: 'slots', index: null, at: element(slot), keep };
  };
  const body = emitBody(
    line,
    {
      names,
      wanted: line.links.names,
      argument,
      special: context.special,
      location: node => locationOf(context.starts, line.graph, node),
      slots: matrices.name,
      isEarly: () => false,
      result: () => ({ name: '', index: null }),
    },
    line.results.returned,
  );
  const stores = placed.map((place, i) => {
    const starts = { residual, size, jacobian, slope };
    const within = place.of === 'slope' ? 0 : place.of === 'jacobian' ? place.row * n + place.column : place.row;
    const target = js.at(js.identifier('slots'), js.code(element(outside + starts[place.of] + within)));
    return js.assign(target, body.numeric(line.results.returned[i]!));
  });

  const expressions = {
    $unknowns: [js.code(element(outside))],
    $count: [js.number(n)],
    $cycle: [cycle],
    $places: [js.list(places.map(js.number))],
    $state: [js.identifier(state)],
    ...Object.fromEntries(
      ['lookAt', 'goOn', 'notSolved', 'startSolving', 'takeState', 'leaveState'].map(of => [
        `$${of}`,
        [js.identifier(context.special(of))],
      ]),
    ),
    $step: [js.identifier(context.special(n === 1 ? 'slopeStep' : 'factoredStep'))],
  };
  const part = (of: string): ESTree.Statement[] => fill(template(), of, { expressions }).body.body;
  const node = fill(template(), 'block', {
    expressions,
    statements: { $start: part('starting'), $body: body.statements, $stores: stores, $end: part('ending') },
  });
  return { ...node, id: js.identifier(name) };
}
