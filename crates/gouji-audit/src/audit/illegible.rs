//! Why a number that was expected in a cell could not be read, by code.

use ecow::EcoString;
use gouji_values::code::coded;

coded! {
    /// Why no number could be read from a cell of figures.
    Illegible, IllegibleCode, "cell":
    /// The digits make no complete number.
    NotWhole {
        /// As printed.
        text: EcoString,
    } = "number-incomplete",
    /// An error value, or signs in place of a number.
    ErrorValue {
        /// As printed.
        text: EcoString,
    } = "number-error-value",
    /// A sign, a number and a unit run together, one of them printed twice.
    PrintedTwice {
        /// As printed.
        text: EcoString,
    } = "number-printed-twice",
    /// No digit stands before the point, in a document of torn figures.
    NothingBeforePoint {
        /// As printed.
        text: EcoString,
    } = "number-without-front",
    /// What is printed in a column of ordinals numbers nothing.
    NoOrdinal {
        /// As printed.
        text: EcoString,
    } = "number-no-ordinal",
    /// The cells of the row do not stand under the headers, and no shift brings them there.
    RowAstray = "row-astray",
    /// Several shifts bring the cells of the row under the headers.
    RowShiftOpen = "row-shift-open",
    /// A row of totals has fewer cells than the header has columns.
    TotalRowShort = "total-row-short",
    /// The header has gaps: merged cells may be lost.
    HeaderGaps = "header-gaps",
    /// Blank cells are lost, and the figures of the row fit the columns in several ways.
    BlanksLost = "column-open",
}
