//! The table of kinds: what `+ − × ÷` and comparisons of two kinds give.

use super::Kind::{
    self, Amount, Any, Code, Count, Date, Figure, Number, One, Percent, Points, Ratio, Row, Text,
    Truth, Zero,
};

/// What is done with two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `+` and `−`
    Add,
    /// `×`
    Multiply,
    /// `÷`
    Divide,
    /// `<`, `<=`, `>`, `>=`
    Order,
    /// `==`, `!=`
    Equal,
    /// `if`, `min`, `max`, `or`: one of the two
    Choose,
}

impl Operation {
    /// Whether two values are held against each other.
    #[must_use]
    pub fn compares(self) -> bool {
        matches!(self, Self::Order | Self::Equal)
    }

    /// What two values that are no fit cannot do.
    fn name(self) -> &'static str {
        match self {
            Self::Add => "相加减",
            Self::Multiply => "相乘",
            Self::Divide => "相除",
            Self::Order | Self::Equal => "比较",
            Self::Choose => "放在一起取一个",
        }
    }
}

/// Sums and differences, either way round.
const SUMS: &[(Kind, Kind, Kind)] = &[
    (Amount, Amount, Amount),
    (Percent, Percent, Percent),
    (Percent, Points, Percent),
    (Percent, Ratio, Percent),
    (Percent, One, Percent),
    (Points, Points, Points),
    (Count, Count, Count),
    (Count, Number, Count),
    (Count, Ratio, Count),
    (Number, Number, Number),
    (Number, Ratio, Number),
    (Ratio, Ratio, Ratio),
    (Ratio, One, Ratio),
];

/// Products, either way round.
const PRODUCTS: &[(Kind, Kind, Kind)] = &[
    (Amount, Percent, Amount),
    (Amount, Count, Amount),
    (Amount, Number, Amount),
    (Amount, Ratio, Amount),
    (Percent, Percent, Percent),
    (Percent, Count, Count),
    (Percent, Number, Ratio),
    (Percent, Ratio, Ratio),
    (Points, Number, Points),
    (Count, Count, Count),
    (Count, Number, Count),
    (Count, Ratio, Count),
    (Number, Number, Number),
    (Number, Ratio, Ratio),
    (Ratio, Ratio, Ratio),
];

/// Quotients: what is divided, by what.
const QUOTIENTS: &[(Kind, Kind, Kind)] = &[
    (Amount, Amount, Ratio),
    (Amount, Percent, Amount),
    (Amount, Count, Amount),
    (Amount, Number, Amount),
    (Amount, Ratio, Amount),
    (Percent, Percent, Ratio),
    (Percent, Count, Percent),
    (Percent, Number, Percent),
    (Percent, Ratio, Percent),
    (Points, Points, Ratio),
    (Points, Count, Points),
    (Points, Number, Points),
    (Count, Count, Ratio),
    (Count, Number, Ratio),
    (Count, Percent, Count),
    (Count, Ratio, Count),
    (Number, Count, Ratio),
    (Number, Number, Ratio),
    (Number, Percent, Number),
    (Number, Ratio, Number),
    (Ratio, Percent, Ratio),
    (Ratio, Count, Ratio),
    (Ratio, Number, Ratio),
    (Ratio, Ratio, Ratio),
];

/// What may be compared, either way round.
const COMPARED: &[(Kind, Kind)] = &[
    (Amount, Amount),
    (Percent, Percent),
    (Percent, Points),
    (Percent, Ratio),
    (Points, Points),
    (Points, Ratio),
    (Count, Count),
    (Count, Number),
    (Count, Ratio),
    (Number, Number),
    (Number, Ratio),
    (Ratio, Ratio),
    (Date, Date),
    (Code, Code),
    (Code, Text),
];

/// What may only be compared for being the same.
const SAME: &[(Kind, Kind)] = &[(Text, Text), (Truth, Truth)];

/// Two kinds that do not go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What they were to do.
    pub operation: Operation,
    /// The kind on the left.
    pub left: Kind,
    /// The kind on the right.
    pub right: Kind,
}

impl Refusal {
    /// What is wrong.
    pub fn message(&self) -> String {
        let (left, right) = (self.left, self.right);
        let whole = [left, right].into_iter().find(|kind| *kind == Row);
        if let Some(row) = whole {
            return format!("{}没有写明是哪一列，不能{}", row.name(), self.operation.name());
        }
        if self.operation == Operation::Order && left == right {
            return format!("{}不能比大小", left.name());
        }
        format!("{}与{}不能{}", left.name(), right.name(), self.operation.name())
    }

    /// What to write, where the kinds alone tell.
    pub fn help(&self) -> String {
        let pair = [self.left, self.right];
        let has = |kind: Kind| pair.contains(&kind);
        let is_bare = pair.iter().any(|kind| kind.is_bare());
        let help = match self.operation {
            _ if has(Row) => "写明列名：表样.行.列",
            _ if has(Code) && is_bare => "编码加引号，例如 科目编码 == \"201\"",
            _ if has(Text) && (has(Number) || has(One) || has(Zero)) => {
                "数不加引号，文字加引号：2024 与 \"2024\" 不同"
            }
            Operation::Add if has(Date) && !has(Text) => {
                "日期不能加减：相差几天写 days(起日, 止日)，先后写 付款日期 >= 签订日期"
            }
            _ if has(Date) && pair.iter().any(|kind| kind.is_numeric() && *kind != Any) => {
                "日期写成 2024-09-01（不写斜线），年度写 doc.year"
            }
            _ if has(Date) && has(Text) => "日期不加引号：2024-09-01；这一列写 kind = \"date\"",
            _ if has(Truth) && (has(Number) || has(One) || has(Zero)) => {
                "条件本身就是真假，不用与数比较：present(甲)；不成立写 !present(甲)"
            }
            Operation::Equal if has(Truth) && has(Text) => {
                "present(甲)、contains(甲, \"字\") 本身就是条件，删去后面的比较；不成立写 !present(甲)"
            }
            Operation::Multiply | Operation::Divide if is_bare && has(Amount) => {
                "金额可以乘以数、个数、百分数"
            }
            _ if is_bare && has(Amount) => "金额的单位写在数后面，例如 100万元 或 100元",
            Operation::Add if is_bare && has(Percent) => {
                "写成百分数（5%）或百分点（5个百分点）；增长 10% 写成 1 + 10%"
            }
            Operation::Order | Operation::Equal if is_bare && (has(Percent) || has(Points)) => {
                "占比、完成率写成 percent(部分, 总数)；百分之几的数写成 数 * 占比"
            }
            _ if has(Text) && (has(Amount) || has(Count)) => {
                "这里要数；其中的参数是文字：写成 \"550元\"、\"90%\" 这样，用阿拉伯数字"
            }
            _ if has(Amount) && has(Percent) => {
                "占比、完成率写成 percent(部分, 总数)；百分之几的金额写成 金额 * 占比"
            }
            Operation::Choose if has(Amount) && (has(Count) || has(Percent)) => {
                "放在一起的要是同一类：都是金额，或都是个数、都是百分数"
            }
            _ if has(Amount) && has(Count) => "每个的金额写成 金额 / 个数，总额写成 单价 * 个数",
            _ if has(Amount) && self.operation == Operation::Multiply => {
                "金额可以乘以数、个数、百分数"
            }
            Operation::Equal | Operation::Order if has(Text) => {
                "文字与文字比较，数与数比较；行名要与文字比的，写它印的字：会议名称 != \"合计\""
            }
            Operation::Add if has(Date) => "日期不能加减：相差几天写 days(起日, 止日)",
            Operation::Choose if is_bare && (has(Percent) || has(Points)) => {
                "不带单位的数写成百分数：1 写成 100%，0.9 写成 90%"
            }
            Operation::Choose => "放在一起的要是同一种：单位写全，例如 100万元、90%、5人",
            _ => "哪些数可以放在一起算，见 gouji rules guide 数的种类",
        };
        help.to_owned()
    }

    /// What to write in a script, which knows no units.
    pub fn script_help(&self) -> &'static str {
        let pair = [self.left, self.right];
        let is_bare = pair.iter().any(|kind| kind.is_bare());
        if is_bare && (pair.contains(&Percent) || pair.contains(&Points)) {
            "百分数比较时写成 \"90%\"，要算的写成 percent(90, 100) 或参数"
        } else if is_bare && pair.contains(&Amount) {
            "金额比较时写成 \"100万元\"，要算的写成参数：[param] \"上限\" = \"100万元\""
        } else {
            "什么与什么可以加减、比较，见 gouji rules guide 数的种类"
        }
    }
}

/// What comes of two kinds; comparisons give a truth.
///
/// # Errors
/// A [`Refusal`] where they do not go together.
pub fn result(operation: Operation, left: Kind, right: Kind) -> Result<Kind, Refusal> {
    special(operation, left, right)
        .or_else(|| listed(operation, plain(operation, left), plain(operation, right)))
        .ok_or(Refusal { operation, left, right })
}

/// The constant 1 is a number like others, but where it is added to a percentage.
fn plain(operation: Operation, kind: Kind) -> Kind {
    if kind == One && operation != Operation::Add { Number } else { kind }
}

/// What holds of zero, of one and of values whose kind is not known yet.
fn special(operation: Operation, left: Kind, right: Kind) -> Option<Kind> {
    let numeric = left.is_numeric() && right.is_numeric();
    let compares = matches!(operation, Operation::Order | Operation::Equal);
    let unknown = |kind: Kind| matches!(kind, Any | Figure);
    match (left, right) {
        (Row, _) | (_, Row) => None,
        (Any, _) | (_, Any) if compares => Some(Truth),
        (Any, _) | (_, Any) => numeric.then_some(Figure),
        _ if !numeric => None,
        _ if compares && [left, right].iter().any(|kind| unknown(*kind) || *kind == Zero) => {
            Some(Truth)
        }
        // what a number of unknown kind is added to tells what it must be, unless that is bare
        (Figure, other) | (other, Figure) if operation == Operation::Add => {
            Some(if other.is_bare() || other == Ratio { Figure } else { other })
        }
        (Figure, _) | (_, Figure) => Some(Figure),
        (Zero, other) | (other, Zero) if operation == Operation::Add => Some(other),
        (Zero, _) | (_, Zero) if operation == Operation::Multiply => Some(Zero),
        (Zero, _) => Some(Zero),
        (One, One) if operation == Operation::Add => Some(Number),
        (One, other @ (Number | Count)) | (other @ (Number | Count), One)
            if operation == Operation::Add =>
        {
            Some(other)
        }
        _ => None,
    }
}

fn listed(operation: Operation, left: Kind, right: Kind) -> Option<Kind> {
    let either = |list: &[(Kind, Kind, Kind)]| {
        let found =
            list.iter().find(|(a, b, _)| (*a, *b) == (left, right) || (*a, *b) == (right, left));
        found.map(|(.., result)| *result)
    };
    let compared = |list: &[(Kind, Kind)]| {
        list.iter()
            .any(|(a, b)| (*a, *b) == (left, right) || (*a, *b) == (right, left))
            .then_some(Truth)
    };
    match operation {
        Operation::Add => either(SUMS),
        Operation::Multiply => either(PRODUCTS),
        Operation::Divide => {
            QUOTIENTS.iter().find(|(a, b, _)| (*a, *b) == (left, right)).map(|(.., result)| *result)
        }
        Operation::Order => compared(COMPARED),
        Operation::Equal => compared(COMPARED).or_else(|| compared(SAME)),
        // what a choice gives is asked of [`join`]
        Operation::Choose => None,
    }
}

/// The kind of a value that is one or the other: `or(a, b)`, `min(a, b)`.
///
/// # Errors
/// As [`result`].
pub fn join(left: Kind, right: Kind) -> Result<Kind, Refusal> {
    if left == right {
        return Ok(left);
    }
    let chosen = |refusal: Refusal| Refusal { operation: Operation::Choose, ..refusal };
    if !left.is_numeric() || !right.is_numeric() {
        return result(Operation::Equal, left, right).map(|_| Any).map_err(chosen);
    }
    // 1 is a number here: whether it is a whole nobody says
    let plain = |kind: Kind| if kind == One { Number } else { kind };
    match (left, right) {
        (One, Ratio) | (Ratio, One) => Ok(Ratio),
        _ => result(Operation::Add, plain(left), plain(right)).map_err(chosen),
    }
}

/// What the guide prints: for each two kinds what `+ −`, `×`, `÷`, `<` and `==` give.
#[cfg_attr(not(test), expect(dead_code, reason = "the guide is held against it"))]
pub(crate) fn all() -> String {
    let mut out = String::from("| 左 \\ 右 |");
    for kind in &Kind::TOLD {
        out.push_str(&format!(" {} |", kind.name()));
    }
    out.push_str("\n|---|");
    out.push_str(&"---|".repeat(Kind::TOLD.len()));
    for left in &Kind::TOLD {
        out.push_str(&format!("\n| {} |", left.name()));
        for right in &Kind::TOLD {
            let mut cell = Vec::new();
            for (sign, operation) in
                [("±", Operation::Add), ("×", Operation::Multiply), ("÷", Operation::Divide)]
            {
                if let Ok(kind) = result(operation, *left, *right) {
                    cell.push(format!("{sign} {}", kind.name()));
                }
            }
            match (result(Operation::Order, *left, *right), result(Operation::Equal, *left, *right))
            {
                (Ok(_), _) => cell.push("可比".to_owned()),
                (_, Ok(_)) => cell.push("只比同异".to_owned()),
                _ => {}
            }
            let text = if cell.is_empty() { "—".to_owned() } else { cell.join("，") };
            out.push_str(&format!(" {text} |"));
        }
    }
    out.push('\n');
    out
}
