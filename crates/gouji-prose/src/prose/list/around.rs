//! What the words around a list say of it: labels before it, and what stands behind its last item.

use crate::prose::passage::Passage;
use crate::prose::place::Spot;
use crate::prose::quantity::Kind;
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// Whether a label stands between a figure and the next, which is another value then: 指标值：6份，年度指标值：报告1份.
pub(super) fn is_labelled(passage: &Passage<'_>, of: &Spot, start: &Spot) -> bool {
    passage.tokens.has_word("labels", &passage.text_from(of, start))
}

/// Whether the text breaks off behind an item that others follow: 甲5万元、乙 at the end of a paragraph that was torn.
pub(super) fn breaks_off(passage: &Passage<'_>, at: usize) -> bool {
    let tokens = &passage.tokens.tokens;
    let item = passage.spots().get(at).and_then(|item| passage.tokens.at.get(item.figure));
    let Some(behind) = item.and_then(|own| tokens.get(own + 1..)) else { return false };
    let mut marks = behind.iter().map(|token| token.what).enumerate();
    let first = marks.find(|(_, what)| matches!(what, What::Sign(_) | What::Figure(_)));
    match first {
        Some((0, What::Sign(Sign::Item))) => {
            let next = marks.find(|(_, what)| matches!(what, What::Sign(_) | What::Figure(_)));
            matches!(next, None | Some((_, What::Sign(Sign::Edge))))
        }
        Some((0, What::Sign(Sign::Comma))) => {
            matches!(marks.next(), None | Some((_, What::Sign(Sign::Edge))))
        }
        _ => false,
    }
}

/// Whether something is left behind an item that has no amount of its own: 其余为零星开支.
pub(crate) fn leaves_rest(passage: &Passage<'_>, at: usize) -> bool {
    let tokens = &passage.tokens.tokens;
    let item = passage.spots().get(at).and_then(|item| passage.tokens.at.get(item.figure));
    let behind = item.and_then(|own| tokens.get(own + 1..)).unwrap_or(&[]);
    let kind = |at: usize| passage.tokens.figures.get(at).map(|own| own.kind);
    // 占2.85%；其余为零星开支: the share of the item
    let mut rest = behind.iter().map(|token| token.what).skip_while(|what| match what {
        What::Sign(sign) => matches!(sign, Sign::Comma | Sign::Semicolon),
        What::Word(class) => matches!(class, Class::Share | Class::ShareNoun),
        What::Figure(at) => kind(*at) == Some(Kind::Percent),
        _ => false,
    });
    let of = passage.spots().get(at).and_then(|item| kind(item.figure));
    // 其余分三年筹措, 其余见附件3: no amount
    let is_amount = |at: usize| {
        let own = passage.tokens.figures.get(at).filter(|own| !own.is_spelled);
        own.is_some_and(|own| Some(own.kind) == of || own.kind == Kind::Percent)
    };
    rest.next() == Some(What::Word(Class::Rest))
        && rest
            .find(|what| match what {
                What::Figure(at) => is_amount(*at),
                What::Sign(sign) => matches!(sign, Sign::Stop | Sign::Edge | Sign::Semicolon),
                What::Word(class) => *class == Class::Not,
                _ => false,
            })
            .is_none_or(|what| matches!(what, What::Sign(_)))
}

/// Whether the clause behind an item says that something is lacking, and not how much, or names one more thing without its amount:
/// 缺口由县级分两年配齐; 甲30万元、乙20万元和企业自筹.
pub(crate) fn leaves_gap(passage: &Passage<'_>, at: usize) -> bool {
    /// The longest word for it.
    const LONGEST: usize = 4;
    let tokens = &passage.tokens.tokens;
    let item = passage.spots().get(at).and_then(|item| passage.tokens.at.get(item.figure));
    let Some([mark, behind @ ..]) = item.and_then(|own| tokens.get(own + 1..)) else {
        return false;
    };
    let Some(first) = behind.first() else { return false };
    let text = passage.tokens.text(first.from, first.from + LONGEST);
    let opens = match mark.what {
        What::Sign(Sign::Comma) => {
            passage.tokens.words_of("gaps").any(|word| text.starts_with(word))
        }
        // 甲30万元、乙20万元和企业自筹
        What::Word(Class::And | Class::With) | What::Sign(Sign::Item) => {
            matches!(first.what, What::Text | What::Word(_))
        }
        _ => false,
    };
    let is_amount = |at: usize| passage.tokens.figures.get(at).is_some_and(|own| !own.is_spelled);
    // 乙20万元与上年持平: what is told of the item
    let tells = |class: Class| {
        matches!(class, Class::Last | Class::Same | Class::Compare | Class::YearOnYear)
    };
    let mut own = behind.iter().take_while(|token| {
        !matches!(token.what, What::Sign(Sign::Comma | Sign::Semicolon | Sign::Stop | Sign::Edge))
    });
    opens
        && !own.any(|token| match token.what {
            What::Figure(at) => is_amount(at),
            What::Word(class) => mark.what != What::Sign(Sign::Comma) && tells(class),
            _ => false,
        })
}

/// Whether the clause or sentence behind the last item says that one more thing stands elsewhere: 保教费收入另见财政专户表.
pub(crate) fn is_listed_apart(passage: &Passage<'_>, last: usize) -> bool {
    /// It is told in so many tokens behind it.
    const FAR: usize = 40;
    let tokens = &passage.tokens.tokens;
    let own = passage.spots().get(last).and_then(|item| passage.tokens.at.get(item.figure));
    let Some(behind) = own.and_then(|own| tokens.get(own + 1..)) else { return false };
    let is_amount = |at: usize| passage.tokens.figures.get(at).is_some_and(|own| !own.is_spelled);
    let own: Vec<_> = behind
        .iter()
        .take(FAR)
        .take_while(|token| match token.what {
            What::Figure(at) => !is_amount(at),
            What::Sign(sign) => sign != Sign::Edge,
            _ => true,
        })
        .collect();
    let ends = own.first().zip(own.last());
    ends.is_some_and(|(first, last)| {
        passage.tokens.has_word("listed_apart", &passage.tokens.text(first.from, last.to))
    })
}

/// Whether the words behind an item say that what is listed overlaps: 均包含住院部分.
pub(super) fn overlaps(passage: &Passage<'_>, at: usize) -> bool {
    /// It is said in the sentence or the one behind it.
    const SENTENCES: usize = 2;
    let tokens = &passage.tokens.tokens;
    let own = passage.spots().get(at).and_then(|item| passage.tokens.at.get(item.figure));
    let Some(own) = own.and_then(|own| tokens.get(own + 1..)) else { return false };
    let mut stops = own
        .iter()
        .enumerate()
        .filter(|(_, token)| matches!(token.what, What::Sign(Sign::Stop | Sign::Edge)));
    let end = stops.nth(SENTENCES - 1).map_or(own.len(), |(at, _)| at);
    let Some((first, last)) = own.first().zip(own.get(..end).and_then(<[_]>::last)) else {
        return false;
    };
    passage.tokens.has_word("overlap", &passage.tokens.text(first.from, last.to))
}

/// Whether an item has several names, the last of which ends with 等: 水费、电费等运转支出30万元.
/// The word is one of the name and does not say that the list goes on.
pub(super) fn names_several(passage: &Passage<'_>, last: &Spot, item: &Spot) -> bool {
    let place = |spot: &Spot| passage.tokens.at.get(spot.figure).copied();
    let Some((from, to)) = place(last).zip(place(item)) else { return false };
    let Some(between) = passage.tokens.tokens.get(from + 1..to) else { return false };
    let is_open = |what: What| what == What::Word(Class::Open);
    let Some(at) = between.iter().rposition(|token| is_open(token.what)) else { return false };
    let (before, behind) = between.split_at(at);
    let is_name = |what: What| matches!(what, What::Text | What::Word(_));
    let mut before =
        before.iter().rev().map(|token| token.what).skip_while(|what| *what == What::Text);
    before.next() == Some(What::Sign(Sign::Item))
        && before.next().is_some_and(is_name)
        && behind.iter().skip(1).all(|token| is_name(token.what))
}

/// The words behind an item, up to what ends the search.
fn words_behind<'b>(
    passage: &'b Passage<'_>,
    at: usize,
    is_end: impl Fn(What) -> bool + 'b,
) -> impl Iterator<Item = Class> + 'b {
    let item = passage.spots().get(at).and_then(|item| passage.tokens.at.get(item.figure));
    let behind = item.and_then(|own| passage.tokens.tokens.get(own + 1..)).unwrap_or(&[]);
    behind.iter().map(|token| token.what).take_while(move |what| !is_end(*what)).filter_map(
        |what| match what {
            What::Word(class) => Some(class),
            _ => None,
        },
    )
}

/// Whether the clause behind an item tells of scores without a figure: 效益和满意度没有扣分.
pub(super) fn goes_on_without_figures(passage: &Passage<'_>, at: usize) -> bool {
    // 效益、满意度两项没有扣分: a number in words counts further items
    let is_spelled =
        |figure: usize| passage.tokens.figures.get(figure).is_some_and(|figure| figure.is_spelled);
    let is_end = |what: What| match what {
        What::Figure(figure) => !is_spelled(figure),
        what => matches!(what, What::Sign(Sign::Stop | Sign::Edge)),
    };
    words_behind(passage, at, is_end)
        .any(|class| matches!(class, Class::Deduct | Class::Weight | Class::Score))
}

/// Whether it is said behind an item, before another amount, that there is nothing else.
pub(super) fn says_no_other(passage: &Passage<'_>, at: usize) -> bool {
    let is_spelled =
        |figure: usize| passage.tokens.figures.get(figure).is_some_and(|figure| figure.is_spelled);
    let is_end = |what: What| match what {
        What::Figure(figure) => !is_spelled(figure),
        what => what == What::Sign(Sign::Edge),
    };
    words_behind(passage, at, is_end).any(|class| class == Class::NoOther)
}

/// Whether the last of some things of one kind is all others: 轿车3辆、卡车2辆、其他车辆1辆.
pub(crate) fn is_rest_last(passage: &Passage<'_>, items: &[usize]) -> bool {
    /// A longer name is that of a thing of its own, unless another item is called so, too: 其他交通费用.
    const SHORT: usize = 2;
    let names = items.iter().filter_map(|at| passage.spots().get(*at)).map(|item| &item.name);
    let names: Vec<&String> = names.collect();
    let Some((last, others)) = names.split_last() else { return false };
    let rest = passage.tokens.words_of("others").find_map(|word| Some(last.split_once(word)?.1));
    rest.is_some_and(|rest| {
        rest.chars().count() <= SHORT || others.iter().any(|other| other.ends_with(rest))
    })
}
