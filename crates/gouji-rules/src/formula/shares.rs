//! Advice about shares of amounts: of what a percentage is, and what is a quotient already.

use super::function::Function;
use super::kinds::Typed;
use super::names::FormulaMistake;
use super::resolve::Resolver;
use super::shown::shown;
use super::syntax::{Binary, Syntax, SyntaxKind};
use gouji_audit::audit::CheckRelation;
use gouji_values::error::MistakeSubject;
use gouji_values::kind::{Kind, Operation, Refusal};
use rust_decimal::Decimal;

impl Resolver<'_> {
    /// An amount or count beside a share of nothing: `支出 <= 25%`.
    pub(super) fn share_of_nothing(
        &self,
        refusal: &Refusal,
        one: Typed<'_>,
        (place, value): (&Syntax, Decimal),
        sign: &str,
    ) -> FormulaMistake {
        let own = shown(one.0);
        let message = format!("{}，没有写是谁的 {value}%", refusal.message());
        let of_name = match &one.0.kind {
            SyntaxKind::Name(name) => crate::pattern::kind_by_name(name),
            _ => Some("amount"),
        };
        if let (SyntaxKind::Name(name), Some("percent")) = (&one.0.kind, of_name) {
            let help = format!(
                "{name} 在表样里写的是{}，印的是百分数：在表样里写 kind = \"percent\"",
                one.2.name()
            );
            return FormulaMistake::new(place.span.clone(), refusal.message())
                .help(help)
                .about(MistakeSubject::ColumnKind(name.clone()));
        }
        let whole = base_of(one.0)
            .map(shown)
            .or_else(|| self.another(&own, one.2))
            .unwrap_or_else(|| "总数".to_owned());
        let (from, to) =
            (one.0.span.start.min(place.span.start), one.0.span.end.max(place.span.end));
        let mistake = FormulaMistake::new(from..to, message);
        let help = format!("写成 {own} {sign} {whole} * {value}%");
        let kind = format!("{own} 印的就是百分数的，在表样里写 kind = \"percent\"");
        mistake.help(match (&one.0.kind, of_name) {
            (SyntaxKind::Name(_), Some(_)) => format!("{help}；{kind}"),
            // a name that says nothing of money
            (SyntaxKind::Name(_), None) => format!("{kind}；是谁的百分之几的，{help}"),
            _ => help,
        })
    }
}

impl Resolver<'_> {
    /// What to write where a number of things is to be the product of two amounts: how many there
    /// are is one amount by the other.
    pub(super) fn of_amounts(
        &mut self,
        relation: CheckRelation,
        left: &Syntax,
        right: &Syntax,
    ) -> Option<FormulaMistake> {
        let sides = [(left, right, relation), (right, left, relation.mirrored())];
        sides.into_iter().find_map(|(one, product, relation)| {
            let SyntaxKind::Binary(Binary::Multiply, a, b) = &product.kind else { return None };
            let mut is_of = |syntax: &Syntax, kinds: &[Kind]| {
                self.typed(syntax).is_ok_and(|(_, kind)| kinds.contains(&kind))
            };
            let are_amounts = is_of(a, &[Kind::Amount]) && is_of(b, &[Kind::Amount]);
            if !are_amounts || !is_of(one, &[Kind::Count, Kind::Number, Kind::Figure]) {
                return None;
            }
            let (own, a, b) = (shown(one), within(a), within(b));
            let sign = relation.sign();
            let help = format!(
                "个数是总金额除以单价：写成 {own} {sign} {a} / {b}（{b} 是单价），或 {own} {sign} {b} / {a}（{a} 是单价）；有一个本来不是金额的，它的 kind 写 \"count\""
            );
            Some(FormulaMistake::new(product.span.clone(), "金额与金额不能相乘").help(help))
        })
    }
}

/// A factor, in brackets where it is more than one thing.
fn within(syntax: &Syntax) -> String {
    match syntax.kind {
        SyntaxKind::Binary(..) => format!("({})", shown(syntax)),
        _ => shown(syntax),
    }
}

/// What a difference is taken from: the base of its share.
fn base_of(syntax: &Syntax) -> Option<&Syntax> {
    match &syntax.kind {
        SyntaxKind::Binary(Binary::Subtract, _, base) => Some(base),
        SyntaxKind::Call(name, _, arguments) if Function::find(name) == Some(Function::Abs) => {
            arguments.first().and_then(base_of)
        }
        _ => None,
    }
}

/// The quotient that is rounded.
pub(super) fn rounded_quotient(syntax: &Syntax) -> Option<&Syntax> {
    match &syntax.kind {
        SyntaxKind::Call(name, _, arguments) if Function::find(name) == Some(Function::Round) => {
            let of = arguments.first()?;
            matches!(of.kind, SyntaxKind::Binary(Binary::Divide, ..)).then_some(of)
        }
        _ => None,
    }
}

/// Of a product with `steps` that, and the other factor.
pub(super) fn with_steps<'s>(left: Typed<'s>, right: Typed<'s>) -> Option<(Typed<'s>, Typed<'s>)> {
    let is_steps = |one: Typed<'_>| {
        matches!(&one.0.kind, SyntaxKind::Call(name, ..)
            if Function::find(name) == Some(Function::Steps))
    };
    match (is_steps(left), is_steps(right)) {
        (true, false) => Some((left, right)),
        (false, true) => Some((right, left)),
        _ => None,
    }
}

/// What to write where an amount that was divided by a bare number, and so still is one, is brought back
/// by an amount: `round(金额 / 10000, 0) * 1万元`.
pub(super) fn still_amount(refusal: &Refusal, left: Typed<'_>, right: Typed<'_>) -> Option<String> {
    fn divided(syntax: &Syntax) -> Option<(&Syntax, &Syntax)> {
        match &syntax.kind {
            SyntaxKind::Binary(Binary::Divide, of, by) if matches!(&by.kind, SyntaxKind::Number { unit, .. } if unit.is_empty()) => {
                Some((of, by))
            }
            SyntaxKind::Call(_, _, arguments) => arguments.iter().find_map(divided),
            SyntaxKind::Binary(_, a, b) => divided(a).or_else(|| divided(b)),
            _ => None,
        }
    }
    if refusal.operation != Operation::Multiply || [left.2, right.2] != [Kind::Amount, Kind::Amount]
    {
        return None;
    }
    let (of, by) = divided(left.0).or_else(|| divided(right.0))?;
    let number = shown(by);
    let unit = match number.as_str() {
        "10000" => "1万元".to_owned(),
        "100000000" => "1亿元".to_owned(),
        number => format!("{number}元"),
    };
    let of = shown(of);
    Some(format!(
        "{of} / {number} 还是金额：有几个{unit}的写成 {of} / {unit}，取整到{unit}的整条写成 round({of} / {unit}, 0) * {unit}"
    ))
}
