//! Sums that come out exactly as printed: they hold whatever the printed digits may stand for, so
//! that neither intervals nor expressions are needed to say so. Where the addends stand is worked
//! out once for a rule and a form; each row or column is then one walk over whole numbers.
//!
//! Deliberately absent: any other verdict. What is no sum of cells of one unit, or does not come
//! out, is evaluated.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::value::Value;
use crate::check::judge::around::Around;
use crate::check::judge::compare::PlaceOutcome;
use crate::check::seen::cell_runs::{CellKind, SideRuns, WholeCell};
use crate::check::seen::keys::{self, number_of};
use crate::check::seen::place::FigurePlace;
use crate::check::seen::tree::Parent;
use ecow::{EcoString, eco_format};
use gouji_audit::audit::{
    Check, CheckRelation, CheckedAt, Cite, FigureRole, Nature, Sides, Verdict,
};
use gouji_forms::form::{FormRow, FormSide};
use gouji_rules::formula::{Binary, Node, Reference};
use gouji_rules::ruleset::{Expectation, Rule};
use gouji_values::document::Span;
use gouji_values::number::{Decimal, Expression, ExpressionId, Interval};
use gouji_values::paper::Paper;
use std::sync::Arc;

/// Most sums have no more figures.
const USUAL: usize = 12;

/// Whether sums that come out are to be told without what they are made of, and whether there were
/// any.
#[derive(Debug, Default)]
pub(in crate::check) struct Sums {
    pub(in crate::check) are_wanted: bool,
    pub(in crate::check) has_any: bool,
    /// Sums over these figures are to tell what they are made of all the same.
    around: Option<Arc<Around>>,
    /// Where the figures of a sum stand, and how many cells behind the first: room that is used
    /// again and again.
    places: Vec<(Span, usize)>,
}

impl Sums {
    pub(in crate::check) fn wanted(are_wanted: bool) -> Self {
        Self { are_wanted, ..Self::default() }
    }

    /// Those are wanted that come out away from some figures.
    pub(in crate::check) fn away_from(around: &Arc<Around>) -> Self {
        Self { are_wanted: true, around: Some(Arc::clone(around)), ..Self::default() }
    }

    /// How many figures of a sum are told what it is made of, and whether these are all.
    fn near(&self) -> (usize, bool) {
        let Some(around) = &self.around else { return (0, false) };
        let near = self.places.iter().filter(|(span, _)| around.has(*span)).count();
        (near, near == self.places.len())
    }
}

/// In which direction a sum goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Along {
    /// Along each row.
    Rows,
    /// Down each column.
    Columns,
}

/// An equation of cells of one side of a form, the same in each row, or in each column.
pub(in crate::check) struct CellSum {
    form: usize,
    side: usize,
    of: Of,
    along: Along,
    expression: EcoString,
    stated: Vec<Term>,
    computed: Vec<Term>,
}

/// A cell of an equation.
#[derive(Clone, Copy)]
struct Term {
    /// How many cells it stands behind the first of the row or column.
    by: usize,
    /// 1 or -1.
    sign: i64,
}

/// What of its rule a sum is.
enum Of {
    /// An expectation, by its number.
    Expectation(usize),
    /// A parent in the code tree: its row, and the level of a further set of addends.
    Tree(usize, Option<u8>),
}

/// The cells of an expectation, by its number, in the rows or columns of a side, if it is an
/// equation of cells there.
fn terms(laid: &SideRuns, content: &FormSide, along: Along, node: &Node) -> Option<Vec<Term>> {
    let mut out = Vec::with_capacity(USUAL);
    add_terms(laid, content, along, node, 1, &mut out)?;
    Some(out)
}

/// Adds the cells of a formula, if it is a sum of cells.
fn add_terms(
    laid: &SideRuns,
    content: &FormSide,
    along: Along,
    node: &Node,
    sign: i64,
    out: &mut Vec<Term>,
) -> Option<()> {
    match (node, along) {
        (Node::Read(Reference::Column { depth: 0, column }), Along::Rows)
            if *column < laid.width =>
        {
            out.push(Term { by: *column, sign })
        }
        (Node::Read(Reference::Row { depth: 0, row }), Along::Columns) => {
            match content.index.named(*row) {
                [row] => out.push(Term { by: row * laid.width, sign }),
                // a row that this table does not print
                [] if !content.lacks_rows() => {}
                _ => return None,
            }
        }
        (Node::Binary(operator @ (Binary::Add | Binary::Subtract), a, b), _) => {
            add_terms(laid, content, along, a, sign, out)?;
            add_terms(
                laid,
                content,
                along,
                b,
                if *operator == Binary::Add { sign } else { -sign },
                out,
            )?;
        }
        (Node::Negate(inner), _) => add_terms(laid, content, along, inner, -sign, out)?,
        _ => return None,
    }
    Some(())
}

impl Evaluator<'_> {
    /// An expectation, by its number, as a sum in the rows or columns of a side of a form.
    pub(in crate::check) fn sum_of(
        &self,
        number: usize,
        expectation: &Expectation,
        (form, side): (usize, usize),
        along: Along,
    ) -> Option<CellSum> {
        let laid = self.shared.as_ref()?.laid.side(form, side)?;
        let content = self.world.filled(Paper::OWN, form)?.sides.get(side)?;
        let resolved = &expectation.resolved;
        let (CheckRelation::Equal, Some(computed)) = (resolved.relation, &resolved.computed) else {
            return None;
        };
        let (stated, computed) = (
            terms(laid, content, along, &resolved.stated)?,
            terms(laid, content, along, computed)?,
        );
        Some(CellSum {
            form,
            side,
            of: Of::Expectation(number),
            along,
            expression: expectation.source.clone(),
            stated,
            computed,
        })
    }

    /// A parent in the code tree as a sum in each column.
    pub(in crate::check) fn sum_of_tree(
        &self,
        sums: &Sums,
        parent: &Parent,
        rows: &[FormRow],
    ) -> Option<CellSum> {
        if !sums.are_wanted {
            return None;
        }
        let (form, side) = (parent.form, parent.side);
        let width = self.shared.as_ref()?.laid.side(form, side)?.width;
        let term = |row: &usize| Term { by: row * width, sign: 1 };
        let (stated, computed) =
            (vec![term(&parent.row)], parent.children.iter().map(term).collect());
        let (of, expression) = (Of::Tree(parent.row, parent.further), parent.expression(rows));
        Some(CellSum { form, side, of, along: Along::Columns, expression, stated, computed })
    }

    /// What comes of a sum in a row or column, if it comes out exactly, or all is blank.
    pub(in crate::check) fn held(
        &mut self,
        sums: &mut Sums,
        rule: &Rule,
        sum: &CellSum,
        at: usize,
    ) -> Option<PlaceOutcome> {
        let shared = self.shared.clone()?;
        let laid = shared.laid.side(sum.form, sum.side)?;
        let cells = match sum.along {
            Along::Rows => laid.cells.get(at * laid.width..)?,
            Along::Columns => laid.cells.get(at..).filter(|_| at < laid.width)?,
        };
        sums.places.clear();
        match came_to(cells, sum, &mut sums.places)? {
            (Came::To(stated), Came::To(computed)) if stated == computed => {
                sums.has_any = true;
                let sides = match sums.near() {
                    (0, _) => None,
                    (_, true) => return None,
                    _ => Some(self.sides(sums.around.as_ref()?, sum, laid, at)?),
                };
                let cites = sums
                    .places
                    .iter()
                    .enumerate()
                    .map(|(nth, (span, by))| sum.cite(nth, *span, laid.width, at, *by));
                let cites = cites.collect();
                let numbers = sum
                    .stated
                    .iter()
                    .filter_map(|term| cells.get(term.by))
                    .filter(|cell| cell.kind.is_number());
                let decimals =
                    numbers.clone().map(|cell| u32::from(cell.decimals)).max().unwrap_or(0);
                let unit = numbers.clone().next().and_then(|cell| cell.kind.unit());
                let (stated, zero) = (shown(stated, decimals), shown(0, decimals));
                let (number, place) = sum.place(at);
                Some(PlaceOutcome::Check(Check {
                    rule: rule.id.clone(),
                    also: Vec::new(),
                    severity: rule.severity,
                    verdict: Verdict::Holds,
                    relation: CheckRelation::Equal,
                    nature: if matches!(sum.of, Of::Tree(..)) {
                        Nature::Tree
                    } else {
                        Nature::Formula
                    },
                    sides,
                    reason: None,
                    number,
                    at: place,
                    expression: sum.expression.clone(),
                    computed: Some(stated.clone()),
                    stated: Some(stated),
                    difference: Some(zero),
                    unit: unit
                        .map(|unit| self.world.ruleset.vocabulary.units.get(unit).name.clone()),
                    cites,
                    about: self.about(rule),
                    detail: None,
                }))
            }
            (Came::Blank, Came::Blank | Came::Nothing) => Some(PlaceOutcome::Nothing),
            _ => None,
        }
    }

    /// What both sides of a sum are made of in a row or column: the figures around which a cause is
    /// looked for, and all others as one number.
    fn sides(
        &mut self,
        around: &Around,
        sum: &CellSum,
        laid: &SideRuns,
        at: usize,
    ) -> Option<Sides> {
        if laid.is_cut_off {
            return None;
        }
        Some(Sides {
            stated: self.side(around, sum, &sum.stated, laid, at)?,
            computed: self.side(around, sum, &sum.computed, laid, at)?,
        })
    }

    fn side(
        &mut self,
        around: &Around,
        sum: &CellSum,
        terms: &[Term],
        laid: &SideRuns,
        at: usize,
    ) -> Option<ExpressionId> {
        let mut others = Others::default();
        let mut own: Option<ExpressionId> = None;
        for term in terms {
            let (row, column) = sum.cell(laid.width, at, term.by);
            let cell = laid.cells.get(row * laid.width + column)?;
            if !cell.kind.is_number() {
                continue;
            }
            if !around.has(cell.span) {
                others.add(cell, term.sign)?;
                continue;
            }
            let value = self.aside(|this| this.cell(Paper::OWN, sum.form, sum.side, row, column));
            let Ok(Value::Number(figure)) = value else { return None };
            let figure = if term.sign < 0 {
                self.arena.add(Expression::Scaled(-Decimal::ONE, figure.expression))
            } else {
                figure.expression
            };
            own = Some(own.map_or(figure, |own| self.arena.add(Expression::Added(own, figure))));
        }
        let units = &self.world.ruleset.vocabulary.units;
        let times =
            others.kind.and_then(CellKind::unit).map_or(Decimal::ONE, |unit| units.get(unit).times);
        let settled = others.settled(times)?;
        let settled = self.arena.add(Expression::Settled(Box::new(settled)));
        Some(own.map_or(settled, |own| self.arena.add(Expression::Added(own, settled))))
    }
}

/// The figures of a sum that are taken as right.
#[derive(Default)]
struct Others {
    /// What they come to, in millionths.
    value: i64,
    /// By how much rounding leaves that open to either side, in halves of a millionth.
    open: i64,
    kind: Option<CellKind>,
}

impl Others {
    fn add(&mut self, cell: &WholeCell, sign: i64) -> Option<()> {
        self.value = self.value.checked_add(cell.value * sign)?;
        if !cell.is_exact {
            self.open = self.open.checked_add(cell.last_place()?)?;
        }
        self.kind = Some(cell.kind);
        Some(())
    }

    /// What they come to, and between which ends rounding leaves that, in base units.
    fn settled(&self, times: Decimal) -> Option<(Decimal, Interval)> {
        let value = Decimal::new(self.value, 6).checked_mul(times)?;
        let open = Decimal::new(self.open.checked_mul(5)?, 7).checked_mul(times)?;
        let (low, high) = (value.checked_sub(open)?, value.checked_add(open)?);
        Some((value, Interval { low, high, ..Interval::exact(value) }))
    }
}

impl CellSum {
    /// A figure of it in a row or column; `by`: so many cells behind the first.
    fn cite(&self, nth: usize, span: Span, width: usize, at: usize, by: usize) -> Cite {
        let (row, column) = self.cell(width, at, by);
        let role = if nth == 0 { FigureRole::Stated } else { FigureRole::Operand };
        let place =
            FigurePlace::Cell { paper: Paper::OWN, form: self.form, side: self.side, row, column };
        Cite::new(role, (span, None), place.spot())
    }

    /// The row and the column of a cell of it; `by`: so many cells behind the first.
    fn cell(&self, width: usize, at: usize, by: usize) -> (usize, usize) {
        match self.along {
            Along::Rows => (at, by),
            Along::Columns => (by.checked_div(width).unwrap_or(0), at),
        }
    }

    /// The number of its expectation, and its place in a row or column.
    fn place(&self, at: usize) -> (u32, CheckedAt) {
        let (form, side) = (self.form, self.side);
        match (&self.of, self.along) {
            (Of::Tree(row, further), _) => {
                (0, CheckedAt::Branch(keys::at([form, side, *row, at]), *further))
            }
            (Of::Expectation(number), Along::Rows) => {
                (number_of(*number), CheckedAt::Row(keys::at([form, side, at])))
            }
            (Of::Expectation(number), Along::Columns) => {
                (number_of(*number), CheckedAt::Column(keys::at([form, side, at])))
            }
        }
    }
}

/// A number in millionths, at so many decimals.
fn shown(millionths: i64, decimals: u32) -> EcoString {
    let mut out = Decimal::new(millionths, if millionths == 0 { 0 } else { 6 });
    out.rescale(decimals);
    eco_format!("{out}")
}

/// What one side of an equation comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Came {
    /// No cell is printed.
    Nothing,
    /// All cells are blank.
    Blank,
    /// A number, in millionths.
    To(i64),
}

/// What the sides of an equation come to, whose row or column begins with these cells, if all its
/// numbers are of one kind; where its figures stand is added, each place once.
fn came_to(
    cells: &[WholeCell],
    sum: &CellSum,
    places: &mut Vec<(Span, usize)>,
) -> Option<(Came, Came)> {
    let from = places.len();
    if let Some(came) = plainly(cells, sum, places) {
        return Some(came);
    }
    places.truncate(from);
    let mut unit = CellKind::ABSENT;
    let stated = came(cells, &sum.stated, &mut unit, places)?;
    let computed = came(cells, &sum.computed, &mut unit, places)?;
    for (span, by) in places.split_off(from) {
        if !places.get(from..).is_some_and(|known| known.iter().any(|(other, _)| *other == span)) {
            places.push((span, by));
        }
    }
    Some((stated, computed))
}

/// The same where it is as nearly always: all cells are numbers of one kind, and each side follows
/// the page apart from the other, so that no place can be there twice. `None`: it is not.
fn plainly(
    cells: &[WholeCell],
    sum: &CellSum,
    places: &mut Vec<(Span, usize)>,
) -> Option<(Came, Came)> {
    let kind = cells.get(sum.stated.first()?.by)?.kind;
    if !kind.is_number() {
        return None;
    }
    let mut side = |terms: &[Term]| {
        let first = cells.get(terms.first()?.by)?.span.start;
        // nothing stands before what comes first
        let (mut sum, mut last, mut follows) = (0_i64, -1, true);
        places.reserve(terms.len());
        for term in terms {
            let cell = cells.get(term.by).filter(|cell| cell.kind == kind)?;
            sum = sum.checked_add(cell.value * term.sign)?;
            let start = i64::from(cell.span.start);
            follows &= last < start;
            last = start;
            places.push((cell.span, term.by));
        }
        follows.then_some((Came::To(sum), i64::from(first), last))
    };
    let ((stated, from, to), (computed, first, last)) = (side(&sum.stated)?, side(&sum.computed)?);
    (to < first || last < from).then_some((stated, computed))
}

/// What one side of an equation comes to; `unit` is the kind of its numbers, once there is one.
fn came(
    cells: &[WholeCell],
    terms: &[Term],
    unit: &mut CellKind,
    places: &mut Vec<(Span, usize)>,
) -> Option<Came> {
    let (mut sum, mut is_number, mut is_blank) = (0_i64, false, false);
    for term in terms {
        let cell = cells.get(term.by)?;
        if cell.kind == CellKind::ABSENT {
            continue;
        }
        places.push((cell.span, term.by));
        if cell.kind == CellKind::BLANK {
            is_blank = true;
            continue;
        }
        if cell.kind != *unit {
            // the first number
            if unit.is_number() || !cell.kind.is_number() {
                return None;
            }
            *unit = cell.kind;
        }
        is_number = true;
        sum = sum.checked_add(cell.value * term.sign)?;
    }
    Some(match (is_number, is_blank) {
        (true, _) => Came::To(sum),
        (false, true) => Came::Blank,
        (false, false) => Came::Nothing,
    })
}
