//! What a document says twice: the same amount under the same name, and the change of the same
//! amount against the same time.
//!
//! In: the passages as they were read. Out: that two figures are one. Two amounts of one name that
//! differ may be of other scopes: nothing is said of them. Two changes of one amount of one name
//! against the same time cannot differ; of one amount whatever its names, they do not differ by one slip of the pen.

use super::Proof;
use super::heard::{FigureAt, Heard, JoinedPassages, Together};
use super::said::ProseReader;
use super::tie::are_one_slip_apart;
use gouji_prose::prose::{
    self, Filling, Kind, Quantity, Reading, Relation, Role, Slot, Spot, Stage, When,
};
use gouji_values::hash::QuickMap;
use gouji_values::number::Decimal;
use std::sync::Arc;

/// A shorter name is that of many things.
const SHORT: usize = 4;

/// That two amounts of so many digits are one is no chance, whatever their names are.
const AMOUNT: usize = 5;
/// Then two changes of them against one time, of so many digits, are one, too: where they differ in one digit, one is wrong.
const CHANGE: usize = 4;

/// An amount by which another changed.
struct Change {
    at: FigureAt,
    sign: i8,
    name: String,
    /// The head of the list whose item the amount before is.
    head: Option<Decimal>,
    /// The amounts with which the change comes out.
    borne: Vec<Decimal>,
}

impl Change {
    /// Behind a list a change may be that of its head as well as that of its last item: two changes are of one amount where both have one
    /// head, and where neither comes out with another amount than the other.
    fn is_of_what(&self, other: &Self) -> bool {
        if !self.borne.is_empty() && !other.borne.is_empty() {
            return self.borne.iter().any(|amount| other.borne.contains(amount));
        }
        self.head == other.head
    }
}

/// What is said again of what was said before.
#[must_use]
pub fn repeated(reader: &ProseReader<'_>, heard: &[Heard]) -> Vec<Together> {
    let mut out = Vec::new();
    values(reader, heard, &mut out);
    changes(reader, heard, &mut out);
    out
}

/// Amounts of the same name, stage, year and value.
fn values(reader: &ProseReader<'_>, heard: &[Heard], out: &mut Vec<Together>) {
    type Key = (String, Option<Stage>, Option<i32>, Decimal);
    let mut first: QuickMap<Key, FigureAt> = QuickMap::default();
    for (number, one) in heard.iter().enumerate() {
        for amount in &one.read.amounts {
            let name = reader.key(&amount.name);
            let Some(figure) = one.read.tokens.figures.get(amount.figure) else { continue };
            if name.chars().count() < SHORT || figure.value.is_zero() {
                continue;
            }
            let spot = one.read.spots.partition_point(|spot| spot.figure < amount.figure);
            let at = FigureAt { heard: number, spot };
            let key = (name, amount.stage, amount.year, figure.value.normalize());
            match first.get(&key) {
                // with a slip it would be another amount
                Some(before) => {
                    out.extend(same(reader, heard, (*before, 1), (at, 1), Proof::Value));
                }
                None => _ = first.insert(key, at),
            }
        }
    }
}

/// Changes of the same amount against the same time.
fn changes(reader: &ProseReader<'_>, heard: &[Heard], out: &mut Vec<Together>) {
    type Key = (Decimal, bool, Option<i32>, Option<prose::Class>);
    let mut known: QuickMap<Key, Vec<Change>> = QuickMap::default();
    for (number, one) in heard.iter().enumerate() {
        for (spot, of) in one.read.spots.iter().enumerate() {
            let Some((value, change, sign)) = change_of(&one.read, spot, of) else { continue };
            let When { is_last, year, stage, .. } = of.against.unwrap_or_default();
            let key = (value.value.normalize(), is_last, year, stage);
            let name = one.read.spots.iter().find(|spot| spot.figure == change);
            let name = name.map(|spot| reader.key(&spot.name)).unwrap_or_default();
            let at = FigureAt { heard: number, spot };
            let (head, borne) = (head_of(&one.read, spot), borne_with(&one.read, of.figure));
            let own = Change { at, sign, name, head, borne };
            let others = known.entry(key).or_default();
            let of_what = || others.iter().filter(|other| other.is_of_what(&own));
            let is_same = |other: &&Change| {
                let signed = |one: &Change| {
                    figure(heard, one.at).map(|figure| figure.value * Decimal::from(one.sign))
                };
                signed(other).zip(signed(&own)).is_some_and(|(a, b)| a == b)
            };
            let is_named =
                |other: &&Change| other.name == own.name && own.name.chars().count() >= SHORT;
            let is_slip = |other: &&Change| {
                other.sign == own.sign
                    && is_open(heard, own.at)
                    && is_open(heard, other.at)
                    && figure(heard, own.at)
                        .zip(figure(heard, other.at))
                        .is_some_and(|(own, other)| is_one_slip(own, other))
            };
            let is_telling = || {
                let change = figure(heard, own.at);
                value.telling_digits() >= AMOUNT
                    && change.is_some_and(|change| change.telling_digits() >= CHANGE)
            };
            let before = of_what().find(is_same).or_else(|| of_what().find(is_named));
            let before = before.or_else(|| of_what().find(is_slip).filter(|_| is_telling()));
            if let Some(before) = before {
                let is_told = is_named(&before) || is_telling();
                let proof = if is_told { Proof::Words } else { Proof::Value };
                let pair = ((before.at, before.sign), (own.at, own.sign));
                out.extend(same(reader, heard, pair.0, pair.1, proof));
            }
            others.push(own);
        }
    }
}

/// The head of the list that ends in front of a change.
fn head_of(read: &prose::Read, change: usize) -> Option<Decimal> {
    let item = change.checked_sub(1)?;
    let list = read.lists.iter().find(|list| list.items.contains(&item))?;
    let head = read.spots.get(list.head?)?;
    Some(read.tokens.figures.get(head.figure)?.value.normalize())
}

/// The amounts with which a change comes out.
fn borne_with(read: &prose::Read, change: usize) -> Vec<Decimal> {
    let holds = read.said.iter().filter(|told| {
        matches!(told.outcome, prose::Outcome::Holds | prose::Outcome::HoldsOtherwise)
    });
    let readings = holds.filter_map(|told| told.said.readings.get(told.chosen));
    let amounts = readings.filter_map(|(_, reading)| {
        let part = |slot| {
            let found = reading.parts.iter().find(|(own, _)| *own == slot);
            match found {
                Some((_, Filling::Figure(figure, _))) => Some(*figure),
                _ => None,
            }
        };
        let value = part(Slot::Value).filter(|_| part(Slot::Change) == Some(change))?;
        Some(read.tokens.figures.get(value)?.value.normalize())
    });
    amounts.collect()
}

/// Whether a figure does not come out with others of its passage.
fn is_open(heard: &[Heard], at: FigureAt) -> bool {
    heard.get(at.heard).is_some_and(|one| {
        let spot = one.read.spots.get(at.spot);
        spot.is_some_and(|spot| one.read.borne_out.binary_search(&spot.figure).is_err())
    })
}

/// Whether two figures of one unit differ in one digit, or in two neighbours that changed places.
fn is_one_slip(one: &Quantity, other: &Quantity) -> bool {
    let digits = |figure: &Quantity| figure.printed.mantissa().unsigned_abs().to_string();
    (one.unit, one.decimals) == (other.unit, other.decimals)
        && are_one_slip_apart(digits(one).as_bytes(), digits(other).as_bytes())
}

fn figure(heard: &[Heard], at: FigureAt) -> Option<&Quantity> {
    let read = &heard.get(at.heard)?.read;
    read.tokens.figures.get(read.spots.get(at.spot)?.figure)
}

/// The amount that a change is of, its number, and the way of the change: the amount directly
/// before, in the same sentence.
fn change_of<'r>(
    read: &'r prose::Read,
    at: usize,
    spot: &Spot,
) -> Option<(&'r Quantity, usize, i8)> {
    let Role::Change(sign @ (1 | -1)) = spot.role else { return None };
    let own = read.tokens.figures.get(spot.figure)?;
    let before = read.spots.get(at.checked_sub(1)?)?;
    let value = read.tokens.figures.get(before.figure)?;
    let is_told = spot.against.is_some()
        && spot.row.is_none()
        && spot.stream == before.stream
        && spot.sentence == before.sentence
        && before.role == Role::Value
        && before.row.is_none()
        && !before.when.is_last
        && spot.name.is_empty();
    let are_amounts = [own, value]
        .iter()
        .all(|figure| figure.kind == Kind::Money && figure.is_figure() && !figure.value.is_zero());
    (is_told && are_amounts).then_some((value, before.figure, sign))
}

fn same(
    reader: &ProseReader<'_>,
    heard: &[Heard],
    (before, before_sign): (FigureAt, i8),
    (own, sign): (FigureAt, i8),
    proof: Proof,
) -> Vec<Together> {
    let joined = JoinedPassages::new(heard, vec![before.heard, own.heard]);
    let Some((value, base)) = joined.figure(heard, own).zip(joined.figure(heard, before)) else {
        return Vec::new();
    };
    let parts = vec![
        (Slot::Value, Filling::Figure(value, sign)),
        (Slot::Base, Filling::Figure(base, before_sign)),
    ];
    let reading = Reading { parts, ..Reading::default() };
    let place = heard.get(own.heard).map_or(0, |one| one.place);
    let found = reader.said(Relation::Same, &reading, &joined.figures);
    let text = Arc::new(joined.text);
    found
        .into_iter()
        .map(|found| Together { found, text: Arc::clone(&text), place, proof })
        .collect()
}
