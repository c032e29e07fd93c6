// What was dropped or chosen: files and folders as documents, and rule files.

import { base, byPath, extension } from './names';

/** A file with its path from the folder on that it was given in. */
export interface GivenFile {
  path: string;
  file: File;
}

/** What a browser may hand over for a thing that was dropped; not all of them have handles. */
type DroppedItem = DataTransferItem & { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> };
type DroppedFolder = FileSystemDirectoryHandle & { values(): AsyncIterable<FileSystemHandle> };

/**
 * Files as they were given, folders walked in order; hidden ones are left out. Entries cannot be read on a page that was
 * opened from disk (EncodingError in Chromium): handles come first, and of a file the file itself.
 */
export async function dropped(items: DataTransferItemList): Promise<GivenFile[]> {
  // all of it is gone when the event is over
  const given = [...items]
    .filter((item) => item.kind === 'file')
    .map((item: DroppedItem) => ({
      handle: item.getAsFileSystemHandle?.().catch(() => null),
      entry: item.webkitGetAsEntry(),
      file: item.getAsFile(),
    }));
  const out: GivenFile[] = [];
  for (const { handle, entry, file } of given) {
    const known = await handle;
    if (known) out.push(...(await opened(known, known.name)));
    else if (entry?.isDirectory) out.push(...(await walked(entry, entry.name)));
    else if (file) out.push({ path: file.name, file });
    else if (entry) out.push(...(await walked(entry, entry.name)));
  }
  return out;
}

async function opened(handle: FileSystemHandle, path: string): Promise<GivenFile[]> {
  if (handle.kind === 'file') return [{ path, file: await (handle as FileSystemFileHandle).getFile() }];
  const inner: FileSystemHandle[] = [];
  for await (const one of (handle as DroppedFolder).values()) if (!one.name.startsWith('.')) inner.push(one);
  inner.sort((a, b) => byPath(a.name, b.name));
  const out: GivenFile[] = [];
  for (const one of inner) out.push(...(await opened(one, `${path}/${one.name}`)));
  return out;
}

/** The same of a field of the page. */
export function chosen(files: FileList): GivenFile[] {
  const list = [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  const isFolder = list.some(({ path }) => path.includes('/'));
  return isFolder ? list.filter(({ path }) => !isHidden(path)).sort((a, b) => byPath(a.path, b.path)) : list;
}

function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.'));
}

async function walked(entry: FileSystemEntry, path: string): Promise<GivenFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inner: FileSystemEntry[] = [];
  for (;;) {
    // a hundred at a time
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    inner.push(...some.filter((one) => !one.name.startsWith('.')));
  }
  inner.sort((a, b) => byPath(a.name, b.name));
  const out: GivenFile[] = [];
  for (const one of inner) out.push(...(await walked(one, `${path}/${one.name}`)));
  return out;
}

/** Whether a file is one of rules by its name. */
export function isRule(path: string): boolean {
  return ['.toml', '.rhai'].includes(extension(path).toLowerCase());
}

/** The text of a rule file: UTF-8, or GB18030 as Chinese Windows writes it. */
export async function text(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const mark = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  if (mark === 0xfffe || mark === 0xfeff) return new TextDecoder(mark === 0xfffe ? 'utf-16le' : 'utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** Hands a file to the user. */
export function save(name: string, parts: BlobPart[], type = 'application/octet-stream'): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(parts, { type }));
  link.download = base(name);
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
