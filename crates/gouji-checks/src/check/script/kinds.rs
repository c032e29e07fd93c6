//! What a script may compare and add: the same table as formulas have.

use super::session::Session;
use super::value::ScriptItem;
use crate::check::evaluate::days::no_day_in;
use crate::check::evaluate::value::Value;
use gouji_audit::audit::Why;
use gouji_rules::script::Fault;
use gouji_values::kind::{Operation, result};
use gouji_values::number::day;
use gouji_values::number::{cell_number, multiply};

impl Session {
    /// Whether the table of kinds has the two, as far as the script is to blame: a number that it
    /// writes stands on one side.
    pub(super) fn fitting(
        &self,
        operation: Operation,
        left: &ScriptItem,
        right: &ScriptItem,
    ) -> Result<(), Fault> {
        let (Ok(Value::Number(a)), Ok(Value::Number(b))) = (&left.value, &right.value) else {
            return Ok(());
        };
        let is_own = left.reads.is_empty() || right.reads.is_empty();
        match result(operation, a.kind, b.kind) {
            Err(refusal) if is_own => Err(Fault::rule(refusal.message(), refusal.script_help())),
            _ => Ok(()),
        }
    }

    /// Both sides are of one kind, as far as the script is to blame.
    pub(super) fn alike(&self, left: &ScriptItem, right: &ScriptItem) -> Result<(), Fault> {
        let (Ok(a), Ok(b)) = (&left.value, &right.value) else {
            return Ok(());
        };
        let alike = matches!(
            (a, b),
            (Value::Number(_), Value::Number(_))
                | (Value::Text(..), Value::Text(..))
                | (Value::Bool(_), Value::Bool(_))
                | (Value::Date(..), Value::Date(..))
                | (Value::Blank(_), _)
                | (_, Value::Blank(_))
        );
        if alike {
            return Ok(());
        }
        if let (Value::Date(..), Value::Text(text, Some(at)))
        | (Value::Text(text, Some(at)), Value::Date(..)) = (a, b)
            && self.with(None, |evaluator| evaluator.is_for_days(*at))
        {
            return Err(Fault::Unchecked(no_day_in(text)));
        }
        if self.is_odd(left) || self.is_odd(right) {
            return Err(Fault::Unchecked(Why::KindsDiffer));
        }
        Err(Fault::rule(
            format!("{}与{}不能比较", left.kind(), right.kind()),
            "两边要是同一类：数与数，文字与文字",
        ))
    }

    /// A text that a script writes, as the day or the number with a unit that it is where it stands
    /// beside one: `"2024-09-01"`, `"100万元"`, `"90%"`.
    pub(super) fn written(&self, item: &ScriptItem, beside: &ScriptItem) -> ScriptItem {
        let mut out = item.clone();
        let Ok(Value::Text(text, None)) = &item.value else { return out };
        match &beside.value {
            Ok(Value::Date(..)) => {
                if let Some(day) = day(text) {
                    out.value = Ok(Value::Date(day, None));
                }
            }
            Ok(Value::Number(_)) => {
                let units = &self.shared.ruleset.vocabulary.units;
                if let Some(number) = cell_number(text, units)
                    && let Some(unit) = number.unit
                    && let Some(value) = multiply(number.value, units.get(unit).times)
                {
                    let figure = self.with(None, |evaluator| evaluator.constant(value, Some(unit)));
                    out.value = Ok(Value::Number(figure));
                }
            }
            _ => {}
        }
        out
    }
}
