//! Sums along the rows: what columns stand under which header, and which of them is the total.

use super::heads::Heads;
use super::moved::beside_its_parts;
use super::support::{Addends, SumOutcome, Support, best};
use super::{Family, Law, Member, Structure, StructureCell};
use crate::form::FormSide;
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ColumnKind, Form};
use gouji_values::document::Table;
use gouji_values::label::{label_key, label_unit};
use std::ops::Range;

/// A column of amounts, rates or counts with the heads above it, the topmost first.
pub(super) struct Headed {
    /// Column of the form.
    pub(super) column: usize,
    heads: Vec<Head>,
    /// Its own head says that it is a total.
    pub(super) is_total: bool,
    /// It says nothing else: it is the total of all that stands under the same heads.
    is_only_total: bool,
    /// Its own head says that it is a part of what stands beside it: 其中.
    is_part: bool,
    /// Its figures are percents.
    pub(super) is_percent: bool,
    /// They count what is no money.
    pub(super) is_count: bool,
    /// They are, or its head says that they are rates.
    pub(super) may_be_rate: bool,
}

/// A cell of the header.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Head {
    /// Its row and its column: merged cells are one.
    at: (u32, u32),
    key: String,
}

impl Headed {
    fn stands_under(&self, above: &[Head]) -> bool {
        self.heads.len() > above.len() && self.heads.starts_with(above)
    }
}

/// The columns of amounts, of rates and of counts of a side, from left to right.
pub(super) fn headed(
    table: &Table,
    header: Range<usize>,
    side: &FormSide,
    form: &Form,
    context: &Context<'_>,
) -> Vec<Headed> {
    let mut physical: Vec<(u32, usize)> = form
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.kind.adds_up() || column.kind == ColumnKind::Percent)
        .filter_map(|(at, _)| Some((side.columns.get(at)?.as_ref()?.column, at)))
        .collect();
    physical.sort_unstable();
    let cells = Heads::of(table, header, context);
    let headed = physical.into_iter().map(|(physical, column)| {
        let cells = cells.over(physical);
        // 占预算(%)
        let unit = cells.last().and_then(|cell| label_unit(&cell.text.text, context.vocabulary));
        let names_ratio = unit.is_some_and(|unit| context.vocabulary.units.get(unit).ratio);
        let heads = cells.into_iter().map(|cell| Head {
            at: (cell.row, cell.column),
            key: label_key(&cell.text.text, context.vocabulary),
        });
        let heads: Vec<Head> = heads.filter(|head| !head.key.is_empty()).collect();
        let is = |says: fn(&str, &Context<'_>) -> bool| {
            heads.last().is_some_and(|head| says(&head.key, context))
        };
        let (is_total, is_part) = (is(is_total), is(is_part));
        let is_word = |head: &Head| context.vocabulary.total.contains(&head.key);
        let is_only_total = heads.last().is_some_and(is_word);
        let kind = form.columns.get(column).map(|column| column.kind);
        let is_percent = kind == Some(ColumnKind::Percent);
        let is_count = kind == Some(ColumnKind::Count);
        let may_be_rate = is_percent || names_ratio || is(is_rate);
        Headed {
            column,
            heads,
            is_total,
            is_only_total,
            is_part,
            is_percent,
            is_count,
            may_be_rate,
        }
    });
    headed.collect()
}

/// Whether a header is that of rates: it ends with a word of rates or of a unit of theirs.
fn is_rate(key: &str, context: &Context<'_>) -> bool {
    let words = context.vocabulary;
    let nouns = ["rate_head", "rate_noun", "share_noun"].iter();
    let mut nouns = nouns.flat_map(|class| words.prose.get(*class).map_or(&[][..], Vec::as_slice));
    nouns.any(|noun| key.ends_with(noun.as_str()))
        || words.units.iter().any(|(_, unit)| unit.ratio && key.ends_with(unit.name.as_str()))
}

/// Whether a label or header is that of a total: it ends with a word of totals.
pub(super) fn is_total(key: &str, context: &Context<'_>) -> bool {
    context.vocabulary.total.iter().any(|word| key.ends_with(word.as_str()))
}

/// Whether a label or header is that of a part of what stands before it: 其中.
pub(super) fn is_part(key: &str, context: &Context<'_>) -> bool {
    let words = context.vocabulary.prose.get("of_which").map_or(&[][..], Vec::as_slice);
    words.iter().any(|word| key.starts_with(word.as_str()))
}

/// What stands beside a total under the same heads: a column, or a group of columns by what it
/// comes to.
struct Item {
    /// Position of its first column.
    at: usize,
    columns: Vec<usize>,
    is_total: bool,
}

/// The relations between the columns of a side.
pub(super) fn relations(sides: &[FormSide], side: usize, columns: &[Headed]) -> Vec<Family> {
    let of = |at: usize| {
        of_column(sides, side, columns, at, false).or_else(|| {
            // the parts may be all that there is, but the header does not say so
            let family = of_column(sides, side, columns, at, true)?;
            Some(Family { is_borne_out: false, ..family })
        })
    };
    (0..columns.len()).filter_map(of).collect()
}

/// What a column sums, as far as the figures bear it out; with `takes_parts` columns that are called
/// a part of another one count, too.
fn of_column(
    sides: &[FormSide],
    side: usize,
    columns: &[Headed],
    at: usize,
    takes_parts: bool,
) -> Option<Family> {
    let total = columns.get(at)?;
    let above = total.heads.get(..total.heads.len().saturating_sub(1)).unwrap_or(&[]);
    let items = items(columns, above, takes_parts);
    let own = |item: &&Item| !item.columns.contains(&at);
    let right: Vec<&Item> = items.iter().filter(|item| item.at > at).filter(own).collect();
    let left: Vec<&Item> = items.iter().filter(|item| item.at < at).filter(own).collect();
    if !total.is_total {
        return unnamed(sides, side, columns, at, &right);
    }
    let readings = readings(&right, &left).into_iter();
    let readings: Vec<Vec<Member>> =
        readings.map(|terms| members(sides, side, columns, at, &terms).collect()).collect();
    let swapped = || beside_its_parts(sides, &readings).filter(|_| total.is_only_total);
    let found = best(sides, Structure::Header, readings.clone()).map(|(_, family)| family);
    if found.as_ref().is_some_and(|family| family.is_borne_out) {
        found
    } else {
        swapped().or(found)
    }
}

/// What a total column may sum, the plainest reading first.
fn readings(right: &[&Item], left: &[&Item]) -> Vec<Vec<usize>> {
    let all = |items: &[&Item]| -> Vec<usize> {
        items.iter().flat_map(|item| item.columns.iter().copied()).collect()
    };
    let up_to_next = right.iter().position(|item| item.is_total).unwrap_or(right.len());
    let mut out = vec![all(right.get(..up_to_next).unwrap_or(&[])), all(right)];
    let totals = |items: &[&Item]| -> Vec<usize> {
        let totals = items.iter().filter(|item| item.is_total);
        totals.flat_map(|item| item.columns.iter().copied()).collect()
    };
    out.push(totals(right));
    let since = left.iter().rposition(|item| item.is_total).map_or(0, |at| at + 1);
    out.push(all(left.get(since..).unwrap_or(&[])));
    out.push(all(left));
    out.push(totals(left));
    out.extend((2..up_to_next).rev().map(|some| all(right.get(..some).unwrap_or(&[]))));
    // 总计 = 小计 + 小计 + 结转: a total and what it sums stand for each other once
    let mut outer: Vec<usize> = Vec::new();
    let mut inside = false;
    for item in right {
        if item.is_total {
            inside = true;
            outer.extend(&item.columns);
        } else if !inside {
            outer.extend(&item.columns);
        }
    }
    out.push(outer);
    out
}

/// Columns under some heads: each by itself, or the group that it stands in by its total.
fn items(columns: &[Headed], above: &[Head], takes_parts: bool) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    let mut last: Option<&Head> = None;
    for (at, column) in columns.iter().enumerate() {
        if !column.stands_under(above) {
            last = None;
            continue;
        }
        if column.is_part && !takes_parts {
            continue;
        }
        if column.heads.len() == above.len() + 1 {
            out.push(Item { at, columns: vec![at], is_total: column.is_total });
            last = None;
            continue;
        }
        let group = column.heads.get(above.len());
        if group.is_some() && group == last {
            continue;
        }
        last = group;
        let heads = column.heads.get(..above.len() + 1).unwrap_or(&[]);
        out.push(Item { at, columns: group_total(columns, heads, takes_parts), is_total: false });
    }
    out
}

/// What a group of columns comes to: its total, or all of it.
fn group_total(columns: &[Headed], heads: &[Head], takes_parts: bool) -> Vec<usize> {
    let inner = items(columns, heads, takes_parts);
    match inner.iter().find(|item| item.is_total) {
        Some(total) => total.columns.clone(),
        None => inner.into_iter().flat_map(|item| item.columns).collect(),
    }
}

/// A member for each row.
fn members(
    sides: &[FormSide],
    side: usize,
    columns: &[Headed],
    total: usize,
    terms: &[usize],
) -> impl Iterator<Item = Member> + use<> {
    let column = |at: usize| columns.get(at).map(|column| column.column);
    let stated = column(total);
    let terms: Vec<usize> = terms.iter().filter_map(|at| column(*at)).collect();
    let rows = sides.get(side).map_or(0, |side| side.rows.len());
    (0..rows).filter_map(move |row| {
        let cell = |column: usize| StructureCell { side, row, column };
        let terms = terms.iter().map(|column| cell(*column)).collect();
        Some(Member { stated: cell(stated?), terms })
    })
}

/// A column that is not called a total may be one all the same: where the rows bear it out, but for
/// one at most, it is checked, else nothing is said of it.
fn unnamed(
    sides: &[FormSide],
    side: usize,
    columns: &[Headed],
    at: usize,
    right: &[&Item],
) -> Option<Family> {
    /// Rows of several addends that have to come out, or but for one.
    const ROWS: usize = 3;
    /// At least this many rows have to come out before a row that does not is called wrong.
    const PLENTY: usize = 6;
    let reading = |some: usize| -> Option<(Support, Vec<Member>)> {
        let terms: Vec<usize> =
            right.get(..some)?.iter().flat_map(|item| item.columns.iter().copied()).collect();
        let members: Vec<Member> = members(sides, side, columns, at, &terms).collect();
        let support = Support::of(sides, &members);
        (support.several + support.broken >= ROWS).then_some((support, members))
    };
    let mut one_broken = None;
    for some in whole_rows(sides, side, columns, at, right).into_iter().rev() {
        match reading(some) {
            Some(whole) if whole.0.broken == 0 => return Some(of_unnamed(whole, PLENTY)),
            found => one_broken = one_broken.or(found),
        }
    }
    one_broken.map(|found| of_unnamed(found, PLENTY))
}

/// How many of the items beside a column may be what it sums: those where at most one row does not come out. A row
/// is added up once for all of them.
fn whole_rows(
    sides: &[FormSide],
    side: usize,
    columns: &[Headed],
    at: usize,
    right: &[&Item],
) -> Vec<usize> {
    let column = |at: usize| columns.get(at).map(|column| column.column);
    let Some(stated) = column(at) else { return Vec::new() };
    let rows = sides.get(side).map_or(0, |side| side.rows.len());
    let mut broken = vec![0_usize; right.len() + 1];
    let mut left: Vec<usize> = (2..=right.len()).collect();
    for row in 0..rows {
        let Some(most) = left.last() else { break };
        let cell = |column: usize| StructureCell { side, row, column };
        let mut addends = Addends::default();
        for (some, item) in (1..=*most).zip(right) {
            let mut cells = item.columns.iter().filter_map(|at| column(*at)).map(cell);
            // nothing is told of a row that cannot be read, and of none of the longer sums of it
            if cells.any(|cell| addends.add(sides, cell).is_none()) {
                break;
            }
            let came = addends.against(sides, cell(stated));
            if let (Some(SumOutcome::Apart(_)), Some(count)) = (came, broken.get_mut(some)) {
                *count += 1;
            }
        }
        left.retain(|some| broken.get(*some).is_some_and(|count| *count < 2));
    }
    left
}

/// The family of a column that is not called a total.
fn of_unnamed((support, members): (Support, Vec<Member>), plenty: usize) -> Family {
    // without one of them so many are left
    let is_borne_out = support.several + support.broken > plenty;
    Family {
        structure: Structure::Header,
        law: Law::Sum,
        members,
        is_borne_out,
        is_explained: false,
        whole: Vec::new(),
    }
}
