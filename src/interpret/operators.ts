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

/** The same of two numbers of the call, into a third: most statements of straight lines. */
export const BETWEEN_NUMBERS: Readonly<Record<string, (to: number, a: number, b: number) => Run<void>>> = {
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

export const UNARY: Readonly<Record<string, (a: Run<number>) => Run>> = {
  '-': a => (n, v) => -a(n, v),
  '+': a => (n, v) => +a(n, v),
  '!': a => (n, v) => !a(n, v),
  typeof: a => (n, v) => typeof a(n, v),
};
