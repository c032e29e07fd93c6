//! What is told of an amount beside its name: how much of its budget it is, its change, its share.

use crate::prose::Read;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Kind, Quantity};
use crate::prose::words::Class;
use gouji_values::hash::QuickSet;

/// What else may be told of an amount under a name, with the key of the name that rule files have
/// for each.
pub const TIED: &[(Tied, &str)] = &[
    (Tied::Completed, "completed"),
    (Tied::CompletedFirst, "completed_first"),
    (Tied::Change, "change"),
    (Tied::Part, "part"),
    (Tied::Share, "share"),
    (Tied::Rate, "rate"),
];

/// What may be told of an amount under a name that is printed elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tied {
    /// How much of its budget was done.
    Completed,
    /// How much of its first budget.
    CompletedFirst,
    /// How much more or less it is than the year before.
    Change,
    /// A part of it.
    Part,
    /// The share of that part.
    Share,
    /// By how much of the year before it changed.
    Rate,
}

/// A share of which the whole is no more than named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedShare {
    /// The figure of the part.
    pub part: usize,
    /// The figure of the share.
    pub share: usize,
    /// What the whole is called.
    pub whole: String,
}

/// The ratio to a budget that is not printed, directly behind what was done: 决算4万元，完成预算的80%.
/// `planned`: the sentences that print one.
pub(super) fn completed(
    read: &Read,
    at: usize,
    planned: &QuickSet<usize>,
) -> Option<(usize, bool)> {
    let spot = read.spots.get(at)?;
    let next = read.spots.get(at + 1)?;
    let is_next = next.role == Role::Complete
        && next.stream == spot.stream
        && next.segment == spot.segment
        && next.clause <= spot.clause + 1
        && next.row.is_none()
        && next.name.is_empty();
    let stage = next.words.iter().rev().find(|class| class.is_plan());
    (is_next && !planned.contains(&spot.sentence) && !spot.when.is_plan())
        .then(|| (next.figure, stage == Some(&Class::PlanFirst)))
}

/// The sentences that print the amount of a budget.
pub(super) fn planned(read: &Read) -> QuickSet<usize> {
    let is_money = |figure: &Quantity| figure.kind == Kind::Money;
    let is_planned = |spot: &&Spot| {
        spot.when.is_plan() && read.tokens.figures.get(spot.figure).is_some_and(is_money)
    };
    read.spots.iter().filter(is_planned).map(|spot| spot.sentence).collect()
}

/// The change against the year before, and the rate behind it: the figure of each and its sign.
pub(super) fn moved(read: &Read, at: usize) -> (Option<(usize, i8)>, Option<(usize, i8)>) {
    let change = change(read, at);
    (change, change.and_then(|(change, _)| rate(read, at, change)))
}

/// The change against the year before that stands directly behind an amount: 收支总计9万元，比上年增加1万元. How much of
/// something it is may be told between: 支出决算9万元，完成预算的90%，比上年增加1万元.
fn change(read: &Read, at: usize) -> Option<(usize, i8)> {
    /// Clauses between them: 9万元，与上年相比，收、支总计各增加1万元.
    const MAX_CLAUSES: usize = 2;
    let spot = read.spots.get(at)?;
    let (next, told) = changed(read, at)?;
    let Role::Change(sign) = next.role else { return None };
    let is_last = next.when.is_last || next.against.is_some_and(|when| when.is_last);
    let is_money = read.tokens.figures.get(next.figure)?.kind == Kind::Money;
    let is_next = next.stream == spot.stream
        && next.sentence <= spot.sentence + 1
        && next.clause <= spot.clause + MAX_CLAUSES + told
        && next.row.is_none()
        && !next.when.is_plan();
    (sign != 0 && is_last && is_money && is_next).then_some((next.figure, sign))
}

/// The spot behind an amount and the ratios that are told of it, and how many these are.
fn changed(read: &Read, at: usize) -> Option<(&Spot, usize)> {
    let spot = read.spots.get(at)?;
    let is_told = |other: &&Spot| {
        matches!(other.role, Role::Complete | Role::Share)
            && other.name.is_empty()
            && other.sentence == spot.sentence
            && other.segment == spot.segment
            && other.row.is_none()
    };
    let behind = read.spots.get(at + 1..)?;
    let told = behind.iter().take_while(is_told).count();
    Some((behind.get(told)?, told))
}

/// The rate directly behind that change, in which direction: 收支总计9万元，比上年增加1万元，增长12.5%. `figure`: that of the change.
fn rate(read: &Read, at: usize, figure: usize) -> Option<(usize, i8)> {
    let (_, told) = changed(read, at)?;
    let spots = read.spots.get(at + 1 + told..)?;
    let [change, next, ..] = spots else { return None };
    let Role::Rate(sign) = next.role else { return None };
    let is_next = change.figure == figure
        && next.stream == change.stream
        && next.segment == change.segment
        && next.clause <= change.clause + 1
        && next.row.is_none()
        && next.name.is_empty()
        && !next.when.is_plan();
    (sign != 0 && is_next).then_some((next.figure, sign))
}

/// The shares of which the whole is no more than named: 公务接待费2万元，占“三公”经费的40%.
#[must_use]
pub fn named_shares(read: &Read) -> Vec<NamedShare> {
    let figure = |spot: &Spot| read.tokens.figures.get(spot.figure).filter(|one| one.is_figure());
    let is_share = |share: &Spot| {
        share.role == Role::Share
            && !share.of.is_empty()
            && share.row.is_none()
            && !share.when.is_last
            && figure(share).is_some()
    };
    let is_part = |part: &Spot, share: &Spot| {
        part.role == Role::Value
            && part.row.is_none()
            && !part.when.is_last
            && (share.when.year.is_none() || part.when.year == share.when.year)
            && figure(part).is_some_and(|one| one.kind == Kind::Money)
    };
    let shares = read.spots.iter().enumerate().filter(|(_, share)| is_share(share));
    shares
        .filter_map(|(at, share)| {
            let part = part_of(read, at).filter(|part| is_part(part, share))?;
            Some(NamedShare { part: part.figure, share: share.figure, whole: share.of.clone() })
        })
        .collect()
}

/// What a share is said of: what stands before it, but for what else is told of that in the clauses between:
/// 支出80万元，完成预算的90%，占总支出的40%.
fn part_of(read: &Read, share: usize) -> Option<&Spot> {
    let mut next = read.spots.get(share)?;
    for spot in read.spots.get(..share)?.iter().rev() {
        let is_beside = spot.stream == next.stream
            && spot.segment == next.segment
            && next.clause <= spot.clause + 1;
        if !is_beside {
            return None;
        }
        if !matches!(spot.role, Role::Complete | Role::Rate(_) | Role::Change(_)) {
            return Some(spot);
        }
        next = spot;
    }
    None
}
