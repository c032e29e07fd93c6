//! Rules that accuse a document as a whole: a formula of the author's that holds nowhere, and at most
//! of its places with two of its arguments in the other order. The rule is doubted before figures
//! are.
//!
//! In: checks with their verdicts, and the findings. Out: the same findings without a figure that is
//! named as wrong, the checks with a word to the reader.

use crate::check::{Doubt, World, lower};
use gouji_audit::audit::{Check, CheckRelation, Finding, Hint, Verdict};
use gouji_rules::formula::{Binary, Function, Syntax, SyntaxKind, parse};
use gouji_rules::ruleset::Rule;
use gouji_values::number::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Of one place alone nothing is said; of two, where a document is told to be wrong, neither.
const FEWEST: usize = 2;
const MANY: usize = 3;

/// What a formula may be meant to be: two arguments in the other order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherOrder {
    /// What is written.
    pub written: String,
    /// What to write.
    pub meant: String,
    /// At how many places it holds then.
    pub fits: usize,
}

/// Doubts the rules of the author's that are written the wrong way round, not the figures.
pub(super) fn told_as_turned(world: &World<'_>, checks: &mut [Check], findings: &mut [Finding]) {
    let is_open = |finding: &&Finding| finding.misfit.is_none() && finding.waiver.is_none();
    let told = |checks: &[Check]| -> BTreeSet<usize> {
        findings
            .iter()
            .filter(is_open)
            .flat_map(|one| &one.checks)
            .copied()
            .filter(|at| checks.get(*at).is_some_and(|check| check.verdict == Verdict::Violation))
            .collect()
    };
    let told = told(checks);
    let mut doubted: BTreeSet<usize> = BTreeSet::new();
    for (rule, number, source) in asked(checks, &told) {
        let own = world.ruleset.rule(&rule).filter(|own| world.ruleset.is_of_author(own));
        let Some(rule) = own.filter(|own| !is_shown(own)) else { continue };
        let of = |check: &Check| {
            check.rule == rule.id && check.number == number && check.expression == source
        };
        let all: Vec<&Check> = checks.iter().filter(|check| of(check)).collect();
        let decided = all.iter().filter(|check| check.verdict != Verdict::Unchecked).count();
        if decided >= MANY && in_other_order(&source, &all).is_some() {
            doubted.extend(told.iter().copied().filter(|at| checks.get(*at).is_some_and(of)));
        }
    }
    for at in &doubted {
        if let Some(check) = checks.get_mut(*at) {
            lower(check, Doubt::Turned);
            check.detail_mut().hint = Some(Hint::Turned);
        }
    }
    for finding in findings.iter_mut().filter(|own| own.misfit.is_none()) {
        if !finding.checks.is_empty() && finding.checks.iter().all(|at| doubted.contains(at)) {
            finding.cause = None;
        }
    }
}

/// The formulas of which some checks are told to be violated: the rule, which of its formulas, and
/// what it says; a script may ask for several things.
fn asked(checks: &[Check], told: &BTreeSet<usize>) -> Vec<(String, u32, String)> {
    let mut out: BTreeMap<(String, u32, String), usize> = BTreeMap::new();
    let told = told.iter().filter_map(|at| checks.get(*at));
    for check in told.filter(|check| check.nature.has_formula()) {
        let key = (check.rule.to_string(), check.number, check.expression.to_string());
        *out.entry(key).or_default() += 1;
    }
    out.into_iter().filter(|(_, number)| *number >= MANY).map(|(key, _)| key).collect()
}

/// Whether its cases show a rule both ways: then it is written as it is meant.
fn is_shown(rule: &Rule) -> bool {
    let is_breaking = |own: &&gouji_rules::ruleset::Case| own.expect == "violation";
    let breaking = rule.cases.iter().filter(is_breaking).count();
    breaking > 0 && breaking < rule.cases.len()
}

/// What holds at most of the places of a formula, none of which holds as it is written.
#[must_use]
pub fn in_other_order(source: &str, checks: &[&Check]) -> Option<OtherOrder> {
    let decided: Vec<&&Check> =
        checks.iter().filter(|check| check.verdict != Verdict::Unchecked).collect();
    let is_violated = |check: &&&Check| {
        check.verdict == Verdict::Violation && check.relation == CheckRelation::Equal
    };
    if decided.len() < FEWEST || !decided.iter().all(is_violated) {
        return None;
    }
    let SyntaxKind::Compare(_, left, right) = parse(source).ok()?.kind else { return None };
    let (call, order) = order_of(&right).or_else(|| order_of(&left))?;
    let number = |text: Option<&str>| text?.parse::<Decimal>().ok();
    let fits = |check: &&&&Check| {
        let (Some(stated), Some(computed)) =
            (number(check.stated.as_deref()), number(check.computed.as_deref()))
        else {
            return false;
        };
        order.other(computed, check.unit.as_deref()).is_some_and(|(meant, apart)| {
            let own = Decimal::new(1, stated.scale());
            (stated - meant).abs() <= own + apart
        })
    };
    let fits = decided.iter().filter(fits).count();
    let is_nothing = |check: &&&&Check| {
        let values = [check.stated.as_deref(), check.computed.as_deref()];
        values.into_iter().all(|own| number(own).is_some_and(|own| own.is_zero()))
    };
    let counted = decided.len() - decided.iter().filter(is_nothing).count();
    let is_most = if counted < MANY { fits == counted } else { fits * 2 > counted };
    if fits < FEWEST || !is_most {
        return None;
    }
    let written = source.get(call.span.clone())?.to_owned();
    Some(OtherOrder { written, meant: turned(source, call)?, fits })
}

/// What a call comes to with its arguments in the other order.
enum Order {
    /// One by the other.
    Share,
    /// One less the other, and what is added to it.
    Apart(Decimal),
}

impl Order {
    /// What would come out, and how far rounding may put it.
    fn other(&self, computed: Decimal, unit: Option<&str>) -> Option<(Decimal, Decimal)> {
        match self {
            Self::Share => {
                let whole = match unit {
                    Some("%") => Decimal::from(10_000),
                    _ => Decimal::ONE,
                };
                let meant = whole.checked_div(computed)?;
                let last = Decimal::new(1, computed.scale());
                Some((meant, meant.checked_mul(last)?.checked_div(computed)?.abs()))
            }
            Self::Apart(added) => Some((*added + *added - computed, Decimal::ZERO)),
        }
    }
}

/// The call, quotient or difference that a side is, and what its order does.
fn order_of(side: &Syntax) -> Option<(&Syntax, Order)> {
    match &side.kind {
        SyntaxKind::Call(name, _, arguments) if arguments.len() == 2 => {
            match Function::find(name)? {
                Function::Percent => Some((side, Order::Share)),
                Function::Days => Some((side, Order::Apart(Decimal::ZERO))),
                _ => None,
            }
        }
        SyntaxKind::Binary(sign @ (Binary::Add | Binary::Subtract), of, by)
            if let (SyntaxKind::Call(..), SyntaxKind::Number { value, .. }) =
                (&of.kind, &by.kind) =>
        {
            match order_of(of)? {
                (call, Order::Apart(_)) => {
                    let added = if *sign == Binary::Add { *value } else { -*value };
                    Some((call, Order::Apart(added)))
                }
                _ => None,
            }
        }
        SyntaxKind::Binary(Binary::Divide, a, b) if is_name(a) && is_name(b) => {
            Some((side, Order::Share))
        }
        SyntaxKind::Binary(Binary::Subtract, a, b) if is_name(a) && is_name(b) => {
            Some((side, Order::Apart(Decimal::ZERO)))
        }
        _ => None,
    }
}

fn is_name(syntax: &Syntax) -> bool {
    matches!(syntax.kind, SyntaxKind::Name(_) | SyntaxKind::Member(..))
}

/// A call with its two arguments in the other order.
fn turned(source: &str, call: &Syntax) -> Option<String> {
    let of = |syntax: &Syntax| source.get(syntax.span.clone()).map(str::trim);
    match &call.kind {
        SyntaxKind::Call(name, _, arguments) => match arguments.as_slice() {
            [a, b] => Some(format!("{name}({}, {})", of(b)?, of(a)?)),
            _ => None,
        },
        SyntaxKind::Binary(Binary::Divide, a, b) => Some(format!("{} / {}", of(b)?, of(a)?)),
        SyntaxKind::Binary(Binary::Subtract, a, b) => Some(format!("{} - {}", of(b)?, of(a)?)),
        _ => None,
    }
}
