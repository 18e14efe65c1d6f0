// Bytes → text, in blocks that end where a line does. What is not UTF-8 is located; UTF-16 says by its mark what it is.

import type { Bytes } from './bytes.js';
import { fileFault, lineFault } from './fault.js';

export interface Block {
  readonly text: string;
  /** Number of its first line, from 1. */
  readonly line: number;
}

/** A record longer than that is none: a quote is missing somewhere. */
const LONGEST_RECORD = 2 ** 24;

/**
 * Whole lines, each ended by a line feed but perhaps the last.
 * @param isQuoting a line feed between quotes ends no line
 */
export async function* blocksOf(
  bytes: Bytes,
  head: Uint8Array,
  file: string,
  isQuoting: boolean,
): AsyncGenerator<Block> {
  const encoding = encodingOf(head);
  const decoder = new TextDecoder(encoding, { fatal: true });
  let pending = '';
  let line = 1;
  let isOfReturns: boolean | null = null;
  const taken = (more: string): Block | null => {
    let text = more;
    // Lines of old Macintoshes end in a carriage return alone.
    isOfReturns ??= text === '' ? null : text.includes('\r') && !text.includes('\n');
    if (isOfReturns === true) text = text.replaceAll('\r', '\n');
    pending += text;
    const end = lastLineEnd(pending, isQuoting);
    if (end === 0) {
      if (pending.length > LONGEST_RECORD) throw neverClosed(pending, line, file);
      return null;
    }
    const block = { text: pending.slice(0, end), line };
    pending = pending.slice(end);
    line += linesIn(block.text);
    return block;
  };
  for await (const part of bytes) {
    const block = taken(decoded(decoder, part, file, () => line + linesIn(pending)));
    if (block !== null) yield block;
  }
  const block = taken(decoded(decoder, null, file, () => line + linesIn(pending)));
  if (block !== null) yield block;
  if (pending !== '') yield { text: pending, line };
}

function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

function decoded(
  decoder: InstanceType<typeof TextDecoder>,
  part: Uint8Array | null,
  file: string,
  lineOf: () => number,
): string {
  try {
    return part === null ? decoder.decode() : decoder.decode(part, { stream: true });
  } catch {
    const before = new TextDecoder('utf-8').decode(part ?? new Uint8Array(0));
    const at = before.indexOf('\ufffd');
    if (at === -1) throw fileFault('WG624', file, `it is not ${decoder.encoding.toUpperCase()} text`, RECODE);
    const start = before.lastIndexOf('\n', at) + 1;
    const text = before.slice(start, at + 40).split(/\r?\n/, 1)[0]!;
    const number = lineOf() + linesIn(before.slice(0, start));
    throw lineFault('WG624', { file, number, text }, at - start, 1, 'this is not UTF-8 text', RECODE);
  }
}

const RECODE = 'save it as UTF-8: iconv -f latin1 -t utf-8 FILE';

export function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Behind the last line feed that ends a line; 0 where there is none. */
function lastLineEnd(text: string, isQuoting: boolean): number {
  if (!isQuoting || !text.includes('"')) return text.lastIndexOf('\n') + 1;
  let end = 0;
  let open = 0;
  for (;;) {
    const quote = text.indexOf('"', open);
    const until = quote === -1 ? text.length : quote;
    const feed = text.lastIndexOf('\n', until - 1);
    if (feed >= open) end = feed + 1;
    if (quote === -1) return end;
    const close = text.indexOf('"', quote + 1);
    if (close === -1) return end;
    open = close + 1;
  }
}

function neverClosed(pending: string, line: number, file: string) {
  const quote = pending.indexOf('"');
  const start = pending.lastIndexOf('\n', quote) + 1;
  const text = pending.slice(start, start + 200).split('\n', 1)[0]!;
  const number = line + linesIn(pending.slice(0, start));
  return lineFault(
    'WG624',
    { file, number, text },
    quote - start,
    1,
    'this quote is never closed',
    'write a quote in a cell twice: \'""\'',
  );
}
