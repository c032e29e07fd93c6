//! A column whose kind in its form is not what its name, or what it is compared with, says that it
//! prints: the slip is in the form.

use super::kinds::Typed;
use super::names::FormulaMistake;
use super::node::{Node, Reference};
use super::syntax::SyntaxKind;
use gouji_values::error::MistakeSubject;
use gouji_values::kind::{Kind, Operation, Refusal};

/// A column of one kind beside a value of another, where the column is probably of a third.
pub(super) fn kind_named(
    refusal: &Refusal,
    left: Typed<'_>,
    right: Typed<'_>,
) -> Option<FormulaMistake> {
    if !matches!(refusal.operation, Operation::Order | Operation::Equal) {
        return None;
    }
    [(left, right), (right, left)].into_iter().find_map(|(one, other)| {
        let SyntaxKind::Name(name) = &one.0.kind else { return None };
        if !matches!(one.1, Node::Read(Reference::Column { .. })) {
            return None;
        }
        let says = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
        let is_bare = other.2.is_bare() || other.2 == Kind::Count;
        let (what, kind) = match one.2 {
            Kind::Date if is_bare && says(&["年度", "年份", "年"]) => ("年份", "year"),
            Kind::Percent if is_bare && says(&["分", "分数", "分值"]) => ("得分", "score"),
            Kind::Percent if is_bare && says(&["数", "人数", "个数"]) => ("个数", "count"),
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
    column_of(one)
        .filter(|name| !["率", "比", "比例", "比重", "占比"].iter().any(|end| name.ends_with(end)))
}

/// The column of a comparison whose kind may be the slip, too.
pub(super) fn column_of(one: Typed<'_>) -> Option<&str> {
    match (&one.0.kind, one.1) {
        (SyntaxKind::Name(name), Node::Read(Reference::Column { .. })) => Some(name),
        _ => None,
    }
}
