//! Which rows of a form a name, code, label or path in brackets means.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::value::Missing;
use gouji_forms::form::{FilledForm, FormRow, FormSide, label_key};
use gouji_rules::formula::{Function, Node};
use gouji_values::paper::Paper;

/// What stands in the brackets of a row.
pub(super) enum Key {
    /// A label or code.
    Words { printed: String, folded: String, ending: bool },
    /// 行次
    Line(u32),
}

/// Rows by their labels down the code tree: 类, 款, 项.
pub(super) fn rows_by_tree(rows: &[FormRow], path: &[String]) -> Vec<usize> {
    let Some((last, above)) = path.split_last() else {
        return Vec::new();
    };
    let ancestors = |code: &str| -> Vec<&str> {
        rows.iter()
            .filter(|row| {
                row.code
                    .as_deref()
                    .is_some_and(|other| code.len() > other.len() && code.starts_with(other))
            })
            .map(|row| row.key.as_str())
            .collect()
    };
    rows.iter()
        .enumerate()
        .filter(|(_, row)| {
            row.key == *last
                && row.code.as_deref().is_some_and(|code| {
                    let names = ancestors(code);
                    above.iter().all(|wanted| names.contains(&wanted.as_str()))
                })
        })
        .map(|(i, _)| i)
        .collect()
}

impl Evaluator<'_> {
    /// The line numbers of rows, as a message names them; recognition reads no message.
    pub(super) fn lines_of<'r>(
        &self,
        paper: Paper,
        rows: impl Iterator<Item = &'r FormRow>,
    ) -> String {
        if self.brief {
            return String::new();
        }
        let document = self.world.page_of(paper).document;
        let slots = rows.filter_map(|row| row.cells.iter().find(|slot| slot.span.end > 0));
        let lines: Vec<String> = slots
            .map(|slot| document.locator.position(&document.text, slot.span.start).line.to_string())
            .collect();
        lines.join("、")
    }

    pub(super) fn key(&mut self, node: &Node) -> Result<Key, Missing> {
        if let Node::Call(Function::Like, arguments) = node
            && let [inner] = arguments.as_slice()
        {
            let text = self.text(inner)?;
            return Ok(Key::Words {
                folded: label_key(&text, &self.world.ruleset.vocabulary),
                printed: text,
                ending: true,
            });
        }
        if let Node::Call(Function::Line, arguments) = node
            && let [number] = arguments.as_slice()
        {
            return self.whole_number(number).map(Key::Line);
        }
        let text = self.text(node)?;
        Ok(Key::Words {
            folded: label_key(&text, &self.world.ruleset.vocabulary),
            printed: text,
            ending: false,
        })
    }

    pub(super) fn rows_by_key(
        &self,
        filled: &FilledForm,
        side: &FormSide,
        key: &Key,
    ) -> Vec<usize> {
        let (folded, ending) = match key {
            Key::Line(number) => return self.rows_by_line(filled, side, *number),
            Key::Words { folded, ending, .. } => (folded, *ending),
        };
        let is_code = folded.len() >= 3 && folded.chars().all(|c| c.is_ascii_digit());
        if is_code && self.world.schema(filled).is_some_and(|schema| schema.code_column().is_some())
        {
            return side.index.code(folded).to_vec();
        }
        if ending {
            return side
                .rows
                .iter()
                .enumerate()
                .filter(|(_, row)| row.key.ends_with(folded.as_str()))
                .map(|(i, _)| i)
                .collect();
        }
        let exact = side.index.key(folded);
        if !exact.is_empty() {
            return exact.to_vec();
        }
        // a word that the form's rows know as another name for a row
        let Some(schema) = self.world.schema(filled) else {
            return Vec::new();
        };
        let context = self.context();
        let named: Vec<usize> = schema
            .rows
            .iter()
            .enumerate()
            .filter(|(_, named)| named.name == *folded || named.labels.fit(folded, &context))
            .map(|(i, _)| i)
            .collect();
        let mut out: Vec<usize> =
            named.iter().flat_map(|named| side.index.named(*named)).copied().collect();
        out.sort_unstable();
        out
    }
}
