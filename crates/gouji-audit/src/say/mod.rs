//! Words for people, made from codes: the one room that has them.
//!
//! In: values with codes ([`Coded`]). Out: text in the language that is asked for ([`Lang`]). Each kind
//! of code has a catalogue of its own, a file with one template for each code and language, the
//! languages side by side. Deliberately absent: decisions (who makes a value decided already) and the layout of
//! reports.

#[macro_use]
mod words;

mod catalogue;
mod cause;
mod check;
mod check_words;
mod days;
mod fact;
mod hint;
mod misfit;
mod missing;
mod outline;
mod phrase;
mod serve;
mod slip;
mod unread;
mod why;
mod worked;

pub use catalogue::{CodeEntry, CodeRoom, catalogue};
pub use cause::SuspectName;
pub use check_words::is_code;
pub use fact::{
    apart_name, apart_words, bound_name, bound_words, class_name, kind_name, outcome_name,
    outcome_words, relation_name, role_name, role_words, when_words,
};
pub use missing::{LackingPart, MissingThing, missing};
pub use outline::{OutlineFault, TemplateFault, named, outline, quoted, template};

use crate::audit::{Check, Illegible, NoCheck, NotRead, RuleOutcome, Unreadable, Why};
use gouji_values::code::{Code, Coded};
use gouji_values::error::Refusal;
use gouji_values::lang::{Bilingual, Lang, Slot, tell};
use std::fmt;

/// What the number is called that the parts of a sentence must come to and that no sentence prints: 100%.
pub const WHOLE: Bilingual = Bilingual::new("各项合计应得", "what the items should come to");
/// Where a figure stands that a sentence shares with a table.
pub const IN_TABLE: Bilingual = Bilingual::new("表格", "table");
/// Where a figure of a sentence stands.
pub const IN_TEXT: Bilingual = Bilingual::new("正文", "text");
/// Where a figure of a heading stands.
pub const IN_HEADING: Bilingual = Bilingual::new("标题", "heading");
/// Where a figure of the contents page stands.
pub const IN_CONTENTS: Bilingual = Bilingual::new("目录", "contents");
/// What the fields above a table are called, in their order.
pub const CAPTION_FIELDS: [Bilingual; 5] = [
    Bilingual::new("表题", "title"),
    Bilingual::new("表号", "form number"),
    Bilingual::new("年度", "year"),
    Bilingual::new("单位名称", "unit"),
    Bilingual::new("金额单位", "unit of amounts"),
];
/// What the year is called that a document is of.
pub const DOCUMENT_YEAR: Bilingual = Bilingual::new("文件的年度", "year of the document");

/// Which number of a list that has one name a figure is.
#[must_use]
pub fn nth(number: usize, lang: Lang) -> String {
    tell!(lang, "第 {number} 个数", " number {number}")
}

/// A template with the values in the places of their names in braces.
fn fill(template: Bilingual, value: &impl Coded, lang: Lang) -> String {
    let (template, slots) = (template.of(lang), value.slots(lang));
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

/// `says! { Type by template }`: its words in each language, the Chinese ones where it is shown.
macro_rules! says {
    ($type:ident by $template:path) => {
        impl $type {
            /// It in words of a language.
            #[must_use]
            pub fn words(&self, lang: Lang) -> String {
                fill($template(self.code()), self, lang)
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.words(Lang::Chinese))
            }
        }

        impl Slot for $type {
            fn in_words(&self, lang: Lang) -> String {
                self.words(lang)
            }
        }
    };
}

says! { Why by why::template }

says! { Illegible by unread::illegible }

says! { NoCheck by unread::no_check }

/// Why a request to `gouji serve` is refused.
#[must_use]
pub fn refusal_words(refusal: &Refusal, lang: Lang) -> String {
    fill(serve::template(refusal.code()), refusal, lang)
}

impl Unreadable {
    /// What happened and what to do; in English what happened, by its code.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        match lang {
            Lang::Chinese => self.message.clone(),
            Lang::English => {
                format!("{} ({})", catalogue::unreadable(self.code).of(lang), self.code.id())
            }
        }
    }
}

impl NotRead {
    /// Why, in words.
    #[must_use]
    pub fn words(self, lang: Lang) -> &'static str {
        unread::not_read(self).of(lang)
    }
}

impl RuleOutcome {
    /// Why the rule is not applicable, undecided or failed.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        self.words_in(Lang::Chinese)
    }

    /// The same in a language.
    #[must_use]
    pub fn words_in(&self, lang: Lang) -> Option<String> {
        let why: Vec<String> = self.why.iter().map(|why| why.words(lang)).collect();
        let label = self.label.as_deref();
        (!why.is_empty()).then(|| labelled(label, why.join(lang.semicolon()), lang))
    }
}

/// What stands in a message for a value that is not there.
pub const BLANK: &str = "（空）";

/// What stands before a value that nobody printed.
pub const WORKED_OUT: Bilingual = Bilingual::new("算得", "worked out");

/// What the stated value of a check is called: 列示, or 算得 where nobody printed it.
#[must_use]
pub fn stated_name(check: &Check, lang: Lang) -> &'static str {
    match check.worked_out() {
        Some(_) => WORKED_OUT.of(lang),
        None => lang.of("列示", "stated"),
    }
}

/// What one percentage is above another in.
const POINTS: Bilingual = Bilingual::new("个百分点", " percentage points");

/// A difference with its unit: `-0.50万元`, and of percentages `3.00个百分点`.
#[must_use]
pub fn difference_words(difference: &str, unit: Option<&str>, lang: Lang) -> String {
    match unit {
        Some("%") => format!("{difference}{}", POINTS.of(lang)),
        Some(unit) => format!("{difference}{unit}"),
        None => difference.to_owned(),
    }
}

/// Words behind those that a script gave them.
fn labelled(label: Option<&str>, words: String, lang: Lang) -> String {
    match label {
        Some(label) if !words.is_empty() => format!("{label}{}{words}", lang.colon()),
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::WhyCode;
    use gouji_values::lang::NumberList;
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

    fn is_whole<C: Code>(template: impl Fn(C) -> Bilingual) {
        let mut ids = BTreeSet::new();
        for code in C::ALL {
            let id = code.id();
            assert!(ids.insert(id), "{id} stands twice");
            assert!(
                id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
                "{id}"
            );
            for words in Lang::ALL.map(|lang| template(*code).of(lang)) {
                assert_eq!(names(words), code.slots().iter().copied().collect(), "{id}");
            }
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
    fn each_code_has_english_words_without_a_chinese_letter() {
        let is_chinese =
            |c: char| ('\u{3400}'..='\u{9fff}').contains(&c) || "，。；：、（）".contains(c);
        for room in catalogue() {
            let title = room.title.of(Lang::English);
            assert!(!title.is_empty() && !title.contains(is_chinese), "{title}");
            for CodeEntry { id, words } in room.codes {
                let [chinese, english] = Lang::ALL.map(|lang| words.of(lang));
                assert!(!english.is_empty() && !english.contains(is_chinese), "{id}: {english}");
                assert_eq!(names(chinese), names(english), "{id}");
            }
        }
    }

    #[test]
    fn values_stand_in_their_places() {
        let why = Why::SeveralRows {
            form: "收支总表".into(),
            count: 2,
            label: "合计".into(),
            lines: NumberList("3、9".into()),
        };
        assert_eq!(why.to_string(), "收支总表里有 2 行“合计”（第 3、9 行等），不能确定是哪一行");
        assert_eq!(
            why.words(Lang::English),
            "收支总表 has 2 rows “合计” (lines 3, 9 and more); which one is meant is open"
        );
    }
}
