//! A whole column of another form beside a figure of each row: `账面原值 == 台账.原值`. Which of its rows is
//! meant is not said, so nothing is checked; where both forms have a column by which their rows are the same,
//! what is meant is the sum over these.
//!
//! In: a compiled ruleset. Out: a remark at each such path of the author's own rules.

use super::rulebook::Rulebook;
use super::schema::Rule;
use super::whole::Ruleset;
use crate::formula::{
    FormNames, Owner, Syntax, SyntaxKind, parse_expectation, resolve_expectation, sum_of_same_rows,
};
use gouji_values::error::{MistakeCode, RuleMistake};
use std::ops::Range;

/// Such a path, and what is meant by it.
struct Found {
    span: Range<usize>,
    meant: String,
}

impl Rulebook {
    /// Such columns in the author's own formulas.
    pub(super) fn whole_columns(&self, ruleset: &Ruleset) -> Vec<RuleMistake> {
        let mut out = Vec::new();
        for rule in ruleset.rules.iter().filter(|rule| ruleset.is_of_author(rule)) {
            let Owner::Form(form, _) = &rule.owner else { continue };
            let Some(own) = ruleset.names.forms.get(*form) else { continue };
            for formula in rule.demand.formulas() {
                let source = formula.source.as_str();
                let Ok(syntax) = parse_expectation(source) else { continue };
                let SyntaxKind::Compare(_, left, right) = &syntax.kind else { continue };
                let mut found = Vec::new();
                for side in [left, right] {
                    whole(side, own, ruleset, &mut found);
                }
                // a formula of named cells is for no row
                if names_column(&syntax, own) && !found.is_empty() {
                    out.extend(self.told_whole_column(rule, source, &found, ruleset));
                }
            }
        }
        out
    }

    fn told_whole_column(
        &self,
        rule: &Rule,
        source: &str,
        found: &[Found],
        ruleset: &Ruleset,
    ) -> Option<RuleMistake> {
        let mut meant = source.to_owned();
        for own in found.iter().rev() {
            meant.replace_range(own.span.clone(), &own.meant);
        }
        resolve_expectation(&meant, &ruleset.names, &rule.owner, None).ok()?;
        let first = found.first()?;
        let written = source.get(first.span.clone())?;
        let text = self.text(&rule.origin.file)?;
        let rest = text.get(rule.origin.span.end..)?;
        let own = rest.split("\n[[").next().unwrap_or(rest);
        let from = rule.origin.span.end + own.find(source)?;
        Some(RuleMistake {
            text: text.clone(),
            span: from + first.span.start..from + first.span.end,
            help: Some(format!("写成 {meant}；那张表只有一行的，不必改")),
            is_warning: true,
            ..RuleMistake::of_file(
                MistakeCode::WithoutEffect,
                rule.origin.file.to_string(),
                format!("{written} 是那张表的一整列，没有写是哪一行：有几行的，一处也不核对"),
            )
        })
    }
}

/// The whole columns of other forms in a side that is worked out row by row.
fn whole(side: &Syntax, own: &FormNames, ruleset: &Ruleset, out: &mut Vec<Found>) {
    match &side.kind {
        SyntaxKind::Member(base, column, _) => {
            let SyntaxKind::Name(id) = &base.kind else { return };
            let mut forms = ruleset.names.forms.iter();
            let Some(other) = forms.find(|form| form.id == *id && form.id != own.id) else {
                return;
            };
            if !other.columns.iter().any(|(name, _)| name == column) {
                return;
            }
            if let Some(meant) = sum_of_same_rows(own, other, column) {
                out.push(Found { span: side.span.clone(), meant });
            }
        }
        SyntaxKind::Binary(_, a, b) => {
            whole(a, own, ruleset, out);
            whole(b, own, ruleset, out);
        }
        SyntaxKind::Negate(inner) => whole(inner, own, ruleset, out),
        _ => {}
    }
}

/// Whether a formula names a column of the own form by itself.
fn names_column(syntax: &Syntax, own: &FormNames) -> bool {
    let is_column = |name: &str| own.columns.iter().any(|(column, _)| column == name);
    match &syntax.kind {
        SyntaxKind::Name(name) => is_column(name),
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
            names_column(a, own) || names_column(b, own)
        }
        SyntaxKind::Negate(inner) => names_column(inner, own),
        _ => false,
    }
}
