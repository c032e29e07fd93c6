//! Documents that others of the same agency are judged beside.

use super::prepared::{Prepared, understood};
use super::units;
use gouji_checks::check::{Neighbour, Shared};
use gouji_forms::form::Facts;
use gouji_rules::ruleset::Ruleset;
use gouji_values::label::unit_name;
use gouji_values::paper::{LAST_YEAR, Paper};
use gouji_values::vocabulary::Vocabulary;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A prepared document that another one is judged beside.
#[derive(Clone, Copy, Debug)]
pub struct Companion<'a> {
    /// What formulas call it: `上年`, or a name that the words of the rules add.
    pub name: &'a str,
    /// Its index in the run.
    pub index: usize,
    /// The document.
    pub prepared: &'a Prepared,
}

impl Companion<'_> {
    /// What it is under the rules of the document that it stands beside: forms and claims are known
    /// by their number.
    pub(super) fn under(&self, ruleset: &Arc<Ruleset>) -> Neighbour {
        let Shared { ruleset: own, document, recognition, .. } = &*self.prepared.shared;
        let recognition = if Arc::ptr_eq(own, ruleset) || is_numbered_alike(own, ruleset) {
            Arc::clone(recognition)
        } else {
            Arc::new(understood(document, ruleset, recognition.facts.clone()))
        };
        Neighbour { document: Arc::clone(document), recognition, index: self.index }
    }
}

/// Whether what is recognised under one ruleset means the same under another.
pub(super) fn is_numbered_alike(a: &Ruleset, b: &Ruleset) -> bool {
    a.forms.iter().map(|form| &form.origin).eq(b.forms.iter().map(|form| &form.origin))
        && a.claims.iter().map(|claim| &claim.origin).eq(b.claims.iter().map(|claim| &claim.origin))
        && a.parts.iter().map(|part| &part.origin).eq(b.parts.iter().map(|part| &part.origin))
}

/// For each document the others of its agency that formulas name, each with that name and its index.
/// Where several documents could be meant by one name two of them come: neither is taken. The papers of a department and
/// of its own unit are of two agencies, though both bear one name.
#[must_use]
pub fn companions(documents: &[Option<Facts>], words: &Vocabulary) -> Vec<Vec<(String, usize)>> {
    type Key<'a> = (String, Option<&'a str>, i32);
    let key = |facts: &'_ Facts| Some((unit_name(facts.agency.as_deref()?, words).1, facts.year?));
    let mut known: BTreeMap<Key<'_>, Vec<(usize, &Facts)>> = BTreeMap::new();
    for (index, facts) in documents.iter().enumerate() {
        if let Some(facts) = facts
            && let Some((agency, year)) = key(facts)
        {
            let level = facts.reporting_level.as_deref();
            known.entry((agency, level, year)).or_default().push((index, facts));
        }
    }
    // the levels that papers of each agency say
    let mut levels: BTreeMap<String, Vec<Option<&str>>> = BTreeMap::new();
    for (agency, level, _) in known.keys().filter(|(_, level, _)| level.is_some()) {
        let own = levels.entry(agency.clone()).or_default();
        if !own.contains(level) {
            own.push(*level);
        }
    }
    let meant = |key: &Key<'_>, kind: Option<&str>, own: usize| -> Vec<usize> {
        let found = |levels: Vec<Option<&str>>| -> Vec<usize> {
            let mut out = Vec::new();
            for level in levels {
                let of_level = known.get(&(key.0.clone(), level, key.2)).into_iter().flatten();
                let own =
                    of_level.filter(|(at, facts)| *at != own && facts.kind.as_deref() == kind);
                out.extend(own.map(|(at, _)| *at));
            }
            out.truncate(2);
            out
        };
        let exact = found(vec![key.1]);
        if !exact.is_empty() {
            return exact;
        }
        // where one of two papers does not say of which level it is, it is of that of the other, unless the agency
        // has papers of several levels
        let own_levels = levels.get(&key.0).map_or(&[][..], Vec::as_slice);
        let near = found(if key.1.is_some() { vec![None] } else { own_levels.to_vec() });
        if near.len() == 1 && own_levels.len() > 1 { Vec::new() } else { near }
    };
    let of = |own: usize, facts: &Facts| -> Option<Vec<(String, usize)>> {
        let (agency, year) = key(facts)?;
        let at = |year: i32| (agency.clone(), facts.reporting_level.as_deref(), year);
        let last = meant(&at(year - 1), facts.kind.as_deref(), own).into_iter();
        let last = last.map(|index| (LAST_YEAR.to_owned(), index));
        let alone = words.papers.iter().filter(|beside| beside.level.is_none());
        let named = alone.flat_map(|beside| {
            let found = meant(&at(year + beside.year), Some(&beside.kind), own).into_iter();
            found.map(|index| (beside.name.clone(), index))
        });
        let units = words.papers.iter().filter_map(|beside| {
            let found = units::of(own, documents, beside, words)?;
            Some(found.into_iter().map(|index| (beside.name.clone(), index)))
        });
        Some(last.chain(named).chain(units.flatten()).collect())
    };
    documents
        .iter()
        .enumerate()
        .map(|(own, facts)| facts.as_ref().and_then(|facts| of(own, facts)).unwrap_or_default())
        .collect()
}

/// Of documents under the names of papers those that stand alone under theirs, and the papers that
/// several may be.
pub(super) fn told_apart<'c>(
    all: &[(Paper, &'c Companion<'c>)],
) -> (Vec<(Paper, &'c Companion<'c>)>, Vec<Paper>) {
    let is_one = |paper: Paper| all.iter().filter(|(other, _)| *other == paper).count() == 1;
    let (known, twice): (Vec<_>, Vec<_>) =
        all.iter().copied().partition(|(paper, _)| is_one(*paper));
    let mut papers: Vec<Paper> = twice.into_iter().map(|(paper, _): (Paper, _)| paper).collect();
    papers.dedup();
    (known, papers)
}
