//! Notices: what a reader of the report should know of a document.

use super::Span;
use crate::code::codes;
use crate::lang::BilingualText;

/// Something about the document that a reader of the report should know; never stops the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it is about.
    pub code: NoticeCode,
    /// What it is, and what to do.
    pub message: BilingualText,
    /// Where, if at one place.
    pub span: Option<Span>,
}

impl Notice {
    /// Of the document as a whole.
    #[must_use]
    pub fn whole(code: NoticeCode, message: impl Into<BilingualText>) -> Self {
        Self { code, message: message.into(), span: None }
    }
}

codes! {
    /// What a notice is about.
    NoticeCode, "notice":
    /// The file was converted from another encoding.
    EncodingConverted = "encoding-converted",
    /// The file is plain text, though its name says something else.
    NamedOtherwise = "name-not-of-content",
    /// An office program wrote the file anew in a format that is read.
    FileConverted = "file-converted",
    /// Bytes could not be read as characters.
    CharactersBroken = "characters-undecodable",
    /// Control characters were left out.
    ControlCharacters = "control-characters",
    /// Something hidden stands in the file: read or not, as its words say.
    HiddenContent = "hidden-content",
    /// A web page ends within a tag.
    PageCut = "web-page-cut-off",
    /// A sheet that an earlier audit added was not read.
    OwnSheet = "sheet-of-findings",
    /// Number formats and hidden rows of the file were not read.
    FormatsUnread = "number-formats-unread",
    /// Cells hold error values.
    ErrorCells = "cells-with-errors",
    /// Formulas have no stored results.
    FormulasUnsaved = "formula-results-missing",
    /// Results that were not stored were worked out.
    FormulasComputed = "formula-results-computed",
    /// Cells show another number than they store.
    ShownDiffers = "shown-not-stored",
    /// Formulas do not give what is stored.
    FormulaDiffers = "formula-disagrees",
    /// Tracked changes were neither accepted nor rejected.
    Revisions = "revisions-open",
    /// Pictures were not read.
    PicturesUnread = "pictures-unread",
    /// Figures in heads and feet of pages were not read.
    MarginsUnread = "page-margins-unread",
    /// Embedded objects were not read.
    ObjectsUnread = "objects-unread",
    /// Pages could not be read.
    PagesUnread = "pages-unread",
    /// The text of pages that are pictures was recognised by a program.
    PagesRecognised = "pages-recognised",
    /// A program recognised no text on pages that are pictures.
    PagesUnrecognised = "pages-not-recognised",
    /// Single characters of a page are unknown.
    CharactersUnknown = "characters-unknown",
    /// Slanted text, a watermark or a stamp, was not read.
    SlantedUnread = "slanted-text-unread",
    /// The text of pages is a hidden layer behind pictures.
    HiddenTextLayer = "hidden-text-layer",
    /// Rows below a table fit none of its columns.
    RowsLoose = "rows-without-columns",
    /// Rows at the head of a page could not be joined to the table before.
    RowsTorn = "rows-not-joined",
    /// A file of a set was not read.
    FileUnread = "file-of-set-unread",
    /// A layer of rules was left out.
    LayerLeftOut = "layer-left-out",
    /// A layer of rules was left out, as it has mistakes.
    LayerBroken = "layer-broken",
    /// The ruleset does not cover the year of the document.
    YearUncovered = "year-not-covered",
    /// A damaged figure was read with the help of an identity.
    FigureRepaired = "figure-repaired",
    /// Rows lost their blank cells: which columns their figures stand in is open.
    BlanksLost = "blank-cells-lost",
    /// The title is that of a form, its columns are not.
    ColumnsMissing = "columns-missing",
    /// All columns of a form are there, but no title, and the form has one.
    TitleMissing = "title-missing",
    /// A class is printed twice, right below itself.
    ClassTwice = "class-printed-twice",
    /// The column of totals of a table has no figure.
    ColumnBlank = "column-without-figures",
    /// A table lacks rows that others have, and its total has what they come to.
    RowsLacking = "rows-lacking",
    /// A table whose title or heads are damaged is taken for the form that explains most of it.
    FormLikely = "form-likely",
    /// A table comes near several forms, or not near enough to one.
    FormUnclear = "form-unclear",
    /// A rounding difference is possible, but not likely.
    RoundingOdd = "rounding-unlikely",
    /// The totals of a table are sums of its printed figures, but for a few.
    SumsOfPrinted = "sums-of-printed-figures",
    /// There was too much to check: causes or rounding were not analysed.
    NotAnalysed = "causes-not-searched",
    /// A `gouji.toml` or a profile switched rules off or made them weigh less.
    RulesAdjusted = "rules-adjusted",
    /// A waiver holds whatever the figures are.
    WaiverOpen = "waiver-without-values",
    /// A waiver was written for other figures.
    WaiverOutdated = "waiver-outdated",
    /// A waiver has run out.
    WaiverExpired = "waiver-expired",
    /// A waiver covers findings whatever their figures are.
    WaiverBroad = "waiver-broad",
    /// An explanation of the ledger is no longer needed.
    LedgerSettled = "ledger-explanation-settled",
    /// What the ledger says of a finding does not agree with this audit.
    LedgerDiffers = "ledger-differs",
    /// Findings or notices were left out by their codes.
    LeftOutByCode = "left-out-by-code",
}
