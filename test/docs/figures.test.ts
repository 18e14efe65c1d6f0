// What is found of numbers in a text, and what is not.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { absent, unfounded } from './figures.js';
import { missingLine, type Section, sectionsOf } from './page.js';

const section = (prose: string, ...commands: string[]): Section => ({
  title: '',
  prose,
  parts: commands.map(command => ({ kind: 'command', command, shown: null })),
});

const numbersOf = (prose: string, printed: string): string[] =>
  unfounded(section(prose, 'any'), [printed], {}).map(line => line.split(':')[0]!);

describe('numbers of a text', () => {
  it.each([
    ['takes 786 operations', 'value 834', ['786']],
    ['takes 834 operations', 'value 834', []],
    ['1,002 variables', 'new Float64Array(1002)', []],
    ['of 0.534 and 0.535', '0.534054163464', ['0.535']],
    // More digits than are printed, of which four at least agree.
    ['certified −0.262323073774029 (0.232818)', '-0.2623230738  0.2328', []],
    ['certified −0.262323073774029', '0.2623230738', ['−0.262323073774029']],
    ['of 0.23284', '0.2', ['0.23284']],
    ['whole 26, not 26.6', '26.61739853', ['26']],
    ['from 0 to 1 in `f(7)`, see [it](a-9.md), x² and W3', '', []],
    ['problems 2–10', '01 02 10', []],
  ])('of %j beside %j: %j', (prose, printed, found) => {
    expect(numbersOf(prose, printed)).toEqual(found);
  });

  it('are times only beside a command', () => {
    expect(unfounded(section('It takes 16 s and 640 MB.', 'any'), [''], {})).toEqual([]);
    expect(unfounded(section('It takes 16 s.'), [], {})).toEqual(['16: …It takes 16 s.…']);
  });

  it('are from elsewhere where that is said, and what is said is there', () => {
    const cited = section('as in ACM TOMS\n7, 1981.');
    expect(unfounded(cited, [], { 'ACM TOMS 7, 1981': 'an article' })).toEqual([]);
    expect(absent([cited], { 'ACM TOMS 7, 1981': 'an article', 'ACM 7(8)': 'another' })).toEqual(['ACM 7(8)']);
  });
});

describe('a page', () => {
  it('is sections with what they run', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'wengert-page-'));
    const file = path.join(folder, 'page.md');
    const lines = [
      ...[
        '---',
        'title: 9',
        '---',
        '# One',
        '',
        '<!-- figures: cat a.txt -->',
        'Text.',
        '',
        '```formula [a.formula]',
        '# x',
        '```',
      ],
      ...['**[two](two.js)** · More.', '', '<!-- prints: node two.js -->', '```js', 'const a = 1;', '```', ''],
      ...['```console', '$ one | two', 'out', '```', ''],
    ];
    writeFileSync(file, lines.join('\n'));
    expect(sectionsOf(file)).toEqual([
      {
        title: '# One',
        prose: '# One\n\n\nText.\n\n\n',
        parts: [
          { kind: 'command', command: 'cat a.txt', shown: null },
          { kind: 'file', name: 'a.formula', text: '# x\n' },
        ],
      },
      {
        title: '**[two](two.js)** · More.',
        prose: '**[two](two.js)** · More.\n\n\n\n\n\n',
        parts: [
          { kind: 'command', command: 'node two.js', shown: ['…', 'const a = 1;', '…'] },
          { kind: 'command', command: 'one | two', shown: ['out'] },
        ],
      },
    ]);
    rmSync(folder, { recursive: true });
  });
});

describe('what is shown', () => {
  it.each([
    ['a 1\nb 2', ['a 1'], 'b 2'],
    ['a 1\nb 2', ['…', 'b 2'], null],
    ['a 1\nb 2', ['b 2'], 'b 2'],
    ['x 0.12345678', ['x 0.12345699'], null],
    ['x 0.123456', ['x 0.123556'], 'x 0.123556'],
    ['made in 0.7 s: 6 MB, 21 rows', ['made in 59.6 s: 427 MB, 21 rows'], null],
    ['made in 0.7 s: 6 MB, 21 rows', ['made in 59.6 s: 427 MB, 22 rows'], 'made in 59.6 s: 427 MB, 22 rows'],
    ['8 iterations, 0.7 s', ['… iterations, 9 s'], null],
    ['interval 0.1234567 … 2', ['interval 0.1234568 … 2'], null],
  ])('of %j, %j lacks %j', (printed, shown, missing) => {
    expect(missingLine(printed, shown)).toBe(missing);
  });
});
