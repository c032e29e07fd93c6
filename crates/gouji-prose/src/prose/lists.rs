//! Lists of words that readings ask for, beside the words of roles.

use super::declared::Declared;
use gouji_values::hash::QuickMap;
use gouji_values::label::holds;
use std::collections::BTreeMap;

/// What a word of counting says of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A number of days.
    Days(u32),
    /// A number of months.
    Months(u32),
}

/// Lists of the vocabulary, some of them taken apart.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// All of them by name.
    by_name: QuickMap<String, Vec<String>>,
    /// Words of names, longest first: a list that holds a name of each is whole.
    pub wholes: Vec<Vec<String>>,
    /// The same for names whose changes make up the change of a total.
    pub change_wholes: Vec<Vec<String>>,
    /// The same for names of which none is part of another, though there may be more of them.
    disjoint: Vec<Vec<String>>,
    /// What words of counting say of time.
    pub measures: BTreeMap<String, Measure>,
    /// Words of periods, with their months; longest first.
    pub months: Vec<(Vec<char>, u32)>,
    /// Words of growth and of fall that make a verb with the character behind them.
    pub verbs: Vec<(Vec<char>, i8)>,
    /// Roles and relations that rule files declare.
    pub declared: Declared,
}

impl Lists {
    /// Of lists of words by name.
    #[must_use]
    pub fn new(lists: &BTreeMap<String, Vec<String>>) -> Self {
        let list = |name: &str| lists.get(name).into_iter().flatten();
        let parts = |text: &String| -> Vec<String> {
            let mut parts: Vec<String> = text.split('+').map(str::to_owned).collect();
            parts.sort_by_key(|part| std::cmp::Reverse(part.chars().count()));
            parts
        };
        let valued = |name: &str| -> Vec<(String, u32)> {
            let split = |text: &String| {
                text.split_once('=').and_then(|(word, n)| Some((word.to_owned(), n.parse().ok()?)))
            };
            list(name).filter_map(split).collect()
        };
        let days = valued("days_of").into_iter().map(|(word, n)| (word, Measure::Days(n)));
        let each = valued("months_of").into_iter().map(|(word, n)| (word, Measure::Months(n)));
        let mut months: Vec<(Vec<char>, u32)> =
            valued("periods").iter().map(|(word, n)| (word.chars().collect(), *n)).collect();
        months.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        let verbs = |name: &str, sign: i8| -> Vec<(Vec<char>, i8)> {
            list(name).map(|word| (word.chars().collect(), sign)).collect()
        };
        Self {
            wholes: list("wholes").map(parts).collect(),
            change_wholes: list("change_wholes").map(parts).collect(),
            disjoint: list("disjoint").map(parts).collect(),
            measures: days.chain(each).collect(),
            months,
            verbs: [verbs("up_verbs", 1), verbs("down_verbs", -1)].concat(),
            by_name: lists.iter().map(|(name, words)| (name.clone(), words.clone())).collect(),
            declared: Declared::default(),
        }
    }

    /// Whether names are known to make up a whole, with no name besides.
    #[must_use]
    pub fn are_whole(&self, names: &[&str]) -> bool {
        self.wholes.iter().any(|whole| whole.len() == names.len() && answers(whole, names))
    }

    /// Whether names are known to be all whose changes make up the change of their total.
    pub fn are_all_of_change(&self, names: &[&str]) -> bool {
        self.change_wholes.iter().any(|whole| whole.len() == names.len() && answers(whole, names))
    }

    /// Whether each name is that of another part of one whole, or of things that are apart: 一般公共预算项目, 政府性基金项目.
    pub fn are_parts(&self, names: &[&str]) -> bool {
        let own: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let is_part = |(whole, word): (&str, &str)| holds(whole, word);
        self.wholes.iter().chain(&self.disjoint).any(|whole| {
            let words: Vec<&str> = whole.iter().map(String::as_str).collect();
            paired(&own, &words, &is_part)
        })
    }

    /// The words of a list.
    pub fn words_of(&self, list: &str) -> impl Iterator<Item = &str> {
        self.by_name.get(list).into_iter().flatten().map(String::as_str)
    }
}

/// Whether each word stands in a name of its own.
pub(crate) fn answers(words: &[String], names: &[&str]) -> bool {
    paired(words, names, &|(word, name)| holds(name, word))
}

/// Whether each text has a partner of its own among others.
fn paired(own: &[String], others: &[&str], fits: &dyn Fn((&str, &str)) -> bool) -> bool {
    let Some((first, rest)) = own.split_first() else { return true };
    if own.len() > others.len() {
        return false;
    }
    others.iter().enumerate().filter(|(_, other)| fits((first, other))).any(|(at, _)| {
        let left = others.iter().enumerate().filter(|(nth, _)| *nth != at);
        let left: Vec<&str> = left.map(|(_, other)| *other).collect();
        paired(rest, &left, fits)
    })
}
