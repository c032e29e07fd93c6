//! Rules that hold nowhere, and would hold everywhere with two of their arguments in the other order,
//! or with the names that the document prints: each is told at its place.

use super::engine::LoadedRules;
use super::rule_place::{at, behind};
use gouji_audit::audit::{Check, CheckRelation, DocumentAudit, Verdict};
use gouji_checks::locate::turned::{self, OtherOrder};
use gouji_rules::formula::{Node, Owner, ScaleReference};
use gouji_rules::ruleset::{Expectation, Rule, Ruleset, has_turned_heads};
use gouji_values::error::{MistakeCode, RuleMistake};
use std::collections::{BTreeMap, BTreeSet};

/// Of one place alone nothing is said.
pub(super) const FEWEST: usize = 2;

/// All of them, of a ruleset's own rules that hold nowhere among so many places at least.
pub(super) fn swapped(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
    fewest: usize,
) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    // a script may ask for several things, each in its own words
    let mut each: BTreeMap<(&str, u32, &str), Vec<&Check>> = BTreeMap::new();
    for check in documents.iter().flat_map(|document| &document.checks) {
        if check.verdict != Verdict::Unchecked && check.nature.has_formula() {
            let key = (check.rule.as_str(), check.number, check.expression.as_str());
            each.entry(key).or_default().push(check);
        }
    }
    let own = ruleset.rules.iter().filter(|rule| rule.origin.layer == layer);
    let mut out: Vec<RuleMistake> = Vec::new();
    for rule in own {
        if let Owner::Form(form, _) = &rule.owner
            && ruleset.forms.get(*form).is_some_and(has_turned_heads)
        {
            continue;
        }
        let all = each.range((rule.id.as_str(), 0, "")..);
        for ((_, number, source), checks) in all.take_while(|((id, ..), _)| *id == rule.id) {
            let is_violated = |check: &&Check| {
                check.verdict == Verdict::Violation && check.relation == CheckRelation::Equal
            };
            if checks.len() < fewest || !checks.iter().all(is_violated) {
                continue;
            }
            let at = usize::try_from(*number).unwrap_or(usize::MAX);
            let found = in_other_order(engine, rule, source, checks).or_else(|| {
                other_grades(engine, &ruleset, rule.demand.formulas().get(at)?, checks)
            });
            out.extend(found.filter(|own| !out.contains(own)));
        }
    }
    out
}

/// That most checks would hold were the two arguments of a call, or of a division or subtraction,
/// in the other order.
fn in_other_order(
    engine: &LoadedRules,
    rule: &Rule,
    source: &str,
    checks: &[&Check],
) -> Option<RuleMistake> {
    let OtherOrder { written, meant, fits } = turned::in_other_order(source, checks)?;
    let text = engine.rule_text(&rule.origin.file)?;
    let span = behind(&text, rule.origin.span.start, &written)?;
    let first = checks.first()?;
    let how = match checks.len() == fits {
        true => "就处处相符".to_owned(),
        false => format!("就有 {fits} 处相符"),
    };
    let message = format!(
        "文件里 {} 处全部不符，{written} 的两个数换过来{how}（现在算出的如 {}{}）：多半写倒了",
        checks.len(),
        first.computed.as_deref().unwrap_or(""),
        first.unit.as_deref().unwrap_or("")
    );
    let place = (rule.origin.file.as_str(), text, span);
    Some(at(place, MistakeCode::WithoutEffect, message, format!("写成 {meant}")))
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
