//! Sums down the columns: rows by their codes, by their levels, and rows of totals.

use super::header::{is_part, is_total};
use super::moved::those_moved;
use super::support::{additive, best, is_one_cause, is_open, once, single};
use super::{Family, Member, Structure, StructureCell, codes, levels, nest};
use crate::form::{Content, FormRow, FormSide};
use gouji_rules::pattern::Context;
use gouji_values::hash::QuickMap;
use std::ops::Range;

/// What a total may sum.
struct Reading {
    terms: Vec<usize>,
    /// A row that is called a part of another one is among them.
    takes_parts: bool,
}

/// The rows of a side with what their names and codes say of them.
pub(super) struct SideRows<'a> {
    rows: &'a [FormRow],
    /// For each row its code.
    codes: Vec<Option<&'a str>>,
    /// For each row the one above that its code belongs to.
    parents: Vec<Option<usize>>,
    /// For each row the level of its numbering, and its number.
    numbering: Vec<Option<(usize, u32)>>,
    /// For each row the level by how far its name stands in.
    depths: Vec<Option<usize>>,
    /// Rows of totals, in order.
    pub(super) totals: Vec<usize>,
    /// For each row whether its name says that it is a part of a row above: 其中.
    parts: Vec<bool>,
    /// How often each name stands there.
    names: QuickMap<&'a str, usize>,
    /// For each row that is no total the first of the columns of words that it fills.
    steps: Vec<Option<usize>>,
    /// The last one: a name that is printed once for several rows stands before that of its first.
    ends: Vec<Option<usize>>,
}

impl<'a> SideRows<'a> {
    /// The rows with the codes that they print; `names`: columns of words before the amounts;
    /// `indents`: how far the name of each row stands in, where that is known.
    pub(super) fn of(
        side: &'a FormSide,
        (names, indents): (&[usize], &[Option<u32>]),
        context: &Context<'_>,
    ) -> Self {
        let codes = side.rows.iter().map(|row| row.code.as_deref()).collect();
        Self::with_codes(side, codes, (names, indents), context)
    }

    /// The rows with codes that are known from elsewhere.
    pub(super) fn with_codes(
        side: &'a FormSide,
        codes: Vec<Option<&'a str>>,
        (names, indents): (&[usize], &[Option<u32>]),
        context: &Context<'_>,
    ) -> Self {
        let rows = side.rows.as_slice();
        let words = context.vocabulary;
        let numbering =
            |row: &FormRow| words.ordinal(&row.label).map(|ordinal| (ordinal.style, ordinal.value));
        let is_sum =
            |(row, code): (&FormRow, &Option<&str>)| code.is_none() && is_total(&row.key, context);
        let totals = (0..).zip(rows.iter().zip(&codes)).filter(|(_, row)| is_sum(*row));
        let fills = |row: &FormRow, column: &usize| {
            let slot = row.cells.get(*column);
            slot.is_some_and(|slot| slot.content == Content::Text && !slot.repeated)
        };
        let step = |row: &FormRow| names.iter().position(|column| fills(row, column));
        let end = |row: &FormRow| names.iter().rposition(|column| fills(row, column));
        let own = || rows.iter().zip(&codes);
        let steps = own().map(|row| step(row.0).filter(|_| !is_sum(row))).collect();
        let ends = own().map(|row| end(row.0).filter(|_| !is_sum(row))).collect();
        let mut names: QuickMap<&str, usize> = QuickMap::default();
        for row in rows {
            *names.entry(row.key.as_str()).or_default() += 1;
        }
        Self {
            names,
            steps,
            ends,
            rows,
            parents: codes::parents(&codes),
            numbering: rows.iter().map(numbering).collect(),
            depths: levels::depths(rows, indents, context),
            totals: totals.map(|(at, _)| at).collect(),
            parts: rows.iter().map(|row| is_part(&row.key, context)).collect(),
            codes,
        }
    }

    fn is_total(&self, row: usize) -> bool {
        self.totals.binary_search(&row).is_ok()
    }

    fn has_figure(&self, row: usize) -> bool {
        let cells = self.rows.get(row).map_or(&[][..], |row| &row.cells);
        cells.iter().any(|slot| matches!(slot.content, Content::Number(_)))
    }

    fn has_amount(&self, row: usize, column: usize) -> bool {
        let slot = self.rows.get(row).and_then(|row| row.cells.get(column));
        slot.is_some_and(
            |slot| matches!(slot.content, Content::Number(number) if !number.value.is_zero()),
        )
    }

    fn is_coded(&self, row: usize) -> bool {
        self.code(row).is_some()
    }

    fn code(&self, row: usize) -> Option<&'a str> {
        self.codes.get(row).copied().flatten()
    }

    fn parent(&self, row: usize) -> Option<usize> {
        self.parents.get(row).copied().flatten()
    }

    fn level(&self, row: usize) -> Option<usize> {
        self.numbering.get(row).copied().flatten().map(|(level, _)| level)
    }

    /// Whether these rows are one list, numbered alike from one on, with no figure between that is
    /// none of theirs, and none but totals between them and the row of their total that has an amount
    /// in its column.
    pub(super) fn are_one_list(&self, (total, column): (usize, usize), rows: &[usize]) -> bool {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return false };
        let ordinal = |row: usize| self.numbering.get(row).copied().flatten();
        let level = self.level(*first);
        let is_next =
            |(row, value): (&usize, u32)| ordinal(*row) == level.map(|level| (level, value));
        level.is_some()
            && rows.iter().zip(1..).all(is_next)
            && (*first..*last).all(|row| rows.contains(&row) || !self.has_figure(row))
            && (*last + 1..total).chain(total + 1..*first).all(|row| {
                self.is_total(row) || !self.has_amount(row, column) || self.level(row) > level
            })
    }

    /// Whether these rows are the total before another one and the only figure between the two.
    pub(super) fn are_total_and_rest(&self, total: usize, rows: &[usize]) -> bool {
        let at = self.totals.partition_point(|other| *other < total);
        let before = at.checked_sub(1).and_then(|at| self.totals.get(at)).copied();
        let Some(before) = before.filter(|before| rows.contains(before)) else { return false };
        let is_part = |row: usize| self.parts.get(row).copied().unwrap_or(false);
        let mut between = (before + 1..total).filter(|row| self.has_figure(*row));
        match (between.next(), between.next()) {
            (Some(only), None) => rows.contains(&only) && !is_part(only),
            _ => false,
        }
    }

    /// The rows of a stretch that count by themselves: codes below no other, else the highest
    /// numbering, else all that are no totals.
    fn tops(&self, stretch: Range<usize>) -> Vec<usize> {
        let own: Vec<usize> = stretch.filter(|row| !self.is_total(*row)).collect();
        let coded: Vec<usize> = own.iter().copied().filter(|row| self.is_coded(*row)).collect();
        if !coded.is_empty() {
            let is_top = |row: &usize| {
                self.parent(*row).is_none_or(|parent| coded.binary_search(&parent).is_err())
            };
            return coded.iter().copied().filter(is_top).collect();
        }
        match own.iter().filter_map(|row| self.level(*row)).min() {
            Some(highest) => {
                own.into_iter().filter(|row| self.level(*row) == Some(highest)).collect()
            }
            None => own,
        }
    }

    /// A reading without the rows that are called a part of another one; `None` where it has none.
    fn without_parts(&self, reading: &[usize]) -> Option<Vec<usize>> {
        let is_part = |row: &usize| self.parts.get(*row).copied().unwrap_or(false);
        reading
            .iter()
            .any(is_part)
            .then(|| reading.iter().copied().filter(|row| !is_part(row)).collect())
    }

    /// The rows of a stretch that no other counts: those of the highest numbering and those
    /// without any that stand below none.
    fn loose(&self, stretch: Range<usize>) -> Vec<usize> {
        let own: Vec<usize> = stretch.filter(|row| !self.is_total(*row)).collect();
        let highest = own.iter().filter_map(|row| self.level(*row)).min();
        let is_loose = |row: &usize| {
            !self.is_coded(*row) && self.level(*row).is_none_or(|level| Some(level) == highest)
        };
        own.into_iter().filter(is_loose).collect()
    }

    /// What a row of totals may sum, the plainest reading first, those that take parts last.
    fn readings(&self, total: usize) -> Vec<Reading> {
        let (mut out, mut with_parts) = (Vec::new(), Vec::new());
        for terms in self.all_readings(total) {
            match self.without_parts(&terms) {
                Some(others) => {
                    out.push(Reading { terms: others, takes_parts: false });
                    with_parts.push(Reading { terms, takes_parts: true });
                }
                None => out.push(Reading { terms, takes_parts: false }),
            }
        }
        out.append(&mut with_parts);
        out
    }

    fn all_readings(&self, total: usize) -> Vec<Vec<usize>> {
        let end = self.rows.len();
        let at = self.totals.partition_point(|other| *other < total);
        let before = at.checked_sub(1).and_then(|at| self.totals.get(at)).copied();
        let next = self.totals.get(at + 1).copied().unwrap_or(end);
        let since = before.map_or(0, |before| before + 1);
        let other_totals = |stretch: Range<usize>| -> Vec<usize> {
            let own: Vec<usize> =
                self.totals.iter().copied().filter(|row| stretch.contains(row)).collect();
            // one other total may be the same by chance
            if own.len() > 1 { own } else { Vec::new() }
        };
        let with_before =
            |rows: Vec<usize>| -> Vec<usize> { before.into_iter().chain(rows).collect() };
        let above = self.tops(since..total);
        let below = self.tops(total + 1..next);
        // a total stands over what it sums, or under it
        let mut out = if above.is_empty() { vec![below, above] } else { vec![above, below] };
        out.push(with_before(self.tops(since..total)));
        out.push(self.loose(since..total));
        out.push(with_before(self.loose(since..total)));
        out.push(self.tops(0..total));
        out.push(self.tops(total + 1..end));
        out.push(other_totals(0..total));
        out.push(other_totals(total + 1..end));
        out.push(self.sections(total + 1..end));
        out.push(self.sections(0..total));
        out
    }

    /// Rows with those of the next level below them, the plainest reading first: by numbering, by
    /// how far names stand in, by both, by columns of names.
    fn nestings(&self) -> [Vec<Sum>; 5] {
        let is_total = |row: usize| self.is_total(row);
        let numbering: Vec<Option<usize>> =
            (0..self.rows.len()).map(|row| self.level(row)).collect();
        let both = levels::both(&numbering, &self.depths);
        // a name that stands in farther is no part of one that is numbered as its part or its like
        let is_told_otherwise = |row: usize, term: usize| matches!((self.level(row), self.level(term)), (Some(own), Some(below)) if below <= own);
        let without = |sums: Vec<Sum>| -> Vec<Sum> {
            let is_kept =
                |(row, terms): &Sum| !terms.iter().any(|term| is_told_otherwise(*row, *term));
            sums.into_iter().filter(is_kept).collect()
        };
        [
            levels::nested(&numbering, is_total),
            without(levels::nested(&self.depths, is_total)),
            levels::nested(&both, is_total),
            without(levels::nested(&self.steps, is_total)),
            without(levels::nested(&self.ends, is_total)),
        ]
    }

    /// Rows with those that they add by their amounts alone, where nothing else tells levels.
    fn by_amounts(&self, column: usize) -> Vec<Sum> {
        let coded = self.codes.iter().flatten().count();
        if coded * 2 > self.rows.len() {
            return Vec::new();
        }
        let amount = |row: &FormRow| {
            let slot = row.cells.get(column).filter(|slot| !slot.repeated)?;
            if let Content::Number(number) = slot.content { Some(number.value) } else { None }
        };
        nest::by_amounts(&self.rows.iter().map(amount).collect::<Vec<_>>())
    }

    /// Rows before the accounts of a unit each: its name without a code, or with one of another
    /// length than accounts have.
    fn sections(&self, stretch: Range<usize>) -> Vec<usize> {
        let tops = self.tops(stretch.clone());
        let digits = |row: usize| self.code(row).map(str::len);
        let lead = tops.first().and_then(|top| digits(*top));
        let led: Vec<usize> = tops.iter().copied().filter(|top| digits(*top) == lead).collect();
        if led.len() < tops.len() {
            return led;
        }
        let may_lead =
            |row: usize| !self.is_coded(row) && !self.is_total(row) && self.has_figure(row);
        let sections: Vec<usize> =
            stretch.clone().filter(|row| may_lead(*row) && self.is_coded(row + 1)).collect();
        if !sections.is_empty() {
            return sections;
        }
        // names that come again and again are accounts, those between them units
        let comes_again = |row: usize| {
            let key = self.rows.get(row).map(|row| &row.key);
            key.is_some_and(|key| {
                !key.is_empty() && self.names.get(key.as_str()).is_some_and(|count| *count > 1)
            })
        };
        stretch.filter(|row| may_lead(*row) && !comes_again(*row) && comes_again(row + 1)).collect()
    }
}

/// A sum down the columns: its row and those that it adds.
type Sum = (usize, Vec<usize>);

/// Relations between rows.
#[derive(Default)]
pub(super) struct RowFamilies {
    /// Those that the figures bear out best.
    pub(super) found: Vec<Family>,
    /// Other readings of totals that come out in none.
    pub(super) others: Vec<Family>,
}

/// The relations between rows in these columns of amounts of a side.
pub(super) fn relations(
    sides: &[FormSide],
    side: usize,
    lines: &SideRows<'_>,
    columns: &[usize],
) -> RowFamilies {
    let mut all = in_columns(sides, side, lines, columns);
    take_readings_of_one_cause(sides, &mut all);
    let additive = additive(sides, &all.found, columns);
    if additive.len() == columns.len() {
        return all;
    }
    let mut some = in_columns(sides, side, lines, &additive);
    take_readings_of_one_cause(sides, &mut some);
    some
}

/// Of totals that come out in no reading takes those in which one figure is wrong in two of them.
fn take_readings_of_one_cause(sides: &[FormSide], all: &mut RowFamilies) {
    let open: Vec<usize> = (0..all.found.len())
        .filter(|at| all.found.get(*at).is_some_and(|one| is_open(sides, one)))
        .collect();
    let stated = |family: &Family| family.members.first().map(|member| member.stated);
    for (number, at) in open.iter().enumerate() {
        for other in open.iter().skip(number + 1) {
            let (Some(one), Some(two)) = (all.found.get(*at), all.found.get(*other)) else {
                continue;
            };
            let readings = |chosen: &Family| -> Vec<Family> {
                let others = all.others.iter().filter(|other| stated(other) == stated(chosen));
                std::iter::once(chosen).chain(others).cloned().collect()
            };
            let (mine, theirs) = (readings(one), readings(two));
            let found = mine.iter().find_map(|mine| {
                theirs
                    .iter()
                    .find(|theirs| is_one_cause(sides, mine, theirs))
                    .map(|theirs| (mine, theirs))
            });
            if let Some((mine, theirs)) = found {
                for (at, reading) in [(*at, mine), (*other, theirs)] {
                    if let Some(slot) = all.found.get_mut(at) {
                        slot.clone_from(reading);
                    }
                }
            }
        }
    }
}

fn in_columns(
    sides: &[FormSide],
    side: usize,
    lines: &SideRows<'_>,
    columns: &[usize],
) -> RowFamilies {
    let fits = |structure: Structure, readings: &[Vec<Sum>], columns: &[usize]| {
        best(sides, structure, readings.iter().map(|sums| members(side, sums, columns)))
    };
    // columns that go with names of their own follow another order of rows
    let together = |structure: Structure, readings: &[Vec<Sum>]| -> Vec<(usize, Family)> {
        match fits(structure, readings, columns) {
            Some(family) => vec![family],
            None => {
                let own = columns.chunks(1);
                own.filter_map(|column| fits(structure, readings, column)).collect()
            }
        }
    };
    let plain = |found: Vec<(usize, Family)>| found.into_iter().map(|(_, family)| family);
    let mut out: Vec<Family> = plain(together(Structure::Code, &[by_code(lines)])).collect();
    let mut others = Vec::new();
    let mut nested = Vec::new();
    for sums in lines.nestings() {
        let all = members(side, &sums, columns);
        let found = together(Structure::Indent, &[sums]);
        let some = if found.is_empty() { single(sides, Structure::Indent, &all) } else { None };
        nested.extend(plain(found).chain(some));
    }
    // a total that the amounts tell the addends of has no other reading
    let mut told: Vec<usize> = Vec::new();
    if nested.is_empty() {
        let sums = columns.iter().map(|column| lines.by_amounts(*column));
        let sums = sums.filter(|sums| !sums.is_empty());
        let found = sums.map(|sums| together(Structure::Indent, &[sums]));
        nested.extend(found.filter(|found| !found.is_empty()).take(1).flat_map(plain));
        let stated = nested.iter().flat_map(|family| &family.members);
        told.extend(stated.map(|member| member.stated.row));
    }
    out.extend(once(sides, those_moved(nested)));
    let totals = lines.totals.iter().copied().filter(|row| lines.has_figure(*row));
    for total in totals.filter(|row| !told.contains(row)) {
        let readings = lines.readings(total);
        // the parts may be all that there is, but their names do not say so
        let plain = readings.len() - readings.iter().filter(|reading| reading.takes_parts).count();
        let sums: Vec<Vec<Sum>> =
            readings.into_iter().map(|reading| vec![(total, reading.terms)]).collect();
        for (at, family) in together(Structure::Total, &sums) {
            if is_open(sides, &family) {
                let readings = sums.iter().take(plain).map(|sums| members(side, sums, columns));
                others.extend(other_readings(&family, readings));
            }
            let is_borne_out = family.is_borne_out && at < plain;
            out.push(Family { is_borne_out, ..family });
        }
    }
    out.extend(fits(Structure::Total, &[by_section(lines)], columns).map(|(_, family)| family));
    RowFamilies { found: out, others }
}

/// The further readings of a total that stands in one column.
fn other_readings(
    chosen: &Family,
    readings: impl Iterator<Item = Vec<Member>>,
) -> impl Iterator<Item = Family> {
    let single = readings.filter(|members| {
        matches!(members.as_slice(), [one] if one.terms.len() > 1) && *members != chosen.members
    });
    single.map(|members| Family { members, is_borne_out: false, ..chosen.clone() })
}

/// The cells of sums in these columns.
fn members(side: usize, sums: &[Sum], columns: &[usize]) -> Vec<Member> {
    let in_column = |(stated, terms): &Sum, column: usize| {
        let cell = |row: usize| StructureCell { side, row, column };
        Member { stated: cell(*stated), terms: terms.iter().map(|row| cell(*row)).collect() }
    };
    sums.iter().flat_map(|sum| columns.iter().map(move |column| in_column(sum, *column))).collect()
}

/// Each row whose code others begin with, and those right below it.
fn by_code(lines: &SideRows<'_>) -> Vec<Sum> {
    let mut out: Vec<Sum> = Vec::new();
    let mut at = vec![None; lines.rows.len()];
    for (row, parent) in lines.parents.iter().enumerate() {
        let Some(parent) = *parent else { continue };
        let Some(known) = at.get_mut(parent) else { continue };
        let index = *known.get_or_insert_with(|| {
            out.push((parent, Vec::new()));
            out.len() - 1
        });
        if let Some((_, children)) = out.get_mut(index) {
            children.push(row);
        }
    }
    // a code that stands twice may have lost its last digits: of what it is a part is unknown
    let code = |row: &usize| lines.code(*row);
    let is_told = |children: &[usize]| {
        let mut codes: Vec<_> = children.iter().map(code).collect();
        codes.sort_unstable();
        codes.windows(2).all(|two| two.first() != two.last())
    };
    out.retain(|(_, children)| is_told(children));
    out
}

/// The name of each unit with the accounts below it, where a table lists those of several.
fn by_section(lines: &SideRows<'_>) -> Vec<Sum> {
    let end = lines.rows.len();
    let sections = lines.sections(0..end);
    let inside = |section: &usize| {
        let at = sections.partition_point(|other| other <= section);
        let next = sections.get(at).copied().unwrap_or(end);
        let total = lines.totals.iter().copied().find(|total| total > section).unwrap_or(end);
        lines.tops(section + 1..next.min(total))
    };
    let found = sections.iter().map(|section| (*section, inside(section)));
    // a name with one account below it may be another account
    found.filter(|(_, accounts)| accounts.len() > 1).collect()
}
