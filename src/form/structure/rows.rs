//! Sums down the columns: rows by their codes, by their levels, and rows of totals.

use super::header::is_total;
use super::support::{additive, best, once, single};
use super::{Cell, Family, Member, Structure, codes, levels};
use crate::form::{Content, Row, Side};
use crate::hash::QuickMap;
use crate::pattern::Context;
use std::ops::Range;

/// The rows of a side with what their names and codes say of them.
pub(super) struct Lines<'a> {
    rows: &'a [Row],
    /// For each row the one above that its code belongs to.
    parents: Vec<Option<usize>>,
    /// For each row the level of its numbering.
    numbering: Vec<Option<usize>>,
    /// For each row the level by how far its name stands in.
    depths: Vec<Option<usize>>,
    /// Rows of totals, in order.
    pub(super) totals: Vec<usize>,
    /// How often each name stands there.
    names: QuickMap<&'a str, usize>,
    /// For each row that is no total the first of the columns of words that it fills.
    steps: Vec<Option<usize>>,
}

impl<'a> Lines<'a> {
    /// `names`: columns of words before the amounts; `indents`: how far the name of each row stands
    /// in, where that is known.
    pub(super) fn of(
        side: &'a Side,
        (names, indents): (&[usize], &[Option<u32>]),
        context: &Context<'_>,
    ) -> Self {
        let rows = side.rows.as_slice();
        let words = context.vocabulary;
        let numbering = |row: &Row| words.ordinal(&row.label).map(|ordinal| ordinal.style);
        let is_sum = |row: &Row| row.code.is_none() && is_total(&row.key, context);
        let totals = rows.iter().enumerate().filter(|(_, row)| is_sum(row));
        let step = |row: &Row| {
            let filled = names.iter().position(|column| {
                row.cells
                    .get(*column)
                    .is_some_and(|slot| slot.content == Content::Text && !slot.repeated)
            });
            filled.filter(|_| !is_sum(row))
        };
        let steps = rows.iter().map(step).collect();
        let mut names: QuickMap<&str, usize> = QuickMap::default();
        for row in rows {
            *names.entry(row.key.as_str()).or_default() += 1;
        }
        Self {
            names,
            steps,
            rows,
            parents: codes::parents(rows),
            numbering: rows.iter().map(numbering).collect(),
            depths: levels::depths(rows, indents, context),
            totals: totals.map(|(at, _)| at).collect(),
        }
    }

    fn is_total(&self, row: usize) -> bool {
        self.totals.binary_search(&row).is_ok()
    }

    fn has_figure(&self, row: usize) -> bool {
        let cells = self.rows.get(row).map_or(&[][..], |row| &row.cells);
        cells.iter().any(|slot| matches!(slot.content, Content::Number(_)))
    }

    fn is_coded(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|row| row.code.is_some())
    }

    fn parent(&self, row: usize) -> Option<usize> {
        self.parents.get(row).copied().flatten()
    }

    fn level(&self, row: usize) -> Option<usize> {
        self.numbering.get(row).copied().flatten()
    }

    /// The rows of a stretch that count by themselves: codes below no other, else the highest
    /// numbering, else all that are no totals.
    fn tops(&self, stretch: Range<usize>) -> Vec<usize> {
        let own: Vec<usize> = stretch.filter(|row| !self.is_total(*row)).collect();
        let coded: Vec<usize> = own.iter().copied().filter(|row| self.is_coded(*row)).collect();
        if !coded.is_empty() {
            let is_top =
                |row: &usize| self.parent(*row).is_none_or(|parent| !coded.contains(&parent));
            return coded.iter().copied().filter(is_top).collect();
        }
        match own.iter().filter_map(|row| self.level(*row)).min() {
            Some(highest) => {
                own.into_iter().filter(|row| self.level(*row) == Some(highest)).collect()
            }
            None => own,
        }
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

    /// What a row of totals may sum, the plainest reading first.
    fn readings(&self, total: usize) -> Vec<Vec<usize>> {
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
    fn nestings(&self) -> [Vec<(usize, Vec<usize>)>; 4] {
        let is_total = |row: usize| self.is_total(row);
        let both = levels::both(&self.numbering, &self.depths);
        [
            levels::nested(&self.numbering, is_total),
            levels::nested(&self.depths, is_total),
            levels::nested(&both, is_total),
            levels::nested(&self.steps, is_total),
        ]
    }

    /// Rows before the accounts of a unit each: its name without a code, or with one of another
    /// length than accounts have.
    fn sections(&self, stretch: Range<usize>) -> Vec<usize> {
        let tops = self.tops(stretch.clone());
        let digits = |row: usize| self.rows.get(row)?.code.as_ref().map(|code| code.len());
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

/// The relations between the rows of a side, in these columns of amounts; `places`: columns of words
/// before them, from left to right, and how far the name of each row stands in.
pub(super) fn relations(
    sides: &[Side],
    side: usize,
    columns: &[usize],
    places: (&[usize], &[Option<u32>]),
    context: &Context<'_>,
) -> Vec<Family> {
    let Some(content) = sides.get(side) else { return Vec::new() };
    let lines = Lines::of(content, places, context);
    let all = in_columns(sides, side, &lines, columns);
    let additive = additive(sides, &all, columns);
    if additive.len() == columns.len() { all } else { in_columns(sides, side, &lines, &additive) }
}

fn in_columns(sides: &[Side], side: usize, lines: &Lines<'_>, columns: &[usize]) -> Vec<Family> {
    let sum = |stated: usize, terms: &[usize]| -> Vec<Member> {
        let cell = |row: usize, column: usize| Cell { side, row, column };
        columns
            .iter()
            .map(|column| Member {
                stated: cell(stated, *column),
                terms: terms.iter().map(|row| cell(*row, *column)).collect(),
            })
            .collect()
    };
    let mut out = Vec::new();
    let all = |families: &[(usize, Vec<usize>)]| -> Vec<Member> {
        families.iter().flat_map(|(stated, terms)| sum(*stated, terms)).collect()
    };
    // columns that go with names of their own follow another order of rows
    let together = |structure: Structure, readings: Vec<Vec<Member>>| -> Vec<Family> {
        if let Some(family) = best(sides, structure, readings.clone()) {
            return vec![family];
        }
        let of_column = |column: &usize| {
            let own = |members: &Vec<Member>| -> Vec<Member> {
                let own = members.iter().filter(|member| member.stated.column == *column);
                own.cloned().collect()
            };
            best(sides, structure, readings.iter().map(own))
        };
        columns.iter().filter_map(of_column).collect()
    };
    out.extend(together(Structure::Code, vec![all(&by_code(lines))]));
    let mut nested = Vec::new();
    for groups in lines.nestings() {
        let members = all(&groups);
        let found = together(Structure::Indent, vec![members.clone()]);
        let some = if found.is_empty() { single(sides, Structure::Indent, &members) } else { None };
        nested.extend(found.into_iter().chain(some));
    }
    out.extend(once(sides, nested));
    for total in lines.totals.iter().copied().filter(|row| lines.has_figure(*row)) {
        let readings = lines.readings(total).into_iter().map(|terms| sum(total, &terms));
        out.extend(together(Structure::Total, readings.collect()));
    }
    let sections: Vec<(usize, Vec<usize>)> = by_section(lines);
    out.extend(best(sides, Structure::Total, [all(&sections)]));
    out
}

/// Each row whose code others begin with, and those right below it.
fn by_code(lines: &Lines<'_>) -> Vec<(usize, Vec<usize>)> {
    let mut out: Vec<(usize, Vec<usize>)> = Vec::new();
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
    let code = |row: &usize| lines.rows.get(*row).and_then(|row| row.code.as_ref());
    let is_told = |children: &[usize]| {
        let mut codes: Vec<_> = children.iter().map(code).collect();
        codes.sort_unstable();
        codes.windows(2).all(|two| two.first() != two.last())
    };
    out.retain(|(_, children)| is_told(children));
    out
}

/// The name of each unit with the accounts below it, where a table lists those of several.
fn by_section(lines: &Lines<'_>) -> Vec<(usize, Vec<usize>)> {
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
