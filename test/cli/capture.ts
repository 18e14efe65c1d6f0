// The command line in process: streams that keep what is written to them.

import { run } from '../../src/cli/main.js';
import type { Streams } from '../../src/cli/terminal/streams.js';

/** Streams of no terminal, unless `others` say so, with what has been written to them so far. */
export function capture(directory: string, others: Partial<Streams> = {}) {
  let out = '';
  let err = '';
  const streams: Streams = {
    directory,
    out: text => {
      out += text;
    },
    err: text => {
      err += text;
    },
    say: text => {
      err += text;
    },
    input: async () => '',
    color: false,
    progress: false,
    ...others,
  };
  return { streams, out: () => out, err: () => err };
}

/** Runs one command, given `input` on standard input. */
export async function runIn(directory: string, args: readonly string[], input = '') {
  const { streams, out, err } = capture(directory, { input: async () => input });
  const exit = await run(args, streams, new AbortController().signal);
  return { exit, out: out(), err: err() };
}
