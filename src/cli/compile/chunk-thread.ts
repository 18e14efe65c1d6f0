// The thread of second-core.ts: Node runs it on its own.

import { type MessagePort, workerData } from 'node:worker_threads';
import { chunkPrinter } from '../../emit/js/line/chunk-printer.js';
import { type Answer, FAILED, type Job } from './second-core.js';
import '../../special.js';

const port = workerData as MessagePort;

port.on('message', ({ id, source, level, taken, sent }: Job) => {
  try {
    const printer = chunkPrinter(source, level);
    for (let chunk = printer.count - 1; chunk >= 0; chunk--) {
      if (Atomics.compareExchange(taken, chunk, 0, 1) !== 0) return;
      const answer: Answer = { id, chunk, printed: printer.print(chunk) };
      port.postMessage(answer);
      Atomics.add(sent, 0, 1);
      Atomics.notify(sent, 0);
    }
  } catch {
    // The other thread may be waiting for it, and says what is wrong when it comes to the same chunk.
    Atomics.store(sent, 0, FAILED);
    Atomics.notify(sent, 0);
  }
});
