//! Of which whole a share is, and which part it is.

use super::named::{self, part_behind};
use super::planned::plan_of;
use super::{Found, is_amount, is_fact, whole_in};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::Relation;
use crate::prose::token::{Sign, Token, What};
use crate::prose::words::Class;

/// The whole: named in the words before the share, or the head of what went before.
pub(super) fn whole_of(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    relation: Relation,
) -> Option<usize> {
    // it stands between the opening word and the share
    if let Some((before, found)) = passage.before(at).next()
        && (matches!(found.role, Role::WholeOf | Role::PlanOf)
            // 在总支出80万元中占40%
            || spot.role == Role::Share
                && found.words.contains(&Class::On)
                && found.row.is_none()
                && (spot.name.is_empty() || passage.tokens.is_word("among", &spot.name))
                && spot.of.is_empty()
            || spot.words.contains(&Class::Of)
                && spot.name.is_empty()
                && spot.of.is_empty()
                && spot.words.iter().all(|class| {
                    matches!(
                        class,
                        Class::Of
                            | Class::Filler
                            | Class::About
                            | Class::Near
                            | Class::Over
                            | Class::Under
                    )
                }))
        && found.clause == spot.clause
        && is_amount(passage, found)
    {
        return Some(before);
    }
    if relation == Relation::Completion {
        return plan_of(passage, at, spot);
    }
    let is_tenth = matches!(spot.role, Role::Value | Role::Beside(_));
    if is_tenth && !spot.name.is_empty() {
        let of_list = || head_of(passage, at, spot).filter(|_| !names_item(passage, at, spot));
        return by_name(passage, at, spot, &spot.name).or_else(of_list);
    }
    if let Some(change) = change_named(passage, at, spot) {
        return Some(change);
    }
    if !spot.of.is_empty() {
        return by_name(passage, at, spot, &spot.of)
            .or_else(|| called(passage, at, spot, &spot.of, true))
            .or_else(|| named::whole_called(passage, at, spot))
            .or_else(|| head_of_named(passage, at, spot));
    }
    let named = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .find(|(_, other)| other.role == Role::WholeOf && other.stream == spot.stream);
    head_of(passage, at, spot)
        .or_else(|| named::head_of_part(passage, at, spot))
        .or_else(|| total_of_row(passage, at, spot))
        .or(named.map(|(named, _)| named))
        .or_else(|| as_before(passage, at, spot))
}

/// Whether the words of a number of tenths begin with the name of an item of the list before it, and go on with another one:
/// 支出80万元，其中：甲20万元，乙10万元，乙为甲的一半.
fn names_item(passage: &Passage<'_>, at: usize, spot: &Spot) -> bool {
    let tokens = passage.tokens;
    let mut of_words = tokens.words_of("of");
    let text = words_before(passage, at, spot);
    let Some(raw) = of_words.find_map(|word| text.strip_suffix(word)) else { return false };
    let mut verbs = tokens.words_of("becomes");
    let Some((_, whole)) = verbs.find_map(|verb| raw.split_once(verb)) else { return false };
    let mut near = passage.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    whole.chars().count() > 1 && near.any(|(_, other)| other.name.contains(whole))
}

/// The one amount before that bears the name of a share: 甲30万元、乙50万元，乙占总投资的62.5%.
fn named_part(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<usize> {
    if spot.role != Role::Share || spot.name.chars().count() < 2 || spot.row.is_some() {
        return None;
    }
    // 在岗47人，在岗人员占编制数的94%
    let is_called = |other: &Spot| {
        let rest = spot.name.strip_prefix(other.name.as_str());
        rest.is_some_and(|rest| rest.is_empty() || passage.tokens.is_word("neutral", rest))
            && other.name.chars().count() > 1
    };
    let mut named = passage.before(at).filter(|(_, other)| {
        other.sentence == spot.sentence
            && other.stream == spot.stream
            && is_called(other)
            && matches!(other.role, Role::Value | Role::To(_))
            && !other.when.is_last
            && other.row.is_none()
            && is_amount(passage, other)
    });
    let (part, _) = named.next()?;
    named.next().is_none().then_some(part)
}

/// Of a share of all (占总任务的62.5%) the head of the list that its part stands in.
fn head_of_named(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<usize> {
    let is_of_all = passage.tokens.words_of("whole_first").any(|word| spot.of.starts_with(word));
    let list = passage.list_of(named_part(passage, at, spot)?)?;
    list.head.filter(|_| is_of_all)
}

/// The total that stands between a row of amounts and the row of their shares:
/// 各季4万元、6万元，合计10万元，占比依次为40%、60%.
fn total_of_row(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<usize> {
    let (_, nth, len) = spot.row?;
    let first = at.checked_sub(nth)?;
    let (total, found) = passage.before(first).next()?;
    let is_number = |spot: &Spot| passage.figure(spot).is_some_and(|figure| figure.is_spelled);
    let (_, last) = passage.before(total).find(|(_, other)| !is_number(other))?;
    let answers = last.row.is_some_and(|(_, own, of)| of == len && own + 1 == len)
        || passage.item_of_run(at, spot, nth, len).is_some();
    (found.is_sum
        && found.role == Role::Value
        && found.row.is_none()
        && found.sentence == spot.sentence
        && is_amount(passage, found)
        && answers)
        .then_some(total)
}

/// Of what the shares before it in its sentence are: 甲占总支出的35%；乙占20%.
fn as_before(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<usize> {
    let mut shares = passage.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let (before, named) = shares.find(|(_, other)| {
        other.role == Role::Share && !other.of.is_empty() && other.stream == spot.stream
    })?;
    let goes_on = named.row.is_none()
        && spot.row.is_none()
        && named.segment + 1 >= spot.segment
        && !passage.between(named, spot).any(|class| {
            matches!(class, Class::OfWhich | Class::Whole | Class::Scope | Class::Open)
        });
    // 基本支出预算80万元，占支出预算的80%；项目支出预算20万元，占20%: what is a share of it is not the whole
    let is_part = |whole: &usize| passage.after(*whole).next().is_some_and(|(at, _)| at == before);
    let whole = goes_on.then(|| by_name(passage, before, named, &named.of))?;
    whole.filter(|whole| !is_part(whole))
}

/// Whether the words of a share leave no doubt of which whole it is: its amount stands in them, or
/// its whole name.
pub(super) fn is_told(passage: &Passage<'_>, at: usize, spot: &Spot, whole: usize) -> bool {
    let Some(found) = passage.spots().get(whole) else { return false };
    let is_within =
        whole + 1 == at && found.clause == spot.clause || matches!(found.role, Role::Change(_));
    let name = passage.tokens.without_total(&found.name);
    is_within || !spot.of.is_empty() && name.ends_with(passage.tokens.without_total(&spot.of))
}

/// The one figure before whose name ends as the whole is called.
fn by_name(passage: &Passage<'_>, at: usize, spot: &Spot, of: &str) -> Option<usize> {
    let bare = passage.tokens.without_total(of);
    let fits = |other: &Spot| {
        let name = passage.tokens.without_total(&other.name);
        !name.is_empty() && (name == bare || ends_alike(name, bare))
    };
    let found = passage
        .before(at)
        .take_while(|(_, other)| other.sentence + 2 > spot.sentence)
        .filter(|(_, other)| {
            is_amount(passage, other) && is_fact(other) && !other.when.is_last && fits(other)
        });
    let mut short = passage.before(at).filter(|(_, other)| {
        other.sentence == spot.sentence
            && other.stream == spot.stream
            && is_amount(passage, other)
            && is_fact(other)
            && !other.when.is_last
            && of.chars().count() > 2
            && passage.tokens.without_total(&other.name).ends_with(of)
    });
    // one figure of the sentence alone is called so: 占总投资的70%
    if let (Some((only, _)), None) = (short.next(), short.next()) {
        return Some(only);
    }
    let mut found = found.peekable();
    // 2022年和2023年预算分别为10万元和15万元: which of them is open
    if found.peek().is_some_and(|(_, other)| other.row.is_some()) && spot.row.is_none() {
        return None;
    }
    let Some(first) = found.next() else {
        // or behind, in the same sentence
        // or in the next one by its whole name
        let is_here = |other: &Spot| {
            other.sentence == spot.sentence
                || other.sentence == spot.sentence + 1 && of.chars().count() > 3
        };
        let mut behind = passage.after(at).filter(|(_, other)| {
            is_here(other)
                && is_amount(passage, other)
                && is_fact(other)
                && fits(other)
                && other.row.is_none()
                && !is_of_rest(passage, other)
        });
        let first = behind.next()?;
        return behind.next().is_none().then_some(first.0);
    };
    // the same name twice with other values: which of them is meant is open
    let value = |spot: &Spot| passage.figure(spot).map(|figure| figure.value);
    found.all(|(_, other)| value(other) == value(first.1)).then_some(first.0)
}

/// Whether an amount is that of what is left over: 其余24个项目30万元.
fn is_of_rest(passage: &Passage<'_>, spot: &Spot) -> bool {
    let mut clause = passage.in_sentence(spot).map(|(_, other)| other);
    clause.any(|other| other.clause == spot.clause && other.words.contains(&Class::Rest))
}

/// Whether words between the last amount and one say in what it is counted: 在甲部分中，乙3万元.
pub(super) fn opens_among(passage: &Passage<'_>, part: usize) -> bool {
    let tokens = passage.tokens;
    let token = |at: usize| passage.spots().get(at).and_then(|spot| tokens.at.get(spot.figure));
    let Some((from, to)) = part.checked_sub(1).and_then(token).zip(token(part)) else {
        return false;
    };
    let words = tokens.tokens.get(*from + 1..*to).unwrap_or(&[]);
    // 304份问卷中: the amount itself stands there
    let is_parted = |token: &Token| matches!(token.what, What::Sign(_));
    let own = words.iter().position(is_parted).map_or(words.len(), |at| at + 1);
    let words = words.get(own..).unwrap_or(&[]);
    words.windows(2).any(|pair| {
        let [word, comma] = pair else { return false };
        let text = tokens.text(word.from, word.to);
        comma.what == What::Sign(Sign::Comma)
            && matches!(word.what, What::Text | What::Word(_))
            && word.what != What::Word(Class::OfWhich)
            && tokens.words_of("among").any(|word| text.ends_with(word))
    })
}

/// The one amount of this sentence and the one before whose words hold what the whole is called:
/// 概算总投资80万元，……占概算的25%; where not all of it has to stand there, most of it: 实际到位90万元，……占到位资金的80%.
fn called(passage: &Passage<'_>, at: usize, spot: &Spot, of: &str, is_all: bool) -> Option<usize> {
    let own = of.chars().count();
    let fits = |other: &Spot| {
        let common = crate::prose::same::common(of, &other.raw);
        common > 1 && if is_all { common == own } else { common * 2 >= own }
    };
    let is_general = |class: &Class| matches!(class, Class::Income | Class::Outgo);
    let mut found = passage.before(at).filter(|(_, other)| {
        other.sentence + 1 >= spot.sentence
            && is_amount(passage, other)
            && matches!(other.role, Role::Value | Role::To(_) | Role::Got)
            && other.row.is_none()
            && !other.when.is_last
            && fits(other)
    });
    let (first, _) = found.next()?;
    let is_only = found.next().is_none() && !spot.words.iter().any(is_general);
    is_only.then_some(first)
}

/// The change that is the whole: 比上年增加80万元，其中甲增加20万元，占增加额的25%.
fn change_named(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<usize> {
    let is_change = |class: &Class| matches!(class, Class::Up | Class::Down);
    let behind = spot.words.iter().skip_while(|class| **class != Class::Share);
    let own = behind.skip(1).find(|class| is_change(class))?;
    let sign = if *own == Class::Up { 1 } else { -1 };
    let changes: Vec<(usize, &Spot)> = passage
        .before(at)
        .filter(|(_, other)| {
            other.sentence + 1 >= spot.sentence
                && other.role == Role::Change(sign)
                && other.row.is_none()
                && is_amount(passage, other)
        })
        .collect();
    // the parts have names, the whole has none
    let mut wholes = changes.iter().filter(|(_, other)| other.name.is_empty());
    let (whole, _) = wholes.next()?;
    (wholes.next().is_none() && spot.row.is_none()).then_some(*whole)
}

/// The figure before a share, and the words between.
pub(super) fn words_before(passage: &Passage<'_>, at: usize, spot: &Spot) -> String {
    let before = at.checked_sub(1).and_then(|at| passage.spots().get(at));
    before.map_or_else(String::new, |before| passage.text_from(before, spot))
}

/// The same of a whole that is called by most of its name.
pub(super) fn keep_named(passage: &Passage<'_>, at: usize, spot: &Spot, possible: &mut Found) {
    let whole = called(passage, at, spot, &spot.of, false);
    if let Some(whole) = whole.and_then(|at| passage.spots().get(at)) {
        possible.retain(|(_, reading)| whole_in(reading) == whole.figure);
    }
}

/// Whether a name is the other one with words before it, and long enough to say something.
fn ends_alike(a: &str, b: &str) -> bool {
    const TELLING: usize = 4;
    let (short, long) = if a.chars().count() < b.chars().count() { (a, b) } else { (b, a) };
    short.chars().count() >= TELLING
        && long.ends_with(short)
        && a.chars().count() >= b.chars().count()
}

pub(super) fn in_step(a: &Spot, b: &Spot) -> bool {
    match (a.row, b.row) {
        (Some((_, own, len)), Some((_, nth, of))) => len == of && own == nth,
        (None, None) => true,
        _ => false,
    }
}

/// The figure that the list at hand hangs on: before 其中, 包括, a colon or a bracket.
fn head_of(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<usize> {
    let part = passage
        .before(at)
        .find(|(_, other)| is_amount(passage, other) && other.clause + 1 >= spot.clause)?;
    let list = passage.list_of(part.0)?;
    // 13亿元，占比18%。其中，甲6亿元，占比8%: of what the head is a share of, or of the head
    let has_share =
        list.head.and_then(|head| passage.after(head).next()).is_some_and(|(at, next)| {
            next.role == Role::Share && next.of.is_empty() && !list.items.contains(&at)
        });
    let is_far = list
        .head
        .and_then(|head| passage.spots().get(head))
        .is_some_and(|head| head.sentence < spot.sentence);
    list.head.filter(|_| !(has_share && is_far))
}

/// The part: the fact before the share.
pub(super) fn part_of(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    whole: Option<usize>,
) -> Option<usize> {
    if let Some((_, nth, len)) = spot.row {
        if let Some(item) = passage.item_of_run(at, spot, nth, len) {
            return Some(item);
        }
        let fits = |other: &Spot| {
            other.sentence == spot.sentence
                && is_amount(passage, other)
                && other.row.is_some_and(|(_, _, of)| of == len)
        };
        let behind = || {
            passage
                .after(at)
                .find(|(_, other)| fits(other) && other.row.is_some_and(|(_, own, _)| own == nth))
                .map(|(at, _)| at)
        };
        let before = passage
            .before(at)
            .find(|(_, other)| fits(other) && other.row.is_some_and(|(_, own, _)| own == nth))
            .map(|(at, _)| at);
        let found = before.or_else(behind)?;
        return passage
            .spots()
            .get(found)
            .filter(|other| other.row.is_some_and(|(_, own, of)| own == nth && of == len))
            .map(|_| found);
    }
    if let Some(part) = part_behind(passage, at, spot) {
        return Some(part);
    }
    let own = at;
    // 其中税收6亿元、非税收入3亿元，税收占比65%
    if spot.role == Role::Share && spot.name.chars().count() > 1 && spot.of.is_empty() {
        let mut named = passage.before(at).filter(|(at, other)| {
            other.sentence == spot.sentence
                && other.stream == spot.stream
                && other.name.starts_with(&spot.name)
                && is_amount(passage, other)
                && (passage.list_of(*at).is_some()
                    || named::head(passage, *at).is_some()
                    || named::sum_behind(passage, own, *at).is_some())
        });
        if let (Some((part, _)), None) = (named.next(), named.next()) {
            return Some(part);
        }
    }
    if let Some(part) = named_part(passage, at, spot).filter(|part| Some(*part) != whole) {
        return Some(part);
    }
    let in_bracket = passage.anchor(spot.stream).filter(|anchor| {
        spot.name.is_empty()
            && Some(*anchor) != whole
            && passage.before(at).next().is_some_and(|(before, _)| before == *anchor)
    });
    let mut before = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence && other.stream == spot.stream);
    let (at, found) = match in_bracket {
        Some(anchor) => (anchor, passage.spots().get(anchor)?),
        None => before.find(|(at, other)| Some(*at) != whole && is_amount(passage, other))?,
    };
    if !is_amount(passage, found) {
        return None;
    }
    // 增加公用经费4万元，占30%: the share may be of all of it
    let is_of_change = whole
        .and_then(|at| passage.spots().get(at))
        .is_some_and(|whole| matches!(whole.role, Role::Change(_)) && found.role == whole.role);
    let is_more = !is_of_change
        && found.words.iter().any(|class| {
            matches!(class, Class::Up | Class::Down | Class::AdjustUp | Class::AdjustDown)
        });
    let is_near = (found.segment == spot.segment || in_bracket.is_some())
        && !is_more
        && (is_of_change || matches!(found.role, Role::Value | Role::To(_)))
        && found.row.is_none()
        && !found.when.is_last;
    let is_own = spot.name.is_empty()
        // 在总支出80万元中占40%
        || passage.tokens.is_word("among", &spot.name)
        || spot.name == found.name
        || matches!(spot.role, Role::Complete | Role::Value | Role::Beside(_));
    let parted =
        passage.between(found, spot).any(|class| matches!(class, Class::Scope | Class::OfWhich));
    let is_near = is_near
        && (!matches!(spot.role, Role::Value | Role::Beside(_))
            || spot.clause == found.clause + 1 && spot.words.contains(&Class::Of));
    (is_near && is_own && !parted).then_some(at)
}
