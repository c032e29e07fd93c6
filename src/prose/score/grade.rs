//! Grades by the points that they begin with: 90分及以上为优、80分（含）至90分为良；得分84分，等级为良.

use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Kind, Quantity};
use crate::prose::reading::{Reading, Relation, Said, Slot};
use crate::prose::token::{Sign, What};

/// A grade where it is named.
struct Named {
    grade: String,
    /// Characters.
    from: usize,
    to: usize,
}

/// The grade that is given is that of the points, where its sentence prints the scale.
pub(super) fn grade(passage: &Passage<'_>, sentence: &[&Spot]) -> Option<Said> {
    let first = *sentence.first()?;
    let (from, to) = extent(passage, first)?;
    let named = grades(passage, from, to);
    // bounds stand between a grade and the one before it
    let bounds_of = |nth: usize| -> Vec<&Quantity> {
        let end = named.get(nth).map_or(from, |one| one.from);
        let start = nth.checked_sub(1).and_then(|nth| named.get(nth)).map_or(from, |one| one.to);
        let figures = passage.tokens.figures.iter();
        let is_own = |figure: &&Quantity| {
            figure.chars.start >= start
                && figure.chars.end <= end
                && matches!(figure.kind, Kind::Score | Kind::Bare)
        };
        let mut own: Vec<&Quantity> = figures.filter(is_own).collect();
        // what was got stands before the scale
        if nth == 0 {
            let clause = own.iter().rposition(|figure| is_parted(passage, figure.chars.end, end));
            own.drain(..clause.map_or(0, |at| at + 1));
        }
        own
    };
    let bands: Vec<(usize, Vec<&Quantity>)> = (0..named.len())
        .map(|nth| (nth, bounds_of(nth)))
        .filter(|(_, bounds)| !bounds.is_empty())
        .collect();
    let mut given = (0..named.len()).filter(|nth| bands.iter().all(|(band, _)| band != nth));
    let given = given.next().filter(|_| given.next().is_none())?;
    let is_bound = |spot: &Spot| {
        let own = passage.figure(spot);
        bands.iter().any(|(_, bounds)| bounds.iter().any(|bound| Some(*bound) == own))
    };
    let mut scores = sentence.iter().copied().filter(|spot| !is_bound(spot));
    let score = scores.next().filter(|_| scores.next().is_none())?;
    let grade = &named.get(given)?.grade;
    let mut own =
        bands.iter().filter(|(nth, _)| named.get(*nth).is_some_and(|one| one.grade == *grade));
    let (nth, bounds) = own.next().filter(|_| own.next().is_none())?;
    let (_, end) = named.get(*nth).map(|one| (one.from, one.from))?;
    let number = |bound: &Quantity| {
        passage.tokens.figures.iter().position(|figure| figure.span == bound.span)
    };
    let mut reading = Reading::of([(Slot::Value, score.figure, 1)]);
    match bounds.as_slice() {
        [one] => {
            let around = passage.tokens.text(one.chars.start.saturating_sub(BEFORE).max(from), end);
            let (low, high) = (
                passage.tokens.has_word("band_from", &around),
                passage.tokens.has_word("band_to", &around),
            );
            let slot = match (low, high) {
                (true, false) => Slot::Low,
                (false, true) => Slot::High,
                _ => return None,
            };
            reading.parts.push((slot, crate::prose::reading::Filling::Figure(number(one)?, 1)));
        }
        [a, b] => {
            let (low, high) = if a.value <= b.value { (a, b) } else { (b, a) };
            for (slot, bound) in [(Slot::Low, low), (Slot::High, high)] {
                let filling = crate::prose::reading::Filling::Figure(number(bound)?, 1);
                reading.parts.push((slot, filling));
            }
        }
        _ => return None,
    }
    let is_scale = bands.len() > 1 && matches!(score.role, Role::Got | Role::Value);
    is_scale.then(|| said(score, vec![(Relation::Threshold, reading)], Vec::new()))?
}

/// So many characters before a bound may tell which end of a band it is.
const BEFORE: usize = 4;

/// The characters of the sentence of a figure.
fn extent(passage: &Passage<'_>, spot: &Spot) -> Option<(usize, usize)> {
    let tokens = &passage.tokens.tokens;
    let at = passage.tokens.at.get(spot.figure).copied()?;
    let is_end = |at: &usize| {
        matches!(
            tokens.get(*at).map(|token| token.what),
            None | Some(What::Sign(Sign::Stop | Sign::Edge))
        )
    };
    let from = (0..at).rev().find(is_end).map_or(0, |at| at + 1);
    let to = (at..=tokens.len()).find(is_end)?;
    Some((tokens.get(from)?.from, tokens.get(to.checked_sub(1)?)?.to))
}

/// Whether a comma stands between two characters.
fn is_parted(passage: &Passage<'_>, from: usize, to: usize) -> bool {
    let chars = passage.tokens.chars.get(from..to).unwrap_or(&[]);
    chars.iter().any(|c| matches!(c.c, ',' | ';' | ':'))
}

/// The grades that are named, each behind a word that gives one: 为优, 等级为良.
fn grades(passage: &Passage<'_>, from: usize, to: usize) -> Vec<Named> {
    let tokens = passage.tokens;
    let mut out = Vec::new();
    let mut at = from;
    while at < to {
        let rest = tokens.text(at, to);
        let given = tokens.words_of("gives_grade").filter(|word| rest.starts_with(word));
        let Some(given) = given.max_by_key(|word| word.len()) else {
            at += 1;
            continue;
        };
        let start = at + given.chars().count();
        let rest = tokens.text(start, to);
        let grades = tokens.words_of("grades").filter(|word| rest.starts_with(word));
        let grade = grades.max_by_key(|word| word.len());
        let behind = grade.and_then(|grade| rest.strip_prefix(grade));
        // 为中央: a word of its own
        let is_end = behind.is_some_and(|behind| {
            behind.chars().next().is_none_or(|c| !c.is_alphabetic())
                || tokens.words_of("grade_ends").any(|word| behind.starts_with(word))
        });
        if let Some(grade) = grade.filter(|_| is_end) {
            let end = start + grade.chars().count();
            out.push(Named { grade: grade.to_owned(), from: at, to: end });
            at = end;
        } else {
            at = start;
        }
    }
    out
}
