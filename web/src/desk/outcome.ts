// What a text would do if it were added: its mistakes, how its rules end in the document, and the text itself.

import { button, make } from '../dom';
import type { Tried } from './asked';
import { AskRefused, type Desk, later, words } from './host';

export class Outcome {
  readonly element = make('section', { class: 'outcome', 'aria-label': '写出来的规则' });
  #told = make('div', { role: 'status' });
  #text = make('pre', { tabindex: '0', 'aria-label': '规则的写法' });
  #write: HTMLButtonElement;
  #turn = 0;
  #now: { text: string; file: string | null } | null = null;
  #again = later(() => this.#try());
  #making: (() => Promise<{ text: string; file: string | null }>) | null = null;

  /** `written`: what was written, and where the desk goes then. */
  constructor(private desk: Desk, written: (text: string) => Promise<void>) {
    this.#write = button('写入我的规则', () => {
      const { text, file } = this.#now ?? { text: '', file: null };
      if (!text) return;
      this.#write.disabled = true;
      void desk.write(text, file).then(() => written(text));
    }, { class: 'main' }) as HTMLButtonElement;
    this.element.append(this.#told, make('p', { class: 'choices' }, this.#write), make('details', {}, make('summary', {}, '写出来的样子（TOML）'), this.#text));
    this.tell('');
  }

  /** Says what is missing; nothing can be written. */
  tell(what: string): void {
    this.#turn += 1;
    this.#now = null;
    this.#making = null;
    this.element.removeAttribute('aria-busy');
    this.#write.disabled = true;
    this.#text.textContent = '';
    this.#told.replaceChildren(...(what ? [make('p', { class: 'soft' }, what)] : []));
  }

  /** Tries what is being made, when nothing more is typed for a moment. */
  make(making: () => Promise<{ text: string; file: string | null }>): void {
    this.#making = making;
    this.#turn += 1;
    if (!this.#text.textContent) this.#told.replaceChildren(make('p', { class: 'soft' }, '正在试……'));
    this.#write.disabled = true;
    this.element.setAttribute('aria-busy', 'true');
    this.#again();
  }

  async #try(): Promise<void> {
    // something is missing meanwhile
    if (!this.#making) return;
    const turn = ++this.#turn;
    try {
      const made = await this.#making();
      if (turn !== this.#turn) return;
      this.#text.textContent = made.text.trim();
      const { mistakes, look } = await this.desk.trial(made.text, made.file);
      if (turn !== this.#turn) return;
      const wrong = words(mistakes);
      this.element.removeAttribute('aria-busy');
      if (wrong.length > 0) {
        this.#told.replaceChildren(...wrong.slice(0, 3).map((one) => make('p', { class: 'bad' }, one)));
        return;
      }
      this.#now = made;
      this.#write.disabled = false;
      this.#told.replaceChildren(...this.#ends(look));
    } catch (error) {
      if (turn !== this.#turn) return;
      this.element.removeAttribute('aria-busy');
      const told = error instanceof AskRefused ? (error.mistakes.length > 0 ? words(error.mistakes) : [error.message]) : ['没有试成，请再改一处'];
      this.#told.replaceChildren(...told.slice(0, 3).map((one) => make('p', { class: 'warn' }, one)));
    }
  }

  /** How what is new ends in the document. */
  #ends(look: Awaited<ReturnType<Desk['trial']>>['look']): HTMLElement[] {
    const before = this.desk.look();
    if (!look) return [make('p', { class: 'good' }, '写法没有错误。放入文件后，这里显示它在文件里的结果')];
    const tried: Tried | null = this.desk.tried();
    const known = new Set([...(tried?.rules ?? []).map(({ id }) => id), ...(before?.rules ?? []).map(({ id }) => id)]);
    const ends = look.rules.filter(({ id }) => !known.has(id));
    const forms = look.forms.filter(({ own, id }) => own && !known.has(id));
    const out = [
      ...forms.map(({ id, tables }) => (tables?.length ? make('p', { class: 'good' }, `✓ 这份文件里认出“${id}”${tables.length} 张`) : make('p', { class: 'warn' }, `这份文件里没有认出“${id}”`))),
      ...ends.map(({ id, words: told, counts }) => make('p', { class: counts.violation > 0 ? 'bad' : counts.holds > 0 ? 'good' : 'warn' }, `${id}：${told}`)),
    ];
    const old = new Map((before?.findings ?? []).map((finding) => [finding.id, finding]));
    const now = new Set(look.findings.map(({ id }) => id));
    const came = look.findings.filter(({ id }) => !old.has(id)).slice(0, 4);
    const went = [...old.values()].filter(({ id }) => !now.has(id)).slice(0, 4);
    const list = [...came.map(({ headline }) => make('li', { class: 'bad' }, `多 ${headline}`)), ...went.map(({ headline }) => make('li', { class: 'good' }, `少 ${headline}`))];
    if (list.length > 0) out.push(make('ul', {}, ...list));
    return out.length > 0 ? out : [make('p', { class: 'good' }, '写法没有错误；这份文件的问题没有变化')];
  }
}
