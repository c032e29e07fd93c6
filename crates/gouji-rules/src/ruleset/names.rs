//! The names that formulas may use, and that no two things bear the same one.

use super::compiler::Compiler;
use super::head::ItemHead;
use super::raw::{Items, RawForm};
use super::schema::{Claim, ColumnKind, Form, ParamValue, PartKind, Scale};
use super::walk::RuleText;
use super::whole::Ruleset;
use crate::formula::{ClaimNames, FormLists, FormNames, Names, is_identifier, later};
use crate::pattern::Pattern;
use gouji_values::error::{MistakeCode, MistakeSubject};
use gouji_values::kind::{Kind, join};
use gouji_values::vocabulary::Vocabulary;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All names of a ruleset.
pub(super) fn names(ruleset: &Ruleset) -> Names {
    let words = &ruleset.vocabulary;
    let list = |class: &str| words.prose.get(class).cloned().unwrap_or_default();
    Names {
        forms: ruleset
            .forms
            .iter()
            .map(|form| {
                let (id, form, words) = (form.id.clone(), form.clone(), Arc::clone(words));
                FormNames { id, lists: later(move || lists(&form, &words)) }
            })
            .collect(),
        claims: ruleset
            .claims
            .iter()
            .map(|claim| {
                let (id, claim) = (claim.id.clone(), claim.clone());
                ClaimNames { id, captures: later(move || captures(&claim)) }
            })
            .collect(),
        parts: ruleset.parts.iter().map(|part| (part.id.clone(), part_captures(part))).collect(),
        scales: ruleset.scales.iter().map(|scale| scale.id.clone()).collect(),
        scale_kinds: ruleset.scales.iter().map(|scale| scale.kind).collect(),
        bounds: {
            let bounds = |scale: &Scale| scale.grades.iter().map(|(_, from)| *from).collect();
            ruleset.scales.iter().map(bounds).collect()
        },
        grades: {
            let names = |scale: &Scale| scale.grades.iter().map(|(name, _)| name.clone()).collect();
            ruleset.scales.iter().map(names).collect()
        },
        params: ruleset
            .params
            .iter()
            .map(|param| {
                let keys = match &param.value {
                    ParamValue::Table(entries) => {
                        Some(entries.iter().map(|(key, ..)| key.clone()).collect())
                    }
                    _ => None,
                };
                (param.name.clone(), keys, param_kind(&param.value, words))
            })
            .collect(),
        values: ruleset.params.iter().map(|param| param_values(&param.value, words)).collect(),
        units: words.units.clone(),
        points: list("points"),
        counters: list("counters"),
        unit_scales: list("unit_scales"),
        alike: list("alike")
            .iter()
            .map(|group| group.split('+').map(|own| own.trim().to_owned()).collect())
            .collect(),
        of_anything: list("of_anything"),
        number_words: list("number_words"),
        spans: [("days_of", false), ("months_of", true)]
            .into_iter()
            .flat_map(|(class, of_months)| {
                let entries = list(class);
                let spans = entries.iter().filter_map(move |entry| {
                    let (name, times) = entry.split_once('=')?;
                    Some((name.trim().to_owned(), (times.trim().parse().ok()?, of_months)))
                });
                spans.collect::<Vec<_>>()
            })
            .collect(),
        score_units: list("score_units"),
        roles: ruleset.roles.iter().map(|role| role.row.role.clone()).collect(),
        beside: words.papers.iter().map(|beside| beside.name.clone()).collect(),
    }
}

/// The captures of a claim.
fn captures(claim: &Claim) -> Vec<(String, Kind, Option<usize>)> {
    let own = claim.captures.iter().enumerate().map(|(at, capture)| {
        let kind = match (claim.relation, claim.declared.as_deref()) {
            (_, Some(own)) => own.kinds.get(at).copied().unwrap_or_default(),
            (None, None) => capture.kind.of_values(),
            // what a sentence speaks of is told by the sentence
            (Some(_), None) => Kind::Figure,
        };
        (capture.name.clone(), kind, capture.group)
    });
    own.collect()
}

/// Names of what a form holds.
fn lists(form: &Form, words: &Vocabulary) -> FormLists {
    FormLists {
        titles: form.titles.plain.clone(),
        sides: form.sides.clone(),
        columns: form
            .columns
            .iter()
            .map(|column| (column.name.clone(), column.kind.of_values()))
            .collect(),
        heads: form.columns.iter().map(|column| column.headers.plain.clone()).collect(),
        has_open_heads: form.columns.iter().any(|column| !column.headers.patterns.is_empty()),
        labels: form.rows.iter().map(|row| row.labels.plain.clone()).collect(),
        groups: (0..form.columns.len())
            .filter(|at| form.columns.get(*at).is_some_and(|own| own.kind == ColumnKind::Group))
            .collect(),
        rows: form.rows.iter().map(|row| row.name.clone()).collect(),
        row_kinds: form.rows.iter().map(|row| words.kind_of_unit(row.unit)).collect(),
        captures: form
            .captures
            .iter()
            .map(|capture| (capture.name.clone(), capture.column, capture.kind.of_values()))
            .collect(),
        unit: form.unit.map(|unit| words.units.get(unit).name.to_string()),
        has_codes: form.code_column().is_some(),
    }
}

/// A name for what bears one that is taken: of a column what is printed above it, as far as that
/// can be a name.
fn another_name(form: &RawForm, name: &RuleText) -> String {
    let columns = form.columns.iter().flatten();
    let all_columns = columns.clone().filter_map(|column| column.name.as_ref());
    let all_rows = form.rows.iter().flatten().filter_map(|row| row.name.as_ref());
    let taken: Vec<&str> = all_columns.chain(all_rows).map(|own| own.value.as_str()).collect();
    let is_it = |own: &Option<RuleText>| own.as_ref().is_some_and(|own| own.span == name.span);
    let mut columns = columns;
    let column = columns.find(|column| is_it(&column.name));
    let row = form.rows.iter().flatten().find(|row| is_it(&row.name));
    let printed = match column {
        Some(column) => column.header.as_ref(),
        None => None,
    };
    let is_free = |text: &&str| is_identifier(text) && !taken.contains(text);
    // a unit behind it is no part of the name
    let bare = |text: &'_ str| text.split(['（', '(']).next().map_or(0, |own| own.trim_end().len());
    let printed = printed
        .into_iter()
        .flatten()
        .flat_map(|text| [Some(text.value.as_str()), text.value.get(..bare(&text.value))])
        .flatten()
        .find(is_free);
    printed.map_or_else(
        || format!("{}{}", name.value, if row.is_some() { "行" } else { "二" }),
        str::to_owned,
    )
}

/// A name with something behind it that nothing else bears.
fn free_name(name: &str, ends: &[&str], is_taken: impl Fn(&str) -> bool) -> String {
    let mut all = ends.iter().map(|end| format!("{name}{end}"));
    all.find(|own| !is_taken(own)).unwrap_or_else(|| format!("本地{name}"))
}

/// What to write where a column, row or side bears an id: another name, with what is printed.
fn other_name(form: &RawForm, name: &RuleText, ids: &BTreeMap<String, RuleText>) -> String {
    let columns = form.columns.iter().flatten();
    let rows = form.rows.iter().flatten();
    let is_it = |own: &Option<RuleText>| own.as_ref().is_some_and(|own| own.span == name.span);
    let all = columns.clone().map(|column| &column.name).chain(rows.clone().map(|row| &row.name));
    let names: Vec<&str> = all.flatten().map(|own| own.value.as_str()).collect();
    let is_taken = |own: &str| ids.contains_key(own) || names.contains(&own);
    let printed = |key: &str, own: &Option<Vec<RuleText>>| match own {
        None => format!("，{key} = [\"{}\"]", name.value),
        Some(_) => format!("，{key} 不变"),
    };
    let (end, rest) = if let Some(column) = columns.clone().find(|own| is_it(&own.name)) {
        ("栏", printed("header", &column.header))
    } else if let Some(row) = rows.clone().find(|own| is_it(&own.name)) {
        ("行", printed("label", &row.label))
    } else {
        ("侧", String::new())
    };
    let free = free_name(&name.value, &[end, "数"], is_taken);
    format!("这里换一个名称，写成 name = \"{free}\"{rest}；用它的公式也改")
}

/// Of columns of one name the one that prints something else: 册数 over 种数, not over 册（件）数.
fn misnamed<'f>(form: &'f RawForm, name: &'f RuleText) -> &'f RuleText {
    let spells = |head: &str| {
        let mut rest = head.chars();
        name.value.chars().all(|c| rest.any(|own| own == c))
    };
    let named = || {
        let columns = form.columns.iter().flatten();
        columns.filter(|column| column.name.as_ref().is_some_and(|own| own.value == name.value))
    };
    // a row of the name of a column is the one to rename
    if named().count() < 2 {
        return name;
    }
    let mut other = named().filter_map(|column| {
        let own = column.name.as_ref()?;
        let heads = column.header.as_ref()?;
        let is_other = !heads.is_empty() && !heads.iter().any(|head| spells(&head.value));
        is_other.then_some(own)
    });
    match (other.next(), other.next()) {
        (Some(own), None) => own,
        _ => name,
    }
}

/// The values of a parameter as they are written, by their keys; one without keys under none.
fn param_values(value: &ParamValue, words: &Vocabulary) -> Vec<(String, String)> {
    let number =
        |value: rust_decimal::Decimal, unit: Option<gouji_values::number::UnitId>| match unit {
            None => value.normalize().to_string(),
            Some(unit) => {
                let unit = words.units.get(unit);
                let own = value.checked_div(unit.times).unwrap_or(value).normalize();
                format!("\"{own}{}\"", unit.name)
            }
        };
    match value {
        ParamValue::Number(value, unit) => vec![(String::new(), number(*value, *unit))],
        ParamValue::Table(entries) => {
            entries.iter().map(|(key, value, unit)| (key.clone(), number(*value, *unit))).collect()
        }
        ParamValue::Points(value) => {
            let points = value.checked_mul(rust_decimal::Decimal::ONE_HUNDRED).unwrap_or(*value);
            vec![(String::new(), points.normalize().to_string())]
        }
        ParamValue::Date(_) | ParamValue::Text(_) => Vec::new(),
    }
}

/// What the value of a parameter is.
fn param_kind(value: &ParamValue, words: &Vocabulary) -> Kind {
    match value {
        ParamValue::Number(_, unit) => words.kind_of_unit(*unit).unwrap_or(Kind::Number),
        ParamValue::Points(_) => Kind::Points,
        ParamValue::Date(_) => Kind::Date,
        // without words nobody knows that % is a unit
        ParamValue::Text(_) if words.units.iter().next().is_none() => Kind::Any,
        ParamValue::Text(_) => Kind::Text,
        ParamValue::Table(entries) => {
            let mut kinds =
                entries.iter().map(|(.., unit)| words.kind_of_unit(*unit).unwrap_or(Kind::Number));
            let first = kinds.next().unwrap_or_default();
            kinds.fold(first, |known, next| join(known, next).unwrap_or_default())
        }
    }
}

/// Names of all captures of a part, the key first.
fn part_captures(part: &PartKind) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for pattern in part.keys.iter().chain(&part.starts) {
        for capture in pattern.captures() {
            if let Some(name) = &capture.name
                && !out.contains(name)
            {
                out.push(name.clone());
            }
        }
    }
    out
}

impl Compiler<'_> {
    /// Whether a text stands in a layer below that of another: the files of a ruleset stand in the
    /// order of its layers.
    fn is_below(&self, text: &RuleText, other: &RuleText) -> bool {
        let layer = |text: &RuleText| self.sources.get(text.file).map(|source| &source.layer);
        text.file < other.file && layer(text) != layer(other)
    }

    /// Ids of forms, parts, claims and scales are unique over all kinds, and no column, row, side
    /// or capture bears one.
    pub(super) fn unique(&mut self, items: &Items) {
        let mut ids: BTreeMap<String, RuleText> = BTreeMap::new();
        let heads = items
            .forms
            .iter()
            .map(|item| &item.head)
            .chain(items.parts.iter().map(|item| &item.head))
            .chain(items.scales.iter().map(|item| &item.head))
            .chain(items.rules.iter().filter(|item| item.is_claim).map(|item| &item.head));
        for head in heads {
            match ids.get(&head.id.value) {
                Some(_) => self.at(
                    &head.id,
                    MistakeCode::IdTaken,
                    format!("{} 已经是另一张表样、部分、声明或等级标准的 id", head.id.value),
                    Some("换一个 id".to_owned()),
                ),
                None => {
                    ids.insert(head.id.value.clone(), head.id.clone());
                }
            }
        }
        self.unique_in_forms(items, &ids);
        self.unique_in_claims(items, &ids);
    }

    /// What bears an id, and where it stands.
    fn taken_by(&self, items: &Items, ids: &BTreeMap<String, RuleText>, id: &str) -> String {
        let is_it = |head: &ItemHead| head.id.value == id;
        let what = if items.forms.iter().any(|item| is_it(&item.head)) {
            "表样"
        } else if items.parts.iter().any(|item| is_it(&item.head)) {
            "部分"
        } else if items.scales.iter().any(|item| is_it(&item.head)) {
            "等级标准"
        } else {
            "语句"
        };
        let place = ids.get(id).and_then(|own| {
            let source = self.sources.get(own.file)?;
            let line = source.text.get(..own.span.start)?.matches('\n').count() + 1;
            Some(format!("（{} 第 {line} 行）", source.name))
        });
        format!("{what} {id}{}", place.unwrap_or_default())
    }

    /// No column, row or side bears the id of something else, or the name of another of its form.
    fn unique_in_forms(&mut self, items: &Items, ids: &BTreeMap<String, RuleText>) {
        for form in &items.forms {
            let columns = form.columns.iter().flatten().filter_map(|column| column.name.as_ref());
            let rows = form.rows.iter().flatten().filter_map(|row| row.name.as_ref());
            let mut seen: Vec<&str> = Vec::new();
            for name in columns.chain(rows).chain(form.sides.iter().flatten()) {
                if let Some(own) = ids.get(&name.value)
                    && self.is_below(name, own)
                {
                    // what the author wrote is what can be changed
                    self.at(
                        own,
                        MistakeCode::NameTaken,
                        format!("{} 已经是上级表样 {} 里的名称", name.value, form.head.id.value),
                        Some(format!("换一个 id，例如 id = \"本地{}\"", name.value)),
                    );
                } else if ids.contains_key(&name.value) {
                    let taken = self.taken_by(items, ids, &name.value);
                    let help = other_name(form, name, ids);
                    let message = format!("{} 与{taken}同名", name.value);
                    self.at(name, MistakeCode::NameTaken, message, Some(help));
                }
                if seen.contains(&name.value.as_str()) {
                    let name = misnamed(form, name);
                    self.at(
                        name,
                        MistakeCode::NameTwice,
                        format!("表样 {} 里名称 {} 用了两次", form.head.id.value, name.value),
                        Some(format!(
                            "列、行、侧的名称各不相同：这里改名，写成 name = \"{}\"，用它的公式也改",
                            another_name(form, name)
                        )),
                    );
                    self.mistakes.about(MistakeSubject::Name(name.value.clone()));
                }
                seen.push(&name.value);
            }
        }
    }

    /// No capture bears the id of something else.
    fn unique_in_claims(&mut self, items: &Items, ids: &BTreeMap<String, RuleText>) {
        let mut told: Vec<String> = Vec::new();
        for claim in items.rules.iter().filter(|rule| rule.is_claim) {
            for text in claim.text.iter().flatten() {
                // only a pattern that could name such a capture is read again, for its place
                if !text.value.split('{').any(|rest| {
                    let inner = rest.split_once('}').map_or(rest, |(inner, _)| inner);
                    self.words.fragments.contains_key(inner.trim())
                        || inner.split_once(':').is_some_and(|(name, _)| ids.contains_key(name))
                }) {
                    continue;
                }
                let Ok(pattern) = Pattern::parse(&text.value, self.words) else {
                    continue;
                };
                for capture in pattern.captures() {
                    let Some(name) = &capture.name else { continue };
                    let Some(own) = ids.get(name) else { continue };
                    if self.is_below(text, own) {
                        // what the author wrote is what can be changed; once is enough
                        if !told.contains(name) {
                            told.push(name.clone());
                            self.at(
                                own,
                                MistakeCode::NameTaken,
                                format!("{name} 已经是上级语句里取值的名称，不能再作 id"),
                                Some(format!(
                                    "换一个 id，例如 id = \"本地{name}\"，用它的地方也改"
                                )),
                            );
                        }
                    } else {
                        let taken = self.taken_by(items, ids, name);
                        let message = format!("取值 {name} 与{taken}同名");
                        let written = text.value.get(capture.span.clone()).unwrap_or("");
                        let kind = written.split_once(':').map_or("", |(_, kind)| kind);
                        let kind = kind.trim_end_matches('}');
                        let free =
                            free_name(name, &["数", "值", "一"], |own| ids.contains_key(own));
                        let help = format!("换一个名称，例如 {{{free}:{kind}}}，用它的公式也改");
                        let place = self.place(text, &capture.span);
                        self.add(text.file, place, MistakeCode::NameTaken, message, Some(help));
                    }
                }
            }
        }
    }
}
