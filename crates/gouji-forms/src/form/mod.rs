//! What is on the page: which table is which form, its rows and figures; which stretch is a part;
//! which sentence makes a claim.
//!
//! In: a [`Document`](gouji_values::document::Document) and a [`Ruleset`]. Out: a [`Recognition`],
//! all that checks see. Deliberately absent: verdicts; nothing here knows what must hold.

mod again;
mod agency;
mod align;
mod caption;
mod captures;
mod cell;
mod column_numbers;
mod cut_off;
mod facts;
mod fill;
mod header;
mod index;
mod lacking;
mod likely;
mod listed;
mod open_line;
mod outline;
mod part;
mod places;
mod printed;
mod prose_passage;
mod recognise;
mod refill;
mod row_names;
mod said;
mod sentence;
mod shift;
mod strange;
mod stream;
mod stream_pieces;
mod stream_records;
mod stream_rows;
mod stream_sides;
mod structure;
mod table_look;
mod taught;
mod tie;
mod title;
mod token;
mod twice;
mod whole_columns;
mod wrapped;

pub use caption::Caption;
pub use captures::Captures;
pub use column_numbers::is_column_numbers;
pub use facts::{Facts, facts};
pub use gouji_values::label::label_key;
pub use index::RowIndex;
pub use listed::ListedUnit;
pub use open_line::OpenLine;
pub use recognise::recognise;
pub use refill::{clear, refill};
pub use row_names::is_subtotal;
pub use said::FoundRelation;
pub use sentence::{ReadPassage, read_passages};
pub use strange::{StrangeColumn, TakenCells, is_naming, is_number_like};
pub use structure::{
    CODE_SIGNS, Family, FamilySlips, Law, Member, StructureCell, is_code_below, is_row_code,
};
pub use title::bare_title;
pub use whole_columns::decimals;

use ecow::EcoString;
use gouji_audit::audit::{Illegible, ReadingDoubt};
use gouji_prose::prose::FrameDoubt;
use gouji_rules::pattern::{Captured, CapturedValue};
use gouji_rules::ruleset::{Form, Ruleset};
use gouji_values::document::{LogicalText, Span};
use gouji_values::number::{Number, UnitId};
use std::sync::Arc;

/// What stands in a cell of a form.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// This table has no such column.
    Absent,
    /// Nothing, or a blank mark.
    Blank,
    /// A number.
    Number(Number),
    /// Words.
    Text,
    /// A figure was expected and could not be read, or its cell was lost; why.
    Unreadable(Illegible),
}

/// A cell of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct FormCell {
    /// What stands there.
    pub content: Content,
    /// The text as printed.
    pub text: LogicalText,
    /// Where it stands, also when empty.
    pub span: Span,
    /// It repeats a merged cell that began in a row above: it counts once in sums.
    pub repeated: bool,
    /// Doubt of the reading, as few have.
    doubt: Option<Box<ReadingDoubt>>,
    /// Unit printed with the number or on its row.
    pub unit: Option<UnitId>,
}

impl FormCell {
    /// The slot of a column that this table does not have.
    #[must_use]
    pub fn absent() -> Self {
        Self {
            content: Content::Absent,
            text: LogicalText::default(),
            span: Span::default(),
            repeated: false,
            doubt: None,
            unit: None,
        }
    }

    /// Doubt of the reading.
    #[must_use]
    pub fn reading(&self) -> &ReadingDoubt {
        self.doubt.as_deref().unwrap_or(&ReadingDoubt::Plain)
    }

    /// The slot with a doubt of the reading.
    #[must_use]
    pub fn read_as(self, reading: ReadingDoubt) -> Self {
        Self { doubt: (reading != ReadingDoubt::Plain).then(|| Box::new(reading)), ..self }
    }
}

/// A row of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct FormRow {
    /// Cells, parallel to the form's columns.
    pub cells: Vec<FormCell>,
    /// Captures on cell texts, parallel to the form's captures.
    pub captures: Vec<Option<CellCaptured>>,
    /// Label as printed.
    pub label: EcoString,
    /// Label for comparison.
    pub key: EcoString,
    /// Account code.
    pub code: Option<EcoString>,
    /// The named row that it is.
    pub named: Option<usize>,
    /// Left out of sums over a column.
    pub total: bool,
    /// For each column of kind `group` the number of its group in this table.
    pub groups: Vec<Option<usize>>,
    /// Depth in the code tree, from 1.
    pub level: u32,
    /// Row of the physical table.
    pub row: u32,
}

/// A capture on a cell's text: value and place.
#[derive(Clone, Debug, PartialEq)]
pub struct CellCaptured {
    /// Value.
    pub captured: Captured,
    /// As printed.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// What is known of a column in a table.
#[derive(Clone, Debug, PartialEq)]
pub struct FilledColumn {
    /// Physical column of its first occurrence.
    pub column: u32,
    /// 栏次: as printed under the header, else its place among the columns of figures.
    pub number: Option<u32>,
    /// Header as printed.
    pub header: String,
    /// Header for comparison.
    pub key: String,
    /// Decimals of its most precise cell.
    pub decimals: u32,
    /// Unit of its header, if it names one.
    pub unit: Option<UnitId>,
}

/// One side of a form (the only one where a form has none).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FormSide {
    /// Parallel to the form's columns.
    pub columns: Vec<Option<FilledColumn>>,
    /// Data rows in reading order.
    pub rows: Vec<FormRow>,
    /// The rows by what names them.
    pub index: RowIndex,
    /// Lines with figures are missing: a row that is not here may stand in the document, and sums
    /// over rows lack some.
    pub incomplete: bool,
    /// A row that is not here may stand elsewhere: columns and rows were told apart by where texts
    /// stand, or this is a piece.
    pub may_lack: bool,
}

impl FormSide {
    /// Whether a row that is not here may stand in the document all the same.
    #[must_use]
    pub fn lacks_rows(&self) -> bool {
        self.incomplete || self.may_lack
    }

    /// What a row is called in checks, its code or label, and which of the rows of that name it is,
    /// from 1.
    #[must_use]
    pub fn name_of(&self, row: usize) -> (&str, usize) {
        let Some(found) = self.rows.get(row) else { return ("", 1) };
        let (name, same) = match &found.code {
            Some(code) => (code, self.index.code(code)),
            None => (&found.key, self.index.key(&found.key)),
        };
        (name, same.partition_point(|other| *other < row) + 1)
    }
}

/// A form found in a table.
#[derive(Clone, Debug, PartialEq)]
pub struct FilledForm {
    /// Index of the form in the ruleset; of a table that no form knows none there is.
    pub form: usize,
    /// Index of the table in the document.
    pub table: usize,
    /// Block at which it stands.
    pub block: usize,
    /// Part that it stands in.
    pub part: Option<usize>,
    /// Its title fitted, not its headers alone.
    pub by_title: bool,
    /// Its title or its heads are damaged or missing: it is the form that explains most, and may be
    /// another.
    pub is_likely: bool,
    /// Of such a form of which it is certain all the same which one it is: the columns that are not
    /// told by whole heads.
    pub unsure_columns: Option<Vec<usize>>,
    /// Columns beside those that it took bear the same heads: a list of the same columns was not
    /// read, and which of the two is meant is not certain.
    pub is_half: bool,
    /// Title, number, year, unit, agency.
    pub caption: Caption,
    /// Sides.
    pub sides: Vec<FormSide>,
    /// From its header to its last row.
    pub span: Span,
    /// Unit of its amounts where nothing nearer says.
    pub unit: Option<UnitId>,
    /// Lines whose figures could stand in several columns, because blank cells are gone.
    pub open: Vec<OpenLine>,
    /// Its columns, where no form of the rules knows the table: what follows from the table itself.
    pub own: Option<OwnForm>,
    /// What follows from the table itself.
    pub structure: Vec<Family>,
}

/// The form that a table is by itself; two of them are the same where they are of one table.
#[derive(Clone, Debug)]
pub struct OwnForm(pub Arc<Form>);

impl PartialEq for OwnForm {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl FilledForm {
    /// Its columns and rows as the rules, or the table itself, name them.
    #[must_use]
    pub fn schema<'f>(&'f self, ruleset: &'f Ruleset) -> Option<&'f Form> {
        match &self.own {
            Some(own) => Some(&own.0),
            None => ruleset.forms.get(self.form),
        }
    }

    /// Whether no figure stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self
            .sides
            .iter()
            .flat_map(|side| &side.rows)
            .flat_map(|row| &row.cells)
            .any(|slot| matches!(slot.content, Content::Number(_) | Content::Unreadable(_)))
    }
}

/// A part of the document.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPart {
    /// Index in the ruleset.
    pub part: usize,
    /// Captures by name, with the key first.
    pub captures: Vec<(String, Captured, LogicalText)>,
    /// First block.
    pub block: usize,
    /// Behind its last block.
    pub end: usize,
    /// Where it starts.
    pub span: Span,
}

impl FoundPart {
    /// The value by which it is told from others of its kind.
    #[must_use]
    pub fn key(&self) -> Option<String> {
        self.captures.first().map(|(_, captured, text)| {
            text.text.get(captured.range.clone()).unwrap_or("").trim().to_owned()
        })
    }
}

/// What it is worth that the figures of a sentence agree: what brought them together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Proof {
    /// Words alone: a wrong figure would be told.
    #[default]
    Words,
    /// Their values: that they agree is no evidence for them.
    Value,
    /// Words, but of several readings the one that agrees was taken: a wrong figure may stay unseen.
    Reading,
    /// None: which figures a declared relation is of is not said.
    Doubt(FrameDoubt),
}

/// A sentence that makes a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Index of the claim.
    pub claim: usize,
    /// Part that it stands in.
    pub part: Option<usize>,
    /// Block at which it stands.
    pub block: usize,
    /// The passage.
    pub text: Arc<LogicalText>,
    /// Bytes of the passage that matched.
    pub range: std::ops::Range<usize>,
    /// Captures of the sentence.
    pub captures: Captures,
    /// Items of each repetition, with the captures of each.
    pub items: Vec<Vec<Captures>>,
    /// The passage ends in the middle of its list: further items may stand behind a break of the
    /// page.
    pub is_cut_off: bool,
    /// How sure it is that the sentence says so.
    pub certainty: Certainty,
    /// What it is worth that its figures agree.
    pub proof: Proof,
    /// Chain of headings above, innermost last, for series that begin anew under each.
    pub heading: Option<usize>,
    /// It stands on a contents page.
    pub in_contents: bool,
}

/// How sure it is that a sentence says of its figures what was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Certainty {
    /// Its words say so.
    #[default]
    Said,
    /// It leaves its reading open; that one slip of the pen would make it hold says which is meant.
    OneSlip,
    /// It leaves open whether all is listed; the other lists of its shape come out, and so would this one but for one slip.
    Taught,
    /// It leaves open whether all is listed; but for one slip, which chance hardly explains, it would come out.
    Slipped,
}

/// What is on the page.
#[derive(Clone, Debug, Default)]
pub struct Recognition {
    /// Agency, year, kind.
    pub facts: Facts,
    /// Forms in reading order.
    pub forms: Vec<FilledForm>,
    /// Parts in reading order.
    pub parts: Vec<FoundPart>,
    /// Statements in reading order.
    pub statements: Vec<Statement>,
    /// Tables in which no form was found: index, caption.
    pub unknown: Vec<(usize, Caption)>,
    /// What was strange.
    pub notices: Vec<gouji_values::document::Notice>,
    /// The beginning of the document speaks of budgets.
    pub speaks_of_budget: bool,
    /// It was not taken for a document on a budget: words as they are printed were not looked for.
    pub words_left_out: bool,
    /// Identities that chose the columns of figures: no evidence any more.
    pub aligned: Vec<AlignedBy>,
}

impl Recognition {
    /// Whether this was taken for a document on a budget: its kind is known, a form was found, or a
    /// sentence that claims a figure.
    #[must_use]
    pub fn is_budget(&self, ruleset: &Ruleset) -> bool {
        let claims_figure = |found: &Statement| {
            let captures = [&found.captures].into_iter().chain(found.items.iter().flatten());
            let is_number = |captures: &Captures| {
                captures.iter().any(|(_, one)| matches!(one.value, CapturedValue::Number(_)))
            };
            ruleset
                .claims
                .get(found.claim)
                .is_some_and(|claim| claim.printed.is_none() && !claim.is_of_prose())
                && captures.into_iter().any(is_number)
        };
        self.facts.kind.is_some()
            || self.forms.iter().any(|filled| filled.own.is_none())
            || self.statements.iter().any(claims_figure)
    }
}

/// An identity that chose the columns of figures whose blank neighbours were lost.
#[derive(Clone, Debug, PartialEq)]
pub struct AlignedBy {
    /// Index in [`Recognition::forms`].
    pub form: usize,
    /// Rule.
    pub rule: String,
    /// Which of the rule's identities.
    pub cause: usize,
    /// Figures that it placed.
    pub figures: Vec<Span>,
}
