//! Printed figures as checks cite them.

use super::world::{Place, Shared};
use crate::audit::{Cited, PrintedFigure};
use crate::document::Span;
use std::sync::{Arc, OnceLock};

/// A printed figure in one or several checks.
pub(super) struct CitedFigure {
    place: (Span, Option<usize>),
    /// Where its words come from; recognition, which asks for many checks, reads none.
    source: Option<(Arc<Shared>, Place)>,
    words: OnceLock<Box<(Arc<str>, Arc<PrintedFigure>)>>,
}

impl CitedFigure {
    pub(super) fn at(source: Option<(Arc<Shared>, Place)>, place: (Span, Option<usize>)) -> Self {
        Self { place, source, words: OnceLock::new() }
    }

    fn words(&self) -> &(Arc<str>, Arc<PrintedFigure>) {
        self.words.get_or_init(|| {
            let found = self.source.as_ref().map(|(shared, place)| (shared.world(), *place));
            let (label, printed) = found.map(|(world, place)| (world.label(place), world.printed(place))).unwrap_or_default();
            Box::new((label.into(), Arc::new(printed)))
        })
    }
}

impl Cited for CitedFigure {
    fn place(&self) -> (Span, Option<usize>) {
        self.place
    }

    fn label(&self) -> &Arc<str> {
        &self.words().0
    }

    fn printed(&self) -> &Arc<PrintedFigure> {
        &self.words().1
    }
}

impl std::fmt::Debug for CitedFigure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CitedFigure").field("label", self.label()).field("printed", self.printed()).finish()
    }
}
