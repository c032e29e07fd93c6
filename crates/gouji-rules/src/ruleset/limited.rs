//! Items that are for some years, kinds of documents or agencies alone, and rules that use one without
//! the same limits. Where what a rule uses is not there, the rule does not apply: that is no mistake.
//!
//! In: the items of all layers before they are merged for a year, and after. Out: the rules that are
//! for other years by what they use, limits that rules take over, remarks on both.

use super::head::{ItemHead, LayeredItem, Years};
use super::other_years::OtherYears;
use super::raw::{Items, RawRule};
use super::rulebook::Rulebook;
use super::walk::{Mistakes, RuleSource, RuleText};
use gouji_values::error::MistakeCode;
use std::collections::{BTreeMap, BTreeSet};

/// The years of each item that formulas, or keys of rules, name by its id.
#[derive(Debug, Default)]
pub(super) struct NamedYears {
    all: BTreeMap<String, Vec<Years>>,
}

impl NamedYears {
    /// Of all layers; those that are for all years are left out.
    pub(super) fn of(layers: &[Items]) -> Self {
        let mut all: BTreeMap<String, Vec<Years>> = BTreeMap::new();
        let mut always: BTreeSet<&str> = BTreeSet::new();
        for items in layers {
            for (name, head) in named(items).filter(|(_, head)| !head.off) {
                match head.years {
                    Some(years) => all.entry(name.to_owned()).or_default().push(years),
                    None => {
                        always.insert(name);
                    }
                }
            }
        }
        all.retain(|name, _| !always.contains(name.as_str()));
        Self { all }
    }

    /// Those of which there is none in a year, with the years that they are for.
    fn absent(&self, year: i32) -> BTreeMap<String, String> {
        let covers = |own: &Years| own.from <= year && year <= own.to;
        let all = self.all.iter().filter(|(_, years)| !years.iter().any(covers));
        let words =
            |years: &[Years]| years.iter().map(|own| own.words()).collect::<Vec<_>>().join("、");
        all.map(|(name, years)| (name.clone(), words(years))).collect()
    }

    /// Takes out the rules that use something that there is not in a year.
    pub(super) fn take_out(
        &self,
        merged: &mut Items,
        year: i32,
        (sources, is_own): (&[RuleSource], IsOwn<'_>),
    ) -> Vec<OtherYears> {
        let mut out = Vec::new();
        let mut absent = self.absent(year);
        // what uses a claim that goes with another one goes, too
        while !absent.is_empty() {
            let mut gone: BTreeMap<String, String> = BTreeMap::new();
            merged.rules.retain(|rule| {
                let Some(of) =
                    used(rule, sources).into_iter().find(|name| absent.contains_key(name))
                else {
                    return true;
                };
                let years = absent.get(&of).cloned().unwrap_or_default();
                let id = rule.head.id.value.clone();
                if rule.is_claim {
                    gone.insert(id.clone(), years.clone());
                }
                if is_own(rule.head.file) && !rule.demands.is_empty() {
                    out.push(OtherYears { id, years, of: Some(of) });
                }
                false
            });
            absent = gone;
        }
        out
    }

    /// Says of each item that is for some years which rules use it and say nothing of these years.
    pub(super) fn remarks(
        &self,
        layers: &[Items],
        (sources, is_own): (&[RuleSource], IsOwn<'_>),
        mistakes: &mut Mistakes,
    ) {
        let mut found: BTreeMap<&str, Vec<&RawRule>> = BTreeMap::new();
        for rule in own_rules(layers, is_own).filter(|_| !self.all.is_empty()) {
            let own = rule.head.years.unwrap_or(Years::ALL);
            for name in used(rule, sources) {
                let Some((name, years)) = self.all.get_key_value(&name) else { continue };
                let is_within = match years.as_slice() {
                    [one] => one.from <= own.from && own.to <= one.to,
                    _ => true,
                };
                if !is_within && rule.head.id.value != *name {
                    found.entry(name).or_default().push(rule);
                }
            }
        }
        for (name, rules) in found {
            let Some([years]) = self.all.get(name).map(Vec::as_slice) else { continue };
            let words = years.words();
            let help = format!(
                "别的年度本来就不核对的，不必改；想写明的，也写上 years = \"{words}\"；别的年度也要核对的，把 {name} 的年度放宽"
            );
            let what = format!(" {words} 年度，别的年度的文件不核对这一条");
            tell(name, &rules, (&what, help), sources, mistakes);
        }
    }
}

/// What formulas and keys of rules may name, with its head.
fn named(items: &Items) -> impl Iterator<Item = (&str, &ItemHead)> {
    fn id<T: LayeredItem>(item: &T) -> (&str, &ItemHead) {
        (item.head().id.value.as_str(), item.head())
    }
    let roles = items.roles.iter().map(|item| {
        let role = item.role.as_ref().unwrap_or(&item.head.id);
        (role.value.as_str(), &item.head)
    });
    let claims = items.rules.iter().filter(|item| item.is_claim).map(id);
    let scales = items.scales.iter().map(id);
    items
        .forms
        .iter()
        .map(id)
        .chain(items.parts.iter().map(id))
        .chain(scales)
        .chain(roles)
        .chain(claims)
}

/// Whether a file is the author's.
pub(super) type IsOwn<'a> = &'a dyn Fn(usize) -> bool;

/// The rules that the author wrote.
fn own_rules<'a>(layers: &'a [Items], is_own: IsOwn<'a>) -> impl Iterator<Item = &'a RawRule> {
    let all = layers.iter().flat_map(|items| &items.rules).map(AsRef::as_ref);
    all.filter(move |rule: &&RawRule| !rule.head.off && is_own(rule.head.file))
}

/// The names that a rule uses: of the form, the sentence, the parts and roles that it is about, and all
/// words of its formulas and its script.
fn used(rule: &RawRule, sources: &[RuleSource]) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let form = rule.form.iter().filter_map(|own| own.value.split('.').next());
    let lists = [&rule.scope, &rule.roles].into_iter().flat_map(|own| own.iter().flatten());
    let whole = rule.claim.iter().chain(lists).map(|own| own.value.as_str());
    out.extend(form.chain(whole).map(str::to_owned));
    for demand in &rule.demands {
        let texts = demand.raw.texts().iter().map(|text| text.value.as_str());
        out.extend(demand.raw.texts().iter().map(|text| text.value.clone()));
        texts.for_each(|text| words(text, &mut out));
        let file = demand.raw.file().and_then(|name| {
            let is_it = |own: &&RuleSource| own.name.rsplit('/').next() == Some(name);
            sources.iter().find(is_it)
        });
        file.iter().for_each(|own| words(&own.text, &mut out));
    }
    rule.when.iter().for_each(|text| words(&text.value, &mut out));
    // a measure is named by its own cells
    out.remove(&rule.head.id.value);
    out
}

/// The words of a formula or a script, but those of its texts and remarks.
fn words(text: &str, out: &mut BTreeSet<String>) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = match first {
            '"' | '\'' | '`' => {
                let behind = rest.get(1..).unwrap_or("");
                behind.find(first).map_or(rest.len(), |end| end + 2)
            }
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            c if c.is_alphanumeric() || c == '_' => {
                let is_part = |c: char| c.is_alphanumeric() || c == '_';
                let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                out.extend(rest.get(..end).map(str::to_owned));
                end
            }
            other => other.len_utf8(),
        };
        rest = rest.get(skipped..).unwrap_or("");
    }
}

/// The limits of a sentence or a form to kinds of documents and to agencies.
#[derive(Clone, Debug, Default)]
struct Limits {
    documents: Option<Vec<RuleText>>,
    agency: Option<Vec<RuleText>>,
}

impl Rulebook {
    /// The years of what rules name.
    pub(super) fn named_years(layers: &[Items]) -> NamedYears {
        NamedYears::of(layers)
    }

    /// Gives the author's rules the limits of the sentences that they use, and of the forms that they
    /// require, where they have none of their own; what was given is told at the rules.
    pub(super) fn take_over_limits(
        merged: &mut Items,
        (sources, is_own): (&[RuleSource], IsOwn<'_>),
        mistakes: &mut Mistakes,
    ) {
        let mut limits: BTreeMap<String, Limits> = BTreeMap::new();
        for claim in merged.rules.iter().filter(|rule| rule.is_claim) {
            let own = Limits { documents: claim.documents.clone(), agency: claim.agency.clone() };
            if own.documents.is_some() || own.agency.is_some() {
                limits.insert(claim.head.id.value.clone(), own);
            }
        }
        let of_forms: BTreeMap<&str, &Vec<RuleText>> = (merged.forms.iter())
            .filter_map(|form| Some((form.head.id.value.as_str(), form.documents.as_ref()?)))
            .collect();
        let mut told: BTreeMap<String, (String, Vec<RawRule>)> = BTreeMap::new();
        for rule in &mut merged.rules {
            if !is_own(rule.head.file) || rule.is_claim {
                continue;
            }
            let mut given: Vec<(String, &'static str)> = Vec::new();
            for name in used(rule, sources) {
                let Some(own) = limits.get(&name) else { continue };
                if rule.documents.is_none() && own.documents.is_some() {
                    rule.documents.clone_from(&own.documents);
                    given.push((name.clone(), "documents"));
                }
                if rule.agency.is_none() && own.agency.is_some() {
                    rule.agency.clone_from(&own.agency);
                    given.push((name.clone(), "agency"));
                }
            }
            let is_required =
                |demand: &super::demand::WrittenDemand| demand.kind.name == "required";
            let required = rule.demands.iter().filter(|demand| is_required(demand));
            let first = |text: &RuleText| text.value.split('.').next().unwrap_or("").to_owned();
            let required: Vec<String> =
                required.flat_map(|demand| demand.raw.texts().iter().map(first)).collect();
            for name in required.into_iter().filter(|_| rule.documents.is_none()) {
                if let Some(documents) = of_forms.get(name.as_str()) {
                    rule.documents = Some((*documents).clone());
                    given.push((name, "documents"));
                    break;
                }
            }
            for (name, key) in given {
                let list = if key == "agency" { &rule.agency } else { &rule.documents };
                let list: Vec<String> =
                    list.iter().flatten().map(|text| format!("\"{}\"", text.value)).collect();
                let entry = told
                    .entry(name)
                    .or_insert_with(|| (format!("{key} = [{}]", list.join(", ")), Vec::new()));
                entry.1.push(RawRule { head: rule.head.clone(), ..RawRule::default() });
            }
        }
        for (name, (words, rules)) in told {
            let what = if words.starts_with("agency") {
                "写明的单位，别的单位的文件不核对这一条"
            } else {
                "写明的文件种类，别的种类的文件不核对这一条"
            };
            let help = format!(
                "本来就是这样的，不必改；想写明的，也写上 {words}；别的也要核对的，把 {name} 的这一行放宽"
            );
            tell(&name, &rules.iter().collect::<Vec<_>>(), (what, help), sources, mistakes);
        }
    }
}

/// A remark on rules that use an item with limits, at the first of them.
fn tell(
    name: &str,
    rules: &[&RawRule],
    (what, help): (&str, String),
    sources: &[RuleSource],
    mistakes: &mut Mistakes,
) {
    let Some(first) = rules.first() else { return };
    let Some(source) = sources.get(first.head.file) else { return };
    let mut ids: Vec<&str> = rules.iter().map(|rule| rule.head.id.value.as_str()).collect();
    ids.dedup();
    let message = format!("{} 用的 {name} 只用于{what}", ids.join("、"));
    let place = first.head.id.span.clone();
    mistakes.warn(source, place, MistakeCode::WithoutEffect, message, Some(help));
}
