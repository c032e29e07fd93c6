//! Reads one rule file, item by item.

use super::astray;
use super::case;
use super::defaults;
use super::head::ItemHead;
use super::kind;
use super::measure::measure;
use super::param_items::params;
use super::printed::wording;
use super::raw::{Items, RawColumn, RawForm, RawNumber, RawPart, RawRow, RawRule, RawScale};
use super::role::role;
use super::source::source as legal_source;
use super::tree::TreeView;
use super::walk::{Mistakes, RuleSource, TableWalk, parse};
use gouji_values::error::MistakeCode;

/// Reads one rule file into `items`.
pub(super) fn read(file: usize, source: &RuleSource, items: &mut Items, mistakes: &mut Mistakes) {
    let tree = parse(source, mistakes);
    if source.is_cases {
        let mut top = TableWalk::new(file, source, tree.root(), 0..0, "用例文件");
        items.cases.extend(case::apart(&mut top, mistakes));
        return top.finish(mistakes);
    }
    astray::cases(source, tree.root(), mistakes);
    let mut top = TableWalk::new(file, source, tree.root(), 0..0, "规则文件");
    for (table, span) in top.tables(mistakes, "form", "[[form]]").unwrap_or_default() {
        items.forms.extend(form(TableWalk::new(file, source, table, span, "[[form]]"), mistakes));
    }
    for walk in each(&mut top, mistakes, "claim", "[[claim]]") {
        items.rules.extend(rule(walk, true, mistakes).map(Box::new));
    }
    for walk in each(&mut top, mistakes, "wording", "[[wording]]") {
        items.rules.extend(wording(walk, mistakes).map(Box::new));
    }
    for walk in each(&mut top, mistakes, "relation", "[[relation]]") {
        items.rules.extend(relation(walk, mistakes).map(Box::new));
    }
    for walk in each(&mut top, mistakes, "measure", "[[measure]]") {
        items.rules.extend(measure(walk, mistakes).map(Box::new));
    }
    for walk in each(&mut top, mistakes, "rule", "[[rule]]") {
        items.rules.extend(rule(walk, false, mistakes).map(Box::new));
    }
    items.cases.extend(case::apart(&mut top, mistakes));
    defaults::check(&mut top, mistakes);
    others(&mut top, items, mistakes);
    top.finish(mistakes);
}

/// Reads those of one file that are few: parts, scales, sources, roles and parameters.
pub(super) fn others(top: &mut TableWalk<'_>, items: &mut Items, mistakes: &mut Mistakes) {
    let (file, source) = (top.file, top.source);
    for (table, span) in top.tables(mistakes, "part", "[[part]]").unwrap_or_default() {
        items.parts.extend(part(TableWalk::new(file, source, table, span, "[[part]]"), mistakes));
    }
    for (table, span) in top.tables(mistakes, "scale", "[[scale]]").unwrap_or_default() {
        items
            .scales
            .extend(scale(TableWalk::new(file, source, table, span, "[[scale]]"), mistakes));
    }
    for (table, span) in top.tables(mistakes, "source", "[[source]]").unwrap_or_default() {
        items.sources.extend(legal_source(
            TableWalk::new(file, source, table, span, "[[source]]"),
            mistakes,
        ));
    }
    for walk in each(top, mistakes, "role", "[[role]]") {
        items.roles.extend(role(walk, mistakes));
    }
    if let Some(value) = top.get("param") {
        match value.view() {
            TreeView::Table(table) => params(file, source, table, items, mistakes),
            _ => top.wrong(mistakes, "param", value, "一张表", "[param]"),
        }
    }
}

/// The items of a kind, each with the keys that the file gives all of them.
fn each<'a>(
    top: &mut TableWalk<'a>,
    mistakes: &mut Mistakes,
    kind: &'static str,
    what: &'static str,
) -> Vec<TableWalk<'a>> {
    let (file, source) = (top.file, top.source);
    let shared = defaults::of(top.table, kind);
    let tables = top.tables(mistakes, kind, what).unwrap_or_default().into_iter();
    tables.map(|(table, span)| TableWalk::new(file, source, table, span, what).or(shared)).collect()
}

pub(super) fn form(mut walk: TableWalk<'_>, mistakes: &mut Mistakes) -> Option<RawForm> {
    let head = ItemHead::read(&mut walk, mistakes);
    let (title, number) = (walk.strings(mistakes, "title"), walk.strings(mistakes, "number"));
    let (under, sides) = (walk.strings(mistakes, "under"), walk.strings(mistakes, "sides"));
    let (unit, rounding, end) = (
        walk.string(mistakes, "unit"),
        walk.string(mistakes, "rounding"),
        walk.strings(mistakes, "end"),
    );
    let (file, source) = (walk.file, walk.source);
    let columns = walk
        .tables(mistakes, "columns", "columns = [{ name = \"金额\", kind = \"amount\" }]")
        .map(|tables| {
            tables
                .into_iter()
                .map(|(table, span)| {
                    column(TableWalk::new(file, source, table, span, "columns"), mistakes)
                })
                .collect()
        });
    let rows =
        walk.tables(mistakes, "rows", "rows = [{ name = \"合计\", total = true }]").map(|tables| {
            tables
                .into_iter()
                .map(|(table, span)| {
                    row(TableWalk::new(file, source, table, span, "rows"), mistakes)
                })
                .collect()
        });
    let documents = walk.strings(mistakes, "documents");
    walk.finish(mistakes);
    let head = head?;
    Some(RawForm {
        head,
        title,
        number,
        under,
        sides,
        end,
        columns,
        rows,
        unit,
        rounding,
        documents,
    })
}

fn column(mut walk: TableWalk<'_>, mistakes: &mut Mistakes) -> RawColumn {
    let out = RawColumn {
        name: walk.string(mistakes, "name"),
        kind: walk.string(mistakes, "kind"),
        header: walk.strings(mistakes, "header"),
        side: walk.string(mistakes, "side"),
        optional: walk.boolean(mistakes, "optional"),
        unit: walk.string(mistakes, "unit"),
        text: walk.strings(mistakes, "text"),
    };
    if out.name.is_none() {
        mistakes.add(
            walk.source,
            walk.span.clone(),
            MistakeCode::ColumnWithoutName,
            "列缺少 name",
            Some({
                let head = out.header.as_ref().and_then(|texts| texts.first());
                let head = head.map_or("栏目", |text| text.value.as_str());
                let kind = out.kind.as_ref().map_or_else(
                    || super::own_values::kind_of_name(head),
                    |kind| kind.value.as_str(),
                );
                format!("写成 {{ name = \"{head}\", kind = \"{kind}\" }}")
            }),
        );
    }
    walk.finish(mistakes);
    out
}

fn row(mut walk: TableWalk<'_>, mistakes: &mut Mistakes) -> RawRow {
    let out = RawRow {
        name: walk.string(mistakes, "name"),
        label: walk.strings(mistakes, "label"),
        code: walk.string(mistakes, "code"),
        after: walk.string(mistakes, "after"),
        total: walk.boolean(mistakes, "total"),
        optional: walk.boolean(mistakes, "optional"),
        unit: walk.string(mistakes, "unit"),
    };
    if out.name.is_none() {
        mistakes.add(
            walk.source,
            walk.span.clone(),
            MistakeCode::RowWithoutName,
            "行缺少 name",
            Some({
                let label = out.label.as_ref().and_then(|texts| texts.first());
                match label.map(|text| text.value.as_str()) {
                    Some(label) => {
                        let total = if label.ends_with('计') { ", total = true" } else { "" };
                        format!("写成 {{ name = \"{label}行\", label = [\"{label}\"]{total} }}")
                    }
                    None => {
                        "写成 { name = \"合计行\", label = [\"合计\"], total = true }".to_owned()
                    }
                }
            }),
        );
    }
    walk.finish(mistakes);
    out
}

fn part(mut walk: TableWalk<'_>, mistakes: &mut Mistakes) -> Option<RawPart> {
    let head = ItemHead::read(&mut walk, mistakes);
    let (start, key) = (walk.strings(mistakes, "start"), walk.strings(mistakes, "key"));
    walk.finish(mistakes);
    Some(RawPart { head: head?, start, key })
}

fn scale(mut walk: TableWalk<'_>, mistakes: &mut Mistakes) -> Option<RawScale> {
    let head = ItemHead::read(&mut walk, mistakes);
    let example = "grades = [{ name = \"优\", from = 90 }, { name = \"差\", from = 0 }]";
    let (file, source) = (walk.file, walk.source);
    let is_written = walk.table.get("grades").is_some();
    let grades = walk.tables(mistakes, "grades", example);
    let is_misread = is_written && grades.is_none();
    let grades = grades.map(|tables| {
        let mut out = Vec::new();
        for (table, span) in tables {
            let mut walk = TableWalk::new(file, source, table, span, "grades");
            let name = walk.string(mistakes, "name");
            let from = walk.get("from").and_then(|value| {
                let found = RawNumber::of(value);
                if found.is_none() {
                    walk.wrong(mistakes, "from", value, "一个数", "from = 90");
                }
                found
            });
            match (name, from) {
                (Some(name), Some(from)) => out.push((name, from)),
                _ => mistakes.add(
                    source,
                    walk.span.clone(),
                    MistakeCode::GradeIncomplete,
                    "等级要有 name 和 from",
                    Some(example.to_owned()),
                ),
            }
            walk.finish(mistakes);
        }
        out
    });
    walk.finish(mistakes);
    Some(RawScale { head: head?, grades, is_misread })
}

pub(super) fn rule(
    mut walk: TableWalk<'_>,
    is_claim: bool,
    mistakes: &mut Mistakes,
) -> Option<RawRule> {
    let head = ItemHead::read(&mut walk, mistakes);
    let (mut text, mut under, mut not_under, mut place) = (None, None, None, None);
    let mut not_after = None;
    let (mut form, mut claim, mut rows) = (None, None, None);
    if is_claim {
        text = walk.strings(mistakes, "text");
        under = walk.strings(mistakes, "under");
        not_under = walk.strings(mistakes, "not_under");
        not_after = walk.strings(mistakes, "not_after");
        place = walk.string(mistakes, "in");
    } else {
        form = walk.string(mistakes, "form");
        claim = walk.string(mistakes, "claim");
        rows = walk.string(mistakes, "rows");
    }
    // without its place no name in a rule can be told
    let is_lost = !is_claim
        && ((form.is_none() && walk.table.get("form").is_some())
            || (claim.is_none() && walk.table.get("claim").is_some()));
    let out = RawRule {
        head: head?,
        is_claim,
        text,
        under,
        not_under,
        not_after,
        place,
        form,
        claim,
        each: walk.string(mistakes, "each"),
        rows,
        demands: kind::read(&mut walk, mistakes),
        ..said(&mut walk, mistakes)
    };
    walk.finish(mistakes);
    (!is_lost).then_some(out)
}

/// Reads what every item says that demands something: where it counts, how grave it is, its words
/// and its cases.
pub(super) fn said(walk: &mut TableWalk<'_>, mistakes: &mut Mistakes) -> RawRule {
    RawRule {
        scope: walk.strings(mistakes, "scope"),
        documents: walk.strings(mistakes, "documents"),
        agency: walk.strings(mistakes, "agency"),
        when: walk.string(mistakes, "when"),
        name: walk.string(mistakes, "name"),
        severity: walk.string(mistakes, "severity"),
        message: walk.string(mistakes, "message"),
        basis: walk.strings(mistakes, "basis"),
        hint: walk.string(mistakes, "hint"),
        replaces: walk.strings(mistakes, "replaces"),
        proposed: walk.boolean(mistakes, "proposed"),
        accepted: walk.string(mistakes, "accepted"),
        cases: case::beside(walk, mistakes),
        ..RawRule::default()
    }
}

/// Reads a `[[relation]]`: a claim whose sentences the prose layer finds.
pub(super) fn relation(mut walk: TableWalk<'_>, mistakes: &mut Mistakes) -> Option<RawRule> {
    let head = ItemHead::read(&mut walk, mistakes);
    let out = RawRule {
        is_claim: true,
        is_relation: true,
        relation: walk.string(mistakes, "of"),
        roles: walk.strings(mistakes, "roles"),
        reach: walk.string(mistakes, "reach"),
        demands: kind::read(&mut walk, mistakes),
        ..said(&mut walk, mistakes)
    };
    walk.finish(mistakes);
    Some(RawRule { head: head?, ..out })
}
