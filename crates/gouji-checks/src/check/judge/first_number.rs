//! Series that do not begin with 1: rows before them may have been lost.

use super::compare::{Identity, PlaceOutcome};
use crate::check::evaluate::Evaluator;
use crate::check::evaluate::elements::ListElement;
use crate::check::evaluate::value::Value;
use crate::check::seen::place::FigurePlace;
use gouji_audit::audit::{CheckRelation, CheckedAt, Why};
use gouji_values::number::Decimal;

/// The latest number that a list is taken to begin with that lost its first rows; greater ones are a
/// numbering of their own.
const LATEST: i64 = 20;

impl Evaluator<'_> {
    /// What is left open where the numbers of a table begin with another one than 1.
    pub(super) fn late_start(
        &mut self,
        identity: &Identity<'_>,
        elements: &[ListElement],
    ) -> Option<PlaceOutcome> {
        let place = elements.first()?.place?;
        let FigurePlace::Cell { row, .. } = place else { return None };
        let Ok(Value::Number(figure)) = self.at(place) else { return None };
        let printed = self.world.printed(place);
        let first = printed.text.trim();
        // a number with signs before it may go on from another list: 2024-009
        let is_late = row == 0
            && elements.len() > 1
            && first.chars().all(|c| c.is_ascii_digit())
            && figure.value > Decimal::ONE
            && figure.value <= Decimal::from(LATEST);
        if !is_late {
            return None;
        }
        let first = first.into();
        let figures = {
            self.take_trace();
            self.read(place);
            let read = self.take_trace();
            self.figures_of(&read, &[])
        };
        let own = Identity {
            rule: identity.rule,
            number: identity.number,
            at: CheckedAt::Key(format!("{}|first", self.key_of(identity)).into()),
            nature: identity.nature,
            expression: identity.expression.clone(),
        };
        let check = self.undecided(&own, CheckRelation::Equal, Why::StartsLate { first }, figures);
        Some(PlaceOutcome::Check(check))
    }
}
