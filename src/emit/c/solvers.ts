// Functions of C that solve implicit blocks. What is not solved is NaN, and so are all results that are made of it.

import type { ScheduledBlock } from '../../exports/blocks.js';
import { placesOf } from '../../ops/implicit.js';
import { blockFunction, plainName } from '../line/in-array.js';
import { wholeWriter } from '../line/line-body.js';
import type { Access, Names } from '../line/line-context.js';
import { language } from './language.js';
import { snake } from './names.js';
import { slotTexts } from './slots.js';

interface Surroundings {
  scope(): Names;
  /** A free name at the top of the file. */
  claim(name: string): string;
  /** The name that a special function is printed under. */
  called(key: string): string;
}

/**
 * The functions of blocks, and before them what says which entries Jacobians have.
 * @param names of functions, by what stands for them in code
 */
export function blockTexts(
  names: ReadonlyMap<string, string>,
  blocks: ReadonlyMap<number, ScheduledBlock>,
  around: Surroundings,
): string[] {
  const patterns = new Map<number, string>();
  const texts: string[] = [];
  for (const [callee, name] of names) {
    const { part, number } = blockFunction(callee)!;
    const block = blocks.get(number)!;
    let pattern = patterns.get(number) ?? null;
    if (pattern === null && block.sparse !== null) {
      pattern = around.claim(`pattern_${snake(plainName(block.names[0]!))}`);
      patterns.set(number, pattern);
      texts.push(patternText(pattern, block.sparse.pattern));
    }
    texts.push(part === 'solve' ? solverText(name, block, pattern, around) : sparseText(part, name, pattern!, around));
  }
  return texts;
}

/** Numbers of a line. */
const MOST_IN_LINE = 20;

function patternText(name: string, pattern: Int32Array): string {
  const lines = Array.from({ length: Math.ceil(pattern.length / MOST_IN_LINE) }, (_, i) =>
    pattern.subarray(MOST_IN_LINE * i, MOST_IN_LINE * (i + 1)).join(', '),
  );
  // Functions are told of it as of the array that they work in.
  return `static double ${name}[] = {\n  ${lines.join(',\n  ')}\n};`;
}

function sparseText(part: 'factor' | 'divide', name: string, pattern: string, { called }: Surroundings): string {
  if (part === 'factor')
    return `static void ${name}(double *slots, double at) {\n  ${called('factoriseSparse')}(slots, at, ${pattern});\n}`;
  const call = `${called('solveSparse')}(slots, at, factors, transposed, ${pattern})`;
  return `static void ${name}(double *slots, double at, double factors, double transposed) {\n  ${call};\n}`;
}

/** @param name of the function @param pattern which entries the Jacobian has; null for all */
function solverText(
  name: string,
  { names: unknowns, outside, line, placed }: ScheduledBlock,
  pattern: string | null,
  { scope, called }: Surroundings,
): string {
  const names = scope();
  const [slots, at, first, status, matrices] = ['slots', 'at', 'first', 'status', 'matrices'].map(names.claim) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const n = unknowns.length;
  const { residual, size, jacobian, slope, length } = placesOf(n);
  const argument = (slot: number): Access => ({ name: slots, index: null, at: `${first} + ${slot}`, keep: 'v' });
  const context = {
    language,
    names,
    wanted: line.links.names,
    argument,
    result: () => ({ name: '', index: null }),
    slots: matrices,
    special: called,
    location: () => undefined,
    isEarly: () => false,
  };
  const { returned } = line.results;
  const writer = wholeWriter(line, context, returned);
  const statements = writer.statements('    ', null);
  const stores = placed.map((place, i) => {
    const starts = { residual, size, jacobian, slope };
    const within = place.of === 'slope' ? 0 : place.of === 'jacobian' ? place.row * n + place.column : place.row;
    return `    ${slots}[${first} + ${outside + starts[place.of] + within}] = ${writer.value(returned[i]!, null)};`;
  });
  const given = `${slots}, ${at} + ${language.number(outside)}`;
  const count = language.number(n);
  const look =
    pattern === null
      ? `${called('lookAt')}(${given}, ${count})`
      : `${called('lookAtSparse')}(${given}, ${count}, ${pattern})`;
  const room = `${at} + ${language.number(outside + length)}`;
  const step =
    n === 1
      ? `${called('slopeStep')}(${given})`
      : pattern === null
        ? `${called('factoredStep')}(${given}, ${count})`
        : `${called('sparseStep')}(${given}, ${count}, ${room}, ${pattern})`;
  return [
    `static void ${name}(double *${slots}, double ${at}) {`,
    `  const int ${first} = (int)${at};`,
    ...slotTexts(name, matrices, line),
    `  double ${status} = 0.0;`,
    `  ${called('startSolving')}(${given}, ${count});`,
    `  while (${status} == 0.0) {`,
    ...statements,
    ...stores,
    `    ${status} = ${look};`,
    `    if (${status} < 0.0) ${status} = ${called('goOn')}(${given}, ${count}, ${step});`,
    '  }',
    `  if (${status} > 1.0) for (int k = 0; k < ${n}; k++) ${slots}[${first} + ${outside} + k] = NAN;`,
    '}',
  ].join('\n');
}
