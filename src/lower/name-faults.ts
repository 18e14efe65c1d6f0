// What to say about names: one that means nothing, or not yet, one that nothing uses, one that is probably misspelt.

import type { Report } from '../diagnostic.js';
import { formulaOfCall } from '../parse/calls-elsewhere.js';
import { constantElsewhere, functionElsewhere, isUnit, LETTERS } from '../parse/elsewhere.js';
import type { Name } from '../parse/program.js';
import { nearWords, suggest } from '../suggest.js';
import { functionNames, isFunctionName } from './functions.js';
import { warnAboutQuotients } from './otherwise.js';
import { type BesideNumber, constants, type Scope, type Variable } from './scope.js';
import { isTensor, type Value } from './tensor.js';

/** The way from a name back to the definition being lowered, if it leads there. */
function cycleThrough(scope: Scope, start: string): string[] | null {
  const from = new Map<string, string | null>([[start, null]]);
  const reads = scope.reads();
  const pending = [start];
  for (const name of pending) {
    if (name === scope.current) {
      const path: string[] = [];
      for (let at: string | null = name; at !== null; at = from.get(at) ?? null) path.push(at);
      return [name, ...path.reverse()];
    }
    for (const read of reads.get(name) ?? []) {
      if (from.has(read)) continue;
      from.set(read, name);
      pending.push(read);
    }
  }
  return null;
}

/** Reports a name (or `name()`) that is defined, but not yet. */
export function reportTooEarly(scope: Scope, key: string, place: Name, report: Report): void {
  // One report of a cycle is enough, and its names may be as many as the text has.
  if (report.isFull || (scope.circular.has(key) && scope.circular.has(scope.current ?? key))) return;
  // A function that is there already has led to itself.
  const cycle = key.endsWith('()') && scope.functions.has(place.name) ? [key, key] : cycleThrough(scope, key);
  if (cycle === null) {
    report.error('WG204', place, `'${place.name}' is used before it is defined`, 'move its definition up');
  } else {
    const help = key.endsWith('()')
      ? 'functions are inlined and cannot call themselves'
      : `give each value a name of its own; what an equation determines is 'implicit ${place.name} = 1'`;
    for (const name of cycle) scope.circular.add(name);
    report.error('WG205', place, `'${place.name}' is defined through itself: ${shortened(cycle).join(' → ')}`, help);
  }
}

/** Names of a cycle that are shown. */
const MOST_SHOWN = 12;

function shortened(cycle: readonly string[]): readonly string[] {
  if (cycle.length <= MOST_SHOWN) return cycle;
  const end = MOST_SHOWN / 2;
  return [...cycle.slice(0, end), `… (${cycle.length - 2 * end} more)`, ...cycle.slice(-end)];
}

export function reportUnknownName(scope: Scope, place: Name, report: Report, help?: string): void {
  const { name } = place;
  if (isFunctionName(name) || scope.functions.has(name)) {
    report.error(
      'WG208',
      place,
      `'${name}' is a function, not a value`,
      `write '${name}(x)', or declare 'input ${name}'`,
    );
    return;
  }
  report.error('WG203', place, `unknown name '${name}'`, () => {
    if (help !== undefined) return help;
    const element = elementOf(name, scope);
    if (element !== undefined) return `write '${element}' for the element, or declare 'input ${name}'`;
    const row = rowHelp(name, scope);
    if (row !== undefined) return row;
    const factors = name.length > 1 && name.length < 5 && /^\p{L}+$/u.test(name) ? [...name] : [];
    if (factors.length > 0 && factors.every(of => scope.variables.has(of)))
      return `write '${factors.join('*')}' for a product, or declare 'input ${name}'`;
    if (/^pi\p{L}$/u.test(name)) return `write 'pi*${name.slice(2)}' for a product, or declare 'input ${name}'`;
    const near = misspelt(name, [...scope.variables.keys(), ...constants.keys()]);
    if (near !== undefined) return `did you mean '${near}'?`;
    const other = constantElsewhere(name);
    return other === undefined ? `declare it: 'input ${name}'` : `write '${other}', or declare 'input ${name}'`;
  });
}

/** What `x1` or `x_1` is where `x` is an array. */
function elementOf(name: string, { variables }: Scope): string | undefined {
  const [, array = '', index] = /^(.*?)(?:_?(\d{1,9})|_[ijkmn])$/.exec(name) ?? [];
  const value = variables.get(array)?.value;
  return value !== undefined && value !== null && isTensor(value) && value.shape.length === 1
    ? `${array}[${index ?? name.slice(-1)}]`
    : undefined;
}

/** What a name may be in a program with data: how many rows there are, an element of a column, the error of a model. */
function rowHelp(name: string, { variables }: Scope): string | undefined {
  const column = [...variables.values()].find(({ kind }) => kind === 'data')?.name.name;
  if (column === undefined) return undefined;
  if (/^[nN]$/.test(name)) return `write 'count(${column})' for the number of rows, or declare 'input ${name}'`;
  if (/^(?:[eε]|err|errors?|eps|epsilon|noise|resid|residuals?)$/.test(name))
    return `leave it out: what a model leaves over is its error; or declare 'input ${name}'`;
  const [, own = '', index] = /^(.+)_([ijkn])$/.exec(name) ?? [];
  return index !== undefined && variables.get(own)?.kind === 'data'
    ? `write '${own}': a formula of columns is of every row; or declare 'input ${name}'`
    : undefined;
}

/** @param written its arguments as they are written @param rank the highest among them */
export function reportUnknownFunction(
  scope: Scope,
  place: Name,
  written: readonly string[],
  rank: number,
  report: Report,
): void {
  const { name } = place;
  const count = written.length;
  report.error('WG201', place, `unknown function '${name}'`, () => {
    const variable = scope.variables.get(name);
    if (variable !== undefined) return productHelp(name, variable.value);
    const [matrix] = written;
    if (rank === 2 && name === 'softmax' && /^\w+$/.test(matrix ?? ''))
      return `write 'array(exp(${matrix}[i, :] - logsumexp(${matrix}[i, :])), i = 1:size(${matrix})[1])' for that of each row`;
    const formula = formulaOfCall(name, written, rank > 0);
    if (formula !== undefined) return `write '${formula}'`;
    if (count === 0 && constants.has(name.toLowerCase())) return `write '${name.toLowerCase()}'`;
    // A letter with one argument is a variable before a bracket.
    // In R it makes a vector.
    if (name === 'C' && count === 2) return "write 'combinations(n, k)'";
    if (name === 'B' && count === 2) return `write 'beta(${written.join(', ') || 'a, b'})'`;
    const elsewhere = name.length === 1 && count === 1 ? undefined : functionElsewhere(name);
    if (elsewhere !== undefined) return elsewhere;
    // Of a function another first letter makes another function: `dexp`, `rsqrt`.
    const initial = name[0]!.toLowerCase();
    const alike = [...functionNames].filter(of => of[0] === initial);
    const near = misspelt(name, [...alike, ...scope.functions.keys()]);
    const letters = near === undefined && count === 1 ? productBefore(name, scope) : undefined;
    if (letters !== undefined) return `write '${letters}*(…)' for a product`;
    if (near === undefined) return unknownHelp(name, count);
    // `I0(exp(V/VT) - 1)` is a current more often than a Bessel function.
    const isQuantity = count === 1 && /^[A-Z]\d$/.test(name);
    return isQuantity ? `write '${near}(…)' for the function, '${name}*(…)' for a product` : `did you mean '${near}'?`;
  });
}

/** `2pq(1 - s)`, `rN(1 - N/K)`: letters run together before a parenthesis. */
function productBefore(name: string, { variables }: Scope): string | undefined {
  if (!/^[A-Za-z]{2}$/.test(name)) return undefined;
  const isProduct = OF_BOOKS.has(name) || [...name].some(of => variables.has(of));
  return isProduct ? [...name].join('*') : undefined;
}

const unknownHelp = (name: string, count: number): string =>
  /^[ΣΠ]_./u.test(name)
    ? `write '${name.startsWith('Σ') ? 'sum' : 'prod'}(…, ${name.slice(2)} = 1:n)'`
    : count === 1
      ? `${Object.hasOwn(LETTERS, name) ? `write '${LETTERS[name]}' for the function; ` : ''}write '${name}*(…)' for a product, '${name}[…]' for an element, or define '${name}(${name === 'x' ? 't' : 'x'}) = …'`
      : `define it: '${name}(u, v) = …'`;

/** What a word is a misspelling of. Numbers are never misspelt, and of two letters one is another word. */
function misspelt(word: string, candidates: readonly string[]): string | undefined {
  const isShort = word.length < 3;
  const lower = word.toLowerCase();
  const digits = word.replace(/\D/g, '');
  return suggest(
    word,
    candidates.filter(of => (isShort ? of.toLowerCase() === lower : of.replace(/\D/g, '') === digits)),
  );
}

/** What to write for a variable's name before a bracket. */
export function productHelp(name: string, value: Value | null = null): string {
  if (value !== null && isTensor(value)) return `'${name}' is an array; write '${name}[…]' for an element of it`;
  return `'${name}' is a variable; write '${name}*(…)' for a product`;
}

const productCallHelp = (name: string): string =>
  `write '${name}*(…)' for a product with the variable, '${name}(…)' without a space for the function`;

/** A call whose name is a variable's, too, and stands as a factor would. */
export function warnAboutSpace(callee: Name, report: Report): void {
  const { name } = callee;
  report.warn('WG218', callee, `'${name} (…)' is a call of the function '${name}'`, productCallHelp(name));
}

/** Functions whose names are letters of quantities: a space before the parenthesis makes a product of them elsewhere. */
const QUANTITIES: ReadonlySet<string> = new Set(['gamma', 'beta', 'j0', 'j1', 'y0', 'y1', 'i0', 'i1']);

/** Shorter names differ by one letter without being misspelt. */
const SHORTEST_SUSPECT = 4;

/** Names that the program declares without need, or probably misspells. */
export function warnAboutNames(scope: Scope, report: Report): void {
  warnAboutNumbers(scope, report);
  warnAboutLetters(scope, report);
  warnAboutImaginary(scope, report);
  warnAboutQuotients(scope, report);
  for (const [name, callee] of scope.spacedCalls)
    if (scope.variables.get(name)?.kind === 'inferred' || QUANTITIES.has(name)) warnAboutSpace(callee, report);
  const isSuspect = ({ name, kind, uses }: Variable): boolean =>
    kind === 'inferred' && uses === 1 && name.name.length >= SHORTEST_SUSPECT;
  const variables = [...scope.variables.values()];
  const hasSuspects = variables.some(isSuspect);
  const nearTo = hasSuspects ? nearWords(scope.variables.keys()) : () => undefined;
  const lettersOf = new Map<string, string>();
  if (hasSuspects) for (const name of scope.variables.keys()) lettersOf.set(name, name.replace(/\d/g, ''));
  for (const variable of variables) {
    const { name, kind, uses } = variable;
    // What is in a fault is used.
    if (uses === 0 && kind !== 'inferred' && report.errors.length === 0) {
      report.warn('WG210', name, `'${name.name}' is ${kind === 'definition' ? 'defined' : 'declared'} but never used`);
    }
    if (!isSuspect(variable)) continue;
    const letters = lettersOf.get(name.name);
    const near = nearTo(name.name, other => lettersOf.get(other) !== letters && !differsInSubscript(name.name, other));
    if (near === undefined) continue;
    const message = `'${name.name}' is used once and looks like '${near}'`;
    report.warn('WG211', name, message, `did you mean '${near}'?`);
  }
  for (const { name, uses } of scope.functions.values()) {
    if (uses === 0 && report.errors.length === 0)
      report.warn('WG210', name, `function '${name.name}' is defined but never used`);
  }
}

/** `g_Na` and `E_Na`, `df$x` and `df$y`: one letter that is a name of its own. */
function differsInSubscript(one: string, other: string): boolean {
  const [parts, others] = [one.split(/[_$]/), other.split(/[_$]/)];
  if (parts.length < 2 || parts.length !== others.length) return false;
  const differing = parts.filter((part, i) => part !== others[i]);
  return differing.length === 1 && differing[0]!.length === 1;
}

/** Names that stand beside numbers alone: a variable is somewhere else, too. */
function warnAboutNumbers({ variables, besideNumbers }: Scope, report: Report): void {
  for (const [name, { uses, kind, place }] of besideNumbers) {
    const variable = variables.get(name);
    if (variable?.kind !== 'inferred' || variable.uses !== uses) continue;
    const help = `${OTHERWISE[kind]}; declare 'input ${name}' if it is one`;
    report.warn('WG226', place, `'${name}' is taken as an input`, help);
  }
}

/** `exp(i*k*x)` is of a complex number nearly always. */
function warnAboutImaginary({ variables, besideNumbers }: Scope, report: Report): void {
  const variable = variables.get('i');
  if (variable?.kind !== 'inferred' || besideNumbers.get('i')?.uses === variable.uses) return;
  if (!EXPONENTIAL_OF_I.test(report.source?.text ?? '')) return;
  const help = "declare 'input i' if it is one; there are no complex numbers: exp(i*x) is cos(x) and sin(x)";
  report.warn('WG226', variable.name, "'i' is taken as an input", help);
}

const EXPONENTIAL_OF_I = /(?:\bexp ?\(|\be ?\^ ?\(?) ?-? ?(?:[\w.]{1,20} ?[* ] ?){0,3}i\b/;

/** Names that a product without a sign makes where others write one. */
function warnAboutLetters({ variables }: Scope, report: Report): void {
  const inferred: Name[] = [];
  for (const { name, kind } of variables.values()) if (kind === 'inferred') inferred.push(name);
  const pairs = inferred.map(({ name }) => name).filter(name => PAIR.test(name));
  const text = report.source?.text ?? '';
  for (const name of inferred) {
    const isFactor = /\d/.test(text[name.start - 1] ?? '') && text.slice(name.start, name.end) === name.name;
    const letters = isFactor
      ? (lettersOfFactor(name.name) ?? lettersOf(name.name, variables, inferred.length === 1, pairs))
      : lettersOf(name.name, variables, inferred.length === 1, pairs);
    if (letters === undefined) continue;
    const help = `write '${letters.join('*')}' for a product, or declare 'input ${name.name}'`;
    report.warn('WG229', name, `'${name.name}' is one name`, help);
  }
}

const GREEK = /^[α-ωΓΘΛΞΠΣΦΨΩ]$/u;
const LATIN = /^[a-zA-Z]$/;
/** Two letters, of which the first is no difference. */
const PAIR = /^[a-ce-zA-Z][a-zA-Z]$/;
/** Of two letters, most of them: differences, the letters of the Greeks, and what has a vowel. */
const WORD = /^(?:d.*|th|.*[aeiouyAEIOUY].*|.*[xyzXYZ])$/;

/** Products of two letters that every book has: `A*cos(kx - wt)`, `v0 + at`, `(1 + r/n)^nt`, `V = IR`. */
const OF_BOOKS: ReadonlySet<string> = new Set(
  (
    'ax bx mx wx Wx Ax Xw kx kt wt rt nt at ut vt gt ct mv mg mc ma gh hf hv hc IR RC RT RL kT qE qV qB pV nR xy yz xz ab bc ac pq EI EA GJ ' +
    'nRT nkT NkT mkT mgh mgl mgL mgy ikx iwt qvB BIL'
  ).split(' '),
);

/** `2DS`, `5wL`, `4ac`: letters that a number touches are factors as it is; `2dx`, `3dB`, `2th` are not. */
function lettersOfFactor(name: string): readonly string[] | undefined {
  if (!/^\p{L}{2,3}$/u.test(name) || /^(?:d.*|th|st|nd|rd|im|bps?|pct)$/.test(name) || isUnit(name)) return undefined;
  return name.length === 2 || !WORD.test(name) || /^[xyz]+$/.test(name) ? [...name] : undefined;
}

/** The letters of a name that is probably a product; undefined for every other. */
function lettersOf(
  name: string,
  variables: ReadonlyMap<string, Variable>,
  isAlone: boolean,
  pairs: readonly string[],
): readonly string[] | undefined {
  // `2*pir`, `sin(pix)`.
  if (/^pi[rRdDnLftxyh]$/.test(name)) return ['pi', name.slice(2)];
  // `C1V1 = C2V2`.
  if (/^(?:[A-Za-z]\d){2}$/.test(name)) return [name.slice(0, 2), name.slice(2)];
  // `x0 + v0t`, `2(1 - t)tP1`.
  const [, symbol, last = ''] = /^([A-Za-z]\d)([A-Za-z])$/.exec(name) ?? [];
  const isSlope = last === 'x' && /^[ab]/.test(name) && !variables.has(`${symbol}y`);
  if (symbol !== undefined && (last === 't' || isSlope || variables.has(last))) return [symbol, last];
  const [, first = '', indexed] = /^([A-Za-z])([A-Z]\d)$/.exec(name) ?? [];
  if (indexed !== undefined && variables.has(first)) return [first, indexed];
  // `G = H - TΔS`.
  if (/^\p{L}{1,2}Δ\p{L}$/u.test(name) && !name.startsWith('Δ')) return [...name.slice(0, -2), name.slice(-2)];
  if (name.length < 2 || name.length > 3 || !/^\p{L}+$/u.test(name) || /^ln\p{L}$/u.test(name)) return undefined;
  const letters = [...name];
  if (name.length === 3 && OF_BOOKS.has(name)) return letters;
  const isMixed = letters.some(of => GREEK.test(of)) && letters.some(of => LATIN.test(of) || /[ħℏ]/.test(of));
  if (isMixed || letters.every(of => variables.has(of))) return letters;
  // What stands alone: `E = mc^2`, `nRT`.
  if (isAlone && letters.every(of => LATIN.test(of)) && !WORD.test(name)) return letters;
  // `ax^2 + bx + c`, where `ax` and `ay` would be those of a vector.
  if (!PAIR.test(name)) return undefined;
  const hasSameEnd = pairs.some(of => of !== name && of[1] === letters[1]);
  const hasSameStart = pairs.some(of => of !== name && of[0] === letters[0]);
  return (hasSameEnd || OF_BOOKS.has(name)) && !hasSameStart ? letters : undefined;
}

const OTHERWISE: Readonly<Record<BesideNumber, string>> = {
  times: "write '*' where a product is meant",
  unit: 'there are no units: write the factor as a number',
  imaginary: 'there are no complex numbers',
  suffix: 'write the number without it',
};
