//! Walks a TOML file and collects every mistake with its place, in Chinese.

use super::broken::{open, widened, written_day};
use super::keys::{KeyKind, RuleKey, keys};
use super::line_slips::whole_slip;
pub(super) use super::mistakes::{Mistakes, RuleSource, RuleText, TextPlaces};
use super::other_words::text_example;
use super::own_values;
use super::syntax_words::slip;
use super::tree::{RuleTree, TreeTable, TreeValue, TreeView, key_bit};
use crate::formula::no_such_day;
use gouji_values::error::MistakeCode;
use std::ops::Range;

/// A table of a file under inspection; `finish` reports keys that there are not. What was asked for
/// is kept in debug builds only, to hold it against the table of keys.
pub(super) struct TableWalk<'a> {
    pub(super) file: usize,
    pub(super) source: &'a RuleSource,
    pub(super) table: TreeTable<'a>,
    pub(super) span: Range<usize>,
    pub(super) what: &'static str,
    /// What its file says of all items of its kind.
    defaults: Option<TreeTable<'a>>,
    /// Bits of the keys of both: most keys that are asked for are in neither.
    bits: u64,
    /// Keys that the table may have beside its own.
    more: Vec<&'static RuleKey>,
    asked: Vec<&'static str>,
}

impl<'a> TableWalk<'a> {
    pub(super) fn new(
        file: usize,
        source: &'a RuleSource,
        table: TreeTable<'a>,
        span: Range<usize>,
        what: &'static str,
    ) -> Self {
        Self {
            file,
            source,
            table,
            span,
            what,
            defaults: None,
            bits: table.key_bits(),
            more: Vec::new(),
            asked: Vec::new(),
        }
    }

    /// The same table, which has the keys of `defaults` where it does not say otherwise.
    pub(super) fn or(self, defaults: Option<TreeTable<'a>>) -> Self {
        let defaults = defaults.filter(|_| !super::defaults::amends(self.table));
        let bits = self.bits | defaults.map_or(0, TreeTable::key_bits);
        Self { defaults, bits, ..self }
    }

    #[inline]
    pub(super) fn get(&mut self, key: &'static str) -> Option<TreeValue<'a>> {
        if self.lacks(key) { None } else { self.found(key) }
    }

    /// Whether the bits tell that there is no such key: where a key is written in the program its bit is known when the
    /// program is built, and most keys that are asked for are told so.
    #[inline]
    fn lacks(&mut self, key: &'static str) -> bool {
        if cfg!(debug_assertions) {
            self.asked.push(key);
        }
        self.bits & key_bit(key) == 0
    }

    /// The value of a key that the bits do not tell to be absent.
    fn found(&self, key: &'static str) -> Option<TreeValue<'a>> {
        self.table.get(key).or_else(|| self.defaults?.get(key))
    }

    pub(super) fn text_of(&self, value: TreeValue<'a>) -> Option<RuleText> {
        Some(RuleText {
            value: value.text()?.to_owned(),
            file: self.file,
            span: value.span(),
            base: value.base(),
        })
    }

    pub(super) fn wrong(
        &self,
        mistakes: &mut Mistakes,
        key: &str,
        value: TreeValue<'_>,
        wanted: &str,
        example: &str,
    ) {
        self.told(mistakes, key, value, wanted, format!("写成 {example}"));
    }

    /// A value of another kind than its key wants, with what to write.
    pub(super) fn told(
        &self,
        mistakes: &mut Mistakes,
        key: &str,
        value: TreeValue<'_>,
        wanted: &str,
        help: String,
    ) {
        let moved = own_values::moved(self.what, key, value, self.table);
        let (help, span) = (moved.unwrap_or(help), own_values::place(self.source, key, value));
        let message = own_values::of_kind((self.what, &self.more, key), wanted, value);
        mistakes.add(self.source, span, MistakeCode::ValueKind, message, Some(help));
    }

    #[inline]
    pub(super) fn string(
        &mut self,
        mistakes: &mut Mistakes,
        key: &'static str,
    ) -> Option<RuleText> {
        if self.lacks(key) { None } else { self.string_there(mistakes, key) }
    }

    fn string_there(&self, mistakes: &mut Mistakes, key: &'static str) -> Option<RuleText> {
        let value = self.found(key)?;
        let text = self.text_of(value);
        if text.is_none() {
            let written = match value.view() {
                TreeView::Integer(Some(text)) | TreeView::Float(text) => Some(text),
                _ => None,
            };
            let help = own_values::text(key, value)
                .unwrap_or_else(|| format!("写成 {}", text_example(key, written)));
            self.told(mistakes, key, value, "一段文字", help);
        }
        text
    }

    /// A text or a list of texts.
    #[inline]
    pub(super) fn strings(
        &mut self,
        mistakes: &mut Mistakes,
        key: &'static str,
    ) -> Option<Vec<RuleText>> {
        if self.lacks(key) { None } else { self.strings_there(mistakes, key) }
    }

    fn strings_there(&self, mistakes: &mut Mistakes, key: &'static str) -> Option<Vec<RuleText>> {
        let value = self.found(key)?;
        if let Some(text) = self.text_of(value) {
            return Some(vec![text]);
        }
        let TreeView::List(items) = value.view() else {
            let help = own_values::texts(self.source, key, value)
                .unwrap_or_else(|| format!("写成 {key} = [\"…\", \"…\"]"));
            self.told(mistakes, key, value, "一段文字，或文字的列表", help);
            return None;
        };
        let mut out = Vec::with_capacity(items.items().count());
        for item in items.items() {
            match self.text_of(item) {
                Some(text) => out.push(text),
                None => {
                    let help = own_values::text_item(self.source, key, item);
                    self.told(mistakes, key, item, "一段文字", help);
                }
            }
        }
        Some(out)
    }

    pub(super) fn boolean(&mut self, mistakes: &mut Mistakes, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        match value.view() {
            TreeView::Boolean(value) => Some(value),
            _ => {
                let help = own_values::truth(key, value)
                    .unwrap_or_else(|| format!("写成 {key} = true 或 {key} = false"));
                self.told(mistakes, key, value, " true 或 false", help);
                None
            }
        }
    }

    /// Tables of a list, each with its span.
    pub(super) fn tables(
        &mut self,
        mistakes: &mut Mistakes,
        key: &'static str,
        example: &str,
    ) -> Option<Vec<(TreeTable<'a>, Range<usize>)>> {
        let value = self.get(key)?;
        let TreeView::List(items) = value.view() else {
            let help = own_values::tables(self.source, key, value)
                .unwrap_or_else(|| format!("写成 {example}"));
            self.told(mistakes, key, value, own_values::TABLES, help);
            return None;
        };
        let mut out = Vec::new();
        // the same slip in each of them is one
        let mut is_told = false;
        for item in items.items() {
            match item.table() {
                Some(table) => out.push((table, item.span())),
                None if is_told => {}
                None => {
                    is_told = true;
                    let (message, help) = own_values::no_table(key, item, (value, example));
                    mistakes.add(
                        self.source,
                        item.span(),
                        MistakeCode::ValueKind,
                        message,
                        Some(help),
                    );
                }
            }
        }
        Some(out)
    }

    /// Further keys that the table may have.
    pub(super) fn also(&mut self, keys: &'static [RuleKey]) {
        if self.is_looked_at() {
            self.more.extend(keys);
        }
    }

    /// Whether its keys are held against those that it may have: of a file in the binary tests do.
    fn is_looked_at(&self) -> bool {
        cfg!(debug_assertions) || self.source.grown.is_none()
    }

    /// Reports the keys that the table does not have.
    pub(super) fn finish(self, mistakes: &mut Mistakes) {
        if !self.is_looked_at() {
            return;
        }
        let keys = keys(self.what);
        let own = keys.iter().filter(|key| key.kind != KeyKind::Demands);
        let names = || own.clone().chain(self.more.iter().copied()).map(|key| key.name);
        debug_assert!(
            self.asked.iter().all(|asked| names().any(|name| name == *asked)),
            "{} asks for a key that its table lacks: {:?}",
            self.what,
            self.asked
        );
        debug_assert!(
            names().all(|name| self.asked.contains(&name)),
            "{} has a key that is never asked for: {:?}",
            self.what,
            self.asked
        );
        let all: Vec<&str> = names().collect();
        super::empty_values::tell(&self, &all, mistakes);
        for (name, place, value) in self.table.iter().filter(|(name, ..)| !all.contains(name)) {
            super::unknown_key::tell(&self, (name, place, value), &all, mistakes);
        }
    }
}

/// Parses a file, reporting every syntax mistake; what could be read is given all the same.
pub(super) fn parse<'s>(source: &'s RuleSource, mistakes: &mut Mistakes) -> RuleTree<'s> {
    if let Some(grown) = source.grown {
        return RuleTree::of(&source.text, grown);
    }
    let (tree, errors) = RuleTree::parse(&source.text);
    // one mistake makes the parser stumble several times: the first on a line, or behind an open
    // bracket, is told
    let mut told: Option<usize> = None;
    let open = if errors.is_empty() { None } else { open(&source.text) };
    let first = errors.first().and_then(toml::de::Error::span).map(|span| span.start);
    let first = open.iter().map(|open| open.span.start).chain(first).min();
    if let Some(slip) = first.and_then(|at| whole_slip(&source.text, at)) {
        mistakes.syntax(source, slip.span, (slip.message, slip.help), errors.into_iter().next());
        return tree;
    }
    if let Some(open) = &open {
        let message = match open.sign {
            "[" => "这里的 [ 没有配对的 ]".to_owned(),
            "{" => "这里的 { 没有配对的 }".to_owned(),
            sign => format!("这里的 {sign} 后面没有配对的 {sign}"),
        };
        let help = match open.sign {
            "[" => super::line_slips::open_head(&source.text, open.span.start)
                .unwrap_or_else(|| "列表写完以后要有 ]，下一个键另起一行".to_owned()),
            "{" => own_values::closed(&source.text, open.span.start),
            sign => format!("写完以后另起一行写 {sign}"),
        };
        match (open.sign, super::stray::open_text(&source.text, open.span.start)) {
            ("[", Some(slip)) => {
                mistakes.syntax(source, slip.span, (slip.message, slip.help), None);
            }
            _ => mistakes.syntax(source, open.span.clone(), (message, Some(help)), None),
        }
    }
    // behind it nothing is where the parser takes it to be
    let errors = errors.into_iter().filter(|error| {
        open.as_ref()
            .is_none_or(|open| error.span().is_some_and(|span| span.end <= open.span.start))
    });
    for error in errors {
        let start = error.span().map_or(0, |span| span.start);
        let line = source.text.get(..start).map_or(0, |before| before.matches('\n').count());
        if told.is_some_and(|known| line <= known + 1) {
            told = told.max(Some(line));
            continue;
        }
        told = Some(line);
        let span = widened(&source.text, error.span().unwrap_or(0..0));
        if let Some(day) = written_day(&source.text, span.start) {
            let message = format!("没有 {} 这一天", source.text.get(day.clone()).unwrap_or(""));
            let written = source.text.get(day.clone()).unwrap_or("");
            let help = no_such_day(written, "", "");
            mistakes.syntax(source, day, (message, Some(help)), Some(error));
            continue;
        }
        let found = slip(error.message(), &source.text, span);
        mistakes.syntax(source, found.span, (found.message, found.help), Some(error));
    }
    tree
}
