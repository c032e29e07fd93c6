// A table is named: its form, its columns, the rows that formulas are to speak of.

import { make } from '../dom';
import type { Sketch } from './asked';
import { choice, input, labelled } from './field';
import { AskRefused, type Desk } from './host';
import { Outcome } from './outcome';
import type { Paper } from './paper';

const KINDS: [string, string][] = [
  ['label', '行名'], ['amount', '金额'], ['count', '个数'], ['percent', '百分数'], ['score', '得分'], ['grade', '等级'], ['text', '文字'],
  ['code', '编码'], ['date', '日期'], ['year', '年度'], ['ordinal', '序号'], ['line', '行次'], ['group', '分组（管到下一格）'], ['target', '指标值'],
];

export class Naming {
  readonly element = make('div', { class: 'panel' });
  #sketch: Sketch | null = null;
  /** Columns that were left out. */
  #out = new Set<number>();
  #table: number | null = null;
  #outcome: Outcome;

  constructor(private desk: Desk, private paper: Paper) {
    this.#outcome = new Outcome(desk, async () => {
      const id = this.#sketch?.id ?? '';
      this.#forget();
      desk.show('mine');
      desk.say(`“${id}”写进了我的规则。现在可以用它的名称写公式，或者选一种常用规则`);
    });
    this.draw();
  }

  /** What is being written. */
  state(): unknown {
    return { sketch: this.#sketch, out: [...this.#out] };
  }

  restore(state: unknown): void {
    const { sketch, out } = (state ?? {}) as { sketch?: Sketch | null; out?: number[] };
    this.#sketch = sketch ?? null;
    this.#out = new Set(out ?? []);
    this.draw();
  }

  #forget(): void {
    this.#sketch = null;
    this.#table = null;
    this.#out.clear();
    this.paper.naming(null);
    this.draw();
    this.desk.keep();
  }

  /** Another document is shown: the names stay, the table is gone. */
  detach(): void {
    this.#table = null;
  }

  /** Takes a table up. */
  async take(table: number): Promise<void> {
    const { desk } = this;
    if (this.#table === table && this.#sketch) return;
    try {
      const sketch = await desk.ask<Sketch>({ ask: 'names', rules: desk.rules(), table });
      this.#sketch = { ...sketch, id: desk.free(sketch.id) };
      this.#table = table;
      this.#out.clear();
      this.draw();
      this.element.querySelector('input')?.focus({ preventScroll: true });
    } catch (error) {
      desk.say(error instanceof AskRefused ? error.message : '这张表没有读成，请再试一次');
    }
  }

  /** A cell of the table was clicked: its column, or its row. */
  cell(row: number, column: number): void {
    const sketch = this.#sketch;
    if (!sketch) return;
    const first = Math.min(...sketch.rows.map(({ at }) => at));
    const found = sketch.rows.find(({ at }) => at === row);
    const label = sketch.columns.find(({ kind }) => kind === 'label')?.at ?? 0;
    if (row < first || column !== label || !found) {
      const field = this.element.querySelector<HTMLInputElement>(`[data-column="${column}"]`);
      field?.focus();
      field?.select();
      return;
    }
    found.wanted = !found.wanted;
    this.draw();
    this.element.querySelector<HTMLElement>(`[data-row="${row}"]`)?.focus();
  }

  /** The sketch without the columns that were left out. */
  #wanted(): Sketch | null {
    const sketch = this.#sketch;
    return sketch && { ...sketch, columns: sketch.columns.filter(({ at }) => !this.#out.has(at)) };
  }

  #changed(): void {
    const wanted = this.#wanted();
    this.desk.keep();
    if (!wanted) return;
    if (this.#table !== null) this.paper.naming(this.#table, wanted);
    this.#outcome.make(async () => ({ ...(await this.desk.ask<{ text: string }>({ ask: 'form', sketch: wanted })), file: null }));
  }

  draw(): void {
    const sketch = this.#sketch;
    if (!sketch) {
      this.#outcome.tell('');
      this.element.replaceChildren(make('div', { class: 'box' },
        make('h2', {}, '给表起名'),
        make('p', {}, '在左边的文件里找一张没有认出的表，点它上面的“给这张表起名”，或者点表里任何一格。'),
        make('p', {}, '程序先按印的表头给每一栏起好名；可以改名、改种类，勾上公式里要点名的行，再写入我的规则。'),
      ));
      return;
    }
    const columns = sketch.columns.map((column) => {
      const used = make('input', { type: 'checkbox', 'aria-label': `用这一栏：${column.header[0] ?? column.name}` }) as HTMLInputElement;
      used.checked = !this.#out.has(column.at);
      used.addEventListener('change', () => {
        if (used.checked) this.#out.delete(column.at);
        else this.#out.add(column.at);
        this.#changed();
      });
      const put = (value: string) => {
        column.name = value.trim();
        this.#changed();
      };
      const name = input(column.name, put, { 'aria-label': `名称：${column.header[0] ?? ''}`, 'data-column': String(column.at) });
      const kind = choice(KINDS, column.kind, (value) => {
        column.kind = value;
        this.#changed();
      }, { 'aria-label': `种类：${column.header[0] ?? ''}` });
      return make('tr', {}, make('td', {}, used), make('td', {}, column.header[0] ?? ''), make('td', {}, name), make('td', {}, kind));
    });
    const rows = sketch.rows.map((row) => {
      const used = make('input', { type: 'checkbox', 'aria-label': `点名这一行：${row.label}`, 'data-row': String(row.at) }) as HTMLInputElement;
      used.checked = row.wanted;
      used.addEventListener('change', () => {
        row.wanted = used.checked;
        this.#changed();
      });
      const name = input(row.name, (value) => {
        row.name = value.trim();
        this.#changed();
      }, { 'aria-label': `行的名称：${row.label}` });
      return make('tr', {}, make('td', {}, used), make('td', {}, `${row.label}${row.total ? '（合计行）' : ''}`), make('td', {}, name));
    });
    const head = (...names: string[]) => make('thead', {}, make('tr', {}, ...names.map((name) => make('th', { scope: 'col' }, name))));
    const rowTable = make('table', { class: 'names-table' }, head('点名', '印的行名', '公式里的名称'), make('tbody', {}, ...rows));
    const named = sketch.rows.filter(({ wanted }) => wanted).length;
    const rowsPart = make('details', {}, make('summary', {}, `公式里要点名的行（已勾 ${named}，共 ${rows.length}；只写栏目的公式不用勾）`), make('div', { class: 'tall' }, rowTable)) as HTMLDetailsElement;
    rowsPart.open = rows.length <= 8;
    this.element.replaceChildren(
      make('h2', {}, `给表起名${sketch.title ? `：${sketch.title}` : ''}`),
      make('p', { class: 'soft' }, '点左边表头的一格到那一栏；点一行的行名，勾上或取消这一行。'),
      labelled('这张表在公式里叫', input(sketch.id, (value) => {
        sketch.id = value.trim();
        this.#changed();
      })),
      make('table', { class: 'names-table' }, head('用', '印的栏目', '公式里的名称', '里面是'), make('tbody', {}, ...columns)),
      ...(rows.length > 0 ? [rowsPart] : []),
      this.#outcome.element,
    );
    this.#changed();
  }
}
