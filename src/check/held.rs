//! Sums that come out exactly as printed: they hold whatever the printed digits may stand for, so that neither intervals
//! nor expressions are needed to say so. What such a check says is made by the evaluator when somebody reads it.
//!
//! Deliberately absent: any other verdict. What is no sum of cells of one unit, or does not come out, goes the whole way.

use super::compare::{CheckKey, Identity, Outcome};
use super::evaluate::Evaluator;
use super::known::Known;
use super::place::Scope;
use super::tree::Branch;
use super::world::{Shared, World, cell_span};
use super::{column_key, form_key, row_key};
use crate::audit::{Check, Later, Said, Verdict, Words};
use crate::document::Span;
use crate::form::{Content, FilledForm, Side};
use crate::formula::{Binary, Node, Reference, Relation, Resolved};
use crate::number::UnitId;
use crate::ruleset::{Expectation, Rule, RuleKind};
use std::sync::{Arc, OnceLock};

/// Numbers are added up in units of this decimal place, and larger ones are not added up here.
const DECIMALS: usize = 6;
const LARGEST: i128 = 1_000_000_000_000_000;
const POWERS: [i128; DECIMALS + 1] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/// So many figures a sum mostly has.
const USUAL: usize = 12;

/// A check that holds, without words.
struct Held {
    shared: Arc<Shared>,
    /// Index of its rule.
    rule: usize,
    seat: Seat,
    spans: Box<[Span]>,
    said: OnceLock<Box<Said>>,
}

/// What of its rule it is.
enum Seat {
    /// An expectation, by its number, in a row or column.
    At(usize, Scope),
    /// A parent in the code tree.
    Branch(Branch),
}

impl Evaluator<'_> {
    /// What comes of an expectation in the current row or column, if it is a sum that comes out exactly, or blank.
    pub(super) fn held(&self, rule: &Rule, number: usize, resolved: &Resolved) -> Option<Outcome> {
        let index = self.hasty?;
        let (Relation::Equal, Some(computed)) = (resolved.relation, &resolved.computed) else { return None };
        let scope = self.scope(0);
        let Scope::Form { last_year: false, form, side, row, column, group: None } = scope else { return None };
        let mut tally = Tally::new(self.world, form, side)?;
        let stated = tally.side(|tally| tally.node(&resolved.stated, (row, column), 1))?;
        let computed = tally.side(|tally| tally.node(computed, (row, column), 1))?;
        self.outcome(rule, (stated, computed), || (index, Seat::At(number, scope), tally.spans))
    }

    /// What comes of a parent in the code tree, if its children add up exactly, or all is blank.
    pub(super) fn held_branch(&self, rule: &Rule, branch: &Branch) -> Option<Outcome> {
        let index = self.hasty?;
        let mut tally = Tally::new(self.world, branch.form, branch.side)?;
        let stated = tally.side(|tally| tally.cell(branch.parent, branch.column, 1))?;
        let computed = tally.side(|tally| branch.children.iter().try_for_each(|child| tally.cell(*child, branch.column, 1)))?;
        self.outcome(rule, (stated, computed), || (index, Seat::Branch(branch.clone()), tally.spans))
    }

    fn outcome(&self, rule: &Rule, sides: (Came, Came), held: impl FnOnce() -> (usize, Seat, Vec<Span>)) -> Option<Outcome> {
        match sides {
            (Came::To(stated), Came::To(computed)) if stated == computed => {
                let (index, seat, spans) = held();
                self.later(rule, index, seat, spans).map(|check| Outcome::Check(Box::new(check)))
            }
            (Came::Blank, Came::Blank | Came::Nothing) => Some(Outcome::Nothing),
            _ => None,
        }
    }

    fn later(&self, rule: &Rule, index: usize, seat: Seat, spans: Vec<Span>) -> Option<Check> {
        let shared = Arc::clone(self.shared.as_ref()?);
        let held = Held { shared, rule: index, seat, spans: spans.into(), said: OnceLock::new() };
        Some(Check {
            rule: rule.id.clone(),
            also: Vec::new(),
            severity: rule.severity,
            verdict: Verdict::Holds,
            relation: Relation::Equal.sign(),
            sides: None,
            words: Words::Later(Arc::new(held)),
        })
    }

    /// The whole check of an expectation in a row or column.
    fn said_of(&mut self, rule: &Rule, number: usize, expectation: &Expectation, scope: Scope) -> Option<Outcome> {
        let Scope::Form { form, side, row, column, .. } = scope else { return None };
        let world = self.world;
        let filled = world.filled(false, form)?;
        let of_form = form_key(self, filled);
        let key = || match (row, column, filled.sides.get(side)) {
            (Some(row), _, Some(content)) => row_key(&of_form, side, content, row),
            (_, Some(column), _) => column_key(&of_form, &world, filled, side, column),
            _ => of_form.clone(),
        };
        let identity = Identity { rule, key: CheckKey::At(rule, number, &key), expression: expectation.source.clone() };
        Some(self.within(scope, |this| this.expectation(&identity, &expectation.resolved)))
    }
}

impl Held {
    fn make(&self) -> Option<Box<Said>> {
        let rule = self.shared.ruleset.rules.get(self.rule)?;
        let mut evaluator = Evaluator::new(self.shared.world());
        evaluator.shared = Some(Arc::clone(&self.shared));
        evaluator.known = Known::sparse();
        let outcome = match (&self.seat, &rule.kind) {
            (Seat::At(number, scope), RuleKind::Expect(all)) => evaluator.said_of(rule, *number, all.get(*number)?, *scope)?,
            (Seat::Branch(branch), RuleKind::Tree(_)) => {
                let key = form_key(&evaluator, evaluator.world.filled(false, branch.form)?);
                evaluator.branch(rule, &key, branch, false)
            }
            _ => return None,
        };
        match outcome {
            Outcome::Check(check) => match check.words {
                Words::Said(said) => Some(said),
                Words::Later(_) => None,
            },
            _ => None,
        }
    }
}

impl Later for Held {
    fn spans(&self) -> &[Span] {
        &self.spans
    }

    fn said(&self) -> &Said {
        self.said.get_or_init(|| self.make().unwrap_or_default())
    }
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.said().fmt(f)
    }
}

/// What one side of an equation comes to.
#[derive(Clone, Copy)]
enum Came {
    /// No cell is printed.
    Nothing,
    /// All cells are blank.
    Blank,
    To(i128),
}

/// Printed numbers of one side of a form, all of one unit, added up exactly.
struct Tally<'a> {
    world: World<'a>,
    filled: &'a FilledForm,
    content: &'a Side,
    side: usize,
    /// The unit of the first number.
    unit: Option<Option<UnitId>>,
    came: Came,
    /// Where the cells stand that were looked at, each once.
    spans: Vec<Span>,
    /// Where the last of them on the page begins.
    last: u32,
}

impl<'a> Tally<'a> {
    fn new(world: World<'a>, form: usize, side: usize) -> Option<Self> {
        let filled = world.filled(false, form)?;
        let content = filled.sides.get(side)?;
        Some(Self { world, filled, content, side, unit: None, came: Came::Nothing, spans: Vec::with_capacity(USUAL), last: 0 })
    }

    /// What one side of an equation comes to.
    fn side(&mut self, add: impl FnOnce(&mut Self) -> Option<()>) -> Option<Came> {
        self.came = Came::Nothing;
        add(self)?;
        Some(self.came)
    }

    /// Adds a formula, if it is a sum of cells.
    fn node(&mut self, node: &Node, at: (Option<usize>, Option<usize>), sign: i128) -> Option<()> {
        match (node, at) {
            (Node::Read(Reference::Column { depth: 0, column }), (Some(row), _)) => self.cell(row, *column, sign),
            (Node::Read(Reference::Row { depth: 0, row }), (_, Some(column))) => match self.content.index.named(*row) {
                [row] => self.cell(*row, column, sign),
                // a row that this table does not print
                [] if !self.content.lacks_rows() => Some(()),
                _ => None,
            },
            (Node::Binary(operator @ (Binary::Add | Binary::Subtract), a, b), _) => {
                self.node(a, at, sign)?;
                self.node(b, at, if *operator == Binary::Add { sign } else { -sign })
            }
            (Node::Negate(inner), _) => self.node(inner, at, -sign),
            _ => None,
        }
    }

    fn cell(&mut self, row: usize, column: usize, sign: i128) -> Option<()> {
        let slot = self.content.rows.get(row)?.cells.get(column)?;
        match &slot.content {
            Content::Absent => return Some(()),
            Content::Blank => {
                if let Came::Nothing = self.came {
                    self.came = Came::Blank;
                }
            }
            Content::Number(number) => {
                let unit = self.world.slot_unit(self.filled, slot, self.side, column);
                let power = DECIMALS.checked_sub(number.value.scale() as usize).and_then(|at| POWERS.get(at))?;
                let mantissa = number.value.mantissa();
                if *self.unit.get_or_insert(unit) != unit || mantissa.abs() > LARGEST {
                    return None;
                }
                let before = if let Came::To(sum) = self.came { sum } else { 0 };
                self.came = Came::To(before + sign * mantissa * power);
            }
            Content::Text | Content::Unreadable(_) => return None,
        }
        let span = cell_span(slot);
        // sums mostly follow the page: what stands behind all the others is none of them
        if self.spans.is_empty() || span.start > self.last || !self.spans.contains(&span) {
            self.spans.push(span);
        }
        self.last = self.last.max(span.start);
        Some(())
    }
}
