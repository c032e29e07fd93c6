//! The numbers that are printed as tables print them: in cells, or without a unit behind them.

use super::world::World;
use gouji_values::document::{Block, LogicalText, Span};
use gouji_values::number::{Decimal, is_digit, scan_number, ulp};

/// A number of which the unit, if it has one, stands elsewhere.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) struct TabularNumber {
    /// Where its first digit stands.
    start: u32,
    size: Decimal,
    decimals: u32,
}

impl TabularNumber {
    /// Whether it stands in a stretch of the text.
    pub(in crate::check) fn is_in(&self, span: Span) -> bool {
        (span.start..span.end).contains(&self.start)
    }

    /// Whether it may be an amount, in a unit that is so many base units; digits that either lacks may
    /// have been rounded or cut off.
    pub(in crate::check) fn may_be(&self, size: Decimal, last: Decimal, times: Decimal) -> bool {
        may_be((self.size, self.decimals), size, last, times)
    }
}

/// Whether a number with so many decimals, in a unit of so many base units, is a size whose last digit
/// counts so much.
pub(in crate::check) fn may_be(
    (number, decimals): (Decimal, u32),
    size: Decimal,
    last: Decimal,
    times: Decimal,
) -> bool {
    /// Digits of a number by which it is known in a coarser unit.
    const KNOWN: u32 = 3;
    let own = ulp(decimals) * times;
    let is_known = own <= last || number >= ulp(decimals) * Decimal::from(10_u32.pow(KNOWN - 1));
    let Some(value) = number.checked_mul(times) else { return true };
    let apart = (value - size).abs();
    is_known && (apart.is_zero() || apart < own.max(last))
}

/// All such numbers of the own document.
pub(in crate::check) fn tabular_numbers(world: World<'_>) -> Vec<TabularNumber> {
    let document = world.page.document;
    let mut out = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => numbers(world, &paragraph.text, true, &mut out),
            Block::Table(table) => {
                let rows = document.tables.get(*table).map_or(&[][..], |table| &table.rows);
                rows.iter().flatten().for_each(|cell| numbers(world, &cell.text, false, &mut out));
            }
        }
    }
    out
}

/// The numbers of a text, or those that no unit follows.
fn numbers(world: World<'_>, text: &LogicalText, is_bare: bool, out: &mut Vec<TabularNumber>) {
    let units = &world.ruleset.vocabulary.units;
    let mut at = 0;
    while let Some(next) = text.text.get(at..).and_then(|rest| rest.find(is_digit)) {
        at += next;
        let found = text.text.get(at..).and_then(|rest| scan_number(rest, units));
        let Some(found) = found else {
            at +=
                text.text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            continue;
        };
        if !is_bare || found.number.unit.is_none() {
            let span = text.span_of(at..at + found.digits_len);
            let number = found.number;
            let size = number.value.abs();
            out.push(TabularNumber { start: span.start, size, decimals: number.decimals });
        }
        at += found.len.max(1);
    }
}
