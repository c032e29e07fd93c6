//! What a formula may have meant that holds one figure against itself: the total of its column.

use super::names::{FormulaMistake, Names};
use super::parse::parse;
use super::syntax::SyntaxKind;
use gouji_audit::audit::CheckRelation;
use gouji_values::kind::Kind;

/// What is said of it.
pub(super) const SAME: &str = "比较的两边是同一个";

/// The mistake with the sum in the place of the second side, where that stands.
pub(super) fn with_sum(
    mistake: FormulaMistake,
    source: &str,
    names: &Names,
    resolves: &dyn Fn(&str) -> Result<(), FormulaMistake>,
) -> FormulaMistake {
    if mistake.message != SAME {
        return mistake;
    }
    match meant(source, names, resolves) {
        Some(meant) => {
            let help = format!("是各行之和的，写成 {meant}；是别的数的，右边写那个数的名称");
            mistake.help(help)
        }
        None => mistake,
    }
}

fn meant(
    source: &str,
    names: &Names,
    resolves: &dyn Fn(&str) -> Result<(), FormulaMistake>,
) -> Option<String> {
    let syntax = parse(source).ok()?;
    let SyntaxKind::Compare(CheckRelation::Equal, left, _) = &syntax.kind else { return None };
    let written = source.get(left.span.clone())?.trim();
    let sums = match &left.kind {
        SyntaxKind::Member(base, column, _) => {
            let SyntaxKind::Member(form, ..) = &base.kind else { return None };
            let form = source.get(form.span.clone())?.trim();
            let levels = if has_codes(form, names) { ", level == 1" } else { "" };
            [format!("sum({form}.{column}{levels})"), format!("sum({form}.{column})")]
        }
        SyntaxKind::Name(row) => [format!("sum(above({row}))"), format!("sum(above({row}))")],
        _ => return None,
    };
    let all = sums.into_iter().map(|sum| format!("{written} == {sum}"));
    all.into_iter().find(|meant| resolves(meant).is_ok())
}

/// Whether a form has a column of codes, whose sum counts each figure once for each level.
fn has_codes(form: &str, names: &Names) -> bool {
    let own = names.forms.iter().find(|own| own.id == form);
    own.is_some_and(|own| own.columns.iter().any(|(_, kind)| *kind == Kind::Code))
}
