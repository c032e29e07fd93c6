//! Amounts that a formula converts by hand: `正文.合计 == 表.合计行.金额 / 10000`. Amounts are held against
//! each other in one unit whatever their papers print, so such a factor makes right papers wrong.
//!
//! In: a compiled ruleset. Out: for each formula of the author's in which an amount stands against an
//! amount times or divided by what one unit of money is of another the formula without that.

use super::rulebook::Rulebook;
use super::schema::Rule;
use super::whole::Ruleset;
use crate::formula::{
    Binary, Node, Syntax, SyntaxKind, kind_of, parse_expectation, resolve_expectation,
};
use gouji_values::error::{MistakeCode, RuleMistake};
use gouji_values::kind::Kind;
use gouji_values::number::Decimal;
use std::ops::Range;

/// Units of money that are nearer to each other are none of different papers.
const NEAREST: Decimal = Decimal::ONE_THOUSAND;

/// A factor that turns one unit into another.
struct Factor {
    value: Decimal,
    is_divided: bool,
}

impl Rulebook {
    /// Such formulas of the author's own rules.
    pub(super) fn converted_units(&self, ruleset: &Ruleset) -> Vec<RuleMistake> {
        let steps = steps(ruleset);
        let mut out = Vec::new();
        for rule in ruleset.rules.iter().filter(|rule| ruleset.is_of_author(rule)) {
            for formula in rule.demand.formulas() {
                let resolved = &formula.resolved;
                let Some(computed) = resolved.computed.as_ref() else { continue };
                let is_amount =
                    |side: &Node| kind_of(side, &ruleset.names, &rule.owner) == Kind::Amount;
                if !is_amount(&resolved.stated) || !is_amount(computed) {
                    continue;
                }
                let factor = [computed, &resolved.stated]
                    .into_iter()
                    .find_map(|side| factor(side, &steps, &is_amount));
                let told = factor.and_then(|factor| {
                    self.told_factor_of_units(rule, &formula.source, &factor, ruleset)
                });
                out.extend(told);
            }
        }
        out
    }

    fn told_factor_of_units(
        &self,
        rule: &Rule,
        source: &str,
        factor: &Factor,
        ruleset: &Ruleset,
    ) -> Option<RuleMistake> {
        let syntax = parse_expectation(source).ok()?;
        // brackets around the amount stay
        let cut = written(&syntax, factor)?;
        let of = source.get(cut.clone())?;
        let before = of.len() - of.trim_start_matches([')', '）', ' ']).len();
        let behind = of.len() - of.trim_end_matches(['(', '（']).len();
        let cut = cut.start + before..cut.end - behind;
        let meant = format!("{}{}", source.get(..cut.start)?.trim_end(), source.get(cut.end..)?);
        resolve_expectation(meant.trim(), &ruleset.names, &rule.owner, None).ok()?;
        let origin = &rule.origin;
        let text = self.text(&origin.file)?;
        let rest = text.get(origin.span.end..)?;
        let own = rest.split("\n[[").next().unwrap_or(rest);
        let from = origin.span.end + own.find(source)?;
        let sign = if factor.is_divided { "除以" } else { "乘以" };
        let value = factor.value.normalize();
        Some(RuleMistake {
            text: text.clone(),
            span: from + cut.start..from + cut.end,
            help: Some(format!("去掉它，写成 {}；本来就要 {value} 倍的，不必改", meant.trim())),
            is_warning: true,
            ..RuleMistake::of_file(
                MistakeCode::WithoutEffect,
                origin.file.to_string(),
                format!(
                    "{} 的两边都是金额：元、万元照各自印的单位自动换算，这里不用{sign} {value}",
                    rule.id
                ),
            )
        })
    }
}

/// How many times as much units of money are as others.
fn steps(ruleset: &Ruleset) -> Vec<Decimal> {
    let units = || ruleset.vocabulary.units.iter().map(|(_, unit)| unit).filter(|unit| unit.money);
    let mut out: Vec<Decimal> = units()
        .flat_map(|one| units().filter_map(move |other| one.times.checked_div(other.times)))
        .map(|step| step.normalize())
        .filter(|step| *step >= NEAREST)
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The factor of a side that is an amount alone times such a step.
fn factor(node: &Node, steps: &[Decimal], is_amount: &dyn Fn(&Node) -> bool) -> Option<Factor> {
    let step = |node: &Node, other: &Node, is_divided: bool| {
        let Node::Number { value, unit: None, .. } = node else { return None };
        let value = value.normalize();
        let inverse = Decimal::ONE.checked_div(value)?.normalize();
        let is_step = steps.contains(&value) || (!is_divided && steps.contains(&inverse));
        (is_step && is_amount(other) && is_alone(other)).then_some(Factor { value, is_divided })
    };
    match node {
        Node::Binary(Binary::Divide, a, b) => step(b, a, true),
        Node::Binary(Binary::Multiply, a, b) => step(b, a, false).or_else(|| step(a, b, false)),
        Node::Binary(Binary::Add | Binary::Subtract, a, b) => {
            factor(a, steps, is_amount).or_else(|| factor(b, steps, is_amount))
        }
        Node::Call(_, arguments) => arguments.first().and_then(|own| factor(own, steps, is_amount)),
        Node::Negate(inner) => factor(inner, steps, is_amount),
        _ => None,
    }
}

/// Whether nothing is multiplied or divided in it: 每万元 of a rate is no unit.
fn is_alone(node: &Node) -> bool {
    match node {
        Node::Binary(Binary::Add | Binary::Subtract, a, b) => is_alone(a) && is_alone(b),
        Node::Negate(inner) => is_alone(inner),
        Node::Aggregate(..) => true,
        Node::Param(_, None) => true,
        own => own.is_place(),
    }
}

/// Where the factor is written, with its sign.
fn written(syntax: &Syntax, factor: &Factor) -> Option<Range<usize>> {
    let is_it = |own: &Syntax| matches!(&own.kind, SyntaxKind::Number { value, unit } if unit.is_empty() && value.normalize() == factor.value);
    match &syntax.kind {
        SyntaxKind::Binary(Binary::Divide, a, b) if factor.is_divided && is_it(b) => {
            Some(a.span.end..b.span.end)
        }
        SyntaxKind::Binary(Binary::Multiply, a, b) if !factor.is_divided && is_it(b) => {
            Some(a.span.end..b.span.end)
        }
        SyntaxKind::Binary(Binary::Multiply, a, b) if !factor.is_divided && is_it(a) => {
            Some(a.span.start..b.span.start)
        }
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
            written(a, factor).or_else(|| written(b, factor))
        }
        SyntaxKind::Call(_, _, arguments) => arguments.iter().find_map(|own| written(own, factor)),
        SyntaxKind::Negate(inner) => written(inner, factor),
        _ => None,
    }
}
