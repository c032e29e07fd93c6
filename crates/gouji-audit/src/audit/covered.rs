//! What became of each number of a document: no figure, checked, read but not checked, not read.

use ecow::EcoString;
use gouji_values::code::{coded, codes};
use gouji_values::document::Span;

coded! {
    /// Why no check rests on a number.
    NoCheck, NoCheckCode, "unchecked":
    /// No rule speaks of the cell.
    NoRule = "figure-without-rule",
    /// No rule reads the sentence.
    SentenceUnread = "sentence-unread",
    /// The number stands in running text, without a unit of money or a percent sign.
    InProse = "figure-in-prose",
    /// All checks that rest on it were left undecided.
    Undecided = "checks-undecided",
    /// Checks that rest on it agree, but none of them would have told a wrong figure.
    Corroborated = "checks-corroborated",
    /// It is no figure: a date, numbering, a file number.
    NoFigure {
        /// What it is, in the word of the vocabulary.
        kind: EcoString,
    } = "no-figure",
}

impl NoCheck {
    /// Whether the figure agrees with others, though nothing would have told a wrong one.
    #[must_use]
    pub fn is_corroborated(&self) -> bool {
        self.code() == NoCheckCode::Corroborated
    }
}

/// A figure that no check rests on, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UncheckedFigure {
    /// As printed.
    pub text: EcoString,
    /// Where.
    pub span: Span,
    /// Why.
    pub why: NoCheck,
}

impl UncheckedFigure {
    /// Whether it counts among the figures; dates, numbering and the like do not.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.why.code() != NoCheckCode::NoFigure
    }
}

codes! {
    /// Why numbers, or whole pages, were not read.
    NotRead, "unread":
    /// No form is known for the table.
    Table = "table-unknown",
    /// The form has no such column.
    Column = "column-unknown",
    /// The row belongs to no form that was found in the table, or its figures to none of the
    /// columns.
    Row = "row-unknown",
    /// The number stands in words of a cell that make no claim.
    CellText = "cell-text",
    /// The line looks like a row of a table that was not understood.
    Line = "line-unknown",
    /// The page is a picture.
    Picture = "page-picture",
    /// The fonts of the page do not say what their characters mean.
    Fonts = "page-fonts",
}

impl NotRead {
    /// Whether it is a whole page.
    #[must_use]
    pub fn is_page(self) -> bool {
        match self {
            Self::Picture | Self::Fonts => true,
            Self::Table | Self::Column | Self::Row | Self::CellText | Self::Line => false,
        }
    }
}

/// Numbers that were not read, all of one table, column or stretch of lines; or pages of which
/// nothing was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Why.
    pub why: NotRead,
    /// How many numbers; 0 where a page was not read, whose numbers nobody can count.
    pub count: usize,
    /// From the first of them to the last; `None` for pages.
    pub span: Option<Span>,
    /// The table that they stand in.
    pub table: Option<usize>,
    /// The caption of the table, the header of the column, or the file of the pages, where one is
    /// known.
    pub name: Option<EcoString>,
    /// The pages that were not read.
    pub pages: Vec<usize>,
}

/// Numbers that are no figures, all of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoFigures {
    /// What they are, in Chinese: 年份, 编码.
    pub kind: EcoString,
    /// How many there are.
    pub count: usize,
}

/// How many figures there are, and how many of them were checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// All.
    pub figures: usize,
    /// Those of them that were checked.
    pub checked: usize,
    /// Those of the others that are corroborated alone.
    pub corroborated: usize,
}

/// How many numbers were seen, and what became of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// All figures: those that were checked, read or not read; not those that are no figures.
    pub figures: usize,
    /// Those in at least one check, by a rule on figures, that would have told a wrong one: its verdict is
    /// `holds`, `rounding` or `violation`.
    pub checked: usize,
    /// Those of the others in a check whose figures agree without proof.
    pub corroborated: usize,
    /// Those of both that stand in running text.
    pub prose: Counted,
    /// Those that were read, and that no check rests on; numbers of running text that are no
    /// figures are listed, too.
    pub unchecked: Vec<UncheckedFigure>,
    /// Those that were not read, and pages that were not read.
    pub unread: Vec<Unread>,
    /// Numbers that are no figures, by kind.
    pub no_figures: Vec<NoFigures>,
    /// Tables seen.
    pub tables: usize,
    /// Tables in which a form was recognised.
    pub recognised: usize,
    /// Of the tables that hold figures: those that there are, and those in which a form was
    /// recognised.
    pub with_figures: (usize, usize),
    /// Pages of files that have pages; 0 where none has.
    pub pages: usize,
}

/// A share of so many hundredths of the tables with figures is to be recognised.
const ENOUGH: usize = 80;

impl Coverage {
    /// Whether anything was audited: one figure at least.
    #[must_use]
    pub fn is_judged(&self) -> bool {
        self.checked > 0
    }

    /// The figures that stand in tables, or in lines that look like rows of one.
    #[must_use]
    pub fn cells(&self) -> Counted {
        Counted {
            figures: self.figures.saturating_sub(self.prose.figures),
            checked: self.checked.saturating_sub(self.prose.checked),
            corroborated: self.corroborated.saturating_sub(self.prose.corroborated),
        }
    }

    /// Pages that were not read.
    #[must_use]
    pub fn unread_pages(&self) -> usize {
        self.unread.iter().map(|unread| unread.pages.len()).sum()
    }

    /// Figures that were not read.
    #[must_use]
    pub fn unread_figures(&self) -> usize {
        self.unread.iter().map(|unread| unread.count).sum()
    }

    /// Whether much of the document was not read: whole pages, many of its tables, or more figures
    /// than were read.
    #[must_use]
    pub fn lacks_much(&self) -> bool {
        let (tables, recognised) = self.with_figures;
        let lost: usize = self
            .unread
            .iter()
            .filter(|unread| unread.why != NotRead::CellText)
            .map(|unread| unread.count)
            .sum();
        self.unread_pages() > 0 || recognised * 100 < tables * ENOUGH || lost * 2 > self.figures
    }
}
