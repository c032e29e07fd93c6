// Folders of rules that are being written: a new one, what is added to one, how they come in and go out.

import { strToU8, unzipSync, zipSync } from 'fflate';
import example from '../../../src/cli/template/rules.toml?raw';
import head from '../../../src/cli/template/ruleset.toml?raw';
import type { GivenFile } from '../files';
import { foldersOf } from '../own';
import type { RuleFolder } from '../protocol';

/** Files that hold something else than rules. */
const OTHERS = ['ruleset.toml', 'waivers.toml', 'vocabulary.toml', 'profiles.toml'];

/** A folder with a name that is free. */
export function newFolder(others: RuleFolder[], withExample: boolean): RuleFolder {
  const taken = others.map(({ name }) => name);
  let name = 'bendi';
  for (let number = 2; taken.includes(name); number++) name = `bendi${number}`;
  const filled = head.replace('@NAME@', name).replace('@TITLE@', '本地规则').replace('@PARENT@', 'national');
  return { name, files: [['rules.toml', withExample ? example : ''], ['ruleset.toml', filled]] };
}

/** Whether nobody wrote anything into it. */
export function isEmpty({ files }: RuleFolder): boolean {
  return files.every(([path, text]) => path === 'ruleset.toml' || text.trim() === '');
}

/** The file of a folder that rules are added to: the one that is open, where it holds rules. */
export function ruleFile({ files }: RuleFolder, open: number): string {
  const holdsRules = (path: string | undefined): path is string => path !== undefined && path.endsWith('.toml') && !path.startsWith('vocabulary/') && !OTHERS.includes(path);
  const own = files[open]?.[0];
  return (holdsRules(own) ? own : files.map(([path]) => path).find(holdsRules)) ?? 'rules.toml';
}

/** The folder with a text at the end of a file. */
export function added(folder: RuleFolder, path: string, text: string): RuleFolder {
  const files = folder.files.map(([own, before]): [string, string] => [own, before]);
  const found = files.find(([own]) => own === path);
  if (found) found[1] = `${found[1].trimEnd()}${found[1].trim() ? '\n\n' : ''}${text.trim()}\n`;
  else files.unshift([path, `${text.trim()}\n`]);
  return { name: folder.name, files };
}

/** The folders in files that are given, those in a ZIP among them; `null` where one cannot be opened. */
export async function foldersIn(given: GivenFile[]): Promise<RuleFolder[] | null> {
  const files: GivenFile[] = [];
  for (const one of given) {
    if (!one.path.toLowerCase().endsWith('.zip')) {
      files.push(one);
      continue;
    }
    try {
      const inner = unzipSync(new Uint8Array(await one.file.arrayBuffer()));
      for (const [path, bytes] of Object.entries(inner)) if (!path.endsWith('/')) files.push({ path, file: new File([bytes as BlobPart], path) });
    } catch {
      return null;
    }
  }
  return foldersOf(files);
}

/** Folders as a ZIP. */
export function packed(folders: RuleFolder[]): Uint8Array {
  return zipSync(Object.fromEntries(folders.flatMap(({ name, files }) => files.map(([path, text]) => [`${name}/${path}`, strToU8(text)] as const))));
}
