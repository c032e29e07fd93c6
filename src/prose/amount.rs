//! Amounts that a sentence states of something that it names: which name, which stage.

use super::Read;
use super::place::{Role, Spot, When};
use super::quantity::{Kind, Quantity};
use super::scan::Scanner;
use super::token::{Sign, Token, Tokens, What};
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

/// What else may be told of an amount under a name, with the key of the name that rule files have
/// for each.
pub const TIED: &[(Tied, &str)] = &[
    (Tied::Completed, "completed"),
    (Tied::CompletedFirst, "completed_first"),
    (Tied::Change, "change"),
    (Tied::Part, "part"),
    (Tied::Share, "share"),
];

/// What may be told of an amount under a name that is printed elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tied {
    /// How much of its budget was done.
    Completed,
    /// How much of its first budget.
    CompletedFirst,
    /// How much more or less it is than the year before.
    Change,
    /// A part of it.
    Part,
    /// The share of that part.
    Share,
}

/// A share of which the whole is no more than named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedShare {
    /// The figure of the part.
    pub part: usize,
    /// The figure of the share.
    pub share: usize,
    /// What the whole is called.
    pub whole: String,
}

/// An amount under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Its figure.
    pub figure: usize,
    /// What it is of: all that is printed there but for words of stages, folded.
    pub name: String,
    /// Bytes of the passage in which that stands.
    pub named: Range<usize>,
    /// The name with the items before it: 收、支总计.
    pub listed: Option<(String, Range<usize>)>,
    /// Where it has no name: the name that opens the passage, with no figure between.
    pub opening: Option<(String, Range<usize>)>,
    /// Its stage, where one is said.
    pub stage: Option<Stage>,
    /// The year that it is of, where one is said.
    pub year: Option<i32>,
    /// Number of its sentence.
    pub sentence: usize,
    /// Amounts stand before it in its sentence.
    pub is_later: bool,
    /// What stands in the clause before it, where that has words and no figure.
    pub lead: Option<String>,
    /// It is an item of a list.
    pub is_item: bool,
    /// The name of the head of that list.
    pub head: Option<String>,
    /// How much of its budget it is, where that is not printed: the figure, and whether the first
    /// budget is meant.
    pub completed: Option<(usize, bool)>,
    /// How much more or less than the year before it is: the figure and its sign.
    pub change: Option<(usize, i8)>,
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
        name(tokens, begin(tokens, end, false), end)
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
    // the sentence whose amounts are of another time, and which
    let mut other_time: Option<(usize, When)> = None;
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
            && !spot.when.is_last;
        // what stands in a bracket behind it may make it another amount
        let is_open = tokens.at.get(spot.figure).is_some_and(|at| is_qualified(tokens, at + 1));
        let is_money = figure.kind == Kind::Money && spot.role == Role::Value;
        let is_own_time = spot.when.year.is_some() || spot.words.contains(&Class::This);
        if is_money && (is_own_time || spot.when.is_last) {
            other_time = Some((spot.sentence, spot.when));
        }
        // 上年人员经费6万元，公用经费2万元
        let said_before = other_time.filter(|(sentence, _)| *sentence == spot.sentence);
        let time = said_before.map(|(_, when)| when).unwrap_or_default();
        let is_of_last = time.is_last && !is_own_time;
        let (true, false, false) = (is_plain, is_open, is_of_last) else { continue };
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
        let end = tokens.at.get(spot.figure).copied();
        let from = end.map(|end| begin(tokens, end, false));
        // 收、支总计9万元
        let whole = end.map(|end| (begin(tokens, end, true), end));
        let whole = whole.filter(|(start, _)| Some(*start) < from);
        let listed = whole.and_then(|(start, end)| name(tokens, start, end));
        let mut opening = None;
        if own.is_open && !is_later {
            let first = from.and_then(|from| opening_name(tokens, from));
            opening = first.map(|name| (name.text, name.range));
        }
        // 公务接待费2022年决算6万元
        if own.text.is_empty() {
            let named = from.and_then(|from| before_date(tokens, from));
            own = named.map_or(own.clone(), |name| Name { stage: own.stage, ..name });
        }
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
        // 上年“三公”经费9万元，其中公务接待费5万元
        let above = head.map(|head| head.when).unwrap_or_default();
        if above.is_last {
            continue;
        }
        let stage = stage.or(self::stage(above.stage).flatten());
        out.push(Amount {
            figure: spot.figure,
            name: own.text,
            named: own.range,
            opening,
            listed: listed.map(|name| (name.text, name.range)),
            stage,
            year: spot.when.year.or(above.year).or(time.year),
            sentence: spot.sentence,
            is_later,
            lead: lead.map(|(from, to)| words(tokens, from, to)),
            is_item: list.is_some(),
            head: head.and_then(|head| name_of(head.figure)).map(|name| name.text),
            completed: completed(read, at),
            change: change(read, at),
        });
    }
    out
}

/// The ratio to a budget that is not printed, directly behind what was done: 决算4万元，完成预算的80%.
fn completed(read: &Read, at: usize) -> Option<(usize, bool)> {
    let spot = read.spots.get(at)?;
    let next = read.spots.get(at + 1)?;
    let mut own = read.spots.iter().filter(|other| other.sentence == spot.sentence);
    let has_plan = own.any(|other| {
        let is_money = |figure: &Quantity| figure.kind == Kind::Money;
        other.when.is_plan() && read.tokens.figures.get(other.figure).is_some_and(is_money)
    });
    let is_next = next.role == Role::Complete
        && next.stream == spot.stream
        && next.segment == spot.segment
        && next.clause <= spot.clause + 1
        && next.row.is_none()
        && next.name.is_empty();
    let stage = next.words.iter().rev().find(|class| class.is_plan());
    (is_next && !has_plan && !spot.when.is_plan())
        .then(|| (next.figure, stage == Some(&Class::PlanFirst)))
}

/// The change against the year before that stands directly behind an amount: 收支总计9万元，比上年增加1万元.
fn change(read: &Read, at: usize) -> Option<(usize, i8)> {
    /// So many clauses may stand between them: 9万元，与上年相比，收、支总计各增加1万元.
    const FAR: usize = 2;
    let spot = read.spots.get(at)?;
    let next = read.spots.get(at + 1)?;
    let Role::Change(sign) = next.role else { return None };
    let is_last = next.when.is_last || next.against.is_some_and(|when| when.is_last);
    let is_money = read.tokens.figures.get(next.figure)?.kind == Kind::Money;
    let is_next = next.stream == spot.stream
        && next.sentence <= spot.sentence + 1
        && next.clause <= spot.clause + FAR
        && next.row.is_none()
        && !next.when.is_plan();
    (sign != 0 && is_last && is_money && is_next).then_some((next.figure, sign))
}

/// The shares of which the whole is no more than named: 公务接待费2万元，占“三公”经费的40%.
#[must_use]
pub fn named_shares(read: &Read) -> Vec<NamedShare> {
    let pairs = read.spots.iter().zip(read.spots.iter().skip(1));
    let found = pairs.filter(|(part, share)| {
        let figures = &read.tokens.figures;
        share.role == Role::Share
            && !share.of.is_empty()
            && share.row.is_none()
            && share.stream == part.stream
            && share.segment == part.segment
            && share.clause <= part.clause + 1
            && matches!(part.role, Role::Value)
            && part.row.is_none()
            && !part.when.is_last
            && !share.when.is_last
            && (share.when.year.is_none() || part.when.year == share.when.year)
            && figures
                .get(part.figure)
                .is_some_and(|one| one.kind == Kind::Money && one.is_figure())
            && figures.get(share.figure).is_some_and(Quantity::is_figure)
    });
    found
        .map(|(part, share)| NamedShare {
            part: part.figure,
            share: share.figure,
            whole: share.of.clone(),
        })
        .collect()
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
/// `with_items`: marks of items are a part of them.
fn begin(tokens: &Tokens, end: usize, with_items: bool) -> usize {
    let mut depth = 0_usize;
    let mut from = end;
    while let Some(token) = from.checked_sub(1).and_then(|at| tokens.tokens.get(at)) {
        match token.what {
            What::Sign(Sign::Close) => depth += 1,
            What::Sign(Sign::Open) if depth > 0 => depth -= 1,
            What::Sign(_) if depth > 0 => {}
            What::Figure(_) if is_code(tokens, from - 1) => {}
            What::Sign(Sign::Item) if with_items => {}
            What::Sign(_) | What::Figure(_) | What::Year(_) | What::Month(_) | What::Day(_) => {
                break;
            }
            What::Text | What::Word(_) => {}
        }
        from -= 1;
    }
    from
}

/// Whether a bracket stands there that tells of no amounts: （含上年结转）, not （购置费2万元、运行费3万元）.
fn is_qualified(tokens: &Tokens, at: usize) -> bool {
    let rest = tokens.tokens.get(at..).unwrap_or(&[]);
    let is_mark = |sign: Sign| move |token: &&Token| token.what == What::Sign(sign);
    let inside = rest.iter().take_while(|token| token.what != What::Sign(Sign::Close));
    let has_money = inside.clone().any(|token| match token.what {
        What::Figure(figure) => {
            tokens.figures.get(figure).is_some_and(|figure| figure.kind == Kind::Money)
        }
        _ => false,
    });
    let mut words = inside;
    // （不含结转2万元）
    let leaves_out = words
        .any(|token| matches!(token.what, What::Word(Class::Not | Class::Open | Class::Scope)));
    rest.first().filter(is_mark(Sign::Open)).is_some() && (!has_money || leaves_out)
}

/// The name that stands before a date, where words begin behind that.
fn before_date(tokens: &Tokens, from: usize) -> Option<Name> {
    let before = tokens.tokens.get(..from)?;
    let is_date = |what: What| matches!(what, What::Year(_) | What::Month(_) | What::Day(_));
    let end = before.iter().rposition(|token| !is_date(token.what))? + 1;
    let start = begin(tokens, end, false);
    (end < from && start < end)
        .then(|| name(tokens, start, end))
        .flatten()
        .filter(|name| !name.text.is_empty() && !name.is_open)
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

/// The sentence that opens a passage, where it is no more than a name and no figure stands before an
/// amount: 公务接待费。主要用于接待。年初预算6万元.
fn opening_name(tokens: &Tokens, to: usize) -> Option<Name> {
    let before = tokens.tokens.get(..to)?;
    let is_figure = |what: What| match what {
        What::Figure(figure) => {
            tokens.figures.get(figure).is_some_and(|figure| figure.kind != Kind::Bare)
        }
        _ => false,
    };
    let end = before.iter().position(|token| {
        matches!(token.what, What::Sign(Sign::Stop | Sign::Colon | Sign::Semicolon | Sign::Edge))
    })?;
    if before.iter().any(|token| is_figure(token.what)) {
        return None;
    }
    let from = before.iter().position(|token| matches!(token.what, What::Text | What::Word(_)))?;
    name(tokens, from, end)
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
#[derive(Clone)]
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
                | Class::With
                | Class::Start
                | Class::End,
            ) => out.push_str(&tokens.text(token.from, token.to)),
            What::Word(Class::Filler | Class::This | Class::Of | Class::Each) => {}
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
