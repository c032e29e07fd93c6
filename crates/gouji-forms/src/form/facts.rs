//! What a document is: agency, year, kind.

use super::agency::{agency_name, is_label_whole, is_one_unit};
use super::caption::{CaptionPatterns, Telling, find, find_where};
use super::listed::{ListedUnit, listed_units};
use super::places::{is_head, row_text};
use gouji_rules::pattern::{CapturedValue, Context, Pattern, PatternPassage};
use gouji_values::document::{Block, Cell, Document, LogicalText, Span};
use gouji_values::vocabulary::Vocabulary;
use std::borrow::Cow;
use std::cell::LazyCell;

/// Agency, year, kind and reporting level of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Agency as printed.
    pub agency: Option<String>,
    /// Year that it reports on.
    pub year: Option<i32>,
    /// Where that year is printed; none where it follows from another one, or was given.
    pub year_span: Option<Span>,
    /// `final-accounts`, `budget` … as the words of the rules name it.
    pub kind: Option<String>,
    /// Whose accounts it shows, as far as its title tells: a `department`'s, one `unit`'s, those of
    /// several together.
    pub reporting_level: Option<String>,
    /// Lists of units in its tables.
    pub units: Vec<Vec<ListedUnit>>,
}

/// Blocks from the start that are looked at.
const BLOCKS: usize = 120;
/// Lines of the title page that are read as one: the agency, then what it publishes.
const TITLE_LINES: usize = 3;
/// At most this many rows at the top of a table are its caption; rows hidden for programs count too.
const TOP_ROWS: usize = 8;
/// At most this many short texts belong to the cover.
const COVER: usize = 60;
/// Lines of the beginning that may begin with a unit's name right before a year.
const HEADS: usize = 8;
/// Longer paragraphs are sentences; they are asked last.
const SHORT: usize = 40;

/// Finds what a document is, from its first blocks.
#[must_use]
pub fn facts(document: &Document, vocabulary: &Vocabulary) -> Facts {
    let context = Context { vocabulary, year: None, grades: &[] };
    let patterns = CaptionPatterns::new(&context);
    let mut texts = beginning(document, vocabulary);
    let (title, edges) = title(document, &patterns, &context);
    texts.insert(0, (Cow::Owned(title), Said::Line));
    let kinds: Vec<Said> = texts.iter().map(|(_, said)| *said).collect();
    // the sentences are seldom asked
    let passages: Vec<_> = texts
        .into_iter()
        .map(|(text, said)| {
            let is_row = said == Said::Cells;
            let make = if is_row { PatternPassage::row } else { PatternPassage::new };
            LazyCell::new(move || make(text.into_owned(), vocabulary))
        })
        .collect();
    // a pattern is tried on the whole beginning before the next, weaker one
    let first = |patterns: &[Pattern],
                 wanted: Said,
                 read: &dyn Fn(&CapturedValue, &str) -> Option<String>| {
        patterns.iter().find_map(|pattern| {
            let mut own = passages.iter().zip(&kinds).filter(|(_, said)| **said == wanted);
            own.find_map(|(text, _)| find(std::slice::from_ref(pattern), text, &context, read))
        })
    };
    let read_agency = |value: &CapturedValue, text: &str, behind: &str| {
        // the number of a part is no agency, nor a piece of its name
        let numbered = vocabulary.ordinal(text).map_or(0, |ordinal| ordinal.len);
        let named = agency_name(text.get(numbered..).unwrap_or(""), behind, vocabulary)?;
        let named = without_amounts(named, vocabulary);
        matches!(value, CapturedValue::Text(_))
            .then(|| vocabulary.folded(named))
            .filter(|name| name.chars().count() >= 3)
    };
    let agency_in = |patterns: &[Pattern], at: usize, passage: &PatternPassage| {
        let edges = if at == 0 { edges.as_slice() } else { &[] };
        find_where(patterns, passage, &context, |found, captured, (text, behind)| {
            is_label_whole(found.range.start..captured.range.start, edges)
                .then(|| read_agency(&captured.value, text, behind))
                .flatten()
        })
        .map(|(agency, _)| agency)
    };
    let agency = title_of(&passages)
        .and_then(|title| agency_in(&patterns.title_agency, 0, title))
        .or_else(|| {
            patterns.agency.iter().find_map(|pattern| {
                let own = std::slice::from_ref(pattern);
                passages.iter().enumerate().find_map(|(at, text)| agency_in(own, at, text))
            })
        });
    let heads = passages.iter().zip(&kinds).filter(|(_, said)| **said == Said::Line);
    let mut heads = heads.map(|(line, _)| &**line).take(HEADS);
    let agency = agency
        .or_else(|| heads.find_map(|line| before_year(line, &patterns, &context, &read_agency)));
    let kind_in_title = |text: &PatternPassage| {
        earliest(text, patterns.kinds.iter().chain(&patterns.title_kinds), &context)
    };
    // what the title says is not what the sentences compare with
    let title_year = |title: &PatternPassage| {
        let year = |patterns: &[Pattern]| find(patterns, title, &context, read_year);
        let next =
            |(last, _): (String, Span)| Some(((last.parse::<i32>().ok()? + 1).to_string(), None));
        let last = year(&patterns.title_last_year).and_then(next);
        last.or_else(|| year(&patterns.title_year).map(|(year, span)| (year, Some(span))))
    };
    // a title that names a year in its own way comes before what stands behind it
    let in_title = || {
        let title = title_of(&passages)?;
        let plain = || plain_year(&patterns.year, title, &context);
        title_year(title).or_else(|| plain().map(|(year, span)| (year, Some(span))))
    };
    let in_cover =
        || cover(&passages).filter(|text| kind_in_title(text).is_some()).find_map(title_year);
    let said = || {
        let first = |said| first(&patterns.year, said, &read_year);
        Said::ALL.into_iter().find_map(first).map(|(year, span)| (year, Some(span)))
    };
    let found_year = in_title().or_else(in_cover).or_else(said);
    let covers_of_year = || cover(&passages).filter(|text| title_year(text).is_some());
    let reporting_level = title_of(&passages)
        .into_iter()
        .chain(covers_of_year())
        .find_map(|text| earliest(text, &patterns.reporting_levels, &context));
    let title = title_of(&passages).and_then(kind_in_title);
    let named = || {
        let by_kind = |wanted: Said| {
            let mut own = passages.iter().zip(&kinds).filter(|(_, said)| **said == wanted);
            own.find_map(|(passage, _)| earliest(passage, &patterns.kinds, &context))
        };
        Said::ALL.into_iter().find_map(by_kind)
    };
    let covered = || covers_of_year().find_map(kind_in_title);
    let kind = title.or_else(covered).or_else(named);
    let year = found_year.as_ref().and_then(|(year, _)| year.parse().ok());
    let year_span = found_year.and_then(|(_, span)| span).filter(|_| year.is_some());
    let units = listed_units(document, vocabulary);
    Facts { agency, year, year_span, kind, reporting_level, units }
}

/// What a text of the beginning is. What a line says of the document comes before what sentences
/// say, and both before cells: these speak of projects and of other years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    /// A title, a heading, a caption.
    Line,
    /// A sentence.
    Sentence,
    /// The cells of a row.
    Cells,
}

impl Said {
    /// All of them, what is asked first first.
    const ALL: [Self; 3] = [Self::Line, Self::Sentence, Self::Cells];
}

/// The first texts of a document, the short ones first.
fn beginning<'d>(
    document: &'d Document,
    vocabulary: &Vocabulary,
) -> Vec<(Cow<'d, LogicalText>, Said)> {
    let mut texts: Vec<(Cow<'_, LogicalText>, Said)> = Vec::new();
    for block in document.blocks.iter().take(BLOCKS) {
        match block {
            Block::Paragraph(paragraph) if paragraph.in_contents => {}
            Block::Paragraph(paragraph) => {
                let said = if is_line(&paragraph.text) { Said::Line } else { Said::Sentence };
                texts.push((Cow::Borrowed(&paragraph.text), said));
            }
            Block::Table(table) => {
                let Some(table) = document.tables.get(*table) else { continue };
                let rows = table.rows.iter().take(TOP_ROWS).enumerate();
                let values = rows.filter(|(at, _)| !is_head(table, *at, vocabulary));
                texts.extend(values.map(|(_, row)| {
                    let text = row_text(row);
                    let is_caption = is_caption(row) && is_line(&text);
                    (Cow::Owned(text), if is_caption { Said::Line } else { Said::Cells })
                }));
            }
        }
    }
    texts.sort_by_key(|(text, _)| text.text.chars().count() > SHORT);
    texts
}

/// Whether a text is short and no sentence.
fn is_line(text: &LogicalText) -> bool {
    let text = text.text.trim_end();
    text.chars().count() <= SHORT && !text.ends_with(['。', '；'])
}

/// Whether a row at the top of a table is its caption: one cell of it holds something.
fn is_caption(row: &[Cell]) -> bool {
    row.iter().filter(|cell| !cell.text.text.trim().is_empty()).count() <= 1
}

/// The year that a title names, of whatever it is the title; the year of a day or a month is that
/// of printing.
fn plain_year(
    patterns: &[Pattern],
    title: &PatternPassage,
    context: &Context<'_>,
) -> Option<(String, Span)> {
    let of = |pattern: &Pattern| {
        find_where(std::slice::from_ref(pattern), title, context, |_, captured, (_, behind)| {
            let CapturedValue::Year(year) = captured.value else { return None };
            let behind = behind.trim_start().trim_start_matches('年').trim_start();
            let is_digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
            let month = behind.trim_start_matches(is_digit);
            let is_month = month.len() < behind.len() && month.trim_start().starts_with('月');
            (!is_month).then(|| (captured.range.start, year.to_string()))
        })
    };
    let found = patterns.iter().filter_map(of).min_by_key(|((at, _), _)| *at);
    found.map(|((_, year), span)| (year, span))
}

/// A name without figures that stand on its line: what stands behind the last amount, else what a
/// blank parts from them. An agency has no amount in its name.
fn without_amounts<'t>(text: &'t str, vocabulary: &Vocabulary) -> &'t str {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let point = |at: &usize| {
        bytes.get(*at) == Some(&b'.') && at.checked_sub(1).is_some_and(is_digit) && is_digit(at + 1)
    };
    let points: Vec<usize> = (0..bytes.len()).filter(point).collect();
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return text };
    let behind = text.get(last + 1..).unwrap_or("");
    let behind = behind.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    let units = vocabulary.units.iter().filter(|(_, unit)| unit.money);
    let unit = units
        .filter_map(|(_, unit)| behind.strip_prefix(unit.name.as_str()))
        .min_by_key(|rest| rest.len());
    let behind = unit.unwrap_or(behind).trim();
    if !behind.is_empty() {
        return behind;
    }
    let before = text.get(..*first).unwrap_or("");
    // what names the amount stands between the blank and it
    let parted = before.split_once("\u{3000}").or_else(|| before.split_once("  "));
    parted.map_or("", |(name, _)| name.trim())
}

/// A year that was captured.
fn read_year(value: &CapturedValue, _: &str) -> Option<String> {
    match value {
        CapturedValue::Year(year) => Some(year.to_string()),
        _ => None,
    }
}

/// The name of one unit with which a line begins, right before a year.
fn before_year(
    line: &PatternPassage,
    patterns: &CaptionPatterns,
    context: &Context<'_>,
    read: &dyn Fn(&CapturedValue, &str, &str) -> Option<String>,
) -> Option<String> {
    let found = find_where(&patterns.before_year, line, context, |_, captured, (text, behind)| {
        let is_first = line.text.text.get(..captured.range.start)?.trim().is_empty();
        let name = read(&captured.value, text, behind).filter(|_| is_first)?;
        is_one_unit(&name, context.vocabulary).then_some(name)
    });
    found.map(|(agency, _)| agency)
}

/// The lines of the title as one text: it stands before all others.
fn title_of<F: FnOnce() -> PatternPassage>(
    passages: &[LazyCell<PatternPassage, F>],
) -> Option<&PatternPassage> {
    passages.first().map(|title| &**title)
}

/// The short texts behind the title.
fn cover<F: FnOnce() -> PatternPassage>(
    passages: &[LazyCell<PatternPassage, F>],
) -> impl Iterator<Item = &PatternPassage> {
    passages
        .iter()
        .skip(1)
        .take(COVER)
        .map(|text| &**text)
        .take_while(|text| text.text.text.chars().count() <= SHORT)
}

/// Of what patterns tell that of the first in a text, of two there that of the longer one.
fn earliest<'p>(
    passage: &PatternPassage,
    known: impl IntoIterator<Item = &'p Telling>,
    context: &Context<'_>,
) -> Option<String> {
    let found = known.into_iter().filter_map(|Telling { told, pattern }| {
        let range = pattern.find_all(passage, context).into_iter().next()?.range;
        Some((range.start, std::cmp::Reverse(range.end), told))
    });
    found.min().map(|(.., told)| told.clone())
}

/// The first lines of the document as one text, up to a numbered heading or a sentence, and where
/// lines end in it; the number of an attachment is none of them.
fn title(
    document: &Document,
    patterns: &CaptionPatterns,
    context: &Context<'_>,
) -> (LogicalText, Vec<usize>) {
    let mut out = LogicalText::default();
    let mut edges = Vec::new();
    let is_number = |text: &str| {
        patterns.number.iter().any(|number| number.matches_whole(text, context).is_some())
    };
    // what stands behind the first table is its caption or that of the next
    let is_table = |table: &usize| {
        document.tables.get(*table).is_some_and(|table| table.rows.len() > TOP_ROWS)
    };
    let lines = document
        .blocks
        .iter()
        .take_while(|block| !matches!(block, Block::Table(table) if is_table(table)))
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph),
            Block::Table(_) => None,
        })
        .take_while(|paragraph| {
            let text = &paragraph.text.text;
            !paragraph.in_contents
                && text.chars().count() <= SHORT
                && !text.trim_end().ends_with(['。', '；'])
                && context.vocabulary.ordinal(text).is_none()
        })
        .filter(|paragraph| !is_number(&paragraph.text.text));
    for paragraph in lines.take(TITLE_LINES) {
        if is_said_again(&out.text, &paragraph.text.text) {
            out = LogicalText::default();
            edges.clear();
        }
        out.append(&paragraph.text);
        edges.push(out.text.len());
    }
    (out, edges)
}

/// Whether a line begins with the name that the lines before it end with, perhaps behind a colon:
/// the name would stand twice in the text of both.
fn is_said_again(before: &str, line: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    let name = plain(before.rsplit([':', '：']).next().unwrap_or(before));
    !name.is_empty() && plain(line).starts_with(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_read::read::{Limits, read};
    use gouji_rules::ruleset::Rulebook;

    #[test]
    fn kind_and_year_are_those_of_the_title() {
        let found = |text: &str| {
            let words = Rulebook::of_files(gouji_sample::rules()).unwrap().vocabulary();
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
    fn what_stands_behind_the_first_table_is_no_title() {
        let words = Rulebook::of_files(gouji_sample::rules()).unwrap().vocabulary();
        let rows: String = (1..10).map(|at| format!("项目{at} | {at}.00 | {at}.00\n")).collect();
        let text = format!(
            "预算01表 | 收支总表 | 单位：万元\n项目 | 预算数 | 合计\n{rows}\n项目支出绩效目标表\n\n2026年度\n"
        );
        let document = read("a.txt", text.as_bytes(), &words, &Limits::default()).unwrap();
        assert_eq!(facts(&document, &words).kind.as_deref(), Some("budget"));
    }

    #[test]
    fn papers_of_governments_are_known_by_their_titles() {
        let words = Rulebook::of_files(gouji_sample::rules()).unwrap().vocabulary();
        let found = |name: &str, text: &str| {
            let document = read(name, text.as_bytes(), &words, &Limits::default()).unwrap();
            let facts = facts(&document, &words);
            (facts.kind, facts.year)
        };
        let is = |kind: &str, year: i32| (Some(kind.to_owned()), Some(year));
        let both =
            "关于清溪市2025年地方财政预算执行情况和2026年地方财政预算草案的报告\n\n各位代表：\n";
        assert_eq!(found("a.txt", both), is("execution", 2025));
        let budget = "2021年清溪市市级一般公共预算收入表\n\n项目\t预算数\n税收收入\t100.00\n";
        assert_eq!(found("a.txt", budget), is("government-budget", 2021));
        let spending = "清溪县县本级2021年政府性基金预算\n\n“三公”经费汇总情况\n\n经汇总。\n";
        assert_eq!(found("a.txt", spending), is("government-budget", 2021));
        let accounts = "2020年全市一般公共预算收入决算表\n\n项目\t决算数\n税收收入\t100.00\n";
        assert_eq!(found("a.txt", accounts), is("government-accounts", 2020));
        // behind rows for programs
        let debts = "X,0\nX,1\nX,2\nX,3\n表4-1,\n清溪市2018年地方政府债务限额及余额决算情况表,\n";
        assert_eq!(found("a.csv", debts), is("government-debt", 2018));
        // next year's budget shows what is expected of this year
        let expected = "清溪市2018年地方政府债务限额及余额预算情况表\n\n地区\t2018年债务余额预计执行数\n清溪市\t7.00\n";
        assert_eq!(found("a.txt", expected), is("government-debt", 2019));
    }

    #[test]
    fn whose_accounts_a_document_shows_stands_in_its_title() {
        let words = Rulebook::of_files(gouji_sample::rules()).unwrap().vocabulary();
        let level = |text: &str| {
            let document = read("a.txt", text.as_bytes(), &words, &Limits::default()).unwrap();
            facts(&document, &words).reporting_level
        };
        assert_eq!(level("清溪市文化局2026年部门预算\n").as_deref(), Some("department"));
        assert_eq!(level("清溪市图书馆\n\n2026年单位预算\n").as_deref(), Some("unit"));
        assert_eq!(level("清溪市2026年汇总预算公开\n").as_deref(), Some("consolidated"));
        assert_eq!(level("清溪市图书馆2026年预算公开\n"), None);
    }

    #[test]
    fn years_alone_are_no_agency() {
        let agency = |text: &str| {
            let words = Rulebook::of_files(gouji_sample::rules()).unwrap().vocabulary();
            facts(&read("a.txt", text.as_bytes(), &words, &Limits::default()).unwrap(), &words)
                .agency
        };
        let named = "部门名称：清溪市文化局\n";
        for years in ["2018年", "2017-2018年度"] {
            let title = format!("{years}2019年部门综合预算公开报表\n\n");
            assert_eq!(agency(&format!("{title}{named}")).as_deref(), Some("清溪市文化局"));
            assert_eq!(agency(&title), None);
        }
    }

    #[test]
    fn an_agency_behind_the_year_is_found_and_the_number_of_a_part_is_none() {
        let agency = |text: &str| {
            let words = Rulebook::of_files(gouji_sample::rules()).unwrap().vocabulary();
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
