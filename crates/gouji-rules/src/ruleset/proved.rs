//! Rulesets of which all files stand in the binary, so that nothing in them is wrong: what a document does not ask for
//! is neither read nor compiled. In: grown rule files. Out: a ruleset whose forms, claims and rules are compiled when
//! they are first asked for.

use super::claim::shunned;
use super::compile::peers;
use super::compiler::{Compiler, Wordings};
use super::head::ItemHead;
use super::items::others;
use super::kind::{self, RuleKind};
use super::layer::{Ids, Into};
use super::raw::{Items, RawForm, RawRole, RawRule};
use super::rule::{Claims, body, front, owner, places_of};
use super::schema::{Claim, ClaimBody, Form, FormBody, Origin, Rule, RuleBody};
use super::succeed::{is_lost, succeed};
use super::tree::{RuleTree, TreeValue, TreeView};
use super::unread::{self, Unread};
use super::walk::{Mistakes, RuleSource, TableWalk};
use super::whole::Ruleset;
use crate::formula::{Owner, later};
use gouji_values::vocabulary::Vocabulary;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What items are compiled with when they are asked for.
struct Base {
    sources: Arc<[RuleSource]>,
    words: Arc<Vocabulary>,
    parts: Vec<String>,
    roles: Vec<RawRole>,
    scripts: BTreeMap<String, usize>,
}

impl Base {
    fn compile<T>(&self, work: impl FnOnce(&mut Compiler<'_>) -> T) -> T {
        work(&mut Compiler {
            sources: &self.sources,
            words: &self.words,
            is_proved: true,
            wordings: &Wordings::default(),
            mistakes: &mut Mistakes::default(),
        })
    }

    fn form(&self, item: &Unread<RawForm>) -> FormBody {
        let form = item.whole();
        self.compile(|compiler| form.map(|form| compiler.form(&form)).unwrap_or_default())
    }

    fn claim(&self, item: &Unread<Box<RawRule>>) -> ClaimBody {
        let Some(raw) = item.whole() else { return ClaimBody::default() };
        self.compile(|compiler| {
            let mut body = compiler.claim(&raw);
            compiler.slots(&raw, &self.roles, &mut body);
            body
        })
    }

    fn rule(&self, item: &Unread<Box<RawRule>>, owner: &Owner, ruleset: &Ruleset) -> RuleBody {
        let raw = item.whole().unwrap_or_default();
        let body = self.compile(|compiler| body(compiler, &raw, owner, ruleset, &self.scripts));
        body.unwrap_or_else(RuleBody::empty)
    }

    fn origin(&self, head: &ItemHead) -> Origin {
        self.compile(|compiler| compiler.origin(head))
    }
}

/// The ruleset of files by the index of their layer, for a year.
pub(super) fn ruleset(
    sources: Vec<RuleSource>,
    layer_of: &[usize],
    year: i32,
    scripts: BTreeMap<String, usize>,
    words: Arc<Vocabulary>,
) -> Ruleset {
    let sources: Arc<[RuleSource]> = sources.into();
    let (forms, rules, few) = merged(&sources, layer_of, year);
    let parts = few.parts.iter().map(|part| part.head.id.value.clone()).collect();
    let base = Arc::new(Base { sources, words, parts, roles: few.roles.clone(), scripts });
    let mut out = base.compile(|compiler| compiler.all_but_claims(&few));
    out.vocabulary = Arc::clone(&base.words);
    for item in forms {
        let (id, origin) = (item.head.id.value.clone(), base.origin(&item.head));
        let base = Arc::clone(&base);
        out.forms.push(Form { id, origin, body: later(move || base.form(&item)) });
    }
    let rules: Vec<Arc<Unread<Box<RawRule>>>> = rules.into_iter().map(Arc::new).collect();
    for (at, item) in rules.iter().filter(|item| item.is_claim()).enumerate() {
        out.claims.extend(claim(item, &base, at));
    }
    out.finish();
    let early = Arc::new(out.clone());
    let claims = places_of(&early);
    out.rules = rules.into_iter().filter_map(|item| rule(item, &base, &early, &claims)).collect();
    peers(&mut out);
    out
}

/// A claim with where it is looked for.
fn claim(item: &Arc<Unread<Box<RawRule>>>, base: &Arc<Base>, at: usize) -> Option<Claim> {
    // what is looked for as printed is asked for in any case
    let is_printed = item.kind.0 == "wording";
    let read = item.with_table(|mut walk| {
        let mut mistakes = Mistakes::default();
        let mut list = |key| walk.strings(&mut mistakes, key);
        let mut out = RawRule {
            under: list("under"),
            not_under: list("not_under"),
            scope: list("scope"),
            ..RawRule::default()
        };
        match item.kind.0 {
            "claim" => {
                (out.text, out.not_after) = (list("text"), list("not_after"));
                out.place = walk.string(&mut mistakes, "in");
            }
            "relation" => {
                (out.is_relation, out.roles) = (true, list("roles"));
                out.relation = walk.string(&mut mistakes, "of");
            }
            _ => out.measure = Some(Box::default()),
        }
        Box::new(out)
    });
    let mut raw = match read.filter(|_| !is_printed) {
        Some(read) => read,
        None => item.whole()?,
    };
    raw.head = item.head.clone();
    let own = raw.text.iter().flatten().map(|text| text.value.clone());
    let texts = shunned(&raw).chain(own).collect();
    let (item, later_base) = (Arc::clone(item), Arc::clone(base));
    let body = later(move || later_base.claim(&item));
    Some(base.compile(|compiler| compiler.front(&raw, &base.parts, at, (texts, body))))
}

/// A rule, if an item is one: most claims demand nothing.
fn rule(
    item: Arc<Unread<Box<RawRule>>>,
    base: &Arc<Base>,
    early: &Arc<Ruleset>,
    claims: &Claims<'_>,
) -> Option<Rule> {
    let (raw, kind) = start(&item)?;
    base.compile(|compiler| {
        let scope = compiler.scope(raw.scope.as_ref(), &base.parts);
        let owner = owner(compiler, &raw, (early, claims), &scope)?;
        let (base, early, own) = (Arc::clone(base), Arc::clone(early), owner.clone());
        let body = later(move || base.rule(&item, &own, &early));
        Some(front(compiler, &raw, (owner, scope), kind, body))
    })
}

/// What tells whether a document asks for a rule.
fn start(item: &Unread<Box<RawRule>>) -> Option<(Box<RawRule>, RuleKind)> {
    let read = item.with_table(|mut walk| {
        let mut mistakes = Mistakes::default();
        let kind = match item.kind.0 {
            "wording" => Some(RuleKind::Never),
            "measure" => of_cells(&mut walk),
            _ => kind::told_by_keys(&mut walk),
        }?;
        let mut out = RawRule { is_claim: item.is_claim(), ..RawRule::default() };
        out.scope = walk.strings(&mut mistakes, "scope");
        if item.kind.0 != "wording" {
            out.documents = walk.strings(&mut mistakes, "documents");
            out.agency = walk.strings(&mut mistakes, "agency");
        }
        if item.kind.0 == "rule" {
            out.form = walk.string(&mut mistakes, "form");
            out.claim = walk.string(&mut mistakes, "claim");
        }
        Some((Box::new(out), kind))
    });
    let (mut raw, kind) = match read {
        Some(read) => read?,
        None => {
            let raw = item.whole()?;
            let kind = raw.demands.iter().find(|one| one.raw.is_meant())?.kind.of;
            (raw, kind)
        }
    };
    raw.head = item.head.clone();
    Some((raw, kind))
}

/// Whether the cells of a measure are one or several, of which one is enough.
fn of_cells(walk: &mut TableWalk<'_>) -> Option<RuleKind> {
    let TreeView::Table(table) = walk.get("cells")?.view() else { return None };
    let paths = |value: TreeValue<'_>| match value.view() {
        TreeView::List(items) => items.items().count(),
        _ => 1,
    };
    match table.iter().map(|(.., value)| paths(value)).sum() {
        0 => None,
        1 => Some(RuleKind::Expect),
        _ => Some(RuleKind::Any),
    }
}

type Rules = Vec<Unread<Box<RawRule>>>;

/// The items of all layers, the root first, merged for a year.
fn merged(
    sources: &Arc<[RuleSource]>,
    layer_of: &[usize],
    year: i32,
) -> (Vec<Unread<RawForm>>, Rules, Items) {
    let mut mistakes = Mistakes::default();
    let (mut forms, mut rules, mut few) = (Vec::new(), Rules::new(), Items::default());
    let mut ids = Ids::default();
    let layers = layer_of.iter().max().map_or(0, |last| last + 1);
    for depth in 0..layers {
        let (mut own, mut own_forms, mut own_rules) = (Items::default(), Vec::new(), Rules::new());
        let files = layer_of.iter().enumerate().filter(|(_, layer)| **layer == depth);
        for (file, _) in files {
            own_forms.extend(unread::forms(file, sources));
            own_rules.extend(unread::rules(file, sources));
            let Some(source) = sources.get(file) else { continue };
            let Some(grown) = source.grown else { continue };
            let tree = RuleTree::of(&source.text, grown);
            let mut top = TableWalk::new(file, source, tree.root(), 0..0, "规则文件");
            others(&mut top, &mut own, &mut mistakes);
        }
        let own_rules = with_successors(own_rules, &rules, sources, &mut mistakes);
        let is_last = depth + 1 == layers;
        let mut into =
            Into { year, depth, sources, ids: &mut ids, is_last, mistakes: &mut mistakes };
        into.merge(&mut forms, own_forms);
        into.merge(&mut rules, own_rules);
        into.others(&mut few, own);
    }
    forms.retain(|item| !item.head.off);
    rules.retain(|item| !item.head.off);
    few.drop_off();
    (forms, rules, few)
}

/// The rules of a layer, those that speak of an old id as speaking of what took its place.
fn with_successors(
    layer: Rules,
    known: &[Unread<Box<RawRule>>],
    sources: &Arc<[RuleSource]>,
    mistakes: &mut Mistakes,
) -> Rules {
    if !layer.iter().any(|rule| is_lost(rule, known)) {
        return layer;
    }
    let whole = |rules: &[Unread<Box<RawRule>>]| -> Vec<Box<RawRule>> {
        rules.iter().filter_map(Unread::whole).collect()
    };
    let all = succeed(whole(&layer), &whole(known), sources, mistakes);
    all.into_iter().map(|rule| Unread::of(rule, sources)).collect()
}
