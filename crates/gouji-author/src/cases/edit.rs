//! A case's document: its base with some cells changed and a sentence added. In: the base as it was
//! read and recognised, and what the case says. Out: a text, or why a path names no cell.

use gouji_forms::form::{Content, FormRow, Recognition, label_key};
use gouji_rules::formula::suggest;
use gouji_rules::ruleset::{Case, Form, Ruleset, cell_path as segments};
use gouji_values::document::{Document, Span};
use std::ops::Range;

/// The line of a base where the sentence of a case is put.
const PLACE: &str = "{say}";

/// A path that does not name one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Astray {
    /// What is wrong with it.
    pub message: String,
    /// What could be meant.
    pub help: String,
}

/// A document whose line that keeps the place of a sentence is blank; lines keep their numbers.
pub(super) fn without_place(given: &str) -> String {
    given.split_inclusive('\n').map(|line| if line.trim() == PLACE { "\n" } else { line }).collect()
}

/// The document of a case. `document` and `recognition` are those of [`without_place`].
pub(super) fn edited(
    case: &Case,
    document: &Document,
    recognition: &Recognition,
    ruleset: &Ruleset,
) -> Result<String, (Range<usize>, Astray)> {
    let mut places: Vec<(Span, &str)> = Vec::new();
    for edit in &case.edits {
        let page = Page { document, recognition, ruleset };
        let span = page.cell(&edit.path).map_err(|astray| (edit.span.clone(), astray))?;
        places.push((span, &edit.text));
    }
    places.sort_by_key(|(span, _)| span.start);
    let mut out = String::new();
    let mut done = 0;
    for (span, text) in places {
        let Range { start, end } = span.range();
        out.push_str(document.text.get(done..start).unwrap_or(""));
        // beside a rule without blanks a text is put between blanks
        let is_bare =
            start == end && document.text.get(..start).is_some_and(|before| before.ends_with('|'));
        if is_bare {
            out.push(' ');
        }
        out.push_str(text);
        if start == end && document.text.get(end..).is_some_and(|rest| rest.starts_with('|')) {
            out.push(' ');
        }
        done = end.max(done);
    }
    out.push_str(document.text.get(done..).unwrap_or(""));
    Ok(match &case.say {
        Some(sentence) => with_sentence(&out, &case.given, sentence),
        None => out,
    })
}

/// A text with a sentence at the line that the base keeps for it, else at its end.
fn with_sentence(text: &str, base: &str, sentence: &str) -> String {
    let line = base.lines().position(|line| line.trim() == PLACE);
    let at =
        line.map_or(text.len(), |line| text.split_inclusive('\n').take(line).map(str::len).sum());
    let (before, behind) = text.split_at_checked(at).unwrap_or((text, ""));
    let (gap, end) = if line.is_none() { ("\n\n", "\n") } else { ("", "") };
    format!("{before}{gap}{}{end}{behind}", sentence.trim())
}

/// What paths look for cells in.
struct Page<'a> {
    document: &'a Document,
    recognition: &'a Recognition,
    ruleset: &'a Ruleset,
}

/// A row of the document: its form, the side that it stands on, and itself.
type RowPlace<'a> = (&'a Form, usize, &'a FormRow);

impl<'a> Page<'a> {
    /// The one cell that a path names.
    fn cell(&self, path: &str) -> Result<Span, Astray> {
        let names = segments(path);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (form, side, row, column) = match names.as_slice() {
            [form, row, column] => (*form, None, *row, *column),
            [form, side, row, column] => (*form, Some(*side), *row, *column),
            _ => {
                return Err(astray(
                    format!("{path} 不是一格的路径"),
                    "写 表样.行.列，左右两侧的写 表样.侧.行.列".to_owned(),
                ));
            }
        };
        let places = self.rows(form, side)?;
        let Some(at) = places
            .first()
            .and_then(|(form, ..)| form.columns.iter().position(|own| own.name == column))
        else {
            let known = places
                .first()
                .into_iter()
                .flat_map(|(form, ..)| &form.columns)
                .map(|own| own.name.as_str());
            return Err(astray(format!("表样 {form} 没有列 {column}"), suggest(column, known)));
        };
        let there: Vec<&RowPlace<'_>> = places
            .iter()
            .filter(|(_, _, row)| {
                row.cells.get(at).is_some_and(|cell| cell.content != Content::Absent)
            })
            .collect();
        let mut found: Vec<&&RowPlace<'_>> =
            there.iter().filter(|place| self.is_named(place, row)).collect();
        if found.is_empty() {
            found = there.iter().filter(|place| self.says(place, row)).collect();
        }
        match found.as_slice() {
            [(_, _, row)] => Ok(row.cells.get(at).map(|cell| cell.span).unwrap_or_default()),
            [] => {
                let known: Vec<String> = there.iter().map(|place| name(place)).collect();
                let message = format!("底稿的 {form} 里，列 {column} 没有 {row} 这一行");
                Err(astray(message, suggest(row, known.iter().map(String::as_str))))
            }
            several => {
                let line = |(form, side, row): &RowPlace<'_>| {
                    let start = row
                        .cells
                        .iter()
                        .find(|cell| cell.content != Content::Absent)
                        .map_or(0, |cell| cell.span.start);
                    let position = self.document.locator.position(&self.document.text, start);
                    let side =
                        form.sides.get(*side).map_or(String::new(), |side| format!("（{side}）"));
                    format!("第 {} 行{side}", position.line)
                };
                let lines: Vec<String> = several.iter().map(|place| line(place)).collect();
                let help = format!(
                    "底稿的{}都是；用说得清的名称（科目编码、左右两侧），或者写完整的小文件",
                    lines.join("、")
                );
                Err(astray(format!("{path} 不止一处"), help))
            }
        }
    }

    /// The rows of the tables that are a form; at least one.
    fn rows(&self, form: &str, side: Option<&str>) -> Result<Vec<RowPlace<'a>>, Astray> {
        let forms = || {
            self.recognition
                .forms
                .iter()
                .filter_map(|filled| Some((filled, filled.schema(self.ruleset)?)))
        };
        let mut out: Vec<RowPlace<'a>> = Vec::new();
        for (filled, known) in forms().filter(|(_, known)| known.id == form) {
            if let Some(side) = side.filter(|side| !known.sides.iter().any(|own| own == side)) {
                let help = suggest(side, known.sides.iter().map(String::as_str));
                return Err(astray(format!("表样 {form} 没有侧 {side}"), help));
            }
            let sides = filled.sides.iter().enumerate();
            let own = sides.filter(|(index, _)| {
                side.is_none() || known.sides.get(*index).map(String::as_str) == side
            });
            out.extend(
                own.flat_map(|(index, own)| own.rows.iter().map(move |row| (known, index, row))),
            );
        }
        if out.is_empty() {
            let help = suggest(form, forms().map(|(_, known)| known.id.as_str()));
            return Err(astray(format!("底稿里没有认出表样 {form}"), help));
        }
        Ok(out)
    }

    /// Whether a row goes by a name: that of the form, its account code or its label.
    fn is_named(&self, (form, _, row): &RowPlace<'_>, name: &str) -> bool {
        let named = row.named.and_then(|at| form.rows.get(at)).is_some_and(|own| own.name == name);
        named
            || row.code.as_deref() == Some(name)
            || row.key == label_key(name, &self.ruleset.vocabulary)
    }

    /// Whether some words stand in a cell of a row.
    fn says(&self, (_, _, row): &RowPlace<'_>, words: &str) -> bool {
        let is_said = |text: &str| {
            !text.is_empty()
                && label_key(text, &self.ruleset.vocabulary)
                    == label_key(words, &self.ruleset.vocabulary)
        };
        row.cells.iter().any(|cell| cell.content == Content::Text && is_said(&cell.text.text))
    }
}

/// What a row is called: by the form, else its label, else its code.
fn name((form, _, row): &RowPlace<'_>) -> String {
    match row.named.and_then(|at| form.rows.get(at)) {
        Some(own) => own.name.clone(),
        None if row.label.is_empty() => {
            row.code.as_ref().map_or(String::new(), ToString::to_string)
        }
        None => row.label.to_string(),
    }
}

fn astray(message: String, help: String) -> Astray {
    Astray { message, help }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_names_between_points_and_brackets() {
        assert_eq!(segments("花木表.总数.合计"), ["花木表", "总数", "合计"]);
        assert_eq!(segments("花木表[\"2.1 东园\"].合计"), ["花木表", "2.1 东园", "合计"]);
        assert_eq!(segments("收支表.收入[201].金额"), ["收支表", "收入", "201", "金额"]);
    }

    #[test]
    fn a_sentence_stands_where_the_base_keeps_its_line() {
        assert_eq!(without_place("甲\n{say}\n乙\n"), "甲\n\n乙\n");
        assert_eq!(with_sentence("甲\n\n乙\n", "甲\n{say}\n乙\n", "丙。"), "甲\n丙。\n乙\n");
        assert_eq!(with_sentence("甲\n乙\n", "甲\n乙\n", "丙。"), "甲\n乙\n\n\n丙。\n");
    }
}
