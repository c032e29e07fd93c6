// The worker: holds the engine and does one call after the other.

import { XzReadableStream } from 'xz-decompress';
import init, * as engine from '../made/engine.js';
import type { Answer, Asked, Call, Calls } from './protocol';

let auditor: engine.Auditor | null = null;
let memory: WebAssembly.Memory | null = null;

function current(): engine.Auditor {
  if (!auditor) throw new Error('no auditor');
  return auditor;
}

async function unpacked(packed: Uint8Array): Promise<ArrayBuffer> {
  const stream = new XzReadableStream(new Blob([packed as BlobPart]).stream());
  return new Response(stream).arrayBuffer();
}

const calls: { [Name in keyof Calls]: (...args: Parameters<Calls[Name]>) => ReturnType<Calls[Name]> | Promise<ReturnType<Calls[Name]>> } = {
  async start(packed) {
    const made = await init({ module_or_path: await unpacked(packed) });
    memory = made.memory;
    return { program: engine.program(), rulesets: JSON.parse(engine.rulesets()) };
  },
  isDocument: (names) => names.map((name) => engine.isDocument(name)),
  auditor(asked: Asked, ledger) {
    const made = new engine.Auditor(JSON.stringify(asked));
    try {
      if (ledger) made.follow(ledger);
    } catch (error) {
      made.free();
      throw error;
    }
    // what is refused leaves the one before with its results
    auditor?.free();
    auditor = made;
    return { warnings: JSON.parse(made.warnings()) };
  },
  facts: (index, path, bytes) => current().facts(index, path, bytes),
  withoutFacts: (index) => current().withoutFacts(index),
  companions: (count) => JSON.parse(current().companions(count)),
  audit: (index, path, bytes, others) => JSON.parse(current().audit(index, path, bytes, others)),
  failed: (index, path, message) => JSON.parse(current().failed(index, path, message)),
  holds: (index) => auditor?.holds(index) ?? false,
  knows: (index) => auditor?.knows(index) ?? false,
  report: (index, format) => current().report(index, format),
  reportBegin: (format) => current().reportBegin(format),
  reportPiece: (index, format) => current().reportPiece(index, format),
  reportBetween: (format) => current().reportBetween(format),
  reportEnd: (format) => current().reportEnd(format),
  indexPage: (files) => current().indexPage(files),
  opinion: (index, kind) => current().opinion(index, kind),
  ledger: () => current().ledger(),
  copy: (index, bytes, ticks) => current().copy(index, bytes, ticks),
  rulesetFiles: (name) => JSON.parse(engine.rulesetFiles(name)),
  ask: (question, files) => JSON.parse(engine.ask(JSON.stringify(question), files)),
  memory: () => memory?.buffer.byteLength ?? 0,
};

async function answer({ id, name, args }: Call): Promise<void> {
  let out: Answer;
  try {
    const value = await (calls[name] as (...args: unknown[]) => unknown)(...args);
    out = { id, value };
  } catch (error) {
    // a trap leaves the engine in a state that nobody knows
    const isDead = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    const why = typeof error === 'string' ? error : error instanceof Error ? error.message : String(error);
    out = isDead ? { id, dead: why } : { id, refused: why };
  }
  const bytes = out.value instanceof Uint8Array ? [out.value.buffer as ArrayBuffer] : [];
  postMessage(out, { transfer: bytes });
}

// one after the other, the first may still wait for the engine
let before: Promise<void> = Promise.resolve();
addEventListener('message', (event: MessageEvent<Call>) => {
  before = before.then(() => answer(event.data));
});
