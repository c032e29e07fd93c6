//! What stands in a formula, piece by piece, for those who write one: each constant with its unit, each name with its kind.

use super::names::{Names, Owner};
use super::node::Node;
use super::parse::parse;
use super::resolve::Resolver;
use super::shown::shown_day;
use super::syntax::{Syntax, SyntaxKind};
use gouji_values::kind::Kind;
use std::ops::Range;

/// A piece of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaPart {
    /// Byte range in the formula.
    pub span: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// Of a constant its unit, of a param what rule files write for it; empty where there is none.
    pub value: String,
    /// It is written in the formula, not read from the document.
    pub is_constant: bool,
}

/// The constants and names of a formula, in their order; none of one that is not whole.
#[must_use]
pub fn parts(source: &str, names: &Names, owner: &Owner) -> Vec<FormulaPart> {
    let mut out = Vec::new();
    if let Ok(syntax) = parse(source) {
        pieces(&syntax, names, owner, &mut out);
    }
    out.sort_by_key(|part| part.span.start);
    out
}

fn pieces(syntax: &Syntax, names: &Names, owner: &Owner, out: &mut Vec<FormulaPart>) {
    let mut inner = |own: &Syntax| pieces(own, names, owner, out);
    let value = match &syntax.kind {
        SyntaxKind::Negate(own) | SyntaxKind::Not(own) => return inner(own),
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
            inner(a);
            return inner(b);
        }
        SyntaxKind::Call(_, _, arguments) => return arguments.iter().for_each(inner),
        SyntaxKind::Number { unit, .. } => Some(unit.clone()),
        SyntaxKind::Date(day) => Some(shown_day(*day)),
        SyntaxKind::Text(_) => Some(String::new()),
        SyntaxKind::Name(_) | SyntaxKind::Member(..) | SyntaxKind::Index(..) => None,
    };
    let Ok((_, kind)) = Resolver::new(names, owner).typed(syntax) else { return };
    out.push(FormulaPart {
        span: syntax.span.clone(),
        kind,
        is_constant: value.is_some(),
        value: value.or_else(|| of_param(syntax, names)).unwrap_or_default(),
    });
}

/// What each piece of a formula is resolved to, with the words in which it is written, the whole before its parts.
pub fn written_pieces(source: &str, names: &Names, owner: &Owner) -> Vec<(Node, String)> {
    fn each(syntax: &Syntax, source: &str, of: (&Names, &Owner), out: &mut Vec<(Node, String)>) {
        if let Ok((node, _)) = Resolver::new(of.0, of.1).typed(syntax)
            && let Some(text) = source.get(syntax.span.clone())
        {
            out.push((node, text.trim().to_owned()));
        }
        match &syntax.kind {
            SyntaxKind::Negate(own) | SyntaxKind::Not(own) => each(own, source, of, out),
            SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
                each(a, source, of, out);
                each(b, source, of, out);
            }
            SyntaxKind::Call(_, _, arguments) => {
                arguments.iter().for_each(|own| each(own, source, of, out));
            }
            _ => {}
        }
    }
    let mut out = Vec::new();
    if let Ok(syntax) = parse(source) {
        each(&syntax, source, (names, owner), &mut out);
    }
    out
}

/// What rule files write for the param that a path names.
fn of_param(syntax: &Syntax, names: &Names) -> Option<String> {
    let SyntaxKind::Member(base, name, _) = &syntax.kind else { return None };
    if !matches!(&base.kind, SyntaxKind::Name(root) if root == "param") {
        return None;
    }
    let at = names.params.iter().position(|(own, ..)| own == name)?;
    match names.values.get(at)?.as_slice() {
        [(_, value)] => Some(value.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::{FormLists, FormNames};

    #[test]
    fn constants_tell_their_unit_and_names_their_kind() {
        let lists = FormLists {
            columns: vec![("费用".into(), Kind::Amount), ("人数".into(), Kind::Count)],
            ..FormLists::default()
        };
        let names = Names {
            forms: vec![FormNames::new("会议表", lists)],
            params: vec![("比例".into(), None, Kind::Percent)],
            values: vec![vec![(String::new(), "90%".into())]],
            counters: vec!["人".into()],
            ..Names::default()
        };
        let owner = Owner::Form(0, None);
        let source = "费用 <= max(人数, 3人) * 1 * param.比例";
        let found = parts(source, &names, &owner);
        let told: Vec<(&str, Kind, &str, bool)> = found
            .iter()
            .map(|part| {
                (&source[part.span.clone()], part.kind, part.value.as_str(), part.is_constant)
            })
            .collect();
        assert_eq!(
            told,
            [
                ("费用", Kind::Amount, "", false),
                ("人数", Kind::Count, "", false),
                ("3人", Kind::Count, "人", true),
                ("1", Kind::One, "", true),
                ("param.比例", Kind::Percent, "90%", false),
            ]
        );
        assert_eq!(parts("费用 <= ", &names, &owner), []);
        // what is not known is told by the mistake
        assert_eq!(parts("费用 == 差额", &names, &owner).len(), 1);
    }
}
