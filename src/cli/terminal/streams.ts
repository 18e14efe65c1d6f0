// Everything that a command may touch outside its arguments, handed in so that tests run commands in process.

export interface Streams {
  /** Directory that file names are relative to. */
  readonly directory: string;
  out(text: string): void;
  /** Faults. */
  err(text: string): void;
  /** What is said beside results and faults: warnings, notes, progress; nothing with `--quiet`. */
  say(text: string): void;
  /** Standard input, whole. */
  input(): Promise<string>;
  /** Standard input as it arrives; where it is missing, `input` has all of it. */
  bytes?(): AsyncIterable<Uint8Array>;
  /** True where frames of faults are coloured. */
  readonly color: boolean;
  /** True where standard error is a terminal, which shows what long work is at. */
  readonly progress: boolean;
}

/** Exit codes of the contract. */
export const DONE = 0;
/** By Ctrl-C, as shells have it. */
export const INTERRUPTED = 130;
export const INPUT_FAULT = 1;
export const WRONG_USAGE = 2;
export const NUMERICAL_FAILURE = 3;
