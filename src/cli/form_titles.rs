//! Titles of forms that no document has, where one prints nearly the same or has something in front
//! of it: told at the title in the rule file.

use super::engine::LoadedRules;
use super::nearly::{SEVERAL, value_of};
use super::rule_place::at;
use gouji_audit::audit::DocumentAudit;
use gouji_rules::ruleset::bare_title;
use gouji_values::document::{NoticeCode, Span};
use gouji_values::error::{MistakeCode, RuleMistake};
use std::ops::Range;

/// Marks of titles that are more than words.
const PATTERN: &[char] = &['{', '(', '|', '…'];
/// Titles that are named, at most.
const MOST: usize = 6;

/// The title of a form that no document has, where one prints a title that is near.
/// With `is_near` nothing is told where none is.
pub(super) fn title(
    engine: &LoadedRules,
    form: &str,
    documents: &[&DocumentAudit],
    is_near: bool,
) -> Option<RuleMistake> {
    let ruleset = engine.ruleset().ok()?;
    let form = ruleset.forms.iter().find(|own| own.id == form)?;
    let text = engine.rule_text(&form.origin.file)?;
    let (span, titles) = titles(&text, form.origin.span.start)?;
    if titles.iter().any(|own| own.contains(SEVERAL)) {
        return None;
    }
    let tables = || documents.iter().flat_map(|document| &document.understanding);
    let printed: Vec<&str> = tables().filter_map(|table| table.caption.as_deref()).collect();
    let place = |message: String, help: String| {
        Some(at(
            (&form.origin.file, text.clone(), span.clone()),
            MistakeCode::WithoutEffect,
            message,
            help,
        ))
    };
    // a title is printed behind a year and a unit, too
    let fits = |caption: &str| {
        let bare = without_year(caption, documents);
        let own = |own: &String| own == caption || own.trim_start_matches('…') == bare;
        titles.iter().any(own)
    };
    if let Some((caption, before, own)) = in_front(&form.id, &titles, documents) {
        let message = format!(
            "文件里的《{caption}》在“{own}”前面还印着“{before}”，看不出是单位和年度，没有认成 {}",
            form.id
        );
        return place(message, format!("前面印什么都算的，写成 title = [\"…{own}\"]"));
    }
    if let Some(table) = tables().find(|table| table.caption.as_deref().is_some_and(fits)) {
        let taken = table.forms.iter().find(|found| !found.is_own);
        let message = match taken {
            Some(other) => format!(
                "文件里的《{}》认成了表样 {}，没有认成 {}",
                titles.first().map_or("", String::as_str),
                other.form,
                form.id
            ),
            None => format!(
                "文件里的《{}》表题对得上，栏目对不上，没有认成 {}{}",
                table.caption.as_deref()?,
                form.id,
                lacking(&form.id, table.span, documents).unwrap_or_default()
            ),
        };
        let heads = heads(table, documents);
        let help = match heads.as_str() {
            "" => "columns 各栏的 header 写表头印的字；表里没有的栏写 optional = true".to_owned(),
            heads => format!(
                "columns 各栏的 header 写表头印的字，表里没有的栏写 optional = true；这张表的表头印的是 {heads}"
            ),
        };
        return place(message, help);
    }
    let near = printed
        .iter()
        .flat_map(|caption| titles.iter().map(move |own| (far(own, caption), *caption)))
        .filter_map(|(far, caption)| Some((far?, caption)))
        .min();
    let message = format!("没有一份文件有印“{}”的表，表样 {} 从未认出", titles.join("”“"), form.id);
    if let Some((_, caption)) = near {
        let bare = without_year(caption, documents);
        let longer = titles.iter().any(|own| own.contains(caption));
        let why = if longer || bare != caption {
            "表题只写表的名称，不写年度、单位和表号："
        } else {
            ""
        };
        return place(
            message,
            format!("文件里相近的表题是“{caption}”：{why}写成 title = [\"{bare}\"]"),
        );
    }
    if is_near {
        return None;
    }
    place(message, others(&printed, documents))
}

/// What to do where no table of a document bears nearly a title of a form: one of those that it prints may be meant.
fn others(printed: &[&str], documents: &[&DocumentAudit]) -> String {
    let (mut all, mut bare): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for caption in printed {
        let own = format!("“{caption}”");
        if !all.contains(&own) && all.len() < MOST {
            all.push(own);
            let own = format!("“{}”", without_year(caption, documents));
            if !bare.contains(&own) {
                bare.push(own);
            }
        }
    }
    if all.is_empty() {
        return "文件里没有读出表题：表题要印在表的上面，自成一行".to_owned();
    }
    format!(
        "文件里的表题有{}：说的是其中一张的，title 写{}；这份文件本来没有这张表的，不必改",
        all.concat(),
        bare.concat()
    )
}

/// A caption that ends as a title of the form, what stands before that, and the title; the columns are those
/// of the form: nothing else keeps the table from being taken.
fn in_front<'a>(
    form: &str,
    titles: &'a [String],
    documents: &[&'a DocumentAudit],
) -> Option<(&'a str, &'a str, &'a str)> {
    let mut tables = documents.iter().flat_map(|document| &document.understanding);
    tables.find_map(|table| {
        let caption = table.caption.as_deref()?;
        let is_free = table.forms.iter().all(|found| found.is_own)
            && lacking(form, table.span, documents).is_none();
        let own = titles
            .iter()
            .filter(|own| is_free && own.as_str() != caption && !own.contains(PATTERN));
        let mut behind = own.filter_map(|own| Some((caption, caption.strip_suffix(own)?, &**own)));
        behind.next()
    })
}

/// A title that is printed without the unit, the year and the month that it begins with.
fn without_year<'a>(caption: &'a str, documents: &[&DocumentAudit]) -> &'a str {
    let units = documents.iter().filter_map(|document| document.agency.as_deref());
    let mut rest = caption;
    for _ in 0..3 {
        let unit = units.clone().find_map(|unit| rest.strip_prefix(unit));
        let own = unit.unwrap_or(rest).trim_start_matches(['（', '(']).trim_start();
        let digits = own.trim_start_matches(|c: char| c.is_numeric() || "〇○".contains(c));
        let behind = ["年度", "年", "月份", "月"].iter().find_map(|mark| digits.strip_prefix(mark));
        let next = match behind {
            Some(behind) if digits.len() < own.len() => behind.trim_start_matches(['）', ')']),
            _ if unit.is_some() => own,
            _ => break,
        };
        rest = next.trim_start();
    }
    let rest = bare_title(rest);
    if rest.chars().nth(2).is_some() { rest } else { caption }
}

/// The columns of a form that a table lacks, as the notice about it names them.
fn lacking(form: &str, span: Span, documents: &[&DocumentAudit]) -> Option<String> {
    let mut notices = documents.iter().flat_map(|document| &document.notices);
    let own = notices.find(|notice| {
        notice.code == NoticeCode::ColumnsMissing
            && notice.span == Some(span)
            && notice.message.contains(&format!("“{form}”"))
    })?;
    let said = own.message.split_once('，')?.1.trim_start_matches('但');
    Some(format!("：{}", said.split('；').next()?))
}

/// What the first row of a table prints.
fn heads(table: &gouji_audit::audit::UnderstoodTable, documents: &[&DocumentAudit]) -> String {
    let found = documents.iter().find_map(|document| {
        document.document.tables.iter().find(|own| {
            own.span == table.span && {
                document.understanding.iter().any(|own| std::ptr::eq(own, table))
            }
        })
    });
    let first = found.and_then(|own| own.rows.first());
    let texts = first.into_iter().flatten().map(|cell| cell.text.text.trim().to_owned());
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("、")
}

/// How far a title is from one that is printed; none where they have little in common.
pub(super) fn far(own: &str, printed: &str) -> Option<usize> {
    let (length, other) = (own.chars().count(), printed.chars().count());
    if length.min(other) < 3 {
        return None;
    }
    if own.contains(printed) || printed.contains(own) {
        return Some(0);
    }
    let distance = strsim::osa_distance(own, printed);
    (distance <= 1 + length.max(other) / 3).then_some(distance)
}

/// The titles of a form, and where they stand.
pub(super) fn titles(text: &str, from: usize) -> Option<(Range<usize>, Vec<String>)> {
    let span = value_of(text, from, "title")?;
    let own = text.get(span.clone())?;
    let texts: Vec<String> = own.split(['"', '\'']).skip(1).step_by(2).map(str::to_owned).collect();
    (!texts.is_empty()).then_some((span, texts))
}
