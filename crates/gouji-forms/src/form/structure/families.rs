//! All relations of a table that a form of the rules, or none, took.

use super::corroborate::corroborate;
use super::header::{Headed, headed};
use super::lists::of_other_names;
use super::rows::{RowFamilies, SideRows};
use super::support::comes_out;
use super::{Family, Law, Member, Structure, StructureCell, header, rates, rows};
use crate::form::FormSide;
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ColumnKind, Form};
use gouji_values::document::Table;
use gouji_values::number::{cell_number, is_digit};
use std::ops::Range;

/// The relations between the cells of the sides of a form; `rows` are the rows of its header.
#[must_use]
pub(crate) fn families(
    table: &Table,
    rows: Range<usize>,
    sides: &[FormSide],
    form: &Form,
    context: &Context<'_>,
) -> Vec<Family> {
    let mut out = Vec::new();
    let mut others: Vec<Family> = Vec::new();
    let mut known: Vec<Vec<Headed>> = Vec::new();
    let mut lists: Vec<SideRows<'_>> = Vec::new();
    for (number, side) in sides.iter().enumerate() {
        let numeric = headed(table, rows.clone(), side, form, context);
        let found = rates::relations(sides, number, &numeric, context.vocabulary);
        let is_rate = |column: usize| {
            found
                .iter()
                .filter_map(|family| family.members.first())
                .any(|member| member.stated.column == column)
        };
        let elsewhere = of_other_names(table, side, form, context);
        let columns: Vec<Headed> = numeric
            .into_iter()
            .filter(|column| !column.is_percent && !is_rate(column.column))
            .filter(|column| !elsewhere.contains(&column.column))
            .collect();
        let (counts, amounts): (Vec<Headed>, Vec<Headed>) =
            columns.into_iter().partition(|column| column.is_count);
        let all: Vec<usize> = amounts.iter().chain(&counts).map(|column| column.column).collect();
        let names = names_of(side, form, &all);
        let indents = indents(table, side, form);
        let lines = SideRows::of(side, (&names, &indents), context);
        // persons add up as money does, and never with it
        for columns in [&amounts, &counts] {
            out.extend(header::relations(sides, number, columns));
        }
        for columns in of_one_sum(&amounts, &counts) {
            let RowFamilies { found: down, others: readings } =
                rows::relations(sides, number, &lines, &columns);
            out.extend(down);
            others.extend(readings);
        }
        out.extend(found);
        known.push(amounts.into_iter().chain(counts).collect());
        lists.push(lines);
    }
    if let [left, right] = known.as_slice() {
        let agree = sides_agree(sides, left, right, &lists);
        let agree = agree.filter(|family| !is_behind_unknown(table, sides, family, context));
        let family = agree.map(|family| {
            // totals that come out on either side and differ all the same contradict each other
            let is_sum = |cell: &StructureCell| comes_out(sides, &out, *cell);
            let is_borne_out = family
                .members
                .iter()
                .all(|member| is_sum(&member.stated) && member.terms.iter().all(is_sum));
            Family { is_borne_out, ..family }
        });
        out.extend(family);
    }
    let plainest = out.len();
    out.append(&mut others);
    corroborate(table, sides, (&lists, &known), &mut out);
    one_reading_each(&mut out, plainest);
    out
}

/// The columns in which the same rows are added, each list by itself: amounts, and counts; where most
/// columns count, the few of amounts go with them. The pieces in a list of purchases are added or are
/// not, and say nothing of what these cost.
fn of_one_sum(amounts: &[Headed], counts: &[Headed]) -> Vec<Vec<usize>> {
    let of = |columns: &[Headed]| columns.iter().map(|column| column.column).collect::<Vec<_>>();
    let (mut amounts, counts) = (of(amounts), of(counts));
    if counts.len() > amounts.len() {
        amounts.extend(counts);
        return vec![amounts];
    }
    vec![amounts, counts]
}

/// Of a total that comes out in no reading the one that others bear out, else the plainest; the
/// other readings stand behind the plainest ones.
fn one_reading_each(families: &mut Vec<Family>, plainest: usize) {
    let mut others = families.split_off(plainest);
    others.retain(|family| family.is_borne_out);
    for other in others {
        let is_same = |family: &&mut Family| {
            let is_one =
                |mine: &Member| Some(&mine.stated) == other.members.first().map(|one| &one.stated);
            family.structure == other.structure
                && matches!(family.members.as_slice(), [mine] if is_one(mine))
        };
        if let Some(plain) = families.iter_mut().find(is_same).filter(|plain| !plain.is_borne_out) {
            *plain = other;
        }
    }
}

/// How far the name of each row of a side stands in from the edge of its column.
fn indents(table: &Table, side: &FormSide, form: &Form) -> Vec<Option<u32>> {
    let label = form.columns.iter().position(|column| column.kind == ColumnKind::Label);
    let physical = label.and_then(|at| Some(side.columns.get(at)?.as_ref()?.column));
    let indent = |row: u32| {
        let cell = table.cell(row, physical?)?;
        (!cell.text.text.is_empty()).then_some(cell.indent)
    };
    side.rows.iter().map(|row| indent(row.row)).collect()
}

/// The columns of words before the first amount, from left to right.
fn names_of(side: &FormSide, form: &Form, amounts: &[usize]) -> Vec<usize> {
    let physical = |at: usize| Some(side.columns.get(at)?.as_ref()?.column);
    let first = amounts.iter().filter_map(|at| physical(*at)).min();
    let is_name =
        |kind: ColumnKind| matches!(kind, ColumnKind::Label | ColumnKind::Text | ColumnKind::Group);
    let mut found: Vec<(u32, usize)> = form
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| is_name(column.kind))
        .filter_map(|(at, _)| Some((physical(at)?, at)))
        .filter(|(physical, _)| Some(*physical) < first)
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, at)| at).collect()
}

/// Whether a figure stands right before a total under a head that is not known: it may be the total
/// that is meant.
fn is_behind_unknown(
    table: &Table,
    sides: &[FormSide],
    family: &Family,
    context: &Context<'_>,
) -> bool {
    /// Fewer digits number a row.
    const DIGITS: usize = 4;
    let is_known = |physical: u32| {
        let mut columns = sides.iter().flat_map(|side| &side.columns).flatten();
        columns.any(|column| column.column == physical)
    };
    let is_amount = |text: &str| {
        let digits = text.chars().filter(|c| is_digit(*c)).count();
        cell_number(text, &context.vocabulary.units)
            .is_some_and(|number| number.decimals > 0 || digits >= DIGITS)
    };
    let is_behind = |cell: &StructureCell| {
        let side = sides.get(cell.side)?;
        let physical = side.columns.get(cell.column)?.as_ref()?.column;
        let before = table.cell(side.rows.get(cell.row)?.row, physical.checked_sub(1)?)?;
        Some(!is_known(before.column) && is_amount(before.text.text.trim()))
    };
    let mut cells = family
        .members
        .iter()
        .flat_map(|member| std::iter::once(&member.stated).chain(&member.terms));
    cells.any(|cell| is_behind(cell) == Some(true))
}

/// The last totals of two lists side by side, where they stand in one row of the table.
fn sides_agree(
    sides: &[FormSide],
    left: &[Headed],
    right: &[Headed],
    lists: &[SideRows<'_>],
) -> Option<Family> {
    let last = |side: usize| {
        let at = *lists.get(side)?.totals.last()?;
        Some((at, sides.get(side)?.rows.get(at)?.row))
    };
    let ((a, row), (b, other)) = (last(0)?, last(1)?);
    if row != other {
        return None;
    }
    let total = |columns: &[Headed]| {
        columns.iter().find(|column| column.is_total).or(columns.first()).map(|head| head.column)
    };
    let tie = |x: usize, y: usize| Member {
        stated: StructureCell { side: 0, row: a, column: x },
        terms: vec![StructureCell { side: 1, row: b, column: y }],
    };
    let pairs: Vec<Member> = if left.len() == right.len() {
        left.iter().zip(right).map(|(x, y)| tie(x.column, y.column)).collect()
    } else {
        vec![tie(total(left)?, total(right)?)]
    };
    (!pairs.is_empty()).then_some(Family {
        structure: Structure::Sides,
        law: Law::Sum,
        members: pairs,
        is_borne_out: false,
        is_explained: false,
        whole: Vec::new(),
    })
}
