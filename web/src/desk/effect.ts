// What rules change of the findings of the documents: beside what is written, and before it is used.

import { button, make } from '../dom';
import type { Asked, Mistake } from '../protocol';
import type { RunDocument } from '../run';
import type { DeskFile, Effect, FindingLine, Refused } from './asked';
import { words } from './host';

/** Asks what rules change of the findings of documents. */
export type AskEffect = (before: Asked, after: Asked, files: DeskFile[]) => Promise<{ documents?: Effect[] } & Refused>;

/** So many documents are tried while somebody writes, and before rules are used. */
export const WHILE_WRITING = 3;
const BEFORE_USE = 60;
/** Documents that are asked about at a time: the page can say how far it is. */
const AT_A_TIME = 12;

/** `多 2，少 1`. */
export function sums(all: Effect[]): string {
  const count = (of: (one: Effect) => FindingLine[] | undefined) => all.reduce((sum, one) => sum + (of(one)?.length ?? 0), 0);
  const [came, went, changed] = [count((one) => one.came), count((one) => one.went), count((one) => one.changed)];
  if (came + went + changed === 0) return '问题没有变化';
  return `多 ${came} 处，少 ${went} 处${changed > 0 ? `，级别变了 ${changed} 处` : ''}`;
}

/** One document's changes. */
export function changes(one: Effect, most: number): HTMLElement[] {
  if (one.error) return [make('h3', {}, one.path), make('p', { class: 'warn' }, one.error)];
  const list = (lines: FindingLine[], word: string, look: string) => {
    const more = lines.length > most ? [make('li', { class: 'soft' }, `……还有 ${lines.length - most} 处`)] : [];
    return [...lines.slice(0, most).map((line) => make('li', { class: look }, `${word} ${line.headline}`)), ...more];
  };
  const isSame = one.came.length + one.went.length + one.changed.length === 0;
  return [
    make('h3', {}, one.path),
    make('p', {}, isSame ? `问题 ${one.after} 处，没有变化` : `问题 ${one.before} 处 → ${one.after} 处`),
    make('ul', {}, ...list(one.came, '多', 'bad'), ...list(one.went, '少', 'good'), ...list(one.changed, '级别变了', 'warn')),
  ];
}

/** The bytes of documents, with the paths that they go by. */
export async function filesOf(documents: RunDocument[]): Promise<DeskFile[]> {
  const files: DeskFile[] = [];
  for (const { path, file } of documents) files.push([path, new Uint8Array(await file.arrayBuffer())]);
  return files;
}

/** Asks, with what changes on all documents before the eyes, whether rules are to be used. */
export async function confirmed(before: Asked, after: Asked, documents: RunDocument[], ask: AskEffect): Promise<boolean> {
  const told = make('div', { class: 'effect-list', tabindex: '0', role: 'region', 'aria-label': '变化' });
  const sum = make('p', { class: 'sum', role: 'status' });
  const dialog = make('dialog', { class: 'confirm', 'aria-labelledby': 'confirm-title' }) as HTMLDialogElement;
  let isWanted = false;
  const end = (wanted: boolean) => () => {
    isWanted = wanted;
    dialog.close();
  };
  const use = button('就用这些规则审核', end(true), { class: 'main', id: 'confirm-use', disabled: '' }) as HTMLButtonElement;
  dialog.append(make('h2', { id: 'confirm-title' }, '用上这些规则，问题会有这些变化'), sum, told, make('p', { class: 'choices' }, use, button('先不用，再改改', end(false))));
  async function fill(): Promise<void> {
    const some = documents.slice(0, BEFORE_USE);
    const all: Effect[] = [];
    let wrong: Mistake[] = [];
    let isStopped = false;
    if (some.length === 0) sum.textContent = '还没有放入文件：用上以后，再放入的文件都按这些规则审核';
    for (let at = 0; at < some.length && dialog.isConnected; at += AT_A_TIME) {
      sum.textContent = `正在比较第 ${at + 1} 份，共 ${some.length} 份`;
      const files = filesOf(some.slice(at, at + AT_A_TIME));
      const { documents: more, mistakes = [] }: Awaited<ReturnType<AskEffect>> = await files.then((given) => ask(before, after, given)).catch(() => ({}));
      wrong = mistakes;
      isStopped = !more;
      if (!more) break;
      all.push(...more);
      told.replaceChildren(...all.flatMap((one) => changes(one, 8)));
    }
    if (wrong.length > 0) {
      sum.textContent = '规则有错，改好以后才能用';
      told.replaceChildren(make('ul', {}, ...words(wrong).map((one) => make('li', { class: 'bad' }, one))));
      return;
    }
    const rest = isStopped ? '（没有比较完：审核程序出错或停下了）' : documents.length > some.length ? `（只比较了前 ${some.length} 份）` : '';
    if (some.length > 0) sum.textContent = `${all.length} 份文件：${all.length > 0 ? sums(all) : ''}${rest}`;
    use.disabled = false;
    use.focus();
  }
  document.body.append(dialog);
  dialog.showModal();
  void fill();
  await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  dialog.remove();
  return isWanted;
}
