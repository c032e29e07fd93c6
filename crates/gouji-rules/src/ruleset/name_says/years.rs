//! Years and days in the name of a rule that its condition or its formulas have otherwise: 2025年 and
//! `doc.year == 2024`, 6月30日前 and `公示日期 <= 2025-07-30`.

use crate::formula::{CheckRelation, Syntax, SyntaxKind};
use crate::ruleset::schema::ParamValue;
use crate::ruleset::whole::Ruleset;
use gouji_values::number::{Day, Decimal};
use std::ops::Range;

/// What stands otherwise: where in the text of the formula, what is said of it, and what to write there.
pub(super) struct Otherwise {
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) text: String,
}

/// Words that make of a year that of a paper, or one among others.
const OF_PAPERS: &[&str] =
    &["办法", "规定", "通知", "修订", "印发", "版", "文件", "目录", "不变价"];

/// Words before a year that is not the one of the document.
const NOT_OWN: &[&str] = &["按", "按照", "依", "依据", "照", "执行", "适用", "比", "较", "与"];

/// Words behind a year from which on, and up to which, something is.
const FROM: &[&str] = &["起", "开始", "以后", "及以后", "以来"];
const UP_TO: &[&str] = &["以前", "及以前", "之前", "前", "止", "底"];

/// Words of the whole of a year.
const WITHIN: &[&str] = &["内", "以内", "之内"];

/// A year of a name, and what stands behind it.
struct Year<'n> {
    year: i32,
    written: &'n str,
    behind: &'n str,
}

/// The years of a name; none where one of them is that of a paper or stands in brackets.
fn years(name: &str) -> Option<Vec<Year<'_>>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(rest) = name.get(at..).filter(|rest| !rest.is_empty()) {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits == 0 {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let year: Option<i32> = rest.get(..digits)?.parse().ok().filter(|_| digits == 4);
        let behind = rest.get(digits..)?;
        if let Some(year) = year.filter(|year| (1990..2100).contains(year)) {
            let before = name.get(..at)?;
            let depth = before.matches(['（', '(', '《', '〔', '[']).count()
                > before.matches(['）', ')', '》', '〕', ']']).count();
            let behind = behind.strip_prefix("年度").or_else(|| behind.strip_prefix('年'))?;
            let is_other = NOT_OWN.iter().any(|word| before.ends_with(word));
            if depth || is_other || OF_PAPERS.iter().any(|word| name.contains(word)) {
                return None;
            }
            let written = name.get(at..name.len() - behind.len())?;
            out.push(Year { year, written, behind });
        }
        at += digits;
    }
    Some(out)
}

/// The year of a document that a condition asks for, where the name says another one.
pub(super) fn of_document(name: &str, source: &str, syntax: &Syntax) -> Option<Otherwise> {
    let mut asked = Vec::new();
    each(syntax, &mut |own| {
        if let SyntaxKind::Compare(relation, a, b) = &own.kind {
            asked.extend(year_asked(a, b).map(|(year, span)| (*relation, year, span)));
            asked.extend(year_asked(b, a).map(|(year, span)| (relation.mirrored(), year, span)));
        }
    });
    let [(relation, year, span)] = <[_; 1]>::try_from(asked).ok()?;
    let said = years(name)?;
    let [said] = said.as_slice() else { return None };
    let is = |words: &[&str]| words.iter().any(|word| said.behind.starts_with(word));
    let meant = match relation {
        CheckRelation::Equal if !is(FROM) && !is(UP_TO) => said.year,
        CheckRelation::AtLeast if is(FROM) => said.year,
        CheckRelation::Greater if is(FROM) && !said.behind.starts_with("以后") => said.year - 1,
        _ => return None,
    };
    (meant != year).then(|| Otherwise {
        message: format!(
            "规则的名称说“{}”，条件写的是 {}：{}年的文件不核对",
            said.written,
            source.get(span.clone()).unwrap_or("").trim(),
            said.year
        ),
        span,
        text: meant.to_string(),
    })
}

/// The year that the year of the document is held against.
fn year_asked(named: &Syntax, other: &Syntax) -> Option<(i32, Range<usize>)> {
    let SyntaxKind::Member(base, name, _) = &named.kind else { return None };
    let is_document = matches!(&base.kind, SyntaxKind::Name(own) if own == "doc") && name == "year";
    let SyntaxKind::Number { value, .. } = &other.kind else { return None };
    let year = i32::try_from(value.normalize().mantissa()).ok().filter(|_| value.scale() == 0);
    year.filter(|_| is_document).map(|year| (year, other.span.clone()))
}

/// Each part of a formula.
fn each<'s>(syntax: &'s Syntax, work: &mut dyn FnMut(&'s Syntax)) {
    work(syntax);
    match &syntax.kind {
        SyntaxKind::Compare(_, a, b) | SyntaxKind::Binary(_, a, b) | SyntaxKind::Index(a, b) => {
            each(a, work);
            each(b, work);
        }
        SyntaxKind::Not(inner) | SyntaxKind::Negate(inner) | SyntaxKind::Member(inner, ..) => {
            each(inner, work);
        }
        SyntaxKind::Call(_, _, all) => all.iter().for_each(|own| each(own, work)),
        _ => {}
    }
}

/// The days with which a formula compares something, with the sign seen from what is compared.
fn days(syntax: &Syntax, ruleset: &Ruleset) -> Vec<(CheckRelation, Day, Range<usize>, bool)> {
    let day = |own: &Syntax| match &own.kind {
        SyntaxKind::Date(day) => Some((*day, false)),
        SyntaxKind::Member(base, name, _) if matches!(&base.kind, SyntaxKind::Name(own) if own == "param") =>
        {
            let param = ruleset.params.iter().find(|own| own.name == *name)?;
            match &param.value {
                ParamValue::Date(day) => Some((*day, true)),
                _ => None,
            }
        }
        _ => None,
    };
    let mut out = Vec::new();
    each(syntax, &mut |own| {
        if let SyntaxKind::Compare(relation, a, b) = &own.kind {
            out.extend(day(b).map(|(day, is_param)| (*relation, day, b.span.clone(), is_param)));
            out.extend(
                day(a).map(|(day, is_param)| (relation.mirrored(), day, a.span.clone(), is_param)),
            );
        }
    });
    out
}

/// Days of a formula that its name has otherwise; `all` are the formulas of a rule with their places.
pub(super) fn of_days(
    name: &str,
    syntax: &Syntax,
    others: &[&Syntax],
    ruleset: &Ruleset,
) -> Option<Otherwise> {
    let own = days(syntax, ruleset);
    if let Some(found) = one_day(name, &own, others.len()) {
        return Some(found);
    }
    let said = years(name)?;
    let [said] = said.as_slice() else { return None };
    if !WITHIN.iter().any(|word| said.behind.starts_with(word)) {
        return None;
    }
    // what lies right before a year, or right behind it, bounds the year as well
    let year =
        |(relation, (year, month, day), ..): &(CheckRelation, Day, Range<usize>, bool)| match (
            relation, month, day,
        ) {
            (CheckRelation::Greater, 12, 31) => year + 1,
            (CheckRelation::Less, 1, 1) => year - 1,
            _ => *year,
        };
    let everywhere: Vec<_> = others.iter().flat_map(|own| days(own, ruleset)).collect();
    let first = year(everywhere.first()?);
    let is_one = everywhere.iter().all(|own| year(own) == first);
    let (_, (_, month, day), span, is_param) = own.first().cloned()?;
    if !is_one || first == said.year || is_param {
        return None;
    }
    let own_year = own.first().map(|(_, (year, ..), ..)| *year)?;
    Some(Otherwise {
        message: format!("规则的名称说“{}”，公式里的日期是 {first} 年的", said.written),
        text: format!("{:04}-{month:02}-{day:02}", own_year + said.year - first),
        span,
    })
}

/// The one day of a name beside the one day of the formulas.
fn one_day(
    name: &str,
    own: &[(CheckRelation, Day, Range<usize>, bool)],
    formulas: usize,
) -> Option<Otherwise> {
    let [(_, (year, month, day), span, false)] = own else { return None };
    let (said, at) = day_of(name)?;
    let behind = name.get(at.end..)?;
    // one day alone bounds one side: the other one is not named
    let is_bound = ["前", "以前", "之前", "止", "后", "以后", "之后", "起"].iter();
    let mut is_bound = is_bound.filter(|word| behind.starts_with(**word));
    if formulas > 1 || is_bound.next().is_none() || day_of(behind).is_some() {
        return None;
    }
    let meant = (said.0.unwrap_or(*year), said.1, said.2);
    let number = |(year, month, day): (i32, u32, u32)| {
        Decimal::from(i64::from(year) * 372 + i64::from(month) * 31 + i64::from(day))
    };
    // before a day, and up to the day before it
    let apart = (number(meant) - number((*year, *month, *day))).abs();
    let is_border =
        apart <= Decimal::ONE || *day >= 28 && meant.2 == 1 || meant.2 >= 28 && *day == 1;
    if is_border && meant.0 == *year {
        return None;
    }
    let text = format!("{:04}-{:02}-{:02}", meant.0, meant.1, meant.2);
    Some(Otherwise {
        message: format!(
            "规则的名称说“{}”，公式写的是 {year:04}-{month:02}-{day:02}",
            name.get(at.clone()).unwrap_or("")
        ),
        text,
        span: span.clone(),
    })
}

/// The year of a day, where that is written, its month and its number.
type SaidDay = (Option<i32>, u32, u32);

/// The first day of a text, and where it stands.
fn day_of(text: &str) -> Option<(SaidDay, Range<usize>)> {
    let at = text.find('月')?;
    let number_before = |text: &str| {
        let own = text.trim_end_matches(|c: char| c.is_ascii_digit());
        text.get(own.len()..).filter(|own| !own.is_empty()).map(str::to_owned)
    };
    let before = text.get(..at)?;
    let month = number_before(before)?;
    let rest = text.get(at + '月'.len_utf8()..)?;
    let length = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let day: u32 = rest.get(..length)?.parse().ok()?;
    let end = rest.get(length..).filter(|own| own.starts_with(['日', '号']))?;
    let end = text.len() - end.len() + '日'.len_utf8();
    let begin = before.len() - month.len();
    let year = before.get(..begin)?.strip_suffix('年').and_then(number_before);
    let begin = begin - year.as_ref().map_or(0, |own| own.len() + '年'.len_utf8());
    let month: u32 = month.parse().ok().filter(|own| (1..13).contains(own))?;
    let year = match year {
        Some(year) => Some(year.parse().ok()?),
        None => None,
    };
    Some(((year, month, day), begin..end))
}

#[cfg(test)]
mod tests {
    use super::{day_of, of_document, years};
    use crate::formula::parse;

    fn meant(name: &str, when: &str) -> Option<String> {
        of_document(name, when, &parse(when).ok()?).map(|own| own.text)
    }

    #[test]
    fn years_of_names_are_held_against_conditions() {
        assert_eq!(meant("2025年月标准", "doc.year == 2024").as_deref(), Some("2025"));
        assert_eq!(meant("2025年度月标准", "doc.year == 2024 && 甲 > 0").as_deref(), Some("2025"));
        assert_eq!(meant("2025年起按新标准", "doc.year >= 2026").as_deref(), Some("2025"));
        assert_eq!(meant("2025年起按新标准", "doc.year > 2024"), None);
        assert_eq!(meant("2025年月标准", "doc.year == 2025"), None);
        assert_eq!(meant("按2023年办法", "doc.year == 2025"), None);
        assert_eq!(meant("2025年不超过2024年", "doc.year == 2025"), None);
        assert_eq!(meant("标准（2025年）", "doc.year == 2024"), None);
        assert!(years("2024—2026年").is_none());
    }

    #[test]
    fn days_of_names_are_read() {
        assert_eq!(day_of("2025年6月30日前").map(|(day, _)| day), Some((Some(2025), 6, 30)));
        assert_eq!(day_of("应在11月5日前").map(|(day, _)| day), Some((None, 11, 5)));
        assert_eq!(day_of("按月核对"), None);
    }
}
