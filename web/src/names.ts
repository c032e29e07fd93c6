// Names of files: in which order they come, and what results are called.

/** Paths as the program sorts them: part by part, by code points. */
export function byPath(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const order = byPoints(left[at] ?? '', right[at] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function byPoints(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const order = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** A name without folders. */
export function base(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A name without folders and extension. */
export function stem(path: string): string {
  const name = base(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

/** The extension with its dot, or nothing. */
export function extension(path: string): string {
  const name = base(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot) : '';
}

/** Names that no other result has, numbered where they meet. */
export class FreeNames {
  #taken = new Set<string>();

  of(name: string, ending: string): string {
    for (let number = 1; ; number++) {
      const free = number === 1 ? `${name}${ending}` : `${name}-${number}${ending}`;
      const small = free.toLowerCase();
      if (!this.#taken.has(small)) {
        this.#taken.add(small);
        return free;
      }
    }
  }
}

/** The day in Beijing, where the documents and their deadlines are. */
export function today(): string {
  return new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
}
