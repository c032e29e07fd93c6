//! Rules that come to nothing because of how they are written: days that are counted backwards,
//! limits that are many times what is printed, limits of rows that meet a total. Each is told at its
//! formula.

use super::engine::LoadedRules;
use super::rule_place::{at, behind};
use gouji_audit::audit::{Check, CheckRelation, DocumentAudit, Verdict, Why};
use gouji_rules::ruleset::{ParamValue, Ruleset};
use gouji_values::error::{MistakeCode, MistakeSubject, RuleMistake};
use gouji_values::number::Decimal;
use std::collections::BTreeMap;

/// How many times what is printed a limit has to be.
const FAR: i64 = 100;

/// All of them, of a ruleset's own rules.
pub(super) fn always(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
    told: &[RuleMistake],
) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let mut each: BTreeMap<(&str, u32), Vec<&Check>> = BTreeMap::new();
    for check in documents.iter().flat_map(|document| &document.checks) {
        each.entry((check.rule.as_str(), check.number)).or_default().push(check);
    }
    let own = ruleset.rules.iter().filter(|rule| rule.origin.layer == layer);
    own.flat_map(|rule| {
        let checks = each.range((rule.id.as_str(), 0)..=(rule.id.as_str(), u32::MAX));
        checks.filter_map(|(_, checks)| {
            // a rate without its sign is told where it stands
            let is_told = || {
                let formula = checks.first().map_or("", |check| check.expression.as_str());
                told.iter().any(|own| match &own.about {
                    MistakeSubject::Parameter(name) => formula.contains(name.as_str()),
                    _ => false,
                })
            };
            if let Some(told) = unit_of_form(engine, &ruleset, checks, documents) {
                return Some(told);
            }
            let limits = || far(checks).filter(|_| !is_told());
            if let Some(told) = other_unit(engine, &ruleset, checks).filter(|_| !is_told()) {
                return Some(told);
            }
            let (words, message, help) =
                total(checks).or_else(|| backwards(checks)).or_else(limits)?;
            let text = engine.rule_text(&rule.origin.file)?;
            let span = behind(&text, rule.origin.span.start, &words)?;
            let place = (rule.origin.file.as_str(), text, span);
            Some(at(place, MistakeCode::WithoutEffect, message, help))
        })
    })
    .collect()
}

/// The rules of a layer that agree for a reason that is none: days that are counted backwards, and limits in
/// a larger unit, each with what is said of it.
pub(super) fn agreeing(
    engine: &LoadedRules,
    layer: &str,
    document: &DocumentAudit,
) -> Vec<(String, RuleMistake)> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let mut each: BTreeMap<(&str, u32), Vec<&Check>> = BTreeMap::new();
    let own =
        |id: &str| ruleset.rules.iter().find(|rule| rule.id == id && rule.origin.layer == layer);
    for check in document.checks.iter().filter(|check| own(&check.rule).is_some()) {
        each.entry((check.rule.as_str(), check.number)).or_default().push(check);
    }
    let told = each.into_iter().filter_map(|((id, _), checks)| {
        if checks.iter().any(|check| check.verdict == Verdict::Violation) {
            return None;
        }
        let rule = own(id)?;
        let unit = || other_unit(engine, &ruleset, &checks);
        let days = || {
            let (words, message, help) = backwards(&checks)?;
            let text = engine.rule_text(&rule.origin.file)?;
            let span = behind(&text, rule.origin.span.start, &words)?;
            let place = (rule.origin.file.as_str(), text, span);
            Some(at(place, MistakeCode::WithoutEffect, message, help))
        };
        Some((id.to_owned(), days().or_else(unit)?))
    });
    told.collect()
}

/// Both values of a check, where they are numbers.
fn values(check: &Check) -> Option<(Decimal, Decimal)> {
    let number = |text: &str| text.parse::<Decimal>().ok();
    Some((number(check.stated.as_deref()?)?, number(check.computed.as_deref()?)?))
}

/// A limit that a total passes, of a rule that does not say for which rows it is.
fn total(checks: &[&Check]) -> Option<(String, String, String)> {
    let reason =
        |check: &&&Check| matches!(check.reason.as_deref(), Some(Why::TotalUnasked { .. }));
    let open = checks.iter().find(reason)?;
    let why = open.reason.as_deref()?.to_string();
    let (message, help) = why.split_once('：')?;
    Some((open.expression.to_string(), message.to_owned(), help.to_owned()))
}

/// Days that are less than nothing at most places: what to mark, what is wrong, what to write.
fn backwards(checks: &[&Check]) -> Option<(String, String, String)> {
    let first = checks.first()?;
    let formula = first.expression.as_str();
    let call = formula.find("days(")?;
    let end = call + formula.get(call..)?.find(')')? + 1;
    let written = formula.get(call..end)?;
    let is_alone =
        formula.trim_start().starts_with(written) || formula.trim_end().ends_with(written);
    let (from, to) = written.strip_prefix("days(")?.strip_suffix(')')?.split_once(',')?;
    let judged: Vec<(Decimal, Decimal)> = checks.iter().filter_map(|own| values(own)).collect();
    let days: Vec<Decimal> = judged.iter().map(|(stated, _)| *stated).collect();
    let less: Vec<&Decimal> =
        days.iter().filter(|days| days.is_sign_negative() && !days.is_zero()).collect();
    let is_back = !less.is_empty() && less.len() * 2 >= days.len();
    let is_bound = matches!(first.relation, CheckRelation::AtMost | CheckRelation::Less);
    (is_back && is_alone).then(|| {
        let message = format!(
            "文件里 {} 处有 {} 处算出的天数是负数（如 {} 天）{}：多半起日和止日写倒了",
            days.len(),
            less.len(),
            less.first().map_or_else(String::new, |days| days.normalize().to_string()),
            if is_bound { "，负数总是不超过上限" } else { "" }
        );
        let help = format!(
            "先写早的日子：写成 days({}, {})；本来可早可晚的，不必改",
            to.trim(),
            from.trim()
        );
        (written.to_owned(), message, help)
    })
}

/// How many times apart both sides are at least, where that is a hundred times and more wherever they
/// were looked at.
fn times_apart(checks: &[&Check]) -> Option<Decimal> {
    let mut times: Option<Decimal> = None;
    for check in checks {
        let Some((stated, computed)) = values(check) else { continue };
        let (less, more) = match check.relation {
            CheckRelation::AtMost | CheckRelation::Less => (stated, computed),
            CheckRelation::AtLeast | CheckRelation::Greater => (computed, stated),
            _ => return None,
        };
        if less.is_zero() {
            continue;
        }
        let own = more.checked_div(less).filter(|own| *own >= Decimal::from(FAR))?;
        times = Some(times.map_or(own, |known| known.min(own)));
    }
    times
}

/// A parameter in a larger unit of money that with the same digits in the base unit is about what is
/// printed: told where the parameter is written.
fn other_unit(engine: &LoadedRules, ruleset: &Ruleset, checks: &[&Check]) -> Option<RuleMistake> {
    let first = checks.first()?;
    let times = times_apart(checks)?;
    let is_limit = matches!(first.relation, CheckRelation::AtMost | CheckRelation::Less);
    let words = |name: &str| {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        first.expression.split(|c| !is_part(c)).any(|word| word == name)
    };
    let units = &ruleset.vocabulary.units;
    ruleset.params.iter().filter(|_| is_limit).find_map(|param| {
        let ParamValue::Number(_, Some(unit)) = &param.value else { return None };
        let unit = units.get(*unit);
        let smaller =
            times.checked_div(unit.times).filter(|_| unit.money && unit.times > Decimal::ONE)?;
        let is_near = smaller < Decimal::from(FAR) && smaller * Decimal::from(FAR) > Decimal::ONE;
        if !words(&param.name) || !is_near {
            return None;
        }
        let text = engine.rule_text(&param.origin.file)?;
        let line = text.get(..param.origin.span.start)?.rfind('\n').map_or(0, |at| at + 1);
        let name = behind(&text, line, &param.name)?;
        let sign = behind(&text, name.end, "=")?;
        let value = behind(&text, sign.end, "\"")?;
        let end = value.end + text.get(value.end..)?.find('"')?;
        let written = text.get(value.end..end)?.trim();
        let number = written.strip_suffix(unit.name.as_str())?;
        let base = units.get(unit.base).name.as_str();
        let message = format!(
            "文件里处处都相符，{} 的两边相差 {} 倍以上：这样的限额什么数也查不出来",
            first.expression,
            times.trunc()
        );
        let help = format!("单位是{base}的，写成 \"{number}{base}\"；确实是 {written} 的，不必改");
        let place = (param.origin.file.as_str(), text.clone(), value.start..end + 1);
        Some(at(place, MistakeCode::WithoutEffect, message, help))
    })
}

/// The unit that a form gives its tables where they print none, and that makes all that they print many
/// times its limit: told where the form says it.
fn unit_of_form(
    engine: &LoadedRules,
    ruleset: &Ruleset,
    checks: &[&Check],
    documents: &[&DocumentAudit],
) -> Option<RuleMistake> {
    let figure = |check: &&Check| check.stated_figure().map(|own| own.printed());
    let id = figure(checks.first()?)?.form.clone()?;
    let form = ruleset.forms.iter().find(|form| *form.id == *id)?;
    let units = &ruleset.vocabulary.units;
    let unit = form.unit.map(|unit| units.get(unit)).filter(|unit| unit.money)?;
    let is_printed = |document: &&DocumentAudit| document.document.text.contains(&*unit.name);
    let is_here = |check: &&Check| {
        figure(check).is_some_and(|own| {
            own.form.as_ref() == Some(&id) && own.unit.as_deref() == Some(&*unit.name)
        })
    };
    if unit.times <= Decimal::ONE || documents.iter().any(is_printed) || !checks.iter().all(is_here)
    {
        return None;
    }
    let times = checks.iter().map(|check| {
        let (stated, limit) = values(check)?;
        let is_most = matches!(check.relation, CheckRelation::AtMost | CheckRelation::Less);
        stated.checked_div(limit).filter(|times| is_most && *times >= Decimal::from(FAR))
    });
    let times = times.collect::<Option<Vec<Decimal>>>()?;
    let is_near = |times: &Decimal| {
        let meant = times.checked_div(unit.times).unwrap_or_default();
        meant < Decimal::from(FAR) && meant * Decimal::from(FAR) > Decimal::ONE
    };
    let least = times.iter().min().filter(|_| times.iter().all(is_near))?;
    let text = engine.rule_text(&form.origin.file)?;
    let span = super::nearly::value_of(&text, form.origin.span.start, "unit")?;
    let base = &units.get(unit.base).name;
    let message = format!(
        "文件里没有印单位，照 unit 的{}读，{} 处都超过限额 {} 倍以上：印的像是{base}",
        unit.name,
        times.len(),
        least.trunc()
    );
    let help = format!("写成 unit = \"{base}\"；印的确实是{}的，不必改", unit.name);
    let place = (form.origin.file.as_str(), text, span);
    Some(at(place, MistakeCode::WithoutEffect, message, help))
}

/// Limits that are a hundred times what is printed and more, wherever they were looked at.
fn far(checks: &[&Check]) -> Option<(String, String, String)> {
    let first = checks.first()?;
    let times = times_apart(checks)?.trunc();
    let message =
        format!("文件里处处都相符，而且两边相差 {times} 倍以上：这样的限额什么数也查不出来");
    let help = "看限额的单位（元、万元）和百分号有没有写对；确实这样宽的，不必改".to_owned();
    Some((first.expression.to_string(), message, help))
}
