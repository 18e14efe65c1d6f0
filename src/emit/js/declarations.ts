// The `.d.ts` of a module. Every piece is a fixed text, a number or a checked identifier.

import type { DifferentiatedModel, Shape } from '../../lower/model.js';
import { type ExportName, PATTERNS } from '../exports.js';
import type { Target } from './module.js';
import { createNames } from './names.js';

interface Declared {
  readonly model: DifferentiatedModel;
  readonly exports: readonly ExportName[];
  readonly target: Target;
}

const OUT = '<T extends { length: number; [i: number]: number }>';

export function emitDeclarations({ model, exports, target }: Declared, name: string | null): string {
  const lines = exports.map(of =>
    PATTERNS.has(of)
      ? `export const ${of}: { rows: number[]; cols: number[] };`
      : `export function ${of}${signature(of, model)};`,
  );
  // Scalars only, as they mostly are, keep the simple type.
  const nested = model.inputs.some(({ shape }) => shape.length > 0) ? 'number | number[] | number[][]' : 'number';
  const text = [
    ...lines,
    ...(target === 'wasm' ? ['export function init(): Promise<void>;'] : []),
    "export const inputs: { name: string; shape: number[]; role: 'input' | 'param'; default?: Nested }[];",
    'export const wrt: { name: string; shape: number[]; offset: number; start?: Nested; lower?: Nested; upper?: Nested }[];',
    'export const outputs: { name: string; shape: number[]; offset: number }[];',
    `export const sense: ${model.sense === null ? 'null' : `'${model.sense}'`};`,
  ].map(line => line.replaceAll('Nested', nested));
  if (name === null) return `${text.join('\n')}\n`;
  const inside = text.map(line => `  ${line.replace(/^export /, '')}`);
  return `declare namespace ${createNames([]).claim(name)} {\n${inside.join('\n')}\n}\n`;
}

function signature(name: ExportName, model: DifferentiatedModel): string {
  const names = createNames([]);
  const inputs = model.inputs.map(input => `${names.claim(input.name)}: ${argumentType(input)}`);
  const own = (wanted: string, type = 'T'): string => `${names.claim(wanted)}: ${type}`;
  const filled = (parameters: readonly string[]): string => {
    const all = parameters.join(', ');
    const out = names.claim('out');
    const first = `(${all}): Float64Array`;
    return `${first};\nexport function ${name}${OUT}(${[...parameters, `${out}: T`].join(', ')}): T`;
  };
  const keyOf = (key: string): string => JSON.stringify(key);
  const byName = (
    list: readonly { name: string; shape: Shape }[],
    optional: (name: string) => boolean,
    types = nestedType,
  ): string =>
    `{ ${list.map(item => `${keyOf(item.name)}${optional(item.name) ? '?' : ''}: ${types(item)}`).join('; ')} }`;
  const hasInitial = (of: string): boolean => model.inputs.some(input => input.name === of && input.initial !== null);
  const never = (): boolean => false;
  const point = byName(model.inputs, hasInitial, pointType);
  const tangents = (): string[] => model.wrt.map(input => own(`d${input.name}`, argumentType(input)));
  switch (name) {
    case 'value':
      return model.scalar ? `(${inputs.join(', ')}): number` : filled(inputs);
    case 'valueAndGradient':
      return `${OUT}(${[...inputs, own('gradient')].join(', ')}): number`;
    case 'valueGradientHessian':
      return `${OUT}(${[...inputs, own('gradient'), own('hessian')].join(', ')}): number`;
    case 'evaluate': {
      const [only, ...more] = model.outputs;
      const value = more.length === 0 && only !== undefined ? nestedType(only) : byName(model.outputs, never);
      const derivative = model.scalar ? `gradient: ${byName(model.wrt, never)}` : 'jacobian: number[][]';
      return `(point: ${point}): { value: ${value}; ${derivative} }`;
    }
    case 'packed':
      return PACKED;
    case 'bindPacked': {
      const fixed = model.inputs.filter(input => !model.wrt.includes(input));
      return `(point: ${byName(fixed, hasInitial, pointType)}): ${PACKED.replace(/: number$/, ' => number')}`;
    }
    case 'packedGradient':
      return `(theta: ArrayLike<number>): Float64Array;\nexport function packedGradient${OUT}(theta: ArrayLike<number>, out: T): T`;
    case 'jvp':
    case 'hvp':
      return filled([...inputs, ...tangents()]);
    case 'vjp':
      return filled([...inputs, own('resultAdjoint', model.scalar ? 'number' : 'ArrayLike<number>')]);
    case 'multipliers':
      return `(${inputs.join(', ')}): ${byName(model.statements, never, ({ shape }) => (shape.length === 0 ? 'number' : 'Float64Array'))}`;
    case 'start':
      return filled([]);
    default:
      return filled(inputs);
  }
}

type Shaped = { readonly shape: Shape };

const argumentType = ({ shape }: Shaped): string => (shape.length === 0 ? 'number' : 'ArrayLike<number>');

const nestedType = ({ shape }: Shaped): string => `number${'[]'.repeat(shape.length)}`;

/** What `evaluate` takes; vectors may be typed arrays. */
const pointType = ({ shape }: Shaped): string =>
  ['number', 'ArrayLike<number>', 'ArrayLike<ArrayLike<number>>'][shape.length]!;

const PACKED = `${OUT}(theta: ArrayLike<number>, gradient?: T | null): number`;
