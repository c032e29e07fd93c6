//! Pieces of what a check says: arithmetic with its signs turned, names of relations, numbers as they are compared.

use crate::audit::{Check, CheckFigure, CheckRelation};
use gouji_values::lang::{Bilingual, Lang, tell};

/// What was worked out with the other sign: one minus stands before the whole, or what is divided is
/// the difference of two numbers.
pub(super) fn turned(worked: &str) -> Option<String> {
    if let Some(whole) = worked.strip_prefix('－') {
        return (!is_sum(worked)).then(|| whole.to_owned());
    }
    let (inner, rest) = worked.strip_prefix('(')?.split_once(')')?;
    let (from, to) = inner.split_once(" － ")?;
    let is_number = |text: &str| !text.contains([' ', '(', '－', '＋', '×', '÷']);
    let is_share = rest.starts_with(" ÷ ") && !is_sum(rest);
    (is_share && is_number(from) && is_number(to)).then(|| format!("({to} － {from}){rest}"))
}

/// Whether what was worked out is a sum: a sign of sums stands in no bracket.
pub(super) fn is_sum(worked: &str) -> bool {
    let mut deep = 0_i32;
    worked.chars().skip(1).any(|c| {
        deep += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        deep == 0 && matches!(c, '＋' | '－')
    })
}

/// A number without its sign and the zeros behind its last decimal.
pub(super) fn digits_alone(number: &str) -> &str {
    let number = number.trim_start_matches('-');
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

/// The left side of a comparison, as it is written: a condition in brackets, and a text, may compare
/// as well.
pub(super) fn stated_side(expression: &str) -> String {
    let (mut depth, mut quote) = (0_usize, None);
    let end = expression.char_indices().find(|(at, c)| {
        match (quote, c) {
            (Some(own), c) => quote = Some(own).filter(|own| own != c),
            (None, '"' | '\'' | '`') => quote = Some(*c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        let rest = expression.get(*at..).unwrap_or("");
        let is_sign = ["==", "!=", "<", ">"].iter().any(|sign| rest.starts_with(sign));
        depth == 0 && quote.is_none() && is_sign
    });
    let end = end.map_or(expression.len(), |(at, _)| at);
    expression.get(..end).unwrap_or(expression).trim().to_owned()
}

/// Whether a side of a formula is code to somebody who reads a finding: it calls something or asks a condition.
#[must_use]
pub fn is_code(side: &str) -> bool {
    let calls = side.match_indices('(').any(|(at, _)| {
        side.get(..at)
            .is_some_and(|before| before.ends_with(|c: char| c == '_' || c.is_alphanumeric()))
    });
    calls || ["!=", "&&", "||"].iter().any(|sign| side.contains(sign))
}

/// What a formula or a script gives, to somebody who does not read code.
pub(super) const WORKED: Bilingual = Bilingual::new("算出来的数", "the number worked out");

/// What a side is called that is worked out of several figures: the first of them, and the side as it is written unless
/// that is code.
pub(super) fn and_others(label: &str, side: &str, lang: Lang) -> String {
    match is_code(side) {
        true => with_others(label, lang),
        false => format!("{}{}", with_others(label, lang), lang.bracketed(side)),
    }
}

/// The sum of a column, where figures are all of one.
fn column_of(figures: &[CheckFigure<'_>], lang: Lang) -> Option<String> {
    let cells = figures.iter().map(CheckFigure::cell).collect::<Option<Vec<_>>>()?;
    let (first, others) = cells.split_first()?;
    let (form, column) = (&first.form, &first.column);
    let is_one = others.iter().all(|own| (&own.form, &own.column) == (form, column));
    is_one.then(|| tell!(lang, "{form} {column}一栏之和", "the sum of column {column} of {form}"))
}

/// The first of several.
pub(super) fn with_others(label: &str, lang: Lang) -> String {
    tell!(lang, "{label} 等", "{label} and others")
}

/// One in how many.
pub(super) fn odds_words(times: u128, lang: Lang) -> String {
    /// Nobody reads more digits.
    const MOST: u128 = 100_000_000;
    match times {
        0 => tell!(lang, "几乎为 0", "nearly 0"),
        times if times > MOST => {
            tell!(lang, "不到一亿分之一", "below one in a hundred million")
        }
        times => tell!(lang, "约为 1/{times}", "about 1/{times}"),
    }
}

pub(super) fn relation_words(relation: CheckRelation, of_days: bool) -> Bilingual {
    let (chinese, english) = match relation {
        CheckRelation::AtMost if of_days => ("不晚于", "no later than"),
        CheckRelation::Less if of_days => ("早于", "earlier than"),
        CheckRelation::AtLeast if of_days => ("不早于", "no earlier than"),
        CheckRelation::Greater if of_days => ("晚于", "later than"),
        CheckRelation::AtMost => ("不大于", "no more than"),
        CheckRelation::Less => ("小于", "less than"),
        CheckRelation::AtLeast => ("不小于", "no less than"),
        CheckRelation::Greater => ("大于", "more than"),
        CheckRelation::Meets => ("达到", "up to"),
        CheckRelation::NotEqual => ("不等于", "other than"),
        CheckRelation::Equal => ("等于", "equal to"),
    };
    Bilingual::new(chinese, english)
}

/// The name of what is worked out of several figures, of which the first is named already: both where
/// they are two and one sign stands between them.
pub(super) fn together(check: &Check, first: &str, worked: &str, lang: Lang) -> String {
    let stands = |figure: &CheckFigure<'_>| {
        figure.printed().value.as_deref().is_some_and(|value| worked.contains(value))
    };
    let standing: Vec<CheckFigure<'_>> = check.figures().filter(stands).collect();
    let Some(second) = standing.get(1) else { return first.to_owned() };
    if stated_side(&check.expression).starts_with("sum(")
        && let Some(of) = column_of(&standing, lang)
    {
        return of;
    }
    let sides = worked.split(" ＝ ").next().unwrap_or(worked);
    let mut between = sides.chars().filter(|c| matches!(c, '＋' | '－' | '×' | '÷'));
    let is_percent = stated_side(&check.expression).starts_with("percent(");
    let said = without_shared(first, &second.said_in(lang)).to_owned();
    let starts = standing.first().map(|own| own.printed()).is_some_and(|printed| {
        printed.value.as_deref().is_some_and(|value| sides.starts_with(value))
    });
    match (between.next(), between.next()) {
        _ if standing.len() != 2 || said.is_empty() || !starts => with_others(first, lang),
        (Some('÷'), None) if is_percent => {
            tell!(lang, "{first}占{said}", "{first} as a share of {said}")
        }
        (Some('÷'), None) => tell!(lang, "{first}除以{said}", "{first} divided by {said}"),
        (Some('＋'), None) => tell!(lang, "{first}与{said}之和", "{first} plus {said}"),
        (Some('－'), None) => tell!(lang, "{first}减{said}", "{first} less {said}"),
        _ => with_others(first, lang),
    }
}

/// A name without the words with which another begins as well: its table and row.
fn without_shared<'n>(first: &str, name: &'n str) -> &'n str {
    let mut rest = name;
    for word in first.split(' ') {
        match rest.strip_prefix(word).and_then(|behind| behind.strip_prefix(' ')) {
            Some(behind) if !word.is_empty() => rest = behind,
            _ => break,
        }
    }
    rest
}
