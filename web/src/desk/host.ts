// What the panels of the desk share: the document that is looked at, the rules that are written, and who answers.

import type { Asked, Mistake } from '../protocol';
import type { Look, Question, Tried } from './asked';

/** The panels, by their names. */
export type Panel = 'mine' | 'naming' | 'formula' | 'usual' | 'files' | 'guide';

/** Rules with something added: what is wrong with them, and what they come to in the document. */
export interface Trial {
  mistakes: Mistake[];
  look: Look | null;
}

export interface Desk {
  /** Asks the engine, about the document that is shown; what is refused is thrown as an `AskRefused`. */
  ask<Answered>(question: Question): Promise<Answered>;
  /** The rules that are written. */
  rules(): Asked;
  /** The document that is shown, under these rules. */
  look(): Look | null;
  /** What trying them came to. */
  tried(): Tried | null;
  /** Forms, of the other documents that were looked at, too. */
  cells(): string[];
  /** Tries rules with a text added. */
  trial(text: string, file?: string | null): Promise<Trial>;
  /** Adds a text to the rules of the user's. */
  write(text: string, file?: string | null): Promise<void>;
  /** An id that nothing has. */
  free(id: string): string;
  /** Begins a waiver of a rule's finding, with the value that it stated. */
  waive(rule: string, stated: string): void;
  /** Shows places of the document. */
  point(places: [number, number][], look?: string): void;
  /** Leads to a line of a rule file. */
  lead(path: string, line: number): void;
  show(panel: Panel): void;
  say(text: string): void;
  /** Keeps what is written, so that it survives a reload. */
  keep(): void;
}

/** That the engine refused a question, in words; of rule files their mistakes. */
export class AskRefused extends Error {
  constructor(message: string, readonly mistakes: Mistake[] = []) {
    super(message);
  }
}

/** Calls once, when nothing was asked for a while. */
export function later(act: () => Promise<void> | void, pause = 400): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void act(), pause);
  };
}

/** Mistakes in words, each once. */
export function words(mistakes: Mistake[]): string[] {
  const all = mistakes.filter(({ severity }) => severity === 'error').map(({ message, help }) => (help ? `${message}（${help}）` : message));
  return [...new Set(all)];
}
