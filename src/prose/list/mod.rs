//! Lists: a head and its items, whole or not, and totals behind their items.

mod around;
mod firsts;
mod hundred;
mod known;
mod named;
mod parts;
mod sum;
mod total;

use around::{breaks_off, goes_on_without_figures, is_labelled, names_several, says_no_other};
pub(super) use around::{is_rest_last, leaves_rest};
pub use known::{is_all_of_change, is_all_of_whole};
use known::{
    is_before_parts, is_known_whole, is_ordered_from, is_scale, is_total_before, near_whole,
};
pub(super) use named::is_division;
pub use sum::sums;

use crate::number::Decimal;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

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
    /// A word says that not all is listed.
    pub is_open: bool,
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
            out.extend(list_from(passage, at, first, Opening::Bracket));
        }
        // 由三期债券构成: the number of the parts is none of them
        let is_number = |next: &Spot| {
            passage.figure(next).zip(passage.figure(spot)).is_some_and(|(next, own)| {
                next.is_spelled && (own.kind != Kind::Count || next.counter != own.counter)
            })
        };
        let next = passage
            .after(at)
            .find(|(_, next)| next.stream == spot.stream && !is_number(next))
            .map(|(first, _)| first);
        if let Some(first) = next {
            out.extend(list_from(passage, at, first, Opening::Sentence));
        }
    }
    for at in 0..passage.spots().len() {
        let Some(head) = named::head_of(passage, at) else { continue };
        if !out.iter().any(|list: &List| list.items.contains(&at)) {
            out.extend(list_from(passage, head, at, Opening::Named));
        }
    }
    out
}

/// Where the first item of a list stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// In the sentence of its head.
    Sentence,
    /// In the bracket behind its head.
    Bracket,
    /// Anywhere: its head is named before it.
    Named,
}

fn list_from(passage: &Passage<'_>, head: usize, first: usize, opening: Opening) -> Option<List> {
    let (is_bracket, is_named) = (opening == Opening::Bracket, opening == Opening::Named);
    let spots = passage.spots();
    let (of, start) = (spots.get(head)?, spots.get(first)?);
    let like = |spot: &Spot| {
        passage
            .figure(of)
            .zip(passage.figure(spot))
            .is_some_and(|(a, b)| a.is_like(b) || (a.kind == Kind::Count && b.kind == Kind::Count))
    };
    // 增加5万元，分别由甲出资3万元、乙出资2万元
    let is_handed_out = passage.between(of, start).any(|class| class == Class::Respectively)
        && start.clause == of.clause + 1
        && start.role == Role::Value
        && start.row.is_none();
    // 评价得分90分：决策（15分）得13.5分: what was got of each weight
    let is_got = |spot: &Spot| spot.role == Role::Got && spot.name.is_empty();
    let is_of_weights = of.role == Role::Got
        && matches!(start.role, Role::Value | Role::Weight)
        && passage.after(first).next().is_some_and(|(_, next)| is_got(next));
    let is_item = |spot: &Spot| match of.role {
        Role::Got if is_of_weights => is_got(spot),
        Role::Change(_) if is_handed_out => is_item(spot),
        Role::Change(sign) => spot.role == Role::Change(sign) && !spot.name.is_empty(),
        // 执行率未达到95%扣1.5分
        Role::Deduct => {
            spot.role == Role::Deduct && (!spot.name.is_empty() || is_behind_ratio(passage, spot))
        }
        // 总分96分，其中：产出得分49分
        Role::Got if of.words.contains(&Class::ScoreTotal) => {
            is_item(spot) || spot.role == Role::Got && !spot.raw.is_empty()
        }
        _ => is_item(spot),
    };
    // what opens it
    let words: Vec<Class> = if is_bracket || of.stream != start.stream {
        passage.between(of, start).collect()
    } else if of.segment != start.segment {
        passage.opening_words(of, start)
    } else {
        passage.between_in_stream(of, start)
    };
    let has = |class: Class| words.contains(&class);
    let colon = !is_bracket
        && start.segment == of.segment
        && start.clause <= of.clause + 2
        && passage.has_sign_between(of, start, Sign::Colon)
        && !is_labelled(passage, of, start);
    // 80万元（不含补助5万元）
    if is_bracket && has(Class::Scope) {
        return None;
    }
    let far = start.sentence > of.sentence && !is_named;
    let in_order = has(Class::Respectively) && start.row.is_none();
    let is_score = passage.figure(of).is_some_and(|figure| figure.kind == Kind::Score)
        && of.role == Role::Weight
        && start.clause == of.clause + 1;
    let is_entire = has(Class::Entire);
    // 由A、B和C组成
    let is_next = start.segment == of.segment && start.clause <= of.clause + 1;
    let is_made_of = !is_bracket
        && has(Class::From)
        && (is_next || is_named)
        && start.stream == of.stream
        && passage.ends_with(start, Class::Whole);
    // 18万元，用于甲6万元、乙9万元以及丙3万元
    let is_spent = !is_bracket
        && has(Class::Spent)
        && !has(Class::OfWhich)
        && !has(Class::Not)
        && of.stream == start.stream
        && start.clause <= of.clause + 1;
    let is_among = !is_bracket
        && start.stream == of.stream
        && start.sentence == of.sentence
        && passage.is_among(of)
        && start.clause == of.clause + 1
        || is_named;
    // 按投向分：甲2万元、乙3万元
    let is_division =
        (is_named || start.sentence > of.sentence) && named::is_division(passage, start);
    // 第一批2万元，第二批3万元，第三批1万元
    let is_ordered = !is_bracket && is_ordered_from(passage, of, (first, start));
    let is_parts = !is_bracket && is_before_parts(passage, of, (first, start));
    let is_total = !is_bracket && !is_parts && is_total_before(passage, of, start);
    let is_opened = is_made_of
        || is_total
        || is_among
        || is_parts
        || is_ordered
        || is_spent
        || is_score
        || is_entire
        || is_bracket
        || has(Class::OfWhich)
        || has(Class::Whole)
        || colon
        || in_order;
    // 四类：甲18个: the number of the items is not what they come to
    let is_number = passage.figure(of).zip(passage.figure(start)).is_some_and(|(of, first)| {
        of.is_spelled && first.kind == Kind::Count && of.counter != first.counter
    });
    if !is_opened
        || is_number
        || (far && !has(Class::OfWhich) && !has(Class::Whole))
        || start.sentence > of.sentence + 1 && !is_named
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
    let mut is_closed = is_first || !has(Class::OfWhich);
    let mut skips_nested = false;
    // more is told of items than their amounts
    let mut is_glossed = false;
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
        // 12所：甲3所、乙9所，床位1,480张: other things are no items of it
        let is_alike = |at: usize| {
            let own = spots.get(at).and_then(|item| passage.figure(item));
            own.zip(passage.figure(of)).is_some_and(|(item, of)| item.is_like(of))
        };
        let ends_clause = items.last().and_then(|at| spots.get(*at)).is_some_and(|last| {
            last.clause != spot.clause && items.len() > 1 && items.iter().all(|at| is_alike(*at))
        });
        if ends_clause && like(spot) && !is_alike(at) {
            break;
        }
        // 2022年18万元，其中货物6万元；2023年20万元
        let year = of.when.year.or(start.when.year);
        if at != first && spot.when.year.is_some() && year.is_some() && spot.when.year != year {
            break;
        }
        if (is_made_of || is_spent) && spot.clause != start.clause {
            break;
        }
        if at != first {
            let by_semicolon = spots.get(last).is_some_and(|last| last.segment != spot.segment);
            // words before a semicolon tell of the item before it: 货物18万元，主要是设备；
            let between: Vec<Class> = match spots.get(last) {
                Some(last) if by_semicolon => {
                    is_glossed |= passage.between(last, spot).any(|class| class == Class::Open);
                    passage.opening_words(last, spot)
                }
                Some(last) => passage.between(last, spot).collect(),
                None => Vec::new(),
            };
            if by_semicolon {
                skips_nested = false;
            }
            if is_item(spot) && like(spot) && !items.is_empty() {
                let before = items.last().and_then(|at| spots.get(*at));
                let by_semicolon = before.is_some_and(|before| before.segment != spot.segment);
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
            let names_several =
                || spots.get(last).is_some_and(|last| names_several(passage, last, spot));
            if between.contains(&Class::Open) && !names_several() {
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
            // 其他（不含构筑物）764平方米: of a bracket it tells nothing
            let is_scoped =
                |last: &Spot| passage.between_in_stream(last, spot).contains(&Class::Scope);
            if spots.get(last).is_some_and(is_scoped) {
                is_closed = false;
            }
        }
        let turns = |one: Class, other: Class| {
            of.words.contains(&one)
                && !of.words.contains(&other)
                && spot.words.contains(&other)
                && !spot.words.contains(&one)
        };
        // 转移性收入8万元、动用结余2万元: behind a mark of items it goes on
        let is_turn = turns(Class::Income, Class::Outgo) || turns(Class::Outgo, Class::Income);
        if is_turn && !spot.goes_on {
            break;
        }
        // 九年一贯制学校4所: a numeral in a name
        let is_in_name = passage.figure(spot).zip(passage.figure(of)).is_some_and(|(own, head)| {
            own.is_spelled && !head.is_spelled && own.counter != head.counter
        });
        if is_in_name {
            continue;
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
            let is_named = !spot.name.is_empty()
                || matches!(spot.role, Role::Got | Role::Deduct)
                || is_of_counted(passage, at, spot)
                || spot.row.is_some()
                || spot.words.contains(&Class::Rest);
            if !is_named {
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
    is_open |= items.last().is_some_and(|at| breaks_off(passage, *at) || leaves_rest(passage, *at));
    // 无其他支出: said behind the last item
    let is_all_told = items.last().is_some_and(|at| says_no_other(passage, *at));
    let is_open = is_open && !is_all_told;
    let of_which = (has(Class::OfWhich) || is_among && !is_made_of && !is_division) && !is_all_told;
    // 其中甲5万元；乙6万元: a semicolon may end what 其中 opens
    let may_end = of_which
        && separator == Some(true)
        && !is_bracket
        && !passage.has_sign_between(of, start, Sign::Colon);
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
    let is_of_all = of.role == Role::Deduct && of.is_sum
        || of.words.contains(&Class::ScoreTotal)
            && items.len() > 2
            && !items.last().is_some_and(|at| goes_on_without_figures(passage, *at))
        || passage.figure(of).is_some_and(|figure| figure.kind == Kind::Count)
            && items.len() > 2
            && is_rest_last(passage, &items);
    // 问题53个，归为四类：甲18个，乙11个，……: as many as are said to be
    let is_counted = colon
        && passage.in_sentence(start).any(|(_, number)| {
            number.figure > of.figure
                && number.figure < start.figure
                && passage.figure(number).is_some_and(|figure| {
                    figure.is_spelled && figure.value == Decimal::from(items.len())
                })
        });
    // all that it is for is named where a last one is joined to the others
    let is_joined = items.windows(2).last().is_some_and(|pair| {
        matches!(pair, [a, b] if spots.get(*a).zip(spots.get(*b)).is_some_and(|(a, b)| {
            passage.between_in_stream(a, b).iter().any(|class| {
                matches!(class, Class::And | Class::With)
            })
        }))
    });
    let is_only_spent = is_spent && !(is_made_of || colon || in_order || has(Class::Whole));
    // 投向甲1亿元、乙2亿元、丙3亿元。
    let is_last = items.last().and_then(|at| spots.get(*at)).is_some_and(|end| {
        let behind = passage.tokens.at.get(end.figure).map_or(usize::MAX, |at| at + 1);
        passage.tokens.tokens.get(behind).is_none_or(|token| {
            matches!(token.what, What::Sign(Sign::Stop | Sign::Edge | Sign::Semicolon))
        })
    });
    let is_near = || near_whole(passage, head, &items);
    let is_closed = is_closed
        && (!is_total || items.len() > 2 && is_last && is_near())
        && (!is_division || is_last && is_near())
        && (!may_end || is_known)
        && (!is_glossed || is_known)
        && (!far || is_known || has(Class::Whole) && !has(Class::OfWhich))
        && (!is_only_spent || (is_joined || is_last && of.is_sum) && items.len() > 2);
    let is_whole =
        !is_open && (is_counted || rest || is_full || is_known || is_of_all || !of_which);
    let is_firm = is_bracket || is_counted || separator == Some(true) || items.windows(2).all(|pair| matches!(pair, [a, b] if spots.get(*a).zip(spots.get(*b)).is_some_and(|(a, b)| passage.has_sign_between(a, b, Sign::Item))));
    let is_firm = is_firm && (!is_entire || items.len() == 1);
    (!items.is_empty()).then_some(List {
        is_entire,
        is_open,
        head: Some(head),
        items,
        is_whole,
        is_closed,
        is_firm,
    })
}

/// Whether a ratio stands before a figure in its clause.
fn is_behind_ratio(passage: &Passage<'_>, spot: &Spot) -> bool {
    passage.in_sentence(spot).any(|(_, other)| {
        other.figure < spot.figure
            && other.clause == spot.clause
            && passage.figure(other).is_some_and(|figure| figure.kind == Kind::Percent)
    })
}

/// Whether an amount is that of a number directly before it that has a name: 甲项目11个，金额18万元.
fn is_of_counted(passage: &Passage<'_>, at: usize, spot: &Spot) -> bool {
    let before = at.checked_sub(1).and_then(|at| passage.spots().get(at));
    before.is_some_and(|before| {
        passage.figure(before).is_some_and(|figure| figure.kind == Kind::Count)
            && before.role == Role::Value
            && !before.name.is_empty()
            && before.stream == spot.stream
            && before.clause + 1 == spot.clause
            && before.segment == spot.segment
            && spot.words.iter().all(|class| *class == Class::Filler)
            && !spot.words.is_empty()
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
