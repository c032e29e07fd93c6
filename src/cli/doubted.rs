//! What `rules check` and `rules check --on` know of the author's own rules on which something rests
//! that a document is told: said beside it, once, where a document is audited.

use super::apart_kinds::apart_kinds;
use super::conditions_unmet::conditions_unmet;
use super::days_unlisted::days_unlisted;
use super::engine::LoadedRules;
use super::list_words::list_words;
use super::never_reached::never_reached;
use super::rules_check::is_same;
use super::run::Plan;
use super::sentences::sentences;
use super::words_apart::words_apart;
use super::words_lost::words_lost;
use super::{always, broken_alike, form_titles, left_open, nearly, other_cell, other_year};
use super::{otherwise, part_numbers, rows_blank, rows_unseen, swapped, unseen};
use gouji_audit::audit::{DocumentAudit, RuleStatus, Verdict, Why};
use gouji_report::report::rule_end::{self, RuleEnd};
use gouji_values::error::RuleMistake;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// Places of a document where an equality holds nowhere before it is doubted: at two the document may
/// be wrong.
const MANY: usize = 3;

/// What one document says of the author's rules.
#[derive(Debug, Default)]
pub(crate) struct Doubts {
    /// Mistakes of scripts, and what rule files say that it does not depend on a document.
    pub certain: Vec<RuleMistake>,
    /// What follows from the document, each with the rules that it is about: where another document
    /// bears them out nothing is said.
    pub seen: Vec<(Vec<String>, RuleMistake)>,
    /// The author's rules that this document bears out.
    pub held: BTreeSet<String>,
}

/// What is said of the rules on which something rests that this document is told.
pub(super) fn doubts(plan: &Plan, index: usize, document: &DocumentAudit) -> Doubts {
    let ends = rule_end::own(document);
    let holds = |end: &&RuleEnd<'_>| {
        end.has_checked()
            && end.count(Verdict::Violation) == 0
            && end.open() == 0
            && end.rule.lost.is_empty()
    };
    let held = ends.iter().filter(holds).map(|end| end.rule.id.to_string()).collect();
    let mut out = Doubts { certain: document.mistakes.clone(), seen: Vec::new(), held };
    out.certain.extend(words_lost(plan, index, document));
    let Some(engine) = plan.engine(index).filter(|_| !ends.is_empty()) else { return out };
    let Ok(ruleset) = engine.ruleset() else { return out };
    let asked = ends.iter().filter(|end| is_asked(end)).map(|end| end.rule.id.to_string());
    let asked: Vec<String> = asked.collect();
    let nearly = ends.iter().filter(|end| is_nearly_meant(end)).map(|end| end.rule.id.to_string());
    let ids: Vec<String> = asked.iter().cloned().chain(nearly).collect();
    let items = Items::of(engine, &ruleset.author_layers);
    let reached: Vec<BTreeSet<usize>> = ids.iter().map(|id| items.reached(id)).collect();
    let rules_of = |mistake: &RuleMistake| -> Vec<String> {
        let item = items.at(mistake);
        let rests = |reached: &BTreeSet<usize>| item.is_some_and(|item| reached.contains(&item));
        let own = ids.iter().zip(&reached).filter(|(_, reached)| rests(reached));
        own.map(|(id, _)| id.clone()).collect()
    };
    // what agrees rests on a condition that is always true as well
    let agreed: Vec<BTreeSet<usize>> = (ends.iter().filter(|end| end.has_checked()))
        .map(|end| items.reached(&end.rule.id))
        .collect();
    let is_certain = |mistake: &RuleMistake| {
        let item = items.at(mistake);
        let rests = |own: &BTreeSet<usize>| item.is_some_and(|item| own.contains(&item));
        items.is_of_nothing(mistake) || agreed.iter().chain(&reached).any(rests)
    };
    let mut told = engine.warnings().to_vec();
    for mistake in engine.conflicts() {
        let is_new = !told.iter().any(|known| is_same(mistake, known));
        if is_new && mistake.is_warning && is_certain(mistake) {
            told.push(mistake.clone());
            out.certain.push(mistake.clone());
        }
    }
    // what agrees for no reason bears nothing out
    let odd = ruleset.author_layers.iter().flat_map(|layer| {
        let odd = always::agreeing(engine, layer, document);
        odd.into_iter().map(|(rule, mistake)| (vec![rule], mistake))
    });
    let of_years = ruleset.author_layers.iter().flat_map(|layer| {
        let told = other_year::other_year(engine, layer, &[document]);
        told.into_iter().map(|(rule, mistake)| (vec![rule], mistake))
    });
    let odd: Vec<(Vec<String>, RuleMistake)> = odd.chain(of_years).collect();
    odd.iter().flat_map(|(rules, _)| rules).for_each(|rule| {
        out.held.remove(rule);
    });
    let other_years = unseen::waivers_of_other_years(engine, document);
    let other_years = other_years.into_iter().map(|(waiver, mistake)| (vec![waiver], mistake));
    out.held.extend(unseen::waivers_used(engine, document));
    for (rules, mistake) in odd.into_iter().chain(other_years) {
        if !told.iter().any(|known| is_same(&mistake, known)) {
            told.push(mistake.clone());
            out.seen.push((rules, mistake));
        }
    }
    standing(engine, &ruleset.author_layers, document, (&mut told, &mut out));
    for layer in &ruleset.author_layers {
        for mistake in of_document(engine, layer, document, &asked) {
            let rules = rules_of(&mistake);
            if !rules.is_empty() && !told.iter().any(|known| is_same(&mistake, known)) {
                told.push(mistake.clone());
                out.seen.push((rules, mistake));
            }
        }
    }
    out
}

/// What is said whether or not a rule left something open.
fn standing(
    engine: &LoadedRules,
    layers: &[String],
    document: &DocumentAudit,
    (told, out): (&mut Vec<RuleMistake>, &mut Doubts),
) {
    for layer in layers {
        let documents = &[document][..];
        for (part, mistake) in part_numbers::numbered(engine, layer, documents) {
            match mistake {
                Some(mistake) => out.seen.push((vec![part], mistake)),
                None => {
                    out.held.insert(part);
                }
            }
        }
        for (rule, mistake) in rows_blank::rows_blank(engine, layer, documents) {
            if !told.iter().any(|known| is_same(&mistake, known)) {
                told.push(mistake.clone());
                out.seen.push((vec![rule], mistake));
            }
        }
        let silent = otherwise::otherwise(engine, layer, documents)
            .into_iter()
            .chain(days_unlisted(engine, layer, documents))
            .chain(words_apart(engine, layer, documents));
        for mistake in silent {
            if !told.iter().any(|known| is_same(&mistake, known)) {
                told.push(mistake.clone());
                out.seen.push((vec![String::new()], mistake));
            }
        }
    }
}

/// Whether something rests on how a rule ended: it accuses, it left something open, or it did not find
/// what it is for. What it leaves out by intent is not asked.
fn is_asked(end: &RuleEnd<'_>) -> bool {
    let by_intent = |why: &Why| {
        matches!(
            why,
            Why::OtherKind { .. }
                | Why::OtherAgency { .. }
                | Why::OtherYears { .. }
                | Why::AgencyUnknown
                | Why::YearUnknown
                | Why::KindUnknown
                | Why::WordsNotLookedFor
                | Why::NoLastYear
                | Why::NotBeside { .. }
                | Why::BesideOwnUnit { .. }
                | Why::BesideOtherUnit { .. }
                | Why::BesideYear { .. }
                | Why::BesideKind { .. }
        )
    };
    let is_left_out =
        end.rule.status == RuleStatus::NotApplicable && end.rule.why.iter().any(by_intent);
    end.count(Verdict::Violation) > 0
        || end.open() > 0
        || !end.rule.lost.is_empty()
        || (!is_left_out && (end.is_idle() || end.has_looked()))
}

/// Whether a rule is left out by the agency or the one year that it names, which may be a slip.
fn is_nearly_meant(end: &RuleEnd<'_>) -> bool {
    end.rule.why.iter().any(|why| match why {
        Why::OtherAgency { .. } => true,
        Why::OtherYears { years, year } => {
            let number = |text: &str| text.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok();
            // a range is left out by intent, but one that has not begun
            let own: Option<i32> = years.parse().ok().filter(|_| years.len() == 4);
            let begins = years.strip_suffix("..").and_then(|from| from.parse().ok());
            let begins = begins.filter(|from| number(year).is_some_and(|year| *from > year));
            let own = own.or(begins);
            own.zip(number(year)).is_some_and(|(own, there)| unseen::is_near_year(own, there))
        }
        _ => false,
    })
}

/// What follows from one document for the rules of a layer; `asked` are those on which something rests.
fn of_document(
    engine: &LoadedRules,
    layer: &str,
    document: &DocumentAudit,
    asked: &[String],
) -> Vec<RuleMistake> {
    let documents = &[document][..];
    let mut out = rows_unseen::unseen(engine, layer, documents);
    out.extend(rows_unseen::on_other_side(engine, layer, documents));
    out.extend(conditions_unmet(engine, documents, asked, true));
    out.extend(never_reached(engine, layer, documents, asked, true));
    out.extend(unseen::heads(engine, layer, documents));
    out.extend(unseen::waivers(engine, documents, true));
    out.extend(titles(engine, layer, document));
    out.extend(nearly::keys(engine, documents));
    out.extend(nearly::own_agencies(engine, layer, documents));
    out.extend(sentences(engine, layer, documents, asked));
    out.extend(swapped::swapped(engine, layer, documents, swapped::FEWEST));
    out.extend(left_open::left_open(engine, layer, documents));
    out.extend(other_cell::other_cell(engine, layer, documents));
    let always = always::always(engine, layer, documents, &out);
    out.extend(always);
    out.extend(broken_alike::broken_alike(engine, layer, documents, MANY));
    out.extend(apart_kinds(engine, layer, documents));
    out.extend(list_words(engine, layer, documents));
    out
}

/// Titles of forms that this document prints in nearly the same words.
fn titles(engine: &LoadedRules, layer: &str, document: &DocumentAudit) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let known = |id: &str| {
        let mut forms = document.understanding.iter().flat_map(|table| &table.forms);
        forms.any(|form| form.form == id)
    };
    let own = ruleset.forms.iter().filter(|form| form.origin.layer == layer && !known(&form.id));
    own.filter_map(|form| form_titles::title(engine, &form.id, &[document], true)).collect()
}

/// The items of the author's rule files.
struct Items(Vec<Item>);

struct Item {
    file: String,
    text: Arc<str>,
    span: Range<usize>,
    /// Its id; of a parameter its name.
    name: String,
}

impl Item {
    fn is_waiver(&self) -> bool {
        self.words().starts_with("[[waiver]]")
    }

    fn words(&self) -> &str {
        self.text.get(self.span.clone()).unwrap_or("")
    }
}

impl Items {
    fn of(engine: &LoadedRules, layers: &[String]) -> Self {
        let mut out = Vec::new();
        for (file, text) in layers.iter().flat_map(|layer| engine.rule_texts(layer)) {
            let starts = (text.match_indices("\n[").map(|(at, _)| at + 1))
                .chain(text.starts_with('[').then_some(0));
            let mut starts: Vec<usize> = starts.collect();
            starts.sort_unstable();
            for (at, start) in starts.iter().enumerate() {
                let span = *start..starts.get(at + 1).copied().unwrap_or(text.len());
                let words = text.get(span.clone()).unwrap_or("");
                if words.starts_with("[param]") {
                    out.extend(parameters(&file, &text, span));
                } else if let Some(name) = name_of(words) {
                    out.push(Item { file: file.clone(), text: Arc::clone(&text), span, name });
                }
            }
        }
        Self(out)
    }

    /// The item in which something is told.
    fn at(&self, mistake: &RuleMistake) -> Option<usize> {
        let holds = |item: &Item| {
            item.file == mistake.file && {
                item.span.start <= mistake.span.start && mistake.span.start < item.span.end
            }
        };
        self.0.iter().position(holds)
    }

    /// Whether it is told of a waiver for which there is no rule.
    fn is_of_nothing(&self, mistake: &RuleMistake) -> bool {
        let item = self.at(mistake).and_then(|at| self.0.get(at));
        item.is_some_and(|own| {
            own.is_waiver() && !self.0.iter().any(|rule| !rule.is_waiver() && rule.name == own.name)
        })
    }

    /// A rule with all that it names, and what that names; waivers are for it.
    fn reached(&self, rule: &str) -> BTreeSet<usize> {
        let own = self.0.iter().enumerate().filter(|(_, item)| item.name == rule);
        let first = own.clone().find(|(_, item)| !item.is_waiver());
        let waivers = own.filter(|(_, item)| item.is_waiver());
        let mut open: Vec<usize> = first.into_iter().chain(waivers).map(|(at, _)| at).collect();
        let mut out = BTreeSet::new();
        while let Some(at) = open.pop() {
            let Some(item) = self.0.get(at).filter(|_| out.insert(at)) else { continue };
            let words = item.words();
            let named = |other: &Item| !other.name.is_empty() && words.contains(&*other.name);
            // a rule that another one names is none of its reasons
            let found = self
                .0
                .iter()
                .enumerate()
                .filter(|(_, other)| !other.words().starts_with("[[rule]]"))
                .filter(|(_, other)| !other.is_waiver() && named(other));
            open.extend(found.map(|(at, _)| at));
        }
        out
    }
}

/// The parameters of a section, each with its value.
fn parameters(file: &str, text: &Arc<str>, section: Range<usize>) -> Vec<Item> {
    let words = text.get(section.clone()).unwrap_or("");
    let mut starts: Vec<(usize, String)> = Vec::new();
    let (mut at, mut is_pasted) = (section.start, false);
    for line in words.split_inclusive('\n') {
        if !is_pasted && let Some((name, _)) = line.split_once('=') {
            starts.push((at, name.trim().trim_matches('"').to_owned()));
        }
        is_pasted ^= line.matches("\"\"\"").count() % 2 == 1;
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([section.end]);
    let item = |((start, name), end): (&(usize, String), usize)| Item {
        file: file.to_owned(),
        text: Arc::clone(text),
        span: *start..end,
        name: name.clone(),
    };
    starts.iter().zip(ends.collect::<Vec<_>>()).map(item).collect()
}

/// The id of an item; of a waiver that of its rule.
fn name_of(words: &str) -> Option<String> {
    value(words, if words.starts_with("[[waiver]]") { "rule" } else { "id" })
}

/// What a key of an item says.
fn value(words: &str, key: &str) -> Option<String> {
    words.lines().find_map(|line| {
        let (written, value) = line.split_once('=')?;
        let value = value.split('#').next().unwrap_or("").trim();
        (written.trim() == key).then(|| value.trim_matches(['"', '\'']).to_owned())
    })
}
