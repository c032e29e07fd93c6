//! Columns that a script names without saying of which row.

use crate::formula::Names;

/// That a name is one of a column of the rows that the script goes through: `for 项 in rows(表)` … `项.列`.
pub(super) fn of_a_row(source: &str, name: &str, names: &Names) -> Option<String> {
    source.match_indices("for ").find_map(|(at, word)| {
        let (variable, rest) = source.get(at + word.len()..)?.split_once(" in ")?;
        let form = rest.trim_start().strip_prefix("rows(")?.split([')', ',']).next()?.trim();
        let form = names.forms.iter().find(|own| own.id == form)?;
        let variable = variable.trim();
        form.columns
            .iter()
            .any(|(column, _)| column == name)
            .then(|| format!("{name} 是 {} 的列，要说是哪一行的：写成 {variable}.{name}", form.id))
    })
}
