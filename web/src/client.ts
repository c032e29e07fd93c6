// The worker as the page sees it: calls with answers. One that is gone, or that takes too long, is ended and another one started.

import type { Answer, Calls } from './protocol';
import workerCode from 'virtual:worker';

/** That the engine was lost with a call, and why. */
export class EngineLost extends Error {}

/** That the engine refused: a text, of rule files their mistakes as JSON. */
export class EngineRefused extends Error {}

/** What a lost call says that another one is to blame for. */
export const AGAIN = 'again';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  timer: number;
}

/** Longer than any document that the limits let in should take, in milliseconds. */
const LIMIT = 300_000;

export class EngineClient {
  /** Counts the workers: what was told to one that is gone must be told again. */
  generation = 0;
  program = '';
  #worker: Worker | null = null;
  #waiting = new Map<number, Waiting>();
  #next = 0;
  #url = URL.createObjectURL(new Blob([workerCode], { type: 'text/javascript' }));

  constructor(private packed: Uint8Array) {}

  /** Does a call in the worker. */
  async call<Name extends keyof Calls>(name: Name, ...args: Parameters<Calls[Name]>): Promise<ReturnType<Calls[Name]>> {
    if (!this.#worker) this.#start();
    return this.#send(name, args) as Promise<ReturnType<Calls[Name]>>;
  }

  /** Ends the worker with all that it is at. Where one call is to blame, the others may be made again. */
  stop(why: string, guilty?: number): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.generation += 1;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [id, one] of waiting) {
      clearTimeout(one.timer);
      one.reject(new EngineLost(guilty === undefined || guilty === id ? why : AGAIN));
    }
  }

  #start(): void {
    const worker = new Worker(this.#url);
    this.#worker = worker;
    worker.onmessage = (event: MessageEvent<Answer>) => {
      const { id, value, refused, dead } = event.data;
      const waiting = this.#waiting.get(id);
      if (!waiting) return;
      if (dead !== undefined) {
        this.stop(dead, id);
        return;
      }
      this.#waiting.delete(id);
      clearTimeout(waiting.timer);
      if (refused === undefined) waiting.resolve(value);
      else waiting.reject(new EngineRefused(refused));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.#worker === worker) this.stop(event.message || 'worker');
    };
    // an engine that does not start refuses whatever is asked next, too
    this.#send('start', [this.packed]).catch(() => undefined);
  }

  #send(name: keyof Calls, args: unknown[]): Promise<unknown> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      const timer = window.setTimeout(() => this.stop('timeout', id), LIMIT);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#worker?.postMessage({ id, name, args });
    });
  }
}
