//! A name that is an equation with signs, brackets and numbers, worked out beside its formula: brackets
//! that the formula has not, another number in the same place; and the column that the name has of the
//! row before.
//!
//! Each term of the name is found in the formula by what it is called. Where all are and none is left, the
//! two are worked out with the same figures: what comes out shows whether they are one.

use super::bounds::names;
use super::numbers::{printed_value, said_value};
use super::relation::{FACTORS, SIGNS, Turned, sides};
use crate::formula::{Binary, CheckRelation, Function, Syntax, SyntaxKind};
use crate::ruleset::schema::Form;
use crate::ruleset::whole::Ruleset;
use gouji_values::number::Decimal;

/// What ends the equation of a name.
const ENDS: &[char] = &['，', ',', '；', ';', '。', '：', ':'];

/// Words of how many days lie between two.
const DAYS: &[&str] = &["天数", "日数"];

/// A piece of the text of an equation.
#[derive(Clone, Copy)]
enum Token<'t> {
    Sign(Binary),
    Open,
    Close,
    Term(&'t str),
}

/// What is worked out; terms by their numbers.
enum Tree {
    Term(usize),
    Of(Binary, Box<Self>, Box<Self>),
}

fn binary(sign: &str, is_less: bool) -> Binary {
    match (FACTORS.iter().any(|(own, _)| *own == sign), is_less) {
        (true, true) => Binary::Divide,
        (true, false) => Binary::Multiply,
        (false, true) => Binary::Subtract,
        (false, false) => Binary::Add,
    }
}

/// The pieces of a text; brackets right behind a term are a part of it: 油费（元）.
fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let all = [SIGNS, FACTORS].concat();
    let (mut out, mut begin, mut at, mut inside) = (Vec::new(), 0, 0, 0_u32);
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let before = text.get(begin..at)?.trim();
        let sign = all.iter().find(|(sign, _)| text.get(at..).unwrap_or("").starts_with(sign));
        let (found, length) = match (c, sign) {
            ('(' | '（', _) if !before.is_empty() => {
                inside += 1;
                (None, c.len_utf8())
            }
            (')' | '）', _) if inside > 0 => {
                inside -= 1;
                (None, c.len_utf8())
            }
            ('(' | '（', _) => (Some(Token::Open), c.len_utf8()),
            (')' | '）', _) => (Some(Token::Close), c.len_utf8()),
            (_, Some((sign, is_less))) if inside == 0 => {
                (Some(Token::Sign(binary(sign, *is_less))), sign.len())
            }
            _ => (None, c.len_utf8()),
        };
        at += length;
        if let Some(found) = found {
            if !before.is_empty() {
                out.push(Token::Term(before));
            }
            out.push(found);
            begin = at;
        }
    }
    let last = text.get(begin..)?.trim();
    if !last.is_empty() {
        out.push(Token::Term(last));
    }
    (inside == 0).then_some(out)
}

/// Reads the pieces of an equation; terms get their numbers in the order in which they stand.
struct Reader<'t> {
    tokens: &'t [Token<'t>],
    at: usize,
    terms: usize,
}

impl Reader<'_> {
    fn whole(tokens: &[Token<'_>]) -> Option<Tree> {
        let mut own = Reader { tokens, at: 0, terms: 0 };
        let tree = own.sum()?;
        (own.at == tokens.len()).then_some(tree)
    }

    fn sign(&mut self, wanted: [Binary; 2]) -> Option<Binary> {
        match self.tokens.get(self.at) {
            Some(Token::Sign(own)) if wanted.contains(own) => {
                self.at += 1;
                Some(*own)
            }
            _ => None,
        }
    }

    fn sum(&mut self) -> Option<Tree> {
        let mut out = self.product()?;
        while let Some(own) = self.sign([Binary::Add, Binary::Subtract]) {
            out = Tree::Of(own, Box::new(out), Box::new(self.product()?));
        }
        Some(out)
    }

    fn product(&mut self) -> Option<Tree> {
        let mut out = self.term()?;
        while let Some(own) = self.sign([Binary::Multiply, Binary::Divide]) {
            out = Tree::Of(own, Box::new(out), Box::new(self.term()?));
        }
        Some(out)
    }

    fn term(&mut self) -> Option<Tree> {
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        match token {
            Token::Term(_) => {
                self.terms += 1;
                Some(Tree::Term(self.terms - 1))
            }
            Token::Open => {
                let out = self.sum()?;
                let is_closed = matches!(self.tokens.get(self.at), Some(Token::Close));
                self.at += 1;
                is_closed.then_some(out)
            }
            _ => None,
        }
    }
}

/// A side of a formula, with its figures in the order in which they stand.
fn tree_of<'s>(side: &'s Syntax, out: &mut Vec<&'s Syntax>) -> Option<Tree> {
    match &side.kind {
        SyntaxKind::Binary(Binary::And | Binary::Or, ..) => None,
        SyntaxKind::Binary(own, a, b) => {
            Some(Tree::Of(*own, Box::new(tree_of(a, out)?), Box::new(tree_of(b, out)?)))
        }
        SyntaxKind::Call(name, ..) if Function::find(name) == Some(Function::Percent) => None,
        SyntaxKind::Negate(_) | SyntaxKind::Not(_) | SyntaxKind::Compare(..) => None,
        _ => {
            out.push(side);
            Some(Tree::Term(out.len() - 1))
        }
    }
}

fn work_out(tree: &Tree, values: &[Decimal]) -> Option<Decimal> {
    let Tree::Of(own, a, b) = tree else {
        let Tree::Term(at) = tree else { return None };
        return values.get(*at).copied();
    };
    let (a, b) = (work_out(a, values)?, work_out(b, values)?);
    match own {
        Binary::Add => a.checked_add(b),
        Binary::Subtract => a.checked_sub(b),
        Binary::Multiply => a.checked_mul(b),
        Binary::Divide => a.checked_div(b),
        Binary::And | Binary::Or => None,
    }
}

/// Whether two equations come to the same, whatever the figures; `None`: it cannot be told.
fn is_one(one: (&Tree, &[usize]), other: (&Tree, usize)) -> Option<bool> {
    let (said, places) = one;
    let (own, count) = other;
    for step in [1_i64, 2, 3] {
        // figures that no chance makes come out: squares of odd numbers, moved
        let figure = |at: usize| {
            let at = i64::try_from(at).unwrap_or(0);
            Decimal::from((2 * at + 3) * (2 * at + 3) + step * (at + 2) + 7)
        };
        let figures: Vec<Decimal> = (0..count).map(figure).collect();
        let of_name: Option<Vec<Decimal>> =
            places.iter().map(|at| figures.get(*at).copied()).collect();
        let (a, b) = (work_out(said, &of_name?)?, work_out(own, &figures)?);
        let least = Decimal::new(1, 9);
        let apart = a.checked_sub(b)?.abs();
        if apart > least.checked_mul(a.abs().max(Decimal::ONE))? {
            return Some(false);
        }
    }
    Some(true)
}

/// How much a term of a name and a figure of a formula are called the same.
fn alike(term: &str, own: &Syntax, form: &Form) -> usize {
    let bare = |text: &str| text.split(['（', '(']).next().unwrap_or(text).trim().to_owned();
    let term = bare(term);
    let mut best = 0;
    let mut see = |name: &str| {
        let name = bare(name);
        let shorter = name.chars().count().min(term.chars().count());
        if name == term {
            best = best.max(shorter * 2 + 1);
        } else if shorter > 1 && (name.contains(&term) || term.contains(&name)) {
            best = best.max(shorter * 2);
        }
    };
    if let SyntaxKind::Call(name, ..) = &own.kind
        && Function::find(name) == Some(Function::Days)
    {
        DAYS.iter().filter(|word| term.ends_with(*word)).for_each(|word| see(word));
    }
    names(own, &mut |name| {
        see(name);
        let column = form.columns.iter().find(|column| column.name == name);
        column.into_iter().flat_map(|own| &own.headers.plain).for_each(|head| see(head.as_str()));
    });
    best
}

/// The figures that the terms of a name are, by their numbers.
struct Matched {
    places: Vec<usize>,
    /// The term that is another number than the one in its place.
    other: Option<usize>,
}

fn matched(
    terms: &[&str],
    own: &[&Syntax],
    source: &str,
    rules: (&Form, &Ruleset),
) -> Option<Matched> {
    let (form, ruleset) = rules;
    if terms.len() != own.len() || terms.len() < 2 {
        return None;
    }
    let mut places: Vec<Option<usize>> = vec![None; terms.len()];
    let mut is_taken = vec![false; own.len()];
    let said: Vec<_> =
        terms.iter().map(|term| said_value(term, &ruleset.vocabulary.units)).collect();
    let written: Vec<_> = own.iter().map(|own| printed_value(own, source, ruleset)).collect();
    let is_literal =
        |at: usize| matches!(own.get(at)?.kind, SyntaxKind::Number { .. }).then_some(());
    for (at, term) in
        terms.iter().enumerate().filter(|(at, _)| said.get(*at).is_some_and(Option::is_none))
    {
        let scores = own.iter().enumerate().map(|(nth, own)| match is_literal(nth) {
            Some(()) => 0,
            None => alike(term, own, form),
        });
        let scores: Vec<usize> = scores.collect();
        let best = scores.iter().copied().max().filter(|best| *best > 0)?;
        let mut best = scores.iter().enumerate().filter(|(_, score)| **score == best);
        let (nth, is_alone) = (best.next()?.0, best.next().is_none());
        if !is_alone || is_taken.get(nth).copied()? {
            return None;
        }
        (*places.get_mut(at)?, *is_taken.get_mut(nth)?) = (Some(nth), true);
    }
    for (at, value) in said.iter().enumerate() {
        let Some((_, value)) = value else { continue };
        let same = written.iter().enumerate().find(|(nth, own)| {
            own.as_ref().is_some_and(|(_, own)| own == value) && is_taken.get(*nth) == Some(&false)
        });
        if let Some((nth, _)) = same {
            (*places.get_mut(at)?, *is_taken.get_mut(nth)?) = (Some(nth), true);
        }
    }
    let left: Vec<usize> = (0..terms.len()).filter(|at| places.get(*at) == Some(&None)).collect();
    let other = match left.as_slice() {
        [] => None,
        [at] => {
            let nth = is_taken.iter().position(|own| !own)?;
            let ((_, said), (is_count, own)) =
                (said.get(*at)?.as_ref()?, written.get(nth)?.as_ref()?);
            // amounts and rates are told elsewhere; tens are units that are converted
            let ratio = said.checked_div(*own)?;
            let is_ten = |own: Decimal| {
                let digits = own.normalize().to_string();
                digits.trim_matches(['0', '.']) == "1"
            };
            if !*is_count || is_ten(ratio) || said.is_zero() {
                return None;
            }
            *places.get_mut(*at)? = Some(nth);
            Some(*at)
        }
        _ => return None,
    };
    Some(Matched { places: places.into_iter().collect::<Option<_>>()?, other })
}

/// What the equation of a name is otherwise than its formula.
pub(super) fn equation(
    name: &str,
    (source, syntax): (&str, &Syntax),
    form: &Form,
    ruleset: &Ruleset,
) -> Option<Turned> {
    let SyntaxKind::Compare(CheckRelation::Equal, left, right) = &syntax.kind else { return None };
    let equation = name.split(ENDS).find(|own| own.contains('=') || own.contains('＝'))?;
    let (first, second) = sides(equation)?;
    if !matches!(left.kind, SyntaxKind::Name(_)) || alike(first.trim(), left, form) == 0 {
        return None;
    }
    // what is rounded is what is worked out
    let side = match &right.kind {
        SyntaxKind::Call(name, _, arguments) if Function::find(name) == Some(Function::Round) => {
            arguments.first()?
        }
        _ => right,
    };
    let said = tokens(second)?;
    let terms: Vec<&str> = said
        .iter()
        .filter_map(|own| if let Token::Term(text) = own { Some(*text) } else { None })
        .collect();
    let mut figures = Vec::new();
    let own = tree_of(side, &mut figures)?;
    let found = matched(&terms, &figures, source, (form, ruleset))?;
    let tree = Reader::whole(&said)?;
    let is_same = is_one((&tree, &found.places), (&own, figures.len()))?;
    if let Some(other) = found.other {
        return is_same.then(|| {
            other_number(terms.get(other)?, *figures.get(*found.places.get(other)?)?, source)
        })?;
    }
    let bare: Vec<Token<'_>> =
        said.iter().copied().filter(|own| !matches!(own, Token::Open | Token::Close)).collect();
    let has_none = || {
        let without = Reader::whole(&bare)?;
        is_one((&without, &found.places), (&own, figures.len()))
    };
    if is_same || bare.len() == said.len() || has_none() != Some(true) {
        return None;
    }
    let mut nth = 0;
    let mut meant = String::new();
    for token in &said {
        match token {
            Token::Open => meant.push('('),
            Token::Close => meant.push(')'),
            Token::Sign(own) => meant.push_str(match own {
                Binary::Add => " + ",
                Binary::Subtract => " - ",
                Binary::Multiply => " * ",
                _ => " / ",
            }),
            Token::Term(_) => {
                let figure = figures.get(*found.places.get(nth)?)?;
                meant.push_str(source.get(figure.span.clone())?.trim());
                nth += 1;
            }
        }
    }
    let (before, behind) = (source.get(..side.span.start)?, source.get(side.span.end..)?);
    let space = if before.ends_with(['=', ',']) { " " } else { "" };
    Some(Turned {
        message: format!(
            "规则的名称说“{}”，公式没有括号：先算了 {}",
            second.trim(),
            first_of(side, source)?
        ),
        meant: Some(format!("{before}{space}{meant}{behind}")),
    })
}

/// What a sum of products works out first.
fn first_of<'s>(side: &Syntax, source: &'s str) -> Option<&'s str> {
    match &side.kind {
        SyntaxKind::Binary(Binary::Multiply | Binary::Divide, ..) => {
            source.get(side.span.clone()).map(str::trim)
        }
        SyntaxKind::Binary(_, a, b) => first_of(b, source).or_else(|| first_of(a, source)),
        _ => None,
    }
}

fn other_number(said: &str, own: &Syntax, source: &str) -> Option<Turned> {
    let written = source.get(own.span.clone())?.trim();
    let meant = match &own.kind {
        SyntaxKind::Number { unit, .. } => {
            let digits = said.trim_end_matches(|c: char| !c.is_ascii_digit());
            let (before, behind) = (source.get(..own.span.start)?, source.get(own.span.end..)?);
            let space = if before.ends_with(['*', '/', '+', '-']) { " " } else { "" };
            Some(format!("{before}{space}{digits}{unit}{behind}"))
        }
        _ => None,
    };
    let message = format!("规则的名称说“{said}”，公式在同一处写的是 {written}");
    Some(Turned { message, meant })
}
