//! The numbered lists that may go on, one inside another.

use crate::check::seen::place::FigurePlace;
use gouji_values::number::Decimal;

/// To which list a number belongs: the heading above it and how it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Series {
    pub(super) under: Option<usize>,
    pub(super) style: Option<usize>,
}

/// The lists that may go on, those of one heading and numbering style, or of one table, together.
#[derive(Debug, Default)]
pub(super) struct OpenLists {
    pub(super) lists: Vec<(Series, Vec<(FigurePlace, Decimal)>)>,
}

/// At most this many lists, one inside the other, are remembered.
const DEEPEST: usize = 20;

impl OpenLists {
    /// Takes the next number of a series and gives the place of the one before it. A number that
    /// follows none in the innermost list, but the last one of a list around it, goes on with
    /// that: （二）（一）…（十四）（三）.
    pub(super) fn take(
        &mut self,
        series: Series,
        place: FigurePlace,
        value: Decimal,
    ) -> Option<FigurePlace> {
        let at = self.lists.iter().position(|(key, _)| *key == series).unwrap_or_else(|| {
            self.lists.push((series, Vec::new()));
            self.lists.len() - 1
        });
        let (_, open) = self.lists.get_mut(at)?;
        let followed = open.iter().rposition(|(_, last)| *last + Decimal::ONE == value);
        if let Some(followed) = followed.filter(|_| value != Decimal::ONE) {
            open.truncate(followed + 1);
            let last = open.last_mut()?;
            return Some(std::mem::replace(last, (place, value)).0);
        }
        // of a list inside another one the first numbers may stand in front of whole paragraphs,
        // which are no headings
        let before = open.last().map(|(place, _)| *place);
        if open.len() == DEEPEST {
            open.remove(0);
        }
        open.push((place, value));
        before
    }
}
