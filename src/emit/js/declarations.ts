// The `.d.ts` of a module. Every piece of code is a fixed text, a number or a checked identifier; the formula itself stands in
// comments.

import type { DifferentiatedModel, Shape } from '../../lower/model.js';
import { type ExportName, PATTERNS } from '../exports.js';
import type { Target } from '../format.js';
import { fixedInputs, inputArguments, ourArgument, seedArguments, wrtLength } from './arguments.js';
import type { Argument } from './check.js';
import { declaredDoc } from './declared-doc.js';
import { summaryOf } from './doc.js';
import { INIT } from './module.js';
import { createNames } from './names.js';

interface Declared {
  readonly model: DifferentiatedModel;
  readonly exports: readonly ExportName[];
  readonly target: Target;
}

const OUT = '<T extends { length: number; [i: number]: number }>';

export function emitDeclarations({ model, exports, target }: Declared, name: string | null): string {
  const lines = exports.flatMap(of => {
    if (PATTERNS.has(of))
      return [...shortDoc(summaryOf(of, model, null)), `export const ${of}: { rows: number[]; cols: number[] };`];
    const { overloads, parameters } = signature(of, model);
    return overloads.flatMap((overload, i) => [
      ...(i === 0 ? declaredDoc(of, parameters, model) : shortDoc(summaryOf(of, model, null))),
      `export function ${of}${overload};`,
    ]);
  });
  // Scalars only, as they mostly are, keep the simple type.
  const nested = model.inputs.some(({ shape }) => shape.length > 0) ? 'number | number[] | number[][]' : 'number';
  const text = [
    ...lines,
    ...(target === 'wasm' ? [...shortDoc(INIT), 'export function init(): Promise<void>;'] : []),
    ...shortDoc('The inputs, in the order of the arguments.'),
    `export const inputs: { name: string; shape: number[]; role: 'input' | 'param'; default?: ${nested} }[];`,
    ...shortDoc('What is differentiated: each input and its place in the gradient.'),
    `export const wrt: { name: string; shape: number[]; offset: number; start?: ${nested}; lower?: ${nested}; upper?: ${nested} }[];`,
    ...shortDoc('The results and their places.'),
    'export const outputs: { name: string; shape: number[]; offset: number }[];',
    ...shortDoc('Whether the formula says minimize or maximize.'),
    `export const sense: ${model.sense === null ? 'null' : `'${model.sense}'`};`,
  ];
  if (name === null) return `${text.join('\n')}\n`;
  const inside = text.map(line => `  ${line.replace(/^export /, '')}`);
  return `declare namespace ${createNames(new Set()).claim(name)} {\n${inside.join('\n')}\n}\n`;
}

const shortDoc = (text: string): string[] => [`/** ${text} */`];

interface Signature {
  /** From the brackets to the type of the result. */
  readonly overloads: readonly string[];
  readonly parameters: readonly Argument[];
}

function signature(name: ExportName, model: DifferentiatedModel): Signature {
  const names = createNames(new Set());
  const inputs = inputArguments(model.inputs, names);
  const typed = ({ name, length }: Argument): string => `${name}: ${length === null ? 'number' : 'ArrayLike<number>'}`;
  const returning = (parameters: readonly Argument[], result: string): Signature => ({
    overloads: [`(${parameters.map(typed).join(', ')}): ${result}`],
    parameters,
  });
  const filled = (parameters: readonly Argument[]): Signature => {
    const all = parameters.map(typed);
    const out = names.claim('out');
    return {
      overloads: [`(${all.join(', ')}): Float64Array`, `${OUT}(${[...all, `${out}: T`].join(', ')}): T`],
      parameters,
    };
  };
  const written = (...outputs: readonly Argument[]): Signature => ({
    overloads: [`${OUT}(${[...inputs.map(typed), ...outputs.map(({ name }) => `${name}: T`)].join(', ')}): number`],
    parameters: [...inputs, ...outputs],
  });
  const only = (...overloads: string[]): Signature => ({ overloads, parameters: [] });
  const n = wrtLength(model);
  const keyOf = (key: string): string => JSON.stringify(key);
  const byName = (
    list: readonly { name: string; shape: Shape }[],
    optional: (name: string) => boolean,
    types = nestedType,
  ): string =>
    `{ ${list.map(item => `${keyOf(item.name)}${optional(item.name) ? '?' : ''}: ${types(item)}`).join('; ')} }`;
  const initial = new Set(model.inputs.flatMap(input => (input.initial === null ? [] : [input.name])));
  const hasInitial = (of: string): boolean => initial.has(of);
  const never = (): boolean => false;
  const point = byName(model.inputs, hasInitial, pointType);
  const gradient = (): Argument => ourArgument(names, 'gradient', n);
  switch (name) {
    case 'value':
      return model.scalar ? returning(inputs, 'number') : filled(inputs);
    case 'valueAndGradient':
      return written(gradient());
    case 'valueGradientHessian':
      return written(gradient(), ourArgument(names, 'hessian', n * n));
    case 'evaluate': {
      const [single, ...more] = model.outputs;
      const value = more.length === 0 && single !== undefined ? nestedType(single) : byName(model.outputs, never);
      const derivative = model.scalar ? `gradient: ${byName(model.wrt, never)}` : 'jacobian: number[][]';
      return only(`(point: ${point}): { value: ${value}; ${derivative} }`);
    }
    case 'packed':
      return only(PACKED);
    case 'bindPacked': {
      const fixed = byName(fixedInputs(model), hasInitial, pointType);
      return only(`(point: ${fixed}): ${PACKED.replace(/: number$/, ' => number')}`);
    }
    case 'packedGradient':
      return only('(theta: ArrayLike<number>): Float64Array', `${OUT}(theta: ArrayLike<number>, out: T): T`);
    case 'jvp':
    case 'hvp':
      return filled([...inputs, ...seedArguments('tangents', model, names)]);
    case 'vjp':
      return filled([...inputs, ...seedArguments('adjoints', model, names)]);
    case 'multipliers':
      return returning(
        inputs,
        byName(model.statements, never, ({ shape }) => (shape.length === 0 ? 'number' : 'Float64Array')),
      );
    case 'start':
      return filled([]);
    default:
      return filled(inputs);
  }
}

type Shaped = { readonly shape: Shape };

const nestedType = ({ shape }: Shaped): string => `number${'[]'.repeat(shape.length)}`;

/** What `evaluate` takes; vectors may be typed arrays. */
const pointType = ({ shape }: Shaped): string =>
  ['number', 'ArrayLike<number>', 'ArrayLike<ArrayLike<number>>'][shape.length]!;

const PACKED = `${OUT}(theta: ArrayLike<number>, gradient?: T | null): number`;
