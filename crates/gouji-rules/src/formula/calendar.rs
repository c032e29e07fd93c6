//! Days that there are not, wherever rules write one: which day was meant.

use super::names::FormulaMistake;
use super::syntax::{Binary, Syntax, SyntaxKind};
use gouji_values::number::{day, day_before_month, fold, last_of_month, month_days};
use rust_decimal::prelude::ToPrimitive;
use std::ops::Range;

/// Whether a text is written as a day is: three numbers, a year first, with one sign behind each.
pub(crate) fn looks_like_day(text: &str) -> bool {
    let is_digit = |c: char| fold(c).is_ascii_digit();
    let parts: Vec<&str> = text.trim().split(|c| !is_digit(c)).collect();
    let (numbers, rest) = parts.split_at(parts.len().min(3));
    let lengths: Vec<usize> = numbers.iter().map(|part| part.chars().count()).collect();
    matches!(lengths.as_slice(), [4, 1 | 2, 1 | 2])
        && rest.iter().all(|part| part.is_empty())
        && rest.len() <= 1
}

/// Whether a text is written as a day of our times, and there is no such day.
pub(crate) fn is_no_day(text: &str) -> bool {
    let year: String = text.trim().chars().take(4).map(fold).collect();
    let is_year = year.parse::<u32>().is_ok_and(|year| (1900..2200).contains(&year));
    is_year && looks_like_day(text) && day(text).is_none()
}

/// What to write instead of a day that there is not.
pub(crate) fn no_such_day(text: &str, before: &str, quote: &str) -> String {
    match last_of_month(text) {
        Some((year, month, last)) => {
            let day = format!("{year}-{month:02}-{last:02}");
            // the 31st may be that of the year's last month
            let is_last = text.trim().ends_with("31") && month != 12;
            let or = if is_last && month > 10 {
                format!("；说的是年底的，写 {quote}{year}-12-31{quote}")
            } else {
                String::new()
            };
            format!("{year}年{month}月的最后一天是{last}日：{before}{quote}{day}{quote}{or}")
        }
        None if let Some(day) = day_before_month(text) => {
            format!("先写月再写日：{before}{quote}{day}{quote}")
        }
        None => {
            format!("月是 1 到 12，日是 1 到 31：{before}{quote}2024-12-31{quote}，日子换成自己的")
        }
    }
}

/// A day that there is not, where it stands; `quote` is what stands around days there.
pub(crate) fn not_there(span: Range<usize>, text: &str, quote: &str) -> FormulaMistake {
    FormulaMistake::new(span, format!("没有 {text} 这一天")).help(no_such_day(text, "写成 ", quote))
}

/// The day that a spreadsheet writes with strokes, as formulas write it: `2024/12/31`.
pub(super) fn slashed_day(syntax: &Syntax, source: &str) -> Option<FormulaMistake> {
    let divided = |syntax: &'_ Syntax| match &syntax.kind {
        SyntaxKind::Binary(Binary::Divide, a, b) => Some((a.clone(), b.clone())),
        _ => None,
    };
    let number = |syntax: &Syntax| match &syntax.kind {
        SyntaxKind::Number { value, unit } if unit.is_empty() => value.to_u32(),
        _ => None,
    };
    let (before, day) = divided(syntax)?;
    let (year, month) = divided(&before)?;
    let (year, month, day) = (number(&year)?, number(&month)?, number(&day)?);
    let is_day =
        (1900..2100).contains(&year) && (1..=31).contains(&month) && (1..=31).contains(&day);
    let written = source.get(syntax.span.clone()).unwrap_or_default().trim();
    let day = format!("{year}-{month:02}-{day:02}");
    let span = syntax.span.clone();
    is_day.then(|| {
        if is_no_day(&day) {
            return not_there(span, written, "");
        }
        FormulaMistake::new(span, format!("{written} 是除法，不是日期"))
            .help(format!("日期写成 {day}"))
    })
}

/// What is wrong with a day that points part: `2016.1.1`.
pub(super) fn dotted_day(source: &str, at: usize) -> Option<FormulaMistake> {
    let text = source.get(at..)?;
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let own = text.get(..text.find(|c| !is_part(c)).unwrap_or(text.len()))?;
    let own = own.trim_end_matches('.');
    let parts: Vec<&str> = own.split('.').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    if !matches!((year.len(), month.len(), day.len()), (4, 1 | 2, 1 | 2)) {
        return None;
    }
    let span = at..at + own.len();
    let day = format!("{year}-{month:0>2}-{day:0>2}");
    Some(if is_no_day(&day) {
        not_there(span, own, "")
    } else {
        FormulaMistake::new(span, format!("{own} 不是日期的写法")).help(format!("日期写成 {day}"))
    })
}

/// What is wrong with numbers that stand beside a day and are to be one: `20240931`, `2024-09`,
/// `2024 - 9 - 31`.
pub(super) fn day_of_numbers(syntax: &Syntax) -> Option<FormulaMistake> {
    fn parts(syntax: &Syntax, out: &mut Vec<u32>) -> Option<()> {
        match &syntax.kind {
            SyntaxKind::Binary(Binary::Subtract, before, last) => {
                parts(before, out)?;
                parts(last, out)
            }
            SyntaxKind::Number { value, unit } if unit.is_empty() => {
                out.push(value.to_u32()?);
                Some(())
            }
            _ => None,
        }
    }
    let mut numbers = Vec::new();
    parts(syntax, &mut numbers)?;
    let is_year = |year: &u32| (1900..2200).contains(year);
    let (year, month, own) = match numbers.as_slice() {
        [whole] if is_year(&(whole / 10_000)) => {
            (whole / 10_000, whole / 100 % 100, Some(whole % 100))
        }
        [whole] if is_year(&(whole / 100)) => (whole / 100, whole % 100, None),
        [year, month] if is_year(year) => (*year, *month, None),
        [year, month, own] if is_year(year) => (*year, *month, Some(*own)),
        _ => return None,
    };
    let span = syntax.span.clone();
    match own {
        Some(own) => {
            let text = format!("{year}-{month:02}-{own:02}");
            Some(if is_no_day(&text) {
                not_there(span, &text, "")
            } else {
                FormulaMistake::new(span, "这里是数，不是日期").help(format!("日期写成 {text}"))
            })
        }
        None if (1..=12).contains(&month) => {
            let last = month_days(i32::try_from(year).ok()?, month);
            Some(FormulaMistake::new(span, "日期要写到日").help(format!(
                "写成 {year}-{month:02}-01，或这个月的最后一天 {year}-{month:02}-{last:02}"
            )))
        }
        None => None,
    }
}
