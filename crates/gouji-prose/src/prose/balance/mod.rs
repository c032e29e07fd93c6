//! What was there, what came in and went out, and what is left of it.

mod causes;
mod plan;
mod rest;
mod run;
mod totals;
mod way;

pub(crate) use rest::left_of_several;

use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Filling, Reading, Relation, Said, Slot};
use crate::prose::words::Class;
use run::{before, behind, changes_behind, second, sentence_before};
use way::{Way, direction, ends, is_receivable, is_stock, moves, state};

/// Reads what was carried over: opening + in − out = closing.
pub(crate) fn balances(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for (at, spot) in passage.spots().iter().enumerate() {
        if is_closing(passage, spot) {
            let by_totals = totals::of_totals(passage, at, spot);
            out.extend(by_totals.or_else(|| balance(passage, at, spot)));
        }
        out.extend(causes::causes(passage, at, spot));
        out.extend(plan::adjusted(passage, at, spot));
        out.extend(rest::taken_off(passage, at, spot));
    }
}

/// Whether a figure is what is left at the end.
fn is_closing(passage: &Passage<'_>, spot: &Spot) -> bool {
    // most figures are told by their part alone
    let may_be = match spot.role {
        Role::Left => true,
        Role::Value | Role::To(_) => !spot.when.is_last,
        _ => false,
    };
    if !may_be || spot.row.is_some() || !passage.is_figure(spot) {
        return false;
    }
    let (edge, _) = state(passage, spot);
    let is_end = edge == Some(Class::End) && !spot.when.is_last;
    let is_rest = spot.role == Role::Left && edge.is_none();
    (is_end || is_rest)
        && (matches!(spot.role, Role::Value | Role::Left)
            // 年末余额降至53万元
            || matches!(spot.role, Role::To(_))
                && is_end
                && (is_stock(passage, spot) || is_behind_from(passage, spot)))
        && passage.is_figure(spot)
        && passage.figure(spot).is_some_and(|figure| !figure.is_spelled)
        && spot.row.is_none()
        && (direction(passage, spot) == Way::Unsaid
            || ends(passage, spot, "stocks")
            // 转入下年5万元
            || spot.words.last() == Some(&Class::End)
            // 还有5万元留到下年
            || is_end && spot.when.edge.is_none())
}

/// Whether what was there at the beginning stands directly before a figure: 由期初267万元降到期末190万元.
fn is_behind_from(passage: &Passage<'_>, spot: &Spot) -> bool {
    let mut own = passage.in_sentence(spot).filter(|(_, other)| other.figure < spot.figure);
    own.any(|(_, other)| {
        other.clause == spot.clause
            && other.role == Role::From
            && other.when.edge == Some(Class::Start)
    })
}

/// What a figure is to a balance.
enum Term {
    /// What was there.
    Opening,
    /// What moved.
    Flow(i8),
    /// All that came in, went out, or both.
    Total(i8),
    /// What is left of what moved.
    Net,
    /// Something that moved; which way is not said.
    Mute,
    /// The same by a word of both ways: 收回.
    Either,
    /// No part of it.
    Aside,
    /// Who knows.
    Unclear,
}

fn term(passage: &Passage<'_>, spot: &Spot, closing: &Spot, year: Option<i32>) -> Term {
    let is_compared = spot
        .words
        .iter()
        .any(|class| matches!(class, Class::Compare | Class::YearOnYear | Class::Against));
    // 汇率变动增加0.2亿元: it may move what is balanced, or tell of a difference
    let is_varied = spot.words.contains(&Class::Adjust);
    if !passage.is_figure(spot) || spot.row.is_some() {
        return Term::Unclear;
    }
    match spot.role {
        Role::Change(_) if is_compared || spot.against.is_some() => return Term::Aside,
        Role::Base => return Term::Aside,
        Role::Change(_) if is_varied => return Term::Unclear,
        Role::Change(sign @ (1 | -1)) => {
            // 负债由40万元变为37万元，减少3万元；净资产增加5万元
            let is_own = spot.segment == closing.segment || spot.name.is_empty();
            return if is_own { Term::Flow(sign) } else { Term::Unclear };
        }
        Role::Value | Role::Left => {}
        Role::From if spot.when.edge == Some(Class::Start) => {}
        _ => return Term::Unclear,
    }
    let (edge, own_year) = state(passage, spot);
    let is_stock = is_stock(passage, spot);
    let is_earlier = spot.when.is_last || own_year.zip(year).is_some_and(|(own, last)| own < last);
    // 年初动用8万元: no state
    let is_start = edge == Some(Class::Start)
        || is_stock && is_earlier && !moves(passage, spot)
        || edge == Some(Class::End) && is_earlier;
    if spot.when.is_plan() {
        return Term::Unclear;
    }
    if is_start {
        return Term::Opening;
    }
    if passage.tokens.has_word("available", &spot.raw) {
        return Term::Total(1);
    }
    if spot.when.is_last || edge.is_some() {
        return Term::Unclear;
    }
    if spot.role == Role::Left {
        return Term::Net;
    }
    match (spot.is_sum, direction(passage, spot)) {
        (_, Way::Both) => Term::Either,
        (true, Way::In) => Term::Total(1),
        (true, Way::Out) => Term::Total(-1),
        (true, Way::Unsaid) => Term::Total(0),
        (false, Way::In) => Term::Flow(1),
        (false, Way::Out) => Term::Flow(-1),
        (false, Way::Unsaid) => Term::Mute,
    }
}

/// The terms of a balance before its closing.
#[derive(Default)]
struct Terms {
    openings: Vec<usize>,
    flows: Vec<(usize, i8)>,
    /// The same with those that do not say which way they move as the ones before.
    all_flows: Vec<(usize, i8)>,
    ins: Vec<usize>,
    outs: Vec<usize>,
    /// Flows that may not count: 支付利息 takes nothing off a debt.
    loose: Vec<usize>,
    net: Option<usize>,
    /// Flows of either way, as they were counted in.
    either: Vec<usize>,
    /// Figures before what was there at the beginning.
    leading: Vec<usize>,
    is_unclear: bool,
    /// Items of lists are left out: their heads are terms.
    has_lists: bool,
}

fn terms(passage: &Passage<'_>, run: &[&Spot], closing: &Spot) -> Terms {
    let mut out = Terms::default();
    let year = year(run, closing);
    let mut before: Option<&Spot> = None;
    for spot in run {
        let last = before.replace(spot);
        if is_listed(passage, spot, run) {
            out.has_lists = true;
            continue;
        }
        match term(passage, spot, closing, year) {
            Term::Opening => {
                out.leading.extend(out.all_flows.iter().map(|(figure, _)| *figure));
                out.openings.push(spot.figure);
            }
            Term::Either => {
                let taken = run.iter().any(|other| is_receivable(passage, &other.raw));
                if !taken {
                    out.either.push(spot.figure);
                }
                out.flows.push((spot.figure, -1));
                out.all_flows.push((spot.figure, -1));
            }
            Term::Flow(sign) => {
                // 使用非财政拨款结余: it may be in what was there at the beginning
                let says = |list: &str| passage.tokens.has_word(list, &spot.raw);
                if says("no_flow") || says("drawn") {
                    out.loose.push(spot.figure);
                }
                out.flows.push((spot.figure, sign));
                out.all_flows.push((spot.figure, sign));
            }
            Term::Total(sign) if sign > 0 => out.ins.push(spot.figure),
            Term::Total(sign) if sign < 0 => out.outs.push(spot.figure),
            Term::Net => out.net = Some(spot.figure),
            Term::Mute => match out.all_flows.last().copied() {
                Some((figure, sign)) => {
                    out.all_flows.push((spot.figure, sign));
                    // 扣除支出80万元以及缴回的5万元
                    let is_joined = last.is_some_and(|last| {
                        last.figure == figure && is_joined(passage, last, spot)
                    });
                    // 偿还本金8万元、付息1万元
                    let is_flow = !passage.tokens.has_word("no_flow", &spot.raw);
                    if is_joined && is_flow && out.flows.last() == Some(&(figure, sign)) {
                        out.flows.push((spot.figure, sign));
                    }
                }
                // what is said before the opening state is no part of it: 编制数18辆
                None if out.openings.is_empty() && !spot.name.is_empty() => {}
                None => out.is_unclear = true,
            },
            Term::Total(_) | Term::Aside => {}
            Term::Unclear => out.is_unclear = true,
        }
    }
    out
}

/// Whether a figure is joined to the one before it in its clause.
fn is_joined(passage: &Passage<'_>, last: &Spot, spot: &Spot) -> bool {
    last.clause == spot.clause
        && (spot.goes_on
            || passage
                .between_in_stream(last, spot)
                .iter()
                .any(|class| matches!(class, Class::And | Class::With)))
}

/// The figure of a run that a figure is listed under.
fn head<'b>(passage: &Passage<'_>, spot: &Spot, run: &[&'b Spot]) -> Option<&'b Spot> {
    let at = passage.spots().partition_point(|other| other.figure < spot.figure);
    let head = passage.spots().get(passage.list_of(at)?.head?)?.figure;
    run.iter().copied().find(|other| other.figure == head)
}

/// Whether a figure is an item of a list whose head is a term itself, behind a word that says so.
fn is_listed(passage: &Passage<'_>, spot: &Spot, run: &[&Spot]) -> bool {
    head(passage, spot, run).is_some_and(|head| {
        head.figure < spot.figure
            && passage
                .between(head, spot)
                .any(|class| matches!(class, Class::OfWhich | Class::Whole))
    })
}

/// All that there was and all that went out, each with its parts: 总财力90万元，其中…；总支出80万元，其中…；结转下年10万元.
fn heads(passage: &Passage<'_>, run: &[&Spot], spot: &Spot) -> Option<(Relation, Reading)> {
    let heads: Vec<&Spot> =
        run.iter().copied().filter(|other| !is_listed(passage, other, run)).collect();
    let [first, second] = heads.as_slice() else { return None };
    let items = |of: &Spot, way: Way| {
        run.iter().any(|other| {
            head(passage, other, run).is_some_and(|head| head.figure == of.figure)
                && direction(passage, other) == way
        })
    };
    let is_plain = |other: &Spot| {
        other.role == Role::Value
            && passage.is_figure(other)
            && other.row.is_none()
            && !other.when.is_last
            && other.when.edge.is_none()
    };
    let come = direction(passage, first);
    let value = |spot: &Spot| passage.figure(spot).map(|figure| figure.value);
    let is_told = is_plain(first)
        && is_plain(second)
        && (come == Way::In || come == Way::Unsaid && items(first, Way::In))
        && direction(passage, second) == Way::Out
        && items(first, Way::In)
        && first.segment != second.segment
        && value(first) != value(second)
        && spot.when.edge == Some(Class::End);
    let reading = Reading::of([(Slot::Total, spot.figure, 1)])
        .with_items(&[(first.figure, 1), (second.figure, -1)]);
    is_told.then_some((Relation::Balance, reading))
}

/// The year of a closing: its own, or the last that is named before it.
fn year(run: &[&Spot], closing: &Spot) -> Option<i32> {
    closing.when.year.or_else(|| run.iter().filter_map(|spot| spot.when.year).max())
}

/// All that came in, and all that went out, each with its sign: the items, or their total.
fn ways(terms: &Terms) -> [Vec<Vec<(usize, i8)>>; 2] {
    let flows = |sign: i8| terms.flows.iter().copied().filter(move |(_, own)| *own == sign);
    let all_flows = |sign: i8| terms.all_flows.iter().copied().filter(move |(_, own)| *own == sign);
    let has = |sign: i8| flows(sign).next().is_some();
    let mut ways: [Vec<Vec<(usize, i8)>>; 2] = [Vec::new(), Vec::new()];
    for (way, sign, totals) in [(0, 1, &terms.ins), (1, -1, &terms.outs)] {
        let Some(ways) = ways.get_mut(way) else { continue };
        if has(sign) {
            ways.push(all_flows(sign).collect());
            ways.push(flows(sign).collect());
            ways.push(flows(sign).filter(|(own, _)| !terms.loose.contains(own)).collect());
            ways.retain(|way| !way.is_empty());
        }
        ways.extend(totals.iter().map(|total| vec![(*total, sign)]));
        // 本年收入合计90万元，使用结余3万元: besides the total
        if let (true, [total]) = (has(sign), totals.as_slice()) {
            ways.push(std::iter::once((*total, sign)).chain(flows(sign)).collect());
        }
        ways.dedup();
    }
    ways
}

/// The same reading with a figure that came in instead of having gone out.
fn coming_in((relation, reading): &(Relation, Reading), either: usize) -> (Relation, Reading) {
    let mut reading = reading.clone();
    for (_, filling) in reading.items.iter_mut().flatten() {
        if let Filling::Figure(figure, sign) = filling
            && *figure == either
        {
            *sign = 1;
        }
    }
    (*relation, reading)
}

/// Whether words between what moved and its closing part them.
fn is_parted(passage: &Passage<'_>, run: &[&Spot], spot: &Spot, has_lists: bool) -> bool {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return true };
    let (from, to) = (
        if first.figure < spot.figure { first } else { spot },
        if last.figure < spot.figure { spot } else { last },
    );
    // 扣除当年支出5万元
    let is_taken = |class: &Class| *class == Class::Scope;
    let scopes = run.iter().map(|other| other.words.iter().filter(|class| is_taken(class)).count());
    let takes_off = run.iter().all(|other| {
        !other.words.iter().any(is_taken)
            || passage.tokens.words_of("minus").any(|word| other.raw.starts_with(word))
    }) && scopes.sum::<usize>()
        == passage.between(from, to).filter(is_taken).count();
    passage.between(from, to).chain(from.words.iter().copied()).any(|class| match class {
        Class::Open => true,
        Class::Scope => !takes_off,
        Class::OfWhich | Class::Whole => !has_lists,
        _ => false,
    })
}

fn balance(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let mut run = before(passage, at, spot);
    if run.is_empty() {
        run = behind(passage, at, spot);
    }
    let is_start = |only: &&Spot| matches!(term(passage, only, spot, None), Term::Opening);
    if let ([_], Some(_)) = (run.as_slice(), run.first().filter(|only| is_start(only))) {
        run.extend(changes_behind(passage, at, spot));
    }
    // 当年结余4万元。年初结余48万元，年末结余52万元: what moved is told before
    let is_before = matches!(run.as_slice(), [only] if is_start(only) && only.figure < spot.figure);
    if is_before {
        run.splice(0..0, sentence_before(passage, at, spot));
    }
    let last = *run.last()?;
    let terms = terms(passage, &run, spot);
    let is_parted = is_parted(passage, &run, spot, terms.has_lists);
    if let Some(reading) = heads(passage, &run, spot).filter(|_| terms.has_lists) {
        return said(spot, vec![reading], Vec::new());
    }
    let reading = |items: Vec<(usize, i8)>| {
        (Relation::Balance, Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items))
    };
    let [ins, outs] = ways(&terms);
    let mut readings = Vec::new();
    let opening = match terms.openings.as_slice() {
        [] => None,
        [one] => Some((*one, 1)),
        _ => return None,
    };
    for come in &ins {
        for gone in &outs {
            let moved = || come.iter().chain(gone).copied();
            if opening.is_some() {
                readings.push(reading(opening.into_iter().chain(moved()).collect()));
            }
            // a total may hold what was there
            let is_total = matches!(come.as_slice(), [(one, _)] if terms.ins.contains(one));
            // 当年结余: of what moved alone
            if is_total || spot.when.edge.is_none() || begins_with_nothing(passage, spot) {
                readings.push(reading(moved().collect()));
            }
        }
    }
    // what only came in or only went out: more may have moved than is told
    let one_way = ins.is_empty() != outs.is_empty() && terms.net.is_none();
    if let (Some(opening), true, true) = (opening, one_way, readings.is_empty()) {
        let moved = ins.iter().chain(&outs);
        let all =
            moved.map(|way| reading(std::iter::once(opening).chain(way.iter().copied()).collect()));
        return said(spot, Vec::new(), all.collect());
    }
    if let (Some(opening), Some(net)) = (opening, terms.net) {
        readings.push(reading(vec![opening, (net, 1)]));
    }
    // what came in came to something, and there was nothing
    let nothing = opening.filter(|(opening, _)| {
        passage.tokens.figures.get(*opening).is_some_and(|figure| figure.value.is_zero())
    });
    if let (Some(opening), true, true) = (nothing, outs.is_empty(), terms.flows.len() == 1) {
        let only = run.iter().find(|other| terms.flows.iter().any(|(own, _)| *own == other.figure));
        if only.is_some_and(|only| !only.words.contains(&Class::Income)) {
            readings.push(reading(
                std::iter::once(opening)
                    .chain(terms.flows.iter().copied().filter(|(_, own)| *own == 1))
                    .collect(),
            ));
        }
    }
    // what went back or came back: either way
    for either in &terms.either {
        let other: Vec<_> = readings.iter().map(|one| coming_in(one, *either)).collect();
        readings.extend(other);
    }
    // 收入90万元，计提5万元，加年初余额6万元: what goes before the opening may be something else
    for count in 1..=terms.leading.len() {
        let Some(loose) = terms.leading.get(..count) else { break };
        let rest: Vec<(usize, i8)> =
            terms.all_flows.iter().copied().filter(|(own, _)| !loose.contains(own)).collect();
        let both = [1, -1].iter().all(|way| rest.iter().any(|(_, sign)| sign == way));
        if let (Some(opening), true) = (opening, both) {
            readings.push(reading(std::iter::once(opening).chain(rest).collect()));
        }
    }
    // what is left may be told in two: 结转下年5万元，净结余3万元
    if let Some(other) = second(passage, at, spot) {
        let both: Vec<_> = readings.iter().map(|one| less(one, other)).collect();
        readings.extend(both);
    }
    let is_sure = !is_parted
        && !terms.is_unclear
        && (!is_before || terms.net.is_some())
        && is_told(passage, spot, last, &terms);
    if is_sure { said(spot, readings, Vec::new()) } else { said(spot, Vec::new(), readings) }
}

/// A reading from which another figure is taken off, too.
fn less((relation, reading): &(Relation, Reading), other: usize) -> (Relation, Reading) {
    let mut reading = reading.clone();
    reading.items.extend(Reading::default().with_items(&[(other, -1)]).items);
    (*relation, reading)
}

/// Whether the sentence says that there was nothing: 年初无结转，本年收入8万元，本年支出7万元.
fn begins_with_nothing(passage: &Passage<'_>, spot: &Spot) -> bool {
    let words: Vec<Class> = passage.words_of_sentence(spot).collect();
    words.windows(2).any(|pair| matches!(pair, [Class::Start, Class::Not]))
}

/// Whether enough is told of what is left: what was there, or all that came in and went out.
fn is_told(passage: &Passage<'_>, spot: &Spot, last: &Spot, terms: &Terms) -> bool {
    const FAR: usize = 2;
    let is_end = state(passage, spot).0.is_some();
    if !terms.openings.is_empty() {
        return is_end;
    }
    if begins_with_nothing(passage, spot) && terms.flows.len() > 1 {
        return is_end;
    }
    let value = |figure: &usize| passage.tokens.figures.get(*figure).map(|figure| figure.value);
    let (Some(come), Some(gone)) = (terms.ins.last(), terms.outs.last()) else { return false };
    // 收入总计100万元，支出总计100万元: what is left is a part of what went out
    value(come) != value(gone)
        && is_end
        && spot.clause <= last.clause + FAR
        && !spot.words.contains(&Class::Start)
}
