// The room of rules.

import type { EngineClient } from './client';
import { make } from './dom';
import type { RuleFolder, RulesetInfo } from './protocol';
import type { RunDocument } from './run';

/** What the room asks of the page. */
export interface RulesHost {
  engine: EngineClient;
  folders(): RuleFolder[];
  rulesets(): RulesetInfo[];
  documents(): RunDocument[];
  today(): string;
  use(folders: RuleFolder[]): void;
}

export function showRules(room: HTMLElement, _host: RulesHost): void {
  if (room.childElementCount === 0) room.append(make('p', {}, '规则编辑器还没有做好'));
}
