//! The lines of a text as lists are made of them: its paragraphs, cut where a numbering stands inside of one.

use super::Claimed;
use crate::form::prose_passage::{FigureAt, ProsePassage};
use gouji_prose::prose::{Class, Kind, Quantity, Role, Sign, Spot, Tokens, What};
use gouji_rules::pattern::PARAGRAPH_EDGE;
use gouji_values::number::fold;
use gouji_values::vocabulary::{Ordinal, Vocabulary};
use std::ops::Range;

/// Signs behind which a numbering may stand inside of a paragraph.
const BEFORE_NUMBERING: [char; 4] = ['\u{3002}', ';', ':', ','];
/// Signs that may stand behind the amount of an item that says nothing else.
const ENDS: [char; 4] = ['\u{3002}', ';', '.', PARAGRAPH_EDGE];

/// A line.
pub(super) struct Line<'h> {
    pub(super) heard: usize,
    pub(super) of: &'h ProsePassage,
    pub(super) ordinal: Option<Ordinal>,
    /// Its bytes in the passage.
    pub(super) range: Range<usize>,
    /// The places of its figures in [`gouji_prose::prose::Read::spots`].
    pub(super) spots: Range<usize>,
    pub(super) ends_with_colon: bool,
}

/// All lines of the passages, in order.
pub(super) fn lines<'h>(heard: &'h [ProsePassage], vocabulary: &Vocabulary) -> Vec<Line<'h>> {
    let mut out = Vec::new();
    for (number, one) in heard.iter().enumerate() {
        let length = one.text.text.len();
        for (nth, from) in one.starts().enumerate() {
            let to = one.further.get(nth).copied().unwrap_or(length);
            let mut cuts = vec![from];
            cuts.extend(numberings(one, from..to, vocabulary));
            cuts.push(to);
            for pair in cuts.windows(2) {
                let [from, to] = pair else { continue };
                out.push(Line::new((number, one), *from..*to, vocabulary));
            }
        }
    }
    out
}

/// A line without the first of two equal numbers that it begins with: 1.1.甲 is item 1 of its list.
fn written_once(line: &str) -> &str {
    let number = |text: &str| {
        let digits = text.find(|c: char| !c.is_ascii_digit()).filter(|end| *end > 0)?;
        text.get(digits..)?.starts_with('.').then_some(digits + 1)
    };
    let own = line.trim_start();
    let behind = number(own).and_then(|end| own.split_at_checked(end));
    let is_twice = |first: &str, rest: &str| {
        let behind = rest.strip_prefix(first);
        behind.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    behind.filter(|(first, rest)| is_twice(first, rest)).map_or(line, |(_, rest)| rest)
}

/// Where numberings stand inside of a paragraph.
fn numberings(one: &ProsePassage, range: Range<usize>, vocabulary: &Vocabulary) -> Vec<usize> {
    let text = one.text.text.as_str();
    let figures = &one.read.tokens.figures;
    let own = text.get(range.clone()).unwrap_or("");
    let mut out = Vec::new();
    for (at, c) in own.char_indices() {
        let behind = range.start + at + c.len_utf8();
        if !BEFORE_NUMBERING.contains(&fold(c)) || behind >= range.end {
            continue;
        }
        let rest = text.get(behind..range.end).unwrap_or("");
        let Some(ordinal) = vocabulary.ordinal(rest) else { continue };
        let end = behind + ordinal.len;
        // 1.5万元 is no numbering
        let first = figures.partition_point(|figure| figure.span.end <= end);
        if figures.get(first).is_none_or(|figure| figure.span.start >= end) {
            out.push(behind);
        }
    }
    out
}

impl<'h> Line<'h> {
    fn new(
        (number, of): (usize, &'h ProsePassage),
        range: Range<usize>,
        vocabulary: &Vocabulary,
    ) -> Self {
        let own = of.text.text.get(range.clone()).unwrap_or("").trim_end();
        let figures = &of.read.tokens.figures;
        // the spots are in the order of their figures
        let before = |end: usize| {
            of.read.spots.partition_point(|spot| {
                figures.get(spot.figure).is_some_and(|figure| figure.span.start < end)
            })
        };
        Self {
            heard: number,
            of,
            ordinal: vocabulary
                .ordinal(written_once(own))
                .map(|ordinal| Ordinal { style: vocabulary.level_of(ordinal.style), ..ordinal }),
            spots: before(range.start)..before(range.end),
            ends_with_colon: own.trim_end_matches(PARAGRAPH_EDGE).ends_with([':', '\u{FF1A}']),
            range,
        }
    }

    /// Its pieces where it is a list of its own: up to the colon behind its only amount there, and from one semicolon
    /// to the next: 运行维护80万元，主要包括：甲50万元，用于…；乙30万元，用于…. The lines `behind` it in its passage may go on with
    /// the list.
    pub(super) fn pieces(
        &self,
        behind: &[Line<'h>],
        vocabulary: &Vocabulary,
    ) -> Option<(Self, Vec<Self>)> {
        let own = self.text();
        let colon = own.char_indices().find(|(_, c)| fold(*c) == ':')?;
        let from = self.range.start + colon.0 + colon.1.len_utf8();
        let piece = |range: Range<usize>| Line::new((self.heard, self.of), range, vocabulary);
        let mut head = piece(self.range.start..from);
        head.ordinal = self.ordinal;
        if head.totals().count() != 1 || !head.opens_directly() {
            return None;
        }
        let pieces = |from: usize, text: &str| -> Vec<Self> {
            let mut from = from;
            let each = text.split_inclusive([';', '\u{FF1B}']).map(|item| {
                let start = from;
                from += item.len();
                Line { ordinal: None, ..piece(start..from) }
            });
            each.filter(|item| !item.text().trim_matches(PARAGRAPH_EDGE).trim().is_empty())
                .collect()
        };
        let is_item = |item: &Self| item.item().is_some_and(|amount| item.is_only(amount.spot));
        let mut items = pieces(from, own.get(from - self.range.start..)?);
        if items.is_empty() || !items.iter().all(is_item) {
            return None;
        }
        let goes_on = behind
            .iter()
            .take_while(|line| line.heard == self.heard && line.ordinal.is_none())
            .flat_map(|line| pieces(line.range.start, line.text()));
        let more = goes_on.map(|item| Some(item).filter(is_item)).collect::<Option<Vec<Self>>>();
        items.extend(more.into_iter().flatten());
        (items.len() > 1).then_some((head, items))
    }

    /// Whether all other amounts are said to be parts of one.
    fn is_only(&self, amount: usize) -> bool {
        let mut others = self.spots().filter(|at| *at != amount && self.is_amount(*at));
        others.all(|at| {
            self.spot(at).is_some_and(|(spot, _)| {
                spot.words.iter().any(|class| matches!(class, Class::OfWhich))
            })
        })
    }

    /// Whether nothing but words of lists stands between its only amount and its end.
    fn opens_directly(&self) -> bool {
        let Some((total, _)) = self.totals().next().and_then(|total| self.spot(total.spot)) else {
            return false;
        };
        let tokens = self.tokens();
        let to = tokens.chars.partition_point(|c| c.start() < self.range.end);
        let behind = tokens.at.get(total.figure).map_or(usize::MAX, |at| at + 1);
        let own = tokens.tokens.iter().skip(behind).take_while(|token| token.to <= to);
        own.map(|token| token.what)
            .all(|what| matches!(what, What::Word(_) | What::Sign(Sign::Comma | Sign::Colon)))
    }

    pub(super) fn text(&self) -> &'h str {
        self.of.text.text.get(self.range.clone()).unwrap_or("")
    }

    pub(super) fn tokens(&self) -> &'h Tokens {
        &self.of.read.tokens
    }

    pub(super) fn spot(&self, at: usize) -> Option<(&'h Spot, &'h Quantity)> {
        let spot = self.of.read.spots.get(at)?;
        Some((spot, self.tokens().figures.get(spot.figure)?))
    }

    /// The places of its figures.
    pub(super) fn spots(&self) -> Range<usize> {
        self.spots.clone()
    }

    /// Those behind one of them.
    pub(super) fn behind(&self, spot: usize) -> Option<Range<usize>> {
        self.spots.contains(&spot).then_some(spot + 1..self.spots.end)
    }

    pub(super) fn is_amount(&self, at: usize) -> bool {
        self.spot(at).is_some_and(|(spot, figure)| {
            figure.kind == Kind::Money
                && figure.is_figure()
                && !figure.is_per
                && matches!(spot.role, Role::Value | Role::To(_))
                && spot.stream == 0
                && spot.row.is_none()
                && !spot.when.is_last
        })
    }

    /// The places of its amounts.
    pub(super) fn amounts(&self) -> impl Iterator<Item = usize> {
        self.spots().filter(|at| self.is_amount(*at))
    }

    /// The amount that an item states: its first figure of money.
    pub(super) fn item(&self) -> Option<FigureAt> {
        let is_money = |at: &usize| {
            self.spot(*at)
                .is_some_and(|(spot, figure)| figure.kind == Kind::Money && spot.stream == 0)
        };
        let spot = self.spots().find(is_money)?;
        // 1.按用途分类：…: a list of its own
        let (_, figure) = self.spot(spot)?;
        let before = self.of.text.text.get(self.range.start..figure.span.start)?;
        ((self.is_amount(spot) || self.is_work(spot)) && !before.contains([':', '\u{FF1A}']))
            .then_some(FigureAt { heard: self.heard, spot })
    }

    /// Whether a word of a rise belongs to the name of a numbered item, which says nothing else: 3.供水水质提升926.50万元；
    fn is_work(&self, at: usize) -> bool {
        self.ordinal.is_some()
            && self.spots.len() == 1
            && self.spot(at).is_some_and(|(spot, figure)| {
                spot.role == Role::Change(1)
                    && spot.against.is_none()
                    && !spot.name.is_empty()
                    && figure.is_figure()
            })
    }

    /// The name of what it tells of, up to its first stop: 1.公务接待费。2026年预算数2万元 tells of 公务接待费.
    pub(super) fn name(&self) -> &'h str {
        let title = self.title();
        title.split('\u{3002}').find(|part| !part.trim().is_empty()).unwrap_or(title).trim()
    }

    /// What stands between its numbering and its amount.
    fn title(&self) -> &'h str {
        let from = self.ordinal.map_or(0, |ordinal| ordinal.len);
        let amount = self.item().and_then(|at| self.spot(at.spot));
        let to = amount.map(|(_, figure)| figure.span.start.saturating_sub(self.range.start));
        to.and_then(|to| self.text().get(from..to)).unwrap_or("").trim()
    }

    /// Whether it says nothing but a name and its amount: 1.事业收入15万元。
    pub(super) fn is_bare(&self) -> bool {
        let amount = self.item().and_then(|at| self.spot(at.spot));
        let behind = amount.and_then(|(_, figure)| {
            self.text().get(figure.span.end.saturating_sub(self.range.start)..)
        });
        let is_end = |c: char| c.is_whitespace() || ENDS.contains(&fold(c));
        let title = self.title();
        behind.is_some_and(|behind| behind.chars().all(is_end))
            && !title.is_empty()
            && !title.contains(|c| ENDS.contains(&fold(c)) || matches!(fold(c), ',' | ':'))
    }

    /// Whether it says nothing but a sum: 1.本年收入合计80万元。
    pub(super) fn is_bare_sum(&self) -> bool {
        let amount = self.item().and_then(|at| self.spot(at.spot));
        self.is_bare() && amount.is_some_and(|(spot, _)| spot.is_sum)
    }

    /// The amounts that a list may come to, the nearest first.
    pub(super) fn totals(&self) -> impl Iterator<Item = FigureAt> {
        let spots = self.spots().rev();
        let spots = spots.filter(move |at| self.is_amount(*at) && !self.is_part(*at));
        // what has no name may be broken off
        let is_named =
            move |at: &usize| self.spot(*at).is_some_and(|(spot, _)| !spot.raw.is_empty());
        spots.filter(is_named).map(move |spot| FigureAt { heard: self.heard, spot })
    }

    /// Whether an amount is an item of a list that its sentence tells.
    fn is_part(&self, at: usize) -> bool {
        self.of.read.lists.iter().any(|list| {
            list.items.contains(&at) && list.head.is_some_and(|head| self.spots.contains(&head))
        })
    }

    /// The share that is said of an amount, directly behind it, and of what.
    pub(super) fn any_share(&self, amount: usize) -> Option<(usize, &'h str)> {
        let next = self.behind(amount)?.next()?;
        let (of, _) = self.spot(amount)?;
        let (spot, figure) = self.spot(next)?;
        (spot.role == Role::Share
            && spot.sentence == of.sentence
            && figure.kind == Kind::Percent
            && figure.is_figure()
            && !figure.is_times)
            .then_some((next, spot.of.as_str()))
    }

    /// The share that is said of an amount, of nothing that is named, or of what a line names.
    pub(super) fn share(&self, amount: usize, head: &Line<'_>) -> Option<usize> {
        let (share, of) = self.any_share(amount)?;
        (of.is_empty() || head.names(of)).then_some(share)
    }

    /// Whether one of its amounts has a name that ends so.
    fn names(&self, whole: &str) -> bool {
        let bare = self.tokens().without_total(whole);
        let mut names = self.spots().filter_map(|at| Some(self.spot(at)?.0.raw.as_str()));
        !bare.is_empty() && names.any(|name| name.contains(bare))
    }

    /// What it says of the list below, and the amount that the list is said to come to: the last one before the
    /// words.
    pub(super) fn claims(&self) -> (Claimed, Option<FigureAt>) {
        let Some(total) = self.totals().next() else { return (Claimed::Nothing, None) };
        let behind = self.spot(total.spot).map_or(self.range.end, |(_, figure)| figure.span.end);
        (self.claim_behind(behind), Some(total))
    }

    /// What it says of the list below, where it states no amount.
    pub(super) fn claim(&self) -> Claimed {
        self.claim_behind(self.range.start)
    }

    /// What its words behind these bytes say of the list below.
    fn claim_behind(&self, behind: usize) -> Claimed {
        let tokens = self.tokens();
        let from = tokens.chars.partition_point(|c| c.start() < behind);
        let to = tokens.chars.partition_point(|c| c.start() < self.range.end);
        let own = tokens.tokens.iter().filter(|token| token.from >= from && token.to <= to);
        let words: Vec<Class> = own
            .filter_map(|token| match token.what {
                What::Word(class) => Some(class),
                _ => None,
            })
            .collect();
        // 安排80万元，具体如下：
        let text = tokens.text(from, to);
        let end = text.find([':', '\u{FF1A}', PARAGRAPH_EDGE]).unwrap_or(text.len());
        let lists = tokens.has_word("namely", text.get(..end).unwrap_or(""));
        let has = |wanted: &[Class]| words.iter().any(|class| wanted.contains(class));
        if !self.ends_with_colon {
            Claimed::Nothing
        } else if has(&[Class::OfWhich, Class::Scope, Class::Not]) {
            Claimed::Part
        } else if has(&[Class::Open]) {
            Claimed::Most
        } else if has(&[Class::Whole, Class::Respectively]) {
            Claimed::Whole
        } else if lists {
            Claimed::Follows
        } else {
            Claimed::Nothing
        }
    }
}
