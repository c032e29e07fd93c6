// The rule files as they stand, for who wants to write them: an editor, what is wrong, how cases go.

import { button, make } from '../dom';
import { RuleEditor } from '../editor';
import type { Mistake, RuleFolder } from '../protocol';
import type { Tried } from './asked';

/** What the editor asks of the desk. */
export interface FilesHost {
  drafts(): RuleFolder[];
  changed(): void;
  runCases(): Promise<Tried>;
}

export class FilesPanel {
  readonly element = make('div', { class: 'panel written' });
  at: [folder: number, file: number] | null = null;
  #editor: RuleEditor;
  #files = make('nav', { class: 'rule-files', 'aria-label': '规则文件' });
  #told = make('div', { class: 'told', role: 'status' });
  #cases = make('div', { class: 'cases', role: 'status' });

  constructor(private host: FilesHost) {
    const field = make('div', { class: 'field' });
    const run = button('运行用例', () => void this.#run(), { id: 'run-cases' });
    this.element.append(this.#files, field, make('p', { class: 'choices' }, run), this.#told, this.#cases);
    this.#editor = new RuleEditor(field, (text) => {
      const file = this.#file();
      if (!file || file[1] === text) return;
      file[1] = text;
      host.changed();
    });
  }

  #file(): [string, string] | undefined {
    return this.at ? this.host.drafts()[this.at[0]]?.files[this.at[1]] : undefined;
  }

  /** Opens a file; the one that is open shows what was written into it meanwhile. */
  open(folder: number, file: number): void {
    this.at = [folder, file];
    this.#editor.show(this.#file()?.[1] ?? '');
    this.#cases.replaceChildren();
    this.#list();
  }

  insert(code: string): void {
    this.#editor.insert(code);
  }

  #list(): void {
    this.#files.replaceChildren(
      ...this.host.drafts().map((folder, at) =>
        make('div', {}, make('h3', {}, folder.name), make('ul', {}, ...folder.files.map(([path], file) =>
          make('li', {}, button(path, () => {
            this.open(at, file);
            this.host.changed();
          }, { 'aria-current': String(this.at?.[0] === at && this.at[1] === file) }))))),
      ),
    );
  }

  /** Shows the mistakes. */
  show(tried: Tried): void {
    const file = this.#file();
    const folder = this.at ? this.host.drafts()[this.at[0]]?.name : undefined;
    this.#editor.mistakes(tried.mistakes.filter((mistake) => file && mistake.file === `${folder}/${file[0]}`));
    const count = tried.rules?.length ?? 0;
    const lines = tried.mistakes.map((mistake) => this.#mistake(mistake));
    this.#told.replaceChildren(make('p', { class: tried.mistakes.length > 0 ? 'bad' : 'good' }, tried.mistakes.length > 0 ? `错误和提醒 ${tried.mistakes.length} 处` : `没有错误：规则、语句、表样等 ${count} 条`), make('ul', {}, ...lines));
  }

  #mistake(mistake: Mistake): HTMLElement {
    const place = mistake.line ? `${mistake.file} 第 ${mistake.line} 行` : mistake.file;
    const words = `${place}：${mistake.message}${mistake.help ? `（${mistake.help}）` : ''}`;
    return make('li', { class: mistake.severity === 'error' ? 'bad' : 'warn' }, button(words, () => this.lead(mistake.file, mistake.line ?? 1), { class: 'link' }));
  }

  /** Leads to a line of a file. */
  lead(path: string, line: number): void {
    for (const [at, folder] of this.host.drafts().entries()) {
      const file = folder.files.findIndex(([inner]) => `${folder.name}/${inner}` === path);
      if (file < 0) continue;
      if (this.at?.[0] !== at || this.at[1] !== file) this.open(at, file);
      this.#editor.go(line);
    }
  }

  async #run(): Promise<void> {
    this.#cases.replaceChildren(make('p', {}, '正在运行用例'));
    const tried = await this.host.runCases();
    this.show(tried);
    const failed = (tried.cases ?? []).filter(({ mistake }) => mistake);
    const sum = tried.cases?.length ?? 0;
    const words = !tried.cases ? '规则有错，没有运行用例' : sum === 0 ? '还没有用例' : failed.length > 0 ? `用例 ${sum} 个，没有通过 ${failed.length} 个` : `用例 ${sum} 个，全部通过`;
    this.#cases.replaceChildren(
      make('p', { class: failed.length > 0 || !tried.cases ? 'bad' : 'good' }, words),
      make('ul', {}, ...failed.map(({ mistake }) => (mistake ? this.#mistake(mistake) : make('li')))),
    );
  }
}
