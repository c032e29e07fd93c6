// What is written at the desk, kept in the browser so that a reload does not lose it. Documents are not kept.

import type { RuleFolder } from '../protocol';

/** What is kept. */
export interface KeptDesk {
  drafts: RuleFolder[];
  at: [folder: number, file: number] | null;
  panel: string;
  /** What stands in the fields of each panel. */
  fields: Record<string, unknown>;
}

const KEY = 'gouji-desk';

/** Keeps it; whether the browser did. */
export function keep(desk: KeptDesk): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify(desk));
    return true;
  } catch {
    return false;
  }
}

/** What was kept, if anything that can be used. */
export function kept(): KeptDesk | null {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? 'null') as KeptDesk | null;
    return found && Array.isArray(found.drafts) && found.drafts.every(({ name, files }) => typeof name === 'string' && Array.isArray(files)) ? found : null;
  } catch {
    return null;
  }
}
