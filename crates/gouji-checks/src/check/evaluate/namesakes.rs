//! Several rows of one name or code: which of them, or all of them together, a key means.
//!
//! A form by units prints the classes of each unit below the row of that unit: what the department
//! spends on a class is their sum. Where classes stand below the total itself, too, those are the
//! department's. Whether the blocks are such is told by the rows that head them, never by the rows
//! that are looked for. All else is open, and said to be.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::lookup::CellAt;
use crate::check::evaluate::notes::RowsTogether;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::{Evaluated, Value};
use gouji_audit::audit::Why;
use gouji_forms::form::{Content, FormRow, FormSide};
use gouji_rules::formula::{Binary, Iteration, Node, Reference, Resolved, RowSelector};
use gouji_rules::ruleset::{ColumnKind, Form};
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;

/// What several rows of one name come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::check) enum Namesakes {
    /// One of them is the department's.
    One(usize),
    /// They are its parts: their sum.
    All(Vec<usize>),
    /// Nothing tells.
    Open(Vec<usize>),
}

/// Which of the rows of its name a row is, where a rule goes over all rows.
pub(in crate::check) enum RowTurn {
    /// It stands by itself, or for all of them.
    Own(Option<RowsTogether>),
    /// Another row stands for it.
    NotOwn,
    /// Nobody knows what they come to.
    Open(Why),
}

/// What rows of one name mean on a side of a form.
pub(in crate::check) fn meant(side: &FormSide, form: &Form, rows: &[usize]) -> Namesakes {
    let open = || Namesakes::Open(rows.to_vec());
    let Some(blocks) = Blocks::of(side, form) else { return open() };
    let mut heads: Vec<Option<usize>> = rows.iter().map(|row| blocks.head_of(*row)).collect();
    let is_own = |head: &Option<usize>| head.is_none_or(|head| head == blocks.top);
    let own: Vec<usize> =
        rows.iter().zip(&heads).filter(|(_, head)| is_own(head)).map(|(row, _)| *row).collect();
    heads.sort_unstable();
    let count = heads.len();
    heads.dedup();
    match own.as_slice() {
        _ if heads.len() < count => open(),
        [] => Namesakes::All(rows.to_vec()),
        [row] => Namesakes::One(*row),
        _ => open(),
    }
}

/// Rows without a code that head rows with codes.
struct Blocks {
    /// In reading order.
    heads: Vec<usize>,
    /// The row that is the sum of the others.
    top: usize,
}

impl Blocks {
    /// The blocks of a side whose heads come to the row of the total.
    fn of(side: &FormSide, form: &Form) -> Option<Self> {
        let is_figure =
            |row: &FormRow| row.cells.iter().any(|cell| matches!(cell.content, Content::Number(_)));
        let plain: Vec<usize> = (0..side.rows.len())
            .filter(|at| side.rows.get(*at).is_some_and(|row| row.code.is_none() && is_figure(row)))
            .collect();
        let is_head = |at: usize| side.rows.get(at + 1).is_some_and(|next| next.code.is_some());
        let is_total = |at: &&usize| side.rows.get(**at).is_some_and(|row| row.total);
        let top = *plain.iter().find(is_total).or(plain.first())?;
        let heads: Vec<usize> = plain.into_iter().filter(|at| *at == top || is_head(*at)).collect();
        let out = Self { heads, top };
        out.add_up(side, form).then_some(out)
    }

    /// The nearest head above a row.
    fn head_of(&self, row: usize) -> Option<usize> {
        let next = self.heads.partition_point(|head| *head < row);
        next.checked_sub(1).and_then(|at| self.heads.get(at)).copied()
    }

    /// Whether the total is the sum of the blocks, in more columns than not.
    fn add_up(&self, side: &FormSide, form: &Form) -> bool {
        let number =
            |row: usize, column: usize| match side.rows.get(row)?.cells.get(column)?.content {
                Content::Number(ref number) => Some(number.value),
                _ => None,
            };
        let (mut held, mut broken) = (0_usize, 0_usize);
        let amounts = form.columns.iter().enumerate();
        for (column, _) in amounts.filter(|(_, column)| column.kind == ColumnKind::Amount) {
            let parts: Vec<Decimal> = self
                .heads
                .iter()
                .filter(|head| **head != self.top)
                .filter_map(|head| number(*head, column))
                .collect();
            let Some(total) = number(self.top, column).filter(|total| !total.is_zero()) else {
                continue;
            };
            let decimals = side.columns.get(column).and_then(Option::as_ref);
            let last = Decimal::new(1, decimals.map_or(0, |column| column.decimals));
            let open = last * Decimal::from(parts.len() + 1);
            let apart = parts.iter().try_fold(total, |rest, part| rest.checked_sub(*part));
            let is_held =
                parts.len() > 1 && apart.is_some_and(|apart| apart.abs() * Decimal::TWO <= open);
            if is_held {
                held += 1;
            } else {
                broken += 1;
            }
        }
        held > broken
    }
}

impl Evaluator<'_> {
    /// Which turn the current row has, where a formula looks rows of other forms up by its name or
    /// code.
    pub(in crate::check) fn turn(&self, resolved: &Resolved) -> RowTurn {
        let own = RowTurn::Own(None);
        let (Iteration::Row, Some(computed)) = (resolved.iteration, &resolved.computed) else {
            return own;
        };
        let Scope::Form { paper, form, side, row: Some(row), .. } = self.scope(0) else {
            return own;
        };
        let Some(filled) = self.world.filled(paper, form) else { return own };
        let (Some(content), Some(schema)) = (filled.sides.get(side), self.world.schema(filled))
        else {
            return own;
        };
        let rows = namesakes(content, row);
        let looks_up = |node: &Node| looks_up_by_row(node, filled.form, schema);
        let adds_up = |node: &Node| has_own_number(node, schema);
        if rows.len() < 2 || !(looks_up(&resolved.stated) || looks_up(computed)) {
            return own;
        }
        // whether the other form has the name is asked of each row alone
        if !(adds_up(&resolved.stated) || adds_up(computed)) {
            return own;
        }
        match meant(content, schema, rows) {
            Namesakes::One(one) if one == row => own,
            Namesakes::All(rows) if rows.first() == Some(&row) => {
                RowTurn::Own(Some(RowsTogether { scope: self.scopes.len() - 1, rows }))
            }
            Namesakes::One(_) | Namesakes::All(_) => RowTurn::NotOwn,
            Namesakes::Open(rows) => {
                let name = content.rows.get(row).map_or("", |row| row.label.as_str());
                let all = rows.iter().filter_map(|row| content.rows.get(*row));
                RowTurn::Open(Why::SeveralRows {
                    form: schema.id.as_str().into(),
                    count: rows.len(),
                    label: name.into(),
                    lines: self.lines_of(paper, all),
                })
            }
        }
    }

    /// The cell of a column in the current row, or in all rows that it stands for.
    pub(in crate::check) fn cell_here(
        &mut self,
        (depth, column): (usize, usize),
        (paper, form, side, row): (Paper, usize, usize, usize),
    ) -> Evaluated {
        let own = self.scopes.len().checked_sub(depth + 1);
        let rows: Vec<CellAt> = match &self.together {
            Some(together) if own == Some(together.scope) => {
                together.rows.iter().map(|row| CellAt { form, side, row: *row }).collect()
            }
            _ => return self.cell(paper, form, side, row, column),
        };
        self.cells_together(paper, &rows, column)
    }

    /// The sum of a column over rows; of words those of the first.
    pub(in crate::check) fn cells_together(
        &mut self,
        paper: Paper,
        rows: &[CellAt],
        column: usize,
    ) -> Evaluated {
        let mut sum = Value::Blank(None);
        for at in rows {
            let value = self.cell(paper, at.form, at.side, at.row, column)?;
            sum = match (sum, value) {
                (Value::Number(sum), Value::Number(value)) => {
                    self.binary(Binary::Add, Value::Number(sum), Value::Number(value))?
                }
                (Value::Blank(_), value) => value,
                (sum, _) => sum,
            };
        }
        Ok(sum)
    }

    /// The one row of several that a key means, or all of them.
    pub(in crate::check) fn one_of(&self, paper: Paper, rows: &[CellAt]) -> Option<Vec<CellAt>> {
        let first = rows.first()?;
        let is_beside = |at: &CellAt| (at.form, at.side) == (first.form, first.side);
        if !rows.iter().all(is_beside) {
            return None;
        }
        let filled = self.world.filled(paper, first.form)?;
        let (content, schema) = (filled.sides.get(first.side)?, self.world.schema(filled)?);
        let numbers: Vec<usize> = rows.iter().map(|at| at.row).collect();
        let at = |row: usize| CellAt { row, ..*first };
        match meant(content, schema, &numbers) {
            Namesakes::One(row) => Some(vec![at(row)]),
            Namesakes::All(rows) => Some(rows.into_iter().map(at).collect()),
            Namesakes::Open(_) => None,
        }
    }
}

/// The rows of the code of a row, or of its name where it has none.
fn namesakes(content: &FormSide, row: usize) -> &[usize] {
    match content.rows.get(row) {
        Some(FormRow { code: Some(code), .. }) => content.index.code(code),
        Some(row) => content.index.key(&row.key),
        None => &[],
    }
}

/// Whether a formula looks a row of another form up by what the current row is called.
fn looks_up_by_row(node: &Node, own: usize, schema: &Form) -> bool {
    let inner = |node: &Node| looks_up_by_row(node, own, schema);
    match node {
        Node::Form(path) => {
            path.form != own
                && matches!(&path.row, RowSelector::Key(key) if is_name_of_row(key, schema))
        }
        Node::Negate(one) | Node::Not(one) => inner(one),
        Node::Binary(_, a, b) | Node::Compare(_, a, b) => inner(a) || inner(b),
        Node::Call(_, arguments) => arguments.iter().any(inner),
        _ => false,
    }
}

/// Whether a formula reads a number of the current row, beside what it looks others up by.
fn has_own_number(node: &Node, schema: &Form) -> bool {
    let inner = |node: &Node| has_own_number(node, schema);
    match node {
        Node::Read(Reference::Column { depth: 0, column }) => {
            schema.columns.get(*column).is_some_and(|column| column.kind.is_numeric())
        }
        Node::Read(Reference::CellCapture { .. }) => true,
        Node::Negate(one) | Node::Not(one) => inner(one),
        Node::Binary(_, a, b) | Node::Compare(_, a, b) => inner(a) || inner(b),
        Node::Call(_, arguments) => arguments.iter().any(inner),
        _ => false,
    }
}

fn is_name_of_row(node: &Node, schema: &Form) -> bool {
    match node {
        Node::Read(Reference::Column { depth: 0, column }) => {
            schema.columns.get(*column).is_some_and(|column| !column.kind.is_numeric())
        }
        Node::Call(_, arguments) => arguments.iter().any(|own| is_name_of_row(own, schema)),
        _ => false,
    }
}
