// A command as a row: its name, its help, its options, and what it does with them. The row is all that there is of it: the
// command line is built from the rows, and so is what a generated file records.

import type { Streams } from './terminal/streams.js';

/** An option, and what it gives to the action of its command. */
export interface OptionRow {
  /** As it is written: `-o, --output <file>`. What does not take a value is true or, after `--no-`, false. */
  readonly flags: string;
  readonly description: string;
  /** The value of a text, after those before; without it the text itself. Throws commander's InvalidArgumentError. */
  readonly read?: (text: string, before?: never) => unknown;
  readonly choices?: readonly string[];
  /** Values that completion offers where others can be given, too. */
  readonly suggests?: readonly string[];
  /** Where the option is not given; shown in the help. */
  readonly initial?: unknown;
  readonly isHidden?: true;
  /** There where it changes what is generated, so that the command in a generated file keeps it; how else than is usual. */
  readonly recorded?: true | ((value: never, flags: never) => readonly string[]);
}

/** Options by the name that their values have in the action: the long one, in camel case. */
export type OptionRows = Readonly<Record<string, OptionRow>>;

type ValueOf<Row> = Row extends { readonly read: (...given: never[]) => infer Value }
  ? Value
  : Row extends { readonly choices: readonly (infer Choice)[] }
    ? Choice
    : Row extends { readonly flags: `${string}<${string}` }
      ? string
      : boolean;

type AlwaysThere = { readonly initial: unknown } | { readonly flags: `--no-${string}` };

/** The values that options have. */
export type FlagsOf<Rows> = {
  readonly [Key in keyof Rows as Rows[Key] extends AlwaysThere ? Key : never]: ValueOf<Rows[Key]>;
} & {
  readonly [Key in keyof Rows as Rows[Key] extends AlwaysThere ? never : Key]?: ValueOf<Rows[Key]>;
};

/** What a command is run with. */
export interface Call<Flags> {
  readonly positionals: readonly string[];
  readonly flags: Flags;
  readonly streams: Streams;
  /** Aborts where the user does. */
  readonly signal: AbortSignal;
}

/** What a command is called and takes. */
export interface Declared<Rows extends OptionRows> {
  readonly name: string;
  readonly description: string;
  /** Other than what its options and arguments say. */
  readonly usage?: string;
  /** What is not an option; formulas where it is not said, null where there is nothing. */
  readonly argument?: { readonly flags: string; readonly description: string } | null;
  /** Whether it is meant where no command is named. */
  readonly isDefault?: true;
  readonly options: Rows;
}

export interface CommandRow<Rows extends OptionRows> extends Declared<Rows> {
  /** Returns the exit code. */
  action(call: Call<FlagsOf<Rows>>): number | Promise<number>;
}

/** One of several, whose action is given what its own options say. */
export interface AnyCommand extends Declared<OptionRows> {
  action(call: Call<never>): number | Promise<number>;
}

/** Checks rows of options and keeps what they say exactly, from which the types of their values are made. */
export const optionRows = <const Rows extends OptionRows>(rows: Rows): Rows => rows;

/** A command whose action is given what its options say. */
export const command = <const Rows extends OptionRows>(row: CommandRow<Rows>): CommandRow<Rows> => row;

/** The options that change what is generated, as they are written in the command that a file records. */
export function recorded(rows: OptionRows, flags: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(rows).flatMap(([key, { flags: written, recorded, initial }]) => {
    const value = flags[key];
    if (recorded === undefined || value === undefined) return [];
    const [option] = /--[\w-]+/.exec(written)!;
    if (recorded !== true) {
      // What the option itself reads.
      return recorded(value as never, flags as never).flatMap(text => [option, text]);
    }
    if (typeof value === 'boolean') return value === option.startsWith('--no-') ? [] : [option];
    return value === initial ? [] : [option, String(value)];
  });
}
