//! The remediation ledger (整改台账): what was found, and what the unit says and does about it,
//! from run to run.
//!
//! Goes in: the ledger of the run before and audited documents. Comes out: which findings are
//! explained, new or mended, and the ledger as it stands now; as a workbook where the feature
//! `workbook` is on. Deliberately absent: files.
//!
//! The words in 说明, 责任人, 期限, 复核人 and in columns of the unit's own are the unit's: they are
//! handed on as they are, and so are the order of the columns and the name of the sheet. Numbers and
//! dates of lines stay once they are given. All other cells of our sheets are written anew; sheets of
//! the unit's own stay byte for byte.

#[cfg(feature = "workbook")]
mod cells;
mod follow;
mod kept;
#[cfg(feature = "workbook")]
mod overview;
#[cfg(feature = "workbook")]
mod read;
mod renew;
mod roster;
#[cfg(feature = "workbook")]
mod write;

pub use gouji_report::report::units::UnitNews;
#[cfg(feature = "workbook")]
pub use read::read;
pub use roster::{Delivery, ExpectedUnit, Roster, UnitState};
#[cfg(feature = "workbook")]
pub use write::workbook;

use gouji_audit::audit::Severity;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineStatus {
    /// Found for the first time.
    New,
    /// Found before, and still there.
    Open,
    /// The unit says why the figures are right all the same.
    Explained,
    /// It was explained, but for other figures.
    Review,
    /// The check agrees now, or the unit says that it will.
    Mended,
}

impl LineStatus {
    /// All of them, in the order of the list in the workbook.
    pub const ALL: [Self; 5] = [Self::New, Self::Open, Self::Explained, Self::Review, Self::Mended];

    /// The word in the workbook.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "新增",
            Self::Open => "待整改",
            Self::Explained => "已说明",
            Self::Review => "待复核",
            Self::Mended => "已整改",
        }
    }

    /// What it means, and who sets it.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::New => "本次审核第一次发现（程序填写）",
            Self::Open => "以前已经发现，仍然存在",
            Self::Explained => "数字属实，单位在“说明”栏写明原因；下次审核不再算作问题",
            Self::Review => {
                "原来已说明，但数字变了，请核对说明是否仍然适用，适用的改回“已说明”（程序填写）"
            }
            Self::Mended => "单位已更正，或再次审核时已经相符",
        }
    }

    /// By its word.
    #[must_use]
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word.trim())
    }
}

/// What an explanation is for: the values of a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingValues {
    /// Stated value, or the words that stand there.
    pub stated: Option<String>,
    /// What it is compared with.
    pub computed: Option<String>,
    /// Stated minus computed.
    pub difference: Option<String>,
    /// Unit of the three.
    pub unit: Option<String>,
    /// Relation between stated and computed.
    pub relation: String,
    /// Keys of the other checks that the same cause breaks, in order: an explanation is for all of
    /// them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

/// What a line shows of figures: who is suspected, and what stands opposite where nobody is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownFigures {
    /// What is printed.
    pub stated: Option<String>,
    /// What was probably meant; of suspects only.
    pub meant: Option<String>,
    /// The other side of the relation, behind its sign where that is no equality.
    pub other: Option<String>,
    /// How far they are apart.
    pub difference: Option<String>,
    /// Unit of these.
    pub unit: Option<String>,
}

impl ShownFigures {
    /// Of a line that an earlier version wrote: it did not say whether anybody is suspected.
    #[must_use]
    pub fn of(values: &FindingValues) -> Self {
        let sign = match values.relation.as_str() {
            "<=" => "≤ ",
            ">=" => "≥ ",
            "<" => "< ",
            ">" => "> ",
            "!=" => "≠ ",
            _ => "",
        };
        Self {
            stated: values.stated.clone(),
            meant: None,
            other: values.computed.as_ref().map(|value| format!("{sign}{value}")),
            difference: values.difference.clone(),
            unit: values.unit.clone(),
        }
    }
}

/// What the hidden column of a line keeps.
#[cfg(feature = "workbook")]
#[derive(Serialize, Deserialize, Default)]
struct Kept {
    #[serde(flatten)]
    values: FindingValues,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shown: Option<ShownFigures>,
}

/// A line of the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerRow {
    /// Its number in this ledger, which it keeps.
    pub number: String,
    /// The finding, over versions and years; blank for a line that somebody added by hand.
    pub key: String,
    /// Rule that is broken.
    pub rule: String,
    /// Values of the check that it is known by.
    pub values: FindingValues,
    /// What its columns show.
    pub shown: ShownFigures,
    /// Agency, or the file where it is not known.
    pub agency: String,
    /// Year of the document.
    pub year: Option<i32>,
    /// Form that the figure stands in.
    pub form: String,
    /// Where it stands.
    pub place: String,
    /// What is wrong.
    pub problem: String,
    /// What the rule rests on.
    pub basis: String,
    /// Word for the severity.
    pub severity: String,
    /// Where it stands, as written.
    pub status: String,
    /// The unit's explanation.
    pub note: String,
    /// Who takes care of it.
    pub owner: String,
    /// Until when.
    pub due: String,
    /// Who looked at it again, of the unit or of who supervises it.
    pub reviewer: String,
    /// The day on which it was found first.
    pub found: String,
    /// The day on which it was found to be mended.
    pub mended: String,
    /// The layers of rules that found it.
    pub layers: String,
    /// Cells of the unit's own columns, in order of [`Ledger::columns`].
    pub own: Vec<String>,
}

/// A column of the sheet as the unit has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "workbook"), allow(dead_code, reason = "a workbook has them"))]
pub(crate) enum LedgerPlace {
    /// One of ours, by its title.
    Known(&'static str),
    /// One of the unit's own, by its index in [`Ledger::columns`].
    Own(usize),
}

/// The ledger of a run.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    rows: Vec<LedgerRow>,
    columns: Vec<String>,
    /// The columns in the order in which they were read; none where that is ours.
    order: Vec<LedgerPlace>,
    /// The name of the sheet that it was read from.
    sheet: Option<String>,
    /// The workbook that it was read from, where that holds sheets of other people.
    beside: Option<Arc<Beside>>,
    /// The day of the run, for what it finds and finds mended.
    day: Option<String>,
    /// The packs of rules that judged documents of the run, in words.
    packs: Vec<String>,
    by_key: BTreeMap<String, Vec<usize>>,
    /// The lines of findings that held a further check, by that.
    by_other: BTreeMap<String, Vec<usize>>,
    /// Ids of findings that somebody ticked off on the page of a run.
    done: BTreeSet<String>,
    /// Documents of the run of which much was not read.
    #[cfg_attr(not(feature = "workbook"), allow(dead_code, reason = "the workbook lists it"))]
    lacking: Vec<Lacking>,
}

/// A workbook with sheets of ours and of other people.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "workbook"), allow(dead_code, reason = "a workbook has them"))]
struct Beside {
    bytes: Vec<u8>,
    /// Our sheets: name, and what the first two cells say.
    own: Vec<(String, [String; 2])>,
    /// The names of the other sheets.
    others: Vec<String>,
}

/// A document of which much was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// Agency, or the file where it is not known.
    pub agency: String,
    /// Path as given.
    pub path: String,
    /// What was not read.
    pub words: String,
}

impl Ledger {
    /// Of its lines; `columns` are the titles of columns of the unit's own.
    #[must_use]
    pub fn new(rows: Vec<LedgerRow>, columns: Vec<String>) -> Self {
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, row) in rows.iter().enumerate().filter(|(_, row)| !row.key.is_empty()) {
            by_key.entry(row.key.clone()).or_default().push(index);
        }
        let mut by_other: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, row) in rows.iter().enumerate().filter(|(_, row)| !row.key.is_empty()) {
            row.values
                .also
                .iter()
                .for_each(|other| by_other.entry(other.clone()).or_default().push(index));
        }
        Self { rows, columns, by_key, by_other, ..Self::default() }
    }

    /// Takes the findings of these ids as mended, until a run finds them again: those that were
    /// ticked off on a page. `record`: a line for each, its id in any column; other lines are
    /// headers.
    pub fn tick_off(&mut self, record: &str) {
        /// Digits of an id.
        const DIGITS: usize = 16;
        let cells = record.lines().flat_map(|line| line.split([',', ';', '\t']));
        let bare = |cell: &str| {
            cell.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\u{feff}'))
                .to_owned()
        };
        let is_id =
            |id: &String| id.len() == DIGITS && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.done.extend(cells.map(bare).filter(is_id));
    }

    /// Gives what a run finds the day of that run, as `2026-11-23`.
    pub fn set_day(&mut self, day: impl Into<String>) {
        self.day = Some(day.into());
    }

    /// The lines of each unit by status, in the order in which the units come first.
    #[must_use]
    pub fn by_unit(&self) -> Vec<(String, usize, BTreeMap<LineStatus, usize>)> {
        let mut out: Vec<(String, usize, BTreeMap<LineStatus, usize>)> = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &self.rows {
            let name = row.agency.trim();
            let at = *places.entry(name).or_insert(out.len());
            if at == out.len() {
                out.push((name.to_owned(), 0, BTreeMap::new()));
            }
            let Some((_, lines, counts)) = out.get_mut(at) else { continue };
            *lines += 1;
            if let Some(status) = LineStatus::find(&row.status) {
                *counts.entry(status).or_default() += 1;
            }
        }
        out
    }

    /// How many were ticked off.
    #[must_use]
    pub fn ticked_off(&self) -> usize {
        self.done.len()
    }

    /// Its lines.
    #[must_use]
    pub fn rows(&self) -> &[LedgerRow] {
        &self.rows
    }

    /// Titles of columns of the unit's own.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }
}

/// What a document does to the ledger.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    agency: String,
    year: Option<i32>,
    /// Lines of findings, each with the index of the line that it takes the place of.
    found: Vec<(Option<usize>, LedgerRow)>,
    /// Indices of lines whose checks agree now.
    mended: Vec<usize>,
    /// What was not read of it, where that is much.
    lacking: Option<Lacking>,
    /// The packs of rules that judged it.
    packs: Vec<String>,
}

/// The ledger after a run, and how it came to that.
#[derive(Clone, Debug, Default)]
pub struct Renewed {
    /// The ledger.
    pub ledger: Ledger,
    /// Lines by status.
    pub counts: BTreeMap<LineStatus, usize>,
    /// Lines of documents of this run whose checks were not made this time: nobody knows whether
    /// they are mended.
    pub unseen: Vec<usize>,
}

/// The words for severities in the ledger are those of the reports.
fn severity_word(severity: Severity) -> String {
    gouji_report::report::severity_word(severity).to_owned()
}
