//! "We could not do the work": what an operator must mend. Mistakes in rule files are [`RuleMistake`]s,
//! oddities of a document are notices, wrong figures are findings; the four are never mixed.

use crate::code::{coded, codes};
use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// The error that another one came of. Two are equal that say the same.
#[derive(Clone)]
pub struct Underlying(Arc<dyn Error + Send + Sync>);

impl Underlying {
    /// Of any error.
    pub fn new(error: impl Error + Send + Sync + 'static) -> Self {
        Self(Arc::new(error))
    }

    /// The error itself, as [`Error::source`] hands it on.
    #[must_use]
    pub fn error(&self) -> &(dyn Error + 'static) {
        &*self.0
    }
}

impl fmt::Debug for Underlying {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl PartialEq for Underlying {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_string() == other.0.to_string()
    }
}

impl Eq for Underlying {}

codes! {
    /// Why a document was not audited.
    UnreadableCode, "unreadable":
    /// The file holds nothing but blanks.
    Empty = "file-empty",
    /// The content is of a format that is not read.
    Unsupported = "format-unsupported",
    /// A limit was reached.
    Limit = "limit-exceeded",
    /// The content is damaged.
    Damaged = "file-damaged",
    /// The file is not there or could not be opened.
    NotOpened = "file-not-opened",
    /// A folder could not be entered.
    FolderClosed = "folder-not-opened",
    /// A folder holds no document.
    FolderEmpty = "folder-without-documents",
    /// The rules that the document needs cannot be used.
    Rules = "rules-unusable",
    /// The program went wrong on this document.
    Internal = "internal-error",
}

/// Why bytes could not be read as a document. The message is in Chinese and says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// The file holds nothing but blanks.
    Empty,
    /// The content is of a format that is not read.
    Unsupported {
        /// What it is.
        found: String,
        /// What to do.
        help: String,
    },
    /// A limit was reached.
    Limit {
        /// What is too large.
        what: String,
        /// The limit.
        limit: String,
        /// What to do.
        help: String,
    },
    /// The content is damaged.
    Damaged {
        /// What is damaged.
        what: String,
        /// What to do.
        help: String,
        /// What the reader of the format said.
        source: Option<Underlying>,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("文件是空的，没有可审核的内容；请检查是否导出完整"),
            Self::Unsupported { found, help } => {
                write!(f, "这是{found}，不是可以审核的文件；{help}")
            }
            Self::Limit { what, limit, help } => {
                write!(f, "{what}超过上限（{limit}），没有审核；{help}")
            }
            Self::Damaged { what, help, .. } => write!(f, "文件无法读取：{what}；{help}"),
        }
    }
}

impl Error for ReadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Damaged { source, .. } => source.as_ref().map(Underlying::error),
            Self::Empty | Self::Unsupported { .. } | Self::Limit { .. } => None,
        }
    }
}

impl ReadError {
    /// That the content is damaged.
    #[must_use]
    pub fn damaged(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Damaged { what: what.into(), help: help.into(), source: None }
    }

    /// The same with what the reader of the format said.
    #[must_use]
    pub fn because(self, error: impl Error + Send + Sync + 'static) -> Self {
        match self {
            Self::Damaged { what, help, .. } => {
                Self::Damaged { what, help, source: Some(Underlying::new(error)) }
            }
            other => other,
        }
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> UnreadableCode {
        match self {
            Self::Empty => UnreadableCode::Empty,
            Self::Unsupported { .. } => UnreadableCode::Unsupported,
            Self::Limit { .. } => UnreadableCode::Limit,
            Self::Damaged { .. } => UnreadableCode::Damaged,
        }
    }
}

coded! {
    /// Why `gouji serve` did not do what a request asks for.
    Refusal, RefusalCode, "serve":
    /// There is nothing at this path.
    PathUnknown { /// As it was asked for.
        path: String } = "path-unknown",
    /// The path takes other methods.
    MethodRefused { /// Those that it takes.
        allowed: String } = "method-not-allowed",
    /// The request names a host that is not ours.
    HostRefused { /// As it was named.
        host: String } = "host-refused",
    /// The request comes from a page of another site.
    OriginRefused = "origin-refused",
    /// The token is missing or wrong.
    TokenRefused = "token-refused",
    /// The body is larger than is let in.
    BodyTooLarge { /// What is let in.
        limit: String } = "body-too-large",
    /// The body did not come in time.
    BodySlow { /// What it had.
        seconds: u64 } = "body-too-slow",
    /// The body breaks off or is not in the form that it says.
    BodyBroken { /// What is wrong.
        why: String } = "body-unreadable",
    /// The body is packed.
    BodyEncoded = "body-encoded",
    /// There is no file in the body.
    FileMissing = "file-missing",
    /// There are more files than are audited at a time.
    FilesTooMany { /// How many there may be.
        limit: usize } = "files-too-many",
    /// There is no such parameter.
    ParameterUnknown { /// Its name.
        name: String, /// Those that there are.
        known: String } = "parameter-unknown",
    /// A parameter has a value that it cannot have.
    ParameterUnusable { /// Its name.
        name: String, /// What is wrong.
        why: String } = "parameter-unusable",
    /// There is no such ruleset.
    RulesetMissing { /// Its name.
        name: String } = "ruleset-not-found",
    /// The rules cannot be used.
    RulesBroken { /// The first mistake.
        why: String } = "rules-broken",
    /// As many audits as may be are at work and waiting.
    Busy { /// When to come again.
        seconds: u64 } = "server-busy",
    /// The server is being stopped.
    Stopping = "server-stopping",
    /// An audit took longer than it may.
    AuditSlow { /// What it had.
        seconds: u64 } = "audit-too-slow",
    /// The program went wrong on this document.
    AuditCrashed = "audit-crashed",
    /// What is to be kept could not be written.
    NotKept { /// Why.
        why: String } = "not-kept",
}

codes! {
    /// What is wrong in a rule file.
    MistakeCode, "mistake":
    /// A case beside a rule names a rule.
    CaseNamesRule = "case-names-rule",
    /// A case in a file of cases names no rule.
    CaseWithoutRule = "case-without-rule",
    /// A case lacks its document or what it expects.
    CaseIncomplete = "case-incomplete",
    /// A case has a document and a base.
    CaseTwoDocuments = "case-two-documents",
    /// The text of a cell holds what separates cells.
    CaseCellText = "case-cell-text",
    /// A case names a base that is not there.
    CaseBaseUnknown = "case-base-unknown",
    /// A case names a rule that is not there.
    CaseRuleUnknown = "case-rule-unknown",
    /// A case expects what is no verdict.
    CaseVerdictUnknown = "case-verdict-unknown",
    /// A claim is looked for in a place that there is not.
    PlaceUnknown = "place-unknown",
    /// A claim has no wording.
    ClaimWithoutText = "claim-without-text",
    /// A capture is named like a function or a reserved word.
    CaptureReserved = "capture-reserved",
    /// A capture repeats in one wording and not in another.
    CaptureRepeats = "capture-repeats",
    /// There is no such relation of prose.
    RelationUnknown = "relation-unknown",
    /// A relation says neither which built-in one it is nor of which roles, or both, or a role twice.
    RelationUnclear = "relation-unclear",
    /// A relation names a role that no row gives.
    RoleUnknown = "role-unknown",
    /// No formula or no relation asks for a role.
    RoleUnused = "role-unused",
    /// A row of roles has no kind, one that there is not, or another one than other rows of its role.
    RoleKind = "role-kind",
    /// A row of roles has neither words nor a unit.
    RoleWithoutWords = "role-without-words",
    /// The example of a row marks no figure, or several.
    RoleExampleMark = "role-example-mark",
    /// The figure of an example is not taken by its row, or not by it alone.
    RoleExample = "role-example",
    /// A form has no columns.
    FormWithoutColumns = "form-without-columns",
    /// There is no such rounding.
    RoundingUnknown = "rounding-unknown",
    /// A column has no kind.
    ColumnWithoutKind = "column-without-kind",
    /// There is no such kind of column.
    ColumnKindUnknown = "column-kind-unknown",
    /// The form has no such side.
    SideUnknown = "side-unknown",
    /// The form has no such row.
    RowUnknown = "row-unknown",
    /// A part does not say what it begins with.
    PartWithoutStart = "part-without-start",
    /// Two grades begin at the same score.
    GradesEqual = "grades-equal",
    /// Grades are not in order.
    GradesUnordered = "grades-unordered",
    /// A grade stands twice.
    GradeTwice = "grade-twice",
    /// No grade begins at zero.
    GradesWithoutZero = "grades-without-zero",
    /// A number cannot be used.
    NumberUnusable = "number-unusable",
    /// An entry of a parameter's table is no number.
    ParameterNotNumber = "parameter-not-number",
    /// There is no such part.
    PartUnknown = "part-unknown",
    /// There is no such unit.
    UnitUnknown = "unit-unknown",
    /// A name is no identifier.
    NameUnusable = "name-unusable",
    /// A name is that of a function or a reserved word.
    NameReserved = "name-reserved",
    /// A key has a value that it cannot have.
    ValueUnknown = "value-unknown",
    /// A range of years cannot be read.
    YearsUnclear = "years-unclear",
    /// An item has no id.
    IdMissing = "id-missing",
    /// An id is blank.
    IdEmpty = "id-empty",
    /// A column has no name.
    ColumnWithoutName = "column-without-name",
    /// A row has no name.
    RowWithoutName = "row-without-name",
    /// A grade lacks its name or its bound.
    GradeIncomplete = "grade-incomplete",
    /// A parameter is no number, text or table.
    ParameterKind = "parameter-kind",
    /// This kind of rule needs a form.
    FormNeeded = "form-needed",
    /// There is no such file of a script.
    ScriptFileUnknown = "script-file-unknown",
    /// A tree does not say its levels.
    TreeWithoutLevels = "tree-without-levels",
    /// The form has no such column of codes.
    CodeColumnUnknown = "code-column-unknown",
    /// No layer above has what is to be amended or switched off.
    ParentUnknown = "parent-unknown",
    /// An id stands twice in a layer.
    IdTwice = "id-twice",
    /// What amends a layer above gives no reason.
    ReasonMissing = "reason-missing",
    /// No rule reads the parameter.
    ParameterUnused = "parameter-unused",
    /// No pattern asks for a fragment.
    FragmentUnused = "fragment-unused",
    /// What is written has no effect.
    WithoutEffect = "without-effect",
    /// An older program read a formula otherwise.
    ReadOtherwise = "read-otherwise",
    /// The rules want a newer program.
    ProgramOlder = "program-older",
    /// The rules are written in a language that the program does not know yet.
    LanguageUnknown = "language-unknown",
    /// A parameter lost the unit that it has above.
    ParameterUnitLost = "parameter-unit-lost",
    /// A parameter is of another kind than above.
    ParameterKindChanged = "parameter-kind-changed",
    /// An id is that of another item.
    IdTaken = "id-taken",
    /// A name is the id of an item.
    NameTaken = "name-taken",
    /// A name stands twice in a form.
    NameTwice = "name-twice",
    /// A wording does not say what is looked for.
    LookMissing = "wording-without-look",
    /// Two signs are no pair.
    PairUnusable = "pair-unusable",
    /// A rule does not say what must hold.
    DemandMissing = "demand-missing",
    /// A rule says in several ways what must hold.
    DemandsSeveral = "demands-several",
    /// There is no such severity.
    SeverityUnknown = "severity-unknown",
    /// There is no such kind of document.
    DocumentKindUnknown = "document-kind-unknown",
    /// A rule names a form and a claim.
    OwnerTwice = "owner-twice",
    /// There is no such form.
    FormUnknown = "form-unknown",
    /// There is no such claim.
    ClaimUnknown = "claim-unknown",
    /// A brace of a message has no partner.
    MessageBraces = "message-braces",
    /// There is no such ruleset.
    RulesetUnknown = "ruleset-unknown",
    /// Rulesets extend each other in a circle.
    RulesetCircle = "ruleset-circle",
    /// A ruleset that stands beside others does not say for whom.
    BesideIncomplete = "beside-incomplete",
    /// A key or value of a vocabulary is not known.
    VocabularyUnclear = "vocabulary-unclear",
    /// There is no such legal source.
    SourceUnknown = "source-unknown",
    /// A value is blank.
    ValueEmpty = "value-empty",
    /// A waiver does not say what it waives.
    WaiverWithoutTarget = "waiver-without-target",
    /// A waiver stands twice.
    WaiverTwice = "waiver-twice",
    /// A text is no fingerprint of a finding.
    FingerprintUnclear = "fingerprint-unclear",
    /// A day cannot be read.
    DayUnclear = "day-unclear",
    /// A value is of the wrong kind.
    ValueKind = "value-kind",
    /// There is no such key.
    KeyUnknown = "key-unknown",
    /// The file is no TOML.
    Syntax = "toml",
    /// A pattern cannot be used.
    Pattern = "pattern",
    /// A formula cannot be used.
    Formula = "formula",
    /// A script cannot be used.
    Script = "script",
    /// A script went wrong while it ran.
    ScriptFailed = "script-failed",
    /// A case does not come out as it expects.
    CaseFails = "case-fails",
    /// A folder holds several rulesets.
    RulesetsSeveral = "rulesets-several",
    /// A folder does not say which ruleset it extends.
    RulesetWithoutParent = "ruleset-without-parent",
    /// An item that a layer above switched off is switched on again.
    SwitchedOnAgain = "switched-on-again",
    /// A layer writes what the layer above writes.
    AmendsNothing = "amends-nothing",
    /// Two layers above amended the same.
    AmendedTwice = "amended-twice",
    /// Two rules contradict each other.
    RulesConflict = "rules-conflict",
    /// gouji.toml names what is not there.
    ConfigTarget = "config-target-unknown",
    /// A file of rules cannot be read.
    FileUnreadable = "rule-file-unreadable",
}

/// The file of what is wrong with a command: there is none.
pub const COMMAND_LINE: &str = "命令行";

/// A mistake in a rule file: what, where, what to do. Collected, never one at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleMistake {
    /// Name of the rule file.
    pub file: String,
    /// Text of the rule file.
    pub text: Arc<str>,
    /// Byte range in the text.
    pub span: std::ops::Range<usize>,
    /// What is wrong, by code.
    pub code: MistakeCode,
    /// What is wrong, in Chinese.
    pub message: String,
    /// A few words under the place.
    pub label: String,
    /// What was expected, the nearest known name, an example.
    pub help: Option<String>,
    /// Does not stop anything: deprecated, doubtful, unused.
    pub is_warning: bool,
    /// The error that it came of: of a formula, of TOML, of the system.
    pub source: Option<Underlying>,
    /// What it is about, by which those are known that follow from others.
    pub about: MistakeSubject,
}

/// What a mistake is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum MistakeSubject {
    /// Nothing that others could follow from.
    #[default]
    Other,
    /// A name that nothing bears, or that cannot be one.
    Name(String),
    /// A parameter whose value is not what is made of it.
    Parameter(String),
    /// A name in a table of parameters that is not what is made of it.
    ParameterKey(String, String),
    /// A scale of grades that is not for what is graded.
    Scale(String),
    /// A column of words of which something else is asked than what stands in it.
    Column(String),
    /// A column whose kind may be the slip: it is written in its form.
    ColumnKind(String),
    /// Cells of a spreadsheet in a formula.
    Cells,
    /// A formula that begins with a sign of equality.
    LeadingSign,
    /// A key that there is not, which was probably to say what is checked.
    Demand,
    /// A key that there is not, which was probably to say what is gone over.
    Owner,
    /// A key that there is not, as the file is one of another kind under a wrong name.
    FileName,
}

impl RuleMistake {
    /// A mistake of a file, or of an argument, without a place in it.
    #[must_use]
    pub fn of_file(code: MistakeCode, file: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            text: Arc::from(""),
            span: 0..0,
            code,
            message: message.into(),
            label: String::new(),
            help: None,
            is_warning: false,
            source: None,
            about: MistakeSubject::Other,
        }
    }
}

impl fmt::Display for RuleMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for RuleMistake {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(Underlying::error)
    }
}
