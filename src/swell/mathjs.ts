// mathjs's `derivative`, run where it can be stopped. mathjs is no part of the package: it is the user's own, if there is one.

import { once } from 'node:events';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ByClass } from '../schedule/count.js';

export interface Statement {
  /** Null for an expression that is the result. */
  readonly name: string | null;
  readonly text: string;
}

export interface Job {
  readonly statements: readonly Statement[];
  readonly variables: readonly string[];
  readonly orders: number;
  readonly simplify: boolean;
  readonly point: Readonly<Record<string, number>>;
}

/** What mathjs makes of one order. */
export interface Symbolic {
  /** Operations of the derivative, and its distinct subexpressions. */
  readonly tree: number;
  readonly nodes: number;
  /** Of formula and derivative. */
  readonly operations: number;
  readonly byClass: ByClass;
  readonly bytes: number;
  readonly milliseconds: number;
  readonly nanoseconds: number | null;
  readonly derivativeNanoseconds: number | null;
}

/** Results by order, up to where it was stopped, and why. */
export interface Answer {
  readonly orders: readonly Symbolic[];
  readonly stopped: string | null;
}

export interface Symbolist {
  ask(job: Job): Promise<Answer>;
  close(): Promise<void>;
}

/** Memory of the worker; beyond it the job is stopped. */
const MEGABYTES = 1024;

/** As one file, which loads in a tenth of the time that its modules take. */
const MATHJS = 'mathjs/lib/browser/math.js';

/** Beside wengert, or in the project that it is run in; null where there is none. */
function findMathjs(directory: string): string | null {
  try {
    return createRequire(import.meta.url).resolve(MATHJS, { paths: [import.meta.dirname, directory] });
  } catch {
    return null;
  }
}

/**
 * @param seconds allowed for each order of a job.
 * @returns null where mathjs is not installed.
 */
export function createSymbolist(seconds: number, directory: string): Symbolist | null {
  const mathjs = findMathjs(directory);
  if (mathjs === null) return null;
  let worker: Worker | null = null;
  let id = 0;
  const close = async (): Promise<void> => {
    const old = worker;
    worker = null;
    await old?.terminate();
  };
  return {
    close,
    async ask(job) {
      id++;
      // Beside this file in the sources, beside the bundle when built.
      if (worker === null) {
        worker = new Worker(new URL('./mathjs-worker.js', import.meta.url), {
          workerData: pathToFileURL(mathjs).href,
          resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
        });
        // mathjs itself takes some time to load, which is not derivation.
        const failure = await once(worker, 'message').then(() => null, messageOf);
        if (failure !== null) {
          await close();
          return { orders: [], stopped: failure };
        }
      }
      const answer = await converse(worker, { ...job, id }, seconds);
      if (answer.stopped !== null) await close();
      return answer;
    },
  };
}

function converse(worker: Worker, job: Job & { id: number }, seconds: number): Promise<Answer> {
  return new Promise(resolve => {
    const orders: Symbolic[] = [];
    let timer: NodeJS.Timeout;
    const finish = (stopped: string | null): void => {
      clearTimeout(timer);
      worker.off('error', onError).off('exit', onExit).off('message', onMessage);
      resolve({ orders, stopped });
    };
    const onError = (error: Error): void => finish(isOutOfMemory(error) ? `more than ${MEGABYTES} MB` : error.message);
    const onExit = (): void => finish('the worker ended');
    const onMessage = (message: Symbolic & { id: number; failure?: string }): void => {
      if (message.id !== job.id) return;
      if (message.failure !== undefined) return finish(message.failure);
      orders.push(message);
      if (orders.length === job.orders) finish(null);
      else restart();
    };
    const restart = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => finish(`stopped after ${seconds} s`), 1000 * seconds);
    };
    worker.on('error', onError).on('exit', onExit).on('message', onMessage);
    worker.postMessage(job);
    restart();
  });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const isOutOfMemory = (error: NodeJS.ErrnoException): boolean => error.code === 'ERR_WORKER_OUT_OF_MEMORY';
