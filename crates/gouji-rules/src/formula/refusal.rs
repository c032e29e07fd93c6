//! Why two sides of a formula do not go together: the slip at its place, and what to write.

use super::apart::as_amount;
use super::function::Function;
use super::kind_named::{kind_named, no_rate};
use super::kinds::Typed;
use super::names::{FormulaMistake, Owner};
use super::no_day::no_day;
use super::node::{Node, Reference};
use super::resolve::Resolver;
use super::shares::{rounded_quotient, still_amount, with_steps};
use super::shown::shown;
use super::syntax::{Binary, Syntax, SyntaxKind};
use gouji_values::error::MistakeSubject;
use gouji_values::kind::{Kind, Operation, Refusal};
use rust_decimal::Decimal;
use std::ops::Range;

/// Where a value is written, and what it is.
type Written<'s> = (&'s Syntax, &'s Node);

/// The number without a unit that something is multiplied with, or that a function gives: what the
/// author left the unit out of.
fn bare<'s>(
    resolver: &Resolver<'_>,
    (syntax, node): Written<'s>,
    is_factor: bool,
) -> Option<Written<'s>> {
    let deeper = |syntax, node| bare(resolver, (syntax, node), is_factor);
    match (&syntax.kind, node) {
        (_, Node::Number { kind, .. }) if kind.is_bare() => Some((syntax, node)),
        (_, Node::Param(param, _)) => {
            let known = resolver.names.params.get(*param);
            known.is_some_and(|(.., kind)| kind.is_bare()).then_some((syntax, node))
        }
        (SyntaxKind::Binary(Binary::Multiply, a, b), Node::Binary(_, first, second))
            if is_factor =>
        {
            deeper(a, first).or_else(|| deeper(b, second))
        }
        (SyntaxKind::Call(_, _, written), Node::Call(function, nodes))
            if !is_factor
                && matches!(
                    function,
                    Function::If | Function::Or | Function::Min | Function::Max | Function::Abs
                ) =>
        {
            let values = usize::from(*function == Function::If);
            written.iter().zip(nodes).skip(values).find_map(|(a, first)| deeper(a, first))
        }
        (SyntaxKind::Negate(a), Node::Negate(first)) => deeper(a, first),
        _ => None,
    }
}

/// A number that stands beside a percentage as the author may have meant it: 0.05 is a share of one,
/// 5 has lost its sign, of 1 and 1.5 nobody knows.
pub(super) fn as_percent(value: Decimal) -> String {
    let hundredfold =
        value.checked_mul(Decimal::ONE_HUNDRED).filter(|_| value.abs() < Decimal::TEN);
    match hundredfold.map(|meant| meant.normalize()) {
        Some(meant) if value.abs() >= Decimal::TWO => {
            format!("写成 {value}%；本来就是 {value} 倍的，写成 {meant}%")
        }
        Some(meant) => format!("写成 {meant}%；本来就是百分之 {value} 的，写成 {value}%"),
        None => format!("写成 {value}%"),
    }
}

fn times_hundred(value: Decimal) -> Decimal {
    value.checked_mul(Decimal::ONE_HUNDRED).map_or(value, |value| value.normalize())
}

/// A number that stands in quotes, as it is written beside a value of this kind; an amount and a
/// percentage need the unit that is not there.
fn unquoted(written: &str, beside: Kind, unit: Option<&str>) -> Option<String> {
    let text = written.trim();
    let is_bare = !text.is_empty() && text.parse::<Decimal>().is_ok();
    let has_unit = text.starts_with(|c: char| c.is_ascii_digit());
    Some(match beside {
        Kind::Amount if is_bare => as_amount(text, unit).join("，或 "),
        Kind::Percent | Kind::Points if is_bare => format!("{text}%"),
        _ if is_bare || has_unit => text.to_owned(),
        _ => return None,
    })
}

/// Of a column beside a value of another kind what it is, and how to say that it is of the other.
fn of_column(one: Typed<'_>, other: Typed<'_>) -> Option<(String, String)> {
    let SyntaxKind::Name(name) = &one.0.kind else { return None };
    let kind = match other.2 {
        Kind::Amount => "amount",
        Kind::Percent => "percent",
        Kind::Count => "count",
        Kind::Date => "date",
        Kind::Number if one.2 == Kind::Date => "year",
        _ => return None,
    };
    let what = if kind == "year" { "年份" } else { other.2.name() };
    let is_one = matches!(one.1, Node::Read(Reference::Column { .. }));
    is_one.then(|| {
        let help = format!(
            "{name} 在表样里写的是{}，印的是{}的改成 kind = \"{kind}\"",
            one.2.name(),
            what
        );
        (name.clone(), help)
    })
}

/// A parameter whose text is no day or number.
fn text_param(name: &str, syntax: &Syntax, beside: Kind) -> FormulaMistake {
    let (what, help) = if beside == Kind::Date {
        (
            "日期",
            format!("在 [param] 里写全年、月、日：\"{name}\" = \"2024-12-31\"，日子换成自己的"),
        )
    } else {
        let example = match beside {
            Kind::Amount => "550元",
            Kind::Percent | Kind::Points => "90%",
            Kind::Count => "80人",
            _ => "80",
        };
        (
            "数",
            format!(
                "在 [param] 里只写阿拉伯数字和单位，不写别的字：\"{name}\" = \"{example}\"，数和单位换成自己的"
            ),
        )
    };
    FormulaMistake::new(syntax.span.clone(), format!("参数 {name} 是文字，不是{what}"))
        .help(help)
        .about(MistakeSubject::Parameter(name.to_owned()))
}

impl Resolver<'_> {
    /// What is compared with itself always comes out the same.
    pub(super) fn with_itself(&self, span: Range<usize>, node: &Node) -> FormulaMistake {
        let column = match (node, self.scope(0)) {
            (Node::Read(Reference::Column { depth: 0, column }), Owner::Form(form, _)) => {
                let form = self.names.forms.get(*form);
                form.and_then(|form| {
                    Some((form.id.as_str(), form.columns.get(*column)?.0.as_str()))
                })
            }
            _ => None,
        };
        let is_own = matches!((self.owner, self.scope(0)),
            (Owner::Form(own, _), Owner::Form(list, _)) if own == list);
        let help = match column {
            Some((_, column)) if self.lists.is_empty() => {
                format!("两边写不同的名称；要求填写的，写成 present({column})")
            }
            Some((form, column)) if is_own => format!(
                "{column} 两边都是列表里那一行的；公式不能在一张表里按本行取别的行，不写 expect，写脚本：{}",
                self.rows_alike(form, column)
            ),
            Some((form, column)) => match self.form_with(column) {
                Some(own) => format!(
                    "这里的 {column} 都是 {form} 的；本行的写全是哪张表的：{form}.{column} == {own}.{column}"
                ),
                None => {
                    format!("这里的 {column} 都是 {form} 的；另一边写全是哪张表的：表样.{column}")
                }
            },
            None => "两边写不同的名称".to_owned(),
        };
        FormulaMistake::new(span, super::itself::SAME).help(help)
    }

    /// A whole script that goes through the rows of a table and looks at those alike.
    fn rows_alike(&self, form: &str, column: &str) -> String {
        let columns = self.names.forms.iter().find(|own| own.id == form);
        let mut figures = columns
            .iter()
            .flat_map(|own| own.columns.iter())
            .filter(|(_, kind)| kind.is_numeric() && *kind != Kind::Any)
            .map(|(name, _)| name.as_str());
        let stated = figures.next().unwrap_or("总数");
        let added = figures.next_back().unwrap_or(stated);
        format!(
            "script = '''for 行 in rows({form}) {{ expect(行.{stated} == sum(rows({form}).filter(|r| r.{column} == 行.{column}).map(|r| r.{added})), `${{行.{column}}}`); }}'''，{stated}、{added} 换成自己的列"
        )
    }

    /// Why two sides do not go together, and what to write.
    pub(super) fn refused(
        &self,
        refusal: &Refusal,
        left: Typed<'_>,
        right: Typed<'_>,
    ) -> FormulaMistake {
        let points = self.points_apart(refusal, left).or_else(|| self.points_apart(refusal, right));
        if let Some(mistake) = points {
            return mistake;
        }
        if let Some(mistake) = kind_named(refusal, left, right) {
            return mistake;
        }
        let whole = left.0.span.start..right.0.span.end;
        for (one, other) in [(left, right), (right, left)] {
            let is_price = (one.2, other.2) == (Kind::Count, Kind::Amount)
                && refusal.operation != Operation::Add;
            if !is_price && !one.2.is_bare() {
                continue;
            }
            if let Some(found) = bare(self, (one.0, one.1), is_price)
                && let Some(mut mistake) = self.without_unit(refusal, found, (other.2, is_price))
            {
                let is_param = matches!(found.1, Node::Param(..));
                if let (Kind::Percent, true, Some(name), Some(help)) =
                    (other.2, is_param, no_rate(other), &mut mistake.help)
                {
                    help.push_str(&format!(
                        "；{name} 印的是得分、个数的，在表样里改成 kind = \"score\"、\"count\""
                    ));
                }
                return mistake;
            }
        }
        if let Some(mistake) = self.without_order(refusal, left, right) {
            return mistake;
        }
        let known = self
            .plain_slip(refusal, left, right)
            .or_else(|| self.chosen_apart(refusal, left, right))
            .or_else(|| self.count_beside_amount(refusal, left, right));
        if let Some(mistake) = known {
            return mistake;
        }
        if let Some(help) = still_amount(refusal, left, right) {
            return FormulaMistake::new(whole, refusal.message()).help(help);
        }
        let compares = refusal.operation.compares();
        let named = self.quoted_name((left.0, right.0)).filter(|_| compares);
        if let Some(mistake) = named.or_else(|| self.captured_apart(refusal, left, right)) {
            return mistake;
        }
        for (one, other) in [(left, right), (right, left)] {
            if let (SyntaxKind::Text(text), Kind::Date) = (&one.0.kind, other.2)
                && compares
            {
                return no_day(one.0, text);
            }
            if let (Kind::Text, Node::Param(param, _)) = (one.2, one.1)
                && (other.2.is_numeric() || other.2 == Kind::Date)
                && let Some((name, ..)) = self.names.params.get(*param)
            {
                let beside = match (refusal.operation, other.2) {
                    (Operation::Multiply, Kind::Count) => Kind::Amount, // seldom a number
                    (_, beside) => beside,
                };
                return text_param(name, one.0, beside);
            }
            if let (Kind::Text, SyntaxKind::Text(written)) = (one.2, &one.0.kind)
                && other.2.is_numeric()
                && compares
                && let Some(meant) = unquoted(written, other.2, self.unit_here())
            {
                return FormulaMistake::new(one.0.span.clone(), refusal.message())
                    .help(format!("数不加引号：{meant}"));
            }
            if let (Kind::Text, SyntaxKind::Name(name)) = (one.2, &one.0.kind)
                && !compares
            {
                return FormulaMistake::new(one.0.span.clone(), refusal.message()).help(format!(
                    "{name} 是文字列，不能算；要算的列在表样里写 kind = \"amount\" 或 \"count\""
                ));
            }
        }
        let sides = [(left, right), (right, left)].into_iter().filter(|_| compares);
        let column = sides.into_iter().find_map(|(one, other)| of_column(one, other));
        let about = column.as_ref().map(|(name, _)| MistakeSubject::ColumnKind(name.clone()));
        let is_row = |node: &Node| matches!(node, Node::Read(Reference::Row { .. }));
        let help = match refusal.help() {
            help if is_row(left.1) || is_row(right.1) => {
                format!("{help}；这一行不是金额的，在表样的 rows 里写 unit，百分数写 unit = \"%\"")
            }
            help => match column {
                Some((_, column)) => format!("{column}；{help}"),
                None => help,
            },
        };
        let mistake = FormulaMistake::new(whole, refusal.message()).help(help);
        mistake.about(about.unwrap_or_default())
    }

    /// Percentage points where a percentage is meant: they are only added to percentages and compared.
    fn points_apart(&self, refusal: &Refusal, one: Typed<'_>) -> Option<FormulaMistake> {
        if one.2 != Kind::Points || refusal.operation.compares() {
            return None;
        }
        let why = format!("{}：百分点只能与百分数加减、比较", refusal.message());
        match one.1 {
            Node::Param(param, None) => {
                let (name, ..) = self.names.params.get(*param)?;
                let (_, written) = self.names.values.get(*param)?.first()?;
                Some(
                    FormulaMistake::new(one.0.span.clone(), format!("参数 {name} 是百分点，{why}"))
                        .help(format!("写成百分数：\"{name}\" = \"{written}%\""))
                        .about(MistakeSubject::Parameter(name.clone())),
                )
            }
            Node::Number { value, .. } => Some(
                FormulaMistake::new(one.0.span.clone(), why)
                    .help(format!("写成百分数：{}%", times_hundred(*value))),
            ),
            _ => None,
        }
    }

    /// Slips that are known by what stands on one side: a blank text, a text column beside a number,
    /// a share of nothing, two amounts in a product.
    fn plain_slip(
        &self,
        refusal: &Refusal,
        left: Typed<'_>,
        right: Typed<'_>,
    ) -> Option<FormulaMistake> {
        let compares = refusal.operation.compares();
        let relations = [self.relation, self.relation.mirrored()];
        for ((one, other), relation) in [(left, right), (right, left)].into_iter().zip(relations) {
            let sign = relation.sign();
            if let (SyntaxKind::Text(text), Some(name)) = (&one.0.kind, self.written(other.0))
                && text.trim().is_empty()
                && compares
            {
                return Some(
                    FormulaMistake::new(one.0.span.clone(), "空白不能用 \"\" 比")
                        .help(format!("印了数的写 present({name})，空白的写 !present({name})")),
                );
            }
            if let (Kind::Code, Some(name), SyntaxKind::Number { .. }) =
                (one.2, self.written(one.0), &other.0.kind)
                && compares
            {
                return Some(
                    FormulaMistake::new(other.0.span.clone(), refusal.message())
                        .help(format!("编码加引号：{name} {sign} \"{}\"", shown(other.0))),
                );
            }
            if let (Kind::Text, SyntaxKind::Name(name), SyntaxKind::Number { .. }) =
                (one.2, &one.0.kind, &other.0.kind)
                && compares
            {
                let message = format!("{name} 是文字列，{}", refusal.message());
                let help = words_meant(name, refusal.operation);
                return Some(
                    FormulaMistake::new(other.0.span.clone(), message)
                        .help(help)
                        .about(MistakeSubject::Column(name.clone())),
                );
            }
            if let (Kind::Amount | Kind::Count, Kind::Percent, SyntaxKind::Number { value, .. }) =
                (one.2, other.2, &other.0.kind)
                && compares
            {
                return Some(self.share_of_nothing(refusal, one, (other.0, *value), sign));
            }
            if let (Some(of), true) =
                (rounded_quotient(one.0), other.2 == Kind::Percent && compares)
            {
                return Some(FormulaMistake::new(one.0.span.clone(), refusal.message()).help(
                    format!(
                        "不用 round，程序按印出的位数比：写成 {} {sign} {}",
                        shown(of),
                        shown(other.0)
                    ),
                ));
            }
        }
        if refusal.operation == Operation::Multiply
            && let Some((steps, by)) = with_steps(left, right)
            && by.2 == Kind::Amount
        {
            let place = left.0.span.start..right.0.span.end;
            return Some(
                FormulaMistake::new(place, "steps 得出的就是金额，不再乘金额")
                    .help(format!("写成 {}", shown(steps.0))),
            );
        }
        if refusal.operation == Operation::Multiply
            && (refusal.left, refusal.right) == (Kind::Amount, Kind::Amount)
            && let Some((syntax, name)) =
                self.amount_column(left).or_else(|| self.amount_column(right))
        {
            return Some(
                FormulaMistake::new(
                    syntax.span.clone(),
                    format!("{}：{name} 在表样里写的是金额", refusal.message()),
                )
                .help(format!(
                    "{name} 数的是人、天、件的，在表样里改成 kind = \"count\"；金额可以乘以数、个数、百分数"
                ))
                .about(MistakeSubject::ColumnKind(name.to_owned())),
            );
        }
        None
    }

    /// Another column or capture of a kind at the place where the rule runs, the last one: totals
    /// stand last.
    pub(super) fn another(&self, name: &str, kind: Kind) -> Option<String> {
        let own = self.scope(0);
        let is_it = |(own, of): &(&String, Kind)| *own != name && *of == kind;
        match own {
            Owner::Form(form, _) => {
                let columns = self.names.forms.get(*form)?.columns.iter();
                columns.map(|(own, of)| (own, *of)).rfind(is_it).map(|(own, _)| own.clone())
            }
            Owner::Claim(claim) => {
                let captures = self.names.claims.get(*claim)?.captures.iter();
                captures.map(|(own, of, _)| (own, *of)).find(is_it).map(|(own, _)| own.clone())
            }
            _ => None,
        }
    }

    /// The column of amounts in a product.
    fn amount_column<'s>(&self, typed: Typed<'s>) -> Option<(&'s Syntax, &'s str)> {
        match (&typed.0.kind, typed.1) {
            (SyntaxKind::Name(name), Node::Read(Reference::Column { .. }))
                if typed.2 == Kind::Amount =>
            {
                Some((typed.0, name))
            }
            (SyntaxKind::Binary(_, a, b), Node::Binary(_, first, second)) => {
                let inner = |syntax, node| self.amount_column((syntax, node, self.kind(node)));
                inner(a, first).or_else(|| inner(b, second))
            }
            _ => None,
        }
    }

    /// A number or parameter without a unit beside a value that has one.
    fn without_unit(
        &self,
        refusal: &Refusal,
        (syntax, node): Written<'_>,
        (beside, is_price): (Kind, bool),
    ) -> Option<FormulaMistake> {
        let compares = refusal.operation.compares();
        if let Node::Param(param, _) = node {
            let (name, ..) = self.names.params.get(*param)?;
            let with = |unit: &str| self.names.with_unit(*param, unit);
            let help = match beside {
                Kind::Amount if is_price => format!("在 [param] 里写上单位：{}", with("元")),
                Kind::Amount => {
                    format!("在 [param] 里写上单位：{}；是万元的，元换成万元", with("元"))
                }
                Kind::Percent | Kind::Points => format!("在 [param] 里写上单位：{}", with("%")),
                _ => return None,
            };
            return Some(
                FormulaMistake::new(
                    syntax.span.clone(),
                    format!("参数 {name} 是没有单位的数，{}", refusal.message()),
                )
                .help(help)
                .about(MistakeSubject::Parameter(name.clone())),
            );
        }
        let Node::Number { value, .. } = node else { return None };
        let help = match (beside, compares, refusal.operation) {
            (Kind::Amount, ..) if is_price => format!("每一个是多少钱，写上单位：{value}元"),
            (Kind::Amount, ..) if refusal.operation != Operation::Multiply => {
                let both = as_amount(&value.to_string(), self.unit_here());
                format!("写上单位：{}", both.join("，或 "))
            }
            (Kind::Percent | Kind::Points, true, _) => as_percent(*value),
            (Kind::Percent | Kind::Points, _, Operation::Add) => {
                format!(
                    "写成 {value}%（加减百分数）或 {value}个百分点；{value} 倍写成 {}%",
                    times_hundred(*value)
                )
            }
            _ => return None,
        };
        let message = match (beside, compares) {
            (Kind::Percent, true) => "与百分数比较的数字要写百分号".to_owned(),
            (Kind::Amount, _) => format!("{value} 没有单位，{}", refusal.message()),
            _ => refusal.message(),
        };
        Some(FormulaMistake::new(syntax.span.clone(), message).help(help))
    }
}

/// What to write where a column of words is compared with a number.
fn words_meant(name: &str, operation: Operation) -> String {
    let kind = format!(
        "这一栏印的都是数的，在表样里把 {name} 的 kind 改成 \"count\"、\"year\" 或 \"date\""
    );
    match operation {
        Operation::Order => format!("{kind}；印的是字的，只能比是不是（==、!=）"),
        _ => format!(
            "照文件里“{name}”一栏印的字写，加引号（rules check 加 --on 文件，会列出印的是哪些字）；{kind}"
        ),
    }
}
