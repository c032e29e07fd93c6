//! Amounts of sentences that are one slip of the pen away from another amount, whatever their names are.
//!
//! 预算资金2,385.28万元 here, 2,285.28万元 there: that two long numbers differ in one digit alone is seldom chance. They
//! may be one amount that is told twice, but no word says so: it is for the reader to judge. Only an amount that nothing
//! else speaks of, and that stands nowhere else, is told of. For the same reason an amount that is printed twice is
//! checked by the other place, where each slip of it would be told so.

use super::table_amounts::TableAmounts;
use super::{Of, Tie};
use crate::form::Proof;
use crate::form::prose_passage::ProsePassage;
use ecow::{EcoString, eco_format};
use gouji_prose::prose::{Kind, Quantity, Relation, Role, Slot, Spot, mistaken};
use gouji_values::hash::QuickState;
use gouji_values::number::UnitId;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;

/// Amounts that differ in one digit are compared if they have at least this many digits.
const LEAST: usize = 4;
/// If each of them has a name of its own, they need at least this many.
const LEAST_NAMED: usize = 6;
/// In millionths: how likely it may be that an amount is met by chance.
const MAX_CHANCE: u128 = 10_000;

/// An amount as it is printed: its unit, its decimals, and its digits.
type Printed = (Option<UnitId>, u32, EcoString);

/// An amount of a sentence.
struct EchoAmount<'h> {
    heard: usize,
    chain: usize,
    spot: &'h Spot,
    /// The way of a change; nothing for other amounts.
    way: i8,
}

/// How near to each other two amounts stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    Passage,
    Section,
    Document,
}

/// Tells something of a figure of a passage.
type Is<'f> = &'f dyn Fn((usize, usize)) -> bool;

/// All long amounts of a document.
struct Amounts<'h> {
    /// In the order of what is printed.
    told: Vec<(Printed, EchoAmount<'h>)>,
    /// What is printed with one of its digits left out: its hash, and where it stands first in `told`; in order.
    masks: Vec<(u32, u32)>,
    hash: QuickState,
    /// How many amounts of so many digits stand within reach of a place.
    counts: BTreeMap<(usize, Scope), usize>,
}

/// What is within reach of a place: its passage, its section, all of the document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    Passage(usize),
    Section(usize),
    Document,
}

/// Amounts that one slip makes another amount, and those that are printed twice, each once.
pub(super) fn echoes(
    held: &TableAmounts<'_>,
    heard: &[ProsePassage],
    (is_open, is_unchecked): (Is<'_>, Is<'_>),
) -> Vec<Tie<'static>> {
    let amounts = Amounts::of(heard);
    let mut out: Vec<Tie<'static>> = Vec::new();
    let mut paired: BTreeSet<(usize, usize)> = BTreeSet::new();
    for places in amounts.told.chunk_by(|one, next| one.0 == next.0) {
        for (print, one) in places {
            let at = one.at();
            let Some(figure) = figure(heard, at) else { continue };
            let read = heard.get(one.heard).map(|passage| &passage.read);
            let is_borne_out =
                read.is_some_and(|read| read.borne_out.binary_search(&one.spot.figure).is_ok());
            let is_alone = || !is_borne_out && is_open(at) && held.near(figure).next().is_none();
            let other = match places {
                [_] if is_alone() => amounts.nearest(print, one),
                [_, _, ..] if is_unchecked(at) => amounts.again((print, figure), one, places),
                _ => None,
            };
            let Some(base) = other.map(EchoAmount::at).filter(|base| !paired.contains(base)) else {
                continue;
            };
            paired.insert(at);
            let parts = vec![
                (Slot::Value, Of::Said(at.0, at.1), 1),
                (Slot::Base, Of::Said(base.0, base.1), 1),
            ];
            out.push(Tie { heard: at.0, relation: Relation::Echo, parts, proof: Proof::Words });
        }
    }
    out
}

fn figure(heard: &[ProsePassage], (passage, figure): (usize, usize)) -> Option<&Quantity> {
    heard.get(passage)?.read.tokens.figures.get(figure)
}

/// The digits of a long amount of a sentence.
fn print(figure: &Quantity) -> Option<Printed> {
    let digits = eco_format!("{}", figure.printed.mantissa().unsigned_abs());
    let is_amount = figure.kind == Kind::Money
        && figure.is_figure()
        && !figure.is_per
        && !figure.is_spelled
        && figure.telling_digits() >= LEAST;
    is_amount.then_some((figure.unit, figure.decimals, digits))
}

/// The hashes of what is printed, with one digit left out.
fn masks_of(hash: &QuickState, print: &Printed) -> impl Iterator<Item = u32> {
    let of_unit = (print.0.map(|unit| unit.0), print.1);
    left_out(&print.2).map(move |digits| {
        u32::try_from(hash.hash_one((of_unit, digits)) >> u32::BITS).unwrap_or(0)
    })
}

/// With one of the digits left out.
fn left_out(digits: &str) -> impl Iterator<Item = Vec<u8>> {
    (0..digits.len()).map(|at| {
        let mut out = digits.as_bytes().to_vec();
        out.iter_mut().skip(at).take(1).for_each(|digit| *digit = b'*');
        out
    })
}

fn exchanged(digits: &str) -> impl Iterator<Item = EcoString> {
    (1..digits.len()).filter_map(|at| {
        let mut out = digits.as_bytes().to_vec();
        out.swap(at - 1, at);
        std::str::from_utf8(&out).ok().map(EcoString::from)
    })
}

/// Whether one digit is another.
fn is_one_digit_apart(one: &Printed, other: &Printed) -> bool {
    let (own, others) = (one.2.bytes(), other.2.bytes());
    (one.0, one.1, one.2.len()) == (other.0, other.1, other.2.len())
        && own.zip(others).filter(|(own, other)| own != other).count() == 1
}

impl EchoAmount<'_> {
    fn at(&self) -> (usize, usize) {
        (self.heard, self.spot.figure)
    }

    fn scope(&self, reach: Reach) -> Scope {
        match reach {
            Reach::Passage => Scope::Passage(self.heard),
            Reach::Section => Scope::Section(self.chain),
            Reach::Document => Scope::Document,
        }
    }

    fn reach(&self, other: &Self) -> Reach {
        if self.heard == other.heard {
            Reach::Passage
        } else if self.chain == other.chain {
            Reach::Section
        } else {
            Reach::Document
        }
    }
}

impl<'h> Amounts<'h> {
    fn of(heard: &'h [ProsePassage]) -> Self {
        let mut told: Vec<(Printed, EchoAmount<'h>)> = Vec::new();
        for (number, passage) in heard.iter().enumerate() {
            for spot in &passage.read.spots {
                let figure = passage.read.tokens.figures.get(spot.figure);
                let way = match spot.role {
                    Role::Change(way) | Role::Adjust(way) => way,
                    Role::Value | Role::To(_) | Role::Base | Role::PlanOf | Role::Left => 0,
                    _ => continue,
                };
                if let Some(print) = figure.and_then(print) {
                    told.push((
                        print,
                        EchoAmount { heard: number, chain: passage.chain, spot, way },
                    ));
                }
            }
        }
        // in the order of the text where the same is printed
        told.sort_unstable_by(|(one, at), (other, next)| (one, at.at()).cmp(&(other, next.at())));
        let (masks, hash) = (Vec::new(), QuickState::default());
        let mut out = Self { told, masks, hash, counts: BTreeMap::new() };
        let mut first = 0;
        for places in out.told.chunk_by(|one, next| one.0 == next.0) {
            let Some((own, _)) = places.first() else { continue };
            let at = u32::try_from(first).unwrap_or(u32::MAX);
            out.masks.extend(masks_of(&out.hash, own).map(|mask| (mask, at)));
            first += places.len();
            let all = [Reach::Passage, Reach::Section, Reach::Document];
            let scopes = places.iter().flat_map(|(_, one)| all.map(|reach| one.scope(reach)));
            for scope in scopes.collect::<BTreeSet<Scope>>() {
                *out.counts.entry((own.2.len(), scope)).or_default() += 1;
            }
        }
        out.masks.sort_unstable();
        out
    }

    /// The places of what is printed.
    fn places(&self, print: &Printed) -> &[(Printed, EchoAmount<'h>)] {
        let from = self.told.partition_point(|(own, _)| own < print);
        let behind = self.told.get(from..).unwrap_or(&[]);
        let count = behind.partition_point(|(own, _)| own == print);
        behind.get(..count).unwrap_or(&[])
    }

    /// What is one slip away from what is printed.
    fn one_slip_away(&self, print: &Printed) -> BTreeSet<&Printed> {
        let of_mask = |mask: u32| {
            let from = self.masks.partition_point(|(own, _)| *own < mask);
            let own = self.masks.get(from..).unwrap_or(&[]).iter();
            own.take_while(move |(own, _)| *own == mask)
        };
        let by_digit = masks_of(&self.hash, print)
            .flat_map(of_mask)
            .filter_map(|(_, at)| Some(&self.told.get(*at as usize)?.0))
            .filter(|other| is_one_digit_apart(print, other));
        let by_place = exchanged(&print.2)
            .filter_map(|digits| Some(&self.places(&(print.0, print.1, digits)).first()?.0));
        by_digit.chain(by_place.filter(|other| *other != print)).collect()
    }

    /// The only amount that is one slip away, in the nearest reach that has one, where chance hardly explains it.
    fn nearest(&self, print: &Printed, one: &EchoAmount<'_>) -> Option<&EchoAmount<'h>> {
        let mut hits: Vec<(Reach, &Printed, &EchoAmount<'h>)> = Vec::new();
        for key in self.one_slip_away(print) {
            let places = self.places(key).iter().map(|(_, other)| other);
            let own = places.filter(|other| may_be_one(one, other, print));
            hits.extend(own.map(|other| (one.reach(other), key, other)));
        }
        let near = hits.iter().map(|(reach, ..)| *reach).min()?;
        let mut nearest = hits.into_iter().filter(|(reach, ..)| *reach == near);
        let (_, first, other) = nearest.next()?;
        let is_only = nearest.all(|(_, key, _)| key == first);
        (is_only && self.is_telling(print, one, near)).then_some(other)
    }

    /// Another place of an amount, where each slip of it would be told by that place.
    fn again<'t>(
        &self,
        (print, figure): (&Printed, &Quantity),
        one: &EchoAmount<'_>,
        places: &'t [(Printed, EchoAmount<'h>)],
    ) -> Option<&'t EchoAmount<'h>> {
        let others = places.iter().map(|(_, other)| other);
        let others = others.filter(|other| other.at() != one.at() && may_be_one(one, other, print));
        let other =
            others.min_by_key(|other| (one.reach(other), other.heard.abs_diff(one.heard)))?;
        let is_told = self.is_telling(print, one, one.reach(other))
            && mistaken(figure).iter().filter_map(self::print).all(|slipped| {
                self.places(&slipped).is_empty()
                    && self.one_slip_away(&slipped).into_iter().eq([print])
            });
        is_told.then_some(other)
    }

    /// Whether chance hardly explains that an amount within reach is one slip away.
    fn is_telling(&self, print: &Printed, one: &EchoAmount<'_>, reach: Reach) -> bool {
        let digits = print.2.len();
        let tried = self.counts.get(&(digits, one.scope(reach))).copied().unwrap_or(0);
        let all = u32::try_from(digits).ok().and_then(|digits| 10_u128.checked_pow(digits));
        let tried = u128::try_from(tried * digits * 9).ok();
        tried.zip(all).is_some_and(|(tried, all)| tried * 1_000_000 <= MAX_CHANCE * all)
    }
}

/// Whether two amounts may be one: both changed the same way, or are no changes, none is compared with the other, and those
/// with names of their own are long.
fn may_be_one(one: &EchoAmount<'_>, other: &EchoAmount<'_>, print: &Printed) -> bool {
    let names = (&one.spot.name, &other.spot.name);
    let is_named = !names.0.is_empty() && !names.1.is_empty() && names.0 != names.1;
    one.way == other.way
        && !are_compared(one, other)
        && (!is_named || print.2.trim_end_matches('0').len() >= LEAST_NAMED)
}

/// Whether two amounts of one sentence are of two times or stages: one is compared with the other.
fn are_compared(one: &EchoAmount<'_>, other: &EchoAmount<'_>) -> bool {
    one.heard == other.heard
        && one.spot.sentence == other.spot.sentence
        && (one.spot.when != other.spot.when || other.spot.role == Role::Base)
}
