// What a name in an expression is: a variable, a constant, a function without its argument, or an input that is inferred; and
// where it may be meant otherwise, which is said.

import { endOfGroup } from '../parse/calls-elsewhere.js';
import { constantElsewhere, functionElsewhere, isShortUnit, isUnit } from '../parse/elsewhere.js';
import type { Name } from '../parse/program.js';
import { isFunctionName, isOnlyFunction, yielding } from './functions.js';
import type { Lowering, Place } from './lowering.js';
import { reportTooEarly, reportUnknownName } from './name-faults.js';
import { type BesideNumber, constants } from './scope.js';
import { isTensor, type Value } from './tensor.js';
import { isBase, isIndexed, numberBefore, standsAsCall, userOf } from './users.js';

/** Constants whose names are those of variables more often, with their values and how else they are written. */
const LIKE_VARIABLES: Readonly<Record<string, readonly [value: string, written: string]>> = {
  e: ['2.71828…', 'exp(x)'],
  tau: ['2π, 6.28318…', '2*pi'],
  phi: ['1.61803…, the golden ratio', '(1 + sqrt(5))/2'],
};

export function lowerName(lowering: Lowering, node: Name, place: Place): Value | null {
  const { scope, report, build } = lowering;
  const { name } = node;
  const index = place.values.length;
  const variable = scope.variables.get(name);
  if (variable !== undefined) {
    variable.uses++;
    if (variable.kind === 'inferred') noteBesideNumber(lowering, node, place);
    if (variable.whole !== undefined && !isIndexed(place, index)) {
      const size = lowering.dimensions[variable.whole.dimension]!;
      size.least = Math.max(size.least, variable.whole.least);
    }
    return variable.value;
  }
  if (scope.defined('definition').has(name)) {
    reportTooEarly(scope, name, node, report);
    return null;
  }
  const constant = constants.get(name);
  if (constant !== undefined) {
    if (
      Object.hasOwn(LIKE_VARIABLES, name) &&
      !(name === 'e' && isBase(place, index) && !isCharge(node, report.source?.text ?? ''))
    )
      warnAboutConstant(lowering, node);
    return build.constant(constant);
  }
  if (isFunctionUse(lowering, node, place)) return null;
  if (!scope.inferring) {
    const user = userOf(place, index);
    const isTransposing = name === 'T' && user?.kind === 'binary' && user.operator === '^' && user.right === index;
    const isAdded = user?.kind === 'index' && /^(?:None|newaxis)$/.test(name);
    const crossed = name === 'x' ? crossOf(lowering, place, index) : undefined;
    const isOfNumber = numberBefore(place, index) !== null && (isUnit(name) || isShortUnit(name));
    reportUnknownName(
      scope,
      node,
      report,
      isTransposing
        ? "write 'A'' for a transpose, 'dot(u, v)' for a product of vectors; or declare 'input T'"
        : isAdded
          ? "an array keeps its dimensions: 'outer(u, v)' makes a matrix of two vectors, '[v]' a row"
          : crossed !== undefined
            ? `write '${crossed}', or declare 'input x'`
            : isOfNumber
              ? `there are no units: multiply by a number, or declare 'input ${name}'`
              : undefined,
    );
    return null;
  }
  const [base, argument] = RUN_TOGETHER.exec(name)?.slice(1).filter(Boolean) ?? [];
  if (base !== undefined)
    report.warn('WG219', node, `'${name}' is taken as an input`, `write '${base}(${argument})' to call '${base}'`);
  const other = constantElsewhere(name);
  if (other !== undefined)
    report.warn(
      'WG225',
      node,
      `'${name}' is taken as an input`,
      `${name === 'E' ? 'in mathjs it is 2.718…, ' : ''}write '${other}' for that; declare 'input ${name}' if it is one`,
    );
  const inferred = lowering.infer({ name, start: node.start, end: node.end }, build.origin);
  inferred.uses++;
  noteBesideNumber(lowering, node, place);
  return inferred.value;
}

/** `a x b` of vectors, where no `x` is known. */
function crossOf({ scope }: Lowering, place: Place, index: number): string | undefined {
  const inner = userOf(place, index);
  if (inner?.kind !== 'binary' || !inner.implicit || inner.right !== index) return undefined;
  const outer = userOf(place, place.nodes.indexOf(inner));
  const [left, right] = [
    place.nodes[inner.left],
    outer?.kind === 'binary' && outer.implicit ? place.nodes[outer.right] : undefined,
  ];
  if (left?.kind !== 'name' || right?.kind !== 'name') return undefined;
  const value = scope.variables.get(left.name)?.value;
  return value != null && isTensor(value) ? `cross(${left.name}, ${right.name})` : undefined;
}

/** `ln2`, `sinx`: a function's name and its argument. */
const RUN_TOGETHER =
  /^(?:(a?(?:sin|cos|tan)h?|arc(?:sin|cos|tan)|exp|log|ln|sqrt|abs)_?(\d+|[xyztuvwnkθ])|(sin|cos|tan|exp|ln|sqrt)(\p{Lu}))$/u;

/** After a function's name: `sin^-1(x)`, `tan^(-1) x`. */
const INVERSE = /^\s*\^\s*(?:-\s*1(?![\d.])|\(\s*-\s*1\s*\))/;

const INVERSES: Readonly<Record<string, string>> = {
  sin: 'asin',
  cos: 'acos',
  tan: 'atan',
  sec: 'asec',
  csc: 'acsc',
  cot: 'acot',
  sinh: 'asinh',
  cosh: 'acosh',
  tanh: 'atanh',
};

/** `sum_i x_i`. */
const SUBSCRIBED = /^(?:arg)?(sum|prod|max|min)_\p{L}$/u;

/** `e^2/(4*pi*eps0*r)` is of a charge more often than of exp(2). */
const isCharge = ({ end }: Name, text: string): boolean => /^ ?(?:\^|\*\*) ?2 ?\//.test(text.slice(end, end + 10));

function warnAboutConstant({ report }: Lowering, node: Name): void {
  const [value, written] = LIKE_VARIABLES[node.name]!;
  const how = node.name === 'e' ? `write '${written}' for powers` : `write '${written}' for the number`;
  report.warn(
    'WG209',
    node,
    `'${node.name}' is the constant ${value}`,
    `declare 'input ${node.name}' if it is a variable; ${how}`,
  );
}

/** Reports a function's name that stands for its value; true where that is an error. */
function isFunctionUse(lowering: Lowering, node: Name, place: Place): boolean {
  const { scope, report } = lowering;
  const { name } = node;
  const index = place.values.length;
  if (scope.functions.has(name)) {
    const user = userOf(place, index);
    const help = `write '${name}(…)'${user?.kind === 'unary' && user.operator === "'" ? '; derivatives are functions of the module' : ''}`;
    report.error('WG208', node, `'${name}' is a function, not a value`, help);
    return true;
  }
  const written = isFunctionName(name) ? name : name.toLowerCase();
  if (isIndexed(place, index) && isFunctionName(written) && (written === name || scope.inferring)) {
    // Its two arguments have the other order there.
    const two = name === 'ArcTan' ? ", 'atan2(y, x)' for ArcTan[x, y]" : '';
    report.error('WG208', node, `'${name}' is a function and called with parentheses`, `write '${written}(…)'${two}`);
    return true;
  }
  const elsewhere =
    isIndexed(place, index) && scope.inferring && /^[A-Z]/.test(name) ? functionElsewhere(name) : undefined;
  if (elsewhere !== undefined) {
    report.error('WG208', node, `'${name}' is a function of other languages`, elsewhere);
    return true;
  }
  const text = report.source?.text ?? '';
  const [, sum] = SUBSCRIBED.exec(name) ?? [];
  if (sum !== undefined && standsAsCall(place, index, node, text)) {
    const message = `'${name}' is a name and stands as a factor`;
    const summed = /^[ \t]*([^\r\n;#+]{1,60})/.exec(text.slice(node.end, node.end + 100))?.[1]?.trim() ?? '';
    const body = summed.includes('[') ? summed : 'x[i]';
    const [, array] = /([\p{L}_]\w*)\[/u.exec(summed) ?? [];
    const last = array === undefined ? 'n' : `size(${array})[1]`;
    const help = `write '${sum}(${body}, ${name.slice(-1)} = 1:${last})'; or declare 'input ${name}'`;
    report.error('WG208', node, message, help);
    return true;
  }
  if (!isFunctionName(name)) return false;
  const isFactor = standsAsCall(place, index, node, text);
  if (isFactor && !(scope.inferring && yielding.has(name))) {
    const message = `'${name}' is a function and stands as a factor`;
    const [power, argument] = argumentAfter(node, text);
    const inverse = INVERSE.test(text.slice(node.end, node.end + 20)) ? INVERSES[name] : undefined;
    if (inverse !== undefined) {
      const help = `write '${inverse}(…)' for the inverse, '1/${name}(…)' for one over it`;
      report.error('WG208', node, message, help);
      return true;
    }
    if (name === 'gamma') {
      const way = `write 'gamma*${argument === '…' ? '(…)' : argument}' for a product with a variable, 'gamma(…)' for the function; or declare 'input gamma'`;
      report.error('WG208', node, message, way);
      return true;
    }
    const goal = name === 'min' || name === 'max' ? `'${name}imize ${argument}' for a goal; ` : '';
    const help = `write ${goal}'${name}(${argument})${power}'; or declare 'input ${name}'`;
    report.error('WG208', node, message, help);
    return true;
  }
  if (scope.inferring && (isFactor || isOnlyFunction(name))) {
    const message = `'${name}' is taken as an input and is a function too`;
    report.warn('WG219', node, message, `write '${name}(x)' to call it, '${name}*x' for a product`);
  }
  return false;
}

/**
 * What follows a function's name without parentheses: a power of it, and its argument, which is all that is multiplied without a
 * sign, up to another function: `sin 2 pi f t`, `sin x cos x`, `sin cos x`.
 */
function argumentAfter({ end }: Name, text: string): readonly [power: string, argument: string] {
  const [called] = CALL.exec(text.slice(end, end + 100)) ?? [];
  const closed = called === undefined ? -1 : endOfGroup(text, end + called.length - 1);
  if (closed !== -1 && !/^\s*[*/^]/.test(text.slice(closed, closed + 10))) return ['', text.slice(end, closed).trim()];
  const after = text.slice(end, end + LONGEST_ARGUMENT);
  const [whole = '', power = ''] = /^\s*(\^\s*-?\w+)?\s*/.exec(after) ?? [];
  const [, inside] = /^\(([^()]{1,40})\)/.exec(after.slice(whole.length)) ?? [];
  if (inside !== undefined) {
    const isMore = /^\s*[*/^]/.test(after.slice(whole.length + inside.length + 2));
    return [power, isMore ? '…' : inside];
  }
  const factors: string[] = [];
  let rest = after.slice(whole.length);
  for (let factor = FACTOR.exec(rest); factor !== null; factor = FACTOR.exec(rest)) {
    const [found, sign, name] = factor;
    if (sign !== '' && factors.length > 0) break;
    const isFunction = name !== undefined && isFunctionName(name);
    if (isFunction && factors.length > 0) break;
    rest = rest.slice(found.length);
    if (isFunction) {
      if (/^\s*[\^(]/.test(rest)) return [power, '…'];
      return [power, `${name}(${argumentAfter({ name, start: 0, end: 0 }, rest)[1]})`];
    }
    factors.push(found);
  }
  const isMore = factors.length === 0 || /^\s*[/^(]|^\s*\*/.test(rest);
  if (factors.length === 0 && !/^\s*[\p{L}\p{N}(]/u.test(rest)) return [power, 'x'];
  return [power, isMore ? '…' : factors.join('').trim()];
}

/** A call, of which the whole is the argument: `-log sigmoid(x)`. */
const CALL = /^\s+[-+]?[\p{L}_][\p{L}\p{N}_]{0,40}\(/u;

const LONGEST_ARGUMENT = 100;

/** One factor, with the sign of the first. */
const FACTOR = /^\s*([-+]?)(?:(\p{L}[\p{L}\p{N}_]*)(?![\p{L}\p{N}_.])|\d[\d.]*(?![\d.]))(?!\s*\()/u;

/** Notes a name right of a number that may be something else there. */
function noteBesideNumber(lowering: Lowering, { name, start, end }: Name, place: Place): void {
  if (!isUnit(name) && !isShortUnit(name) && !SUFFIX.test(name) && !/^(?:i|j|im|x|X|[xX]10)$/.test(name)) return;
  const kind = kindBesideNumber(lowering, { name, start, end }, place);
  if (kind === null) return;
  const { besideNumbers } = lowering.scope;
  const known = besideNumbers.get(name);
  if (known === undefined) besideNumbers.set(name, { uses: 1, kind, place: { name, start, end } });
  else known.uses++;
}

/** Of literals in C, Fortran and Julia. */
const SUFFIX = /^(?:[fFlLdD]0?)$/;

/** Digits before a suffix that are looked at. */
const LONGEST_NUMBER = 30;

function kindBesideNumber({ report }: Lowering, { name, start }: Name, place: Place): BesideNumber | null {
  const text = report.source?.text ?? '';
  // `x**2.d0`, where the number is the exponent.
  if (SUFFIX.test(name) && /\d(?:\.\d*|e\d+)$/i.test(text.slice(Math.max(0, start - LONGEST_NUMBER), start)))
    return 'suffix';
  const before = numberBefore(place, place.values.length);
  if (before === null) return null;
  const literal = text.slice(before.number.start, before.number.end);
  // `3x10^8`
  if (/^[xX]10$/.test(name)) return isBase(place, place.values.length) && !before.isApart ? 'times' : null;
  if (name === 'x' || name === 'X') return before.isBeforeNumber ? 'times' : null;
  if (/^[xX]10$/.test(name)) return before.isApart ? null : 'times';
  if (isUnit(name)) return 'unit';
  // `2j + 1` is a number of states, and `j` of Python's is written `1j`.
  if (name === 'i' || (name === 'im' && !before.isApart) || (name === 'j' && literal === '1' && !before.isApart))
    return 'imaginary';
  // A space is written before a unit, and `1/2 m v^2` is a product.
  return isShortUnit(name) && before.isApart && before.isLast ? 'unit' : null;
}
