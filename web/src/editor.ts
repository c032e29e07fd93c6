// The editor of rule files: TOML with formulas, mistakes at their place, completion.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { toml } from '@codemirror/legacy-modes/mode/toml';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState } from '@codemirror/state';
import { Decoration, EditorView, highlightActiveLine, keymap, lineNumbers, MatchDecorator, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { complete } from './complete';
import type { Mistake } from './protocol';

const look = HighlightStyle.define([
  { tag: tags.comment, class: 'cm-c' },
  { tag: tags.string, class: 'cm-s' },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], class: 'cm-k' },
  { tag: [tags.number, tags.bool, tags.atom], class: 'cm-n' },
  { tag: [tags.standard(tags.variableName), tags.heading], class: 'cm-h' },
]);

/** Signs and functions of the formulas in the values of keys that hold one. */
const FORMULA = /^(\s*)(expect|any|when|value|expr)(\s*=\s*)(["'])(.*)$/;
const parts = new MatchDecorator({
  regexp: /^\s*(?:expect|any|when|value)\s*=\s*["'].*$/gm,
  decorate(add, from, _to, match) {
    const found = FORMULA.exec(match[0]);
    if (!found) return;
    const start = from + found.slice(1, 5).join('').length;
    for (const one of (found[5] ?? '').matchAll(/(==|!=|<=|>=|[-+*/<>])|([a-z_]+)(?=\()|(\d+(?:\.\d+)?%?)|\b(and|or|not)\b/g)) {
      const name = one[1] ? 'cm-op' : one[2] ? 'cm-fn' : one[3] ? 'cm-n' : 'cm-op';
      add(start + one.index, start + one.index + one[0].length, Decoration.mark({ class: name }));
    }
  },
});
const formulas = ViewPlugin.define(
  (view) => ({
    marks: parts.createDeco(view),
    update(update: ViewUpdate) {
      this.marks = parts.updateDeco(update, this.marks);
    },
  }),
  { decorations: (plugin) => plugin.marks },
);

const words: Record<string, string> = {
  Find: '查找', Replace: '替换为', next: '下一个', previous: '上一个', all: '全部', 'match case': '区分大小写', regexp: '正则', 'by word': '整词',
  replace: '替换', 'replace all': '全部替换', close: '关闭', 'current match': '当前', 'on line': '行', 'replaced $ matches': '替换了 $ 处',
  'replaced match on line $': '替换了第 $ 行', 'No diagnostics': '没有错误', Diagnostics: '错误', Completions: '补全',
};

export class RuleEditor {
  readonly view: EditorView;
  #fixed = new Compartment();
  #quiet = false;

  constructor(parent: HTMLElement, changed: (text: string) => void) {
    this.view = new EditorView({
      parent,
      state: EditorState.create({
        extensions: [
          lineNumbers(), history(), bracketMatching(), closeBrackets(), highlightActiveLine(), highlightSelectionMatches(), search({ top: true }), lintGutter(),
          EditorState.phrases.of(words),
          StreamLanguage.define(toml), syntaxHighlighting(look), formulas,
          autocompletion({ override: [complete], icons: false }),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': '规则文件的文字' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !this.#quiet) changed(update.state.doc.toString());
          }),
          this.#fixed.of(EditorState.readOnly.of(false)),
        ],
      }),
    });
  }

  /** Shows another text. */
  show(text: string): void {
    this.#quiet = true;
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
    this.#quiet = false;
  }

  /** Puts a text where the caret is. */
  insert(text: string): void {
    this.view.dispatch(this.view.state.replaceSelection(text));
    this.view.focus();
  }

  /** Leads to a line. */
  go(line: number): void {
    const at = this.view.state.doc.line(Math.min(Math.max(line, 1), this.view.state.doc.lines));
    this.view.dispatch({ selection: { anchor: at.from }, effects: EditorView.scrollIntoView(at.from, { y: 'center' }) });
    this.view.focus();
  }

  /** Shows the mistakes of this text. */
  mistakes(list: Mistake[]): void {
    const doc = this.view.state.doc;
    const bytes = new TextEncoder().encode(doc.toString());
    const at = (byte: number) => Math.min(new TextDecoder().decode(bytes.subarray(0, byte)).length, doc.length);
    const shown = list.map((mistake): Diagnostic => {
      const from = mistake.span ? at(mistake.span.start) : 0;
      const to = mistake.span ? Math.max(at(mistake.span.end), from) : doc.line(1).to;
      const more = [mistake.label, mistake.help].filter((one) => one).map((one) => `\n${one}`);
      return { from, to, severity: mistake.severity, message: mistake.message + more.join('') };
    });
    this.view.dispatch(setDiagnostics(this.view.state, shown));
  }
}
