//! What a document is: agency, year, kind.

use super::caption::{CaptionPatterns, find};
use super::sentence::row_text;
use crate::document::{Document, LogicalText};
use crate::pattern::{CapturedValue, Context, Passage};
use crate::vocabulary::Vocabulary;
use std::borrow::Cow;
use std::cell::LazyCell;

/// Agency, year and kind of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Agency as printed.
    pub agency: Option<String>,
    /// Year that it reports on.
    pub year: Option<i32>,
    /// `final-accounts`, `self-evaluation`, `evaluation`.
    pub kind: Option<String>,
    /// Whether it is of a department or of one unit, as far as its title tells.
    pub level: Option<String>,
}

/// Blocks from the start that are looked at.
const BLOCKS: usize = 120;
/// Lines of the title page that are read as one: the agency, then what it publishes.
const TITLE_LINES: usize = 3;
/// So many short texts may belong to the cover.
const COVER: usize = 60;
/// Longer paragraphs are sentences; they are asked last.
const SHORT: usize = 40;

/// Finds what a document is, from its first blocks.
#[must_use]
pub fn facts(document: &Document, vocabulary: &Vocabulary) -> Facts {
    let context = Context { vocabulary, year: None, grades: &[] };
    let patterns = CaptionPatterns::new(&context);
    // with whether each is a row of cells
    let mut texts: Vec<(Cow<'_, LogicalText>, bool)> = Vec::new();
    for block in document.blocks.iter().take(BLOCKS) {
        match block {
            crate::document::Block::Paragraph(paragraph) if paragraph.in_contents => {}
            crate::document::Block::Paragraph(paragraph) => {
                texts.push((Cow::Borrowed(&paragraph.text), false))
            }
            crate::document::Block::Table(table) => {
                let rows = document.tables.get(*table).map_or(&[] as &[_], |table| &table.rows);
                texts.extend(rows.iter().take(4).map(|row| (Cow::Owned(row_text(row)), true)));
            }
        }
    }
    texts.sort_by_key(|(text, _)| text.text.chars().count() > SHORT);
    texts.insert(0, (Cow::Owned(title(document, &patterns, &context)), false));
    // the sentences are seldom asked
    let passages: Vec<_> = texts
        .into_iter()
        .map(|(text, is_row)| {
            let make = if is_row { Passage::row } else { Passage::new };
            LazyCell::new(move || make(text.into_owned(), vocabulary))
        })
        .collect();
    // a pattern is tried on the whole beginning before the next, weaker one
    let first = |patterns: &[crate::pattern::Pattern],
                 read: &dyn Fn(&CapturedValue, &str) -> Option<String>| {
        patterns.iter().find_map(|pattern| {
            passages
                .iter()
                .find_map(|passage| find(std::slice::from_ref(pattern), passage, &context, read))
                .map(|(value, _)| value)
        })
    };
    let read_agency = |value: &CapturedValue, text: &str| {
        // the number of a part is no agency, nor a piece of its name
        let numbered = vocabulary.ordinal(text).map_or(0, |ordinal| ordinal.len);
        let named = text.get(numbered..).unwrap_or("");
        matches!(value, CapturedValue::Text(_))
            .then(|| vocabulary.folded(named))
            .filter(|name| name.chars().count() >= 3)
    };
    let agency = title_of(&passages)
        .and_then(|text| find(&patterns.title_agency, text, &context, read_agency))
        .map(|(agency, _)| agency)
        .or_else(|| first(&patterns.agency, &read_agency));
    let read_year = |value: &CapturedValue, _: &str| match value {
        CapturedValue::Year(year) => Some(year.to_string()),
        _ => None,
    };
    // what the title says is not what the sentences compare with
    let title_year = |title: &Passage| {
        find(&patterns.title_year, title, &context, read_year).map(|(year, _)| year)
    };
    let titles = || {
        title_of(&passages)
            .into_iter()
            .chain(cover(&passages).filter(|text| told(text, vocabulary, true).is_some()))
    };
    let year = titles().find_map(title_year).or_else(|| first(&patterns.year, &read_year));
    let level = titles_and_cover(&passages).find_map(|text| earliest(text, &vocabulary.levels));
    let title = title_of(&passages).and_then(|title| told(title, vocabulary, true));
    let named = || passages.iter().find_map(|passage| told(passage, vocabulary, false));
    let covered = || {
        cover(&passages)
            .filter(|text| title_year(text).is_some())
            .find_map(|text| told(text, vocabulary, true))
    };
    let kind = title.or_else(covered).or_else(named);
    Facts { agency, year: year.and_then(|year| year.parse().ok()), kind, level }
}

/// The lines of the title as one text: it stands before all others.
fn title_of<F: FnOnce() -> Passage>(passages: &[LazyCell<Passage, F>]) -> Option<&Passage> {
    passages.first().map(|title| &**title)
}

/// The title, and the short texts behind it.
fn titles_and_cover<F: FnOnce() -> Passage>(
    passages: &[LazyCell<Passage, F>],
) -> impl Iterator<Item = &Passage> {
    title_of(passages).into_iter().chain(cover(passages))
}

/// The short texts behind it.
fn cover<F: FnOnce() -> Passage>(
    passages: &[LazyCell<Passage, F>],
) -> impl Iterator<Item = &Passage> {
    passages
        .iter()
        .skip(1)
        .take(COVER)
        .map(|text| &**text)
        .take_while(|text| text.text.text.chars().count() <= SHORT)
}

/// The kind of document that a text tells; one that only titles tell is looked for where
/// `is_title`.
fn told(passage: &Passage, vocabulary: &Vocabulary, is_title: bool) -> Option<String> {
    let title_kinds = if is_title { vocabulary.title_kinds.as_slice() } else { &[] };
    earliest(passage, vocabulary.kinds.iter().chain(title_kinds))
}

/// Of what words tell that of the first in a text, of two there that of the longer one.
fn earliest<'w>(
    passage: &Passage,
    known: impl IntoIterator<Item = &'w (String, Vec<String>)>,
) -> Option<String> {
    let text: String = passage.chars().iter().collect();
    let words =
        known.into_iter().flat_map(|(told, words)| words.iter().map(move |word| (told, word)));
    let found = words.filter_map(|(told, word)| {
        text.find(word.as_str()).map(|at| (at, std::cmp::Reverse(word.len()), told))
    });
    found.min().map(|(.., told)| told.clone())
}

/// The first lines of the document as one text, up to a numbered heading; the number of an
/// attachment is none of them.
fn title(document: &Document, patterns: &CaptionPatterns, context: &Context<'_>) -> LogicalText {
    let mut out = LogicalText::default();
    let is_number = |text: &str| {
        patterns.number.iter().any(|number| number.matches_whole(text, context).is_some())
    };
    let lines = document
        .paragraphs()
        .map(|(_, paragraph)| paragraph)
        .take_while(|paragraph| {
            let text = &paragraph.text.text;
            !paragraph.in_contents
                && text.chars().count() <= SHORT
                && context.vocabulary.ordinal(text).is_none()
        })
        .filter(|paragraph| !is_number(&paragraph.text.text));
    for paragraph in lines.take(TITLE_LINES) {
        out.append(&paragraph.text);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Limits, read};
    use crate::ruleset::Rulebook;

    #[test]
    fn kind_and_year_are_those_of_the_title() {
        let found = |text: &str| {
            let words = Rulebook::embedded_lean().unwrap().vocabulary();
            let facts =
                facts(&read("a.txt", text.as_bytes(), &words, &Limits::default()).unwrap(), &words);
            (facts.kind, facts.year)
        };
        let prose = "一、收支情况\n\n2025年收入100.00万元，比2025年部门决算减少5.00万元。\n\n二、绩效自评\n\n开展绩效自评。\n";
        let budget = (Some("budget".to_owned()), Some(2026));
        assert_eq!(found(&format!("清溪市图书馆2026年部门预算\n\n{prose}")), budget);
        assert_eq!(found(&format!("清溪市图书馆\n\n2026年单位预算公开说明\n\n{prose}")), budget);
        let accounts =
            found(&format!("清溪市图书馆2024年度部门决算\n\n部门预算由局里汇总。\n\n{prose}"));
        assert_eq!(accounts, (Some("final-accounts".to_owned()), Some(2024)));
        // a report that speaks of the budget is none
        assert_eq!(
            found(&format!("清溪市图书馆绩效自评报告\n\n2024年部门预算执行情况\n\n{prose}"))
                .0
                .as_deref(),
            Some("self-evaluation")
        );
    }

    #[test]
    fn an_agency_behind_the_year_is_found_and_the_number_of_a_part_is_none() {
        let agency = |text: &str| {
            let words = Rulebook::embedded_lean().unwrap().vocabulary();
            facts(&read("a.txt", text.as_bytes(), &words, &Limits::default()).unwrap(), &words)
                .agency
        };
        let parts = "第一部分 部门概况\n\n一、部门职责\n\n第二部分 2023年度部门决算表\n\n第三部分 2023年度部门决算情况说明\n";
        assert_eq!(
            agency(&format!("2023年清溪市文化局部门决算\n\n{parts}")).as_deref(),
            Some("清溪市文化局")
        );
        assert_eq!(
            agency(&format!("附件1\n\n清溪市文化局2023年度部门决算\n\n{parts}")).as_deref(),
            Some("清溪市文化局")
        );
        assert_eq!(
            agency(&format!("第二部分 清溪市文化局2023年度部门决算表\n\n{parts}")).as_deref(),
            Some("清溪市文化局")
        );
        assert_eq!(agency(parts), None);
    }
}
