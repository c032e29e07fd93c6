// A run: documents, the rules that they go by, and what came of each. All that the worker forgets, or loses when it is ended, is made
// again when it is asked for.

import { AGAIN, EngineClient, EngineLost } from './client';
import type { GivenFile } from './files';
import type { Asked, Mistake, Other, Summary } from './protocol';

export interface RunDocument extends GivenFile {
  index: number;
  summary: Summary | null;
  /** Why it brought the engine down: it is not tried again under the same rules. */
  lost: string | null;
  /** Milliseconds of the audit. */
  took: number;
}

/** The engine takes no larger file: it need not be read to be refused. */
const LARGEST = 64 << 20;
const LOST = '审核这份文件时程序出错，没有结果；其他文件不受影响';
const LATE = '审核这份文件用时过长，已经停下；请拆分后再试，或者使用命令行程序';

export class Run {
  documents: RunDocument[] = [];
  asked: Asked;
  ledger: Uint8Array | null = null;
  warnings: Mistake[] = [];
  #companions: [name: string, index: number][][] = [];
  #known: number[] = [];
  /** The worker that was told of the rules, and of the facts of documents. */
  #told = -1;
  #stopped = false;

  constructor(private engine: EngineClient, asked: Asked) {
    this.asked = asked;
  }

  /** Adds files; two of one path are told apart. */
  add(files: GivenFile[]): void {
    const paths = new Set(this.documents.map(({ path }) => path));
    for (const { path, file } of files) {
      const same = this.documents.find((one) => one.path === path);
      if (same && same.file.size === file.size && same.file.lastModified === file.lastModified) continue;
      let free = path;
      for (let number = 2; paths.has(free); number++) free = path.replace(/(\.[^./]*)?$/, ` (${number})$1`);
      paths.add(free);
      this.documents.push({ path: free, file, index: this.documents.length, summary: null, lost: tooLarge(file), took: 0 });
    }
  }

  /** Changes the rules: all documents are audited anew. Rules or a ledger that cannot be used are thrown, and all stays as it was. */
  async change(asked: Asked, ledger: Uint8Array | null): Promise<void> {
    const { warnings } = await this.engine.call('auditor', asked, ledger);
    this.asked = asked;
    this.ledger = ledger;
    this.warnings = warnings;
    this.#told = this.engine.generation;
    this.#known = [];
    this.#companions = [];
    for (const document of this.documents) Object.assign(document, { summary: null, lost: tooLarge(document.file) });
  }

  /** Breaks off. */
  stop(): void {
    this.#stopped = true;
    this.engine.stop('stopped');
  }

  /** Audits what was not audited yet; `tell` hears of each document before and after. */
  async audit(tell: (document: RunDocument, done: number) => void): Promise<void> {
    this.#stopped = false;
    const before = this.#companions;
    if (this.documents.length > 1) await this.#meet();
    this.documents.forEach((document, at) => {
      if (JSON.stringify(before[at] ?? []) !== JSON.stringify(this.#companions[at] ?? [])) document.summary = null;
    });
    for (const document of this.documents) {
      if (this.#stopped) return;
      if (document.summary) continue;
      const done = () => this.documents.filter(({ summary }) => summary).length;
      tell(document, done());
      await this.#one(document);
      if (!this.#stopped) tell(document, done());
    }
  }

  /** A call that needs the whole audit of a document. */
  async with<Value>(index: number, call: () => Promise<Value>): Promise<Value> {
    await this.#ready();
    const document = this.documents[index];
    if (document && !(await this.engine.call('holds', index))) await this.#one(document);
    return call();
  }

  /** A call that needs something of all documents. */
  async withAll<Value>(call: () => Promise<Value>): Promise<Value> {
    await this.#ready();
    for (const document of this.documents) {
      if (document.summary && !(await this.engine.call('knows', document.index))) await this.#one(document);
    }
    return call();
  }

  /** Tells the worker of the rules; mistakes in them are thrown. */
  async #ready(): Promise<void> {
    if (this.#told === this.engine.generation) return;
    const { warnings } = await this.engine.call('auditor', this.asked, this.ledger);
    this.warnings = warnings;
    this.#told = this.engine.generation;
    this.#known = [];
  }

  /** Finds which documents stand beside which. */
  async #meet(): Promise<void> {
    for (const { index, path, file, lost } of this.documents) {
      if (this.#stopped) return;
      await this.#ready();
      if (this.#known.includes(index)) continue;
      try {
        if (lost) await this.engine.call('withoutFacts', index);
        else await this.engine.call('facts', index, path, new Uint8Array(await file.arrayBuffer()));
        this.#known.push(index);
      } catch (error) {
        if (this.#stopped) return;
        if (!(error instanceof EngineLost)) throw error;
        const document = this.documents[index];
        if (document) document.lost = why(error);
        return this.#meet();
      }
    }
    if (this.#stopped) return;
    this.#companions = await this.engine.call('companions', this.documents.length);
  }

  async #one(document: RunDocument): Promise<void> {
    const { index, path, file } = document;
    await this.#ready();
    if (!document.lost) {
      try {
        const bytes = new Uint8Array(await file.arrayBuffer());
        const others: Other[] = [];
        for (const [name, at] of this.#companions[index] ?? []) {
          const other = this.documents[at];
          if (other) others.push([name, at, other.path, new Uint8Array(await other.file.arrayBuffer())]);
        }
        const start = performance.now();
        document.summary = await this.engine.call('audit', index, path, bytes, others);
        document.took = performance.now() - start;
        return;
      } catch (error) {
        if (this.#stopped) return;
        if (error instanceof EngineLost && error.message === AGAIN) return this.#one(document);
        document.lost = error instanceof EngineLost ? why(error) : '文件打不开：可能已经移动、改名或删除；请重新添加';
        await this.#ready();
      }
    }
    document.summary = await this.engine.call('failed', index, path, document.lost);
  }
}

function tooLarge({ size }: File): string | null {
  return size > LARGEST ? `文件有 ${size >> 20} MiB，最多 ${LARGEST >> 20} MiB：请拆分后再试，或者使用命令行程序` : null;
}

function why(error: Error): string {
  return error.message === 'timeout' ? LATE : LOST;
}
