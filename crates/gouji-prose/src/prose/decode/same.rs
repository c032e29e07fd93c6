//! One figure told twice by words: 80万元，与上年的80万元持平.

use super::fact::{is_only_of_sentence, list_head};
use super::frame::Frame;
use super::view::{COMPARES, View, is_plain};
use crate::prose::place::{Role, Spot, When, compared};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for at in view.places() {
        out.extend(as_before(view, at));
        out.extend(as_at(view, at));
        out.extend(once_more(view, at));
        out.extend(all_new(view, at));
        out.extend(all_gone(view, at));
        out.extend(granted(view, at));
        let found = pointed(view, at).or_else(|| counted_again(view, at));
        out.extend(found.or_else(|| as_listed(view, at)));
        let again = item_again(view, at, out);
        out.extend(again);
    }
}

/// An item of a list that the next sentence begins with: 支出80万元，其中：人员经费60万元，公用经费20万元。公用经费支出20万元，主要用于办公.
fn item_again(view: &View<'_, '_>, at: usize, told: &[Frame]) -> Option<Frame> {
    /// A shorter name is that of many things.
    const SHORT: usize = 4;
    let spot = view.spot(at).filter(|_| view.is_fact(at))?;
    let is_money = view.figure(at).is_some_and(|own| own.kind == Kind::Money);
    let last = spot.sentence.checked_sub(1).filter(|_| is_money)?;
    let is_first =
        view.before(at).next().is_none_or(|(_, before)| before.sentence != spot.sentence);
    let name = spot.raw.as_str();
    if !is_first || name.chars().count() < SHORT || spot.row.is_some() || view.has_scope(at) {
        return None;
    }
    // 公用经费支出 of 公用经费
    let is_name = |own: &str| {
        let rest = name.strip_prefix(own).filter(|_| own.chars().count() >= SHORT);
        rest.is_some_and(|rest| rest.is_empty() || view.passage.tokens.is_word("money_nouns", rest))
    };
    let mut named =
        view.before(at).take_while(|(_, other)| other.sentence == last).filter(|(place, other)| {
            view.is_fact(*place)
                && view.is_like(*place, at)
                && is_name(&other.raw)
                && (other.when.year, other.when.stage, other.when.is_last)
                    == (spot.when.year, spot.when.stage, spot.when.is_last)
        });
    let (before, _) = named.next().filter(|_| named.next().is_none())?;
    // 30万元为合并数: of something else
    let ends = |text: &str| text.is_empty() || text.starts_with(',');
    let is_told = |frame: &Frame| {
        frame.relation == Relation::Sum
            && frame.reading.item_figures().contains(&view.number(before))
    };
    let is_item = (list_head(view, before).is_some() || told.iter().any(is_told))
        && !view.has_sign(before, at, Sign::Edge)
        && ends(&view.text_behind(at));
    is_item.then(|| same(view, at, before).weak())
}

/// An amount that words say was granted in full: 申报金额360,000元，经审核全额安排，列入预算36万元.
fn granted(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| view.is_fact(at) && !view.has_scope(at))?;
    let mut near = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let ((base, other), None) = (near.next()?, near.next()) else { return None };
    // 单位9个，其中财政全额保障单位7个: the words stand at the end of their clause
    let text = view.text_between(base, at);
    let mut words = view.passage.tokens.words_of("granted_in_full");
    let says = words.any(|word| text.split(',').any(|clause| clause.ends_with(word)));
    let is_money = view.figure(at).is_some_and(|own| own.kind == Kind::Money);
    let is_told =
        says && is_money && view.is_fact(base) && view.is_like(base, at) && !other.when.is_last;
    is_told.then(|| same(view, at, base).weak())
}

/// A figure that what was told before it is compared with, and a word that they are the same.
fn as_before(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let is_told = spot.role == Role::Base
        && view.is_plain(at)
        && view.is_followed_by(at, Class::Same)
        && !view.has_scope(at);
    let (value, own) = view.before(at).next().filter(|_| is_told)?;
    let is_next = own.sentence == spot.sentence
        && own.segment == spot.segment
        && spot.clause <= own.clause + 1
        && view.is_fact(value)
        && view.is_like(value, at)
        && !own.goes_on
        && !own.when.is_last
        && view.names(&spot.name, value)
        && view.says_only(value, at, &[COMPARES, &[Class::Of]].concat());
    is_next.then(|| same(view, value, at))
}

/// A fact that is told to be what it was at a time, of which the figure stands before it: 2023年执行数为20万元，2024年预算
/// 安排20万元，比2023年执行数持平.
fn as_at(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|spot| view.is_fact(at) && !spot.when.is_last)?;
    let time = same_as(view, at)?;
    let is_of =
        |when: When| (when.year, when.is_last, when.stage) == (time.year, time.is_last, time.stage);
    let (base, own) = view.before(at).next()?;
    let is_told = is_of(own.when)
        && own.when != spot.when
        && own.sentence == spot.sentence
        && view.is_fact(base)
        && view.is_like(base, at)
        && [own, spot].iter().all(|one| view.passage.tokens.is_stage(&one.name))
        && !view.has_scope(at);
    is_told.then(|| same(view, at, base))
}

/// The time that a fact is told to be the same as, in the words behind it.
fn same_as(view: &View<'_, '_>, at: usize) -> Option<When> {
    let tokens = view.passage.tokens;
    let stream = view.passage.layout.streams.get(view.spot(at)?.stream)?;
    let first = stream.tokens.partition_point(|token| *token <= view.token(at));
    let what = |nth: usize| Some(tokens.tokens.get(*stream.tokens.get(nth)?)?.what);
    let mut end = first;
    loop {
        match what(end)? {
            What::Word(Class::Same) => break,
            What::Word(class) if COMPARES.contains(&class) || is_plain(class) => end += 1,
            What::Year(_) | What::Sign(Sign::Comma) => end += 1,
            _ => return None,
        }
    }
    compared(tokens, &stream.tokens, first, end)
        .filter(|time| time.year.is_some() || time.stage.is_some())
}

/// An amount that bears nothing but a time and a stage, behind the one that the passage begins with: 群众体育20万元，…。2023年
/// 执行数为15万元，2024年预算安排20万元.
fn once_more(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let tokens = view.passage.tokens;
    let is_of_time = |spot: &Spot| spot.when.year.is_some() && tokens.is_stage(&spot.name);
    let is_told = is_of_time(spot) && spot.when.is_plan() && view.is_fact(at);
    let (head, own) = view.before(at).find(|(_, own)| !is_of_time(own)).filter(|_| is_told)?;
    let mut between = view.before(at).take_while(|(place, _)| *place != head);
    let is_head = view.before(head).next().is_none()
        && view.is_fact(head)
        && view.is_like(head, at)
        && own.when == When::default()
        && !tokens.is_stage(&own.name)
        && between.all(|(_, other)| other.when.year != spot.when.year)
        && !view.words(head, at).iter().any(|class| matches!(class, Class::OfWhich | Class::Rest));
    // with another time between them the one without a time is of this one
    let has_other = view.before(at).any(|(place, other)| place != head && is_of_time(other));
    let frame = same(view, at, head);
    is_head.then(|| if has_other { frame } else { frame.weak() })
}

/// An amount that grew by all that it is, where words say that there was nothing before.
fn all_new(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|spot| spot.role == Role::Change(1) && view.is_plain(at))?;
    let (value, own) = grown(view, at)?;
    let tokens = view.passage.tokens;
    // 政府性基金支出…，上年没有政府性基金: all of it is new
    if let Some(is_all) = none_before(view, at, own) {
        return is_all.then(|| same(view, value, at));
    }
    if !is_nameless(view, spot) {
        return None;
    }
    // 上年无此项支出，本年支出8万元，比上年增加8万元: before its figures as well
    let is_last = spot.against.is_some_and(|against| against.is_last);
    let sentence = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let begins = |(first, _): &(usize, &Spot)| {
        view.before(*first).next().is_none_or(|(_, other)| other.sentence != spot.sentence)
    };
    // 支出20万元。上年无此项支出，本年较上年增加20万元: of the sentence before
    let own = sentence.last().unwrap_or((at, spot));
    let first = Some(own).filter(|first| is_last && begins(first));
    let lead = first.map_or_else(String::new, |(first, _)| view.lead_of_sentence(first));
    let text = format!("{}{}{lead}", view.text_behind(at), view.text_between(value, at));
    tokens.has_word("none_before", &text).then(|| same(view, value, at).weak())
}

/// What there was before, and a change that takes all of it away, where the sentence begins with that there is nothing now:
/// 2024年未安排购置费，上年为18万元，减少18万元，下降100%.
fn all_gone(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|spot| spot.role == Role::Change(-1) && view.is_plain(at))?;
    let tokens = view.passage.tokens;
    let mut own = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let ((base, of), None) = (own.next()?, own.next()) else { return None };
    let lead = view.lead_of_sentence(base);
    let clause = lead.split(',').next().filter(|clause| clause.len() < lead.len())?;
    let clause = clause.rsplit(':').next().unwrap_or(clause);
    let bare = clause.trim_start_matches(|c: char| c.is_ascii_digit());
    let year: Option<i32> = clause.strip_suffix(bare).and_then(|year| year.parse().ok());
    let mut times = ["unit_years", "this"].into_iter().flat_map(|list| tokens.words_of(list));
    let bare = times.find_map(|word| bare.strip_prefix(word)).unwrap_or(bare);
    let is_none = tokens.words_of("none_of").any(|word| bare.starts_with(word));
    let is_year_before = of.when.year.zip(year).is_some_and(|(of, own)| of + 1 == own);
    let is_before = of.when.is_last || of.role == Role::Base || is_year_before;
    let is_told = is_none
        && is_before
        && view.is_plain(base)
        && view.is_like(base, at)
        && spot.clause == of.clause + 1
        && is_nameless(view, spot)
        && !view.has_scope(at);
    is_told.then(|| same(view, at, base))
}

/// Whether a figure bears no name but a word that says that it follows: 故比上年增加54万元.
fn is_nameless(view: &View<'_, '_>, spot: &Spot) -> bool {
    spot.name.is_empty() || view.passage.tokens.is_word("therefore", &spot.name)
}

/// The amount that a change is of: the one before it, or the one of its name in the sentence before.
fn grown<'a>(view: &View<'_, 'a>, at: usize) -> Option<(usize, &'a Spot)> {
    let spot = view.spot(at)?;
    let is_amount = |place: usize, own: &Spot| {
        view.is_fact(place) && view.is_like(place, at) && !own.when.is_last
    };
    if is_nameless(view, spot) {
        let next = view.before(at).next()?;
        let is_near = next.1.segment == spot.segment
            || next.1.sentence + 1 == spot.sentence && is_only_of_sentence(view, next.0);
        return (is_amount(next.0, next.1) && is_near).then_some(next);
    }
    let near = view.before(at).take_while(|(_, own)| own.sentence + 1 >= spot.sentence);
    let mut named = near.filter(|(place, own)| {
        is_amount(*place, own) && !own.name.is_empty() && view.names(&own.name, at)
    });
    named.next()
}

/// Whether it is the fact itself that the clauses behind its change name as what there was nothing of in the year before:
/// 主要原因是上年没有政府性基金. Of 培训费, 上年没有大型培训 says that a part is new; `None` where nothing is named.
fn none_before(view: &View<'_, '_>, at: usize, fact: &Spot) -> Option<bool> {
    /// A shorter name is that of many things.
    const SHORT: usize = 2;
    let tokens = view.passage.tokens;
    let is_before = |what: What| match what {
        What::Word(Class::Last) => true,
        What::Year(year) => fact.when.year.is_some_and(|now| year + 1 == now),
        _ => false,
    };
    let begins = |list: &str, text: &str| tokens.words_of(list).any(|word| text.starts_with(word));
    view.clauses_behind(at).into_iter().find_map(|clause| {
        let time = clause.iter().find(|token| is_before(token.what))?;
        let rest = tokens.text(time.to, clause.last()?.to);
        let rest =
            tokens.words_of("unit_years").find_map(|word| rest.strip_prefix(word)).unwrap_or(&rest);
        let name = tokens.words_of("none_of").find_map(|word| rest.strip_prefix(word))?;
        // 上年没有增加; 上年没有此项支出
        if ["up", "down", "same", "this_item"].iter().any(|list| begins(list, name)) {
            return None;
        }
        let core = view.core(name);
        // 上年没有预算 says nothing of what was spent
        let is_of_stage = name.chars().count() > core.chars().count() && !fact.when.is_plan();
        // 支出总计…，债券资金支出总计增加…: the change may bear the longer name
        let is_of = |own: &Spot| view.core(&own.raw).contains(&core);
        let is_named = core.chars().count() >= SHORT && (is_of(fact) || is_of(view.spot(at)?));
        Some(is_named && !(is_of_stage && tokens.has_word("stage_ends", name)))
    })
}

/// A number of things told again: 自评项目11个…。11个项目中，8个为优; 更新用车2辆…。除上述2辆外. The one that stands nearest before it, of its
/// counter, has to bear the noun.
fn counted_again(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    const FAR: usize = 2;
    /// A longer text is more than a noun, a shorter one is that of many things.
    const NOUN: std::ops::RangeInclusive<usize> = 2..=8;
    let tokens = view.passage.tokens;
    let is_count = |place: usize| {
        view.is_plain(place) && view.figure(place).is_some_and(|own| own.kind == Kind::Count)
    };
    let spot = view.spot(at).filter(|_| is_count(at))?;
    let lead = view.lead(at);
    let behind = view.text_behind(at);
    let noun = tokens.words_of("among").filter_map(|word| Some(behind.split_once(word)?.0));
    let noun = noun.min_by_key(|noun| noun.len());
    let noun = noun.filter(|noun| lead.is_empty() && NOUN.contains(&noun.chars().count()));
    let mut pointers = ["pointer", "that"].into_iter().flat_map(|list| tokens.words_of(list));
    let is_pointed = pointers.any(|word| lead.ends_with(word));
    if noun.is_none() && !is_pointed {
        return None;
    }
    let near = view.before(at).take_while(|(_, other)| other.sentence + FAR >= spot.sentence);
    let mut near = near.filter(|(place, _)| view.is_like(*place, at));
    let (base, other) = near.next()?;
    let is_of_noun =
        |noun: &str| other.raw.ends_with(noun) || view.text_behind(base).starts_with(noun);
    // 抽查30个。上述30个: with several before it each may be meant
    let is_only = || near.next().is_none();
    let is_told = is_count(base)
        && other.role == Role::Value
        && !other.when.is_last
        && other.sentence < spot.sentence
        && !view.has_sign(base, at, Sign::Edge)
        && noun.map_or_else(is_only, is_of_noun);
    is_told.then(|| same(view, at, base).weak())
}

/// An amount as a paper lists it, behind the only one of the sentence before: 安排经费68.00万元。申报表所列金额为680,000元.
fn as_listed(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let tokens = view.passage.tokens;
    let is_listed =
        |spot: &&Spot| tokens.words_of("as_listed").any(|word| spot.raw.ends_with(word));
    let spot = view.spot(at).filter(is_listed).filter(|_| view.is_fact(at))?;
    let (base, other) = view.before(at).find(|(place, _)| view.is_like(*place, at))?;
    let is_told = other.sentence + 1 == spot.sentence
        && view.is_fact(base)
        && is_only_of_sentence(view, base)
        && is_only_of_sentence(view, at)
        && !other.when.is_last
        && !view.has_scope(at)
        && !view.has_sign(base, at, Sign::Edge);
    is_told.then(|| same(view, at, base).weak())
}

/// A figure of what a word points back to by its name: 公用经费25万元。…即上述公用经费，金额为25万元.
fn pointed(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot =
        view.spot(at).filter(|spot| view.is_fact(at) && !spot.is_sum && spot.name.is_empty())?;
    let is_first = view.before(at).next().is_none_or(|(_, other)| other.sentence != spot.sentence);
    if !is_first {
        return None;
    }
    let tokens = view.passage.tokens;
    let lead = view.lead_of_sentence(at);
    let name = tokens.words_of("pointer").find_map(|word| Some(lead.rsplit_once(word)?.1))?;
    let name = name.split(',').next().filter(|name| *name != lead)?;
    let near = view.before(at).take_while(|(_, other)| other.sentence + 1 >= spot.sentence);
    let mut facts = near.filter(|(place, other)| {
        view.is_fact(*place)
            && view.is_like(*place, at)
            && !other.when.is_last
            && view.is_called(name, other)
    });
    let (base, _) = facts.next()?;
    (facts.next().is_none() && !view.has_scope(at)).then(|| same(view, at, base).weak())
}

pub(super) fn same(view: &View<'_, '_>, value: usize, base: usize) -> Frame {
    let number = view.number(if value > base { value } else { base });
    let parts = [(Slot::Value, view.number(value), 1), (Slot::Base, view.number(base), 1)];
    Frame::new(Relation::Same, Reading::of(parts), number)
}
