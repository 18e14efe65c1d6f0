// Functions of C that solve implicit blocks. What is not solved is NaN, and so are all results that are made of it.

import type { ScheduledBlock } from '../../exports/blocks.js';
import { placesOf } from '../../ops/implicit.js';
import { wholeWriter } from '../line/line-body.js';
import type { Access, Names } from '../line/line-context.js';
import { language } from './language.js';
import { slotTexts } from './slots.js';

interface Surroundings {
  scope(): Names;
  /** The name that a special function is printed under. */
  called(key: string): string;
}

/** @param name of the function */
export function solverText(
  name: string,
  { names: unknowns, outside, line, placed }: ScheduledBlock,
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
  const { residual, size, jacobian, slope } = placesOf(n);
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
  const step = n === 1 ? `${called('slopeStep')}(${given})` : `${called('factoredStep')}(${given}, ${count})`;
  return [
    `static void ${name}(double *${slots}, double ${at}) {`,
    `  const int ${first} = (int)${at};`,
    ...slotTexts(name, matrices, line),
    `  double ${status} = 0.0;`,
    `  ${called('startSolving')}(${given}, ${count});`,
    `  while (${status} == 0.0) {`,
    ...statements,
    ...stores,
    `    ${status} = ${called('lookAt')}(${given}, ${count});`,
    `    if (${status} < 0.0) ${status} = ${called('goOn')}(${given}, ${count}, ${step});`,
    '  }',
    `  if (${status} > 1.0) for (int k = 0; k < ${n}; k++) ${slots}[${first} + ${outside} + k] = NAN;`,
    '}',
  ].join('\n');
}
