// What members of objects and names of libraries are here: `Math.PI`, `np.sum(x, axis=0)`, `x.sum()`, `v.xyz`.

import { CONSTANTS, written } from './advice.js';
import { argumentsIn, endOfGroup, formulaOfCall } from './calls-elsewhere.js';
import { constantElsewhere, functionElsewhere } from './elsewhere.js';
import { normOf } from './foreign-functions.js';

/** Reductions, and what they go along in libraries of arrays. */
const REDUCING = /^(?:reduce_)?(sum|mean|max|min|prod|amax|amin|maximum|minimum|norm)$/;

/** Divided by n there, and by n - 1 here. */
const SPREADS: Readonly<Record<string, (of: string) => string>> = {
  std: of => `sqrt(mean((${of} - mean(${of})).^2))`,
  var: of => `mean((${of} - mean(${of})).^2)`,
};

/** What a member of an object would be here. */
export function memberHelp(found: string, rest: string, before: string): string {
  const member = found.replace(/^.*[.:]\s*/, '');
  const dotted = /[\p{L}_][\p{L}\p{N}_.]*$/u.exec(before)?.[0];
  if (dotted === 'na' && member === 'rm') return 'leave it out: there are no missing values here';
  if (dotted !== undefined) {
    // `norm.cdf`, `NORM.S.DIST`: of which the first dot or a later one is here.
    const more = /^(?:\.[\p{L}_][\p{L}\p{N}_]*)*/u.exec(rest)![0];
    const whole = `${dotted}${found}${more}`;
    const formula = formulaOfCall(whole, argumentsIn(rest.slice(more.length)) ?? []);
    if (formula !== undefined) return written(formula);
    if (/^norm\.dist$/i.test(whole) && /,\s*(?:false|0)\s*\)/i.test(rest))
      return "write 'exp(-z^2/2)/sqrt(2*pi)', with z = (x - mu)/sigma, divided by sigma";
    const elsewhere = functionElsewhere(whole);
    if (elsewhere !== undefined) return elsewhere;
  }
  const object = operandBefore(before);
  const [, passed] = /^\s*\((.*)\)\s*$/.exec(rest) ?? [];
  if (passed !== undefined && /^(?:add_?constr(?:aint)?|subject_to|add)$/i.test(member))
    return written(`constraint ${passed.replace(/,[^()]*$/, '')}`);
  if (passed !== undefined && /^(?:set_?objective|minimi[sz]e)$/i.test(member))
    return written(`minimize ${passed.replace(/,[^()]*$/, '')}`);
  if (member === 'T') return written(`${object}'`);
  if (member === 't' && /^\s*\./.test(rest)) return "write 'constraint lhs <= rhs' on a line of its own";
  if (member === 'dot') return "write 'A*B', or 'dot(u, v)' for vectors";
  const args = argumentsIn(rest);
  if (args !== null && /^[a-z]/i.test(member)) return methodHelp(member, object, args);
  if (/^(?:length|shape|size|len)$/.test(member))
    return `write 'size(${object})[1]', or 'count(${object})' for rows; a name holds no '.'`;
  const components = [...member].map(letter => 'xyzw'.indexOf(letter) + 1 || 'rgba'.indexOf(letter) + 1);
  const elements = components.map(i => `${object}[${i}]`);
  const isSwizzle = components.length > 1 && components.length < 5 && !components.includes(0);
  if (isSwizzle) return `a name holds no '.'; write '[${elements.join(', ')}]' for these elements`;
  const element = components.length === 1 && components[0] !== 0 ? elements[0] : undefined;
  return `a name holds no '.'; write '${object}_${member}'${element === undefined ? '' : ` for a name, '${element}' for an element`}`;
}

/** `x.sum(axis=1)`, `x.pow(2)`, `xs.map(f)`. */
function methodHelp(member: string, object: string, args: readonly string[]): string {
  const overAxis = axisHelp(member, [object, ...args]);
  if (overAxis !== undefined) return overAxis;
  const spread = Object.hasOwn(SPREADS, member) ? SPREADS[member]! : undefined;
  if (spread !== undefined)
    return `write '${spread(object)}', or '${member === 'std' ? 'std' : 'variance'}(${object})', which divides by n - 1`;
  if (/^(?:map|apply|reduce|filter|forEach)$/.test(member))
    return `write 'array(${object}[i]^2, i = 1:n)', or 'sum(${object}[i]^2, i = 1:n)'; functions go element by element`;
  if (/^(?:detach|item|numpy|tolist|cpu|clone|copy|float|double|toFixed|valueOf)$/.test(member)) return written(object);
  if (/^pow[if]$/.test(member)) return written(`pow(${[object, ...args].join(', ')})`);
  const formula = formulaOfCall(member, [object, ...args]);
  if (formula !== undefined) return written(formula);
  const elsewhere = functionElsewhere(member);
  if (elsewhere !== undefined && !/^write '\w+'$/.test(elsewhere)) return elsewhere;
  const [, other] = /^write '(\w+)'$/.exec(elsewhere ?? '') ?? [];
  const name = other ?? (args.length === 0 || /^(?:pow|atan2|clamp|mod|hypot|log)$/.test(member) ? member : undefined);
  if (name === undefined && !/^[\p{L}_]\w*$/u.test(object)) return "functions stand alone: write 'f(x, y)'";
  if (name === undefined) return `a name holds no '.'; write '${object}_${member}'`;
  return written(`${name}(${[object, ...args].join(', ')})`);
}

/** What is written for a function or constant of a library. @param rest what stands after it */
export function withoutNamespace(found: string, rest: string): string {
  const member = found.replace(/^.*[.:]/, '');
  if (/^::(?:float|int|real|number|vector|matrix|array|any|double|abstract)/i.test(found))
    return 'leave it out: all numbers are doubles';
  if (/^(?:PI|LN2|LN10|LOG2E|LOG10E|SQRT2|SQRT1_2)$/.test(member)) return written(member === 'PI' ? 'pi' : member);
  const constant = CONSTANTS[member] ?? constantElsewhere(member);
  if (constant !== undefined) return written(constant);
  const args = argumentsIn(rest) ?? [];
  // A list there, not a comprehension.
  if (/^(?:array|tensor|asarray)$/.test(member))
    return /^\[[^[\]]*\]$/.test(args[0] ?? '') ? written(args[0]!) : "write '[1, 2, 3]'";
  if (member === 'diff' && args.length === 1 && /^(?:np|numpy|jnp)\b/.test(found))
    return written(`${args[0]}[2:end] - ${args[0]}[1:end-1]`);
  const along = axisHelp(member, args);
  if (along !== undefined) return along;
  if (args.length > 0 && /^(?:np|numpy|jnp|tf)\b/.test(found) && Object.hasOwn(SPREADS, member)) {
    const own = member === 'std' ? 'std' : 'variance';
    if (args.some(of => /^ddof\s*=\s*1$/.test(of))) return written(`${own}(${args[0]})`);
    return `write '${SPREADS[member]!(args[0]!)}'; '${own}(${args[0]})' divides by n - 1`;
  }
  const [, degree] = /^(?:(?:ord|p)\s*=\s*)?(?:(?:np|math)\.)?(\w+)$/.exec(args[1] ?? '') ?? [];
  if (member === 'norm' && args.length === 2 && degree !== undefined) return normOf(args[0]!, degree);
  const formula = formulaOfCall(member, args) ?? formulaOfCall(found.replace(/^(?:\w+[.:]+)*(?=\w+\.\w+$)/, ''), args);
  if (formula !== undefined) return written(formula);
  // `nn.ReLU`, `nn.GELU`.
  const help =
    functionElsewhere(member) ??
    functionElsewhere(member.replace(/_?loss$/i, '')) ??
    written(/^[A-Z]/.test(member) ? member.toLowerCase() : member);
  const [, name] = /^write '(\w+)'$/.exec(help) ?? [];
  const values = args.map(of => of.replace(/^[a-z]\w*\s*=(?!=)\s*/i, ''));
  const isNamed = values.some((of, i) => of !== args[i]);
  return name !== undefined && isNamed ? written(`${name}(${values.join(', ')})`) : help;
}

/** A reduction along one dimension: `np.sum(A, axis=0)`, `A.max(1)`. */
function axisHelp(member: string, [array = 'A', ...args]: readonly string[]): string | undefined {
  const [, reduction] = REDUCING.exec(member) ?? [];
  const [, axis] = args.map(of => /^(?:(?:axis|dim|dims)\s*=\s*)?(-?[0-2])$/.exec(of)).find(of => of !== null) ?? [];
  const isNamed = args.some(of => /^(?:axis|dims?)\s*=/.test(of));
  if (reduction === undefined || axis === undefined || (/imum$/.test(reduction) && !isNamed)) return undefined;
  if (reduction === 'norm' && !isNamed) return undefined;
  return alongHelp(reduction.replace(/^a(?=m)|imum$/g, ''), array, Number(axis));
}

/** @param axis 0 goes down the columns, 1 and -1 along the rows; null where that is not known */
export function alongHelp(reduction: string, array: string, axis: number | null): string {
  const of = /^[\p{L}_]\w*$/u.test(array) ? array : 'A';
  const rows = `'array(${reduction}(${of}[i, :]), i = 1:size(${of})[1])'`;
  const columns = `'array(${reduction}(${of}[:, j]), j = 1:size(${of})[2])'`;
  if (axis === null)
    return `write ${rows} for one of each row, ${columns} for one of each column, '${reduction}(${of})' for one of all`;
  return axis === 0
    ? `write ${columns} for one of each column, '${reduction}(${of})' for one of all`
    : `write ${rows} for one of each row, '${reduction}(${of})' for one of all`;
}

/** The operand that ends a text: a name, or what is in brackets with the name before them; 'x' for others. */
function operandBefore(before: string): string {
  const text = before.trimEnd();
  if (!/[)\]]$/.test(text)) return /[\p{L}_][\p{L}\p{N}_]*$/u.exec(text)?.[0] ?? 'x';
  for (let at = text.length - 1; at >= 0; at--) {
    if (!'(['.includes(text[at]!) || endOfGroup(text, at) !== text.length) continue;
    const head = /[\p{L}_][\p{L}\p{N}_.]*$/u.exec(text.slice(0, at))?.[0] ?? '';
    // What stands in the way there is said of its own.
    return head === '' && text[at] === '(' ? text.slice(at + 1, -1) : `${head}${text.slice(at)}`;
  }
  return 'x';
}
