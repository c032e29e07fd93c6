//! Forms that lack rows because something beside them could not be read, or since the table goes on in
//! the next one.

use super::FilledForm;
use gouji_values::document::{Block, Document};

/// Forms that may go on where something could not be read lack rows: the tables right before it and
/// behind it, and, where a form is a list over several tables, those nearest to it.
pub(super) fn cut_off(document: &Document, forms: &mut [FilledForm]) {
    if document.unread.is_empty() {
        return;
    }
    let start = |block: &Block| match block {
        Block::Paragraph(paragraph) => paragraph.text.span().start,
        Block::Table(index) => {
            document.tables.get(*index).map_or(u32::MAX, |table| table.span.start)
        }
    };
    let end = |block: &Block| match block {
        Block::Paragraph(paragraph) => paragraph.text.span().end,
        Block::Table(index) => document.tables.get(*index).map_or(0, |table| table.span.end),
    };
    // up to the next block, of a list up to the next table
    let ends = |form: &FilledForm, is_listed: bool| {
        let Some(table) = document.tables.get(form.table) else { return false };
        let next = if is_listed {
            document.tables.get(form.table + 1).map_or(u32::MAX, |table| table.span.start)
        } else {
            document.blocks.get(table.block + 1).map_or(u32::MAX, start)
        };
        document.is_unread_between(table.span.end, next)
    };
    let begins = |form: &FilledForm, is_listed: bool| {
        let Some(table) = document.tables.get(form.table) else { return false };
        let before = if is_listed {
            let before = form.table.checked_sub(1).and_then(|before| document.tables.get(before));
            before.map_or(0, |table| table.span.end)
        } else {
            let before = table.block.checked_sub(1).and_then(|before| document.blocks.get(before));
            before.map_or(0, end)
        };
        document.is_unread_between(before, table.span.start)
    };
    let listed: Vec<usize> = forms.iter().map(|form| form.form).collect();
    for form in forms {
        let is_listed =
            form.own.is_none() && listed.iter().filter(|other| **other == form.form).count() > 1;
        if ends(form, is_listed) || begins(form, is_listed) {
            form.sides.iter_mut().for_each(|side| side.incomplete = true);
        }
    }
}

/// Two tables of one form, one behind the other under the same title, of which only the second has a
/// total, are most likely one: of what it is the total cannot be told.
pub(super) fn in_pieces(document: &Document, forms: &mut [FilledForm]) {
    let lines = |from: usize, to: usize| -> Option<Vec<String>> {
        let text = |block: &Block| match block {
            Block::Paragraph(paragraph) => {
                Some(paragraph.text.text.split_whitespace().collect::<String>())
            }
            Block::Table(_) => None,
        };
        document.blocks.get(from..to)?.iter().map(text).collect()
    };
    let has_total =
        |form: &FilledForm| form.sides.iter().any(|side| side.rows.iter().any(|row| row.total));
    let goes_on = |first: &FilledForm, next: &FilledForm| {
        let is_next = first.own.is_none()
            && next.own.is_none()
            && first.form == next.form
            && first.table + 1 == next.table
            && first.part == next.part;
        if !is_next || has_total(first) || !has_total(next) {
            return false;
        }
        let Some(between) = lines(first.block + 1, next.block) else { return false };
        let above = document.blocks.get(..first.block).unwrap_or(&[]).iter().rev();
        let above: Vec<String> = above
            .map_while(|block| match block {
                Block::Paragraph(paragraph) => Some(paragraph),
                Block::Table(_) => None,
            })
            .take(between.len())
            .map(|paragraph| paragraph.text.text.split_whitespace().collect())
            .collect();
        !between.is_empty() && between.iter().all(|line| above.contains(line))
    };
    for at in 1..forms.len() {
        let (before, rest) = forms.split_at_mut(at);
        if let (Some(first), Some(next)) = (before.last_mut(), rest.first_mut())
            && goes_on(first, next)
        {
            for form in [first, next] {
                form.sides.iter_mut().for_each(|side| side.incomplete = true);
            }
        }
    }
}
