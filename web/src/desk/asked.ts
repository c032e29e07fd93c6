// What the desk asks of the engine, and what is answered: `crates/gouji-author/src/desk/` says the same.

import type { Asked, Mistake } from '../protocol';

/** A document by its path and its bytes. */
export type DeskFile = [path: string, bytes: Uint8Array];

export type Question =
  | { ask: 'rules'; rules: Asked; cases: boolean }
  | { ask: 'look'; rules: Asked }
  | { ask: 'names'; rules: Asked; table: number }
  | { ask: 'form'; sketch: Sketch }
  | { ask: 'formula'; rules: Asked; form: string | null; text: string; condition: boolean }
  | { ask: 'case'; rules: Asked; id: string; line: number | null }
  | { ask: 'effect'; before: Asked; after: Asked; first: number | null }
  | { ask: 'usual'; files: string[] }
  | { ask: 'filled'; file: string; values: Record<string, SlotValue> };

/** Mistakes of rule files, or why something cannot be done, in the place of an answer. */
export interface Refused {
  mistakes?: Mistake[];
  refused?: string;
}

/** A rule of a folder that is tried. */
export interface RuleLine {
  id: string;
  kind: string;
  name: string;
  severity: string | null;
  basis: string | null;
}

/** How a case went. */
export interface CaseLine {
  rule: string;
  number: number;
  file: string;
  line: number;
  expect: string;
  mistake: Mistake | null;
}

/** What trying rule files came to. */
export interface Tried {
  mistakes: Mistake[];
  rules?: RuleLine[];
  cases?: CaseLine[];
}

export interface PaperCell {
  text: string;
  start: number;
  end: number;
  row: number;
  column: number;
  rows: number;
  columns: number;
}

export interface PaperTable {
  line: number;
  caption: string | null;
  /** Its columns are certain. */
  certain: boolean;
  rows: number;
  width: number;
  /** Ids of the forms that it was recognised as. */
  forms: string[];
  unit: string | null;
  remarks: string[];
  /** Names of columns by their place. */
  names: Record<string, string>;
  cells: PaperCell[];
}

export type Block = { table: number } | { text: string; start: number; end: number; line: number; heading: number | null };

export interface FormInfo {
  id: string;
  own: boolean;
  file: string;
  line: number | null;
  title: string | null;
  unit: string | null;
  sides: string[];
  columns: { name: string; kind: string; header: string[] | null }[];
  rows: string[];
  tables: number[] | null;
}

export type Verdict = 'holds' | 'rounding' | 'corroborated' | 'unchecked' | 'violation';

export interface CheckLine {
  verdict: Verdict;
  label: string | null;
  message: string;
  stated: string | null;
  computed: string | null;
  unit: string | null;
  line: number | null;
  places: [start: number, end: number][];
}

/** How a rule ended in a document. */
export interface RuleEnd {
  id: string;
  name: string | null;
  file: string | null;
  line: number | null;
  severity: string | null;
  words: string;
  applies: boolean;
  counts: { holds: number; corroborated: number; violation: number; unchecked: number };
  checks: CheckLine[];
}

export interface FindingLine {
  id: string;
  rule: string;
  severity: string;
  headline: string;
}

/** A document with what was recognised in it. */
export interface Look {
  path: string;
  kind: string | null;
  agency: string | null;
  year: number | null;
  layers: string[];
  mistakes: Mistake[];
  blocks: Block[];
  tables: PaperTable[];
  forms: FormInfo[];
  rules: RuleEnd[];
  findings: FindingLine[];
}

export interface SketchColumn {
  at: number;
  name: string;
  kind: string;
  header: string[];
  side: string | null;
}

export interface SketchRow {
  at: number;
  name: string;
  label: string;
  code: string | null;
  total: boolean;
  wanted: boolean;
}

/** The names of a table. */
export interface Sketch {
  id: string;
  title: string | null;
  sides: string[];
  columns: SketchColumn[];
  rows: SketchRow[];
}

/** A formula while it is written. */
export interface FormulaTold {
  parts: { start: number; end: number; text: string; kind: string; bare: boolean; value: string; constant: boolean }[];
  runs: string | null;
  mistake: { start: number; end: number; message: string; help: string | null; meant: string | null } | null;
}

/** What rules change of the findings of a document. */
export interface Effect {
  path: string;
  error?: string;
  before: number;
  after: number;
  came: FindingLine[];
  went: FindingLine[];
  changed: FindingLine[];
}

export type SlotKind = 'text' | 'id' | 'rule' | 'form' | 'column' | 'cell' | 'printed' | 'value' | 'number' | 'day' | 'choice' | 'rows';
export type SlotValue = string | string[][];

export interface UsualSlot {
  name: string;
  label: string;
  help: string | null;
  kind: SlotKind;
  optional: boolean;
  choices: [value: string, words: string][];
  holds: string[];
  columns: string[];
  takes: SlotKind[];
  sample: SlotValue;
}

/** A usual rule with slots. */
export interface Usual {
  title: string;
  about: string;
  file: string | null;
  rule: string | null;
  body: string;
  slot: UsualSlot[];
}
