//! What is printed where a name of the rule files is asked for: titles of tables, heads of columns.

use super::compiler::Compiler;
use super::raw::RawRule;
use super::whole::Ruleset;
use crate::formula::{FormNames, nearest, suggest};
use gouji_values::error::MistakeCode;
use gouji_values::label::label_key;

impl Compiler<'_> {
    /// What to write where the title of a form stands in the place of its id.
    pub(super) fn titled(&self, ruleset: &Ruleset, written: &str) -> Option<String> {
        let id = self.form_titled(ruleset, written)?;
        Some(format!("“{written}”是表题，写表样的 id：\"{id}\""))
    }

    /// The form above whose tables a title is printed, by its id.
    fn form_titled<'r>(&self, ruleset: &'r Ruleset, written: &str) -> Option<&'r str> {
        let key = label_key(written, self.words);
        let mut forms = ruleset.forms.iter().rev();
        let form = forms.find(|form| form.titles.plain.contains(&key))?;
        Some(&form.id)
    }

    /// That the cells which cases change are those of forms and columns that there are: rows are
    /// known by the base alone.
    pub(super) fn case_paths(&mut self, raw: &RawRule, ruleset: &Ruleset) {
        if self.is_proved {
            return;
        }
        for (path, _) in raw.cases.iter().flat_map(|case| &case.edits) {
            let Some((message, help)) = self.astray(&path.value, ruleset) else { continue };
            self.at(path, MistakeCode::Formula, message, Some(help));
        }
    }

    /// What is wrong with the path of a cell, and what to write.
    fn astray(&self, path: &str, ruleset: &Ruleset) -> Option<(String, String)> {
        let names = cell_path(path);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (form, side, row, column) = match names.as_slice() {
            [form, row, column] => (*form, None, *row, *column),
            [form, side, row, column] => (*form, Some(*side), *row, *column),
            // told where the case runs
            _ => return None,
        };
        let Some(known) = ruleset.names.forms.iter().find(|known| known.id == form) else {
            let ids = ruleset.forms.iter().map(|form| form.id.as_str());
            // tables that no form knows go by what is printed above them
            let titled = self.form_titled(ruleset, form).map(|id| {
                let rest = path.strip_prefix(form).unwrap_or("");
                format!("“{form}”是表题，写表样的 id：\"{id}{rest}\"")
            });
            let help = titled.or_else(|| nearest(form, ids))?;
            return Some((format!("用例的 set：没有表样 {form}"), help));
        };
        let before = side.map_or_else(|| form.to_owned(), |side| format!("{form}.{side}"));
        if column_of(known, column).is_some_and(|own| own == column) {
            return None;
        }
        let message = format!("用例的 set：表样 {form} 没有列 {column}");
        let help = match (column_of(known, column), column_of(known, row)) {
            (Some(own), _) => {
                format!("“{column}”是栏目印的字，列名是 {own}：\"{before}.{row}.{own}\"")
            }
            (None, Some(own)) => {
                format!("{row} 是列，写在行的后面：\"{before}.{column}.{own}\"")
            }
            (None, None) => suggest(column, known.columns.iter().map(|(name, _)| name.as_str())),
        };
        Some((message, help))
    }
}

/// The column that bears a name or is printed so.
fn column_of<'f>(form: &'f FormNames, name: &str) -> Option<&'f str> {
    let bears = |((own, _), heads): &(&'f (String, gouji_values::kind::Kind), &Vec<String>)| {
        own == name || heads.iter().any(|head| head == name)
    };
    let is_named = |(own, _): &&(String, gouji_values::kind::Kind)| own == name;
    let named = form.columns.iter().find(is_named);
    named
        .or_else(|| form.columns.iter().zip(&form.heads).find(bears).map(|(own, _)| own))
        .map(|(own, _)| own.as_str())
}

/// The names of a path: `表样.行.列`, with what holds a point in brackets.
pub fn cell_path(path: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut inside = false;
    for sign in path.chars() {
        match sign {
            '[' if !inside => {
                inside = true;
                out.push(String::new());
            }
            ']' if inside => inside = false,
            '.' if !inside => out.push(String::new()),
            _ => {
                if let Some(last) = out.last_mut() {
                    last.push(sign);
                }
            }
        }
    }
    let names = out.into_iter().map(|name| name.trim_matches(['"', '\'', ' ']).to_owned());
    names.filter(|name| !name.is_empty()).collect()
}
