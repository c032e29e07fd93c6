//! Words for people, made from codes: the one room that has them.
//!
//! In: values with codes ([`Coded`]). Out: text in Chinese. Each kind of code has a catalogue of
//! its own, a file with one template for each code, so that another language is another set of such
//! files. Deliberately absent: decisions (who makes a value decided already) and the layout of
//! reports.

#[macro_use]
mod words;

mod catalogue;
mod cause;
mod check;
mod check_words;
mod days;
mod fact;
mod misfit;
mod missing;
mod outline;
mod phrase;
mod serve;
mod slip;
mod unread;
mod why;

pub use catalogue::{CodeEntry, CodeRoom, catalogue};
pub use check_words::is_code;
pub use fact::{
    apart_name, apart_words, bound_name, bound_words, class_name, kind_name, outcome_name,
    outcome_words, relation_name, role_name, role_words, when_words,
};
pub use missing::{LackingPart, MissingThing, missing};
pub use outline::{OutlineFault, TemplateFault, named, outline, quoted, template};

use crate::audit::{Check, Illegible, NoCheck, NotRead, RuleOutcome, Why};
use gouji_values::code::Coded;
use gouji_values::error::Refusal;
use std::fmt;

/// What the number is called that the parts of a sentence must come to and that no sentence prints: 100%.
pub const WHOLE: &str = "各项合计应得";
/// Where a figure stands that a sentence shares with a table.
pub const IN_TABLE: &str = "表格";

/// Which number of a list that has one name a figure is.
#[must_use]
pub fn nth(number: usize) -> String {
    format!("第 {number} 个数")
}

/// A template with the values in the places of their names in braces.
fn fill(template: &str, value: &impl Coded) -> String {
    let slots = value.slots();
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = behind.split_once('}') else { break };
        out.extend(
            slots.iter().filter(|(known, _)| *known == name).map(|(_, value)| value.as_str()),
        );
        rest = after;
    }
    out.push_str(rest);
    out
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&fill(why::template(self.code()), self))
    }
}

impl fmt::Display for Illegible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&fill(unread::illegible(self.code()), self))
    }
}

impl fmt::Display for NoCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&fill(unread::no_check(self.code()), self))
    }
}

/// Why a request to `gouji serve` is refused.
#[must_use]
pub fn refusal_words(refusal: &Refusal) -> String {
    fill(serve::template(refusal.code()), refusal)
}

impl NotRead {
    /// Why, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        unread::not_read(self)
    }
}

impl RuleOutcome {
    /// Why the rule is not applicable, undecided or failed.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let why: Vec<String> = self.why.iter().map(Why::to_string).collect();
        (!why.is_empty()).then(|| labelled(self.label.as_deref(), why.join("；")))
    }
}

/// What stands in a message for a value that is not there.
pub const BLANK: &str = "（空）";

/// What stands before a value that nobody printed.
pub const WORKED_OUT: &str = "算得";

/// What the stated value of a check is called: 列示, or 算得 where nobody printed it.
#[must_use]
pub fn stated_name(check: &Check) -> &'static str {
    if check.worked_out().is_some() { WORKED_OUT } else { "列示" }
}

/// What one percentage is above another in.
const POINTS: &str = "个百分点";

/// A difference with its unit: `-0.50万元`, and of percentages `3.00个百分点`.
#[must_use]
pub fn difference_words(difference: &str, unit: Option<&str>) -> String {
    match unit {
        Some("%") => format!("{difference}{POINTS}"),
        Some(unit) => format!("{difference}{unit}"),
        None => difference.to_owned(),
    }
}

/// Words behind those that a script gave them.
fn labelled(label: Option<&str>, words: String) -> String {
    match label {
        Some(label) if !words.is_empty() => format!("{label}：{words}"),
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::WhyCode;
    use gouji_values::code::Code;
    use std::collections::BTreeSet;

    /// The names in braces of a template.
    fn names(template: &str) -> BTreeSet<&str> {
        template
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name)
            .collect()
    }

    fn is_whole<C: Code>(template: impl Fn(C) -> &'static str) {
        let mut ids = BTreeSet::new();
        for code in C::ALL {
            let id = code.id();
            assert!(ids.insert(id), "{id} stands twice");
            assert!(
                id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
                "{id}"
            );
            assert_eq!(names(template(*code)), code.slots().iter().copied().collect(), "{id}");
            assert_eq!(C::find(id).map(C::id), Some(id));
        }
    }

    #[test]
    fn each_code_has_words_with_all_its_values() {
        is_whole(why::template);
        is_whole(phrase::template);
        is_whole(unread::illegible);
        is_whole(unread::no_check);
        is_whole(unread::not_read);
        is_whole(serve::template);
        assert!(WhyCode::ALL.len() > 90);
    }

    #[test]
    fn values_stand_in_their_places() {
        let why = Why::SeveralRows {
            form: "收支总表".into(),
            count: 2,
            label: "合计".into(),
            lines: "3、9".into(),
        };
        assert_eq!(why.to_string(), "收支总表里有 2 行“合计”（第 3、9 行等），不能确定是哪一行");
    }
}
