// Tokens that are looked at character by character are those that patterns find, which no-break spaces around them ask for.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReport } from '../../src/diagnostic.js';
import { tokenise } from '../../src/parse/tokens.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 5000);

/** Tokens and errors of a text, whose places are the same for texts of equal length. */
function read(text: string) {
  const report = createReport({ name: null, text });
  const tokens = [...tokenise(text, report)].map(line => line.map(token => ({ ...token })));
  return { tokens, errors: report.errors.map(({ code, message, span }) => ({ code, message, span })) };
}

const word = fc.constantFrom(
  ...['x', 'x1', 'to', 'too', 'in', 'xor', 'xorb', 'x_or', 't', 'tan', 'not', 'and', 'mod', 'e', 'E2', '_', 'end'],
  ...[
    '0',
    '7',
    '00',
    '12',
    '3.5',
    '.5',
    '5.',
    '1e5',
    '2E-3',
    '1e',
    '0x1F',
    '0b1',
    '1.5.2',
    '3x',
    '2.*x',
    '4.e3',
    '9007199254740993',
  ],
  ...[
    '+',
    '-',
    '*',
    '/',
    '^',
    '**',
    '.*',
    './',
    '.^',
    '<',
    '<=',
    '>=',
    '==',
    '!=',
    '!',
    '=',
    '(',
    ')',
    '[',
    ']',
    ',',
    ';',
  ],
  ...[
    ':',
    '?',
    "'",
    '%',
    '&&',
    '|',
    '<<',
    '~',
    '++',
    '+=',
    '//',
    '/*',
    '=>',
    ':=',
    '?.',
    '??',
    '===',
    '{',
    'a.b',
    '^|',
  ],
  ...['é', 'πr', 'x²', '·', '−', '≤', '😀', '@', '#c', '"s"'],
);
const text = fc
  .array(fc.tuple(word, fc.constantFrom('', '', ' ', '  ', '\t')), { minLength: 1, maxLength: 8 })
  .map(parts => parts.flat().join(''));

describe('tokens', () => {
  it('are the same by character and by pattern', () => {
    let valid = 0;
    fc.assert(
      fc.property(text, found => {
        const plain = read(` ${found} `);
        const other = read(`\u00a0${found.replaceAll(/[ \t]/g, '\u00a0')}\u00a0`);
        const spaced = (value: unknown): string => JSON.stringify(value).replaceAll(/\u00a0|\\t/g, ' ');
        expect(spaced(plain)).toBe(spaced(other));
        if (plain.errors.length === 0) valid++;
      }),
      { numRuns: RUNS, seed: 5 },
    );
    expect(valid).toBeGreaterThan(RUNS / 20);
  });

  it.each([
    [
      'a',
      'x+2.5*(y_1-3)^z,[1;2]',
      ['x', '+', '2.5', '*', '(', 'y_1', '-', '3', ')', '^', 'z', ',', '[', '1', ';', '2', ']'],
    ],
    ['operators of two characters', 'a**b.*c<=d!=e./2', ['a', '^', 'b', '.*', 'c', '<=', 'd', '!=', 'e', './', '2']],
    ['numbers beside names', '2x 1e3y 2e 3.e2z 1.*x', ['2', 'x', '1e3', 'y', '2', 'e', '3.e2', 'z', '1', '.*', 'x']],
    ['words', 'not a and b or c mod d', ['not', 'a', 'and', 'b', 'or', 'c', 'mod', 'd']],
    ['letters beyond ASCII', 'xé+é2*π', ['xé', '+', 'é2', '*', 'π']],
  ])('with %s', (_what, formula, wanted) => {
    expect(read(formula).tokens.flatMap(line => line.map(token => token.text))).toEqual(wanted);
  });
});
