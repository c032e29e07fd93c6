//! A fact over several years, one after the other, and what is told of them: 2021年80万元，2022年90万元，2023年100万元，两年累计
//! 增加20万元; 逐年增长12.5%和11.11%; 三年平均90万元.

use super::frame::Frame;
use super::pairs;
use super::view::View;
use crate::prose::place::{Role, Spot, When};
use crate::prose::quantity::{Kind, Quantity};
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Two years are compared without a series.
const LEAST: usize = 3;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for years in series(view) {
        let Some(last) = years.last().copied() else { continue };
        let Some(end) = view.spot(last) else { continue };
        let tail = view.after(last).take_while(|(_, other)| other.sentence <= end.sentence + 1);
        let tail: Vec<(usize, &Spot)> = tail.collect();
        out.extend(steady(view, &years));
        for (nth, (at, spot)) in tail.iter().enumerate() {
            out.extend(since(view, &years, *at).or_else(|| beside_change(view, &years, *at)));
            out.extend(mean(view, &years, *at));
            out.extend(yearly(view, &years, *at));
            out.extend(of_year(view, &years, *at));
            let run: Vec<usize> = tail
                .iter()
                .skip(nth)
                .take_while(|(_, other)| other.sentence == spot.sentence)
                .map(|(at, _)| *at)
                .take(years.len() - 1)
                .collect();
            out.extend(each(view, &years, &run));
        }
    }
}

/// The places of facts of one name and kind in a sentence, of one year after the other.
fn series(view: &View<'_, '_>) -> Vec<Vec<usize>> {
    let year = |at: usize| view.spot(at).and_then(|spot| spot.when.year);
    let mut out: Vec<Vec<usize>> = Vec::new();
    for start in view.places().filter(|at| year(*at).is_some() && is_fact(view, *at)) {
        if out.iter().any(|own| own.contains(&start)) {
            continue;
        }
        let Some(first) = view.spot(start) else { continue };
        let mut own = vec![start];
        for (at, spot) in view.after(start).take_while(|(_, spot)| spot.sentence == first.sentence)
        {
            if !view.is_like(at, start) || !is_fact(view, at) {
                continue;
            }
            let is_next = own
                .last()
                .and_then(|last| year(*last))
                .is_some_and(|last| spot.when.year == Some(last + 1));
            // 2023年进一步降至50万元
            let is_reached = matches!(spot.role, Role::To(_));
            let name = if is_reached { String::new() } else { view.core(&spot.name) };
            if !is_next || !name.is_empty() && name != view.core(&first.name) {
                break;
            }
            own.push(at);
        }
        if own.len() >= LEAST {
            out.push(own);
        }
    }
    out
}

fn is_fact(view: &View<'_, '_>, at: usize) -> bool {
    view.figure(at).is_some_and(|figure| {
        figure.kind != Kind::Points && figure.is_figure() && !figure.is_spelled && !figure.is_per
    }) && view
        .spot(at)
        .is_some_and(|spot| matches!(spot.role, Role::Value | Role::To(_) | Role::From | Role::Got))
}

/// That each of them is less, or more, than the one before: 分别为80万元、75万元、70万元，逐年下降.
fn steady(view: &View<'_, '_>, years: &[usize]) -> Vec<Frame> {
    let Some(last) = years.last().copied() else { return Vec::new() };
    // 连续三年逐年下降, but not 占比逐年下降
    let next = view.after(last).next().map(|(at, _)| at);
    let number = next.filter(|at| view.figure(*at).is_some_and(|figure| figure.is_spelled));
    let says =
        |list: &str| std::iter::once(last).chain(number).any(|at| says_trend(view, at, list));
    // 近三年罚没收入逐年递增：2021年80万元，…
    let lead = years.first().and_then(|first| view.spot(*first));
    let lead = lead.map_or_else(String::new, |first| view.passage.lead_of_sentence(first));
    let lead = lead.split_once([':', ',']).map_or("", |(lead, _)| lead);
    let leads = |list: &str| {
        view.passage
            .tokens
            .words_of(list)
            .any(|word| word.chars().count() > 2 && lead.ends_with(word))
    };
    let slot =
        match (says("each_more") || leads("each_more"), says("each_less") || leads("each_less")) {
            (true, false) => Slot::Low,
            (false, true) => Slot::High,
            _ => return Vec::new(),
        };
    let steps = years.windows(2).filter_map(|pair| {
        let [old, new] = *pair else { return None };
        let parts = [(Slot::Value, view.number(new), 1), (slot, view.number(old), 1)];
        Some(Frame::new(Relation::Threshold, Reading::of(parts), view.number(new)).bound())
    });
    steps.collect()
}

/// Whether a clause behind a figure says how the years go, and nothing else: 逐年上升, 呈逐年上升态势.
fn says_trend(view: &View<'_, '_>, at: usize, list: &str) -> bool {
    let tokens = view.passage.tokens;
    let nouns = || std::iter::once("").chain(tokens.words_of("trends"));
    // 呈下降趋势: behind a word that shows it, the way alone
    let way = if list == "each_more" { "up" } else { "down" };
    let is_trend = |clause: &str| {
        let shown = tokens.words_of("shows").find_map(|word| clause.strip_prefix(word));
        let mut bare = nouns().filter_map(|noun| shown.unwrap_or(clause).strip_suffix(noun));
        bare.any(|bare| tokens.is_word(list, bare) || shown.is_some() && tokens.is_word(way, bare))
    };
    view.clauses_said_behind(at).iter().any(|clause| is_trend(clause))
}

/// By how much the last fact differs from the first, or from that of a year that is named: 三年累计增加20万元, 比2021年多20万元.
fn since(view: &View<'_, '_>, years: &[usize], at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let last = *years.last()?;
    let (relation, slot, sign) = step(view, at, last)?;
    // 两年共增加14个
    let counts_years = |own: &Quantity| view.passage.tokens.is_word("year", &own.counter);
    let is_sum =
        || spot.words.contains(&Class::Sum) && number_before(view, at).is_some_and(counts_years);
    let is_cumulated = spot.words.contains(&Class::Cumulated) || is_sum();
    let is_compared = spot
        .words
        .iter()
        .any(|class| matches!(class, Class::Compare | Class::Above | Class::Below | Class::With));
    // 2022年比上年减少10万元: the change is of this year
    let is_base = |year: i32| spot.against.is_none_or(|against| against.year == Some(year));
    let of_year = |year: i32| {
        years
            .iter()
            .copied()
            .find(|own| view.spot(*own).is_some_and(|own| own.when.year == Some(year)))
    };
    let base = match pairs::years(view, at).as_slice() {
        [] if is_cumulated => *years.first()?,
        // of two years each is named
        [year] if is_compared && is_base(*year) => of_year(*year).filter(|base| *base != last)?,
        _ => return None,
    };
    // 三年累计: so many years, or as many steps
    let is_number = |number: &Quantity| {
        number.value == (years.len() as u64).into()
            || number.value == (years.len() as u64 - 1).into()
    };
    let is_told = view.is_plain(at)
        && (is_cumulated || view.core(&spot.name).is_empty())
        && !view.has_scope(at)
        && (!is_cumulated || number_before(view, at).is_none_or(is_number));
    let parts = [
        (Slot::Value, view.number(last), 1),
        (Slot::Base, view.number(base), 1),
        (slot, spot.figure, sign),
    ];
    is_told.then(|| Frame::new(relation, Reading::of(parts), spot.figure))
}

/// What a figure says of how a fact has changed, and which way: an amount or a rate, of a ratio so many points.
fn step(view: &View<'_, '_>, at: usize, fact: usize) -> Option<(Relation, Slot, i8)> {
    let (own, of) = (view.figure(at)?.kind, view.figure(fact)?.kind);
    match view.spot(at)?.role {
        Role::Change(sign @ (1 | -1)) | Role::Beside(sign @ (1 | -1))
            if view.is_like(at, fact) && of != Kind::Percent =>
        {
            Some((Relation::Change, Slot::Change, sign))
        }
        Role::Rate(sign @ (1 | -1)) if own == Kind::Percent && of != Kind::Percent => {
            Some((Relation::GrowthOf, Slot::Rate, sign))
        }
        Role::Points(sign @ (1 | -1)) if own == Kind::Points && of == Kind::Percent => {
            Some((Relation::Points, Slot::Change, sign))
        }
        _ => None,
    }
}

/// The rate directly behind a change since a year: 比2021年增加20万元，增长25%.
fn beside_change(view: &View<'_, '_>, years: &[usize], at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|spot| matches!(spot.role, Role::Rate(1 | -1)))?;
    let (before, change) = view.before(at).next()?;
    let told = since(view, years, before).filter(|told| told.relation == Relation::Change)?;
    let (_, slot, sign) = step(view, at, *years.last()?)?;
    let is_next = change.role == Role::Change(sign)
        && change.segment == spot.segment
        && change.clause + 1 == spot.clause
        && spot.name.is_empty()
        && view.is_plain(at)
        && view
            .words(before, at)
            .iter()
            .all(|class| matches!(class, Class::Up | Class::Down | Class::Filler));
    let mut reading = told.reading;
    reading.parts.retain(|(own, _)| *own != Slot::Change);
    reading.parts.push((slot, Filling::Figure(spot.figure, sign)));
    is_next.then(|| Frame::new(Relation::GrowthOf, reading, spot.figure))
}

/// Whether a name is that of a reason: 2023年因用车增多同比增长3.83%, and not 因用车经费同比增长3.83%.
fn is_name_of_reason(view: &View<'_, '_>, spot: &Spot) -> bool {
    let tokens = view.passage.tokens;
    let words = view.own_words(spot);
    let before = tokens.words_of("year_on_year").find_map(|word| Some(words.split_once(word)?.0));
    let mut ways = tokens.words_of("up").chain(tokens.words_of("down"));
    before.is_some_and(|before| ways.any(|way| before.ends_with(way)))
}

/// How the fact of a year that is named differs from that of the year before: 2022年较上年减少10万元.
fn of_year(view: &View<'_, '_>, years: &[usize], at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    // 两年累计下降7.18个百分点，其中2024年下降3.92个百分点
    let is_part = spot.words.first() == Some(&Class::OfWhich);
    let against = spot.against.filter(|_| !is_part);
    let is_base =
        |year: i32| against.is_none_or(|own| own.year.is_none_or(|base| base + 1 == year));
    let year = spot.when.year.filter(|year| is_base(*year))?;
    let of = |year: i32| {
        let is_own = |own: &&usize| view.spot(**own).is_some_and(|own| own.when.year == Some(year));
        years.iter().find(is_own).copied()
    };
    let (new, old) = (of(year)?, of(year - 1)?);
    let (relation, slot, sign) = step(view, at, new)?;
    let is_year_before =
        |against: When| (against.is_last || against.year.is_some()) && against.stage.is_none();
    let is_told = (is_part || against.is_some_and(is_year_before))
        && view.is_plain(at)
        && (view.core(&spot.name).is_empty() || is_name_of_reason(view, spot))
        && !spot.words.contains(&Class::Cumulated)
        && !view.has_scope(at);
    let parts = [
        (Slot::Value, view.number(new), 1),
        (Slot::Base, view.number(old), 1),
        (slot, spot.figure, sign),
    ];
    is_told.then(|| Frame::new(relation, Reading::of(parts), spot.figure))
}

/// A number in words in the clause of a figure, directly before it: 三年平均90万元.
pub(super) fn number_before<'a>(view: &View<'_, 'a>, at: usize) -> Option<&'a Quantity> {
    let spot = view.spot(at)?;
    let (before, other) = view.before(at).next()?;
    let number = view.figure(before)?;
    (other.clause == spot.clause && number.is_spelled).then_some(number)
}

/// The mean of all of them: 三年平均90万元.
fn mean(view: &View<'_, '_>, years: &[usize], at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let last = *years.last()?;
    let number = number_before(view, at)?;
    // 比三年平均数高出47万元: what is compared with the mean
    let is_told = spot.words.contains(&Class::Average)
        && !matches!(spot.role, Role::Change(_))
        && number.value == (years.len() as u64).into()
        && view.passage.is_figure(spot)
        && view.is_like(at, last)
        && spot.row.is_none()
        && view.core(&spot.name).is_empty();
    let items: Vec<(usize, i8)> = years.iter().map(|own| (view.number(*own), 1)).collect();
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    is_told.then(|| Frame::new(Relation::Mean, reading, spot.figure))
}

/// By what rate they grew each year, of the first and the last of them: 两年年均增长4.91%.
fn yearly(view: &View<'_, '_>, years: &[usize], at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let (first, last) = (*years.first()?, *years.last()?);
    let says = |list: &str| view.passage.tokens.has_word(list, &spot.raw);
    let sign = match (says("yearly_up"), says("yearly_down")) {
        (true, false) => 1,
        (false, true) => -1,
        _ => return None,
    };
    let steps = Decimal::from(years.len() as u64 - 1);
    let is_told = view.is_plain(at)
        && view.figure(at)?.kind == Kind::Percent
        && view.figure(last)?.kind != Kind::Percent
        && number_before(view, at).is_none_or(|number| number.value == steps)
        && !view.has_scope(at);
    let mut reading = Reading::of([
        (Slot::Value, view.number(last), 1),
        (Slot::Base, view.number(first), 1),
        (Slot::Rate, spot.figure, sign),
    ]);
    let range = view.figure(at)?.span.clone();
    reading.parts.push((Slot::Third, Filling::Counted(steps, range)));
    is_told.then(|| Frame::new(Relation::Yearly, reading, spot.figure))
}

/// The changes or rates of all of them, each against the one before: 逐年提高3.45分和2.14分, 降幅分别为10.39%和8.3%.
fn each(view: &View<'_, '_>, years: &[usize], run: &[usize]) -> Vec<Frame> {
    let (Some(first), Some(last)) = (run.first().copied(), years.last().copied()) else {
        return Vec::new();
    };
    let kind = |at: usize| view.figure(at).map(|figure| figure.kind);
    let is_rate = kind(first) == Some(Kind::Percent) && kind(last) != Some(Kind::Percent);
    let is_own = |at: usize| {
        let is_kind =
            if is_rate { kind(at) == Some(Kind::Percent) } else { view.is_like(at, last) };
        let is_role = view.spot(at).is_some_and(|spot| match spot.role {
            Role::Change(_) => !is_rate,
            Role::Rate(_) => is_rate,
            // 降幅分别为10.39%
            Role::Value => is_rate && way(view, last, first).is_some(),
            _ => false,
        });
        is_kind && is_role && view.figure(at).is_some_and(|figure| !figure.is_spelled)
    };
    let tokens = view.passage.tokens;
    let says = view.words(last, first).contains(&Class::Respectively)
        || view.spot(first).is_some_and(|spot| tokens.has_word("yearly", &spot.raw));
    let is_next = |at: usize| view.before(at).next().is_none_or(|(before, _)| !is_own(before));
    let is_end = run.last().and_then(|last| view.after(*last).next()).is_none_or(|(at, spot)| {
        !is_own(at)
            || view.spot(first).is_some_and(|first| first.sentence != spot.sentence)
            || !spot.goes_on
    });
    if run.len() + 1 != years.len()
        || !says
        || !is_next(first)
        || !is_end
        || !run.iter().all(|at| is_own(*at))
    {
        return Vec::new();
    }
    let steps = years.windows(2).zip(run);
    steps
        .filter_map(|(pair, at)| {
            let [old, new] = *pair else { return None };
            let spot = view.spot(*at)?;
            let own = [*at, first].into_iter().find_map(|at| match view.spot(at)?.role {
                Role::Change(sign @ (1 | -1)) | Role::Rate(sign @ (1 | -1)) => Some(sign),
                _ => None,
            });
            let sign = own.or_else(|| way(view, last, first))?;
            let (relation, slot) = if is_rate {
                (Relation::GrowthOf, Slot::Rate)
            } else {
                (Relation::Change, Slot::Change)
            };
            let parts = [
                (Slot::Value, view.number(new), 1),
                (Slot::Base, view.number(old), 1),
                (slot, spot.figure, sign),
            ];
            Some(Frame::new(relation, Reading::of(parts), spot.figure))
        })
        .collect()
}

/// Which way all of them went, as the words between two figures say: 降幅分别为.
fn way(view: &View<'_, '_>, from: usize, to: usize) -> Option<i8> {
    let words = view.words(from, to);
    match (words.contains(&Class::Up), words.contains(&Class::Down)) {
        (true, false) => Some(1),
        (false, true) => Some(-1),
        _ => None,
    }
}
