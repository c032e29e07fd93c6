//! `tree`: parents are the sums of their children, by the codes of a form.

use super::super::demand::{Compiling, KindOfRule, RawDemand};
use super::super::keys::must;
use super::super::keys::{KeyKind, RuleKey, key};
use super::super::raw::RawNumber;
use super::super::schema::{ColumnKind, Demand, Form, ToldPiece, TreeDemand};
use super::super::tables::tables;
use super::super::tree::{TreeTable, TreeValue, TreeView};
use super::super::walk::{Mistakes, RuleText, TableWalk, parse};
use super::RuleKind;
use crate::formula::{Owner, suggest};
use gouji_values::error::MistakeCode;
use std::sync::Arc;

/// The kind.
pub(in crate::ruleset) const KIND: KindOfRule = KindOfRule {
    name: "tree",
    of: RuleKind::Tree,
    keys: KEYS,
    inner: Some(("tree", INNER)),
    items: &["[[claim]]", "[[rule]]"],
    replaces: true,
    read: |walk, mistakes| {
        let value = walk.get("tree")?;
        match value.view() {
            TreeView::Table(table) => {
                let own = TableWalk::new(walk.file, walk.source, table, value.span(), "tree");
                Some(Arc::new(inner(own, mistakes)))
            }
            _ => {
                let own = own_tree(walk, value);
                let example = own.as_deref().unwrap_or(
                    "tree = { code = \"科目编码\", levels = [3, 5, 7], total = \"合计\" }",
                );
                walk.wrong(mistakes, "tree", value, "一张表", example);
                None
            }
        }
    },
};

/// The tree that a list of levels means: with the codes and the total of the form of the rule,
/// where it stands in the same file.
fn own_tree(walk: &TableWalk<'_>, value: TreeValue<'_>) -> Option<String> {
    let TreeView::List(items) = value.view() else { return None };
    let levels: Vec<String> = items
        .items()
        .map(|item| Some(RawNumber::of(item)?.text.parse::<usize>().ok()?.to_string()))
        .collect::<Option<_>>()?;
    let form = walk.table.get("form").and_then(TreeValue::text)?;
    let tree = parse(walk.source, &mut Mistakes::default());
    let text = |table: TreeTable<'_>, key: &str| {
        table.get(key).and_then(TreeValue::text).map(str::to_owned)
    };
    let forms = tables(tree.root(), "form");
    let own = forms.into_iter().find(|own| text(*own, "id").as_deref() == Some(form));
    let named = |list: &str, is_it: &dyn Fn(TreeTable<'_>) -> bool| {
        let all = own.map_or_else(Vec::new, |own| tables(own, list));
        all.into_iter().find(|own| is_it(*own)).and_then(|own| text(own, "name"))
    };
    let code = named("columns", &|own| text(own, "kind").as_deref() == Some("code"));
    let total = named("rows", &|own| {
        own.get("total").is_some_and(|total| matches!(total.view(), TreeView::Boolean(true)))
    });
    let code = code.map_or_else(String::new, |code| format!("code = \"{code}\", "));
    let total = total.map_or_else(String::new, |total| format!(", total = \"{total}\""));
    Some(format!("tree = {{ {code}levels = [{}]{total} }}", levels.join(", ")))
}

const KEYS: &[RuleKey] = &[key(
    "tree",
    KeyKind::Table("tree"),
    "科目编码逐级相加：tree = { code = \"科目编码\", levels = [3, 5, 7], total = \"合计\" }",
)];

const INNER: &[RuleKey] = &[
    key("code", KeyKind::Text, "编码栏目"),
    must("levels", KeyKind::Wholes, "各级编码的位数，例如 [3, 5, 7]"),
    key("total", KeyKind::Text, "合计行"),
];

#[derive(Debug)]
struct Raw {
    code: Option<RuleText>,
    levels: Vec<usize>,
    total: Option<RuleText>,
}

fn inner(mut walk: TableWalk<'_>, mistakes: &mut Mistakes) -> Raw {
    let code = walk.string(mistakes, "code");
    let total = walk.string(mistakes, "total");
    let mut levels = Vec::new();
    if let Some(value) = walk.get("levels") {
        let items = match value.view() {
            TreeView::List(items) => items
                .items()
                .map(|item| RawNumber::of(item).and_then(|number| number.text.parse().ok()))
                .collect::<Option<Vec<usize>>>(),
            _ => None,
        };
        match items {
            Some(found)
                if !found.is_empty() && found.windows(2).all(|pair| pair.first() < pair.last()) =>
            {
                levels = found
            }
            Some(found) if let Some(added) = added_up(&found) => {
                let list: Vec<String> = found.iter().map(ToString::to_string).collect();
                mistakes.add(
                    walk.source,
                    value.span(),
                    MistakeCode::ValueKind,
                    format!("levels 写各级编码的总长，要越来越大，这里是 [{}]", list.join(", ")),
                    Some(match rising(&found) {
                        Some(rising) => format!("由小到大写：levels = [{rising}]"),
                        None => format!("各级增加的位数相加：levels = [{added}]"),
                    }),
                );
            }
            _ => {
                let written = match value.view() {
                    TreeView::Text(text) => levels_of(text),
                    _ => None,
                };
                let example = written.unwrap_or_else(|| "levels = [3, 5, 7]".to_owned());
                walk.wrong(mistakes, "levels", value, "由小到大的编码位数", &example);
            }
        }
    } else {
        mistakes.add(
            walk.source,
            walk.span.clone(),
            MistakeCode::TreeWithoutLevels,
            "tree 缺少 levels",
            Some("例如 levels = [3, 5, 7]".to_owned()),
        );
    }
    walk.also(INNER);
    walk.finish(mistakes);
    Raw { code, levels, total }
}

impl RawDemand for Raw {
    fn compile(&self, to: &mut Compiling<'_, '_>) -> Option<Arc<dyn Demand>> {
        let Owner::Form(form, _) = to.owner else {
            to.compiler.at(
                &to.head.id,
                MistakeCode::FormNeeded,
                "tree 要写在有 form 的规则里",
                Some(to.form_help()),
            );
            return None;
        };
        let form = to.ruleset.forms.get(*form)?;
        let code = match &self.code {
            Some(code) => match form
                .columns
                .iter()
                .position(|column| column.name == code.value && column.kind == ColumnKind::Code)
            {
                Some(index) => index,
                None => {
                    let (message, help) = no_codes(form, &code.value);
                    to.compiler.at(code, MistakeCode::CodeColumnUnknown, message, Some(help));
                    return None;
                }
            },
            None => match form.code_column() {
                Some(index) => index,
                None => {
                    to.compiler.at(
                        &to.head.id,
                        MistakeCode::CodeColumnUnknown,
                        format!("表样 {} 没有编码列", form.id),
                        Some(lacks_codes(form)),
                    );
                    return None;
                }
            },
        };
        let total = match &self.total {
            None => None,
            Some(total) => match form.rows.iter().position(|row| row.name == total.value) {
                Some(index) => Some(index),
                None => {
                    to.compiler.at(
                        total,
                        MistakeCode::RowUnknown,
                        format!("表样 {} 没有命名的行 {}", form.id, total.value),
                        Some(suggest(&total.value, form.rows.iter().map(|row| row.name.as_str()))),
                    );
                    return None;
                }
            },
        };
        Some(Arc::new(OfTree(TreeDemand { code, levels: self.levels.clone(), total })))
    }
}

/// What is wrong with a column that is to hold codes, and what to write.
fn no_codes(form: &Form, written: &str) -> (String, String) {
    if form.columns.iter().any(|column| column.name == written) {
        let message = format!("{written} 在表样 {} 里不是编码列", form.id);
        let mut coded = form.columns.iter().filter(|column| column.kind == ColumnKind::Code);
        if let Some(column) = coded.next() {
            return (message, format!("写成 code = \"{}\"", column.name));
        }
        let own = form.columns.iter().find(|column| column.name == written);
        if own.is_some_and(|column| column.kind == ColumnKind::Label) {
            let help = "编码自成一栏的，在表样里加 { name = \"科目编码\", kind = \"code\" }，这里写 code = \"科目编码\"；表里没有编码的，不用 tree，写 expect = \"合计行 == sum(below(合计行))\"，行名换成自己的";
            return (format!("{message}，是行名列"), help.to_owned());
        }
        return (message, format!("在表样里写 {{ name = \"{written}\", kind = \"code\" }}"));
    }
    let coded = || form.columns.iter().filter(|column| column.kind == ColumnKind::Code);
    let of_kind = coded().map(|column| column.name.as_str());
    let is_any = coded().next().is_some();
    // the one column of codes is meant, however it is called
    let help = if is_any { suggest(written, of_kind) } else { lacks_codes(form) };
    let printed = coded().find(|column| column.headers.plain.iter().any(|head| head == written));
    let help =
        printed.map_or(help, |column| format!("“{written}”是栏目印的字，列名是 {}", column.name));
    (format!("表样 {} 没有列 {written}", form.id), help)
}

/// What to write where a form has no column of codes.
fn lacks_codes(form: &Form) -> String {
    format!("在表样 {} 里把编码那一列写成 kind = \"code\"", form.id)
}

#[derive(Debug)]
struct OfTree(TreeDemand);

impl Demand for OfTree {
    fn kind(&self) -> RuleKind {
        RuleKind::Tree
    }

    fn told(&self, form: Option<&Form>) -> Vec<ToldPiece<'_>> {
        let code = form
            .and_then(|form| form.columns.get(self.0.code))
            .map_or("编码", |column| column.name.as_str());
        let levels: Vec<String> = self.0.levels.iter().map(ToString::to_string).collect();
        let mut text = format!("{code}按 {} 位分级，每一级应等于下一级之和", levels.join("、"));
        if let Some(total) = self.0.total.and_then(|row| form?.rows.get(row)) {
            text.push_str(&format!("；{}应等于第一级之和", total.name));
        }
        vec![ToldPiece::Words(text)]
    }

    fn tree(&self) -> Option<&TreeDemand> {
        Some(&self.0)
    }
}

/// What each level adds to the codes above it, added up; nothing for a list that has no levels.
fn added_up(found: &[usize]) -> Option<String> {
    let mut sum = 0_usize;
    let mut out = Vec::with_capacity(found.len());
    for own in found.iter().filter(|own| **own > 0) {
        sum = sum.checked_add(*own)?;
        out.push(sum.to_string());
    }
    (out.len() > 1 && out.len() == found.len()).then(|| out.join(", "))
}

/// Whole lengths in another order: of one that stands twice they are what each level adds.
fn rising(found: &[usize]) -> Option<String> {
    let mut own = found.to_vec();
    own.sort_unstable();
    let is_rising = own.windows(2).all(|pair| pair.first() < pair.last());
    is_rising.then(|| own.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

/// Lengths that were written as a text, as a list.
fn levels_of(text: &str) -> Option<String> {
    let is_between = |c: char| !c.is_ascii_digit();
    let all: Vec<&str> = text.split(is_between).filter(|part| !part.is_empty()).collect();
    (!all.is_empty()).then(|| format!("levels = [{}]", all.join(", ")))
}
