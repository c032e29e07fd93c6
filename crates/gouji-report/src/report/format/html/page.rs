//! What the parts of a section share.

use super::marks::Marks;
use super::out::escape;
use gouji_audit::audit::DocumentAudit;
use gouji_values::document::Span;

/// What the parts of a section share.
pub(super) struct SectionPage<'a> {
    pub(super) document: &'a DocumentAudit,
    pub(super) key: &'a str,
    pub(super) marks: &'a Marks<'a>,
    /// The marks that stand on the page.
    pub(super) shown: &'a [bool],
}

impl SectionPage<'_> {
    /// A text that leads to the mark of a place; `None` where there is no mark.
    pub(super) fn linked(&self, span: Span, text: &str) -> Option<String> {
        let mark = self.marks.at(span).filter(|i| self.shown.get(*i).copied().unwrap_or(false))?;
        Some(format!("<a href=\"#{}\">{}</a>", self.marks.id(mark), escape(text)))
    }

    /// A text that leads to the mark of a place, where there is one.
    pub(super) fn link(&self, span: Span, text: &str) -> String {
        self.linked(span, text).unwrap_or_else(|| escape(text))
    }
}
