//! A formula that asks for another column than the rule's own name does: the name speaks of 累计付款, which
//! the formula does not use, and the formula takes 质保金, of which the name does not speak.
//!
//! In: a compiled ruleset. Out: for each such formula of the author's the name that is meant, at the one
//! that is written. Where more than one is in question nothing is said.

use super::rulebook::Rulebook;
use super::schema::{Column, ColumnKind, Form, Rule};
use super::whole::Ruleset;
use crate::formula::{Owner, Syntax, SyntaxKind, parse};
use gouji_values::error::{MistakeCode, RuleMistake};
use std::ops::Range;
use std::sync::Arc;

/// A name of one letter stands in too many words.
const FEWEST_LETTERS: usize = 2;

impl Rulebook {
    /// Such formulas of the author's own rules.
    pub(super) fn other_column_named(&self, ruleset: &Ruleset) -> Vec<RuleMistake> {
        let own = ruleset.rules.iter().filter(|rule| ruleset.is_of_author(rule));
        own.filter_map(|rule| {
            let Owner::Form(form, _) = &rule.owner else { return None };
            let form = ruleset.forms.get(*form)?;
            let [formula] = rule.demand.formulas() else { return None };
            let other = Other::of(rule, form, &formula.source)?;
            self.told_column(rule, &formula.source, &other)
        })
        .collect()
    }

    fn told_column(&self, rule: &Rule, source: &str, other: &Other<'_>) -> Option<RuleMistake> {
        let origin = &rule.origin;
        let text = self.text(&origin.file)?;
        let rest = text.get(origin.span.end..)?;
        let own = rest.split("\n[[").next().unwrap_or(rest);
        let from = origin.span.end + own.find(source)?;
        let Other { written, span, meant } = other;
        let (before, behind) = (source.get(..span.start)?, source.get(span.end..)?);
        Some(RuleMistake {
            text: Arc::clone(&text),
            span: from + span.start..from + span.end,
            help: Some(format!(
                "名称说得对的，写成 {before}{meant}{behind}；公式对的，改 name，不然看结果的人不明白"
            )),
            is_warning: true,
            ..RuleMistake::of_file(
                MistakeCode::WithoutEffect,
                origin.file.to_string(),
                format!("规则的名称说“{meant}”，公式里没有用到；公式取的是 {written}，名称没有说"),
            )
        })
    }
}

/// The one column of a formula of which its rule's name does not speak, and the one of which it does
/// instead.
struct Other<'f> {
    written: &'f str,
    /// Where it stands in the formula.
    span: Range<usize>,
    meant: &'f str,
}

impl<'f> Other<'f> {
    fn of(rule: &Rule, form: &'f Form, source: &str) -> Option<Self> {
        let name = rule.name.as_deref()?;
        let mut used = Vec::new();
        columns(&parse(source).ok()?, form, &mut used);
        let said = said(name, form);
        let when = rule.when.as_ref().map_or("", |(source, _)| source.as_str());
        // that it is filled in says nothing of what is asked of it
        let is_asked = |column: &Column| {
            when.replace(&format!("present({})", column.name), "").contains(&column.name)
        };
        let is_used = |column: &Column| {
            used.iter().any(|(own, _)| own.name == column.name) || is_asked(column)
        };
        let mut lacking = said.iter().filter(|column| !is_used(column));
        let mut strange = used.iter().filter(|(own, _)| {
            !said.iter().any(|column| column.name == own.name) && !is_spoken_of(name, &own.name)
        });
        let (meant, (written, span)) = (*lacking.next()?, strange.next()?);
        let is_clear = lacking.next().is_none() && strange.next().is_none();
        // any column may be one without twice the same, or in order
        let is_list = ["unique(", "consecutive("].iter().any(|own| source.trim().starts_with(own));
        (is_clear && (is_list || is_alike(meant.kind, written.kind))).then(|| Self {
            written: &written.name,
            span: span.clone(),
            meant: &meant.name,
        })
    }
}

/// Whether a formula may have one for the other.
fn is_alike(one: ColumnKind, other: ColumnKind) -> bool {
    let is_text = |kind| matches!(kind, ColumnKind::Text | ColumnKind::Label | ColumnKind::Group);
    one == other || (is_text(one) && is_text(other))
}

/// Whether two letters of a name that follow each other stand in a text: 住宿 speaks of 住宿费.
fn is_spoken_of(text: &str, name: &str) -> bool {
    let letters: Vec<char> = name.chars().collect();
    letters.windows(FEWEST_LETTERS).any(|two| text.contains(&two.iter().collect::<String>()))
}

/// The columns of which a text speaks; what belongs to a longer name of one is not a shorter one.
fn said<'f>(text: &str, form: &'f Form) -> Vec<&'f Column> {
    let mut all: Vec<&Column> = form.columns.iter().collect();
    all.retain(|column| column.name.chars().count() >= FEWEST_LETTERS);
    all.sort_by_key(|column| std::cmp::Reverse(column.name.len()));
    let mut rest = text.to_owned();
    let mut out = Vec::new();
    for column in all {
        if rest.contains(&column.name) {
            rest = rest.replace(&column.name, "\u{0}");
            out.push(column);
        }
    }
    out
}

/// The columns of the row that a formula names, each with its place.
fn columns<'f>(syntax: &Syntax, form: &'f Form, out: &mut Vec<(&'f Column, Range<usize>)>) {
    match &syntax.kind {
        SyntaxKind::Name(name) => {
            let column = form.columns.iter().find(|column| column.name == *name);
            out.extend(column.map(|column| (column, syntax.span.clone())));
        }
        SyntaxKind::Member(base, name, span) => {
            // a figure of a row that is named, or of a parameter
            let column = form.columns.iter().find(|column| column.name == *name);
            let is_param = matches!(&base.kind, SyntaxKind::Name(name) if name == "param");
            out.extend(column.filter(|_| !is_param).map(|column| (column, span.clone())));
        }
        SyntaxKind::Call(_, _, arguments) => {
            arguments.iter().for_each(|own| columns(own, form, out));
        }
        SyntaxKind::Index(base, key) => {
            columns(base, form, out);
            columns(key, form, out);
        }
        SyntaxKind::Negate(inner) | SyntaxKind::Not(inner) => columns(inner, form, out),
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
            columns(a, form, out);
            columns(b, form, out);
        }
        SyntaxKind::Number { .. } | SyntaxKind::Date(_) | SyntaxKind::Text(_) => {}
    }
}
