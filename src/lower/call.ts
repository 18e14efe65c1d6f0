// Calls: functions of the table, functions of vectors and matrices, and the program's own, which are inlined.

import type { Node } from '../graph/graph.js';
import { type Refusal, rareRefusal } from '../ops/rare.js';
import type { ExpressionNode } from '../parse/program.js';
import { argumentsHelp, isOverDimension, warnAboutRange, writtenArguments } from './call-faults.js';
import { aliases, functions, isFunctionName, yielding } from './functions.js';
import type { Bindings, Lowering, Place, Steps } from './lowering.js';
import { productHelp, reportTooEarly, reportUnknownFunction, warnAboutSpace } from './name-faults.js';
import { warnAboutBase, warnAboutElements, warnAboutSpacedPower } from './otherwise.js';
import { overFamily, overRows } from './rows.js';
import { callKey, type Scope, type UserFunction } from './scope.js';
import { reductions, shapedFunctions } from './shaped.js';
import { describeShape, elementwise, isFamily, isTensor, nodesOf, rankOf, shapeOf, type Value } from './tensor.js';
import { dependsOnRows } from './written-rows.js';

type CallNode = ExpressionNode & { kind: 'call' };

/** True for a call of one of the program's functions. */
export const isOwnCall = ({ scope }: Lowering, { callee }: CallNode): boolean =>
  scope.functions.get(callee.name)?.isOpen === false;

/** Such a call. */
export function* lowerOwnCall(lowering: Lowering, place: Place, node: CallNode): Steps {
  const own = calleeOf(lowering, node, place.bindings) as UserFunction;
  warnAboutSpacedPower(lowering, place, node);
  const args = argumentsOf(place, node);
  const count = own.parameters.length;
  if (!countFits(lowering, place.bindings, count, count, node) || args.includes(null)) return null;
  // null was ruled out in the line before.
  return yield* inlineCall(lowering, own, args as Value[], place.bindings);
}

/** Every other call. */
export function lowerCall(lowering: Lowering, place: Place, node: CallNode): Value | null {
  const rank = (): number => Math.max(0, ...argumentsOf(place, node).map(of => (of === null ? 0 : rankOf(of))));
  if (calleeOf(lowering, node, place.bindings, rank) === null) return null;
  warnAboutSpacedPower(lowering, place, node);
  return lowerBuiltIn(lowering, place, node);
}

const argumentsOf = ({ values }: Place, { arguments: indices }: CallNode): (Value | null)[] =>
  indices.map(index => values[index] ?? null);

/** The program's function, or that it is a built-in; null with a fault reported. @param rank the highest of its arguments */
function calleeOf(
  lowering: Lowering,
  node: CallNode,
  bindings: Bindings,
  rank: () => number = () => 0,
): UserFunction | 'built-in' | null {
  const { scope, report } = lowering;
  const { callee } = node;
  const own = scope.functions.get(callee.name);
  if (own?.isOpen === false) {
    own.uses++;
    warnAboutProduct(lowering, node, bindings);
    return own;
  }
  // One that is built in is not defined, which is said where it is.
  const isRefused = isFunctionName(callee.name) && !yielding.has(callee.name);
  if (scope.defined('function').has(callee.name) && !isRefused) {
    reportTooEarly(scope, callKey(callee.name), callee, report);
    return null;
  }
  const name = aliases.get(callee.name) ?? callee.name;
  if (functions.has(name) || shapedFunctions.has(name) || reductions.has(name)) {
    warnAboutProduct(lowering, node, bindings);
    return 'built-in';
  }
  reportUnknownFunction(scope, callee, writtenArguments(lowering, node), rank(), report);
  return null;
}

/** `beta (x + 1)`, which looks like a product where `beta` is a variable, too; several arguments are no factor. */
function warnAboutProduct(
  { scope, report }: Lowering,
  { callee, arguments: args }: CallNode,
  bindings: Bindings,
): void {
  if (args.length !== 1 || report.source === null || report.source.text[callee.end] === '(') return;
  if (isVariable(scope, callee.name, bindings)) warnAboutSpace(callee, report);
  else if (scope.inferring && !scope.spacedCalls.has(callee.name)) scope.spacedCalls.set(callee.name, callee);
}

const isVariable = ({ variables }: Scope, name: string, bindings: Bindings): boolean =>
  variables.has(name) || bindings.has(name);

/** Reports a call of something that is no function, or with the wrong number of arguments. */
export function checkCallee(lowering: Lowering, node: CallNode, bindings: Bindings): void {
  const own = calleeOf(lowering, node, bindings);
  if (own === null) return;
  const name = aliases.get(node.callee.name) ?? node.callee.name;
  const rule = own === 'built-in' ? (functions.get(name) ?? shapedFunctions.get(name)) : undefined;
  const count = node.arguments.length;
  if (own !== 'built-in') countFits(lowering, bindings, own.parameters.length, own.parameters.length, node);
  else if (rule !== undefined && !(reductions.has(name) && count === 1)) {
    countFits(lowering, bindings, rule.least, rule.most, node);
  }
}

function lowerBuiltIn(lowering: Lowering, place: Place, node: CallNode): Value | null {
  const { build, report } = lowering;
  const { bindings } = place;
  const args = argumentsOf(place, node);
  const name = aliases.get(node.callee.name) ?? node.callee.name;
  const [only] = args;
  const reduce = reductions.get(name);
  if (reduce !== undefined && args.length === 1 && (only == null || isTensor(only))) {
    if (only == null) return null;
    warnAboutElements(lowering, place, name, node);
    if (name === 'norm' && rankOf(only) === 2 && !shapeOf(only).includes(1)) warnAboutNorm(lowering, node);
    const reduced = isFamily(only) ? overFamily(lowering, name, only) : reduce(build, only.nodes);
    if (reduced === null)
      report.error('WG310', node, `'${node.callee.name}' of no elements has no value`, 'make the range longer');
    return reduced;
  }
  if (
    reduce !== undefined &&
    args.length === 1 &&
    only != null &&
    !isTensor(only) &&
    dependsOnRows(lowering, place, node.arguments[0]!)
  )
    return overRows(lowering, name, only) ?? refuseRows(lowering, node);
  const shaped = shapedFunctions.get(name);
  if (shaped !== undefined) {
    if (!countFits(lowering, bindings, shaped.least, shaped.most, node) || args.includes(null)) return null;
    if (!shaped.takesFamilies && args.some(value => isFamily(value!))) return refuseFamilies(lowering, node);
    const argumentSpans = node.arguments.map(index => place.nodes[index]!);
    return shaped.make(lowering, args as Value[], { name: node.callee.name, span: node, argumentSpans });
  }
  // Every reduction is one of these, too.
  const rule = functions.get(name)!;
  if (reduce !== undefined && args.length === 1 && rule.least === 2) {
    report.error(
      'WG301',
      node,
      `'${node.callee.name}' of one number reduces nothing`,
      `give it several, or a vector: ${node.callee.name}(a, b)${lowering.scope.inferring ? "; arrays are declared: 'input x[3]', or 'data x' for rows" : ''}`,
    );
    return null;
  }
  if (!countFits(lowering, bindings, rule.least, rule.most, node) || args.includes(null)) return null;
  const values = args as Value[];
  if (name === 'norm') warnAboutNumber(lowering, node);
  if (name === 'sum' || name === 'prod' || name === 'mean') {
    if (isOverDimension(lowering, node, values)) return null;
    warnAboutRange(lowering, place, node);
  }
  if (name === 'log') warnAboutBase(lowering, place, node);
  const refusal = values.length === 0 ? null : refusalOf(lowering, name, values);
  if (refusal !== null) {
    report.error(refusal.code, node, refusal.message, refusal.help);
    return null;
  }
  const isRefused = rule.ofNumbers === true && values.some(isTensor);
  const result = isRefused ? null : elementwise(values, operands => rule.make(build, operands));
  if (result !== null) return result;
  const shapes = values.map(value => describeShape(shapeOf(value))).join(' and ');
  report.error(
    'WG302',
    node,
    `'${node.callee.name}' does not go with ${shapes}`,
    isRefused ? 'it takes several numbers, or one vector or matrix' : 'only a scalar goes with every element',
  );
  return null;
}

function warnAboutNorm({ report }: Lowering, node: CallNode): void {
  const message =
    'the norm of a matrix is that of its elements (Frobenius); in mathjs it is the largest singular value';
  report.warn('WG315', node, message, "write 'frobenius(A)' for that of its elements");
}

/** `norm(d1)`: of the normal distribution, or of what was to be an array. */
function warnAboutNumber({ report, scope }: Lowering, node: CallNode): void {
  if (!scope.inferring) return;
  const help = "write 'abs(x)' for that; 'normcdf(x)' is the normal distribution, arrays are declared: 'input x[3]'";
  report.warn('WG315', node, "'norm' of a number is its absolute value", help);
}

function refuseFamilies({ report }: Lowering, node: CallNode): null {
  const message = `'${node.callee.name}' takes arrays whose sizes are known when it is compiled`;
  report.error('WG304', node, message, "write it out in a comprehension: 'sum(x[i]*y[i], i = 1:n)'");
  return null;
}

function refuseRows({ report }: Lowering, node: CallNode): null {
  const { name } = node.callee;
  report.error('WG301', node, `'${name}' does not go over rows`, "write 'norm', or give it several numbers");
  return null;
}

/** Why a function cannot be called with these, for one of their elements. */
function refusalOf({ build }: Lowering, name: string, [first]: readonly Value[]): Refusal | null {
  for (const node of nodesOf(first!)) {
    const refusal = rareRefusal(build, name, [node]);
    if (refusal !== null) return refusal;
  }
  return null;
}

function countFits(lowering: Lowering, bindings: Bindings, least: number, most: number, node: CallNode): boolean {
  const { name } = node.callee;
  const count = node.arguments.length;
  if (count >= least && count <= most) return true;
  const wanted =
    least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `${least} or more` : `${least} to ${most}`;
  const message = `'${name}' takes ${wanted} argument${wanted === '1' ? '' : 's'}, got ${count}`;
  const isFactor = count === 1 && isVariable(lowering.scope, name, bindings);
  lowering.report.error('WG206', node, message, isFactor ? productHelp(name) : argumentsHelp(lowering, node, name));
  return false;
}

function* inlineCall(lowering: Lowering, callee: UserFunction, args: readonly Value[], outer: Bindings): Steps {
  const results = lowering.inlined.get(callee) ?? new Map<string, Value | null>();
  lowering.inlined.set(callee, results);
  const key = callee.isLate
    ? Array.from(outer, ([name, value]) => `${name} ${keyOf(value)}`).join(';')
    : args.map(keyOf).join(';');
  const known = results.get(key);
  if (known !== undefined) return known;
  const bindings = callee.isLate ? outer : new Map(callee.parameters.map(({ name }, i) => [name, args[i]!]));
  callee.isOpen = true;
  const result: Value | null = yield { expression: callee.body, bindings };
  callee.isOpen = false;
  results.set(key, result);
  return result;
}

const keyOf = (value: Value): string | Node => (isTensor(value) ? `[${value.shape}]${nodesOf(value)}` : value);
