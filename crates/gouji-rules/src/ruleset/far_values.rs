//! A value of a table of parameters that is far from all others of the table: its unit, or a zero of
//! it, is probably a slip. Told by `gouji rules check`: whatever is held against it agrees.

use super::param::price;
use super::raw::{Items, RawParamValue};
use super::walk::{Mistakes, RuleSource};
use gouji_values::error::MistakeCode;
use gouji_values::number::{UnitId, cell_number};
use gouji_values::vocabulary::Vocabulary;
use rust_decimal::Decimal;
use std::ops::Range;

/// How many times the others a value has to be.
const FAR: i64 = 1000;
/// How far the others may lie apart.
const NEAR: i64 = 100;

/// A value of a table.
struct Entry<'a> {
    key: &'a str,
    place: Range<usize>,
    text: &'a str,
    /// The number without its unit.
    number: Decimal,
    unit: Option<UnitId>,
    /// The number in the unit that others are made of.
    value: Decimal,
}

/// Tells of such values in the tables of a file.
pub(super) fn far_values(
    words: &Vocabulary,
    source: &RuleSource,
    items: &Items,
    out: &mut Mistakes,
) {
    for param in &items.params {
        let RawParamValue::Table(entries) = &param.value else { continue };
        let entries: Option<Vec<Entry<'_>>> =
            entries.iter().map(|(key, place, value)| entry(words, (key, place), value)).collect();
        let Some(entries) = entries else { continue };
        let Some(far) = far(&entries, &others_of(words, items, &param.name)) else { continue };
        let others: Vec<&Entry<'_>> = entries.iter().filter(|own| own.key != far.key).collect();
        let Some(first) = others.first() else { continue };
        let is_same = others.iter().all(|own| own.unit == first.unit);
        let meant = first.unit.filter(|unit| is_same && far.unit != Some(*unit)).map(|unit| {
            let unit = words.units.get(unit);
            // what it is a price of stays
            let each = far.text.get(price(far.text).len()..).unwrap_or("");
            let text = format!("{}{}{each}", far.number.normalize(), unit.name);
            (far.number.checked_mul(unit.times), text)
        });
        // with the unit of the others it is one of them
        let fits = |value: Decimal| {
            others.iter().any(|own| {
                let (low, high) = (own.value.min(value), own.value.max(value));
                low.checked_mul(Decimal::TEN).is_some_and(|times| times >= high)
            })
        };
        let meant = meant.filter(|(value, _)| value.is_some_and(fits));
        let meant = meant.map(|(_, text)| text);
        let help = match meant {
            // a table that was pasted has no quotes
            Some(meant)
                if source
                    .text
                    .get(far.place.clone())
                    .is_some_and(|own| own.starts_with(far.key)) =>
            {
                format!("单位可能写错了，这一行写成 {} {meant}", far.key)
            }
            Some(meant) => format!("单位可能写错了，写成 \"{}\" = \"{meant}\"", far.key),
            None => format!(
                "对照文件看是不是多写、少写了 0，或者写错了单位；确实是 {} 的，不必改",
                far.text
            ),
        };
        let list: Vec<String> =
            others.iter().take(3).map(|own| format!("{} {}", own.key, own.text)).collect();
        out.warn(
            source,
            far.place.clone(),
            MistakeCode::WithoutEffect,
            format!(
                "参数表 {} 里 {} 是 {}，与其他各项（{}）相差一千倍以上，拿它核对的多半都会{}",
                param.name,
                far.key,
                far.text,
                list.join("，"),
                if far.value >= first.value { "相符" } else { "不符" }
            ),
            Some(help),
        );
    }
}

fn entry<'a>(
    words: &Vocabulary,
    (key, place): (&'a str, &Range<usize>),
    value: &'a RawParamValue,
) -> Option<Entry<'a>> {
    let (text, number, unit) = match value {
        RawParamValue::Text(text) => {
            let read = cell_number(price(&text.value), &words.units)?;
            (text.value.as_str(), read.value, read.unit)
        }
        RawParamValue::Number(number) => (
            number.text.as_str(),
            Decimal::from_str_exact(&number.text.replace('_', "")).ok()?,
            None,
        ),
        RawParamValue::Table(_) => return None,
    };
    let times = unit.map_or(Decimal::ONE, |unit| words.units.get(unit).times);
    let value = number.checked_mul(times)?;
    Some(Entry { key, place: place.clone(), text, number, unit, value })
}

/// What stands behind the amount of a price: 人 of 330元/人.
fn each_of(text: &str) -> &str {
    text.get(price(text).len()..).unwrap_or("").trim()
}

/// The values of the other parameters of a file: what each is a price of, and its unit.
fn others_of<'i>(
    words: &Vocabulary,
    items: &'i Items,
    but: &str,
) -> Vec<(&'i str, Option<UnitId>)> {
    let mut out = Vec::new();
    let mut take = |value: &'i RawParamValue| {
        let RawParamValue::Text(text) = value else { return };
        if let Some(read) = cell_number(price(&text.value), &words.units) {
            out.push((each_of(&text.value), read.unit));
        }
    };
    for param in items.params.iter().filter(|own| own.name != but) {
        match &param.value {
            RawParamValue::Table(entries) => entries.iter().for_each(|(.., value)| take(value)),
            own => take(own),
        }
    }
    out
}

/// The one value that is far from all others, which are near to each other. Of two the one is meant whose
/// unit other prices of the same thing have not; else the larger, which nothing ever reaches.
fn far<'e, 'a>(
    entries: &'e [Entry<'a>],
    prices: &[(&str, Option<UnitId>)],
) -> Option<&'e Entry<'a>> {
    let (times, near) = (Decimal::from(FAR), Decimal::from(NEAR));
    let found: Vec<&Entry<'_>> = entries
        .iter()
        .enumerate()
        .filter(|(at, own)| {
            let others = || entries.iter().enumerate().filter(|(other, _)| other != at);
            let values = || others().map(|(_, other)| other.value).filter(|value| !value.is_zero());
            let (Some(low), Some(high)) = (values().min(), values().max()) else { return false };
            if own.value <= Decimal::ZERO || low <= Decimal::ZERO {
                return false;
            }
            // of two values neither is the one that is off, unless their units tell
            let is_one = others().count() > 1 || others().all(|(_, other)| other.unit != own.unit);
            let is_far = high.checked_mul(times).is_some_and(|bound| own.value >= bound)
                || own.value.checked_mul(times).is_some_and(|bound| bound <= low);
            let are_near = low.checked_mul(near).is_some_and(|bound| bound >= high);
            is_one && is_far && are_near
        })
        .map(|(_, own)| own)
        .collect();
    let usual = |own: &Entry<'_>| {
        let is_it = |(each, unit): &&(&str, Option<UnitId>)| {
            *unit == own.unit && *each == each_of(own.text)
        };
        prices.iter().filter(is_it).count()
    };
    found.into_iter().min_by_key(|own| (usual(own), std::cmp::Reverse(own.value)))
}
