// Declarations: inputs, parameters, columns of data, constants and implicit unknowns.

import { elementNode, inputNode, NO_ORIGIN } from '../graph/graph.js';
import type { Declaration, Expression, Name } from '../parse/program.js';
import type { Span } from '../source.js';
import { define } from './definitions.js';
import { lowerConstants } from './expression.js';
import { ownIndex } from './families.js';
import type { Implicits } from './implicit.js';
import { type Lowering, ROW, ROW_INDEX, ROWS } from './lowering.js';
import type { Input, NamedStatement, Shape } from './model.js';
import type { Variable } from './scope.js';
import { elementsOf, fixedShape, type RunTimeShape, runTimeShape } from './sizes.js';
import { nodesOf, runTimeSize, shaped, sizeOf, type Value } from './tensor.js';

/** What a declaration says of an input. */
interface Declared {
  readonly shape: Shape;
  readonly initial: readonly number[] | null;
  readonly bounds: readonly [readonly number[], readonly number[]] | null;
}

export interface Declarations {
  /** In program order. */
  readonly inputs: readonly Input[];
  declare(declaration: Declaration): void;
  /** Makes the input that an undeclared name stands for. */
  infer(name: Name, origin: Span): Variable;
}

/**
 * @param ofRows names of unknowns that each row has its own of
 * @param note is told what is a named statement
 */
export function createDeclarations(
  lowering: Lowering,
  implicits: Pick<Implicits, 'declare'>,
  ofRows: { has(name: string): boolean },
  note: (statement: NamedStatement) => void,
): Declarations {
  const { graph, build, dimensions, report } = lowering;
  const inputs: Input[] = [];
  let slots = 0;

  function addInput(
    name: Name,
    kind: 'input' | 'param' | 'inferred',
    { shape, initial, bounds }: Declared,
    origin = NO_ORIGIN,
  ): Variable {
    const slot = slots;
    slots += sizeOf(shape);
    const nodes = Array.from({ length: sizeOf(shape) }, (_, i) => inputNode(graph, slot + i, origin));
    const value = shaped(shape, nodes);
    const variable = define(lowering, name, value, kind);
    if (variable === null) return { name, kind, value, uses: 0 };
    const role = kind === 'param' ? 'param' : 'input';
    const [lower, upper] = bounds ?? [null, null];
    inputs.push({ name: name.name, role, shape, rows: null, axis: 0, nodes, slot, initial, lower, upper });
    return variable;
  }

  function declare(declaration: Declaration): void {
    const { keyword, name, value, bounds } = declaration;
    const { length } = dimensions;
    const runTime = ['input', 'param', 'implicit'].includes(keyword) ? runTimeShape(lowering, declaration) : null;
    if (runTime !== null && keyword === 'implicit') {
      const { dimension } = runTime;
      if (dimension !== null && dimension >= length) {
        const { name: size } = dimensions[dimension]!;
        const help = `declare what has that size before it: 'input y[${size}]', or give it a number: 'const ${size} = 3'`;
        report.error('WG311', declaration.shape!.span, `no argument says how large '${size}' is`, help);
        return void define(lowering, name, null, keyword);
      }
      return declareImplicit(declaration, runTime);
    }
    if (runTime !== null) return declareFamily(declaration, runTime);
    const shape = fixedShape(lowering, declaration);
    if (shape === null && declaration.shape !== null) return void define(lowering, name, null, keyword);
    if (keyword === 'implicit') return declareImplicit(declaration, shape ?? []);
    if (keyword === 'data') return declareData(declaration, shape ?? []);
    if (keyword === 'const') return declareConst(declaration, shape);
    const fill = (expression: Expression | null, what: string): readonly number[] | null =>
      expression === null ? null : elementsOf(lowering, expression, shape ?? [], what);
    const initial = fill(value, keyword === 'param' ? 'a start' : 'a default');
    const lower = fill(bounds?.lower ?? null, 'a bound');
    const upper = fill(bounds?.upper ?? null, 'a bound');
    const limits: Declared['bounds'] = lower === null || upper === null ? null : [lower, upper];
    if (limits !== null && bounds !== null) checkBounds(name, initial, limits, bounds.span);
    addInput(name, keyword, { shape: shape ?? [], initial, bounds: limits });
  }

  function declareFamily(
    { keyword, name, value, bounds }: Declaration,
    { dimension, axis, known }: RunTimeShape,
  ): void {
    const kind = keyword === 'param' ? 'param' : 'input';
    if (dimension === null) return void define(lowering, name, null, kind);
    const fill = (expression: Expression | null, what: string): readonly number[] | null =>
      expression === null ? null : elementsOf(lowering, expression, known, what);
    const initial = fill(value, kind === 'param' ? 'a start' : 'a default');
    const [lower, upper] = [fill(bounds?.lower ?? null, 'a bound'), fill(bounds?.upper ?? null, 'a bound')];
    const slot = slots;
    slots += sizeOf(known);
    const index = ownIndex(lowering, dimension);
    const nodes = Array.from({ length: sizeOf(known) }, (_, i) => elementNode(graph, slot + i, index, 0, build.origin));
    const size = runTimeSize(dimension);
    if (define(lowering, name, shaped(axis === 0 ? [size, ...known] : [...known, size], nodes), kind) === null) return;
    const place = { shape: known, rows: dimension, axis, nodes, slot };
    inputs.push({ name: name.name, role: kind, ...place, initial, lower, upper });
  }

  function declareData({ name, value }: Declaration, shape: Shape): void {
    if (value !== null) {
      const message = `data '${name.name}' has a value`;
      report.error('WG108', value.span, message, `write 'data ${name.name}'; rows are arguments of the functions`);
    }
    if (graph.indices.length === 0) graph.indices.push(ROW_INDEX);
    const slot = slots;
    slots += sizeOf(shape);
    const nodes = Array.from({ length: sizeOf(shape) }, (_, i) => elementNode(graph, slot + i, ROW, 0, build.origin));
    if (define(lowering, name, shaped(shape, nodes), 'data') === null) return;
    const none = { initial: null, lower: null, upper: null };
    inputs.push({ name: name.name, role: 'data', shape, rows: ROWS, nodes, slot, ...none, axis: 0 });
  }

  function declareImplicit(declaration: Declaration, sizes: Shape | RunTimeShape): void {
    const { name } = declaration;
    if (lowering.scope.variables.has(name.name)) return void define(lowering, name, null, 'implicit');
    const value = implicits.declare(declaration, sizes);
    define(lowering, name, value, 'implicit', { ofRows: ofRows.has(name.name) });
    if (value === null) return;
    const shape = 'known' in sizes ? sizes.known : sizes;
    note({ name: name.name, shape, nodes: nodesOf(value) });
  }

  function declareConst({ name, value }: Declaration, shape: Shape | null): void {
    if (value === null) {
      report.error('WG214', name, `const '${name.name}' has no value`, `write 'const ${name.name} = 1'`);
    }
    let found: Value | null = null;
    if (value !== null && shape === null) found = lowerConstants(lowering, value, 'a const');
    else if (value !== null && shape !== null) {
      const numbers = elementsOf(lowering, value, shape, 'a const');
      if (numbers !== null)
        found = shaped(
          shape,
          numbers.map(number => build.constant(number)),
        );
    }
    define(lowering, name, found, 'const');
  }

  function checkBounds(
    name: Name,
    start: readonly number[] | null,
    [lower, upper]: readonly [readonly number[], readonly number[]],
    span: Span,
  ): void {
    if (lower.some((bound, i) => !(bound <= upper[i]!))) {
      report.error('WG216', span, `the lower bound of '${name.name}' is above the upper`);
      return;
    }
    const outside = start?.find((number, i) => number < lower[i]! || number > upper[i]!);
    if (outside !== undefined)
      report.error('WG216', span, `the start ${outside} of '${name.name}' is outside its bounds`);
  }

  return {
    inputs,
    declare,
    infer: (name, origin) => addInput(name, 'inferred', { shape: [], initial: null, bounds: null }, origin),
  };
}
