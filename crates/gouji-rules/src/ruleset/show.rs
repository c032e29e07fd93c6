//! `rules show`: an item as its layers make it, and for each line the file that it comes from.
//!
//! Works on the texts of the files, so that what is shown is what was written; the order of merging
//! is that of `layer`.

mod write;

use super::defaults;
use super::head::Years;
use super::kind;
use super::rulebook::Rulebook;
use super::tree::{self, TreeTable, TreeView};
use super::walk::{Mistakes, RuleSource, parse};
use std::ops::Range;
use write::line;

/// Kinds of item that have an id, with their Chinese name.
const KINDS: &[(&str, &str)] = &[
    ("form", "表样"),
    ("part", "部分"),
    ("scale", "等级标准"),
    ("source", "来源"),
    ("claim", "语句"),
    ("role", "角色"),
    ("relation", "叙述关系"),
    ("measure", "名目"),
    ("wording", "字样"),
    ("rule", "规则"),
];
/// Those that have cases.
const CASED: &[&str] = &["claim", "relation", "measure", "wording", "rule"];
/// Words by which things are recognised add up over the layers.
const ADDING: &[&str] =
    &["title", "text", "words", "start", "key", "printed", "except", "before", "after", "unless"];
/// The same in columns and rows.
const ADDING_INSIDE: &[&str] = &["header", "label"];
/// Columns and rows merge by name.
const NAMED: &[&str] = &["columns", "rows"];
/// Ways of looking for a wording: a child that says one of these, or what must hold, replaces all of
/// them.
const LOOKS: &[&str] = &["pairs", "mixed", "stop", "number_twice"];
/// They belong to one layer only.
const OWN: &[&str] = &["reason", "off", "years"];

fn is_demand(key: &str) -> bool {
    let mut keys = kind::KINDS.iter().flat_map(|kind| kind.keys);
    LOOKS.contains(&key) || keys.any(|known| known.name == key)
}

/// A piece of a rule file and where it stands.
#[derive(Clone, Debug)]
struct ShownPiece {
    text: String,
    origin: String,
}

#[derive(Clone, Debug)]
enum ShownValue {
    One(ShownPiece),
    /// Pieces of a list, each from its layer.
    List(Vec<ShownPiece>),
    /// Columns or rows by name, each with its keys.
    Named(Vec<(String, Vec<(String, ShownValue)>)>),
    /// Cases: the keys of each.
    Cases(Vec<Vec<(String, ShownPiece)>>),
}

#[derive(Debug, Default)]
struct MergedItem {
    keys: Vec<(String, ShownValue)>,
    /// What each layer did, as comments.
    history: Vec<String>,
    off: bool,
}

impl Rulebook {
    /// An item or parameter of a ruleset as its layers make it for a year (`None`: the newest),
    /// with the file of each line; `None` where no layer has it.
    #[must_use]
    pub fn show(
        &self,
        name: &str,
        extra: &[String],
        year: Option<i32>,
        id: &str,
    ) -> Option<String> {
        let mut out = String::new();
        let sources = self.sources(name, extra);
        let mut mistakes = Mistakes::default();
        let parsed: Vec<_> = sources.iter().map(|source| parse(source, &mut mistakes)).collect();
        for (kind, word) in KINDS {
            let mut merged: Option<MergedItem> = None;
            let files: Vec<_> = sources.iter().zip(&parsed).collect();
            for layer in files.chunk_by(|(a, _), (b, _)| a.layer == b.layer) {
                let mut is_amended = false;
                for (source, table, shared) in
                    tables(layer, kind, "id", id).filter(|(_, table, _)| covers(*table, year))
                {
                    is_amended |= table.get("case").is_none();
                    merged.get_or_insert_default().add(kind, source, table, shared);
                }
                // what has no cases takes its keys from forms and the like
                if let Some(merged) = merged.as_mut().filter(|_| CASED.contains(kind)) {
                    merged.add_cases(tables(layer, "case", "rule", id), is_amended);
                }
            }
            if let Some(merged) = merged {
                merged.write(&mut out, kind, word, id);
                let cited = merged.cited();
                let sources: Vec<&str> =
                    cited.iter().map(String::as_str).filter(|cited| *cited != id).collect();
                out.extend(
                    sources.into_iter().filter_map(|source| self.show(name, extra, year, source)),
                );
            }
        }
        let mut values: Vec<ShownPiece> = Vec::new();
        for (source, tree) in sources.iter().zip(&parsed) {
            if let Some(params) = tree.root().get("param").and_then(tree::TreeValue::table)
                && let Some((_, place, value)) = params.iter().find(|(key, _, _)| *key == id)
            {
                values.push(ShownPiece {
                    text: slice(source, value.span()).to_owned(),
                    origin: origin(source, place),
                });
            }
        }
        if let Some((last, before)) = values.split_last() {
            out.push_str(&format!("# 参数 {id}\n[param]\n"));
            line(&mut out, &format!("{id:?} = {}", last.text), &last.origin);
            for piece in before.iter().rev() {
                out.push_str(&format!("# 上级写的是 {}（{}）\n", piece.text, piece.origin));
            }
            out.push('\n');
        }
        if out.is_empty() {
            out = self.successors(&parsed, (name, extra, year), id);
        }
        (!out.is_empty()).then_some(out)
    }

    /// What took the place of an id, each with what it is now.
    fn successors(
        &self,
        parsed: &[tree::RuleTree<'_>],
        (name, extra, year): (&str, &[String], Option<i32>),
        id: &str,
    ) -> String {
        let mut new: Vec<&str> = Vec::new();
        for kind in CASED {
            let items = parsed.iter().filter_map(|tree| tree.root().get(kind));
            for table in items.flat_map(tree::TreeValue::items).filter_map(tree::TreeValue::table) {
                let replaces = table.get("replaces").is_some_and(|value| match value.view() {
                    TreeView::Text(old) => old == id,
                    TreeView::List(olds) => olds.items().any(|old| old.text() == Some(id)),
                    _ => false,
                });
                new.extend(text_of(table, "id").filter(|own| replaces && *own != id));
            }
        }
        new.dedup();
        let shown: String =
            new.iter().filter_map(|own| self.show(name, extra, year, own)).collect();
        if shown.is_empty() {
            return shown;
        }
        format!("# {id} 已由 {} 代替\n\n{shown}", new.join("、"))
    }

    /// The wordings of a claim as its layers make them.
    #[must_use]
    pub fn wordings(
        &self,
        name: &str,
        extra: &[String],
        year: Option<i32>,
        id: &str,
    ) -> Vec<String> {
        let sources = self.sources(name, extra);
        let mut mistakes = Mistakes::default();
        let mut merged = MergedItem::default();
        for source in &sources {
            let tree = parse(source, &mut mistakes);
            let root = tree.root();
            let items = ["claim", "relation", "wording"]
                .into_iter()
                .filter_map(|kind| root.get(kind))
                .flat_map(tree::TreeValue::items);
            for table in items.filter_map(tree::TreeValue::table) {
                if text_of(table, "id") == Some(id) && covers(table, year) {
                    merged.add("claim", source, table, None);
                }
            }
        }
        let texts = merged
            .keys
            .into_iter()
            .find(|(key, _)| key == "text" || key == "printed")
            .map(|(_, value)| value);
        let Some(ShownValue::List(pieces)) = texts else { return Vec::new() };
        pieces.into_iter().map(|piece| piece.text.trim_matches(['"', '\'']).to_owned()).collect()
    }
}

/// The tables of a kind in the files of a layer whose `key` says `wanted`, each with what its file
/// says of all of its kind.
fn tables<'f>(
    layer: &'f [(&'f RuleSource, &'f tree::RuleTree<'f>)],
    kind: &'f str,
    key: &'f str,
    wanted: &'f str,
) -> impl Iterator<Item = (&'f RuleSource, TreeTable<'f>, Option<TreeTable<'f>>)> {
    let all = layer.iter().flat_map(move |(source, tree)| {
        let shared = defaults::of(tree.root(), kind);
        let items = tree.root().get(kind).into_iter().flat_map(tree::TreeValue::items);
        items.filter_map(tree::TreeValue::table).map(move |table| (*source, table, shared))
    });
    all.filter(move |(_, table, _)| text_of(*table, key) == Some(wanted))
}

/// The keys of a case, each as it was written; it stands at its rule and need not name it.
fn keys_of(source: &RuleSource, case: TreeTable<'_>) -> Vec<(String, ShownPiece)> {
    let piece = |place, span| ShownPiece {
        text: slice(source, span).to_owned(),
        origin: origin(source, place),
    };
    case.iter()
        .filter(|(key, ..)| *key != "rule")
        .map(|(key, place, value)| (key.to_owned(), piece(place, value.span())))
        .collect()
}

impl MergedItem {
    /// Cases that stand apart from the rule; those of a layer that amends the rule replace the ones
    /// above.
    fn add_cases<'f>(
        &mut self,
        cases: impl Iterator<Item = (&'f RuleSource, TreeTable<'f>, Option<TreeTable<'f>>)>,
        replace: bool,
    ) {
        let new: Vec<_> = cases.map(|(source, case, _)| keys_of(source, case)).collect();
        if new.is_empty() {
            return;
        }
        match self.keys.iter_mut().find(|(key, _)| key == "case") {
            Some((_, ShownValue::Cases(known))) if !replace => known.extend(new),
            Some((_, known)) => *known = ShownValue::Cases(new),
            None => self.keys.push(("case".to_owned(), ShownValue::Cases(new))),
        }
    }

    fn add(
        &mut self,
        kind: &str,
        source: &RuleSource,
        table: TreeTable<'_>,
        shared: Option<TreeTable<'_>>,
    ) {
        self.off =
            matches!(table.get("off").map(tree::TreeValue::view), Some(TreeView::Boolean(true)));
        let place =
            table.iter().find(|(key, _, _)| *key == "id").map_or(0..0, |(_, place, _)| place);
        if !self.keys.is_empty() || self.off {
            let done = if self.off { "停用" } else { "修改" };
            let reason =
                text_of(table, "reason").map_or(String::new(), |reason| format!("：{reason}"));
            self.history.push(format!(
                "# {} {done}（{}）{reason}",
                source.layer,
                origin(source, place)
            ));
        }
        let demands = table.iter().any(|(key, _, _)| is_demand(key));
        if demands {
            self.keys.retain(|(key, _)| !is_demand(key));
        }
        let shared = shared.filter(|_| !defaults::amends(table));
        let shared = shared.into_iter().flat_map(TreeTable::iter);
        let shared = shared.filter(|(name, ..)| table.get(name).is_none());
        for (name, place, value) in table.iter().chain(shared) {
            if (OWN.contains(&name)
                && (name != "years" || self.keys.iter().any(|(known, _)| known == "years")))
                || (name == "id" && !self.keys.is_empty())
            {
                continue;
            }
            let piece = |span: Range<usize>| ShownPiece {
                text: slice(source, span).to_owned(),
                origin: origin(source, place.clone()),
            };
            let new = match value.view() {
                TreeView::List(items) if NAMED.contains(&name) => {
                    let known = self
                        .keys
                        .iter_mut()
                        .find(|(known, _)| known == name)
                        .map(|(_, value)| value);
                    let mut own = match known {
                        Some(ShownValue::Named(own)) => std::mem::take(own),
                        _ => Vec::new(),
                    };
                    for inner in items.items().filter_map(tree::TreeValue::table) {
                        named(&mut own, source, inner);
                    }
                    ShownValue::Named(own)
                }
                TreeView::List(items) if name == "case" => {
                    let cases = items.items().filter_map(tree::TreeValue::table);
                    ShownValue::Cases(cases.map(|case| keys_of(source, case)).collect())
                }
                // a law has one title, a form may have several
                _ if ADDING.contains(&name) && kind != "source" => {
                    let known =
                        self.keys.iter().find(|(known, _)| known == name).map(|(_, value)| value);
                    adding(known, source, value)
                }
                _ => ShownValue::One(piece(value.span())),
            };
            match self.keys.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => *known = new,
                None => {
                    // cases come last
                    let at = self
                        .keys
                        .iter()
                        .position(|(known, _)| known == "case")
                        .unwrap_or(self.keys.len());
                    let at = if name == "case" { self.keys.len() } else { at };
                    self.keys.insert(at, (name.to_owned(), new));
                }
            }
        }
    }

    /// What the basis could cite: its texts without articles.
    fn cited(&self) -> Vec<String> {
        let basis = self.keys.iter().find(|(key, _)| key == "basis").map(|(_, value)| value);
        let Some(ShownValue::One(piece)) = basis else { return Vec::new() };
        let mut out: Vec<String> = Vec::new();
        for text in piece.text.split(['"', '\'']).skip(1).step_by(2) {
            let id = text.split('#').next().unwrap_or(text).to_owned();
            if !out.contains(&id) {
                out.push(id);
            }
        }
        out
    }
}

/// A column or row of a child goes into the one of its name.
fn named(
    known: &mut Vec<(String, Vec<(String, ShownValue)>)>,
    source: &RuleSource,
    table: TreeTable<'_>,
) {
    let name = text_of(table, "name").unwrap_or("").to_owned();
    let own = match known.iter_mut().position(|(other, _)| *other == name) {
        Some(at) => known.get_mut(at),
        None => {
            known.push((name.clone(), Vec::new()));
            known.last_mut()
        }
    };
    let Some((_, own)) = own else { return };
    for (name, place, value) in table.iter() {
        let before = own.iter().find(|(other, _)| other == name).map(|(_, value)| value);
        if name == "name" && before.is_some() {
            continue;
        }
        let new = if ADDING_INSIDE.contains(&name) {
            // a header that the parent left to the name stays one
            let of_name = own.iter().find(|(other, _)| other == "name").map(|(_, value)| value);
            let is_new = own.iter().any(|(other, _)| other == "name") && own.len() > 1;
            adding(
                before.or(of_name.filter(|_| {
                    is_new && origin(source, place) != of_name.map_or(String::new(), first_origin)
                })),
                source,
                value,
            )
        } else {
            ShownValue::One(ShownPiece {
                text: slice(source, value.span()).to_owned(),
                origin: origin(source, place),
            })
        };
        match own.iter_mut().find(|(other, _)| other == name) {
            Some((_, known)) => *known = new,
            None => own.push((name.to_owned(), new)),
        }
    }
}

fn first_origin(value: &ShownValue) -> String {
    match value {
        ShownValue::One(piece) => piece.origin.clone(),
        ShownValue::List(pieces) => {
            pieces.first().map_or(String::new(), |piece| piece.origin.clone())
        }
        _ => String::new(),
    }
}

/// The child's words, then those of the layers above that it does not repeat.
fn adding(
    known: Option<&ShownValue>,
    source: &RuleSource,
    value: tree::TreeValue<'_>,
) -> ShownValue {
    let piece = |span: Range<usize>| ShownPiece {
        text: slice(source, span.clone()).to_owned(),
        origin: origin(source, span),
    };
    let mut own: Vec<ShownPiece> = match value.view() {
        TreeView::List(items) => items.items().map(|item| piece(item.span())).collect(),
        _ => vec![piece(value.span())],
    };
    let before = match known {
        Some(ShownValue::List(pieces)) => pieces.clone(),
        Some(ShownValue::One(piece)) => vec![piece.clone()],
        _ => Vec::new(),
    };
    own.extend(
        before
            .into_iter()
            .filter(|piece| !own.iter().any(|other| other.text == piece.text))
            .collect::<Vec<_>>(),
    );
    ShownValue::List(own)
}

fn slice(source: &RuleSource, span: Range<usize>) -> &str {
    source.text.get(span).unwrap_or("")
}

/// `rules/national/forms/a.toml:12`
fn origin(source: &RuleSource, span: Range<usize>) -> String {
    let line = source.text.get(..span.start).map_or(1, |before| before.matches('\n').count() + 1);
    format!("{}:{line}", source.name)
}

fn text_of<'t>(table: TreeTable<'t>, key: &str) -> Option<&'t str> {
    table.get(key)?.text()
}

fn covers(table: TreeTable<'_>, year: Option<i32>) -> bool {
    let years = text_of(table, "years").and_then(Years::parse).unwrap_or(Years::ALL);
    let year = year.unwrap_or(9999);
    years.from <= year && year <= years.to
}
