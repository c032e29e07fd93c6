//! What the rows of a form are: torn totals joined, rows named as the form names them, levels, captures.

use super::header::names_row;
use super::{CellCaptured, Content, FormCell, FormRow};
use ecow::EcoString;
use gouji_rules::pattern::{Context, PatternPassage};
use gouji_rules::ruleset::{ColumnKind, Form, NamedRow};
use gouji_values::hash::QuickSet;
use gouji_values::label::label_key;
use gouji_values::vocabulary::Vocabulary;

/// A total whose label begins one repetition and whose figure ends another (公用经费合计 | … |
/// 327.14).
pub(super) fn join_torn_totals(rows: &mut [Option<FormRow>], form: &Form) {
    let numeric = |slot: &FormCell| matches!(slot.content, Content::Number(_));
    for at in 0..rows.len() {
        let lacks = rows.get(at).and_then(Option::as_ref).is_some_and(|row| {
            !row.key.is_empty() && row.code.is_none() && !row.cells.iter().any(numeric)
        });
        if !lacks {
            continue;
        }
        let nameless = rows.get(at + 1..).unwrap_or(&[]).iter().position(|row| {
            row.as_ref().is_some_and(|row| row.key.is_empty() && row.cells.iter().any(numeric))
        });
        let Some(source) = nameless.map(|offset| at + 1 + offset) else {
            continue;
        };
        let between_named =
            rows.get(at + 1..source).unwrap_or(&[]).iter().flatten().any(|row| !row.key.is_empty());
        if between_named {
            continue;
        }
        let taken = rows.get_mut(source).and_then(Option::take);
        if let (Some(Some(target)), Some(taken)) = (rows.get_mut(at), taken) {
            for ((column, slot), value) in
                form.columns.iter().zip(&mut target.cells).zip(taken.cells)
            {
                if !names_row(column.kind) && numeric(&value) {
                    *slot = value;
                }
            }
        }
    }
}

pub(super) fn name_rows(rows: &mut [FormRow], form: &Form, context: &Context<'_>) {
    let mut seen: Vec<usize> = Vec::new();
    for row in rows.iter_mut() {
        let fits = |named: &NamedRow| match (&named.code, &row.code) {
            (Some(wanted), Some(code)) => wanted == code,
            _ => !row.key.is_empty() && named.labels.fit(&row.key, context),
        };
        let mut best: Option<(usize, Option<usize>)> = None;
        for (index, named) in form.rows.iter().enumerate() {
            let ready = named.after.is_none_or(|after| seen.contains(&after));
            if ready && fits(named) {
                // a row that only counts after another one is the nearer name once that one has
                // come, and of several such rows the one whose predecessor came
                // last
                let nearness =
                    named.after.and_then(|after| seen.iter().position(|known| *known == after));
                if best.is_none_or(|(_, known)| nearness > known) {
                    best = Some((index, nearness));
                }
            }
        }
        row.named = best.map(|(index, _)| index);
        if let Some(named) = row.named.and_then(|index| form.rows.get(index)) {
            row.total = named.total;
            for slot in &mut row.cells {
                if slot.unit.is_none() && matches!(slot.content, Content::Number(_)) {
                    slot.unit = named.unit;
                }
            }
        }
        seen.extend(row.named.filter(|named| !seen.contains(named)));
        row.total |= row.code.is_none()
            && (context.vocabulary.total.iter().any(|word| *word == row.key)
                || (row.named.is_none() && is_subtotal(&row.key, context.vocabulary)));
    }
    name_total(rows, form, context);
}

/// Whether a row is the total of some rows among others, by the last word of its label: 河东村小计.
pub fn is_subtotal(key: &str, words: &Vocabulary) -> bool {
    words.prose.get("subtotal").is_some_and(|all| all.iter().any(|word| key.ends_with(word)))
}

/// Whether a label says that its row is a total, or one of some rows: 合计, 全县总计, 合计（3个）,
/// 河东村小计.
pub(super) fn is_total_name(key: &str, words: &Vocabulary) -> bool {
    let bare = key.split(['（', '(']).next().unwrap_or(key);
    is_subtotal(bare, words) || words.total.iter().any(|word| bare.ends_with(word))
}

/// The one total of a form that bears another word for it, of whom it is the total, or of how many:
/// 总计, 全县总计, 合计（3个）. It stands below all others.
fn name_total(rows: &mut [FormRow], form: &Form, context: &Context<'_>) {
    let words = &context.vocabulary.total;
    let mut totals = form.rows.iter().enumerate().filter(|(_, named)| named.total);
    let (Some((index, named)), None) = (totals.next(), totals.next()) else { return };
    let is_bare = words.iter().any(|word| named.labels.fit(word, context));
    let is_there = rows.iter().any(|row| row.named == Some(index));
    if named.code.is_some() || named.after.is_some() || !is_bare || is_there {
        return;
    }
    let is_meant = |row: &FormRow| {
        let bare = row.key.split(['（', '(']).next().unwrap_or(&row.key);
        row.named.is_none()
            && row.code.is_none()
            && !is_subtotal(bare, context.vocabulary)
            && words.iter().any(|word| bare.ends_with(word))
    };
    let has_figure = |row: &&mut FormRow| {
        row.cells.iter().any(|cell| matches!(cell.content, Content::Number(_)))
    };
    if rows.iter().filter(|row| is_meant(row)).count() == 1
        && let Some(last) = rows.iter_mut().rfind(has_figure)
        && is_meant(last)
    {
        (last.named, last.total) = (Some(index), true);
    }
}

/// Cells of group columns reach down to the next filled one; a new group further left ends them.
/// The same words again are no new group: some tables print them in every row, or again on the next
/// page.
pub(super) fn reach_down(rows: &mut [FormRow], form: &Form, context: &Context<'_>) {
    let group_columns: Vec<usize> = form
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.kind == ColumnKind::Group)
        .map(|(i, _)| i)
        .collect();
    let mut current: Vec<Option<(usize, FormCell)>> = vec![None; form.columns.len()];
    let mut next_group = 0;
    for row in rows {
        if row.total {
            current.fill(None);
            continue;
        }
        let mut broken = false;
        for column in &group_columns {
            let Some(slot) = row.cells.get_mut(*column) else { continue };
            let Some(known) = current.get_mut(*column) else { continue };
            let goes_on = |above: &FormCell| {
                label_key(&above.text.text, context.vocabulary)
                    == label_key(&slot.text.text, context.vocabulary)
            };
            if slot.content == Content::Text
                && !broken
                && known.as_ref().is_some_and(|(_, above)| goes_on(above))
            {
                slot.repeated = true;
            } else if slot.content == Content::Text && !slot.repeated {
                *known = Some((next_group, slot.clone()));
                next_group += 1;
                broken = true;
            } else if broken {
                *known = None;
            } else if let Some((_, above)) = known {
                *slot = FormCell { repeated: true, ..above.clone() };
            }
            if let Some(group) = row.groups.get_mut(*column) {
                *group = known.as_ref().map(|(group, _)| *group);
            }
        }
    }
}

pub(super) fn levels(rows: &mut [FormRow]) {
    let codes: QuickSet<EcoString> = rows.iter().filter_map(|row| row.code.clone()).collect();
    for row in rows {
        if let Some(code) = &row.code {
            let parents = (1..code.len())
                .filter(|len| code.get(..*len).is_some_and(|prefix| codes.contains(prefix)))
                .count();
            row.level = u32::try_from(parents + 1).unwrap_or(u32::MAX);
        }
    }
}

pub(super) fn captures(rows: &mut [FormRow], form: &Form, context: &Context<'_>) {
    if form.captures.is_empty() {
        return;
    }
    for row in rows {
        let mut out: Vec<Option<CellCaptured>> = vec![None; form.captures.len()];
        for (column, slot) in form.columns.iter().zip(&row.cells) {
            if column.text.is_empty() || slot.content != Content::Text {
                continue;
            }
            let passage = PatternPassage::row(slot.text.clone(), context.vocabulary);
            for pattern in &column.text {
                let Some(found) = pattern.starts(&passage, context) else { continue };
                for (capture, captured) in pattern.captures().iter().zip(found.captures) {
                    let (Some(name), Some(captured)) = (&capture.name, captured) else {
                        continue;
                    };
                    let at = form.captures.iter().position(|known| known.name == *name);
                    if let Some(place) = at.and_then(|at| out.get_mut(at)) {
                        let text =
                            slot.text.text.get(captured.range.clone()).unwrap_or("").to_owned();
                        let span = slot.text.span_of(captured.range.clone());
                        *place = Some(CellCaptured { captured, text, span });
                    }
                }
                break;
            }
        }
        row.captures = out;
    }
}
