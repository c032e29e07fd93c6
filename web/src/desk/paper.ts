// The document on the left: texts and tables in reading order, the names of columns above them, and what rules speak of.

import { button, make } from '../dom';
import type { Look, PaperCell, PaperTable, Sketch } from './asked';

/** What a click in the document asks for. */
export interface PaperHost {
  /** A table is to be named. */
  name(table: number): void;
  /** The name of a column, or of a form, is to be used. */
  use(form: string, name: string): void;
  /** A cell of the table that is being named. */
  cell(row: number, column: number): void;
}

/** So many rows of a table are drawn at once. */
const ROWS = 150;

export class Paper {
  readonly element = make('div', { class: 'paper', tabindex: '0', role: 'region', 'aria-label': '文件内容' });
  #places: { start: number; end: number; element: HTMLElement }[] = [];
  #tables = new Map<number, { table: PaperTable; body: HTMLElement }>();
  #named: { table: number; sketch: Sketch } | null = null;
  #lit: HTMLElement[] = [];

  constructor(private host: PaperHost) {}

  /** Draws a document anew, where it was scrolled to. */
  draw(look: Look): void {
    const top = this.element.scrollTop;
    this.#places = [];
    this.#tables.clear();
    const blocks = look.blocks.map((block) => {
      if (!('table' in block)) {
        const tag = block.heading === null ? 'p' : 'h3';
        const made = make(tag, { class: 'said' }, block.text);
        this.#places.push({ start: block.start, end: block.end, element: made });
        return made;
      }
      const table = look.tables[block.table];
      return table ? this.#table(block.table, table) : make('p');
    });
    this.element.replaceChildren(...blocks);
    this.element.scrollTop = top;
    if (this.#named) this.naming(this.#named.table, this.#named.sketch);
  }

  /** Says why nothing is shown. */
  tell(...what: (Node | string)[]): void {
    this.#places = [];
    this.#tables.clear();
    this.element.replaceChildren(...what);
  }

  #table(at: number, table: PaperTable): HTMLElement {
    const known = table.forms.length > 0;
    const words = known ? `认作：${table.forms.join('、')}${table.unit ? `（${table.unit}）` : ''}` : '没有认出的表，里面的数不核对';
    const head = make('div', { class: 'table-head' }, make('span', { class: known ? 'good' : 'warn' }, words));
    if (!known && table.certain) head.append(button('给这张表起名', () => this.host.name(at), { class: 'main', 'aria-label': `给这张表起名：${table.caption ?? `第 ${table.line} 行的表`}` }));
    const body = make('table', { class: 'grid', 'aria-label': table.caption ?? `第 ${table.line} 行的表` });
    this.#tables.set(at, { table, body });
    this.#fill(at, table, body, ROWS);
    return make('div', { class: 'table-block', 'data-table': String(at) }, head, make('div', { class: 'grid-scroll', tabindex: '0', role: 'region', 'aria-label': `表格：${table.caption ?? `第 ${table.line} 行`}` }, body));
  }

  #fill(at: number, table: PaperTable, body: HTMLElement, most: number): void {
    const rows: PaperCell[][] = Array.from({ length: table.rows }, () => []);
    for (const cell of table.cells) rows[cell.row]?.push(cell);
    const lines = rows.slice(0, most).map((cells) => make('tr', {}, ...cells.map((cell) => this.#cell(at, table, cell))));
    const form = table.forms[0];
    const names = form ? [this.#names(table, form)] : [];
    const more = rows.length > most
      ? [make('tr', {}, make('td', { colspan: String(Math.max(table.width, 1)) }, button(`还有 ${rows.length - most} 行，全部显示`, () => this.#fill(at, table, body, rows.length))))]
      : [];
    body.replaceChildren(...names, make('tbody', {}, ...lines, ...more));
  }

  /** The names of columns, each to be put into a formula. */
  #names(table: PaperTable, form: string): HTMLElement {
    const cells = Array.from({ length: table.width }, (_, column) => {
      const name = table.names[column];
      return name ? make('th', { scope: 'col' }, button(name, () => this.host.use(form, name), { class: 'name', title: '用在公式里' })) : make('td');
    });
    return make('thead', {}, make('tr', { class: 'names' }, ...cells));
  }

  #cell(at: number, table: PaperTable, cell: PaperCell): HTMLElement {
    const number = /^[-+−（(]?[\d,，.]+%?[)）]?$/.test(cell.text.trim());
    const made = make('td', number ? { class: 'number' } : {}, cell.text);
    if (cell.rows > 1) made.setAttribute('rowspan', String(cell.rows));
    if (cell.columns > 1) made.setAttribute('colspan', String(cell.columns));
    made.addEventListener('click', () => {
      if (this.#named?.table === at) this.host.cell(cell.row, cell.column);
      else if (table.forms.length === 0 && table.certain) this.host.name(at);
    });
    made.dataset['column'] = String(cell.column);
    made.dataset['row'] = String(cell.row);
    this.#places.push({ start: cell.start, end: cell.end, element: made });
    return made;
  }

  /** Shows the names that a table is given. */
  naming(table: number | null, sketch?: Sketch): void {
    if (this.#named) {
      const before = this.#tables.get(this.#named.table);
      before?.body.classList.remove('naming');
      before?.body.querySelector('thead')?.remove();
      const form = before?.table.forms[0];
      if (before && form) before.body.prepend(this.#names(before.table, form));
    }
    this.#named = table === null || !sketch ? null : { table, sketch };
    const found = this.#named && this.#tables.get(this.#named.table);
    if (!this.#named || !found || !sketch) return;
    found.body.classList.add('naming');
    found.body.querySelector('thead')?.remove();
    const cells = Array.from({ length: found.table.width }, (_, column) => {
      const named = sketch.columns.find(({ at }) => at === column);
      return make('th', { scope: 'col', class: named ? 'given' : 'left' }, named?.name ?? '不用');
    });
    found.body.prepend(make('thead', {}, make('tr', { class: 'names' }, ...cells)));
    const wanted = new Set(sketch.rows.filter((row) => row.wanted).map(({ at }) => at));
    for (const cell of found.body.querySelectorAll<HTMLElement>('td')) cell.classList.toggle('wanted', wanted.has(Number(cell.dataset['row'])));
  }

  /** Scrolls to a table. */
  lead(table: number): void {
    this.element.querySelector(`[data-table="${table}"]`)?.scrollIntoView({ block: 'start' });
  }

  /** Lights places up, and shows the first. */
  point(places: [number, number][], look = 'lit'): void {
    for (const element of this.#lit) element.classList.remove('lit', 'lit-bad', 'lit-good', 'lit-open');
    this.#lit = [];
    for (const [start, end] of places) {
      for (const place of this.#places) {
        if (place.start < end && start < place.end) {
          place.element.classList.add('lit', look);
          this.#lit.push(place.element);
        }
      }
    }
    this.#lit[0]?.scrollIntoView({ block: 'center', inline: 'nearest' });
  }
}
