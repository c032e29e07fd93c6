//! A check: its verdict at once, what it says in words and figures when somebody reads it.

use super::{CheckFigure, Role, Severity, Sides, Verdict};
use crate::document::Span;
use ecow::EcoString;
use std::borrow::Cow;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// One identity with one stated figure, evaluated. It shows what it [says](Said) as if that were its own fields.
#[derive(Clone, Debug)]
pub struct Check {
    /// Id of the rule or claim.
    pub rule: EcoString,
    /// Further rules that state the same identity.
    pub also: Vec<EcoString>,
    /// Severity, should it be a violation.
    pub severity: Severity,
    /// Verdict.
    pub verdict: Verdict,
    /// Relation between stated and computed: `==`, `<=` …
    pub relation: &'static str,
    /// Both sides as expressions over printed figures, where they are numbers: what finds the guilty figure.
    pub sides: Option<Sides>,
    /// What it says.
    pub words: Words,
}

/// What a check says.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Identity of the check without line and year (RULE-LANGUAGE, decision 32), readable: `支出-行合计|0||支出决算表||合计|`.
    pub key: String,
    /// For a violation what is wrong, for `unchecked` why; empty otherwise.
    pub message: String,
    /// What the rule says of itself in a line.
    pub name: Option<EcoString>,
    /// Of a violated equality both sides and the difference, without saying which of them is wrong; empty otherwise.
    pub both: String,
    /// Of a violation what was worked out, with its figures put in: `67.83 ÷ (274.08 ＋ 67.83) ＝ 19.84%`.
    pub arithmetic: Option<EcoString>,
    /// The expectation as the rule file writes it.
    pub expression: EcoString,
    /// Stated value, in `unit`.
    pub stated: Option<EcoString>,
    /// Computed value at the stated decimals, in `unit`.
    pub computed: Option<EcoString>,
    /// Stated minus computed, in `unit`.
    pub difference: Option<EcoString>,
    /// Unit of the three values.
    pub unit: Option<EcoString>,
    /// Printed figures, each place once, the stated one first.
    pub figures: Vec<CheckFigure>,
    /// What the rule rests on.
    pub basis: Option<EcoString>,
    /// What the reader may do or consider.
    pub hint: Option<EcoString>,
    /// Words that the script of the rule gave this check: no other check takes its place.
    pub own: Option<EcoString>,
}

/// Where the words of a check come from.
#[derive(Clone, Debug)]
pub enum Words {
    /// They are known.
    Said(Box<Said>),
    /// They are made when somebody reads them: of a sum that holds hardly ever. By what, and which of its checks it is.
    Later(Arc<dyn Later>, u32),
}

/// Checks of figures of their own document whose words are not made yet, each by its number.
pub trait Later: std::fmt::Debug + Send + Sync {
    /// Where the figures of a check stand, in their order: the spans of [`Said::figures`].
    fn spans(&self, check: u32) -> &[Span];
    /// What a check says.
    fn said(&self, check: u32) -> &Said;
    /// The same, made for who asks: nothing of it is kept.
    fn told(&self, check: u32) -> Said;
}

impl Check {
    /// Where its figures stand, in their order, and the index into [`Audit::documents`](super::Audit::documents) of those
    /// that stand in another document. Makes no words.
    pub fn places(&self) -> impl Iterator<Item = (Span, Option<usize>)> + '_ {
        let (spans, figures): (&[Span], &[CheckFigure]) = match &self.words {
            Words::Said(said) => (&[], &said.figures),
            Words::Later(later, check) => (later.spans(*check), &[]),
        };
        spans.iter().map(|span| (*span, None)).chain(figures.iter().map(|figure| figure.cited.place()))
    }

    /// Where the figure stands that it is about, as [`Check::places`]. Makes no words.
    #[must_use]
    pub fn lead(&self) -> Option<(Span, Option<usize>)> {
        match &self.words {
            Words::Said(said) => said.figures.iter().find(|figure| figure.role == Role::Stated).map(|figure| figure.cited.place()),
            Words::Later(..) => self.places().next(),
        }
    }

    /// Which of its figures it is about, in the order of [`Check::places`]: the stated one, else the first. Makes no words.
    #[must_use]
    pub fn lead_index(&self) -> usize {
        match &self.words {
            Words::Said(said) => said.figures.iter().position(|figure| figure.role == Role::Stated).unwrap_or(0),
            Words::Later(..) => 0,
        }
    }

    /// Its [key](Said::key); nothing of it is kept that was not known before.
    #[must_use]
    pub fn key(&self) -> Cow<'_, str> {
        match &self.words {
            Words::Said(said) => Cow::Borrowed(&said.key),
            Words::Later(later, check) => Cow::Owned(later.told(*check).key),
        }
    }

    /// The check with words that go when it goes: for who reads one after the other of very many.
    #[must_use]
    pub fn told(&self) -> Self {
        let said = match &self.words {
            Words::Later(later, check) => later.told(*check),
            Words::Said(said) => {
                let mut said = Said::clone(said);
                for figure in &mut said.figures {
                    if let Some(anew) = figure.cited.anew() {
                        figure.cited = anew;
                    }
                }
                said
            }
        };
        Self { also: self.also.clone(), rule: self.rule.clone(), words: said.into(), ..*self }
    }

    /// So many figures stand in it. Makes no words.
    #[must_use]
    pub fn size(&self) -> usize {
        match &self.words {
            Words::Said(said) => said.figures.len(),
            Words::Later(later, check) => later.spans(*check).len(),
        }
    }
}

impl Deref for Check {
    type Target = Said;

    fn deref(&self) -> &Said {
        match &self.words {
            Words::Said(said) => said,
            Words::Later(later, check) => later.said(*check),
        }
    }
}

impl DerefMut for Check {
    fn deref_mut(&mut self) -> &mut Said {
        if let Words::Later(later, check) = &self.words {
            self.words = Words::Said(Box::new(later.said(*check).clone()));
        }
        match &mut self.words {
            Words::Said(said) => said,
            // it was just put into words: only the type does not know
            Words::Later(..) => unreachable!("words that were made"),
        }
    }
}

impl From<Said> for Words {
    fn from(said: Said) -> Self {
        Self::Said(Box::new(said))
    }
}
