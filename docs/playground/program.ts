// A formula that was read: what it computes, and its numbers at a point.

import { type Explanation, explain } from '../../src/explain.js';
import { type Compiled, compile, FormulaError } from '../../src/index.js';
import '../../src/latex.js';
import '../../src/special.js';

type Message = FormulaError['diagnostics'][number];

/** One number that an input consists of. */
export interface Variable {
  readonly name: string;
  /** Its input, and which element of it. */
  readonly input: number;
  readonly element: number;
  readonly initial: number;
  readonly lower: number;
  readonly upper: number;
  /** Whether the program says how far it goes. */
  readonly isBounded: boolean;
  readonly isDifferentiated: boolean;
}

export interface Program {
  readonly formula: string;
  readonly compiled: Compiled;
  readonly explanation: Explanation;
  readonly variables: readonly Variable[];
  /** Whether it has one number as its result. */
  readonly isScalar: boolean;
}

export type Read = { readonly program: Program | null; readonly messages: readonly Message[] };

/** More are not set one by one. */
export const MOST_VARIABLES = 40;

export function read(formula: string): Read {
  try {
    const compiled = compile(formula);
    const explanation = explain(formula);
    const isScalar = compiled.outputs.length === 1 && compiled.outputs[0]!.shape.length === 0;
    const program = { formula, compiled, explanation, variables: variablesOf(compiled), isScalar };
    return { program, messages: compiled.diagnostics };
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return { program: null, messages: error.diagnostics };
  }
}

/** An element of what may be a number, or nested arrays; a number is that of all elements. */
function elementOf(elements: unknown, element: number): number | undefined {
  if (elements === undefined || elements === null) return undefined;
  if (typeof elements === 'number') return elements;
  return (elements as readonly unknown[]).flat()[element] as number | undefined;
}

function variablesOf({ inputs, wrt }: Compiled): Variable[] {
  return inputs.flatMap((input, i) => {
    const length = input.shape.reduce<number>((product, size) => product * Number(size), 1);
    const differentiated = wrt.find(({ name }) => name === input.name);
    return Array.from({ length }, (_, element): Variable => {
      const lower = elementOf(differentiated?.lower, element);
      const upper = elementOf(differentiated?.upper, element);
      const given = elementOf(differentiated?.start ?? input.default, element);
      const initial = given ?? between(lower, upper);
      const reach = Math.max(3, 2 * Math.abs(initial));
      return {
        name: input.shape.length === 0 ? input.name : `${input.name}[${subscript(input.shape.map(Number), element)}]`,
        input: i,
        element,
        initial,
        lower: finite(lower) ?? Math.min(-reach, (finite(upper) ?? 0) - reach),
        upper: finite(upper) ?? Math.max(reach, (finite(lower) ?? 0) + reach),
        isBounded: finite(lower) !== undefined || finite(upper) !== undefined,
        isDifferentiated: differentiated !== undefined,
      };
    });
  });
}

const finite = (value: number | undefined): number | undefined => (Number.isFinite(value) ? value : undefined);

/** A start between bounds. */
function between(lower: number | undefined, upper: number | undefined): number {
  const [low, high] = [finite(lower), finite(upper)];
  if (low !== undefined && high !== undefined) return (low + high) / 2;
  return Math.min(Math.max(0.5, low ?? -Infinity), high ?? Infinity);
}

const subscript = (shape: readonly number[], element: number): string =>
  shape.length === 1 ? String(element + 1) : `${Math.floor(element / shape[1]!) + 1},${(element % shape[1]!) + 1}`;

export type Point = Readonly<Record<string, number>>;

/** Numbers of all variables: those that are set, and where they are not what they begin with. */
export const pointOf = ({ variables }: Program, set: Point): Record<string, number> =>
  Object.fromEntries(variables.map(({ name, initial }) => [name, set[name] ?? initial]));

/** Arguments as the program's functions take them. */
export function argumentsOf({ compiled, variables }: Program, point: Point): (number | Float64Array)[] {
  return compiled.inputs.map(({ shape }, input) => {
    const own = variables.filter(of => of.input === input).map(({ name }) => point[name]!);
    return shape.length === 0 ? own[0]! : Float64Array.from(own);
  });
}
