//! Conditions that ask for a total by its label in a rule that looks at no totals: `rows = "leaves"` and
//! `when = '车牌 == "合计"'`. The rule looks at nothing, whatever is printed.
//!
//! In: a compiled ruleset. Out: a remark at the condition of each such rule of the author's.

use super::rulebook::Rulebook;
use super::schema::{ColumnKind, Form, Rule};
use super::whole::Ruleset;
use crate::formula::{Binary, CheckRelation, Owner, Syntax, SyntaxKind, parse};
use gouji_values::error::{MistakeCode, RuleMistake};

/// The words that a condition asks for in a column of labels; it holds nowhere else.
fn asked<'s>(syntax: &'s Syntax, form: &Form) -> Option<&'s str> {
    let is_label = |own: &Syntax| {
        let SyntaxKind::Name(name) = &own.kind else { return false };
        let mut columns = form.columns.iter();
        columns.any(|column| column.name == *name && column.kind == ColumnKind::Label)
    };
    match &syntax.kind {
        SyntaxKind::Binary(Binary::And, a, b) => asked(a, form).or_else(|| asked(b, form)),
        SyntaxKind::Compare(CheckRelation::Equal, a, b) => match (&a.kind, &b.kind) {
            (_, SyntaxKind::Text(text)) if is_label(a) => Some(text),
            (SyntaxKind::Text(text), _) if is_label(b) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

impl Rulebook {
    /// Such conditions.
    pub(super) fn rows_asked(&self, ruleset: &Ruleset) -> Vec<RuleMistake> {
        let own = ruleset.rules.iter().filter(|rule| ruleset.is_of_author(rule));
        own.filter_map(|rule| self.total_of_leaves(rule, ruleset)).collect()
    }

    fn total_of_leaves(&self, rule: &Rule, ruleset: &Ruleset) -> Option<RuleMistake> {
        let Owner::Form(form, _) = &rule.owner else { return None };
        let form = ruleset.forms.get(*form)?;
        let (source, _) = rule.when.as_ref()?;
        let syntax = parse(source).ok()?;
        let word = asked(&syntax, form)?;
        let row = form
            .rows
            .iter()
            .find(|row| row.labels.plain.iter().any(|label| label.as_str() == word) && row.total)?;
        let text = self.text(&rule.origin.file)?;
        let rest = text.get(rule.origin.span.start..)?;
        let item = rest.split("\n[").next()?;
        let key = |name: &str| {
            let mut lines = item.lines().filter_map(|line| line.split_once('='));
            let found = lines.find(|(key, _)| key.trim() == name);
            found.map(|(_, value)| value.split('#').next().unwrap_or("").trim())
        };
        if key("rows").map(|own| own.trim_matches(['"', '\''])) != Some("leaves") {
            return None;
        }
        let at = rule.origin.span.start + item.find("\nwhen")? + 1;
        let line = text.get(at..)?.lines().next()?.trim_end();
        Some(RuleMistake {
            span: at..at + line.len(),
            help: Some(format!(
                "核对明细行的，去掉这个条件；核对“{word}”这一行的，写 rows = \"totals\""
            )),
            is_warning: true,
            text: text.clone(),
            ..RuleMistake::of_file(
                MistakeCode::WithoutEffect,
                rule.origin.file.to_string(),
                format!(
                    "“{word}”是合计行（{}），rows = \"leaves\" 不看合计行：条件从不成立",
                    row.name
                ),
            )
        })
    }
}
