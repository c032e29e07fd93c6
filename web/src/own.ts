// Folders of rules of the user's: as they were given, and as the editor changes them.

import { type GivenFile, isRule, text } from './files';
import type { RuleFolder } from './protocol';

/** The name of what was given without a folder. */
const LOOSE = '自己的规则';

/** Rules and documents among what was given: loose rule files are rules, and so is all in a folder with a `ruleset.toml`. */
export function parted(files: GivenFile[]): { rules: GivenFile[]; rest: GivenFile[] } {
  const heads = files.map(({ path }) => path).filter((path) => path.endsWith('/ruleset.toml')).map((path) => path.slice(0, -'ruleset.toml'.length));
  const isOfRules = ({ path }: GivenFile) => (path.includes('/') ? heads.some((head) => path.startsWith(head)) : isRule(path));
  return { rules: files.filter(isOfRules), rest: files.filter((file) => !isOfRules(file)) };
}

/** Folders of rules in what was given: one for each `ruleset.toml`, the rest by its outermost folder. */
export async function foldersOf(files: GivenFile[]): Promise<RuleFolder[]> {
  const heads = files.map(({ path }) => path).filter((path) => path.endsWith('/ruleset.toml')).map((path) => path.slice(0, -'ruleset.toml'.length));
  // the innermost one counts
  heads.sort((a, b) => b.length - a.length);
  const folders = new Map<string, RuleFolder>();
  for (const { path, file } of files) {
    const slash = path.indexOf('/');
    const root = heads.find((head) => path.startsWith(head)) ?? (slash < 0 ? '' : path.slice(0, slash + 1));
    const inner = path.slice(root.length);
    const isBase = inner.startsWith('cases/') && inner.toLowerCase().endsWith('.txt');
    if (!isRule(path) && !isBase) continue;
    const name = root.replace(/\/$/, '') || LOOSE;
    const folder = folders.get(name) ?? { name, files: [] };
    folder.files.push([inner, await text(file)]);
    folders.set(name, folder);
  }
  // documents of cases alone are no rules
  return [...folders.values()].filter((folder) => folder.files.some(([path]) => isRule(path)));
}

/** Takes folders over: one of the same name is replaced, of loose files each by its name. */
export function merged(own: RuleFolder[], more: RuleFolder[]): RuleFolder[] {
  const out = own.map((folder) => ({ ...folder, files: [...folder.files] }));
  for (const folder of more) {
    const known = out.find(({ name }) => name === folder.name);
    if (!known) out.push(folder);
    else if (folder.name !== LOOSE) known.files = folder.files;
    else {
      for (const file of folder.files) {
        known.files = known.files.filter(([path]) => path !== file[0]);
        known.files.push(file);
      }
    }
  }
  return out;
}
