// Suggestions: distances against their definition, and the same answers however many words there are.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, isOneEdit, nearWords, suggest } from '../src/suggest.js';

/** Optimal string alignment by its definition. */
function byDefinition(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [restA, restB] = [a.slice(1), b.slice(1)];
  const ways = [
    1 + byDefinition(restA, b),
    1 + byDefinition(a, restB),
    Number(a[0] !== b[0]) + byDefinition(restA, restB),
  ];
  if (a.length > 1 && a[0] === b[1] && a[1] === b[0]) ways.push(1 + byDefinition(a.slice(2), b.slice(2)));
  return Math.min(...ways);
}

const words = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });

describe('the distance of two words', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    // Between letters that were swapped nothing goes in: https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance
    ['ca', 'abc', 3],
    ['', 'abc', 3],
    ['same', 'same', 0],
  ])('%s, %s: %i', (a, b, distance) => {
    for (let most = distance; most < 8; most++) expect(editDistance(a, b, most)).toBe(distance);
    for (let most = 0; most < distance; most++) expect(editDistance(a, b, most)).toBe(Infinity);
  });

  it('is that of its definition, up to the most that is asked for', () => {
    fc.assert(
      fc.property(words, words, fc.nat({ max: 7 }), (a, b, most) => {
        const distance = byDefinition(a, b);
        expect(editDistance(a, b, most)).toBe(distance > most ? Infinity : distance);
        expect(isOneEdit(a, b)).toBe(distance === 1);
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});

describe('words one edit apart', () => {
  it('are found among all, the first of them first', () => {
    fc.assert(
      fc.property(fc.uniqueArray(words, { maxLength: 40 }), list => {
        const nearTo = nearWords(list);
        for (const word of list) {
          const fits = (near: string): boolean => near.length !== 3;
          expect(nearTo(word, fits)).toBe(list.find(near => byDefinition(word, near) === 1 && fits(near)));
        }
      }),
      { numRuns: 50, seed: 4 },
    );
  });

  it('are not looked for in long lists', () => {
    const many = Array.from({ length: 200_000 }, (_, i) => `name${i}`);
    expect(nearWords(many)('nome7', () => true)).toBeUndefined();
  });
});

describe('a suggestion', () => {
  it.each([
    ['tanhh', ['sinh', 'tanh'], 'tanh'],
    ['Alpha', ['alphb', 'alpha'], 'alpha'],
    ['xy', ['ab'], undefined],
    ['a'.repeat(65), ['a'.repeat(64)], undefined],
  ])('for %s', (word, known, near) => {
    expect(suggest(word, known)).toBe(near);
  });

  it('is found among many short words', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `v${i.toString(36)}`);
    expect(suggest('lambba', [...many, 'lambda'])).toBe('lambda');
  });
});
