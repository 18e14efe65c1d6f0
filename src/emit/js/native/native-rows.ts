// Data of a module whose code is WebAssembly: columns that are bound are in its memory, others are copied to a place that they
// share, one piece after another, so that memory does not grow with the rows of a call.

import type * as ESTree from 'estree';
import rowsProgram from '../../../../templates/native-rows.js?estree';
import type { Argument } from '../../../exports/declared.js';
import { ROWS } from '../../../lower/lowering.js';
import type { DifferentiatedModel } from '../../../lower/model.js';
import type { Combine } from '../../../ops/operation.js';
import type { Signature } from '../../arguments.js';
import { extremaOf } from '../../extrema.js';
import type { Names } from '../../line/line-context.js';
import type { MemoryEnd } from '../../wasm/program.js';
import type { Column } from '../../wasm/rows/columns.js';
import type { Nest } from '../../wasm/rows/nest.js';
import { signatureOf } from '../argument-checks.js';
import * as js from '../print/estree.js';
import { fill, lazyTemplate } from '../templates/template.js';

const template = lazyTemplate(rowsProgram);

/** Names at the top level of a module whose program goes over data. */
const NAMES = ['Column', 'placeRows', 'readable', 'reserve', 'taken', 'copied'] as const;

export type RowNames = Readonly<Record<(typeof NAMES)[number], ESTree.Identifier>>;

/** Numbers of a piece that is copied, unless they are those of one block of rows: pieces are whole blocks. */
const PIECE = 131_072;
const BLOCK = 1024;

/** Bytes of a line of a processor's cache. */
const LINE = 64;

/** Names that the rest of a module has. */
type Around = Readonly<Record<'native' | 'memory' | 'notStarted' | 'copyNumbers' | 'heap', ESTree.Identifier>>;

/** What code of this kind is made for. */
export type NativeModel = Pick<DifferentiatedModel, 'inputs' | 'wrt' | 'graph' | 'outputs'>;

export class NativeRows {
  readonly columns: readonly Column[];
  /** Bytes of the place of a piece. */
  readonly bytes: number;
  readonly #around: Around;
  readonly names: RowNames;
  /** Most rows of a piece, and where in its place the columns start. */
  readonly #most: number;
  readonly #offsets: readonly number[];
  /** Those that the program has no value without. */
  readonly #extrema: ReadonlySet<Combine>;

  constructor(claim: (name: string) => string, around: Around, model: NativeModel) {
    this.#around = around;
    // The keys are those of the list.
    this.names = Object.fromEntries(NAMES.map(name => [name, js.identifier(claim(name))])) as RowNames;
    this.#extrema = extremaOf(model);
    this.columns = model.inputs
      .filter(({ rows }) => rows === ROWS)
      .map(({ slot, nodes }) => ({ slot, width: nodes.length }));
    const width = this.columns.reduce((sum, column) => sum + column.width, 0);
    this.#most = BLOCK * Math.max(1, Math.floor(PIECE / (BLOCK * width)));
    let bytes = 0;
    this.#offsets = this.columns.map(column => {
      const offset = bytes;
      bytes += LINE * Math.ceil((8 * column.width * this.#most) / LINE);
      return offset;
    });
    this.bytes = bytes;
  }

  /** Calls of the functions of a program with loops, those of loops for each piece of the data. @param name of the function */
  steps(name: string, { steps, places }: Nest, signature: Signature, names: Names): ESTree.Statement[] {
    const { rows, column, parameters } = signature;
    const { memory, native } = this.#around;
    const [start, count] = [rows!.start, rows!.count].map(js.identifier) as [ESTree.Identifier, ESTree.Identifier];
    const end = js.identifier(names.claim('end'));
    const refused = (combines: readonly Combine[]): ESTree.Statement[] => {
      const extremum = combines.find(combine => this.#extrema.has(combine));
      if (extremum === undefined) return [];
      const message = js.text(`${signatureOf(name, parameters)}: '${extremum}' needs rows, got none`);
      return fill(template(), 'refused', { expressions: { $count: [count], $message: [message] } }).body.body;
    };
    const run = ({ name, loop }: Nest['steps'][number]): ESTree.Statement[] => {
      if (loop === null) return [js.statement(js.call(js.member(native, name), []))];
      const { columns } = loop;
      const [piece, first, rows] = ['piece', 'first', 'rows'].map(of => js.identifier(names.claim(of)));
      const read = columns.map(c => {
        const { slot, width } = this.columns[c]!;
        return { c, width, argument: js.identifier(column(slot).name) };
      });
      const areBound = read.map(
        ({ argument }): ESTree.Expression => js.binary('instanceof', argument, this.names.Column),
      );
      const placed = read.map(({ c, width, argument }) => {
        const place = js.binary('+', this.names.copied, js.number(this.#offsets[c]!));
        const address = js.call(this.names.placeRows, [argument, js.number(width), first!, rows!, place]);
        return js.assign(js.element(memory, places.addresses[c]!), address);
      });
      const bound = areBound.reduce<ESTree.Expression | null>(
        (before, next) => (before === null ? next : js.logical('&&', before, next)),
        null,
      );
      return fill(template(), 'pieces', {
        expressions: {
          $piece: [piece!],
          $size: [bound === null ? count : js.conditional(bound, count, js.number(this.#most))],
          $first: [first!],
          $rows: [rows!],
          $from: [start],
          $to: [end],
          $native: [native],
          $call: [js.identifier(name)],
        },
        statements: { $places: [js.assign(js.element(memory, places.rows), rows!), ...placed] },
      }).body.body;
    };
    return [
      js.declare('const', end, js.binary('+', start, count)),
      js.assign(js.element(memory, places.count), count),
      ...refused(steps.flatMap(({ loop }) => loop?.combines ?? [])),
      ...steps.flatMap(run),
    ];
  }

  /** What comes first in a function that JavaScript has. */
  readable(parameters: readonly Argument[]): ESTree.Statement[] {
    return parameters
      .filter(({ dimension }) => dimension === ROWS)
      .map(({ name }) => js.identifier(name))
      .map(column => js.assign(column, js.call(this.names.readable, [column])));
  }

  /** What the module has for it; `bind` and `unbind` among it. */
  declarations({ copied }: MemoryEnd): ESTree.Declaration[] {
    const names = { ...this.#around, ...this.names };
    const expressions = Object.fromEntries(Object.entries(names).map(([name, id]) => [`$${name}`, [id]]));
    const functions = [...template().functions.keys()].filter(name => name !== 'pieces' && name !== 'refused');
    return [
      js.declare('const', this.names.taken, js.list([])),
      js.declare('const', this.names.copied, js.number(copied)),
      ...functions.map(name => fill(template(), name, { expressions })),
    ];
  }
}
