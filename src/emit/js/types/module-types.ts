// The `.d.ts` of a module. Every piece of code is a fixed text, a number or a checked identifier; the formula itself stands in
// comments.

import {
  type Argument,
  type Declare,
  type Declared,
  OUT,
  pointOf,
  recordType,
  stateType,
} from '../../../exports/declared.js';
import { extentOf } from '../../../exports/gradient-store.js';
import { type ExportName, exportRow, haveStatements, metadataShown } from '../../../exports/table.js';
import { type DifferentiatedModel, hasData, hasRunTimeGradient, hasRunTimeResults } from '../../../lower/model.js';
import { inputArguments, ourArgument, seedArguments } from '../../arguments.js';
import { BROUGHT, type Brought } from '../module.js';
import { createNames } from '../names.js';
import { declaredDoc } from './declared-doc.js';

/**
 * @param name global variable of an `iife`; null where there is none
 * @param beside what the module has beside its exports, and whether that is what these read only
 */
export function emitDeclarations(
  model: DifferentiatedModel,
  exports: readonly ExportName[],
  name: string | null,
  { brought, isMinimal }: { readonly brought: readonly string[]; readonly isMinimal: boolean },
): string {
  const column = brought.includes('bind') ? `${COLUMN} | ${BOUND}` : COLUMN;
  const lines = exports.flatMap(of => {
    const row = exportRow(of, model);
    const summary = shortDoc(row.summary(model, null));
    if (row.kind === 'pattern') return [...summary, `export const ${of}: { rows: number[]; cols: number[] };`];
    const { overloads, parameters } = row.declared(declareFor(model, column));
    return overloads.flatMap((overload, i) => [
      ...(i === 0 ? declaredDoc(row, parameters, model) : summary),
      `export function ${of}${overload};`,
    ]);
  });
  // Scalars only, as they mostly are, keep the simple type.
  const nested = model.inputs.some(({ shape }) => shape.length > 0) ? 'number | number[] | number[][]' : 'number';
  const isSized = model.inputs.some(({ rows, role }) => rows !== null && role !== 'data');
  const size = isSized ? '(number | string)' : 'number';
  const offset = hasRunTimeGradient(model) ? 'number | null' : 'number';
  const [resultSize, resultOffset] = hasRunTimeResults(model)
    ? ['(number | string)', 'number | null']
    : ['number', 'number'];
  const roles = hasData(model) ? "'input' | 'param' | 'data'" : "'input' | 'param'";
  const isThere = metadataShown(exports, model, isMinimal);
  const described = (name: string, lines: readonly string[]): readonly string[] => (isThere(name) ? lines : []);
  const text = [
    ...lines,
    ...broughtLines(model, brought, column),
    ...described('inputs', [
      ...shortDoc('The inputs, in the order of the arguments.'),
      `export const inputs: { name: string; shape: ${size}[]; role: ${roles}; default?: ${nested} }[];`,
    ]),
    ...described('wrt', [
      ...shortDoc('What is differentiated: each input and its place in the gradient.'),
      `export const wrt: { name: string; shape: ${size}[]; offset: ${offset}; start?: ${nested}; lower?: ${nested}; upper?: ${nested} }[];`,
    ]),
    ...described('outputs', [
      ...shortDoc('The results and their places.'),
      `export const outputs: { name: string; shape: ${resultSize}[]; offset: ${resultOffset} }[];`,
    ]),
    ...described('sense', [
      ...shortDoc('Whether the formula says minimize or maximize.'),
      `export const sense: ${model.sense === null ? 'null' : `'${model.sense}'`};`,
    ]),
    ...(haveStatements(exports)
      ? [
          ...shortDoc('The named statements and their places in z and lambda.'),
          'export const statements: { name: string; shape: number[]; offset: number }[];',
        ]
      : []),
    ...constraintLines(model),
    ...(model.unknowns.length === 0
      ? []
      : [
          ...shortDoc('What implicit blocks are solved for: each unknown and its place in a state.'),
          'export const unknowns: { name: string; shape: number[]; offset: number }[];',
        ]),
  ];
  if (name === null) return `${text.join('\n')}\n`;
  const inside = text.map(line => `  ${line.replace(/^export /, '')}`);
  return `declare namespace ${createNames(new Set()).claim(name)} {\n${inside.join('\n')}\n}\n`;
}

function constraintLines({ constraints }: DifferentiatedModel): string[] {
  if (constraints.length === 0) return [];
  const isNested = constraints.some(({ shape }) => shape.length > 0);
  const bound = isNested ? 'number | number[] | number[][]' : 'number';
  const place = 'text: string; kind: string; shape: number[]; offset: number';
  return [
    ...shortDoc('The constraints, their places among the values of all, and between what these are held.'),
    `export const constraintList: { ${place}; lower?: ${bound}; upper?: ${bound} }[];`,
  ];
}

const shortDoc = (text: string): string[] => [`/** ${text} */`];

const COLUMN = 'ArrayLike<number>';
const BOUND = 'BoundColumn';

/** Functions that the target brings, and their types. */
function broughtLines(model: DifferentiatedModel, brought: readonly string[], column: string): string[] {
  const data = model.inputs.filter(({ rows }) => rows !== null);
  const bound = recordType(data, () => BOUND);
  const types: Readonly<Record<Brought, string>> = {
    init: '(): Promise<void>',
    bind: `(columns: ${pointOf(data, column)}): ${bound}`,
    unbind: `(columns: ${bound}): void`,
  };
  const functions = (Object.keys(types) as Brought[])
    .filter(of => brought.includes(of))
    .flatMap(of => [...shortDoc(BROUGHT[of]), `export function ${of}${types[of]};`]);
  if (!brought.includes('bind')) return functions;
  const members = '{ readonly length: number; subarray(begin: number, end: number): Float64Array }';
  return [...functions, ...shortDoc('A column in the memory of WebAssembly.'), `export interface ${BOUND} ${members}`];
}

function declareFor(model: DifferentiatedModel, column: string): Declare {
  function typed({ name, length, width, range, isArray }: Argument): string {
    if (range !== undefined) return `${name}: number | undefined`;
    if (width !== undefined) return `${name}: ${column}`;
    return `${name}: ${length === null && isArray !== true ? 'number' : 'ArrayLike<number>'}`;
  }
  /** Without what may be left out at the end. */
  const required = (parameters: readonly Argument[]): string[] =>
    parameters.map((parameter, i) =>
      parameter.range !== undefined && parameters.slice(i).every(({ range }) => range !== undefined)
        ? `${parameter.name}?: number`
        : typed(parameter),
    );
  const names = createNames(new Set());
  const inputs = inputArguments(model.inputs, names);
  const state = stateType(model) === '' ? [] : [stateType(model).slice(2).replace('state', names.claim('state'))];
  return {
    model,
    column,
    inputs,
    seeds: kind => seedArguments(kind, model, names),
    vector: ({ name, length }) => ourArgument(names, name, length),
    output(name, length) {
      const own = ourArgument(names, name, length);
      if (!hasRunTimeGradient(model) || name === 'z' || name === 'lambda') return own;
      const extent = extentOf(model.wrt);
      return { ...own, extent: name === 'gradient' ? extent : { ...extent, times: 'itself' } };
    },
    returning: (parameters, type) => ({
      overloads: [`(${[...required(parameters), ...state].join(', ')}): ${type}`],
      parameters,
    }),
    filling(parameters): Declared {
      const all = parameters.map(typed);
      const out = names.claim('out');
      return {
        overloads: [
          `(${[...required(parameters), ...(state.length === 0 ? [] : [`${out}?: undefined`, ...state])].join(', ')}): Float64Array`,
          `${OUT}(${[...all, `${out}: T`, ...state].join(', ')}): T`,
        ],
        parameters,
      };
    },
    writing: (...outputs) => ({
      overloads: [
        `${OUT}(${[...inputs.map(typed), ...outputs.map(({ name }) => `${name}: T`), ...state].join(', ')}): number`,
      ],
      parameters: [...inputs, ...outputs],
    }),
  };
}
