//! Amounts that a sentence states of something that it names: which name, which stage.

use super::Read;
use super::place::{Role, Spot};
use super::quantity::Kind;
use super::scan::Scanner;
use super::token::{Sign, Tokens, What};
use super::words::Class;
use std::ops::Range;

/// The stage of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// What was done.
    Done,
    /// A budget or plan.
    Plan,
    /// The first budget.
    PlanFirst,
    /// The adjusted budget.
    PlanFinal,
}

/// The stages, with the key of the name that rule files have for each.
pub const STAGES: &[(Stage, &str)] = &[
    (Stage::Done, "stage_done"),
    (Stage::Plan, "stage_plan"),
    (Stage::PlanFirst, "stage_first"),
    (Stage::PlanFinal, "stage_final"),
];

/// An amount under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Its figure.
    pub figure: usize,
    /// What it is of: all that is printed there but for words of stages, folded.
    pub name: String,
    /// Bytes of the passage in which that stands.
    pub named: Range<usize>,
    /// Its stage, where one is said.
    pub stage: Option<Stage>,
    /// The year that it is of, where one is said.
    pub year: Option<i32>,
    /// Amounts stand before it in its sentence.
    pub is_later: bool,
    /// What stands in the clause before it, where that has words and no figure.
    pub lead: Option<String>,
    /// It is an item of a list.
    pub is_item: bool,
    /// The name of the head of that list.
    pub head: Option<String>,
}

/// A name as [`amounts`] gives it.
#[must_use]
pub fn bare_name(scanner: &Scanner<'_>, text: &str) -> Option<String> {
    let tokens = scanner.scan(text);
    name(&tokens, 0, tokens.tokens.len()).map(|name| name.text)
}

/// The amounts of a passage whose names are whole: no word of another role stands before them.
#[must_use]
pub fn amounts(read: &Read) -> Vec<Amount> {
    let tokens = &read.tokens;
    let name_of = |figure: usize| {
        let end = tokens.at.get(figure).copied()?;
        name(tokens, begin(tokens, end), end)
    };
    // the first list of each figure
    let mut list_of: Vec<Option<usize>> = vec![None; read.spots.len()];
    for (number, list) in read.lists.iter().enumerate() {
        for item in &list.items {
            if let Some(of) = list_of.get_mut(*item) {
                *of = of.or(Some(number));
            }
        }
    }
    let mut out: Vec<Amount> = Vec::new();
    // the sentence in which an amount was met
    let mut met: Option<usize> = None;
    let mut last: Option<&Spot> = None;
    for (at, spot) in read.spots.iter().enumerate() {
        let before = last.replace(spot);
        let Some(figure) = tokens.figures.get(spot.figure) else { continue };
        let is_later = met == Some(spot.sentence);
        if figure.kind != Kind::Bare {
            met = Some(spot.sentence);
        }
        let is_plain = figure.kind == Kind::Money
            && figure.is_figure()
            && !figure.is_per
            && spot.role == Role::Value
            && spot.stream == 0
            && spot.row.is_none()
            && !spot.when.is_last
            && spot.when.edge.is_none();
        // what stands in a bracket behind it may make it another amount
        let behind = tokens.at.get(spot.figure).and_then(|at| tokens.tokens.get(at + 1));
        let is_open = behind.is_some_and(|token| token.what == What::Sign(Sign::Open));
        let (true, false) = (is_plain, is_open) else { continue };
        let Some(mut own) = name_of(spot.figure) else { continue };
        let is_open = own.is_open;
        let Some(stage) = stage(spot.when.stage.or(own.stage)) else { continue };
        // the second of two stages that are told of one name
        let same = out.last().filter(|last| {
            is_open
                && stage.is_some()
                && last.stage.is_some()
                && last.stage != stage
                && before.is_some_and(|other| {
                    other.figure == last.figure && other.segment == spot.segment
                })
        });
        if let Some(same) = same {
            out.push(Amount { figure: spot.figure, stage, ..same.clone() });
            continue;
        }
        let from = tokens.at.get(spot.figure).map(|end| begin(tokens, *end));
        if own.text.is_empty() && !is_later {
            own = from.and_then(|from| title(tokens, from)).unwrap_or(own);
        }
        let mut lead = from.and_then(|from| lead(tokens, from));
        // 公务接待费，年初预算6万元
        let named = lead.filter(|_| is_open && stage.is_some());
        if let Some(name) = named.and_then(|(from, to)| name(tokens, from, to)) {
            (own, lead) = (name, None);
        }
        let list = list_of.get(at).copied().flatten().and_then(|list| read.lists.get(list));
        let head = list.and_then(|list| read.spots.get(list.head?));
        out.push(Amount {
            figure: spot.figure,
            name: own.text,
            named: own.range,
            stage,
            year: spot.when.year,
            is_later,
            lead: lead.map(|(from, to)| words(tokens, from, to)),
            is_item: list.is_some(),
            head: head.and_then(|head| name_of(head.figure)).map(|name| name.text),
        });
    }
    out
}

/// The stage of an amount; `None` where what is said is no stage of a budget.
fn stage(said: Option<Class>) -> Option<Option<Stage>> {
    Some(match said {
        None => None,
        Some(Class::Done) => Some(Stage::Done),
        Some(Class::Plan) => Some(Stage::Plan),
        Some(Class::PlanFirst) => Some(Stage::PlanFirst),
        Some(Class::PlanFinal) => Some(Stage::PlanFinal),
        Some(_) => return None,
    })
}

/// Where the words of a figure begin: behind the mark or figure before it, or behind a date.
fn begin(tokens: &Tokens, end: usize) -> usize {
    let mut depth = 0_usize;
    let mut from = end;
    while let Some(token) = from.checked_sub(1).and_then(|at| tokens.tokens.get(at)) {
        match token.what {
            What::Sign(Sign::Close) => depth += 1,
            What::Sign(Sign::Open) if depth > 0 => depth -= 1,
            What::Sign(_) if depth > 0 => {}
            What::Figure(_) if is_code(tokens, from - 1) => {}
            // 收入、支出预算总计
            What::Sign(Sign::Item) if is_in_and_out(tokens, from - 1) => {}
            What::Sign(_) | What::Figure(_) | What::Year(_) | What::Month(_) | What::Day(_) => {
                break;
            }
            What::Text | What::Word(_) => {}
        }
        from -= 1;
    }
    from
}

/// Whether a figure is a code: 行政运行（2010101）.
fn is_code(tokens: &Tokens, at: usize) -> bool {
    const DIGITS: usize = 3;
    let what = |at: usize| tokens.tokens.get(at).map(|token| token.what);
    let Some(What::Figure(figure)) = what(at) else { return false };
    tokens.figures.get(figure).is_some_and(|figure| {
        figure.kind == Kind::Bare && figure.decimals == 0 && figure.span.len() >= DIGITS
    }) && at.checked_sub(1).and_then(what) == Some(What::Sign(Sign::Open))
        && what(at + 1) == Some(What::Sign(Sign::Close))
}

/// Whether a mark stands between words of in and out.
fn is_in_and_out(tokens: &Tokens, at: usize) -> bool {
    let is_either = |at: usize| {
        let what = tokens.tokens.get(at).map(|token| token.what);
        matches!(what, Some(What::Word(Class::Income | Class::Outgo)))
    };
    at.checked_sub(1).is_some_and(is_either) && is_either(at + 1)
}

/// The words of the clause that ends where those of an amount begin: whose amount it is may stand
/// there.
fn lead(tokens: &Tokens, from: usize) -> Option<(usize, usize)> {
    let before = tokens.tokens.get(..from)?;
    let mark = before.iter().rposition(|token| matches!(token.what, What::Sign(_)))?;
    if !matches!(before.get(mark)?.what, What::Sign(Sign::Colon | Sign::Comma)) {
        return None;
    }
    let clause = before.get(..mark)?;
    let is_end = |what: What| {
        matches!(
            what,
            What::Sign(Sign::Colon | Sign::Comma | Sign::Semicolon | Sign::Stop | Sign::Edge)
        )
    };
    let own = clause.iter().rposition(|token| is_end(token.what)).map_or(0, |at| at + 1);
    let clause = clause.get(own..)?;
    let is_figure = |what: What| match what {
        What::Figure(figure) => {
            tokens.figures.get(figure).is_some_and(|figure| figure.kind != Kind::Bare)
        }
        _ => false,
    };
    let has_words =
        clause.iter().any(|token| matches!(token.what, What::Text | What::Word(Class::Name)));
    if !has_words || clause.iter().any(|token| is_figure(token.what)) {
        return None;
    }
    Some((own, mark))
}

/// What stands there but for figures and dates.
fn words(tokens: &Tokens, from: usize, to: usize) -> String {
    let words = tokens.tokens.get(from..to).unwrap_or(&[]).iter().filter(|token| {
        !matches!(token.what, What::Figure(_) | What::Year(_) | What::Month(_) | What::Day(_))
    });
    words.map(|token| tokens.text(token.from, token.to)).collect()
}

/// The sentence before an amount that has no name of its own, where that sentence is no more than a
/// name: 公务接待费。2026年预算数6万元.
fn title(tokens: &Tokens, from: usize) -> Option<Name> {
    let before = tokens.tokens.get(..from)?;
    let says_nothing = |what: What| {
        matches!(
            what,
            What::Year(_) | What::Month(_) | What::Day(_) | What::Word(Class::Filler | Class::This)
        )
    };
    let mark = before.iter().rposition(|token| !says_nothing(token.what))?;
    let is_end = |what: What| matches!(what, What::Sign(Sign::Stop | Sign::Edge));
    if !is_end(before.get(mark)?.what) {
        return None;
    }
    let sentence = before.get(..mark)?;
    let own = sentence.iter().rposition(|token| is_end(token.what)).map_or(0, |at| at + 1);
    let is_in_name = |what: What| match what {
        What::Text | What::Word(_) | What::Sign(Sign::Open | Sign::Close | Sign::Item) => true,
        What::Figure(figure) => {
            tokens.figures.get(figure).is_some_and(|figure| figure.kind == Kind::Bare)
        }
        _ => false,
    };
    let sentence = sentence.get(own..)?;
    let (first, last) = (sentence.first()?, sentence.last()?);
    let range = tokens.bytes(first.from, last.to);
    sentence.iter().all(|token| is_in_name(token.what)).then(|| Name {
        text: tokens.text(first.from, last.to),
        range,
        stage: None,
        is_open: false,
    })
}

/// What stands before an amount.
struct Name {
    /// What is named there, without the words of stages at its end.
    text: String,
    /// Bytes of the passage in which that stands.
    range: Range<usize>,
    /// The last of these.
    stage: Option<Class>,
    /// It names nothing: 支出 of 支出决算为6万元 is of what was named before.
    is_open: bool,
}

/// What is named there; `None` where a word stands there that makes it something else.
fn name(tokens: &Tokens, from: usize, to: usize) -> Option<Name> {
    let own = tokens.tokens.get(from..to).unwrap_or(&[]);
    let is_text = |what: What| matches!(what, What::Text | What::Word(Class::Name));
    let tail = own.iter().rposition(|token| is_text(token.what)).map_or(0, |at| at + 1);
    let mut out = String::new();
    let mut said = None;
    let (mut first, mut last) = (None, None);
    for (at, token) in own.iter().enumerate() {
        let length = out.len();
        match token.what {
            // what is left of a numbering
            What::Sign(sign) if out.is_empty() && sign != Sign::Open => {}
            // 资源勘探工业信息等支出
            What::Word(Class::Open) if !out.is_empty() && at + 1 < own.len() => {
                out.push_str(&tokens.text(token.from, token.to));
            }
            What::Figure(_) if is_code(tokens, from + at) => {
                out.push_str(&tokens.text(token.from, token.to));
            }
            What::Text
            | What::Sign(_)
            | What::Word(
                Class::Name
                | Class::Income
                | Class::Outgo
                | Class::Total
                | Class::And
                | Class::With,
            ) => out.push_str(&tokens.text(token.from, token.to)),
            What::Word(Class::Filler | Class::This | Class::Of) => {}
            // 其中：基本支出
            What::Word(Class::OfWhich) if out.is_empty() => {}
            What::Word(
                class @ (Class::Done | Class::Plan | Class::PlanFirst | Class::PlanFinal),
            ) => {
                if at >= tail {
                    said = Some(class);
                } else {
                    // a part of the name
                    out.push_str(&tokens.text(token.from, token.to));
                }
            }
            What::Word(_) | What::Figure(_) | What::Year(_) | What::Month(_) | What::Day(_) => {
                return None;
            }
        }
        if out.len() > length {
            first = first.or(Some(token.from));
            last = Some(token.to);
        }
    }
    let range = first.zip(last).map_or(0..0, |(first, last)| tokens.bytes(first, last));
    let is_open = !own.iter().any(|token| is_text(token.what));
    Some(Name { text: out, range, stage: said, is_open })
}
