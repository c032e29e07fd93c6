//! Words that a column prints and that are nearly those which a condition asks for: `在建（续建）` where
//! it asks for `在建`.

use super::Evaluator;
use super::value::Value;
use crate::check::seen::place::FigurePlace;
use ecow::EcoString;
use gouji_audit::audit::{CheckRelation, Why};
use gouji_rules::formula::Node;
use gouji_rules::ruleset::{ParamValue, same_but_numerals};

/// Classes of words that make another thing of what stands behind them.
const DENIED: [&str; 3] = ["denied", "not", "pending"];

/// Whether words that are nearly those that are asked for count as these, and the first that did.
#[derive(Clone, Debug, Default)]
pub(in crate::check) struct NearWords {
    is_taken: bool,
    met: Option<Why>,
}

impl Evaluator<'_> {
    /// Works something out as though words that are nearly those which are asked for were these, and
    /// which were.
    pub(in crate::check) fn with_near_words<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> T,
    ) -> (T, Option<Why>) {
        let was = std::mem::replace(&mut self.near_words, NearWords { is_taken: true, met: None });
        let out = work(self);
        let met = std::mem::replace(&mut self.near_words, was).met;
        (out, met)
    }

    /// Why a condition that does not hold would hold, were words that are nearly those which it asks
    /// for the same.
    pub(in crate::check) fn nearly_holds(&mut self, condition: &Node) -> Option<Why> {
        if !asks_words(condition) {
            return None;
        }
        let read = self.trace.len();
        let (truth, met) = self.with_near_words(|this| this.truth(condition));
        self.trace.truncate(read);
        met.filter(|_| truth == Ok(true))
    }

    /// Whether two texts count as the same though they are only nearly so.
    pub(super) fn is_taken_as(&mut self, relation: CheckRelation, a: &Value, b: &Value) -> bool {
        if !self.near_words.is_taken || relation != CheckRelation::Equal {
            return false;
        }
        let (printed, place, wanted) = match (a, b) {
            (Value::Text(printed, Some(place)), Value::Text(wanted, None))
            | (Value::Text(wanted, None), Value::Text(printed, Some(place))) => {
                (printed.trim(), *place, wanted.trim())
            }
            _ => return false,
        };
        if !self.is_near(printed, wanted) || self.is_named(printed) {
            return false;
        }
        let Some(FigurePlace::Cell { paper, form, column, .. }) =
            self.printed.get(place as usize).copied()
        else {
            return false;
        };
        let own = self.world.filled(paper, form).and_then(|own| self.world.column(own, column));
        let Some(column) = own else { return false };
        self.near_words.met.get_or_insert_with(|| Why::ConditionNearly {
            name: column.name.as_str().into(),
            wanted: wanted.into(),
            there: EcoString::from(printed),
        });
        true
    }

    /// Whether words that are printed hold those which are wanted, or differ from them in a character
    /// too many or too few, or in the way their numbers are written. What is denied is another thing.
    fn is_near(&self, printed: &str, wanted: &str) -> bool {
        let words = &self.world.ruleset.vocabulary;
        let (printed, wanted) = (words.folded(printed), words.folded(wanted));
        let (own, other) = (printed.chars().count(), wanted.chars().count());
        if printed == wanted || wanted.is_empty() {
            return false;
        }
        if same_but_numerals(&printed, &wanted) {
            return true;
        }
        if let Some(at) = printed.find(&*wanted) {
            let (before, behind) = (printed.get(..at), printed.get(at + wanted.len()..));
            let is_beside = behind.is_some_and(|rest| rest.starts_with(['(', '（']));
            let mut denied = DENIED.iter().filter_map(|class| words.prose.get(*class)).flatten();
            return (other > 1 || before == Some("") && is_beside)
                && before.is_some_and(|before| !denied.any(|word| before.contains(&**word)));
        }
        let (longer, shorter) = if own > other { (&printed, &wanted) } else { (&wanted, &printed) };
        other > 3 && own.abs_diff(other) == 1 && has_one_more(longer, shorter)
    }

    /// Whether the author's own rules name words as ones of their own.
    fn is_named(&self, text: &str) -> bool {
        let ruleset = self.world.ruleset;
        let quoted = [format!("\"{text}\""), format!("'{text}'")];
        let names = |source: &str| quoted.iter().any(|own| source.contains(own.as_str()));
        let mut rules = ruleset.rules.iter().filter(|rule| ruleset.is_of_author(rule));
        let mut params = ruleset.params.iter().map(|param| &param.value);
        params.any(|value| matches!(value, ParamValue::Table(keys) if keys.iter().any(|(key, ..)| key == text)))
            || rules.any(|rule| {
                rule.when.as_ref().is_some_and(|(source, _)| names(source))
                    || rule.demand.formulas().iter().any(|own| names(&own.source))
                    || rule.demand.script().is_some_and(|script| names(&script.source))
            })
    }
}

/// Whether a text is another one with one character more.
fn has_one_more(longer: &str, shorter: &str) -> bool {
    let common = longer.chars().zip(shorter.chars()).take_while(|(a, b)| a == b).count();
    longer.chars().skip(common + 1).eq(shorter.chars().skip(common))
}

/// Whether a condition asks anywhere for words.
fn asks_words(node: &Node) -> bool {
    match node {
        Node::Compare(CheckRelation::Equal, a, b) => {
            matches!((a.as_ref(), b.as_ref()), (Node::Text(_), _) | (_, Node::Text(_)))
        }
        Node::Not(inner) => asks_words(inner),
        Node::Binary(_, a, b) => asks_words(a) || asks_words(b),
        _ => false,
    }
}

/// Whether a formula adds or counts what meets a condition of words.
pub(in crate::check) fn lists_by_words(node: &Node) -> bool {
    match node {
        Node::Aggregate(_, _, Some(condition)) => asks_words(condition),
        Node::Not(inner) | Node::Negate(inner) => lists_by_words(inner),
        Node::Binary(_, a, b) | Node::Compare(_, a, b) => lists_by_words(a) || lists_by_words(b),
        Node::Call(_, values) => values.iter().any(lists_by_words),
        _ => false,
    }
}
