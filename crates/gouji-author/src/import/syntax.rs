//! An 审核公式 as a tree, and why one is none.

use gouji_rules::ruleset::ColumnKind;

/// Cells of a range, and terms of a formula, at most.
pub(super) const CELLS: usize = 200;

/// Why something could not be translated, and where in the line: characters from its start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ImportFault {
    pub(super) at: usize,
    pub(super) reason: String,
}

impl ImportFault {
    pub(super) fn new(at: usize, reason: impl Into<String>) -> Self {
        Self { at, reason: reason.into() }
    }
}

/// Cells of a form: each row with each column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FormulaCells {
    /// The form as written; `None` means that of the formula.
    pub(super) form: Option<String>,
    /// 行次; none is written: each row.
    pub(super) rows: Vec<u32>,
    /// 栏次; none is written: each column.
    pub(super) columns: Vec<u32>,
    pub(super) at: usize,
}

impl FormulaCells {
    /// How many there are, where one that is not written counts once.
    pub(super) fn len(&self) -> usize {
        self.rows.len().max(1) * self.columns.len().max(1)
    }

    /// Each of them by itself, in reading order.
    pub(super) fn each_alone(&self) -> Vec<Expr> {
        let one = |index: usize| {
            let (row, column) = self.nth(index);
            let (rows, columns) = (row.into_iter().collect(), column.into_iter().collect());
            Expr::Cells(Self { form: self.form.clone(), rows, columns, at: self.at })
        };
        (0..self.len()).map(one).collect()
    }

    /// One of them, in reading order.
    pub(super) fn nth(&self, index: usize) -> (Option<u32>, Option<u32>) {
        let columns = self.columns.len().max(1);
        (self.rows.get(index / columns).copied(), self.columns.get(index % columns).copied())
    }
}

/// A column, a row or a cell of a form by its printed name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NamedCells {
    /// The form's index.
    pub(super) form: usize,
    pub(super) place: NamedPlace,
    /// As written.
    pub(super) text: String,
    pub(super) at: usize,
}

/// What a name means, by the names of formulas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NamedPlace {
    Column {
        name: String,
        kind: ColumnKind,
    },
    Row(String),
    /// A row and a column are called so.
    Either {
        row: String,
        column: String,
        kind: ColumnKind,
    },
    /// The row with the sign before it: `.合计`, `["办公费"]`.
    Cell {
        row: String,
        column: String,
        kind: ColumnKind,
    },
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expr {
    /// As written.
    Number(String),
    /// Several stand for as many formulas.
    Cells(FormulaCells),
    /// By the names that the page prints.
    Named(NamedCells),
    /// All cells in it are added.
    Sum(Vec<Expr>),
    /// `abs`, `min`, `max`, `round` of the rule language.
    Call(&'static str, Vec<Expr>),
    Negate(Box<Expr>),
    /// `+ - * /`
    Binary(char, Box<Expr>, Box<Expr>),
}

impl Expr {
    /// Calls `seen` for all cells and whether they are added.
    pub(super) fn each<'a>(&'a self, added: bool, seen: &mut dyn FnMut(&'a FormulaCells, bool)) {
        match self {
            Self::Number(_) | Self::Named(_) => {}
            Self::Cells(cells) => seen(cells, added),
            Self::Sum(all) => all.iter().for_each(|own| own.each(true, seen)),
            Self::Call(_, all) => all.iter().for_each(|own| own.each(added, seen)),
            Self::Negate(own) => own.each(added, seen),
            Self::Binary(_, left, right) => {
                left.each(added, seen);
                right.each(added, seen);
            }
        }
    }
}

/// What must hold, or under what condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FormulaComparison {
    pub(super) left: Expr,
    /// As in the rule language.
    pub(super) relation: &'static str,
    pub(super) right: Expr,
    pub(super) at: usize,
}

/// `IF … THEN`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    Compare(FormulaComparison),
    /// `&&` or `||`
    Both(&'static str, Box<Condition>, Box<Condition>),
}

impl Condition {
    pub(super) fn comparisons(&self) -> Vec<&FormulaComparison> {
        match self {
            Self::Compare(comparison) => vec![comparison],
            Self::Both(_, left, right) => {
                left.comparisons().into_iter().chain(right.comparisons()).collect()
            }
        }
    }
}

/// An 审核公式.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ImportedFormula {
    /// `01表：` in front of it.
    pub(super) form: Option<String>,
    pub(super) when: Option<Condition>,
    pub(super) demands: Vec<FormulaComparison>,
}

impl ImportedFormula {
    /// All comparisons, the condition's last.
    pub(super) fn comparisons(&self) -> impl Iterator<Item = &FormulaComparison> {
        self.demands.iter().chain(self.when.iter().flat_map(Condition::comparisons))
    }

    /// All its cells, and whether they are added.
    pub(super) fn cells(&self) -> Vec<(&FormulaCells, bool)> {
        let mut out = Vec::new();
        for comparison in self.comparisons() {
            comparison.left.each(false, &mut |cells, added| out.push((cells, added)));
            comparison.right.each(false, &mut |cells, added| out.push((cells, added)));
        }
        out
    }
}
