//! A table whose columns and rows an author names: what is proposed for each, and the form that comes of the names.

use super::write::{beginning, column_line, row_line, rows_of};
use super::{form_id, grid_of};
use gouji_rules::formula::{Function, as_identifier, is_identifier};
use gouji_rules::ruleset::Ruleset;
use gouji_values::document::{Document, Layout};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The names of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSketch {
    /// Id of its form.
    pub id: String,
    /// What is printed above it.
    pub title: Option<String>,
    /// Names of groups of columns side by side.
    #[serde(default)]
    pub sides: Vec<String>,
    /// Its columns.
    pub columns: Vec<SketchColumn>,
    /// Its rows that can be named, those that are wanted with `wanted`.
    #[serde(default)]
    pub rows: Vec<SketchRow>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SketchColumn {
    /// Column of the table, from 0.
    pub at: usize,
    /// Name in formulas.
    pub name: String,
    /// What it holds, as rule files call it.
    pub kind: String,
    /// What is printed above it.
    pub header: Vec<String>,
    /// The side that it stands on, where it stands on one alone.
    #[serde(default)]
    pub side: Option<String>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SketchRow {
    /// Row of the table, from 0.
    pub at: usize,
    /// Name in formulas.
    pub name: String,
    /// What is printed in front of it.
    pub label: String,
    /// Its code.
    #[serde(default)]
    pub code: Option<String>,
    /// It is a total.
    pub total: bool,
    /// Formulas are to name it.
    pub wanted: bool,
}

/// Proposes names for a table of a document, by its index.
///
/// # Errors
/// Why it cannot be named.
pub fn sketch(document: &Document, table: usize, ruleset: &Ruleset) -> Result<TableSketch, String> {
    let mut taken: BTreeSet<String> = ruleset.listing().into_iter().map(|item| item.id).collect();
    let Some(table) = document.tables.get(table) else {
        return Err("这份文件里没有这张表".to_owned());
    };
    if table.layout == Layout::Stream {
        return Err(
            "这张表的空格子没有印出来，分不清栏目，不能点名；换成 xlsx、docx 再试".to_owned()
        );
    }
    let Some(grid) = grid_of(document, table, &ruleset.vocabulary, &taken) else {
        return Err("没有看出这张表的表头和数：表头要在数的上面，至少有一行数".to_owned());
    };
    let columns = grid.columns.iter().filter_map(|column| {
        let (group, at) = *column.places.first()?;
        let is_alone = column.places.len() == 1;
        Some(SketchColumn {
            at,
            name: column.name.clone(),
            kind: column.kind.name().to_owned(),
            header: column.headers.clone(),
            side: grid.sides.get(group).filter(|_| is_alone).cloned(),
        })
    });
    let rows = grid.rows.iter().filter_map(|row| {
        Some(SketchRow {
            at: row.line,
            name: row.name.clone()?,
            label: row.label.clone(),
            code: row.code.clone(),
            total: row.is_total,
            wanted: row.is_total,
        })
    });
    Ok(TableSketch {
        id: form_id(&grid, &mut taken),
        columns: columns.collect(),
        rows: rows.collect(),
        title: grid.title,
        sides: grid.sides,
    })
}

impl TableSketch {
    /// The form as a rule file has it.
    ///
    /// # Errors
    /// What a name cannot be, and what to write.
    pub fn text(&self) -> Result<String, String> {
        let wanted = || self.rows.iter().filter(|row| row.wanted);
        let mut seen = BTreeSet::new();
        // what stands on two sides has one name
        let labels: BTreeSet<(&str, &str)> =
            wanted().map(|row| (row.name.as_str(), row.label.as_str())).collect();
        name_fits(&self.id)?;
        if self.columns.is_empty() {
            return Err("至少要有一栏".to_owned());
        }
        let columns = self.columns.iter().map(|column| column.name.as_str());
        for name in columns.chain(labels.iter().map(|(name, _)| *name)) {
            name_fits(name)?;
            if !seen.insert(name) {
                return Err(format!("“{name}”起了两次：一张表里栏目和行的名称各不相同"));
            }
        }
        let mut out = beginning(&self.id, self.title.as_deref(), &self.sides);
        for column in &self.columns {
            let side = column.side.as_deref();
            out.push_str(&column_line(&column.name, &column.kind, &column.header, side));
        }
        out.push_str("]\n");
        let mut named = BTreeSet::new();
        let rows: String = wanted()
            .filter(|row| named.insert(&row.name))
            .map(|row| row_line(&row.name, row.code.as_deref(), &row.label, row.total))
            .collect();
        out.push_str(&rows_of(&rows));
        Ok(out)
    }
}

/// Whether formulas can write a name.
fn name_fits(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("有一处没有起名".to_owned());
    }
    if Function::find(name).is_some() {
        return Err(format!("“{name}”是函数的名称，换一个"));
    }
    if is_identifier(name) {
        return Ok(());
    }
    Err(format!(
        "“{name}”不能作名称：只用汉字、字母、数字和 _，不以数字开头；可以写 {}",
        as_identifier(name)
    ))
}
