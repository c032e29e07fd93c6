//! Lengths in the name of a rule that its formula has otherwise: 满8年 and 29200天, 16位 and 19 characters,
//! 各类之和 and `level == 2`.

use crate::formula::{CheckRelation, Function, Syntax, SyntaxKind};
use gouji_values::number::Decimal;
use std::ops::Range;

/// What stands otherwise: where in the formula, what is said of it, and what to write there.
pub(super) struct Length {
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) text: String,
}

/// Years and months as so many days, at least and at most, and as they are mostly written.
const PERIODS: &[(&str, i64, i64, i64)] = &[("个月", 28, 31, 30), ("年", 360, 366, 365)];

/// Levels of codes, as they are called; 各项 may be any items.
const LEVELS: &[(&str, i64)] = &[("类", 1), ("款", 2)];

/// Words behind the level whose figures are added.
const SUMS: &[&str] = &["之和", "合计", "相加", "加总"];

/// A length that the name says otherwise.
pub(super) fn otherwise(name: &str, source: &str, syntax: &Syntax) -> Option<Length> {
    days(name, source, syntax).or_else(|| letters(name, syntax)).or_else(|| levels(name, syntax))
}

/// The call of a comparison, its sign seen from the call, and the whole number beside it.
fn compared<'s>(
    syntax: &'s Syntax,
    function: Function,
) -> Option<(&'s [Syntax], CheckRelation, Decimal, &'s str, Range<usize>)> {
    let SyntaxKind::Compare(relation, a, b) = &syntax.kind else { return None };
    let of = |one: &'s Syntax, other: &'s Syntax, relation| {
        let SyntaxKind::Call(name, _, arguments) = &one.kind else { return None };
        let SyntaxKind::Number { value, unit } = &other.kind else { return None };
        (Function::find(name) == Some(function))
            .then(|| (arguments.as_slice(), relation, *value, unit.as_str(), other.span.clone()))
    };
    of(a, b, *relation).or_else(|| of(b, a, relation.mirrored()))
}

/// The whole numbers of a text with what stands before and behind each.
fn numbers(text: &str) -> Vec<(&str, i64, &str)> {
    let mut out = Vec::new();
    let is_digit = |c: char| c.is_ascii_digit();
    let mut at = 0;
    while let Some(begin) = text.get(at..).and_then(|rest| rest.find(is_digit)).map(|own| at + own)
    {
        let rest = text.get(begin..).unwrap_or("");
        let length = rest.len() - rest.trim_start_matches(is_digit).len();
        let (before, behind) = (text.get(..begin).unwrap_or(""), rest.get(length..).unwrap_or(""));
        if let Some(value) = rest.get(..length).and_then(|own| own.parse().ok()) {
            out.push((before, value, behind));
        }
        at = begin + length;
    }
    out
}

/// 满8年 beside days.
fn days(name: &str, source: &str, syntax: &Syntax) -> Option<Length> {
    let (_, relation, value, unit, span) = compared(syntax, Function::Days)?;
    if !matches!(unit, "" | "天" | "日") {
        return None;
    }
    let periods = numbers(name).into_iter().filter_map(|(before, count, behind)| {
        let period = PERIODS.iter().find(|(word, ..)| behind.starts_with(word))?;
        let is_period = (1..60).contains(&count) && !before.ends_with(['第', '-', '.', '至', '—']);
        is_period.then_some((before, count, behind, period))
    });
    let [(before, count, behind, (word, least, most, mostly))] =
        <[_; 1]>::try_from(periods.collect::<Vec<_>>()).ok()?;
    let fits = value >= Decimal::from(count * least) && value <= Decimal::from(count * most + 2);
    let written = source.get(span.clone())?.trim().to_owned();
    if !fits {
        return Some(Length {
            message: format!("规则的名称说“{count}{word}”，公式写的是 {written}"),
            text: format!("{}{unit}", count * mostly),
            span,
        });
    }
    let rest = behind.get(word.len()..)?;
    let is_least = before.ends_with('满') && !before.ends_with("不满")
        || rest.starts_with("以上")
        || rest.starts_with("才");
    let is_most = rest.starts_with("以内") || rest.starts_with("之内") || rest.starts_with('内');
    let is_upper = match relation {
        CheckRelation::AtMost | CheckRelation::Less => true,
        CheckRelation::AtLeast | CheckRelation::Greater => false,
        _ => return None,
    };
    if is_least == is_most || is_upper == is_most || name.contains('不') {
        return None;
    }
    let SyntaxKind::Compare(_, a, b) = &syntax.kind else { return None };
    let (sign, from) = (source.get(a.span.end..b.span.start)?, a.span.end);
    let own = sign.trim();
    let from = from + sign.find(own)?;
    let meant = match own {
        "<=" => ">=",
        ">=" => "<=",
        "<" => ">",
        ">" => "<",
        _ => return None,
    };
    let said = if is_least { "满" } else { "以内" };
    Some(Length {
        span: from..from + own.len(),
        message: format!(
            "规则的名称说“{count}{word}”{said}，公式写的是 {own}：像是大于、小于写反了"
        ),
        text: meant.to_owned(),
    })
}

/// 银行账号16位 beside `len(银行账号) == 19`.
fn letters(name: &str, syntax: &Syntax) -> Option<Length> {
    let (arguments, relation, value, _, span) = compared(syntax, Function::Len)?;
    let [Syntax { kind: SyntaxKind::Name(column), .. }] = arguments else { return None };
    if relation != CheckRelation::Equal {
        return None;
    }
    let said = numbers(name).into_iter().filter(|(before, _, behind)| {
        let near = before.rfind(column.as_str()).and_then(|at| before.get(at + column.len()..));
        behind.starts_with('位') && near.is_some_and(|own| own.chars().count() <= 4)
    });
    let [(_, count, _)] = <[_; 1]>::try_from(said.collect::<Vec<_>>()).ok()?;
    (value != Decimal::from(count)).then(|| Length {
        message: format!("规则的名称说“{count}位”，公式写的是 {}", value.normalize()),
        text: count.to_string(),
        span,
    })
}

/// 各类之和 beside `level == 2`.
fn levels(name: &str, syntax: &Syntax) -> Option<Length> {
    let mut asked = Vec::new();
    level_asked(syntax, &mut asked);
    let [(value, span)] = <[_; 1]>::try_from(asked).ok()?;
    let said = LEVELS.iter().filter(|(word, _)| {
        let behind = name.split(&format!("各{word}")).nth(1);
        behind.is_some_and(|own| SUMS.iter().any(|sum| own.starts_with(sum)))
    });
    let [(word, level)] = <[_; 1]>::try_from(said.collect::<Vec<_>>()).ok()?;
    (value != Decimal::from(*level)).then(|| Length {
        message: format!("规则的名称说“各{word}”，公式取的是第 {} 级", value.normalize()),
        text: level.to_string(),
        span,
    })
}

fn level_asked(syntax: &Syntax, out: &mut Vec<(Decimal, Range<usize>)>) {
    match &syntax.kind {
        SyntaxKind::Compare(CheckRelation::Equal, a, b) => match (&a.kind, &b.kind) {
            (SyntaxKind::Name(name), SyntaxKind::Number { value, .. }) if name == "level" => {
                out.push((*value, b.span.clone()));
            }
            _ => {
                level_asked(a, out);
                level_asked(b, out);
            }
        },
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
            level_asked(a, out);
            level_asked(b, out);
        }
        SyntaxKind::Call(_, _, all) => all.iter().for_each(|own| level_asked(own, out)),
        _ => {}
    }
}
