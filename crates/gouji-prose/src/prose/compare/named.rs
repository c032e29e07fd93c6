//! Rates by name: 合格率, 节约率, 变动率.

use super::rate::growth_of;
use super::{Found, figure, goes_with, is_later, said};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Said, Slot};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// At most so many amounts of the sentence before may be the whole of a rate.
const FAR: usize = 8;

/// A rate with a name: its change is the one with the same word.
pub(super) fn named(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let mut sure: Found = Vec::new();
    let mut possible: Found = Vec::new();
    let is_money = |other: &Spot| {
        passage.figure(other).is_some_and(|figure| matches!(figure.kind, Kind::Money | Kind::Count))
    };
    let share = |part: usize, whole: usize| {
        (
            Relation::Share,
            Reading::of([
                (Slot::Part, figure(passage, part), 1),
                (Slot::Whole, figure(passage, whole), 1),
                (Slot::Share, spot.figure, 1),
            ]),
        )
    };
    let before: Vec<(usize, &Spot)> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| is_money(other) && passage.is_figure(other))
        .collect();
    if before
        .first()
        .is_some_and(|(_, fact)| crate::prose::share::is_thought_of(passage.tokens, spot, fact))
    {
        return None;
    }
    if let Some(joint) = of_all_pairs(passage, spot) {
        return said(spot, vec![joint], Vec::new());
    }
    if let Some(pairs) = by_words(passage, at, spot) {
        sure.extend(pairs.into_iter().map(|(part, whole)| share(part, whole)));
        return said(spot, sure, Vec::new());
    }
    let changes: Vec<&(usize, &Spot)> = before
        .iter()
        .filter(|(_, other)| matches!(other.role, Role::Adjust(_) | Role::Change(_)))
        .collect();
    // 年初5万元，新增1万元，收回2万元，消化率40%: the rate is not of what came in between
    // 报名318人，比上年增加24人；合格率82%: a change against last year is no part of what there is
    let is_of_change = |found: &Spot| {
        let is_next = before.first().is_some_and(|(_, last)| last.figure == found.figure);
        is_next && found.against.is_none_or(|against| !against.is_last)
            || crate::prose::same::common(&spot.raw, &found.raw) > 1
    };
    // 目标不高于30元，实际27元，比目标低3元，节约率10%: what a plan is compared with is not what was done
    let is_base = |found: &Spot, other: &Spot| {
        found.against.is_none_or(|against| !against.is_plan() || other.when.is_plan())
    };
    if let [(part, found)] = changes.as_slice()
        && is_of_change(found)
        && let Some((whole, _)) = before.iter().rfind(|(_, other)| {
            other.figure < found.figure && goes_with(passage, found, other) && is_base(found, other)
        })
    {
        sure.push(share(*part, *whole));
    }
    if sure.is_empty() {
        sure.extend(of_two(passage, spot, &before));
    }
    if sure.is_empty() {
        sure.extend(of_part(passage, spot, &before));
    }
    let rows = crate::prose::share::of_rows(passage, at, spot);
    sure.extend(rows.into_iter().map(|(part, whole)| share(part, whole)));
    // 接种第一针90人、第二针80人: neither is a part of the other
    let is_beside = |a: &Spot, b: &Spot| {
        a.clause == b.clause && (a.goes_on || b.goes_on) && a.row.is_none() && b.row.is_none()
    };
    // 原值80万元。折旧30万元，净值50万元，净值率62.5%: what stands beside need not be the whole
    let (part, last) = before.first().map_or((at, spot), |(part, last)| (*part, *last));
    let is_earlier = |other: &Spot| {
        other.sentence + 1 == spot.sentence
            && matches!(other.role, Role::Value | Role::To(_))
            && other.row.is_none()
            && other.stream == spot.stream
            && goes_with(passage, last, other)
    };
    let earlier = passage.before(part).filter(|(_, other)| is_earlier(other)).take(FAR);
    possible.extend(earlier.map(|(whole, _)| share(part, whole)));
    for (part, a) in &before {
        for (whole, b) in &before {
            if part != whole && goes_with(passage, a, b) && !is_beside(a, b) {
                possible.push(share(*part, *whole));
                // what is told to be earlier is no new figure
                if is_later(a, b) != Some(false) {
                    possible.extend(growth_of(passage, spot, *part, *whole, 0));
                }
            }
        }
    }
    said(spot, sure, possible)
}

/// The rate of all of several pairs whose parts bear one name, where its words say that it is of all:
/// 枯水期抽检120份合格117份，丰水期抽检180份合格178份，全年合格率98.3%.
pub(in crate::prose) fn of_all_pairs(
    passage: &Passage<'_>,
    rate: &Spot,
) -> Option<(Relation, Reading)> {
    /// A shorter name is that of many things.
    const SHORT: usize = 2;
    if !passage.tokens.has_word("of_all", &rate.raw) || rate.row.is_some() {
        return None;
    }
    let before: Vec<&Spot> = passage
        .in_sentence(rate)
        .map(|(_, own)| own)
        .filter(|own| own.figure < rate.figure && own.role == Role::Value && own.row.is_none())
        .filter(|own| {
            passage.figure(own).is_some_and(|own| own.kind == Kind::Count && !own.is_spelled)
        })
        .collect();
    let pairs: Vec<&[&Spot]> = before.chunks(2).collect();
    let own_name = |pair: &[&Spot]| match pair {
        [whole, part] if whole.clause == part.clause && goes_with(passage, whole, part) => {
            Some(part.name.clone())
        }
        _ => None,
    };
    let name = own_name(pairs.first()?)?;
    let is_alike = pairs.iter().all(|pair| own_name(pair).as_ref() == Some(&name));
    let is_named = name.chars().count() >= SHORT && rate.raw.contains(&name);
    if pairs.len() < 2 || !is_alike || !is_named {
        return None;
    }
    let all = |nth: usize| {
        let mut own = pairs.iter().map(|pair| passage.figure(pair.get(nth)?));
        own.try_fold(Decimal::ZERO, |all, own| all.checked_add(own?.value))
    };
    let ends = before.first().zip(before.last());
    let (from, to) = ends.and_then(|(a, b)| Some((passage.figure(a)?, passage.figure(b)?)))?;
    let range = from.span.start..to.span.end;
    let parts = vec![
        (Slot::Part, Filling::Counted(all(1)?, range.clone())),
        (Slot::Whole, Filling::Counted(all(0)?, range)),
        (Slot::Share, Filling::Figure(rate.figure, 1)),
    ];
    Some((Relation::Share, Reading { parts, ..Reading::default() }))
}

/// The parts and wholes that the words of a rate name, where they leave no other.
pub(super) fn by_words(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
) -> Option<Vec<(usize, usize)>> {
    use crate::prose::share::{among, by_stem, defined, explained};
    if let Some(pair) = defined(passage, at, spot) {
        return Some(vec![pair]);
    }
    let explained = explained(passage, at, spot);
    if !explained.is_empty() {
        return Some(explained);
    }
    // 在有效问卷中，满意190份，满意率95%
    let part = passage
        .before(at)
        .next()
        .filter(|(_, part)| part.sentence == spot.sentence && part.clause + 1 == spot.clause);
    if let Some((part, _)) = part.filter(|(_, part)| part.role == Role::Value)
        && let Some(whole) = among(passage, part)
        && spot.row.is_none()
    {
        return Some(vec![(part, whole)]);
    }
    // 节约率 may be of all that was planned or of what was saved
    let is_moved = spot.words.contains(&Class::Adjust);
    let (part, wholes) = by_stem(passage, at, spot).filter(|_| !is_moved)?;
    Some(wholes.into_iter().map(|whole| (part, whole)).collect())
}

/// A rate with a name of its own and the only two amounts before it in the sentence, one of which
/// its name speaks of, or whose difference it is of: 抽查320份，合格304份，合格率95%.
pub(super) fn of_two(passage: &Passage<'_>, spot: &Spot, before: &[(usize, &Spot)]) -> Found {
    let is_saved = |class: &Class| matches!(class, Class::Left | Class::Down | Class::AdjustDown);
    let is_moved = spot.words.contains(&Class::Adjust);
    let is_saving = is_moved || spot.words.iter().any(is_saved);
    // 比预算12万元节约2.4万元，节约率20%
    let between = |other: &Spot| {
        is_saving && matches!(other.role, Role::Left | Role::Change(_) | Role::Adjust(_))
    };
    let is_own = |other: &Spot| !is_moved || other.segment == spot.segment;
    let facts: Vec<(usize, &Spot)> =
        before.iter().filter(|(_, other)| !between(other) && is_own(other)).copied().collect();
    let [(second, b), (first, a)] = facts.as_slice() else { return Vec::new() };
    let fits = |other: &Spot| {
        (matches!(other.role, Role::Value | Role::To(_)) || is_saving && other.role == Role::Base)
            && other.row.is_none()
            && other.stream == spot.stream
            && !other.when.is_last
            && passage.figure(other).is_some_and(|figure| !figure.is_spelled)
    };
    let is_plain = passage.words_of_sentence(spot).all(|class| {
        !matches!(class, Class::Scope | Class::Open | Class::Last | Class::Per)
            && (is_saving || class != Class::Compare)
    });
    let is_alone = passage
        .in_sentence(spot)
        .filter(|(_, other)| {
            other.figure < spot.figure
                && !between(other)
                && !(is_moved && other.role == Role::Complete)
                && passage.figure(other).is_some_and(|figure| !figure.is_spelled)
        })
        .count()
        == 2;
    let is_near = b.clause + 1 + usize::from(is_saving) >= spot.clause
        && a.clause + 1 >= b.clause
        && spot.row.is_none();
    if !(fits(a) && fits(b) && is_plain && is_alone && is_near && goes_with(passage, a, b)) {
        return Vec::new();
    }
    if is_saving && of_others(passage, spot, (a, b), is_moved) {
        return Vec::new();
    }
    if is_moved {
        // by so much up or down: 变动率, 偏差率
        let of = |value: usize, base: usize| growth_of(passage, spot, value, base, 0);
        return match is_later(b, a) {
            Some(true) => of(*second, *first),
            Some(false) => of(*first, *second),
            None => of(*second, *first).into_iter().chain(of(*first, *second)).collect(),
        };
    }
    if is_saving {
        let one = growth_of(passage, spot, *second, *first, -1);
        return one.into_iter().chain(growth_of(passage, spot, *first, *second, -1)).collect();
    }
    let is_name = |class: &Class| matches!(class, Class::RateNoun | Class::Filler | Class::Name);
    if !spot.words.iter().all(is_name) {
        return Vec::new();
    }
    // 满意度调查访问320人: what is asked is no answer
    let bare = |raw: &str| {
        let mut degrees = passage.tokens.words_of("degrees");
        degrees
            .find(|word| raw.contains(*word))
            .map_or(raw.to_owned(), |word| raw.replace(word, ""))
    };
    let names = |other: &Spot| crate::prose::same::common(&spot.name, &bare(&other.raw)) > 1;
    if !names(a) && !names(b) && !crate::prose::share::is_said_before(passage, spot, &spot.name) {
        return Vec::new();
    }
    let share = |part: usize, whole: usize| {
        let (part, whole) = (figure(passage, part), figure(passage, whole));
        let parts = [(Slot::Part, part, 1), (Slot::Whole, whole, 1), (Slot::Share, spot.figure, 1)];
        (Relation::Share, Reading::of(parts))
    };
    // 整改问题3项，发现问题10项，整改率30%: the rate is named after the one that stands first
    let is_first = names(a) && !names(b);
    let mut both = vec![share(*second, *first), share(*first, *second)];
    if is_first {
        both.reverse();
    }
    both
}

/// Whether by their names two amounts are those of other things than a rate is of, or a rate of change
/// stands behind amounts of two things: 国有资本经营收入10万元，政府性基金预算20万元，社会保险基金调整率5%.
fn of_others(passage: &Passage<'_>, rate: &Spot, (a, b): (&Spot, &Spot), is_moved: bool) -> bool {
    /// A shorter name may be that of a stage, or of one more figure of the same.
    const LONG: usize = 4;
    let core = |spot: &Spot| passage.tokens.without_stages(&spot.name).to_owned();
    let length = |name: &str| name.chars().count();
    let is_other = |one: &str, other: &str| {
        let common = crate::prose::same::common(one, other);
        let least = length(one).min(length(other));
        least > 1 && (common < 2 || common * 2 < least)
    };
    let (own, one, two) = (core(rate), core(a), core(b));
    let are_two = is_other(&one, &two);
    // a target and what was reached of it are called otherwise
    let has_target = |spot: &Spot| passage.tokens.has_word("targets", &spot.raw);
    let is_alike = a.when.stage == b.when.stage && !has_target(a) && !has_target(b);
    is_other(&own, &one) && is_other(&own, &two) && are_two
        || is_moved && are_two && is_alike && length(&one).min(length(&two)) >= LONG
}

/// A rate that bears the name of one amount before it: its share of one of those before that.
/// 收回问卷190份，其中满意171份，满意率90%.
pub(super) fn of_part(passage: &Passage<'_>, spot: &Spot, before: &[(usize, &Spot)]) -> Found {
    let fits = |other: &Spot| {
        matches!(other.role, Role::Value | Role::To(_))
            && other.row.is_none()
            && other.stream == spot.stream
            && other.segment == spot.segment
            && !other.when.is_last
            && passage.figure(other).is_some_and(|figure| !figure.is_spelled)
    };
    let is_plain = passage.words_of_sentence(spot).all(|class| {
        !matches!(class, Class::Scope | Class::Open | Class::Compare | Class::Last | Class::Per)
    });
    let mut parts = before.iter().filter(|(_, other)| {
        fits(other)
            && !other.words.contains(&Class::Not)
            && crate::prose::same::common(&other.name, &spot.name) > 1
    });
    let (Some((part, own)), None, true) = (parts.next(), parts.next(), is_plain) else {
        return Vec::new();
    };
    let words = |class: &Class| matches!(class, Class::RateNoun | Class::Filler | Class::Name);
    if spot.clause > own.clause + 2 || spot.row.is_some() || !spot.words.iter().all(words) {
        return Vec::new();
    }
    let value = |other: &Spot| passage.figure(other).map(|figure| figure.value);
    let wholes = before.iter().filter(|(_, other)| {
        other.figure < own.figure
            && fits(other)
            && goes_with(passage, own, other)
            && value(other) >= value(own)
    });
    let share = |whole: usize| {
        let (part, whole) = (figure(passage, *part), figure(passage, whole));
        let parts = [(Slot::Part, part, 1), (Slot::Whole, whole, 1), (Slot::Share, spot.figure, 1)];
        (Relation::Share, Reading::of(parts))
    };
    wholes.map(|(whole, _)| share(*whole)).collect()
}
