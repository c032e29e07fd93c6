//! The numbers of the forms in a stretch of the text.

use super::world::World;
use gouji_forms::form::{Content, FormCell, FormRow, FormSide};
use gouji_values::document::Span;
use gouji_values::number::Decimal;

impl World<'_> {
    /// Whether a cell of the forms in an area prints a number of this size in a row of these
    /// figures, between two of them, or in one of the rows beside.
    #[must_use]
    pub fn prints_beside(&self, area: Span, figures: &[Span], size: Decimal) -> bool {
        /// So many rows before and behind: a figure is read in the wrong row near its own.
        const BESIDE: usize = 3;
        self.sides(area).any(|side| {
            let holds = |row: &FormRow| row.cells.iter().any(|slot| figures.contains(&slot.span));
            let (first, last) =
                (side.rows.iter().position(holds), side.rows.iter().rposition(holds));
            let Some((first, last)) = first.zip(last) else { return false };
            let near = side.rows.iter().take(last + BESIDE + 1).skip(first.saturating_sub(BESIDE));
            near.flat_map(|row| &row.cells).filter_map(number).any(|own| own.abs() == size)
        })
    }

    /// Whether a cell of the forms in an area prints the digits of a number, in whatever unit; where
    /// one of them has more, these may have been rounded or cut off.
    #[must_use]
    pub fn prints_digits(&self, area: Span, size: Decimal) -> bool {
        /// Digits by which a number is known.
        const KNOWN: usize = 3;
        let digits = |number: Decimal| number.mantissa().unsigned_abs().to_string();
        let wanted = digits(size);
        self.numbers(area).map(digits).any(|own| {
            let shared = own.len().min(wanted.len());
            let head = |text: &str| text.get(..shared).and_then(|head| head.parse::<u128>().ok());
            let apart = head(&own).zip(head(&wanted)).map(|(a, b)| a.abs_diff(b));
            own.trim_end_matches('0') == wanted.trim_end_matches('0')
                || shared >= KNOWN && apart.is_some_and(|apart| apart <= 1)
        })
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
        self.sides(area).flat_map(|side| &side.rows).flat_map(|row| &row.cells).filter_map(number)
    }

    /// The sides of the forms in an area.
    fn sides(&self, area: Span) -> impl Iterator<Item = &FormSide> {
        let forms = self.page.recognition.forms.iter();
        forms
            .filter(move |filled| area.covers(filled.span) || filled.span.covers(area))
            .flat_map(|filled| &filled.sides)
    }
}

/// The number of a cell.
fn number(slot: &FormCell) -> Option<Decimal> {
    match &slot.content {
        Content::Number(number) => Some(number.value),
        _ => None,
    }
}
