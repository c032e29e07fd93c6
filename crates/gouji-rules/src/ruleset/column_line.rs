//! Where the column stands that a formula takes to be of another kind: the slip may be in its form.

use super::compiler::Compiler;
use super::walk::RuleSource;
use crate::formula::FormulaMistake;
use crate::pattern::kind_by_name;
use gouji_values::error::MistakeSubject;
use std::ops::Range;

impl Compiler<'_> {
    /// Advice on the kind of a column with the file and the line that say it.
    pub(super) fn with_column_line(
        &self,
        help: String,
        about: &MistakeSubject,
        (file, span): (usize, &Range<usize>),
    ) -> String {
        let MistakeSubject::ColumnKind(column) = about else { return help };
        match self.column_line(column, file, span) {
            Some((path, line)) => format!("{help}（{column} 的 kind 在 {path} 第 {line} 行）"),
            None => help,
        }
    }

    /// Of a column whose own name says that it is of the kind that is advised: the place of its kind
    /// in the form, and the advice with the line of the formula.
    pub(super) fn at_column(
        &self,
        mistake: &FormulaMistake,
        (file, span): (usize, &Range<usize>),
    ) -> Option<(usize, Range<usize>, String)> {
        let MistakeSubject::ColumnKind(column) = &mistake.about else { return None };
        let help = mistake.help.as_deref()?;
        let meant = help.split_once("kind = \"")?.1.split('"').next()?;
        if kind_by_name(column) != Some(meant) {
            return None;
        }
        let (own, line) = self.column_place(column, file, span)?;
        let source = self.sources.get(own)?;
        let start = source.text.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>();
        let text = source.text.get(start..)?.lines().next()?;
        let name = text.find(&format!("\"{column}\""))?;
        let behind = text.get(name..)?.split('}').next()?;
        let place = match behind.find("kind").map(|at| (at, behind.get(at..).unwrap_or(""))) {
            Some((at, kind)) => {
                let end = kind.match_indices('"').nth(1).map_or(kind.len(), |(at, _)| at + 1);
                start + name + at..start + name + at + end
            }
            None => start + name..start + name + column.len() + 2,
        };
        let rule = self.sources.get(file)?;
        let number = rule.text.get(..span.start)?.matches('\n').count() + 1;
        let path = rule.name.rsplit('/').next().unwrap_or(&rule.name);
        Some((own, place, format!("{help}（公式在 {path} 第 {number} 行）")))
    }

    /// Of a parameter that a profile changes: the place of its value there, what is wrong with the line of
    /// the formula, and what to write.
    pub(super) fn in_profile(
        &self,
        mistake: &FormulaMistake,
        (file, span): (usize, &Range<usize>),
    ) -> Option<(usize, Range<usize>, String, String)> {
        let MistakeSubject::Parameter(name) = &mistake.about else { return None };
        let (own, place) = self.mistakes.texts.get(&(name.clone(), Some(String::new())))?;
        let source = self.sources.get(*own)?;
        if source.name.rsplit('/').next() != Some(super::setting::PROFILES) {
            return None;
        }
        let (_, meant) = mistake.help.as_deref()?.split_once('：')?;
        let rule = self.sources.get(file)?;
        let number = rule.text.get(..span.start)?.matches('\n').count() + 1;
        let path = rule.name.rsplit('/').next().unwrap_or(&rule.name);
        let message = format!("{}（公式在 {path} 第 {number} 行）", mistake.message);
        Some((*own, place.clone(), message, format!("写成 {meant}")))
    }

    fn column_line(&self, column: &str, file: usize, span: &Range<usize>) -> Option<(&str, usize)> {
        let (own, line) = self.column_place(column, file, span)?;
        let source = self.sources.get(own)?;
        Some((source.name.rsplit('/').next().unwrap_or(&source.name), line))
    }

    /// The file of the same layer and the line in it on which the form of a formula has a column.
    fn column_place(
        &self,
        column: &str,
        file: usize,
        span: &Range<usize>,
    ) -> Option<(usize, usize)> {
        let rule = self.sources.get(file)?;
        let item = item(&rule.text, span.start)?;
        let form = key(item, "form").or_else(|| key(item, "id"))?;
        let mut own =
            self.sources.iter().enumerate().filter(|(_, source)| source.layer == rule.layer);
        own.find_map(|(index, source)| Some((index, line_of(source, form, column)?)))
    }
}

/// The item of a rule file around a place, without the tables below it.
fn item(text: &str, at: usize) -> Option<&str> {
    let from = text.get(..at)?.rfind("[[")?;
    let own = text.get(from..)?;
    own.split("\n[").next()
}

/// The text that a key has in an item.
fn key<'t>(item: &'t str, key: &str) -> Option<&'t str> {
    let mut lines = item.lines().filter_map(|line| line.split_once('='));
    let (_, value) = lines.find(|(own, _)| own.trim() == key)?;
    value.split(['"', '\'']).nth(1)
}

/// The line on which a form of a file has a column.
fn line_of(source: &RuleSource, form: &str, column: &str) -> Option<usize> {
    let mut is_form = false;
    for (index, line) in source.text.lines().enumerate() {
        if line.starts_with("[[form]]") {
            let mut rest =
                source.text.lines().skip(index + 1).take_while(|line| !line.starts_with("[["));
            is_form = rest.any(|line| key(line, "id") == Some(form));
        } else if line.starts_with("[[") && !line.starts_with("[[form.") {
            is_form = false;
        }
        let name = || line.split("name").nth(1)?.trim_start().strip_prefix('=')?.split('"').nth(1);
        if is_form && name() == Some(column) {
            return Some(index + 1);
        }
    }
    None
}
