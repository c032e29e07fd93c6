//! The stated side of a check where it is worked out or counted: no figure prints it.

use super::check::Told;
use super::check_words::{digits_alone, stated_side};
use crate::audit::{CheckDetail, Fault, Nature};
use gouji_values::number::Decimal;

impl Told<'_> {
    /// The stated side as it is written, where it is worked out of several figures in a way that is not shown, and the
    /// figure that it is named by prints another number.
    pub(super) fn worked_unseen(&self) -> Option<String> {
        let is_plain = |detail: &CheckDetail| {
            detail.fault == Fault::Apart && !detail.is_tie && detail.worked.0.is_none()
        };
        let printed = self.check.stated_figure().and_then(|figure| figure.printed().value.clone());
        let side = stated_side(&self.check.expression);
        let is_unseen = self.check.nature.has_formula()
            && side.contains(['+', '-', '*', '/', '('])
            && self.check.detail.as_deref().is_some_and(is_plain)
            && printed
                .zip(self.check.stated.as_deref())
                .is_some_and(|(printed, stated)| digits_alone(&printed) != digits_alone(stated));
        is_unseen.then_some(side)
    }

    /// Whether a script compares what it worked out.
    pub(super) fn is_worked_by_script(&self) -> bool {
        let side = stated_side(&self.check.expression);
        let is_printed =
            self.check.stated_figure().is_some_and(|own| own.printed().value.is_some());
        // days and words are printed as they are compared
        let number = self.check.stated.as_deref().and_then(|own| own.parse::<Decimal>().ok());
        self.check.nature == Nature::Expected
            && !is_printed
            && side.contains('(')
            && number.is_some()
    }

    /// What is counted of words that are printed: they have no number of their own.
    pub(super) fn counted_words(&self) -> Option<&'static str> {
        let is_words = self.check.stated_figure().is_some_and(|own| own.printed().value.is_none());
        let side = stated_side(&self.check.expression);
        let number = self.lang.of("个数", "the number");
        let length = self.lang.of("字数", "the length");
        let counted = [("count(", number), ("len(", length)];
        let of = counted.iter().find(|(call, _)| side.starts_with(call)).map(|(_, of)| *of);
        of.filter(|_| is_words && self.check.nature == Nature::Formula)
    }
}
