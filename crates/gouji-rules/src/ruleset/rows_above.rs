//! What `after` of a row may name: the rows of the form, the nearest above it first.

use super::raw::RawRow;
use super::walk::RuleText;
use crate::formula::nearest;

/// What to write where `after` names no row of the form: `own` is the name of the row, `rows` are all.
pub(super) fn after_help(written: &str, own: &RuleText, rows: &[&RawRow]) -> String {
    let name = |row: &RawRow| row.name.as_ref().map(|name| name.value.clone());
    let others: Vec<&RawRow> = rows
        .iter()
        .copied()
        .filter(|row| row.name.as_ref().is_none_or(|name| name.span != own.span))
        .collect();
    let known: Vec<String> = others.iter().filter_map(|row| name(row)).collect();
    let prints = |row: &&&RawRow| row.label.iter().flatten().any(|label| label.value == written);
    if let Some(meant) = others.iter().find(prints).and_then(|row| name(row)) {
        return format!("“{written}”是行首印的字，写那一行的 name：after = \"{meant}\"");
    }
    if let Some(near) = nearest(written, known.iter().map(String::as_str)) {
        return near;
    }
    let stands_above =
        |row: &&RawRow| row.name.as_ref().is_some_and(|name| name.span.start < own.span.start);
    // those that stand below another one are its parts
    let above = others.iter().rev().copied().filter(stands_above).find(|row| row.after.is_none());
    match above.and_then(name) {
        Some(above) => format!(
            "写成 after = \"{above}\"，就是上面那一行的 name；可以写的有：{}",
            known.join("、")
        ),
        None => format!(
            "after 写 rows 里另一行的 name，先给那一行起名：{{ name = \"{written}\", label = [\"行首印的字\"] }}；分组里的小计，写它上面一行"
        ),
    }
}
