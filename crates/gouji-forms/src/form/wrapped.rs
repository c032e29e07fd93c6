//! Figures that a narrow cell breaks between two digits: `7,200.0000` above `00`, where the other
//! amounts of the table have six decimals.

use super::{Content, FormCell, FormSide};
use gouji_audit::audit::{Illegible, ReadingDoubt};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ColumnKind, Form};
use gouji_values::number::cell_number;
use std::collections::BTreeMap;

/// Amounts that have as many decimals before one is taken to go on in its next line.
const ENOUGH: usize = 5;
/// Of figures with few decimals several are as many by chance.
const DECIMALS: u32 = 3;

/// Joins them.
pub(super) fn join_broken(side: &mut FormSide, form: &Form, context: &Context<'_>) {
    let is_amount =
        |at: usize| form.columns.get(at).is_some_and(|column| column.kind == ColumnKind::Amount);
    let is_broken = |slot: &FormCell| {
        slot.text.is_joined()
            && matches!(slot.content, Content::Unreadable(Illegible::NotWhole { .. }))
    };
    let amounts = side.rows.iter().flat_map(|row| row.cells.iter().enumerate());
    let amounts = amounts.filter(|(at, _)| is_amount(*at)).map(|(_, slot)| slot);
    if !amounts.clone().any(is_broken) {
        return;
    }
    let Some(decimals) = usual_decimals(amounts) else { return };
    let slots = side.rows.iter_mut().flat_map(|row| row.cells.iter_mut().enumerate());
    for (_, slot) in slots.filter(|(at, slot)| is_amount(*at) && is_broken(slot)) {
        let joined = joined(&slot.text.text, decimals);
        let number = joined.and_then(|text| cell_number(&text, &context.vocabulary.units));
        if let Some(number) = number.filter(|number| number.decimals == decimals) {
            slot.content = Content::Number(number);
            *slot = std::mem::replace(slot, FormCell::absent()).read_as(ReadingDoubt::Joined);
        }
    }
}

/// The decimals that nearly all amounts have.
fn usual_decimals<'s>(amounts: impl Iterator<Item = &'s FormCell>) -> Option<u32> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for slot in amounts.filter(|slot| !slot.repeated) {
        if let Content::Number(number) = slot.content {
            *counts.entry(number.decimals).or_default() += 1;
        }
    }
    let all: usize = counts.values().sum();
    let (decimals, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (decimals >= DECIMALS && count >= ENOUGH && count * 10 >= all * 9).then_some(decimals)
}

/// The two parts of a figure of which the second has just the decimals that the first lacks.
fn joined(text: &str, decimals: u32) -> Option<String> {
    let mut parts = text.split_whitespace();
    let (Some(first), Some(second), None) = (parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    let (_, known) = first.rsplit_once('.')?;
    let are_digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let is_rest = known.len() + second.len() == usize::try_from(decimals).ok()?;
    (are_digits(known) && are_digits(second) && is_rest).then(|| format!("{first}{second}"))
}
