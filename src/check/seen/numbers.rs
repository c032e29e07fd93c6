//! The numbers of the forms in a stretch of the text.

use super::world::World;
use crate::document::Span;
use crate::form::Content;
use crate::number::Decimal;

impl World<'_> {
    /// Whether a cell of the forms in an area prints a number of this size.
    #[must_use]
    pub fn prints(&self, area: Span, size: Decimal) -> bool {
        self.numbers(area).any(|number| number.abs() == size)
    }

    /// How many numbers of the forms in an area are multiples of a unit, and how many there are; those
    /// that are nothing aside.
    #[must_use]
    pub fn multiples(&self, area: Span, unit: Decimal) -> (usize, usize) {
        let some = self.numbers(area).filter(|number| !number.is_zero());
        some.fold((0, 0), |(round, all), number| {
            (round + usize::from((number % unit).is_zero()), all + 1)
        })
    }

    /// The numbers in the cells of the forms in an area.
    fn numbers(&self, area: Span) -> impl Iterator<Item = Decimal> {
        let forms = self.page.recognition.forms.iter();
        let cells = forms
            .filter(move |filled| area.covers(filled.span) || filled.span.covers(area))
            .flat_map(|filled| &filled.sides)
            .flat_map(|side| &side.rows)
            .flat_map(|row| &row.cells);
        cells.filter_map(|slot| match &slot.content {
            Content::Number(number) => Some(number.value),
            _ => None,
        })
    }
}
