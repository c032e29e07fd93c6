//! What a formula comes to: resolved formulas are evaluated natively, with intervals, units and
//! sources.

mod agreed;
mod arithmetic;
mod beside_none;
pub(in crate::check) mod blank;
mod copies;
pub(in crate::check) mod days;
pub(in crate::check) mod elements;
pub(in crate::check) mod function;
pub(in crate::check) mod known;
pub(in crate::check) mod lacking;
pub(in crate::check) mod list;
pub(in crate::check) mod lookup;
pub(in crate::check) mod namesakes;
pub(in crate::check) mod near_words;
pub(in crate::check) mod not_there;
mod notes;
mod numbered;
mod of_group;
pub(in crate::check) mod other_reading;
mod params;
mod reach;
mod reading;
mod reprint;
mod rows;
pub(in crate::check) mod scope;
mod sorts;
mod totals_asked;
mod units;
pub(in crate::check) mod value;
pub(in crate::check) mod visible;
mod words;
pub(in crate::check) mod works;

use self::notes::{AbsentRow, LackingSum, NotThere, PartView, RowsTogether};
use crate::check::evaluate::known::{NEW, PlaceIndex};
use crate::check::evaluate::other_reading::ReadOtherwise;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::{Evaluated, Missing, Value};
use crate::check::evaluate::works::Works;
use crate::check::seen::place::FigurePlace;
use crate::check::seen::shared::Shared;
use crate::check::seen::standing::Standing;
use crate::check::seen::tabular::TabularNumber;
use crate::check::seen::world::World;
use ecow::EcoString;
use gouji_audit::audit::{About, CheckRelation, Cite, Why};
use gouji_forms::form::FamilySlips;
use gouji_rules::formula::{Binary, DocField, Node, TableField};
use gouji_values::hash::QuickMap;
use gouji_values::kind::Kind;
use gouji_values::number::{Arena, Decimal, Expression, Figure, Interval, Number, UnitId};
use gouji_values::paper::Paper;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// Evaluates the formulas of one document.
pub(crate) struct Evaluator<'a> {
    /// What formulas see.
    pub world: World<'a>,
    /// Expressions.
    pub arena: Arena,
    /// Printed figures that were read, by the index that expressions carry.
    pub printed: Vec<FigurePlace>,
    /// Their values and intervals.
    pub figures: Vec<Option<Figure>>,
    /// The expressions of these are among the first so many.
    pub(in crate::check) expressed: u32,
    pub(in crate::check) known: PlaceIndex,
    /// Printed figures read since the last `take_trace`, in order.
    pub(in crate::check) trace: Vec<u32>,
    /// The printed figures as checks cite them, by the same index; a figure stands in several
    /// checks.
    pub(in crate::check) cited: Vec<Option<Cite>>,
    /// What the last rule says of itself.
    pub(in crate::check) about: Option<(EcoString, Arc<About>)>,
    /// Nobody asks what the sides of checks are made of: of the figures that were read not all are
    /// kept.
    pub(in crate::check) forgets: bool,
    /// Checks say what they looked at and how it came out, but not in words: recognition asks for
    /// many.
    pub(in crate::check) brief: bool,
    /// Keys of parts as they are compared, of this document and of last year's.
    pub(in crate::check) part_keys: [OnceCell<Vec<Option<String>>>; Paper::COUNT],
    /// Where forms and statements stand in them.
    pub(in crate::check) standing: [Standing; Paper::COUNT],
    /// The filled forms that paths without a part see: of which form, from where.
    pub(in crate::check) seen_from: RefCell<QuickMap<(usize, PartView), Arc<[usize]>>>,
    /// For each form that is printed again in a smaller unit that print.
    pub(in crate::check) finer_prints: OnceLock<BTreeMap<usize, usize>>,
    /// The numbers that are printed as tables print them.
    pub(in crate::check) tabular: OnceLock<Vec<TabularNumber>>,
    /// A condition is evaluated: of what it looks at nobody asks.
    pub(in crate::check) is_condition: bool,
    /// The rule is of the author's own layers: blanks that decide leave it open.
    pub(in crate::check) asks_blanks: bool,
    /// What is printed is read otherwise: what would come of it?
    read_otherwise: ReadOtherwise,
    /// Lists hold totals, too.
    pub(in crate::check) with_totals: bool,
    /// How many captures of a claim, or sentences of it, a condition counts where it sees certain
    /// parts.
    pub(in crate::check) counted: QuickMap<(usize, Option<usize>, PartView), i64>,
    /// How many rows of a form a condition counts where it sees certain parts, and what was read for that, by the list
    /// of its rule.
    rows_counted: QuickMap<(usize, PartView), (i64, Box<[u32]>)>,
    /// Numbers taken for the printed ones, in the printed unit: what if these stood there?
    pub overrides: QuickMap<FigurePlace, Decimal>,
    /// Take each number with its own printed decimals, not its column's.
    pub own_decimals: bool,
    /// Rows that were asked for since an expectation began and that their table does not print.
    pub(in crate::check) absent: Vec<AbsentRow>,
    /// The last named row or column that was asked for and is not printed.
    pub(in crate::check) not_there: Option<NotThere>,
    /// The sums that asked for such rows.
    pub(in crate::check) lacking: Vec<LackingSum>,
    /// For each form how its own relations would stand, were one of its figures another one.
    pub(in crate::check) slips: QuickMap<usize, Arc<FamilySlips>>,
    /// What a row means that a table does not print and may lack.
    pub(in crate::check) unsure_rows: UnsureRows,
    /// What checks come to is kept with both sides, so that they can be worked again with another
    /// figure.
    pub(in crate::check) works: Option<Box<Works>>,
    /// Scopes, innermost last.
    pub(in crate::check) scopes: Vec<Scope>,
    /// The row of a scope stands for all rows of its name.
    pub(in crate::check) together: Option<RowsTogether>,
    /// The world again, owned, so that scripts can hold it; without it rules that are scripts do
    /// not run.
    pub(in crate::check) shared: Option<Arc<Shared>>,
}

/// What a row means that is not found in a table that may lack rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum UnsureRows {
    /// It may have been lost: what asks for it is left open.
    LeftOpen,
    /// It is taken to be absent; none was asked for so far.
    Absent,
    /// The same, and one was asked for.
    AbsentOneMet,
}

/// What an evaluator remembers of a document, without the document.
#[derive(Clone, Debug, Default)]
pub(in crate::check) struct Memory {
    arena: Arena,
    printed: Vec<FigurePlace>,
    figures: Vec<Option<Figure>>,
    pub(in crate::check) known: PlaceIndex,
    pub(in crate::check) trace: Vec<u32>,
    pub(in crate::check) own_decimals: bool,
    overrides: QuickMap<FigurePlace, Decimal>,
    scopes: Vec<Scope>,
    not_there: Option<NotThere>,
}

impl<'a> Evaluator<'a> {
    /// For one document.
    #[must_use]
    pub(crate) fn new(world: World<'a>) -> Self {
        Self {
            world,
            arena: Arena::default(),
            printed: Vec::new(),
            figures: Vec::new(),
            expressed: 0,
            known: PlaceIndex::default(),
            trace: Vec::new(),
            cited: Vec::new(),
            forgets: false,
            brief: false,
            about: None,
            part_keys: Default::default(),
            standing: Default::default(),
            seen_from: RefCell::default(),
            finer_prints: OnceLock::new(),
            tabular: OnceLock::new(),
            is_condition: false,
            asks_blanks: false,
            read_otherwise: ReadOtherwise::default(),
            with_totals: false,
            counted: QuickMap::default(),
            rows_counted: QuickMap::default(),
            overrides: QuickMap::default(),
            own_decimals: false,
            absent: Vec::new(),
            not_there: None,
            lacking: Vec::new(),
            slips: QuickMap::default(),
            unsure_rows: UnsureRows::LeftOpen,
            works: None,
            scopes: vec![Scope::Document],
            together: None,
            shared: None,
        }
    }

    /// What it remembers, taken out of it: a script holds it while it runs.
    pub(in crate::check) fn take_memory(&mut self) -> Memory {
        Memory {
            arena: std::mem::take(&mut self.arena),
            printed: std::mem::take(&mut self.printed),
            figures: std::mem::take(&mut self.figures),
            known: std::mem::take(&mut self.known),
            trace: std::mem::take(&mut self.trace),
            own_decimals: self.own_decimals,
            overrides: std::mem::take(&mut self.overrides),
            scopes: std::mem::take(&mut self.scopes),
            not_there: self.not_there,
        }
    }

    /// Puts back what was taken out.
    pub(in crate::check) fn put_memory(&mut self, memory: Memory) {
        let Memory { arena, printed, figures, known, trace, own_decimals, overrides, .. } = memory;
        self.overrides = overrides;
        (self.arena, self.printed, self.figures, self.known) = (arena, printed, figures, known);
        (self.trace, self.own_decimals) = (trace, own_decimals);
        (self.scopes, self.not_there) = (memory.scopes, memory.not_there);
    }

    /// The printed figures read since the last call.
    pub(crate) fn take_trace(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.trace)
    }

    /// A printed number, or the one that is taken for it.
    pub(in crate::check) fn supposed(&self, place: FigurePlace, number: &Number) -> Number {
        Number { value: self.overrides.get(&place).copied().unwrap_or(number.value), ..*number }
    }

    /// Between two checks: lets go of what was read for those before, where nobody asks for it.
    pub(in crate::check) fn forget(&mut self) {
        /// At most this many figures are kept: those of several rows are asked for again and again.
        const KEPT: usize = if cfg!(test) { 10 } else { 10_000 };
        if self.forgets && self.printed.len() > KEPT {
            self.let_go();
        }
    }

    /// Lets go of all that was read.
    pub(in crate::check) fn let_go(&mut self) {
        (self.arena, self.expressed, self.known) = (Arena::default(), 0, PlaceIndex::hashed());
        (self.printed, self.figures, self.cited) = (Vec::new(), Vec::new(), Vec::new());
        self.rows_counted.clear();
    }

    /// Evaluates without leaving a trace.
    pub(in crate::check) fn aside<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let known = self.trace.len();
        let out = work(self);
        self.trace.truncate(known);
        out
    }

    /// Evaluates in a scope.
    pub(crate) fn within<T>(&mut self, scope: Scope, work: impl FnOnce(&mut Self) -> T) -> T {
        self.scopes.push(scope);
        let out = work(self);
        self.scopes.pop();
        out
    }

    pub(in crate::check) fn scope(&self, depth: usize) -> Scope {
        self.scopes
            .len()
            .checked_sub(depth + 1)
            .and_then(|at| self.scopes.get(at))
            .copied()
            .unwrap_or(Scope::Document)
    }

    /// Notes that the figure at a place was read, and gives its index.
    pub(in crate::check) fn read(&mut self, place: FigurePlace) -> u32 {
        let index = self.known.index(&self.world, place);
        if *index == NEW {
            *index = u32::try_from(self.printed.len()).unwrap_or(NEW);
            self.printed.push(place);
            self.figures.push(None);
        }
        self.trace.push(*index);
        *index
    }

    /// Evaluates a node.
    pub(crate) fn node(&mut self, node: &Node) -> Evaluated {
        match node {
            Node::Number { value, unit, kind } => {
                let is_ratio = matches!(kind, Kind::Percent | Kind::Points);
                let unit = unit.or_else(|| if is_ratio { self.ratio() } else { None });
                Ok(Value::Number(Figure { kind: *kind, ..self.constant(*value, unit) }))
            }
            Node::Date(day) => Ok(Value::Date(*day, None)),
            Node::Text(text) => Ok(Value::Text(text.clone(), None)),
            Node::Truth(truth) => Ok(Value::Bool(*truth)),
            Node::Read(reference) => self.reference(*reference),
            Node::Form(path) => self.form_path(path),
            Node::Claim(path) => self.claim_path(path),
            Node::PartCapture(name) => self.part_capture(name),
            Node::Param(param, key) => self.param(*param, key.as_deref()),
            Node::ScaleFrom(scale, key) => self.scale_from(*scale, key),
            Node::Doc(field) => self.doc(*field),
            Node::Table(field) => self.table(*field),
            Node::Level(depth) => Ok(self.level(*depth)),
            Node::RowIs(sort) => Ok(Value::Bool(self.is_row(*sort))),
            Node::Aggregate(function, list, condition) => {
                self.aggregate(*function, list, condition.as_deref())
            }
            Node::Grade(scale, score) => self.grade(*scale, score),
            Node::Call(function, arguments) => self.call(*function, arguments),
            Node::Negate(inner) => match self.node(inner)? {
                Value::Number(figure) => Ok(Value::Number(self.scaled(&figure, -Decimal::ONE)?)),
                blank @ Value::Blank(_) => Ok(blank),
                other => Err(self.no_number(&other)),
            },
            Node::Not(inner) => Ok(Value::Bool(!self.truth(inner)?)),
            Node::Binary(operator @ (Binary::And | Binary::Or), a, b) => {
                self.joined(*operator == Binary::And, a, b)
            }
            Node::Binary(operator, a, b) => {
                let (left, right) = (self.node(a)?, self.node(b)?);
                self.binary(*operator, left, right)
            }
            Node::Compare(relation, a, b) => {
                let (mut left, mut right) = (self.node(a)?, self.node(b)?);
                // an agency is meant by any of its spellings
                if is_agency(a) || is_agency(b) {
                    (left, right) = (self.bare_agency(left), self.bare_agency(right));
                }
                self.compared(*relation, &left, &right).map(Value::Bool)
            }
        }
    }

    /// Whether two values are as a condition asks, as they are printed or as they are read.
    fn compared(
        &mut self,
        relation: CheckRelation,
        left: &Value,
        right: &Value,
    ) -> Result<bool, Missing> {
        let truth = self.printed_compare(relation, left, right)?;
        match relation {
            CheckRelation::Equal if !truth => {
                Ok(self.are_of_one_unit(left, right) || self.is_taken_as(left, right))
            }
            CheckRelation::NotEqual if truth => {
                Ok(!self.are_of_one_unit(left, right) && !self.is_taken_as(left, right))
            }
            CheckRelation::Equal | CheckRelation::NotEqual => Ok(truth),
            _ => Ok(self.compared_at_ends(relation, (left, right), truth)),
        }
    }

    /// Whether two values of an author's rule name one unit.
    pub(in crate::check) fn are_of_one_unit(&self, left: &Value, right: &Value) -> bool {
        let (Value::Text(a, _), Value::Text(b, _)) = (left, right) else { return false };
        self.asks_blanks && self.is_same_unit(a, b)
    }

    /// Two conditions. Of the condition of a rule one side is enough where it decides alone.
    fn joined(&mut self, is_both: bool, a: &Node, b: &Node) -> Evaluated {
        match self.truth(a) {
            Ok(left) if left != is_both => Ok(Value::Bool(left)),
            Ok(_) => Ok(Value::Bool(self.truth(b)?)),
            Err(missing) if self.is_condition => match self.truth(b) {
                Ok(right) if right != is_both => Ok(Value::Bool(right)),
                _ => Err(missing),
            },
            Err(missing) => Err(missing),
        }
    }

    /// A condition; anything missing makes the whole of it missing.
    pub(crate) fn truth(&mut self, node: &Node) -> Result<bool, Missing> {
        let from = self.arena.count();
        let value = self.node(node);
        // what comes of it is no number: its expressions are needed by nobody but the figures that
        // were read for it
        if self.expressed <= from {
            self.arena.truncate(from);
        }
        match value? {
            Value::Bool(truth) => Ok(truth),
            Value::Blank(_) => Err(Missing::NotApplicable(Why::ConditionBlank)),
            _ => Err(Missing::Unchecked(Why::ConditionNoTruth)),
        }
    }

    /// The unit of ratios.
    pub(in crate::check) fn ratio(&self) -> Option<UnitId> {
        self.world.ruleset.vocabulary.units.iter().find(|(_, unit)| unit.ratio).map(|(id, _)| id)
    }

    pub(in crate::check) fn is_ratio(&self, unit: Option<UnitId>) -> bool {
        unit.is_some_and(|unit| self.world.ruleset.vocabulary.units.get(unit).ratio)
    }

    pub(in crate::check) fn is_money(&self, unit: Option<UnitId>) -> bool {
        unit.is_some_and(|unit| self.world.ruleset.vocabulary.units.get(unit).money)
    }

    /// A number that a script writes: 0 is 0 of anything.
    pub(in crate::check) fn literal(&mut self, value: Decimal) -> Figure {
        let kind = match value {
            value if value.is_zero() => Kind::Zero,
            value if value == Decimal::ONE => Kind::One,
            _ => Kind::Number,
        };
        Figure { kind, ..self.constant(value, None) }
    }

    pub(in crate::check) fn constant(&mut self, value: Decimal, unit: Option<UnitId>) -> Figure {
        let expression = self.arena.add(Expression::Constant(value));
        let kind = self.world.ruleset.vocabulary.kind_of_unit(unit).unwrap_or(Kind::Number);
        Figure {
            value,
            interval: Interval::exact(value),
            ulp: None,
            unit,
            expression,
            kind,
            comparison: None,
        }
    }

    /// A value as words, by which something is looked up: no figure of the check.
    pub(in crate::check) fn text(&mut self, node: &Node) -> Result<String, Missing> {
        let before = self.trace.len();
        let value = self.node(node);
        self.trace.truncate(before);
        match value? {
            Value::Text(text, _) => Ok(text),
            Value::Number(figure) => Ok(figure.value.normalize().to_string()),
            Value::Blank(_) => Err(Missing::NotApplicable(Why::NameBlank)),
            _ => Err(Missing::Unchecked(Why::NameWanted)),
        }
    }

    pub(in crate::check) fn opaque(
        &mut self,
        value: Decimal,
        interval: Interval,
        ulp: Option<Decimal>,
        unit: Option<UnitId>,
        from: &[Figure],
    ) -> Figure {
        let expression = self
            .arena
            .add(Expression::Opaque(from.iter().map(|figure| figure.expression).collect()));
        let kind = from.first().map_or(Kind::Number, |figure| figure.kind);
        Figure { value, interval, ulp, unit, kind, expression, comparison: None }
    }
}

/// Whether a node is the agency of the document or of a table.
fn is_agency(node: &Node) -> bool {
    matches!(node, Node::Doc(DocField::Agency) | Node::Table(TableField::Agency))
}

pub(in crate::check) fn not_a_number() -> Missing {
    Missing::Unchecked(Why::NotNumber)
}
