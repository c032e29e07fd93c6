//! Conditions of scripts that cannot be decided: what a cell prints is no day, a row is not there.
//! What stands behind such a condition is neither done nor left out as if it did not hold.

use super::session::Session;
use super::value::ScriptItem;
use crate::check::evaluate::value::{Missing, Value};
use crate::check::judge::compare::{Identity, PlaceOutcome};
use gouji_audit::audit::{CheckRelation, CheckedAt, Nature, Why};
use gouji_rules::script::{Fault, charge_check};
use gouji_values::number::Decimal;
use rhai::{Dynamic, EvalAltResult, NativeCallContext};

impl Session {
    /// That a condition asks for something which is not there, for the case that nothing else is
    /// said.
    pub(super) fn told_lacking(&self, missing: &Missing) -> Result<(), Fault> {
        match missing {
            Missing::Unchecked(why) => Err(Fault::Unchecked(why.clone())),
            Missing::NoRow(why) | Missing::NotApplicable(why) => {
                self.state().lacking.get_or_insert_with(|| why.clone());
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Why words where the form has numbers are none.
    pub(super) fn no_number(&self, value: &Value) -> Missing {
        self.with(None, |evaluator| evaluator.no_number(value))
    }

    /// The same of a named row or a column that the table does not have.
    pub(super) fn told_absent(&self, sides: [&Value; 2]) -> Result<(), Fault> {
        if sides.iter().any(|value| matches!(value, Value::Blank(None))) {
            let why = self.with(None, |evaluator| evaluator.why_not_there());
            let why = why.unwrap_or(Why::TableLacksCell);
            self.told_lacking(&Missing::NotApplicable(why))?;
        }
        Ok(())
    }

    /// The same of a blank cell in a script of the author's own layers, where as nothing it would
    /// fulfil the condition, or where a day belongs.
    pub(super) fn told_blank(
        &self,
        relation: CheckRelation,
        a: &Value,
        b: &Value,
    ) -> Result<(), Fault> {
        let place = match (a, b) {
            (Value::Blank(Some(place)), Value::Number(figure)) => {
                relation.holds(Decimal::ZERO.cmp(&figure.value)).then_some(*place)
            }
            (Value::Number(figure), Value::Blank(Some(place))) => {
                relation.holds(figure.value.cmp(&Decimal::ZERO)).then_some(*place)
            }
            (Value::Blank(Some(place)), Value::Date(..))
            | (Value::Date(..), Value::Blank(Some(place))) => Some(*place),
            (Value::Blank(Some(place)), Value::Text(text, _))
            | (Value::Text(text, _), Value::Blank(Some(place))) => {
                (!text.is_empty()).then_some(*place)
            }
            _ => None,
        };
        place.map_or(Ok(()), |place| self.told_blank_at(place))
    }

    /// The same of a blank cell whose words are looked at.
    pub(super) fn told_blank_at(&self, place: u32) -> Result<(), Fault> {
        let why = self.with(None, |evaluator| evaluator.stated_blank(place));
        match why.filter(|_| self.is_of_author()) {
            Some(why) => Err(Fault::Unchecked(why)),
            None => Ok(()),
        }
    }

    /// The error by which a function ends. Where the document leaves a condition open, and the turns
    /// of the loop around do not know of each other, this turn is unchecked and the next one follows.
    pub(super) fn ended(
        &self,
        fault: Fault,
        context: &NativeCallContext<'_>,
        asked: &[&ScriptItem],
    ) -> Box<EvalAltResult> {
        let at = context.call_position();
        let Fault::Unchecked(why) = fault else { return fault.into() };
        if !self.turns.contains(&at) {
            return Fault::Unchecked(why).into();
        }
        match self.left_open(why, context.fn_name(), asked) {
            Ok(()) => Box::new(EvalAltResult::LoopBreak(false, Dynamic::UNIT, at)),
            Err(fault) => fault.into(),
        }
    }

    fn left_open(&self, why: Why, name: &str, asked: &[&ScriptItem]) -> Result<(), Fault> {
        charge_check(0)?;
        let Some(rule) = self.rule() else { return Ok(()) };
        let identity = Identity {
            rule,
            number: 0,
            at: CheckedAt::Key(self.next_key(name).into()),
            nature: Nature::Expected,
            expression: name.into(),
        };
        let reads = |at: usize| asked.get(at).map_or(&[] as &[u32], |item| &item.reads);
        let check = self.with(None, |evaluator| {
            let figures = evaluator.figures_of(reads(0), reads(1));
            evaluator.undecided(&identity, CheckRelation::Equal, why, figures)
        });
        self.state().outcomes.push(PlaceOutcome::Check(check));
        Ok(())
    }
}
