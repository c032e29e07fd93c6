//! What rules say of documents and no document prints, told at its place in the rule file: words of
//! conditions, heads of columns, the unit or year of waivers.

use super::conditions_unmet::conditions_unmet;
use super::engine::LoadedRules;
use super::nearly::is_near_agency;
use super::rule_place::{at, behind};
use gouji_audit::audit::{Check, DocumentAudit, Verdict};
use gouji_engine::engine;
use gouji_rules::ruleset::{FoundValues, Waiver, joined};
use gouji_values::error::{MistakeCode, RuleMistake};

/// All of them. `conditions`: the rules whose condition was true nowhere.
pub(super) fn unseen(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
    conditions: &[String],
) -> Vec<RuleMistake> {
    let mut out: Vec<RuleMistake> = Vec::new();
    let told = conditions_unmet(engine, documents, conditions, false)
        .chain(heads(engine, layer, documents))
        .chain(waivers(engine, documents, false))
        .chain(other_values(engine, documents));
    for mistake in told {
        if !out.contains(&mistake) {
            out.push(mistake);
        }
    }
    out
}

/// Whether a year may be a slip of the hand for another one: its digits in another order, one too
/// many or too few, ten years off; the year before is one of its own.
pub(super) fn is_near_year(own: i32, there: i32) -> bool {
    let digits = |year: i32| {
        let mut all: Vec<u8> = year.to_string().into_bytes();
        all.sort_unstable();
        all
    };
    let apart = own.abs_diff(there);
    apart.is_multiple_of(10) || apart > 20 || (apart > 1 && digits(own) == digits(there))
}

/// Heads that documents print and a form of the ruleset does not know: such a table proves little.
pub(super) fn heads<'a>(
    engine: &'a LoadedRules,
    layer: &'a str,
    documents: &'a [&DocumentAudit],
) -> impl Iterator<Item = RuleMistake> + 'a {
    let tables = documents.iter().flat_map(|document| &document.understanding);
    tables.flat_map(|table| &table.heads).filter_map(move |proposed| {
        let ruleset = engine.ruleset().ok()?;
        let form = ruleset.forms.iter().find(|form| form.id == proposed.form)?;
        let origin = Some(&form.origin).filter(|origin| origin.layer == layer)?;
        let text = engine.rule_text(&origin.file)?;
        let name = behind(&text, origin.span.start, &format!("\"{}\"", proposed.column))?;
        let column = text.get(name.start..)?;
        let column = column.get(..column.find(['}', '\n']).unwrap_or(column.len()))?;
        let known = column.find("header").and_then(|from| {
            let from = from + column.get(from..)?.find(['[', '"', '\''])?;
            Some((from, column.get(from..)?.trim_end()))
        });
        let (span, header) = match known {
            Some((from, header)) => {
                let start = name.start + from;
                (start..start + header.len(), with_head(header, &proposed.head))
            }
            None => (name, format!("\"{}\", \"{}\"", proposed.column, proposed.head)),
        };
        let message = format!(
            "文件印的是“{}”，表样 {} 的“{}”一栏不认识：只能按相近认出，用到它的规则判不了错",
            proposed.head, proposed.form, proposed.column
        );
        let help = format!("写成 header = [{header}]");
        Some(at((&origin.file, text, span), MistakeCode::WithoutEffect, message, help))
    })
}

/// The heads of a column with one more; of one that lists it beside others each stands alone.
fn with_head(header: &str, head: &str) -> String {
    let mut is_listed = false;
    let texts = header.split(['"', '\'']).skip(1).step_by(2);
    let all = texts.flat_map(|text| {
        let names = joined(text);
        let is_list = names.len() > 1 && names.contains(&head);
        is_listed |= is_list;
        if is_list { names } else { vec![text] }
    });
    let mut quoted: Vec<String> = all.map(|text| format!("\"{text}\"")).collect();
    if !is_listed {
        quoted.push(format!("\"{head}\""));
    }
    quoted.join(", ")
}

/// Waivers without a finding, where one differs in nothing but the unit or the year. `is_near`: not those
/// that are most likely for another document.
pub(super) fn waivers<'a>(
    engine: &'a LoadedRules,
    documents: &'a [&DocumentAudit],
    is_near: bool,
) -> impl Iterator<Item = RuleMistake> + 'a {
    let told = unused_waivers(engine, documents).filter(move |own| !is_near || own.is_slip);
    told.map(|own| own.mistake)
}

/// Waivers that would meet an open finding of a document were they for its year, each with what it is
/// known by.
pub(super) fn waivers_of_other_years(
    engine: &LoadedRules,
    document: &DocumentAudit,
) -> Vec<(String, RuleMistake)> {
    let all = unused_waivers(engine, &[document]);
    let own = all.filter(|own| own.is_of_year && !own.is_slip && own.is_open);
    own.map(|own| (waiver_key(&own.waiver), own.mistake)).collect()
}

/// What waivers are known by that meet a finding of a document.
pub(super) fn waivers_used(engine: &LoadedRules, document: &DocumentAudit) -> Vec<String> {
    let words = engine.vocabulary();
    let is_used = |waiver: &&Waiver| {
        let mut findings = document.findings.iter();
        findings.any(|finding| super::rules_check::is_for(waiver, document, finding, &words))
    };
    engine.waivers().iter().filter(is_used).map(waiver_key).collect()
}

fn waiver_key(waiver: &Waiver) -> String {
    format!("{}:{}", waiver.file, waiver.line)
}

/// A waiver that met no finding.
struct UnusedWaiver {
    waiver: Waiver,
    /// For its year, not for its unit.
    is_of_year: bool,
    /// What it says is nearly what the document prints.
    is_slip: bool,
    /// No other waiver meets what it is for.
    is_open: bool,
    mistake: RuleMistake,
}

fn unused_waivers<'a>(
    engine: &'a LoadedRules,
    documents: &[&'a DocumentAudit],
) -> impl Iterator<Item = UnusedWaiver> + use<'a> {
    let words = engine.vocabulary();
    let documents = documents.to_vec();
    let found = move |waiver: &Waiver| {
        documents.iter().copied().find_map(|document| {
            let mut findings = document.findings.iter();
            let is_it = |finding: &&gouji_audit::audit::Finding| {
                super::rules_check::is_for(waiver, document, finding, &words)
            };
            findings.find(is_it).map(|finding| (document, finding.waiver.is_none()))
        })
    };
    engine.waivers().into_iter().filter_map(move |waiver| {
        if found(&waiver).is_some() {
            return None;
        }
        let text = engine.rule_text(&waiver.file)?;
        let without_agency = Waiver { agency: None, ..waiver.clone() };
        let without_year = Waiver { year: None, ..waiver.clone() };
        let (own, other) = (found(&without_agency), found(&without_year));
        let is_open = own.or(other).is_some_and(|(_, is_open)| is_open);
        let (key, written, there) = match (own, other) {
            (Some((document, _)), _) => {
                let agency = document.agency.as_deref().map(|own| format!("\"{own}\""));
                ("agency", format!("\"{}\"", waiver.agency.as_deref()?), agency.unwrap_or_default())
            }
            (None, Some((document, _))) => {
                ("year", waiver.year?.to_string(), document.year?.to_string())
            }
            (None, None) => return None,
        };
        let mut from = 0;
        let span = loop {
            let own = behind(&text, from, key)?;
            let value = behind(&text, own.start, &written)?;
            let line = text.get(own.start..value.start)?;
            if !line.contains('\n') {
                break value;
            }
            from = own.start + key.len();
        };
        let what = if key == "agency" { "单位" } else { "年度" };
        let mut is_near = false;
        let (message, help) = match there.as_str() {
            "" => (
                "文件里没有认出单位名称，这条豁免写了单位，没有用上".to_owned(),
                format!(
                    "表的上面要有一行“编制单位：{}”；只有这一个单位用的规则集，删去 agency 这一行",
                    written.trim_matches('"')
                ),
            ),
            there => {
                let (own, other) = (written.trim_matches('"'), there.trim_matches('"'));
                let is_slip = match key {
                    "agency" => is_near_agency(own, other),
                    _ => own
                        .parse()
                        .is_ok_and(|own| other.parse().is_ok_and(|other| is_near_year(own, other))),
                };
                is_near = is_slip;
                let help = if is_slip {
                    format!("写成 {key} = {there}")
                } else {
                    format!(
                        "这份文件的{what}不是 {own}：豁免说的本来就是 {own} 的，不必改；这份文件也豁免的，另写一条，{key} = {there}"
                    )
                };
                (format!("文件的{what}是 {there}，这条豁免没有用上"), help)
            }
        };
        let place = (waiver.file.as_str(), text, span);
        let mistake = at(place, MistakeCode::WithoutEffect, message, help);
        let (is_of_year, is_slip) = (key == "year", is_near || there.is_empty());
        Some(UnusedWaiver { is_of_year, is_slip, is_open, mistake, waiver })
    })
}

/// Waivers whose values no finding has that they are for.
fn other_values<'a>(
    engine: &'a LoadedRules,
    documents: &'a [&DocumentAudit],
) -> impl Iterator<Item = RuleMistake> + 'a {
    let words = engine.vocabulary();
    engine.waivers().into_iter().filter(Waiver::has_values).filter_map(move |waiver| {
        let meant = documents.iter().flat_map(|document| {
            let (agency, year) = (document.agency.as_deref(), document.year);
            let is_it = |check: &&Check| {
                check.verdict == Verdict::Violation
                    && engine::asks(&waiver, check, agency, year, &words)
            };
            document.checks.iter().filter(is_it).map(engine::values).collect::<Vec<_>>()
        });
        let mut meant: Vec<FoundValues> = meant.collect();
        if meant.is_empty() || meant.iter().any(|found| waiver.has_values_of(found, &words)) {
            return None;
        }
        let first = meant.swap_remove(0);
        let (key, own, found) = match (&waiver.stated, &waiver.computed) {
            (Some(own), _) => ("stated", own, first.stated?),
            (None, Some(own)) => ("computed", own, first.computed?),
            (None, None) => return None,
        };
        let text = engine.rule_text(&waiver.file)?;
        let mut from = 0;
        let span = loop {
            let place = behind(&text, from, key)?;
            let value = behind(&text, place.start, own)?;
            if !text.get(place.start..value.start)?.contains('\n') {
                break value;
            }
            from = place.start + key.len();
        };
        let unit = first.unit.unwrap_or_default();
        let message = format!("这条豁免写的是 {own}，这处问题的数是 {found}{unit}，没有用上");
        let help = format!("写成 {key} = \"{found}\"");
        Some(at((&waiver.file, text, span), MistakeCode::WithoutEffect, message, help))
    })
}
