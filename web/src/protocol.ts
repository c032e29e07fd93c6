// What the page and its worker say to each other. What the desk of rules asks stands in desk/asked.ts.

import type { DeskFile, Question } from './desk/asked';

/** A mistake in a rule file: lines and columns count from 1. */
export interface Mistake {
  id: string;
  severity: 'error' | 'warning';
  message: string;
  file: string;
  line: number | null;
  column: number | null;
  span: { start: number; end: number } | null;
  label: string | null;
  help: string | null;
}

/** A folder of rule files of the user's. */
export interface RuleFolder {
  name: string;
  files: [path: string, text: string][];
}

/** Which rules a run goes by, and its day. */
export interface Asked {
  ruleset: string | null;
  folders: RuleFolder[];
  today: string;
}

/** A built-in ruleset. */
export interface RulesetInfo {
  name: string;
  title: string;
  extends: string | null;
  beside: boolean;
  years: string | null;
}

/** What a document came to. */
export interface Summary {
  error: string | null;
  agency: string | null;
  year: number | null;
  kind: string | null;
  ruleset: string | null;
  format: string | null;
  errors: number | null;
  warnings: number | null;
  hints: number | null;
  judged: boolean;
  lacks: string | null;
  figures: number | null;
  checked: number | null;
  corroborated: number | null;
  findings: string[] | null;
  mistakes: Mistake[] | null;
}

/** A document that another one is judged beside. */
export type Other = [name: string, index: number, path: string, bytes: Uint8Array];

/** What the worker does: names, arguments and answers. */
export interface Calls {
  start(packed: Uint8Array): { program: string; rulesets: RulesetInfo[] };
  isDocument(names: string[]): boolean[];
  auditor(asked: Asked, ledger: Uint8Array | null): { warnings: Mistake[] };
  facts(index: number, path: string, bytes: Uint8Array): void;
  withoutFacts(index: number): void;
  companions(count: number): [name: string, index: number][][];
  audit(index: number, path: string, bytes: Uint8Array, others: Other[]): Summary;
  failed(index: number, path: string, message: string): Summary;
  holds(index: number): boolean;
  knows(index: number): boolean;
  report(index: number, format: string): Uint8Array;
  reportBegin(format: string): Uint8Array;
  reportPiece(index: number, format: string): Uint8Array;
  reportBetween(format: string): Uint8Array;
  reportEnd(format: string): Uint8Array;
  indexPage(files: string[]): Uint8Array;
  opinion(index: number | null, kind: string): Uint8Array;
  ledger(): Uint8Array;
  copy(index: number, bytes: Uint8Array, ticks: boolean): Uint8Array;
  rulesetFiles(name: string): [path: string, text: string][];
  ask(question: Question, files: DeskFile[]): unknown;
  memory(): number;
}

/** A call on its way to the worker. */
export interface Call {
  id: number;
  name: keyof Calls;
  args: unknown[];
}

/** Its answer: a value, why there is none, or that the engine is gone. */
export interface Answer {
  id: number;
  value?: unknown;
  refused?: string;
  dead?: string;
}
