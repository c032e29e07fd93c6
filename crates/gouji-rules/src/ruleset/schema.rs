//! What a compiled ruleset is made of: values that recognition and checks read. `whole` holds them
//! together.

mod claim;
mod rule;

pub(crate) use claim::DeclaredSlots;
pub use claim::{
    CaptureName, Claim, ClaimBody, ClaimPlace, NamedMeasure, Pair, PrintedSearch, SlipLook, Wording,
};

pub(crate) use rule::Demand;
pub use rule::{
    Case, CaseEdit, CasePlaces, Expectation, Message, OutlineDemand, OutlineLook, OutlineSource,
    RequiredThing, Rule, RuleBody, Script, TemplateLook, ToldPiece, TreeDemand,
};

use crate::pattern::{CaptureKind, Context, Pattern};
use ecow::EcoString;
use gouji_prose::prose::RoleRow;
use gouji_values::code::codes;
use gouji_values::kind::Kind;
use gouji_values::number::Day;
use gouji_values::number::UnitId;
use rust_decimal::Decimal;
use std::ops::{Deref, Range};

pub(crate) use crate::formula::Later;

/// Where something was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Name of the file.
    pub file: EcoString,
    /// Layer (ruleset name).
    pub layer: EcoString,
    /// Byte range of its table header or id.
    pub span: Range<usize>,
}

/// Kinds of column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Account code.
    Code,
    /// The row's label.
    Label,
    /// A label that reaches down over its group.
    Group,
    /// Free words.
    Text,
    /// 行次
    Line,
    /// 序号
    Ordinal,
    /// Money.
    Amount,
    /// A ratio.
    Percent,
    /// A count.
    Count,
    /// A score or weight.
    Score,
    /// A target (`≥92%`).
    Target,
    /// A grade word.
    Grade,
    /// A year.
    Year,
    /// A date.
    Date,
}

impl ColumnKind {
    /// What the values of such a column are.
    #[must_use]
    pub fn of_values(self) -> Kind {
        match self {
            Self::Amount => Kind::Amount,
            Self::Percent => Kind::Percent,
            Self::Count => Kind::Count,
            Self::Score | Self::Year => Kind::Number,
            Self::Date => Kind::Date,
            Self::Code => Kind::Code,
            Self::Label | Self::Text | Self::Grade => Kind::Text,
            Self::Group | Self::Line | Self::Ordinal | Self::Target => Kind::Any,
        }
    }

    /// Whether figures of such a column make a sum with each other: money, persons, vehicles.
    #[must_use]
    pub fn adds_up(self) -> bool {
        matches!(self, Self::Amount | Self::Count)
    }

    /// Whether figures of this kind are summed and tied.
    #[must_use]
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Amount | Self::Percent | Self::Count | Self::Score)
    }
}

/// How figures of a form were rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rounding {
    /// Nearest, unless the unit is exact.
    #[default]
    Auto,
    /// Sums are sums of the printed figures.
    Exact,
    /// Half up.
    Nearest,
    /// Cut off.
    Truncate,
}

/// Words by which a title, header or label is recognised: plain ones, compared whole, and patterns.
#[derive(Clone, Debug, Default)]
pub struct LabelWords {
    /// Without numbering, blanks, quotes; folded.
    pub plain: Vec<String>,
    /// With captures, `…` or alternatives.
    pub patterns: Vec<Pattern>,
}

impl LabelWords {
    /// Whether a text is meant; `bare` is the text as labels are compared.
    #[must_use]
    pub fn fit(&self, bare: &str, context: &Context<'_>) -> bool {
        self.plain.iter().any(|plain| plain == bare)
            || self.patterns.iter().any(|pattern| pattern.matches_whole(bare, context).is_some())
    }
}

/// A column of a form.
#[derive(Clone, Debug)]
pub struct Column {
    /// Name in formulas.
    pub name: String,
    /// Kind.
    pub kind: ColumnKind,
    /// Headers.
    pub headers: LabelWords,
    /// A column without any header of its own may be it.
    pub may_be_headless: bool,
    /// The one side that it stands on; `None`: every side.
    pub side: Option<usize>,
    /// The form matches without it.
    pub optional: bool,
    /// Unit where the page does not say.
    pub unit: Option<UnitId>,
    /// Pattern on the text of its cells.
    pub text: Vec<Pattern>,
}

/// A capture on the text of a column's cells.
#[derive(Clone, Debug)]
pub struct CellCapture {
    /// Name.
    pub name: String,
    /// Column.
    pub column: usize,
    /// Kind in the first wording that has it.
    pub kind: CaptureKind,
}

/// A row that rules name.
#[derive(Clone, Debug)]
pub struct NamedRow {
    /// Name in formulas.
    pub name: String,
    /// Labels.
    pub labels: LabelWords,
    /// Account code instead of a label.
    pub code: Option<String>,
    /// Only after this named row.
    pub after: Option<usize>,
    /// Left out of sums over a column, and of groups.
    pub total: bool,
    /// A table leaves it out where it would be blank: what lacks it has nothing there.
    pub optional: bool,
    /// Unit where the page does not say.
    pub unit: Option<UnitId>,
}

/// A form (表样): its id, and what it says, which is read when it is asked for.
#[derive(Clone, Debug)]
pub struct Form {
    /// Id.
    pub id: String,
    /// Where it was written.
    pub origin: Origin,
    /// What it says.
    pub body: Later<FormBody>,
}

impl Deref for Form {
    type Target = FormBody;

    fn deref(&self) -> &FormBody {
        &self.body
    }
}

/// What a form says.
#[derive(Clone, Debug, Default)]
pub struct FormBody {
    /// Titles.
    pub titles: LabelWords,
    /// Numbers that report programs know it by; on a page they say nothing, years and provinces
    /// number differently.
    pub numbers: Vec<String>,
    /// Words of a heading above it.
    pub under: Vec<String>,
    /// Names of groups of columns side by side.
    pub sides: Vec<String>,
    /// What a row begins with from which on the table is no longer this form.
    pub ends: LabelWords,
    /// Columns.
    pub columns: Vec<Column>,
    /// Named rows.
    pub rows: Vec<NamedRow>,
    /// Captures on cell texts.
    pub captures: Vec<CellCapture>,
    /// Unit where the page does not say.
    pub unit: Option<UnitId>,
    /// Rounding.
    pub rounding: Rounding,
    /// Only in documents of these kinds, and in those of no known kind; with none in all.
    pub documents: Vec<String>,
}

impl FormBody {
    /// Whether it may stand in a document of this kind.
    #[must_use]
    pub fn is_of(&self, kind: Option<&str>) -> bool {
        let is_this = |kind: &str| self.documents.iter().any(|known| known == kind);
        self.documents.is_empty() || kind.is_none_or(is_this)
    }

    /// The column that identifies a row by account code.
    #[must_use]
    pub fn code_column(&self) -> Option<usize> {
        self.columns.iter().position(|column| column.kind == ColumnKind::Code)
    }

    /// The column of row labels.
    #[must_use]
    pub fn label_column(&self) -> Option<usize> {
        self.columns.iter().position(|column| column.kind == ColumnKind::Label)
    }
}

/// A kind of part (a stretch of a document with its own tables and sentences).
#[derive(Clone, Debug)]
pub struct PartKind {
    /// Id.
    pub id: String,
    /// Patterns of its first heading, caption or sentence start.
    pub starts: Vec<Pattern>,
    /// Further captures from inside.
    pub keys: Vec<Pattern>,
    /// The parts over which a rule goes together with it: each has its own tables.
    pub peers: Vec<usize>,
    /// Where it was written.
    pub origin: Origin,
}

/// A row of the table of roles, as a rule file has it.
#[derive(Clone, Debug)]
pub struct RoleItem {
    /// What it says.
    pub row: RoleRow,
    /// The sentence that shows it, the figure marked.
    pub example: Option<String>,
    /// Where it was written.
    pub origin: Origin,
}

/// A law, a regulation or an instruction that rules cite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalSource {
    /// The name that rules cite it by.
    pub id: String,
    /// 文号
    pub number: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Where it was written.
    pub origin: Origin,
}

impl LegalSource {
    /// Number and title: `财预〔2020〕10号《项目支出绩效评价管理办法》`.
    #[must_use]
    pub fn name(&self) -> String {
        match (&self.number, &self.title) {
            (Some(number), Some(title)) => format!("{number}《{title}》"),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => self.id.clone(),
        }
    }
}

/// A grade scale: `[from, next)`, highest first.
#[derive(Clone, Debug)]
pub struct Scale {
    /// Id.
    pub id: String,
    /// Grade words with their lower bound.
    pub grades: Vec<(String, Decimal)>,
    /// What the bounds are; unknown where all grades begin at 0.
    pub kind: Option<Kind>,
    /// Where it was written.
    pub origin: Origin,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Param {
    /// Name.
    pub name: String,
    /// Value.
    pub value: ParamValue,
    /// Where it was written.
    pub origin: Origin,
}

/// Value of a parameter; a number carries its unit.
#[derive(Clone, Debug, PartialEq)]
pub enum ParamValue {
    /// One figure.
    Number(Decimal, Option<UnitId>),
    /// Percentage points, as a share of one.
    Points(Decimal),
    /// A day.
    Date(Day),
    /// Words.
    Text(String),
    /// By name.
    Table(Vec<(String, Decimal, Option<UnitId>)>),
}

codes! {
    /// What a relation of a table follows from.
    Structure, "structure":
    /// Its header: a total column and the columns that it sums.
    Header = "header",
    /// Its codes: a row and the rows whose codes begin with that row's code.
    Code = "code",
    /// Its levels: 一、 and the rows with （一） below it, names that stand further in.
    Indent = "indent",
    /// A row of totals.
    Total = "total",
    /// Two lists side by side whose totals agree.
    Sides = "sides",
    /// A column of rates and the two columns that they are worked out from.
    Rate = "rate",
}
