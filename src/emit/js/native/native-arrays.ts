// Arrays of a module whose code is WebAssembly, as long as its arguments say: they are copied to its memory when a function is
// called, and results from there. Memory grows to what the longest call needs, and stays.

import type * as ESTree from 'estree';
import arraysProgram from '../../../../templates/native-arrays.js?estree';
import type { ScheduledFunction } from '../../../exports/plan.js';
import { ROWS } from '../../../lower/lowering.js';
import type { Signature } from '../../arguments.js';
import { neededExtrema } from '../../extrema.js';
import type { Names } from '../../line/line-context.js';
import { createSubscripts } from '../../subscripts.js';
import type { ArrayPlaces } from '../../wasm/loops/arrays.js';
import { rowsOf, signatureOf } from '../argument-checks.js';
import { refusalsIn, roomOf } from '../before-loops.js';
import * as js from '../print/estree.js';
import { fill, lazyTemplate } from '../templates/template.js';
import type { NativeModel, RowNames } from './native-rows.js';

const template = lazyTemplate(arraysProgram);

/** Names at the top level of a module with such arrays. */
const NAMES = ['open', 'leave', 'put', 'takeOut', 'next'] as const;

type ArrayNames = Readonly<Record<(typeof NAMES)[number], ESTree.Identifier>>;

/** Names that the rest of a module has. */
type Around = Readonly<Record<'native' | 'memory' | 'copyNumbers' | 'heap', ESTree.Identifier>>;

export class NativeArrays {
  /** Whether any function has them. */
  isUsed = false;
  readonly #around: Around;
  readonly #names: ArrayNames;
  readonly #rows: RowNames | null;
  readonly #model: NativeModel;

  /** @param rows names of a module whose program goes over data */
  constructor(claim: (name: string) => string, around: Around, rows: RowNames | null, model: NativeModel) {
    this.#around = around;
    // The keys are those of the list.
    this.#names = Object.fromEntries(NAMES.map(name => [name, js.identifier(claim(name))])) as ArrayNames;
    this.#rows = rows;
    this.#model = model;
  }

  /** What comes before the call of a function: arrays are copied, and it is told where they are. */
  given(
    { plan, schedule }: ScheduledFunction,
    { sizes, arrays, outputs, states }: ArrayPlaces,
    signature: Signature,
    names: Names,
  ): ESTree.Statement[] {
    this.isUsed = true;
    const { graph, sections } = schedule;
    const { memory } = this.#around;
    const { open, leave, put } = this.#names;
    const { rows } = signature;
    const sizeName = (dimension: number): string =>
      dimension === ROWS ? rows!.count : signature.sizes.get(dimension)!.name;
    const subscripts = createSubscripts(
      graph,
      sizeName,
      () => '',
      () => rows!.start,
    );
    const context = {
      call: signatureOf(plan.name, signature.parameters),
      needsRows: neededExtrema(this.#model, schedule),
    };
    const before = refusalsIn(graph, sections, context, subscripts.size);
    const tell = (place: number, value: ESTree.Expression): ESTree.Statement =>
      js.assign(js.element(memory, place), value);
    /** What there is to be room for, and the statements that put it there. */
    const lengths: ESTree.Expression[] = [];
    const told = [...sizes].map(([dimension, place]) => tell(place, js.identifier(sizeName(dimension))));
    for (const { slot, width, dimension, place } of arrays) {
      const array = js.identifier(signature.column(slot).name);
      if (dimension !== ROWS) {
        lengths.push(js.member(array, 'length'));
        told.push(tell(place, js.call(put, [array])));
        continue;
      }
      const [start, count] = [rows!.start, rows!.count].map(js.identifier) as [ESTree.Identifier, ESTree.Identifier];
      // Only a program with data has such arrays.
      const { Column, placeRows } = this.#rows!;
      const length = names.claim('length');
      const copied = js.binary('*', count, js.number(width));
      const isBound = js.binary('instanceof', array, Column);
      lengths.push(js.identifier(length));
      before.push(js.declare('const', js.identifier(length), js.conditional(isBound, js.number(0), copied)));
      const address = js.call(leave, [js.identifier(length)]);
      told.push(tell(place, js.call(placeRows, [array, js.number(width), start, count, address])));
    }
    for (const [output, place] of outputs.entries()) {
      if (place === null) continue;
      const length = js.member(js.identifier(signature.outputs[output]!.name), 'length');
      lengths.push(length);
      told.push(tell(place, js.call(leave, [length])), tell(place + 1, length));
    }
    for (const { place, ...kept } of states) {
      const room = js.identifier(names.claim('room'));
      before.push(js.declare('const', room, js.code(roomOf(graph, subscripts, kept))));
      lengths.push(room);
      told.push(tell(place, js.call(leave, [room])), tell(place + 1, room));
    }
    const total = lengths.length === 0 ? js.number(0) : lengths.reduce((a, b) => js.binary('+', a, b));
    return [
      ...[...signature.sizes.values()].map(({ name, of }) => js.declare('const', js.identifier(name), rowsOf(of))),
      ...before,
      js.statement(js.call(open, [total])),
      ...told,
    ];
  }

  /** What copies results to an array, after the call. @param address place of where they are */
  taken(array: ESTree.Identifier, address: number): ESTree.Statement {
    return js.statement(js.call(this.#names.takeOut, [array, js.element(this.#around.memory, address)]));
  }

  copyNumbers(): ESTree.FunctionDeclaration {
    return this.#filled('$copyNumbers');
  }

  /** What the module has for it. */
  declarations(): ESTree.Declaration[] {
    const { next, open } = this.#names;
    const opening = this.#filled(this.#rows === null ? 'openAlone' : 'openBesideColumns');
    return [
      js.declare('let', next, js.number(0)),
      { ...opening, id: open },
      ...['$leave', '$put', '$takeOut'].map(name => this.#filled(name)),
    ];
  }

  #filled(name: string): ESTree.FunctionDeclaration {
    const names = { ...this.#around, ...this.#rows, ...this.#names };
    const expressions = Object.fromEntries(Object.entries(names).map(([name, id]) => [`$${name}`, [id]]));
    return fill(template(), name, { expressions });
  }
}
