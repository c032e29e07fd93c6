//! What was read from the sentences of running text, and what rests on it.

use super::{NoCheck, UnderstoodSentence};
use ecow::EcoString;
use gouji_prose::prose::{Bound, Kind, Outcome, Relation, Role, When};
use gouji_values::document::Span;

/// A sentence, with what was read from it.
#[derive(Clone, Debug, PartialEq)]
pub struct SentenceRead {
    /// Where it stands.
    pub span: Span,
    /// Its figures in reading order.
    pub figures: Vec<FigureRead>,
    /// Its lists.
    pub lists: Vec<ListRead>,
    /// What is said of its figures.
    pub relations: Vec<RelationRead>,
    /// The claims of rule files that it makes.
    pub claims: Vec<ClaimRead>,
}

/// A figure of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureRead {
    /// Where it stands.
    pub span: Span,
    /// As printed, without blanks.
    pub text: EcoString,
    /// What it is of.
    pub subject: EcoString,
    /// What a share or ratio is of.
    pub of: EcoString,
    /// The part that it plays.
    pub role: Role,
    /// What it counts.
    pub kind: Kind,
    /// Time and stage.
    pub when: When,
    /// Whether it is meant exactly.
    pub bound: Bound,
    /// Why no relation speaks of it.
    pub apart: Option<Unrelated>,
    /// Indices of the checks that rest on it.
    pub checks: Vec<usize>,
    /// Why none does that was decided.
    pub why: Option<NoCheck>,
}

/// Why no relation speaks of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unrelated {
    /// It is a part of a range, or behind a sign.
    Range,
    /// It is written in words of tenths.
    Tenth,
    /// It is not meant exactly.
    Inexact,
}

/// A list of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRead {
    /// What they add up to, as printed.
    pub head: Option<EcoString>,
    /// As printed.
    pub items: Vec<EcoString>,
    /// Nothing says that something is missing.
    pub is_whole: bool,
}

/// Something that is said of figures.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationRead {
    /// All readings that the grammar allows.
    pub readings: Vec<ReadingRead>,
    /// The one that was chosen.
    pub chosen: usize,
    /// What came of it.
    pub outcome: Outcome,
    /// Whether it was handed on to be checked.
    pub is_told: bool,
    /// The relation of rule files that it is, with its words.
    pub rule: Option<(EcoString, EcoString)>,
    /// Indices of the checks that were made of it.
    pub checks: Vec<usize>,
}

/// A reading: which figure fills which part.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadingRead {
    /// The relation.
    pub relation: Relation,
    /// Parts by the names of rule files, with what fills them.
    pub parts: Vec<(EcoString, EcoString)>,
    /// The grammar says it; else it only does not rule it out.
    pub is_sure: bool,
    /// Whether it holds; `None` where that cannot be said.
    pub holds: Option<bool>,
}

/// A claim of a rule file that a sentence makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimRead {
    /// The claim with its captures.
    pub sentence: UnderstoodSentence,
    /// Indices of the checks that were made of it.
    pub checks: Vec<usize>,
}
