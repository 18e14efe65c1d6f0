// The sink that writes a straight line as text, a statement a line, in a language of the family of C: what a statement looks
// like is the same in all of them, and the language says the rest.

import { constantValue, inputSlot, isElement, operand } from '../../graph/graph.js';
import type { Node } from '../../ops/operation.js';
import { operationAt, operations } from '../../ops/table.js';
import type { Line } from '../../schedule/sections.js';
import { inArray, runsOf } from './in-array.js';
import { ANY, type Form, isLoose, type Kind, type Language, PRODUCT, SIGN } from './language.js';
import type { Access, Element, LineContext, Location, OnLocated, Target } from './line-context.js';
import type { Placement } from './placement.js';
import { ARGUMENT, COMPUTED, CONSTANT, INLINED, type Place, type Sink, SLOT, VARIABLE } from './sink.js';

export interface LineSink extends Sink {
  /** A statement that is no node's, with a node's value in it where there is one. */
  statement(before: string, node?: Node, after?: string): void;
}

export interface LineWriter {
  /** The lines of all statements. @param indent before each */
  statements(indent: string, onLocated: OnLocated | null): string[];
  /** A node as a number, where the statements have run. */
  value(node: Node, onLocated: OnLocated | null): string;
}

const elementText = ({ name, index, at }: Element & Partial<Access>): string =>
  index === null && at === undefined ? name : `${name}[${at ?? index}]`;

const IS_TRUTH = Uint8Array.from(operations, ({ boolean }) => (boolean === true ? 1 : 0));

/** Forms for fewer operands are kept, by operation and count. */
const FEW = 4;

/** @param write writes the statements */
export function createLineWriter(
  language: Language,
  { graph, reassigned }: Line,
  placement: Placement,
  context: LineContext,
  write: (sink: LineSink) => void,
): LineWriter {
  const { names, wanted, slots } = context;
  const { toNumber, toTruth, toCondition } = language.conversions;
  const forms: Form[] = [];
  // Lists by the number of a node.
  const named: string[] = [];
  /** Where the formula's own names lead, wherever they stand; ours only do where they are declared. */
  const places: (Location | undefined)[] = [];
  let onLocated: OnLocated | null = null;
  let lines: string[] = [];
  let indent = '';
  let counter: string | null = null;
  /** The line at hand: V8 joins many short strings faster than it flattens one long one. */
  let text = '';

  const isTruth = (node: Node): boolean => IS_TRUTH[graph.operation[node]!] === 1;

  function end(): void {
    lines.push(`${text};`);
    text = indent;
  }

  function locate(location: Location | undefined): void {
    if (location !== undefined) onLocated!(location, lines.length, text.length);
  }

  function formOf(node: Node): Form {
    const code = graph.operation[node]!;
    const count = graph.first[node + 1]! - graph.first[node]!;
    const make = (): Form => language.form(operationAt(code), count, context.special);
    if (count >= FEW) return make();
    const key = FEW * code + count;
    forms[key] ??= make();
    return forms[key];
  }

  function operation(node: Node, least: number): void {
    if (isElement(graph, node)) {
      text += `${slots}[${placement.placeInArray(node)}]`;
      return;
    }
    const { binding, texts, holes } = formOf(node);
    const isBracketed = isLoose(binding, least);
    if (isBracketed) text += '(';
    // Two signs would be one.
    else if (binding === SIGN && texts[0] === '-' && text.endsWith('-')) text += ' ';
    text += texts[0]!;
    for (let i = 0; i < holes.length; i++) {
      const { operand: index, least, kind } = holes[i]!;
      read(operand(graph, node, index), least, kind);
      text += texts[i + 1]!;
    }
    if (isBracketed) text += ')';
  }

  function constant(value: number, least: number): void {
    const isNegative = value < 0 || Object.is(value, -0);
    if (!isNegative) text += language.number(value);
    else if (isLoose(SIGN, least)) text += `(-${language.number(-value)})`;
    else text += `${text.endsWith('-') ? ' ' : ''}-${language.number(-value)}`;
  }

  function readAt(place: Place, node: Node, least: number): void {
    switch (place) {
      case CONSTANT:
        return constant(constantValue(graph, node)!, least);
      case ARGUMENT:
        text += elementText(context.argument(inputSlot(graph, node)!));
        return;
      case SLOT:
        text += `${slots}[${placement.slotOf(node)}]`;
        return;
      case INLINED:
        return operation(node, least);
      default: {
        const at = placement.numberOf(node);
        if (onLocated !== null) locate(places[at]);
        text += named[at]!;
      }
    }
  }

  function read(node: Node, least: number, kind: Kind): void {
    const place = placement.placeOf(node);
    const isTrue = isTruth(node) && (place === VARIABLE || place === INLINED);
    const conversion = kind === 'number' ? isTrue && toNumber : !isTrue && (kind === 'truth' ? toTruth : toCondition);
    if (!conversion) return readAt(place, node, least);
    const isBracketed = isLoose(conversion.binding, least);
    text += (isBracketed ? '(' : '') + conversion.texts[0]!;
    readAt(place, node, conversion.holes[0]!.least);
    text += conversion.texts[1]! + (isBracketed ? ')' : '');
  }

  const number = (node: Node): void => read(node, ANY, 'number');

  function value(node: Node, source: Node): void {
    if (source === COMPUTED) operation(node, ANY);
    else number(source);
  }

  function storeResult(target: Target, node: Node, source: Node): void {
    const element = elementText(target);
    if (target.isAdded !== true) return storeIn(element, node, source);
    text += `${element} = ${element} + `;
    if (source === COMPUTED) operation(node, PRODUCT);
    else read(source, PRODUCT, 'number');
    end();
  }

  /** What arrays hold are numbers. */
  function storeIn(element: string, node: Node, source: Node): void {
    text += `${element} = `;
    const conversion = source === COMPUTED && isTruth(node) && toNumber;
    if (conversion) text += conversion.texts[0]!;
    if (source === COMPUTED) operation(node, conversion ? conversion.holes[0]!.least : ANY);
    else number(source);
    if (conversion) text += conversion.texts[1]!;
    end();
  }

  function declared(node: Node, isAssigned: boolean, isTrue: boolean, isDefined: boolean): void {
    const own = wanted[node];
    const name = context.given?.(node) ?? (own === undefined ? names.temporary() : names.claim(own));
    const at = placement.numberOf(node);
    named[at] = name;
    context.named?.(node, name);
    text += language.declaration(isTrue, isAssigned);
    const location = onLocated === null ? undefined : context.location(node);
    if (own !== undefined) places[at] = location;
    if (own !== undefined || isDefined) locate(location);
    text += `${name} = `;
  }

  function unread(node: Node): void {
    if (language.unread === undefined || placement.isRead(node)) return;
    text += language.unread(named[placement.numberOf(node)]!);
    end();
  }

  /** True for inputs that are elements of an array one after the other, and read there. */
  function isNextInArray(before: Node, node: Node): boolean {
    if (placement.placeOf(before) !== ARGUMENT || placement.placeOf(node) !== ARGUMENT) return false;
    const a = context.argument(inputSlot(graph, before)!);
    const b = context.argument(inputSlot(graph, node)!);
    return a.name === b.name && a.index !== null && b.index === a.index + 1;
  }

  /** Writes a number, or an element of an argument and those after it, to the array. */
  function writeRun(first: Node, place: number, count: number): void {
    counter ??= names.claim('i');
    const at = (start: number): string => (start === 0 ? counter! : `${counter} + ${start}`);
    const input = inputSlot(graph, first);
    text += `for (${language.counter}${counter} = 0; ${counter} < ${count}; ${counter}++) ${slots}[${at(place)}] = `;
    if (input === undefined) number(first);
    else {
      const { name, index } = context.argument(input);
      text += `${name}[${at(index!)}]`;
    }
    end();
  }

  const sink: LineSink = {
    keep(node) {
      const input = inputSlot(graph, node);
      const wish = input === undefined ? wanted[node] : context.argument(input).keep;
      const name = wish === undefined ? names.temporary() : names.claim(wish);
      text += `${language.declaration(false, false)}${name} = `;
      number(node);
      end();
      named[placement.numberOf(node)] = name;
    },
    declare(node) {
      declared(node, true, isTruth(node), false);
      text += isTruth(node) ? language.untrue : language.number(0);
      end();
      unread(node);
    },
    clear(slot) {
      text += `${slots}[${slot}] = ${language.number(0)}`;
      end();
    },
    define(node, source) {
      declared(node, reassigned[node] === 1, isTruth(node), true);
      value(node, source);
      end();
      unread(node);
    },
    assign(node, source) {
      const at = placement.numberOf(node);
      if (onLocated !== null) locate(places[at]);
      text += `${named[at]!} = `;
      value(node, source);
      end();
    },
    storeInSlot: (slot, node, source) => storeIn(`${slots}[${slot}]`, node, source),
    storeResult: (position, node, source) => storeResult(context.result(position), node, source),
    callInArray(node) {
      const { callee, told, written } = inArray(graph, node, of => placement.placeInArray(of));
      const place = placement.placeInArray(node);
      for (const { start, end: after } of runsOf(graph, written, isNextInArray)) {
        const first = written[start]!;
        if (after === start + 1) storeIn(`${slots}[${place + start}]`, first, first);
        else writeRun(first, place + start, after - start);
      }
      const values = [place, ...told].map(value => language.number(value));
      text += `${context.special(callee)}(${[slots, ...values].join(', ')})`;
      end();
    },
    branch(condition, whenTrue, whenFalse) {
      const outer = indent;
      const inside = (arm: (() => void) | null): void => {
        lines.push(text);
        indent = `${outer}  `;
        text = indent;
        arm?.();
        indent = outer;
        text = `${outer}}`;
      };
      text += whenTrue === null ? 'if (!' : 'if (';
      read(condition, whenTrue === null ? SIGN : ANY, 'condition');
      text += ') {';
      inside(whenTrue ?? whenFalse);
      if (whenTrue !== null && whenFalse !== null) {
        text += ' else {';
        inside(whenFalse);
      }
      lines.push(text);
      text = indent;
    },
    statement(before, node, after = '') {
      text += before;
      if (node !== undefined) number(node);
      text += after;
      end();
    },
  };

  return {
    statements(before, located) {
      lines = [];
      indent = before;
      text = before;
      onLocated = located;
      write(sink);
      return lines;
    },
    value(node, located) {
      lines = [];
      text = '';
      onLocated = located;
      number(node);
      return text;
    },
  };
}
