// The second core: a thread that prints chunks of long lines while this one does, from the last to the first, until they
// meet. What it is not there for, or does not get done, is printed here.

import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { SecondCore } from '../../emit/js/line/chunk-printer.js';
import type { ChunkSource } from '../../emit/js/line/chunks.js';
import type { PrintedChunk } from '../../emit/js/print/print.js';

/** What the thread is sent. */
export interface Job {
  readonly id: number;
  readonly source: ChunkSource;
  readonly level: number;
  /** For each chunk 1 once a thread has taken it; shared. */
  readonly taken: Int32Array;
  /** How many the other thread has sent; shared. */
  readonly sent: Int32Array;
}

/** In place of how many it has sent, where it has failed. */
export const FAILED = -1;

/** What it sends back. */
export interface Answer {
  readonly id: number;
  readonly chunk: number;
  readonly printed: PrintedChunk;
}

/** Fewer are printed before a thread has started. */
const LEAST_CHUNKS = 60;

/** Milliseconds after which a thread that owes a chunk is taken for dead. */
const PATIENCE = 10_000;

const THREAD = new URL('./chunk-thread.js', import.meta.url);

/**
 * @param least fewest chunks of a line that are shared
 * @param program what the thread runs
 * @param patience milliseconds to wait for a chunk
 */
export function createSecondCore(
  least = LEAST_CHUNKS,
  program = THREAD,
  patience = PATIENCE,
): SecondCore & { end(): void } {
  let thread: { readonly worker: Worker; readonly port: MessagePort } | null = null;
  let isRefused = false;
  let jobs = 0;
  return {
    share(source, count, level) {
      if (isRefused || count < least || availableParallelism() < 2 || !existsSync(program)) return null;
      const id = jobs++;
      const shared = (length: number) => new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
      const [taken, sent] = [shared(count), shared(1)];
      const job: Job = { id, source: sendable(source), level, taken, sent };
      try {
        thread ??= startThread(program);
        thread.port.postMessage(job);
      } catch {
        // Node can be told to start none.
        isRefused = true;
        return null;
      }
      const { port } = thread;
      const printed = new Map<number, PrintedChunk>();
      let isDead = false;
      const receive = (): void => {
        for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) {
          const answer: Answer = got.message;
          if (answer.id === id) printed.set(answer.chunk, answer.printed);
        }
      };
      return chunk => {
        if (Atomics.compareExchange(taken, chunk, 0, 1) === 0) return null;
        for (;;) {
          const before = Atomics.load(sent, 0);
          isDead ||= before === FAILED;
          receive();
          const found = printed.get(chunk);
          printed.delete(chunk);
          if (found !== undefined) return found;
          if (isDead) return null;
          isDead = Atomics.wait(sent, 0, before, patience) === 'timed-out';
        }
      };
    },
    end() {
      void thread?.worker.terminate();
      thread = null;
    },
  };
}

function startThread(program: URL) {
  const { port1: port, port2 } = new MessageChannel();
  const worker = new Worker(program, { workerData: port2, transferList: [port2] });
  // Its chunks are then made here.
  worker.on('error', () => undefined);
  worker.unref();
  port.unref();
  return { worker, port };
}

/** Without what making chunks does not need. */
function sendable(source: ChunkSource): ChunkSource {
  const { line } = source;
  const graph = { ...line.graph, buckets: new Int32Array(), constantIndex: new Map<number | string, number>() };
  return { ...source, line: { ...line, blocks: [], graph } };
}
