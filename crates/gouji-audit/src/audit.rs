//! The outcome of an audit: all that a report sees.
//!
//! The pipeline itself is in `gouji-engine`; here are its values only. Deliberately
//! absent: severity decisions (the rule makes them), wording (the rule has it), output formats
//! (`report`).

mod check;
mod choice;
mod covered;
mod fact;
mod figure;
mod given;
mod given_file;
mod illegible;
mod misfit;
mod proved;
mod relation;
mod slip;
mod why;

pub use check::{
    About, Check, CheckDetail, CheckedAt, Fault, FaultCode, Hint, HintCode, MessagePiece, Nature,
};
pub use choice::Choice;
pub use covered::{
    Counted, Coverage, NoCheck, NoCheckCode, NoFigures, NotRead, UncheckedFigure, Unread,
};
pub use fact::{
    ClaimRead, FigureRead, ListRead, ReadingRead, RelationRead, SentenceRead, Unrelated,
};
pub use figure::{
    CheckFigure, Cite, FigureCell, FigureRole, FigureSpot, PrintedFigure, ReadingDoubt, Seen,
};
pub use given::Given;
pub use given_file::GivenFile;
pub use illegible::{Illegible, IllegibleCode};
pub use misfit::{Misfit, MisfitCause};
pub use proved::{Changes, Detection, Proved, ProvedCount, ProvedFigure, ProvedKind};
pub use relation::CheckRelation;
pub use slip::Slip;
pub use why::{Why, WhyCode};

use ecow::EcoString;
use gouji_values::document::{Document, Notice, Span};
use gouji_values::error::{Underlying, UnreadableCode};
use gouji_values::lang::Lang;
use gouji_values::number::ExpressionId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How much a violation weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Wording, doubtful decimals, incidental.
    Info,
    /// Needs an assumption: same scope, a local rule, last year's base.
    Warning,
    /// Arithmetic on figures printed in the document.
    Error,
}

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Equal at the displayed decimals.
    Holds,
    /// Differs, but some values inside the intervals agree (尾差).
    Rounding,
    /// The figures agree, but that proves nothing: their agreement chose the reading, or a slip
    /// would have ended it unseen (印证).
    Corroborated,
    /// Could not be evaluated; the message says why.
    Unchecked,
    /// No values inside the intervals agree.
    Violation,
}

impl Verdict {
    /// Whether the figures agree, be it proof or not.
    #[must_use]
    pub fn agrees(self) -> bool {
        matches!(self, Self::Holds | Self::Rounding | Self::Corroborated)
    }

    /// Whether a wrong figure would have been told, and none is there: the figures are checked.
    #[must_use]
    pub fn is_checked(self) -> bool {
        matches!(self, Self::Holds | Self::Rounding)
    }

    /// Whether the check says something of its figures: they are right, or one of them is wrong.
    #[must_use]
    pub fn is_decided(self) -> bool {
        self.is_checked() || self == Self::Violation
    }
}

/// The two sides of a check, in the arena of the evaluation that it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sides {
    /// What the document states.
    pub stated: ExpressionId,
    /// What it is compared with.
    pub computed: ExpressionId,
}

/// What a reader is to look at: one for each cause, with all violated checks that it explains.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Stable over re-layout and years: a hash of agency and check key.
    pub id: String,
    /// Indices into [`DocumentAudit::checks`]; the finding is known by the first.
    pub checks: Vec<usize>,
    /// What is probably wrong; `None` where nothing is known beyond the checks themselves.
    pub cause: Option<Cause>,
    /// Why it was waived.
    pub waiver: Option<String>,
    /// Of checks that are told together: what does not fit as a whole.
    pub misfit: Option<Box<Misfit>>,
}

/// What probably made checks fail.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// The figures that are probably wrong, all of them at once; empty where none stands out.
    pub suspects: Vec<Suspect>,
    /// Further figures, any of which may be the wrong one instead, the likeliest first.
    pub others: Vec<Suspect>,
    /// How sure that is.
    pub confidence: Confidence,
    /// How many other explanations are as likely.
    pub ties: usize,
    /// A suspect was read with doubt: it may be our reading, not the number.
    pub is_reading: bool,
    /// No figure is wrong, but all of a sentence are those of this row: what it speaks of may be
    /// another row than it says.
    pub row: Option<EcoString>,
}

/// A figure that is probably wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Suspect {
    /// As messages of checks name it: what stands in a sentence stands in the text (正文).
    pub label: Arc<str>,
    /// The printed figure.
    pub printed: Arc<PrintedFigure>,
    /// What was probably meant, in the printed unit, like [`PrintedFigure::value`]; only where
    /// that is likely enough.
    pub suggested: Option<String>,
    /// What probably happened.
    pub slip: Option<SuspectSlip>,
}

/// What probably happened to a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuspectSlip {
    /// By code.
    pub slip: Slip,
    /// The label of the figure that was taken instead, where one was.
    pub from: Option<String>,
}

/// How sure a cause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Several explanations are about as likely.
    Low,
    /// More likely than all others together.
    Medium,
    /// Next to certain.
    High,
}

impl Confidence {
    /// 高, 中 or 低; high, medium or low.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Low => lang.of("低", "low"),
            Self::Medium => lang.of("中", "medium"),
            Self::High => lang.of("高", "high"),
        }
    }
}

/// How the findings of a document stand to those of the run before, as a remediation ledger tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowUp {
    /// Indices into [`DocumentAudit::findings`] of those that the ledger did not hold.
    pub fresh: Vec<usize>,
    /// Findings of the ledger whose checks agree now.
    pub resolved: Vec<MendedFinding>,
}

/// A finding that was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MendedFinding {
    /// Its id.
    pub id: String,
    /// Rule that it broke.
    pub rule: String,
    /// What was wrong.
    pub message: String,
}

/// State of a rule for a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleStatus {
    /// It gave at least one verdict, or looked and found nothing to say.
    Done,
    /// What it speaks of is not in this document.
    NotApplicable,
    /// It has `unchecked` only.
    Undecided,
    /// Its script went wrong or was stopped: what it was to check was not checked, or not all of
    /// it.
    Failed,
}

/// A line of the check duty ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleOutcome {
    /// Rule or claim id.
    pub id: EcoString,
    /// State.
    pub status: RuleStatus,
    /// Number of checks.
    pub checks: usize,
    /// Why it is not applicable, undecided or failed.
    pub why: Vec<Why>,
    /// Of a rule that checked something what others of its comparisons ask for in vain.
    pub lost: Vec<Why>,
    /// Of an undecided check the words that the script of the rule gave it.
    pub label: Option<EcoString>,
    /// It stands in a layer of the user's own, not in one that the program brings.
    pub is_own: bool,
    /// That layer is a pack: what it was written for need not stand in every document.
    pub is_packed: bool,
}

/// One document, audited.
#[derive(Clone, Debug)]
pub struct DocumentAudit {
    /// Path as given.
    pub path: String,
    /// Its files as they were given: one, or those of a document set.
    pub files: Vec<GivenFile>,
    /// The document as read.
    pub document: Arc<Document>,
    /// Kind: `final-accounts`, `self-evaluation` …
    pub kind: Option<String>,
    /// What the words of the rules call its kind.
    pub kind_name: Option<String>,
    /// Whose accounts it shows: `department`, `unit`, `consolidated`.
    pub reporting_level: Option<String>,
    /// Agency.
    pub agency: Option<String>,
    /// Year.
    pub year: Option<i32>,
    /// Ruleset that applied, and its layers from the root down.
    pub ruleset: String,
    /// Layers.
    pub layers: Vec<String>,
    /// Digest of the files of these layers; blank where nobody took it.
    pub ruleset_digest: String,
    /// The packs among the layers, each with its version, its owner and who approved it.
    pub packs: Vec<String>,
    /// Checks in order of their stated figure's place.
    pub checks: Vec<Check>,
    /// Findings, the heaviest first.
    pub findings: Vec<Finding>,
    /// How the findings stand to those of the run before; `None` without a remediation ledger.
    pub follow_up: Option<FollowUp>,
    /// The duty ledger in order of the rule files.
    pub rules: Vec<RuleOutcome>,
    /// Scripts of rules that went wrong while they ran; the other rules were checked all the same.
    pub mistakes: Vec<gouji_values::error::RuleMistake>,
    /// What was strange.
    pub notices: Vec<Notice>,
    /// Coverage.
    pub coverage: Coverage,
    /// What would be told, were a figure another one; where that was asked for.
    pub proved: Option<Proved>,
    /// How the document was understood, for `gouji tables`.
    pub understanding: Vec<UnderstoodTable>,
    /// Sentences that matched a claim, for `gouji tables`.
    pub sentences: Vec<UnderstoodSentence>,
    /// What was read from each sentence, where that is asked for.
    pub facts: Vec<SentenceRead>,
    /// Findings that a reader chose to leave out by their codes.
    pub left_out: usize,
    /// Another document of the run is judged beside it: it may be there for that one alone.
    pub is_beside: bool,
    /// Documents of the agency that stood beside this one: last year's, its budget.
    pub beside: Vec<DocumentBeside>,
}

/// A document of the run that figures of another one stand in.
#[derive(Clone, Debug)]
pub struct DocumentBeside {
    /// Its index in the run.
    pub index: usize,
    /// Its path as given.
    pub path: String,
    /// As read.
    pub document: Arc<Document>,
}

impl DocumentAudit {
    /// The rules that did not run to their end.
    pub fn failed(&self) -> impl Iterator<Item = &RuleOutcome> {
        self.rules.iter().filter(|rule| rule.status == RuleStatus::Failed)
    }

    /// The rules of the user's own of which not one check could be decided, though they do not leave
    /// it open themselves, or of which something does not hold in a form that was told by likeness.
    pub fn undecided_own(&self) -> impl Iterator<Item = &RuleOutcome> {
        self.rules.iter().filter(|rule| {
            let is_said = rule.why.iter().any(|why| matches!(why, Why::Skipped { .. }));
            let is_its = |own: &&Check| own.rule == rule.id && own.verdict == Verdict::Unchecked;
            let is_unsure = |own: &Check| own.reason.as_deref() == Some(&Why::FormUnsure);
            let is_open = rule.status == RuleStatus::Undecided && !is_said;
            rule.is_own && (is_open || self.checks.iter().filter(is_its).any(is_unsure))
        })
    }

    /// The document, with its path, that a printed figure stands in, by the index that the figure
    /// carries.
    #[must_use]
    pub fn source(&self, index: Option<usize>) -> (&str, &Document) {
        match self.beside.iter().find(|beside| index == Some(beside.index)) {
            Some(beside) => (&beside.path, &beside.document),
            None => (&self.path, &self.document),
        }
    }
}

/// How one table was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct UnderstoodTable {
    /// Its place.
    pub span: Span,
    /// Caption as printed, if one was found.
    pub caption: Option<String>,
    /// The forms found in it, with what fitted; empty: not recognised.
    pub forms: Vec<UnderstoodForm>,
    /// Rows and columns.
    pub size: (usize, u32),
    /// What was not understood, in Chinese.
    pub remarks: Vec<String>,
    /// Heads that its forms do not know, and what they most likely are.
    pub heads: Vec<ProposedHead>,
}

/// A head that a form does not know, and the column that it most likely is the head of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProposedHead {
    /// Id of the form.
    pub form: String,
    /// Name of the column.
    pub column: String,
    /// The head as printed.
    pub head: String,
}

/// One form found in a table.
#[derive(Clone, Debug, PartialEq)]
pub struct UnderstoodForm {
    /// No form of the rules knows the table: its relations follow from itself.
    pub is_own: bool,
    /// Id of the form.
    pub form: String,
    /// Key of the part that it stands in.
    pub part: Option<String>,
    /// Matched by title, not by headers alone.
    pub by_title: bool,
    /// Unit of its amounts.
    pub unit: Option<String>,
    /// What is printed as its unit, where that cannot be read.
    pub unread_unit: Option<EcoString>,
    /// Names of the columns found, with their side, where the grid is wanted.
    pub columns: Vec<String>,
    /// The grid as read: per row the label and the columns' values as printed.
    pub rows: Vec<(EcoString, Box<[Option<EcoString>]>)>,
    /// No figure stands in it.
    pub empty: bool,
    /// What was read from which cell, where the grid is wanted.
    pub cells: Vec<UnderstoodCell>,
}

/// A cell of a table as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct UnderstoodCell {
    /// Where it stands.
    pub span: Span,
    /// The row that it was read as.
    pub row: EcoString,
    /// The column that it was read as, in [`UnderstoodForm::columns`].
    pub column: usize,
    /// What was read.
    pub content: CellContent,
    /// Doubt of the reading.
    pub reading: ReadingDoubt,
}

/// What was read from a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellContent {
    /// A number.
    Number,
    /// Words.
    Text,
    /// Nothing, or a mark for nothing.
    Blank,
    /// A number was expected and could not be read; why.
    Unreadable(Illegible),
}

/// A sentence that matched a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnderstoodSentence {
    /// Claim id.
    pub claim: String,
    /// Place of the sentence.
    pub span: Span,
    /// Captures: name and text.
    pub captures: Vec<(String, String)>,
}

/// A document that could not be audited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Path as given.
    pub path: String,
    /// Why, by code.
    pub code: UnreadableCode,
    /// What happened and what to do, in Chinese.
    pub message: String,
    /// The error that it came of: of the reader, of the rules, of the system.
    pub source: Option<Underlying>,
}

impl Unreadable {
    /// That a document was not audited.
    #[must_use]
    pub fn new(path: impl Into<String>, code: UnreadableCode, message: impl Into<String>) -> Self {
        Self { path: path.into(), code, message: message.into(), source: None }
    }

    /// The same with the error that it came of.
    #[must_use]
    pub fn because(self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self { source: Some(Underlying::new(source)), ..self }
    }
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}：{}", self.path, self.message)
    }
}

impl std::error::Error for Unreadable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(Underlying::error)
    }
}

/// A document of a run: audited, or why not.
pub type DocumentOutcome = Result<DocumentAudit, Unreadable>;

/// A whole run.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// Documents in the order given.
    pub documents: Vec<DocumentOutcome>,
    /// Digest of all rule files at hand; each document has that of its own.
    pub ruleset_digest: String,
}
