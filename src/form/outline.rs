//! Lists whose items are paragraphs of their own: 支出80万元，包括： / 1.甲50万元，占62.5%。 / 2.乙30万元…
//!
//! In: the passages as they were read, in order. Out: that the amounts of the items come to an
//! amount of the paragraph above them, and which share of it each is. A list hangs on the paragraph
//! directly above its first item; where its amounts come to none that stands there, nothing is said
//! of it, unless that paragraph says that the list is whole, or lists of its shape are whole in this document.

use super::Proof;
use super::heard::{FigureAt, Heard, JoinedPassages, Together};
use super::said::ProseReader;
use crate::number::Decimal;
use crate::pattern::PARAGRAPH_EDGE;
use crate::prose::{Class, Kind, Quantity, Reading, Relation, Role, Slot, Spot, What, holds};
use crate::vocabulary::{Ordinal, Vocabulary};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A paragraph.
struct Line<'h> {
    heard: usize,
    of: &'h Heard,
    ordinal: Option<Ordinal>,
    /// The places of its figures in [`crate::prose::Read::spots`].
    spots: Vec<usize>,
    ends_with_colon: bool,
}

/// So many lines are looked at behind an item for the next one.
const FAR: usize = 40;

/// A list below a line, and what came of it.
struct Found<'h> {
    /// Number of the line above, and those of the items.
    head: usize,
    items: Vec<usize>,
    amounts: Vec<FigureAt>,
    joined: JoinedPassages,
    /// What the line above says of it.
    claim: Claimed,
    style: Option<usize>,
    /// The whole that it comes to, or the only one that it may be meant to come to.
    total: Option<(usize, Reading)>,
    holds: bool,
    above: &'h Heard,
}

/// What the line above a list says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Claimed {
    /// That it is whole: 包括, 分别为.
    Whole,
    /// That it is a part, or the most of it: 其中, 主要包括.
    Part,
    /// Nothing.
    Nothing,
}

/// What lists have in common: what is said of them, and how they are numbered.
type Shape = (Claimed, Option<usize>);

/// So many other lists of one shape teach that a list is whole.
const ENOUGH: usize = 3;

/// All that paragraphs say together.
#[must_use]
pub fn lists(reader: &ProseReader<'_>, heard: &[Heard], vocabulary: &Vocabulary) -> Vec<Together> {
    let lines = lines(heard, vocabulary);
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let list = match line.ordinal {
            Some(ordinal) => numbered(&lines, at, ordinal),
            None if line.ends_with_colon => unnumbered(&lines, at),
            _ => None,
        };
        let style = line.ordinal.map(|ordinal| ordinal.style);
        found.extend(list.and_then(|list| Found::new(heard, &lines, style, list)));
    }
    // of the lists of one shape how many hold, and how many do not
    let mut shapes: BTreeMap<Shape, (usize, usize)> = BTreeMap::new();
    for one in found.iter().filter(|one| one.total.is_some()) {
        let known = shapes.entry(one.shape()).or_default();
        known.0 += usize::from(one.holds);
        known.1 += usize::from(!one.holds);
    }
    let mut out = Vec::new();
    for one in &found {
        let (held, broken) = shapes.get(&one.shape()).copied().unwrap_or_default();
        let others = held - usize::from(one.holds);
        // a list that holds would be a broken one, were a figure of it wrong
        let broken = broken + usize::from(one.holds);
        let is_taught = others >= ENOUGH && broken <= 1 + others / ENOUGH.pow(2);
        one.say(reader, heard, &lines, is_taught, &mut out);
    }
    out
}

fn lines<'h>(heard: &'h [Heard], vocabulary: &Vocabulary) -> Vec<Line<'h>> {
    let mut out = Vec::new();
    for (number, one) in heard.iter().enumerate() {
        let text = one.text.text.as_str();
        for (nth, from) in one.starts.iter().enumerate() {
            let to = one.starts.get(nth + 1).copied().unwrap_or(text.len());
            let own = text.get(*from..to).unwrap_or("").trim_end();
            let figures = &one.read.tokens.figures;
            let is_own = |spot: &Spot| {
                figures
                    .get(spot.figure)
                    .is_some_and(|figure| (*from..to).contains(&figure.span.start))
            };
            let spots = one.read.spots.iter().enumerate();
            out.push(Line {
                heard: number,
                of: one,
                ordinal: vocabulary.ordinal(own),
                spots: spots.filter(|(_, spot)| is_own(spot)).map(|(at, _)| at).collect(),
                ends_with_colon: own.trim_end_matches(PARAGRAPH_EDGE).ends_with([':', '\u{FF1A}']),
            });
        }
    }
    out
}

/// The lines that go on a numbering from 1, or from where the list of the heading before ended, and
/// the line above them: （一）…：1.…2.…（二）…：3.…4.….
fn numbered(lines: &[Line<'_>], at: usize, first: Ordinal) -> Option<(usize, Vec<usize>)> {
    let line = lines.get(at)?;
    let head = at.checked_sub(1)?;
    let above = lines.get(head)?;
    if above.of.chain != line.of.chain
        || above.ordinal.is_some_and(|ordinal| ordinal.style == first.style)
    {
        return None;
    }
    let is_under_heading = above.ordinal.is_some_and(|ordinal| ordinal.style < first.style);
    let before = usize::try_from(first.value).ok()?.checked_sub(1)?;
    if before > 0 && !is_under_heading {
        return None;
    }
    let mut items = vec![at];
    for (other, next) in lines.iter().enumerate().skip(at + 1) {
        let last = items.last().copied().unwrap_or(at);
        if next.of.chain != line.of.chain || other > last + FAR {
            break;
        }
        match next.ordinal {
            Some(ordinal) if ordinal.style == first.style => {
                if usize::try_from(ordinal.value).ok()? != before + items.len() + 1 {
                    break;
                }
                items.push(other);
            }
            // a higher level goes on
            Some(ordinal) if ordinal.style < first.style => break,
            _ => {}
        }
    }
    Some((head, items))
}

/// The other lines of a passage whose first ends with a colon.
fn unnumbered(lines: &[Line<'_>], at: usize) -> Option<(usize, Vec<usize>)> {
    let own = lines.get(at)?.heard;
    let items: Vec<usize> = lines
        .iter()
        .enumerate()
        .skip(at + 1)
        .take_while(|(_, line)| line.heard == own && line.ordinal.is_none())
        .map(|(at, _)| at)
        .collect();
    let is_all = lines.get(at + 1 + items.len()).is_none_or(|next| next.heard != own);
    is_all.then_some((at, items))
}

impl Line<'_> {
    fn spot(&self, at: usize) -> Option<(&Spot, &Quantity)> {
        let spot = self.of.read.spots.get(at)?;
        Some((spot, self.of.read.tokens.figures.get(spot.figure)?))
    }

    fn is_amount(&self, at: usize) -> bool {
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

    /// The amount that an item states: its first figure of money.
    fn item(&self) -> Option<FigureAt> {
        let is_money = |at: &&usize| {
            self.spot(**at)
                .is_some_and(|(spot, figure)| figure.kind == Kind::Money && spot.stream == 0)
        };
        let spot = *self.spots.iter().find(is_money)?;
        self.is_amount(spot).then_some(FigureAt { heard: self.heard, spot })
    }

    /// The amounts that a list may come to, the nearest first.
    fn totals(&self) -> impl Iterator<Item = FigureAt> {
        let spots = self.spots.iter().rev().copied().filter(move |at| self.is_amount(*at));
        spots.map(move |spot| FigureAt { heard: self.heard, spot })
    }

    /// The share that is said of an amount, directly behind it and of nothing that is named, or of
    /// what a line names.
    fn share(&self, amount: usize, head: &Line<'_>) -> Option<usize> {
        let nth = self.spots.iter().position(|at| *at == amount)?;
        let next = *self.spots.get(nth + 1)?;
        let (of, _) = self.spot(amount)?;
        let (spot, figure) = self.spot(next)?;
        (spot.role == Role::Share
            && (spot.of.is_empty() || head.names(&spot.of))
            && spot.sentence == of.sentence
            && figure.kind == Kind::Percent
            && figure.is_figure()
            && !figure.is_times)
            .then_some(next)
    }

    /// Whether one of its amounts has a name that ends so.
    fn names(&self, whole: &str) -> bool {
        let tokens = &self.of.read.tokens;
        let bare = tokens.without_total(whole);
        let mut names = self.spots.iter().filter_map(|at| Some(self.spot(*at)?.0.raw.as_str()));
        !bare.is_empty() && names.any(|name| name.contains(bare))
    }

    /// What it says of the list below, and the amount that the list is said to come to: the last one before the
    /// words.
    fn claims(&self) -> (Claimed, Option<FigureAt>) {
        let tokens = &self.of.read.tokens;
        let Some(total) = self.totals().next() else { return (Claimed::Nothing, None) };
        let behind = self.spot(total.spot).and_then(|(spot, _)| tokens.at.get(spot.figure));
        let behind = behind.map_or(usize::MAX, |at| at + 1);
        let words: Vec<Class> = tokens
            .tokens
            .get(behind..)
            .unwrap_or(&[])
            .iter()
            .take_while(|token| token.what != What::Sign(crate::prose::Sign::Edge))
            .filter_map(|token| match token.what {
                What::Word(class) => Some(class),
                _ => None,
            })
            .collect();
        // 安排80万元，具体如下：
        let from = tokens.tokens.get(behind).map_or(usize::MAX, |token| token.from);
        let text = tokens.text(from, tokens.chars.len());
        let end = text.find([':', '\u{FF1A}', PARAGRAPH_EDGE]).unwrap_or(text.len());
        let lists = tokens.has_word("namely", text.get(..end).unwrap_or(""));
        let has = |wanted: &[Class]| words.iter().any(|class| wanted.contains(class));
        let claim = if !self.ends_with_colon {
            Claimed::Nothing
        } else if has(&[Class::Open, Class::OfWhich, Class::Scope, Class::Not]) {
            Claimed::Part
        } else if lists || has(&[Class::Whole, Class::Respectively]) {
            Claimed::Whole
        } else {
            Claimed::Nothing
        };
        (claim, Some(total))
    }
}

impl<'h> Found<'h> {
    fn new(
        heard: &'h [Heard],
        lines: &[Line<'h>],
        style: Option<usize>,
        (head, items): (usize, Vec<usize>),
    ) -> Option<Self> {
        let above = lines.get(head)?;
        let amounts: Option<Vec<FigureAt>> =
            items.iter().map(|at| lines.get(*at).and_then(Line::item)).collect();
        let amounts = amounts.filter(|amounts| amounts.len() > 1)?;
        let numbers = amounts.iter().map(|amount| amount.heard).chain([above.heard]).collect();
        let joined = JoinedPassages::new(heard, numbers);
        let parts: Option<Vec<(usize, i8)>> =
            amounts.iter().map(|amount| Some((joined.figure(heard, *amount)?, 1))).collect();
        let parts = parts?;
        let sum = |total: FigureAt| {
            let total = joined.figure(heard, total)?;
            Some((total, Reading::of([(Slot::Total, total, 1)]).with_items(&parts)))
        };
        let holding = above
            .totals()
            .filter_map(sum)
            .find(|(_, reading)| joined.holds(Relation::Sum, reading) == Some(true));
        let (claim, meant) = above.claims();
        let holds = holding.is_some();
        // of several amounts none is surely the one that the list comes to
        let meant = || meant.filter(|_| above.totals().nth(1).is_none());
        let total = holding.or_else(|| meant().and_then(sum));
        Some(Self { head, items, amounts, joined, claim, style, total, holds, above: above.of })
    }

    fn shape(&self) -> Shape {
        (self.claim, self.style)
    }

    /// Says what the list comes to, and the shares of its items. What comes out is proof only where it would have been
    /// told otherwise: where words say that the list is whole, or others of its shape teach it.
    fn say(
        &self,
        reader: &ProseReader<'_>,
        heard: &[Heard],
        lines: &[Line<'_>],
        is_taught: bool,
        out: &mut Vec<Together>,
    ) {
        let (Some(above), Some((whole, reading))) = (lines.get(self.head), &self.total) else {
            return;
        };
        let list = (self.items.as_slice(), self.amounts.as_slice());
        let is_whole = is_taught || self.claim == Claimed::Whole && self.ends(lines);
        let by_shares = || is_whole_by_shares(heard, (lines, above), list, &self.joined, *whole);
        if !self.holds && !is_whole && !by_shares() {
            return;
        }
        let mut told = vec![(Relation::Sum, reading.clone())];
        told.extend(shares(heard, (lines, above), list, &self.joined, *whole));
        // of several amounts above a list that comes to none of them, nothing would be told
        let is_only = above.totals().nth(1).is_none();
        let proof = if is_only && (is_whole || by_shares()) { Proof::Words } else { Proof::Value };
        let place = self.above.place;
        let text = Arc::new(self.joined.text.clone());
        for (relation, reading) in told {
            let proof = if relation == Relation::Sum { proof } else { Proof::Words };
            let found = reader.said(relation, &reading, &self.joined.figures);
            out.extend(found.into_iter().map(|found| Together {
                found,
                text: Arc::clone(&text),
                place,
                proof,
            }));
        }
    }

    /// Whether the list ends for certain: where its passage does, or where the line behind it is of a higher level.
    fn ends(&self, lines: &[Line<'_>]) -> bool {
        if is_one_passage(lines, self.head, &self.items) {
            return true;
        }
        let Some(last) = self.items.last() else { return false };
        let next = lines.iter().skip(last + 1).find(|line| line.ordinal.is_some());
        let next = next.and_then(|line| line.ordinal);
        self.style.zip(next).is_some_and(|(own, next)| next.style < own)
    }
}

/// Whether a list ends where its passage does: no paragraph of it can be lost.
fn is_one_passage(lines: &[Line<'_>], head: usize, items: &[usize]) -> bool {
    let heard = |at: usize| lines.get(at).map(|line| line.heard);
    items.iter().all(|at| heard(*at) == heard(head))
        && items.last().is_some_and(|last| heard(last + 1) != heard(head))
}

/// Whether the shares of the items come to 100, and all but one are shares of an amount, or all are
/// shares of what the items come to: then the list is whole, and hangs on it.
fn is_whole_by_shares(
    heard: &[Heard],
    (lines, above): (&[Line<'_>], &Line<'_>),
    (items, amounts): (&[usize], &[FigureAt]),
    joined: &JoinedPassages,
    whole: usize,
) -> bool {
    /// The shares are rounded: so much may they come to more or less than 100.
    const ROUNDING: Decimal = Decimal::from_parts(2, 0, 0, false, 1);
    let mut total = Decimal::ZERO;
    let mut failing = 0_usize;
    let value = |amount: &FigureAt| Some(joined.figures.get(joined.figure(heard, *amount)?)?.value);
    let sum: Decimal = amounts.iter().filter_map(value).sum();
    let mut is_of_sum = !sum.is_zero();
    for (line, amount) in items.iter().zip(amounts) {
        let share = lines.get(*line).and_then(|line| line.share(amount.spot, above));
        let share =
            share.and_then(|spot| joined.figure(heard, FigureAt { heard: amount.heard, spot }));
        let (Some(share), Some(part)) = (share, joined.figure(heard, *amount)) else {
            return false;
        };
        let Some(figure) = joined.figures.get(share) else { return false };
        total += figure.value;
        let own = value(amount).and_then(|own| (own * Decimal::ONE_HUNDRED).checked_div(sum));
        is_of_sum &= own.is_some_and(|own| (own - figure.value).abs() <= figure.half);
        let parts = [(Slot::Part, part, 1), (Slot::Whole, whole, 1), (Slot::Share, share, 1)];
        if holds(Relation::Share, &Reading::of(parts), &joined.figures) == Some(false) {
            failing += 1;
        }
    }
    let is_of_total = failing < 2 && failing < items.len();
    (is_of_total || is_of_sum) && (total - Decimal::ONE_HUNDRED).abs() <= ROUNDING
}

/// The shares of the items of a list of the whole that it comes to: all of them where none fails;
/// where most of those that tell something hold, those that do not are wrong.
fn shares(
    heard: &[Heard],
    (lines, above): (&[Line<'_>], &Line<'_>),
    (items, amounts): (&[usize], &[FigureAt]),
    joined: &JoinedPassages,
    whole: usize,
) -> Vec<(Relation, Reading)> {
    let each = items.iter().zip(amounts).filter_map(|(line, amount)| {
        let share = lines.get(*line)?.share(amount.spot, above)?;
        let share = joined.figure(heard, FigureAt { heard: amount.heard, spot: share })?;
        let part = joined.figure(heard, *amount)?;
        let parts = [(Slot::Part, part, 1), (Slot::Whole, whole, 1), (Slot::Share, share, 1)];
        Some((Relation::Share, Reading::of(parts)))
    });
    let all: Vec<(Relation, Reading)> = each.collect();
    let is_nothing = |reading: &Reading| {
        let part = reading.figures().first().and_then(|part| joined.figures.get(*part));
        part.is_none_or(|part| part.value.is_zero())
    };
    let fails = |(relation, one): &(Relation, Reading)| {
        holds(*relation, one, &joined.figures) == Some(false)
    };
    let telling = all.iter().filter(|one| !fails(one) && !is_nothing(&one.1)).count();
    let failing = all.iter().filter(|one| fails(one)).count();
    if failing > 0 && (telling < 2 || failing >= telling) {
        return Vec::new();
    }
    // a rate that was cut off holds for the reader, not for the formula
    let is_said =
        |one: &(Relation, Reading)| fails(one) || joined.holds(one.0, &one.1) == Some(true);
    all.into_iter().filter(is_said).collect()
}
