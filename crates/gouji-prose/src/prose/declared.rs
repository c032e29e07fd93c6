//! Roles and relations that rule files declare (`[[role]]`, `[[relation]]` with `roles`).
//!
//! A row of the table of roles says by which words, kind and unit a figure is known. The rows of the lowest layer that
//! has a fitting one decide; of these the row that uses more words, then the order of ids. What the figures of a
//! relation come to is an [`Equation`]; `decode/declared.rs` makes its frames.

use super::equation::Equation;
use super::quantity::{Kind, Quantity};
use super::token::{Sign, Tokens, What};
use std::ops::Range;
use std::sync::Arc;

/// A row of the table of roles.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleRow {
    /// Its id.
    pub id: String,
    /// The name under which equations know the figure; several rows may give one.
    pub role: String,
    /// How many layers stand below that of the row: those of the lowest come first.
    pub above: usize,
    /// Words before the figure, in its clause and behind the figure before it; any of them.
    pub before: Vec<String>,
    /// Words directly behind the figure and its unit; any of them.
    pub after: Vec<String>,
    /// Words of its clause with which the row says nothing.
    pub unless: Vec<String>,
    /// What the figure is.
    pub kind: Kind,
    /// What it counts, or the unit that it is printed in; any of them, and any unit where there is none.
    pub units: Vec<String>,
    /// It is worked out and rounded to its last place, as so much for each is; other numbers of things are exact.
    pub is_rounded: bool,
}

/// How far the figures of a relation may stand apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RoleReach {
    /// In one clause.
    Clause,
    /// In one group of clauses, which semicolons part.
    Segment,
    /// In one sentence.
    #[default]
    Sentence,
    /// In one passage.
    Passage,
}

/// The names of reaches in rule files.
pub const REACHES: &[(RoleReach, &str)] = &[
    (RoleReach::Clause, "clause"),
    (RoleReach::Segment, "segment"),
    (RoleReach::Sentence, "sentence"),
    (RoleReach::Passage, "passage"),
];

/// A relation that rule files declare.
#[derive(Clone, Debug, PartialEq)]
pub struct DeclaredRelation {
    /// Its claim, by number.
    pub claim: u16,
    /// The role of each slot.
    pub roles: Vec<String>,
    /// How far its figures may stand apart.
    pub reach: RoleReach,
    /// What they come to.
    pub equation: Arc<Equation>,
}

/// All roles and relations that rule files declare.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Declared {
    /// Rows, those of the lowest layer first, then by id.
    rows: Vec<RoleRow>,
    /// Relations.
    pub relations: Vec<DeclaredRelation>,
}

/// The row that takes a figure, and the characters of the words by which it does.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleFit<'d> {
    /// The row.
    pub row: &'d RoleRow,
    /// Characters of the passage that the row explains.
    pub words: Vec<Range<usize>>,
}

impl Declared {
    /// Of rows in whatever order.
    #[must_use]
    pub fn new(mut rows: Vec<RoleRow>, relations: Vec<DeclaredRelation>) -> Self {
        rows.sort_by(|a, b| a.above.cmp(&b.above).then_with(|| a.id.cmp(&b.id)));
        Self { rows, relations }
    }

    /// The row that takes a figure, by its number; `without` is a row that is thought away, by its id.
    #[must_use]
    pub fn row_of(
        &self,
        tokens: &Tokens,
        figure: usize,
        without: Option<&str>,
    ) -> Option<RoleFit<'_>> {
        let own = tokens.figures.get(figure)?;
        let mut around: Option<Around> = None;
        // the layer that has a fitting row, and how many characters its best row uses
        let mut best: Option<(usize, RoleFit<'_>)> = None;
        let rows = self.rows.iter().filter(|row| without != Some(row.id.as_str()));
        for row in rows.filter(|row| row.is_of_kind(own)) {
            if best.as_ref().is_some_and(|(_, fit)| fit.row.above < row.above) {
                break;
            }
            let around = around.get_or_insert_with(|| Around::of(tokens, figure));
            let Some(words) = row.fits(own, around) else { continue };
            let used = words.iter().map(ExactSizeIterator::len).sum();
            if best.as_ref().is_none_or(|(known, _)| *known < used) {
                best = Some((used, RoleFit { row, words }));
            }
        }
        best.map(|(_, fit)| fit)
    }

    /// The relations of each role of which a row has a figure of its kind in a passage, and one of its words.
    pub(super) fn near(&self, tokens: &Tokens) -> Vec<&DeclaredRelation> {
        let figures = &tokens.figures;
        let may_fill = |role: &String, fits: &dyn Fn(&RoleRow) -> bool| {
            self.rows.iter().any(|row| row.role == *role && fits(row))
        };
        let is_of_kind = |row: &RoleRow| figures.iter().any(|figure| row.is_of_kind(figure));
        let by_kind = self.relations.iter().filter(|own| {
            own.roles.len() <= figures.len()
                && own.roles.iter().all(|role| may_fill(role, &is_of_kind))
        });
        let mut out: Vec<&DeclaredRelation> = by_kind.collect();
        if !out.is_empty() {
            let text = tokens.text(0, tokens.chars.len());
            let is_said = |row: &RoleRow| {
                let words = if row.before.is_empty() { &row.after } else { &row.before };
                words.is_empty() || words.iter().any(|word| text.contains(word.as_str()))
            };
            out.retain(|own| own.roles.iter().all(|role| may_fill(role, &is_said)));
        }
        out
    }
}

impl RoleRow {
    /// Whether a figure is of its kind; of a unit that the vocabulary does not know the words behind the figure tell.
    #[must_use]
    pub fn is_of_kind(&self, figure: &Quantity) -> bool {
        let is_kind = figure.kind == self.kind
            // a unit that no list has
            || figure.kind == Kind::Bare && self.kind == Kind::Count && !self.units.is_empty();
        let counts = figure.kind == Kind::Count && !self.units.is_empty();
        is_kind && (!counts || self.units.contains(&figure.counter))
    }

    /// The characters of the words by which it takes a figure; `None` where it does not.
    fn fits(&self, figure: &Quantity, around: &Around) -> Option<Vec<Range<usize>>> {
        let mut out = Vec::new();
        let mut behind = around.behind.as_str();
        let mut at = around.behind_from;
        let is_bare = figure.kind == Kind::Bare && self.kind == Kind::Count;
        let says_unit = !self.units.is_empty() && figure.kind != Kind::Count;
        if says_unit {
            let unit = longest(&self.units, |unit| {
                if is_bare { behind.starts_with(unit) } else { around.own.ends_with(unit) }
            })?;
            let len = unit.chars().count();
            if is_bare {
                out.push(at..at + len);
                (at, behind) = (at + len, behind.get(unit.len()..).unwrap_or(""));
            } else {
                out.push(at.saturating_sub(len)..at);
            }
        } else if !self.units.is_empty() {
            out.push(at.saturating_sub(figure.counter.chars().count())..at);
        }
        if !self.after.is_empty() {
            let word = longest(&self.after, |word| behind.starts_with(word))?;
            out.push(at..at + word.chars().count());
        }
        if !self.before.is_empty() {
            let word = longest(&self.before, |word| around.lead.contains(word))?;
            let start = around.lead.rfind(word)?;
            let from = around.lead_from + around.lead.get(..start)?.chars().count();
            out.push(from..from + word.chars().count());
        }
        let is_other = self.unless.iter().any(|word| around.clause.contains(word.as_str()));
        (!is_other).then_some(out)
    }
}

/// Which of the words of a row are not there for a figure of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleMisfit {
    /// Its unit.
    Unit,
    /// Those behind it; what stands there.
    After(String),
    /// Those before it; what stands there.
    Before(String),
    /// A word with which the row says nothing; the word.
    Unless(String),
}

impl RoleRow {
    /// Why it does not take a figure of its kind.
    #[must_use]
    pub fn misfit(&self, tokens: &Tokens, figure: usize) -> Option<RoleMisfit> {
        let own = tokens.figures.get(figure)?;
        let around = Around::of(tokens, figure);
        let without = |change: &dyn Fn(&mut Self)| {
            let mut row = self.clone();
            change(&mut row);
            row.fits(own, &around).is_some()
        };
        if self.fits(own, &around).is_some() {
            return None;
        }
        if let Some(word) = self.unless.iter().find(|word| around.clause.contains(word.as_str())) {
            return Some(RoleMisfit::Unless(word.clone()));
        }
        if without(&|row| row.before.clear()) {
            return Some(RoleMisfit::Before(around.lead));
        }
        if without(&|row| row.after.clear()) {
            return Some(RoleMisfit::After(around.behind));
        }
        if without(&|row| row.units.clear()) {
            return Some(RoleMisfit::Unit);
        }
        Some(RoleMisfit::Before(around.lead))
    }
}

/// The longest of some words that a test lets pass.
fn longest(words: &[String], is_there: impl Fn(&str) -> bool) -> Option<&str> {
    let found = words.iter().map(String::as_str).filter(|word| is_there(word));
    found.max_by_key(|word| word.chars().count())
}

/// What stands around a figure.
struct Around {
    /// Between the figure or mark before it and the figure.
    lead: String,
    lead_from: usize,
    /// The figure itself.
    own: String,
    /// Behind it, to the end of its clause.
    behind: String,
    behind_from: usize,
    /// Its clause.
    clause: String,
}

impl Around {
    fn of(tokens: &Tokens, figure: usize) -> Self {
        let list = &tokens.tokens;
        let at = tokens.at.get(figure).copied().unwrap_or(0);
        let is_mark = |what: What| matches!(what, What::Sign(sign) if !matches!(sign, Sign::Item | Sign::Colon));
        let before = list.get(..at).unwrap_or(&[]);
        // 户均补助：0.5万元
        let clause =
            before.iter().rposition(|token| is_mark(token.what)).map_or(0, |mark| mark + 1);
        let lead = before
            .iter()
            .rposition(|token| is_mark(token.what) || matches!(token.what, What::Figure(_)))
            .map_or(0, |mark| mark + 1);
        let behind = list.get(at + 1..).unwrap_or(&[]);
        let end = behind.iter().position(|token| is_mark(token.what)).unwrap_or(behind.len());
        let from = |token: usize| list.get(token).map_or(tokens.chars.len(), |token| token.from);
        let (lead_from, own_from) = (from(lead), from(at));
        let behind_from = list.get(at).map_or(own_from, |token| token.to);
        let end = list.get(at + end).map_or(behind_from, |token| token.to).max(behind_from);
        Self {
            lead: tokens.text(lead_from, own_from),
            lead_from,
            own: tokens.text(own_from, behind_from),
            behind: tokens.text(behind_from, end),
            behind_from,
            clause: tokens.text(from(clause), end),
        }
    }
}
