//! Which figures checks rest on, and what those checks are worth.

use super::starts::Starts;
use crate::check::World;
use gouji_audit::audit::{Check, NoCheck, Verdict};
use gouji_rules::formula::{Function, Node};
use gouji_rules::ruleset::{Expectation, Rule};
use gouji_values::hash::QuickSet;

/// Where figures of checks begin.
pub(super) struct Rested {
    /// Of checks that would have told a wrong one.
    pub(super) checked: Starts,
    /// Of checks whose agreement proves nothing.
    corroborated: Starts,
    /// Of checks that could not be made.
    tried: Starts,
}

impl Rested {
    pub(super) fn of(world: &World<'_>, checks: &[Check]) -> Self {
        let text = &world.page.document.text;
        let [checked, corroborated, tried] = [(); 3].map(|()| Starts::new(text));
        let mut out = Self { checked, corroborated, tried };
        let no_audit = no_audit(world, checks);
        for check in checks.iter().filter(|check| !no_audit.contains(check.rule.as_str())) {
            let known = match check.verdict {
                Verdict::Holds | Verdict::Rounding | Verdict::Violation => &mut out.checked,
                Verdict::Corroborated => &mut out.corroborated,
                Verdict::Unchecked => &mut out.tried,
            };
            check
                .places()
                .filter(|(_, document)| document.is_none())
                .for_each(|(span, _)| _ = known.insert(span.start));
        }
        out
    }

    /// Why a figure is not checked, `otherwise` where no rule asks for it.
    pub(super) fn why(&self, rests_on: impl Fn(&Starts) -> bool, otherwise: NoCheck) -> NoCheck {
        if rests_on(&self.corroborated) {
            NoCheck::Corroborated
        } else if rests_on(&self.tried) {
            NoCheck::Undecided
        } else {
            otherwise
        }
    }
}

/// The rules that are no audit of figures: how a text is printed, numbering, words that must not be
/// there.
fn no_audit<'a>(world: &World<'a>, checks: &[Check]) -> QuickSet<&'a str> {
    // of rules that checked nothing it is not asked
    let asked: QuickSet<&str> = checks.iter().map(|check| check.rule.as_str()).collect();
    let claims = world.ruleset.claims.iter().filter(|claim| asked.contains(claim.id.as_str()));
    let claims = claims.filter(|claim| claim.printed.is_some()).map(|claim| claim.id.as_str());
    let rules = world.ruleset.rules.iter().filter(|rule| asked.contains(rule.id.as_str()));
    // of figures that a rule of the user's own wants to be the same another one would be told
    let compares = |rule: &&Rule| {
        let is_same =
            |own: &Expectation| matches!(&own.resolved.stated, Node::Aggregate(Function::Same, ..));
        rule.demand.audits_figures()
            || world.ruleset.is_of_author(rule) && rule.demand.formulas().iter().any(is_same)
    };
    let rules = rules.filter(|rule| !compares(rule)).map(|rule| rule.id.as_str());
    claims.chain(rules).collect()
}
