//! Shares that are written the wrong way round: the total of a column first, and behind it the row's own
//! figure of that column. The share of a whole in its part is never less than 100 %.
//!
//! In: a compiled ruleset. Out: for each such share in the author's own formulas the two in the other
//! order.

use super::rulebook::Rulebook;
use super::schema::{Form, Rule};
use super::whole::Ruleset;
use crate::formula::{Binary, Function, Owner, Syntax, SyntaxKind, parse};
use gouji_values::error::{MistakeCode, RuleMistake};
use std::sync::Arc;

impl Rulebook {
    /// Such shares of the author's own rules.
    pub(super) fn turned_shares(&self, ruleset: &Ruleset) -> Vec<RuleMistake> {
        let own = ruleset.rules.iter().filter(|rule| ruleset.is_of_author(rule));
        let mut out = Vec::new();
        for rule in own {
            let Owner::Form(form, _) = &rule.owner else { continue };
            let Some(form) = ruleset.forms.get(*form) else { continue };
            for formula in rule.demand.formulas() {
                let Ok(syntax) = parse(&formula.source) else { continue };
                let found = share_of(&syntax, form);
                out.extend(found.and_then(|share| self.told_share(rule, &formula.source, share)));
            }
        }
        out
    }

    fn told_share(&self, rule: &Rule, source: &str, share: &Syntax) -> Option<RuleMistake> {
        let origin = &rule.origin;
        let text = self.text(&origin.file).unwrap_or_else(|| Arc::from(""));
        let rest = text.get(origin.span.end..)?;
        let own = rest.split("\n[[").next().unwrap_or(rest);
        let from = origin.span.end + own.find(source)?;
        let span = from + share.span.start..from + share.span.end;
        let (whole, part) = operands(share)?;
        let of = |syntax: &Syntax| source.get(syntax.span.clone()).map(str::trim);
        let (whole, part) = (of(whole)?, of(part)?);
        let meant = match &share.kind {
            SyntaxKind::Call(name, ..) => format!("{name}({part}, {whole})"),
            _ => format!("{part} / {whole}"),
        };
        Some(RuleMistake {
            text: Arc::clone(&text),
            span,
            help: Some(format!("先写部分，后写全部，写成 {meant}；本来就要倍数的，不必改")),
            is_warning: true,
            ..RuleMistake::of_file(
                MistakeCode::WithoutEffect,
                origin.file.to_string(),
                format!("{whole} 是合计，占本行 {part} 的百分比总不小于 100%：多半写倒了"),
            )
        })
    }
}

/// The first share in a formula whose first operand is the total of its second one.
fn share_of<'s>(syntax: &'s Syntax, form: &Form) -> Option<&'s Syntax> {
    if operands(syntax).is_some_and(|(whole, part)| is_total_of(whole, part, form)) {
        return Some(syntax);
    }
    match &syntax.kind {
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
            share_of(a, form).or_else(|| share_of(b, form))
        }
        SyntaxKind::Negate(inner) | SyntaxKind::Not(inner) => share_of(inner, form),
        SyntaxKind::Call(_, _, arguments) => arguments.iter().find_map(|own| share_of(own, form)),
        _ => None,
    }
}

/// What is divided by what.
fn operands(syntax: &Syntax) -> Option<(&Syntax, &Syntax)> {
    match &syntax.kind {
        SyntaxKind::Call(name, _, arguments) if Function::find(name) == Some(Function::Percent) => {
            match arguments.as_slice() {
                [a, b] => Some((a, b)),
                _ => None,
            }
        }
        SyntaxKind::Binary(Binary::Divide, a, b) => Some((a, b)),
        _ => None,
    }
}

/// Whether it is the figure of a row of totals, or the sum, of a column whose figure in the row is
/// the other one.
fn is_total_of(whole: &Syntax, part: &Syntax, form: &Form) -> bool {
    let SyntaxKind::Name(column) = &part.kind else { return false };
    if !form.columns.iter().any(|own| own.name == *column) {
        return false;
    }
    match &whole.kind {
        SyntaxKind::Member(base, name, _) if name == column => {
            let row = match &base.kind {
                SyntaxKind::Name(row) | SyntaxKind::Member(_, row, _) => row,
                _ => return false,
            };
            form.rows.iter().any(|own| own.total && own.name == *row)
        }
        SyntaxKind::Call(name, _, arguments) if Function::find(name) == Some(Function::Sum) => {
            match arguments.as_slice() {
                [one] => matches!(&one.kind, SyntaxKind::Name(own) | SyntaxKind::Member(_, own, _)
                    if own == column),
                _ => false,
            }
        }
        _ => false,
    }
}
