import { expect, it } from 'vitest';
import { table } from '../../../src/cli/terminal/columns.js';

it('pads columns to their widest cell, but not all cells to one that has no end', () => {
  expect(
    table(
      [
        ['a', 'b'],
        ['long', ''],
      ],
      [0],
    ),
  ).toBe('   a  b\nlong\n');
  const [first, second] = table([
    ['x'.repeat(100_000), 'b'],
    ['a', 'b'],
  ]).split('\n');
  expect(first).toBe(`${'x'.repeat(100_000)}  b`);
  expect(second!.length).toBeLessThan(1000);
});
