//! Days between two dates whose later one is written first: their number is below zero, and a limit
//! from above holds whatever is printed.
//!
//! In: a compiled ruleset. Out: for each such limit of the author's own the two names. Which date is
//! the later one the order tells in which they are printed; a rule that also wants the days to be
//! at least something means them so.

use super::rulebook::Rulebook;
use super::schema::Rule;
use super::whole::Ruleset;
use crate::formula::{CheckRelation, Function, Node, Owner, Reference, Resolved};
use gouji_values::error::{MistakeCode, RuleMistake};
use std::sync::Arc;

/// Days from one date to the other that are at most so many.
struct DaysAtMost<'r> {
    days: &'r Node,
    from: &'r Reference,
    to: &'r Reference,
}

/// The days of a formula and what they are to be, seen from them.
fn days_of(resolved: &Resolved) -> Option<(&Node, CheckRelation)> {
    let computed = resolved.computed.as_ref()?;
    let is_days = |node: &Node| matches!(node, Node::Call(Function::Days, _));
    match (is_days(&resolved.stated), is_days(computed)) {
        (true, false) => Some((&resolved.stated, resolved.relation)),
        (false, true) => Some((computed, resolved.relation.mirrored())),
        _ => None,
    }
}

fn at_most(resolved: &Resolved) -> Option<DaysAtMost<'_>> {
    let (days, relation) = days_of(resolved)?;
    let Node::Call(_, dates) = days else { return None };
    match (relation, dates.as_slice()) {
        (CheckRelation::AtMost | CheckRelation::Less, [Node::Read(from), Node::Read(to)]) => {
            Some(DaysAtMost { days, from, to })
        }
        _ => None,
    }
}

/// Whether the first of two dates is printed behind the second.
fn is_behind(from: &Reference, to: &Reference) -> bool {
    match (from, to) {
        (
            Reference::Column { depth: 0, column: from },
            Reference::Column { depth: 0, column: to },
        )
        | (
            Reference::Capture { depth: 0, capture: from },
            Reference::Capture { depth: 0, capture: to },
        ) => from > to,
        _ => false,
    }
}

/// What a date is called in its rule.
fn name<'r>(ruleset: &'r Ruleset, rule: &Rule, of: &Reference) -> Option<&'r str> {
    match (&rule.owner, of) {
        (Owner::Form(form, _), Reference::Column { column, .. }) => {
            Some(ruleset.forms.get(*form)?.columns.get(*column)?.name.as_str())
        }
        (Owner::Claim(claim), Reference::Capture { capture, .. }) => {
            let (name, ..) = ruleset.names.claims.get(*claim)?.captures.get(*capture)?;
            Some(name.as_str())
        }
        _ => None,
    }
}

impl Rulebook {
    /// Warnings on such limits, at their days.
    pub(super) fn turned_days(&self, ruleset: &Ruleset) -> Vec<RuleMistake> {
        let mut out = Vec::new();
        for rule in ruleset.rules.iter().filter(|rule| ruleset.is_own(rule)) {
            let all = rule.demand.formulas();
            let has_least = |days: &Node| {
                all.iter().filter_map(|own| days_of(&own.resolved)).any(|(own, relation)| {
                    let is_least = matches!(
                        relation,
                        CheckRelation::AtLeast | CheckRelation::Greater | CheckRelation::Equal
                    );
                    own == days && is_least
                })
            };
            for one in all {
                let Some(found) = at_most(&one.resolved) else { continue };
                if !is_behind(found.from, found.to) || has_least(found.days) {
                    continue;
                }
                let names = (name(ruleset, rule, found.from), name(ruleset, rule, found.to));
                let (Some(from), Some(to)) = names else { continue };
                out.push(self.turned(rule, &one.source, (from, to)));
            }
        }
        out
    }

    fn turned(&self, rule: &Rule, formula: &str, (from, to): (&str, &str)) -> RuleMistake {
        let origin = &rule.origin;
        let text = self.text(&origin.file).unwrap_or_else(|| Arc::from(""));
        let found = text.get(origin.span.end..).and_then(|rest| {
            let own = rest.split("\n[[").next().unwrap_or(rest);
            Some(origin.span.end + own.find(formula)?)
        });
        let span = match (found, formula.find(Function::Days.name())) {
            (Some(at), Some(days)) => {
                let end = formula.get(days..).and_then(|own| own.find([')', '）']));
                at + days..at + end.map_or(formula.len(), |end| days + end + 1)
            }
            _ => origin.span.clone(),
        };
        let message = format!(
            "{} 的天数是从 {from} 到 {to}，而 {from} 列在 {to} 的后面：先后写反了的，天数是负数，怎么印都不超过",
            rule.id
        );
        let help = format!(
            "先写起日，后写止日：写成 days({to}, {from})；本来就是 {from} 在前的，不用改，或再写一条 days({from}, {to}) >= 0"
        );
        RuleMistake {
            text,
            span,
            help: Some(help),
            is_warning: true,
            ..RuleMistake::of_file(MistakeCode::WithoutEffect, origin.file.to_string(), message)
        }
    }
}
