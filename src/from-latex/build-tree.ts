// Tokens of one formula of TeX → its tree. Lists are listed as they close, those inside of others before these, so that whoever reads
// them needs no recursion; and it is built with a stack of its own.

import type { Report } from '../diagnostic.js';
import type { Span } from '../source.js';
import { argumentCounts, letters, refused, unicode } from './commands.js';
import { CLOSING, DELIMITERS, delimiterOf, isNoArgument, isPair, OPENING } from './delimiters.js';
import { functionFault, lettersOf, type Names } from './letter-runs.js';
import type { TeXToken } from './lexer.js';
import type { Item, Listed, Slot, Tree } from './tree.js';

/** A list that is open. */
interface Open {
  readonly type: 'list';
  readonly list: { start: number; end: number; readonly items: Item[] };
  /** What closes it; `one` for an argument without braces. */
  readonly closes: string;
  readonly opener: TeXToken | null;
  readonly owner: Item | null;
  readonly slot: Slot;
}

/** A command whose arguments are still to come. */
interface Wanted {
  readonly type: 'wanted';
  readonly of: Item;
  readonly slots: Slot[];
  readonly at: TeXToken;
}

/** Thrown to leave a formula whose fault is reported. */
const STOPPED = new Error('stopped');

/** @returns null for what is reported */
export function treeOf(tokens: readonly TeXToken[], nesting: number, names: Names, report: Report): Tree | null {
  try {
    return new Builder(tokens, nesting, names, report).run();
  } catch (error) {
    if (error !== STOPPED) throw error;
    return null;
  }
}

class Builder {
  readonly #report: Report;
  readonly #nesting: number;
  readonly #names: Names;
  /** What is to come, the next one last. */
  readonly #tokens: TeXToken[];
  readonly #frames: (Open | Wanted)[] = [];
  readonly #lists: Listed[] = [];
  #depth = 0;

  constructor(tokens: readonly TeXToken[], nesting: number, names: Names, report: Report) {
    this.#tokens = tokens.toReversed();
    this.#nesting = nesting;
    this.#names = names;
    this.#report = report;
  }

  run(): Tree {
    const first = this.#tokens.at(-1)!;
    const last = this.#tokens[0]!;
    const top = { start: first.start, end: last.end, items: [] };
    this.#frames.push({ type: 'list', list: top, closes: '', opener: null, owner: null, slot: 'argument' });
    for (let token = this.#tokens.pop(); token !== undefined; token = this.#tokens.pop()) this.#take(token);
    const frame = this.#frames.at(-1)!;
    if (frame.type === 'wanted') this.#missing(frame, null);
    if (frame.closes === 'one') throw new Error('internal error: arguments of TeX');
    if (this.#frames.length > 1) {
      const written = this.#shown(frame.opener!);
      this.#fail('WG155', frame.opener!, `'${written}' is never closed`, closingHelp(frame));
    }
    this.#lists.push({ list: top, owner: null, slot: 'argument' });
    return { top, lists: this.#lists };
  }

  #take(token: TeXToken): void {
    const frame = this.#frames.at(-1)!;
    if (frame.type === 'wanted') return this.#argument(frame, token);
    const { kind, text } = token;
    switch (kind) {
      case 'number':
        return this.#leaf(token, 'number');
      case 'letters':
        return this.#letters(token);
      case 'words': {
        const isLetter = text.startsWith('\\') && letters.has(text.slice(1));
        const item = this.#item(token, isLetter ? 'command' : 'word', isLetter ? text.slice(1) : text);
        return this.#add({ ...item, style: token.style!, command: token.command! });
      }
      case 'begin':
        return this.#environment(token);
      case 'end':
        return this.#endEnvironment(token, frame);
      case 'row':
        return this.#row(token, frame);
      case 'line':
        return;
      case 'command':
        return this.#command(token, frame);
      default:
        return this.#sign(token, frame);
    }
  }

  #sign(token: TeXToken, frame: Open): void {
    const { text } = token;
    switch (text) {
      case '{':
        return this.#open(token, '}', this.#item(token, 'group', ''));
      case '(':
      case '[':
        return this.#open(token, OPENING[text]!, this.#item(token, 'delimited', text));
      case '}':
      case ')':
      case ']':
        return this.#close(token, text);
      case '^':
      case '_':
        return this.#script(token, frame);
      case "'": {
        const owner = frame.list.items.at(-1) ?? (frame.slot === 'upper' ? frame.owner : null);
        if (owner === null) return this.#fail('WG153', token, "''' is at nothing", 'leave it out');
        owner.primes++;
        owner.whole = token.end;
        return;
      }
      case '&':
        if (frame.slot !== 'cell') return this.#fail('WG153', token, "'&' is in no environment", 'leave it out');
        return this.#nextCell(token, frame, false);
      default:
        return this.#add(this.#item(token, 'sign', text));
    }
  }

  #command(token: TeXToken, frame: Open): void {
    const name = `\\${token.text}`;
    // What stands in its braces would be a fault first.
    if (token.text === 'substack') {
      const { what, help } = refused.get(token.text)!;
      this.#fail('WG153', token, `'${name}' is ${what}, which is not read`, help);
    }
    if (token.text === 'left' || token.text === 'right') return this.#sided(token);
    if (Object.hasOwn(OPENING, name)) {
      const item = this.#item(token, 'delimited', DELIMITERS[name] ?? name);
      return this.#open(token, OPENING[name]!, item);
    }
    if (CLOSING.has(name)) return this.#close(token, name);
    if (token.text === 'prime') return this.#sign({ ...token, kind: 'sign', text: "'" }, frame);
    if (token.text === '|' || token.text === 'Vert') return this.#add(this.#item(token, 'sign', '\\|'));
    if (token.text === 'vert' || token.text === 'mid') return this.#add(this.#item(token, 'sign', '|'));
    const count = argumentCounts.get(token.text);
    const item = this.#item(token, letters.has(token.text) ? 'letter' : 'command', token.text);
    if (count === undefined) return this.#add(item);
    const slots: Slot[] = Array.from({ length: count }, () => 'argument');
    if (token.text === 'sqrt') slots.unshift('option');
    frame.list.items.push(item);
    this.#frames.push({ type: 'wanted', of: item, slots, at: token });
  }

  /** `\left(` and `\right)`. */
  #sided(token: TeXToken): void {
    const delimiter = this.#tokens.pop();
    const text = delimiter === undefined ? '' : delimiterOf(delimiter);
    if (delimiter === undefined || text === null)
      return this.#fail(
        'WG155',
        token,
        `'\\${token.text}' is at no bracket`,
        `write \\${token.text}(, or \\${token.text}. for none`,
      );
    const whole = { ...token, end: delimiter.end };
    if (token.text === 'left') return this.#open(whole, 'right', this.#item(whole, 'delimited', text));
    const frame = this.#frames.at(-1) as Open;
    const opened = frame.owner?.text ?? '';
    if (frame.closes === 'right' && !isPair(opened, text))
      return this.#fail(
        'WG155',
        whole,
        `'\\right${text}' does not close '\\left${opened}'`,
        'write brackets of one kind',
      );
    this.#close(whole, 'right');
  }

  /** What stands where an argument is wanted. */
  #argument(wanted: Wanted, token: TeXToken): void {
    const slot = wanted.slots[0]!;
    const { kind, text } = token;
    if (slot === 'option') {
      wanted.slots.shift();
      if (text === '[' && kind === 'sign') return this.#open(token, ']', wanted.of, 'option');
      return this.#take(token);
    }
    if (kind === 'line') return;
    if (kind === 'sign' && text === '{') {
      wanted.slots.shift();
      return this.#open(token, '}', wanted.of, slot);
    }
    if (kind === 'sign' || kind === 'end' || kind === 'row' || (kind === 'command' && isNoArgument(text)))
      return this.#missing(wanted, token);
    wanted.slots.shift();
    this.#open(token, 'one', wanted.of, slot);
    if (text.length === 1 || (kind !== 'number' && kind !== 'letters')) return this.#take(token);
    // Without braces an argument is one digit or letter.
    const middle = token.start + 1;
    const rest = { ...token, text: text.slice(1), start: middle };
    const isMoreWanted = wanted.slots.length > 0;
    if (kind === 'number' && !isMoreWanted) {
      const command = slot === 'upper' ? '^' : slot === 'lower' ? '_' : `\\${wanted.of.text}`;
      return this.#fail(
        'WG153',
        token,
        `${command}${text} is ${command}{${text[0]}} and ${text.slice(1)} after it`,
        `write ${command}{${text}}`,
      );
    }
    this.#tokens.push(/^\d/.test(rest.text) ? { ...rest, kind: 'number' } : rest);
    this.#take({ ...token, text: text[0]!, end: middle });
  }

  #missing({ of, slots, at }: Wanted, token: TeXToken | null): never {
    const isScript = slots[0] === 'upper' || slots[0] === 'lower';
    const place = token ?? at;
    if (token?.kind === 'sign' && isScript && /^[-+(*]$/.test(token.text)) {
      return this.#fail('WG153', token, `'${at.text}' takes the sign alone`, helpOnSign(at.text, token.text, of));
    }
    const what = isScript ? at.text : `\\${of.text}`;
    return this.#fail('WG153', place, `'${what}' is without what belongs to it`, `write ${what}{…}`);
  }

  #script(token: TeXToken, frame: Open): void {
    const slot = token.text === '^' ? 'upper' : 'lower';
    const owner = frame.list.items.at(-1);
    const isOperator = owner?.kind === 'sign' && !/^(?:\||\\\||!)$/.test(owner.text);
    if (owner === undefined || isOperator)
      return this.#fail('WG153', token, `'${token.text}' is at nothing`, 'write what it belongs to before it');
    if (owner[slot] !== null)
      return this.#fail('WG153', token, `there is a '${token.text}' already`, 'group with { and }');
    this.#frames.push({ type: 'wanted', of: owner, slots: [slot], at: token });
  }

  #open(opener: TeXToken, closes: string, owner: Item, slot: Slot = 'argument'): void {
    if (++this.#depth > this.#nesting) {
      const help = 'give parts names of their own, or raise the limit (nesting)';
      this.#fail('WG701', opener, `the nesting is deeper than ${this.#nesting} levels`, help);
    }
    const isInner = owner.kind === 'group' || owner.kind === 'delimited';
    if (isInner && slot === 'argument') (this.#frames.at(-1) as Open).list.items.push(owner);
    const start = closes === 'one' ? opener.start : opener.end;
    this.#frames.push({ type: 'list', list: { start, end: start, items: [] }, closes, opener, owner, slot });
  }

  #close(token: TeXToken, closes: string): void {
    const frame = this.#frames.at(-1)!;
    const written = this.#shown(token);
    if (frame.type === 'wanted') return this.#missing(frame, token);
    if (frame.closes !== closes) {
      if (frame.opener === null) return this.#fail('WG155', token, `'${written}' closes nothing`, 'leave it out');
      const message = `'${written}' does not close '${this.#shown(frame.opener)}'`;
      return this.#fail('WG155', token, message, closingHelp(frame));
    }
    this.#finish(frame, token.start, token.end);
  }

  /** Ends a list, and gives it to what it is of. */
  #finish({ list, owner, slot }: Open, end: number, ownerEnd: number): void {
    this.#frames.pop();
    this.#depth--;
    list.end = end;
    this.#lists.push({ list, owner, slot });
    const of = owner!;
    if (slot !== 'lower' && slot !== 'upper') of.end = ownerEnd;
    of.whole = ownerEnd;
    if (slot === 'argument') of.inside.push(list);
    else if (slot !== 'cell') of[slot] = list;
    this.#completed();
  }

  /** After what may end an argument without braces, and with it what it is an argument of. */
  #completed(): void {
    for (;;) {
      const frame = this.#frames.at(-1)!;
      if (frame.type === 'wanted') {
        if (frame.slots.length > 0) return;
        this.#frames.pop();
      } else if (frame.closes === 'one' && frame.list.items.length > 0) {
        const { whole } = frame.list.items[0]!;
        return this.#finish(frame, whole, whole);
      } else return;
    }
  }

  #environment(token: TeXToken): void {
    const item = this.#item(token, 'environment', token.text);
    const frame = this.#frames.at(-1) as Open;
    frame.list.items.push(item);
    item.rows.push([]);
    this.#open(token, 'end', item, 'cell');
  }

  #nextCell(token: TeXToken, frame: Open, isRow: boolean): void {
    frame.list.end = token.start;
    frame.owner!.rows.at(-1)!.push(frame.list);
    this.#lists.push({ list: frame.list, owner: frame.owner, slot: 'cell' });
    this.#frames.pop();
    this.#depth--;
    if (isRow) frame.owner!.rows.push([]);
    this.#open({ ...frame.opener!, end: token.end }, 'end', frame.owner!, 'cell');
  }

  #row(token: TeXToken, frame: Open): void {
    if (frame.slot === 'cell') return this.#nextCell(token, frame, true);
    this.#fail(
      'WG155',
      token,
      'a line ends inside of what is open',
      frame.opener === null ? 'leave it out' : closingHelp(frame),
    );
  }

  #endEnvironment(token: TeXToken, frame: Open): void {
    if (frame.closes !== 'end' || frame.owner!.text !== token.text) return this.#close(token, `end ${token.text}`);
    const of = frame.owner!;
    of.rows.at(-1)!.push(frame.list);
    // A line that ends the last row begins none.
    if (of.rows.at(-1)!.length === 1 && frame.list.items.length === 0) of.rows.pop();
    this.#finish(frame, token.start, token.end);
  }

  /** Letters side by side: a name, or the product of each. */
  #letters(token: TeXToken): void {
    const { text } = token;
    if (text.length === 1 || this.#names.isName(text)) return this.#leaf(token, text.length === 1 ? 'letter' : 'word');
    const fault = functionFault(token, this.#names);
    if (fault !== null) this.#fail('WG153', token, fault.message, fault.help);
    const { each, rest } = lettersOf(token, this.#report);
    for (const letter of each) this.#leaf(letter, 'letter');
    if (rest !== null) this.#tokens.push(rest);
  }

  #leaf(token: TeXToken, kind: Item['kind']): void {
    const drawn = kind === 'letter' ? unicode.get(token.text) : undefined;
    if (drawn === undefined) this.#add(this.#item(token, kind, token.text));
    else this.#add(this.#item(token, letters.has(drawn) ? 'letter' : 'command', drawn));
  }

  #add(item: Item): void {
    (this.#frames.at(-1) as Open).list.items.push(item);
    this.#completed();
  }

  #item({ start, end }: TeXToken, kind: Item['kind'], text: string): Item {
    const empty = { style: null, command: null, inside: [], rows: [], option: null, lower: null, upper: null };
    return { kind, text, start, end, whole: end, ...empty, primes: 0 };
  }

  #shown({ kind, text, start, end }: TeXToken): string {
    const written = this.#report.source?.text.slice(start, end) ?? text;
    return kind === 'sign' || written.length <= 20 ? written : text;
  }

  #fail(code: 'WG153' | 'WG155' | 'WG701', at: Span, message: string, help: string): never {
    this.#report.error(code, { start: at.start, end: at.end }, message, help);
    throw STOPPED;
  }
}

/** `x^*`, `(x)_+`, `x^-1`. */
function helpOnSign(script: string, sign: string, { kind }: Item): string {
  if (sign === '*') return 'there are no complex numbers here; write x_{\\text{opt}} for a name';
  if (sign === '+' && kind === 'delimited') return 'write \\max(0, x) for the positive part';
  return `write ${script}{${sign}…}${sign === '+' ? ', or x_{\\text{plus}} for a name' : ''}`;
}

function closingHelp({ closes, owner }: Open): string {
  if (closes === 'end') return `close it with \\end{${owner!.text}}`;
  if (closes === 'right') return 'close it with \\right and a bracket';
  return `close it with '${closes}'`;
}
