//! Printed figures as checks cite them.

use super::world::{Place, Shared};
use crate::audit::{Cited, PrintedFigure};
use crate::document::Span;
use std::sync::{Arc, LazyLock, OnceLock};

/// A printed figure in one or several checks.
pub(super) struct CitedFigure {
    place: (Span, Option<usize>),
    /// Where its words come from.
    source: (Arc<Shared>, Place),
    words: OnceLock<Box<(Arc<str>, Arc<PrintedFigure>)>>,
}

impl CitedFigure {
    pub(super) fn at(source: (Arc<Shared>, Place), place: (Span, Option<usize>)) -> Self {
        Self { place, source, words: OnceLock::new() }
    }

    fn words(&self) -> &(Arc<str>, Arc<PrintedFigure>) {
        self.words.get_or_init(|| {
            let (world, place) = (self.source.0.world(), self.source.1);
            Box::new((world.label(place).into(), Arc::new(world.printed(place))))
        })
    }
}

impl Cited for CitedFigure {
    fn place(&self) -> (Span, Option<usize>) {
        self.place
    }

    fn anew(&self) -> Option<Arc<dyn Cited>> {
        let (shared, place) = &self.source;
        Some(Arc::new(Self::at((Arc::clone(shared), *place), self.place)))
    }

    fn label(&self) -> &Arc<str> {
        &self.words().0
    }

    fn printed(&self) -> &Arc<PrintedFigure> {
        &self.words().1
    }

    // asked of all figures of a check that does not hold: no reason to put them into words
    fn is_doubtful(&self) -> bool {
        self.source.0.world().is_doubtful(self.source.1)
    }
}

/// A figure of which only the place is asked for: recognition and localisation make many checks that nobody reads.
#[derive(Debug, Default)]
pub(super) struct BarePlace {
    place: (Span, Option<usize>),
}

impl BarePlace {
    pub(super) fn at(place: (Span, Option<usize>)) -> Self {
        Self { place }
    }
}

/// The words of a figure that nobody reads.
static WORDLESS: LazyLock<(Arc<str>, Arc<PrintedFigure>)> = LazyLock::new(|| (Arc::from(""), Arc::default()));

impl Cited for BarePlace {
    fn place(&self) -> (Span, Option<usize>) {
        self.place
    }

    fn label(&self) -> &Arc<str> {
        &WORDLESS.0
    }

    fn printed(&self) -> &Arc<PrintedFigure> {
        &WORDLESS.1
    }
}

impl std::fmt::Debug for CitedFigure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CitedFigure").field("label", self.label()).field("printed", self.printed()).finish()
    }
}
