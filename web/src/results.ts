// What can be taken home: the results of a document, and those of a run.

import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { EngineClient } from './client';
import { save } from './files';
import { extension, FreeNames, stem } from './names';
import type { Run, RunDocument } from './run';

/** Copies of these come back as workbooks of today. */
const OLD = ['.xls', '.ods'];

/** What a result is called behind the name of its document, and its extension. */
const ENDINGS: Record<string, [behind: string, ending: string]> = {
  html: ['', '.gouji.html'],
  csv: ['', '.gouji.csv'],
  json: ['', '.gouji.json'],
  jsonl: ['', '.gouji.jsonl'],
  'opinion-docx': ['-审核意见', '.gouji.docx'],
  'opinion-html': ['-审核意见', '.gouji.html'],
};

export class Results {
  constructor(private engine: EngineClient, private run: Run) {}

  /** A result of a document as bytes. */
  async of({ index, file }: RunDocument, kind: string): Promise<Uint8Array> {
    const { engine, run } = this;
    if (kind === 'copy') {
      const bytes = new Uint8Array(await file.arrayBuffer());
      return run.with(index, () => engine.call('copy', index, bytes, false));
    }
    if (kind.startsWith('opinion-')) return run.with(index, () => engine.call('opinion', index, kind.slice(8)));
    return run.with(index, () => engine.call('report', index, kind));
  }

  /** Hands a result of a document over. */
  async take(document: RunDocument, kind: string): Promise<void> {
    const bytes = await this.of(document, kind);
    const [name, ending] = called(document.path, kind);
    save(`${name}${ending}`, [bytes as BlobPart]);
  }

  /** Hands a result of the run over. */
  async takeAll(kind: string, tell: (text: string) => void): Promise<void> {
    const { engine, run } = this;
    if (kind === 'zip') save('勾稽审核结果.zip', await this.#packed(tell), 'application/zip');
    else if (kind === 'ledger') save('整改台账.xlsx', [(await run.withAll(() => engine.call('ledger'))) as BlobPart]);
    else if (kind.startsWith('opinion-')) {
      const bytes = await run.withAll(() => engine.call('opinion', null, kind.slice(8)));
      save(`审核意见.${kind.slice(8)}`, [bytes as BlobPart]);
    } else save(`勾稽审核结果.${kind}`, await this.#report(kind, tell));
  }

  /** One report on all documents, as the program writes it of them in one run. */
  async #report(format: string, tell: (text: string) => void): Promise<BlobPart[]> {
    const { engine, run } = this;
    const parts: BlobPart[] = [(await run.withAll(() => engine.call('reportBegin', format))) as BlobPart];
    for (const { index } of run.documents) {
      tell(`正在生成第 ${index + 1} 份`);
      if (index > 0) parts.push((await engine.call('reportBetween', format)) as BlobPart);
      parts.push((await run.with(index, () => engine.call('reportPiece', index, format))) as BlobPart);
    }
    parts.push((await run.withAll(() => engine.call('reportEnd', format))) as BlobPart);
    return parts;
  }

  /** Pages, papers and copies of all documents with the ledger. */
  async #packed(tell: (text: string) => void): Promise<BlobPart[]> {
    const parts: BlobPart[] = [];
    const zip = new Zip((error, chunk) => {
      if (error) throw error;
      parts.push(chunk as BlobPart);
    });
    const put = (name: string, bytes: Uint8Array) => {
      const isPacked = /\.(docx|xlsx|pdf)$/i.test(name);
      const entry = isPacked ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
      zip.add(entry);
      entry.push(bytes, true);
    };
    const { engine, run } = this;
    const names = new FreeNames();
    const index = names.of('index', '.gouji.html');
    const pages: string[] = [];
    for (const document of run.documents) {
      tell(`正在打包第 ${document.index + 1} 份，共 ${run.documents.length} 份`);
      const page = names.of(stem(document.path), '.gouji.html');
      pages.push(page);
      put(page, await this.of(document, 'html'));
      const [paper, ending] = called(document.path, 'opinion-docx');
      put(`审核意见/${names.of(paper, ending)}`, await this.of(document, 'opinion-docx'));
      const [copy, kind] = called(document.path, 'copy');
      const bytes = await this.of(document, 'copy').catch(() => null);
      // what cannot carry notes has its page
      if (bytes) put(`批注副本/${names.of(copy, kind)}`, bytes);
    }
    put(index, await run.withAll(() => engine.call('indexPage', pages)));
    put('整改台账.xlsx', await run.withAll(() => engine.call('ledger')));
    if (run.documents.length > 1) put('审核意见/汇总.docx', await run.withAll(() => engine.call('opinion', null, 'docx')));
    zip.end();
    return parts;
  }
}

/** What a result is called: the name of its document with something behind it, and the ending. */
function called(path: string, kind: string): [name: string, ending: string] {
  if (kind !== 'copy') {
    const [behind, ending] = ENDINGS[kind] ?? ['', `.gouji.${kind}`];
    return [`${stem(path)}${behind}`, ending];
  }
  const own = extension(path);
  return [stem(path), `.gouji${OLD.includes(own.toLowerCase()) ? '.xlsx' : own}`];
}
