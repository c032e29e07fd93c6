//! The same figure said twice, income and expenditure that balance, the greatest of several.

mod count;
mod levels;
mod noun;
mod order;
mod points;
mod rank;
mod told;

pub(crate) use count::counts;
pub(crate) use rank::ranks;
pub(super) use rank::{is_of_list, ranked};

use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Said, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Reads what is said twice.
pub(crate) fn sames(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for (at, spot) in passage.spots().iter().enumerate() {
        if passage.is_figure(spot) && spot.role == Role::Base {
            out.extend(agrees(passage, at, spot));
        }
        if !passage.is_figure(spot) || spot.role != Role::Value {
            continue;
        }
        if spot.words.last() == Some(&Class::Above) || spot.words.contains(&Class::Former) {
            continue;
        }
        out.extend(pointed(passage, at, spot));
        out.extend(equals(passage, at, spot));
        out.extend(named_behind(passage, at, spot));
        out.extend(told::told(passage, at, spot));
    }
    balanced(passage, out);
    in_full(passage, out);
    in_short(passage, out);
}

/// The same figure in another unit: 86,000元，即8.60万元.
fn equals(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let is_told = spot.name.is_empty()
        && matches!(spot.words.as_slice(), [Class::Equals | Class::Namely])
        && spot.when.year.is_none()
        && passage.after(at).next().is_none_or(|(_, next)| !next.goes_on)
        && spot.row.is_none();
    let (_, other) = passage.before(at).next()?;
    let is_next = other.sentence == spot.sentence
        && other.clause + 1 >= spot.clause
        && !ends_compound(passage, other)
        && like(passage, spot, other)
        && passage.is_figure(other)
        && is_fact(other)
        && other.row.is_none();
    (is_told && is_next).then(|| said(spot, vec![same(spot, other)], Vec::new()))?
}

/// Whether a figure is the end of a length that two units tell: 2小时45分钟.
fn ends_compound(passage: &Passage<'_>, spot: &Spot) -> bool {
    let tokens = passage.tokens;
    let before = tokens.at.get(spot.figure).and_then(|at| tokens.tokens.get(at.checked_sub(1)?));
    let counter = |at: usize| tokens.figures.get(at).map(|own| own.counter.as_str());
    before.is_some_and(|before| match before.what {
        What::Figure(first) => counter(first) != counter(spot.figure),
        _ => false,
    })
}

/// A figure that agrees with the one before it: 表中为47.05万元，与文字所述47.05万元相符.
fn agrees(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let (_, other) = passage.before(at).next()?;
    let is_next = other.sentence == spot.sentence
        && other.stream == spot.stream
        && other.clause + 1 >= spot.clause
        && is_fact(other)
        && other.row.is_none()
        && spot.row.is_none()
        && like(passage, spot, other)
        && passage.is_figure(other);
    let says = is_next && passage.is_followed_by(spot, Class::Agrees);
    says.then(|| said(spot, vec![same(spot, other)], Vec::new()))?
}

/// Words that say that two figures of their sentence are one: 足额到位.
fn in_full(passage: &Passage<'_>, out: &mut Vec<Said>) {
    let tokens = &passage.tokens.tokens;
    for at in (0..tokens.len())
        .filter(|at| tokens.get(*at).is_some_and(|token| token.what == What::Word(Class::InFull)))
    {
        let near = |spot: &&Spot| {
            let own = passage.tokens.at.get(spot.figure).copied().unwrap_or(0);
            let between = tokens.get(own.min(at)..own.max(at)).unwrap_or(&[]);
            between.len() <= FAR
                && !between.iter().any(|token| {
                    matches!(token.what, What::Sign(Sign::Stop | Sign::Edge | Sign::Semicolon))
                })
        };
        const FAR: usize = 24;
        let figures: Vec<&Spot> = passage.spots().iter().filter(near).collect();
        let is_not = at
            .checked_sub(1)
            .and_then(|at| tokens.get(at))
            .is_some_and(|token| token.what == What::Word(Class::Not));
        let [first, second] = figures.as_slice() else { continue };
        let is_plain = [first, second].iter().all(|spot| {
            spot.role == Role::Value
                && spot.row.is_none()
                && passage.is_figure(spot)
                && !spot.when.is_last
                && spot.stream == first.stream
        });
        let is_next = first.clause < second.clause
            && like(passage, first, second)
            && passage.words_of_sentence(first).all(|class| {
                !matches!(class, Class::OfWhich | Class::Scope | Class::Per | Class::Cumulated)
            });
        if is_plain && is_next && !is_not {
            out.extend(said(second, vec![same(second, first)], Vec::new()));
        }
    }
}

/// A score said again where all comes together: 综上，自评得分95.8分.
fn in_short(passage: &Passage<'_>, out: &mut Vec<Said>) {
    let tokens = &passage.tokens.tokens;
    if !tokens.iter().any(|token| token.what == What::Word(Class::InShort)) {
        return;
    }
    // 综上所述，…，自评96.5分: the verb alone
    let is_said = |spot: &Spot| {
        let is_score = passage.figure(spot).is_some_and(|own| own.kind == Kind::Score);
        is_score && spot.role == Role::Value && passage.tokens.is_word("scores_said", &spot.raw)
    };
    let is_got = |spot: &Spot| {
        (spot.role == Role::Got || is_said(spot)) && spot.row.is_none() && passage.is_figure(spot)
    };
    let is_total = |spot: &Spot| is_got(spot) && spot.words.contains(&Class::ScoreTotal);
    let mut totals: Vec<&Spot> = passage.spots().iter().filter(|spot| is_total(spot)).collect();
    // 绩效自评得分95.8分。综上，自评总得分95.8分: the only two
    if totals.len() < 2 {
        totals = passage.spots().iter().filter(|spot| is_got(spot)).collect();
        // 某项目得91.6分，其中决策18分、过程19.2分…。综上，该项目自评总分91.6分
        let heads_list = |spot: &Spot| {
            let mut lists = passage.lists().iter().filter(|list| list.is_whole);
            lists.any(|list| {
                let head = list.head.and_then(|head| passage.spots().get(head));
                head.is_some_and(|head| head.figure == spot.figure)
            })
        };
        let is_whole = |spot: &&Spot| {
            heads_list(spot)
                || spot.words.contains(&Class::ScoreTotal)
                || passage.tokens.is_word("scores_said", &spot.raw)
                || passage.tokens.has_word("overall_scores", &spot.raw)
                    && !passage.tokens.has_word("score_groups", &spot.raw)
        };
        totals.retain(is_whole);
    }
    let [first, second] = totals.as_slice() else { return };
    let says = tokens
        .get(
            passage.tokens.at.get(first.figure).copied().unwrap_or(0)
                ..passage.tokens.at.get(second.figure).copied().unwrap_or(0),
        )
        .unwrap_or(&[])
        .iter()
        .any(|token| token.what == What::Word(Class::InShort));
    if says && first.sentence < second.sentence {
        out.extend(said(second, vec![same(second, first)], Vec::new()));
    }
}

fn same(spot: &Spot, other: &Spot) -> (Relation, Reading) {
    (Relation::Same, Reading::of([(Slot::Value, spot.figure, 1), (Slot::Base, other.figure, 1)]))
}

fn is_fact(spot: &Spot) -> bool {
    matches!(spot.role, Role::Value | Role::To(_) | Role::WholeOf | Role::Left | Role::Base)
}

fn like(passage: &Passage<'_>, a: &Spot, b: &Spot) -> bool {
    passage.figure(a).zip(passage.figure(b)).is_some_and(|(a, b)| a.is_like(b))
}

/// A figure that a pointing word refers back to: 上述 143 人.
fn pointed(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    /// A shorter noun is that of many things.
    const NOUN: usize = 2;
    let is_money = passage.figure(spot).is_some_and(|figure| figure.kind == Kind::Money);
    let points = match spot.words.last() {
        Some(Class::Pointer) => true,
        // 这80万元
        Some(Class::That) => is_money,
        _ => false,
    };
    if spot.words.contains(&Class::Pointer) && !spot.name.is_empty() {
        return pointed_by_name(passage, at, spot);
    }
    if !points || !spot.name.is_empty() {
        return None;
    }
    let before: Vec<&Spot> = passage
        .before(at)
        .map(|(_, other)| other)
        .filter(|other| like(passage, spot, other) && is_fact(other))
        .collect();
    if before.first().is_some_and(|near| names_others(passage, near, spot)) {
        return None;
    }
    // 38个行政村…5个村…，上述38个行政村: that of the noun
    let noun = |one: &Spot| {
        let from = passage.tokens.at.get(one.figure).map_or(0, |at| at + 1);
        let own = passage.tokens.tokens.get(from..).unwrap_or(&[]).iter();
        passage.tokens.texts(own.take_while(|token| token.what == What::Text))
    };
    let own = noun(spot);
    let shared = |other: &Spot| {
        own.chars().zip(noun(other).chars()).take_while(|(one, other)| one == other).count()
    };
    let most = before.iter().map(|other| shared(other)).max().filter(|most| *most >= NOUN);
    if let Some(most) = most {
        let mut named = before.iter().filter(|other| shared(other) == most);
        if let (Some(only), None) = (named.next(), named.next()) {
            return said(spot, vec![same(spot, only)], Vec::new());
        }
    }
    let mut sure: Vec<(Relation, Reading)> = before.iter().map(|other| same(spot, other)).collect();
    let figures: Vec<usize> = before.iter().rev().map(|other| other.figure).collect();
    for from in 0..figures.len() {
        for to in from + 2..=figures.len() {
            let items: Vec<(usize, i8)> =
                figures.get(from..to).unwrap_or(&[]).iter().map(|figure| (*figure, 1)).collect();
            sure.push((
                Relation::Sum,
                Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items),
            ));
        }
    }
    said(spot, sure, Vec::new())
}

/// Whether a number points to those that are named before another one that counts more: 甲、乙等9种，上述两种.
fn names_others(passage: &Passage<'_>, near: &Spot, spot: &Spot) -> bool {
    let tokens = passage.tokens;
    let end = tokens.at.get(near.figure).copied().unwrap_or(0);
    let before = tokens.tokens.get(..end).unwrap_or(&[]).iter().rev();
    let own = before.take_while(|token| match token.what {
        What::Figure(_) => false,
        What::Sign(sign) => sign == Sign::Item,
        _ => true,
    });
    let is_joint =
        |what: What| matches!(what, What::Sign(Sign::Item) | What::Word(Class::And | Class::With));
    let names = 1 + own.filter(|token| is_joint(token.what)).count();
    tokens.words_of("and_others").any(|word| near.raw.ends_with(word))
        && passage.figure(spot).is_some_and(|own| own.value == Decimal::from(names))
}

/// A figure that a pointing word and a name refer back to: 上述预备费3.26亿元.
fn pointed_by_name(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    const TELLING: usize = 3;
    const FAR: usize = 2;
    /// 上述项目共使用项目资金80万元 tells of something else.
    const MORE: usize = 2;
    let is_opening =
        matches!(spot.opened, Some(Sign::Stop | Sign::Edge | Sign::Semicolon | Sign::Comma));
    let mut found = passage.before(at).map(|(_, other)| other).filter(|other| {
        other.sentence + FAR >= spot.sentence
            && other.clause < spot.clause
            && other.row.is_none()
            && !other.when.is_last
            && like(passage, spot, other)
            && passage.is_figure(other)
            && is_fact(other)
            && common(&other.name, &spot.name) >= TELLING
            && common(&other.name, &spot.name) + MORE >= spot.name.chars().count()
    });
    let first = found.next()?;
    let is_one = found.next().is_none() && spot.row.is_none() && is_opening && !spot.is_sum;
    is_one.then(|| said(spot, vec![same(spot, first)], Vec::new()))?
}

/// A figure that opens its clause, its name behind it: 27.35 亿元转移支付中.
fn named_behind(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    const TELLING: usize = 3;
    let is_on = spot.words == [Class::On];
    if passage.figure(spot)?.kind != Kind::Money && !is_on
        || !spot.name.is_empty()
        || !spot.words.is_empty() && !is_on
        || spot.row.is_some()
        || matches!(spot.opened, Some(Sign::Item) | None)
    {
        return None;
    }
    let token = passage.tokens.at.get(spot.figure).copied()?;
    let mut name = String::new();
    for token in passage.tokens.tokens.get(token + 1..)? {
        match token.what {
            What::Text
            | What::Word(
                Class::Plan
                | Class::Done
                | Class::Income
                | Class::Outgo
                | Class::Of
                | Class::Name
                | Class::Filler,
            ) => name.push_str(&passage.tokens.text(token.from, token.to)),
            _ => break,
        }
    }
    // 在56个项目中: a short name has to be the same, 在2,952.60万元的收入预算中 is not that of 财政拨款收入
    let mut among = passage.tokens.words_of("among");
    let noun = among.find_map(|word| name.strip_suffix(word)).unwrap_or(&name);
    let mut ofs = passage.tokens.words_of("of");
    let noun = ofs.find_map(|word| noun.strip_prefix(word)).unwrap_or(noun);
    let least = match noun.chars().count() {
        2 if is_on => 2,
        _ => TELLING,
    };
    let fits = |other: &Spot| common(&name, &other.name) >= least;
    let mut found = passage
        .before(at)
        .map(|(_, other)| other)
        .filter(|other| like(passage, spot, other) && is_fact(other) && fits(other));
    let first = found.next()?;
    let rest: Vec<&Spot> = found.collect();
    let possible = rest.iter().map(|other| same(spot, other)).collect();
    said(spot, if rest.is_empty() { vec![same(spot, first)] } else { Vec::new() }, possible)
}

/// Whether words begin with the end of a name, of so many characters at least: 有效问卷中选择满意, 收回有效问卷.
pub(in crate::prose) fn begins_as_ends(words: &str, name: &str, least: usize) -> bool {
    let ends = name.char_indices().filter_map(|(from, _)| name.get(from..));
    let mut ends = ends.filter(|end| end.chars().count() >= least);
    ends.any(|end| words.starts_with(end))
}

/// The length of the longest stretch that two names have in common.
pub(in crate::prose) fn common(a: &str, b: &str) -> usize {
    const LONGEST: usize = 16;
    let (a, b): (Vec<char>, Vec<char>) = (
        a.chars().take(LONGEST).collect(),
        b.chars().rev().take(LONGEST).collect::<Vec<_>>().into_iter().rev().collect(),
    );
    let at = |x: usize, y: usize| {
        a.iter().skip(x).zip(b.iter().skip(y)).take_while(|(a, b)| a == b).count()
    };
    (0..a.len())
        .flat_map(|x| (0..b.len()).map(move |y| (x, y)))
        .map(|(x, y)| at(x, y))
        .max()
        .unwrap_or(0)
}

/// What comes in is what goes out, where the passage says so.
fn balanced(passage: &Passage<'_>, out: &mut Vec<Said>) {
    /// Characters that the names of two totals of two sentences have in common: 财政拨款收入总计, 财政拨款支出总计.
    const OF_ONE: usize = 3;
    let tokens = &passage.tokens.tokens;
    let Some(at) = (0..tokens.len()).rev().find(|at| passage.tokens.says_balanced(*at)) else {
        return;
    };
    // 加上级补助，减上解支出后，收支平衡: more is told of both without figures
    let last = passage.tokens.at.iter().copied().filter(|figure| *figure < at).max().unwrap_or(0);
    // 支出总计90亿元，加上还本支出10亿元，收支平衡
    let more = passage.tokens.at.iter().position(|own| *own == last);
    let more = more.and_then(|figure| passage.spot_of(figure)).map_or("", |own| own.raw.as_str());
    let mut besides =
        ["besides", "plus"].into_iter().flat_map(|list| passage.tokens.words_of(list));
    if besides.any(|word| more.starts_with(word)) {
        return;
    }
    let is_apart = tokens.get(last..at).unwrap_or(&[]).iter().filter(|token| {
        matches!(token.what, What::Sign(Sign::Comma | Sign::Semicolon | Sign::Stop))
    });
    if is_apart.count() > 1 {
        return;
    }
    // 财政拨款支出总计 goes out: the last word says so
    let flow = |spot: &Spot| {
        let is_flow = |class: &&Class| matches!(class, Class::Income | Class::Outgo);
        spot.words.iter().rfind(is_flow).copied()
    };
    let is_head = |class: Class| {
        let found: Vec<(usize, &Spot)> = passage
            .spots()
            .iter()
            .enumerate()
            .filter(|(_, spot)| passage.tokens.at.get(spot.figure).is_some_and(|token| *token < at))
            .filter(|(_, spot)| {
                spot.stream == 0 && spot.role == Role::Value && flow(spot) == Some(class)
            })
            .filter(|(own, spot)| {
                passage.list_of(*own).is_none() && passage.is_figure(spot) && !spot.when.is_last
            })
            .filter(|(_, spot)| {
                passage.figure(spot).is_some_and(|figure| figure.kind == Kind::Money)
            })
            .collect();
        found
    };
    let (ins, outs) = (is_head(Class::Income), is_head(Class::Outgo));
    let (Some((_, first)), Some((_, second))) = (ins.first(), outs.first()) else { return };
    // 收入14,900万元，加上年结转130万元，支出15,030万元
    let is_alone = passage.spots().iter().enumerate().all(|(own, spot)| {
        !(first.figure..second.figure).contains(&spot.figure)
            || spot.figure == first.figure
            || spot.stream != 0
            || spot.role != Role::Value
            || spot.when.is_last
            || passage.list_of(own).is_some()
            || !like(passage, first, spot)
    });
    // 收入总计 and 支出总计, whatever else is told of them
    let totals = |found: &[(usize, &Spot)]| -> Vec<usize> {
        found.iter().filter(|(_, spot)| spot.is_sum).map(|(at, _)| *at).collect()
    };
    let total = |at: usize| passage.spots().get(at);
    let sure = if ins.len() == 1 && outs.len() == 1 && is_alone {
        vec![same(second, first)]
    } else if let ([income], [outgo]) = (totals(&ins).as_slice(), totals(&outs).as_slice())
        && let Some((income, outgo)) = total(*income).zip(total(*outgo))
        && (income.sentence == outgo.sentence
            || income.sentence + 1 == outgo.sentence && common(&income.name, &outgo.name) >= OF_ONE)
    {
        vec![same(outgo, income)]
    } else {
        Vec::new()
    };
    let possible =
        ins.iter().flat_map(|(_, a)| outs.iter().map(move |(_, b)| same(b, a))).collect();
    out.extend(said(second, sure, possible));
}
