//! A text beside a date that is none.

use super::calendar::{is_no_day, no_such_day};
use super::names::FormulaMistake;
use super::syntax::Syntax;
use gouji_values::number::day;

/// A text beside a date that is none.
pub(super) fn no_day(syntax: &Syntax, text: &str) -> FormulaMistake {
    let has_digits = text.chars().filter(char::is_ascii_digit).count() >= 6;
    if let Some((year, month, day)) = day(text) {
        return FormulaMistake::new(syntax.span.clone(), "日期不加引号")
            .help(format!("写成 {year}-{month:02}-{day:02}"));
    }
    if is_no_day(text) {
        let help = no_such_day(text, "日期不加引号，写成 ", "");
        return FormulaMistake::new(syntax.span.clone(), format!("没有 {text} 这一天")).help(help);
    }
    let message = if has_digits {
        format!("没有 {text} 这一天")
    } else {
        format!("{text} 不是日期，不能与日期比较")
    };
    FormulaMistake::new(syntax.span.clone(), message).help(match month_in(text) {
        Some((year, month)) => {
            format!("日期写到日，不加引号：{year}-{month:02}-01，或这个月的最后一天")
        }
        None => "年、月、日写全，不加引号：2024-09-01，日子换成自己的；空着的写 !present(列名)"
            .to_owned(),
    })
}

/// The year and month that a text begins with.
fn month_in(text: &str) -> Option<(i32, u32)> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|own| !own.is_empty());
    let (year, month) = (numbers.next()?, numbers.next()?);
    let year = year.parse().ok().filter(|year| (1900..2200).contains(year))?;
    let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    numbers.next().is_none().then_some((year, month))
}
