//! A printed figure as checks cite it: its place at once, its words when somebody reads them. Most are never read.

use super::world::{Place, Shared};
use crate::audit::PrintedFigure;
use crate::document::Span;
use std::sync::{Arc, OnceLock};

/// A printed figure in one or several checks.
pub struct CitedFigure {
    /// Where it stands.
    pub span: Span,
    /// Index into [`Audit::documents`](crate::audit::Audit::documents) where it stands in another document (last year's).
    pub document: Option<usize>,
    /// Where its words come from; without it there are none but those that were given.
    source: Option<(Arc<Shared>, Place)>,
    words: OnceLock<Box<(Arc<str>, Arc<PrintedFigure>)>>,
}

impl CitedFigure {
    pub(super) fn at(source: Option<(Arc<Shared>, Place)>, (span, document): (Span, Option<usize>)) -> Self {
        Self { span, document, source, words: OnceLock::new() }
    }

    /// One whose words are known.
    #[must_use]
    pub fn given(label: &str, printed: PrintedFigure) -> Self {
        let (span, document) = (printed.span, printed.document);
        Self { span, document, source: None, words: OnceLock::from(Box::new((label.into(), Arc::new(printed)))) }
    }

    fn words(&self) -> &(Arc<str>, Arc<PrintedFigure>) {
        self.words.get_or_init(|| {
            let found = self.source.as_ref().map(|(shared, place)| (shared.world(), *place));
            let (label, printed) = found.map(|(world, place)| (world.label(place), world.printed(place))).unwrap_or_default();
            Box::new((label.into(), Arc::new(printed)))
        })
    }

    /// `[part key] form row column` as printed.
    #[must_use]
    pub fn label(&self) -> &Arc<str> {
        &self.words().0
    }

    /// What is printed there.
    #[must_use]
    pub fn printed(&self) -> &Arc<PrintedFigure> {
        &self.words().1
    }
}

impl std::fmt::Debug for CitedFigure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CitedFigure").field("label", self.label()).field("printed", self.printed()).finish()
    }
}
