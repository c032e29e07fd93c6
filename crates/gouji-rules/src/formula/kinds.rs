//! The kinds of what stands in a formula, and that only what goes together is added, multiplied
//! and compared.

use super::function::Function;
use super::names::{FormulaMistake, Names, Owner, nearest};
use super::no_day::no_day;
use super::node::{
    ColumnSelector, DocField, FormPath, ListNode, Node, Reference, RowSelector, ScaleReference,
    TableField,
};
use super::resolve::Resolver;
use super::shown::{meant_column, shown};
use super::syntax::{Binary, Syntax, SyntaxKind};
use super::words::of_words;
use gouji_audit::audit::CheckRelation;
use gouji_values::error::MistakeSubject;
use gouji_values::kind::{Kind, Operation, join, result};
use rust_decimal::Decimal;
use std::ops::Range;

/// A node, where it is written, and what it is.
pub(super) type Typed<'s> = (&'s Syntax, &'s Node, Kind);

/// The operation of a comparison; `meets` looks at signs and words, too.
pub(super) fn operation(relation: CheckRelation) -> Option<Operation> {
    match relation {
        CheckRelation::Equal | CheckRelation::NotEqual => Some(Operation::Equal),
        CheckRelation::Meets => None,
        _ => Some(Operation::Order),
    }
}

/// What an operator does with kinds.
pub fn arithmetic(operator: Binary) -> Option<Operation> {
    match operator {
        Binary::Add | Binary::Subtract => Some(Operation::Add),
        Binary::Multiply => Some(Operation::Multiply),
        Binary::Divide => Some(Operation::Divide),
        Binary::And | Binary::Or => None,
    }
}

/// The month behind a year: `年3月`.
fn month_of(written: &str) -> Option<u32> {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|month| (1..=12).contains(month))
}

impl Resolver<'_> {
    /// What a number with its unit is.
    pub(super) fn literal(
        &self,
        value: Decimal,
        written: &str,
        span: &Range<usize>,
    ) -> Result<Node, FormulaMistake> {
        let bare = match value {
            value if value.is_zero() => Kind::Zero,
            value if value == Decimal::ONE => Kind::One,
            _ => Kind::Number,
        };
        let names = self.names;
        let number = |value, unit, kind| Ok(Node::Number { value, unit, kind });
        if written.is_empty() {
            return number(value, None, bare);
        }
        let hundredth = |value: Decimal| value * Decimal::new(1, 2);
        if let Some(unit) = names.units.find(written) {
            let of = names.units.get(unit);
            let kind = match (of.money, of.ratio) {
                (true, _) => Kind::Amount,
                (_, true) => Kind::Percent,
                _ if names.score_units.iter().any(|known| known == written) => {
                    return number(value, None, bare);
                }
                _ => Kind::Count,
            };
            let Some(value) = gouji_values::number::multiply(value, of.times) else {
                return Err(FormulaMistake::new(span.clone(), "数字太长，无法精确表示"));
            };
            return number(value, Some(unit), kind);
        }
        if written == "%" {
            return number(hundredth(value), None, Kind::Percent);
        }
        if names.points.iter().any(|known| known == written) {
            let ratio = names.units.iter().find(|(_, unit)| unit.ratio).map(|(id, _)| id);
            return number(hundredth(value), ratio, Kind::Points);
        }
        if names.counters.iter().any(|known| known == written) {
            return number(value, None, Kind::Count);
        }
        let known: Vec<&str> = names.units.iter().map(|(_, unit)| unit.name.as_str()).collect();
        let each =
            written.split_once('每').filter(|(unit, of)| !of.is_empty() && known.contains(unit));
        if written.starts_with('\u{5E74}') || written.starts_with('\u{6708}') {
            return Err(FormulaMistake::new(
                span.clone(),
                format!("{value}{written} 不是完整的日期"),
            )
            .help(match month_of(written) {
                _ if let Some(day) = day_in(value, written) => format!("日期写成 {day}"),
                Some(month) => format!("日期写到日：{value}-{month:02}-01"),
                None => format!(
                    "日期写到日：{value}-01-01；年度是数，只写 {value}，如 doc.year == {value}"
                ),
            }));
        }
        let help = match (known.iter().find(|unit| unit.strip_suffix('元') == Some(written)), each)
        {
            (Some(unit), _) => format!("写成 {value}{unit}"),
            (None, Some((unit, of))) => format!("写成 {value}{unit}/{of}"),
            (None, None) => {
                let near = nearest(written, known.iter().copied());
                near.unwrap_or_else(|| {
                    format!("金额写 {value}元、{value}万元，个数写 {value}人、{value}个，百分数写 {value}%；没有单位的只写 {value}")
                })
            }
        };
        Err(FormulaMistake::new(span.clone(), format!("没有单位 {written}")).help(help))
    }

    /// Whether `/ name` behind a product says of what its last factor is the price: `550元/人`.
    pub(super) fn is_rate(&mut self, left: &Syntax, right: &Syntax) -> bool {
        let mut last = left;
        while let SyntaxKind::Binary(Binary::Multiply, _, factor) = &last.kind {
            last = factor;
        }
        let (SyntaxKind::Number { value, unit }, SyntaxKind::Name(name)) =
            (&last.kind, &right.kind)
        else {
            return false;
        };
        let names = self.names;
        let is_counter =
            names.units.find(name).is_some() || names.counters.iter().any(|known| known == name);
        is_counter
            && matches!(
                self.literal(*value, unit, &last.span),
                Ok(Node::Number { kind: Kind::Amount, .. })
            )
            && self.path(right).is_err()
    }

    /// Two sides of a formula: what comes of them.
    pub(super) fn together(
        &self,
        operation: Operation,
        left: Typed<'_>,
        right: Typed<'_>,
    ) -> Result<Kind, FormulaMistake> {
        let kind = result(operation, left.2, right.2)
            .map_err(|refusal| self.refused(&refusal, left, right))?;
        self.counted_alike(operation, left, right)?;
        Ok(kind)
    }

    /// What a node is, as far as the rule files tell. Both sides of operators were looked at
    /// before.
    pub(super) fn kind(&self, node: &Node) -> Kind {
        match node {
            Node::Number { kind, .. } => *kind,
            Node::Date(_) => Kind::Date,
            Node::Text(_) => Kind::Text,
            Node::Read(reference) => self.read_kind(*reference),
            Node::Form(path) => self.cell_kind(path),
            Node::Claim(path) => match path.capture {
                Some(capture) => self.capture_kind(path.claim, capture),
                None => Kind::Any,
            },
            Node::Param(param, _) => self.names.params.get(*param).map_or(Kind::Any, |p| p.2),
            Node::ScaleFrom(..) | Node::Level(_) => Kind::Number,
            Node::Doc(DocField::Year) | Node::Table(TableField::Year) => Kind::Number,
            Node::Table(TableField::Number) | Node::PartCapture(_) => Kind::Any,
            Node::Doc(_) | Node::Table(_) | Node::Grade(..) => Kind::Text,
            Node::Aggregate(function, list, _) => match function {
                Function::Sum => self.list_kind(list),
                Function::Count => Kind::Count,
                _ => Kind::Truth,
            },
            Node::Call(function, arguments) => self.call_kind(*function, arguments),
            Node::Negate(inner) => match self.kind(inner) {
                Kind::One => Kind::Number,
                kind => kind,
            },
            Node::Truth(_) | Node::Not(_) | Node::Compare(..) | Node::RowIs(_) => Kind::Truth,
            Node::Binary(operator, a, b) => arithmetic(*operator)
                .map_or(Kind::Truth, |operation| {
                    result(operation, self.kind(a), self.kind(b)).unwrap_or_default()
                }),
        }
    }

    fn read_kind(&self, reference: Reference) -> Kind {
        match reference {
            Reference::Column { depth, column } => match self.scope(depth) {
                Owner::Form(form, _) => {
                    let of_column = self.column_kind(*form, &ColumnSelector::Column(column));
                    let form = self.names.forms.get(*form);
                    let kinds = form.map_or(&[][..], |form| &form.row_kinds);
                    let is_mixed = kinds.iter().flatten().any(|kind| *kind != of_column);
                    let is_number = of_column.is_numeric() && of_column != Kind::Any;
                    if is_number && is_mixed { Kind::Figure } else { of_column }
                }
                _ => Kind::Any,
            },
            Reference::CellCapture { depth, capture } => match self.scope(depth) {
                Owner::Form(form, _) => self.column_kind(*form, &ColumnSelector::Capture(capture)),
                _ => Kind::Any,
            },
            // each column of amounts and counts in turn
            Reference::Row { depth, row } => match self.scope(depth) {
                Owner::Form(form, _) => self.line_kind(*form, Some(row)),
                _ => Kind::Figure,
            },
            Reference::Capture { depth, capture } => match self.scope(depth) {
                Owner::Claim(claim) => self.capture_kind(*claim, capture),
                _ => Kind::Any,
            },
        }
    }

    /// What stands in a row and column: the unit of a named row has a word to say.
    fn cell_kind(&self, path: &FormPath) -> Kind {
        let of_column = self.column_kind(path.form, &path.column);
        if !of_column.is_numeric() || of_column == Kind::Any {
            return of_column;
        }
        let kinds = self.names.forms.get(path.form).map_or(&[][..], |form| &form.row_kinds);
        match &path.row {
            RowSelector::Named(row) => kinds.get(*row).copied().flatten().unwrap_or(of_column),
            _ if kinds.iter().flatten().any(|kind| *kind != of_column) => Kind::Figure,
            _ => of_column,
        }
    }

    fn column_kind(&self, form: usize, column: &ColumnSelector) -> Kind {
        let Some(form) = self.names.forms.get(form) else { return Kind::Any };
        match column {
            ColumnSelector::Column(column) => {
                form.columns.get(*column).map_or(Kind::Any, |(_, kind)| *kind)
            }
            ColumnSelector::Capture(capture) => {
                form.captures.get(*capture).map_or(Kind::Any, |(.., kind)| *kind)
            }
            // the column of numbers that is meant
            ColumnSelector::None => form.of_lines(Kind::is_numeric).unwrap_or(Kind::Figure),
            ColumnSelector::Key(key) if matches!(**key, Node::Call(Function::Column, _)) => {
                form.of_lines(Kind::is_numeric).unwrap_or(Kind::Figure)
            }
            ColumnSelector::Key(_) => Kind::Any,
        }
    }

    /// What stands in a row, where a rule goes over its columns of amounts and counts; without a
    /// row in any of them.
    fn line_kind(&self, form: usize, row: Option<usize>) -> Kind {
        let Some(form) = self.names.forms.get(form) else { return Kind::Figure };
        let own = row.and_then(|row| form.row_kinds.get(row).copied().flatten());
        let is_gone_over = |kind: Kind| matches!(kind, Kind::Amount | Kind::Count);
        let of_columns = form.of_lines(is_gone_over).unwrap_or(Kind::Figure);
        match row {
            Some(_) => own.unwrap_or(of_columns),
            None if form.row_kinds.iter().flatten().any(|kind| *kind != of_columns) => Kind::Figure,
            None => of_columns,
        }
    }

    fn capture_kind(&self, claim: usize, capture: usize) -> Kind {
        let found = self.names.claims.get(claim).and_then(|claim| claim.captures.get(capture));
        found.map_or(Kind::Any, |(_, kind, _)| *kind)
    }

    /// What the elements of a list are.
    pub(super) fn list_kind(&self, list: &ListNode) -> Kind {
        match list {
            ListNode::Own(reference) => self.read_kind(*reference),
            ListNode::Form(path) if path.column == ColumnSelector::None => Kind::Row,
            ListNode::Form(path) => self.cell_kind(path),
            ListNode::Claim(path) => match path.capture {
                Some(capture) => self.capture_kind(path.claim, capture),
                None => Kind::Row,
            },
            ListNode::Part(_) => Kind::Row,
            ListNode::Above(_) | ListNode::Below(_) => match self.scope(0) {
                Owner::Form(form, _) => self.line_kind(*form, None),
                _ => Kind::Figure,
            },
            ListNode::AbovePath(path) | ListNode::BelowPath(path) => {
                self.column_kind(path.form, &path.column)
            }
        }
    }

    fn call_kind(&self, function: Function, arguments: &[Node]) -> Kind {
        match function {
            Function::Percent => Kind::Percent,
            Function::Min | Function::Max | Function::Or | Function::If => {
                let own = if function == Function::If { arguments.get(1..) } else { None };
                let mut kinds = own.unwrap_or(arguments).iter().map(|node| self.kind(node));
                let first = kinds.next().unwrap_or_default();
                kinds.fold(first, |known, next| join(known, next).unwrap_or_default())
            }
            Function::Abs | Function::Round | Function::Floor | Function::Ceil => {
                arguments.first().map_or(Kind::Any, |node| match self.kind(node) {
                    Kind::One => Kind::Number,
                    // a quotient is rounded as a number
                    Kind::Ratio if function != Function::Abs => Kind::Number,
                    kind => kind,
                })
            }
            Function::Sign | Function::Power => Kind::Number,
            Function::Days | Function::Len => Kind::Count,
            Function::Previous => arguments.first().map_or(Kind::Any, |node| self.kind(node)),
            Function::Present
            | Function::Meets
            | Function::Contains
            | Function::StartsWith
            | Function::EndsWith => Kind::Truth,
            Function::Column | Function::Like => match self.scope(0) {
                Owner::Form(form, _) => {
                    let form = self.names.forms.get(*form);
                    let of_columns = form.and_then(|form| form.of_lines(Kind::is_numeric));
                    of_columns.unwrap_or(Kind::Any)
                }
                _ => Kind::Any,
            },
            _ => Kind::Any,
        }
    }

    /// That what is graded is what the bounds of the grades are.
    pub(crate) fn graded(
        &self,
        scale: ScaleReference,
        written: &Syntax,
        score: &Node,
    ) -> Result<(), FormulaMistake> {
        let ScaleReference::Scale(scale) = scale else { return Ok(()) };
        let Some(of) = self.names.scale_kinds.get(scale).copied().flatten() else { return Ok(()) };
        let own = self.kind(score);
        if result(Operation::Order, own, of).is_ok() {
            return Ok(());
        }
        let name = self.names.scales.get(scale).map_or("", String::as_str);
        let with = |unit: &str| self.names.grades_with(scale, unit);
        let help = match (own, of) {
            (Kind::Amount, Kind::Number) => {
                // a tier is rarely of a few yuan
                let bounds = self.names.bounds.get(scale).into_iter().flatten();
                let is_small = bounds.max().is_some_and(|top| *top < Decimal::from(10_000));
                let (unit, other) = if is_small { ("万元", "元") } else { ("元", "万元") };
                format!("写上金额的单位，写成 {}；是{other}的，{unit}换成{other}", with(unit))
            }
            (Kind::Percent, Kind::Number) => {
                format!("写上百分号，写成 {}", with("%"))
            }
            (Kind::Number | Kind::Count, Kind::Percent) => {
                format!("得分的等级不写 %：写成 {}；占比、完成率写成 percent(部分, 总数)", with(""))
            }
            (_, Kind::Amount) => "金额的等级只能给金额：换成一列金额".to_owned(),
            (Kind::Text | Kind::Date | Kind::Code, _) => "grade 的第二个要是数".to_owned(),
            _ => format!("from 写成{}，或者换一个与 from 同一种的数", own.name()),
        };
        let what = if of.is_bare() { "没有单位的数" } else { of.name() };
        let score = shown(written);
        let message = format!("等级标准 {name} 的 from 是{what}，{score} 是{}", own.name());
        let mistake = FormulaMistake::new(written.span.clone(), message);
        // the other column may be meant, or another scale: nothing is wrong with this one
        let fits = self.own_form().and_then(|form| meant_column(form, |kind| kind == of));
        if let (Some(fits), Some((_, grades))) = (fits, help.split_once("写成 grades")) {
            return Err(mistake.help(format!(
                "换成{}的一列：grade({name}, {fits})；按 {score} 分等的，另写一套 [[scale]]，grades{grades}",
                if of.is_bare() { "得分" } else { of.name() }
            )));
        }
        let about = MistakeSubject::Scale(name.to_owned());
        Err(mistake.help(help).about(about))
    }

    /// That a function is given what it can work with.
    pub(super) fn fitting(
        &self,
        function: Function,
        syntax: &[Syntax],
        nodes: &[Node],
    ) -> Result<(), FormulaMistake> {
        let typed: Vec<Typed<'_>> = syntax
            .iter()
            .zip(nodes)
            .map(|(syntax, node)| (syntax, node, self.kind(node)))
            .collect();
        let whole = || {
            let first = syntax.first().map_or(0, |syntax| syntax.span.start);
            first..syntax.last().map_or(first, |syntax| syntax.span.end)
        };
        match (function, typed.as_slice()) {
            (Function::Percent, [share, base]) => {
                let of = result(Operation::Divide, share.2, base.2);
                if !matches!(of, Ok(Kind::Ratio | Kind::Figure | Kind::Zero)) {
                    return Err(FormulaMistake::new(
                        whole(),
                        format!(
                            "percent 的两个数要是同一种，这里是{}和{}",
                            share.2.name(),
                            base.2.name()
                        ),
                    )
                    .help("金额与金额比，个数与个数比：把其中一个换成同一种的列"));
                }
                Ok(())
            }
            (Function::Min | Function::Max | Function::Or, [first, rest @ ..]) => {
                let mut known = *first;
                for next in rest {
                    let kind = join(known.2, next.2)
                        .map_err(|refusal| self.refused(&refusal, known, *next))?;
                    known = (next.0, next.1, kind);
                }
                Ok(())
            }
            (Function::Days, all) => {
                match all.iter().find(|(.., kind)| !matches!(kind, Kind::Date | Kind::Any)) {
                    Some((syntax, ..)) if let SyntaxKind::Text(text) = &syntax.kind => {
                        Err(no_day(syntax, text))
                    }
                    Some(one) => Err(super::kind_named::no_date(*one)),
                    None => Ok(()),
                }
            }
            (
                Function::Contains | Function::StartsWith | Function::EndsWith | Function::Len,
                all,
            ) => of_words(function, all),
            (Function::Present, [one]) => self.asked(*one),
            (Function::Power, [x, times]) => {
                for one in [x, times] {
                    let is_plain = matches!(
                        one.2,
                        Kind::Number
                            | Kind::Count
                            | Kind::Ratio
                            | Kind::Percent
                            | Kind::One
                            | Kind::Figure
                            | Kind::Any
                    );
                    if !is_plain {
                        return Err(FormulaMistake::new(
                            one.0.span.clone(),
                            format!("power 里要是没有单位的数，这里是{}", one.2.name()),
                        )
                        .help(
                            "写 power(没有单位的数, 次数)；金额写在外面：金额 * power(数, 次数)",
                        ));
                    }
                }
                Ok(())
            }
            (
                Function::Abs | Function::Round | Function::Floor | Function::Ceil | Function::Sign,
                all,
            ) => match all.iter().find(|(.., kind)| !kind.is_numeric()) {
                Some((syntax, _, kind)) => Err(FormulaMistake::new(
                    syntax.span.clone(),
                    format!("{} 里要是数，这里是{}", function.name(), kind.name()),
                )),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }
}

/// What a node of a rule is.
pub fn kind_of(node: &Node, names: &Names, owner: &Owner) -> Kind {
    Resolver::new(names, owner).kind(node)
}

/// The day with which a text behind a year begins: 年3月1日起.
fn day_in(year: Decimal, written: &str) -> Option<String> {
    let end = written.find('日')? + '日'.len_utf8();
    let (year, month, day) = gouji_values::number::day(&format!("{year}{}", written.get(..end)?))?;
    Some(format!("{year}-{month:02}-{day:02}"))
}
