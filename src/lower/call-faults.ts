// Calls that are written as other languages have them: with more arguments than a function takes here, or with arguments that
// would be a range or a dimension there.

import type { Report } from '../diagnostic.js';
import { argumentsIn, formulaOfCall } from '../parse/calls-elsewhere.js';
import { normOf } from '../parse/foreign-functions.js';
import { alongHelp } from '../parse/members.js';
import type { ExpressionNode } from '../parse/program.js';
import { knownValue } from './known.js';
import type { Lowering, Place } from './lowering.js';
import { isTensor, rankOf, type Value } from './tensor.js';

type CallNode = ExpressionNode & { kind: 'call' };

/** What functions take elsewhere; `…` are the arguments as they are written. */
const OTHERWISE: Readonly<Record<string, readonly [count: number, help: string]>> = {
  atan: [2, "write 'atan2(…)'"],
  sqrt: [2, "write 'nthRoot(…)'"],
  cbrt: [2, "write 'nthRoot(…)'"],
  root: [2, "write 'nthRoot(…)'"],
  exp: [2, "write 'pow(…)'"],
  gamma: [2, "write 'gammainc(…)', times 'gamma(a)' where it is not normalised"],
  round: [2, "write 'round(x*10^n)/10^n'"],
  floor: [2, "write 'floor(x*10^n)/10^n', or 'floor(a/b)' for a quotient"],
  ceil: [2, "write 'ceil(x*10^n)/10^n'"],
  size: [2, "write 'size(A)[1]'"],
  solve: [1, "write 'solve(A, b)' for linear equations; others are 'implicit x = 1' with 'constraint'"],
  atan2: [1, "write 'atan2(y, x)', or 'atan(…)' of a quotient"],
  dot: [1, "write 'dot(u, v)', or 'sum(v.^2)'"],
  norm: [2, "write 'hypot(x, y)' of two numbers, 'norm(v)' of a vector"],
  beta: [1, "write 'beta*(…)' for a product with a variable"],
  diag: [2, "write 'diag([…])'"],
  cross: [1, "write 'cross(u, v)'"],
  log: [3, "write 'log(x, base)'"],
};

/** The arguments of a call as they stand in the text; as many empty ones where there is none. */
export function writtenArguments(
  { report }: Pick<Lowering, 'report'>,
  { callee, arguments: args, end }: CallNode,
): readonly string[] {
  const written = argumentsIn(report.source?.text.slice(callee.end, end) ?? '');
  return written?.length === args.length ? written : args.map(() => '');
}

/** What to write for a call with another number of arguments. */
export function argumentsHelp(lowering: Lowering, node: CallNode, name: string): string | undefined {
  const { report } = lowering;
  const { callee, arguments: args, start, end } = node;
  const formula = formulaOfCall(name, writtenArguments(lowering, node));
  if (formula !== undefined) return `write '${formula}'`;
  const [vector, degree] = writtenArguments(lowering, node);
  if (name === 'norm' && args.length === 2 && /^(?:\d+|inf|p)$/i.test(degree!)) return normOf(vector!, degree!);
  const known = Object.hasOwn(OTHERWISE, name) ? OTHERWISE[name]! : undefined;
  if (known?.[0] !== args.length) return undefined;
  const call = report.source?.text.slice(start, end) ?? '';
  const written = call.slice(callee.end - start).trim();
  return known[1]
    .replace('[…]', () => `[${written.slice(1, -1)}]`)
    .replace('(…)', () => written || '(…)')
    .replace(' of a quotient', written.includes('/') ? '' : ' of a quotient');
}

/** `sum(k^2, k, 1, 10)` adds four numbers. */
export function warnAboutRange({ report, scope }: Lowering, { nodes }: Place, node: CallNode): void {
  const dimension = nodes[node.arguments[1] ?? -1];
  if (scope.inferring && node.arguments.length === 2 && dimension?.kind === 'number' && dimension.value <= 2) {
    const help = `arrays are declared, 'input x[3]', and '${node.callee.name}(x)' is of all their elements`;
    report.warn('WG228', node, `'${node.callee.name}' takes these as two numbers`, help);
    return;
  }
  if (scope.inferring && node.arguments.length === 2) return warnAboutIndex(report, node, nodes);
  const [body, index, from, to] = node.arguments.map(argument => nodes[argument]!);
  const text = report.source?.text;
  if (text === undefined || index?.kind !== 'name' || to === undefined || node.arguments.length !== 4) return;
  const { name } = index;
  // Entries of the body come right before its last.
  let at = node.arguments[0]!;
  while (at >= 0 && nodes[at]!.start >= body!.start && !isNamed(nodes[at]!, name)) at--;
  const isIn = at >= 0 && nodes[at]!.start >= body!.start;
  if (!isIn || from!.kind !== 'number') return;
  const part = (of: ExpressionNode): string => text.slice(of.start, of.end);
  const help = `write '${node.callee.name}(${part(body!)}, ${name} = ${part(from!)}:${part(to)})' for a range`;
  report.warn('WG228', node, `'${node.callee.name}' takes these as four numbers`, help);
}

/** `sum(i, i^2)`, with the index first. */
function warnAboutIndex(report: Report, node: CallNode, nodes: Place['nodes']): void {
  const [index, body] = node.arguments.map(argument => nodes[argument]!);
  const text = report.source?.text;
  if (text === undefined || index?.kind !== 'name' || !/^[ijknt]$/.test(index.name) || body?.kind === 'name') return;
  const { name } = index;
  const written = text.slice(body!.start, body!.end);
  if (!new RegExp(`(?<![\\p{L}\\p{N}_$])${name}(?![\\p{L}\\p{N}_$])`, 'u').test(written)) return;
  const help = `write '${node.callee.name}(${written}, ${name} = 1:n)' for a sum over an index`;
  report.warn('WG228', node, `'${node.callee.name}' takes these as two numbers`, help);
}

const isNamed = (node: ExpressionNode, name: string): boolean => node.kind === 'name' && node.name === name;

/** `sum(A, 1)`, where the second would be a dimension; true for such a call, with the fault reported. */
export function isOverDimension({ graph, report }: Lowering, node: CallNode, args: readonly Value[]): boolean {
  const [array, dimension] = args;
  if (args.length !== 2 || !isTensor(array!) || typeof dimension !== 'number') return false;
  if (knownValue(graph, dimension) === undefined) return false;
  const { name } = node.callee;
  const message = `'${name}' of an array and a number: it has no dimensions to go along`;
  const [written = 'v'] = writtenArguments({ report }, node);
  const help = rankOf(array) === 2 ? alongHelp(name, written, null) : `write '${name}(${written})' for all elements`;
  report.error('WG206', node, message, help);
  return true;
}
