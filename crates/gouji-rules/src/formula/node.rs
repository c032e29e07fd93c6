//! A formula with its names resolved: what `check` evaluates.
//!
//! Indices point into the compiled ruleset (forms, claims, parts, scales, params) and into a form's
//! columns, named rows and sides. `depth` counts scopes outwards: inside the condition of
//! `sum`/`count` 0 is the list's element.

use super::function::Function;
use super::syntax::Binary;
use gouji_audit::audit::CheckRelation;
use gouji_values::kind::Kind;
use gouji_values::number::Day;
use gouji_values::number::UnitId;
use gouji_values::paper::Paper;
use rust_decimal::Decimal;

/// Which rows a rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowSort {
    /// Those that others are not added up in.
    Leaf,
    /// Totals.
    Total,
}

/// How often an expectation runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Iteration {
    /// Once for the document, part, form or sentence that the rule stands on.
    Once,
    /// Once for each row.
    Row,
    /// Once for each amount column, and side.
    Column,
    /// Once for each group of this column.
    Group(usize),
    /// Once for each item of this repetition.
    Item(usize),
}

/// A name that means something at the place where the rule runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// A column, in the current row (or group).
    Column {
        /// Scope.
        depth: usize,
        /// Column of the scope's form.
        column: usize,
    },
    /// A named row, in the current column.
    Row {
        /// Scope.
        depth: usize,
        /// Named row of the scope's form.
        row: usize,
    },
    /// A capture on the text of a column, in the current row or group.
    CellCapture {
        /// Scope.
        depth: usize,
        /// Index in the form's list of cell captures.
        capture: usize,
    },
    /// A capture of the current sentence or item.
    Capture {
        /// Scope.
        depth: usize,
        /// Capture of the scope's claim.
        capture: usize,
    },
}

/// Which documents' or parts' tables and sentences a path looks at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartReference {
    /// `上年.` and the like: the document.
    pub paper: Paper,
    /// `part` or `part[key]`.
    pub part: Option<(usize, Option<Box<Node>>)>,
    /// Of these only the one with this index among the parts found (a script that goes through
    /// them).
    pub only: Option<usize>,
}

/// Which row a path means.
#[derive(Clone, Debug, PartialEq)]
pub enum RowSelector {
    /// None is named: all rows, or the only one.
    All,
    /// A named row.
    Named(usize),
    /// `[code or label]`
    Key(Box<Node>),
    /// `row(form, 类, 款, 项)`: the row by its path in the code tree.
    Path(Vec<Node>),
}

/// Which column a path means.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnSelector {
    /// None is named.
    None,
    /// A column.
    Column(usize),
    /// `row[label]`: the column of this header.
    Key(Box<Node>),
    /// A capture on a column's text.
    Capture(usize),
}

/// A path into a form.
#[derive(Clone, Debug, PartialEq)]
pub struct FormPath {
    /// Where.
    pub at: PartReference,
    /// Form.
    pub form: usize,
    /// Side, if named.
    pub side: Option<usize>,
    /// Row.
    pub row: RowSelector,
    /// Column.
    pub column: ColumnSelector,
}

/// A path into the sentences of a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimPath {
    /// Where.
    pub at: PartReference,
    /// Claim.
    pub claim: usize,
    /// `claim[word]`
    pub key: Option<Box<Node>>,
    /// Capture, if named.
    pub capture: Option<usize>,
}

/// Fields of `doc`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocField {
    /// `doc.year`
    Year,
    /// `doc.agency`
    Agency,
    /// `doc.kind`
    Kind,
}

/// Fields of `table`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableField {
    /// `table.title`
    Title,
    /// `table.number`
    Number,
    /// `table.year`
    Year,
    /// `table.unit`
    Unit,
    /// `table.agency`
    Agency,
}

/// A list of figures or rows.
#[derive(Clone, Debug, PartialEq)]
pub enum ListNode {
    /// A column, cell capture or item capture of the scope that the rule runs in: all its rows or
    /// items, within the current group where there is one.
    Own(Reference),
    /// Figures of a form elsewhere, or its rows where no column is named.
    Form(FormPath),
    /// Captures of a claim over all its sentences and items, or the sentences.
    Claim(ClaimPath),
    /// Parts of this id.
    Part(usize),
    /// Rows before a named row of the own form back to the last total, in the current column.
    Above(usize),
    /// Rows after a named row of the own form up to the next named row, in the current column.
    Below(usize),
    /// `above(form.row.column)`
    AbovePath(Box<FormPath>),
    /// `below(form.row.column)`
    BelowPath(Box<FormPath>),
}

/// A node of a resolved formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A literal.
    Number {
        /// Value, in the base unit: 0.9 for 90%, 1000000 for 100万元.
        value: Decimal,
        /// Its unit, where one was written.
        unit: Option<UnitId>,
        /// What it is.
        kind: Kind,
    },
    /// `2024-09-01`
    Date(Day),
    /// `"是"`
    Text(String),
    /// That something is so, or is not: what `present(x)` as a whole expectation asks for.
    Truth(bool),
    /// A name of the place where the rule runs.
    Read(Reference),
    /// A path into a form.
    Form(Box<FormPath>),
    /// A path into a claim's sentences.
    Claim(Box<ClaimPath>),
    /// A capture of the part around, by name.
    PartCapture(String),
    /// A parameter, with the key where it is a table.
    Param(usize, Option<Box<Node>>),
    /// `四级[name].from`: a scale by grade.
    ScaleFrom(usize, Box<Node>),
    /// `doc.year`
    Doc(DocField),
    /// `table.year`
    Table(TableField),
    /// `level`: depth of the current row in the code tree.
    Level(usize),
    /// Whether the current row is of this sort.
    RowIs(RowSort),
    /// `sum`, `count`, `consecutive`, `same`, `within` with a list and perhaps a condition.
    Aggregate(Function, Box<ListNode>, Option<Box<Node>>),
    /// `grade(scale, score)`
    Grade(ScaleReference, Box<Node>),
    /// Any other function.
    Call(Function, Vec<Node>),
    /// `-x`
    Negate(Box<Node>),
    /// `!x`
    Not(Box<Node>),
    /// Arithmetic and logic.
    Binary(Binary, Box<Node>, Box<Node>),
    /// Comparison of printed values: true or false.
    Compare(CheckRelation, Box<Node>, Box<Node>),
}

impl Node {
    /// Whether it names one place of a document, and works nothing out.
    #[must_use]
    pub fn is_place(&self) -> bool {
        matches!(self, Self::Read(_) | Self::Form(_) | Self::Claim(_) | Self::PartCapture(_))
    }
}

/// The scale of `grade()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScaleReference {
    /// A `[[scale]]`.
    Scale(usize),
    /// A claim with captures `name` and `from`: bands that the document itself prints.
    Claim(usize),
}
