// The guide of the rule language; its examples are put into the editor with a click.

import guide from '../../../rules/README.md?raw';
import { button, make } from '../dom';

/** The guide. */
export function guidePage(insert: (code: string) => void): HTMLElement {
  const out = make('div', { class: 'guide' });
  guide.split(/^```/m).forEach((piece, at) => {
    if (at % 2 === 0) {
      for (const text of piece.split(/\n(?=#+ )/)) {
        const [, title, rest] = /^\s*#+ (.*)\n?([\s\S]*)$/.exec(text) ?? [, '', text];
        if (title) out.append(make('h3', {}, title));
        for (const part of (rest ?? '').split(/\n{2,}/)) if (part.trim()) out.append(said(part.trim().replace(/`([^`]*)`/g, '$1')));
      }
      return;
    }
    const end = piece.indexOf('\n');
    const [kind, code] = [piece.slice(0, end).trim(), piece.slice(end + 1)];
    out.append(make('pre', { tabindex: '0' }, code));
    if (kind === 'toml') out.append(button('放到光标处', () => insert(code)));
  });
  return out;
}

/** A paragraph of the guide, or a table where its lines are rows of one. */
function said(text: string): HTMLElement {
  if (!text.startsWith('|')) return make('p', {}, text);
  const rows = text.split('\n').filter((line) => !/^[|:\s-]+$/.test(line)).map((line) => line.replace(/^\|\s*|\s*\|$/g, '').split(/\s+\|\s+/));
  const [first = [], ...rest] = rows;
  return make('table', {}, make('thead', {}, make('tr', {}, ...first.map((cell) => make('th', {}, cell)))), make('tbody', {}, ...rest.map((cells) => make('tr', {}, ...cells.map((cell) => make('td', {}, cell))))));
}
