//! What an amount comes to step by step: 预算80万元，加上上年结转6万元、追加4万元，减去上缴2万元，共计88万元.
//!
//! Words of adding and taking away before an amount say its sign and that of those behind it, up to
//! the next such word; 等10万元 is what those before it come to, and stands for them from there on.
//! Which amounts are steps the sentence does not say: only a sum that comes out is one.

use super::compare::said;
use super::passage::Passage;
use super::place::{Role, Spot};
use super::quantity::Kind;
use super::reading::{Reading, Relation, Said, Slot, holds};
use super::words::Class;

/// More steps are no sentence.
const MOST: usize = 24;
/// So many amounts before it may be what a sentence sets off against each other.
const BEFORE: usize = 8;

/// An amount with its sign.
#[derive(Clone, Copy)]
struct Step {
    figure: usize,
    sign: i8,
}

/// Reads sums that are told step by step.
pub fn steps(passage: &Passage<'_>, out: &mut Vec<Said>) {
    changes(passage, out);
    let mut sentence: Option<usize> = None;
    let mut run: Vec<Step> = Vec::new();
    let (mut sign, mut is_told) = (1, false);
    let mut last: Option<&Spot> = None;
    // amounts of the sentences before, the last at the end
    let mut before: Vec<&Spot> = Vec::new();
    for spot in passage.spots() {
        if sentence != Some(spot.sentence) {
            sentence = Some(spot.sentence);
            (sign, is_told) = (1, false);
            run.clear();
        }
        if !is_step(passage, spot) {
            continue;
        }
        let text = text(passage, last, spot);
        last = Some(spot);
        let open = spot.words.contains(&Class::Open);
        let total = if open { group(passage, &run, spot) } else { None };
        if let Some((from, reading)) = total {
            let sign = run.get(from).map_or(1, |step| step.sign);
            out.extend(said(spot, Vec::new(), vec![(Relation::Balance, reading)]));
            run.truncate(from);
            run.push(Step { figure: spot.figure, sign });
        } else {
            let way = way(passage, &text);
            if let Some(way) = way {
                (sign, is_told) = (way, true);
            }
            let whole = if is_told && way.is_none() { whole(passage, &run, spot) } else { None };
            if let Some((from, reading)) = whole {
                out.extend(said(spot, Vec::new(), vec![(Relation::Balance, reading)]));
                run.truncate(from);
                (sign, is_told) = (1, false);
                run.push(Step { figure: spot.figure, sign: 1 });
            } else {
                let found = set_off(passage, &before, (spot, &text))
                    .or_else(|| onto(passage, (&before, &run), spot, is_told))
                    .or_else(|| (is_told && way.is_none()).then(|| meant(&run, spot)).flatten());
                out.extend(found.and_then(|reading| {
                    said(spot, Vec::new(), vec![(Relation::Balance, reading)])
                }));
                run.push(Step { figure: spot.figure, sign });
            }
        }
        before.push(spot);
    }
}

/// Reads changes that are told one by one: 支出增加10万元，其中基本支出增加12万元，项目支出减少2万元.
fn changes(passage: &Passage<'_>, out: &mut Vec<Said>) {
    let spots = passage.spots();
    let change = |spot: &Spot| match spot.role {
        Role::Change(sign @ (1 | -1)) if is_step(passage, spot) => {
            Some(Step { figure: spot.figure, sign })
        }
        _ => None,
    };
    for (at, spot) in spots.iter().enumerate() {
        let Some(head) = change(spot) else { continue };
        let mut run: Vec<Step> = Vec::new();
        let behind = spots.get(at + 1..).unwrap_or(&[]);
        for other in behind.iter().take_while(|other| other.sentence == spot.sentence) {
            run.extend(change(other).filter(|_| !other.name.is_empty()));
            if run.len() < 2 || run.last().is_none_or(|last| last.figure != other.figure) {
                continue;
            }
            let steps: Vec<Step> =
                run.iter().map(|step| Step { sign: step.sign * head.sign, ..*step }).collect();
            let reading = reading(spot.figure, &steps);
            if comes_out(passage, &reading) {
                out.extend(said(spot, Vec::new(), vec![(Relation::Balance, reading)]));
                break;
            }
            if run.len() >= MOST {
                break;
            }
        }
    }
}

fn is_step(passage: &Passage<'_>, spot: &Spot) -> bool {
    let is_role =
        matches!(spot.role, Role::Value | Role::To(_) | Role::Change(_) | Role::Left | Role::From);
    is_role
        && spot.stream == 0
        && spot.row.is_none()
        && passage.is_figure(spot)
        && passage.figure(spot).is_some_and(|figure| {
            figure.kind == Kind::Money && !figure.is_per && !figure.value.is_zero()
        })
}

/// What is printed between an amount and the one before it.
fn text(passage: &Passage<'_>, last: Option<&Spot>, spot: &Spot) -> String {
    let token = |spot: &Spot| {
        passage.tokens.at.get(spot.figure).and_then(|at| passage.tokens.tokens.get(*at))
    };
    let from = last.and_then(token).map_or(0, |token| token.to);
    token(spot).map(|token| passage.tokens.text(from, token.from)).unwrap_or_default()
}

/// Whether a clause there begins with a word of adding or of taking away: the last that does.
fn way(passage: &Passage<'_>, text: &str) -> Option<i8> {
    let begins = |clause: &str, list: &str| {
        passage.tokens.words_of(list).any(|word| clause.starts_with(word))
    };
    let clauses = text.rsplit([',', '\u{FF0C}', ';', '\u{FF1B}', '\u{3002}', '\u{3001}']);
    clauses.map(str::trim_start).find_map(|clause| {
        match (begins(clause, "plus"), begins(clause, "minus")) {
            (true, false) => Some(1),
            (false, true) => Some(-1),
            _ => None,
        }
    })
}

fn reading(total: usize, steps: &[Step]) -> Reading {
    let items: Vec<(usize, i8)> = steps.iter().map(|step| (step.figure, step.sign)).collect();
    Reading::of([(Slot::Total, total, 1)]).with_items(&items)
}

fn comes_out(passage: &Passage<'_>, reading: &Reading) -> bool {
    holds(Relation::Balance, reading, &passage.tokens.figures) == Some(true)
}

/// What the last steps of one sign come to, from which of them on.
fn group(passage: &Passage<'_>, run: &[Step], spot: &Spot) -> Option<(usize, Reading)> {
    let sign = run.last()?.sign;
    let first = run.iter().rposition(|step| step.sign != sign).map_or(0, |at| at + 1);
    let from = first.max(run.len().saturating_sub(MOST));
    (from..run.len().saturating_sub(1)).find_map(|from| {
        let steps: Vec<Step> =
            run.get(from..)?.iter().map(|step| Step { sign: 1, ..*step }).collect();
        let reading = reading(spot.figure, &steps);
        comes_out(passage, &reading).then_some((from, reading))
    })
}

/// What all steps come to, from which of them on.
fn whole(passage: &Passage<'_>, run: &[Step], spot: &Spot) -> Option<(usize, Reading)> {
    let from = run.len().saturating_sub(MOST);
    (from..run.len().saturating_sub(1)).find_map(|from| {
        let reading = reading(spot.figure, run.get(from..)?);
        comes_out(passage, &reading).then_some((from, reading))
    })
}

/// What all steps of a sentence should come to, where the amount is said to be that.
fn meant(run: &[Step], spot: &Spot) -> Option<Reading> {
    /// Of fewer steps one may be missing.
    const LEAST: usize = 3;
    let is_result = spot.is_sum || matches!(spot.role, Role::To(_));
    (is_result && run.len() >= LEAST && run.iter().any(|step| step.sign < 0))
        .then(|| reading(spot.figure, run))
}

/// What is left of two amounts of the sentences before: 收支相抵，结转3万元.
fn set_off(
    passage: &Passage<'_>,
    before: &[&Spot],
    (spot, text): (&Spot, &str),
) -> Option<Reading> {
    if !passage.tokens.words_of("offset").any(|word| text.contains(word)) {
        return None;
    }
    let known = before.get(before.len().saturating_sub(BEFORE)..)?;
    let pairs = known.iter().enumerate().rev().flat_map(|(at, gone)| {
        known.get(..at).unwrap_or(&[]).iter().rev().map(move |come| (come, gone))
    });
    let mut readings = pairs.map(|(come, gone)| {
        let steps = [Step { figure: come.figure, sign: 1 }, Step { figure: gone.figure, sign: -1 }];
        reading(spot.figure, &steps)
    });
    readings.find(|reading| comes_out(passage, reading))
}

/// What is put onto an amount of a sentence before: 收入9万元。收入加上结转1万元，总计10万元.
fn onto(
    passage: &Passage<'_>,
    (before, run): (&[&Spot], &[Step]),
    spot: &Spot,
    is_told: bool,
) -> Option<Reading> {
    if !is_told || !spot.is_sum || run.is_empty() {
        return None;
    }
    let earlier = before.iter().rev().filter(|other| other.sentence < spot.sentence).take(MOST);
    let mut readings = earlier.map(|other| {
        let mut steps = vec![Step { figure: other.figure, sign: 1 }];
        steps.extend(run);
        reading(spot.figure, &steps)
    });
    readings.find(|reading| comes_out(passage, reading))
}
