// What operators compute, with functions that compute the operands. The engine's own operators do it: they give the same bits.

import type { Run } from './frame.js';

type Binary = (a: Run<number>, b: Run<number>) => Run;

/** Operands may be anything that the operator takes. */
export const BINARY: Readonly<Record<string, Binary>> = {
  '+': (a, b) => (n, v) => a(n, v) + b(n, v),
  '-': (a, b) => (n, v) => a(n, v) - b(n, v),
  '*': (a, b) => (n, v) => a(n, v) * b(n, v),
  '/': (a, b) => (n, v) => a(n, v) / b(n, v),
  '%': (a, b) => (n, v) => a(n, v) % b(n, v),
  '**': (a, b) => (n, v) => a(n, v) ** b(n, v),
  '&': (a, b) => (n, v) => a(n, v) & b(n, v),
  '<': (a, b) => (n, v) => a(n, v) < b(n, v),
  '<=': (a, b) => (n, v) => a(n, v) <= b(n, v),
  '>': (a, b) => (n, v) => a(n, v) > b(n, v),
  '>=': (a, b) => (n, v) => a(n, v) >= b(n, v),
  '===': (a, b) => (n, v) => a(n, v) === b(n, v),
  '!==': (a, b) => (n, v) => a(n, v) !== b(n, v),
  // Emission compares so with null, which undefined equals.
  '==': (a, b) => (n, v) => (a(n, v) ?? null) === (b(n, v) ?? null),
  '!=': (a, b) => (n, v) => (a(n, v) ?? null) !== (b(n, v) ?? null),
  instanceof: (a, b) => (n, v) => (a(n, v) as unknown) instanceof (b(n, v) as unknown as () => void),
  '??': (a, b) => (n, v) => a(n, v) ?? b(n, v),
  '&&': (a, b) => (n, v) => a(n, v) && b(n, v),
  '||': (a, b) => (n, v) => a(n, v) || b(n, v),
};

/** The same where operands are numbers of the call, which stand at these places: a function less to call for each. */
interface OfNumbers {
  first(a: number, b: Run<number>): Run;
  second(a: Run<number>, b: number): Run;
  both(a: number, b: number): Run;
}

export const OF_NUMBERS: Readonly<Record<string, OfNumbers>> = {
  '+': {
    first: (a, b) => (n, v) => n[a]! + b(n, v),
    second: (a, b) => (n, v) => a(n, v) + n[b]!,
    both: (a, b) => n => n[a]! + n[b]!,
  },
  '-': {
    first: (a, b) => (n, v) => n[a]! - b(n, v),
    second: (a, b) => (n, v) => a(n, v) - n[b]!,
    both: (a, b) => n => n[a]! - n[b]!,
  },
  '*': {
    first: (a, b) => (n, v) => n[a]! * b(n, v),
    second: (a, b) => (n, v) => a(n, v) * n[b]!,
    both: (a, b) => n => n[a]! * n[b]!,
  },
  '/': {
    first: (a, b) => (n, v) => n[a]! / b(n, v),
    second: (a, b) => (n, v) => a(n, v) / n[b]!,
    both: (a, b) => n => n[a]! / n[b]!,
  },
  '<': {
    first: (a, b) => (n, v) => n[a]! < b(n, v),
    second: (a, b) => (n, v) => a(n, v) < n[b]!,
    both: (a, b) => n => n[a]! < n[b]!,
  },
  '>': {
    first: (a, b) => (n, v) => n[a]! > b(n, v),
    second: (a, b) => (n, v) => a(n, v) > n[b]!,
    both: (a, b) => n => n[a]! > n[b]!,
  },
};

/** And into a third: most statements of straight lines. */
export const INTO_NUMBER: Readonly<Record<string, (to: number, a: number, b: number) => Run<void>>> = {
  '+': (to, a, b) => n => {
    n[to] = n[a]! + n[b]!;
  },
  '-': (to, a, b) => n => {
    n[to] = n[a]! - n[b]!;
  },
  '*': (to, a, b) => n => {
    n[to] = n[a]! * n[b]!;
  },
  '/': (to, a, b) => n => {
    n[to] = n[a]! / n[b]!;
  },
};

type Elements = Record<number, number>;

/** `array[i] += b`, whose value is what is written. */
export const WITH_ELEMENT: Readonly<Record<string, (of: Run<Elements>, at: Run<number>, b: Run<number>) => Run>> = {
  '+=': (of, at, b) => (n, v) => (of(n, v)[at(n, v)]! += b(n, v)),
  '-=': (of, at, b) => (n, v) => (of(n, v)[at(n, v)]! -= b(n, v)),
  '*=': (of, at, b) => (n, v) => (of(n, v)[at(n, v)]! *= b(n, v)),
  '/=': (of, at, b) => (n, v) => (of(n, v)[at(n, v)]! /= b(n, v)),
};

export const UNARY: Readonly<Record<string, (a: Run<number>) => Run>> = {
  '-': a => (n, v) => -a(n, v),
  '+': a => (n, v) => +a(n, v),
  '!': a => (n, v) => !a(n, v),
  typeof: a => (n, v) => typeof a(n, v),
};
