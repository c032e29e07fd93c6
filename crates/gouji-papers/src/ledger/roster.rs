//! The units that are expected to deliver: which did not, which could not be read, which have
//! findings.
//!
//! Goes in: a list of names as text, and what came of each document. Comes out: a state for each
//! unit.

use gouji_audit::audit::DocumentOutcome;
use gouji_report::report::open_findings::OpenFindings;
use gouji_report::report::units::{Expected, UnitList, UnitNews};
use gouji_report::report::unread;
use gouji_values::label::unit_name;
use gouji_values::lang::Lang;
use gouji_values::vocabulary::Vocabulary;
use std::path::Path;

/// A unit of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpectedUnit {
    /// Name as written.
    pub name: String,
    /// The other columns.
    pub more: Vec<String>,
    /// The name as it is compared.
    key: Name,
}

/// A list of units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// The units, each once.
    pub units: Vec<ExpectedUnit>,
    /// Titles of the other columns; without a header they are blank.
    pub columns: Vec<String>,
}

/// What came of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Path as given.
    pub path: String,
    /// Agency, where it is known.
    pub agency: Option<String>,
    /// Open findings, or why there is no judgement.
    pub result: Result<OpenFindings, String>,
    /// What was not read, where it is much.
    pub lacks: Option<String>,
    /// Agency and path as they are compared.
    keys: (Name, String),
}

/// A unit with its documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitState {
    /// What is to be said of it.
    pub state: UnitNews,
    /// Indices of its documents.
    pub documents: Vec<usize>,
    /// Open findings.
    pub counts: OpenFindings,
}

impl Delivery {
    /// Of an audited document.
    #[must_use]
    pub fn of(outcome: &DocumentOutcome, words: &Vocabulary) -> Self {
        let lacks = outcome.as_ref().ok().and_then(|own| unread::first(own, Lang::Chinese));
        let (path, agency, result) = match outcome {
            Ok(document) if !unread::is_judged(document) => {
                let words = unread::shortly(unread::is_corroborated(document)).of(Lang::Chinese);
                let why = lacks.as_ref().map_or(String::new(), |lacks| format!("：{lacks}"));
                (&document.path, document.agency.clone(), Err(format!("{words}{why}")))
            }
            Ok(document) => {
                (&document.path, document.agency.clone(), Ok(OpenFindings::of(document)))
            }
            Err(unreadable) => (&unreadable.path, None, Err(unreadable.message.clone())),
        };
        let keys = (Name::of(agency.as_deref().unwrap_or(""), words), Name::of(path, words).full);
        Self { path: path.clone(), agency, result, lacks, keys }
    }
}

impl Roster {
    /// Reads a list: a name in each row, columns parted by commas, tabs or semicolons. A first row
    /// that holds a word for a column of names is a header; without one the first column holds
    /// the names.
    #[must_use]
    pub fn read(text: &str, words: &Vocabulary) -> Self {
        let mut rows = split(text)
            .into_iter()
            .filter(|row| row.iter().any(|cell| !cell.is_empty()))
            .peekable();
        let is_title = |cell: &String| {
            words.unit_column.iter().any(|title| words.folded(title) == words.folded(cell))
        };
        let column = rows.peek().and_then(|row| {
            words.unit_column.iter().find_map(|title| row.iter().position(|cell| cell == title))
        });
        let column = column.or_else(|| rows.peek().and_then(|row| row.iter().position(is_title)));
        let at = column.unwrap_or(0);
        let mut titles =
            if column.is_some() { rows.next().unwrap_or_default() } else { Vec::new() };
        if at < titles.len() {
            titles.remove(at);
        }
        let mut out = Self { units: Vec::new(), columns: titles };
        let mut known = std::collections::BTreeSet::new();
        for mut row in rows {
            if at >= row.len() {
                continue;
            }
            let name = row.remove(at);
            let key = Name::of(&name, words);
            if !key.full.is_empty() && known.insert(key.full.clone()) {
                out.columns.resize(out.columns.len().max(row.len()), String::new());
                out.units.push(ExpectedUnit { name, more: row, key });
            }
        }
        out
    }

    /// The first of the names that is none: no agency is called by a sentence, or by a number alone. A list of such
    /// names is another file.
    #[must_use]
    pub fn odd(&self) -> Option<&str> {
        /// No agency has a longer name.
        const LONGEST: usize = 60;
        let has_header = self.columns.iter().any(|title| !title.is_empty());
        let is_odd = |unit: &&ExpectedUnit| {
            let name = unit.name.as_str();
            name.contains(['。', '；', '！', '？', '：'])
                || name.chars().count() > LONGEST
                || !name.chars().any(char::is_alphabetic)
                // behind commas of a sentence the rest of it
                || !has_header && unit.more.iter().any(|cell| cell.trim_end().ends_with('。'))
        };
        self.units.iter().find(is_odd).map(|unit| unit.name.as_str())
    }

    /// The state of each unit, and the documents that are of none.
    #[must_use]
    pub fn account(&self, deliveries: &[Delivery]) -> (Vec<UnitState>, Vec<usize>) {
        let none = UnitState {
            state: UnitNews::Missing,
            documents: Vec::new(),
            counts: OpenFindings::default(),
        };
        let mut states = vec![none; self.units.len()];
        let mut others = Vec::new();
        for (index, delivery) in deliveries.iter().enumerate() {
            let Some(state) = self.unit(delivery).and_then(|at| states.get_mut(at)) else {
                others.push(index);
                continue;
            };
            state.documents.push(index);
            let found = match &delivery.result {
                Ok(counts) => {
                    state.counts.add(*counts);
                    match (counts.sum() > 0, &delivery.lacks) {
                        (true, _) => UnitNews::Findings,
                        (false, Some(_)) => UnitNews::Partly,
                        (false, None) => UnitNews::Clean,
                    }
                }
                Err(_) => UnitNews::NotJudged,
            };
            state.state = if state.documents.len() > 1 { state.state.min(found) } else { found };
        }
        (states, others)
    }

    /// The unit of a document: that of its agency's name, with or without what stands in brackets
    /// behind it; else the longest name in the path; else the only one that is the end of the
    /// agency's name, or the other way round (with or without province and city).
    fn unit(&self, delivery: &Delivery) -> Option<usize> {
        let (agency, path) = &delivery.keys;
        if agency.full.is_empty() {
            // the name of the file tells more than that of its folder
            let name = Path::new(path)
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            return self.named_in(&name).or_else(|| self.named_in(path));
        }
        let only = |is_it: &dyn Fn(&Name) -> bool| {
            let mut found = self
                .units
                .iter()
                .enumerate()
                .filter(|(_, unit)| is_it(&unit.key))
                .map(|(at, _)| at);
            (found.next(), found.next())
        };
        if let (Some(at), _) = only(&|unit| unit.full == agency.full) {
            return Some(at);
        }
        // a list may hold both accounts of a unit: that without brackets is meant first
        if let (Some(at), _) = only(&|unit| unit.full == agency.bare) {
            return Some(at);
        }
        match only(&|unit| unit.bare == agency.bare) {
            (Some(at), None) => return Some(at),
            (Some(_), Some(_)) => return self.named_in(path),
            (None, _) => {}
        }
        match only(&|unit| {
            agency.bare.ends_with(&unit.bare) || unit.bare.ends_with(agency.bare.as_str())
        }) {
            (Some(at), None) => Some(at),
            (None, _) => self.named_in(path),
            _ => None,
        }
    }

    /// The unit with the longest name that stands in a text, in brackets or without.
    fn named_in(&self, text: &str) -> Option<usize> {
        let longest = |name: &dyn Fn(&Name) -> String| {
            let found = self
                .units
                .iter()
                .enumerate()
                .map(|(at, unit)| (at, name(&unit.key)))
                .filter(|(_, name)| text.contains(name));
            found.max_by_key(|(_, name)| name.len()).map(|(at, _)| at)
        };
        longest(&|name| name.full.clone()).or_else(|| longest(&|name| name.bare.clone()))
    }

    /// The account as reports show it.
    #[must_use]
    pub fn units(&self, deliveries: &[Delivery]) -> UnitList {
        let (states, others) = self.account(deliveries);
        let path = |at: &usize| deliveries.get(*at).map(|delivery| delivery.path.clone());
        let units = self.units.iter().zip(states).map(|(unit, found)| Expected {
            name: unit.name.clone(),
            more: unit.more.clone(),
            state: found.state,
            counts: found.counts,
            documents: found
                .documents
                .iter()
                .filter_map(|at| deliveries.get(*at))
                .map(|delivery| (delivery.path.clone(), delivery.result.as_ref().err().cloned()))
                .collect(),
            lacks: found
                .documents
                .iter()
                .filter_map(|at| deliveries.get(*at)?.lacks.clone())
                .collect(),
        });
        UnitList { units: units.collect(), others: others.iter().filter_map(path).collect() }
    }
}

/// The name of a unit as it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Name {
    /// Without brackets.
    full: String,
    /// Without what stands in brackets and says which of its accounts are meant.
    bare: String,
}

impl Name {
    fn of(text: &str, words: &Vocabulary) -> Self {
        let (full, bare) = unit_name(text, words);
        Self { full, bare }
    }
}

/// Rows and cells; a cell in quotation marks may hold separators, line breaks and doubled marks.
fn split(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut chars = text.trim_start_matches('\u{FEFF}').chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted || cell.trim().is_empty() => quoted = !quoted,
            ',' | '，' | '\t' | ';' | '；' if !quoted => {
                row.push(std::mem::take(&mut cell).trim().to_owned())
            }
            '\n' | '\r' if !quoted => {
                row.push(std::mem::take(&mut cell).trim().to_owned());
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(c),
        }
    }
    row.push(cell.trim().to_owned());
    rows.push(row);
    rows
}
