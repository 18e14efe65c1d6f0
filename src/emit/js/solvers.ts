// Functions that solve implicit blocks, one for each, whatever the functions are that need the solutions.

import type * as ESTree from 'estree';
import blocksProgram from '../../../templates/blocks.js?estree';
import type { ScheduledBlock } from '../../exports/blocks.js';
import type { Argument } from '../../exports/declared.js';
import type { ScheduledFunction } from '../../exports/plan.js';
import type { Node } from '../../graph/graph.js';
import { placesOf } from '../../ops/implicit.js';
import type { Chunks } from '../../schedule/sections.js';
import { blockFunction, plainName } from '../line/in-array.js';
import { placesFor } from '../line/line-body.js';
import type { Access } from '../line/line-context.js';
import type { FunctionContext, Solvers } from './function-context.js';
import { emitBody, emitCalls, emitChunk } from './line/body.js';
import { locationOf } from './line/chunks.js';
import * as js from './print/estree.js';
import { fill, lazyTemplate } from './templates/template.js';

const template = lazyTemplate(blocksProgram);

/** @param claim a free name at the top level of the module */
export function createSolvers(claim: (name: string) => string): Solvers {
  const matrices = { name: claim('matrices'), length: 0 };
  return { state: claim('warm'), hasState: false, matrices, blocks: new Map(), names: new Map() };
}

/** Name of a function of a block. @param callee what stands for it in code */
export function solverName({ blocks, names }: Solvers, callee: string, claim: (name: string) => string): string {
  const { part, number } = blockFunction(callee)!;
  const name = names.get(callee) ?? claim(`${part}_${plainName(blocks.get(number)!.names[0]!)}`);
  names.set(callee, name);
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

/** What lets blocks start from what the formula says. */
export const startingCold = (solvers: Solvers | null): ESTree.Statement[] =>
  solvers === null ? [] : [js.assign(js.identifier(solvers.state), NULL)];

/** Declarations of all that are called, once whatever calls them is printed. */
export function* solverDeclarations(context: FunctionContext): Generator<ESTree.Declaration> {
  const { solvers, claim } = context;
  if (solvers === null) return;
  const { names, blocks, state, hasState } = solvers;
  if (hasState || names.size > 0) yield js.declare('let', js.identifier(state), NULL);
  const patterns = new Map<number, ESTree.Identifier>();
  for (const [callee, name] of names) {
    const { part, number } = blockFunction(callee)!;
    const block = blocks.get(number)!;
    const own = plainName(block.names[0]!);
    if (block.sparse !== null && !patterns.has(number)) {
      const pattern = js.identifier(claim(`pattern_${own}`));
      patterns.set(number, pattern);
      yield js.declare('const', pattern, js.made('Int32Array', [js.list(Array.from(block.sparse.pattern, js.number))]));
    }
    const pattern = patterns.get(number) ?? null;
    if (part !== 'solve') {
      yield emitSparse(part, name, pattern!, context);
      continue;
    }
    const cycle = js.identifier(claim(`cycle_${own}`));
    yield js.declare('const', cycle, js.list(block.names.map(js.text)));
    yield* emitSolver(block, name, cycle, pattern, context, solvers);
  }
}

/** What factorises a Jacobian with few entries, or solves equations with such factors. */
function emitSparse(
  part: 'factor' | 'divide',
  name: string,
  pattern: ESTree.Identifier,
  { special }: FunctionContext,
): ESTree.FunctionDeclaration {
  const expressions = {
    $pattern: [pattern],
    $factoriseSparse: [js.identifier(special('factoriseSparse'))],
    $solveSparse: [js.identifier(special('solveSparse'))],
  };
  return { ...fill(template(), part, { expressions }), id: js.identifier(name) };
}

const NULL: ESTree.Literal = { type: 'Literal', value: null };

function* emitSolver(
  { names: unknowns, places, outside, line: whole, long, placed }: ScheduledBlock,
  name: string,
  cycle: ESTree.Identifier,
  pattern: ESTree.Identifier | null,
  context: FunctionContext,
  { state, matrices }: Solvers,
): Generator<ESTree.FunctionDeclaration> {
  const line = long?.chunks ? long : whole;
  const n = unknowns.length;
  const element = (k: number): string => (k === 0 ? 'at' : `at + ${k}`);
  const { residual, size, jacobian, slope, length } = placesOf(n);
  const starts = { residual, size, jacobian, slope };
  const targets = placed.map((place): string => {
    const within = place.of === 'slope' ? 0 : place.of === 'jacobian' ? place.row * n + place.column : place.row;
    return element(outside + starts[place.of] + within);
  });
  matrices.length = Math.max(matrices.length, line.chunks?.slotCount ?? line.arrays.length);
  const argument = (slot: number): Access => {
    const keep = slot < outside ? 'v' : plainName(unknowns[slot - outside]!);
    return { name: 'slots', index: null, at: element(slot), keep };
  };
  const scoped = () => {
    const names = context.scope();
    for (const own of ['slots', 'at', 'status']) names.claim(own);
    return {
      names,
      wanted: line.links.names,
      argument,
      special: context.special,
      location: (node: Node) => locationOf(context.starts, line.graph, node),
      slots: matrices.name,
      isEarly: () => line.chunks !== null,
      result: (position: number) => ({ name: 'slots', index: null, at: targets[position]! }),
    };
  };
  const parts: ESTree.FunctionDeclaration[] = [];
  const statements = line.chunks === null ? wholeLine() : chunkedLine(line.chunks);
  yield* parts;

  function wholeLine(): ESTree.Statement[] {
    const { returned } = line.results;
    const body = emitBody(line, scoped(), returned);
    const stores = returned.map((node, i) =>
      js.assign(js.at(js.identifier('slots'), js.code(targets[i]!)), body.numeric(node)),
    );
    return [...body.statements, ...stores];
  }

  /** A long line in functions of their own, which V8 optimises. */
  function chunkedLine(chunks: Chunks): ESTree.Statement[] {
    const own = placesFor(line);
    const params = ['slots', 'at'].map(js.identifier);
    const made = chunks.chunks.map(chunk => {
      const id = js.identifier(context.claim(`${name}_part`));
      parts.push({ type: 'FunctionDeclaration', id, params, body: js.block(emitChunk(line, chunk, scoped(), own)) });
      return id.name;
    });
    return emitCalls(line, chunks, scoped(), chunk => `${made[chunk]!}(slots, at)`).statements;
  }

  const expressions = {
    $unknowns: [js.code(element(outside))],
    $count: [js.number(n)],
    $cycle: [cycle],
    $places: [js.list(places.map(js.number))],
    $state: [js.identifier(state)],
    ...Object.fromEntries(
      ['goOn', 'notSolved', 'startSolving', 'takeState', 'leaveState'].map(of => [
        `$${of}`,
        [js.identifier(context.special(of))],
      ]),
    ),
    $look: [pattern === null ? called('lookAt') : called('lookAtSparse', pattern)],
    $step: [stepOf()],
  };
  const part = (of: string): ESTree.Statement[] => fill(template(), of, { expressions }).body.body;
  const node = fill(template(), 'block', {
    expressions,
    statements: { $start: part('starting'), $body: statements, $end: part('ending') },
  });
  yield { ...node, id: js.identifier(name) };

  function stepOf(): ESTree.Expression {
    if (pattern !== null) return called('sparseStep', js.code(element(outside + length)), pattern);
    return called(n === 1 ? 'slopeStep' : 'factoredStep');
  }

  /** A call about the unknowns. */
  function called(special: string, ...more: ESTree.Expression[]): ESTree.Expression {
    const own = [js.identifier('slots'), js.code(element(outside)), js.number(n)];
    return js.call(js.identifier(context.special(special)), [...own, ...more]);
  }
}
