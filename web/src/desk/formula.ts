// A formula is written with the names of a form; beside it the unit of each constant, and what is wrong.

import formulaRule from '../../usual/00-formula.toml?raw';
import { button, make } from '../dom';
import type { FormInfo, FormulaTold } from './asked';
import { choice, input, labelled } from './field';
import { type Desk, later } from './host';
import { Outcome } from './outcome';

/** What is being written. */
interface FormulaState {
  form: string;
  id: string;
  expect: string;
  when: string;
  rows: string;
  severity: string;
  basis: string;
  message: string;
}

const EMPTY: FormulaState = { form: '', id: '', expect: '', when: '', rows: '', severity: 'warning', basis: '', message: '' };
const SIGNS: [sign: string, words: string][] = [
  [' == ', '等于'], [' <= ', '不超过'], [' >= ', '不低于'], [' < ', '小于'], [' > ', '大于'], [' + ', '加'], [' - ', '减'], [' * ', '乘'], [' / ', '除以'],
];
const CALLS: [text: string, words: string][] = [
  ['percent()', '占比'], ['sum(above())', '某行以上各行之和'], ['abs()', '绝对值'], ['present()', '填了没有'],
];

export class FormulaPanel {
  readonly element = make('div', { class: 'panel' });
  #state: FormulaState = { ...EMPTY };
  #outcome: Outcome;
  #told = make('div', { class: 'pieces', role: 'status' });
  #box = make('textarea', { rows: '2', spellcheck: 'false', class: 'formula' }) as HTMLTextAreaElement;
  #when = input('', (value) => this.#put({ when: value }));
  #last: HTMLTextAreaElement | HTMLInputElement = this.#box;
  #turn = 0;
  /** The id that what is written would have. */
  #id = '';
  #ask = later(() => this.#tell(), 250);

  constructor(private desk: Desk) {
    this.#outcome = new Outcome(desk, async () => {
      const id = this.#id;
      this.#state = { ...EMPTY, form: this.#state.form };
      this.draw();
      desk.keep();
      desk.show('mine');
      desk.say(`规则“${id}”写进了我的规则`);
    });
    this.#box.addEventListener('input', () => this.#put({ expect: this.#box.value }));
    for (const field of [this.#box, this.#when]) field.addEventListener('focus', () => (this.#last = field));
  }

  state(): unknown {
    return this.#state;
  }

  restore(state: unknown): void {
    this.#state = { ...EMPTY, ...((state ?? {}) as Partial<FormulaState>) };
  }

  /** Puts a name of a form where the caret is. */
  use(form: string, name: string): void {
    const [side, inner] = name.includes('.') ? name.split('.') : ['', name];
    const own = side ? `${form}.${side}` : form;
    if (this.#state.expect.trim() === '') this.#state.form = own;
    const isOwn = this.#state.form === own;
    this.draw();
    this.#insert((isOwn ? inner : undefined) ?? `${form}.${name}`);
  }

  #insert(text: string): void {
    const field = this.#last;
    const from = field.selectionStart ?? field.value.length;
    const to = field.selectionEnd ?? from;
    field.setRangeText(text, from, to, 'end');
    // the caret goes between the brackets of a function
    const inner = text.indexOf(')');
    if (inner > 0) field.setSelectionRange(from + inner, from + inner);
    field.focus();
    field.dispatchEvent(new Event('input'));
  }

  #forms(): FormInfo[] {
    const forms = this.desk.look()?.forms ?? [];
    // the own ones first
    return [...forms].sort((a, b) => Number(b.own) - Number(a.own));
  }

  #put(change: Partial<FormulaState>): void {
    Object.assign(this.#state, change);
    this.desk.keep();
    this.#id = this.#state.id || this.#proposed();
    this.#outcome.tell(this.#state.expect.trim() === '' ? '' : '正在看公式……');
    this.#ask();
  }

  /** Tries the rule that is written, where its formulas are whole. */
  #try(isWhole: boolean): void {
    const { expect, form, when, rows, severity, basis, message } = this.#state;
    if (expect.trim() === '') return;
    if (!isWhole) return this.#outcome.tell('公式改好以后，这里显示它在文件里的结果');
    const values = { id: this.#id, name: expect, form, rows: form ? rows : '', when, expect, severity, basis, message };
    this.#outcome.make(async () => ({ ...(await this.desk.ask<{ text: string }>({ ask: 'filled', file: formulaRule, values })), file: null }));
  }

  #proposed(): string {
    const { form } = this.#state;
    return this.desk.free(`${form.replace('.', '_') || '公式'}_1`);
  }

  async #tell(): Promise<void> {
    const turn = ++this.#turn;
    const { expect, form, when } = this.#state;
    const pieces: HTMLElement[] = [];
    let isWhole = true;
    for (const [text, condition] of [[expect, false], [when, true]] as const) {
      if (text.trim() === '') continue;
      const told = await this.desk.ask<FormulaTold>({ ask: 'formula', rules: this.desk.rules(), form: form || null, text, condition }).catch(() => null);
      if (turn !== this.#turn) return;
      if (told) pieces.push(...this.#pieces(told, condition));
      isWhole &&= !told?.mistake;
    }
    this.#told.replaceChildren(...pieces);
    this.#try(isWhole);
  }

  #pieces(told: FormulaTold, isCondition: boolean): HTMLElement[] {
    const parts = told.parts.map((part) => {
      const unit = part.bare && part.text !== '0' ? '没有单位' : part.value && part.constant ? `${part.kind}，单位 ${part.value}` : part.value ? `${part.kind}，${part.value}` : part.kind;
      return make('li', { class: part.bare && part.text !== '0' ? 'piece bare' : part.constant ? 'piece constant' : 'piece' }, make('b', {}, part.text), ` ${unit}`);
    });
    const out = [make('ul', { class: 'piece-list', 'aria-label': isCondition ? '条件里的名称和数' : '公式里的名称和数' }, ...parts)];
    if (told.runs) out.push(make('p', { class: 'good' }, `✓ 看得懂：${told.runs}`));
    if (told.mistake) {
      const { message, help, meant } = told.mistake;
      out.push(make('p', { class: 'warn' }, `${isCondition ? '条件：' : ''}${message}${help ? `（${help}）` : ''}`));
      if (meant) {
        const take = () => {
          this.#box.value = meant;
          this.#put({ expect: meant });
          this.#box.focus();
        };
        out.push(make('p', {}, button(`改成 ${meant}`, take)));
      }
    }
    return out;
  }

  draw(): void {
    const state = this.#state;
    const forms = this.#forms();
    const form = forms.find(({ id }) => id === state.form.split('.')[0]);
    if (forms.length > 0 && !form) state.form = '';
    this.#box.value = state.expect;
    this.#when.value = state.when;
    const options: [string, string][] = [['', '整份文件（写 表样.行.栏目）'], ...forms.flatMap(({ id, own, sides }) => (sides.length > 0 ? sides.map((side) => `${id}.${side}`) : [id]).map((name): [string, string] => [name, own ? `${name}（我的）` : name]))];
    const chips = (names: [string, string][], label: string) => make('div', { class: 'chips', role: 'group', 'aria-label': label }, make('span', { class: 'soft' }, label), ...names.map(([text, words]) => button(words, () => this.#insert(text), { class: 'chip' })));
    const kinds = new Map(form?.columns.map(({ name, kind }) => [name, kind]));
    const names = form
      ? [chips(form.columns.map(({ name }) => [name, `${name} ${kinds.get(name)}`]), '栏目'), ...(form.rows.length > 0 ? [chips(form.rows.slice(0, 30).map((name) => [name, name]), '行')] : [])]
      : [this.#cells()];
    const more = make('details', {}, make('summary', {}, '条件、依据、怎么说（可以不写）'),
      labelled('什么时候核对', this.#when, '例如 人数 > 0；不写是都核对', true),
      ...(form ? [labelled('哪些行', choice([['', '全部行'], ['leaves', '只核对明细行（不管合计行）'], ['totals', '只核对合计行']], state.rows, (value) => this.#put({ rows: value })), null, true)] : []),
      labelled('依据', input(state.basis, (value) => this.#put({ basis: value })), '文件名称、第几条', true),
      labelled('不符时怎么说', input(state.message, (value) => this.#put({ message: value })), '{stated} 是列示的数，{computed} 是按公式的数；不写用现成的话', true),
    ) as HTMLDetailsElement;
    more.open = [state.when, state.rows, state.basis, state.message].some((text) => text !== '');
    this.element.replaceChildren(
      make('h2', {}, '写公式'),
      labelled('在哪张表上', choice(options, state.form, (value) => {
        state.form = value;
        this.draw();
      }), forms.length === 0 ? '放入文件、给表起名以后，这里可以选' : null),
      ...names,
      chips(SIGNS, '符号'), chips(CALLS, '函数'),
      labelled('应当成立的公式', this.#box, '点上面的名称，或者直接写；数后面写单位：480元、100万元、90%、3人'),
      this.#told,
      make('div', { class: 'two' },
        labelled('编号', input(state.id, (value) => this.#put({ id: value.trim() }), { placeholder: this.#proposed() }), '简短，用过以后不再改；不写用灰色的', true),
        labelled('不符时算', choice([['warning', '警告'], ['error', '错误'], ['info', '提示']], state.severity, (value) => this.#put({ severity: value }))),
      ),
      more,
      this.#outcome.element,
    );
    this.#put({});
  }

  /** A figure of any form, to be chosen. */
  #cells(): HTMLElement {
    const all = this.desk.cells();
    const field = input('', () => undefined, { list: 'known-cells', placeholder: '表样.行.栏目', 'aria-label': '文件里的一个数' });
    return make('div', { class: 'chips' }, make('span', { class: 'soft' }, all.length > 0 ? `文件里的数（${all.length} 个，输入几个字来找）` : '文件里的数'), field, button('放进公式', () => {
      if (field.value) this.#insert(field.value);
      field.value = '';
    }, { class: 'chip' }));
  }
}
