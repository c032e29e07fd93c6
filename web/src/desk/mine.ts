// The rules of the user's: how often each held, was corroborated, was violated, stayed open, or did not apply.

import { button, make } from '../dom';
import type { CheckLine, FormInfo, RuleEnd, RuleLine, Verdict } from './asked';
import { AskRefused, type Desk } from './host';

const WORDS: Record<Verdict, string> = { holds: '相符', rounding: '相符（尾差）', corroborated: '印证', unchecked: '未能核对', violation: '不符' };
const LOOKS: Record<Verdict, string> = { holds: 'good', rounding: 'good', corroborated: 'soft', unchecked: 'warn', violation: 'bad' };
/** What cases expect, in words. */
export function caseWords(told: string[]): string {
  return told.map((one) => one.replace(/(holds|rounding|corroborated|unchecked|violation)$/, (verdict) => WORDS[verdict as Verdict])).join('；');
}

const SEVERITIES: Record<string, string> = { error: '错误', warning: '警告', info: '提示' };
/** So many checks are listed at first. */
const LISTED = 12;

export class Mine {
  readonly element = make('div', { class: 'mine' });
  #open = new Set<string>();

  constructor(private desk: Desk) {}

  draw(): void {
    const { desk } = this;
    const tried = desk.tried();
    const look = desk.look();
    const lines = tried?.rules ?? [];
    const rules = lines.filter(({ severity }) => severity);
    const ends = new Map(look?.rules.map((end) => [end.id, end]));
    const forms = look?.forms.filter(({ own }) => own) ?? [];
    if (!tried) {
      this.element.replaceChildren(make('p', { class: 'soft' }, '正在看规则……'));
      return;
    }
    const out: Node[] = [];
    const wrong = tried.mistakes.filter(({ severity }) => severity === 'error');
    if (wrong.length > 0) {
      out.push(make('div', { class: 'box bad' },
        make('p', {}, `规则文件有错 ${wrong.length} 处，改好以前下面的结果不会更新：`),
        make('ul', {}, ...wrong.slice(0, 5).map((mistake) => make('li', {}, button(`${mistake.message}${mistake.help ? `（${mistake.help}）` : ''}`, () => desk.lead(mistake.file, mistake.line ?? 1), { class: 'link' })))),
      ));
    }
    if (rules.length + forms.length + lines.length === 0) out.push(this.#none());
    if (rules.length > 0) out.push(make('h2', {}, `规则 ${rules.length} 条${look ? `，在《${look.path}》里` : ''}`), make('ul', { class: 'rule-list' }, ...rules.map((rule) => this.#rule(rule, ends.get(rule.id), look !== null))));
    if (forms.length > 0) out.push(make('h2', {}, `表样 ${forms.length} 个`), make('ul', { class: 'rule-list' }, ...forms.map((form) => this.#form(form))));
    const rest = lines.filter(({ severity, kind }) => !severity && kind !== '表样');
    if (rest.length > 0) out.push(make('h2', {}, '参数、语句等'), make('p', { class: 'soft' }, rest.map(({ id, kind }) => `${id}（${kind}）`).join('、')));
    this.element.replaceChildren(...out);
  }

  #none(): HTMLElement {
    const { desk } = this;
    return make('div', { class: 'box' },
      make('p', {}, '还没有规则。不用会写代码，从下面任选一种开始：'),
      make('ol', { class: 'ways' },
        make('li', {}, '表还没有认出来的：点左边那张表，', button('给表起名', () => desk.show('naming'))),
        make('li', {}, '用表里的名称', button('写公式', () => desk.show('formula')), '，例如 合计 == 住宿费 + 伙食费'),
        make('li', {}, '限额、分档、必须有的话等，从', button('常用规则', () => desk.show('usual')), '里选一种，填空'),
      ),
    );
  }

  #rule(rule: RuleLine, end: RuleEnd | undefined, isLooked: boolean): HTMLElement {
    const severity = make('span', { class: `tag ${rule.severity}` }, SEVERITIES[rule.severity ?? ''] ?? '');
    const summary = make('summary', {}, make('b', {}, rule.id), severity, make('span', { class: 'rule-name' }, rule.name === rule.id ? '' : rule.name), this.#counts(end, isLooked));
    const details = make('details', { class: 'rule', 'data-rule': rule.id }, summary) as HTMLDetailsElement;
    details.open = this.#open.has(rule.id);
    details.addEventListener('toggle', () => {
      if (details.open) this.#open.add(rule.id);
      else this.#open.delete(rule.id);
      if (details.open && end) this.#light(end);
    });
    details.append(...(end ? this.#inside(end) : []));
    return make('li', {}, details);
  }

  #counts(end: RuleEnd | undefined, isLooked: boolean): HTMLElement {
    if (!isLooked) return make('span', { class: 'counts soft' }, '放入文件后显示结果');
    if (!end) return make('span', { class: 'counts soft' }, '不用于这份文件（单位或年度不合）');
    const { holds, corroborated, violation, unchecked } = end.counts;
    if (holds + corroborated + violation + unchecked === 0) return make('span', { class: 'counts soft' }, end.words);
    const count = (words: string, count: number, look: string) => make('span', { class: count > 0 ? look : 'none' }, `${words} ${count}`);
    return make('span', { class: 'counts' }, count('不符', violation, 'bad'), count('相符', holds, 'good'), count('印证', corroborated, 'soft'), count('未能核对', unchecked, 'warn'));
  }

  #light(end: RuleEnd): void {
    const places = end.checks.filter(({ verdict }) => verdict === 'violation').flatMap((check) => check.places);
    if (places.length > 0) this.desk.point(places, 'lit-bad');
    else this.desk.point(end.checks.flatMap((check) => check.places), 'lit-good');
  }

  #inside(end: RuleEnd): HTMLElement[] {
    const { desk } = this;
    const list = make('ul', { class: 'checks' });
    const fill = (most: number) => {
      list.replaceChildren(...end.checks.slice(0, most).map((check) => this.#check(end, check)));
      if (end.checks.length > most) list.append(make('li', {}, button(`还有 ${end.checks.length - most} 处，全部列出`, () => fill(end.checks.length), { class: 'link' })));
    };
    fill(LISTED);
    const tools = make('p', { class: 'choices' });
    if (end.file) tools.append(button('看它的写法', () => desk.lead(end.file ?? '', end.line ?? 1)));
    if (end.checks.length > 0) tools.append(button('由这份文件写用例', () => void this.#case(end.id, null), { title: '照原样一个，改一个数一个；以后改规则时用来试' }));
    return [list, tools];
  }

  #check(end: RuleEnd, check: CheckLine): HTMLElement {
    const values = check.stated && check.computed ? `列示 ${check.stated}，按规则 ${check.computed}${check.unit ?? ''}` : '';
    const words = check.message || values;
    const look = check.verdict === 'violation' ? 'lit-bad' : check.verdict === 'unchecked' ? 'lit-open' : 'lit-good';
    const line = button('', () => this.desk.point(check.places, look), { class: 'link check', title: '在左边指出来' });
    line.append(make('span', { class: LOOKS[check.verdict] }, WORDS[check.verdict]), ` ${check.label ?? ''}${words ? `：${words}` : ''}`);
    const out = make('li', {}, line);
    if (check.line !== null && check.verdict !== 'unchecked') {
      if (check.verdict === 'violation') out.append(button('豁免…', () => this.desk.waive(end.id, check.stated ?? ''), { class: 'small-button', 'aria-label': `豁免：${check.label ?? end.id}`, title: '属实的，写明理由，以后不再列为问题' }));
      out.append(button('存为用例', () => void this.#case(end.id, check.line), { class: 'small-button', 'aria-label': `存为用例：${check.label ?? end.id}` }));
    }
    return out;
  }

  /** Makes cases of the document, and adds them. */
  async #case(id: string, line: number | null): Promise<void> {
    const { desk } = this;
    try {
      const made = await desk.ask<{ text: string; told: string[] }>({ ask: 'case', rules: desk.rules(), id, line });
      await desk.write(made.text);
      desk.say(`已经写入用例：${caseWords(made.told)}。里面有这份文件的单位名称和数，要发给别人的先改掉`);
    } catch (error) {
      desk.say(error instanceof AskRefused ? error.message : '没有写成用例，请再试一次');
    }
  }

  #form(form: FormInfo): HTMLElement {
    const count = form.tables?.length ?? 0;
    const words = count > 0 ? `认出 ${count} 张` : '没有认出：表题、栏目要和文件里印的一样';
    const summary = make('summary', {}, make('b', {}, form.id), make('span', { class: count > 0 ? 'counts good' : 'counts warn' }, words));
    const columns = form.columns.map(({ name, kind }) => `${name}（${kind}）`).join('、');
    return make('li', {}, make('details', { class: 'rule' }, summary,
      make('p', {}, `栏目：${columns}`),
      ...(form.rows.length > 0 ? [make('p', {}, `行：${form.rows.join('、')}`)] : []),
      make('p', { class: 'choices' }, button('看它的写法', () => this.desk.lead(form.file, form.line ?? 1))),
    ));
  }
}
