//! Sums that come out exactly as printed: they hold whatever the printed digits may stand for, so that neither intervals
//! nor expressions are needed to say so. Where the addends stand is worked out once for a rule and a form; each row or column
//! is then one walk over whole numbers. What such a check says is made by the evaluator when somebody reads it.
//!
//! Where there is very much to check, checks of sentences, and sums that do not come out, go the whole way, but are put into
//! words later, too.
//!
//! Deliberately absent: any other verdict at once. What is no sum of cells of one unit, or does not come out, goes the whole way.

use super::compare::{CheckKey, Identity, Outcome};
use super::evaluate::Evaluator;
use super::known::Known;
use super::laid::{Kind, LaidCell, LaidSide};
use super::on_claim::Spoken;
use super::on_form::{column_key, form_key, row_key};
use super::place::Scope;
use super::restated::Twice;
use super::tree::Parent;
use super::world::Shared;
use crate::audit::{Check, Later, Said, Verdict, Words};
use crate::document::Span;
use crate::form::Side;
use crate::formula::{Binary, Node, Reference, Relation, Resolved};
use crate::ruleset::{Expectation, Rule, RuleKind};
use std::sync::{Arc, OnceLock};

/// So many figures a sum mostly has.
const USUAL: usize = 12;

/// In which direction a sum goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Along {
    /// Along each row.
    Rows,
    /// Down each column.
    Columns,
}

/// An equation of cells of one side of a form, the same in each row, or in each column.
pub(super) struct Sum {
    form: usize,
    side: usize,
    of: Of,
    along: Along,
    stated: Vec<Term>,
    computed: Vec<Term>,
}

/// A cell of an equation.
#[derive(Clone, Copy)]
struct Term {
    /// So many cells behind the first of the row or column.
    by: usize,
    /// 1 or -1.
    sign: i64,
}

/// What of its rule a sum is.
#[derive(Clone)]
enum Of {
    /// An expectation, by its number.
    Expectation(usize),
    /// A parent in the code tree.
    Tree(Arc<Parent>),
    /// An expectation at a sentence, which may be no sum: its words are put off where there is very much to check.
    Spoken(Spoken),
    /// A figure that is printed again in another unit, as well.
    Twice(Twice),
}

/// The checks of an evaluator that hold, as long as they need not say what they are made of.
pub(super) struct Sheaf {
    bound: Arc<Bound>,
    /// The index of the rule that runs; with `None` everything goes the whole way.
    pub(super) rule: Option<usize>,
    held: Vec<Held>,
    spans: Vec<Span>,
}

/// What the checks of a sheaf share.
struct Bound {
    shared: Arc<Shared>,
    /// The checks by their numbers and the places of their figures, once there are no more.
    all: OnceLock<(Vec<Held>, Vec<Span>)>,
}

/// A check that holds, without words.
struct Held {
    /// Index of its rule.
    rule: usize,
    of: Of,
    form: usize,
    side: usize,
    /// Its row, or its column.
    at: usize,
    along: Along,
    /// Behind the last place of its figures.
    end: usize,
    said: OnceLock<Box<Said>>,
}

impl Sheaf {
    pub(super) fn new(shared: &Arc<Shared>) -> Self {
        let bound = Bound { shared: Arc::clone(shared), all: OnceLock::new() };
        Self { bound: Arc::new(bound), rule: None, held: Vec::new(), spans: Vec::new() }
    }

    /// No check more: those that there are can be read from now on. Whether there are any.
    pub(super) fn bind(self) -> bool {
        let is_any = !self.held.is_empty();
        if is_any {
            // nobody else binds it
            let _ = self.bound.all.set((self.held, self.spans));
        }
        is_any
    }
}

impl Sum {
    /// An expectation, by its number, in the rows or columns of a side, if it is an equation of cells there.
    fn of_expectation(
        laid: &LaidSide,
        content: &Side,
        place: (usize, usize),
        number: usize,
        resolved: &Resolved,
        along: Along,
    ) -> Option<Self> {
        let (Relation::Equal, Some(computed)) = (resolved.relation, &resolved.computed) else { return None };
        let terms = |node: &Node| {
            let mut out = Vec::with_capacity(USUAL);
            add_terms(laid, content, along, node, 1, &mut out)?;
            Some(out)
        };
        let (form, side) = place;
        Some(Self { form, side, of: Of::Expectation(number), along, stated: terms(&resolved.stated)?, computed: terms(computed)? })
    }
}

/// Adds the cells of a formula, if it is a sum of cells.
fn add_terms(laid: &LaidSide, content: &Side, along: Along, node: &Node, sign: i64, out: &mut Vec<Term>) -> Option<()> {
    match (node, along) {
        (Node::Read(Reference::Column { depth: 0, column }), Along::Rows) if *column < laid.width => out.push(Term { by: *column, sign }),
        (Node::Read(Reference::Row { depth: 0, row }), Along::Columns) => match content.index.named(*row) {
            [row] => out.push(Term { by: row * laid.width, sign }),
            // a row that this table does not print
            [] if !content.lacks_rows() => {}
            _ => return None,
        },
        (Node::Binary(operator @ (Binary::Add | Binary::Subtract), a, b), _) => {
            add_terms(laid, content, along, a, sign, out)?;
            add_terms(laid, content, along, b, if *operator == Binary::Add { sign } else { -sign }, out)?;
        }
        (Node::Negate(inner), _) => add_terms(laid, content, along, inner, -sign, out)?,
        _ => return None,
    }
    Some(())
}

impl Evaluator<'_> {
    /// Makes room for a sum in so many rows or columns.
    pub(super) fn make_room(&mut self, sum: &Sum, times: usize) {
        self.make_room_for(times, times * (sum.stated.len() + sum.computed.len()));
    }

    /// Makes room for so many checks of so many figures in all.
    pub(super) fn make_room_for(&mut self, checks: usize, figures: usize) {
        if let Some(sheaf) = &mut self.sheaf {
            sheaf.held.reserve(checks);
            sheaf.spans.reserve(figures);
        }
    }

    /// An expectation, by its number, as a sum in the rows or columns of a side of a form, where haste is allowed.
    pub(super) fn sum_of(&self, number: usize, resolved: &Resolved, (form, side): (usize, usize), along: Along) -> Option<Sum> {
        self.sheaf.as_ref()?.rule?;
        let laid = self.shared.as_ref()?.laid.side(form, side)?;
        let content = self.world.filled(false, form)?.sides.get(side)?;
        Sum::of_expectation(laid, content, (form, side), number, resolved, along)
    }

    /// A parent in the code tree as a sum in each column.
    pub(super) fn sum_of_tree(&self, parent: &Arc<Parent>) -> Option<Sum> {
        self.sheaf.as_ref()?.rule?;
        let (form, side) = (parent.form, parent.side);
        let width = self.shared.as_ref()?.laid.side(form, side)?.width;
        let term = |row: &usize| Term { by: row * width, sign: 1 };
        let (stated, computed) = (vec![term(&parent.row)], parent.children.iter().map(term).collect());
        Some(Sum { form, side, of: Of::Tree(Arc::clone(parent)), along: Along::Columns, stated, computed })
    }

    /// What comes of a sum in a row or column, if it comes out exactly, or all is blank.
    pub(super) fn held(&mut self, rule: &Rule, sum: &Sum, at: usize) -> Option<Outcome> {
        let laid = self.shared.as_ref()?.laid.side(sum.form, sum.side)?;
        let sheaf = self.sheaf.as_mut()?;
        let index = sheaf.rule?;
        let cells = match sum.along {
            Along::Rows => laid.cells.get(at * laid.width..)?,
            Along::Columns => laid.cells.get(at..).filter(|_| at < laid.width)?,
        };
        let from = sheaf.spans.len();
        let came = came_to(cells, sum, &mut sheaf.spans);
        if !matches!(came, Some((Came::To(stated), Came::To(computed))) if stated == computed) {
            sheaf.spans.truncate(from);
        }
        match came? {
            (Came::To(stated), Came::To(computed)) if stated == computed => {
                let number = u32::try_from(sheaf.held.len()).ok()?;
                let Sum { form, side, ref of, along, .. } = *sum;
                let end = sheaf.spans.len();
                sheaf.held.push(Held { rule: index, of: of.clone(), form, side, at, along, end, said: OnceLock::new() });
                Some(Outcome::Check(Check {
                    rule: rule.id.clone(),
                    also: Vec::new(),
                    severity: rule.severity,
                    verdict: Verdict::Holds,
                    relation: Relation::Equal.sign(),
                    sides: None,
                    words: Words::Later(Arc::clone(&sheaf.bound) as Arc<dyn Later>, number),
                }))
            }
            (Came::Blank, Came::Blank | Came::Nothing) => Some(Outcome::Nothing),
            _ => None,
        }
    }

    /// Takes the words of a check of a sum away that was just made, to be made again when somebody reads them.
    pub(super) fn shorten(&mut self, sum: &Sum, at: usize, check: Option<&mut Check>) {
        let Sum { form, side, ref of, along, .. } = *sum;
        if let Some(check) = check.filter(|check| matches!(check.verdict, Verdict::Violation | Verdict::Rounding)) {
            self.put_off(check, |rule, end| Held { rule, of: of.clone(), form, side, at, along, end, said: OnceLock::new() });
        }
    }

    /// The same of a check of a sentence.
    pub(super) fn shorten_spoken(&mut self, spoken: Spoken, check: &mut Check) {
        self.put_off_whole(check, Of::Spoken(spoken));
    }

    /// The same of a check of a figure that is printed twice.
    pub(super) fn shorten_twice(&mut self, twice: Twice, check: &mut Check) {
        self.put_off_whole(check, Of::Twice(twice));
    }

    /// What a check is of says where it stands, too.
    fn put_off_whole(&mut self, check: &mut Check, of: Of) {
        let along = Along::Rows;
        self.put_off(check, |rule, end| Held { rule, of, form: 0, side: 0, at: 0, along, end, said: OnceLock::new() });
    }

    /// Takes the words of a check away that can be made again: by the index of its rule, and behind the last of its places.
    fn put_off(&mut self, check: &mut Check, held: impl FnOnce(usize, usize) -> Held) {
        let Some(sheaf) = self.sheaf.as_mut() else { return };
        let Some((rule, number)) = sheaf.rule.zip(u32::try_from(sheaf.held.len()).ok()) else { return };
        let is_told = matches!(check.words, Words::Later(..)) || check.places().any(|(_, document)| document.is_some());
        // what a check is about is taken for its first place
        if is_told || check.lead().is_none() || check.lead_index() > 0 {
            return;
        }
        sheaf.spans.extend(check.places().map(|(span, _)| span));
        sheaf.held.push(held(rule, sheaf.spans.len()));
        check.words = Words::Later(Arc::clone(&sheaf.bound) as Arc<dyn Later>, number);
    }

    /// The whole check of an expectation in a row or column.
    fn said_of(&mut self, rule: &Rule, number: usize, expectation: &Expectation, held: &Held) -> Option<Outcome> {
        let Held { form, side, at, .. } = *held;
        let world = self.world;
        let filled = world.filled(false, form)?;
        let content = filled.sides.get(side)?;
        let of_form = form_key(&world, filled);
        let key = || match held.along {
            Along::Rows => row_key(&of_form, side, content, at),
            Along::Columns => column_key(&of_form, &world, filled, side, at),
        };
        let (row, column) = match held.along {
            Along::Rows => (Some(at), None),
            Along::Columns => (None, Some(at)),
        };
        let scope = Scope::Form { last_year: false, form, side, row, column, group: None };
        let identity = Identity { rule, key: CheckKey::At(rule, number, &key), expression: expectation.source.clone() };
        Some(self.within(scope, |this| this.expectation(&identity, &expectation.resolved)))
    }
}

impl Bound {
    fn make(&self, held: &Held) -> Option<Box<Said>> {
        let rule = self.shared.ruleset.rules.get(held.rule)?;
        let mut evaluator = Evaluator::new(self.shared.world());
        evaluator.shared = Some(Arc::clone(&self.shared));
        evaluator.known = Known::sparse();
        let outcome = match (&held.of, &rule.kind) {
            (Of::Expectation(number), RuleKind::Expect(all)) => evaluator.said_of(rule, *number, all.get(*number)?, held)?,
            (Of::Tree(parent), RuleKind::Tree(_)) => {
                let key = form_key(&evaluator.world, evaluator.world.filled(false, held.form)?);
                evaluator.branch(rule, &key, parent, held.at, false)
            }
            (Of::Spoken(spoken), _) => Outcome::Check(spoken.again(&mut evaluator, rule)?),
            (Of::Twice(twice), _) => evaluator.restated_again(rule, *twice)?,
            _ => return None,
        };
        match outcome {
            Outcome::Check(check) => match check.words {
                Words::Said(said) => Some(said),
                Words::Later(..) => None,
            },
            _ => None,
        }
    }

    fn held(&self, check: u32) -> Option<&Held> {
        self.all.get()?.0.get(check as usize)
    }
}

impl Later for Bound {
    fn spans(&self, check: u32) -> &[Span] {
        let Some((held, spans)) = self.all.get() else { return &[] };
        let end = held.get(check as usize).map_or(0, |held| held.end);
        let start = check.checked_sub(1).and_then(|before| held.get(before as usize)).map_or(0, |held| held.end);
        spans.get(start..end).unwrap_or(&[])
    }

    fn said(&self, check: u32) -> &Said {
        static NOTHING: OnceLock<Said> = OnceLock::new();
        match self.held(check) {
            Some(held) => held.said.get_or_init(|| self.make(held).unwrap_or_default()),
            None => NOTHING.get_or_init(Said::default),
        }
    }

    fn told(&self, check: u32) -> Said {
        self.held(check).and_then(|held| self.make(held)).map(|said| *said).unwrap_or_default()
    }
}

impl std::fmt::Debug for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bound").field("checks", &self.all.get().map_or(0, |(held, _)| held.len())).finish_non_exhaustive()
    }
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

/// What the sides of an equation come to, whose row or column begins with these cells, if all its numbers are of one kind;
/// where its figures stand is added, each place once.
fn came_to(cells: &[LaidCell], sum: &Sum, spans: &mut Vec<Span>) -> Option<(Came, Came)> {
    let from = spans.len();
    if let Some(came) = plainly(cells, sum, spans) {
        return Some(came);
    }
    spans.truncate(from);
    let mut unit = Kind::ABSENT;
    let stated = came(cells, &sum.stated, &mut unit, spans)?;
    let computed = came(cells, &sum.computed, &mut unit, spans)?;
    for span in spans.split_off(from) {
        if !spans.get(from..).is_some_and(|known| known.contains(&span)) {
            spans.push(span);
        }
    }
    Some((stated, computed))
}

/// The same where it is as nearly always: all cells are numbers of one kind, and each side follows the page apart from the
/// other, so that no place can be there twice. `None`: it is not.
fn plainly(cells: &[LaidCell], sum: &Sum, spans: &mut Vec<Span>) -> Option<(Came, Came)> {
    let kind = cells.get(sum.stated.first()?.by)?.kind;
    if !kind.is_number() {
        return None;
    }
    let mut side = |terms: &[Term]| {
        let first = cells.get(terms.first()?.by)?.span.start;
        // nothing stands before what comes first
        let (mut sum, mut last, mut follows) = (0_i64, -1, true);
        spans.reserve(terms.len());
        for term in terms {
            let cell = cells.get(term.by).filter(|cell| cell.kind == kind)?;
            sum = sum.checked_add(cell.value * term.sign)?;
            let start = i64::from(cell.span.start);
            follows &= last < start;
            last = start;
            spans.push(cell.span);
        }
        follows.then_some((Came::To(sum), i64::from(first), last))
    };
    let ((stated, from, to), (computed, first, last)) = (side(&sum.stated)?, side(&sum.computed)?);
    (to < first || last < from).then_some((stated, computed))
}

/// What one side of an equation comes to; `unit` is the kind of its numbers, once there is one.
fn came(cells: &[LaidCell], terms: &[Term], unit: &mut Kind, spans: &mut Vec<Span>) -> Option<Came> {
    let (mut sum, mut is_number, mut is_blank) = (0_i64, false, false);
    for term in terms {
        let cell = cells.get(term.by)?;
        if cell.kind == Kind::ABSENT {
            continue;
        }
        spans.push(cell.span);
        if cell.kind == Kind::BLANK {
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
