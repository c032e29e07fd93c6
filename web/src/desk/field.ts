// Fields of forms with their label and what to write.

import { button, make } from '../dom';
import type { SlotValue, UsualSlot } from './asked';

let count = 0;

/** A label, its field and its help. */
export function labelled(label: string, field: HTMLElement, help: string | null = null, isOptional = false): HTMLElement {
  count += 1;
  field.id ||= `field-${count}`;
  const out = make('p', { class: 'labelled' }, make('label', { for: field.id }, label, ...(isOptional ? [make('span', { class: 'soft' }, '（可以不写）')] : [])), field);
  if (help) {
    const told = make('small', { class: 'soft', id: `${field.id}-help` }, help);
    field.setAttribute('aria-describedby', told.id);
    out.append(told);
  }
  return out;
}

/** A list to choose from. */
export function choice(options: [value: string, words: string][], value: string, changed: (value: string) => void, attributes: Record<string, string> = {}): HTMLSelectElement {
  const out = make('select', attributes, ...options.map(([own, words]) => make('option', { value: own }, words))) as HTMLSelectElement;
  out.value = options.some(([own]) => own === value) ? value : '';
  out.addEventListener('change', () => changed(out.value));
  return out;
}

/** A line of text. */
export function input(value: string, changed: (value: string) => void, attributes: Record<string, string> = {}): HTMLInputElement {
  const out = make('input', { type: 'text', autocomplete: 'off', ...attributes }) as HTMLInputElement;
  out.value = value;
  out.addEventListener('input', () => changed(out.value));
  return out;
}

/** What may be chosen for a slot, where it is one of a list. */
export type Options = (slot: UsualSlot, column: number) => [value: string, words: string][] | null;

/** Lists of the page that a text may be taken from. */
const LISTS: Record<string, string> = { cell: 'known-cells', rule: 'known-rules' };

/** The field of a slot of a usual rule. */
export function slotField(slot: UsualSlot, value: SlotValue, options: Options, changed: (value: SlotValue) => void): HTMLElement {
  if (slot.kind === 'rows') return rowsField(slot, Array.isArray(value) ? value : [], options, changed);
  const text = typeof value === 'string' ? value : '';
  const list = slot.kind === 'choice' ? slot.choices : options(slot, 0);
  if (list) {
    const none: [string, string][] = slot.kind === 'choice' && !slot.optional ? [] : [['', list.length > 0 ? (slot.optional ? '（不写）' : '请选择') : '没有可选的：先给表起名']];
    return labelled(slot.label, choice([...none, ...list], text, changed), slot.help, slot.optional);
  }
  const sample = typeof slot.sample === 'string' ? slot.sample : '';
  return labelled(slot.label, input(text, changed, { placeholder: `例如 ${sample}`, ...(LISTS[slot.kind] ? { list: LISTS[slot.kind] ?? '' } : {}) }), slot.help, slot.optional);
}

/** Rows of a slot, with one more that is blank. */
function rowsField(slot: UsualSlot, rows: string[][], options: Options, changed: (value: SlotValue) => void): HTMLElement {
  const out = make('fieldset', { class: 'rows' }, make('legend', {}, slot.label, ...(slot.optional ? [make('span', { class: 'soft' }, '（可以不写）')] : [])));
  if (slot.help) out.append(make('small', { class: 'soft' }, slot.help));
  const table = make('table', {}, make('thead', {}, make('tr', {}, ...slot.columns.map((name) => make('th', { scope: 'col' }, name)), make('td', {}))));
  const body = make('tbody');
  table.append(body);
  const all = rows.map((row) => [...row]);
  const draw = () => {
    const last = all.at(-1);
    if (!last || last.some((cell) => cell !== '')) all.push(slot.columns.map(() => ''));
    body.replaceChildren(...all.map((row, at) => {
      const cells = slot.columns.map((name, column) => {
        const label = `${slot.label}，第 ${at + 1} 行，${name}`;
        const put = (value: string) => {
          row[column] = value;
          changed(all.map((own) => [...own]));
          if (at === all.length - 1 && value !== '') {
            draw();
            body.children[at]?.querySelectorAll<HTMLElement>('input, select')[column]?.focus();
          }
        };
        const list = options(slot, column);
        const sample = (slot.sample[at] ?? slot.sample[0])?.[column] ?? '';
        const field = list ? choice([['', '请选择'], ...list], row[column] ?? '', put, { 'aria-label': label }) : input(row[column] ?? '', put, { 'aria-label': label, placeholder: `例如 ${sample}` });
        return make('td', {}, field);
      });
      const remove = button('去掉', () => {
        all.splice(at, 1);
        changed(all.map((own) => [...own]));
        draw();
      }, { class: 'small-button', 'aria-label': `去掉第 ${at + 1} 行` });
      return make('tr', {}, ...cells, make('td', {}, ...(at < all.length - 1 ? [remove] : [])));
    }));
  };
  draw();
  out.append(table);
  return out;
}
