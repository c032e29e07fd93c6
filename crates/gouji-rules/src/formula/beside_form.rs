//! A column of another form beside the rows of a form: which row of it is meant is said by a column that both
//! have. `账面原值 == 台账.原值` is for each row the sum over the rows of the same code.

use super::names::{FormNames, Names, Owner};
use super::syntax::{Syntax, SyntaxKind};
use gouji_values::kind::Kind;

/// The columns by which rows of two forms are the same: what the first calls it, and what the second does.
fn shared<'n>(own: &'n FormNames, other: &'n FormNames) -> Option<(&'n str, &'n str)> {
    let of = |form: &'n FormNames, wanted: Kind| {
        let columns = form.columns.iter().enumerate();
        columns.filter(move |(_, (_, kind))| *kind == wanted).map(|(at, (name, _))| {
            let heads = form.heads.get(at).map_or(&[][..], Vec::as_slice);
            (name.as_str(), heads)
        })
    };
    let is_same = |(name, heads): (&str, &[String]), (called, printed): (&str, &[String])| {
        name == called
            || heads.iter().any(|head| head == called || printed.contains(head))
            || printed.iter().any(|head| head == name)
    };
    // a code tells rows apart better than words
    [Kind::Code, Kind::Text].into_iter().find_map(|kind| {
        of(own, kind).find_map(|column| {
            let found = of(other, kind).find(|other| is_same(column, *other))?;
            Some((column.0, found.0))
        })
    })
}

/// The sum of a column of another form over the rows that are those of the own row.
#[must_use]
pub(crate) fn sum_of_same_rows(own: &FormNames, other: &FormNames, column: &str) -> Option<String> {
    let (key, there) = shared(own, other)?;
    let (own, other) = (&own.id, &other.id);
    Some(format!("sum({other}.{column}, {other}.{there} == {own}.{key})"))
}

/// The arguments of a function of spreadsheets, a column of the own rows named in full where the form that is
/// looked at has one of its name.
pub(super) fn in_full(arguments: &[Syntax], names: &Names, owner: &Owner) -> Vec<Syntax> {
    let own = match owner {
        Owner::Form(form, _) => names.forms.get(*form),
        _ => None,
    };
    let other = arguments.iter().find_map(|argument| match &argument.kind {
        SyntaxKind::Member(base, ..) => match &base.kind {
            SyntaxKind::Name(id) => names.forms.iter().find(|form| form.id == *id),
            _ => None,
        },
        _ => None,
    });
    let (Some(own), Some(other)) = (own, other) else { return arguments.to_vec() };
    let has = |form: &FormNames, name: &str| form.columns.iter().any(|(column, _)| column == name);
    let is_meant = |name: &str| own.id != other.id && has(own, name) && has(other, name);
    let with_form = |argument: &Syntax| {
        let SyntaxKind::Name(name) = &argument.kind else { return argument.clone() };
        if !is_meant(name) {
            return argument.clone();
        }
        let span = argument.span.clone();
        let base = Syntax { kind: SyntaxKind::Name(own.id.clone()), span: span.clone() };
        let kind = SyntaxKind::Member(Box::new(base), name.clone(), span.clone());
        Syntax { kind, span }
    };
    arguments.iter().map(with_form).collect()
}
