// The signs, names, numbers and texts of emitted JavaScript, one after another.

export type TokenKind = 'name' | 'number' | 'text' | 'sign' | 'end';

export interface Tokens {
  /** Of the token that is next. */
  readonly kind: TokenKind;
  readonly text: string;
  /** True where the next token is this sign or name. */
  is(text: string): boolean;
  /** The text of the next token, and goes on. */
  take(): string;
  /** The same where only this one may follow. */
  expect(text: string): void;
  /** Goes on behind this sign or name, where it is next. */
  skip(text: string): boolean;
  /** True where this stands behind the next token. @param behind is sticky */
  isBefore(behind: RegExp): boolean;
  /** A piece of a template literal, whose quote or brace is next; goes on to what ends it. */
  piece(): string;
  /** What `look` finds when it reads on from here; the next token stays. */
  ahead<T>(look: () => T): T;
}

const BLANK = /(?:\s|\/\*[\s\S]*?\*\/|\/\/.*)*/y;
const TOKEN =
  /([\p{ID_Start}$_][\p{ID_Continue}$_\u200c\u200d]*)|(\d[\d.]*(?:e[-+]?\d+)?)|('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(\.{3}|=>|[=!]==?|\?\?=?|\?\.|&&|\|\||\+\+|--|\*\*=?|[-+*/%<>]=?|[\s\S])|$/uy;
const KINDS = ['name', 'number', 'text', 'sign'] as const;
const PIECE = /(?:[^`\\$]|\$(?!\{)|\\[\s\S])*/y;

export function tokensOf(code: string): Tokens {
  let kind: TokenKind = 'end';
  let text = '';
  let start = 0;
  let end = 0;

  function next(): void {
    BLANK.lastIndex = end;
    BLANK.exec(code);
    start = BLANK.lastIndex;
    TOKEN.lastIndex = start;
    const found = TOKEN.exec(code)!;
    end = TOKEN.lastIndex;
    text = found[0];
    kind = KINDS.find((_, i) => found[i + 1] !== undefined) ?? 'end';
  }

  const is = (wanted: string): boolean => text === wanted && (kind === 'sign' || kind === 'name');

  function take(): string {
    const taken = text;
    next();
    return taken;
  }

  next();
  return {
    get kind() {
      return kind;
    },
    get text() {
      return text;
    },
    is,
    take,
    expect(wanted) {
      if (!is(wanted)) throw new Error(`internal error: ${wanted} and not ${text}`);
      next();
    },
    skip(wanted) {
      const isThere = is(wanted);
      if (isThere) next();
      return isThere;
    },
    isBefore(behind) {
      behind.lastIndex = end;
      return behind.test(code);
    },
    piece() {
      PIECE.lastIndex = end;
      const [piece] = PIECE.exec(code)!;
      end = PIECE.lastIndex + (code[PIECE.lastIndex] === '$' ? 2 : 1);
      text = code.slice(PIECE.lastIndex, end);
      kind = 'sign';
      return piece;
    },
    ahead(look) {
      const from = start;
      const found = look();
      end = from;
      next();
      return found;
    },
  };
}

/** The text that a literal stands for: as JSON writes it, in quotes of either kind. */
export function unquoted(literal: string): string {
  const inside = literal
    .slice(1, -1)
    .replace(/\\[\s\S]|"/g, found => (found === '"' ? '\\"' : found === "\\'" ? "'" : found));
  return JSON.parse(`"${inside}"`) as string;
}
