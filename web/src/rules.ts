// The room of rules: files that are changed, what is wrong with them, what changes on the documents of the page, and the guide.

import { strToU8, zipSync } from 'fflate';
import guide from '../../rules/README.md?raw';
import example from '../../src/cli/template/rules.toml?raw';
import head from '../../src/cli/template/ruleset.toml?raw';
import { EngineClient, EngineRefused } from './client';
import { button, make } from './dom';
import { RuleEditor } from './editor';
import { save } from './files';
import type { Asked, FindingLine, Mistake, RuleFolder, RulesetInfo, Tried } from './protocol';
import type { RunDocument } from './run';

/** What the room asks of the page. */
export interface RulesHost {
  engine: EngineClient;
  folders(): RuleFolder[];
  rulesets(): RulesetInfo[];
  documents(): RunDocument[];
  asked(): Asked;
  use(folders: RuleFolder[]): void;
}

/** So many documents are tried while somebody writes. */
const TRIED = 3;
const PAUSE = 500;

export class RulesRoom {
  #drafts: RuleFolder[];
  #at: [folder: number, file: number] | null = null;
  #editor: RuleEditor;
  #files = make('nav', { class: 'rule-files', 'aria-label': '规则文件' });
  #told = make('div', { class: 'told', role: 'status' });
  #cases = make('div', { class: 'cases' });
  #effect = make('div', { class: 'effect', role: 'status' });
  #timer = 0;
  /** What was written since the rules were last exported: it goes with the page. */
  #isUnsaved = false;
  #turn = 0;
  #before = new Map<number, { by: string; lines: FindingLine[] }>();

  constructor(room: HTMLElement, private host: RulesHost) {
    this.#drafts = structuredClone(host.folders());
    const choice = make('select', { 'aria-label': '内置规则集' }, ...host.rulesets().map(({ name, title }) => make('option', { value: name }, `${title}（${name}）`))) as HTMLSelectElement;
    const tools = make('p', { class: 'choices' },
      button('新建规则', () => this.#new()),
      make('span', { class: 'pair' }, choice, button('复制来改', () => void this.#copy(choice.value))),
      button('运行用例', () => void this.#run(), { id: 'run-cases' }),
      button('用这些规则审核', () => host.use(structuredClone(this.#drafts)), { class: 'main' }),
      button('导出（ZIP）', () => this.#export()),
    );
    const field = make('div', { class: 'field' });
    room.append(
      tools,
      make('div', { class: 'desk' }, this.#files, make('section', { class: 'write', 'aria-label': '编辑' }, field, this.#told, this.#cases), make('aside', {}, this.#effect, this.#guide())),
    );
    this.#editor = new RuleEditor(field, (text) => {
      const file = this.#file();
      if (!file) return;
      if (file[1] !== text) this.#isUnsaved = true;
      file[1] = text;
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => void this.#try(), PAUSE);
    });
    addEventListener('beforeunload', (event) => {
      if (this.#isUnsaved) event.preventDefault();
    });
    if (this.#drafts.length > 0) this.#open(0, 0);
    else this.#new();
  }

  #file(): [string, string] | undefined {
    return this.#at ? this.#drafts[this.#at[0]]?.files[this.#at[1]] : undefined;
  }

  #asked(): Asked {
    return { ...this.host.asked(), folders: this.#drafts };
  }

  #open(folder: number, file: number): void {
    this.#at = [folder, file];
    this.#editor.show(this.#file()?.[1] ?? '');
    this.#list();
    void this.#try();
  }

  #list(): void {
    this.#files.replaceChildren(
      ...this.#drafts.map((folder, at) =>
        make('div', {}, make('h2', {}, folder.name), make('ul', {}, ...folder.files.map(([path], file) =>
          make('li', {}, button(path, () => this.#open(at, file), { 'aria-current': String(this.#at?.[0] === at && this.#at[1] === file) }))))),
      ),
    );
  }

  #new(): void {
    const taken = this.#drafts.map(({ name }) => name);
    let name = 'bendi';
    for (let number = 2; taken.includes(name); number++) name = `bendi${number}`;
    const filled = head.replace('@NAME@', name).replace('@TITLE@', '本地规则').replace('@PARENT@', 'national');
    this.#drafts.push({ name, files: [['rules.toml', example], ['ruleset.toml', filled]] });
    this.#open(this.#drafts.length - 1, 0);
  }

  async #copy(name: string): Promise<void> {
    const known = this.#drafts.findIndex((folder) => folder.name === name);
    if (known >= 0) return this.#open(known, 0);
    this.#drafts.push({ name, files: await this.host.engine.call('rulesetFiles', name) });
    this.#open(this.#drafts.length - 1, 0);
  }

  #export(): void {
    const files = this.#drafts.flatMap((folder) => folder.files.map(([path, text]) => [`${folder.name}/${path}`, strToU8(text)] as const));
    this.#isUnsaved = false;
    save('规则.zip', [zipSync(Object.fromEntries(files)) as BlobPart], 'application/zip');
  }

  /** Tells what is wrong with the rules, and what they change. */
  async #try(): Promise<void> {
    const turn = ++this.#turn;
    const tried = await this.host.engine.call('tryRules', this.#asked(), false);
    if (turn !== this.#turn) return;
    this.#show(tried);
    if (tried.mistakes.some(({ severity }) => severity === 'error')) this.#effect.replaceChildren(make('p', {}, '规则有错，改好后显示对文件的影响'));
    else await this.#compare(turn);
  }

  #show(tried: Tried): void {
    const file = this.#file();
    const folder = this.#at ? this.#drafts[this.#at[0]]?.name : undefined;
    this.#editor.mistakes(tried.mistakes.filter((mistake) => file && mistake.file === `${folder}/${file[0]}`));
    const count = tried.rules?.length ?? 0;
    const lines = tried.mistakes.map((mistake) => this.#mistake(mistake));
    this.#told.replaceChildren(make('p', { class: tried.mistakes.length > 0 ? 'bad' : 'good' }, tried.mistakes.length > 0 ? `错误和提醒 ${tried.mistakes.length} 处` : `没有错误：规则、语句、表样等 ${count} 条`), make('ul', {}, ...lines));
  }

  #mistake(mistake: Mistake): HTMLElement {
    const place = mistake.line ? `${mistake.file} 第 ${mistake.line} 行` : mistake.file;
    const words = `${place}：${mistake.message}${mistake.help ? `（${mistake.help}）` : ''}`;
    return make('li', { class: mistake.severity === 'error' ? 'bad' : 'warn' }, button(words, () => this.#lead(mistake.file, mistake.line ?? 1), { class: 'link' }));
  }

  #lead(path: string, line: number): void {
    for (const [at, folder] of this.#drafts.entries()) {
      const file = folder.files.findIndex(([inner]) => `${folder.name}/${inner}` === path);
      if (file >= 0) {
        if (this.#at?.[0] !== at || this.#at[1] !== file) this.#open(at, file);
        this.#editor.go(line);
      }
    }
  }

  async #run(): Promise<void> {
    this.#cases.replaceChildren(make('p', {}, '正在运行用例'));
    const tried = await this.host.engine.call('tryRules', this.#asked(), true);
    this.#show(tried);
    const failed = (tried.cases ?? []).filter(({ mistake }) => mistake);
    const sum = tried.cases?.length ?? 0;
    const words = tried.cases ? (failed.length > 0 ? `用例 ${sum} 个，没有通过 ${failed.length} 个` : `用例 ${sum} 个，全部通过`) : '规则有错，没有运行用例';
    this.#cases.replaceChildren(
      make('p', { class: failed.length > 0 || !tried.cases ? 'bad' : 'good' }, words),
      make('ul', {}, ...failed.map(({ mistake }) => (mistake ? this.#mistake(mistake) : make('li')))),
    );
  }

  /** What comes and goes on the documents of the page. */
  async #compare(turn: number): Promise<void> {
    const documents = this.host.documents().slice(0, TRIED);
    if (documents.length === 0) {
      this.#effect.replaceChildren(make('p', {}, '先在“审核”里放入一份文件，这里就显示改动规则后它的问题有什么变化'));
      return;
    }
    this.#effect.setAttribute('aria-busy', 'true');
    const sections: HTMLElement[] = [make('h2', {}, '对文件的影响')];
    try {
      for (const { index, path, file } of documents) {
        const bytes = async () => new Uint8Array(await file.arrayBuffer());
        const by = JSON.stringify(this.host.asked());
        let before = this.#before.get(index);
        if (before?.by !== by) {
          before = { by, lines: await this.host.engine.call('preview', this.host.asked(), path, await bytes()) };
          this.#before.set(index, before);
        }
        const now = await this.host.engine.call('preview', this.#asked(), path, await bytes());
        if (turn !== this.#turn) return;
        const missing = (from: FindingLine[], others: FindingLine[]) => from.filter(({ id }) => !others.some((other) => other.id === id));
        const [came, went] = [missing(now, before.lines), missing(before.lines, now)];
        const list = (lines: FindingLine[], word: string, look: string) => lines.map((line) => make('li', { class: look }, `${word} ${line.headline}`));
        sections.push(
          make('h3', {}, path),
          make('p', {}, came.length + went.length > 0 ? `问题 ${now.length} 处：多 ${came.length}，少 ${went.length}` : `问题 ${now.length} 处，没有变化`),
          make('ul', {}, ...list(came, '多', 'bad'), ...list(went, '少', 'good')),
        );
      }
    } catch (error) {
      if (turn !== this.#turn) return;
      sections.push(make('p', { class: 'bad' }, error instanceof EngineRefused ? '这些规则还不能一起用：请看编辑框下面的错误' : '没有算出来；请再改一处试试'));
    }
    this.#effect.removeAttribute('aria-busy');
    this.#effect.replaceChildren(...sections);
  }

  /** The guide; its examples are put into the editor with a click. */
  #guide(): HTMLElement {
    const out = make('details', { class: 'guide' }, make('summary', {}, '规则怎么写'));
    guide.split(/^```/m).forEach((piece, at) => {
      if (at % 2 === 0) {
        for (const text of piece.split(/\n(?=#+ )/)) {
          const [, title, rest] = /^\s*#+ (.*)\n?([\s\S]*)$/.exec(text) ?? [, '', text];
          if (title) out.append(make('h3', {}, title));
          for (const part of (rest ?? '').split(/\n{2,}/)) if (part.trim()) out.append(said(part.trim().replace(/`([^`]*)`/g, '$1')));
        }
        return;
      }
      const end = piece.indexOf('\n');
      const [kind, code] = [piece.slice(0, end).trim(), piece.slice(end + 1)];
      out.append(make('pre', { tabindex: '0' }, code));
      if (kind === 'toml') out.append(button('放到光标处', () => this.#editor.insert(code)));
    });
    return out;
  }
}

/** A paragraph of the guide, or a table where its lines are rows of one. */
function said(text: string): HTMLElement {
  if (!text.startsWith('|')) return make('p', {}, text);
  const rows = text.split('\n').filter((line) => !/^[|:\s-]+$/.test(line)).map((line) => line.replace(/^\|\s*|\s*\|$/g, '').split(/\s+\|\s+/));
  const [first = [], ...rest] = rows;
  return make('table', {}, make('thead', {}, make('tr', {}, ...first.map((cell) => make('th', {}, cell)))), make('tbody', {}, ...rest.map((cells) => make('tr', {}, ...cells.map((cell) => make('td', {}, cell))))));
}
