//! What to write instead, made of what is written: the author's own names, in an order that can be
//! typed as it stands.

use super::function::Function;
use super::names::{FormNames, FormulaMistake};
use super::node::Node;
use super::resolve::Resolver;
use super::shown::{called, meant_column, shown, shown_day};
use super::syntax::{Binary, Syntax, SyntaxKind};
use gouji_audit::audit::CheckRelation;
use gouji_values::error::MistakeSubject;
use gouji_values::kind::{Kind, Operation, result};
use rust_decimal::prelude::ToPrimitive;
use std::ops::Range;

/// What is said where a condition is asked for and something else is written.
const NO_CONDITION: &str = "这里要一个条件（真或假）";

impl FormulaMistake {
    /// Whether it is that there is nothing of this name.
    pub(crate) fn is_unknown_name(&self, name: &str) -> bool {
        matches!(&self.about, MistakeSubject::Name(own) if own == name)
    }

    /// Whether it is that something is no condition.
    pub(super) fn is_no_condition(&self) -> bool {
        self.message == NO_CONDITION
    }
}

/// What is wrong where `sum` is given several columns.
pub(super) fn not_columns(arguments: &[Syntax]) -> FormulaMistake {
    let each: Vec<String> = arguments.iter().map(shown).collect();
    let start = arguments.get(1).map_or(0, |own| own.span.start);
    let span = start..arguments.last().map_or(start, |own| own.span.end);
    FormulaMistake::new(span, "sum 把一列从上到下相加，不把几列相加")
        .help(format!("几列相加写成 {}", each.join(" + ")))
}

/// A rounding that says to how many digits.
pub(super) fn with_digits(number: &Syntax) -> String {
    format!("round({}, 2)，后面写保留几位小数", shown(number))
}

/// How a function is called that is given other than it takes: without what is too much.
fn at_most(function: Function, arguments: &[Syntax]) -> String {
    let takes = match function {
        Function::Grade | Function::Lookup | Function::Steps => 2,
        other => other.values(),
    };
    let first = arguments.get(..takes).filter(|first| takes > 0 && first.len() < arguments.len());
    match first {
        Some(first) => format!("{}，只写这 {takes} 个", called(function.name(), first)),
        None => function.signature().1.to_owned(),
    }
}

/// What is wrong where a function is given fewer or more than it takes.
pub(super) fn other_count(
    function: Function,
    arguments: &[Syntax],
    whole: &Range<usize>,
) -> FormulaMistake {
    too_few(function, arguments, whole).unwrap_or_else(|| {
        FormulaMistake::new(whole.clone(), format!("{} 的参数个数不对", function.name()))
            .help(format!("写法：{}", at_most(function, arguments)))
    })
}

/// Which arguments of a function are missing, by what they are called, with what to write: what is
/// there and the names of the others. Functions that take a list are not asked.
fn too_few(
    function: Function,
    arguments: &[Syntax],
    whole: &Range<usize>,
) -> Option<FormulaMistake> {
    let name = function.name();
    let takes = function.signature().1.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')')?;
    let takes: Vec<&str> = takes.split(',').map(str::trim).collect();
    let missing = takes.get(arguments.len()..).filter(|own| !own.is_empty())?;
    if arguments.is_empty() {
        return None;
    }
    let given = arguments.iter().map(shown);
    let all: Vec<String> = given.chain(missing.iter().map(|own| (*own).to_owned())).collect();
    let written = format!("{name}({})", all.join(", "));
    if let (Function::If, [condition, value]) = (function, arguments) {
        let message = "if 的参数个数不对：少了第 3 个，条件不成立时的数";
        let (condition, value) = (shown(condition), shown(value));
        return Some(FormulaMistake::new(whole.clone(), message).help(format!(
            "不成立时不核对的，条件写在 when 里：when = '{condition}'，公式里 if(…) 这一段只写 {value}；不成立时另有一个数的写成 {written}，乙换成那个数"
        )));
    }
    let message = format!(
        "{name} 的参数个数不对：要 {} 个，写了 {} 个，少了{}",
        takes.len(),
        arguments.len(),
        missing.join("、")
    );
    Some(FormulaMistake::new(whole.clone(), message).help(format!("写成 {written}")))
}

/// What is wrong where the least or the greatest of a whole column is asked for: a script has it.
pub(super) fn of_one_list(
    function: Function,
    list: &Syntax,
    whole: &Range<usize>,
) -> FormulaMistake {
    let (name, written) = (function.name(), shown(list));
    let which = if function == Function::Max { "最大" } else { "最小" };
    let column = if written.contains('.') { written } else { format!("表样.{written}") };
    let message = format!("公式里的 {name} 只比写出的几个数，没有一列的{which}数");
    FormulaMistake::new(whole.clone(), message).help(format!(
        "几个数写成 {name}(甲, 乙)；一列的{which}数不写 expect，写脚本：script = '''for 行 in rows(表样) {{ expect(行.列 <= {name}({column})); }}'''，表样、列和比较换成自己的"
    ))
}

/// An error where the digits to keep stand before what is rounded: round(2, 金额).
pub(super) fn in_order(a: &Syntax, b: &Syntax) -> Result<(), FormulaMistake> {
    let is_digits = |syntax: &Syntax| matches!(syntax.kind, SyntaxKind::Number { .. });
    if is_digits(a) && !is_digits(b) {
        let span = a.span.start..b.span.end;
        return Err(FormulaMistake::new(span, "要保留的位数写在后面").help(format!(
            "写成 round({}, {})",
            shown(b),
            shown(a)
        )));
    }
    Ok(())
}

/// Of `甲 == "是" || "否"` the whole: what the side without a comparison was to be compared with is
/// what the other side compares.
pub(super) fn with_own_comparison(
    operator: Binary,
    left: &Syntax,
    right: &Syntax,
) -> Option<String> {
    let (relation, of) = last_comparison(left)?;
    let is_value = matches!(
        right.kind,
        SyntaxKind::Text(_) | SyntaxKind::Number { .. } | SyntaxKind::Date(_) | SyntaxKind::Name(_)
    );
    let sign = if operator == Binary::And { "&&" } else { "||" };
    is_value.then(|| {
        format!("{} {sign} {} {} {}", shown(left), shown(of), relation.sign(), shown(right))
    })
}

/// The last comparison of a condition, and what it compares.
fn last_comparison(syntax: &Syntax) -> Option<(CheckRelation, &Syntax)> {
    match &syntax.kind {
        SyntaxKind::Compare(relation, of, _) => Some((*relation, of)),
        SyntaxKind::Binary(Binary::And | Binary::Or, a, b) => {
            last_comparison(b).or_else(|| last_comparison(a))
        }
        _ => None,
    }
}

/// Parts of a day that other programs take out of it.
fn part_of_day(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_uppercase().as_str() {
        "YEAR" | "年" | "年份" => "年度",
        "MONTH" | "月" | "月份" => "月份",
        "DAY" | "日" => "日",
        _ => return None,
    })
}

/// Functions that hold or do not; those of lists can only be asked to hold.
const HOLDS: [&str; 6] = ["unique", "consecutive", "same", "within", "present", "meets"];
const LISTS: [&str; 4] = ["unique", "consecutive", "same", "within"];

/// What to write where something that holds or does not is compared with the word for it:
/// `unique(姓名) == true`.
pub(super) fn with_truth(
    relation: CheckRelation,
    left: &Syntax,
    right: &Syntax,
) -> Option<FormulaMistake> {
    let truth = |syntax: &Syntax| match &syntax.kind {
        SyntaxKind::Name(name) | SyntaxKind::Text(name) => {
            let lower = name.to_lowercase();
            ["true", "false"].contains(&lower.as_str()).then(|| lower == "true")
        }
        _ => None,
    };
    let holds = |syntax: &Syntax| match &syntax.kind {
        SyntaxKind::Not(_) | SyntaxKind::Compare(..) => true,
        SyntaxKind::Binary(operator, ..) => matches!(operator, Binary::And | Binary::Or),
        SyntaxKind::Call(name, ..) => HOLDS.contains(&name.as_str()),
        _ => false,
    };
    let (of, is_true) = match (truth(left), truth(right)) {
        (None, Some(is_true)) if holds(left) => (left, is_true),
        (Some(is_true), None) if holds(right) => (right, is_true),
        _ => return None,
    };
    let is_kept = match relation {
        CheckRelation::Equal => is_true,
        CheckRelation::NotEqual => !is_true,
        _ => return None,
    };
    let word = if is_true { "true" } else { "false" };
    let message = format!("{} 本身就是成立或不成立，不与 {word} 比", shown(of));
    let is_list = matches!(&of.kind, SyntaxKind::Call(name, ..) if LISTS.contains(&name.as_str()));
    let help = match is_kept {
        true => format!("删去 {} {word}，写成 {}", relation.sign(), shown(of)),
        false if is_list => format!("{} 只能要求它成立", shown(of)),
        false => format!("写成 !({})", shown(of)),
    };
    Some(FormulaMistake::new(left.span.start..right.span.end, message).help(help))
}

/// What to write where a part of a day is compared: `YEAR(购入日期) >= 2016`.
pub(super) fn compared_part(
    relation: CheckRelation,
    left: &Syntax,
    right: &Syntax,
) -> Option<FormulaMistake> {
    let part = |syntax: &Syntax| match &syntax.kind {
        SyntaxKind::Call(name, place, arguments) => match (part_of_day(name), arguments.as_slice())
        {
            (Some(part), [of]) => Some((part, name.clone(), place.clone(), shown(of))),
            _ => None,
        },
        _ => None,
    };
    let (found, other, relation) = match (part(left), part(right)) {
        (Some(found), None) => (found, right, relation),
        (None, Some(found)) => (found, left, relation.mirrored()),
        _ => return None,
    };
    let (part, name, place, of) = found;
    let year = match &other.kind {
        SyntaxKind::Number { value, .. } if part == "年度" => value.to_i32(),
        _ => None,
    };
    let help = match year {
        Some(year) => format!("日期直接比先后：写成 {}", of_year(relation, &of, year)),
        None if part == "年度" => format!(
            "日期不能取出年度，只能比先后，写起止的日子：{of} >= 2024-01-01 && {of} <= 2024-12-31（年份换成要核对的）"
        ),
        None => format!(
            "日期不能取出{part}，只能比先后，写起止的日子：{of} >= 2024-03-01 && {of} <= 2024-03-31（换成要核对的日子）"
        ),
    };
    Some(FormulaMistake::new(place, format!("没有函数 {name}")).help(help))
}

/// A comparison of a year as one of days.
pub(super) fn of_year(relation: CheckRelation, of: &str, year: i32) -> String {
    let (first, last) = (shown_day((year, 1, 1)), shown_day((year, 12, 31)));
    match relation {
        CheckRelation::AtLeast => format!("{of} >= {first}"),
        CheckRelation::Less => format!("{of} < {first}"),
        CheckRelation::Greater => format!("{of} > {last}"),
        CheckRelation::AtMost => format!("{of} <= {last}"),
        CheckRelation::NotEqual => format!("{of} < {first} || {of} > {last}"),
        CheckRelation::Equal | CheckRelation::Meets => {
            format!(
                "expect = [\"{of} >= {first}\", \"{of} <= {last}\"]；在 when 里写 {of} >= {first} && {of} <= {last}"
            )
        }
    }
}

/// Something times or by a hundred: where, what, and whether it is divided.
fn hundredfold(syntax: &Syntax) -> Option<(Range<usize>, &Syntax, bool)> {
    let is_hundred = |syntax: &Syntax| {
        matches!(&syntax.kind, SyntaxKind::Number { value, unit }
            if unit.is_empty() && *value == rust_decimal::Decimal::ONE_HUNDRED)
    };
    match &syntax.kind {
        SyntaxKind::Binary(sign @ (Binary::Multiply | Binary::Divide), of, by)
            if is_hundred(by) =>
        {
            Some((of.span.end..by.span.end, of, *sign == Binary::Divide))
        }
        SyntaxKind::Binary(Binary::Multiply, by, of) if is_hundred(by) => {
            Some((by.span.start..of.span.start, of, false))
        }
        SyntaxKind::Call(name, _, arguments)
            if matches!(Function::find(name), Some(Function::Round | Function::Abs)) =>
        {
            hundredfold(arguments.first()?)
        }
        _ => None,
    }
}

impl Resolver<'_> {
    /// What is wrong where a condition is asked for.
    pub(super) fn no_condition(&self, syntax: &Syntax, node: &Node) -> FormulaMistake {
        let mistake = FormulaMistake::new(syntax.span.clone(), NO_CONDITION);
        let written = shown(syntax);
        let is_name = matches!(
            syntax.kind,
            SyntaxKind::Name(_) | SyntaxKind::Member(..) | SyntaxKind::Index(..)
        );
        match self.kind(node) {
            kind if is_name && kind.is_numeric() => mistake.help(format!(
                "印了数就行的写 present({written})；要比大小的写全，如 {written} > 0"
            )),
            Kind::Text | Kind::Code if is_name => mistake
                .help(format!("写全与什么比：{written} == \"…\"；填了就行的写 present({written})")),
            Kind::Date if is_name => {
                mistake.help(format!("写全与哪一天比：{written} >= 2024-01-01（日子换成自己的）"))
            }
            Kind::Text => match self.some_column(|kind| kind == Kind::Text) {
                Some(column) => mistake.help(format!("写全是什么与它比：{column} == {written}")),
                None => mistake.help(format!("写全是什么与它比：名称 == {written}")),
            },
            _ => mistake.help(format!("写一个比较：{}", self.some_condition())),
        }
    }

    /// What to write where a list of figures is asked for.
    pub(super) fn list_help(&self, syntax: &Syntax, function: Function) -> String {
        let column = if function == Function::Count { self.first_column() } else { None };
        let column = column.or_else(|| self.some_column(Kind::is_numeric));
        let function = function.name();
        let is_condition = matches!(
            syntax.kind,
            SyntaxKind::Compare(..)
                | SyntaxKind::Not(_)
                | SyntaxKind::Binary(Binary::And | Binary::Or, ..)
        );
        if let SyntaxKind::Text(text) = &syntax.kind
            && self.known().iter().any(|known| known == text)
        {
            return format!("名称不加引号：{function}({text})");
        }
        match column {
            Some(column) if is_condition => {
                format!("先写哪一列，再写条件：{function}({column}, {})", shown(syntax))
            }
            Some(column) => format!("写列名，如 {function}({column})；几个数相加用 +"),
            None => format!("写成 {function}(表样.列名)；几个数相加用 +"),
        }
    }

    /// What to write where `sum` is given what cannot be added up.
    pub(super) fn addend_help(&self, syntax: &Syntax, kind: Kind) -> String {
        let written = shown(syntax);
        let form = match &syntax.kind {
            SyntaxKind::Name(name) => self.names.forms.iter().find(|form| form.id == *name),
            _ => None,
        };
        let column = form.and_then(|form| meant_column(form, Kind::is_numeric));
        match kind {
            Kind::Row => format!(
                "写明哪一列：sum({written}.{})；数有几行写 count({written})",
                column.unwrap_or("列名")
            ),
            _ => format!("相加的要是数；数有几行写 count({written})"),
        }
    }

    /// What to write where a table of parameters stands without a name to look up.
    pub(super) fn looked_up(&self, table: &str) -> String {
        match self.some_column(|kind| kind == Kind::Text) {
            Some(column) if !column.contains('.') => format!("写成 lookup({table}, {column})"),
            _ => format!("写成 lookup({table}, 名称)，名称是一列或加引号的文字"),
        }
    }

    /// What to write where a scale is asked for.
    pub(super) fn scale_help(&self, syntax: &Syntax) -> String {
        match (&syntax.kind, self.names.scales.last()) {
            (SyntaxKind::Text(text), _) if self.names.scales.contains(text) => {
                format!("等级标准的名称不加引号：{text}")
            }
            (_, Some(scale)) => format!("写等级标准的 id：grade({scale}, 得分)，得分换成自己的列"),
            (_, None) => "先写一个 [[scale]]，这里写它的 id".to_owned(),
        }
    }

    /// `row(…)` with a column behind it.
    pub(super) fn column_behind(&self, name: &str, arguments: &[Syntax]) -> String {
        let form = match arguments.first().map(|own| &own.kind) {
            Some(SyntaxKind::Name(name)) => self.names.forms.iter().find(|form| form.id == *name),
            _ => None,
        };
        let column = form.and_then(|form| meant_column(form, Kind::is_numeric));
        format!("后面加一点和列名：{}.{}", called(name, arguments), column.unwrap_or("列名"))
    }

    /// `line(n)` and `column(n)` in the brackets where they belong.
    pub(super) fn bracket_help(
        &self,
        function: Function,
        name: &str,
        arguments: &[Syntax],
    ) -> String {
        let form = self.own_form().or_else(|| self.names.forms.last());
        let form = form.map_or("表样", |form| form.id.as_str());
        let own = called(name, arguments);
        let (line, column) = if function == Function::Line {
            (own.as_str(), "column(1)")
        } else {
            ("line(1)", own.as_str())
        };
        format!("写成 {form}[{line}][{column}]；写了 form 的规则里，column(1) 是本行的第 1 栏")
    }

    /// That a percentage is not made a hundred times more or less than it is: a quotient of amounts
    /// is compared with it as it stands.
    pub(super) fn no_hundredfold(
        &mut self,
        relation: CheckRelation,
        sides: [(&Syntax, Kind); 2],
    ) -> Result<(), FormulaMistake> {
        let [left, right] = sides;
        for (at, (one, other)) in [(left, right), (right, left)].into_iter().enumerate() {
            let Some((place, inner, is_divided)) = hundredfold(one.0) else { continue };
            // a percentage by a hundred is a hundredth of what is printed, whatever stands beside it
            let is_own = is_divided
                && other.1 == Kind::Ratio
                && self.typed(inner).is_ok_and(|(_, kind)| kind == Kind::Percent);
            // a score by a hundred is a share: what is told is what can stand there
            let stays = self
                .typed(inner)
                .is_ok_and(|(_, kind)| result(Operation::Equal, kind, other.1).is_ok());
            if (other.1 != Kind::Percent || !stays) && !is_own {
                continue;
            }
            let (name, rest) = (shown(other.0), shown(inner));
            let written = if at == 1 {
                format!("{name} {} {rest}", relation.sign())
            } else {
                format!("{rest} {} {name}", relation.sign())
            };
            let percentage = if is_own { &rest } else { &name };
            return Err(FormulaMistake::new(
                place,
                format!("{percentage} 是百分数，80% 就是 0.8：这里不乘 100，也不除以 100"),
            )
            .help(format!("写成 {written}")));
        }
        Ok(())
    }
}

/// The header of the codes of a form, where it is not that of accounts: 单位编码.
fn other_codes(form: &FormNames) -> Option<&str> {
    let mut columns = form.columns.iter().zip(&form.heads);
    let ((name, _), heads) = columns.find(|((_, kind), _)| *kind == Kind::Code)?;
    let called = heads.first().unwrap_or(name).as_str();
    (!called.contains("科目")).then_some(called)
}

/// What is wrong with a sum of all rows of a form with codes, by what its codes are called.
pub(super) fn summed_twice(form: &FormNames) -> String {
    match other_codes(form) {
        Some(called) => {
            format!("这张表有“{called}”，上级的行和它下面的行都在这一栏里，直接相加会重复相加")
        }
        None => "这张表有科目编码，直接相加会把类、款、项重复相加".to_owned(),
    }
}

/// What to write instead.
pub(super) fn summed_once(form: &FormNames, list: &str) -> String {
    let condition = format!("加条件，整个写成 sum({list}, level == 1)");
    match other_codes(form) {
        Some(called) => format!(
            "{condition}；“{called}”不分级的（例如单位代码），把这一栏的 kind 改为 \"text\"，就可以直接相加"
        ),
        None => condition,
    }
}
