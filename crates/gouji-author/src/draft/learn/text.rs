//! Proposals as the text of rule files.

use super::count::Shape;
use super::idea::{Idea, Topic};
use super::support::{Broken, Support};
use crate::draft::proposal::DraftForm;
use crate::draft::write::{form_text, quoted};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A proposal with its id.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) idea: Idea,
    /// Kinds of the documents that led to it; empty: all.
    pub(super) kinds: Vec<String>,
}

/// A table that no form knew, as a form.
#[derive(Debug)]
pub(super) struct LearntForm {
    pub(super) id: String,
    pub(super) shape: String,
    pub(super) sheet: DraftForm,
}

impl LearntForm {
    pub(super) fn new(id: String, key: &str, shape: &Shape) -> Self {
        let mut grid = shape.table();
        grid.title = Some(shape.title.clone());
        Self { sheet: DraftForm { id: id.clone(), grid }, id, shape: key.to_owned() }
    }
}

/// A rule file, and where each proposal stands in it.
#[derive(Debug, Default)]
pub(super) struct FileText {
    pub(super) name: &'static str,
    pub(super) text: String,
    pub(super) places: Vec<(Range<usize>, usize)>,
}

/// The file of a kind of proposals.
fn file_name(topic: Topic) -> &'static str {
    match topic {
        Topic::Within => "tables.toml",
        Topic::Between => "ties.toml",
        Topic::Said => "sentences.toml",
    }
}

/// The rule files of proposals; `support` as far as it is known.
pub(super) fn files(
    items: &[Item],
    forms: &[LearntForm],
    support: Option<&BTreeMap<usize, Support>>,
) -> Vec<FileText> {
    let mut out = Vec::new();
    for topic in [Topic::Within, Topic::Between, Topic::Said] {
        let own: Vec<(usize, &Item)> =
            items.iter().enumerate().filter(|(_, item)| item.idea.topic == topic).collect();
        if own.is_empty() {
            continue;
        }
        let mut file =
            FileText { name: file_name(topic), text: HEAD.to_owned(), places: Vec::new() };
        let mut written: BTreeSet<&str> = BTreeSet::new();
        for (at, item) in &own {
            if let Some(form) = form_of(item, forms).filter(|form| written.insert(&form.id)) {
                file.text.push_str(&form_text(&form.sheet, &rows(form, &own)));
            }
            let from = file.text.len();
            let known = support.and_then(|support| support.get(at));
            file.text.push_str(&item_text(item, forms, known));
            file.places.push((from..file.text.len(), *at));
        }
        out.push(file);
    }
    out
}

/// What a file begins with.
const HEAD: &str = "# 由 gouji rules learn 从许多文件中归纳：写着 proposed = true，都只作提示，不是定论。逐条看过，认可的写依据（basis），用\n# gouji rules accept 文件夹 编号… 去掉这一行，不认可的删去；每条上面写着几份文件里成立、不成立几处。\n";

/// The form that a proposal on an unknown table belongs to.
fn form_of<'f>(item: &Item, forms: &'f [LearntForm]) -> Option<&'f LearntForm> {
    let shape = item.idea.shape.as_ref()?;
    forms.iter().find(|form| form.shape == *shape)
}

/// The rows that the proposals on a form name, each once.
fn rows(form: &LearntForm, items: &[(usize, &Item)]) -> BTreeMap<String, String> {
    let own = items.iter().filter(|(_, item)| item.idea.shape.as_ref() == Some(&form.shape));
    own.flat_map(|(_, item)| item.idea.rows.iter().cloned()).collect()
}

fn item_text(item: &Item, forms: &[LearntForm], support: Option<&Support>) -> String {
    let idea = &item.idea;
    let mut out = String::from("\n");
    if let Some(support) = support {
        out.push_str(&format!("# {}{}\n", counted(support), examples(&support.broke)));
    }
    let (kind, what) = if idea.text.is_empty() {
        let form = match form_of(item, forms) {
            Some(form) => format!("{}{}", form.id, idea.form),
            None => idea.form.clone(),
        };
        let line = if form.is_empty() { form } else { format!("form   = {}\n", quoted(&form)) };
        ("rule", line)
    } else {
        ("claim", format!("text   = {}\n", quoted(&idea.text)))
    };
    out.push_str(&format!(
        "[[{kind}]]\nid     = {}\nname   = {}\n{what}{}\n",
        quoted(&item.id),
        quoted(&idea.name),
        idea.demand
    ));
    if !item.kinds.is_empty() {
        let kinds: Vec<String> = item.kinds.iter().map(|kind| quoted(kind)).collect();
        out.push_str(&format!("documents = [{}]\n", kinds.join(", ")));
    }
    out.push_str("severity = \"warning\"\nproposed = true\n");
    if let Some(support) = support {
        out.push_str(&format!("basis  = {}\n", quoted(&format!("归纳所得，{}", counted(support)))));
    }
    out
}

/// How far a proposal is borne out.
pub(super) fn counted(support: &Support) -> String {
    format!(
        "{} 份文件，成立 {} 处，不成立 {} 处",
        support.documents,
        support.held,
        support.broke.len()
    )
}

/// Places that a comment names, at most.
const EXAMPLES: usize = 3;

fn examples(broke: &[Broken]) -> String {
    let shown: Vec<String> = broke
        .iter()
        .take(EXAMPLES)
        .map(|broken| format!("{} {}", broken.path.replace(['\n', '\r'], " "), broken.place))
        .collect();
    let more = if broke.len() > EXAMPLES { "……" } else { "" };
    if shown.is_empty() { String::new() } else { format!("：{}{more}", shown.join("；")) }
}
