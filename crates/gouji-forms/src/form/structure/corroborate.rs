//! Relations that bear each other out: alone each of them proves nothing.

use super::header::Headed;
use super::rows::SideRows;
use super::support::{NEAR, SumOutcome, are_nothing, between, came};
use super::{Family, Law, Member, Structure, StructureCell, Whole};
use crate::form::{Content, FormSide};
use gouji_values::document::Table;
use gouji_values::hash::QuickMap;
use rust_decimal::Decimal;

/// Makes relations count that a single figure breaks, where another kind of relation finds it wrong
/// by the same amount, where it is a sum that another one contradicts as well, where the total of a
/// plain list comes out in another sum, or where the same rows come out in another column.
pub(super) fn corroborate(
    table: &Table,
    sides: &[FormSide],
    (lines, columns): (&[SideRows<'_>], &[Vec<Headed>]),
    families: &mut [Family],
) {
    let broken: Vec<Vec<(&Member, Decimal)>> =
        families.iter().map(|family| broken(sides, family)).collect();
    let known = KnownSums { table, sides, lines, columns, families, rows: of_rows(families) };
    let whole: Vec<Vec<(StructureCell, Whole)>> = families
        .iter()
        .map(|family| {
            let members = family.members.iter().filter(|_| is_down(family));
            members.filter_map(|member| Some((member.stated, known.whole(member)?))).collect()
        })
        .collect();
    let found: Vec<usize> = families
        .iter()
        .enumerate()
        .filter(|(_, family)| !family.is_borne_out)
        .filter(|(at, family)| {
            let own = broken.get(*at).map_or(&[][..], Vec::as_slice);
            known.is_borne_out(family, own, &broken)
        })
        .map(|(at, _)| at)
        .collect();
    for (family, whole) in families.iter_mut().zip(whole) {
        family.whole = whole;
    }
    for at in found {
        if let Some(family) = families.get_mut(at) {
            family.is_borne_out = true;
        }
    }
}

/// The sums of a table with what is known beside them.
struct KnownSums<'a> {
    table: &'a Table,
    sides: &'a [FormSide],
    lines: &'a [SideRows<'a>],
    /// For each side its columns of amounts.
    columns: &'a [Vec<Headed>],
    families: &'a [Family],
    /// The sums down the columns that each row states.
    rows: QuickMap<(usize, usize), Vec<&'a Member>>,
}

/// The sums down the columns that each row states.
fn of_rows(families: &[Family]) -> QuickMap<(usize, usize), Vec<&Member>> {
    let mut out: QuickMap<(usize, usize), Vec<&Member>> = QuickMap::default();
    for member in families.iter().filter(|family| is_down(family)).flat_map(|one| &one.members) {
        out.entry((member.stated.side, member.stated.row)).or_default().push(member);
    }
    out
}

/// Whether a family sums down the columns.
fn is_down(family: &Family) -> bool {
    let is_of_rows =
        matches!(family.structure, Structure::Code | Structure::Indent | Structure::Total);
    family.law == Law::Sum && is_of_rows
}

impl KnownSums<'_> {
    /// Whether what else is known tells that the one sum of a family that does not come out, or two
    /// of one cause, are wrong.
    fn is_borne_out(
        &self,
        family: &Family,
        own: &[(&Member, Decimal)],
        broken: &[Vec<(&Member, Decimal)>],
    ) -> bool {
        let (member, by) = match own {
            [one] => *one,
            [one, other] if between(self.sides, *one, *other).is_some() => return true,
            _ => return false,
        };
        // a row that is not printed is missing in each of its columns
        let is_in_other_column = |(other, found): (&Family, &Vec<(&Member, Decimal)>)| {
            other.structure == family.structure
                && found.iter().any(|(other, _)| is_of_row(member, other))
        };
        if matches!(family.structure, Structure::Total | Structure::Indent)
            && self.families.iter().zip(broken).any(is_in_other_column)
        {
            return false;
        }
        let others = self.families.iter().zip(broken);
        let mut others = others
            .flat_map(|(other, found)| found.iter().map(move |found| (other.structure, *found)));
        let is_same = |(structure, other): (Structure, (&Member, Decimal))| {
            if structure == family.structure {
                between(self.sides, (member, by), other).is_some()
            } else {
                finds_same(self.sides, (member, by), other)
            }
        };
        others.any(is_same)
            || (is_down(family) && self.comes_out_beside(member))
            || (matches!(family.structure, Structure::Total | Structure::Indent)
                && is_plain(self.lines, member)
                && (comes_out_elsewhere(self.sides, self.families, member)
                    || addends_come_out(self.sides, self.families, member, by)
                    || is_printed_again(self.table, self.sides, member.stated)))
    }

    /// By what a sum is known to be whole, whether it comes out or not.
    fn whole(&self, member: &Member) -> Option<Whole> {
        if self.comes_out_beside(member) {
            return Some(Whole::Beside);
        }
        let is_total = is_plain(self.lines, member)
            && (comes_out_elsewhere(self.sides, self.families, member)
                || is_printed_again(self.table, self.sides, member.stated));
        is_total.then_some(Whole::Total)
    }

    /// Whether a sum comes out to the last digit: what rounding explains may lack a small row.
    fn is_exact(&self, member: &Member) -> bool {
        let sum: Decimal = member.terms.iter().map(|term| value(self.sides, *term)).sum();
        sum == value(self.sides, member.stated)
    }

    /// Whether the same rows come out in another column, in which each of them has a figure that has
    /// one in this: none of them is missing, and none is one too many.
    fn comes_out_beside(&self, member: &Member) -> bool {
        /// The other column proves something only if at least this many of its addends are not zero.
        const TELLING: usize = 3;
        /// A number of five digits.
        const LARGE: u128 = 10_000;
        let StructureCell { side, row, column } = member.stated;
        // small numbers and rates are off by a digit by chance
        let may_be_rate = || {
            let columns = self.columns.get(side).map_or(&[][..], Vec::as_slice);
            columns.iter().any(|headed| headed.column == column && headed.may_be_rate)
        };
        let is_telling = |cell: StructureCell| {
            let digits = number(self.sides, cell).map(|value| value.mantissa().unsigned_abs());
            digits.is_some_and(|digits| digits >= LARGE) && !may_be_rate()
        };
        let is_filled = |cell: StructureCell| !value(self.sides, cell).is_zero();
        let same = self.rows.get(&(side, row)).map_or(&[][..], Vec::as_slice);
        is_telling(member.stated)
            && same.iter().any(|other| {
                let pairs = || member.terms.iter().zip(&other.terms);
                other.stated.column != column
                    && other.terms.len() == member.terms.len()
                    && pairs().all(|(own, other)| (own.side, own.row) == (other.side, other.row))
                    && pairs().all(|(own, other)| !is_filled(*own) || is_filled(*other))
                    && matches!(came(self.sides, other), SumOutcome::To(TELLING..))
                    && self.is_exact(other)
            })
    }
}

/// The sums of a family that do not come out, and by how much their stated figure is too large.
fn broken<'f>(sides: &[FormSide], family: &'f Family) -> Vec<(&'f Member, Decimal)> {
    // a rate is no sum
    if family.law != Law::Sum {
        return Vec::new();
    }
    let apart = |member: &'f Member| match came(sides, member) {
        SumOutcome::Apart(by) => Some((member, by)),
        SumOutcome::To(_) | SumOutcome::Unknown => None,
    };
    family.members.iter().filter_map(apart).collect()
}

/// Whether two sums are of one row, in two columns.
fn is_of_row(one: &Member, other: &Member) -> bool {
    let (one, other) = (one.stated, other.stated);
    (one.side, one.row) == (other.side, other.row) && one.column != other.column
}

/// The figures of a sum, each with by how much it is too large if it is the wrong one.
fn blamed(member: &Member, by: Decimal) -> impl Iterator<Item = (StructureCell, Decimal)> {
    std::iter::once((member.stated, by)).chain(member.terms.iter().map(move |term| (*term, -by)))
}

/// Whether two sums find a figure wrong by the same amount.
fn finds_same(
    sides: &[FormSide],
    (one, by): (&Member, Decimal),
    (other, apart): (&Member, Decimal),
) -> bool {
    blamed(one, by).any(|(cell, by)| {
        let mut others = blamed(other, apart);
        others.any(|(same, apart)| cell == same && (by - apart).abs() <= NEAR)
            && !are_nothing(sides, (cell, by), [one, other])
    })
}

/// Whether the addends of a sum are all rows of a list that is numbered throughout, or a total and
/// the only figure behind it: none is missing, and none is a part of another one.
fn is_plain(lines: &[SideRows<'_>], member: &Member) -> bool {
    let rows: Vec<usize> = member.terms.iter().map(|term| term.row).collect();
    let is_plain = |lines: &SideRows<'_>| {
        lines.are_one_list((member.stated.row, member.stated.column), &rows)
            || lines.are_total_and_rest(member.stated.row, &rows)
    };
    rows.len() > 1 && lines.get(member.stated.side).is_some_and(is_plain)
}

/// Whether the addends of a sum stand in another one that comes out, and the sum is not off by the
/// last of them: these may not belong to it.
fn addends_come_out(sides: &[FormSide], families: &[Family], total: &Member, by: Decimal) -> bool {
    let mut last = Decimal::ZERO;
    let is_part = total.terms.iter().rev().any(|term| {
        let own = value(sides, *term);
        last += own;
        [own, last].iter().any(|sum| (by.abs() - sum.abs()).abs() <= NEAR)
    });
    let holds_all = |member: &Member| {
        total.terms.iter().all(|term| member.terms.contains(term))
            && matches!(came(sides, member), SumOutcome::To(2..))
    };
    let sums = families.iter().filter(|family| family.law == Law::Sum);
    !is_part && sums.flat_map(|family| &family.members).any(holds_all)
}

/// The number of a cell.
fn number(sides: &[FormSide], cell: StructureCell) -> Option<Decimal> {
    let row = sides.get(cell.side).and_then(|side| side.rows.get(cell.row))?;
    match &row.cells.get(cell.column)?.content {
        Content::Number(number) => Some(number.value),
        _ => None,
    }
}

/// The number of a cell; nothing where none is printed.
fn value(sides: &[FormSide], cell: StructureCell) -> Decimal {
    number(sides, cell).unwrap_or_default()
}

/// Whether a figure is printed a second time in its row of the table, as the total of another list
/// beside it: of many digits that is no chance.
fn is_printed_again(table: &Table, sides: &[FormSide], cell: StructureCell) -> bool {
    const TELLING: usize = 5;
    let find = || {
        let side = sides.get(cell.side)?;
        let row = side.rows.get(cell.row)?;
        let slot = row.cells.get(cell.column)?;
        let text = slot.text.text.trim();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let is_told = matches!(slot.content, Content::Number(_)) && digits >= TELLING;
        let own = side.columns.get(cell.column)?.as_ref()?.column;
        let mut others = table.rows.get(row.row as usize)?.iter().filter(|cell| cell.column != own);
        Some(is_told && others.any(|other| other.text.text.trim() == text))
    };
    find().unwrap_or(false)
}

/// Whether a total stands in another sum, of this list or the one beside it, that comes out.
fn comes_out_elsewhere(sides: &[FormSide], families: &[Family], total: &Member) -> bool {
    let stands_in =
        |member: &Member| member.stated == total.stated || member.terms.contains(&total.stated);
    let is_below =
        |family: &&Family| family.law == Law::Sum && family.structure != Structure::Header;
    let down = families.iter().filter(is_below);
    down.flat_map(|family| &family.members)
        .filter(|member| *member != total && stands_in(member))
        .any(|member| matches!(came(sides, member), SumOutcome::To(1..)))
}
