//! A name that is itself an equation: 年末结转 = 年初结转 + 本年收入 - 本年支出. Its terms are found among those
//! of the formula by what they are called; where all are, their signs are to be the same.

use super::bounds::names;
use crate::formula::{Binary, CheckRelation, Function, Syntax, SyntaxKind, parse};
use std::ops::Range;

/// A name has so many letters at least.
const LETTERS: usize = 2;

/// What a name says otherwise than its formula.
pub(super) struct Turned {
    pub(super) message: String,
    /// The formula as the name says it, where that can be written.
    pub(super) meant: Option<String>,
}

/// A term of one side: what it is called, and whether it is taken away (of products: divided by).
pub(super) struct Term<'a> {
    pub(super) is_less: bool,
    pub(super) text: &'a str,
}

/// Signs of equality in names.
const EQUAL: &[&str] = &["==", "=", "＝", "应等于", "等于"];

/// What adds and takes away in names.
pub(super) const SIGNS: &[(&str, bool)] = &[
    ("+", false),
    ("＋", false),
    ("加上", false),
    ("-", true),
    ("－", true),
    ("−", true),
    ("减去", true),
    ("扣除", true),
];

/// What multiplies and divides.
pub(super) const FACTORS: &[(&str, bool)] = &[
    ("*", false),
    ("×", false),
    ("乘以", false),
    ("/", true),
    ("÷", true),
    ("／", true),
    ("除以", true),
];

/// The pieces of a text between signs.
pub(super) fn pieces<'a>(text: &'a str, signs: &[(&str, bool)]) -> Vec<Term<'a>> {
    let mut out = Vec::new();
    let (mut begin, mut is_less, mut at) = (0, false, 0);
    while at < text.len() {
        let rest = text.get(at..).unwrap_or("");
        match signs.iter().find(|(sign, _)| rest.starts_with(sign)) {
            Some((sign, less)) => {
                out.push(Term { is_less, text: text.get(begin..at).unwrap_or("").trim() });
                at += sign.len();
                (begin, is_less) = (at, *less);
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    out.push(Term { is_less, text: text.get(begin..).unwrap_or("").trim() });
    // a sign in front of all
    out.retain(|term| !term.text.is_empty());
    out
}

/// A term of a formula.
struct Own<'s> {
    is_less: bool,
    syntax: &'s Syntax,
    /// The days that it is a date of.
    days: Option<&'s Syntax>,
}

/// The terms of a side of a formula; numbers are left out.
fn terms<'s>(syntax: &'s Syntax, is_less: bool, out: &mut Vec<Own<'s>>) {
    match &syntax.kind {
        SyntaxKind::Binary(Binary::Add, a, b) => {
            terms(a, is_less, out);
            terms(b, is_less, out);
        }
        SyntaxKind::Binary(Binary::Subtract, a, b) => {
            terms(a, is_less, out);
            terms(b, !is_less, out);
        }
        SyntaxKind::Negate(inner) => terms(inner, !is_less, out),
        SyntaxKind::Number { .. } => {}
        SyntaxKind::Call(name, _, arguments) if name == "days" && arguments.len() == 2 => {
            for (own, less) in arguments.iter().zip([!is_less, is_less]) {
                out.push(Own { is_less: less, syntax: own, days: Some(syntax) });
            }
        }
        _ => out.push(Own { is_less, syntax, days: None }),
    }
}

/// The factors of a side of a formula.
fn factors<'s>(syntax: &'s Syntax, is_less: bool, out: &mut Vec<Own<'s>>) {
    match &syntax.kind {
        SyntaxKind::Binary(Binary::Multiply, a, b) => {
            factors(a, is_less, out);
            factors(b, is_less, out);
        }
        SyntaxKind::Binary(Binary::Divide, a, b) => {
            factors(a, is_less, out);
            factors(b, !is_less, out);
        }
        SyntaxKind::Number { .. } => {}
        SyntaxKind::Call(name, _, arguments)
            if Function::find(name) == Some(Function::Percent) && arguments.len() == 2 =>
        {
            for (own, less) in arguments.iter().zip([is_less, !is_less]) {
                factors(own, less, out);
            }
        }
        SyntaxKind::Call(name, _, arguments)
            if Function::find(name) == Some(Function::Round) && !arguments.is_empty() =>
        {
            arguments.iter().take(1).for_each(|own| factors(own, is_less, out));
        }
        _ => out.push(Own { is_less, syntax, days: None }),
    }
}

/// How many letters a text and a term of a formula share as one name.
fn alike(text: &str, own: &Own<'_>) -> usize {
    let mut best = 0;
    names(own.syntax, &mut |name| {
        let shorter = if name.len() < text.len() { name } else { text };
        let is_in = text.contains(name) || name.contains(text);
        let count = shorter.chars().count();
        if is_in && count >= LETTERS {
            // the same name is nearer than one that it is part of
            best = best.max(count * 2 + usize::from(name == text));
        }
    });
    best
}

/// For each term of a name the one of the formula, where each has one of its own and none is left.
fn matched(said: &[Term<'_>], own: &[Own<'_>]) -> Option<Vec<usize>> {
    if said.len() != own.len() || said.len() < 2 {
        return None;
    }
    let mut out: Vec<usize> = Vec::new();
    for term in said {
        let scores: Vec<usize> = own.iter().map(|own| alike(term.text, own)).collect();
        let best = scores.iter().copied().max().filter(|best| *best > 0)?;
        let mut at = scores.iter().enumerate().filter(|(_, score)| **score == best);
        let (first, is_one) = (at.next()?.0, at.next().is_none());
        if !is_one || out.contains(&first) {
            return None;
        }
        out.push(first);
    }
    Some(out)
}

/// The two sides of a text around its sign of equality.
pub(super) fn sides(text: &str) -> Option<(&str, &str)> {
    let found = EQUAL.iter().find_map(|sign| text.split_once(sign));
    // of signs that stand twice nobody knows which
    found.filter(|(_, right)| !EQUAL.iter().any(|sign| right.contains(sign)))
}

/// What the name of a rule says of the signs of its formula.
pub(super) fn turned(text: &str, source: &str, syntax: &Syntax) -> Option<Turned> {
    let SyntaxKind::Compare(CheckRelation::Equal, left, right) = &syntax.kind else { return None };
    // brackets turn signs round: such names are not read
    if text.contains(['(', '（']) && text.contains(['+', '-', '＋', '－']) {
        return None;
    }
    let (first, second) = sides(text)?;
    sums((first, second), source, (left, right))
        .or_else(|| products((first, second), source, (left, right)))
}

fn is_number(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || ".%％ ".contains(c))
}

fn sums(
    (first, second): (&str, &str),
    source: &str,
    (left, right): (&Syntax, &Syntax),
) -> Option<Turned> {
    let mut said = pieces(first, SIGNS);
    said.extend(pieces(second, SIGNS).into_iter().map(|own| Term { is_less: !own.is_less, ..own }));
    said.retain(|own| !is_number(own.text));
    let mut own = Vec::new();
    terms(left, false, &mut own);
    terms(right, true, &mut own);
    let at = matched(&said, &own)?;
    let differs = said
        .iter()
        .zip(&at)
        .map(|(said, at)| own.get(*at).is_some_and(|own| own.is_less != said.is_less));
    let differs: Vec<bool> = differs.collect();
    let count = differs.iter().filter(|own| **own).count();
    if count == 0 || count == differs.len() {
        return None;
    }
    // the whole may stand on the other side: what is stated keeps its sign
    let is_mirrored = differs.first().copied().unwrap_or(false);
    let wrong: Vec<usize> = differs
        .iter()
        .zip(&at)
        .filter(|(differs, _)| **differs != is_mirrored)
        .map(|(_, at)| *at)
        .collect();
    let called: Vec<&str> = said
        .iter()
        .zip(&at)
        .filter(|(_, at)| wrong.contains(at))
        .map(|(said, _)| said.text)
        .collect();
    let days = wrong.first().and_then(|at| own.get(*at)?.days);
    let are_days = days.filter(|_| {
        wrong.len() == 2 && wrong.iter().all(|at| own.get(*at).is_some_and(|own| own.days == days))
    });
    if let Some(days) = are_days {
        let SyntaxKind::Call(name, _, arguments) = &days.kind else { return None };
        let [from, to] = arguments.as_slice() else { return None };
        let (one, other) = (source.get(from.span.clone())?, source.get(to.span.clone())?);
        let (before, behind) = (source.get(..days.span.start)?, source.get(days.span.end..)?);
        return Some(Turned {
            message: format!(
                "规则的名称说 {} 减 {}，公式算的是从 {one} 到 {other}：先后写反了，算出来是负数",
                called.first()?,
                called.last()?
            ),
            meant: Some(format!("{before}{name}({}, {}){behind}", other.trim(), one.trim())),
        });
    }
    Some(Turned {
        message: format!("规则的名称说的加减与公式相反：{} 的正负号不同", called.join("、")),
        meant: flipped(source, &wrong, &own),
    })
}

/// A formula with the signs of some of its terms the other way round.
fn flipped(source: &str, wrong: &[usize], own: &[Own<'_>]) -> Option<String> {
    let mut out = source.to_owned();
    for at in wrong {
        let term = own.get(*at).filter(|own| own.days.is_none())?;
        let sign = sign_before(source, term.syntax.span.start)?;
        let written = source.get(sign.clone())?;
        let (_, is_less) = SIGNS.iter().find(|(own, _)| *own == written)?;
        let other = if *is_less { "+" } else { "-" };
        // each sign is as long as the one it takes the place of, or the places behind it would move
        if written.len() != other.len() {
            return None;
        }
        out.replace_range(sign, other);
    }
    Some(out)
}

/// The sign right before a place.
fn sign_before(source: &str, at: usize) -> Option<Range<usize>> {
    let before = source.get(..at)?.trim_end();
    let last = before.chars().next_back()?;
    let start = before.len() - last.len_utf8();
    matches!(last, '+' | '-').then_some(start..before.len())
}

fn products(
    (first, second): (&str, &str),
    source: &str,
    (left, right): (&Syntax, &Syntax),
) -> Option<Turned> {
    if let Some(found) = quotient(second, source, (left, right)) {
        return Some(found);
    }
    let mut said = pieces(first, FACTORS);
    said.extend(
        pieces(second, FACTORS).into_iter().map(|own| Term { is_less: !own.is_less, ..own }),
    );
    let mut own = Vec::new();
    factors(left, false, &mut own);
    factors(right, true, &mut own);
    let at = matched(&said, &own)?;
    let mut differs =
        said.iter().zip(&at).map(|(said, at)| own.get(*at).map(|own| own.is_less != said.is_less));
    let first_differs = differs.next()??;
    if differs.all(|own| own == Some(first_differs)) {
        return None;
    }
    Some(Turned {
        message: "规则的名称说的乘除与公式不同：乘的写成了除，或除的写成了乘".to_owned(),
        meant: None,
    })
}

/// What a name says of one figure by another one, where the formula has one figure in front and these
/// two behind it the other way round: the figure in front may be called otherwise (收回率, 率).
fn quotient(second: &str, source: &str, (left, right): (&Syntax, &Syntax)) -> Option<Turned> {
    let mut said = pieces(second, FACTORS);
    said.retain(|own| !is_number(own.text));
    let [part, whole] = said.as_slice() else { return None };
    let is_figure = matches!(left.kind, SyntaxKind::Name(_) | SyntaxKind::Member(..));
    if part.is_less || !whole.is_less || !is_figure {
        return None;
    }
    let (a, b) = divided(right)?;
    let (mut own, mut other) = (Vec::new(), Vec::new());
    factors(a, false, &mut own);
    factors(b, true, &mut other);
    own.append(&mut other);
    let [over, under] = own.as_slice() else { return None };
    if over.is_less || !under.is_less || *matched(&said, &own)? != [1, 0] {
        return None;
    }
    let of = |own: &Syntax| source.get(own.span.clone()).map(str::trim);
    let (one, two) = (of(over.syntax)?, of(under.syntax)?);
    Some(Turned {
        message: format!(
            "规则的名称说 {} ÷ {}，公式算的是 {one} ÷ {two}：写倒了",
            part.text, whole.text
        ),
        meant: exchanged(source, a, b),
    })
}

/// The two figures of the one division of a side.
fn divided(side: &Syntax) -> Option<(&Syntax, &Syntax)> {
    match &side.kind {
        SyntaxKind::Binary(Binary::Divide, a, b) => Some((a, b)),
        SyntaxKind::Binary(Binary::Multiply, a, b) => match (&a.kind, &b.kind) {
            (_, SyntaxKind::Number { .. }) => divided(a),
            (SyntaxKind::Number { .. }, _) => divided(b),
            _ => None,
        },
        SyntaxKind::Call(name, _, arguments) => match (Function::find(name)?, arguments.as_slice())
        {
            (Function::Percent, [a, b]) => Some((a, b)),
            (Function::Round, [inner, ..]) => divided(inner),
            _ => None,
        },
        _ => None,
    }
}

/// A formula with two of its parts in the place of each other.
fn exchanged(source: &str, a: &Syntax, b: &Syntax) -> Option<String> {
    let is_one = |own: &Syntax| {
        matches!(
            own.kind,
            SyntaxKind::Name(_)
                | SyntaxKind::Member(..)
                | SyntaxKind::Index(..)
                | SyntaxKind::Call(..)
        )
    };
    let (first, second) = if a.span.start < b.span.start { (a, b) } else { (b, a) };
    let of = |range: Range<usize>| source.get(range);
    (is_one(a) && is_one(b)).then(|| {
        Some(format!(
            "{}{}{}{}{}",
            of(0..first.span.start)?,
            of(second.span.clone())?.trim(),
            of(first.span.end..second.span.start)?,
            of(first.span.clone())?.trim(),
            of(second.span.end..source.len())?
        ))
    })?
}

/// Of an equation of one figure and one figure by another one that with these two exchanged.
#[must_use]
pub fn shares_turned(source: &str) -> Option<String> {
    let SyntaxKind::Compare(CheckRelation::Equal, left, right) = parse(source).ok()?.kind else {
        return None;
    };
    let is_figure = |own: &Syntax| {
        matches!(own.kind, SyntaxKind::Name(_) | SyntaxKind::Member(..) | SyntaxKind::Index(..))
    };
    let (a, b) = divided(&right).filter(|_| is_figure(&left))?;
    (is_figure(a) && is_figure(b)).then(|| exchanged(source, a, b))?
}

/// Of an equation with one figure in front the terms behind: whether each is taken away. Numbers, products
/// and what several figures make say nothing.
#[must_use]
pub fn terms_behind(source: &str) -> Option<Vec<bool>> {
    let SyntaxKind::Compare(CheckRelation::Equal, left, right) = parse(source).ok()?.kind else {
        return None;
    };
    let is_figure = |own: &Syntax| {
        matches!(own.kind, SyntaxKind::Name(_) | SyntaxKind::Member(..) | SyntaxKind::Index(..))
    };
    let mut own = Vec::new();
    terms(&right, false, &mut own);
    let are_figures = is_figure(&left) && own.iter().all(|own| is_figure(own.syntax));
    are_figures.then(|| own.iter().map(|own| own.is_less).collect())
}

/// An equation with the signs of some of the terms behind the other way round.
#[must_use]
pub fn signs_turned(source: &str, turned: &[usize]) -> Option<String> {
    let SyntaxKind::Compare(_, _, right) = parse(source).ok()?.kind else { return None };
    let mut own = Vec::new();
    terms(&right, false, &mut own);
    flipped(source, turned, &own)
}
