//! Conditions that are true in no row of a document, or pass rows over, told at what they ask for: words
//! and numbers that their column does not print, rows of one name that do not follow each other.

use super::engine::LoadedRules;
use super::rule_place::{at, behind};
use gouji_audit::audit::{DocumentAudit, Why};
use gouji_rules::ruleset::Rule;
use gouji_values::error::{MistakeCode, RuleMistake};
use std::ops::Range;
use std::sync::Arc;

/// All of them, of rules whose condition was true nowhere or passed rows over. `is_near`: of words only where
/// their column prints nearly the same.
pub(super) fn conditions_unmet<'a>(
    engine: &'a LoadedRules,
    documents: &'a [&DocumentAudit],
    conditions: &'a [String],
    is_near: bool,
) -> impl Iterator<Item = RuleMistake> + 'a {
    let rules = documents.iter().flat_map(|document| &document.rules);
    let is_asked = |id: &str| conditions.iter().any(|own| *own == *id);
    let reasons = rules.flat_map(move |rule| {
        let own = rule.why.iter().filter(move |_| is_asked(&rule.id));
        let passed = |why: &&Why| matches!(why, Why::ConditionOfOrder { .. });
        own.chain(rule.lost.iter().filter(passed)).map(move |why| (rule, why))
    });
    reasons.filter_map(move |(outcome, why)| {
        let ruleset = engine.ruleset().ok()?;
        let rule = ruleset.rules.iter().find(|own| own.id == outcome.id)?;
        let text = engine.rule_text(&rule.origin.file)?;
        let (span, message, help) = match why {
            Why::ConditionOfWords { name, wanted, there } => {
                words(rule, &text, (name, wanted, there), false, is_near)?
            }
            Why::ConditionOfPart { name, wanted, there } => {
                words(rule, &text, (name, wanted, there), true, is_near)?
            }
            Why::ConditionOfNumbers { name, there } if !is_near => {
                let message = format!("条件从未成立：文件里“{name}”一栏印的是 {there}");
                let help = "检查条件里的数、单位和比较号的方向；这份文件本来没有这样的行的，不必改";
                (condition(rule, &text)?, message, help.to_owned())
            }
            Why::ConditionOfOrder { name, word, rows } => {
                let message = format!(
                    "文件里“{name}”一栏的“{word}”不是挨着印的：previous 只看紧挨着的上一行，{rows} 行没有核对"
                );
                let help = order_help(name);
                (condition(rule, &text)?, message, help)
            }
            _ => return None,
        };
        let place = (rule.origin.file.as_str(), text, span);
        Some(at(place, MistakeCode::WithoutEffect, message, help))
    })
}

/// What to do where rows of one name do not follow each other.
fn order_help(name: &str) -> String {
    format!(
        "先让文件的行按“{name}”排；不能改次序的，写成脚本：记下每个“{name}”上一次的数，再与这一行比；本来只比挨着的两行的，不必改"
    )
}

/// Where the condition of a rule begins: its name may hold the word.
fn key(rule: &Rule, text: &Arc<str>) -> Option<Range<usize>> {
    let own = behind(text, rule.origin.span.start, "\nwhen").map(|own| own.start + 1..own.end);
    own.or_else(|| behind(text, rule.origin.span.start, "when"))
}

/// The condition of a rule.
fn condition(rule: &Rule, text: &Arc<str>) -> Option<Range<usize>> {
    let (source, _) = rule.when.as_ref()?;
    let key = key(rule, text)?;
    behind(text, key.end, source).or(Some(key))
}

/// What is told of words that a column does not print: where, what, and what to write.
fn words(
    rule: &Rule,
    text: &Arc<str>,
    (name, wanted, there): (&str, &str, &str),
    is_part: bool,
    is_near: bool,
) -> Option<(Range<usize>, String, String)> {
    let when = key(rule, text)?;
    let mut span = behind(text, when.end, wanted)?;
    let meant = if is_part { None } else { with_wildcard(wanted, there, name) };
    // the whole comparison, where it is written with the name in front
    if meant.is_some()
        && let Some(line) = text.get(when.start..span.start)
        && let Some(at) =
            line.rfind(name).filter(|at| !line.get(*at..).unwrap_or("").contains('\n'))
    {
        span = when.start + at..span.end + 1;
    }
    let help = match (meant, there) {
        (None, there) if is_near && meant_by(rule, wanted, there).is_none() => return None,
        (_, gouji_audit::say::BLANK) => format!("“{name}”一栏是空的"),
        (Some(meant), _) => format!("写成 {meant}"),
        (None, there) => match meant_by(rule, wanted, there) {
            Some(near) => format!("这一栏印有“{near}”：就是它的，改成 \"{near}\""),
            None => format!("这一栏印的是 {there}；这份文件本来没有“{wanted}”的，不必改"),
        },
    };
    let message = match is_part {
        true => format!("文件里“{name}”一栏没有一行含“{wanted}”，印的是 {there}，条件从未成立"),
        false => format!("文件里“{name}”一栏没有一行是“{wanted}”，条件从未成立"),
    };
    Some((span, message, help))
}

/// The word of those that a column prints which a condition means.
fn meant_by<'a>(rule: &Rule, wanted: &str, there: &'a str) -> Option<&'a str> {
    said_near(rule, wanted, there).or_else(|| near(wanted, there))
}

/// The one word of those that a column prints that stands in the name of a rule, where the one that its condition
/// asks for does not: what the rule is called says which is meant.
pub(super) fn said_near<'a>(rule: &Rule, wanted: &str, there: &'a str) -> Option<&'a str> {
    let name = rule.name.as_deref()?;
    let is_said = |word: &&str| word.chars().nth(1).is_some() && name.contains(*word);
    let mut said = there.split('、').filter(is_said);
    let first = said.next().filter(|_| !wanted.is_empty() && !name.contains(wanted))?;
    said.next().is_none().then_some(first)
}

/// A word that a column prints, of those with 、 between them, in nearly the letters of another one.
pub(super) fn near<'a>(wanted: &str, there: &'a str) -> Option<&'a str> {
    let length = wanted.chars().count();
    let sorted = |word: &str| {
        let mut all: Vec<char> = word.chars().collect();
        all.sort_unstable();
        all
    };
    let distance = |word: &&str| {
        let is_part = word.contains(wanted) || wanted.contains(*word);
        let far = strsim::osa_distance(wanted, word);
        // of two characters one says which it is; the same ones in another order are a slip
        if gouji_rules::ruleset::same_but_numerals(wanted, word)
            || (length > 1 && sorted(wanted) == sorted(word))
        {
            return Some(0);
        }
        let most = if length > 3 { length / 3 } else { usize::from(length > 2) };
        (far <= most || (is_part && length > 1 && word.chars().nth(1).is_some())).then_some(far)
    };
    let words = there.split('、').filter(|word| !word.is_empty());
    words.filter_map(|word| Some((distance(&word)?, word))).min().map(|(_, word)| word)
}

/// A condition that names the words which fit one with a sign for any text: `*级`.
fn with_wildcard(wanted: &str, there: &str, name: &str) -> Option<String> {
    let is_sign = |c: char| matches!(c, '*' | '＊' | '%');
    let (begins, ends) = (wanted.starts_with(is_sign), wanted.ends_with(is_sign));
    let bare = wanted.trim_matches(is_sign);
    if bare.is_empty() || !(begins || ends) {
        return None;
    }
    let fits = |word: &&str| match (begins, ends) {
        (true, true) => word.contains(bare),
        (true, false) => word.ends_with(bare),
        _ => word.starts_with(bare),
    };
    let all: Vec<String> =
        there.split('、').filter(fits).map(|word| format!("{name} == \"{word}\"")).collect();
    (!all.is_empty()).then(|| all.join(" || "))
}
