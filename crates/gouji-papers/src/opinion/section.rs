//! Where a figure stands in a document as a reader knows it: the part that a high heading opens, and
//! in it the heading of its sentence.

use gouji_audit::audit::DocumentAudit;
use gouji_report::report::entry::table_at;
use gouji_report::report::width::{cut, one_line};
use gouji_values::document::{Block, Span};
use std::collections::BTreeMap;

/// Columns behind which a title is cut.
const TITLE: usize = 60;

/// The headings of a document.
#[derive(Debug, Default)]
pub(super) struct Headings {
    /// Where stretches of text begin, with the part and the heading of each.
    starts: Vec<(u32, [String; 2])>,
}

impl Headings {
    pub(super) fn of(document: &DocumentAudit) -> Self {
        let headings: Vec<(u32, u8, String)> = document
            .document
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Paragraph(paragraph) if !paragraph.in_contents => {
                    let title = cut(&one_line(&paragraph.text.text), TITLE);
                    Some((paragraph.text.span().start, paragraph.heading?, title))
                }
                _ => None,
            })
            .collect();
        let mut levels: BTreeMap<u8, usize> = BTreeMap::new();
        headings.iter().for_each(|(_, level, _)| *levels.entry(*level).or_default() += 1);
        // the title of the document stands alone on its level
        let top = levels.into_iter().find(|(_, count)| *count > 1).map_or(0, |(level, _)| level);
        let mut part = String::new();
        let starts = headings.into_iter().map(|(start, level, title)| {
            if level <= top {
                part.clone_from(&title);
            }
            (start, [part.clone(), title])
        });
        Self { starts: starts.collect() }
    }

    /// The part that a place of the document stands in, and the heading above it; blank where there is
    /// none, and in a table, whose figures name it.
    pub(super) fn at(&self, document: &DocumentAudit, span: Span) -> [String; 2] {
        let behind = self.starts.partition_point(|(start, _)| *start <= span.start);
        let found = behind.checked_sub(1).and_then(|at| self.starts.get(at));
        let [part, heading] = found.map(|(_, names)| names.clone()).unwrap_or_default();
        let is_cell = table_at(document, span, None).is_some();
        let heading = if is_cell { String::new() } else { heading };
        [part, heading]
    }
}
