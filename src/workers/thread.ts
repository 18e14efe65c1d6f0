// One thread, in Node and in pages: both are handed code as text, so that nothing but the formula's own module is loaded there.

/** What a thread answers: plain data. */
type Reply = { readonly answer: unknown } | { readonly error: Thrown };

/** What a thread throws: its own fields are plain data. */
interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly fields: object;
}

export interface Thread {
  /** One message at a time. @throws what the thread throws, by name and message; an Error where it has ended */
  ask(kind: string, of: unknown): Promise<unknown>;
  end(): void;
}

/** What both kinds of worker come to. */
interface Port {
  post(message: unknown): void;
  onMessage(receive: (reply: Reply) => void): void;
  onFailure(receive: (message: string) => void): void;
  /** Whether the process waits for it. */
  hold(isHeld: boolean): void;
  end(): void;
}

/** @param code that leaves a function `answered` of a message, for its reply */
export function startThread(code: string): Thread {
  const port = nodePort(code) ?? pagePort(code);
  let settle: { resolve(of: unknown): void; reject(error: Error): void } | null = null;
  /** Why nothing more can be asked. */
  let ended: string | null = null;
  const finish = (): typeof settle => {
    const waiting = settle;
    settle = null;
    port.hold(false);
    return waiting;
  };
  const fail = (message: string): void => {
    ended ??= message;
    finish()?.reject(new Error(ended));
  };
  port.onMessage(reply => {
    const waiting = finish();
    if (!('error' in reply)) waiting?.resolve(reply.answer);
    else waiting?.reject(named(reply.error));
  });
  port.onFailure(fail);
  port.hold(false);
  return {
    ask: (kind, of) =>
      new Promise((resolve, reject) => {
        if (ended !== null) {
          reject(new Error(ended));
          return;
        }
        settle = { resolve, reject };
        port.hold(true);
        port.post({ kind, of });
      }),
    end() {
      fail('the threads are closed');
      port.end();
    },
  };
}

/** An error as the thread threw it: of the class that its name says, where that is one of the language's. */
function named({ name, message, fields }: Thrown): Error {
  if (name === 'TypeError') return new TypeError(message);
  if (name === 'RangeError') return new RangeError(message);
  return Object.assign(new Error(message), fields, { name });
}

function nodePort(code: string): Port | null {
  // Not imported: pages have no such module, and bundlers for them would look for it.
  const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  if (threads === undefined) return null;
  const receiving = `const { parentPort } = require('node:worker_threads');
parentPort.on('message', message => parentPort.postMessage(answered(message)));`;
  const worker = new threads.Worker(`${code}\n${receiving}`, { eval: true });
  return {
    post: message => worker.postMessage(message),
    onMessage: receive => worker.on('message', receive),
    onFailure(receive) {
      worker.on('error', error => receive(error instanceof Error ? error.message : String(error)));
      worker.on('exit', () => receive('a thread has ended'));
    },
    hold: isHeld => (isHeld ? worker.ref() : worker.unref()),
    end: () => void worker.terminate(),
  };
}

/** What there is of workers in pages, whose types this library does without. */
interface PageWorker {
  postMessage(message: unknown): void;
  addEventListener(kind: string, receive: (event: { data: Reply; message?: string }) => void): void;
  terminate(): void;
}

function pagePort(code: string): Port {
  const { Worker } = globalThis as unknown as { Worker: new (url: string) => PageWorker };
  const text = `${code}\nonmessage = ({ data }) => postMessage(answered(data));`;
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const worker = new Worker(url);
  return {
    post: message => worker.postMessage(message),
    onMessage: receive => worker.addEventListener('message', ({ data }) => receive(data)),
    onFailure: receive =>
      worker.addEventListener('error', ({ message }) =>
        receive(message ?? 'this page forbids workers from its own text'),
      ),
    hold: () => undefined,
    end() {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}

/** Cores of the machine. */
export function coreCount(): number {
  const os = globalThis.process?.getBuiltinModule?.('node:os');
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  return os?.availableParallelism() ?? navigator?.hardwareConcurrency ?? 1;
}
