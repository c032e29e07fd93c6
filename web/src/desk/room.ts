// The desk: the document on the left, the rules of the user's on the right, what they change below.

import { EngineClient, EngineLost, EngineRefused } from '../client';
import { button, make } from '../dom';
import { chosen, type GivenFile, save } from '../files';
import { today } from '../names';
import { merged, parted } from '../own';
import type { Asked, RuleFolder, RulesetInfo } from '../protocol';
import type { RunDocument } from '../run';
import type { DeskFile, Effect, Look, Question, Refused, Tried } from './asked';
import { added, foldersIn, isEmpty, newFolder, packed, ruleFile } from './drafts';
import { changes, confirmed, filesOf, sums, WHILE_WRITING } from './effect';
import { choice } from './field';
import { FilesPanel } from './files';
import { FormulaPanel } from './formula';
import { guidePage } from './guide';
import { AskRefused, type Desk, later, type Panel, type Trial, words } from './host';
import { keep, kept } from './kept';
import { Mine } from './mine';
import { Naming } from './naming';
import { Paper } from './paper';
import { UsualPanel } from './usual';

/** What the room asks of the page. */
export interface RulesHost {
  engine: EngineClient;
  folders(): RuleFolder[];
  rulesets(): RulesetInfo[];
  documents(): RunDocument[];
  asked(): Asked;
  add(files: GivenFile[]): Promise<void>;
  sample(): GivenFile;
  use(folders: RuleFolder[]): void;
}

const PANELS: [name: Panel, words: string][] = [['mine', '我的规则'], ['naming', '给表起名'], ['formula', '写公式'], ['usual', '常用规则'], ['files', '规则文件'], ['guide', '怎么写']];
/** So many figures of forms are offered to choose from. */
const CELLS = 3000;

export class RulesRoom implements Desk {
  #drafts: RuleFolder[];
  #look: Look | null = null;
  #tried: Tried | null = null;
  /** Forms of all documents that were looked at, by path. */
  #seen = new Map<string, string[]>();
  #shown: number | null = null;
  #turn = 0;
  #paper: Paper;
  #mine = new Mine(this);
  #naming: Naming;
  #formula = new FormulaPanel(this);
  #usual = new UsualPanel(this);
  #files: FilesPanel;
  #panels = new Map<Panel, { tab: HTMLElement; panel: HTMLElement }>();
  #panel: Panel = 'mine';
  #documents = make('select', { 'aria-label': '看哪一份文件' }) as HTMLSelectElement;
  #facts = make('p', { class: 'facts soft' });
  #effect = make('details', { class: 'effect' }, make('summary', {}, '正在看规则……'));
  #message = make('p', { class: 'message', role: 'status' });
  #kept = make('span', { class: 'soft' });
  #cells = make('datalist', { id: 'known-cells' });
  #rules = make('datalist', { id: 'known-rules' });
  #drawn = '';
  #isKept = true;
  #keep = later(() => this.#store(), 300);
  #again = later(() => this.#try(), 500);

  constructor(room: HTMLElement, private host: RulesHost) {
    const before = kept();
    this.#drafts = structuredClone(merged((before?.drafts ?? []).filter((folder) => !isEmpty(folder)), host.folders()));
    const isKnown = this.#drafts.length > host.folders().length;
    if (this.#drafts.length === 0) this.#drafts.push(newFolder([], false));
    this.#paper = new Paper({
      name: (table) => {
        this.show('naming');
        void this.#naming.take(table);
      },
      use: (form, name) => {
        this.show('formula');
        this.#formula.use(form, name);
      },
      cell: (row, column) => this.#naming.cell(row, column),
    });
    this.#naming = new Naming(this, this.#paper);
    this.#files = new FilesPanel({
      drafts: () => this.#drafts,
      changed: () => this.#changed(),
      runCases: () => this.ask<Tried>({ ask: 'rules', rules: this.rules(), cases: true }).catch((error: unknown) => ({ mistakes: error instanceof AskRefused ? error.mistakes : [] })),
    });
    room.append(this.#tools(), make('div', { class: 'desk' }, this.#left(), this.#right()), this.#cells, this.#rules);
    this.#naming.restore(before?.fields['naming']);
    this.#formula.restore(before?.fields['formula']);
    this.#usual.restore(before?.fields['usual']);
    this.#files.open(...this.#valid(before?.at ?? null));
    this.documentsChanged();
    if (isKnown) this.say('上次写的规则还在：存在这台电脑的浏览器里。文件没有存，请重新放入');
    this.show(PANELS.find(([name]) => name === before?.panel)?.[0] ?? 'mine');
    addEventListener('beforeunload', (event) => {
      this.#store();
      if (!this.#isKept && !this.#drafts.every(isEmpty)) event.preventDefault();
    });
    if (this.#shown === null) void this.#try();
  }

  // --- what stands there

  #tools(): HTMLElement {
    const names = this.host.rulesets().map(({ name, title }): [string, string] => [name, `${title}（${name}）`]);
    const built = choice(names, names[0]?.[0] ?? '', () => undefined, { 'aria-label': '内置规则集' });
    const more = make('details', { class: 'more' }, make('summary', {}, '更多'), make('p', { class: 'choices' },
      button('新建带例子的规则', () => this.#new()),
      make('span', { class: 'pair' }, built, button('复制来改', () => void this.#copy(built.value))),
      button('清除全部规则', () => this.#clear()),
    ));
    return make('div', { class: 'choices desk-tools' },
      this.#take('打开规则（文件或 ZIP）', { id: 'open-rules', multiple: '', accept: '.toml,.rhai,.zip,.txt' }, (files) => this.takeRules(files)),
      this.#take('打开规则文件夹', { id: 'open-folder', webkitdirectory: '' }, (files) => this.takeRules(files)),
      button('下载规则（ZIP）', () => this.#export(), { id: 'save-rules' }),
      more,
      this.#kept,
      button('用这些规则审核…', () => void this.#use(), { class: 'main', id: 'use-rules' }),
    );
  }

  /** A button that takes files. */
  #take(label: string, attributes: Record<string, string>, act: (files: GivenFile[]) => Promise<void>): HTMLElement {
    const field = make('input', { type: 'file', ...attributes }) as HTMLInputElement;
    field.addEventListener('change', () => {
      const files = field.files ? chosen(field.files) : [];
      field.value = '';
      if (files.length > 0) void act(files);
    });
    return make('label', { class: 'button' }, label, field);
  }

  #left(): HTMLElement {
    this.#documents.addEventListener('change', () => {
      this.#shown = Number(this.#documents.value);
      this.#look = null;
      this.#naming.detach();
      void this.#try();
    });
    const add = this.#take('放入文件', { id: 'desk-files', multiple: '' }, (files) => this.host.add(files));
    return make('section', { class: 'left-side', 'aria-label': '文件' }, make('div', { class: 'choices' }, this.#documents, add), this.#facts, this.#paper.element);
  }

  #right(): HTMLElement {
    const inner: Record<Panel, HTMLElement> = {
      mine: this.#mine.element, naming: this.#naming.element, formula: this.#formula.element, usual: this.#usual.element, files: this.#files.element,
      guide: guidePage((code) => {
        this.show('files');
        this.#files.insert(code);
      }),
    };
    const tabs = make('div', { role: 'tablist', 'aria-label': '规则', class: 'tabs' });
    const panels = PANELS.map(([name, said]) => {
      const tab = button(said, () => {
        this.say('');
        this.show(name);
      }, { role: 'tab', id: `tab-${name}`, 'aria-controls': `panel-${name}` });
      tabs.append(tab);
      const panel = make('div', { role: 'tabpanel', id: `panel-${name}`, 'aria-labelledby': `tab-${name}`, class: 'tab-panel', tabindex: '0' }, inner[name]);
      this.#panels.set(name, { tab, panel });
      return panel;
    });
    tabs.addEventListener('keydown', ({ key }) => {
      const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
      if (step === 0) return;
      const at = PANELS.findIndex(([name]) => name === this.#panel);
      const next = PANELS[(at + step + PANELS.length) % PANELS.length]?.[0] ?? 'mine';
      this.show(next);
      this.#panels.get(next)?.tab.focus();
    });
    return make('section', { class: 'right-side', 'aria-label': '规则' }, tabs, this.#message, ...panels, this.#effect);
  }

  show(panel: Panel): void {
    this.#panel = panel;
    for (const [name, { tab, panel: element }] of this.#panels) {
      tab.setAttribute('aria-selected', String(name === panel));
      tab.tabIndex = name === panel ? 0 : -1;
      element.hidden = name !== panel;
    }
    if (panel === 'mine') this.#mine.draw();
    if (panel === 'naming') this.#naming.draw();
    else this.#paper.naming(null);
    if (panel === 'formula') this.#formula.draw();
    if (panel === 'usual') void this.#usual.draw();
    if (panel === 'files') this.#files.open(...this.#valid(this.#files.at));
    if (panel === 'files' && this.#tried) this.#files.show(this.#tried);
    this.#keep();
  }

  say(text: string): void {
    this.#message.textContent = text;
  }

  // --- the folders

  /** A place that there is: the one that is asked for, or the first file of rules. */
  #valid(at: [number, number] | null): [number, number] {
    if (at && this.#drafts[at[0]]?.files[at[1]]) return at;
    return [0, Math.max(0, this.#drafts[0]?.files.findIndex(([path]) => path !== 'ruleset.toml') ?? 0)];
  }

  #open(folder: number): void {
    const file = this.#drafts[folder]?.files.findIndex(([path]) => path !== 'ruleset.toml') ?? 0;
    this.#files.open(folder, Math.max(file, 0));
    this.show('files');
    this.#changed();
  }

  #new(): void {
    // an empty one makes way
    this.#drafts = this.#drafts.filter((folder) => !isEmpty(folder));
    this.#drafts.push(newFolder(this.#drafts, true));
    this.#open(this.#drafts.length - 1);
  }

  async #copy(name: string): Promise<void> {
    const known = this.#drafts.findIndex((folder) => folder.name === name);
    if (known >= 0) return this.#open(known);
    this.#drafts.push({ name, files: await this.host.engine.call('rulesetFiles', name) });
    this.#open(this.#drafts.length - 1);
  }

  #clear(): void {
    if (!confirm('清除这里写的全部规则？没有下载的就没有了')) return;
    this.#drafts = [];
    this.#drafts.push(newFolder([], false));
    this.#open(0);
    this.show('mine');
    this.say('已经清除');
  }

  /** Takes rules over that are given: files, folders, and ZIPs as they are downloaded. */
  async takeRules(given: GivenFile[]): Promise<void> {
    const folders = await foldersIn(given);
    if (!folders) return this.say('这个 ZIP 打不开：请用“下载规则”存下来的，或者先解压，再打开文件夹');
    if (folders.length === 0) return this.say('里面没有规则文件（.toml）');
    this.#drafts = merged(this.#drafts.filter((folder) => !isEmpty(folder)), folders);
    this.#files.open(...this.#valid(null));
    this.show('mine');
    this.say(`打开了规则 ${folders.map(({ name }) => name).join('、')}`);
    this.#changed();
  }

  /** Rules and documents that were dropped here. */
  async dropped(files: GivenFile[]): Promise<void> {
    const { rules, rest } = parted(files);
    if (rules.length > 0) await this.takeRules(rules);
    if (rest.length > 0) await this.host.add(rest);
  }

  #export(): void {
    save(`规则-${today()}.zip`, [packed(this.#drafts) as BlobPart], 'application/zip');
    this.#isKept = true;
  }

  #store(): void {
    this.#isKept = keep({
      drafts: this.#drafts, at: this.#files.at, panel: this.#panel,
      fields: { naming: this.#naming.state(), formula: this.#formula.state(), usual: this.#usual.state() },
    });
    this.#kept.textContent = this.#isKept ? '规则已存在这台电脑的浏览器里' : '浏览器存不下：离开以前请下载规则';
  }

  keep(): void {
    this.#keep();
  }

  #changed(): void {
    this.#keep();
    this.#again();
  }

  // --- what the panels ask

  rules(): Asked {
    return { ...this.host.asked(), folders: this.#drafts };
  }

  look(): Look | null {
    return this.#look;
  }

  tried(): Tried | null {
    return this.#tried;
  }

  cells(): string[] {
    return [...new Set([...this.#seen.values()].flat())].slice(0, CELLS);
  }

  point(places: [number, number][], look?: string): void {
    this.#paper.point(places, look);
  }

  waive(rule: string, stated: string): void {
    this.show('usual');
    void this.#usual.waive(rule, stated);
  }

  lead(path: string, line: number): void {
    this.show('files');
    this.#files.lead(path, line);
  }

  free(id: string): string {
    const taken = new Set([...(this.#tried?.rules ?? []).map((rule) => rule.id), ...(this.#look?.forms ?? []).map((form) => form.id)]);
    const stem = id.replace(/_\d+$/, '');
    for (let number = 1; ; number++) {
      const own = number === 1 ? id : `${stem}_${number}`;
      if (!taken.has(own)) return own;
    }
  }

  /** The document that is shown with those that it may be judged beside: itself first. */
  async #beside(): Promise<DeskFile[]> {
    const all = this.host.documents();
    const own = all[this.#shown ?? -1];
    return own ? filesOf([own, ...all.filter((other) => other !== own).slice(0, WHILE_WRITING)]) : [];
  }

  async ask<Answered>(question: Question): Promise<Answered> {
    const isAboutAll = question.ask === 'look';
    const needsNone = question.ask === 'rules' || question.ask === 'form' || question.ask === 'usual' || question.ask === 'filled';
    const files = needsNone ? [] : isAboutAll ? await this.#beside() : (await this.#beside()).slice(0, 1);
    return this.#asked<Answered>(question, files);
  }

  async #asked<Answered>(question: Question, files: DeskFile[]): Promise<Answered> {
    let answer: unknown;
    try {
      answer = await this.host.engine.call('ask', question, files);
    } catch (error) {
      if (error instanceof EngineLost) throw new AskRefused('审核程序出错或停下了，请再试一次');
      throw error instanceof EngineRefused ? new AskRefused(error.message) : error;
    }
    const { mistakes, refused } = answer as Refused;
    if (refused !== undefined) throw new AskRefused(refused);
    // those that tell mistakes beside what they are asked for
    if (mistakes && question.ask !== 'rules' && question.ask !== 'look') throw new AskRefused(words(mistakes).join('；'), mistakes);
    if (question.ask === 'look' && !('blocks' in (answer as object))) throw new AskRefused(words(mistakes ?? []).join('；'), mistakes ?? []);
    return answer as Answered;
  }

  /** Where an addition goes: the folder that is open, and its file. */
  #target(file: string | null | undefined): [at: number, folder: RuleFolder, path: string] {
    const [at, open] = this.#valid(this.#files.at);
    const folder = this.#drafts[at] ?? newFolder(this.#drafts, false);
    return [at, folder, file ?? ruleFile(folder, open)];
  }

  async trial(text: string, file?: string | null): Promise<Trial> {
    const [at, folder, path] = this.#target(file);
    const rules = { ...this.rules(), folders: this.#drafts.map((own, index) => (index === at ? added(folder, path, text) : own)) };
    const { mistakes } = await this.ask<Tried>({ ask: 'rules', rules, cases: false });
    const isWrong = mistakes.some(({ severity }) => severity === 'error');
    const look = isWrong || this.#shown === null ? null : await this.ask<Look>({ ask: 'look', rules }).catch(() => null);
    return { mistakes, look };
  }

  async write(text: string, file?: string | null): Promise<void> {
    const [at, folder, path] = this.#target(file);
    const made = added(folder, path, text);
    this.#drafts[at] = made;
    this.#files.open(at, made.files.findIndex(([own]) => own === path));
    this.#store();
    await this.#try();
  }

  // --- what comes of the rules

  /** Documents came or went. */
  documentsChanged(): void {
    const all = this.host.documents();
    if (this.#shown !== null && !all[this.#shown]) this.#shown = null;
    if (this.#shown === null && all.length > 0) this.#shown = 0;
    this.#documents.replaceChildren(...all.map(({ path }, at) => make('option', { value: String(at) }, path)));
    this.#documents.hidden = all.length === 0;
    this.#documents.value = String(this.#shown ?? '');
    if (all.length === 0) {
      this.#drawn = '';
      const sample = button('先用样例', () => void this.host.add([this.host.sample()]));
      this.#paper.tell(make('div', { class: 'box' },
        make('h2', {}, '在这里看着文件写规则'),
        make('p', {}, '点上面的“放入文件”，或者把文件拖到这里：Word、Excel、PDF、OFD、网页、文本都可以。'),
        make('p', {}, '放入以后，左边是文件，右边是我的规则；每条规则核对了几处、几处不符，随写随看。'),
        make('p', {}, sample),
      ));
    } else void this.#try();
  }

  /** Tells what is wrong with the rules, what they come to in the document, and what they change. */
  async #try(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const tried = await this.ask<Tried>({ ask: 'rules', rules: this.rules(), cases: false });
      if (turn !== this.#turn) return;
      this.#tried = tried;
      this.#files.show(tried);
      if (tried.mistakes.some(({ severity }) => severity === 'error')) {
        this.#effect.replaceChildren(make('summary', {}, '规则有错，改好后显示对文件的影响'));
        this.#fresh();
        return;
      }
      if (this.#shown !== null) {
        const look = await this.ask<Look>({ ask: 'look', rules: this.rules() });
        if (turn !== this.#turn) return;
        this.#taken(look);
      }
      this.#fresh();
      void this.#compare(turn);
    } catch (error) {
      if (turn !== this.#turn) return;
      const told = error instanceof AskRefused ? error.message : '没有算出来；请再改一处试试';
      this.#effect.replaceChildren(make('summary', {}, told || '没有算出来；请再改一处试试'));
      if (this.#shown !== null && !this.#look) this.#paper.tell(make('p', { class: 'bad' }, told));
      this.#fresh();
    }
  }

  /** A document with what was recognised in it is shown. */
  #taken(look: Look): void {
    this.#look = look;
    // what is the same keeps its lights and where it was scrolled to
    const drawn = JSON.stringify([look.path, look.blocks, look.tables]);
    if (drawn !== this.#drawn) this.#paper.draw(look);
    this.#drawn = drawn;
    const cells = look.forms.flatMap(({ id, sides, columns, rows }) =>
      rows.flatMap((row) => columns.filter(({ kind }) => ['金额', '个数', '百分数', '数'].includes(kind)).map(({ name }) => (sides.length > 0 ? `${id}.${sides[0]}.${row}.${name}` : `${id}.${row}.${name}`))));
    this.#seen.set(look.path, cells);
    const options = (all: string[]) => [...new Set(all)].map((value) => make('option', { value }));
    this.#cells.replaceChildren(...options(this.cells()));
    this.#rules.replaceChildren(...options([...look.findings.map(({ rule }) => rule), ...look.rules.map(({ id }) => id)]));
    const unknown = look.tables.filter(({ forms }) => forms.length === 0).length;
    this.#facts.textContent = [look.agency, look.year ? `${look.year} 年` : null, look.kind, `表 ${look.tables.length} 张${unknown > 0 ? `，没有认出 ${unknown} 张` : ''}`].filter((fact) => fact).join(' · ');
  }

  /** Draws the panel that is open anew, but for what somebody is writing. */
  #fresh(): void {
    if (this.#panel === 'mine') this.#mine.draw();
    const isWriting = this.#panels.get(this.#panel)?.panel.contains(document.activeElement) && document.activeElement?.matches('input, textarea, select');
    if (this.#panel === 'formula' && !isWriting) this.#formula.draw();
    if (this.#panel === 'usual' && !isWriting) void this.#usual.draw();
  }

  #effects(before: Asked, after: Asked, files: DeskFile[], first: number | null = null): Promise<{ documents?: Effect[] } & Refused> {
    return this.host.engine.call('ask', { ask: 'effect', before, after, first }, files) as Promise<{ documents?: Effect[] } & Refused>;
  }

  /** What comes and goes on the documents of the page. */
  async #compare(turn: number): Promise<void> {
    const all = this.host.documents();
    if (all.length === 0) {
      this.#effect.replaceChildren(make('summary', {}, '放入一份文件，这里就显示改动规则后它的问题有什么变化'));
      return;
    }
    this.#effect.setAttribute('aria-busy', 'true');
    const own = all[this.#shown ?? 0];
    const some = [...(own ? [own] : []), ...all.filter((one) => one !== own)].slice(0, WHILE_WRITING);
    const told: Effect[] = [];
    // one by one: what somebody writes meanwhile is answered in between
    for (const one of some) {
      const files = await filesOf([one, ...some.filter((other) => other !== one)]);
      const answer = await this.#effects(this.host.asked(), this.rules(), files, 1).catch((): Refused => ({}));
      if (turn !== this.#turn) return;
      told.push(...(('documents' in answer && answer.documents) || []));
    }
    this.#effect.removeAttribute('aria-busy');
    const more = all.length > told.length ? `（只比较了 ${told.length} 份）` : '';
    const sum = told.length > 0 ? `与现在用的规则相比：${sums(told)}${more}` : '没有比较出来；请再改一处试试';
    this.#effect.replaceChildren(make('summary', {}, sum), make('div', { class: 'effect-list', tabindex: '0', role: 'region', 'aria-label': '改动的影响' }, ...told.flatMap((one) => changes(one, 5))));
  }

  /** Uses the rules, after what they change was seen. */
  async #use(): Promise<void> {
    const drafts = structuredClone(this.#drafts).filter((folder) => !isEmpty(folder));
    const after = { ...this.host.asked(), folders: drafts };
    if (await confirmed(this.host.asked(), after, this.host.documents(), (...asked) => this.#effects(...asked))) this.host.use(drafts);
  }
}
