// Completion of keys and values in rule files, from the schema that editors use.

import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import schema from '../../rules/schema.json';

interface Node {
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Node>;
  items?: Node;
  anyOf?: Node[];
  oneOf?: Node[];
}

const root = schema as unknown as Node & { definitions: Record<string, Node> };

/** What a node stands for, and what is in its lists. */
function meant(node: Node | undefined): Node[] {
  if (!node) return [];
  if (node.$ref) return meant(root.definitions[node.$ref.slice(node.$ref.lastIndexOf('/') + 1)]);
  const choices = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  return [node, ...choices.flatMap(meant), ...(node.items ? meant(node.items) : [])];
}

/** What may stand under a path of keys. */
function under(path: string[]): Node[] {
  let found: Node[] = [root];
  for (const key of path) found = found.flatMap((node) => meant(node.properties?.[key]));
  return found;
}

/** Completes where the caret is. */
export function complete(context: CompletionContext): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  if (before.trimStart().startsWith('#')) return null;
  let path: string[] = [];
  for (let number = line.number - 1; number > 0; number--) {
    const head = /^\s*\[\[?\s*([\w.-]+)\s*\]\]?/.exec(context.state.doc.line(number).text);
    if (head) {
      path = (head[1] ?? '').split('.');
      break;
    }
  }
  const table = /^\s*\[\[?([\w.-]*)$/.exec(before);
  if (table) {
    const inner = (table[1] ?? '').split('.');
    const options = under(inner.slice(0, -1)).flatMap((node) => named(node, (one) => meant(one).some((deep) => deep.properties)));
    return { from: context.pos - (inner.at(-1)?.length ?? 0), options };
  }
  const value = /^\s*([\w-]+)\s*=\s*\[?(?:.*,\s*)?"([^"]*)$/.exec(before);
  if (value) {
    const options = under([...path, value[1] ?? '']).flatMap((node) => [...(node.enum ?? []), ...(node.const === undefined ? [] : [node.const])]);
    const from = context.pos - (value[2]?.length ?? 0);
    return options.length > 0 ? { from, options: options.map((one) => ({ label: String(one), type: 'enum' })) } : null;
  }
  const key = /^\s*([\w-]*)$/.exec(before);
  if (!key || (key[1] === '' && !context.explicit)) return null;
  const options = under(path).flatMap((node) => named(node, () => true, ' = '));
  return { from: context.pos - (key[1]?.length ?? 0), options };
}

function named(node: Node, wanted: (node: Node) => boolean, behind = ''): Completion[] {
  return Object.entries(node.properties ?? {})
    .filter(([, one]) => wanted(one))
    .map(([label, one]) => {
      const info = one.description ?? meant(one).find(({ description }) => description)?.description;
      return { label, apply: label + behind, type: 'property', ...(info ? { detail: info.slice(0, 40), info } : {}) };
    });
}
