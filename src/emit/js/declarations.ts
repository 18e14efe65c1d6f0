// The `.d.ts` of a module. Every piece is a fixed text, a number or a checked identifier.

import type { DifferentiatedModel } from '../../lower/model.js';
import type { ExportName } from '../exports.js';
import { createNames } from './names.js';

const OUT = '<T extends { length: number; [i: number]: number }>';

export function emitDeclarations(
  model: DifferentiatedModel,
  exports: readonly ExportName[],
  name: string | null,
): string {
  const lines = exports.map(of => `export function ${of}${signature(of, model)};`);
  const text = [
    ...lines,
    "export const inputs: { name: string; shape: number[]; role: 'input' | 'param'; default?: number }[];",
    'export const wrt: { name: string; shape: number[]; offset: number; start?: number; lower?: number; upper?: number }[];',
    'export const outputs: { name: string; shape: number[]; offset: number }[];',
    `export const sense: ${model.sense === null ? 'null' : `'${model.sense}'`};`,
  ];
  if (name === null) return `${text.join('\n')}\n`;
  const inside = text.map(line => `  ${line.replace(/^export /, '')}`);
  return `declare namespace ${createNames([]).claim(name)} {\n${inside.join('\n')}\n}\n`;
}

function signature(name: ExportName, model: DifferentiatedModel): string {
  const names = createNames([]);
  const inputs = model.inputs.map(input => `${names.claim(input.name)}: number`);
  const own = (wanted: string, type = 'T'): string => `${names.claim(wanted)}: ${type}`;
  const filled = (parameters: readonly string[]): string => {
    const all = parameters.join(', ');
    const out = names.claim('out');
    const first = `(${all}): Float64Array`;
    return `${first};\nexport function ${name}${OUT}(${[...parameters, `${out}: T`].join(', ')}): T`;
  };
  const keyOf = (key: string): string => JSON.stringify(key);
  const byName = (list: readonly { name: string }[], optional: (name: string) => boolean): string =>
    `{ ${list.map(item => `${keyOf(item.name)}${optional(item.name) ? '?' : ''}: number`).join('; ')} }`;
  const hasInitial = (of: string): boolean => model.inputs.some(input => input.name === of && input.initial !== null);
  const never = (): boolean => false;
  const point = byName(model.inputs, hasInitial);
  const tangents = (): string[] => model.wrt.map(input => own(`d${input.name}`, 'number'));
  switch (name) {
    case 'value':
      return model.scalar ? `(${inputs.join(', ')}): number` : filled(inputs);
    case 'valueAndGradient':
      return `${OUT}(${[...inputs, own('gradient')].join(', ')}): number`;
    case 'valueGradientHessian':
      return `${OUT}(${[...inputs, own('gradient'), own('hessian')].join(', ')}): number`;
    case 'evaluate': {
      const value = model.scalar ? 'number' : byName(model.outputs, never);
      const derivative = model.scalar ? `gradient: ${byName(model.wrt, never)}` : 'jacobian: number[][]';
      return `(point: ${point}): { value: ${value}; ${derivative} }`;
    }
    case 'packed':
      return PACKED;
    case 'bindPacked': {
      const fixed = model.inputs.filter(input => !model.wrt.includes(input));
      return `(point: ${byName(fixed, hasInitial)}): ${PACKED.replace(/: number$/, ' => number')}`;
    }
    case 'packedGradient':
      return `(theta: ArrayLike<number>): Float64Array;\nexport function packedGradient${OUT}(theta: ArrayLike<number>, out: T): T`;
    case 'jvp':
    case 'hvp':
      return filled([...inputs, ...tangents()]);
    case 'vjp':
      return filled([...inputs, own('resultAdjoint', model.scalar ? 'number' : 'ArrayLike<number>')]);
    case 'multipliers':
      return `(${inputs.join(', ')}): ${byName(model.statements, never)}`;
    case 'start':
      return filled([]);
    default:
      return filled(inputs);
  }
}

const PACKED = `${OUT}(theta: ArrayLike<number>, gradient?: T | null): number`;
