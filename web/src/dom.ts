// Short words for elements of the page.

/** The element of an id, which the page has. */
export function by<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id}`);
  return found as Kind;
}

/** A new element with attributes and what stands in it. */
export function make(tag: string, attributes: Record<string, string> = {}, ...inner: (Node | string)[]): HTMLElement {
  const out = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) out.setAttribute(name, value);
  out.append(...inner);
  return out;
}

/** A button. */
export function button(text: string, press: () => void, attributes: Record<string, string> = {}): HTMLElement {
  const out = make('button', { type: 'button', ...attributes }, text);
  out.addEventListener('click', press);
  return out;
}
