// One item → an operand: a number, a fraction, a root, what braces hold; names and brackets are read elsewhere.

import { suggest } from '../suggest.js';
import { delimited } from './brackets.js';
import { accents, argumentCounts, functionCommands, letters, refused, signs } from './commands.js';
import { environment } from './environments.js';
import {
  ATOM,
  bound,
  call,
  name,
  number,
  operator,
  type Piece,
  POWER,
  PRODUCT,
  type Read,
  tokensIn,
} from './pieces.js';
import { type Operand, type Reading, refuse, written } from './reading.js';
import { raised } from './scripts.js';
import type { Item, List } from './tree.js';
import { nameAt } from './variables.js';

export function operandAt(reading: Reading, items: readonly Item[], at: number): Operand {
  const item = items[at]!;
  const place = { start: item.start, end: item.end };
  const atom = (piece: Piece): Read => ({ piece, binding: ATOM, ...place });
  const operand = (read: Read, isArray = false): Operand => ({
    read: raised(reading, read, item, isArray),
    more: 0,
    sort: 'other',
  });
  switch (item.kind) {
    case 'number':
      if (item.lower !== null) refuse(reading, item, 'a number has no subscript', 'write \\log_2 x for logarithms');
      return { ...operand(atom(number(item.text, place))), sort: 'digits' };
    case 'letter':
    case 'word':
      return nameAt(reading, items, at);
    case 'group': {
      const inside = reading.reads.get(item.inside[0]!)!;
      if (item.inside[0]!.items.length > 0) return operand(inside);
      if (item.upper !== null || item.lower !== null)
        refuse(reading, item, 'a script is at nothing', 'write what it belongs to');
      return { read: null, more: 0, sort: 'other' };
    }
    case 'delimited':
      return delimited(reading, item);
    case 'environment': {
      const { read, isArray } = environment(reading, item);
      return operand(read, isArray);
    }
    case 'sign':
      return refuse(reading, item, `'${item.text}' is no sign of formulas`, signHelp(item));
    default:
      return commandAt(reading, items, at);
  }
}

const signHelp = ({ text }: Item): string => {
  if (text === '.') return 'numbers have digits at their dot; leave out what ends a sentence';
  if (text === ':') return 'write \\frac{a}{b} for a quotient, \\begin{cases} for a choice';
  return 'leave it out';
};

function commandAt(reading: Reading, items: readonly Item[], at: number): Operand {
  const item = items[at]!;
  const { text, inside, style } = item;
  const place = { start: item.start, end: item.end };
  const operand = (read: Read): Operand => ({ read: raised(reading, read, item), more: 0, sort: 'other' });
  if (style !== null || Object.hasOwn(accents, text)) return nameAt(reading, items, at);
  const why = refused.get(text);
  if (why !== undefined) return refuse(reading, item, `'\\${text}' is ${why.what}, which is not read`, why.help);
  if (item.lower !== null && text !== 'pi')
    refuse(reading, item, `'${written(reading, item)}' has no meaning here`, 'leave the subscript out');
  switch (text) {
    case 'pi':
      if (item.lower !== null) return nameAt(reading, items, at);
      return {
        ...operand({ piece: name('pi', place), binding: ATOM, ...place }),
        sort: item.upper === null ? 'constant' : 'other',
      };
    case 'infty':
      return operand({ piece: name('Infinity', place), binding: ATOM, ...place });
    case 'frac':
    case 'dfrac':
    case 'tfrac':
    case 'cfrac':
      return operand(fraction(reading, item));
    case 'binom':
    case 'dbinom':
    case 'tbinom':
      return operand(
        call(
          'combinations',
          item,
          inside.map(of => reading.reads.get(of)!.piece),
          place,
        ),
      );
    case 'sqrt':
      return operand(root(reading, item));
    case 'vec':
    case 'overrightarrow':
      return nameAt(reading, items, at);
    default: {
      if (text === '%') return refuse(reading, item, 'there are no per cent here', 'write 0.05, or \\frac{5}{100}');
      const near = suggest(text, [
        ...functionCommands.keys(),
        ...letters,
        ...argumentCounts.keys(),
        ...Object.keys(signs),
        'pi',
        'infty',
        'sum',
        'prod',
      ]);
      return refuse(
        reading,
        item,
        `there is no command '\\${text}' here`,
        near === undefined
          ? 'write \\mathrm{name} for a name, \\operatorname{name}(x) for a function'
          : `did you mean '\\${near}'?`,
      );
    }
  }
}

function fraction(reading: Reading, item: Item): Read {
  const [above, below] = item.inside as [List, List];
  const isD = (list: List): boolean => list.items[0]?.text === 'd' && list.items[0].kind !== 'sign';
  const isDerivative = isD(above) && isD(below) && below.items.length > 1 && !reading.variables.has('d');
  if (isDerivative)
    refuse(
      reading,
      item,
      'this is a derivative, which is not read',
      "write the formula alone: its derivatives are functions of the module, such as 'gradient'; 'wengert derivative' prints one",
    );
  const [top, bottom] = [above, below].map(list => reading.reads.get(list)!) as [Read, Read];
  if (above.items.length === 0 || below.items.length === 0)
    refuse(reading, item, 'this fraction has an empty part', 'write \\frac{a}{b}');
  const piece = [bound(top, PRODUCT), operator('/', { start: item.start, end: above.start }), bound(bottom, POWER)];
  return { piece, binding: PRODUCT, start: item.start, end: item.end };
}

function root(reading: Reading, item: Item): Read {
  const place = { start: item.start, end: item.end };
  const of = reading.reads.get(item.inside[0]!)!.piece;
  if (item.option === null || item.option.items.length === 0) return call('sqrt', item, [of], place);
  const degree = reading.reads.get(item.option)!;
  const tokens = tokensIn(degree.piece);
  const only = tokens.length === 1 ? tokens[0]!.text : '';
  if (only === '2') return call('sqrt', item, [of], place);
  if (only === '3') return call('cbrt', item, [of], place);
  return call('nthRoot', item, [of, degree.piece], place);
}
