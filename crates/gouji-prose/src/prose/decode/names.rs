//! How many names stand directly before a number: 南溪区、青桐县、白石县3个县区.

use super::frame::Frame;
use super::sum::sum;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Kind, Quantity};
use crate::prose::reading::{Filling, Reading, Relation, Slot, holds};
use crate::prose::token::{Sign, Token, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Fewer names may be parts of one.
const LEAST: usize = 3;
/// A longer stretch is more than a name.
const LONGEST: usize = 16;
/// Characters of the longest list that is looked at.
const FAR: usize = 64 * LONGEST;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let counts = view.places().filter(|at| is_count(view, *at));
    out.extend(counts.filter_map(|at| frame(view, at).or_else(|| behind(view, at))));
    out.extend(view.places().filter_map(|number| of_list(view, number)));
}

/// A number that stands directly before the amounts of all that it counts: 80万元，涉及3个项目，分别是：甲20万元、乙50万元、丙10万元.
/// That they come to the amount before says that none is missing.
fn of_list(view: &View<'_, '_>, number: usize) -> Option<Frame> {
    let spot = view.spot(number).filter(|spot| {
        is_count(view, number)
            && view.figure(number).is_some_and(|own| own.kind == Kind::Count)
            && view.passage.is_figure(spot)
            && spot.role == Role::Value
    })?;
    // 二期 of a name counts nothing
    let is_spelled = |at: usize| view.figure(at).is_some_and(|own| own.is_spelled);
    let (first, _) = view.after(number).find(|(at, _)| !is_spelled(*at))?;
    let is_total = |other: &Spot| {
        let says = |class: &Class| matches!(class, Class::Sum | Class::Total | Class::Cumulated);
        other.is_sum || other.words.iter().any(says)
    };
    let tokens = view.passage.tokens;
    let text = view.text_between(number, first);
    let mut words = tokens.words_of("namely").chain(tokens.words_of("respectively"));
    // 3个项目，分别是甲; 3个项目：甲
    let is_worded = words.any(|word| {
        text.split_once(word)
            .is_some_and(|(before, _)| before.matches(',').count() == 1 && before.ends_with(','))
    });
    let opens = is_worded || text.split_once(':').is_some_and(|(noun, _)| !noun.contains(','));
    if !opens {
        return None;
    }
    let own = view
        .after(number)
        .filter(|(at, _)| !is_spelled(*at))
        .take_while(|(_, other)| other.sentence == spot.sentence && !is_total(other));
    let items: Vec<usize> = own.map(|(at, _)| at).collect();
    let segment = view.spot(first)?.segment;
    let is_beside = |at: usize| view.spot(at).is_some_and(|own| own.segment == segment);
    // 增收因素有两项：甲20万元，乙30万元；减收…: the list ends at the semicolon
    let items: Vec<usize> = items.into_iter().take_while(|at| is_beside(*at)).collect();
    let last = *items.last()?;
    // 甲和乙20万元 may be two of them
    let is_item = |at: &usize| {
        let name = view.spot(*at).map_or("", |spot| spot.raw.as_str());
        view.figure(*at).is_some_and(|own| own.kind == Kind::Money)
            && view.is_fact(*at)
            && view.is_like(*at, first)
            && !name.is_empty()
            && view.joined(name).len() == 1
    };
    // 甲、乙20万元: one of them bears no amount
    let marks = |text: &str| text.matches(['\u{3001}', ',', ';']).count();
    let opening = text.rsplit(':').next().map_or(0, marks);
    let are_apart = items
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if marks(&view.text_between(*a, *b)) == 1));
    let is_list = are_apart && (is_worded || opening == 0);
    if items.len() < LEAST || !is_list || !items.iter().all(is_item) {
        return None;
    }
    let mut before = view.before(number).take_while(|(_, own)| own.sentence == spot.sentence);
    let head = before.find(|(at, _)| view.is_fact(*at) && view.is_like(*at, first));
    let next = view.after(last).find(|(at, _)| !is_spelled(*at));
    let behind = next.filter(|(_, own)| own.sentence == spot.sentence && own.is_sum);
    // nothing but the items stands behind the colon: they are all
    let ends = || {
        let is_end = |sign: Sign| view.is_followed_by_sign(last, sign);
        !is_worded && (is_end(Sign::Stop) || is_end(Sign::Semicolon)) && !view.has_scope(number)
    };
    let is_all = match head.or(behind) {
        Some((total, _)) => {
            let reading = sum(view, total, &items).reading;
            holds(Relation::Sum, &reading, &tokens.figures) == Some(true)
        }
        None => ends(),
    };
    let range = view.figure(first)?.span.start..view.figure(last)?.span.end;
    is_all.then(|| told(view.number(number), Decimal::from(items.len()), range))
}

fn is_count(view: &View<'_, '_>, at: usize) -> bool {
    // 含首尾两月: no number of names
    let is_time = |counter: &str| {
        ["month", "year"].iter().any(|list| view.passage.tokens.is_word(list, counter))
    };
    view.spot(at).is_some_and(|spot| spot.row.is_none())
        && view.figure(at).is_some_and(|figure| {
            matches!(figure.kind, Kind::Count | Kind::Bare)
                && !is_time(&figure.counter)
                && figure.decimals == 0
                && figure.value >= Decimal::TWO
        })
}

/// The names of a list; a word may join the last of them: 甲县、乙县和丙市.
fn names_in<'t>(view: &View<'_, '_>, list: &'t str) -> Option<Vec<&'t str>> {
    let mut names: Vec<&str> = list.split('\u{3001}').collect();
    let last = names.pop()?;
    let mut joints = view.passage.tokens.words_of("joints").filter(|joint| *joint != "\u{3001}");
    let joint = joints.find_map(|joint| {
        let (one, other) = last.split_once(joint)?;
        is_body(view, one).then_some([one, other])
    });
    match joint {
        Some(pair) => names.extend(pair),
        None => names.push(last),
    }
    Some(names)
}

/// That a number is that of so many names, which stand at some bytes.
fn told(figure: usize, counted: Decimal, range: std::ops::Range<usize>) -> Frame {
    let parts = vec![
        (Slot::Value, Filling::Figure(figure, 1)),
        (Slot::Base, Filling::Counted(counted, range)),
    ];
    Frame::new(Relation::Count, Reading { parts, ..Reading::default() }, figure)
}

/// A number of bodies whose names follow, up to the end of their clause: 选取5个县开展评价，即甲县、乙县、丙市.
fn behind(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let figure = view.figure(at)?;
    let tokens = view.passage.tokens;
    let from = tokens.tokens.get(view.token(at))?.to;
    let is_end = |c: char| matches!(c, '\u{3002}' | '\u{1E}' | ';');
    // no other number of something stands among the names: 3个单位执行率低于60%，即甲县、县120中心、乙县
    let counts = |at: usize| view.figure(at).is_some_and(|figure| figure.kind == Kind::Count);
    let next = view.after(at).find(|(next, _)| counts(*next));
    let next = next.and_then(|(next, _)| tokens.tokens.get(view.token(next)));
    let limit = next.map_or(tokens.chars.len(), |next| next.from);
    let end_behind = |from: usize| {
        let mut own = from..limit;
        let end = own.find(|at| tokens.chars.get(*at).is_some_and(|c| is_end(c.c)));
        end.unwrap_or(limit)
    };
    let own = end_behind(from);
    // 共5个。分别是甲县、乙县、…: the names are a sentence of their own
    let from_next = (own + 1).min(limit);
    let rest = tokens.text(from_next, tokens.chars.len().min(from_next + LONGEST));
    let is_told = tokens.words_of("namely").any(|word| rest.starts_with(word));
    let end = if is_told { end_behind(own + 1) } else { own };
    let text = tokens.text(from, end);
    let words = tokens.words_of("namely").chain(tokens.words_of("respectively"));
    let opens = words.flat_map(|word| {
        let marks = [',', '\u{3002}'].into_iter();
        marks
            .filter_map(|mark| {
                Some(text.find(&format!("{mark}{word}"))? + mark.len_utf8() + word.len())
            })
            .collect::<Vec<_>>()
    });
    // 所属单位共6家：甲队、乙所、…: directly behind the number
    let is_direct = text.starts_with(':') && !spot.words.contains(&Class::OfWhich);
    let start = opens.max().or_else(|| is_direct.then_some(1))?;
    let list = text.get(start..)?;
    let list = list.strip_prefix(':').unwrap_or(list);
    let start = text.len() - list.len();
    let ends =
        list.find([',', ':']).or_else(|| (next.is_none() || end < limit).then_some(list.len()));
    let list = list.get(..ends?).filter(|list| !list.is_empty())?;
    let names = names_in(view, list)?;
    // 抽查20个村，即甲镇、乙镇、丙镇: in these there are so many
    let mut kinds = tokens
        .words_of("bodies")
        .filter(|kind| figure.counter == **kind || text.starts_with(*kind));
    let is_other = kinds.any(|kind| !names.iter().any(|name| name.ends_with(kind)));
    let is_short = |name: &&str| name.chars().count() <= LONGEST;
    let are_bodies = names.iter().all(is_short)
        && (names.iter().all(|name| is_body(view, name)) || are_of_kind(&spot.raw, &names));
    // 县120急救中心, but not 甲县5个
    let is_measured = |name: &&str| name.ends_with(|c: char| c.is_ascii_digit());
    let is_alone = !names.iter().any(is_measured);
    let counted = Decimal::from(u32::try_from(names.len()).ok()?);
    let begin = from + text.get(..start).map_or(0, |before| before.chars().count());
    let range = begin..begin + list.chars().count();
    // 名单如下：其中甲公司、乙公司: not all of them
    let is_part = tokens.tokens.iter().any(|token| {
        range.contains(&token.from)
            && matches!(token.what, What::Word(Class::OfWhich | Class::Open))
    });
    (is_alone && !is_part && !is_other && names.len() >= LEAST && are_bodies)
        .then(|| told(spot.figure, counted, tokens.bytes(range.start, range.end)))
}

/// A number of bodies behind their names: all of them end as names of bodies do, so that none is a kind of things.
fn frame(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let figure = view.figure(at)?;
    let tokens = view.passage.tokens;
    // 甲镇、乙镇、丙镇共3个乡镇
    let is_sum = |at: &usize| {
        tokens.tokens.get(*at).is_some_and(|token| token.what == What::Word(Class::Sum))
    };
    let own = view.token(at);
    let sum = own.checked_sub(1).filter(is_sum);
    let (own, is_summed) = (sum.unwrap_or(own), sum.is_some());
    // 内设甲科、乙科、丙室，共3个科室
    let is_comma = |at: &usize| {
        tokens.tokens.get(*at).is_some_and(|token| token.what == What::Sign(Sign::Comma))
    };
    let comma = own.checked_sub(1).filter(|at| is_summed && is_comma(at));
    let own = comma.unwrap_or(own);
    let end = tokens.tokens.get(own)?.from;
    let before = tokens.chars.get(..end)?;
    let is_edge = |c: char| matches!(c, ',' | ';' | ':' | '\u{3002}' | '\u{1E}' | '(' | ')');
    let near = end.saturating_sub(FAR);
    let edge = before.get(near..)?.iter().rposition(|c| is_edge(c.c));
    let start = edge.map(|edge| near + edge + 1).or_else(|| (near == 0).then_some(0))?;
    // 本级及下属甲中心、乙中心共3家: what stands before the first name is one of them, too
    let joins = |token: &&Token| {
        token.from >= start
            && token.to <= end
            && matches!(token.what, What::Word(Class::And | Class::With))
    };
    let mut list = tokens.tokens.get(..own)?.iter().rev().take_while(|token| token.from >= start);
    if is_summed && comma.is_none() && list.any(|token| joins(&token)) {
        return None;
    }
    let text = tokens.text(start, end);
    // 甲村、乙村、丙村等3个村: there may be more of them, but not fewer
    let others = tokens.words_of("and_others").find_map(|word| text.strip_suffix(word));
    let is_open = others.is_some();
    let text = others.unwrap_or(&text);
    let names = names_in(view, text)?;
    // the words before the first name are no part of it
    let others = names.get(1..)?;
    let is_short = |name: &&&str| name.chars().count() <= LONGEST;
    let are_bodies = (names.iter().all(|name| is_body(view, name))
        || are_short(others) && is_before_bodies(view, at))
        && others.iter().filter(is_short).count() == others.len()
        && !text.chars().any(|c| c.is_ascii_digit());
    let counted = Decimal::from(u32::try_from(names.len()).unwrap_or(0));
    let is_told = !is_open || figure.value < counted;
    // 监狱十七所、管教所一所、戒毒所四所: a number of each
    let is_number = |own: &&Quantity| own.is_spelled && own.chars.start >= start;
    let numbers = || tokens.figures.iter().filter(|own| own.chars.end <= end).filter(is_number);
    let is_of_each = || numbers().next().is_some() && numbers().count() + 1 >= names.len();
    (names.len() >= LEAST && are_bodies && is_told && !is_of_each())
        .then(|| told(spot.figure, counted, tokens.bytes(start, end)))
}

/// Whether names are as short as those of places are.
fn are_short(names: &[&str]) -> bool {
    const NAME: std::ops::RangeInclusive<usize> = 2..=4;
    names.iter().all(|name| NAME.contains(&name.chars().count()))
}

/// Whether a number counts bodies, whose noun ends its clause: 城关、河东、石桥5个司法所，.
fn is_before_bodies(view: &View<'_, '_>, at: usize) -> bool {
    const NOUN: usize = 8;
    let behind = view.text_behind(at);
    let noun = behind.split([',', ';', '\u{3002}']).next().unwrap_or("");
    noun.chars().count() <= NOUN
        && view.passage.tokens.words_of("bodies").any(|kind| noun.ends_with(kind))
}

/// Whether all names end with a character of the noun that is counted: 水闸4座，即东坪闸、柳湾闸、….
fn are_of_kind(counted: &str, names: &[&str]) -> bool {
    const NOUN: usize = 2;
    let ends = |name: &&str| name.chars().next_back().filter(|_| name.chars().count() > 1);
    let Some(end) = names.first().and_then(ends).filter(|end| end.is_alphabetic()) else {
        return false;
    };
    counted.chars().rev().take(NOUN).any(|own| own == end)
        && names.iter().all(|name| ends(name) == Some(end))
}

fn is_body(view: &View<'_, '_>, name: &str) -> bool {
    // 综合一处至综合九处: several of them
    if view.passage.tokens.has_word("range_of_bodies", name) {
        return false;
    }
    view.passage.tokens.words_of("bodies").any(|end| name.len() > end.len() && name.ends_with(end))
}
