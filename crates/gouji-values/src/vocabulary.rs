//! The words that reading needs: units, blank marks, totals, numbering styles, direction words,
//! kinds of document.
//!
//! They stand in the `vocabulary.toml` of a ruleset; a child ruleset adds to them. No Han text in
//! `src/` takes part in reading.

mod file;
mod named_paper;

pub use file::{AuditFormulaWords, BesideFile, KindFile, TimesFile, VocabularyFile};
pub use named_paper::NamedPaper;

use crate::hash::QuickSet;
use crate::kind::Kind;
use crate::number::{UnitId, Units, fold, is_ideograph, numeral};
use crate::paper::Paper;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::hash::BuildHasher;

/// A numbering style: what stands before and after the number, and its numerals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberingStyle {
    /// Folded text before the number: `(`, `第`.
    pub before: String,
    /// Folded text after it: `、`, `)`, `部分`.
    pub after: String,
    /// Chinese numerals, not Arabic ones.
    pub chinese: bool,
    /// A sign of its own for each number (①), counted from this character.
    pub sign: Option<char>,
}

/// Numbering found at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ordinal {
    /// Index of the style; also its level, 0 being the highest.
    pub style: usize,
    /// The number.
    pub value: u32,
    /// Bytes that it takes at the start of the text.
    pub len: usize,
}

/// All words, merged over the layers of a ruleset and ready to use.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Units.
    pub units: Units,
    /// Blank marks, folded.
    pub blank: Vec<String>,
    /// Total words.
    pub total: Vec<String>,
    /// Numbering styles, highest level first.
    pub numbering: Vec<NumberingStyle>,
    /// Chinese digits 0 to 10.
    pub numerals: Vec<char>,
    /// Quotation marks.
    pub quotes: Vec<char>,
    /// Words that head a row of column numbers.
    pub column_number: Vec<String>,
    /// Words that head a contents page.
    pub contents: Vec<String>,
    /// Words that open a note under a table.
    pub note: Vec<String>,
    /// Words that the title of a form ends with.
    pub form_title: Vec<String>,
    /// Words before a unit in a caption.
    pub unit_label: Vec<String>,
    /// Form number patterns.
    pub form_number: Vec<String>,
    /// Words that follow the digits of a year, longest first.
    pub year_units: Vec<String>,
    /// Agency patterns.
    pub agency: Vec<String>,
    /// Words that the names of units end with.
    pub agency_ends: Vec<String>,
    /// Words that begin the names of many units together, or of none.
    pub agency_many: Vec<String>,
    /// Year patterns.
    pub year: Vec<String>,
    /// Kinds of document by their ids.
    pub kinds: BTreeMap<String, KindFile>,
    /// Whose accounts a document shows, and the patterns of titles that tell it.
    pub reporting_levels: BTreeMap<String, Vec<String>>,
    /// Documents of the same agency that formulas name, but last year's.
    pub papers: Vec<NamedPaper>,
    /// Patterns of the agency in a title.
    pub title_agency: Vec<String>,
    /// Patterns of the year in a title.
    pub title_year: Vec<String>,
    /// Patterns of titles that print the year before that of the document.
    pub title_last_year: Vec<String>,
    /// Direction words with +1, −1, 0, longest first.
    pub directions: Vec<(String, i8)>,
    /// Words that may stand before a word of equality, longest first.
    pub same_before: Vec<String>,
    /// Words with which the message of a rule says what a figure should be, longest first.
    pub should_be: Vec<String>,
    /// Shapes of a day.
    pub date: Vec<String>,
    /// Shapes of numbers in prose that are no figures (claim patterns), and what they are.
    pub not_figures: Vec<(String, String)>,
    /// Words that head the column of names in a list of units.
    pub unit_column: Vec<String>,
    /// Words in brackets behind the name of a unit that say which of its accounts are meant.
    pub unit_qualifiers: Vec<String>,
    /// Words of 审核公式, the longest first.
    pub audit_formula: AuditFormulaWords,
    /// Words that tell the roles of figures in prose, by class.
    pub prose: BTreeMap<String, Vec<String>>,
    /// What the parts of relations are called in rule files and messages.
    pub parts: BTreeMap<String, String>,
    /// Named pieces of patterns.
    pub fragments: BTreeMap<String, String>,
    /// A bit of 64 for each character with which a numbering may begin; 0 where nobody counted.
    pub(crate) starts: u64,
}

impl Vocabulary {
    /// What a number of this unit is; `None` for a bare one.
    #[must_use]
    pub fn kind_of_unit(&self, unit: Option<UnitId>) -> Option<Kind> {
        let unit = self.units.get(unit?);
        let is_score = || {
            let known = self.prose.get("score_units");
            known.is_some_and(|known| known.iter().any(|known| *known == unit.name))
        };
        Some(match (unit.money, unit.ratio) {
            (true, _) => Kind::Amount,
            (_, true) => Kind::Percent,
            _ if is_score() => Kind::Number,
            _ => Kind::Count,
        })
    }

    /// What reports call a kind of document; an unknown one as it is.
    #[must_use]
    pub fn kind_name<'a>(&'a self, kind: &'a str) -> &'a str {
        self.kinds.get(kind).and_then(|kind| kind.name.as_deref()).unwrap_or(kind)
    }

    /// The id of the kind of document that an id or a name means.
    #[must_use]
    pub fn kind_named(&self, text: &str) -> Option<&str> {
        let is_meant =
            |(id, kind): &(&String, &KindFile)| *id == text || kind.name.as_deref() == Some(text);
        self.kinds.iter().find(is_meant).map(|(id, _)| id.as_str())
    }

    /// The document beside that a name means.
    #[must_use]
    pub fn paper_named(&self, name: &str) -> Option<Paper> {
        Paper::find(name, self.papers.iter().map(|beside| beside.name.as_str()))
    }

    /// What a document beside is called and is; `None` for the own one and last year's.
    #[must_use]
    pub fn paper(&self, paper: Paper) -> Option<&NamedPaper> {
        self.papers.get(paper.added()?)
    }

    /// Adds the words of one file.
    pub fn extend(&mut self, file: &VocabularyFile) {
        for base_first in [true, false] {
            for (name, unit) in
                file.units.iter().filter(|(_, unit)| unit.of.is_none() == base_first)
            {
                let times = match &unit.times {
                    Some(TimesFile::Whole(times)) => Decimal::from(*times),
                    Some(TimesFile::Text(text)) => {
                        Decimal::from_str_exact(text).unwrap_or(Decimal::ONE)
                    }
                    None => Decimal::ONE,
                };
                self.units.add(name, unit.of.as_deref(), times, unit.exact, unit.ratio, unit.money);
            }
        }
        if let Some(numerals) = &file.numerals {
            self.numerals = numerals.chars().collect();
        }
        if let Some(quotes) = &file.quotes {
            self.quotes = quotes.chars().collect();
        }
        add(&mut self.blank, file.blank.iter().map(|mark| mark.chars().map(fold).collect()));
        add(&mut self.total, file.total.iter().cloned());
        add(&mut self.column_number, file.column_number.iter().cloned());
        add(&mut self.contents, file.contents.iter().cloned());
        add(&mut self.note, file.note.iter().cloned());
        add(&mut self.form_title, file.form_title.iter().cloned());
        add(&mut self.unit_label, file.unit_label.iter().cloned());
        add(&mut self.form_number, file.form_number.iter().cloned());
        add(&mut self.year_units, file.year_units.iter().cloned());
        add(&mut self.agency, file.agency.iter().cloned());
        add(&mut self.agency_ends, file.agency_ends.iter().cloned());
        add(&mut self.agency_many, file.agency_many.iter().cloned());
        add(&mut self.year, file.year.iter().cloned());
        add(&mut self.title_agency, file.title_agency.iter().cloned());
        add(&mut self.title_year, file.title_year.iter().cloned());
        add(&mut self.title_last_year, file.title_last_year.iter().cloned());
        for (id, more) in &file.kinds {
            let kind = self.kinds.entry(id.clone()).or_default();
            kind.name = more.name.clone().or(kind.name.take());
            add(&mut kind.words, more.words.iter().cloned());
            add(&mut kind.titles, more.titles.iter().cloned());
        }
        for (level, patterns) in &file.reporting_levels {
            let known = self.reporting_levels.entry(level.clone()).or_default();
            add(known, patterns.iter().cloned());
        }
        for (name, BesideFile { kind, year, level }) in &file.papers {
            let (kind, level) = (kind.clone(), level.clone());
            let beside = NamedPaper { name: name.clone(), kind, year: *year, level };
            match self.papers.iter_mut().find(|known| known.name == *name) {
                Some(known) => *known = beside,
                None => self.papers.push(beside),
            }
        }
        for (words, sign) in
            [(&file.directions.up, 1), (&file.directions.down, -1), (&file.directions.same, 0)]
        {
            for word in words {
                if !self.directions.iter().any(|(known, _)| known == word) {
                    self.directions.push((word.clone(), sign));
                }
            }
        }
        self.directions.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        add(&mut self.same_before, file.same_before.iter().cloned());
        self.same_before.sort_by_key(|word| std::cmp::Reverse(word.len()));
        add(&mut self.should_be, file.should_be.iter().filter(|word| !word.is_empty()).cloned());
        self.should_be.sort_by_key(|word| std::cmp::Reverse(word.len()));
        add(&mut self.date, file.date.iter().cloned());
        add(&mut self.unit_column, file.unit_column.iter().cloned());
        add(&mut self.unit_qualifiers, file.unit_qualifiers.iter().cloned());
        self.audit_formula.extend(&file.audit_formula);
        for (class, words) in &file.prose {
            add(self.prose.entry(class.clone()).or_default(), words.iter().cloned());
        }
        self.parts.extend(file.parts.iter().map(|(part, name)| (part.clone(), name.clone())));
        let fragments = file.fragments.iter().map(|(name, piece)| (name.clone(), piece.clone()));
        self.fragments.extend(fragments);
        for shape in &file.not_figures {
            if !self.not_figures.contains(shape) {
                self.not_figures.push(shape.clone());
            }
        }
        for sample in &file.numbering {
            if let Some(style) = self.numbering_style(sample)
                && !self.numbering.contains(&style)
            {
                self.numbering.push(style);
            }
        }
        let before = self.numbering.iter().filter_map(|style| style.before.chars().next());
        let starts = before.chain(self.numerals.iter().copied());
        self.starts = starts.fold(0, |bits, c| bits | 1 << (u32::from(c) % 64));
    }

    /// The style of which `sample` shows the first number.
    fn numbering_style(&self, sample: &str) -> Option<NumberingStyle> {
        let folded: String = sample.chars().map(fold).collect();
        let one = self.numerals.get(1).copied();
        let (at, c) =
            folded.char_indices().find(|(_, c)| *c == '1' || Some(*c) == one || is_sign(*c))?;
        Some(NumberingStyle {
            before: folded.get(..at)?.to_owned(),
            after: folded.get(at + c.len_utf8()..)?.to_owned(),
            chinese: Some(c) == one,
            sign: is_sign(c).then_some(c),
        })
    }

    /// The numbering at the start of `text` (blanks before and inside it do not matter).
    ///
    /// A style without anything around its number is no style; `1.5` and `2023.` are not numbering
    /// either.
    #[must_use]
    pub fn ordinal(&self, text: &str) -> Option<Ordinal> {
        let first = text.chars().find(|c| !fold(*c).is_whitespace())?;
        // most texts begin with an ideograph that begins no numbering
        if is_ideograph(first) && !self.may_number(first) {
            return None;
        }
        let (is_digit, is_sign, is_numeral) =
            (fold(first).is_ascii_digit(), is_sign(first), self.numerals.contains(&first));
        // most texts have none
        let may_start = |shape: &NumberingStyle| match shape.before.chars().next() {
            Some(before) => before == '.' || fold(first) == before,
            None if shape.sign.is_some() => is_sign,
            None if shape.chinese => is_numeral,
            None => is_digit,
        };
        let styles = self.numbering.iter().enumerate().filter(|(_, shape)| may_start(shape));
        styles
            .filter_map(|(style, shape)| self.ordinal_of(text, style, shape))
            .max_by_key(|found| found.len)
    }

    /// Whether a numbering may begin with an ideograph.
    fn may_number(&self, first: char) -> bool {
        let bit = |c: char| 1_u64 << (u32::from(c) % 64);
        (self.starts == 0 || self.starts & bit(first) != 0)
            && (self.numerals.contains(&first)
                || self.numbering.iter().any(|style| style.before.starts_with(first)))
    }

    /// The first style that numbers alike but for the mark behind the number: 1. and 1、.
    #[must_use]
    pub fn level_of(&self, style: usize) -> usize {
        let Some(own) = self.numbering.get(style) else { return style };
        let is_alike = |other: &NumberingStyle| {
            other.before == own.before && other.chinese == own.chinese && other.sign == own.sign
        };
        self.numbering.iter().position(is_alike).unwrap_or(style)
    }

    fn ordinal_of(&self, text: &str, style: usize, shape: &NumberingStyle) -> Option<Ordinal> {
        let mut at = skip_blanks(text, 0);
        at = expect(text, at, &shape.before)?;
        let start = skip_blanks(text, at);
        let mut end = start;
        // between brackets blanks may stand: （十 一）
        let may_be_blank = !shape.before.is_empty() && shape.sign.is_none();
        for c in text.get(start..)?.chars() {
            let fits = match shape.sign {
                None if may_be_blank && end > start && fold(c).is_whitespace() => true,
                Some(_) => end == start && is_sign(c),
                None if shape.chinese => self.numerals.contains(&c),
                None => fold(c).is_ascii_digit(),
            };
            if !fits {
                break;
            }
            end += c.len_utf8();
        }
        let len = expect(text, end, &shape.after)?;
        let next = text.get(len..)?.chars().next();
        let decimal = shape.sign.is_none()
            && !shape.chinese
            && shape.after == "."
            && next.is_some_and(|c| fold(c).is_ascii_digit());
        // `1.5` is a number, `5.2023 年` is numbering and a year
        let year_follows = || {
            text.get(len..).is_some_and(|rest| {
                rest.chars().take_while(|c| fold(*c).is_ascii_digit()).count() == 4
            })
        };
        if decimal && !year_follows() {
            return None;
        }
        let digits: String =
            text.get(start..end)?.chars().filter(|c| !fold(*c).is_whitespace()).collect();
        let value = match shape.sign {
            Some(one) => u32::from(digits.chars().next()?).checked_sub(u32::from(one))? + 1,
            None if shape.chinese => numeral(&digits, &self.numerals)?,
            None => {
                digits.chars().map(fold).collect::<String>().parse().ok().filter(|n| *n < 1000)?
            }
        };
        Some(Ordinal { style, value, len })
    }

    /// `text` without numbering, blanks and quotation marks, folded: what labels are compared by.
    #[must_use]
    pub fn bare(&self, text: &str) -> String {
        let mut rest = text;
        while let Some(ordinal) = self.ordinal(rest) {
            match rest.get(ordinal.len..) {
                Some(behind) if !behind.trim().is_empty() => rest = behind,
                _ => break,
            }
        }
        self.folded(rest)
    }

    /// Whether `text`, folded as by [`Vocabulary::folded`], is one of some words.
    #[must_use]
    pub fn is_one_of(&self, text: &str, words: &[String]) -> bool {
        words.iter().any(|word| self.folded_chars(text).eq(word.chars()))
    }

    /// `text` without blanks and quotation marks, folded.
    #[must_use]
    pub fn folded(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.add_folded(&mut out, text, |_| true);
        out
    }

    /// Adds another text to one, folded, without the characters that are not kept.
    pub fn add_folded(&self, out: &mut String, text: &str, keeps: impl Fn(char) -> bool) {
        // what stays as it is is copied at once
        let mut from = 0;
        let stays = |c: char| is_ideograph(c) || c.is_ascii_alphanumeric();
        for (at, c) in text.char_indices().filter(|(_, c)| !stays(*c)) {
            out.push_str(text.get(from..at).unwrap_or(""));
            from = at + c.len_utf8();
            if keeps(fold(c)) && !self.ignorable(c) {
                out.push(fold(c));
            }
        }
        out.push_str(text.get(from..).unwrap_or(""));
    }

    /// The characters of [`Vocabulary::folded`], one by one.
    pub fn folded_chars(&self, text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|c| !self.ignorable(*c)).map(fold)
    }

    /// Whether the character never matters in matching: blanks and quotation marks.
    #[must_use]
    pub fn ignorable(&self, c: char) -> bool {
        // most characters are ideographs
        if is_ideograph(c) || c.is_ascii_alphanumeric() {
            return false;
        }
        fold(c).is_whitespace()
            || c.is_control()
            || c == '\u{FEFF}'
            || c == '\u{200B}'
            || self.quotes.contains(&c)
    }

    /// Whether a cell counts as empty: nothing, or one of the blank marks.
    #[must_use]
    pub fn is_blank(&self, text: &str) -> bool {
        let folded = || text.chars().map(fold).filter(|c| !c.is_whitespace());
        let Some(first) = folded().next() else { return true };
        self.blank.iter().any(|mark| mark.starts_with(first) && folded().eq(mark.chars()))
    }

    /// The direction word at the start of `text`: its sign and byte length.
    #[must_use]
    pub fn direction(&self, text: &str) -> Option<(i8, usize)> {
        self.directions
            .iter()
            .find(|(word, _)| text.starts_with(word.as_str()))
            .map(|(word, sign)| (*sign, word.len()))
    }
}

fn add(known: &mut Vec<String>, more: impl Iterator<Item = String>) {
    /// Words that are compared with each other, at most.
    const FEW: usize = 16;
    let (least, most) = more.size_hint();
    if most == Some(0) {
        return;
    }
    known.reserve(least);
    if most.is_some_and(|most| known.len() + most <= FEW) {
        for word in more {
            if !known.contains(&word) {
                known.push(word);
            }
        }
        return;
    }
    // some lists have hundreds of words: only those of one hash are compared
    let mut seen = QuickSet::<u64>::default();
    seen.reserve(known.len() + least);
    let hash = seen.hasher().clone();
    seen.extend(known.iter().map(|word| hash.hash_one(word)));
    for word in more {
        if seen.insert(hash.hash_one(&word)) || !known.contains(&word) {
            known.push(word);
        }
    }
}

fn is_sign(c: char) -> bool {
    ('\u{2460}'..='\u{249B}').contains(&c)
}

fn skip_blanks(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at + rest.chars().take_while(|c| fold(*c).is_whitespace()).map(char::len_utf8).sum::<usize>()
}

/// The position behind `wanted` (folded), which must stand at `at`; blanks before each character do
/// not matter.
fn expect(text: &str, mut at: usize, wanted: &str) -> Option<usize> {
    for c in wanted.chars() {
        let skipped = skip_blanks(text, at);
        let found = text.get(skipped..)?.chars().next()?;
        // a full stop, an ideographic full stop and a middle dot in numbering are one sign
        let same = fold(found) == c || (c == '.' && matches!(found, '\u{FF0E}' | '\u{B7}'));
        if !same {
            return None;
        }
        at = skipped + found.len_utf8();
    }
    Some(at)
}
