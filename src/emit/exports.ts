// What a module can export, and what each export is made of.

import type { PlannedFunction } from '../differentiate/plan.js';
import { type DifferentiatedModel, resultNodes } from '../lower/model.js';

export const exportNames = [
  'value',
  'gradient',
  'valueAndGradient',
  'evaluate',
  'packed',
  'packedGradient',
  'bindPacked',
  'jvp',
  'vjp',
  'jacobian',
  'jacobianSparse',
  'jacobianPattern',
  'hessian',
  'hessianSparse',
  'hessianPattern',
  'hvp',
  'valueGradientHessian',
  'multipliers',
  'start',
] as const;

export type ExportName = (typeof exportNames)[number];

/** Every function that the given exports call, themselves included, in the table's order. */
export function closureOf(wanted: readonly ExportName[], model: DifferentiatedModel): ExportName[] {
  const needed = new Set<ExportName>();
  const pending = [...wanted];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    pending.push(...callsOf(name, model));
  }
  return exportNames.filter(name => needed.has(name));
}

function callsOf(name: ExportName, model: DifferentiatedModel): readonly ExportName[] {
  switch (name) {
    case 'gradient':
      return ['valueAndGradient'];
    case 'evaluate':
      return model.scalar ? ['valueAndGradient'] : ['value', 'jacobian'];
    case 'packed':
    case 'bindPacked':
      return ['value', 'valueAndGradient'];
    case 'packedGradient':
      return ['packed'];
    default:
      return [];
  }
}

const WRAPPERS = new Set<ExportName>(['gradient', 'evaluate', 'packed', 'packedGradient', 'bindPacked', 'start']);

/** Exports that are data, with the function whose values they place. */
export const PATTERNS: ReadonlyMap<ExportName, PlannedFunction> = new Map([
  ['jacobianPattern', 'jacobianSparse'],
  ['hessianPattern', 'hessianSparse'],
]);

/** True for a function with straight-line code of its own. */
export function isPlanned(name: ExportName): name is PlannedFunction {
  return !WRAPPERS.has(name) && !PATTERNS.has(name);
}

/** Inputs that are not differentiated and so have no place in `packed`'s theta. */
export function hasFixedInputs(model: DifferentiatedModel): boolean {
  return model.wrt.length < model.inputs.length;
}

/** Exports of a module whose program and command ask for none. */
export function defaultExports(model: DifferentiatedModel): ExportName[] {
  if (!model.scalar) return ['value', 'jacobian', 'evaluate'];
  return ['value', 'gradient', 'valueAndGradient', 'evaluate', hasFixedInputs(model) ? 'bindPacked' : 'packed'];
}

/** Why a model cannot have an export, with a way out; null where it can. */
export function refusal(name: ExportName, model: DifferentiatedModel): { message: string; help: string } | null {
  const scalarOnly = [
    ...['gradient', 'valueAndGradient', 'packed', 'packedGradient', 'bindPacked', 'hessian', 'hessianSparse'],
    ...['hessianPattern', 'hvp', 'valueGradientHessian', 'multipliers'],
  ];
  if (!model.scalar && scalarOnly.includes(name)) {
    return {
      message: `'${name}' needs one number as the result, but the program has ${resultNodes(model).length}`,
      help: "ask for 'jacobian'",
    };
  }
  if ((name === 'packed' || name === 'packedGradient') && hasFixedInputs(model)) {
    return {
      message: `'${name}' takes the differentiated inputs alone, but the program has others`,
      help: "ask for 'bindPacked', which takes the others first",
    };
  }
  const missing = model.wrt.find(input => input.initial === null);
  if (name === 'start' && missing !== undefined) {
    return {
      message: `'start' needs a start for every differentiated input; '${missing.name}' has none`,
      help: `write 'param ${missing.name} = 1'`,
    };
  }
  return null;
}
