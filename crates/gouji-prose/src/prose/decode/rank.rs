//! Which of several is the first or the last of them: 甲50万元、乙30万元、丙20万元，其中规模最大的是甲.

use super::frame::Frame;
use super::rank_names::{name, name_of_group, name_of_row, names_of_range};
use super::rank_words::{behind_first_rank, by_each, is_named, without_number, without_pick};
use super::share::is_rate;
use super::sorted;
use super::told_lists::ToldLists;
use super::untaught::Untaught;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::same::{is_of_list, ranked};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use std::ops::Range;

/// Of two the greater is told without a rank.
pub(super) const LEAST: usize = 3;
/// A shorter name is that of many things.
const SHORT: usize = 2;

/// What is ranked, with the name of each.
type Items<'a> = Vec<(&'a Spot, String)>;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>, untaught: &[Untaught]) {
    let lists = ToldLists::of(out, untaught);
    let tokens = &view.passage.tokens.tokens;
    // the rank of the clause before, and where that ends
    let mut last: Option<(usize, Reading)> = None;
    for (at, token) in tokens.iter().enumerate() {
        let sign = match token.what {
            What::Word(Class::Most) => 1,
            What::Word(Class::Least) => -1,
            _ => continue,
        };
        if let Some(clause) = words_of_rank(view, at) {
            let found = frame(view, (at, sign), clause.clone(), &lists);
            let found = found.or_else(|| {
                let (_, own) = last.as_ref().filter(|(end, _)| end + 1 == clause.start)?;
                of_same(view, (at, sign), clause.clone(), own)
            });
            last = found.as_ref().map(|rank| (clause.end, rank.reading.clone()));
            out.extend(
                found.as_ref().and_then(|rank| share(view, clause.end, rank.anchor, &lists)),
            );
            let next = found.as_ref().and_then(|rank| sorted::next(view, (clause.end, sign), rank));
            out.extend(found);
            out.extend(next);
        }
    }
    sorted::in_order(view, out);
    sorted::one_by_one(view, out);
}

/// Which of those that the clause before ranks is at the other end: 支出最多的是甲，最少的是丙.
fn of_same(
    view: &View<'_, '_>,
    (at, sign): (usize, i8),
    clause: Range<usize>,
    ranks: &Reading,
) -> Option<Frame> {
    let tokens = &view.passage.tokens.tokens;
    let is_filler = |at: &usize| {
        let what = tokens.get(*at).map(|token| token.what);
        matches!(what, Some(What::Word(Class::Of | Class::Filler)))
    };
    let fills = (at + 1..clause.end).take_while(is_filler).count();
    let behind =
        text(view, at + 1 + fills..clause.end).filter(|_| at == clause.start && fills > 0)?;
    let spots = ranks.figures().into_iter().filter_map(|own| view.passage.spot_of(own));
    let items: Option<Items<'_>> = spots
        .map(|spot| Some((spot, name(view, view.passage.layout.place_of(spot.figure)?)?)))
        .collect();
    let items = items?;
    let winner = named_as_kind(view, &items, &behind)?;
    let others = items.iter().map(|(spot, _)| *spot);
    let others: Vec<&Spot> = others.filter(|spot| spot.figure != winner.figure).collect();
    let (relation, reading) = ranked(view.passage, winner, &others, sign)?;
    Some(Frame::new(relation, reading, winner.figure))
}

/// The words of a clause that say which is the first or the last: all of it, or what 得分最高的甲县与得分最低的乙县相差6.6分 says of
/// one of them.
fn words_of_rank(view: &View<'_, '_>, at: usize) -> Option<Range<usize>> {
    let tokens = &view.passage.tokens.tokens;
    let what = |at: &usize| tokens.get(*at).map(|token| token.what);
    let is_figure = |at: &usize| match what(at) {
        Some(What::Figure(at)) => {
            view.passage.tokens.figures.get(at).is_some_and(|own| !own.is_spelled)
        }
        _ => false,
    };
    let is_rank = |at: &usize| matches!(what(at), Some(What::Word(Class::Most | Class::Least)));
    let clause = clause(view, at);
    let end = (at + 1..clause.end).find(|at| is_figure(at) || is_rank(at)).unwrap_or(clause.end);
    let start = (clause.start..at).rev().find(is_rank).map_or(clause.start, |rank| rank + 1);
    let names_next = what(&(at + 1)) == Some(What::Word(Class::Of));
    let is_whole = start == clause.start && end == clause.end;
    let is_told = !(clause.start..at).any(|at| is_figure(&at)) && (is_whole || names_next);
    is_told.then_some(start..end)
}

/// The share that is told next of what is the first of a list: 其中规模最大的是甲，占47%.
fn share(view: &View<'_, '_>, end: usize, winner: usize, lists: &ToldLists) -> Option<Frame> {
    let at = view.places().find(|at| view.token(*at) > end)?;
    let spot = view.spot(at).filter(|spot| spot.role == Role::Share && is_rate(view, at))?;
    let lead = view.passage.tokens.tokens.get(end..view.token(at)).unwrap_or(&[]);
    let is_next = lead.iter().skip(1).all(|token| !matches!(token.what, What::Sign(_)));
    let mut own = lists.0.iter().filter(|list| list.items.contains(&winner));
    let (Some(list), None) = (own.next(), own.next()) else { return None };
    let place = view.places().find(|at| view.number(*at) == list.total)?;
    let is_of_list = spot.of.is_empty() || view.names(&spot.of, place);
    let parts =
        [(Slot::Part, winner, 1), (Slot::Whole, list.total, 1), (Slot::Share, spot.figure, 1)];
    (is_next && is_of_list && spot.name.is_empty())
        .then(|| Frame::new(Relation::Share, Reading::of(parts), spot.figure).weak())
}

/// What some tokens print.
pub(super) fn text(view: &View<'_, '_>, range: Range<usize>) -> Option<String> {
    let tokens = view.passage.tokens;
    let ends = tokens.tokens.get(range.start).zip(tokens.tokens.get(range.end.checked_sub(1)?));
    ends.filter(|_| range.start < range.end).map(|(a, b)| tokens.text(a.from, b.to))
}

/// The clause of a word.
pub(super) fn clause(view: &View<'_, '_>, at: usize) -> Range<usize> {
    let tokens = &view.passage.tokens.tokens;
    let is_end = |at: &usize| matches!(tokens.get(*at).map(|token| token.what), Some(What::Sign(sign)) if !matches!(sign, Sign::Item | Sign::Open | Sign::Close));
    let from = (0..at).rev().find(is_end).map_or(0, |end| end + 1);
    from..(at..tokens.len()).find(is_end).unwrap_or(tokens.len())
}

fn frame(
    view: &View<'_, '_>,
    (at, sign): (usize, i8),
    clause: Range<usize>,
    lists: &ToldLists,
) -> Option<Frame> {
    let tokens = view.passage.tokens;
    let class = |at: usize| match tokens.tokens.get(at)?.what {
        What::Word(class) => Some(class),
        _ => None,
    };
    let fills = (at + 1..clause.end)
        .take_while(|at| matches!(class(*at), Some(Class::Of | Class::Filler)))
        .count();
    // 得分最低的甲镇主要失分点是记录不完整: what follows the name says something else
    let said = clause.start..if fills > 0 { at } else { clause.end };
    let has =
        |wanted: &[Class]| said.clone().filter_map(class).any(|class| wanted.contains(&class));
    let is_of_others = has(&[
        Class::Scope,
        Class::Average,
        Class::Per,
        Class::Not,
        Class::Compare,
        Class::Left,
        Class::Cumulated,
    ]);
    if is_of_others || by_each(view, clause.start) {
        return None;
    }
    let opens = clause
        .clone()
        .take_while(|at| matches!(class(*at), Some(Class::OfWhich | Class::Filler)))
        .count();
    // 三家单位中规模最大的是甲
    let mut number = (clause.start..at).filter_map(|at| match tokens.tokens.get(at)?.what {
        What::Figure(figure) => Some((at, tokens.figures.get(figure)?)),
        _ => None,
    });
    let (counted, number) = number.next_back().unzip();
    let before = counted
        .and_then(|counted| without_number(view, clause.start + opens, counted))
        .or_else(|| text(view, clause.start + opens..at))
        .unwrap_or_default();
    let among =
        tokens.words_of("among").filter_map(|word| Some(before.rsplit_once(word)?.1.to_owned()));
    let among = among.min_by_key(String::len).filter(|_| number.is_some());
    let before = without_pick(view, among.as_deref().unwrap_or(&before));
    let before = behind_first_rank(view, clause.start, before.to_owned())?;
    let behind = text(view, at + 1 + fills..clause.end).unwrap_or_default();
    // 增幅居首, 提升幅度最大: which way
    let way = match (has(&[Class::Up]), has(&[Class::Down])) {
        (true, false) => Some(1),
        (false, true) => Some(-1),
        (false, false) => None,
        _ => return None,
    };
    // 其中甲所占比重最大
    let is_share_of = tokens.words_of("share_noun").any(|noun| before.ends_with(noun));
    let measure = Measure {
        way,
        is_share: has(&[Class::Share]) || is_share_of,
        is_rate: has(&[Class::Complete, Class::RateNoun]),
    };
    let is_named_measure = way.is_some() || measure.is_share || measure.is_rate;
    let mut places = ranked_places(view, &clause, lists);
    let all = places.len();
    leave_out(view, at, &mut places)?;
    // 大队不比，其余以渔港科最高: of which ones is open
    if has(&[Class::Rest]) && places.len() == all {
        return None;
    }
    let said = (before.as_str(), has(&[Class::RateNoun]), fills > 0);
    let items = ranked_items(view, measure, &places, said)?;
    let (winner, of) = if fills > 0 && behind.chars().count() >= SHORT {
        (named_as_kind(view, &items, &behind)?, before)
    } else {
        opening(view, &items, &before)?
    };
    if number.is_some_and(|number| number.value != (items.len() as u64).into()) {
        return None;
    }
    let first = items.first()?.0;
    // 甲县民生支出占比最高 is of something else
    if is_share_of && !tokens.is_word("share_noun", &of) {
        return None;
    }
    let is_told = is_named_measure || is_of_list(view.passage, &of, first, winner);
    let others: Vec<&Spot> =
        items.iter().map(|(spot, _)| *spot).filter(|spot| spot.figure != winner.figure).collect();
    let (relation, reading) = ranked(view.passage, winner, &others, sign)?;
    is_told.then(|| Frame::new(relation, reading, winner.figure))
}

/// What a measure ranks: the figures of its kind; amounts of what was done, or ranked as their shares are; whatever stands there
/// where the words before it say nothing of a measure. `is_noun`: a noun of a rate is said; `is_behind`: the name stands behind.
fn ranked_items<'a>(
    view: &View<'_, 'a>,
    measure: Measure,
    places: &[usize],
    (before, is_noun, is_behind): (&str, bool, bool),
) -> Option<Items<'a>> {
    let tokens = view.passage.tokens;
    // 其中乙完成投资最多
    let mut rates = tokens.words_of("rate_ends");
    let is_done = measure.is_rate && !is_noun && !rates.any(|end| before.ends_with(end));
    // 占比最高的是甲，占47%
    let is_by_amount = measure.is_share && is_behind && tokens.is_word("share_noun", before);
    let items = measure.items(view, places).or_else(|| {
        let amounts = Measure { is_rate: false, ..measure };
        amounts.items(view, places).filter(|_| is_done)
    });
    let items = items.or_else(|| {
        let amounts = Measure { is_share: false, ..measure };
        amounts.items(view, places).filter(|_| is_by_amount)
    });
    // 甲93%、乙97%、丙81%，最高的是乙, 其中乙最高: whatever they are
    let is_bare = |items: &Items<'_>| {
        before.is_empty()
            || opening(view, items, before)
                .is_some_and(|(_, of)| of.is_empty() || tokens.is_word("ranked_things", &of))
            // 支付率：甲27%、…。支付最慢的是甲
            || items
                .first()
                .is_some_and(|(first, _)| is_of_list(view.passage, before, first, first))
    };
    let is_named = measure.way.is_some() || measure.is_share || measure.is_rate;
    items.or_else(|| {
        let any = Measure { is_rate: true, ..measure };
        any.items(view, places).filter(|items| !is_named && is_bare(items))
    })
}

/// The places of what may be ranked: what the others make up is none of them.
fn ranked_places(view: &View<'_, '_>, clause: &Range<usize>, lists: &ToldLists) -> Vec<usize> {
    let mut places = around(view, clause);
    // 甲96分、乙88分，平均92分: the mean of them is none
    let is_mean =
        |at: &usize| view.spot(*at).is_some_and(|spot| spot.words.contains(&Class::Average));
    if let Some((last, others)) = places.split_last()
        && is_mean(last)
        && !others.iter().any(is_mean)
    {
        places.pop();
    }
    places.retain(|place| !lists.0.iter().any(|list| list.total == view.number(*place)));
    // 一至四季度分别为…，全年4.42亿元: those of the range
    let of_range = |place: &usize| {
        let row = view.spot(*place).and_then(|own| own.row);
        row.is_some_and(|(_, nth, _)| {
            place.checked_sub(nth).and_then(|first| names_of_range(view, first)).is_some()
        })
    };
    if places.iter().any(of_range) {
        places.retain(of_range);
    }
    // 支出80万元，其中：甲50万元、…: the whole of them
    let opens = |pair: &[usize]| {
        let [a, b] = pair else { return false };
        let behind = view.text_behind(*a);
        let mut among = view.passage.tokens.words_of("among");
        view.words(*a, *b).contains(&Class::OfWhich) || among.any(|word| behind.starts_with(word))
    };
    if places.get(..2).is_some_and(opens) {
        places.remove(0);
    }
    places
}

/// Leaves out the item that the words before a rank except: 除教育支出外，金额最大的是…; 甲支队以外的三个支队中，…. `None` where they
/// except what is no item.
fn leave_out(view: &View<'_, '_>, at: usize, places: &mut Vec<usize>) -> Option<()> {
    let is_number = |place: &usize| view.figure(*place).is_some_and(|own| !own.is_spelled);
    let last = view.places().rfind(|place| view.token(*place) < at && is_number(place));
    let from = last.map_or(0, |place| view.token(place) + 1);
    let before = text(view, from..at).unwrap_or_default();
    let tokens = view.passage.tokens;
    let excepts = tokens.words_of("except").find_map(|word| Some(before.split_once(word)?.1));
    let mut ends =
        tokens.words_of("beyond").filter(|end| excepts.is_some() || end.chars().count() > 1);
    let name = ends.find_map(|end| Some(excepts.unwrap_or(&before).split_once(end)?.0));
    // 不含主楼，南苑最多
    let name = name.or_else(|| {
        let behind =
            tokens.words_of("left_out").find_map(|word| Some(before.split_once(word)?.1))?;
        behind.split_once([',', ')']).map(|(name, _)| name)
    });
    let Some(name) = name else { return excepts.is_none().then_some(()) };
    let name = name.rsplit(['\u{3002}', ',', ';']).next().unwrap_or(name);
    let all = places.len();
    places.retain(|place| {
        view.spot(*place).is_none_or(|spot| {
            !is_named(view, &spot.name, name) && !is_named(view, &spot.raw, name)
        })
    });
    (places.len() < all).then_some(())
}

/// The only one that a text names, with or without the word of what it is: 金额最大的为货物类.
fn named_as_kind<'a>(view: &View<'_, 'a>, items: &Items<'a>, text: &str) -> Option<&'a Spot> {
    let kinds = view.passage.tokens.words_of("ranked_things");
    let bare = kinds.filter_map(|kind| text.strip_suffix(kind)).next();
    let bare = bare.filter(|bare| bare.chars().count() >= SHORT);
    named(view, items, text).or_else(|| named(view, items, bare?))
}

/// The only one that a text names: 最高的是甲.
fn named<'a>(view: &View<'_, 'a>, items: &Items<'a>, text: &str) -> Option<&'a Spot> {
    let is_meant =
        |(spot, name): &&(&'a Spot, String)| is_named(view, name, text) || spot.raw.ends_with(text);
    let mut own = items.iter().filter(is_meant);
    let (spot, _) = own.next()?;
    own.next().is_none().then_some(*spot)
}

/// The only one whose name a text begins with, and what it says behind: 甲得分最高. Or the only one whose name begins with all of
/// the text: 甲接待20人、乙25人，乙最多.
fn opening<'a>(view: &View<'_, '_>, items: &Items<'a>, text: &str) -> Option<(&'a Spot, String)> {
    let tokens = view.passage.tokens;
    let ends = || text.char_indices().skip(SHORT).map(|(at, _)| at).chain([text.len()]);
    let head = |(spot, name): &(&'a Spot, String)| {
        // 甲占81%: the word of what it is belongs to no name
        let share = tokens.words_of("share").filter_map(|word| spot.raw.strip_suffix(word));
        let raw = share.min_by_key(|raw| raw.len()).unwrap_or(&spot.raw);
        let is_name = |at: &usize| {
            text.get(..*at).is_some_and(|head| {
                head.chars().count() >= SHORT
                    && (raw.ends_with(head) || name == head || *name == view.core(head))
            })
        };
        Some((*spot, ends().filter(is_name).last()?))
    };
    let mut own = items.iter().filter_map(head);
    if let Some((spot, at)) = own.next() {
        return own.next().is_none().then(|| (spot, text.get(at..).unwrap_or_default().to_owned()));
    }
    if let Some(found) = of_most_in_common(items, text) {
        return Some(found);
    }
    let begins =
        |(spot, name): &&(&'a Spot, String)| name.starts_with(text) || spot.raw.starts_with(text);
    let mut own = items.iter().filter(begins).filter(|_| text.chars().count() >= SHORT);
    let (spot, _) = own.next()?;
    own.next().is_none().then(|| (*spot, String::new()))
}

/// The one whose name begins as a text does, where no other begins so: 甲港查验30万人次、乙港28万人次，甲港业务量居首.
fn of_most_in_common<'a>(items: &Items<'a>, text: &str) -> Option<(&'a Spot, String)> {
    /// A shorter beginning is that of many things.
    const LEAST_IN_COMMON: usize = 3;
    let common = |name: &str| name.chars().zip(text.chars()).take_while(|(a, b)| a == b).count();
    let mut by_length: Vec<(usize, &Spot)> =
        items.iter().map(|(spot, name)| (common(name), *spot)).collect();
    by_length.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
    let [(most, spot), (next, _), ..] = by_length.as_slice() else { return None };
    let rest: String = text.chars().skip(*most).collect();
    (*most >= LEAST_IN_COMMON && *next < SHORT && !rest.is_empty()).then_some((*spot, rest))
}

/// The places of the figures that may be ranked: those before the clause in its sentence, those of the sentence before
/// where it opens its own, or else those of the next sentence.
fn around(view: &View<'_, '_>, clause: &Range<usize>) -> Vec<usize> {
    let tokens = &view.passage.tokens.tokens;
    let stops = |from: usize, to: usize| {
        let own = tokens.get(from..to).unwrap_or(&[]).iter();
        own.filter(|token| matches!(token.what, What::Sign(Sign::Stop | Sign::Edge))).count()
    };
    let sentence = |at: usize| view.spot(at).map(|spot| spot.sentence);
    // 四类支出合计80万元，金额最小的是: how many they are, and what they come to
    let is_number = |at: &usize| {
        view.figure(*at).is_some_and(|figure| !figure.is_spelled)
            && view.spot(*at).is_some_and(|spot| !spot.is_sum)
    };
    let (before, behind): (Vec<usize>, Vec<usize>) =
        view.places().filter(is_number).partition(|at| view.token(*at) < clause.start);
    if let Some(last) = before.last().filter(|at| stops(view.token(**at), clause.start) < 2) {
        return before.iter().copied().filter(|at| sentence(*at) == sentence(*last)).collect();
    }
    let next = behind.first().filter(|at| stops(clause.end, view.token(**at)) == 1);
    let own = next.map(|next| behind.iter().copied().filter(|at| sentence(*at) == sentence(*next)));
    own.map(Iterator::collect).unwrap_or_default()
}

/// What is ranked.
#[derive(Clone, Copy)]
struct Measure {
    /// Which way it went.
    way: Option<i8>,
    /// It is a share.
    is_share: bool,
    /// It is a rate, and no amount.
    is_rate: bool,
}

impl Measure {
    fn is_of(self, view: &View<'_, '_>, at: usize, has_points: bool) -> bool {
        let (Some(spot), Some(figure)) = (view.spot(at), view.figure(at)) else { return false };
        let is_own = match (self.way, figure.kind) {
            (Some(way), Kind::Points) => spot.role == Role::Points(way),
            (Some(way), Kind::Percent) => !has_points && spot.role == Role::Rate(way),
            (None, Kind::Percent) if self.is_share => spot.role == Role::Share,
            (None, Kind::Percent) => {
                self.is_rate && !matches!(spot.role, Role::Rate(_) | Role::Points(_) | Role::Share)
            }
            (None, Kind::Money | Kind::Score | Kind::Count) => {
                // 一标段56万元/公里
                // 每点费用甲标段3,150元、乙标段3,480元
                let heads_row = || {
                    view.is_like(at, at + 1) && view.spot(at + 1).is_some_and(|next| next.goes_on)
                };
                // 甲日均186人次，乙243人次: the word of the first holds for the others
                let heads_list = || {
                    spot.words.contains(&Class::Average)
                        && view.is_like(at, at + 1)
                        && view.spot(at + 1).is_some_and(|next| {
                            next.sentence == spot.sentence && next.role == Role::Value
                        })
                };
                let is_cost =
                    spot.role == Role::Per && (figure.is_per || heads_row() || heads_list());
                !self.is_share
                    && !self.is_rate
                    && (is_cost || matches!(spot.role, Role::Value | Role::Got))
            }
            _ => false,
        };
        is_own
            && spot.stream == 0
            && (spot.row.is_none() || name_of_row(view, at).is_some())
            && !spot.is_sum
            && !spot.when.is_last
            && view.passage.is_figure(spot)
            && !figure.is_spelled
    }

    /// The figures of its kind, each with its name.
    fn items<'a>(self, view: &View<'_, 'a>, places: &[usize]) -> Option<Items<'a>> {
        let is_points =
            |at: &usize| view.spot(*at).is_some_and(|spot| matches!(spot.role, Role::Points(_)));
        let has_points = places.iter().any(is_points);
        let own = places.iter().copied().filter(|at| self.is_of(view, *at, has_points));
        let own: Vec<usize> = own.collect();
        // 12个乡镇中，甲94分、乙92分、丙95分: those of one kind
        let alike = |first: &usize| -> Vec<usize> {
            own.iter().copied().filter(|at| view.is_like(*at, *first)).collect()
        };
        let own = own.iter().map(alike).find(|own| own.len() >= LEAST)?;
        let spots = || own.iter().filter_map(|at| view.spot(*at));
        let apart = |names: Vec<String>| {
            let is_twice =
                |(nth, name): (usize, &String)| names.iter().skip(nth + 1).any(|one| one == name);
            (!names.iter().enumerate().any(is_twice)).then_some(names)
        };
        let named = |name: fn(&View<'_, '_>, usize) -> Option<String>| {
            apart(own.iter().map(|at| name(view, *at)).collect::<Option<_>>()?)
        };
        // 甲应签90人、实签80人，签约率88.9%；乙应签…，签约率…: rates of one name are of what the group is of
        let names = named(name).or_else(|| named(name_of_group))?;
        Some(spots().zip(names).collect())
    }
}
