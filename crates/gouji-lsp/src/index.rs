//! Where items, columns, rows and parameters are written in a rule file.

use gouji_tree::{RuleTree, TreeTable, TreeValue};
use std::ops::Range;

/// A name and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The name.
    pub name: String,
    /// Its bytes.
    pub span: Range<usize>,
}

/// An item of a file.
#[derive(Clone, Debug)]
pub struct Item {
    /// form, rule, claim, …
    pub kind: String,
    /// Its id.
    pub id: Place,
    /// Columns and rows of a form.
    pub inner: Vec<Place>,
    /// Where its cases begin.
    pub cases: Vec<usize>,
}

/// What a file writes.
#[derive(Clone, Debug, Default)]
pub struct FileIndex {
    /// Its items.
    pub items: Vec<Item>,
    /// Its parameters.
    pub params: Vec<Place>,
    /// Cases that do not stand below their rule: where each begins, and its rule.
    pub cases: Vec<(usize, String)>,
}

/// What a file writes; of one that is no TOML what could be read.
#[must_use]
pub fn index(text: &str) -> FileIndex {
    let (tree, _) = RuleTree::parse(text);
    let mut out = FileIndex::default();
    for (kind, _, value) in tree.root().iter() {
        match kind {
            "param" => out.params = value.table().map(keys).unwrap_or_default(),
            "case" => {
                let rule = |table: TreeTable<'_>| Some(table.get("rule")?.text()?.to_owned());
                out.cases = tables(value)
                    .filter_map(|(start, table)| Some((start, rule(table)?)))
                    .collect();
            }
            _ => out.items.extend(tables(value).filter_map(|(_, table)| item(kind, table))),
        }
    }
    out
}

fn tables<'t>(value: TreeValue<'t>) -> impl Iterator<Item = (usize, TreeTable<'t>)> {
    value.items().filter_map(|item| Some((item.span().start, item.table()?)))
}

fn keys(table: TreeTable<'_>) -> Vec<Place> {
    let place = |name: &str, span: Range<usize>| Place { name: name.to_owned(), span };
    table.iter().map(|(name, span, _)| place(name, span)).collect()
}

fn item(kind: &str, table: TreeTable<'_>) -> Option<Item> {
    let id = named(table, "id")?;
    let lists = ["columns", "rows"].into_iter().filter_map(|list| table.get(list));
    let inner = lists.flat_map(|list| tables(list).filter_map(|(_, own)| named(own, "name")));
    let cases = table.get("case").map(|cases| tables(cases).map(|(start, _)| start).collect());
    Some(Item {
        kind: kind.to_owned(),
        id,
        inner: inner.collect(),
        cases: cases.unwrap_or_default(),
    })
}

/// The text of a key, without quotes.
fn named(table: TreeTable<'_>, key: &str) -> Option<Place> {
    let value = table.get(key)?;
    let name = value.text()?.to_owned();
    let start = value.base()?;
    Some(Place { span: start..start + name.len(), name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_and_their_names_have_places() {
        let text = "[[form]]\nid = \"表\"\ncolumns = [{ name = \"数\" }]\nrows = [{ name = \"合计\" }, { label = \"x\" }]\n[param]\n\"率\" = 1\n[[rule]]\nid = \"甲\"\n[[rule.case]]\ngiven = \"x\"\n[[case]]\nrule = \"甲\"\n";
        let found = index(text);
        let of = |span: &Range<usize>| &text[span.clone()];
        let form = &found.items[0];
        assert_eq!((form.kind.as_str(), of(&form.id.span)), ("form", "表"));
        let inner: Vec<&str> = form.inner.iter().map(|own| of(&own.span)).collect();
        assert_eq!(inner, ["数", "合计"]);
        assert!(of(&found.params[0].span).contains('率'));
        let rule = &found.items[1];
        assert_eq!(&text[rule.cases[0]..rule.cases[0] + 13], "[[rule.case]]");
        assert_eq!(&text[found.cases[0].0..found.cases[0].0 + 8], "[[case]]");
        assert_eq!(found.cases[0].1, "甲");
    }
}
