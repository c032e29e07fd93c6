//! Rules that hold nowhere, and would hold everywhere with two of their arguments in the other order,
//! or with the names that the document prints: each is told at its place.

use super::engine::LoadedRules;
use super::rule_place::{at, behind};
use gouji_audit::audit::{Check, CheckRelation, DocumentAudit, Verdict};
use gouji_rules::formula::{Binary, Function};
use gouji_rules::formula::{Node, ScaleReference, Syntax, SyntaxKind, parse};
use gouji_rules::ruleset::{Expectation, Rule, Ruleset};
use gouji_values::error::{MistakeCode, RuleMistake};
use gouji_values::number::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Of one place alone nothing is said.
const FEWEST: usize = 2;

/// All of them, of a ruleset's own rules.
pub(super) fn swapped(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let mut each: BTreeMap<(&str, u32), Vec<&Check>> = BTreeMap::new();
    for check in documents.iter().flat_map(|document| &document.checks) {
        if check.verdict != Verdict::Unchecked {
            each.entry((check.rule.as_str(), check.number)).or_default().push(check);
        }
    }
    let own = ruleset.rules.iter().filter(|rule| rule.origin.layer == layer);
    let mut out: Vec<RuleMistake> = Vec::new();
    for rule in own {
        for (number, formula) in rule.demand.formulas().iter().enumerate() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let Some(checks) = each.get(&(rule.id.as_str(), number)) else { continue };
            let is_violated = |check: &&Check| {
                check.verdict == Verdict::Violation && check.relation == CheckRelation::Equal
            };
            if checks.len() < FEWEST || !checks.iter().all(is_violated) {
                continue;
            }
            let found = in_other_order(engine, rule, formula, checks)
                .or_else(|| other_grades(engine, &ruleset, formula, checks));
            out.extend(found.filter(|own| !out.contains(own)));
        }
    }
    out
}

/// That each check would hold were the two arguments of a call, or of a division or subtraction,
/// in the other order.
fn in_other_order(
    engine: &LoadedRules,
    rule: &Rule,
    formula: &Expectation,
    checks: &[&Check],
) -> Option<RuleMistake> {
    let SyntaxKind::Compare(_, left, right) = parse(&formula.source).ok()?.kind else {
        return None;
    };
    let (call, order) = order_of(&right).or_else(|| order_of(&left))?;
    let number = |text: Option<&str>| text?.parse::<Decimal>().ok();
    let fits = |check: &&Check| {
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
    let is_something =
        |check: &&Check| number(check.computed.as_deref()).is_some_and(|own| !own.is_zero());
    if !checks.iter().all(fits) || !checks.iter().any(is_something) {
        return None;
    }
    let written = formula.source.get(call.span.clone())?;
    let text = engine.rule_text(&rule.origin.file)?;
    let span = behind(&text, rule.origin.span.start, written)?;
    let first = checks.first()?;
    let message = format!(
        "文件里 {} 处全部不符，{written} 的两个数换过来就处处相符（现在算出的如 {}{}）：多半写倒了",
        checks.len(),
        first.computed.as_deref().unwrap_or(""),
        first.unit.as_deref().unwrap_or("")
    );
    let help = format!("写成 {}", turned(&formula.source, call)?);
    let place = (rule.origin.file.as_str(), text, span);
    Some(at(place, MistakeCode::WithoutEffect, message, help))
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

/// That none of the grades of a scale is a word that the column prints: 优秀 beside 优.
fn other_grades(
    engine: &LoadedRules,
    ruleset: &Ruleset,
    formula: &Expectation,
    checks: &[&Check],
) -> Option<RuleMistake> {
    let sides = [Some(&formula.resolved.stated), formula.resolved.computed.as_ref()];
    let scale = sides.into_iter().flatten().find_map(|node| match node {
        Node::Grade(ScaleReference::Scale(scale), _) => ruleset.scales.get(*scale),
        _ => None,
    })?;
    let printed: BTreeSet<&str> = checks.iter().filter_map(|own| own.stated.as_deref()).collect();
    let is_grade = |word: &&str| scale.grades.iter().any(|(name, _)| name == word);
    if printed.is_empty() || printed.iter().any(is_grade) {
        return None;
    }
    let text = engine.rule_text(&scale.origin.file)?;
    let span = super::nearly::value_of(&text, scale.origin.span.start, "grades")?;
    let written = text.get(span.clone())?;
    // one word for each grade, where they begin or end alike
    let mut meant = written.to_owned();
    let mut is_clear = true;
    for (name, _) in &scale.grades {
        let alike: Vec<&&str> =
            printed.iter().filter(|own| name.contains(**own) || own.contains(name)).collect();
        match alike.as_slice() {
            [one] => meant = meant.replacen(&format!("\"{name}\""), &format!("\"{one}\""), 1),
            [] => {}
            _ => is_clear = false,
        }
    }
    let names = |all: &mut dyn Iterator<Item = &str>| all.collect::<Vec<_>>().join("、");
    let message = format!(
        "文件印的等级是 {}，等级标准 {} 里没有一个是这样写的（写的是 {}）：处处都会不符",
        names(&mut printed.iter().copied()),
        scale.id,
        names(&mut scale.grades.iter().map(|(name, _)| name.as_str()))
    );
    let help = if is_clear && meant != written {
        format!("写成 grades = {meant}")
    } else {
        format!("grades 的 name 照文件印的字写：{}", names(&mut printed.iter().copied()))
    };
    let place = (scale.origin.file.as_str(), text, span);
    Some(at(place, MistakeCode::WithoutEffect, message, help))
}
