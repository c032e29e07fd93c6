//! Items of grown rule files whose heads are read at once and whose rest is read when it is asked for: a document needs
//! few of them. In: the trees that the build script grew. Out: items that layers merge by their heads.

use super::defaults;
use super::head::{ItemHead, LayeredItem};
use super::items::{form, relation, rule};
use super::measure::measure;
use super::printed::wording;
use super::raw::{RawForm, RawRule};
use super::tree::RuleTree;
use super::walk::{Mistakes, RuleSource, TableWalk};
use std::sync::Arc;

/// An item: its head, and the rest, which is read when it is asked for.
#[derive(Debug)]
pub(super) struct Unread<T> {
    pub(super) head: ItemHead,
    /// Its kind, and how rule files write it: `rule`, `[[rule]]`.
    pub(super) kind: Kind,
    /// The node of its table.
    node: usize,
    sources: Arc<[RuleSource]>,
    /// What it says together with what layers say of it.
    amended: Option<Box<T>>,
}

/// A kind of items, and how rule files write it.
type Kind = (&'static str, &'static str);

/// The items with cases, in the order in which a file is read.
const RULES: [Kind; 5] = [
    ("claim", "[[claim]]"),
    ("wording", "[[wording]]"),
    ("relation", "[[relation]]"),
    ("measure", "[[measure]]"),
    ("rule", "[[rule]]"),
];

/// What can be read later.
pub(super) trait ReadLater: LayeredItem + Sized {
    /// Reads all that an item of such a kind says.
    fn read(walk: TableWalk<'_>, kind: &str, mistakes: &mut Mistakes) -> Option<Self>;
}

impl ReadLater for RawForm {
    fn read(walk: TableWalk<'_>, _: &str, mistakes: &mut Mistakes) -> Option<Self> {
        form(walk, mistakes)
    }
}

impl ReadLater for Box<RawRule> {
    fn read(walk: TableWalk<'_>, kind: &str, mistakes: &mut Mistakes) -> Option<Self> {
        let read = match kind {
            "wording" => wording(walk, mistakes),
            "relation" => relation(walk, mistakes),
            "measure" => measure(walk, mistakes),
            kind => rule(walk, kind == "claim", mistakes),
        };
        read.map(Box::new)
    }
}

/// The forms of a file.
pub(super) fn forms(file: usize, sources: &Arc<[RuleSource]>) -> Vec<Unread<RawForm>> {
    let mut out = Vec::new();
    heads(file, sources, ("form", "[[form]]"), &mut out);
    out
}

/// The claims and rules of a file.
pub(super) fn rules(file: usize, sources: &Arc<[RuleSource]>) -> Vec<Unread<Box<RawRule>>> {
    let mut out = Vec::new();
    for kind in RULES {
        heads(file, sources, kind, &mut out);
    }
    out
}

fn heads<T>(file: usize, sources: &Arc<[RuleSource]>, kind: Kind, out: &mut Vec<Unread<T>>) {
    let Some(source) = sources.get(file) else { return };
    let Some(tree) = source.grown.map(|grown| RuleTree::of(&source.text, grown)) else { return };
    let (Some(list), shared) = (tree.root().get(kind.0), defaults::of(tree.root(), kind.0)) else {
        return;
    };
    let mut mistakes = Mistakes::default();
    for item in list.items() {
        let Some(table) = item.table() else { continue };
        let mut walk = TableWalk::new(file, source, table, item.span(), kind.1).or(shared);
        if let Some(head) = ItemHead::read(&mut walk, &mut mistakes) {
            let (node, sources) = (table.node(), Arc::clone(sources));
            out.push(Unread { head, kind, node, sources, amended: None });
        }
    }
}

impl<T: ReadLater + Clone> Unread<T> {
    /// An item that was read.
    pub(super) fn of(item: T, sources: &Arc<[RuleSource]>) -> Self {
        let (head, sources) = (item.head().clone(), Arc::clone(sources));
        let kind = RULES.into_iter().find(|known| known.0 == item.kind()).unwrap_or_default();
        Self { head, kind, node: 0, sources, amended: Some(Box::new(item)) }
    }

    /// Whether it says what sentences look like.
    pub(super) fn is_claim(&self) -> bool {
        self.kind.0 != "rule"
    }

    /// Works with its table, where no layer says anything of it.
    pub(super) fn with_table<R>(&self, work: impl FnOnce(TableWalk<'_>) -> R) -> Option<R> {
        let (file, source) = (self.head.file, self.sources.get(self.head.file)?);
        let tree = RuleTree::of(&source.text, source.grown.filter(|_| self.amended.is_none())?);
        let shared = defaults::of(tree.root(), self.kind.0);
        let (table, span) = (tree.table(self.node), self.head.span.clone());
        Some(work(TableWalk::new(file, source, table, span, self.kind.1).or(shared)))
    }

    /// All that it says.
    pub(super) fn whole(&self) -> Option<T> {
        let mut out = match &self.amended {
            Some(amended) => T::clone(amended),
            None => {
                self.with_table(|walk| T::read(walk, self.kind.0, &mut Mistakes::default()))??
            }
        };
        *out.head_mut() = self.head.clone();
        Some(out)
    }
}

impl<T: ReadLater + Clone> LayeredItem for Unread<T> {
    fn head(&self) -> &ItemHead {
        &self.head
    }

    fn head_mut(&mut self) -> &mut ItemHead {
        &mut self.head
    }

    fn kind(&self) -> &'static str {
        self.kind.0
    }

    fn amend(&mut self, child: Self) {
        if let (Some(mut own), Some(child)) = (self.whole(), child.whole()) {
            own.amend(child);
            self.amended = Some(Box::new(own));
        }
    }
}
