// A program built by calls instead of text: `compile(g => …)`.

import { formulaError, type Report } from '../diagnostic.js';
import { constantNode, createGraph, inputNode, NO_ORIGIN } from '../graph/graph.js';
import { createBudget, LimitReached, type Limits } from '../limits.js';
import { isName } from '../parse/tokens.js';
import { createMethods } from './built-operations.js';
import { createBuiltValues } from './built-value.js';
import {
  type Constraint,
  hasShapes,
  type Input,
  type Model,
  type NamedStatement,
  type Output,
  type Role,
  type Sense,
  type Shape,
} from './model.js';
import type { BuildFunction, ConstraintBounds, InputOptions, ProgramBuilder } from './program-builder.js';
import { describeShape, isTensor, nodesOf, shaped, shapeOf, sizeOf, type Value } from './tensor.js';

export function buildModel(write: BuildFunction, report: Report, limits: Limits, algebraic: boolean): Model {
  const graph = createGraph(createBudget(limits));
  const values = createBuiltValues(graph, value => constantNode(graph, value, NO_ORIGIN));
  const inputs: Input[] = [];
  const statements: NamedStatement[] = [];
  const outputs: Output[] = [];
  const constraints: Constraint[] = [];
  const claimed = new Set<string>();
  let sense: Sense | null = null;
  let slot = 0;

  const claim = (key: string, message: string): void => {
    if (claimed.has(key)) throw formulaError('WG202', message);
    claimed.add(key);
  };
  const addInput = (role: Role, name: string, options: InputOptions & { readonly shape?: readonly number[] } = {}) => {
    checkName(name);
    checkInputOptions(role, name, options);
    claim(`input ${name}`, `'${name}' is declared twice`);
    const shape = shapeOption(name, options.shape, limits);
    const first = slot;
    slot += sizeOf(shape);
    const nodes = Array.from({ length: sizeOf(shape) }, (_, i) => inputNode(graph, first + i));
    const list = (key: 'start' | 'lower' | 'upper'): readonly number[] | null =>
      numbersOption(`${key} of '${name}'`, options[key], shape);
    const [initial, lower, upper] = [list('start'), list('lower'), list('upper')];
    inputs.push({ name, role, shape, rows: null, axis: 0, nodes, slot: first, initial, lower, upper });
    return values.wrap(shaped(shape, nodes));
  };
  const goal = (of: Sense) => (value: unknown) => {
    sense = of;
    const found = values.unwrap(of, value);
    if (!isTensor(found)) return values.wrap(found);
    throw formulaError('WG312', `${of} takes one number, not a ${describeShape(found.shape)}`, "reduce it: 'g.sum(v)'");
  };
  const outputOf = (name: string, value: Value): Output => {
    return { name, shape: shapeOf(value), nodes: nodesOf(value), along: null, axis: 0, isOfRows: false };
  };
  const methods = Object.assign(createMethods(graph, values, limits, algebraic), {
    input: (name: string, options?: InputOptions) => addInput('input', name, options),
    param: (name: string, options?: InputOptions) => addInput('param', name, options),
    name(name: string, value: unknown) {
      checkName(name);
      const found = values.unwrap('name', value);
      statements.push({ name, shape: shapeOf(found), nodes: nodesOf(found) });
      return values.wrap(found);
    },
    output(name: string, value: unknown) {
      checkName(name);
      claim(`output ${name}`, `output '${name}' is given twice`);
      outputs.push(outputOf(name, values.unwrap('output', value)));
    },
    constraint(name: string, value: unknown, { lower, upper }: ConstraintBounds = {}) {
      checkName(name);
      const found = values.unwrap('constraint', value);
      const [least, most] = [lower ?? Number.NEGATIVE_INFINITY, upper ?? Number.POSITIVE_INFINITY];
      const where = `constraint '${name}'`;
      if (typeof least !== 'number' || typeof most !== 'number' || (lower === undefined && upper === undefined))
        throw formulaError(
          'WG206',
          `${where} needs a number as lower or upper`,
          '{ lower: 0, upper: 0 } is an equation',
        );
      if (!(least <= most)) throw formulaError('WG216', `the lower bound of ${where} is above the upper`);
      const kind = least === most ? 'equality' : 'inequality';
      const nodes = nodesOf(found);
      const bounds = { lower: nodes.map(() => least), upper: nodes.map(() => most) };
      constraints.push({ text: name, kind, shape: shapeOf(found), nodes, ...bounds });
    },
    data: () => ofText('data'),
    residual: () => ofText('residual'),
    implicit: () => ofText('implicit'),
    minimize: goal('minimize'),
    maximize: goal('maximize'),
  });
  Object.defineProperty(methods, Symbol.toPrimitive, { value: refuseNumber });
  // What is opaque to the caller is an object here.
  const g = methods as unknown as ProgramBuilder;

  const returned: unknown = withinBudget(() => write(g));
  if (returned !== undefined) {
    const result = values.unwrap('the result', returned);
    if (outputs.length === 0) outputs.push(outputOf('value', result));
  }
  if (outputs.length === 0)
    report.error('WG120', null, 'the program has no result', 'return a node, or call g.output(name, node)');
  report.stopOnErrors();
  const scalar = outputs.length === 1 && !hasShapes({ inputs: [], outputs });
  return {
    source: null,
    graph,
    inputs,
    dimensions: [{ name: 'rows', least: 0 }],
    statements,
    spans: { starts: [], ends: [] },
    outputs,
    scalar,
    sense,
    residuals: [],
    residualResults: [],
    constraints,
    unknowns: [],
    rowUnknowns: [],
    emit: null,
  };
}

/** `compile(x => x*x)`, which would multiply what a program is built with. */
function refuseNumber(): never {
  throw formulaError(
    'WG206',
    'what a function is given builds a program and is no number',
    "write 'compile(g => { const x = g.input('x'); return g.mul(x, x); })'; functions of numbers are read from their text, with { from: 'js' }",
  );
}

const INPUT_OPTIONS: ReadonlySet<string> = new Set(['shape', 'start', 'lower', 'upper']);

/** `g.input('v', [3])`, `g.param('w', 0.5)`: what would be ignored. */
function checkInputOptions(role: string, name: string, options: unknown): void {
  const isList = Array.isArray(options);
  const known = typeof options === 'object' && options !== null && !isList ? Object.keys(options) : null;
  const other = known?.find(key => !INPUT_OPTIONS.has(key));
  if (known !== null && other === undefined) return;
  const means = isList
    ? `{ shape: ${JSON.stringify(options)} }`
    : typeof options === 'number'
      ? `{ start: ${options} }`
      : '{ start: 1 }';
  throw formulaError(
    'WG206',
    other === undefined ? `the options of '${name}' are an object` : `'${name}' has no option '${other}'`,
    `write 'g.${role}('${name}', ${means})'; there are ${[...INPUT_OPTIONS].join(', ')}`,
  );
}

/** What is asked for as formulas have it; types have no such method. */
function ofText(keyword: string): never {
  throw formulaError(
    'WG206',
    `'${keyword}' is of formulas that are text, and programs that are built have inputs and params`,
    `compile the text, which may be put together: compile(\`data x, y\\n…\`)`,
  );
}

function withinBudget<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    throw formulaError(error.code, error.message, error.help);
  }
}

function checkName(name: unknown): void {
  if (typeof name !== 'string' || !isName(name)) throw formulaError('WG203', `${JSON.stringify(name)} is not a name`);
}

/** The sizes of an input. */
function shapeOption(name: string, shape: unknown, { nodes }: Limits): Shape {
  if (shape === undefined) return [];
  const sizes: unknown[] = Array.isArray(shape) ? shape : [shape];
  const isSize = (size: unknown): boolean => typeof size === 'number' && Number.isInteger(size) && size >= 1;
  if (!Array.isArray(shape) || sizes.length > 2 || !sizes.every(isSize))
    throw formulaError(
      'WG311',
      `the shape of '${name}' is one or two whole numbers from 1`,
      '[3] is a vector, [2, 3] a matrix',
    );
  // Checked above.
  const found = sizes as number[];
  if (sizeOf(found) > nodes)
    throw formulaError(
      'WG706',
      `'${name}' has ${sizeOf(found)} elements, more than ${nodes}`,
      'raise the limit (nodes)',
    );
  return found;
}

/** A start or a bound by element: one number stands for all of them. */
function numbersOption(what: string, option: unknown, shape: Shape): readonly number[] | null {
  if (option === undefined || option === null) return null;
  const size = sizeOf(shape);
  if (typeof option === 'number') return new Array<number>(size).fill(option);
  if (!Array.isArray(option) || shape.length === 0)
    throw formulaError('WG206', `${what} must be a number, got ${typeof option}`);
  const flat: unknown[] = option.flat();
  const isShaped = option.length === shape[0] && flat.length === size;
  if (isShaped && flat.every(of => typeof of === 'number')) return flat as number[];
  throw formulaError('WG206', `${what} must be ${size} numbers in the shape [${shape.join(', ')}], or one for all`);
}
