// The bytes of a file or of standard input, unzipped where they are zipped: by what they are, not by how the file is called.

import { createReadStream, statSync } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { fileFault } from './fault.js';

export type Bytes = AsyncIterable<Uint8Array>;

/** A part of a file that is read at once. */
const PART = 2 ** 18;

export interface Opened {
  /** As many as the first part has, to see what it is. */
  readonly head: Uint8Array;
  readonly bytes: Bytes;
  readonly isZipped: boolean;
  /** Lets go of bytes that nobody has begun to read. */
  discard(): Promise<void>;
}

/** @param file null for standard input */
export async function opened(shown: string, file: string | null, input: () => Bytes): Promise<Opened> {
  const raw = file === null ? input() : fileBytes(file, shown);
  const first = await peeked(raw);
  if (!isGzip(first.head)) return { ...first, isZipped: false };
  const unzipped = await peeked(gunzipped(first.bytes, shown));
  return { ...unzipped, isZipped: true };
}

const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

function fileBytes(file: string, shown: string): Bytes {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw fileFault('WG605', shown, 'it is a directory', 'name one file');
  return failing(createReadStream(file, { highWaterMark: PART }), error =>
    fileFault('WG605', shown, `cannot read it: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`),
  );
}

function gunzipped(bytes: Bytes, shown: string): Bytes {
  // What goes wrong is thrown to whoever reads; whoever stops reading stops the source too.
  const unzipping = pipeline(
    Readable.from(bytes, { objectMode: false }),
    createGunzip({ chunkSize: PART }),
    () => undefined,
  );
  return failing(unzipping, error =>
    fileFault(
      'WG624',
      shown,
      `it cannot be unzipped: ${(error as Error).message}`,
      'it may have been cut off; copy it again',
    ),
  );
}

async function* failing(
  stream: AsyncIterable<Uint8Array>,
  fault: (error: unknown) => Error,
): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } catch (error) {
    throw fault(error);
  }
}

/** A first part of some length, and everything again. */
async function peeked(bytes: Bytes): Promise<Omit<Opened, 'isZipped'>> {
  const iterator = bytes[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < 4096) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    head = head.length === 0 ? value : Buffer.concat([head, value]);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      if (head.length > 0) yield head;
      for (;;) {
        const { value, done } = await iterator.next();
        if (done === true) return;
        yield value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { head, bytes: all(), discard: async () => void (await iterator.return?.()) };
}
