//! Whether what was done reaches its target. Signs in front of either (`<5%`, `≥90%`) are sets of
//! numbers; words tell it where the vocabulary says so.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::value::{Missing, Value};
use gouji_audit::audit::Why;
use gouji_values::number::{Comparison, Decimal, Figure};
use std::cmp::Ordering;

impl Evaluator<'_> {
    /// Whether an actual value meets a target.
    pub(in crate::check) fn meets(&self, actual: &Value, target: &Value) -> Result<bool, Missing> {
        if let (Value::Number(actual), Value::Number(target)) = (actual, target) {
            return self.reached(actual, target).map(|(reached, _)| reached);
        }
        let told = self.reached_in_words(actual, target);
        told.ok_or(Missing::NotApplicable(Why::TargetNoNumber))
    }

    /// The same of an actual value in words: it is met where they are those of the target, or say alone that a
    /// target in words was reached, and not where they begin by saying that it was not. Other words say nothing.
    pub(in crate::check) fn reached_in_words(
        &self,
        actual: &Value,
        target: &Value,
    ) -> Option<bool> {
        let Value::Text(actual, _) = actual else { return None };
        match target {
            Value::Text(target, _) if self.are_same_text(actual, target) => return Some(true),
            Value::Text(..) | Value::Number(_) | Value::Date(..) => {}
            _ => return None,
        }
        let words = &self.world.ruleset.vocabulary;
        let actual = words.folded(actual);
        let any = |class: &str, is_told: &dyn Fn(&str) -> bool| {
            let mut known = words.prose.get(class).into_iter().flatten();
            known.any(|word| is_told(&words.folded(word)))
        };
        if any("unreached", &|word| actual.starts_with(word)) {
            return Some(false);
        }
        // 5次, 已完成: a wrong number would be reached as well
        let is_number = matches!(target, Value::Number(_));
        (!is_number && any("reached", &|word| actual == word)).then_some(true)
    }

    /// The same of two figures, which are given back in one unit where they have one.
    pub(in crate::check) fn reached(
        &self,
        actual: &Figure,
        target: &Figure,
    ) -> Result<(bool, (Figure, Figure)), Missing> {
        let unlike = || Missing::Unchecked(Why::TargetUnitsDiffer);
        // 100 % of what was to be done, be that a count or an amount
        let is_share = self.is_ratio(actual.unit) && !self.is_ratio(target.unit);
        let is_whole = is_share
            && actual.value >= Decimal::ONE
            && !is_below(actual.comparison)
            && !is_below(target.comparison);
        match self.adopted(actual, target) {
            Some((a, b)) if is_whole => Ok((true, (a, b))),
            None if is_whole => Ok((true, (*actual, *target))),
            Some((a, b)) => match reaches(&a, &b) {
                // `≤50` beside 96 %: as likely an amount as a rate
                Some(false) if is_share && is_below(target.comparison) => Err(unlike()),
                Some(reached) => Ok((reached, (a, b))),
                None => Err(Missing::Unchecked(Why::TargetSignsDiffer)),
            },
            None => Err(unlike()),
        }
    }
}

fn is_below(sign: Option<Comparison>) -> bool {
    matches!(sign, Some(Comparison::AtMost | Comparison::Below))
}

fn is_above(sign: Option<Comparison>) -> bool {
    matches!(sign, Some(Comparison::AtLeast | Comparison::Above))
}

/// Whether all that the actual figure may be reaches the target, by the target's sign; without one
/// the target is a minimum, a bare zero a maximum. `None` where some of it may and some may not.
fn reaches(actual: &Figure, target: &Figure) -> Option<bool> {
    let ordering = actual.value.cmp(&target.value);
    let is_strict =
        |sign: Option<Comparison>| matches!(sign, Some(Comparison::Above | Comparison::Below));
    // an actual value that only comes near is no less than a target that is only neared
    let at_border = !is_strict(target.comparison) || is_strict(actual.comparison);
    let down = |ordering: Ordering| {
        ordering == Ordering::Less || (ordering == Ordering::Equal && at_border)
    };
    let sign = match target.comparison {
        None if target.value.is_zero() => Some(Comparison::AtMost),
        None if is_below(actual.comparison) => return None,
        None => Some(Comparison::AtLeast),
        sign => sign,
    };
    if is_below(sign) {
        if is_above(actual.comparison) {
            let is_apart = ordering == Ordering::Greater
                || (ordering == Ordering::Equal
                    && (is_strict(sign) || is_strict(actual.comparison)));
            return if is_apart { Some(false) } else { None };
        }
        return Some(down(ordering));
    }
    if is_above(sign) {
        if is_below(actual.comparison) {
            let is_apart = ordering == Ordering::Less
                || (ordering == Ordering::Equal
                    && (is_strict(sign) || is_strict(actual.comparison)));
            return if is_apart { Some(false) } else { None };
        }
        return Some(down(ordering.reverse()));
    }
    if is_below(actual.comparison) || is_above(actual.comparison) {
        None
    } else {
        Some(ordering == Ordering::Equal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_values::number::{ExpressionId, Interval};

    fn figure(value: i64, comparison: Option<Comparison>) -> Figure {
        let value = Decimal::from(value);
        Figure {
            value,
            interval: Interval::exact(value),
            ulp: None,
            unit: None,
            kind: gouji_values::kind::Kind::Figure,
            expression: ExpressionId(0),
            comparison,
        }
    }

    #[test]
    fn signs_on_both_sides_are_sets() {
        use Comparison::{Above, AtLeast, AtMost, Below, Equal};
        let reach = |actual, target| reaches(&actual, &target);
        assert_eq!(reach(figure(5, Some(Below)), figure(5, Some(Below))), Some(true));
        assert_eq!(reach(figure(5, Some(Below)), figure(5, Some(AtMost))), Some(true));
        assert_eq!(reach(figure(5, Some(AtMost)), figure(5, Some(Below))), Some(false));
        assert_eq!(reach(figure(8, Some(Below)), figure(5, Some(Below))), Some(false));
        assert_eq!(reach(figure(95, Some(Above)), figure(95, Some(Above))), Some(true));
        assert_eq!(reach(figure(95, Some(Above)), figure(95, None)), Some(true));
        assert_eq!(reach(figure(3, Some(AtLeast)), figure(5, Some(AtMost))), None);
        assert_eq!(reach(figure(6, Some(AtLeast)), figure(5, Some(AtMost))), Some(false));
        assert_eq!(reach(figure(5, Some(Below)), figure(5, None)), None);
        assert_eq!(reach(figure(5, None), figure(5, Some(Below))), Some(false));
        assert_eq!(reach(figure(0, None), figure(0, None)), Some(true));
        assert_eq!(reach(figure(5, Some(AtMost)), figure(5, Some(Equal))), None);
        assert_eq!(reach(figure(5, None), figure(5, Some(Equal))), Some(true));
    }
}
