// Functions whose straight-line code is WebAssembly: they write their arguments to its memory, call it and read results.

import type * as ESTree from 'estree';
import nativeProgram from '../../../../templates/native.js?estree';
import rowsProgram from '../../../../templates/native-rows.js?estree';
import type { FunctionPlan, ScheduledFunction } from '../../../exports/plan.js';
import { inputSlot } from '../../../graph/graph.js';
import { hasData, type Model } from '../../../lower/model.js';
import type { Node } from '../../../ops/operation.js';
import { allResults, lastLine } from '../../../schedule/sections.js';
import type { Signature } from '../../arguments.js';
import type { Element, Names } from '../../line/line-context.js';
import { type MemoryEnd, type WasmFunction, WasmProgram } from '../../wasm/program.js';
import type { Column } from '../../wasm/rows/columns.js';
import type { Nest } from '../../wasm/rows/nest.js';
import * as js from '../print/estree.js';
import { fill, lazyTemplate } from '../templates/template.js';

const template = lazyTemplate(nativeProgram);
const rowsTemplate = lazyTemplate(rowsProgram);

/** Names at the top level of a module that carries a WebAssembly program. */
const NAMES = ['native', 'memory', 'program', 'imports', 'connect', 'decode', 'notStarted', 'startNow'] as const;

/** The same for one that goes over data. */
const ROW_NAMES = ['Column', 'placeRows', 'copyNumbers', 'reserve', 'taken', 'heap', 'copied'] as const;

type NativeNames = Readonly<Record<(typeof NAMES)[number], ESTree.Identifier>>;
type RowNames = Readonly<Record<(typeof ROW_NAMES)[number], ESTree.Identifier>>;

/** Numbers of a piece of data that is copied, unless they are those of 1,024 rows: pieces are whole blocks of rows. */
const PIECE = 131_072;
const BLOCK = 1024;

/** Bytes of a line of a processor's cache. */
const LINE = 64;

const roundUp = (bytes: number): number => LINE * Math.ceil(bytes / LINE);

export class NativeCode {
  readonly #program = new WasmProgram();
  readonly #functions = new Map<FunctionPlan, WasmFunction>();
  readonly #names: NativeNames;
  readonly #special: (name: string) => string;
  readonly #columns: readonly Column[];
  /** Null for a program without data. */
  readonly #rowNames: RowNames | null;
  /** Most rows of a piece that is copied, and where each column's go. */
  readonly #most: number;
  readonly #offsets: readonly number[];
  readonly #copiedBytes: number;

  /** @param special the name that a special function is printed under. */
  constructor(claim: (name: string) => string, special: (name: string) => string, { inputs }: Pick<Model, 'inputs'>) {
    // The keys are those of the lists.
    const claimed = (names: readonly string[]) =>
      Object.fromEntries(names.map(name => [name, js.identifier(claim(name))]));
    this.#names = claimed(NAMES) as NativeNames;
    this.#rowNames = hasData({ inputs }) ? (claimed(ROW_NAMES) as RowNames) : null;
    this.#special = special;
    this.#columns = inputs
      .filter(({ rows }) => rows !== null)
      .map(({ slot, nodes }) => ({ slot, width: nodes.length }));
    const width = this.#columns.reduce((sum, column) => sum + column.width, 0);
    this.#most = BLOCK * Math.max(1, Math.floor(PIECE / (BLOCK * width)));
    let bytes = 0;
    this.#offsets = this.#columns.map(column => {
      const offset = bytes;
      bytes += roundUp(8 * column.width * this.#most);
      return offset;
    });
    this.#copiedBytes = bytes;
  }

  /** The body of a function that calls a plan's code, which is made once for all functions that call it. */
  call({ plan, schedule }: ScheduledFunction, signature: Signature, names: Names) {
    const { reader, outputs } = signature;
    const i = js.identifier(names.claim('i'));
    let code = this.#functions.get(plan);
    if (code === undefined) {
      code = this.#program.add(plan.name, schedule, this.#columns);
      this.#functions.set(plan, code);
    }
    const { native, memory, notStarted } = this.#names;
    const { name, results, nest } = code;
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
      ...(nest === null ? [this.#run(name)] : this.#steps(nest, signature, names)),
    ];
    const places = new Map<Node, number>();
    for (const [i, node] of allResults(lastLine(schedule).results).entries()) places.set(node, results + i);
    let place = results + schedule.results.returned.length;
    const stores: ESTree.Statement[] = [];
    for (const { name: array, length } of outputs) {
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

  #run(name: string): ESTree.Statement {
    return js.statement(js.call(js.member(this.#names.native, name), []));
  }

  /** Calls of the functions of a program with loops, those of loops for one piece of the data after another. */
  #steps({ steps, places }: Nest, signature: Signature, names: Names): ESTree.Statement[] {
    const { memory, native } = this.#names;
    const { Column, placeRows, copied } = this.#rowNames!;
    const [start, count] = [signature.rows!.start, signature.rows!.count].map(js.identifier) as [
      ESTree.Identifier,
      ESTree.Identifier,
    ];
    const end = js.identifier(names.claim('end'));
    const calls = steps.flatMap(({ name, columns }) => {
      if (columns === null) return [this.#run(name)];
      const [piece, first, rows] = ['piece', 'first', 'rows'].map(of => js.identifier(names.claim(of)));
      const read = columns.map(c => ({
        c,
        ...this.#columns[c]!,
        column: js.identifier(signature.column(this.#columns[c]!.slot).name),
      }));
      const areBound = read.map(({ column }) => js.binary('instanceof', column, Column));
      const placed = read.map(({ c, width, column }) => {
        const at = js.binary('+', copied, js.number(this.#offsets[c]!));
        return js.assign(
          js.element(memory, places.addresses[c]!),
          js.call(placeRows, [column, js.number(width), first!, rows!, at]),
        );
      });
      return fill(rowsTemplate(), 'pieces', {
        expressions: {
          $piece: [piece!],
          $first: [first!],
          $rows: [rows!],
          $areBound: [areBound.reduce((a, b) => js.logical('&&', a, b))],
          $count: [count],
          $most: [js.number(this.#most)],
          $from: [start],
          $to: [end],
          $native: [native],
          $call: [js.identifier(name)],
        },
        statements: { $places: [js.assign(js.element(memory, places.rows), rows!), ...placed] },
      }).body.body;
    });
    return [
      js.declare('const', end, js.binary('+', start, count)),
      js.assign(js.element(memory, places.count), count),
      ...calls,
    ];
  }

  /** The program and how it starts, to come last in a module; `init` among it. */
  declarations(): ESTree.Program['body'][number][] {
    const { native, memory, program, imports, startNow } = this.#names;
    const expressions = Object.fromEntries(NAMES.map(name => [`$${name}`, [this.#names[name]]]));
    const functions = [...template().functions.keys()].map(name => fill(template(), name, { expressions }));
    const { file, end } = this.#program.encode(this.#copiedBytes);
    const imported = this.#program.imports.map(({ name }) =>
      name.startsWith('Math.')
        ? js.member(js.identifier('Math'), name.slice('Math.'.length))
        : js.identifier(this.#special(name)),
    );
    return [
      js.declare('let', native, { type: 'Literal', value: null }),
      js.declare('let', memory, { type: 'Literal', value: null }),
      js.declare('const', imports, js.record([['m', { type: 'ArrayExpression', elements: imported }]])),
      js.declare('const', program, js.text(file.base64())),
      ...functions,
      ...(this.#rowNames === null ? [] : this.#rowDeclarations(this.#rowNames, end)),
      js.statement(js.call(startNow, [])),
    ];
  }

  /** What hands data to the program; `bind` and `unbind` among it. @param end of the program's own memory */
  #rowDeclarations(own: RowNames, { copied, heap }: MemoryEnd): ESTree.Declaration[] {
    const names = { ...this.#names, ...own };
    const expressions = Object.fromEntries(Object.entries(names).map(([name, id]) => [`$${name}`, [id]]));
    const functions = [...rowsTemplate().functions.keys()].filter(name => name !== 'pieces');
    return [
      js.declare('const', own.taken, js.list([])),
      js.declare('const', own.copied, js.number(copied)),
      js.declare('const', own.heap, js.number(heap)),
      ...functions.map(name => fill(rowsTemplate(), name, { expressions })),
    ];
  }
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
