// The text of an inline formula, and where in the user's module each part of it was written.

import type * as acorn from 'acorn';
import type { Diagnostic } from '../../diagnostic.js';
import { defaultLimits, type Limits } from '../../limits.js';
import { interpolate } from '../../parse/interpolate.js';
import type { Span } from '../../source.js';
import type { ProjectModule } from './modules.js';

/** A formula that is written in a module. */
export interface WrittenFormula {
  readonly text: string;
  readonly module: ProjectModule;
  readonly template: acorn.TaggedTemplateExpression;
  readonly values: readonly (number | WrittenFormula)[];
  /** The place in the module for one in the text; for text of another formula of the module, in that one. */
  originOf(offset: number): number;
  /** The same for what is told of a span, where text that was put in is its `${…}`. */
  spanOf(span: Span): Span;
}

/**
 * @param values numbers and formulas, as many as the template has.
 * @throws FormulaError where one of these formulas cannot be read.
 */
export function writtenFormula(
  template: acorn.TaggedTemplateExpression,
  module: ProjectModule,
  values: readonly (number | WrittenFormula)[],
  limits: Partial<Limits> = {},
): WrittenFormula {
  const { quasis } = template.quasi;
  // Not `raw`, in which line ends are changed.
  const literals = quasis.map(({ start, end }) => module.source.text.slice(start, end));
  const pieces = interpolate(
    literals,
    values.map(value => (typeof value === 'number' ? value : { formula: value.text })),
    { ...defaultLimits, ...limits },
  );
  const starts: number[] = [];
  let text = '';
  for (const piece of pieces) {
    starts.push(text.length);
    text += piece.text;
  }
  const at = (offset: number) => {
    const index = Math.max(
      starts.findLastIndex(start => start <= offset),
      0,
    );
    const { part, start } = pieces[index]!;
    const value = part % 2 === 0 ? undefined : values[(part - 1) / 2];
    const hole = { start: quasis[part >> 1]!.end, end: quasis[(part >> 1) + 1]?.start ?? 0 };
    return { part, value, hole, inside: Math.max(start + offset - starts[index]!, 0) };
  };
  return {
    text,
    module,
    template,
    values,
    originOf(offset) {
      const { part, value, hole, inside } = at(offset);
      if (part % 2 === 0) return quasis[part / 2]!.start + inside;
      return typeof value === 'object' && value.module === module ? value.originOf(inside) : hole.start;
    },
    spanOf({ start, end }) {
      const first = at(start);
      const last = at(Math.max(end - 1, start));
      const from = first.part % 2 === 0 ? quasis[first.part / 2]!.start + first.inside : first.hole.start;
      const to = last.part % 2 === 0 ? quasis[last.part / 2]!.start + last.inside + 1 : last.hole.end;
      if (to > from) return { start: from, end: to };
      return first.part % 2 === 0 ? { start: from, end: from + 1 } : first.hole;
    },
  };
}

/** A message about a formula's text as one about the module; what has no place is about the whole formula. */
export function inModule(diagnostic: Diagnostic, { template, module, spanOf }: WrittenFormula): Diagnostic {
  const { tag } = template;
  const { source } = module;
  const span = diagnostic.span === null ? { start: tag.start, end: tag.end } : spanOf(diagnostic.span);
  return { ...diagnostic, source, span };
}
