// Usual rules: one is chosen, its blanks are filled.

import { button, make } from '../dom';
import type { SlotValue, Usual, UsualSlot } from './asked';
import { type Options, slotField } from './field';
import { AskRefused, type Desk } from './host';
import { caseWords } from './mine';
import { Outcome } from './outcome';

const found = import.meta.glob<string>('../../usual/*.toml', { query: '?raw', import: 'default', eager: true });
/** The texts of usual rules in order; the first is that of the formula box. */
const FILES = Object.keys(found).sort().slice(1).map((path) => found[path] ?? '');

type Values = Record<string, SlotValue>;

export class UsualPanel {
  readonly element = make('div', { class: 'panel' });
  #all: Usual[] = [];
  #at: number | null = null;
  #values: Record<number, Values> = {};
  #outcome: Outcome;

  constructor(private desk: Desk) {
    this.#outcome = new Outcome(desk, async () => {
      const { usual, id } = this.#chosen();
      delete this.#values[this.#at ?? -1];
      this.#at = null;
      desk.keep();
      this.draw();
      desk.show('mine');
      desk.say(`“${usual?.title ?? ''}”写进了我的规则`);
      if (usual?.rule && id) await this.#cases(id);
    });
  }

  state(): unknown {
    return { at: this.#at, values: this.#values };
  }

  restore(state: unknown): void {
    const { at, values } = (state ?? {}) as { at?: number | null; values?: Record<number, Values> };
    this.#at = at ?? null;
    this.#values = values ?? {};
  }

  /** Begins a waiver from what was found. */
  async waive(rule: string, stated: string): Promise<void> {
    await this.#load();
    const at = this.#all.findIndex(({ file }) => file === 'waivers.toml');
    const usual = this.#all[at];
    const look = this.desk.look();
    if (!usual) return;
    this.#at = at;
    this.#values[at] = { ...this.#begin(usual), rule, stated, agency: look?.agency ?? '', year: look?.year ? String(look.year) : '' };
    await this.draw();
  }

  async #load(): Promise<void> {
    if (this.#all.length > 0) return;
    this.element.replaceChildren(make('p', { class: 'soft' }, '正在打开……'));
    this.#all = await this.desk.ask<Usual[]>({ ask: 'usual', files: FILES });
  }

  #chosen(): { usual: Usual | undefined; id: string } {
    const usual = this.#at === null ? undefined : this.#all[this.#at];
    const id = usual?.rule ? this.#values[this.#at ?? -1]?.[usual.rule] : '';
    return { usual, id: typeof id === 'string' ? id : '' };
  }

  /** Cases of a rule that was written, where the document has something that it checks. */
  async #cases(id: string): Promise<void> {
    const { desk } = this;
    const end = desk.look()?.rules.find((rule) => rule.id === id);
    if (!end || end.checks.every(({ verdict }) => verdict === 'unchecked')) return;
    try {
      const { text, told } = await desk.ask<{ text: string; told: string[] }>({ ask: 'case', rules: desk.rules(), id, line: null });
      await desk.write(text);
      desk.say(`规则“${id}”写进了我的规则，还由这份文件写了用例：${caseWords(told)}`);
    } catch (error) {
      if (!(error instanceof AskRefused)) throw error;
      desk.say(`规则“${id}”写进了我的规则；用例没有写成：${error.message}`);
    }
  }

  async draw(): Promise<void> {
    await this.#load();
    const { usual } = this.#chosen();
    if (usual) this.#form(usual);
    else this.#list();
  }

  #list(): void {
    const items = this.#all.map((usual, at) => {
      const one = button('', () => {
        this.#at = at;
        this.#values[at] ??= this.#begin(usual);
        void this.draw().then(() => this.element.querySelector<HTMLElement>('input, select')?.focus());
        this.desk.keep();
      }, { class: 'usual' });
      one.append(make('b', {}, usual.title), make('span', { class: 'soft' }, usual.about));
      return make('li', {}, one);
    });
    this.element.replaceChildren(make('h2', {}, '常用规则：选一种，填空'), make('ul', { class: 'usual-list' }, ...items));
  }

  /** What slots begin with: ids of their own, the only form there is, the first of a choice. */
  #begin(usual: Usual): Values {
    const own = this.desk.look()?.forms.filter((form) => form.own) ?? [];
    const first = (slot: UsualSlot): SlotValue => {
      if (slot.kind === 'id' && typeof slot.sample === 'string') return this.desk.free(slot.sample);
      if (slot.kind === 'choice') return slot.choices[0]?.[0] ?? '';
      if (slot.kind === 'form' && own.length === 1) return own[0]?.id ?? '';
      return slot.kind === 'rows' ? [] : '';
    };
    return Object.fromEntries(usual.slot.map((slot) => [slot.name, first(slot)]));
  }

  #form(usual: Usual): void {
    const at = this.#at ?? 0;
    const values = (this.#values[at] ??= this.#begin(usual));
    const options: Options = (slot, column) => this.#options(usual, values, slot, column);
    const change = (slot: UsualSlot) => (value: SlotValue) => {
      values[slot.name] = value;
      this.desk.keep();
      // the columns are those of the form
      if (slot.kind === 'form') this.#form(usual);
      else this.#try(usual, values);
    };
    this.element.replaceChildren(
      make('p', {}, button('← 全部常用规则', () => {
        this.#at = null;
        this.desk.keep();
        void this.draw();
      }, { class: 'link' })),
      make('h2', {}, usual.title),
      make('p', { class: 'soft' }, usual.about),
      ...usual.slot.map((slot) => slotField(slot, values[slot.name] ?? '', options, change(slot))),
      this.#outcome.element,
    );
    this.#try(usual, values);
  }

  #options(usual: Usual, values: Values, slot: UsualSlot, column: number): [string, string][] | null {
    const kind = slot.kind === 'rows' ? slot.takes[column] : slot.kind;
    const forms = this.desk.look()?.forms ?? [];
    if (kind === 'form') return [...forms].sort((a, b) => Number(b.own) - Number(a.own)).map(({ id, own }) => [id, own ? `${id}（我的）` : id]);
    if (kind !== 'column') return null;
    const of = usual.slot.find((other) => other.kind === 'form');
    const form = forms.find(({ id }) => id === (of && values[of.name]));
    if (!form) return [];
    const fits = (own: string) => slot.holds.length === 0 || slot.holds.includes(own);
    const columns = [...form.columns].sort((a, b) => Number(fits(b.kind)) - Number(fits(a.kind)));
    return columns.map(({ name, kind: own }) => [name, `${name}（${own}）`]);
  }

  #try(usual: Usual, values: Values): void {
    const isBlank = (value: SlotValue | undefined) => !value || (typeof value === 'string' ? value.trim() === '' : value.flat().every((cell) => cell.trim() === ''));
    const missing = usual.slot.filter((slot) => !slot.optional && isBlank(values[slot.name]));
    if (missing.length > 0) return this.#outcome.tell(`还要填：${missing.map(({ label }) => label).join('、')}`);
    const file = FILES[this.#at ?? 0] ?? '';
    this.#outcome.make(async () => ({ ...(await this.desk.ask<{ text: string }>({ ask: 'filled', file, values })), file: usual.file }));
  }
}
