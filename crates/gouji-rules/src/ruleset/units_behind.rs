//! Units that a sentence writes behind a figure that is read with its unit: `{公共:amount}万元` is found
//! where 万元 is printed, and nowhere else.

use super::odd_texts::{place_of, texts};
use super::tree::TreeTable;
use super::walk::{Mistakes, RuleSource};
use gouji_values::error::MistakeCode;
use gouji_values::number::Units;

/// Tells of them with the sentence as it is meant.
pub(super) fn units_behind(
    units: &Units,
    source: &RuleSource,
    root: TreeTable<'_>,
    out: &mut Mistakes,
) {
    for claim in super::tables::tables(root, "claim") {
        let Some(value) = claim.get("text") else { continue };
        let key = if value.text().is_some() { "text = " } else { "" };
        for (text, span) in texts(value) {
            let Some((capture, unit, meant)) = without_units(text, units) else { continue };
            let message = format!(
                "{capture} 连单位一起取，后面又写了“{unit}”：只认印“{unit}”的，印别的单位的认不出"
            );
            let help = format!("删去“{unit}”，写成 {key}\"{meant}\"");
            let place = place_of(source, &span, &format!("{capture}{unit}"));
            out.warn(source, place, MistakeCode::WithoutEffect, message, Some(help));
        }
    }
}

/// The first capture with a unit behind it, the unit, and the text without all of them.
fn without_units(text: &str, units: &Units) -> Option<(String, String, String)> {
    let (mut out, mut rest) = (String::new(), text);
    let mut first: Option<(String, String)> = None;
    while let Some(open) = rest.find('{') {
        let close = open + rest.get(open..)?.find('}')? + 1;
        let capture = rest.get(open..close)?;
        out.push_str(rest.get(..close)?);
        rest = rest.get(close..)?;
        let kind = capture.trim_end_matches('}').rsplit(':').next()?;
        let behind = units.iter().map(|(_, unit)| unit).filter(|unit| {
            let is_read = match kind {
                "amount" | "change" => unit.money,
                "percent" => unit.ratio,
                _ => false,
            };
            is_read && rest.starts_with(unit.name.as_str())
        });
        if let Some(unit) = behind.map(|unit| unit.name.as_str()).max_by_key(|name| name.len()) {
            first.get_or_insert_with(|| (capture.to_owned(), unit.to_owned()));
            rest = rest.get(unit.len()..)?;
        }
    }
    out.push_str(rest);
    first.map(|(capture, unit)| (capture, unit, out))
}
