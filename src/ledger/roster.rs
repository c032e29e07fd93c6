//! The units that are expected to deliver: which did not, which could not be read, which have findings.
//!
//! Goes in: a list of names as text, and what came of each document. Comes out: a state for each unit.

use crate::audit::Outcome;
use crate::report::tally::Counts;
use crate::report::unread;
use crate::report::width::{columns, cut, hang, left};
use crate::vocabulary::Vocabulary;
use std::cmp::Reverse;
use std::path::Path;

/// A unit of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Name as written.
    pub name: String,
    /// The other columns.
    pub more: Vec<String>,
    /// The name as it is compared.
    key: String,
}

/// A list of units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// The units, each once.
    pub units: Vec<Unit>,
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
    pub result: Result<Counts, String>,
    /// What was not read, where it is much.
    pub lacks: Option<String>,
    /// Agency and path as they are compared.
    keys: (String, String),
}

/// What is to be said of a unit, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// No document is of this unit.
    Missing,
    /// One of its documents could not be read, or nothing in it could be checked.
    NotJudged,
    /// There are open findings.
    Findings,
    /// Nothing was found in what was read, but much of a document was not read.
    Partly,
    /// Nothing was found.
    Clean,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Missing, Self::NotJudged, Self::Findings, Self::Partly, Self::Clean];

    /// The words for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "没有文件",
            Self::NotJudged => "未能审核",
            Self::Findings => "有问题",
            Self::Partly => "没有读全",
            Self::Clean => "没有问题",
        }
    }
}

/// A unit with its documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitState {
    /// What is to be said of it.
    pub state: State,
    /// Indices of its documents.
    pub documents: Vec<usize>,
    /// Open findings.
    pub counts: Counts,
}

impl Delivery {
    /// Of an audited document.
    #[must_use]
    pub fn of(outcome: &Outcome, words: &Vocabulary) -> Self {
        let lacks = outcome.as_ref().ok().and_then(unread::first);
        let (path, agency, result) = match outcome {
            Ok(document) if !unread::is_judged(document) => {
                let why = lacks.as_ref().map_or(String::new(), |lacks| format!("：{lacks}"));
                (&document.path, document.agency.clone(), Err(format!("没有可以核对的内容{why}")))
            }
            Ok(document) => (&document.path, document.agency.clone(), Ok(Counts::of(document))),
            Err(unreadable) => (&unreadable.path, None, Err(unreadable.message.clone())),
        };
        let keys = (words.folded(agency.as_deref().unwrap_or("")), words.folded(path));
        Self { path: path.clone(), agency, result, lacks, keys }
    }
}

impl Roster {
    /// Reads a list: a name in each row, columns parted by commas, tabs or semicolons. A first row that holds a word for a
    /// column of names is a header; without one the first column holds the names.
    #[must_use]
    pub fn read(text: &str, words: &Vocabulary) -> Self {
        let mut rows = split(text).into_iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).peekable();
        let is_title = |cell: &String| words.unit_column.iter().any(|title| words.folded(title) == words.folded(cell));
        let column = rows.peek().and_then(|row| words.unit_column.iter().find_map(|title| row.iter().position(|cell| cell == title)));
        let column = column.or_else(|| rows.peek().and_then(|row| row.iter().position(is_title)));
        let at = column.unwrap_or(0);
        let mut titles = if column.is_some() { rows.next().unwrap_or_default() } else { Vec::new() };
        if at < titles.len() {
            titles.remove(at);
        }
        let mut out = Self { units: Vec::new(), columns: titles };
        for mut row in rows {
            if at >= row.len() {
                continue;
            }
            let name = row.remove(at);
            let key = words.folded(&name);
            if !key.is_empty() && !out.units.iter().any(|unit| unit.key == key) {
                out.columns.resize(out.columns.len().max(row.len()), String::new());
                out.units.push(Unit { name, more: row, key });
            }
        }
        out
    }

    /// The state of each unit, and the documents that are of none.
    #[must_use]
    pub fn account(&self, deliveries: &[Delivery]) -> (Vec<UnitState>, Vec<usize>) {
        let none = UnitState { state: State::Missing, documents: Vec::new(), counts: Counts::default() };
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
                        (true, _) => State::Findings,
                        (false, Some(_)) => State::Partly,
                        (false, None) => State::Clean,
                    }
                }
                Err(_) => State::NotJudged,
            };
            state.state = if state.documents.len() > 1 { state.state.min(found) } else { found };
        }
        (states, others)
    }

    /// The unit of a document: that of its agency's name; else the longest name in the path; else the only one that is the
    /// end of the agency's name, or the other way round (with or without province and city).
    fn unit(&self, delivery: &Delivery) -> Option<usize> {
        let (agency, path) = &delivery.keys;
        let units = || self.units.iter().enumerate();
        let longest = |found: &mut dyn Iterator<Item = (usize, &Unit)>| found.max_by_key(|(_, unit)| unit.key.len()).map(|(at, _)| at);
        if let Some((at, _)) = units().find(|(_, unit)| unit.key == *agency) {
            return Some(at);
        }
        if agency.is_empty() {
            // the name of the file tells more than that of its folder
            let name = Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            return longest(&mut units().filter(|(_, unit)| name.contains(&unit.key)))
                .or_else(|| longest(&mut units().filter(|(_, unit)| path.contains(&unit.key))));
        }
        let mut alike = units().filter(|(_, unit)| agency.ends_with(&unit.key) || unit.key.ends_with(agency.as_str()));
        match (alike.next(), alike.next()) {
            (Some((at, _)), None) => Some(at),
            (None, _) => longest(&mut units().filter(|(_, unit)| path.contains(&unit.key))),
            _ => None,
        }
    }

    /// The account in words, of a given width.
    #[must_use]
    pub fn text(&self, deliveries: &[Delivery], width: usize) -> String {
        let (states, others) = self.account(deliveries);
        let of = |state: State| self.units.iter().zip(&states).filter(move |(_, own)| own.state == state);
        let head: Vec<String> = State::ALL.iter().map(|state| format!("{} {}", state.word(), of(*state).count())).collect();
        let mut out = String::new();
        hang(&mut out, "", 0, &format!("名单上的 {} 个单位：{}", self.units.len(), head.join("，")), width);
        for state in [State::Missing, State::NotJudged, State::Findings, State::Partly] {
            let mut own: Vec<_> = of(state).collect();
            if own.is_empty() {
                continue;
            }
            own.sort_by_key(|(_, unit)| Reverse((unit.counts.errors, unit.counts.warnings, unit.counts.hints)));
            out.push_str(&format!("  {}\n", state.word()));
            let wide = own.iter().map(|(unit, _)| columns(&unit.name)).max().unwrap_or(0).min(40);
            for (unit, found) in own {
                let words = match state {
                    State::Missing => unit.more.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join("，"),
                    State::NotJudged => {
                        let broken = found.documents.iter().filter_map(|at| deliveries.get(*at));
                        let broken = broken.filter_map(|delivery| Some(format!("{}：{}", delivery.path, delivery.result.as_ref().err()?)));
                        broken.collect::<Vec<_>>().join("；")
                    }
                    State::Findings | State::Partly | State::Clean => {
                        let lacks = found.documents.iter().filter_map(|at| deliveries.get(*at));
                        let lacks: Vec<&str> = lacks.filter_map(|delivery| delivery.lacks.as_deref()).collect();
                        let counts = &found.counts;
                        let counts = (counts.sum() > 0).then(|| format!("错误 {}，警告 {}，提示 {}", counts.errors, counts.warnings, counts.hints));
                        counts.into_iter().chain(lacks.into_iter().map(str::to_owned)).collect::<Vec<_>>().join("；")
                    }
                };
                let head = format!("    {}  ", left(&cut(&unit.name, wide), wide));
                hang(&mut out, &head, wide + 6, &words, width);
            }
        }
        if !others.is_empty() {
            let paths: Vec<&str> = others.iter().filter_map(|at| deliveries.get(*at)).map(|delivery| delivery.path.as_str()).collect();
            hang(&mut out, "  ", 4, &format!("不是名单上单位的文件 {} 份：{}", paths.len(), paths.join("、")), width);
        }
        out
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
            ',' | '，' | '\t' | ';' | '；' if !quoted => row.push(std::mem::take(&mut cell).trim().to_owned()),
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
