//! Rules that hold nowhere, and everywhere in the same way not: the comparison the other way round, a
//! parameter in another unit, a factor or a column too many or too few. Before single figures are
//! doubted the rule is.

use super::by_column::by_column;
use super::by_product::{by_number, by_product};
use super::engine::LoadedRules;
use super::nearly::value_of;
use super::rule_place::{at, behind};
use super::turned_terms::turned_terms;
use gouji_audit::audit::{Check, CheckRelation, DocumentAudit, Verdict};
use gouji_rules::formula::{Syntax, SyntaxKind, parse_expectation};
use gouji_rules::ruleset::{Expectation, Rule};
use gouji_values::error::{MistakeCode, RuleMistake};
use gouji_values::number::Decimal;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Of one place alone an equality says nothing.
const FEWEST: usize = 2;

/// Of fewer places beside others that are broken in another way nothing is said.
const FEWEST_ALIKE: usize = 3;

/// Of fewer places a sign says nothing: they may all be wrong.
const FEWEST_BOUNDS: usize = 4;

/// What is said of a rule: its message and what to write, at its formula or at a parameter.
pub(super) struct Said {
    pub(super) message: String,
    pub(super) help: String,
    pub(super) place: Option<(String, Arc<str>, Range<usize>)>,
}

/// The checks of a formula that do not hold, both values of each; what is nothing on both sides is
/// left out.
pub(super) struct Broken<'a> {
    pub(super) checks: Vec<&'a Check>,
    values: Vec<(Decimal, Decimal)>,
    /// Others hold.
    pub(super) is_part: bool,
}

impl<'a> Broken<'a> {
    /// None where one of them holds.
    fn of(all: &[&'a Check]) -> Option<Self> {
        Self::among(all).filter(|own| !own.is_part)
    }

    fn among(all: &[&'a Check]) -> Option<Self> {
        let number = |text: Option<&str>| text?.parse().ok().or_else(|| day_number(text?));
        let mut out = Self { checks: Vec::new(), values: Vec::new(), is_part: false };
        for check in all {
            let values = (number(check.stated.as_deref())?, number(check.computed.as_deref())?);
            if check.verdict == Verdict::Violation {
                out.checks.push(check);
                out.values.push(values);
            } else if !(values.0.is_zero() && values.1.is_zero()) {
                out.is_part = true;
            }
        }
        (!out.checks.is_empty()).then_some(out)
    }

    /// How many would hold were the computed side so many times what it is; none where that is not so of
    /// each or, among many, of nearly all: what else is wrong in a document does not hide the rule's mistake.
    fn holds_times(&self, relation: CheckRelation, factor: Decimal) -> Option<usize> {
        let holds = |(stated, computed): &&(Decimal, Decimal)| {
            let Some(meant) = computed.checked_mul(factor) else { return false };
            match relation {
                CheckRelation::Equal => {
                    // of small numbers the last place is no rounding: 2 is not twice 1, nearly
                    let apart = (*stated - meant).abs();
                    let is_near = apart <= Decimal::new(1, stated.scale());
                    let is_small = apart.checked_mul(Decimal::from(4));
                    is_near && is_small.is_some_and(|own| own <= meant.abs()) && !meant.is_zero()
                }
                relation => relation.holds(stated.cmp(&meant)),
            }
        };
        let (fits, all) = (self.values.iter().filter(holds).count(), self.values.len());
        (fits == all || (fits >= FEWEST_ALIKE && fits * 4 >= all * 3)).then_some(fits)
    }
}

/// A date as a number that is more for a later one.
fn day_number(text: &str) -> Option<Decimal> {
    let (year, month, day) = gouji_values::number::day(text)?;
    let parts = [(i64::from(year), 372), (i64::from(month), 31), (i64::from(day), 1)];
    Some(Decimal::from(parts.iter().map(|(part, days)| part * days).sum::<i64>()))
}

/// All of them, of a ruleset's own rules; an equality is doubted that was decided at so many places at
/// least.
pub(super) fn broken_alike(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
    fewest: usize,
) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let mut each: BTreeMap<(&str, u32), Vec<(&DocumentAudit, &Check)>> = BTreeMap::new();
    for document in documents {
        for check in document.checks.iter().filter(|own| own.verdict != Verdict::Unchecked) {
            each.entry((check.rule.as_str(), check.number)).or_default().push((document, check));
        }
    }
    let own = ruleset.rules.iter().filter(|rule| rule.origin.layer == layer);
    let mut out: Vec<RuleMistake> = Vec::new();
    for rule in own.filter(|rule| !rule.demand.is_choice()) {
        for (number, formula) in rule.demand.formulas().iter().enumerate() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let Some(found) = each.get(&(rule.id.as_str(), number)) else { continue };
            let checks: Vec<&Check> = found.iter().map(|(_, check)| *check).collect();
            let is_equality = |check: &&Check| check.relation == CheckRelation::Equal;
            let turned = Broken::of(&checks)
                .filter(|_| checks.iter().all(is_equality))
                .and_then(|broken| turned_terms(&formula.source, &broken.checks));
            if checks.len() < fewest && checks.iter().any(is_equality) && turned.is_none() {
                continue;
            }
            let said = match Broken::of(&checks) {
                _ if turned.is_some() => turned,
                Some(broken) => alike(engine, layer, (rule, formula), (found, &broken)),
                // one that its own words contradict is wrong even if it holds somewhere, and a sign makes
                // no difference where there is nothing
                None => Broken::among(&checks).and_then(|broken| {
                    let is_sum = broken.checks.len() >= FEWEST_ALIKE;
                    other_way(rule, formula, &broken).or_else(|| {
                        is_sum.then(|| by_column(engine, rule, formula, (found, &broken))).flatten()
                    })
                }),
            };
            let told = said.and_then(|said| {
                let place = said.place.or_else(|| {
                    let text = engine.rule_text(&rule.origin.file)?;
                    let span = behind(&text, rule.origin.span.start, &formula.source)?;
                    Some((rule.origin.file.to_string(), text, span))
                });
                let (file, text, span) = place?;
                Some(at((&file, text, span), MistakeCode::WithoutEffect, said.message, said.help))
            });
            out.extend(told.filter(|own| !out.contains(own)));
        }
    }
    out
}

/// What all places have in common.
fn alike(
    engine: &LoadedRules,
    layer: &str,
    (rule, formula): (&Rule, &Expectation),
    (found, broken): (&[(&DocumentAudit, &Check)], &Broken<'_>),
) -> Option<Said> {
    match broken.checks.first()?.relation {
        CheckRelation::Equal if broken.checks.len() >= FEWEST => {
            let units = &engine.ruleset().ok()?.vocabulary.units;
            by_column(engine, rule, formula, (found, broken))
                .or_else(|| by_factor(engine, layer, formula, broken))
                .or_else(|| {
                    let text = engine.rule_text(&rule.origin.file)?;
                    let (message, help) =
                        by_product(units, &text, formula, (found, &broken.values))
                            .or_else(|| by_number(formula, &broken.checks, &broken.values))?;
                    Some(Said { message, help, place: None })
                })
        }
        CheckRelation::AtMost
        | CheckRelation::Less
        | CheckRelation::AtLeast
        | CheckRelation::Greater => {
            other_unit(engine, layer, formula, broken).or_else(|| other_way(rule, formula, broken))
        }
        _ => None,
    }
}

/// That each would hold the other way round. Of one place alone it is told where the rule's own words
/// say the other way.
fn other_way(rule: &Rule, formula: &Expectation, broken: &Broken<'_>) -> Option<Said> {
    let relation = broken.checks.first()?.relation;
    let turned = match relation {
        CheckRelation::AtMost => CheckRelation::AtLeast,
        CheckRelation::AtLeast => CheckRelation::AtMost,
        CheckRelation::Less => CheckRelation::Greater,
        _ => CheckRelation::Less,
    };
    let SyntaxKind::Compare(written, left, right) = parse_expectation(&formula.source).ok()?.kind
    else {
        return None;
    };
    if written.mirrored() == written {
        return None;
    }
    let (sign, meant) = (written.sign(), written.mirrored().sign());
    // the sign is what the name says: what is wrong is something else
    if says_sign(rule, written, (&left, &right)).is_some() {
        return None;
    }
    // a word that another comparison of the rule keeps is not of this one
    let says = says_sign(rule, written.mirrored(), (&left, &right))
        .filter(|(at, _)| !is_kept_elsewhere(rule, formula, *at))
        .map(|(_, word)| word);
    let is_told = says.is_some() || broken.checks.len() >= FEWEST_BOUNDS && !broken.is_part;
    let holds = broken.values.iter().all(|(a, b)| turned.holds(a.cmp(b)));
    if !is_told || !holds {
        return None;
    }
    let (left, right) =
        (formula.source.get(left.span.clone())?, formula.source.get(right.span.clone())?);
    let message = match says {
        Some(word) => format!("规则的名称说“{word}”，公式写的是 {sign}：像是大于、小于写反了"),
        None => format!(
            "文件里 {} 处全部不符，反过来（{meant}）就处处相符：像是大于、小于写反了",
            broken.checks.len()
        ),
    };
    Some(Said {
        message,
        help: format!("写成 {left} {meant} {right}；本来就是这样要求、文件真的不符的，不必改"),
        place: None,
    })
}

/// The word of a rule's name that says what a sign means, and where it stands.
fn says_sign(
    rule: &Rule,
    sign: CheckRelation,
    sides: (&Syntax, &Syntax),
) -> Option<(usize, &'static str)> {
    gouji_rules::ruleset::says_sign(rule.name.as_deref()?, sign, sides)
}

/// Whether another comparison of a rule is the way round that a word of its name says.
fn is_kept_elsewhere(rule: &Rule, formula: &Expectation, word: usize) -> bool {
    let others = rule.demand.formulas().iter().filter(|other| other.source != formula.source);
    others.filter_map(|other| parse_expectation(&other.source).ok()).any(|syntax| {
        let SyntaxKind::Compare(sign, left, right) = &syntax.kind else { return false };
        says_sign(rule, *sign, (left, right)).is_some_and(|(at, _)| at == word)
    })
}

/// A parameter of a limit in another unit: 2000元 where 2000万元 is meant.
fn other_unit(
    engine: &LoadedRules,
    layer: &str,
    formula: &Expectation,
    broken: &Broken<'_>,
) -> Option<Said> {
    let (name, place, written) = parameter(engine, layer, formula)?;
    let many = Decimal::from(10_000);
    let (from, to, factor) = if written.contains("万元") {
        ("万元", "元", Decimal::ONE.checked_div(many)?)
    } else if written.contains('元') {
        ("元", "万元", many)
    } else {
        return None;
    };
    let relation = broken.checks.first()?.relation;
    let is_far = broken.values.iter().all(|(stated, computed)| {
        let (less, more) = if stated < computed { (stated, computed) } else { (computed, stated) };
        less.is_zero() || more.checked_div(*less).is_some_and(|times| times >= Decimal::from(100))
    });
    if !is_far || broken.holds_times(relation, factor).is_none() {
        return None;
    }
    let meant = written.replacen(from, to, 1);
    let (stated, computed) = broken.values.first()?;
    let unit = broken.checks.first()?.unit.as_deref().unwrap_or("");
    Some(Said {
        message: format!(
            "文件里 {} 处全部不符，相差很多倍（如 {stated}{unit} 与 {computed}{unit}）：参数 {name} 是不是 {}",
            broken.checks.len(),
            meant.trim_matches('"')
        ),
        help: format!("写成 \"{name}\" = {meant}；确实是 {} 的，不必改", written.trim_matches('"')),
        place: Some(place),
    })
}

/// The one parameter that a formula names: its name, where its value stands, and how it is written.
#[allow(clippy::type_complexity, reason = "a place of a rule file")]
fn parameter(
    engine: &LoadedRules,
    layer: &str,
    formula: &Expectation,
) -> Option<(String, (String, Arc<str>, Range<usize>), String)> {
    let mut pieces = formula.source.split("param.").skip(1);
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let name = pieces.next()?.split(|c| !is_part(c)).next()?.to_owned();
    if pieces.next().is_some() || formula.source.contains("lookup(") {
        return None;
    }
    engine.rule_texts(layer).into_iter().find_map(|(file, text)| {
        let from = text.find("[param]")?;
        let span = value_of(&text, from, &format!("\"{name}\""))
            .or_else(|| value_of(&text, from, &name))?;
        let written = text.get(span.clone())?.split('#').next()?.trim_end().to_owned();
        let is_one = written.starts_with(|c: char| c == '"' || c.is_ascii_digit());
        let span = span.start..span.start + written.len();
        is_one.then(|| (name.clone(), (file.to_owned(), Arc::clone(&text), span), written))
    })
}

/// That all that is printed is so many times what comes out.
fn by_factor(
    engine: &LoadedRules,
    layer: &str,
    formula: &Expectation,
    broken: &Broken<'_>,
) -> Option<Said> {
    let of = |(stated, computed): &(Decimal, Decimal)| {
        let times = stated.checked_div(*computed)?;
        let is_more = times >= Decimal::ONE;
        let near = if is_more { times } else { computed.checked_div(*stated)? };
        let whole = near.round();
        if whole < Decimal::TWO || (near - whole).abs() > Decimal::new(1, 3) {
            return None;
        }
        let factor = if is_more { whole } else { Decimal::ONE.checked_div(whole)? };
        Some((is_more, whole, factor, broken.holds_times(CheckRelation::Equal, factor)?))
    };
    // the larger the figures, the better they tell how many times it is
    let mut values: Vec<&(Decimal, Decimal)> = broken.values.iter().collect();
    values.sort_by_key(|(stated, computed)| std::cmp::Reverse(stated.abs().min(computed.abs())));
    let (is_more, whole, factor, fits) = values.into_iter().find_map(of)?;
    let number = broken.checks.len();
    let which = if fits == number { "都".to_owned() } else { format!("有 {fits} 处") };
    let message = if is_more {
        format!("文件里 {number} 处全部不符，印的{which}是算出的 {whole} 倍：先看公式和参数")
    } else {
        format!("文件里 {number} 处全部不符，算出的{which}是印的 {whole} 倍：先看公式和参数")
    };
    let sign = if is_more { '*' } else { '/' };
    let in_formula = match parse_expectation(&formula.source).ok()?.kind {
        SyntaxKind::Compare(_, left, right) => format!(
            "{} == {} {sign} {whole}",
            formula.source.get(left.span.clone())?,
            bracketed(&formula.source, &right)?
        ),
        _ => return None,
    };
    let meant = parameter(engine, layer, formula).and_then(|(name, place, written)| {
        Some((format!("\"{name}\" = {}", multiplied(&written, factor)?), place))
    });
    Some(match meant {
        Some((meant, place)) => Said {
            message,
            help: format!("写成 {meant}；或者公式写成 {in_formula}"),
            place: Some(place),
        },
        None => Said { message, help: format!("公式写成 {in_formula}"), place: None },
    })
}

/// A side of a formula, in brackets where it is a sum.
fn bracketed(source: &str, side: &Syntax) -> Option<String> {
    use gouji_rules::formula::Binary;
    let text = source.get(side.span.clone())?;
    let is_sum = matches!(side.kind, SyntaxKind::Binary(Binary::Add | Binary::Subtract, ..));
    Some(if is_sum { format!("({text})") } else { text.to_owned() })
}

/// A value as it is written, with its number multiplied.
fn multiplied(written: &str, factor: Decimal) -> Option<String> {
    let start = written.find(|c: char| c.is_ascii_digit())?;
    let rest = written.get(start..)?;
    let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let number: Decimal = rest.get(..length)?.parse().ok()?;
    let meant = number.checked_mul(factor)?.round_dp(6).normalize();
    Some(format!("{}{meant}{}", written.get(..start)?, rest.get(length..)?))
}
