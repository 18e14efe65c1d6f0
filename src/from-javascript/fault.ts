// What stops the reading of a function: one fault, at its place. It is thrown where it is found, and reported where the reading
// began; what a loop or a branch does with others in its way is to let it pass.

import type { AnyNode } from 'acorn';
import type { Code } from '../catalogue.js';
import type { Span } from '../source.js';

export class Fault extends Error {
  readonly code: Code;
  readonly span: Span;
  readonly help: string | undefined;

  constructor(code: Code, span: Span, message: string, help?: string) {
    super(message);
    this.name = 'Fault';
    this.code = code;
    this.span = span;
    this.help = help;
  }
}

/** What has no derivative, or none that is known here. */
export const cannot = (node: AnyNode | Span, message: string, help?: string): Fault =>
  new Fault('WG151', node, message, help);
