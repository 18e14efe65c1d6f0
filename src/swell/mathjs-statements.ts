// The formula in mathjs's own words, so that its columns can be had from mathjs directly.

import { type DifferentiatedModel, resultNodes, unknownCount } from '../lower/model.js';
import type { CompileOptions } from '../options.js';
import type { Statement } from './mathjs.js';
import { namesOf } from './measure.js';
import { NotWritable, written, writtenLength } from './written.js';

/** Characters of a formula that is written out for mathjs. */
const LONGEST_TEXT = 1_000_000n;

const DECLARATION = /^(input|param|const|data|implicit|output|emit|constraint|minimize|maximize|residual)\s+[\w(+-]/;
const ASSIGNMENT = /^([A-Za-z_]\w*)\s*=(?!=)(.*)$/;

/** Statements as written where they are plain assignments; null where the program has more than these. */
export function plainStatements(text: string): Statement[] | null {
  const statements: Statement[] = [];
  for (const piece of text.split(/[\r\n;]+/)) {
    const line = piece.replace(/#.*/, '').trim();
    if (line === '') continue;
    const [, name, right] = ASSIGNMENT.exec(line) ?? [];
    const expression = right ?? line;
    if (DECLARATION.test(line) || /[[\]{}]|[^=!<>]=(?!=)/.test(expression)) return null;
    statements.push({ name: name ?? null, text: expression.trim() });
  }
  const inner = statements.slice(0, -1);
  return statements.length > 0 && inner.every(({ name }) => name !== null) ? statements : null;
}

/** Why there is no expression for what equations determine. */
export const WITHOUT_FORMULA = 'an implicit unknown has no formula';

/** What mathjs is asked to differentiate; a reason where it cannot be. */
export function statementsFor(
  model: DifferentiatedModel,
  { from }: Pick<CompileOptions, 'from'>,
): readonly Statement[] | string {
  if (unknownCount(model) > 0) return WITHOUT_FORMULA;
  const isFormula = model.source !== null && from === undefined;
  const plain = isFormula ? plainStatements(model.source.text) : null;
  if (plain !== null) return plain;
  const names = namesOf(model);
  const words = { name: 'formula', input: (slot: number) => names[slot]! } as const;
  try {
    const length = writtenLength(model.graph, resultNodes(model), words);
    if (length > LONGEST_TEXT) return `the formula written out has ${length} characters`;
    return [{ name: null, text: written(model.graph, resultNodes(model), words)[0]! }];
  } catch (error) {
    if (error instanceof NotWritable) return `mathjs has no word for '${error.message}'`;
    throw error;
  }
}
