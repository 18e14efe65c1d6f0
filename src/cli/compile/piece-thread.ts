// The thread of second-core.ts: Node runs it on its own.

import { type MessagePort, workerData } from 'node:worker_threads';
import { piecePrinter } from '../../emit/js/helper.js';
import { type Answer, FAILED, type Job } from './second-core.js';
import '../../special.js';

const port = workerData as MessagePort;

port.on('message', ({ id, source, level, taken, sent }: Job) => {
  try {
    const printer = piecePrinter(source, level);
    for (let piece = printer.count - 1; piece >= 0; piece--) {
      if (Atomics.compareExchange(taken, piece, 0, 1) !== 0) return;
      const answer: Answer = { id, piece, printed: printer.print(piece) };
      port.postMessage(answer);
      Atomics.add(sent, 0, 1);
      Atomics.notify(sent, 0);
    }
  } catch {
    // The other thread may be waiting for it, and says what is wrong when it comes to the same piece.
    Atomics.store(sent, 0, FAILED);
    Atomics.notify(sent, 0);
  }
});
