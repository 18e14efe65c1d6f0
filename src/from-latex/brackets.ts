// What brackets and bars hold.

import type { Span } from '../source.js';
import { holdsElements, isMatrices, isVectors, mayBeArray } from './array-names.js';
import { isMatrix } from './environments.js';
import { ATOM, call, inParentheses, LIST, operator, type Piece, type Read, tokensIn } from './pieces.js';
import { isSign, type Operand, type Reading, refuse, warn, written } from './reading.js';
import { raised } from './scripts.js';
import type { Item, List } from './tree.js';

export function delimited(reading: Reading, item: Item): Operand {
  const { text, lower } = item;
  const [list] = item.inside as [List];
  const place = { start: item.start, end: item.end };
  const inside = reading.reads.get(list)!;
  const finished = (read: Read): Operand => ({
    read: raised(reading, read, item, holdsArray(reading, inside)),
    more: 0,
    sort: 'other',
  });
  if (lower !== null && text !== '\\|')
    refuse(
      reading,
      item,
      'a subscript is at brackets',
      text === '.' || text === '|'
        ? 'write the value itself: there is no evaluation at a point'
        : 'give what is inside a name',
    );
  switch (text) {
    case '|': {
      const isOfMatrix = list.items.length === 1 && isMatrix(list.items[0]!);
      return finished(isOfMatrix ? call('det', item, [inside.piece], place) : bars(reading, item, inside, place));
    }
    case '\\|':
      return finished(norm(reading, item, lower, inside, { start: item.start, end: item.whole }));
    case '\\lfloor':
      return finished(call('floor', item, [inside.piece], place));
    case '\\lceil':
      return finished(call('ceil', item, [inside.piece], place));
    case '.':
      return refuse(reading, item, 'brackets that do not open are not read', 'write both brackets');
    default: {
      const isChoice = text === '\\{' && list.items.length === 1 && list.items[0]!.kind === 'environment';
      if (isChoice) return finished(inside);
      const hasComma = inside.binding === LIST && list.items.some(of => isSign(of, ','));
      if (text === '[' && hasComma)
        return finished({ piece: [operator('[', item), inside.piece, operator(']', place)], binding: ATOM, ...place });
      if (hasComma)
        refuse(
          reading,
          item,
          'several values stand in brackets',
          'write \\begin{pmatrix} a \\\\ b \\end{pmatrix} for a vector',
        );
      if (inside.binding === ATOM) return finished({ ...inside, ...place });
      return finished({ piece: inParentheses(inside.piece, place), binding: ATOM, ...place });
    }
  }
}

/** Whether one of the names in it is an array's. */
const holdsArray = ({ arrays }: Reading, { piece }: Read): boolean =>
  arrays.size > 0 && tokensIn(piece).some(of => of.kind === 'name' && arrays.has(of.text));

/** `|x|`: of a vector its length, of a matrix its determinant. @param at the sign that opens */
export function bars(reading: Reading, at: Span, { piece }: Read, whole: Span): Read {
  if (isMatrices(reading, piece)) return call('det', at, [piece], whole);
  const what = written(reading, whole);
  const inside = what.replace(
    /^(?:\\left|\\[bB]igg?l?)?\s*(?:\||\\[lr]?vert)\s*|\s*(?:\\right|\\[bB]igg?r?)?\s*(?:\||\\[lr]?vert)$/g,
    '',
  );
  if (isVectors(reading, piece)) {
    warn(reading, whole, `'${what}' is read as the length of a vector`, `write \\|${inside}\\| for it`);
    return call('norm', at, [piece], whole);
  }
  if (mayBeArray(reading, piece))
    return refuse(
      reading,
      whole,
      `'${what}' may be a length, a determinant, or of each element`,
      `write \\|${inside}\\|, \\det(${inside}) or \\operatorname{abs}(${inside})`,
    );
  return call('abs', at, [piece], whole);
}

/** `\|x\|_1`, `\|x\|_\infty`, `\|A\|_F`. @param at the sign that opens */
export function norm(reading: Reading, at: Span, lower: List | null, { piece }: Read, whole: Span): Read {
  if (!mayBeArray(reading, piece) && !holdsElements(piece))
    warn(
      reading,
      whole,
      `'${written(reading, whole)}' is of numbers: of no name in it a size is said`,
      'write x \\in \\mathbb{R}^{3} on a line of its own for vectors, |x| for a number',
    );
  const of = (name: string, args: Piece): Read => call(name, at, [args], whole);
  const [index, ...more] = lower?.items ?? [];
  const kind = lower === null ? '2' : more.length === 0 && index !== undefined ? index.text : '';
  switch (kind) {
    case '2':
      return of('norm', piece);
    case '1':
      return of('sum', of('abs', piece).piece);
    case 'infty':
      return of('max', of('abs', piece).piece);
    case 'F':
      return of('frobenius', piece);
    default:
      return refuse(
        reading,
        lower!,
        'there is no norm of that name',
        'write \\|x\\|_2, \\|x\\|_1, \\|x\\|_\\infty or \\|A\\|_F',
      );
  }
}
