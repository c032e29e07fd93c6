//! What one document leads to believe: plain texts, so that those of many documents can be counted.

use gouji_values::number::Decimal;
use gouji_values::vocabulary::Vocabulary;
use std::collections::BTreeSet;

/// What a proposal speaks of; each kind is a file of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Topic {
    /// Columns or rows of one form.
    Within,
    /// Cells of two forms.
    Between,
    /// A sentence and a cell, or the figures of a sentence.
    Said,
}

/// A rule in the making: two documents that lead to the same one have equal texts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Idea {
    pub(super) topic: Topic,
    /// Of a table that no form knows: its title and heads.
    pub(super) shape: Option<String>,
    /// The form, with its side; empty where the formula has whole paths. Of an unknown table the side alone.
    pub(super) form: String,
    /// The wording of the sentence; empty where it speaks of tables alone.
    pub(super) text: String,
    /// `expect = …` or `tree = …`, as a rule file has it.
    pub(super) demand: String,
    /// It in a line, for people.
    pub(super) name: String,
    /// Rows of an unknown table that it names: name and label.
    pub(super) rows: Vec<(String, String)>,
    /// Two places that are said to be equal.
    pub(super) ends: Option<(String, String)>,
    /// The columns of the two places, where these are rows of one code: a tie of the columns says it
    /// of all rows.
    pub(super) alike: Option<(String, String)>,
    /// How much the names of both places have in common.
    pub(super) likeness: u32,
}

impl Idea {
    /// A short text that stays the same from run to run.
    pub(super) fn digest(&self) -> String {
        gouji_engine::engine::fingerprint(
            self.shape.as_deref().or(Some(&self.form)),
            &[self.text.as_str(), &self.demand].join("\n"),
        )
        .chars()
        .take(8)
        .collect()
    }
}

/// How many digits a number has that say something: zeros at either end do not.
pub(super) fn digits(value: Decimal) -> u32 {
    let mut rest = value.mantissa().unsigned_abs();
    while rest > 0 && rest.is_multiple_of(10) {
        rest /= 10;
    }
    rest.checked_ilog10().map_or(0, |power| power + 1)
}

/// Pairs of neighbouring characters that two names have in common, words of totals left out.
pub(super) fn likeness(a: &str, b: &str, words: &Vocabulary) -> u32 {
    let pairs = |text: &str| {
        let mut text = words.folded(text);
        for total in &words.total {
            text = text.replace(total.as_str(), " ");
        }
        let chars: Vec<char> = text.chars().collect();
        chars
            .windows(2)
            .filter(|pair| pair.iter().all(|c| c.is_alphabetic()))
            .map(<[char]>::to_vec)
            .collect::<BTreeSet<_>>()
    };
    u32::try_from(pairs(a).intersection(&pairs(b)).count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::digits;
    use gouji_values::number::Decimal;

    #[test]
    fn zeros_at_the_ends_say_nothing() {
        for (value, count) in [
            (Decimal::new(12_300, 2), 3),
            (Decimal::new(5, 2), 1),
            (Decimal::ZERO, 0),
            (Decimal::new(10_203, 0), 5),
        ] {
            assert_eq!(digits(value), count, "{value}");
        }
    }
}
