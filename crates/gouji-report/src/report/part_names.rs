//! How papers for people name the parts of a document: programs put the key of a part in brackets before
//! what stands in it, `[校舍维修] 自评资金表 合计`.

use gouji_audit::audit::DocumentAudit;
use gouji_values::document::Span;
use std::collections::BTreeSet;

/// The keys of the parts of a document.
#[derive(Clone, Debug, Default)]
pub struct PartNames {
    /// As they stand in labels, the longest first.
    brackets: Vec<String>,
}

impl PartNames {
    /// Those that the forms of a document stand in.
    #[must_use]
    pub fn of(document: &DocumentAudit) -> Self {
        let forms = document.understanding.iter().flat_map(|table| &table.forms);
        let keys: BTreeSet<&str> = forms.filter_map(|form| form.part.as_deref()).collect();
        let mut brackets: Vec<String> = keys.into_iter().map(|key| format!("{key} ")).collect();
        brackets.sort_by_key(|key| std::cmp::Reverse(key.len()));
        Self { brackets }
    }

    /// A text as people say it: `“校舍维修”的自评资金表 合计`; what is said of the part that stands above it goes
    /// without its name.
    #[must_use]
    pub fn words(&self, above: Option<&str>, text: &str) -> String {
        let mut out = match above {
            Some(key) => text.replace(&format!("[{key}] "), ""),
            None => text.to_owned(),
        };
        for bracket in self.brackets.iter().filter(|bracket| text.contains(*bracket)) {
            out = out.replace(bracket, &format!("“{}”的", key_of(bracket)));
        }
        out
    }
}

/// A key without its brackets.
fn key_of(bracket: &str) -> &str {
    let text = bracket.trim_end();
    text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text)
}

/// The part that a label names.
#[must_use]
pub fn named_part(label: &str) -> Option<&str> {
    let (key, _) = label.strip_prefix('[')?.split_once("] ")?;
    Some(key).filter(|key| !key.is_empty())
}

/// The part that the table at a place stands in, where all its forms stand in one.
#[must_use]
pub fn part_at(document: &DocumentAudit, span: Span) -> Option<&str> {
    let table = document.understanding.iter().find(|table| table.span.covers(span))?;
    let mut keys = table.forms.iter().map(|form| form.part.as_deref());
    let first = keys.next()??;
    keys.all(|key| key == Some(first)).then(|| key_of(first))
}
