// What a program means once it is lowered: its graph, and what the graph's nodes are to the user.

import type { Dimension, Graph, Node } from '../graph/graph.js';
import type { Name } from '../parse/program.js';
import type { Source, Span } from '../source.js';

export type Role = 'input' | 'param' | 'data';

/** `[]` for a scalar, `[n]` for a vector, `[m, n]` for a matrix. */
export type Shape = readonly number[];

/** An argument of the emitted functions. */
export interface Input {
  readonly name: string;
  readonly role: Role;
  /** Of data that of one row. */
  readonly shape: Shape;
  /** The dimension that it has such elements along, one row after another; null for one value. */
  readonly rows: Dimension | null;
  /** Of a matrix with one size that is known at run time, which one it is: 1 for that of its rows. */
  readonly axis: 0 | 1;
  /** Nodes of the elements, row-major. */
  readonly nodes: readonly Node[];
  /** Slot of the first element; the others follow. */
  readonly slot: number;
  /** Default of an `input`, start of a `param`, by element; null where there is none. */
  readonly initial: readonly number[] | null;
  readonly lower: readonly number[] | null;
  readonly upper: readonly number[] | null;
}

/** A named statement; several may share nodes. */
export interface NamedStatement {
  readonly name: string;
  readonly shape: Shape;
  readonly nodes: readonly Node[];
  /** False for an unknown whose equation is no definition of it for all rows: there is no multiplier of its name. */
  readonly hasMultiplier?: false;
}

/** Values of which there may be one for each row, or for each entry of an array that is as long as is known at run time. */
export interface Results {
  /** Nodes of the elements, row-major; of a matrix of which one size is known at run time, of what is there for each of it. */
  readonly nodes: readonly Node[];
  /** What stands for such a size, or for that of a vector; null where all of them are known. */
  readonly along: Along | null;
  /** As of inputs. */
  readonly axis: 0 | 1;
  /** There is one for each row, also where all rows have the same. */
  readonly isOfRows: boolean;
}

/** A size that is known at run time: a dimension's and a number more, as an index runs through it. */
export interface Along {
  readonly index: number;
  readonly dimension: Dimension;
  readonly plus: number;
}

/** A result of the program: there is one, and none for each row. */
export interface Output extends Results {
  readonly name: string;
  /** Of a value with a size that is known at run time the other size, if there is one. */
  readonly shape: Shape;
}

/** Elements that are held between bounds. */
export interface Constraint {
  /** As it is written, without comments. */
  readonly text: string;
  readonly kind: 'equality' | 'inequality';
  readonly shape: Shape;
  /** What is held, row-major: the left side minus the right one, or what stands between two numbers. */
  readonly nodes: readonly Node[];
  /** By element, ±Infinity where there is none. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** What equations determine. */
export interface Unknown {
  readonly name: string;
  readonly shape: Shape;
  /** Of its first element among all of them. */
  readonly offset: number;
  /** Where it is declared. */
  readonly declared: Span;
}

export type Sense = 'minimize' | 'maximize';

/** A size that is taken from an argument. */
export interface RunTimeSize {
  /** As the program calls it. */
  readonly name: string;
  /** What positions and ranges of the program need. */
  least: number;
  /** Where it is known; then there is no argument that says it. */
  readonly size?: number;
  /** Of a size that is another one and a number, these; absent where an argument says it. */
  readonly of?: { readonly dimension: Dimension; readonly plus: number };
}

export interface Model {
  readonly source: Source | null;
  readonly graph: Graph;
  /** In the order of the arguments: data come last. */
  readonly inputs: readonly Input[];
  /** By dimension; the first is that of data, whether there are any or not. */
  readonly dimensions: readonly RunTimeSize[];
  /** Named statements in program order. */
  readonly statements: readonly NamedStatement[];
  /** Where all statements that compute start and end, in program order, for reports by statement. */
  readonly spans: { readonly starts: readonly number[]; readonly ends: readonly number[] };
  readonly outputs: readonly Output[];
  /** True where the result is one number; false for a vector, a matrix or several `output`s. */
  readonly scalar: boolean;
  readonly sense: Sense | null;
  /** What is squared and summed, over rows where it depends on them; empty where the program says the result itself. */
  readonly residuals: readonly Node[];
  /** The same statement by statement, each as it is for one row. */
  readonly residualResults: readonly Results[];
  /** In program order; bounds of parameters are with the inputs. */
  readonly constraints: readonly Constraint[];
  /** In program order; what equations say without anything to be solved is among them. */
  readonly unknowns: readonly Unknown[];
  /** Those that each row of the data has its own of: no state has them. */
  readonly rowUnknowns: readonly Unknown[];
  /** Names after `emit`, or null. */
  readonly emit: readonly Name[] | null;
}

/** A model together with the inputs that are differentiated. */
export interface DifferentiatedModel extends Model {
  readonly wrt: readonly Input[];
  /** Nodes below this one are the program's own; derivatives are appended after them. */
  readonly primal: Node;
  /** True where the module has `hessian`, so that `evaluate` gives that by name, too. */
  readonly hasHessian: boolean;
}

/** Elements of all arguments together. */
export function slotCount({ inputs }: Pick<Model, 'inputs'>): number {
  return inputs.reduce((count, { slot, nodes }) => Math.max(count, slot + nodes.length), 0);
}

/** Unknowns of implicit blocks, each element counted. */
export function unknownCount({ unknowns }: Pick<Model, 'unknowns'>): number {
  return unknowns.reduce((count, { shape }) => count + shape.reduce((product, size) => product * size, 1), 0);
}

/** True where something differentiated is as long as is known at run time. */
export const hasRunTimeGradient = ({ wrt }: Pick<DifferentiatedModel, 'wrt'>): boolean =>
  wrt.some(({ rows }) => rows !== null);

/** Nodes of the differentiated elements: program order, row-major. Where some of them are known at run time those of all others. */
export function wrtNodes({ wrt }: Pick<DifferentiatedModel, 'wrt'>): Node[] {
  return wrt.flatMap(input => (input.rows === null ? input.nodes : []));
}

/** Nodes of the results' elements; of those that are as long as is known at run time as they are for any one index. */
export function resultNodes({ outputs }: Pick<Model, 'outputs'>): Node[] {
  return outputs.flatMap(output => output.nodes);
}

/** True where a result is as long as is known at run time. */
export const hasRunTimeResults = ({ outputs }: Pick<Model, 'outputs'>): boolean =>
  outputs.some(({ along }) => along !== null);

/** Nodes of the constraints' elements. */
export function constraintNodes({ constraints }: Pick<Model, 'constraints'>): Node[] {
  return constraints.flatMap(({ nodes }) => nodes);
}

/** True where an argument or a result is not a number. */
export function hasShapes({ inputs, outputs }: Pick<Model, 'inputs' | 'outputs'>): boolean {
  return [...inputs, ...outputs].some(({ shape }) => shape.length > 0) || hasRunTimeResults({ outputs });
}

/** True for a program whose functions go over rows of data. */
export function hasData({ inputs }: { readonly inputs: readonly Pick<Input, 'role'>[] }): boolean {
  return inputs.at(-1)?.role === 'data';
}

/** True for a program with arrays, other than columns of data, that are as long as is known at run time. */
export function hasRunTimeSizes({ inputs }: Pick<Model, 'inputs'>): boolean {
  return inputs.some(({ rows, role }) => rows !== null && role !== 'data');
}

/** Inputs that are not differentiated. */
export function fixedInputs({ inputs, wrt }: Pick<DifferentiatedModel, 'inputs' | 'wrt'>): Input[] {
  const differentiated = new Set(wrt);
  return inputs.filter(input => !differentiated.has(input));
}

/** Every element of the named statements, with its name in code; of equal ones the first name is the one that counts. */
export function eachNamed(statements: readonly NamedStatement[], visit: (node: Node, name: string) => void): void {
  for (const statement of statements) {
    const { nodes } = statement;
    for (let i = 0; i < nodes.length; i++) visit(nodes[i]!, elementVariable(statement, i));
  }
}

/** `x`, `v[2]`, `A[1,2]`: an element as the user writes it. */
export function elementName({ name, shape }: { readonly name: string; readonly shape: Shape }, flat: number): string {
  if (shape.length === 0) return name;
  return `${name}[${position(shape, flat).join(',')}]`;
}

/** `x`, `v_2`, `A_1_2`: a name for an element in code. */
export function elementVariable(
  { name, shape }: { readonly name: string; readonly shape: Shape },
  flat: number,
): string {
  return shape.length === 0 ? name : `${name}_${position(shape, flat).join('_')}`;
}

function position(shape: Shape, flat: number): number[] {
  const width = shape[1];
  return width === undefined ? [flat + 1] : [Math.floor(flat / width) + 1, (flat % width) + 1];
}

/** Elements in row-major order as a number or as nested arrays. */
export function nested<T>(shape: Shape, flat: ArrayLike<T>): T | T[] | T[][] {
  if (shape.length === 0) return flat[0]!;
  if (shape.length === 1) return Array.from(flat);
  const width = shape[1]!;
  return Array.from({ length: shape[0]! }, (_, i) =>
    Array.from({ length: width }, (_unused, j) => flat[i * width + j]!),
  );
}
