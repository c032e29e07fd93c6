//! Layers: a child adds items, amends a parent's by id with a reason, or switches them off.

mod param;

use super::case;
use super::copies::id_twice;
use super::head::{ItemHead, LayeredItem, Years};
use super::kind;
use super::other_years::OtherYears;
use super::raw::{Items, RawColumn, RawForm, RawPart, RawRow, RawRule, RawScale};
use super::succeed::{succeed, succeed_cases};
use super::walk::{Mistakes, RuleSource, RuleText};
use crate::formula::nearest;
use gouji_values::error::{MistakeCode, RuleMistake};
use gouji_values::hash::{QuickMap, QuickSet};
pub(super) use param::change_param;
use param::merge_param;

/// Merges layers (root first) for one year.
pub(super) fn merge(
    layers: Vec<Items>,
    year: i32,
    sources: &[RuleSource],
    mistakes: &mut Mistakes,
) -> Items {
    let mut out = Items::default();
    let mut ids = Ids::default();
    for (depth, mut layer) in layers.into_iter().enumerate() {
        let mut into = Into { year, depth, sources, ids: &mut ids, is_last: false, mistakes };
        into.merge(&mut out.forms, std::mem::take(&mut layer.forms));
        let (mut rules, cases) =
            (std::mem::take(&mut layer.rules), std::mem::take(&mut layer.cases));
        into.others(&mut out, layer);
        let cases = case::to_own_rules(&mut rules, cases);
        let rules = succeed(rules, &out.rules, sources, into.mistakes);
        into.merge(&mut out.rules, rules);
        let cases = succeed_cases(cases, &mut out.rules, sources, mistakes);
        let known = ids.iter().filter(|(_, kind)| RULES.contains(kind)).map(|(id, _)| id.as_str());
        case::to_rules_above(&mut out.rules, cases, known, sources, mistakes);
    }
    out.drop_off();
    out
}

fn covers(head: &ItemHead, year: i32) -> bool {
    let years = head.years.unwrap_or(Years::ALL);
    years.from <= year && year <= years.to
}

impl Items {
    /// Leaves out what a layer switched off.
    pub(super) fn drop_off(&mut self) {
        self.forms.retain(|item| !item.head.off);
        self.parts.retain(|item| !item.head.off);
        self.scales.retain(|item| !item.head.off);
        self.sources.retain(|item| !item.head.off);
        self.roles.retain(|item| !item.head.off);
        self.rules.retain(|item| !item.head.off);
    }

    /// Rules that check something, but in no document of this year, and the years that they are for.
    pub(super) fn of_other_years(&self, year: i32) -> Vec<OtherYears> {
        let mut out: Vec<OtherYears> = Vec::new();
        for rule in self.rules.iter().filter(|rule| !rule.head.off && !rule.demands.is_empty()) {
            let id = &rule.head.id.value;
            let mut others = self.rules.iter().filter(|other| other.head.id.value == *id);
            if let Some(years) = rule.head.years
                && !others.any(|other| covers(&other.head, year))
                && !out.iter().any(|known| known.id == *id)
            {
                out.push(OtherYears { id: id.clone(), years: years.words(), of: None });
            }
        }
        out
    }
}

/// What items of one list are told apart by.
fn name<T: LayeredItem>(item: &T) -> (String, &'static str) {
    (item.head().id.value.clone(), item.kind())
}

/// For each item of a layer the place of an earlier one with its id for the same years.
fn twins<T: LayeredItem>(layer: &[T]) -> Vec<Option<(usize, usize)>> {
    let years = |item: &T| item.head().years.unwrap_or(Years::ALL);
    let mut earlier: QuickMap<(&str, &'static str), Vec<&T>> = QuickMap::default();
    earlier.reserve(layer.len());
    layer
        .iter()
        .map(|item| {
            let same = earlier.entry((&item.head().id.value, item.kind())).or_default();
            let twin = same
                .iter()
                .find(|other| years(other).overlaps(years(item)))
                .map(|other| (other.head().file, other.head().id.span.start));
            same.push(item);
            twin
        })
        .collect()
}

/// For each item of a layer the place of the one that it amends: in its own layer there is none, for none of the same
/// years bears its id.
fn parents<T: LayeredItem>(known: &[T], layer: &[T]) -> Vec<Option<usize>> {
    if known.is_empty() {
        return vec![None; layer.len()];
    }
    let places: QuickMap<(&str, &'static str), usize> = known
        .iter()
        .enumerate()
        .map(|(at, item)| ((item.head().id.value.as_str(), item.kind()), at))
        .collect();
    let parent = |item: &T| places.get(&(item.head().id.value.as_str(), item.kind())).copied();
    layer.iter().map(parent).collect()
}

/// The ids of the layers above, of all years, with their kinds.
pub(super) type Ids = QuickSet<(String, &'static str)>;

/// What a layer is merged into.
pub(super) struct Into<'a> {
    pub(super) year: i32,
    pub(super) depth: usize,
    pub(super) sources: &'a [RuleSource],
    pub(super) ids: &'a mut Ids,
    /// No layer stands below, and no case asks for an id.
    pub(super) is_last: bool,
    pub(super) mistakes: &'a mut Mistakes,
}

impl Into<'_> {
    /// Takes over all but forms and rules.
    pub(super) fn others(&mut self, out: &mut Items, layer: Items) {
        self.merge(&mut out.parts, layer.parts);
        self.merge(&mut out.scales, layer.scales);
        self.merge(&mut out.sources, layer.sources);
        self.merge(&mut out.roles, layer.roles);
        for param in layer.params {
            merge_param(&mut out.params, param, self.depth, self.sources, self.mistakes);
        }
    }

    pub(super) fn merge<T: LayeredItem>(&mut self, known: &mut Vec<T>, layer: Vec<T>) {
        if self.depth > 0 {
            self.orphans(&layer);
        }
        if !self.is_last {
            self.ids.extend(layer.iter().map(name));
        }
        merge_kind(known, layer, self.year, self.sources, self.mistakes);
    }

    /// Items that are to amend or to switch off one that no layer above has.
    fn orphans<T: LayeredItem>(&mut self, layer: &[T]) {
        for item in layer.iter().filter(|item| item.head().off || item.head().reason.is_some()) {
            let head = item.head();
            let Some(source) =
                self.sources.get(head.file).filter(|_| !self.ids.contains(&name(item)))
            else {
                continue;
            };
            let own =
                self.ids.iter().filter(|(_, kind)| *kind == item.kind()).map(|(id, _)| id.as_str());
            let near = nearest(&head.id.value, own)
                .unwrap_or_else(|| "用 gouji rules list 查看已有的编号".to_owned());
            let help = if head.off {
                near
            } else {
                format!("{}；新的一条不写 reason", near.trim_end_matches('？'))
            };
            self.mistakes.add(
                source,
                head.id.span.clone(),
                MistakeCode::ParentUnknown,
                format!("上级没有 {}，无从修改或停用", head.id.value),
                Some(help),
            );
        }
    }
}

/// What is said of an item without a reason that has the id of one of a layer above: that there is one,
/// and an id that nothing has.
fn id_of_parent<T: LayeredItem>(
    known: &[T],
    parent: usize,
    id: &str,
    sources: &[RuleSource],
) -> (String, String) {
    let place = known.get(parent).and_then(|item| {
        let head = item.head();
        let source = sources.get(head.file)?;
        let before = source.text.get(..head.id.span.start)?;
        Some(format!("（在 {} 第 {} 行）", source.name, before.matches('\n').count() + 1))
    });
    let place = place.unwrap_or_default();
    let is_free = |own: &str| !known.iter().any(|item| item.head().id.value == own);
    let other =
        ["本局", "本地", "自编"].iter().map(|of| format!("{of}-{id}")).find(|own| is_free(own));
    let other = other.map_or_else(String::new, |other| format!("，例如 id = \"{other}\""));
    (
        format!("修改上级的 {id} 要写明理由：这个编号上级已经用了{place}，再写就是修改它"),
        format!("新的一条换一个 id{other}；真要修改上级那一条的，加一行 reason = \"…\""),
    )
}

fn merge_kind<T: LayeredItem>(
    known: &mut Vec<T>,
    layer: Vec<T>,
    year: i32,
    sources: &[RuleSource],
    mistakes: &mut Mistakes,
) {
    let (twins, parents) = (twins(&layer), parents(known, &layer));
    known.reserve(layer.len());
    for ((item, twin), parent) in layer.into_iter().zip(twins).zip(parents) {
        let head = item.head();
        let Some(source) = sources.get(head.file) else { continue };
        if let Some((file, start)) = twin {
            let line = |other: &RuleSource| {
                other.text.get(..start).map_or(1, |before| before.matches('\n').count() + 1)
            };
            let Some(other) = sources.get(file) else { continue };
            let (message, help) = id_twice(&head.id.value, source, other, line(other));
            // of a copy the file is told once
            let is_told = |told: &RuleMistake| told.help.as_ref() == Some(&help);
            if file == head.file || !mistakes.found.iter().any(is_told) {
                let place = head.id.span.clone();
                mistakes.add(source, place, MistakeCode::IdTwice, message, Some(help));
            }
            continue;
        }
        if !covers(head, year) {
            continue;
        }
        match parent {
            Some(parent) => {
                if head.reason.is_none() {
                    let (message, help) = id_of_parent(known, parent, &head.id.value, sources);
                    let place = head.id.span.clone();
                    mistakes.add(source, place, MistakeCode::ReasonMissing, message, Some(help));
                    // a rule of its own most likely: half of each of two rules is none
                    if item.kind() == "rule" {
                        continue;
                    }
                }
                if let Some(target) = known.get_mut(parent) {
                    let (off, span, file) = (head.off, head.span.clone(), head.file);
                    target.amend(item);
                    target.head_mut().off = off;
                    target.head_mut().span = span;
                    target.head_mut().file = file;
                }
            }
            None => {
                if head.off {
                    continue;
                }
                known.push(item);
            }
        }
    }
}

pub(super) fn replace<T>(parent: &mut Option<T>, child: Option<T>) {
    if child.is_some() {
        *parent = child;
    }
}

/// Words by which things are recognised add up; the child's come first, being nearer.
pub(super) fn add(parent: &mut Option<Vec<RuleText>>, child: Option<Vec<RuleText>>) {
    let Some(mut child) = child else { return };
    for text in parent.take().unwrap_or_default() {
        if !child.iter().any(|known| known.value == text.value) {
            child.push(text);
        }
    }
    *parent = Some(child);
}

fn same_name(a: &Option<RuleText>, b: &Option<RuleText>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a.value == b.value)
}

impl LayeredItem for RawForm {
    fn head(&self) -> &ItemHead {
        &self.head
    }

    fn head_mut(&mut self) -> &mut ItemHead {
        &mut self.head
    }

    fn kind(&self) -> &'static str {
        "form"
    }

    fn amend(&mut self, child: Self) {
        add(&mut self.title, child.title);
        replace(&mut self.number, child.number);
        replace(&mut self.under, child.under);
        replace(&mut self.sides, child.sides);
        add(&mut self.end, child.end);
        replace(&mut self.unit, child.unit);
        replace(&mut self.rounding, child.rounding);
        replace(&mut self.documents, child.documents);
        for column in child.columns.unwrap_or_default() {
            let columns = self.columns.get_or_insert_default();
            match columns.iter_mut().find(|known| same_name(&known.name, &column.name)) {
                Some(known) => amend_column(known, column),
                None => columns.push(column),
            }
        }
        for row in child.rows.unwrap_or_default() {
            let rows = self.rows.get_or_insert_default();
            match rows.iter_mut().find(|known| same_name(&known.name, &row.name)) {
                Some(known) => amend_row(known, row),
                None => rows.push(row),
            }
        }
    }
}

fn amend_column(known: &mut RawColumn, child: RawColumn) {
    // a header that the parent left to the name stays one
    if child.header.is_some() && known.header.is_none() {
        known.header = known.name.clone().map(|name| vec![name]);
    }
    add(&mut known.header, child.header);
    replace(&mut known.kind, child.kind);
    replace(&mut known.side, child.side);
    replace(&mut known.optional, child.optional);
    replace(&mut known.unit, child.unit);
    replace(&mut known.text, child.text);
}

fn amend_row(known: &mut RawRow, child: RawRow) {
    if child.label.is_some() && known.label.is_none() && known.code.is_none() {
        known.label = known.name.clone().map(|name| vec![name]);
    }
    add(&mut known.label, child.label);
    replace(&mut known.code, child.code);
    replace(&mut known.after, child.after);
    replace(&mut known.total, child.total);
    replace(&mut known.optional, child.optional);
    replace(&mut known.unit, child.unit);
}

impl LayeredItem for RawPart {
    fn head(&self) -> &ItemHead {
        &self.head
    }

    fn head_mut(&mut self) -> &mut ItemHead {
        &mut self.head
    }

    fn kind(&self) -> &'static str {
        "part"
    }

    fn amend(&mut self, child: Self) {
        add(&mut self.start, child.start);
        add(&mut self.key, child.key);
    }
}

impl LayeredItem for RawScale {
    fn head(&self) -> &ItemHead {
        &self.head
    }

    fn head_mut(&mut self) -> &mut ItemHead {
        &mut self.head
    }

    fn kind(&self) -> &'static str {
        "scale"
    }

    fn amend(&mut self, child: Self) {
        replace(&mut self.grades, child.grades);
    }
}

/// Kinds of what can have cases.
const RULES: [&str; 5] = ["wording", "claim", "rule", "relation", "measure"];

impl LayeredItem for Box<RawRule> {
    fn head(&self) -> &ItemHead {
        &self.head
    }

    fn head_mut(&mut self) -> &mut ItemHead {
        &mut self.head
    }

    fn kind(&self) -> &'static str {
        match (&self.printed, self.is_claim) {
            _ if self.is_relation => "relation",
            _ if self.measure.is_some() => "measure",
            (Some(_), _) => "wording",
            (None, true) => "claim",
            (None, false) => "rule",
        }
    }

    fn amend(&mut self, child: Self) {
        add(&mut self.text, child.text);
        replace(&mut self.under, child.under);
        replace(&mut self.not_under, child.not_under);
        add(&mut self.not_after, child.not_after);
        replace(&mut self.place, child.place);
        if let (Some(known), Some(child)) = (&mut self.printed, child.printed) {
            known.amend(*child);
        }
        replace(&mut self.relation, child.relation);
        replace(&mut self.roles, child.roles);
        replace(&mut self.reach, child.reach);
        if let (Some(known), Some(child)) = (&mut self.measure, child.measure) {
            add(&mut known.words, child.words);
            replace(&mut known.unsaid, child.unsaid);
            add(&mut known.part_of, child.part_of);
            replace(&mut known.anywhere, child.anywhere);
        }
        replace(&mut self.form, child.form);
        replace(&mut self.claim, child.claim);
        replace(&mut self.scope, child.scope);
        replace(&mut self.documents, child.documents);
        replace(&mut self.agency, child.agency);
        replace(&mut self.each, child.each);
        replace(&mut self.rows, child.rows);
        replace(&mut self.when, child.when);
        kind::amend(&mut self.demands, child.demands);
        replace(&mut self.name, child.name);
        replace(&mut self.severity, child.severity);
        replace(&mut self.message, child.message);
        replace(&mut self.basis, child.basis);
        replace(&mut self.hint, child.hint);
        add(&mut self.replaces, child.replaces);
        replace(&mut self.proposed, child.proposed);
        replace(&mut self.accepted, child.accepted);
        if !child.cases.is_empty() {
            self.cases = child.cases;
        }
    }
}
