//! What a document says twice: the same amount under the same name, and the change of the same
//! amount against the same time.
//!
//! In: the passages as they were read. Out: that two figures are one. Two amounts of one name that
//! differ may be of other scopes: nothing is said of them. Two changes of one amount of one name
//! against the same time cannot differ; of one amount whatever its names, they do not differ by one slip of the pen.

use super::Proof;
use super::prose_passage::{FigureAt, JoinedPassages, ProsePassage, Together};
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
}

/// What is said again of what was said before.
#[must_use]
pub(crate) fn repeated(reader: &ProseReader<'_>, heard: &[ProsePassage]) -> Vec<Together> {
    let mut out = Repeated { reader, heard, joined: QuickMap::default(), out: Vec::new() };
    values(&mut out);
    changes(&mut out);
    out.out
}

/// What is said again, as it is found.
struct Repeated<'h> {
    reader: &'h ProseReader<'h>,
    heard: &'h [ProsePassage],
    /// The passages of a pair, joined once: one long passage may say thousands of things again.
    joined: QuickMap<(usize, usize), JoinedPassages>,
    out: Vec<Together>,
}

/// Amounts of the same name, stage, year and value.
fn values(repeated: &mut Repeated<'_>) {
    let (reader, heard) = (repeated.reader, repeated.heard);
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
                    repeated.same((*before, 1), (at, 1), Proof::Value);
                }
                None => _ = first.insert(key, at),
            }
        }
    }
}

/// Changes of the same amount against the same time.
fn changes(repeated: &mut Repeated<'_>) {
    let (reader, heard) = (repeated.reader, repeated.heard);
    type Key = (Decimal, bool, Option<i32>, Option<prose::Class>);
    let mut known: QuickMap<Key, Vec<Change>> = QuickMap::default();
    for (number, one) in heard.iter().enumerate() {
        let heads = heads(&one.read);
        for (spot, of) in one.read.spots.iter().enumerate() {
            let Some((value, change, sign)) = change_of(&one.read, spot, of) else { continue };
            let When { is_last, year, stage, .. } = of.against.unwrap_or_default();
            let key = (value.value.normalize(), is_last, year, stage);
            let name = one.read.spots.binary_search_by_key(&change, |spot| spot.figure);
            let name = name.ok().and_then(|at| one.read.spots.get(at));
            let name = name.map(|spot| reader.key(&spot.name)).unwrap_or_default();
            let at = FigureAt { heard: number, spot };
            let head = spot.checked_sub(1).and_then(|item| heads.get(&item).copied());
            let own = Change { at, sign, name, head };
            let others = known.entry(key).or_default();
            // behind a list a change may be that of its head as well as that of its last item
            let of_what = || others.iter().filter(|other| other.head == own.head);
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
                repeated.same((before.at, before.sign), (own.at, own.sign), proof);
            }
            others.push(own);
        }
    }
}

/// For each item of a list the amount of the head.
fn heads(read: &prose::Read) -> QuickMap<usize, Decimal> {
    let mut out = QuickMap::default();
    for list in read.lists.iter().rev() {
        let head = list.head.and_then(|head| read.spots.get(head));
        let head = head.and_then(|head| read.tokens.figures.get(head.figure));
        for item in &list.items {
            match head {
                Some(head) => _ = out.insert(*item, head.value.normalize()),
                None => _ = out.remove(item),
            }
        }
    }
    out
}

/// Whether a figure does not come out with others of its passage.
fn is_open(heard: &[ProsePassage], at: FigureAt) -> bool {
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

fn figure(heard: &[ProsePassage], at: FigureAt) -> Option<&Quantity> {
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

impl Repeated<'_> {
    /// That one amount is that of another, each with its sign.
    fn same(
        &mut self,
        (before, before_sign): (FigureAt, i8),
        (own, sign): (FigureAt, i8),
        proof: Proof,
    ) {
        let heard = self.heard;
        let joined = self
            .joined
            .entry((before.heard, own.heard))
            .or_insert_with(|| JoinedPassages::new(heard, vec![before.heard, own.heard]));
        let Some((value, base)) = joined.figure(heard, own).zip(joined.figure(heard, before))
        else {
            return;
        };
        let parts = vec![
            (Slot::Value, Filling::Figure(value, sign)),
            (Slot::Base, Filling::Figure(base, before_sign)),
        ];
        let reading = Reading { parts, ..Reading::default() };
        let place = heard.get(own.heard).map_or(0, |one| one.place);
        let found = self.reader.said(Relation::Same, &reading, &joined.figures);
        let text = &joined.text;
        let found =
            found.into_iter().map(|found| Together { found, text: Arc::clone(text), place, proof });
        self.out.extend(found);
    }
}
