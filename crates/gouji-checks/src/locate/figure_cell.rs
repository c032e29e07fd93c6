//! A printed figure as the search sees it.

use crate::check::{FigurePlace, World};
use gouji_values::document::Span;
use gouji_values::number::Decimal;

/// A printed figure that may be wrong. There is one for each figure of a document: what is seldom
/// asked for is not kept.
#[derive(Clone, Debug)]
pub(crate) struct FigureCell {
    /// The places that read it, and whether they read it with the other sign.
    pub places: Vec<(FigurePlace, bool)>,
    /// Where it stands.
    pub span: Span,
    /// The index of the document where that is another one.
    pub document: Option<usize>,
    /// It was repaired, or its column was chosen.
    pub is_doubtful: bool,
    /// Its number, in units of the last printed place.
    pub number: i128,
    /// Decimals of that place in the printed unit.
    pub decimals: u32,
    /// Fewer decimals than its column has are printed.
    pub lost: u32,
    /// The sign stands in a word beside it, not in the number.
    pub is_worded: bool,
    /// One unit of the last printed place, in base units.
    pub ulp: Decimal,
    /// The next cell that stands at the same place.
    pub(super) next: Option<u32>,
}

impl FigureCell {
    /// A number of units of the last place in the printed unit.
    #[must_use]
    pub(crate) fn value(&self, number: i128) -> Option<Decimal> {
        Decimal::try_from_i128_with_scale(number, self.decimals).ok()
    }

    /// Whether it is read in sentences alone, where words say that an amount is taken off: none lacks its minus.
    #[must_use]
    pub(crate) fn is_said(&self) -> bool {
        self.places.iter().all(|(place, _)| matches!(place, FigurePlace::Capture { .. }))
    }

    /// As printed.
    #[must_use]
    pub(crate) fn text(&self, world: &World<'_>) -> String {
        self.places.first().map_or_else(String::new, |(place, _)| world.printed(*place).text)
    }
}

/// A value in units of the last printed place; nothing where it has more decimals.
pub(super) fn in_units(value: Decimal, decimals: u32) -> Option<i128> {
    let value = value.normalize();
    let more = decimals.checked_sub(value.scale())?;
    value.mantissa().checked_mul(10_i128.checked_pow(more)?)
}
