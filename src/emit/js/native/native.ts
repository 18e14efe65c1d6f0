// Functions whose straight-line code is WebAssembly: they write their arguments to its memory, call it and read results.

import type * as ESTree from 'estree';
import nativeProgram from '../../../../templates/native.js?estree';
import type { Argument } from '../../../exports/declared.js';
import type { FunctionPlan, ScheduledFunction } from '../../../exports/plan.js';
import { inputSlot } from '../../../graph/graph.js';
import { hasData, hasRunTimeResults } from '../../../lower/model.js';
import type { Node } from '../../../ops/operation.js';
import { allResults, lastLine } from '../../../schedule/sections.js';
import type { Signature } from '../../arguments.js';
import type { Element, Names } from '../../line/line-context.js';
import type { ArrayPlaces } from '../../wasm/loops/arrays.js';
import { type WasmFunction, WasmProgram } from '../../wasm/program.js';
import * as js from '../print/estree.js';
import { fill, lazyTemplate } from '../templates/template.js';
import { NativeArrays } from './native-arrays.js';
import { type NativeModel, NativeRows } from './native-rows.js';

const template = lazyTemplate(nativeProgram);

/** Names at the top level of a module that carries a WebAssembly program. */
const NAMES = [
  'native',
  'memory',
  'program',
  'imports',
  'connect',
  'decode',
  'notStarted',
  'startNow',
  'copyNumbers',
  'heap',
] as const;

type NativeNames = Readonly<Record<(typeof NAMES)[number], ESTree.Identifier>>;

export class NativeCode {
  readonly #program = new WasmProgram();
  readonly #functions = new Map<FunctionPlan, WasmFunction>();
  readonly #names: NativeNames;
  readonly #special: (name: string) => string;
  /** Null for a program without data. */
  readonly #rows: NativeRows | null;
  readonly #arrays: NativeArrays;
  readonly #model: NativeModel;

  /** @param special the name that a special function is printed under. */
  constructor(claim: (name: string) => string, special: (name: string) => string, model: NativeModel) {
    // The keys are those of NAMES.
    this.#names = Object.fromEntries(NAMES.map(name => [name, js.identifier(claim(name))])) as NativeNames;
    this.#special = special;
    this.#rows = hasData(model) ? new NativeRows(claim, this.#names, model) : null;
    this.#arrays = new NativeArrays(claim, this.#names, this.#rows?.names ?? null, model);
    this.#model = model;
  }

  /** False for a function that JavaScript has: results of rows, or as many as arguments say, and what is made of their adjoints. */
  has({ placed, seeds }: FunctionPlan): boolean {
    if (seeds === 'adjoints' && hasRunTimeResults(this.#model)) return false;
    return placed.every(({ digits, isAlone }) => digits === undefined && isAlone !== true);
  }

  /** What comes first in a function that JavaScript has: columns may be bound. */
  readable(parameters: readonly Argument[]): ESTree.Statement[] {
    return this.#rows?.readable(parameters) ?? [];
  }

  /** The body of a function that calls a plan's code, which is made once for all functions that call it. */
  call(scheduled: ScheduledFunction, signature: Signature, names: Names) {
    const { plan, schedule } = scheduled;
    const { reader, outputs } = signature;
    const i = js.identifier(names.claim('i'));
    let code = this.#functions.get(plan);
    if (code === undefined) {
      code = this.#program.add(scheduled, this.#model, this.#rows?.columns);
      this.#functions.set(plan, code);
    }
    const { native, memory, notStarted } = this.#names;
    const { name, results, nest, arrays } = code;
    const slots: number[] = [];
    for (let node = 0; node < plan.graph.size; node++) {
      const slot = inputSlot(plan.graph, node);
      if (slot !== undefined) slots.push(slot);
    }
    const statements = [
      js.when(
        js.binary('===', native, { type: 'Literal', value: null }),
        [js.statement(js.call(notStarted, [js.text(name)]))],
        [],
      ),
      ...copies(
        slots.map(slot => ({ from: reader(slot), to: slot })),
        memory,
        i,
      ),
      ...(arrays === null ? [] : this.#arrays.given(scheduled, arrays, signature, names)),
      ...(nest === null
        ? this.#called(js.statement(js.call(js.member(native, name), [])), arrays, signature, names)
        : this.#rows!.steps(plan.name, nest, signature, names)),
    ];
    const places = new Map<Node, number>();
    for (const [i, node] of allResults(lastLine(schedule).results).entries()) places.set(node, results + i);
    let place = results + schedule.results.returned.length;
    const stores: ESTree.Statement[] = [];
    for (const [output, { name: array, length }] of outputs.entries()) {
      const address = arrays?.outputs[output] ?? null;
      if (address !== null) {
        stores.push(this.#arrays.taken(js.identifier(array), address));
        continue;
      }
      const elements = Array.from({ length: length! }, (_, i) => ({
        from: { name: memory.name, index: place + i },
        to: i,
      }));
      stores.push(...copies(elements, js.identifier(array), i));
      place += length!;
    }
    const numeric = (node: Node): ESTree.Expression => js.element(memory, places.get(node)!);
    return { statements, stores, numeric };
  }

  /** A call in which blocks may not be solved. */
  #called(call: ESTree.Statement, arrays: ArrayPlaces | null, { rows }: Signature, names: Names): ESTree.Statement[] {
    if (arrays === null || arrays.turns.length === 0) return [call];
    const turns = arrays.turns.map(({ name, isOfRows, place }) => {
      const turn = js.element(this.#names.memory, place);
      // Of a loop that is at none it is 0.
      const row = (): ESTree.Expression => js.conditional(turn, js.binary('+', turn, js.identifier(rows!.start)), turn);
      return js.list([js.text(name), isOfRows ? row() : turn]);
    });
    return fill(template(), 'solving', {
      expressions: {
        $error: [js.identifier(names.claim('error'))],
        $inTurns: [js.identifier(this.#special('inTurns'))],
        $turns: [js.list(turns)],
      },
      statements: { $call: [call] },
    }).body.body;
  }

  /** The program and how it starts, to come last in a module; `init` among it. */
  declarations(): ESTree.Program['body'][number][] {
    const { native, memory, program, imports, startNow, heap } = this.#names;
    const expressions = Object.fromEntries(NAMES.map(name => [`$${name}`, [this.#names[name]]]));
    const functions = [...template().functions.keys()]
      .filter(name => name !== 'solving')
      .map(name => fill(template(), name, { expressions }));
    const copies = this.#rows !== null || this.#arrays.isUsed;
    const { file, end } = this.#program.encode(this.#rows?.bytes ?? 0);
    const imported = this.#program.imports.map(({ name, arity, inMemory }) => {
      if (name.startsWith('Math.')) return js.member(js.identifier('Math'), name.slice('Math.'.length));
      const special = js.identifier(this.#special(name));
      return inMemory ? withMemory(special, memory, arity) : special;
    });
    return [
      js.declare('let', native, { type: 'Literal', value: null }),
      js.declare('let', memory, { type: 'Literal', value: null }),
      js.declare('const', imports, js.record([['m', { type: 'ArrayExpression', elements: imported }]])),
      js.declare('const', program, js.text(file.base64())),
      ...functions,
      ...(copies ? [js.declare('const', heap, js.number(end.heap)), this.#arrays.copyNumbers()] : []),
      ...(this.#rows?.declarations(end) ?? []),
      ...(this.#arrays.isUsed ? this.#arrays.declarations() : []),
      js.statement(js.call(startNow, [])),
    ];
  }
}

/** `(a1, a2) => f(memory, a1, a2)`, as there is no memory yet where it is made. */
function withMemory(callee: ESTree.Identifier, memory: ESTree.Identifier, arity: number): ESTree.Expression {
  const params = Array.from({ length: arity }, (_, i) => js.identifier(`a${i + 1}`));
  return {
    type: 'ArrowFunctionExpression',
    params,
    body: js.call(callee, [memory, ...params]),
    expression: true,
    generator: false,
    async: false,
  };
}

/** A run of elements longer than this is copied by a loop. */
const LONGEST_RUN = 4;

/** Assignments of numbers to elements of an array; by loops where they come from successive elements of another. */
function copies(
  moves: readonly { readonly from: Element; readonly to: number }[],
  into: ESTree.Identifier,
  i: ESTree.Identifier,
): ESTree.Statement[] {
  const statements: ESTree.Statement[] = [];
  for (let start = 0; start < moves.length; ) {
    const { from: first, to } = moves[start]!;
    let end = start + 1;
    if (first.index !== null) {
      for (; end < moves.length; end++) {
        const next = moves[end]!;
        const step = end - start;
        if (next.from.name !== first.name || next.from.index !== first.index + step || next.to !== to + step) break;
      }
    }
    if (end - start > LONGEST_RUN) statements.push(loop(i, first, { name: into.name, index: to }, end - start));
    else
      for (; start < end; start++)
        statements.push(js.assign(js.element(into, moves[start]!.to), js.read(moves[start]!.from)));
    start = end;
  }
  return statements;
}

/** `for (let i = 0; i < count; i++) to[i + …] = from[i + …];` */
function loop(i: ESTree.Identifier, from: Element, to: Element, count: number): ESTree.Statement {
  const at = ({ name, index }: Element): ESTree.MemberExpression => ({
    type: 'MemberExpression',
    object: js.identifier(name),
    property: index === 0 ? i : js.binary('+', i, js.number(index!)),
    computed: true,
    optional: false,
  });
  return js.countingLoop(i, count, js.assign(at(to), at(from)));
}
