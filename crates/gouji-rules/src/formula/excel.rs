//! Formulas of a spreadsheet as a whole: criteria with wildcards, `IF` with all its branches, functions
//! inside functions. What is given means the same; what cannot be said so is not given.

use super::foreign;
use super::function::Function;
use super::names::FormulaMistake;
use super::parse::parse;
use super::shown::shown;
use super::syntax::{Binary, Syntax, SyntaxKind};
use super::token::LEADING;
use gouji_audit::audit::CheckRelation;
use gouji_values::error::MistakeSubject;
use std::ops::Range;

/// Pairs of a column and a criterion as one condition. A criterion is a text with a sign of
/// comparison in it, or what is to be the same.
pub(super) fn criteria(pairs: &[Syntax]) -> Option<String> {
    let each = pairs.chunks(2).map(|pair| match pair {
        [range, is] => criterion(range, is),
        _ => None,
    });
    each.collect::<Option<Vec<_>>>().filter(|all| !all.is_empty()).map(|all| all.join(" && "))
}

/// What a criterion asks of a column.
pub(super) fn criterion(range: &Syntax, is: &Syntax) -> Option<String> {
    let range = shown(range);
    let SyntaxKind::Text(text) = &is.kind else { return Some(format!("{range} == {}", shown(is))) };
    let signs = ["<>", ">=", "<=", ">", "<", "="];
    let (sign, rest) = signs
        .iter()
        .find_map(|sign| Some((*sign, text.strip_prefix(sign)?)))
        .unwrap_or(("=", text));
    if rest.contains(['*', '?', '~']) {
        return match sign {
            "=" => alike(&range, rest),
            "<>" => alike(&range, rest).map(|is| match is.contains("&&") {
                true => format!("!({is})"),
                false => format!("!{is}"),
            }),
            _ => None,
        };
    }
    let sign = match sign {
        "<>" => "!=",
        "=" => "==",
        sign => sign,
    };
    let is_number = rest != text && rest.starts_with(|c: char| c.is_ascii_digit());
    let quote = if is_number { "" } else { "\"" };
    Some(match (sign, rest) {
        ("!=", "") => format!("present({range})"),
        ("==", "") => format!("!present({range})"),
        _ => format!("{range} {sign} {quote}{rest}{quote}"),
    })
}

/// What a text with `*` at its ends asks; a sign for one letter nothing says.
fn alike(range: &str, text: &str) -> Option<String> {
    if text.contains(['?', '~']) {
        return None;
    }
    let inner = text.trim_matches('*');
    if inner.contains('*') {
        return None;
    }
    Some(match (text.starts_with('*'), text.ends_with('*'), inner) {
        (_, _, "") => format!("present({range})"),
        (true, true, inner) => format!("contains({range}, \"{inner}\")"),
        (true, false, inner) => format!("ends_with({range}, \"{inner}\")"),
        _ => format!("starts_with({range}, \"{inner}\")"),
    })
}

/// A formula with the functions of a spreadsheet replaced where they can be.
pub(super) fn translated(syntax: &Syntax) -> Syntax {
    let own = |inner: &Syntax| Box::new(translated(inner));
    let kind = match &syntax.kind {
        SyntaxKind::Call(name, place, arguments) => {
            let arguments: Vec<Syntax> = arguments.iter().map(translated).collect();
            let meant = match Function::find(name) {
                Some(_) => None,
                None => foreign::call(name, &arguments),
            };
            let text = meant.as_deref().and_then(|help| help.strip_prefix("写成 "));
            match text.and_then(|text| parse(text).ok()) {
                Some(meant) => meant.kind,
                None => SyntaxKind::Call(name.clone(), place.clone(), arguments),
            }
        }
        SyntaxKind::Negate(inner) => SyntaxKind::Negate(own(inner)),
        SyntaxKind::Not(inner) => SyntaxKind::Not(own(inner)),
        SyntaxKind::Binary(sign, a, b) => SyntaxKind::Binary(*sign, own(a), own(b)),
        SyntaxKind::Compare(sign, a, b) => SyntaxKind::Compare(*sign, own(a), own(b)),
        other => other.clone(),
    };
    Syntax { kind, span: syntax.span.clone() }
}

/// The condition and the branches of an `IF`.
fn branches(syntax: &Syntax) -> Option<(&Syntax, &Syntax, Option<&Syntax>)> {
    let SyntaxKind::Call(name, _, arguments) = &syntax.kind else { return None };
    if !name.eq_ignore_ascii_case("if") {
        return None;
    }
    match arguments.as_slice() {
        [condition, then] => Some((condition, then, None)),
        [condition, then, other] => Some((condition, then, Some(other))),
        _ => None,
    }
}

/// What to write instead of an `IF` whose branches say what must hold: all of them.
pub(super) fn of_if(syntax: &Syntax) -> Option<String> {
    let syntax = &translated(syntax);
    if unknown(syntax).is_some() {
        return None;
    }
    let (condition, then, other) = branches(syntax)?;
    if let (SyntaxKind::Text(yes), Some(SyntaxKind::Text(no))) =
        (&then.kind, other.map(|other| &other.kind))
    {
        let opposite = negated(condition);
        let own = shown(condition);
        return Some(format!(
            "要核对的就是条件，不写“{yes}”“{no}”：应当成立的写成 {own}；不应当成立的写成 {opposite}"
        ));
    }
    let mut compared = None;
    if let Some(value) = value_of(syntax, &mut compared)
        && let Some((left, relation)) = compared
    {
        return Some(format!("写成 {left} {} {value}", relation.sign()));
    }
    let mut rules = Vec::new();
    apart(syntax, &[], &mut rules)?;
    match rules.as_slice() {
        [] => None,
        [(when, expect)] => Some(format!("条件写在 when：when = '{when}'，expect = {expect}")),
        all => {
            let each: Vec<String> = all
                .iter()
                .map(|(when, expect)| format!("一条 when = '{when}'、expect = {expect}"))
                .collect();
            Some(format!("写成 {} 条规则，各有自己的 id：{}", all.len(), each.join("，")))
        }
    }
}

/// The right side of comparisons that all have the same left side and sign, as one value.
fn value_of(syntax: &Syntax, compared: &mut Option<(String, CheckRelation)>) -> Option<String> {
    if let Some((condition, then, other)) = branches(syntax) {
        let (then, other) = (value_of(then, compared)?, value_of(other?, compared)?);
        return Some(format!("if({}, {then}, {other})", shown(condition)));
    }
    let SyntaxKind::Compare(relation, left, right) = &syntax.kind else { return None };
    let own = (shown(left), *relation);
    let known = compared.get_or_insert_with(|| own.clone());
    (*known == own).then(|| shown(right))
}

/// The branches as rules: when each holds, and what must then hold. Nothing where one of them says
/// something else.
fn apart(syntax: &Syntax, under: &[String], out: &mut Vec<(String, String)>) -> Option<()> {
    if let Some((condition, then, other)) = branches(syntax) {
        let with = |one: String| [under, &[one]].concat();
        apart(then, &with(joined(condition)), out)?;
        if let Some(other) = other {
            apart(other, &with(negated(condition)), out)?;
        }
        return Some(());
    }
    let when = under.join(" && ");
    match &syntax.kind {
        SyntaxKind::Name(word) if word.eq_ignore_ascii_case("true") => return Some(()),
        SyntaxKind::Compare(..) => out.push((when, format!("'{}'", shown(syntax)))),
        SyntaxKind::Binary(Binary::And, a, b)
            if [a, b].iter().all(|own| matches!(own.kind, SyntaxKind::Compare(..))) =>
        {
            out.push((when, format!("['{}', '{}']", shown(a), shown(b))));
        }
        _ => return None,
    }
    Some(())
}

/// A condition beside others.
fn joined(condition: &Syntax) -> String {
    match &condition.kind {
        SyntaxKind::Binary(Binary::Or, ..) => format!("({})", shown(condition)),
        _ => shown(condition),
    }
}

/// A condition turned round.
fn negated(condition: &Syntax) -> String {
    match &condition.kind {
        SyntaxKind::Compare(relation, a, b) => {
            format!("{} {} {}", shown(a), super::condition::opposite_sign(*relation), shown(b))
        }
        SyntaxKind::Not(inner) => joined(inner),
        SyntaxKind::Call(..) | SyntaxKind::Name(_) | SyntaxKind::Member(..) => {
            format!("!{}", shown(condition))
        }
        _ => format!("!({})", shown(condition)),
    }
}

/// What a formula behind a sign of equality says by itself: a comparison, or an `IF` of comparisons.
fn says(rest: &str) -> Option<String> {
    // no second sign
    rest.starts_with(|c: char| c.is_alphanumeric() || "-(（".contains(c)).then_some(())?;
    let syntax = parse(rest).ok()?;
    let SyntaxKind::Compare(..) = &syntax.kind else { return of_if(&syntax) };
    let own = translated(&syntax);
    match unknown(&own) {
        None => Some(format!("写成 {}", shown(&own))),
        Some(name) => {
            let help = foreign::function(name)?;
            Some(format!("去掉前面的等号；{name} {help}"))
        }
    }
}

/// A function that there is not and that nothing was found for; branches are no such.
fn unknown(syntax: &Syntax) -> Option<&str> {
    match &syntax.kind {
        SyntaxKind::Call(name, _, arguments) => {
            let is_known = Function::find(name).is_some() || name.eq_ignore_ascii_case("if");
            if is_known { arguments.iter().find_map(unknown) } else { Some(name) }
        }
        SyntaxKind::Not(inner) | SyntaxKind::Negate(inner) | SyntaxKind::Member(inner, ..) => {
            unknown(inner)
        }
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) | SyntaxKind::Index(a, b) => {
            unknown(a).or_else(|| unknown(b))
        }
        _ => None,
    }
}

/// What to write instead of a formula that begins with a sign: what stands behind it, where that says
/// something by itself.
pub(super) fn behind_sign(source: &str, rest: &str, sign: &Range<usize>) -> FormulaMistake {
    if let Some(help) = says(rest) {
        return FormulaMistake::new(0..source.len(), LEADING).help(help);
    }
    let help = format!(
        "写一个比较：名称 == {rest}，名称是印着这个数的列；分两种情况的写 if(条件, 甲, 乙)"
    );
    FormulaMistake::new(sign.clone(), LEADING).help(help).about(MistakeSubject::LeadingSign)
}
