// The page: files come in, reports are shown, results go out. All work is done in the worker.

import './style.css';
import sample from '../../fixtures/archive-planted/document.txt?raw';
import { EngineClient, EngineLost, EngineRefused } from './client';
import { RulesRoom } from './desk/room';
import { button, by, make } from './dom';
import { chosen, dropped, type GivenFile } from './files';
import { base, stem, today } from './names';
import { foldersOf, merged, parted } from './own';
import type { Mistake, RuleFolder, RulesetInfo, Summary } from './protocol';
import { Results } from './results';
import { Run, type RunDocument } from './run';

const packed = Uint8Array.from(atob(by('engine').textContent ?? ''), (letter) => letter.charCodeAt(0));
by('engine').remove();
const engine = new EngineClient(packed);
const run = new Run(engine, { ruleset: null, folders: [], today: today() });
const results = new Results(engine, run);
/** Pages that are kept with what was done on them. */
const frames = new Map<number, HTMLIFrameElement>();
const FRAMES = 8;
let own: RuleFolder[] = [];
let ledger: { name: string; bytes: Uint8Array } | null = null;
let shown: number | null = null;
let work: Promise<void> = Promise.resolve();
let room: RulesRoom | null = null;

// --- what came of a document, in words

function verdict(summary: Summary): [words: string, look: string] {
  if (summary.error) return [`未能审核：${summary.error}`, 'bad'];
  const counts = [['错误', summary.errors], ['警告', summary.warnings], ['提示', summary.hints]] as const;
  const found = counts.filter(([, count]) => count).map(([word, count]) => `${word} ${count}`);
  const lacks = summary.lacks ? [summary.lacks] : [];
  if (found.length > 0) return [[...found, ...lacks].join('，'), summary.errors ? 'bad' : 'warn'];
  if (!summary.judged) return [summary.lacks ?? (summary.corroborated ? '只有印证，没有核对' : '没有可以核对的内容'), 'warn'];
  return summary.lacks ? [`读到的没有发现问题；${summary.lacks}`, 'warn'] : ['没有发现问题', 'good'];
}

function facts(summary: Summary): string {
  const year = summary.year ? `${summary.year} 年` : null;
  const figures = summary.checked ? `核对 ${summary.checked} 个数` : null;
  const corroborated = summary.corroborated ? `只有印证 ${summary.corroborated} 个数` : null;
  return [summary.agency, year, summary.kind, figures, corroborated].filter((fact) => fact).join(' · ');
}

function list(): void {
  const items = run.documents.map((document) => {
    const { index, path, summary } = document;
    const [words, look] = summary ? verdict(summary) : ['等待审核', ''];
    const line = button('', () => void show(index, true), { 'aria-current': String(index === shown) });
    line.append(make('span', { class: 'path' }, path), make('span', { class: look }, words));
    if (summary) line.append(make('span', { class: 'facts' }, facts(summary)));
    return make('li', {}, line);
  });
  by('documents').replaceChildren(...items);
  by('all').hidden = run.documents.length === 0;
}

function line(document: RunDocument): void {
  const item = by('documents').children[document.index]?.firstElementChild;
  if (!item || !document.summary) return list();
  const [words, look] = verdict(document.summary);
  item.replaceChildren(
    make('span', { class: 'path' }, document.path),
    make('span', { class: look }, words),
    make('span', { class: 'facts' }, facts(document.summary)),
  );
}

function say(text: string): void {
  by('status').textContent = text;
}

function tellMistakes(mistakes: Mistake[]): void {
  const items = mistakes.map((mistake) => {
    const place = mistake.line ? `${mistake.file} 第 ${mistake.line} 行第 ${mistake.column} 列` : mistake.file;
    return make('li', { class: mistake.severity }, `${place}：${mistake.message}${mistake.help ? `（${mistake.help}）` : ''}`);
  });
  by('mistakes').replaceChildren(...(items.length > 0 ? [make('ul', {}, ...items)] : []));
}

function refused(error: unknown): void {
  if (error instanceof EngineRefused && error.message.startsWith('[')) {
    tellMistakes(JSON.parse(error.message) as Mistake[]);
    const before = run.documents.some(({ summary }) => summary);
    say(before ? '规则文件有错，没有用上；下面仍是原来的规则审核的结果' : '规则文件有错，没有用上；改正后再加上');
  } else if (error instanceof EngineRefused) {
    say(error.message);
  } else if (error instanceof EngineLost && error.message === 'stopped') {
    say('已停止');
  } else if (error instanceof EngineLost) {
    say('审核程序出错或停下了；请再试一次');
  } else {
    say('没有成功：文件可能已经移动或删除，请重新添加');
    console.error(error);
  }
}

/** One thing after the other. */
function then(act: () => Promise<void>): Promise<void> {
  work = work.then(act).catch(refused);
  return work;
}

// --- audits

async function audit(): Promise<void> {
  tellMistakes([]);
  list();
  const count = run.documents.length;
  if (count === 0) return;
  const progress = by<HTMLProgressElement>('progress');
  progress.hidden = by('stop').hidden = false;
  by('resume').hidden = true;
  progress.removeAttribute('value');
  say(count > 1 ? '正在辨认文件' : '正在审核');
  const start = performance.now();
  try {
    await run.audit((document, done) => {
      progress.max = count;
      progress.value = done;
      say(`正在审核 ${base(document.path)}（${done} / ${count}）`);
      if (document.summary) {
        line(document);
        if (shown === null) void show(document.index, false);
      }
    });
  } finally {
    progress.hidden = by('stop').hidden = true;
  }
  const left = run.documents.filter(({ summary }) => !summary).length;
  by('resume').hidden = left === 0;
  if (left > 0) return say(`已停止：还有 ${left} 份没有审核`);
  tellMistakes([...run.warnings, ...run.documents.flatMap(({ summary }) => summary?.mistakes ?? [])]);
  // for those who measure
  const { dataset } = document.documentElement;
  dataset['took'] = run.documents.map(({ took }) => took.toFixed(0)).join(' ');
  dataset['memory'] = String(await engine.call('memory'));
  const took = (performance.now() - start) / 1000;
  say(`审核完成：${count} 份文件，用时 ${took.toFixed(1)} 秒`);
}

async function show(index: number, isAsked: boolean): Promise<void> {
  const document = run.documents[index];
  if (!document?.summary) return;
  shown = index;
  [...by('documents').children].forEach((item, at) => item.firstElementChild?.setAttribute('aria-current', String(at === index)));
  by('welcome').hidden = true;
  by('tools').hidden = false;
  by('name').textContent = base(document.path);
  let frame = frames.get(index);
  if (!frame) {
    const made = make('iframe', { sandbox: 'allow-scripts allow-downloads allow-modals', title: `审核报告：${base(document.path)}` }) as HTMLIFrameElement;
    frames.set(index, made);
    frame = made;
    by('pages').append(made);
    try {
      // while others are still audited
      const page = await results.of(document, 'html');
      // links of a srcdoc lead to the page around it, unless it is told what it is itself
      made.srcdoc = new TextDecoder().decode(page).replace('<head>', '<head><base href="about:srcdoc">');
    } catch (error) {
      made.remove();
      frames.delete(index);
      return refused(error);
    }
    for (const [old, other] of frames) {
      if (frames.size <= FRAMES) break;
      if (old !== shown) {
        other.remove();
        frames.delete(old);
      }
    }
  }
  for (const [at, other] of frames) other.hidden = at !== shown;
  if (isAsked) {
    frame.scrollIntoView({ block: 'nearest' });
    lead(frame);
  }
}

/** Puts the keys into a report, once more when it is there: a frame that begins to show loses them. */
function lead(frame: HTMLIFrameElement): void {
  frame.focus();
  const again = () => {
    if (document.activeElement === frame || document.activeElement === document.body) {
      frame.blur();
      frame.focus();
    }
  };
  frame.addEventListener('load', again, { once: true });
}

// --- reports: their frames have no storage of their own, and the keys stay with what was clicked

const TICK = 'gouji:';
/** What was ticked off, where the browser keeps nothing. */
const ticked = new Set<string>();

function kept(): string[] {
  try {
    const all = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '');
    all.filter((key) => key.startsWith(TICK)).forEach((key) => ticked.add(key.slice(TICK.length)));
  } catch {
    // what is ticked off is known until the page is closed
  }
  return [...ticked];
}

function tick(id: string, on: boolean): void {
  if (on) ticked.add(id);
  else ticked.delete(id);
  try {
    if (on) localStorage.setItem(TICK + id, '1');
    else localStorage.removeItem(TICK + id);
  } catch {
    // as above
  }
}

addEventListener('message', ({ data, source }: MessageEvent<{ gouji?: string; id?: unknown; on?: unknown }>) => {
  const frame = [...frames.values()].find(({ contentWindow }) => contentWindow !== null && contentWindow === source);
  if (!frame) return;
  if (data.gouji === 'ready') frame.contentWindow?.postMessage({ gouji: 'ticks', ids: kept() }, '*');
  if (data.gouji === 'tick' && typeof data.id === 'string') tick(data.id, data.on === true);
});

addEventListener('keydown', (event) => {
  const frame = shown === null ? undefined : frames.get(shown);
  const isWriting = event.target instanceof Element && event.target.closest('input, select, textarea, [contenteditable]');
  if (!frame || by('audit').hidden || isWriting || event.altKey) return;
  const isPrint = (event.ctrlKey || event.metaKey) && event.key === 'p';
  const isWalk = !event.ctrlKey && !event.metaKey && (event.key === 'n' || event.key === 'p');
  if (!isPrint && !isWalk) return;
  // the report is what is printed and walked through, not the page around it
  event.preventDefault();
  frame.contentWindow?.postMessage({ gouji: isPrint ? 'print' : event.key }, '*');
});

function forget(): void {
  for (const frame of frames.values()) frame.remove();
  frames.clear();
}

async function add(files: GivenFile[]): Promise<void> {
  const { rules, rest } = parted(files);
  const isNamed = await engine.call('isDocument', rest.map(({ path }) => base(path)));
  // a file that was given by itself is audited whatever it is called
  const documents = rest.filter(({ path }, at) => isNamed[at] || !path.includes('/'));
  run.add(documents);
  room?.documentsChanged();
  if (rules.length > 0) await apply({ own: merged(own, await foldersOf(rules)) });
  const skipped = rest.length - documents.length;
  await audit();
  if (skipped > 0) say(`${by('status').textContent}；另有 ${skipped} 个文件不是可以审核的格式，已略过`);
}

/** Takes over what was chosen; all is audited anew. What is refused changes nothing. */
async function apply(next: { own?: RuleFolder[]; ledger?: typeof ledger } = {}): Promise<void> {
  const wanted = { own, ledger, ...next };
  const choice = by<HTMLSelectElement>('ruleset');
  const day = by<HTMLInputElement>('day');
  const asked = { ruleset: choice.value || null, folders: wanted.own, today: day.value || today() };
  try {
    await run.change(asked, wanted.ledger?.bytes ?? null);
  } catch (error) {
    choice.value = run.asked.ruleset ?? '';
    day.value = run.asked.today;
    throw error;
  }
  ({ own, ledger } = wanted);
  shown = null;
  forget();
  const name = by<HTMLSelectElement>('ruleset').selectedOptions[0]?.textContent ?? '';
  by('chosen').textContent = own.length > 0 ? `${name}，加自己的规则` : name;
  by('own').replaceChildren(
    ...own.map((folder) =>
      make('li', {}, `${folder.name}（${folder.files.length} 个文件）`, button('去掉', () => {
        change({ own: own.filter((other) => other !== folder) });
      }, { 'aria-label': `去掉规则 ${folder.name}` })),
    ),
  );
  by('before-name').textContent = ledger?.name ?? '';
}

function change(next: { own?: RuleFolder[] } = {}): void {
  void then(async () => {
    const at = shown;
    await apply(next);
    await audit();
    if (at !== null) await show(at, false);
  });
}

// --- what the user does

function take(input: HTMLInputElement, act: (files: GivenFile[]) => Promise<void>): void {
  input.addEventListener('change', () => {
    const files = input.files ? chosen(input.files) : [];
    input.value = '';
    if (files.length > 0) void then(() => act(files));
  });
}

take(by('files'), add);
take(by('folder'), add);
const addRules = async (files: GivenFile[]) => {
  await apply({ own: merged(own, await foldersOf(files)) });
  await audit();
};
take(by('own-rules'), addRules);
take(by('own-folder'), addRules);
take(by('before'), async ([first]) => {
  if (!first) return;
  await apply({ ledger: { name: first.file.name, bytes: new Uint8Array(await first.file.arrayBuffer()) } });
  await audit();
});

for (const name of ['dragenter', 'dragover']) {
  addEventListener(name, (event) => {
    event.preventDefault();
    document.body.classList.add('over');
  });
}
addEventListener('dragleave', (event) => {
  if (!event.relatedTarget) document.body.classList.remove('over');
});
addEventListener('drop', (event) => {
  event.preventDefault();
  document.body.classList.remove('over');
  const items = event.dataTransfer?.items;
  if (!items) return;
  const given = dropped(items);
  if (room && by('audit').hidden) void given.then((files) => room?.dropped(files));
  else void then(async () => add(await given));
});

by('ruleset').addEventListener('change', () => change());
by('day').addEventListener('change', () => change());
by<HTMLInputElement>('day').value = today();
by('stop').addEventListener('click', () => run.stop());
by('resume').addEventListener('click', () => void then(audit));
function sampleFile(): GivenFile {
  const file = new File([sample], '样例：档案馆决算.txt', { lastModified: 0 });
  return { path: file.name, file };
}
by('sample').addEventListener('click', () => void then(() => add([sampleFile()])));

for (const one of document.querySelectorAll<HTMLElement>('[data-one]')) {
  one.addEventListener('click', () => {
    const at = run.documents[shown ?? -1];
    const kind = one.dataset['one'] ?? '';
    if (!at) return;
    if (kind === 'open') {
      // it has to be opened while the click counts
      const tab = window.open('', '_blank');
      void then(async () => {
        const url = URL.createObjectURL(new Blob([(await results.of(at, 'html')) as BlobPart], { type: 'text/html;charset=utf-8' }));
        if (tab) tab.location.href = url;
      });
      return;
    }
    void then(async () => {
      say('正在生成');
      await results.take(at, kind);
      say(`已生成：${stem(at.path)}`);
    });
  });
}
for (const one of document.querySelectorAll<HTMLElement>('[data-all]')) {
  one.addEventListener('click', () => {
    const kind = one.dataset['all'] ?? '';
    if (kind === 'clear') return location.reload();
    void then(async () => {
      say('正在生成');
      await results.takeAll(kind, say);
      say('已生成');
    });
  });
}

// --- the two rooms

function go(isRules: boolean): void {
  by('audit').hidden = isRules;
  by('rules').hidden = !isRules;
  by('to-audit').setAttribute('aria-pressed', String(!isRules));
  by('to-rules').setAttribute('aria-pressed', String(isRules));
}
by('to-audit').addEventListener('click', () => go(false));
by('to-rules').addEventListener('click', () => {
  go(true);
  room?.documentsChanged();
  room ??= new RulesRoom(by('rules'), {
    engine,
    folders: () => own,
    rulesets: () => infos,
    documents: () => run.documents,
    asked: () => run.asked,
    add: (files) => then(() => add(files)),
    sample: sampleFile,
    use(folders) {
      go(false);
      change({ own: folders });
    },
  });
});

let infos: RulesetInfo[] = [];
void then(async () => {
  const begun = await engine.call('start', packed);
  infos = begun.rulesets;
  by('ruleset').append(
    ...infos.filter(({ beside }) => !beside).map(({ name, title, years }) => make('option', { value: name }, `${title}（${name}${years ? `，${years} 年` : ''}）`)),
  );
  document.documentElement.dataset['ready'] = begun.program;
  // the browser compiles what runs: the first document of the user's need not wait for that
  void engine.call('ask', { ask: 'look', rules: run.asked }, [['样例.txt', new TextEncoder().encode(sample)]]).catch(() => undefined);
});

// an installed page works without a server; nothing else is asked of one
if (location.protocol.startsWith('http') && 'serviceWorker' in navigator && window.isSecureContext) {
  document.head.append(make('link', { rel: 'manifest', href: 'manifest.webmanifest' }));
  navigator.serviceWorker.register('sw.js').catch(() => undefined);
}
