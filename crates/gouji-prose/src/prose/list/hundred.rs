//! Shares that come to a hundred.

use super::{is_known_whole, is_scale, leaves_rest};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Kind, Quantity};
use crate::prose::reading::{Filling, Reading, Relation, Said, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Shares of one whole that are all of it come to 100.
pub(super) fn shares_of_hundred(passage: &Passage<'_>, out: &mut Vec<Said>) {
    let spots = passage.spots();
    let mut from = 0;
    while from < spots.len() {
        let Some(first) = spots.get(from) else { break };
        let SentenceShares { items, named, to } = shares_of_sentence(passage, from, first);
        let words: Vec<Class> = passage.words_of_sentence(first).collect();
        let rest = items
            .iter()
            .filter_map(|at| spots.get(*at))
            .any(|item| item.role == Role::Left || item.words.contains(&Class::Rest));
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
                && (items.len() == 2
                    && is_known_whole(passage, &names)
                    && is_near(passage, &items)
                    || is_scale(passage, &raw));
            // 甲占40%、乙占35%，剩余25%为丙
            let ends_with_rest = items.len() > 2
                && items.iter().rev().skip(1).all(|at| {
                    spots.get(*at).is_some_and(|item| {
                        item.role == Role::Share && !item.name.is_empty() && item.of.is_empty()
                    })
                })
                && items.first().zip(items.last()).is_some_and(|(first, last)| {
                    spots.get(*first).zip(spots.get(*last)).is_some_and(|(first, last)| {
                        (last.role == Role::Left || last.words.contains(&Class::Rest))
                            && last.row.is_none()
                            && !passage.between(first, last).any(|class| {
                                matches!(class, Class::OfWhich | Class::Scope | Class::Sum)
                            })
                    })
                });
            let is_sure = is_told_whole(passage, &items)
                || is_parted(passage, &items, &words)
                || is_whole && (rest && items.len() == 2 || entire)
                || ends_with_rest
                || is_counted
                || is_known
                || is_too_much(passage, &items, &words);
            // 甲占62%，乙占18%，其余为丙
            let is_sure = is_sure && !items.last().is_some_and(|last| leaves_rest(passage, *last));
            let sure = usize::from(is_sure);
            out.push(Said { readings, sure, anchor: spot.figure });
        }
        from = to.max(from + 1);
    }
}

/// The shares of a sentence, by their spots.
struct SentenceShares {
    items: Vec<usize>,
    /// Ratios that have names.
    named: Vec<usize>,
    /// Behind the last spot of the sentence.
    to: usize,
}

/// The shares of the sentence that begins with a spot.
fn shares_of_sentence(passage: &Passage<'_>, from: usize, first: &Spot) -> SentenceShares {
    let spots = passage.spots();
    let mut to = from;
    let mut items: Vec<usize> = Vec::new();
    let mut named: Vec<usize> = Vec::new();
    while let Some(spot) = spots.get(to).filter(|spot| spot.sentence == first.sentence) {
        // what stands in a bracket before them may be of another stream: 收入构成（图1）：甲占60%
        let head = |own: &[usize]| match own.first().and_then(|at| spots.get(*at)) {
            Some(own) => own,
            None if first.stream == spot.stream => first,
            None => spot,
        };
        let of = head(&items);
        if spot.role == Role::Share
            && spot.stream == of.stream
            && spot.segment == of.segment
            && passage.is_figure(spot)
            && !spot.is_sum
            // 补助比例为60%的县: which ones
            && !passage.is_followed_by(spot, Class::Of)
        {
            items.push(to);
        }
        let is_ratio = spot.role == Role::Value && is_named_ratio(passage, spot);
        if is_ratio && spot.stream == head(&named).stream {
            named.push(to);
        }
        let is_rest = spot.role == Role::Value && spot.words.contains(&Class::Rest)
            || spot.role == Role::Left && spot.name.is_empty() && spot.stream == of.stream;
        let rest =
            is_rest && passage.figure(spot).is_some_and(|figure| figure.kind == Kind::Percent);
        // 财政承担50%、村集体自筹35%: what goes on in a row is a share like the one before it
        let is_next = spot.role == Role::Value
            && spot.goes_on
            && !spot.name.is_empty()
            && to.checked_sub(1).is_some_and(|before| items.last() == Some(&before))
            && passage.figure(spot).is_some_and(|figure| figure.kind == Kind::Percent);
        if (rest || is_next) && !items.is_empty() {
            items.push(to);
        }
        to += 1;
    }
    SentenceShares { items, named, to }
}

/// Whether shares come to about 100: of two that often make up a whole a third may be left out.
fn is_near(passage: &Passage<'_>, items: &[usize]) -> bool {
    const NEAR: u32 = 10;
    let figures = items.iter().filter_map(|at| passage.figure(passage.spots().get(*at)?));
    let total: Decimal = figures.map(|figure| figure.value).sum();
    (total - Decimal::ONE_HUNDRED).abs() <= Decimal::from(NEAR)
}

/// Whether words before or behind shares say that there are no others: 此外再无其他开支, 来源只有两块.
fn is_told_whole(passage: &Passage<'_>, items: &[usize]) -> bool {
    let spots: Vec<&Spot> = items.iter().filter_map(|at| passage.spots().get(*at)).collect();
    let (Some(first), Some(last)) = (spots.first(), spots.last()) else { return false };
    let is_plain = spots.iter().all(|spot| {
        spot.role == Role::Share && (spot.of.is_empty() || spot.of == first.of) && !spot.is_sum
    }) && !passage.between(first, last).any(|class| {
        matches!(class, Class::OfWhich | Class::Scope | Class::Sum | Class::Last | Class::Compare)
    }) && first.stream == last.stream;
    let tokens = &passage.tokens.tokens;
    let at = |spot: &Spot| passage.tokens.at.get(spot.figure).copied().unwrap_or(0);
    let is_end = |what: What| matches!(what, What::Sign(Sign::Stop | Sign::Edge));
    let behind = || {
        let rest = tokens.get(at(last) + 1..).unwrap_or(&[]);
        rest.iter().map(|token| token.what).take_while(|what| !is_end(*what))
    };
    let says_no_other = behind().any(|what| what == What::Word(Class::NoOther));
    // 支出结构中，甲占70%，乙占30%，无丙支出: the other kinds are none
    let is_none = matches!(
        behind().collect::<Vec<_>>().as_slice(),
        [What::Sign(Sign::Comma), What::Word(Class::Not), ..]
    );
    let start = (0..at(first))
        .rev()
        .find(|at| tokens.get(*at).is_none_or(|token| is_end(token.what)))
        .map_or(0, |at| at + 1);
    let before = tokens.get(start..at(first)).unwrap_or(&[]);
    let head = before
        .first()
        .zip(before.last())
        .map_or_else(String::new, |(a, b)| passage.tokens.text(a.from, b.to));
    // 只有两块, and two shares
    let is_counted = passage.tokens.has_word("only", &head)
        && before.iter().any(|token| match token.what {
            What::Figure(figure) => passage.tokens.figures.get(figure).is_some_and(|figure| {
                figure.kind == Kind::Count && figure.value == Decimal::from(spots.len() as u64)
            }),
            _ => false,
        });
    is_plain
        && spots.len() > 1
        && (says_no_other || is_counted || is_none && is_near(passage, items))
}

/// Shares of a row of shares or of the clauses before, together: 这两项合计占94.7%, 甲与乙共占63.4%.
pub(super) fn joined_shares(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for (at, spot) in passage.spots().iter().enumerate() {
        let is_total = spot.is_sum
            && matches!(spot.role, Role::Share | Role::Value)
            && spot.row.is_none()
            && passage.figure(spot).is_some_and(|figure| {
                figure.kind == Kind::Percent
                    && figure.is_figure()
                    && figure.value != Decimal::ONE_HUNDRED
            });
        if is_total {
            out.extend(joined(passage, at, spot));
        }
    }
}

fn joined(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let mut items: Vec<&Spot> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .map(|(_, other)| other)
        .filter(|other| {
            other.stream == spot.stream
                && other.role == Role::Share
                && !other.is_sum
                && other.of.is_empty()
                && passage.is_figure(other)
        })
        .collect();
    items.reverse();
    let (first, last) = (items.first()?, items.last()?);
    let is_plain = !passage
        .between(first, last)
        .any(|class| matches!(class, Class::OfWhich | Class::Scope | Class::Last | Class::Compare));
    // 这两样加起来: all of them
    let counted = passage
        .before(at)
        .map(|(_, other)| passage.figure(other))
        .take_while(|figure| figure.is_some_and(|figure| figure.is_spelled))
        .next()
        .flatten();
    let is_both = items.len() == 2 && passage.tokens.has_word("both_of", &spot.raw);
    let is_number = |figure: &Quantity| figure.value == Decimal::from(items.len() as u64);
    let is_all = (is_both || counted.is_some_and(is_number)) && spot.name.chars().count() <= 2;
    let is_row = items.iter().any(|item| item.row.is_some());
    let named = || -> Option<Vec<&Spot>> {
        let pieces = pieces(passage, &spot.raw)?;
        let of = |piece: &String| {
            let mut found = items.iter().filter(|item| own_name(passage, item) == *piece);
            found.next().copied().filter(|_| found.next().is_none())
        };
        pieces.iter().map(of).collect()
    };
    let parts: Vec<&Spot> = if is_all { items.clone() } else { named().filter(|_| !is_row)? };
    let parts: Vec<(usize, i8)> = parts.iter().map(|item| (item.figure, 1)).collect();
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&parts);
    (is_plain && parts.len() > 1)
        .then(|| crate::prose::compare::said(spot, vec![(Relation::Sum, reading)], Vec::new()))?
}

/// The name of a share without the words that choose it: 选择满意的 is 满意.
fn own_name(passage: &Passage<'_>, item: &Spot) -> String {
    let tokens = passage.tokens;
    let name = item.raw.as_str();
    let ends = tokens.words_of("chosen_ends").filter_map(|word| name.strip_suffix(word));
    let name = ends.min_by_key(|rest| rest.len()).unwrap_or(name);
    let name = tokens.words_of("chosen").find_map(|word| name.strip_prefix(word)).unwrap_or(name);
    name.to_owned()
}

/// The names that are joined before a total.
fn pieces(passage: &Passage<'_>, text: &str) -> Option<Vec<String>> {
    let tokens = passage.tokens;
    let ends = tokens.words_of("joined_ends").filter_map(|word| text.strip_suffix(word));
    let mut names = vec![ends.min_by_key(|rest| rest.len())?.to_owned()];
    let joints: Vec<&str> = tokens.words_of("joints").collect();
    for joint in joints {
        names = names
            .iter()
            .flat_map(|name| name.split(joint).map(str::to_owned).collect::<Vec<_>>())
            .collect();
    }
    (names.len() > 1 && names.iter().all(|name| name.chars().count() > 1)).then_some(names)
}

/// Whether shares of several parts of one whole come to a little more than all of it, which no parts
/// do.
fn is_too_much(passage: &Passage<'_>, items: &[usize], words: &[Class]) -> bool {
    /// Beyond so many per cent they are hardly shares of one whole.
    const FAR: u32 = 5;
    let spots: Vec<&Spot> = items.iter().filter_map(|at| passage.spots().get(*at)).collect();
    let Some(first) = spots.first() else { return false };
    let is_one_whole = spots.iter().all(|spot| spot.of.is_empty() || spot.of == first.of);
    let are_unlike = spots.iter().enumerate().all(|(nth, spot)| {
        !spot.name.is_empty() && spots.iter().skip(nth + 1).all(|other| other.name != spot.name)
    });
    let is_nested = words.iter().any(|class| {
        matches!(class, Class::OfWhich | Class::Scope | Class::Sum | Class::Last | Class::Compare)
    });
    let (low, total) = spots
        .iter()
        .filter_map(|spot| passage.figure(spot))
        .fold((Decimal::ZERO, Decimal::ZERO), |(low, total), figure| {
            (low + figure.low(), total + figure.value)
        });
    spots.len() > 2
        && is_one_whole
        && are_unlike
        && !is_nested
        && low > Decimal::ONE_HUNDRED
        && (words.contains(&Class::Whole)
            || total <= Decimal::ONE_HUNDRED + Decimal::from(FAR)
            || is_structure(passage, first))
}

/// Whether shares and nothing else follow the words that part a whole, and none of them is one among others: 按年龄划分，甲占20%，乙占30%，丙占50%.
fn is_parted(passage: &Passage<'_>, items: &[usize], words: &[Class]) -> bool {
    /// Fewer may be those that matter.
    const LEAST: usize = 3;
    let spots: Vec<&Spot> = items.iter().filter_map(|at| passage.spots().get(*at)).collect();
    let (Some(first), Some(last)) = (spots.first(), spots.last()) else { return false };
    // 16至59周岁占49.6%: the bounds of ages and the like are parts of names
    let is_other = |at: usize| {
        let is_item = spots.iter().any(|spot| spot.figure == at);
        let kind = passage.tokens.figures.get(at).map(|figure| figure.kind);
        !is_item && !matches!(kind, Some(Kind::Count | Kind::Bare))
    };
    // 分别完成10万元、20万元，分别占计划的25%、50%: rates of what is told before them
    let has_amounts = passage
        .in_sentence(first)
        .any(|(_, other)| passage.figure(other).is_some_and(|own| own.kind == Kind::Money));
    let is_alone = !(first.figure..=last.figure).any(is_other) && !has_amounts;
    let is_plain = spots.iter().all(|spot| spot.of.is_empty() || spot.of == first.of)
        && !passage
            .between(first, last)
            .any(|class| matches!(class, Class::OfWhich | Class::Scope | Class::Sum | Class::Last));
    spots.len() >= LEAST
        && is_alone
        && is_plain
        && !words.contains(&Class::Open)
        && (is_structure(passage, first)
            || is_viewed(passage, first)
            || is_behind_colon(passage, &spots))
}

/// Whether a colon stands before the first share, and the words before it say that several bear it, or how many kinds there are:
/// 由多方共担：财政承担50%; 去向分四类：发还的占34%.
fn is_behind_colon(passage: &Passage<'_>, items: &[&Spot]) -> bool {
    let Some(first) = items.first() else { return false };
    let lead = without_brackets(&passage.lead_of_sentence(first));
    let Some((head, _)) = lead.rsplit_once(':') else { return false };
    let is_borne = passage.tokens.words_of("borne_by_several").any(|word| head.ends_with(word));
    let is_number = |(_, other): (usize, &Spot)| {
        other.figure < first.figure
            && passage
                .figure(other)
                .is_some_and(|own| own.is_spelled && own.value == Decimal::from(items.len() as u64))
    };
    is_borne || passage.in_sentence(first).any(is_number)
}

/// Whether a clause before the first share says how a whole is parted: 按年龄划分，从资金投向看，.
fn is_viewed(passage: &Passage<'_>, first: &Spot) -> bool {
    let tokens = passage.tokens;
    let before = without_brackets(&passage.lead_of_sentence(first));
    let is_view = |clause: &str| {
        tokens.words_of("view_starts").any(|word| clause.starts_with(word))
            && tokens.words_of("view_ends").any(|word| clause.ends_with(word))
    };
    before.split([',', ':']).rev().skip(1).any(is_view)
}

/// Whether words before the first share say that what follows is what something is made of: 从资金来源看, 支出结构：, 收入来源为.
fn is_structure(passage: &Passage<'_>, first: &Spot) -> bool {
    let tokens = passage.tokens;
    let before = passage.lead_of_sentence(first);
    let before = without_brackets(&before);
    let is_mark =
        |rest: &str| tokens.words_of("structure_marks").any(|mark| rest.starts_with(mark));
    tokens.words_of("structure_heads").any(|head| before.split(head).skip(1).any(is_mark))
}

/// A text without what stands in brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let is_outside = |letter: &char| {
        depth += usize::from(*letter == '(');
        let is_outside = depth == 0;
        depth = depth.saturating_sub(usize::from(*letter == ')'));
        is_outside
    };
    text.chars().filter(is_outside).collect()
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
    // 由中央、省、县共同承担，中央50%，省级30%，县级20%
    let is_borne = items.len() > 2
        && passage.tokens.has_word("borne_together", &passage.lead_of_sentence(first));
    let is_told = has(Class::Whole) || is_weighing || is_borne;
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
    let is_sure = is_borne || (total - Decimal::ONE_HUNDRED).abs() <= Decimal::from(FAR);
    let readings = vec![(Relation::Shares, reading)];
    Some(Said { readings, sure: usize::from(is_sure), anchor: last.figure })
}
