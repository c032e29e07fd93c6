//! Printed figures, and how checks cite them.

use crate::document::Span;
use std::sync::Arc;

/// The part a figure plays in a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The figure that the document states.
    Stated,
    /// A figure that it is compared with or computed from.
    Operand,
}

/// Doubt about how a figure was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// As it stands there.
    #[default]
    Plain,
    /// Joined over a line break.
    Joined,
    /// Torn or damaged digits were put together; what was done.
    Repaired(String),
    /// Its column was chosen because an identity holds; the rule's id (由该式定列).
    Aligned(String),
}

impl Reading {
    /// Whether it was repaired, or its column was chosen: it may be our reading that is wrong.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        matches!(self, Self::Repaired(_) | Self::Aligned(_))
    }
}

/// A figure printed in the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrintedFigure {
    /// Exactly what stands there, sign and unit included, joined where it wraps.
    pub text: String,
    /// Its number without separators in the printed unit; `None` for a figure without a number (优, 是, a name, a blank).
    pub value: Option<String>,
    /// Printed or inherited unit.
    pub unit: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// Doubt of the reading.
    pub reading: Reading,
    /// Index into [`Audit::documents`](super::Audit::documents) where it stands in another document (last year's).
    pub document: Option<usize>,
}

impl PrintedFigure {
    /// A number as this one is written: with its separators and its unit where these are printed.
    #[must_use]
    pub fn like(&self, value: &str) -> String {
        let text = self.text.split_whitespace().collect::<String>();
        let (whole, behind) = value.split_once('.').map_or((value, None), |(whole, behind)| (whole, Some(behind)));
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
        if let Some(unit) = self.unit.as_deref().filter(|unit| text.ends_with(unit)) {
            out.push_str(unit);
        }
        out
    }
}

/// A printed figure that checks cite: its place at once, its words when somebody reads them. Most are never read.
pub trait Cited: std::fmt::Debug + Send + Sync {
    /// Where it stands, and the index into [`Audit::documents`](super::Audit::documents) where that is another document (last year's).
    fn place(&self) -> (Span, Option<usize>);
    /// The same figure, whose words go when it goes; `None` where they are known anyway.
    fn anew(&self) -> Option<Arc<dyn Cited>> {
        None
    }
    /// `[part key] form row column` as printed.
    fn label(&self) -> &Arc<str>;
    /// What is printed there.
    fn printed(&self) -> &Arc<PrintedFigure>;
    /// Whether it was repaired, or its column was chosen.
    fn is_doubtful(&self) -> bool {
        self.printed().reading.is_doubtful()
    }
}

/// A figure in a check.
#[derive(Clone, Debug)]
pub struct CheckFigure {
    /// Its part.
    pub role: Role,
    /// The printed figure; it stands in several checks.
    pub cited: Arc<dyn Cited>,
}

impl CheckFigure {
    /// One whose words are known.
    #[must_use]
    pub fn given(role: Role, label: &str, printed: PrintedFigure) -> Self {
        Self { role, cited: Arc::new(Given { label: label.into(), printed: Arc::new(printed) }) }
    }

    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        self.cited.place().0
    }

    /// Index into [`Audit::documents`](super::Audit::documents) where it stands in another document (last year's).
    #[must_use]
    pub fn document(&self) -> Option<usize> {
        self.cited.place().1
    }

    /// `[part key] form row column` as printed.
    #[must_use]
    pub fn label(&self) -> &Arc<str> {
        self.cited.label()
    }

    /// What is printed there.
    #[must_use]
    pub fn printed(&self) -> &Arc<PrintedFigure> {
        self.cited.printed()
    }
}

/// A figure whose words are known.
#[derive(Debug)]
struct Given {
    label: Arc<str>,
    printed: Arc<PrintedFigure>,
}

impl Cited for Given {
    fn place(&self) -> (Span, Option<usize>) {
        (self.printed.span, self.printed.document)
    }

    fn label(&self) -> &Arc<str> {
        &self.label
    }

    fn printed(&self) -> &Arc<PrintedFigure> {
        &self.printed
    }
}
