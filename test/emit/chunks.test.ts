// Chunks of long lines that another thread prints: the module and its map are those of one thread.

import { describe, expect, it } from 'vitest';
import { chunkPrinter, type SecondCore } from '../../src/emit/js/line/chunk-printer.js';
import { emitFiles, type FileOptions } from '../../src/files.js';

/** Gives every chunk that `takes` says to a printer that knows no more than what could be sent to it. */
function coreFor(takes: (chunk: number, count: number) => boolean) {
  const printed: number[] = [];
  const secondCore: SecondCore = {
    share(source, count, level) {
      const printer = chunkPrinter(structuredClone(source), level);
      expect(printer.count).toBe(count);
      const made = new Map(
        Array.from({ length: count }, (_, i) => count - 1 - i)
          .filter(chunk => takes(chunk, count))
          .map(chunk => [chunk, structuredClone(printer.print(chunk))]),
      );
      printed.push(...made.keys());
      return chunk => made.get(chunk) ?? null;
    },
  };
  return { secondCore, printed };
}

const chain = (length: number, line: (i: number) => string): string =>
  Array.from({ length }, (_, i) => `v${i} = ${line(i)}`).join('\n');

const scalars = `${chain(300, i => `0.7*${i === 0 ? 'x' : `v${i - 1}`} + sin(${i < 5 ? 'y' : `v${i - 5}`})*0.1`)}\nv299 + v290`;

const special =
  `input erf, x[3], y\n${chain(120, i => `erf*erf(x[${(i % 3) + 1}]*${i}/100) + ${i === 0 ? 'y' : `v${i - 1}`}*tanh(x[1])`)}` +
  '\nv119*gamma(y + 2)';

const branches = `${chain(90, i => `x > ${i} ? ${i === 0 ? 'x' : `v${i - 1}`}^2*y : sin(x*${i}) + y`)}\nv89 + relu(v50)`;

const fixed = `input t, s = 2\nparam a[40] = 1, b = 3\n${chain(150, i => `a[${(i % 40) + 1}]*t + ${i === 0 ? 'b' : `v${i - 1}*s`}`)}\nminimize v149^2`;

const outputs = `input x[60]\n${chain(60, i => `x[${i + 1}]^2*${i + 1}`)}\noutput ${Array.from({ length: 60 }, (_, i) => `v${i}`).join(', ')}`;

const named = `input x, y, slots\nt1 = x*slots\n${chain(200, i => `${i === 0 ? 't1' : `v${i - 1}`}*exp(-y*${i}/200)`)}\nv199/t1`;

/** Straight-line code whose values wait long, so that chunks ask for more slots. */
const waiting = `input x[200]\n${chain(200, i => `sin(x[${i + 1}])`)}\nprod(array(v0 + x[i]*v1, i = 1:200)) + ${Array.from({ length: 200 }, (_, i) => `v${i}*v${199 - i}`).join(' + ')}`;

const cases: [string, string, FileOptions][] = [
  ['scalars', scalars, {}],
  ['scalars, one of several exports', scalars, { emit: ['gradient', 'hvp', 'jvp'] }],
  ['special functions and names like theirs', special, {}],
  ['branches', branches, {}],
  ['inputs that are not differentiated', fixed, {}],
  ['several results', outputs, {}],
  ['arrays with many zeros', outputs, { emit: ['jacobian', 'vjp'] }],
  ['names like ours', named, {}],
  ['values that wait long', waiting, { limits: { statements: 700 } }],
  ['the second derivative', named, { emit: ['hessian'] }],
];

describe.each([{ format: 'esm' }, { format: 'cjs' }, { format: 'iife', name: 'f' }] as const)('as $format', format => {
  it.each(cases)('%s', (_what, text, options) => {
    const all: FileOptions = {
      limits: { statements: 40 },
      ...options,
      ...format,
      map: { file: 'f.js', source: 'f.formula' },
    };
    const alone = emitFiles(text, all);
    const divisions: ((chunk: number, count: number) => boolean)[] = [
      () => true,
      chunk => chunk % 2 === 1,
      (chunk, count) => chunk > count / 2,
      (chunk, count) => chunk === count - 1,
    ];
    for (const takes of divisions) {
      const { secondCore, printed } = coreFor(takes);
      const shared = emitFiles(text, { ...all, secondCore });
      expect(printed.length).toBeGreaterThan(0);
      expect(shared.code).toBe(alone.code);
      expect(shared.map).toBe(alone.map);
    }
    const { secondCore } = coreFor(chunk => chunk % 3 > 0);
    expect(emitFiles(text, { ...options, ...format, limits: all.limits!, secondCore }).code).toBe(alone.code);
  });
});
