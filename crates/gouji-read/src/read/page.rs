//! The lines of a document with what is known of each: contents page, page furniture, numbering.

use super::contents;
use super::furniture;
use super::line::{Line, is_ideograph, lines};
use gouji_values::document::{Cell, Layout};
use gouji_values::label::unit_line;
use gouji_values::number::{fold, is_digit};
use gouji_values::vocabulary::{Ordinal, Vocabulary};
use std::collections::{BTreeMap, BTreeSet};

/// A stretch of lines that is a table.
pub(super) struct Region {
    /// First line.
    pub from: usize,
    /// Behind the last line.
    pub to: usize,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// What the columns mean.
    pub layout: Layout,
}

/// What a search for a table at a line gave.
pub(super) enum Found {
    /// A table.
    Table(Region),
    /// No table; nothing before this line needs to be looked at again.
    Nothing(usize),
}

/// All lines and what is known of them.
pub(super) struct Page<'a> {
    /// The lines.
    pub lines: Vec<Line<'a>>,
    /// Lines of a contents page.
    pub contents: Vec<bool>,
    /// Lines that only number a page.
    pub furniture: Vec<bool>,
    /// Lines before which something could not be read: nothing is joined over them.
    pub breaks: Vec<usize>,
    /// Lines whose format says whether they go on with the line before.
    pub follows: BTreeMap<usize, bool>,
    /// Lines that look like rows of a table that was not understood.
    pub rows: BTreeSet<usize>,
    /// Lines that stand first on their page.
    pub starts: Vec<usize>,
    /// The words.
    pub vocabulary: &'a Vocabulary,
}

impl<'a> Page<'a> {
    /// Cuts the text into lines and marks them.
    pub(super) fn new(text: &'a str, vocabulary: &'a Vocabulary) -> Self {
        let lines = lines(text);
        let contents = contents::mark(&lines, vocabulary);
        let is_first = |line: &Line<'_>| {
            line.raw_start.checked_sub(1).and_then(|at| text.as_bytes().get(at)) == Some(&b'\x0C')
        };
        let starts = (0..).zip(&lines).filter(|(_, line)| is_first(line)).map(|(at, _)| at);
        let starts: Vec<usize> = starts.collect();
        let furniture = furniture::mark(&lines, &starts);
        Self {
            lines,
            starts,
            contents,
            furniture,
            breaks: Vec::new(),
            follows: BTreeMap::new(),
            rows: BTreeSet::new(),
            vocabulary,
        }
    }

    /// The stretches of lines between which nothing is missing.
    pub(super) fn unbroken(&self, from: usize, to: usize) -> Vec<(usize, usize)> {
        let mut ends: Vec<usize> =
            self.breaks.iter().copied().filter(|at| from < *at && *at < to).collect();
        ends.push(to);
        let mut from = from;
        ends.into_iter().map(|end| (std::mem::replace(&mut from, end), end)).collect()
    }

    /// Marks lines that a file itself calls entries of a contents page.
    pub(super) fn mark_contents(&mut self, lines: &[usize]) {
        for line in lines {
            if let Some(mark) = self.contents.get_mut(*line) {
                *mark = true;
            }
        }
    }

    /// The next line at or behind `from` that is neither blank nor page furniture.
    pub(super) fn next(&self, from: usize) -> Option<usize> {
        (from..self.lines.len()).find(|i| !self.is_void(*i))
    }

    /// Blank or page furniture.
    pub(super) fn is_void(&self, index: usize) -> bool {
        self.line(index).is_none_or(|line| line.is_blank())
            || self.furniture.get(index).copied().unwrap_or(false)
    }

    /// The line, where there is one.
    pub(super) fn line(&self, index: usize) -> Option<&Line<'a>> {
        self.lines.get(index)
    }

    /// Text of the line without blanks at its ends.
    pub(super) fn text(&self, index: usize) -> &'a str {
        self.line(index).map_or("", |line| line.text)
    }

    /// On a contents page.
    pub(super) fn is_contents(&self, index: usize) -> bool {
        self.contents.get(index).copied().unwrap_or(false)
    }

    /// Whether a form feed stands between two lines.
    pub(super) fn is_new_page(&self, from: usize, to: usize) -> bool {
        (from + 1..=to).any(|index| self.starts.binary_search(&index).is_ok())
    }

    /// A line of a table with tabs: off contents pages.
    pub(super) fn is_tabbed(&self, index: usize) -> bool {
        !self.is_contents(index) && self.line(index).is_some_and(Line::has_tab)
    }

    /// A line that names the unit of a table: `金额单位：元`, also `单位：` alone.
    /// Whether a figure with its unit stands in a text: an amount, a share, a count. The numbers of
    /// pages, chapters and years are none.
    pub(super) fn bears_figure(&self, text: &str) -> bool {
        let text: String = text.chars().map(fold).filter(|c| !c.is_whitespace()).collect();
        let units = &self.vocabulary.units;
        let digits: Vec<usize> = text.match_indices(is_digit).map(|(at, _)| at).collect();
        digits.iter().any(|at| {
            let (before, behind) = text.split_at(at + 1);
            let is_of_number = |c: char| is_digit(c) || matches!(c, '.' | ',');
            let number = before.trim_end_matches(is_of_number);
            let is_ordinal = self.vocabulary.numbering.iter().any(|style| {
                style.before.starts_with(is_ideograph) && number.ends_with(&style.before)
            });
            !is_ordinal && units.iter().any(|(_, unit)| behind.starts_with(unit.name.as_str()))
        })
    }

    pub(super) fn names_unit(&self, text: &str) -> bool {
        text.len() <= 300
            && (text.contains(':') || text.contains('：'))
            && self.vocabulary.unit_label.iter().any(|word| {
                text.match_indices(word.as_str()).any(|(at, _)| {
                    let rest = text.get(at + word.len()..).unwrap_or("").trim_start();
                    let Some(behind) = rest.strip_prefix(['：', ':']) else {
                        return false;
                    };
                    // a header cell `金额（单位：元）` is no caption, a line `（单位：元）` is
                    let head = text.get(..at).unwrap_or("");
                    if head.len() > 3 && head.ends_with(['（', '(']) {
                        return false;
                    }
                    let unit = behind.trim();
                    unit.is_empty()
                        || self.vocabulary.units.prefix_of(unit).is_some()
                        || unit_line(text, self.vocabulary).is_some()
                })
            })
    }

    /// A note under a table: `注：…`.
    pub(super) fn is_note(&self, text: &str) -> bool {
        self.vocabulary.note.iter().any(|word| {
            text.strip_prefix(word.as_str()).is_some_and(|rest| {
                let rest = rest
                    .trim_start_matches(|c: char| fold(c).is_ascii_digit() || c.is_whitespace());
                rest.starts_with(['：', ':'])
            })
        })
    }

    /// Ends as the title of a form does: `收入决算表`, its year behind it or not.
    pub(super) fn is_form_title(&self, text: &str) -> bool {
        let shown = match text.find(['（', '(']) {
            Some(at) if at > 0 && text.ends_with(['）', ')']) => {
                text.get(..at).unwrap_or(text).trim_end()
            }
            _ => text,
        };
        let count = shown.chars().filter(|c| is_ideograph(*c)).count();
        (3..=40).contains(&count)
            && !shown.chars().any(|c| matches!(c, '，' | '。' | '；' | '：' | ':'))
            && self.vocabulary.form_title.iter().any(|word| shown.ends_with(word.as_str()))
    }

    /// Numbering at the start, a list mark before it left out.
    pub(super) fn ordinal(&self, text: &str) -> Option<Ordinal> {
        self.vocabulary.ordinal(text)
    }

    /// Numbering by Chinese numerals: `一、`, `（一）`, `第一部分`.
    pub(super) fn is_chapter(&self, text: &str) -> bool {
        self.ordinal(text)
            .and_then(|found| self.vocabulary.numbering.get(found.style))
            .is_some_and(|style| style.chinese)
    }

    /// Only a year and a word or two: `2024年度`, `（2024年度）`.
    pub(super) fn is_year_line(&self, text: &str) -> bool {
        // four digits and at most three more
        let bare = text.chars().map(fold).filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')'));
        let bare: String = bare.take(8).collect();
        let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
        let year = bare.get(..digits).and_then(|year| year.parse::<u32>().ok());
        digits == 4
            && year.is_some_and(|year| (1949..2100).contains(&year))
            && (1..=3).contains(&(bare.chars().count() - digits))
    }
}
