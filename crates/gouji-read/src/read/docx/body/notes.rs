//! Footnotes and endnotes: the marks in the text, and what stands in the notes.

use super::{BodyWalk, ENDNOTE};
use crate::read::docx::story::{Story, StoryItem, StoryOwner};
use crate::read::docx::xml::{StartTag, Xml};
use gouji_values::error::ReadError;

impl BodyWalk<'_> {
    /// Whether the text points to notes.
    pub(in crate::read::docx) fn has_notes(&self) -> bool {
        !self.marks.is_empty()
    }

    /// A part with notes.
    pub(in crate::read::docx) fn read_notes(
        &mut self,
        text: &str,
        part: &str,
    ) -> Result<(), ReadError> {
        self.part(text, part)
    }

    /// The notes that were read, each kind in the order of its marks.
    pub(in crate::read::docx) fn notes(&mut self) -> Vec<StoryItem> {
        let (ends, feet): (Vec<_>, Vec<_>) = std::mem::take(&mut self.notes)
            .into_iter()
            .partition(|((kind, _), _)| *kind == ENDNOTE);
        feet.into_iter().chain(ends).flat_map(|(_, items)| items).collect()
    }

    /// The mark of a note.
    pub(super) fn mark(&mut self, kind: &'static str, element: &StartTag<'_>) {
        if let Some(id) = element.attribute("id") {
            self.marked += 1;
            self.marks.entry((kind, id)).or_insert(self.marked);
        }
    }

    /// The line between text and notes, and notes that nothing points to, are no content.
    pub(super) fn begin_note(
        &mut self,
        xml: &mut Xml<'_>,
        element: &StartTag<'_>,
        kind: &'static str,
        name: &str,
    ) -> Result<bool, ReadError> {
        let mark =
            element.attribute("id").map(|id| (kind, id)).and_then(|mark| self.marks.get(&mark));
        let Some(mark) = mark.filter(|_| self.note.is_none()) else {
            xml.skip(element)?;
            return Ok(false);
        };
        self.stories.push(Story::new(StoryOwner::Named(name.to_owned())));
        self.note = Some((kind, *mark));
        Ok(true)
    }

    pub(super) fn end_note(&mut self, kind: &'static str) {
        let Some(mark) = self.note.take_if(|(open, _)| *open == kind) else { return };
        let items = self.stories.pop().map(Story::finish).unwrap_or_default();
        self.notes.insert(mark, items);
    }
}
