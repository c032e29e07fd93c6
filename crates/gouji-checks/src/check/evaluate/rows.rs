//! Which rows of a form a name, code, label or path in brackets means.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::value::Missing;
use ecow::EcoString;
use gouji_forms::form::{FilledForm, FormRow, FormSide, is_code_below, label_key};
use gouji_rules::formula::{Function, Node};
use gouji_values::lang::NumberList;
use gouji_values::paper::Paper;

/// What stands in the brackets of a row.
pub(super) enum Key {
    /// A label or code; one that the document gives may lack the word that ends the names of accounts.
    Words { printed: String, folded: String, ending: bool, is_given: bool },
    /// 行次
    Line(u32),
}

/// A name without the word that may end the name of any account: 教育支出.
fn bare<'n>(ends: &[String], name: &'n str) -> &'n str {
    let cut = ends.iter().find_map(|word| name.strip_suffix(word.as_str()));
    cut.filter(|cut| !cut.is_empty()).unwrap_or(name)
}

/// Rows by their labels down the code tree: 类, 款, 项; by their bare names where none bears the whole ones.
pub(super) fn rows_by_tree(rows: &[FormRow], path: &[String], ends: &[String]) -> Vec<usize> {
    let exact = rows_named_so(rows, path, &|own, wanted| own == wanted);
    if !exact.is_empty() {
        return exact;
    }
    rows_named_so(rows, path, &|own, wanted| bare(ends, own) == bare(ends, wanted))
}

fn rows_named_so(
    rows: &[FormRow],
    path: &[String],
    is_one: &dyn Fn(&str, &str) -> bool,
) -> Vec<usize> {
    let Some((last, above)) = path.split_last() else {
        return Vec::new();
    };
    let ancestors = |code: &str| -> Vec<&str> {
        rows.iter()
            .filter(|row| row.code.as_deref().is_some_and(|other| is_code_below(code, other)))
            .map(|row| row.key.as_str())
            .collect()
    };
    rows.iter()
        .enumerate()
        .filter(|(_, row)| {
            is_one(&row.key, last)
                && row.code.as_deref().is_some_and(|code| {
                    let names = ancestors(code);
                    above.iter().all(|wanted| names.iter().any(|own| is_one(own, wanted)))
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
    ) -> NumberList {
        if self.brief {
            return NumberList(EcoString::new());
        }
        let document = self.world.page_of(paper).document;
        let slots = rows.filter_map(|row| row.cells.iter().find(|slot| slot.span.end > 0));
        let lines: Vec<String> = slots
            .map(|slot| document.locator.position(&document.text, slot.span.start).line.to_string())
            .collect();
        NumberList(lines.join("、").into())
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
                is_given: false,
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
            is_given: !matches!(node, Node::Text(_)),
        })
    }

    pub(super) fn rows_by_key(
        &self,
        filled: &FilledForm,
        side: &FormSide,
        key: &Key,
    ) -> Vec<usize> {
        let (folded, ending, is_given) = match key {
            Key::Line(number) => return self.rows_by_line(filled, side, *number),
            Key::Words { folded, ending, is_given, .. } => (folded, *ending, *is_given),
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
        if out.is_empty() && self.asks_blanks {
            let rows = side.rows.iter().enumerate();
            let rows = rows.filter(|(_, row)| self.is_same_unit(&row.key, folded));
            out = rows.map(|(at, _)| at).collect();
        }
        if out.is_empty() && is_given {
            let (ends, wanted) = (self.account_ends(), folded.as_str());
            let rows = side.rows.iter().enumerate();
            let rows = rows.filter(|(_, row)| bare(ends, &row.key) == bare(ends, wanted));
            out = rows.map(|(at, _)| at).collect();
        }
        out
    }

    /// Words that may end the name of any account.
    pub(super) fn account_ends(&self) -> &[String] {
        self.world.ruleset.vocabulary.prose.get("account_ends").map_or(&[], Vec::as_slice)
    }
}
