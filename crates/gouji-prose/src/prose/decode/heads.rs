//! Lists whose head stands in another sentence, or that say nothing but their figures: 结转80万元。按性质分，基本支出50万元、
//! 项目支出30万元; 支出80万元。…支出为甲50万元、乙30万元; 80万元，分两批下达，依次为50万元、30万元.

use super::frame::Frame;
use super::items::{is_gloss, items_from};
use super::opening::LISTS;
use super::sum::{is_fact, sum};
use super::told_lists::ToldLists;
use super::untaught::Untaught;
use super::view::View;
use super::whole::{is_in_name, is_numbered, is_whole};
use crate::prose::list::{is_all_of_whole, is_division, is_rest_last};
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::same::common;
use crate::prose::token::{Sign, Token, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// The list that begins with a figure.
pub(super) fn frame(
    view: &View<'_, '_>,
    first: usize,
    told: &[Frame],
    untaught: &[Untaught],
) -> Option<Frame> {
    in_order(view, first)
        .or_else(|| of_names(view, first))
        .or_else(|| divided(view, first, told, untaught))
        .or_else(|| named_again(view, first))
        .or_else(|| counted(view, first))
        .or_else(|| counted_before(view, first))
        .or_else(|| among(view, first))
        .or_else(|| answers(view, first))
}

/// All answers of those that the sentence before counts: 收回有效问卷304份。选择“满意”的247份，“基本满意”的42份，“不满意”的15份.
fn answers(view: &View<'_, '_>, first: usize) -> Option<Frame> {
    let spot = view.spot(first)?;
    let near = view.before(first).take_while(|(_, other)| other.sentence + 1 >= spot.sentence);
    let near: Vec<(usize, &Spot)> = near.filter(|(at, _)| view.is_like(*at, first)).collect();
    let ((head, of), (begin, _)) = near.first().copied().zip(near.last().copied())?;
    // 发放320份，收回304份; the last item of a list is none
    let is_head = of.sentence + 1 == spot.sentence
        && view.figure(head).is_some_and(|own| own.kind == Kind::Count)
        && view.is_fact(head)
        && !of.when.is_last
        && !spot.words.contains(&Class::OfWhich)
        && !view.words(begin, head).contains(&Class::OfWhich)
        && !view.is_listed(head, first);
    let items = items_from(view, first, head).filter(|items| is_head && items.len() > 1)?;
    let tokens = view.passage.tokens;
    let quotes = |c: char| matches!(c, '\u{201C}' | '\u{201D}' | '"');
    let answer = |at: &usize| -> String {
        let text = view.lead(*at);
        let bare = text.trim_matches(quotes);
        let bare =
            tokens.words_of("answers").find_map(|word| bare.strip_prefix(word)).unwrap_or(bare);
        let bare = tokens.words_of("of").find_map(|word| bare.strip_suffix(word)).unwrap_or(bare);
        bare.trim_matches(quotes).to_owned()
    };
    let names: Vec<String> = items.iter().map(answer).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    is_all_of_whole(view.passage, &names).then(|| sum(view, head, &items))
}

/// All of a fact that is named before the list: 在职88人…。在职人员中，行政60人、事业28人; 上述项目中，…; 项目支出中设备50万元、维修30万元.
/// Where no word says that the parts are all of it, chance has to be unlikely.
fn among(view: &View<'_, '_>, first: usize) -> Option<Frame> {
    const NEAR: usize = 2;
    /// A shorter name is that of many things.
    const SHORT: usize = 2;
    let spot = view.spot(first)?;
    let lead = lead_of_clauses(view, first)?;
    let name = name_of_all(view, &lead)?;
    let bears = |other: &Spot| {
        let own = view.bare(&other.name);
        // 已开工121个。已开工项目中，…
        [own, other.raw.as_str()]
            .into_iter()
            .any(|own| own.chars().count() >= SHORT && name.starts_with(own))
            || view.is_called(name, other)
    };
    // the fact may be an item of a list in a bracket
    let near =
        view.passage.before(first).take_while(|(_, other)| other.sentence + NEAR >= spot.sentence);
    let mut heads = near.filter(|(at, other)| view.is_like(*at, first) && bears(other));
    let (head, of) = heads.next()?;
    let is_head = heads.next().is_none() && view.is_fact(head) && !of.when.is_last;
    let items = items_from(view, first, head).filter(|items| is_head && items.len() > 1)?;
    // 产出指标下又分数量20分、质量15分
    let is_branched = view.passage.tokens.has_word("branches", &lead);
    let raws: Vec<&str> =
        items.iter().filter_map(|at| view.spot(*at)).map(|item| item.raw.as_str()).collect();
    let is_known = is_all_of_whole(view.passage, &raws);
    let is_whole =
        is_branched || is_known || is_whole(view, &items) || is_rest_last(view.passage, &items);
    let frame = sum(view, head, &items);
    Some(if is_whole { frame } else { frame.open() })
}

/// What is printed before the first figure of a group of clauses.
pub(super) fn lead_of_clauses(view: &View<'_, '_>, first: usize) -> Option<String> {
    let tokens = view.passage.tokens;
    let end = view.token(first);
    let is_mark = |token: &Token| {
        matches!(
            token.what,
            What::Figure(_) | What::Sign(Sign::Stop | Sign::Semicolon | Sign::Edge)
        )
    };
    let from = tokens.tokens.get(..end)?.iter().rposition(is_mark).map_or(0, |mark| mark + 1);
    Some(tokens.text(tokens.tokens.get(from)?.from, tokens.tokens.get(end)?.from))
}

/// What stands in its clause before the colon that opens the name of a figure.
pub(super) fn head_before_colon(view: &View<'_, '_>, first: usize) -> Option<String> {
    let tokens = &view.passage.tokens.tokens;
    let mark = |end: usize| {
        let before = tokens.get(..end)?;
        before
            .iter()
            .rposition(|token| matches!(token.what, What::Sign(sign) if sign != Sign::Item))
    };
    let colon = mark(view.token(first))?;
    let from = mark(colon).map_or(0, |mark| mark + 1);
    let is_colon = tokens.get(colon)?.what == What::Sign(Sign::Colon);
    let (from, to) = (tokens.get(from)?.from, tokens.get(colon)?.from);
    is_colon.then(|| view.passage.tokens.text(from, to))
}

/// The name of what a list is of, as the words before it say: 在职人员中，; 上述项目点中，; 项目支出中设备.
fn name_of_all<'l>(view: &View<'_, '_>, lead: &'l str) -> Option<&'l str> {
    let tokens = view.passage.tokens;
    let lead = tokens.words_of("pointer").find_map(|word| lead.strip_prefix(word)).unwrap_or(lead);
    let words = || tokens.words_of("among").chain(tokens.words_of("branches"));
    let name = match lead.split_once(',') {
        Some((name, _)) => {
            let mut ends = words().chain(tokens.words_of("under_account"));
            ends.find_map(|word| name.strip_suffix(word))
        }
        None => {
            let names = words().filter_map(|word| lead.split_once(word));
            names
                .filter(|(_, rest)| !rest.is_empty())
                .map(|(name, _)| name)
                .min_by_key(|name| name.len())
        }
    };
    name.filter(|name| name.chars().count() > 1)
}

/// As many items behind a colon as are counted there, of a fact that bears the name before the number:
/// 债券80万元，…；债券投向2个领域：甲50万元、乙30万元.
fn counted(view: &View<'_, '_>, first: usize) -> Option<Frame> {
    /// A shorter name is that of many things.
    const SHORT: usize = 3;
    const NOUN: usize = 2;
    let spot = view.spot(first)?;
    let (count, number) = view.before(first).next()?;
    let is_number = number.sentence == spot.sentence
        && view.has_sign(count, first, Sign::Colon)
        && view.figure(count).is_some_and(|figure| figure.kind == Kind::Count);
    if !is_number {
        return None;
    }
    let words = view.own_words(number);
    let named = view.before(count).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut heads = named.filter(|(at, other)| {
        view.is_like(*at, first)
            && other.name.chars().count() >= SHORT
            && words.starts_with(&other.name)
    });
    // 本年支出80万元，…。支出全部为…，分为2项：甲50万元、乙30万元: of the only fact whose name the sentence begins with
    let begun = || {
        let sentence = view.lead_of_sentence(count);
        let near = view.before(count).filter(|(at, _)| view.is_like(*at, first));
        let near = near.take_while(|(_, other)| other.sentence + 1 >= spot.sentence);
        let mut near = near.filter(|(_, other)| {
            let name = view.bare(&other.name);
            other.sentence + 1 == spot.sentence
                && name.chars().count() >= NOUN
                && sentence.starts_with(name)
        });
        near.next().filter(|_| near.next().is_none())
    };
    // 项目支出80万元，共2个项目：甲50万元、乙30万元
    let only = || {
        let own = view.before(count).take_while(|(_, other)| other.sentence == spot.sentence);
        let mut own = own.filter(|(at, _)| view.is_like(*at, first));
        own.next().filter(|_| own.next().is_none())
    };
    let named = heads.next();
    let is_named = named.is_some();
    let (head, of) = named.or_else(only).or_else(begun)?;
    let is_head = heads.next().is_none() && view.is_fact(head) && !of.when.is_last;
    let items = items_from(view, first, head).filter(|_| is_head)?;
    let length = Decimal::from(u32::try_from(items.len()).ok()?);
    let is_told = view.figure(count).is_some_and(|figure| figure.value == length);
    let frame = sum(view, head, &items);
    (is_told && items.len() > 1).then(|| if is_named { frame } else { frame.weak() })
}

/// As many items as the sentence before counts, which tells one amount alone: 项目支出80万元，共2个项目。甲50万元，乙30万元.
fn counted_before(view: &View<'_, '_>, first: usize) -> Option<Frame> {
    let spot = view.spot(first)?;
    let near = view.before(first).take_while(|(_, other)| other.sentence + 1 >= spot.sentence);
    let own: Vec<(usize, &Spot)> = near.collect();
    let (count, number) = own.first()?;
    let mut heads = own.iter().filter(|(at, _)| view.is_like(*at, first));
    let (head, of) = heads.next()?;
    let is_head = heads.next().is_none()
        && view.is_fact(*head)
        && number.sentence + 1 == spot.sentence
        && !of.when.is_last
        && !view.has_sign(*head, first, Sign::Edge)
        && view.figure(*count).is_some_and(|figure| figure.kind == Kind::Count);
    let items = items_from(view, first, *head).filter(|_| is_head)?;
    let length = Decimal::from(u32::try_from(items.len()).ok()?);
    let is_told = view.figure(*count).is_some_and(|figure| figure.value == length);
    (is_told && items.len() > 1).then(|| sum(view, *head, &items).weak())
}

/// What a fact of the sentences before is made of, where the list opens with its name: 本年支出为甲50万元、乙30万元.
fn named_again(view: &View<'_, '_>, first: usize) -> Option<Frame> {
    /// A shorter name is that of many things.
    const SHORT: usize = 3;
    const NEAR: usize = 2;
    let spot = view.spot(first)?;
    let (_, before) = view.before(first).next()?;
    if before.sentence == spot.sentence {
        return None;
    }
    let words = view.passage.tokens.words_of("consists");
    let names = words.filter_map(|word| Some(spot.raw.split_once(word)?.0));
    let name = names.min_by_key(|name| name.len())?;
    let opens = |other: &Spot| name.chars().count() >= SHORT && other.raw.ends_with(name);
    let mut heads = view
        .before(first)
        .take_while(|(_, other)| other.sentence + NEAR >= spot.sentence)
        .filter(|(at, other)| view.is_like(*at, first) && opens(other));
    let (head, of) = heads.next()?;
    let is_head = heads.next().is_none() && view.is_fact(head) && !of.when.is_last;
    let items = items_from(view, first, head).filter(|items| is_head && items.len() > 1)?;
    Some(sum(view, head, &items))
}

/// As many figures in order as a head is told to be in: 80万元，分两批下达，依次为50万元、30万元.
fn in_order(view: &View<'_, '_>, first: usize) -> Option<Frame> {
    /// A longer name is one of the figures' own: 金额依次为.
    const SHORT: usize = 2;
    let spot = view.spot(first)?;
    let row = view.row_from(first)?;
    let mut before = view.before(first).take_while(|(_, other)| other.sentence == spot.sentence);
    let (count, _) = before.next()?;
    let (head, of) = before.next()?;
    // 涉及4个乡镇，金额依次为50万元、30万元、…
    let is_number = view.figure(count).is_some_and(|figure| {
        (figure.is_spelled || figure.kind == Kind::Count)
            && figure.value == Decimal::from(row.len())
    });
    let is_told = is_number
        && before.next().is_none()
        && spot.words.contains(&Class::Respectively)
        && spot.name.chars().count() <= SHORT
        && spot.role == Role::Value
        && view.is_fact(head)
        && view.is_like(head, first)
        && of.segment == spot.segment
        && !view.has_scope(first)
        && view.says_only(head, first, LISTS);
    is_told.then(|| sum(view, head, &row.collect::<Vec<_>>()))
}

/// As many figures in a row as there are names before it, which are all of the fact directly before:
/// 指标22个，产出、效益、满意度指标各有12个、7个、3个.
fn of_names(view: &View<'_, '_>, first: usize) -> Option<Frame> {
    /// Two names may be parts among others.
    const LEAST: usize = 3;
    let spot = view.spot(first)?;
    let row = view.row_from(first)?;
    let (head, of) = view.before(first).next()?;
    let lead = view.text_between(head, first);
    let names = lead.trim_start_matches(',').split('\u{3001}').count();
    let mut others = view.after(row.end - 1);
    let is_told = names == row.len()
        && row.len() >= LEAST
        && spot.role == Role::Value
        && spot.words.contains(&Class::Each)
        && view.is_fact(head)
        && view.is_like(head, first)
        && of.sentence == spot.sentence
        && of.clause + 1 == spot.clause
        && !of.when.is_last
        && !view.has_scope(first)
        && view.says_only(head, first, &[LISTS, &[Class::Each]].concat())
        && !others.any(|(at, own)| own.sentence == spot.sentence && view.is_like(at, first));
    is_told.then(|| sum(view, head, &row.collect::<Vec<_>>()).weak())
}

/// Whether the sentence of a figure begins with a label of what a whole is made of: 来源：, 去向：.
fn is_labelled(view: &View<'_, '_>, first: usize) -> bool {
    let Some(spot) = view.spot(first) else { return false };
    let is_first =
        view.before(first).next().is_none_or(|(_, other)| spot.sentence != other.sentence);
    if !is_first {
        return false;
    }
    let tokens = view.passage.tokens;
    let is_label = |label: &str| {
        let words = tokens.words_of("structure_heads").chain(tokens.words_of("use_heads"));
        words.into_iter().any(|word| label.ends_with(word))
    };
    view.lead_of_sentence(first).split_once(':').is_some_and(|(label, _)| is_label(label))
}

/// Whether a sentence begins with items that are known to be all of something: 一季度8个，二季度12个，….
fn is_all(view: &View<'_, '_>, first: usize) -> bool {
    let is_start = view.spot(first).is_some_and(|spot| {
        let mut before = view.before(first).filter(|(at, _)| !is_in_name(view, *at));
        before.next().is_some_and(|(_, other)| other.sentence + 1 == spot.sentence)
    });
    is_start
        && is_numbered(view, first)
        && items_from(view, first, first).is_some_and(|items| is_whole(view, &items))
}

/// Whether the label before a list names the head by a word that another fact does not bear: 可收集量48万吨，综合利用量45万吨。按利用方式分，….
fn is_divided_by(view: &View<'_, '_>, first: usize, head: usize, other: &Spot) -> bool {
    /// A shorter word is that of many things.
    const TELLING: usize = 2;
    let lead = view.lead_of_sentence(first);
    let label = lead.split([',', ':']).next().unwrap_or("");
    view.spot(head).is_some_and(|head| common(label, &head.raw) >= TELLING)
        && common(label, &other.raw) < TELLING
}

/// What the name of a whole has to hold that the words before a list divide: of 收入方面 and 支出方面 the side, of 来源上 nothing.
pub(super) fn aspect(view: &View<'_, '_>, first: usize) -> Option<String> {
    let lead = lead_of_clauses(view, first)?;
    let (clause, _) = lead.split_once([',', ':'])?;
    let tokens = view.passage.tokens;
    if tokens.is_word("aspects", clause) {
        return Some(String::new());
    }
    let mut sides = tokens.words_of("sides").filter_map(|own| own.split_once('='));
    sides.find(|(words, _)| *words == clause).map(|(_, side)| side.to_owned())
}

/// All of what was told before, by what it is divided: 结转80万元。按性质分，基本支出50万元、项目支出30万元.
fn divided(
    view: &View<'_, '_>,
    first: usize,
    told: &[Frame],
    untaught: &[Untaught],
) -> Option<Frame> {
    let spot = view.spot(first)?;
    let is_first = |at: usize| {
        let own = view.spot(at)?;
        let is_like =
            |(place, other): (usize, &Spot)| other.clause == own.clause && view.is_like(place, at);
        let is_first = !view.before(at).any(is_like);
        let opens = || {
            is_division(view.passage, own) || is_labelled(view, at) || aspect(view, at).is_some()
        };
        (is_first && (opens() || is_all(view, at))).then_some(at)
    };
    is_first(first)?;
    // the same whole may be divided more than once
    let sentence = view.before(first).take_while(|(_, other)| other.sentence == spot.sentence);
    let opens = sentence.filter_map(|(at, _)| is_first(at)).last().unwrap_or(first);
    // 指标46个，其中产出24个、效益22个；按…分: what the whole was divided into before
    let parts = ToldLists::of(told, untaught);
    let is_part = |other: &Spot| parts.holds(other.figure, spot.figure);
    let mut before = view.before(opens).filter(|(_, other)| !is_part(other));
    // 收入80万元，比上年75万元增加5万元。按性质分: the fact, not its comparison
    let is_compared = |role: Role| {
        matches!(role, Role::Base | Role::Change(_) | Role::Beside(_) | Role::Points(_))
    };
    // 决算80万元，为预算100万元的80%
    let is_fact_of = |at: usize, role: Role| !is_compared(role) && !view.is_whole_of(at);
    let (near, of) =
        before.find(|(at, other)| view.is_like(*at, first) && is_fact_of(*at, other.role))?;
    // 来源：甲5万元、乙3万元。去向：丙8万元: lists of it may stand between
    let lists = view.before(opens).filter(|(_, other)| is_part(other));
    let lists =
        lists.map(|(_, other)| other.sentence).collect::<std::collections::BTreeSet<usize>>();
    let between = lists.iter().filter(|own| **own > of.sentence).count();
    let is_near =
        of.sentence + 1 + between >= spot.sentence && !view.has_sign(near, first, Sign::Edge);
    let mut facts = view.before(opens).take_while(|(_, other)| other.sentence == of.sentence);
    let is_only = facts.all(|(at, other)| {
        // 应自评58个，已自评58个
        let is_same =
            view.figure(at).zip(view.figure(near)).is_some_and(|(a, b)| a.value == b.value);
        at == near
            || !view.is_like(at, first)
            || is_same
            || is_divided_by(view, first, near, other)
            || is_part(other)
            || view.is_whole_of(at)
            || is_gloss(view, at, other, near)
    });
    let side = aspect(view, first);
    let is_of_aspect = side.as_ref().is_none_or(|side| view.lead(near).contains(side));
    let is_head = is_fact(view, near)
        && is_only
        && is_near
        && is_of_aspect
        && !of.when.is_last
        && !of.goes_on;
    let items = items_from(view, first, near).filter(|items| is_head && items.len() > 1)?;
    let frame = sum(view, near, &items);
    Some(if side.is_none() && is_whole(view, &items) { frame } else { frame.weak() })
}
