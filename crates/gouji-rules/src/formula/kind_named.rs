//! A column whose kind in its form is not what its name, or what it is compared with, says that it
//! prints: the slip is in the form.

use super::kinds::Typed;
use super::names::FormulaMistake;
use super::node::{Node, Reference};
use super::syntax::SyntaxKind;
use crate::pattern::kind_by_name;
use gouji_values::error::MistakeSubject;
use gouji_values::kind::{Kind, Refusal};

/// A column of one kind beside a value of another, where the column is probably of a third.
pub(super) fn kind_named(
    refusal: &Refusal,
    left: Typed<'_>,
    right: Typed<'_>,
) -> Option<FormulaMistake> {
    if !refusal.operation.compares() {
        return None;
    }
    [(left, right), (right, left)].into_iter().find_map(|(one, other)| {
        let name = column_of(one)?;
        let is_bare = other.2.is_bare() || other.2 == Kind::Count;
        let kind = kind_by_name(name).filter(|_| is_bare)?;
        let what = match (one.2, kind) {
            (Kind::Date, "year") => "年份",
            (Kind::Percent, "score") => "得分",
            (Kind::Percent, "count") => "个数",
            _ => return None,
        };
        Some(of_other_kind(one, name, (what, kind)))
    })
}

/// That a column is of another kind than its form says; where that stands, and what to write there.
pub(super) fn of_other_kind(
    one: Typed<'_>,
    name: &str,
    (what, kind): (&str, &str),
) -> FormulaMistake {
    let message = format!("{name} 在表样里写的是{}，这里用作{what}", one.2.name());
    FormulaMistake::new(one.0.span.clone(), message)
        .help(format!("{name} 印的是{what}的，在表样里改成 kind = \"{kind}\""))
        .about(MistakeSubject::ColumnKind(name.to_owned()))
}

/// The column of a comparison, where its name does not say that it is a rate.
pub(super) fn no_rate(one: Typed<'_>) -> Option<&str> {
    column_of(one).filter(|name| kind_by_name(name) != Some("percent"))
}

/// The column of a comparison whose kind may be the slip, too.
pub(super) fn column_of(one: Typed<'_>) -> Option<&str> {
    match (&one.0.kind, one.1) {
        (SyntaxKind::Name(name), Node::Read(Reference::Column { .. })) => Some(name),
        _ => None,
    }
}

/// What is no date where days are counted: of a column its form says so.
pub(super) fn no_date(one: Typed<'_>) -> FormulaMistake {
    if let Some(name) = column_of(one) {
        return of_other_kind(one, name, ("日期", "date"));
    }
    let message = format!("days 里要两个日期，这里是{}", one.2.name());
    FormulaMistake::new(one.0.span.clone(), message)
        .help("写法：days(起日, 止日)；列写 kind = \"date\"，句子里写 {起日:date}")
}
