//! A formula that is said in words, with the names and signs of formulas: `合计等于甲加乙`.

use super::foreign;
use super::names::Owner;
use super::resolve::Resolver;

/// Words between two addends or factors, and the sign of each.
const SIGNS: [(&str, &str); 10] = [
    ("加上", "+"),
    ("减去", "-"),
    ("乘以", "*"),
    ("除以", "/"),
    ("加", "+"),
    ("减", "-"),
    ("乘", "*"),
    ("除", "/"),
    ("＋", "+"),
    ("与", "+"),
];

impl Resolver<'_> {
    /// What a sentence is as a formula, where each of its words is a name or what is printed above
    /// a column.
    pub(super) fn said(&self, sentence: &str) -> Option<String> {
        let (left, sign, right) = foreign::glued_comparison(sentence)?;
        let (left, right) = (self.side(&left)?, self.side(&right)?);
        Some(format!("{left} {sign} {right}"))
    }

    fn side(&self, words: &str) -> Option<String> {
        if let Some(name) = self.meant(words) {
            return Some(name);
        }
        // 甲、乙之和
        let sum = ["之和", "的和", "合计", "的合计"].iter().find_map(|end| words.strip_suffix(end));
        if let Some(parts) = sum.filter(|own| own.contains(['、', '和', '与', '加'])) {
            let parts = parts.split(['、', '和', '与', '加']).map(|part| self.meant(part));
            return Some(parts.collect::<Option<Vec<_>>>()?.join(" + "));
        }
        SIGNS.iter().find_map(|(word, sign)| {
            words.match_indices(word).find_map(|(at, _)| {
                let (left, right) = (words.get(..at)?, words.get(at + word.len()..)?);
                Some(format!("{} {sign} {}", self.meant(left)?, self.side(right)?))
            })
        })
    }

    /// The name of the own form or sentence that a word means.
    fn meant(&self, word: &str) -> Option<String> {
        let word = word.trim();
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(word.to_owned());
        }
        if let Owner::Form(form, _) = self.scope(0) {
            let form = self.names.forms.get(*form)?;
            let named = form.columns.iter().find(|(name, _)| name == word);
            let headed = || {
                let mut all = form.columns.iter().zip(&form.heads);
                let found = all.find(|(_, heads)| heads.iter().any(|head| head == word));
                found.map(|(column, _)| column)
            };
            if let Some((name, _)) = named.or_else(headed) {
                return Some(name.clone());
            }
        }
        self.own_names().into_iter().find(|name| *name == word).map(str::to_owned)
    }
}
