//! Lists: a head and its items, whole or not, and totals behind their items.

use super::passage::Passage;
use super::place::{Role, Spot};
use super::quantity::Kind;
use super::reading::{Filling, Reading, Relation, Said, Slot};
use super::token::{Sign, What};
use super::words::Class;
use crate::number::Decimal;

/// A list of figures under a head.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The place of the head.
    pub head: Option<usize>,
    /// The places of the items.
    pub items: Vec<usize>,
    /// Nothing says that something is missing, and something says that nothing is.
    pub is_whole: bool,
    /// The grammar says where it ends and what it hangs on.
    pub is_closed: bool,
    /// Its items are parted by marks of items or semicolons, or it stands in a bracket.
    pub is_firm: bool,
    /// The head is all of one thing.
    pub is_entire: bool,
}

fn is_item(spot: &Spot) -> bool {
    (spot.role == Role::Value || spot.role == Role::Left && !spot.name.is_empty())
        && !spot.is_sum
        && !spot.when.is_last
}

/// All lists of a passage.
#[must_use]
pub fn lists(passage: &Passage<'_>) -> Vec<List> {
    let mut out = Vec::new();
    for (at, spot) in passage.spots().iter().enumerate() {
        if !matches!(
            spot.role,
            Role::Value
                | Role::To(_)
                | Role::Got
                | Role::Weight
                | Role::Left
                | Role::Deduct
                | Role::Change(1 | -1)
        ) || !passage.is_figure(spot)
            || passage.figure(spot).is_some_and(|figure| figure.kind == Kind::Bare)
        {
            continue;
        }
        // in a bracket directly behind it, and in the sentence
        let brackets = (at + 1..(at + 12).min(passage.spots().len()))
            .filter_map(|first| Some((first, passage.spots().get(first)?)))
            .find(|(_, first)| {
                first.stream != spot.stream && passage.anchor(first.stream) == Some(at)
            })
            .map(|(first, _)| first);
        if let Some(first) = brackets {
            out.extend(list_from(passage, at, first, true));
        }
        let next =
            passage.after(at).find(|(_, next)| next.stream == spot.stream).map(|(first, _)| first);
        if let Some(first) = next {
            out.extend(list_from(passage, at, first, false));
        }
    }
    out
}

fn list_from(passage: &Passage<'_>, head: usize, first: usize, is_bracket: bool) -> Option<List> {
    let spots = passage.spots();
    let (of, start) = (spots.get(head)?, spots.get(first)?);
    let like = |spot: &Spot| {
        passage
            .figure(of)
            .zip(passage.figure(spot))
            .is_some_and(|(a, b)| a.is_like(b) || (a.kind == Kind::Count && b.kind == Kind::Count))
    };
    let is_item = |spot: &Spot| match of.role {
        Role::Change(sign) => spot.role == Role::Change(sign) && !spot.name.is_empty(),
        Role::Deduct => spot.role == Role::Deduct && !spot.name.is_empty(),
        _ => is_item(spot),
    };
    // what opens it
    let words: Vec<Class> = if is_bracket || of.stream != start.stream {
        passage.between(of, start).collect()
    } else {
        passage.between_in_stream(of, start)
    };
    let has = |class: Class| words.contains(&class);
    let colon = !is_bracket
        && start.segment == of.segment
        && start.clause <= of.clause + 2
        && passage.has_sign_between(of, start, Sign::Colon);
    let far = start.sentence > of.sentence;
    let in_order = has(Class::Respectively) && start.row.is_none();
    let is_score = passage.figure(of).is_some_and(|figure| figure.kind == Kind::Score)
        && of.role == Role::Weight
        && start.clause == of.clause + 1;
    let is_entire = has(Class::Entire);
    // 由A、B和C组成
    let is_made_of = !is_bracket
        && has(Class::From)
        && start.clause <= of.clause + 1
        && start.stream == of.stream
        && passage.ends_with(start, Class::Whole);
    // 18万元，用于甲6万元、乙9万元以及丙3万元
    let is_spent = !is_bracket
        && has(Class::Spent)
        && !has(Class::OfWhich)
        && !has(Class::Not)
        && of.stream == start.stream
        && start.clause <= of.clause + 1;
    let is_opened = is_made_of
        || is_spent
        || is_score
        || is_entire
        || is_bracket
        || has(Class::OfWhich)
        || has(Class::Whole)
        || colon
        || in_order;
    if !is_opened
        || (far && !has(Class::OfWhich) && !has(Class::Whole))
        || start.sentence > of.sentence + 1
    {
        return None;
    }
    let mut items: Vec<usize> = Vec::new();
    let mut separator: Option<bool> = None;
    // what goes before it in its sentence may be the head instead
    let is_first = is_bracket
        || of.role == Role::Left && start.role == Role::Left
        || passage.before(head).take_while(|(_, other)| other.sentence == of.sentence).all(
            |(_, other)| {
                other.segment != of.segment
                    || !like(other)
                    || !matches!(other.role, Role::Value | Role::To(_))
                    || other.stream != of.stream
            },
        );
    let mut is_closed =
        (is_first || !has(Class::OfWhich)) && (!far || has(Class::Whole) && !has(Class::OfWhich));
    let mut skips_nested = false;
    let mut rest = false;
    let mut is_open = has(Class::Open);
    let mut last = first;
    for (at, spot) in std::iter::once((first, start)).chain(passage.after(first)) {
        if spot.stream != start.stream {
            // a bracket behind an item
            if spot.stream > start.stream {
                continue;
            }
            break;
        }
        if spot.sentence != start.sentence || items.len() >= 30 {
            break;
        }
        if (is_made_of || is_spent) && spot.clause != start.clause {
            break;
        }
        if at != first {
            let by_semicolon = spots.get(last).is_some_and(|last| last.segment != spot.segment);
            let between: Vec<Class> = spots
                .get(last)
                .map(|last| passage.between(last, spot).collect())
                .unwrap_or_default();
            if by_semicolon {
                skips_nested = false;
            }
            if is_item(spot) && like(spot) {
                match separator {
                    None => separator = Some(by_semicolon),
                    Some(false) if by_semicolon => break,
                    _ => {}
                }
            } else if by_semicolon
                && separator != Some(true)
                && !items.is_empty()
                && separator.is_some()
            {
                break;
            }
            if between.contains(&Class::Open) {
                is_open = true;
                if !spots.get(last).is_some_and(|last| passage.is_followed_by(last, Class::Open)) {
                    skips_nested = true;
                    is_closed = false;
                }
            }
            rest |= between.contains(&Class::Rest);
            if between.iter().any(|class| matches!(class, Class::OfWhich | Class::Whole)) {
                // a list in the list
                skips_nested = true;
                if separator != Some(true) {
                    is_closed = false;
                }
            }
            if between.contains(&Class::Scope) {
                is_closed = false;
            }
        }
        let turns = |one: Class, other: Class| {
            of.words.contains(&one)
                && !of.words.contains(&other)
                && spot.words.contains(&other)
                && !spot.words.contains(&one)
        };
        if turns(Class::Income, Class::Outgo) || turns(Class::Outgo, Class::Income) {
            break;
        }
        last = at;
        if skips_nested {
            continue;
        }
        if spot.is_sum && like(spot) {
            break;
        }
        if is_item(spot) && like(spot) {
            if !passage.is_figure(spot) {
                is_closed = false;
            }
            if spot.name.is_empty() && spot.row.is_none() && !spot.words.contains(&Class::Rest) {
                is_closed = is_closed && separator == Some(true);
                break;
            }
            rest |= spot.words.contains(&Class::Rest);
            items.push(at);
        } else if matches!(spot.role, Role::Per | Role::To(_) | Role::From)
            || matches!(of.role, Role::Change(_)) && matches!(spot.role, Role::Change(_))
        {
            is_closed = false;
        }
    }
    // 等 directly behind the last item
    if let Some(end) = items.last().and_then(|at| spots.get(*at)) {
        is_open |= passage.is_followed_by(end, Class::Open);
    }
    let of_which = has(Class::OfWhich);
    let shares = share_total(passage, &items);
    let is_full = shares.is_some_and(|total| (total - Decimal::ONE_HUNDRED).abs() <= Decimal::ONE);
    let names: Vec<&str> =
        items.iter().filter_map(|at| spots.get(*at)).map(|item| item.name.as_str()).collect();
    // a further figure in its place: two parts that make up a whole elsewhere are not all of it
    let goes_on =
        items.last().and_then(|at| Some((*at, spots.get(*at)?))).is_some_and(|(at, end)| {
            let mut further = passage.after(at).map(|(_, spot)| spot);
            further.any(|spot| {
                spot.stream == end.stream
                    && spot.sentence == end.sentence
                    && spot.role == Role::Value
                    && !spot.name.is_empty()
                    && separator == Some(end.segment != spot.segment)
            })
        });
    let is_known = !goes_on && is_known_whole(passage, &names);
    let is_of_all = of.role == Role::Deduct && of.is_sum;
    // all that it is for is named where a last one is joined to the others
    let is_joined = items.windows(2).last().is_some_and(|pair| {
        matches!(pair, [a, b] if spots.get(*a).zip(spots.get(*b)).is_some_and(|(a, b)| {
            passage.between_in_stream(a, b).iter().any(|class| {
                matches!(class, Class::And | Class::With)
            })
        }))
    });
    let is_only_spent = is_spent && !(is_made_of || colon || in_order || has(Class::Whole));
    let is_closed = is_closed && (!is_only_spent || is_joined && items.len() > 2);
    let is_whole = !is_open && (rest || is_full || is_known || is_of_all || !of_which);
    let is_firm = is_bracket || separator == Some(true) || items.windows(2).all(|pair| matches!(pair, [a, b] if spots.get(*a).zip(spots.get(*b)).is_some_and(|(a, b)| passage.has_sign_between(a, b, Sign::Item))));
    let is_firm = is_firm && (!is_entire || items.len() == 1);
    (!items.is_empty()).then_some(List {
        is_entire,
        head: Some(head),
        items,
        is_whole,
        is_closed,
        is_firm,
    })
}

/// Whether names are known to make up a whole: one for each word of it.
fn is_known_whole(passage: &Passage<'_>, names: &[&str]) -> bool {
    passage.tokens.wholes.iter().any(|whole| answers(whole, names))
}

/// The same, of three words or more: 满意, 一般, 不满意.
fn is_scale(passage: &Passage<'_>, names: &[&str]) -> bool {
    /// A longer answer is one to a question of its own.
    const LONGEST: usize = 7;
    if names.iter().skip(1).any(|name| name.chars().count() > LONGEST) {
        return false;
    }
    let wholes = passage.tokens.wholes.iter();
    wholes.filter(|whole| whole.len() > 2).any(|whole| answers(whole, names))
}

fn answers(whole: &[String], names: &[&str]) -> bool {
    let mut left = names.to_vec();
    whole.iter().all(|word| {
        let found = left.iter().position(|name| name.contains(word.as_str()));
        found.map(|at| if whole.len() > 2 { Some(left.remove(at)) } else { None }).is_some()
    })
}

/// What the shares behind the items of a list come to, where each has one.
fn share_total(passage: &Passage<'_>, items: &[usize]) -> Option<Decimal> {
    if items.len() < 2 {
        return None;
    }
    let mut total = Decimal::ZERO;
    for at in items {
        let item = passage.spots().get(*at)?;
        let (_, next) = passage.after(*at).find(|(_, next)| next.stream == item.stream)?;
        if next.role != Role::Share {
            return None;
        }
        total = total.checked_add(passage.figure(next)?.value)?;
    }
    Some(total)
}

fn sum(
    passage: &Passage<'_>,
    relation: Relation,
    total: usize,
    items: &[usize],
) -> Option<(Relation, Reading)> {
    let figure = |at: usize| passage.spots().get(at).map(|spot| spot.figure);
    let items: Vec<(usize, i8)> = items.iter().filter_map(|at| Some((figure(*at)?, 1))).collect();
    let own = figure(total)?;
    let is_all =
        passage.tokens.figures.get(own).is_some_and(|figure| {
            figure.kind == Kind::Percent && figure.value == Decimal::ONE_HUNDRED
        });
    // 100% is all of it, exactly
    let total =
        if is_all { Filling::Number(own, Decimal::ONE_HUNDRED) } else { Filling::Figure(own, 1) };
    Some((
        relation,
        Reading { parts: vec![(Slot::Total, total)], items: Vec::new() }.with_items(&items),
    ))
}

/// Reads sums of lists.
pub fn sums(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for list in passage.lists() {
        out.extend(sum_of(passage, list));
    }
    for (at, spot) in passage.spots().iter().enumerate() {
        let is_score = spot.role == Role::Got
            && spot.words.contains(&Class::ScoreTotal)
            && !spot.words.iter().any(|class| matches!(class, Class::Weight | Class::Factor));
        if (spot.is_sum || is_score)
            && passage.is_figure(spot)
            && matches!(spot.role, Role::Value | Role::Share | Role::Got)
        {
            out.extend(total(passage, at, spot));
        }
    }
    shares_of_hundred(passage, out);
    for (at, spot) in passage.spots().iter().enumerate() {
        if spot.words.contains(&Class::Rest) && spot.role == Role::Value && passage.is_figure(spot)
        {
            out.extend(rest_of(passage, at, spot));
        }
    }
}

/// What is left of a head that stands before: with those before it in its sentence it is all of it.
fn rest_of(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let like = |other: &Spot| {
        passage.figure(other).zip(passage.figure(spot)).is_some_and(|(a, b)| a.is_like(b))
            && passage.is_figure(other)
    };
    let mut items: Vec<usize> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| other.stream == spot.stream && like(other))
        .map(|(at, _)| at)
        .collect();
    items.reverse();
    let first = *items.first()?;
    items.push(at);
    let is_plain = items.iter().all(|at| {
        passage.spots().get(*at).is_some_and(|item| is_item(item) && passage.list_of(*at).is_none())
    });
    let mut heads = passage.before(first).filter(|(at, other)| {
        like(other)
            && other.stream == spot.stream
            && passage.list_of(*at).is_none()
            && matches!(other.role, Role::Value | Role::To(_))
    });
    let (head, _) = heads.next()?;
    let is_one = heads.next().is_none() && is_plain;
    let reading = sum(passage, Relation::Sum, head, &items)?;
    super::compare::said(
        spot,
        if is_one { vec![reading.clone()] } else { Vec::new() },
        vec![reading],
    )
}

fn sum_of(passage: &Passage<'_>, list: &List) -> Option<Said> {
    let head = list.head?;
    let spot = passage.spots().get(head)?;
    let figure = passage.figure(spot)?;
    let mut sure = Vec::new();
    let mut possible = Vec::new();
    if list.is_whole {
        let reading = sum(passage, Relation::Sum, head, &list.items)?;
        let is_one_kind = list.items.iter().all(|at| {
            passage
                .spots()
                .get(*at)
                .and_then(|spot| passage.figure(spot))
                .is_some_and(|item| item.is_like(figure))
        });
        if list.is_closed
            && (list.items.len() > 1 || list.is_entire && list.is_firm)
            && (figure.kind != Kind::Count || is_one_kind && list.is_firm)
            && figure.kind != Kind::Percent
        {
            sure.push(reading);
        } else {
            possible.push(reading);
        }
        // it may end earlier, or hang on an earlier figure
        for end in 2..list.items.len() {
            possible.extend(sum(passage, Relation::Sum, head, list.items.get(..end)?));
        }
        for (other, near) in passage.near(spot) {
            let is_like = passage.figure(near).is_some_and(|near| near.is_like(figure));
            if is_like && other != head && !list.items.contains(&other) && list.items.len() > 1 {
                possible.extend(sum(passage, Relation::Sum, other, &list.items));
            }
        }
    } else {
        for end in 2..=list.items.len() {
            possible.extend(sum(passage, Relation::Sum, head, list.items.get(..end)?));
        }
        if figure.kind == Kind::Money && list.is_closed && list.is_firm && list.items.len() > 1 {
            let holds = possible.iter().any(|(relation, reading)| {
                super::reading::holds(*relation, reading, &passage.tokens.figures) == Some(true)
            });
            if !holds {
                sure.extend(sum(passage, Relation::Within, head, &list.items));
                possible.clear();
            }
        }
    }
    super::compare::said(spot, sure, possible)
}

/// A total behind its items.
fn total(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    let like = |other: &Spot| {
        passage.figure(other).is_some_and(|figure| figure.is_like(own))
            && (if own.kind == Kind::Percent {
                matches!(other.role, Role::Share | Role::Value) && !other.is_sum
            } else {
                is_item(other)
                    || (other.row.is_some() || spot.role == Role::Got) && other.role == spot.role
            })
    };
    let mut items: Vec<usize> = Vec::new();
    let mut earlier: Vec<usize> = Vec::new();
    let mut counted: Option<usize> = None;
    for (other, before) in passage.before(at) {
        if before.stream != spot.stream {
            if before.stream > spot.stream {
                continue;
            }
            break;
        }
        if before.sentence != spot.sentence {
            if like(before) && earlier.len() < 10 {
                earlier.push(other);
            }
            continue;
        }
        let figure = passage.figure(before)?;
        if figure.is_spelled && items.is_empty() && before.clause == spot.clause {
            counted = usize::try_from(figure.value.trunc().mantissa()).ok();
            continue;
        }
        if like(before) {
            if !passage.is_figure(before) {
                break;
            }
            items.push(other);
        }
    }
    items.reverse();
    if items.len() < 2 {
        return None;
    }
    let mut sure = Vec::new();
    let spots = passage.spots();
    // nothing of its kind stands before its items
    let is_opening = items.first().is_some_and(|first| {
        passage
            .before(*first)
            .all(|(_, other)| !passage.figure(other).is_some_and(|figure| figure.is_like(own)))
    }) && items
        .iter()
        .all(|at| spots.get(*at).is_some_and(|item| item.segment == spot.segment))
        && !passage.between_has_figures(spot, items.first().copied());
    let total_name: Vec<char> = passage.total_words(spot);
    let own_items = |items: &[usize]| {
        items.iter().all(|at| {
            spots.get(*at).is_some_and(|item| {
                !item.name.is_empty() || item.row.is_some() || item.when.year.is_some()
            })
        })
    };
    let same_segment: Vec<usize> = items
        .iter()
        .copied()
        .filter(|at| spots.get(*at).is_some_and(|item| item.segment == spot.segment))
        .collect();
    // 货物与服务之和: those that its name names
    let named: Vec<usize> = items
        .iter()
        .copied()
        .filter(|at| {
            spots.get(*at).is_some_and(|item| {
                item.name.chars().count() > 1 && spot.raw.contains(item.name.as_str())
            })
        })
        .collect();
    if named.len() > 1 && counted.is_none_or(|n| n == named.len()) && named.len() < items.len() {
        let readings = sum(passage, Relation::Sum, at, &named);
        return super::compare::said(spot, readings.into_iter().collect(), Vec::new());
    }
    // each item a group of clauses of its own: A；B；C，共计
    let groups: Vec<usize> =
        items.iter().filter_map(|at| spots.get(*at)).map(|item| item.segment).collect();
    let is_of_groups = groups.windows(2).all(|pair| matches!(pair, [a, b] if a + 1 == *b));
    let is_opening = is_opening
        || is_of_groups
            && groups.last() == Some(&spot.segment)
            && items.first().is_some_and(|first| is_first(passage, *first, own));
    let same_segment = if is_of_groups && is_opening { items.clone() } else { same_segment };
    let is_plain = passage.words_of_stream(spot).all(|class| {
        !matches!(class, Class::Scope | Class::Per | Class::Open)
            && (class != Class::OfWhich || is_opening)
    });
    match counted {
        Some(n) if n >= 2 && n <= items.len() && is_plain => {
            let last = items.get(items.len() - n..)?;
            if own_items(last) && (n == same_segment.len() || n == items.len()) {
                sure.extend(sum(passage, Relation::Sum, at, last));
            }
        }
        None if is_plain
            && same_segment.len() > 1
            && own_items(&same_segment)
            && (matches!(own.kind, Kind::Money | Kind::Score)
                || own.kind == Kind::Percent && own.value == Decimal::ONE_HUNDRED)
            && spot.opened != Some(Sign::Stop)
            && !spot.words.contains(&Class::Cumulated)
            && (spot.name.chars().all(|c| total_name.contains(&c)) || is_opening) =>
        {
            sure.extend(sum(passage, Relation::Sum, at, &same_segment));
        }
        _ => {}
    }
    if super::compare::holds_surely(passage, &sure) {
        return super::compare::said(spot, sure, Vec::new());
    }
    let mut possible = Vec::new();
    earlier.reverse();
    for from in 0..earlier.len() {
        let run: Vec<usize> = earlier.iter().skip(from).chain(&items).copied().collect();
        possible.extend(sum(passage, Relation::Sum, at, &run));
    }
    for from in 0..items.len() - 1 {
        for to in from + 2..=items.len() {
            possible.extend(sum(passage, Relation::Sum, at, items.get(from..to)?));
        }
    }
    // a total that is only said again
    for other in &items {
        let figure = |at: usize| spots.get(at).map(|spot| spot.figure);
        possible.push((
            Relation::Same,
            Reading::of([(Slot::Value, spot.figure, 1), (Slot::Base, figure(*other)?, 1)]),
        ));
    }
    super::compare::said(spot, sure, possible)
}

/// Whether nothing of the kind of a figure stands before a place.
fn is_first(passage: &Passage<'_>, at: usize, own: &super::quantity::Quantity) -> bool {
    passage
        .before(at)
        .all(|(_, other)| !passage.figure(other).is_some_and(|figure| figure.is_like(own)))
}

/// Shares of one whole that are all of it come to 100.
fn shares_of_hundred(passage: &Passage<'_>, out: &mut Vec<Said>) {
    let spots = passage.spots();
    let mut from = 0;
    while from < spots.len() {
        let Some(first) = spots.get(from) else { break };
        let mut to = from;
        let mut items: Vec<usize> = Vec::new();
        let mut named: Vec<usize> = Vec::new();
        while let Some(spot) = spots.get(to).filter(|spot| spot.sentence == first.sentence) {
            if spot.role == Role::Share
                && spot.stream == first.stream
                && spot.segment == first.segment
                && passage.is_figure(spot)
                && !spot.is_sum
            {
                items.push(to);
            }
            if spot.role == Role::Value
                && spot.stream == first.stream
                && is_named_ratio(passage, spot)
            {
                named.push(to);
            }
            let rest = spot.role == Role::Value
                && spot.words.contains(&Class::Rest)
                && passage.figure(spot).is_some_and(|figure| figure.kind == Kind::Percent);
            if rest && !items.is_empty() {
                items.push(to);
            }
            to += 1;
        }
        let words: Vec<Class> = passage.words_of_sentence(first).collect();
        let rest = words.contains(&Class::Rest);
        let entire = words.contains(&Class::Entire);
        let is_whole = entire
            || (rest || words.contains(&Class::Whole))
                && !words.contains(&Class::Open)
                && !words.contains(&Class::OfWhich) | rest;
        if items.is_empty() {
            out.extend(ratios_of_hundred(passage, &named, &words));
        }
        if items.len() > 1 {
            let parts: Vec<(usize, i8)> =
                items.iter().filter_map(|at| Some((spots.get(*at)?.figure, 1))).collect();
            let mut reading = Reading::default().with_items(&parts);
            if let Some(last) = parts.last() {
                reading.parts.push((Slot::Total, Filling::Number(last.0, Decimal::ONE_HUNDRED)));
            }
            let spot = items.last().and_then(|at| spots.get(*at)).unwrap_or(first);
            let readings = vec![(Relation::Shares, reading)];
            let names: Vec<&str> = items
                .iter()
                .filter_map(|at| spots.get(*at))
                .map(|item| item.name.as_str())
                .collect();
            // 由三部分构成, and three shares
            let is_counted = words.contains(&Class::Whole)
                && !words.contains(&Class::OfWhich)
                && passage.in_sentence(first).any(|(_, other)| {
                    passage.figure(other).is_some_and(|figure| {
                        figure.is_spelled && Decimal::from(items.len() as u64) == figure.value
                    })
                });
            let raw: Vec<&str> = items
                .iter()
                .filter_map(|at| spots.get(*at))
                .map(|item| item.raw.as_str())
                .collect();
            let is_known = !words.contains(&Class::Open)
                && (items.len() == 2 && is_known_whole(passage, &names) || is_scale(passage, &raw));
            let is_sure =
                is_whole && (rest && items.len() == 2 || entire) || is_counted || is_known;
            let sure = usize::from(is_sure);
            out.push(Said { readings, sure, anchor: spot.figure });
        }
        from = to.max(from + 1);
    }
}

/// Whether a figure is a ratio with nothing before it but what it is of.
fn is_named_ratio(passage: &Passage<'_>, spot: &Spot) -> bool {
    let figure = passage.figure(spot);
    figure.is_some_and(|figure| {
        figure.kind == Kind::Percent && figure.is_figure() && !figure.is_times
    }) && !spot.name.is_empty()
        && !spot.is_sum
        && !spot.when.is_last
        && spot.row.is_none()
}

/// Ratios of a sentence that parts a whole, or sets weights, come to 100.
fn ratios_of_hundred(passage: &Passage<'_>, items: &[usize], words: &[Class]) -> Option<Said> {
    /// Further from 100 they are hardly meant to be all of it.
    const FAR: u32 = 30;
    let spots = passage.spots();
    let first = spots.get(*items.first()?)?;
    let last = spots.get(*items.last()?)?;
    let all = passage
        .in_sentence(first)
        .filter(|(_, other)| passage.figure(other).is_some_and(|figure| !figure.is_spelled));
    let has = |class: Class| words.contains(&class);
    let is_weighing = has(Class::Weight) || has(Class::Factor);
    let is_told = has(Class::Whole) || is_weighing;
    let is_open = has(Class::Open) || has(Class::OfWhich) || has(Class::Scope) || has(Class::Sum);
    if items.len() < 3 || !is_told || is_open || all.count() != items.len() {
        return None;
    }
    let mut total = Decimal::ZERO;
    for at in items {
        total = total.checked_add(passage.figure(spots.get(*at)?)?.value)?;
    }
    let parts: Vec<(usize, i8)> =
        items.iter().filter_map(|at| Some((spots.get(*at)?.figure, 1))).collect();
    let mut reading = Reading::default().with_items(&parts);
    reading.parts.push((Slot::Total, Filling::Number(last.figure, Decimal::ONE_HUNDRED)));
    let is_sure = (total - Decimal::ONE_HUNDRED).abs() <= Decimal::from(FAR);
    let readings = vec![(Relation::Shares, reading)];
    Some(Said { readings, sure: usize::from(is_sure), anchor: last.figure })
}

impl Passage<'_> {
    /// Whether a sign stands between two figures.
    #[must_use]
    pub fn has_sign_between(&self, from: &Spot, to: &Spot, sign: Sign) -> bool {
        let at = |spot: &Spot| self.tokens.at.get(spot.figure).copied().unwrap_or(0);
        self.tokens
            .tokens
            .get(at(from)..at(to))
            .unwrap_or(&[])
            .iter()
            .any(|token| token.what == What::Sign(sign))
    }

    /// Whether the clause of a figure ends with a word: 由…组成.
    #[must_use]
    pub fn ends_with(&self, spot: &Spot, class: Class) -> bool {
        let at = self.tokens.at.get(spot.figure).copied().unwrap_or(0);
        let mut depth = 0_usize;
        let mut last = None;
        for token in self.tokens.tokens.get(at..).unwrap_or(&[]) {
            match token.what {
                What::Sign(Sign::Open) => depth += 1,
                What::Sign(Sign::Close) if depth > 0 => depth -= 1,
                What::Sign(Sign::Item) => {}
                What::Sign(_) if depth == 0 => break,
                what if depth == 0 => last = Some(what),
                _ => {}
            }
        }
        last == Some(What::Word(class))
    }

    /// The words of roles of the sentence of a figure, of its bracket alone.
    pub fn words_of_stream<'b>(&'b self, spot: &Spot) -> impl Iterator<Item = Class> + 'b {
        let own = self.tokens.at.get(spot.figure).copied().unwrap_or(0);
        let list =
            self.layout.streams.get(spot.stream).map_or(&[][..], |stream| stream.tokens.as_slice());
        let at = list.partition_point(|token| *token < own);
        let what = |at: usize| {
            list.get(at).and_then(|token| self.tokens.tokens.get(*token)).map(|token| token.what)
        };
        let is_end =
            |at: &usize| matches!(what(*at), None | Some(What::Sign(Sign::Stop | Sign::Edge)));
        let from = (0..at).rev().find(is_end).map_or(0, |at| at + 1);
        let to = (at..list.len()).find(is_end).unwrap_or(list.len());
        (from..to).filter_map(move |at| match what(at) {
            Some(What::Word(class)) => Some(class),
            _ => None,
        })
    }

    /// Whether a word follows a figure directly.
    #[must_use]
    pub fn is_followed_by(&self, spot: &Spot, class: Class) -> bool {
        let at = self.tokens.at.get(spot.figure).copied().unwrap_or(0);
        self.tokens.tokens.get(at + 1).is_some_and(|token| token.what == What::Word(class))
    }

    /// The words of roles in the sentence of a figure, brackets included.
    pub fn words_of_sentence<'b>(&'b self, spot: &Spot) -> impl Iterator<Item = Class> + 'b {
        let at = self.tokens.at.get(spot.figure).copied().unwrap_or(0);
        let is_end = |what: What| matches!(what, What::Sign(Sign::Stop | Sign::Edge));
        const FAR: usize = 400;
        let tokens = &self.tokens.tokens;
        let from = (at.saturating_sub(FAR)..at)
            .rev()
            .find(|at| tokens.get(*at).is_some_and(|token| is_end(token.what)))
            .unwrap_or(at.saturating_sub(FAR));
        let to = (at..(at + FAR).min(tokens.len()))
            .find(|at| tokens.get(*at).is_some_and(|token| is_end(token.what)))
            .unwrap_or((at + FAR).min(tokens.len()));
        tokens.get(from..to).unwrap_or(&[]).iter().filter_map(|token| match token.what {
            What::Word(class) => Some(class),
            _ => None,
        })
    }
}

impl Passage<'_> {
    /// Whether figures of its kind that are no items stand between the items of a total and it.
    fn between_has_figures(&self, total: &Spot, first: Option<usize>) -> bool {
        let Some(first) = first else { return true };
        let spots = self.spots();
        let end = spots.partition_point(|spot| spot.figure < total.figure);
        spots.get(first..end).unwrap_or(&[]).iter().any(|spot| {
            let is_like =
                self.figure(spot).zip(self.figure(total)).is_some_and(|(a, b)| a.is_like(b));
            is_like && (spot.stream != total.stream || !is_item(spot))
        })
    }

    /// The characters of the words of totals before a figure.
    fn total_words(&self, spot: &Spot) -> Vec<char> {
        let at = self.tokens.at.get(spot.figure).copied().unwrap_or(0);
        let mut out = Vec::new();
        for token in self.tokens.tokens.get(at.saturating_sub(4)..at).unwrap_or(&[]) {
            if matches!(token.what, What::Word(Class::Sum | Class::Total | Class::Cumulated)) {
                out.extend(self.tokens.text(token.from, token.to).chars());
            }
        }
        out
    }
}
