//! Names and texts of items that can come to nothing because of other items of theirs: a row behind
//! the end of its form, a whole that no measure is.

use super::compiler::Compiler;
use super::raw::{Items, RawForm, RawRow, RawRule};
use super::walk::RuleText;
use crate::formula::nearest;
use crate::pattern::{Context, Pattern};
use gouji_values::error::MistakeCode;
use gouji_values::label::label_key;

impl Compiler<'_> {
    /// Tells of them.
    pub(super) fn names_checked(&mut self, items: &Items) {
        items.forms.iter().for_each(|form| self.ends(form));
        let measures: Vec<&RawRule> =
            items.rules.iter().filter(|rule| rule.measure.is_some()).map(AsRef::as_ref).collect();
        let known: Vec<&str> = measures.iter().map(|rule| rule.head.id.value.as_str()).collect();
        for rule in &measures {
            let wholes = rule.measure.iter().filter_map(|measure| measure.part_of.as_ref());
            for text in wholes.flatten().filter(|text| !known.contains(&text.value.as_str())) {
                let near = nearest(&text.value, known.iter().copied());
                let help = near.unwrap_or_else(|| {
                    format!(
                        "part_of 写另一个 [[measure]] 的 id；没有的先写一个：[[measure]] id = \"{0}\"、words = \"{0}\"，不要的删去",
                        text.value
                    )
                });
                let message = format!("没有名目 {}", text.value);
                self.at(text, MistakeCode::ClaimUnknown, message, Some(help));
            }
        }
    }

    /// A form that ends before a row that formulas name: the row is never read.
    fn ends(&mut self, form: &RawForm) {
        let named: Vec<&RawRow> =
            form.rows.iter().flatten().filter(|row| row.code.is_none()).collect();
        for end in form.end.iter().flatten() {
            let cut = named.iter().find_map(|row| {
                let name = row.name.as_ref()?;
                let labels = match row.label.as_deref() {
                    Some(labels) => labels,
                    None => std::slice::from_ref(name),
                };
                let all = || labels.iter().all(|label| self.is_end(end, label));
                (!labels.is_empty() && all()).then_some(name)
            });
            let Some(name) = cut else { continue };
            let message =
                format!("从印着“{}”的行起就不算这张表，行 {} 读不到", end.value, name.value);
            let help = match form.end.as_deref() {
                Some([_]) => {
                    "删去 end：表在最后一行自己结束，end 只在几块表画成一张大表时写下一块的头一行"
                        .to_owned()
                }
                _ => format!("从 end 里删去 \"{}\"", end.value),
            };
            self.at(end, MistakeCode::RowUnknown, message, Some(help));
        }
    }

    /// Whether a table ends at a row with such a label.
    fn is_end(&self, end: &RuleText, label: &RuleText) -> bool {
        let is_open = |text: &str| text.contains(['{', '}', '(', ')', '|', '?', '+', '…']);
        if end.value == label.value {
            return true;
        }
        let bare = label_key(&label.value, self.words);
        if is_open(&label.value) {
            return false;
        }
        if !is_open(&end.value) {
            return label_key(&end.value, self.words) == bare;
        }
        let context = Context { vocabulary: self.words, year: None, grades: &[] };
        Pattern::parse(&end.value, self.words)
            .is_ok_and(|pattern| pattern.matches_whole(&bare, &context).is_some())
    }
}
