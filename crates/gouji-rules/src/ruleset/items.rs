//! Reads one rule file, item by item.

use super::case;
use super::defaults;
use super::head::ItemHead;
use super::kind;
use super::measure::measure;
use super::own_values::kind_of;
use super::printed::wording;
use super::raw::{
    Items, RawColumn, RawForm, RawNumber, RawParam, RawParamValue, RawPart, RawRow, RawRule,
    RawScale,
};
use super::role::role;
use super::source::source as legal_source;
use super::tree::{TreeTable, TreeValue, TreeView};
use super::walk::{Mistakes, RuleSource, RuleText, TableWalk, parse};
use gouji_values::error::MistakeCode;

/// Reads one rule file into `items`.
pub(super) fn read(file: usize, source: &RuleSource, items: &mut Items, mistakes: &mut Mistakes) {
    let tree = parse(source, mistakes);
    if source.is_cases {
        let mut top = TableWalk::new(file, source, tree.root(), 0..0, "用例文件");
        items.cases.extend(case::apart(&mut top, mistakes));
        return top.finish(mistakes);
    }
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
    let grades = walk.tables(mistakes, "grades", example).map(|tables| {
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
    Some(RawScale { head: head?, grades })
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

fn params(
    file: usize,
    source: &RuleSource,
    table: TreeTable<'_>,
    items: &mut Items,
    mistakes: &mut Mistakes,
) {
    let is_key = |name: &str| source.grown.is_none() && is_rule_key(name);
    let mut keys = table.iter().filter(|(name, ..)| is_key(name));
    // one line too high makes parameters of all keys below it
    if let Some((_, span, _)) = keys.next() {
        let names: Vec<&str> =
            table.iter().map(|(name, ..)| name).filter(|name| is_key(name)).collect();
        let names_told = names.join("、");
        mistakes.add(
            source,
            span,
            MistakeCode::KeyUnknown,
            format!("[param] 一行以下都是参数，{names_told} 不是参数，是规则的键"),
            Some(format!(
                "把 {names_told} 移到 [param] 前面、规则里面，或把 [param] 一段移到规则前面"
            )),
        );
        if names.iter().any(|name| kind::is_demand(name)) {
            mistakes.about(gouji_values::error::MistakeSubject::Demand);
        }
    }
    for (name, span, value) in table.iter() {
        if is_key(name) {
            continue;
        }
        match param_value(file, value, true) {
            Some(found) => items.params.push(RawParam {
                name: name.to_owned(),
                file,
                span,
                value: keys_once(source, name, found, mistakes),
                value_span: value.span(),
            }),
            None => mistakes.add(
                source,
                value.span(),
                MistakeCode::ParameterKind,
                format!("参数 {name} 应当是数、文字或一张表，这里写的是{}", kind_of(value)),
                Some(param_help(name, value)),
            ),
        }
    }
}

/// What to write where a parameter is no number, text or table of them.
fn param_help(name: &str, value: TreeValue<'_>) -> String {
    match value.view() {
        TreeView::List(_) => format!(
            "按名称分的写成一张表：\"{name}\" = {{ \"名称一\" = \"500元\", \"名称二\" = \"380元\" }}；只有一个数的写 \"{name}\" = \"500元\""
        ),
        TreeView::Table(_) => format!(
            "表里每一项是一个名称和一个数：\"{name}\" = {{ \"名称一\" = \"500元\", \"名称二\" = \"380元\" }}"
        ),
        _ => format!("写成 \"{name}\" = \"500元\"、\"90%\" 这样的数，数换成自己的"),
    }
}

fn param_value(file: usize, value: TreeValue<'_>, nested: bool) -> Option<RawParamValue> {
    match value.view() {
        TreeView::Integer(_) | TreeView::Float(_) => {
            RawNumber::of(value).map(RawParamValue::Number)
        }
        TreeView::Text(text) | TreeView::Datetime(text) => {
            let of = |text: &str| RuleText {
                value: text.to_owned(),
                file,
                span: value.span(),
                base: value.base(),
            };
            let entry = |(place, key, own): (usize, &str, &str)| {
                let span = match value.base() {
                    Some(base) => base + place..base + place + key.len(),
                    None => value.span(),
                };
                (key.to_owned(), span, RawParamValue::Text(of(own)))
            };
            Some(match pasted(text).filter(|_| nested) {
                Some(entries) => RawParamValue::Table(entries.into_iter().map(entry).collect()),
                None => RawParamValue::Text(of(text)),
            })
        }
        TreeView::Table(table) if nested => {
            let entries = table.iter().map(|(key, span, inner)| {
                Some((key.to_owned(), span, param_value(file, inner, false)?))
            });
            entries.collect::<Option<Vec<_>>>().map(RawParamValue::Table)
        }
        _ => None,
    }
}

/// Whether a word is a key of rules, forms or claims, and so no name of a parameter.
fn is_rule_key(name: &str) -> bool {
    let tables = ["[[rule]]", "[[form]]", "[[claim]]"];
    kind::is_demand(name)
        || tables.iter().any(|table| {
            super::keys::keys(table).iter().any(|key| key.name == name && !key.name.is_empty())
        })
}

/// A table of parameters; a name that stands twice in it is told at its second place.
fn keys_once(
    source: &RuleSource,
    name: &str,
    value: RawParamValue,
    mistakes: &mut Mistakes,
) -> RawParamValue {
    let RawParamValue::Table(entries) = &value else { return value };
    for (at, (key, span, _)) in entries.iter().enumerate() {
        if entries.iter().take(at).any(|(known, ..)| known == key) {
            mistakes.add(
                source,
                span.clone(),
                MistakeCode::NameTwice,
                format!("参数表 {name} 里 {key} 写了两次，不知道用哪一个"),
                Some("删去一行；是两种情况的，改成两个名称".to_owned()),
            );
        }
    }
    value
}

/// The rows of a table of parameters as a spreadsheet hands them over: a name and a number in each
/// line, parted by a tab, a bar or blanks, each with the place of the name. A first line without
/// digits is its head.
fn pasted(text: &str) -> Option<Vec<(usize, &str, &str)>> {
    let place = |part: &str| (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() < 2 {
        return None;
    }
    // a line that holds no number is told where it stands, and makes no text of all others
    let all: Vec<(&str, &str)> =
        lines.into_iter().map(|line| parted(line).unwrap_or((line, ""))).collect();
    let has_digits = |(_, own): &(&str, &str)| own.chars().any(gouji_values::number::is_digit);
    let is_head = |first: &(&str, &str)| !has_digits(first) && !first.1.is_empty();
    let begin = usize::from(all.first().is_some_and(is_head));
    let rows = all.get(begin..)?;
    let good = rows.iter().filter(|row| has_digits(row)).count();
    let is_table = good > 0 && good * 2 > rows.len();
    is_table.then(|| rows.iter().map(|(key, own)| (place(key), *key, *own)).collect())
}

fn parted(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_matches('|').trim();
    let (key, own) = line
        .split_once('\t')
        .or_else(|| line.split_once(['|', '\u{FF5C}']))
        .or_else(|| line.rsplit_once(char::is_whitespace))?;
    let (key, own) = (key.trim(), own.trim());
    (!key.is_empty() && !own.is_empty()).then_some((key, own))
}
