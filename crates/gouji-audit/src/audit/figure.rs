//! Printed figures, and how checks cite them.

use super::Check;
use ecow::EcoString;
use gouji_values::document::Span;
use gouji_values::lang::{BilingualText, Lang};
use std::sync::Arc;

/// The part a figure plays in a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureRole {
    /// The figure that the document states.
    Stated,
    /// A figure that it is compared with or computed from.
    Operand,
}

/// Doubt about how a figure was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ReadingDoubt {
    /// As it stands there.
    #[default]
    Plain,
    /// Joined over a line break.
    Joined,
    /// Torn or damaged digits were put together; what was done.
    Repaired(BilingualText),
    /// Its column was chosen because an identity holds; the rule's id (由该式定列).
    Aligned(String),
}

impl ReadingDoubt {
    /// That what is printed was read as this.
    pub fn repaired(printed: &str, read: &dyn std::fmt::Display) -> Self {
        Self::Repaired(BilingualText::same(format!("{printed} → {read}")))
    }

    /// Whether it was repaired, or its column was chosen: it may be our reading that is wrong.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        match self {
            Self::Repaired(_) | Self::Aligned(_) => true,
            Self::Plain | Self::Joined => false,
        }
    }
}

/// A figure printed in the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrintedFigure {
    /// Exactly what stands there, sign and unit included, joined where it wraps.
    pub text: String,
    /// Its number without separators in the printed unit; `None` for a figure without a number
    /// (优, 是, a name, a blank).
    pub value: Option<String>,
    /// Printed or inherited unit.
    pub unit: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// Id of the form that it is a figure of; `None` for one of a sentence.
    pub form: Option<EcoString>,
    /// Doubt of the reading.
    pub reading: ReadingDoubt,
    /// Index into [`Audit::documents`](super::Audit::documents) where it stands in another
    /// document (last year's).
    pub document: Option<usize>,
}

impl PrintedFigure {
    /// A number as this one is written: with its separators and its unit where these are printed.
    #[must_use]
    pub fn like(&self, value: &str) -> String {
        let text = self.text.split_whitespace().collect::<String>();
        let (whole, behind) =
            value.split_once('.').map_or((value, None), |(whole, behind)| (whole, Some(behind)));
        let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
        let mut out = String::from(sign);
        for (at, digit) in digits.chars().enumerate() {
            if text.contains([',', '，']) && at > 0 && (digits.len() - at) % 3 == 0 {
                out.push(',');
            }
            out.push(digit);
        }
        if let Some(behind) = behind {
            out.push('.');
            out.push_str(behind);
        }
        match self.unit.as_deref() {
            Some(unit) if text.ends_with(unit) => out.push_str(unit),
            Some(_) => {}
            // what is counted is no unit, and stands behind the number: 3次
            None => {
                let number = text.trim_end_matches(char::is_alphabetic);
                let counter = text.get(number.len()..).unwrap_or("");
                let is_number = number.ends_with(gouji_values::number::is_digit);
                if is_number && counter.chars().count() <= 3 {
                    out.push_str(counter);
                }
            }
        }
        out
    }
}

/// Where a figure stands in what was recognised: an index that only the room that made it can read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureSpot(pub [u32; 4]);

/// A printed figure that a check cites: its part, where it stands, and its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cite {
    /// Where it stands in the text.
    pub span: Span,
    /// Index into [`Audit::documents`](super::Audit::documents) of another document (last year's),
    /// else the greatest number.
    document: u32,
    /// Its part.
    pub role: FigureRole,
    /// Where it stands in what was recognised.
    pub at: FigureSpot,
}

impl Cite {
    /// A figure at a place of the text, perhaps of another document.
    #[must_use]
    pub fn new(role: FigureRole, (span, document): (Span, Option<usize>), at: FigureSpot) -> Self {
        let document = document.and_then(|index| u32::try_from(index).ok()).unwrap_or(u32::MAX);
        Self { span, document, role, at }
    }

    /// The same with another part.
    #[must_use]
    pub fn with(self, role: FigureRole) -> Self {
        Self { role, ..self }
    }

    /// Where it stands, and the index of another document.
    #[must_use]
    pub fn place(&self) -> (Span, Option<usize>) {
        (
            self.span,
            Some(self.document).filter(|index| *index < u32::MAX).map(|index| index as usize),
        )
    }
}

/// The cell of a form that a figure stands in, by names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FigureCell {
    /// Id of the form.
    pub form: String,
    /// The row as printed.
    pub row: String,
    /// The column as the form calls it.
    pub column: String,
}

/// What was recognised, as far as words about figures need it. Nothing is evaluated.
pub trait Seen: std::fmt::Debug + Send + Sync {
    /// `[part key] form row column` as printed, and in a language what is not the document's.
    fn label(&self, at: FigureSpot, lang: Lang) -> Arc<str>;
    /// What is printed there.
    fn printed(&self, at: FigureSpot) -> Arc<PrintedFigure>;
    /// The cell of a form that it stands in.
    fn cell(&self, _at: FigureSpot) -> Option<FigureCell> {
        None
    }
    /// Whether it was repaired, or its column was chosen.
    fn is_doubtful(&self, at: FigureSpot) -> bool {
        self.printed(at).reading.is_doubtful()
    }
    /// The label as messages name it: what stands in a sentence stands in the text (正文).
    fn said(&self, at: FigureSpot, lang: Lang) -> Arc<str> {
        self.label(at, lang)
    }
    /// The identity of a check.
    fn key(&self, check: &Check) -> String;
}

/// A figure in a check.
#[derive(Clone, Copy, Debug)]
pub struct CheckFigure<'a> {
    /// Its part.
    pub role: FigureRole,
    cite: &'a Cite,
    seen: Option<&'a dyn Seen>,
}

impl<'a> CheckFigure<'a> {
    /// A figure with what it stands in; without that it has no words.
    #[must_use]
    pub fn new(cite: &'a Cite, seen: Option<&'a dyn Seen>) -> Self {
        Self { role: cite.role, cite, seen }
    }

    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        self.cite.span
    }

    /// Index into [`Audit::documents`](super::Audit::documents) where it stands in another document
    /// (last year's).
    #[must_use]
    pub fn document(&self) -> Option<usize> {
        self.cite.place().1
    }

    /// `[part key] form row column` as printed.
    #[must_use]
    pub fn label(&self) -> Arc<str> {
        self.label_in(Lang::Chinese)
    }

    /// The cell of a form that it stands in.
    #[must_use]
    pub fn cell(&self) -> Option<FigureCell> {
        self.seen.and_then(|seen| seen.cell(self.cite.at))
    }

    /// By the words of the document that stand before it; where none do, as rule files name it.
    #[must_use]
    pub fn called(&self) -> Arc<str> {
        self.called_in(Lang::Chinese)
    }

    /// The same in a language.
    #[must_use]
    pub fn called_in(&self, lang: Lang) -> Arc<str> {
        let said = self.said_in(lang);
        if said.contains('“') { said } else { self.label_in(lang) }
    }

    /// The label as messages name it.
    #[must_use]
    pub fn said(&self) -> Arc<str> {
        self.said_in(Lang::Chinese)
    }

    /// The same in a language.
    #[must_use]
    pub fn said_in(&self, lang: Lang) -> Arc<str> {
        self.seen.map_or_else(|| Arc::from(""), |seen| seen.said(self.cite.at, lang))
    }

    /// [`CheckFigure::label`] in a language.
    #[must_use]
    pub fn label_in(&self, lang: Lang) -> Arc<str> {
        self.seen.map_or_else(|| Arc::from(""), |seen| seen.label(self.cite.at, lang))
    }

    /// What is printed there.
    #[must_use]
    pub fn printed(&self) -> Arc<PrintedFigure> {
        self.seen.map(|seen| seen.printed(self.cite.at)).unwrap_or_default()
    }

    /// Whether it was repaired, or its column was chosen.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.seen.is_some_and(|seen| seen.is_doubtful(self.cite.at))
    }
}
