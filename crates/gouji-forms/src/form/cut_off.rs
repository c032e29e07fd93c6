//! Forms that lack rows because something beside them could not be read.

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
