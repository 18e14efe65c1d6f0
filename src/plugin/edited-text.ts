// Changes to the text of a module of the user's.

import MagicString from 'magic-string';
import type { Span } from '../source.js';

/** Text for a place in a module. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

export function editedText(code: string, edits: readonly Edit[]): MagicString {
  const edited = new MagicString(code);
  // A place may be named twice.
  const places = new Map(edits.map(edit => [edit.span.start, edit]));
  for (const { span, text } of places.values()) edited.update(span.start, span.end, text);
  return edited;
}
