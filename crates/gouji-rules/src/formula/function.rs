//! The functions of formulas and scripts: one list for both.

/// A function of the rule language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Function {
    /// `sum(list[, condition])`
    Sum,
    /// `count(list[, condition])`
    Count,
    /// `above(row)`
    Above,
    /// `below(row)`
    Below,
    /// `percent(share, base)`
    Percent,
    /// `min(a, b, …)`
    Min,
    /// `max(a, b, …)`
    Max,
    /// `abs(x)`
    Abs,
    /// `round(x, digits)`
    Round,
    /// `floor(x)`
    Floor,
    /// `ceil(x)`
    Ceil,
    /// `power(x, times)`
    Power,
    /// `sign(x)`
    Sign,
    /// `grade(scale, score)`
    Grade,
    /// `meets(actual, target)`
    Meets,
    /// `present(x)`
    Present,
    /// `or(x, y)`
    Or,
    /// `row(form, 类, 款, 项)`
    Row,
    /// `like(label)`
    Like,
    /// `line(n)`
    Line,
    /// `column(n)`
    Column,
    /// `consecutive(list)`
    Consecutive,
    /// `same(list)`
    Same,
    /// `within(list)`
    Within,
    /// `average(list[, condition])`
    Average,
    /// `if(condition, a, b)`
    If,
    /// `lookup(table, key)`
    Lookup,
    /// `steps(table, amount)`
    Steps,
    /// `unique(list)`
    Unique,
    /// `days(from, to)`
    Days,
    /// `previous(column)`
    Previous,
    /// `contains(text, part)`
    Contains,
    /// `starts_with(text, part)`
    StartsWith,
    /// `ends_with(text, part)`
    EndsWith,
    /// `len(text)`
    Len,
}

impl Function {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Sum,
        Self::Count,
        Self::Above,
        Self::Below,
        Self::Percent,
        Self::Min,
        Self::Max,
        Self::Abs,
        Self::Round,
        Self::Floor,
        Self::Ceil,
        Self::Power,
        Self::Sign,
        Self::Grade,
        Self::Meets,
        Self::Present,
        Self::Or,
        Self::Row,
        Self::Like,
        Self::Line,
        Self::Column,
        Self::Consecutive,
        Self::Same,
        Self::Within,
        Self::Average,
        Self::If,
        Self::Lookup,
        Self::Steps,
        Self::Unique,
        Self::Days,
        Self::Previous,
        Self::Contains,
        Self::StartsWith,
        Self::EndsWith,
        Self::Len,
    ];

    /// Its name, and how it is called.
    #[must_use]
    pub fn signature(self) -> (&'static str, &'static str) {
        match self {
            Self::Sum => ("sum", "sum(列表) 或 sum(列表, 条件)"),
            Self::Count => ("count", "count(列表) 或 count(列表, 条件)"),
            Self::Above => ("above", "above(合计行)"),
            Self::Below => ("below", "below(标题行)"),
            Self::Percent => ("percent", "percent(部分, 总数)"),
            Self::Min => ("min", "min(甲, 乙)"),
            Self::Max => ("max", "max(甲, 乙)"),
            Self::Abs => ("abs", "abs(数)"),
            Self::Round => ("round", "round(数, 小数位数)"),
            Self::Floor => ("floor", "floor(数)"),
            Self::Ceil => ("ceil", "ceil(数)"),
            Self::Power => ("power", "power(数, 次数)"),
            Self::Sign => ("sign", "sign(数)"),
            Self::Grade => ("grade", "grade(等级标准, 得分)"),
            Self::Meets => ("meets", "meets(完成值, 指标值)"),
            Self::Present => ("present", "present(名称)"),
            Self::Or => ("or", "or(名称, 0)"),
            Self::Row => ("row", "row(表样, 类, 款, 项)"),
            Self::Like => ("like", "like(名称)"),
            Self::Line => ("line", "表样[line(行次)]"),
            Self::Column => ("column", "表样[line(行次)][column(栏次)]"),
            Self::Consecutive => ("consecutive", "consecutive(编号)"),
            Self::Same => ("same", "same(列表)"),
            Self::Within => ("within", "within(above(合计行))"),
            Self::Average => ("average", "average(列表) 或 average(列表, 条件)"),
            Self::If => ("if", "if(条件, 甲, 乙)"),
            Self::Lookup => ("lookup", "lookup(参数表, 名称)"),
            Self::Steps => ("steps", "steps(参数表, 金额)"),
            Self::Unique => ("unique", "unique(列)"),
            Self::Days => ("days", "days(起日, 止日)"),
            Self::Previous => ("previous", "previous(列)"),
            Self::Contains => ("contains", "contains(列, \"字\")"),
            Self::StartsWith => ("starts_with", "starts_with(列, \"字\")"),
            Self::EndsWith => ("ends_with", "ends_with(列, \"字\")"),
            Self::Len => ("len", "len(列)"),
        }
    }

    /// How many values it is given, where it is given values and nothing else: one or two, else 0.
    pub(super) fn values(self) -> usize {
        match self {
            Self::Abs
            | Self::Floor
            | Self::Ceil
            | Self::Sign
            | Self::Present
            | Self::Len
            | Self::Like => 1,
            Self::Percent
            | Self::Round
            | Self::Power
            | Self::Meets
            | Self::Days
            | Self::Contains
            | Self::StartsWith
            | Self::EndsWith
            | Self::Or => 2,
            _ => 0,
        }
    }

    /// Whether it asks whether words stand in a text.
    #[must_use]
    pub fn asks_for_words(self) -> bool {
        matches!(self, Self::Contains | Self::StartsWith | Self::EndsWith)
    }

    /// Those that scripts have, too; for the others a script has its own way to say it.
    pub fn of_scripts() -> impl Iterator<Item = Self> {
        let only = [
            Self::Average,
            Self::If,
            Self::Lookup,
            Self::Steps,
            Self::Unique,
            Self::Days,
            Self::Previous,
            Self::Contains,
            Self::StartsWith,
            Self::EndsWith,
            Self::Len,
        ];
        Self::ALL.iter().copied().filter(move |function| !only.contains(function))
    }

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.signature().0
    }

    /// The function of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|function| function.name() == name)
    }
}
