//! Formulas that say nothing of a document: whatever its figures are, they hold, or they do not.
//!
//! In: a compiled ruleset. Out: for each such formula of the author's own why. A formula is brought to
//! one side; what its pieces may at least and at most be is added up.

use super::schema::{ParamValue, Rule};
use super::whole::Ruleset;
use crate::formula::{
    Binary, CheckRelation, Function, Node, Resolved, Syntax, SyntaxKind, parse_expectation,
    resolve_expectation,
};
use rust_decimal::Decimal;

/// What a value is at least and at most; `None`: not known.
type Range = (Option<Decimal>, Option<Decimal>);

const ANY: Range = (None, None);

/// A formula that says nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decided<'r> {
    pub(super) rule: &'r Rule,
    pub(super) source: &'r str,
    pub(super) relation: CheckRelation,
    /// It always holds; else it never does.
    pub(super) holds: bool,
}

/// The formulas of the author's own rules that say nothing. Of formulas of which one is enough, the rule never fails
/// where one always holds.
pub(super) fn decided(ruleset: &Ruleset) -> Vec<Decided<'_>> {
    let own = ruleset.rules.iter().filter(|rule| ruleset.is_own(rule));
    own.flat_map(|rule| {
        let is_choice = rule.demand.is_choice();
        rule.demand.formulas().iter().filter_map(move |one| {
            let holds = always(&one.resolved, ruleset)?;
            // of several ways one that never holds leaves the others
            let relation = one.resolved.relation;
            (holds || !is_choice).then_some(Decided { rule, source: &one.source, relation, holds })
        })
    })
    .collect()
}

/// Whether a formula holds whatever a document says, or whatever it says does not.
fn always(resolved: &Resolved, ruleset: &Ruleset) -> Option<bool> {
    let computed = resolved.computed.as_ref()?;
    let mut sum = Sum::default();
    sum.add(&resolved.stated, Decimal::ONE, ruleset)?;
    sum.add(computed, Decimal::NEGATIVE_ONE, ruleset)?;
    let (low, high) = sum.range(ruleset)?;
    let (at_least, at_most) = (
        |to: Decimal| low.is_some_and(|low| low >= to),
        |to: Decimal| high.is_some_and(|high| high <= to),
    );
    let zero = Decimal::ZERO;
    let (above, below) = (low.is_some_and(|low| low > zero), high.is_some_and(|high| high < zero));
    let (holds, fails) = match resolved.relation {
        CheckRelation::AtMost => (at_most(zero), above),
        CheckRelation::AtLeast => (at_least(zero), below),
        CheckRelation::Less => (below, at_least(zero)),
        CheckRelation::Greater => (above, at_most(zero)),
        CheckRelation::Equal => (at_least(zero) && at_most(zero), above || below),
        CheckRelation::NotEqual => (above || below, at_least(zero) && at_most(zero)),
        _ => return None,
    };
    (holds || fails).then_some(holds)
}

/// Whether a formula of a rule reads and depends on the document.
pub(super) fn says_something(source: &str, rule: &Rule, ruleset: &Ruleset) -> bool {
    resolve_expectation(source, &ruleset.names, &rule.owner, None)
        .is_ok_and(|own| always(&own, ruleset).is_none())
}

/// Of a formula that always holds as the greatest or the smallest of some values is held against one of
/// them: what is too much, and the formula without it. None where several may be meant.
pub(super) fn without_itself(found: &Decided<'_>, ruleset: &Ruleset) -> Option<(String, String)> {
    let syntax = parse_expectation(found.source).ok()?;
    let mut out: Vec<(String, String)> = Vec::new();
    each_choice(&syntax, &mut |call, arguments| {
        for (at, own) in arguments.iter().enumerate() {
            let text = |own: &Syntax| found.source.get(own.span.clone()).map(str::trim);
            let rest = arguments.iter().enumerate().filter(|(other, _)| *other != at);
            let Some(rest) = rest.map(|(_, own)| text(own)).collect::<Option<Vec<_>>>() else {
                continue;
            };
            let SyntaxKind::Call(name, ..) = &call.kind else { continue };
            let kept = match rest.as_slice() {
                [] => continue,
                [one] => (*one).to_owned(),
                several => format!("{name}({})", several.join(", ")),
            };
            let (Some(before), Some(behind), Some(own)) =
                (found.source.get(..call.span.start), found.source.get(call.span.end..), text(own))
            else {
                continue;
            };
            let meant = format!("{before}{kept}{behind}");
            if says_something(&meant, found.rule, ruleset) {
                out.push((own.to_owned(), meant));
            }
        }
    });
    let [one] = <[(String, String); 1]>::try_from(out).ok()?;
    Some(one)
}

/// Each call of `max` and `min` in a formula, with its values.
fn each_choice<'s>(syntax: &'s Syntax, work: &mut dyn FnMut(&'s Syntax, &'s [Syntax])) {
    match &syntax.kind {
        SyntaxKind::Call(name, _, arguments) => {
            if matches!(Function::find(name), Some(Function::Max | Function::Min)) {
                work(syntax, arguments);
            }
            arguments.iter().for_each(|own| each_choice(own, work));
        }
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
            each_choice(a, work);
            each_choice(b, work);
        }
        SyntaxKind::Negate(inner) | SyntaxKind::Not(inner) => each_choice(inner, work),
        _ => {}
    }
}

/// `constant + Σ factor × piece`
#[derive(Clone, Debug, Default)]
struct Sum<'n> {
    constant: Decimal,
    terms: Vec<(&'n Node, Decimal)>,
}

impl<'n> Sum<'n> {
    fn add(&mut self, node: &'n Node, factor: Decimal, ruleset: &Ruleset) -> Option<()> {
        match node {
            Node::Number { value, .. } => self.plus(*value, factor)?,
            Node::Param(at, None) => match ruleset.params.get(*at).map(|own| &own.value) {
                Some(ParamValue::Number(value, _) | ParamValue::Points(value)) => {
                    self.plus(*value, factor)?;
                }
                _ => self.term(node, factor)?,
            },
            Node::Negate(inner) => self.add(inner, -factor, ruleset)?,
            Node::Binary(Binary::Add, one, other) => {
                self.add(one, factor, ruleset)?;
                self.add(other, factor, ruleset)?;
            }
            Node::Binary(Binary::Subtract, one, other) => {
                self.add(one, factor, ruleset)?;
                self.add(other, -factor, ruleset)?;
            }
            Node::Binary(Binary::Multiply, one, other) => match (one.as_ref(), other.as_ref()) {
                (Node::Number { value, .. }, other) | (other, Node::Number { value, .. }) => {
                    self.add(other, factor.checked_mul(*value)?, ruleset)?;
                }
                _ => self.term(node, factor)?,
            },
            // words and days are compared, not counted
            Node::Text(_) | Node::Date(_) | Node::Truth(_) => return None,
            _ => self.term(node, factor)?,
        }
        Some(())
    }

    fn plus(&mut self, value: Decimal, factor: Decimal) -> Option<()> {
        self.constant = self.constant.checked_add(value.checked_mul(factor)?)?;
        Some(())
    }

    fn term(&mut self, node: &'n Node, factor: Decimal) -> Option<()> {
        match self.terms.iter_mut().find(|(known, _)| *known == node) {
            Some((_, known)) => *known = known.checked_add(factor)?,
            None => self.terms.push((node, factor)),
        }
        self.terms.retain(|(_, factor)| !factor.is_zero());
        Some(())
    }

    /// What it is at least and at most. The greatest of some values is at least each of them, the smallest at
    /// most each: one stands in the place of it where that tells more.
    fn range(&self, ruleset: &Ruleset) -> Option<Range> {
        let (mut low, mut high) = self.plain_range(ruleset)?;
        for (at, (node, factor)) in self.terms.iter().enumerate() {
            let Node::Call(function @ (Function::Max | Function::Min), values) = node else {
                continue;
            };
            let is_low = (*function == Function::Max) == factor.is_sign_positive();
            for value in values {
                let mut other = self.clone();
                other.terms.remove(at);
                other.add(value, *factor, ruleset)?;
                let (other_low, other_high) = other.plain_range(ruleset)?;
                if is_low {
                    low = low.max(other_low);
                } else {
                    high = [high, other_high].into_iter().flatten().min();
                }
            }
        }
        Some((low, high))
    }

    fn plain_range(&self, ruleset: &Ruleset) -> Option<Range> {
        let mut out: Range = (Some(self.constant), Some(self.constant));
        for (node, factor) in &self.terms {
            out = plus(out, times(range(node, ruleset), *factor)?)?;
        }
        Some(out)
    }
}

fn plus((low, high): Range, (other_low, other_high): Range) -> Option<Range> {
    let sum = |one: Option<Decimal>, other: Option<Decimal>| match (one, other) {
        (Some(one), Some(other)) => one.checked_add(other).map(Some),
        _ => Some(None),
    };
    Some((sum(low, other_low)?, sum(high, other_high)?))
}

fn times((low, high): Range, factor: Decimal) -> Option<Range> {
    let by = |value: Option<Decimal>| match value {
        Some(value) => value.checked_mul(factor).map(Some),
        None => Some(None),
    };
    let (low, high) = (by(low)?, by(high)?);
    Some(if factor.is_sign_negative() { (high, low) } else { (low, high) })
}

/// What a value is at least and at most, by what it is alone.
fn range(node: &Node, ruleset: &Ruleset) -> Range {
    let of = |node: &Node| -> Range {
        let mut sum = Sum::default();
        sum.add(node, Decimal::ONE, ruleset).and_then(|()| sum.plain_range(ruleset)).unwrap_or(ANY)
    };
    let zero = Some(Decimal::ZERO);
    match node {
        Node::Param(at, Some(_)) => match ruleset.params.get(*at).map(|own| &own.value) {
            Some(ParamValue::Table(entries)) => {
                let values = || entries.iter().map(|(_, value, _)| *value);
                (values().min(), values().max())
            }
            _ => ANY,
        },
        Node::Aggregate(Function::Count, ..) => (zero, None),
        Node::Call(Function::Abs, values) => match values.first().map(of) {
            Some((Some(low), Some(high))) if low.is_sign_negative() => {
                (zero, Some(low.abs().max(high.abs())))
            }
            Some((Some(low), high)) if !low.is_sign_negative() => (Some(low), high),
            _ => (zero, None),
        },
        Node::Call(Function::Sign, _) => (Some(Decimal::NEGATIVE_ONE), Some(Decimal::ONE)),
        Node::Call(function @ (Function::Max | Function::Min), values) => {
            let all: Vec<Range> = values.iter().map(of).collect();
            let lows = || all.iter().map(|(low, _)| *low);
            let highs = || all.iter().map(|(_, high)| *high);
            if *function == Function::Max {
                let high = highs().collect::<Option<Vec<_>>>();
                (lows().flatten().max(), high.and_then(|own| own.into_iter().max()))
            } else {
                let low = lows().collect::<Option<Vec<_>>>();
                (low.and_then(|own| own.into_iter().min()), highs().flatten().min())
            }
        }
        Node::Call(Function::If, values) => match values.as_slice() {
            [_, one, other] => {
                let ((low, high), (other_low, other_high)) = (of(one), of(other));
                (
                    low.zip(other_low).map(|(a, b)| a.min(b)),
                    high.zip(other_high).map(|(a, b)| a.max(b)),
                )
            }
            _ => ANY,
        },
        _ => ANY,
    }
}
