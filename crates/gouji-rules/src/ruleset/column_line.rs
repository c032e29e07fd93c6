//! Where the column stands that a formula takes to be of another kind: the slip may be in its form.

use super::compiler::Compiler;
use super::walk::RuleSource;
use std::ops::Range;

/// Advice to change a column has one of these in it.
const OF_FORM: &str = "表样里";

impl Compiler<'_> {
    /// Advice on the kind of a column with the file and the line that say it.
    pub(super) fn with_column_line(
        &self,
        help: String,
        file: usize,
        span: &Range<usize>,
    ) -> String {
        self.column_line(&help, file, span).unwrap_or(help)
    }

    fn column_line(&self, help: &str, file: usize, span: &Range<usize>) -> Option<String> {
        let at = help.find(OF_FORM).filter(|_| help.contains("kind"))? + OF_FORM.len();
        let rule = self.sources.get(file)?;
        let item = item(&rule.text, span.start)?;
        let form = key(item, "form").or_else(|| key(item, "id"))?;
        let own = self.sources.iter().filter(|source| source.layer == rule.layer);
        let (source, line) = own.into_iter().find_map(|source| {
            let line = line_of(source, form, help)?;
            Some((source, line))
        })?;
        let path = source.name.rsplit('/').next().unwrap_or(&source.name);
        let (before, behind) = help.split_at_checked(at)?;
        Some(format!("{before}（{path} 第 {line} 行）{behind}"))
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

/// The line on which a form of a file has the column that advice names.
fn line_of(source: &RuleSource, form: &str, help: &str) -> Option<usize> {
    let mut is_form = false;
    let mut found: Option<(usize, usize)> = None;
    for (index, line) in source.text.lines().enumerate() {
        if line.starts_with("[[form]]") {
            let rest = source.text.lines().skip(index + 1);
            let own: Vec<&str> = rest.take_while(|line| !line.starts_with("[[")).collect();
            is_form = own.iter().any(|line| key(line, "id") == Some(form));
        } else if line.starts_with("[[") && !line.starts_with("[[form.") {
            is_form = false;
        }
        let name = || line.split("name").nth(1)?.trim_start().strip_prefix('=')?.split('"').nth(1);
        if is_form
            && let Some(name) = name().filter(|name| names(help, name))
            && found.is_none_or(|(length, _)| length < name.len())
        {
            found = Some((name.len(), index + 1));
        }
    }
    found.map(|(_, line)| line)
}

/// Whether advice begins with a name, or has it behind 把.
fn names(help: &str, name: &str) -> bool {
    help.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '))
        || help.contains(&format!("把 {name} 的"))
        || help.contains(&format!("；{name} 在表样里"))
}
