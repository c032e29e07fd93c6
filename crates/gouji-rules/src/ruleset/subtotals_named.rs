//! Rows that a form names, that print the word of a subtotal and are no totals by what the form says: a sum of the
//! column adds them once more.

use super::rulebook::Rulebook;
use super::schema::{Form, NamedRow, Rule};
use super::whole::Ruleset;
use crate::formula::{Owner, Syntax, SyntaxKind, parse_expectation};
use gouji_values::error::{MistakeCode, RuleMistake};
use gouji_values::vocabulary::Vocabulary;

impl Rulebook {
    /// Such rows of the author's forms, where a rule adds up a whole column.
    pub(super) fn subtotals_named(&self, ruleset: &Ruleset) -> Vec<RuleMistake> {
        let mut out = Vec::new();
        for (at, form) in ruleset.forms.iter().enumerate() {
            if !ruleset.author_layers.iter().any(|own| form.origin.layer == *own) {
                continue;
            }
            let own = ruleset.rules.iter().filter(|rule| ruleset.is_of_author(rule));
            let Some(column) = own.filter_map(|rule| summed(rule, at, form)).next() else {
                continue;
            };
            let rows = form.rows.iter().filter(|row| !row.total && row.code.is_none());
            for row in rows {
                let told = label(row, &ruleset.vocabulary)
                    .and_then(|label| self.subtotal_told((form, row), label, &column));
                out.extend(told);
            }
        }
        out
    }

    fn subtotal_told(
        &self,
        (form, row): (&Form, &NamedRow),
        label: &str,
        column: &str,
    ) -> Option<RuleMistake> {
        let text = self.text(&form.origin.file)?;
        let from = form.origin.span.start;
        let quoted = format!("\"{label}\"");
        let at = from + text.get(from..)?.find(&quoted)?;
        let name = &row.name;
        Some(RuleMistake {
            text,
            span: at..at + quoted.len(),
            help: Some(format!(
                "它是别的几行之和的，写成 {{ name = \"{name}\", label = [\"{label}\"], total = true }}；不是的不必改"
            )),
            is_warning: true,
            ..RuleMistake::of_file(
                MistakeCode::WithoutEffect,
                form.origin.file.to_string(),
                format!(
                    "行 {name} 印的是“{label}”，没有写 total = true：sum({column}) 把它当作一行明细，连它也加进去"
                ),
            )
        })
    }
}

/// What a row prints, where it ends with the word of a subtotal and is more than a word for totals.
fn label<'r>(row: &'r NamedRow, words: &Vocabulary) -> Option<&'r str> {
    let subtotal = words.prose.get("subtotal").map_or(&[][..], Vec::as_slice);
    let all = || subtotal.iter().chain(&words.total);
    row.labels.plain.iter().map(String::as_str).find(|label| {
        all().any(|word| label.ends_with(word.as_str()))
            && !words.total.iter().any(|word| word == label)
    })
}

/// The column of a form that a rule on it adds up without a condition.
fn summed(rule: &Rule, form: usize, schema: &Form) -> Option<String> {
    let Owner::Form(own, _) = &rule.owner else { return None };
    if *own != form {
        return None;
    }
    let formulas = rule.demand.formulas().iter();
    formulas.filter_map(|own| parse_expectation(&own.source).ok()).find_map(|syntax| {
        let mut found = None;
        each_sum(&syntax, &mut |name| {
            if schema.columns.iter().any(|column| column.name == name) {
                found.get_or_insert_with(|| name.to_owned());
            }
        });
        found
    })
}

/// The names that stand alone in `sum(…)`.
fn each_sum(syntax: &Syntax, work: &mut dyn FnMut(&str)) {
    match &syntax.kind {
        SyntaxKind::Call(name, _, arguments) => {
            if let ("sum", [only]) = (name.as_str(), arguments.as_slice())
                && let SyntaxKind::Name(column) = &only.kind
            {
                work(column);
            }
            arguments.iter().for_each(|own| each_sum(own, work));
        }
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
            each_sum(a, work);
            each_sum(b, work);
        }
        SyntaxKind::Negate(inner) | SyntaxKind::Not(inner) => each_sum(inner, work),
        _ => {}
    }
}
