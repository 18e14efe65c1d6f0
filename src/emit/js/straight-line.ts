// The straight-line code of a function, with the loops that stand before it: in the function itself, or in chunks that it calls.

import type * as ESTree from 'estree';
import type { Argument } from '../../exports/declared.js';
import { type FunctionPlan, isAddedTo, isScattered, type ScheduledFunction, scatterIn } from '../../exports/plan.js';
import { hasSolved } from '../../graph/block.js';
import type { Node } from '../../graph/graph.js';
import { lateResults } from '../../schedule/reads.js';
import { hasLoops, lastLine, type Schedule, sourceIn } from '../../schedule/sections.js';
import { type Signature, type Signed, signatureIn } from '../arguments.js';
import { neededExtrema } from '../extrema.js';
import type { Names } from '../line/line-context.js';
import { storedResults } from '../stores.js';
import { signatureOf } from './argument-checks.js';
import { createChunkedLines } from './chunked-lines.js';
import type { FunctionContext } from './function-context.js';
import { type Body, emitBody } from './line/body.js';
import { type ChunkFunctions, locationOf } from './line/chunks.js';
import * as js from './print/estree.js';
import type { Passes, SectionContext } from './sections/context.js';
import { emitSections, type Sections } from './sections/sections.js';
import { startingCold, takingState } from './solvers.js';

export interface StraightLine {
  /** What the function takes; its code has names of the same scope. */
  readonly signature: Signature;
  readonly chunks: readonly ChunkFunctions[];
  readonly loops: readonly ESTree.FunctionDeclaration[];
  /** Makes the function's own code, once the chunks are made. */
  body(): Body & { readonly stores: ESTree.Statement[] };
}

/** A function that stops where it needs rows: others run meanwhile, so that its arrays are its own. */
export interface Parted {
  readonly names: Names;
  readonly passes: Passes;
  sums(length: number): string;
}

/** The code of a plan: in the function itself, or in chunks that it calls. */
export function emitStraightLine(
  scheduled: ScheduledFunction,
  context: FunctionContext,
  overTheta: boolean,
  parted: Parted | null = null,
): StraightLine {
  const { plan, schedule } = scheduled;
  const { native } = context;
  noteBlocks(scheduled, context);
  const names = parted?.names ?? context.scope();
  const { inputs, wrt, outputs: all, scalar, dimensions, unknowns } = context.model;
  const model = { inputs, wrt, outputs: all, scalar, dimensions, unknowns };
  const signed: Signed = { model, seeds: plan.seeds, stores: plan.stores, overTheta };
  const signature = signatureIn(names, signed);
  const { outputs, reader } = signature;
  if (native !== null && parted === null && native.has(plan))
    return { signature, chunks: [], loops: [], body: nativeBody };
  /** What WebAssembly computes. */
  function nativeBody(): ReturnType<StraightLine['body']> {
    // Functions are printed this way where there is some.
    const made = native!.call(scheduled, signature, names);
    return { ...made, statements: [...takingState(scheduled, context.solvers, signature.state), ...made.statements] };
  }

  const whole = lastLine(schedule);
  const line = parted === null ? whole : { ...whole, chunks: null };
  const { chunks, results } = line;
  const stored = storedResults(plan, line.graph, line.results.stored);
  const reserve = (count: number): void => {
    context.slots.length = Math.max(context.slots.length, count);
  };
  const long = createChunkedLines({ signed, signature, stored, name: plan.name, schedule }, context, reserve);
  const sections =
    hasLoops(schedule) || line.links.imports.length > 0 || plan.placed.length > 0
      ? sectionsOf(scheduled, { signature, names, context, reserve, chunked: long.inLoop, parted })
      : null;
  const zeros = outputs
    .filter(({ extent }, i) => extent !== undefined && isAddedTo(plan, plan.stores[i]!))
    .map(zerosIn);
  /** Values outside of loops that go to arrays whose length is known at run time. */
  const placedIn = ({ numeric }: Body): ESTree.Statement[] => {
    const values = plan.placed.filter(of => !isScattered(plan.graph, of));
    const nodes = values.length === 0 ? [] : results.returned.slice(-values.length);
    return values.flatMap((of, i) => {
      const value = js.identifier(names.temporary());
      return [js.declare('const', value, numeric(nodes[i]!)), sections!.add(of, value)];
    });
  };
  const before = [
    ...(native === null || parted !== null ? [] : native.readable(signature.parameters)),
    ...(parted === null ? takingState(scheduled, context.solvers, signature.state) : []),
    ...(sections?.statements ?? []),
  ];
  const argument = sections?.argument ?? reader;
  if (chunks === null) {
    // Where a loop writes zeros, it comes before the others.
    const isEarly = (position: number): boolean => !stored.isInZeros(position);
    const late = lateResults(line, isEarly);
    const read = [...results.returned, ...late.map(position => results.stored[position]!)];
    const { length } = line.arrays;
    reserve(length);
    const spill = (elements: number): number => {
      reserve(length + elements);
      return length;
    };
    const body = (): ReturnType<StraightLine['body']> => {
      const special = context.special;
      const location = (node: Node) => locationOf(context.starts, line.graph, node);
      const result = (position: number) => stored.target(position, outputs);
      const slots = context.slots.name;
      const wanted = line.links.names;
      const named = namedIn(plan, line.links, context);
      const scope = { wanted, special, location, names, named, argument, slots, isEarly, result, spill };
      const own = emitBody(line, scope, read);
      const stores = late
        .filter(stored.isWritten)
        .map(position => js.assign(js.read(result(position)), own.numeric(results.stored[position]!)));
      return {
        ...own,
        statements: [
          ...zeros,
          ...before,
          ...(parted !== null && hasSolved(line.graph) ? startingCold(context.solvers) : []),
          ...own.statements,
        ],
        stores: [...stored.filled(outputs).map(zeroLoop), ...stores, ...placedIn(own)],
      };
    };
    return { signature, chunks: long.made, loops: sections?.functions ?? [], body };
  }
  const { functions, crossed } = long.whole({ ...line, chunks }, sections?.accesses ?? []);
  const body = (): ReturnType<StraightLine['body']> => {
    const caller = functions.caller();
    return {
      ...caller,
      statements: [...zeros, ...before, ...crossed, ...stored.filled(outputs).map(zeroLoop), ...caller.statements],
      stores: placedIn(caller),
    };
  };
  return { signature, chunks: long.made, loops: sections?.functions ?? [], body };
}

/** What tells of variables. @param of the section, or the schedule, that nodes are of */
export function namedIn(plan: FunctionPlan, of: Pick<Schedule, 'sources'>, { onNamed }: FunctionContext) {
  return (node: Node, name: string): void => {
    if (onNamed === undefined) return;
    const source = sourceIn(of, node);
    if (source !== -1) onNamed(plan, source, name);
  };
}

export function noteBlocks({ blocks }: Pick<ScheduledFunction, 'blocks'>, { solvers }: FunctionContext): void {
  for (const [number, block] of blocks) solvers?.blocks.set(number, block);
}

interface SectionsOf {
  readonly signature: Signature;
  readonly names: Names;
  readonly context: FunctionContext;
  reserve(slots: number): void;
  readonly chunked: SectionContext['chunked'];
  readonly parted: Parted | null;
}

/** The loops of a function, and what stands between them. */
function sectionsOf(
  { plan, schedule }: ScheduledFunction,
  { signature, names, context, reserve, chunked, parted }: SectionsOf,
): Sections {
  const { special, slots, sums } = context;
  return emitSections(schedule, {
    signature,
    call: parted === null ? signatureOf(plan.name, signature.parameters) : 'finish',
    needsRows: neededExtrema(context.model, schedule),
    names,
    special,
    chunked,
    claim: () => context.claim(`${plan.name}Loop`),
    wanted: node => schedule.names[node],
    named: namedIn(plan, schedule, context),
    scattered: new Map(
      plan.placed
        .filter(of => isScattered(plan.graph, of))
        .map((of, i) => [scatterIn(schedule.graph, schedule.results.scattered![i]!), of]),
    ),
    passes: parted?.passes ?? null,
    cold: () => startingCold(context.solvers),
    sums(length) {
      if (parted !== null) return parted.sums(length);
      sums.length = Math.max(sums.length, length);
      return sums.name;
    },
    lineContext({ graph, arrays, links }) {
      reserve(arrays.length);
      return {
        special,
        names,
        named: namedIn(plan, links, context),
        location: node => locationOf(context.starts, graph, node),
        slots: slots.name,
        isEarly: () => false,
        result: () => ({ name: '', index: null }),
        spill(elements) {
          reserve(arrays.length + elements);
          return arrays.length;
        },
      };
    },
  });
}

function zerosIn({ name }: Argument): ESTree.Statement {
  const i = js.identifier('i');
  const array = js.identifier(name);
  return js.countingLoop(i, js.member(array, 'length'), js.assign(js.at(array, i), js.number(0)));
}

function zeroLoop({ name, length }: { readonly name: string; readonly length: number }): ESTree.Statement {
  const i = js.identifier('i');
  const element: ESTree.Pattern = {
    type: 'MemberExpression',
    object: js.identifier(name),
    property: i,
    computed: true,
    optional: false,
  };
  return js.countingLoop(i, length, js.assign(element, js.number(0)));
}
