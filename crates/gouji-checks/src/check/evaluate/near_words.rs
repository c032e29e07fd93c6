//! Words that a column prints and that are nearly those which a condition asks for: `在建（续建）` where
//! it asks for `在建`.

use super::Evaluator;
use super::other_reading::OtherReading;
use super::value::Value;
use crate::check::seen::place::FigurePlace;
use ecow::EcoString;
use gouji_audit::audit::{CheckRelation, Why};
use gouji_rules::formula::Node;
use gouji_rules::ruleset::{ParamValue, same_but_numerals};
use gouji_values::label::unit_name;
use gouji_values::vocabulary::Vocabulary;

/// Classes of words that make another thing of what stands behind them.
const DENIED: [&str; 3] = ["denied", "not", "pending"];

impl Evaluator<'_> {
    /// Why a condition that does not hold would hold, were words that are nearly those which it asks
    /// for the same.
    pub(in crate::check) fn nearly_holds(&mut self, condition: &Node) -> Option<Why> {
        if !asks_words(condition) {
            return None;
        }
        let read = self.trace.len();
        let (truth, met) = self.otherwise(OtherReading::NearWords, |this| this.truth(condition));
        self.trace.truncate(read);
        met.filter(|_| truth == Ok(true))
    }

    /// Whether two texts count as the same though they are only nearly so.
    pub(in crate::check) fn is_taken_as(&mut self, a: &Value, b: &Value) -> bool {
        if !self.reads(OtherReading::NearWords) {
            return false;
        }
        let (printed, place, wanted) = match (a, b) {
            (Value::Text(printed, Some(place)), Value::Text(wanted, other)) => {
                if other.is_some() && !self.is_unit_alike(printed, wanted) {
                    return false;
                }
                (printed.trim(), *place, wanted.trim())
            }
            (Value::Text(wanted, None), Value::Text(printed, Some(place))) => {
                (printed.trim(), *place, wanted.trim())
            }
            _ => return false,
        };
        let is_near = self.is_near(printed, wanted) || self.is_unit_alike(printed, wanted);
        if !is_near || self.is_named(printed) {
            return false;
        }
        let Some(FigurePlace::Cell { paper, form, column, .. }) =
            self.printed.get(place as usize).copied()
        else {
            return false;
        };
        let own = self.world.filled(paper, form).and_then(|own| self.world.column(own, column));
        let Some(column) = own else { return false };
        self.note_otherwise(|| Why::ConditionNearly {
            name: column.name.as_str().into(),
            wanted: wanted.into(),
            there: EcoString::from(printed),
        });
        true
    }

    /// Whether two names are those of one unit, one of which says that its own accounts are meant.
    pub(super) fn is_unit_alike(&self, a: &str, b: &str) -> bool {
        let words = &self.world.ruleset.vocabulary;
        let (a, b) = (words.folded(a), words.folded(b));
        a != b && unit_stem(&a, words) == unit_stem(&b, words)
    }

    /// Whether two names are those of one unit and differ in their brackets alone.
    pub(in crate::check) fn is_same_unit(&self, a: &str, b: &str) -> bool {
        let words = &self.world.ruleset.vocabulary;
        let (a, b) = (words.folded(a), words.folded(b));
        let is_of_unit =
            |text: &str| words.unit_qualifiers.iter().any(|word| text.contains(word.as_str()));
        is_of_unit(&a) && is_of_unit(&b) && unit_name(&a, words).0 == unit_name(&b, words).0
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
            let (before, behind) = printed.split_at(at);
            let behind = behind.get(wanted.len()..).unwrap_or("");
            let mut denied = DENIED.iter().filter_map(|class| words.prose.get(*class)).flatten();
            return !goes_on(before, &wanted, behind)
                && (other > 1 || stands_apart(before, &wanted))
                && !denied.any(|word| before.contains(&**word));
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
        let mut grades = ruleset.scales.iter().flat_map(|scale| &scale.grades);
        let mut params = ruleset.params.iter().map(|param| &param.value);
        params.any(|value| matches!(value, ParamValue::Table(keys) if keys.iter().any(|(key, ..)| key == text)))
            || grades.any(|(name, _)| name == text)
            || rules.any(|rule| {
                rule.when.as_ref().is_some_and(|(source, _)| names(source))
                    || rule.demand.formulas().iter().any(|own| names(&own.source))
                    || rule.demand.script().is_some_and(|script| names(&script.source))
            })
    }
}

/// Whether what stands beside letters or digits makes others of them: `AA` is not `A`.
fn goes_on(before: &str, wanted: &str, behind: &str) -> bool {
    let is_one = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    is_one(before.chars().last()) && is_one(wanted.chars().next())
        || is_one(wanted.chars().last()) && is_one(behind.chars().next())
}

/// Whether one character that stands behind others may be a word of its own: first, behind a mark, or a letter behind
/// other signs.
fn stands_apart(before: &str, wanted: &str) -> bool {
    let is_letter = wanted.chars().all(|c| c.is_ascii_alphanumeric());
    before.chars().last().is_none_or(|last| is_letter || !last.is_alphanumeric())
}

/// The name of a unit without the word that says that its own accounts are meant, with or without brackets.
fn unit_stem(folded: &str, words: &Vocabulary) -> String {
    let (full, bare) = unit_name(folded, words);
    if full != bare {
        return bare;
    }
    let mut ends = words.unit_qualifiers.iter().filter_map(|word| full.strip_suffix(word.as_str()));
    ends.find(|stem| !stem.is_empty()).map_or(bare, String::from)
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
