//! How far a proposal is borne out: documents and places where it held, and where it did not.

use super::idea::digits;
use super::known::{Known, places};
use gouji_audit::audit::{Check, CheckFigure, DocumentAudit, Verdict};
use gouji_report::explain::native_words;
use gouji_values::document::Span;
use gouji_values::lang::Lang;
use gouji_values::number::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

/// Digits that a document must bring before it counts: a sum to so many agrees by chance once in
/// 10 to the power of it.
const DIGITS: u32 = 5;

/// Agencies whose documents must bear it out.
const AGENCIES: usize = 3;

/// A place where a proposal does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The document.
    pub path: String,
    /// Where it stands there, in words.
    pub place: String,
    /// What the figure is.
    pub label: String,
    /// What is printed.
    pub stated: String,
    /// What it would have to be.
    pub computed: String,
}

/// What became of one proposal in one document.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    held: usize,
    broke: Vec<Broken>,
    digits: u32,
}

/// What became of a proposal in all documents.
#[derive(Clone, Debug, Default)]
pub(super) struct Support {
    /// Documents in which it held everywhere, with digits enough that it is no chance.
    pub(super) documents: usize,
    /// Places.
    pub(super) held: usize,
    pub(super) broke: Vec<Broken>,
    broken_documents: usize,
    /// Whose documents these were: what is so in those of one office may be its own way.
    agencies: BTreeSet<String>,
}

impl Support {
    /// Adds what became of it in a document of this agency.
    pub(super) fn add(&mut self, tally: Tally, agency: &str) {
        if tally.broke.is_empty() && tally.digits < DIGITS {
            return;
        }
        self.held += tally.held;
        self.documents += usize::from(tally.broke.is_empty());
        if !self.agencies.contains(agency) && self.agencies.len() < AGENCIES {
            self.agencies.insert(agency.to_owned());
        }
        self.broken_documents += usize::from(!tally.broke.is_empty());
        self.broke.extend(tally.broke);
    }

    /// Whether so many documents bear it out that it holds in so many of a hundred in all likelihood:
    /// nineteen times of twenty what is not broken in n documents breaks in no more than three of n
    /// (rule of three), and each place where it broke asks for two more.
    ///
    /// Of ties, which have one place in a document, and of columns of known forms this is asked beside [`Self::is_enough`]: two
    /// figures may be the same there since a third is zero, and their digits say nothing of that.
    pub(super) fn is_sure(&self, held: u32) -> bool {
        let most = 100_usize.saturating_sub(held as usize).max(1);
        self.documents * most >= 100 * (3 + 2 * self.broke.len())
    }

    /// At how many places of a hundred at most it may be asked to hold; of what [`Self::is_sure`]
    /// is asked, too, these documents may be few.
    pub(super) fn asks(&self, is_sure_asked: bool) -> usize {
        let all = (self.held + self.broke.len()).max(1);
        let most = (100 * (3 + 2 * self.broke.len())).div_ceil(self.documents.max(1));
        let sure = if is_sure_asked { 100_usize.saturating_sub(most) } else { 100 };
        sure.min(self.held * 100 / all)
    }

    /// Whether it held in so many documents and in so many places of a hundred, and in four of five
    /// documents without exception.
    pub(super) fn is_enough(&self, documents: usize, held: u32) -> bool {
        let all = self.held + self.broke.len();
        self.documents >= documents
            && self.agencies.len() >= AGENCIES.min(documents)
            && self.held * 100 >= all * held as usize
            && self.broken_documents * 4 <= self.documents
    }
}

/// What became of the proposals, by their ids, in one document.
pub(super) fn tallies(
    audit: &DocumentAudit,
    ids: &BTreeMap<String, usize>,
) -> BTreeMap<usize, Tally> {
    let is_ours = |check: &Check| {
        ids.contains_key(check.rule.as_str())
            && check.also.iter().all(|id| ids.contains_key(id.as_str()))
    };
    let known = Known::of(audit.checks.iter().filter(|check| !is_ours(check)));
    let mut out: BTreeMap<usize, Tally> = BTreeMap::new();
    let mut values: BTreeMap<usize, BTreeSet<Decimal>> = BTreeMap::new();
    for check in &audit.checks {
        let own = std::iter::once(&check.rule).chain(&check.also);
        let own: Vec<usize> = own.filter_map(|id| ids.get(id.as_str()).copied()).collect();
        if own.is_empty() {
            continue;
        }
        let is_known = !is_ours(check) || known.has(&places(check));
        let value = stated(check);
        for id in own {
            let tally = out.entry(id).or_default();
            match check.verdict {
                Verdict::Holds | Verdict::Rounding if is_known => {}
                // zeros agree whatever they are
                Verdict::Holds | Verdict::Rounding if value.is_none_or(|value| value.is_zero()) => {
                }
                Verdict::Holds | Verdict::Rounding => {
                    tally.held += 1;
                    let value = value.unwrap_or_default();
                    if values.entry(id).or_default().insert(value) {
                        tally.digits += digits(value);
                    }
                }
                Verdict::Violation => tally.broke.push(broken(audit, check)),
                Verdict::Corroborated | Verdict::Unchecked => {}
            }
        }
    }
    out
}

/// The stated figure.
fn stated(check: &Check) -> Option<Decimal> {
    let printed = check.figure(check.lead_index())?.printed();
    Decimal::from_str(printed.value.as_deref()?).ok()
}

fn broken(audit: &DocumentAudit, check: &Check) -> Broken {
    let lead = check.figure(check.lead_index());
    let start = lead.as_ref().map_or(0, |figure| figure.span().start);
    let document = &audit.document;
    let span = lead.as_ref().map_or_else(Span::default, CheckFigure::span);
    let line = document.locator.position(&document.text, start).line;
    Broken {
        path: audit.path.clone(),
        place: document.locator.place(span).map_or_else(
            || format!("第 {line} 行"),
            |place| native_words(place, Lang::Chinese).into_owned(),
        ),
        label: lead.map_or_else(String::new, |figure| figure.said().to_string()),
        stated: check.stated.as_deref().unwrap_or_default().to_owned(),
        computed: check.computed.as_deref().unwrap_or_default().to_owned(),
    }
}
