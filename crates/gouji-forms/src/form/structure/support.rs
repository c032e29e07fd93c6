//! How far the figures of a table bear out a relation.

use super::moved::comes_out_moved;
use super::{Family, Law, Member, Structure, StructureCell};
use crate::form::{Content, FormSide};
use gouji_values::hash::QuickMap;
use gouji_values::number::Number;
use rust_decimal::Decimal;
use std::collections::hash_map::Entry;

/// Sums of several addends that have to come out before another one that does not is wrong.
const ENOUGH: usize = 2;
/// For each sum that does not come out at least this many have to; otherwise nothing is judged by the relation.
const FOR_EACH: usize = 3;

/// What stands in a cell.
enum Printed {
    Number(Number),
    Nothing,
    /// It could not be read, or is counted elsewhere.
    Unknown,
}

/// How the members of a relation come out.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Support {
    /// Those that do, of two addends or more that are not zero.
    pub(super) several: usize,
    /// Those that do, of one.
    pub(super) single: usize,
    /// Those that do not.
    pub(super) broken: usize,
}

impl Support {
    pub(super) fn of<'m>(
        sides: &[FormSide],
        members: impl IntoIterator<Item = &'m Member>,
    ) -> Self {
        let mut out = Self::default();
        let mut causes = Causes::default();
        for member in members {
            match came(sides, member) {
                SumOutcome::Unknown | SumOutcome::To(0) => {}
                SumOutcome::To(1) => out.single += 1,
                SumOutcome::To(_) => out.several += 1,
                // what one figure is off by puts out its own sum and the one that it stands in
                SumOutcome::Apart(by) if causes.explain(member, by) => {}
                SumOutcome::Apart(by) => {
                    out.broken += 1;
                    causes.add(member, by);
                }
            }
        }
        out
    }

    pub(super) fn holds(self) -> usize {
        self.several + self.single
    }

    /// Whether it is a relation: not so if a third of its members or more break it.
    pub(super) fn is_relation(self) -> bool {
        self.holds() > 2 * self.broken
    }

    /// Whether so many come out that a member that does not is wrong.
    pub(super) fn is_enough(self) -> bool {
        self.several >= ENOUGH && self.holds() >= FOR_EACH * self.broken
    }

    /// What tells the better of two readings.
    pub(super) fn rank(self) -> (i64, usize) {
        let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        (whole(self.holds()) - 3 * whole(self.broken), self.several)
    }
}

/// Differences so near are the same: each side is rounded.
pub(super) const NEAR: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// The figures that may be what relations do not come out by, each with how much it is too large if
/// it is the wrong one.
#[derive(Default)]
struct Causes {
    stated: QuickMap<StructureCell, Vec<Decimal>>,
    terms: QuickMap<StructureCell, Vec<Decimal>>,
}

impl Causes {
    /// Those of a relation that does not come out.
    fn add(&mut self, member: &Member, by: Decimal) {
        self.stated.entry(member.stated).or_default().push(by);
        for term in &member.terms {
            self.terms.entry(*term).or_default().push(-by);
        }
    }

    /// Whether one of them may be what another relation does not come out by, too: both are one
    /// sum, read in two ways, one states what the other adds, or both add it.
    fn explain(&self, member: &Member, by: Decimal) -> bool {
        let is_near = |known: Option<&Vec<Decimal>>, by: Decimal| {
            known.is_some_and(|known| known.iter().any(|known| (known - by).abs() <= NEAR))
        };
        let states = |cell: &StructureCell, by| is_near(self.stated.get(cell), by);
        states(&member.stated, by)
            || is_near(self.terms.get(&member.stated), by)
            || member
                .terms
                .iter()
                .any(|term| states(term, -by) || is_near(self.terms.get(term), -by))
    }
}

/// The figure that is the sum of one of two relations and stands in the other, where both find it
/// wrong by the same amount. That it were nothing beside nothing alone shows nothing: 0 = 0 holds anywhere.
pub(super) fn between(
    sides: &[FormSide],
    (one, by): (&Member, Decimal),
    (other, apart): (&Member, Decimal),
) -> Option<StructureCell> {
    let is_same = (by + apart).abs() <= NEAR;
    let stands_in = |stated: StructureCell, member: &Member| member.terms.contains(&stated);
    [(one.stated, by, other), (other.stated, apart, one)]
        .into_iter()
        .find(|(stated, by, member)| {
            is_same
                && stands_in(*stated, member)
                && !are_nothing(sides, (*stated, *by), [one, other])
        })
        .map(|(stated, ..)| stated)
}

/// Whether sums would come out as 0 = 0 alone, were a figure that is too large by so much the wrong one:
/// that holds anywhere.
pub(super) fn are_nothing(
    sides: &[FormSide],
    (cell, by): (StructureCell, Decimal),
    members: [&Member; 2],
) -> bool {
    let value = |cell: StructureCell| match printed(sides, cell) {
        Printed::Number(number) => number.value,
        Printed::Nothing | Printed::Unknown => Decimal::ZERO,
    };
    let is_nothing = |member: &Member| member.stated == cell || value(member.stated).is_zero();
    value(cell) == by && members.into_iter().all(is_nothing)
}

/// Whether a row or column that is missing, or one too many, explains broken relations better than a
/// wrong figure does: two members that belong together are off by the same amount, sums of one row
/// are off in several columns, or one member is off by what the others come to.
fn is_shifted(sides: &[FormSide], structure: Structure, members: &[Member]) -> bool {
    // one figure stands in one sum of a column, or of a row
    let line = |cell: StructureCell| match structure {
        Structure::Header => (0, cell.column),
        _ => (cell.side, cell.row),
    };
    let apart = |member: &Member| match came(sides, member) {
        SumOutcome::Apart(by) => Some((line(member.stated), by)),
        SumOutcome::To(_) | SumOutcome::Unknown => None,
    };
    let mut broken: Vec<((usize, usize), Decimal)> = members.iter().filter_map(apart).collect();
    broken.sort_unstable();
    // a row that is not printed is missing in each of its columns
    let is_of_rows = matches!(structure, Structure::Indent | Structure::Total);
    let is_same = |two: &[((usize, usize), Decimal)]| matches!(two, [(a, by), (b, same)] if a == b && (is_of_rows || (by - same).abs() <= NEAR));
    broken.windows(2).any(is_same) || add_up(broken.iter().map(|(_, by)| *by))
}

/// Whether the largest of three differences or more is what the others come to: that of a total
/// whose addends lack the same.
fn add_up(differences: impl Iterator<Item = Decimal>) -> bool {
    let mut all: Vec<Decimal> = differences.collect();
    all.sort_unstable_by_key(|by| by.abs());
    let Some((largest, rest)) = all.split_last().filter(|(_, rest)| rest.len() > 1) else {
        return false;
    };
    (largest - rest.iter().sum::<Decimal>()).abs() <= NEAR * Decimal::from(all.len())
}

/// How a sum comes out.
pub(super) enum SumOutcome {
    /// As stated, as far as rounding goes, of so many addends that are not zero.
    To(usize),
    /// Stated minus computed.
    Apart(Decimal),
    /// It cannot be told.
    Unknown,
}

/// How a sum comes out.
pub(super) fn came(sides: &[FormSide], member: &Member) -> SumOutcome {
    compare(sides, member).unwrap_or(SumOutcome::Unknown)
}

fn compare(sides: &[FormSide], member: &Member) -> Option<SumOutcome> {
    let mut addends = Addends::default();
    for term in &member.terms {
        addends.add(sides, *term)?;
    }
    addends.against(sides, member.stated)
}

/// What addends come to, as far as they were added.
#[derive(Default)]
pub(super) struct Addends {
    sum: Decimal,
    /// What rounding leaves open.
    room: Decimal,
    /// Those that are not zero.
    present: usize,
    /// Decimals of the most exact one.
    finest: u32,
}

impl Addends {
    /// Adds a cell; `None` where it cannot be read.
    pub(super) fn add(&mut self, sides: &[FormSide], term: StructureCell) -> Option<()> {
        match printed(sides, term) {
            Printed::Number(number) => {
                self.sum = self.sum.checked_add(number.value)?;
                self.present += usize::from(!number.value.is_zero());
                if !number.value.is_zero() {
                    self.room += half(number);
                }
                self.finest = self.finest.max(number.decimals);
            }
            Printed::Nothing => {}
            Printed::Unknown => return None,
        }
        Some(())
    }

    /// How the stated cell compares with them; `None` where it cannot be read.
    pub(super) fn against(&self, sides: &[FormSide], stated: StructureCell) -> Option<SumOutcome> {
        let nothing =
            Number { value: Decimal::ZERO, decimals: self.finest, unit: None, comparison: None };
        let stated = match printed(sides, stated) {
            Printed::Number(number) => number,
            Printed::Nothing => nothing,
            Printed::Unknown => return None,
        };
        let by = stated.value.checked_sub(self.sum)?;
        // one addend is the figure itself, not about as much
        let is_met = if self.present == 1 && stated.decimals == self.finest {
            by.is_zero()
        } else {
            by.abs() <= self.room + half(stated)
        };
        Some(if is_met { SumOutcome::To(self.present) } else { SumOutcome::Apart(by) })
    }
}

/// Half a unit of the last printed place.
fn half(number: Number) -> Decimal {
    Decimal::new(5, number.decimals + 1)
}

fn printed(sides: &[FormSide], cell: StructureCell) -> Printed {
    let slot =
        sides.get(cell.side).and_then(|side| side.rows.get(cell.row)?.cells.get(cell.column));
    let Some(slot) = slot else { return Printed::Unknown };
    match &slot.content {
        Content::Number(number) if !slot.repeated => Printed::Number(*number),
        Content::Blank | Content::Absent => Printed::Nothing,
        Content::Number(_) | Content::Text | Content::Unreadable(_) => Printed::Unknown,
    }
}

/// The columns, of these, in which sums down the rows mostly come out: rates do not add up.
pub(super) fn additive(sides: &[FormSide], families: &[Family], columns: &[usize]) -> Vec<usize> {
    let adds_up = |column: &usize| {
        let members = families.iter().flat_map(|family| &family.members);
        let own = members.filter(|member| member.stated.column == *column);
        let support = Support::of(sides, own);
        let is_of = |family: &Family| family.members.iter().any(|m| m.stated.column == *column);
        support.broken < 2
            || support.is_relation()
            || families.iter().any(|family| family.is_explained && is_of(family))
    };
    columns.iter().copied().filter(adds_up).collect()
}

/// How often each sum stands there once: of two readings of one cell the first that comes out.
pub(super) fn once(sides: &[FormSide], families: Vec<Family>) -> Vec<Family> {
    let comes_out = |member: &Member| matches!(came(sides, member), SumOutcome::To(1..));
    let mut out: Vec<Family> = Vec::new();
    // where each sum stands in `out`
    let mut known: QuickMap<(usize, usize, usize), (usize, usize)> = QuickMap::default();
    for family in families {
        let mut members: Vec<Member> = Vec::new();
        for member in family.members {
            let StructureCell { side, row, column } = member.stated;
            match known.entry((side, row, column)) {
                Entry::Vacant(entry) => {
                    entry.insert((out.len(), members.len()));
                    members.push(member);
                }
                Entry::Occupied(entry) => {
                    let (family, at) = *entry.get();
                    let own = if family == out.len() {
                        members.get_mut(at)
                    } else {
                        out.get_mut(family).and_then(|family| family.members.get_mut(at))
                    };
                    if let Some(known) = own.filter(|known| !comes_out(known))
                        && comes_out(&member)
                    {
                        known.terms = member.terms;
                    }
                }
            }
        }
        out.push(Family { members, ..family });
    }
    out.retain(|family| !family.members.is_empty());
    out
}

/// The sums that come out in several columns, by what they are of: where a relation does not hold
/// for all of them it may for some, and proves nothing of the others.
pub(super) fn single(
    sides: &[FormSide],
    structure: Structure,
    members: &[Member],
) -> Option<Family> {
    let mut rows: Vec<Vec<&Member>> = Vec::new();
    let mut known: QuickMap<(usize, usize), usize> = QuickMap::default();
    for member in members {
        let row = *known.entry((member.stated.side, member.stated.row)).or_insert(rows.len());
        match rows.get_mut(row) {
            Some(own) => own.push(member),
            None => rows.push(vec![member]),
        }
    }
    let holds = |own: &Vec<&Member>| {
        let support = Support::of(sides, own.iter().copied());
        support.several >= ENOUGH && support.is_relation()
    };
    let members: Vec<Member> = rows.into_iter().filter(holds).flatten().cloned().collect();
    (!members.is_empty()).then_some(Family {
        structure,
        law: Law::Sum,
        members,
        is_borne_out: false,
        is_explained: false,
        whole: Vec::new(),
    })
}

/// Whether a total is the sum that a relation says.
pub(super) fn comes_out(sides: &[FormSide], families: &[Family], total: StructureCell) -> bool {
    let mut sums = families
        .iter()
        .filter(|family| family.structure == Structure::Total)
        .flat_map(|family| &family.members)
        .filter(|member| member.stated == total);
    sums.any(|member| matches!(came(sides, member), SumOutcome::To(1..)))
}

/// Whether a family is a sum that stands alone and does not come out.
pub(super) fn is_open(sides: &[FormSide], family: &Family) -> bool {
    match family.members.as_slice() {
        [only] => matches!(came(sides, only), SumOutcome::Apart(_)),
        _ => false,
    }
}

/// Whether two sums that stand alone find one figure wrong by the same amount.
pub(super) fn is_one_cause(sides: &[FormSide], one: &Family, other: &Family) -> bool {
    let apart = |family: &'_ Family| match family.members.as_slice() {
        [only] => match came(sides, only) {
            SumOutcome::Apart(by) => Some(by),
            _ => None,
        },
        _ => None,
    };
    let (Some(by), Some(same)) = (apart(one), apart(other)) else { return false };
    one.members
        .iter()
        .zip(&other.members)
        .any(|(one, other)| between(sides, (one, by), (other, same)).is_some())
}

/// The reading that the figures bear out best, of several in the order of how plain they are, and
/// which of them it is. Where none comes out anywhere, the plainest: what does not come out is told
/// as open.
pub(super) fn best(
    sides: &[FormSide],
    structure: Structure,
    readings: impl IntoIterator<Item = Vec<Member>>,
) -> Option<(usize, Family)> {
    let with_terms = |(at, mut members): (usize, Vec<Member>)| {
        members.retain(|member| !member.terms.is_empty());
        (!members.is_empty()).then_some((at, members))
    };
    let mut readings: Vec<(usize, Vec<Member>)> =
        readings.into_iter().enumerate().filter_map(with_terms).collect();
    let mut best: Option<(Support, usize)> = None;
    for (number, (_, members)) in readings.iter().enumerate() {
        let support = Support::of(sides, members);
        if best.as_ref().is_none_or(|(known, _)| support.rank() > known.rank()) {
            best = Some((support, number));
        }
    }
    let (support, number) = best?;
    // one figure alone that does not come out may be another relation: what others say decides
    let is_open = support.broken == 1;
    let is_borne_out = support.is_enough()
        && (support.broken < 2 || !is_shifted(sides, structure, &readings.get(number)?.1));
    let is_moved = |(_, members): &(usize, Vec<Member>)| comes_out_moved(sides, structure, members);
    let moved = if is_borne_out || is_open { None } else { readings.iter().position(is_moved) };
    let is_explained = moved.is_some();
    if !is_explained && !support.is_relation() && !is_open {
        return None;
    }
    let (at, members) = readings.swap_remove(moved.unwrap_or(number));
    let is_borne_out = is_borne_out || is_explained;
    Some((
        at,
        Family { structure, law: Law::Sum, members, is_borne_out, is_explained, whole: Vec::new() },
    ))
}
