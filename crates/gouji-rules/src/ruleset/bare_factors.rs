//! Amounts that are held against many times as much: `付款 <= 完成 * 80` was most likely meant as 80%, `1 + 10` as
//! 1 + 10%, and a number that the rule's own words call a percentage as that. Told by `gouji rules check`: whatever
//! is held against it agrees.

use super::bare_rates::is_rate_name;
use super::rulebook::Rulebook;
use super::schema::{Message, ParamValue, Rule};
use super::whole::Ruleset;
use crate::formula::{Binary, CheckRelation, ColumnSelector, Node, Owner, Reference};
use gouji_values::error::{MistakeCode, RuleMistake};
use rust_decimal::Decimal;
use std::sync::Arc;

/// Percentages that are set are multiples of this; twelve months and seven days are none.
const STEP: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

impl Rulebook {
    /// Such factors in the formulas of the author's own rules.
    pub(super) fn bare_factors(&self, ruleset: &Ruleset) -> Vec<RuleMistake> {
        let own = ruleset.rules.iter().filter(|rule| ruleset.is_own(rule));
        let mut out = Vec::new();
        for rule in own {
            for one in rule.demand.formulas() {
                let resolved = &one.resolved;
                let Some(computed) = resolved.computed.as_ref() else { continue };
                let is_bound = !matches!(
                    resolved.relation,
                    CheckRelation::Equal | CheckRelation::NotEqual | CheckRelation::Meets
                );
                let sides = [(&resolved.stated, computed), (computed, &resolved.stated)];
                let found = sides.into_iter().filter(|(own, _)| is_amount(own, rule, ruleset));
                let found = found
                    .filter_map(|(_, other)| many_times(other, is_bound, rule, ruleset))
                    .next();
                out.extend(found.map(|found| self.told_factor(rule, &one.source, &found, ruleset)));
            }
        }
        out
    }

    fn told_factor(
        &self,
        rule: &Rule,
        source: &str,
        found: &Times,
        ruleset: &Ruleset,
    ) -> RuleMistake {
        let origin = &rule.origin;
        let text = self.text(&origin.file).unwrap_or_else(|| Arc::from(""));
        let formula = text.get(origin.span.end..).and_then(|rest| {
            let own = rest.split("\n[[").next().unwrap_or(rest);
            Some(origin.span.end + own.find(source)?)
        });
        let span = formula.map_or_else(|| origin.span.clone(), |from| from..from + source.len());
        let Times { times, number, param, is_named } = found;
        let (number, times) = (number.normalize(), times.normalize());
        let help = match param {
            Some(name) => {
                format!(
                    "参数 {name} 是百分数的，写成 \"{name}\" = \"{number}%\"；本来就是 {times} 倍的不用改"
                )
            }
            None => format!("百分数写上百分号，写成 {number}%；本来就是 {times} 倍的不用改"),
        };
        // what is to be changed stands where the parameter is written
        let at_param = param.as_ref().and_then(|name| {
            let own = &ruleset.params.iter().find(|own| own.name == *name)?.origin;
            let text = self.text(&own.file)?;
            let line = text.get(own.span.start..)?.lines().next()?;
            let line = line.split('#').next().unwrap_or(line).trim_end();
            Some((text.clone(), own.span.start..own.span.start + line.len(), own.file.to_string()))
        });
        let (text, span, file) = at_param.unwrap_or_else(|| (text, span, origin.file.to_string()));
        RuleMistake {
            text,
            span,
            help: Some(help),
            is_warning: true,
            ..RuleMistake::of_file(
                MistakeCode::WithoutEffect,
                file,
                match is_named {
                    true => format!(
                        "{} 的公式 {source} 与 {times} 倍的数比，规则的名称、说明写的是 {number}%",
                        rule.id
                    ),
                    false => format!("{} 的公式 {source} 与 {times} 倍的数比", rule.id),
                },
            )
        }
    }
}

/// A factor without a unit that is more than the whole.
struct Times {
    /// How many times as much it makes.
    times: Decimal,
    /// The number that is written.
    number: Decimal,
    /// The parameter that holds it.
    param: Option<String>,
    /// The rule's own words call it a percentage.
    is_named: bool,
}

/// Whether the name or the message of a rule says a number with the sign of percentages.
fn is_named_rate(number: Decimal, rule: &Rule) -> bool {
    let words = rule.message.iter().flatten().filter_map(|piece| match piece {
        Message::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let mut all = rule.name.iter().map(|name| name.as_str()).chain(words);
    let number = number.normalize().to_string();
    all.any(|text| {
        text.match_indices(number.as_str()).any(|(at, own)| {
            let is_whole =
                !text.get(..at).unwrap_or("").ends_with(|c: char| c.is_ascii_digit() || c == '.');
            let behind = text.get(at + own.len()..).unwrap_or("").trim_start();
            is_whole && behind.starts_with(['%', '％'])
        })
    })
}

/// The first such factor of an amount.
fn many_times(node: &Node, is_bound: bool, rule: &Rule, ruleset: &Ruleset) -> Option<Times> {
    match node {
        Node::Binary(Binary::Multiply, a, b) => {
            let sides = [(a.as_ref(), b.as_ref()), (b.as_ref(), a.as_ref())];
            let own = sides.into_iter().find_map(|(of, factor)| {
                is_amount(of, rule, ruleset)
                    .then(|| factor_of(factor, is_bound, rule, ruleset))
                    .flatten()
            });
            own.or_else(|| many_times(a, is_bound, rule, ruleset))
                .or_else(|| many_times(b, is_bound, rule, ruleset))
        }
        Node::Binary(Binary::Add | Binary::Subtract, a, b) => {
            many_times(a, is_bound, rule, ruleset)
                .or_else(|| many_times(b, is_bound, rule, ruleset))
        }
        _ => None,
    }
}

/// A factor that is most likely a percentage without its sign: 80, or 10 beside the whole.
fn factor_of(node: &Node, is_bound: bool, rule: &Rule, ruleset: &Ruleset) -> Option<Times> {
    if let Some((number, param)) = bare(node, ruleset) {
        let is_like_rate = number >= STEP
            && number <= Decimal::ONE_HUNDRED
            && number.checked_rem(STEP).is_some_and(|rest| rest.is_zero());
        let is_named = is_named_rate(number, rule);
        let is_rate = is_named || (is_bound && is_like_rate);
        return is_rate.then_some(Times { times: number, number, param, is_named });
    }
    let Node::Binary(Binary::Add, one, other) = node else { return None };
    let ((one, _), (number, param)) = (bare(one, ruleset)?, bare(other, ruleset)?);
    let is_rate = one == Decimal::ONE && number >= Decimal::TWO;
    let is_named = is_named_rate(number, rule);
    is_rate.then_some(Times { times: one + number, number, param, is_named })
}

/// A number without a unit, written or in a parameter.
fn bare(node: &Node, ruleset: &Ruleset) -> Option<(Decimal, Option<String>)> {
    match node {
        Node::Number { value, unit: None, .. } => Some((*value, None)),
        Node::Param(at, None) => {
            let own = ruleset.params.get(*at)?;
            match &own.value {
                // of a rate that is told where it is written
                ParamValue::Number(value, None)
                    if !is_rate_name(&ruleset.vocabulary, &own.name) =>
                {
                    Some((*value, Some(own.name.clone())))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a node is an amount of a table.
fn is_amount(node: &Node, rule: &Rule, ruleset: &Ruleset) -> bool {
    let of = |form: usize, column: usize| {
        let column = ruleset.forms.get(form).and_then(|form| form.columns.get(column));
        column.is_some_and(|column| column.kind == super::ColumnKind::Amount)
    };
    match (node, &rule.owner) {
        (Node::Read(Reference::Column { depth: 0, column }), Owner::Form(form, _)) => {
            of(*form, *column)
        }
        (Node::Form(path), _) => match &path.column {
            ColumnSelector::Column(column) => of(path.form, *column),
            _ => false,
        },
        _ => false,
    }
}
