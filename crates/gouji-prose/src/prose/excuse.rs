//! What is no mistake, though it does not come out: words, signs or places say that the figures do not belong together so.

use super::excuse_products::{is_of_a_part, is_of_posts};
use super::outcome::{Outcome, Told};
use super::place::{Layout, Role, Spot};
use super::plausible::{adds_norm, is_of_grade};
use super::product::{but_price, holds_with_rounded, is_of_half_year};
use super::quantity::{Kind, Quantity};
use super::reading::Filling;
use super::reading::{Reading, Relation, Slot, holds};
use super::slip::is_equation;
use super::token::{Sign, Token, Tokens, What};
use super::words::Class;
use gouji_values::number::Decimal;

/// A shorter name is that of many things.
const SHORT: usize = 2;

/// Whether a product comes out with its amount for each as a rounded one, to the last digit: 人均1.29元.
fn is_rounded_product(tokens: &Tokens, reading: &Reading) -> bool {
    let of =
        |(slot, filling): &(Slot, Filling)| (*slot == Slot::First).then(|| filling.figure())?;
    reading.parts.iter().find_map(of).is_some_and(|price| {
        holds_with_rounded(&tokens.figures, price, |figures| {
            holds(Relation::Product, reading, figures) == Some(true)
        })
    })
}

/// Whether more factors are printed between the figures of a product than it has: 3,650人×300元/学期×2学期=219万元.
pub(super) fn has_more_factors(tokens: &Tokens, reading: &Reading) -> bool {
    let figures = reading.figures();
    let chars = |at: &usize| tokens.figures.get(*at).map(|figure| figure.chars.clone());
    let from = figures.iter().filter_map(chars).map(|chars| chars.start).min().unwrap_or(0);
    let to = figures.iter().filter_map(chars).map(|chars| chars.end).max().unwrap_or(0);
    let text = tokens.text(from, to);
    // a total and its factors
    text.matches(['\u{D7}', '*']).count() + 2 > figures.len()
}

/// Leaves open what fails where there is an excuse, and takes no proof from what holds there: a slip would be excused.
pub(super) fn excuse(tokens: &Tokens, layout: &Layout, told: &mut [Told]) {
    let says = |list: &str| tokens.has_word(list, &tokens.text(0, tokens.chars.len()));
    let is_of = |one: &Told, wanted: &[Relation]| {
        let chosen = one.said.readings.get(one.chosen);
        chosen.is_some_and(|(relation, _)| wanted.contains(relation))
    };
    let has = |told: &[Told], wanted: &[Relation]| told.iter().any(|one| is_of(one, wanted));
    let overlaps =
        has(told, &[Relation::Sum, Relation::Within, Relation::Shares]) && says("overlaps");
    // 实际工期9个月，合同工期为10个月: no period between the dates
    let is_planned = |anchor: usize| {
        let own = tokens.figures.get(anchor);
        let is_like = |other: &Quantity| own.is_some_and(|own| own.is_like(other));
        let others = tokens.figures.iter().enumerate().filter(|(at, _)| *at != anchor);
        others.map(|(_, other)| other).any(is_like)
            && layout
                .spot_of(anchor)
                .is_some_and(|spot| tokens.has_word("planned_terms", &spot.raw))
    };
    let has_next_year = has(told, &[Relation::Period]) && says("next_years");
    let differences = differences(told);
    // 平均每块0.25万元；询价时每块0.28万元: what comes out with one price was paid at no other
    let held = told.iter().filter(|one| one.outcome.agrees());
    let held = held.filter_map(|one| one.said.readings.get(one.chosen));
    let held = held.filter(|(relation, _)| *relation == Relation::Product);
    let products: Vec<(Vec<usize>, usize)> = held.map(|(_, reading)| but_price(reading)).collect();
    for one in told {
        let Some((relation, reading)) = one.said.readings.get(one.chosen) else { continue };
        let is_excused = match relation {
            // 教育支出中的4亿元已计入“三保”
            Relation::Sum | Relation::Within | Relation::Shares if overlaps => true,
            // 自3月起至次年8月止
            Relation::Period if has_next_year => true,
            Relation::Period => one.outcome == Outcome::Fails && is_planned(one.said.anchor),
            // 安排剩余的25%
            Relation::Left if is_percent(tokens, one.said.anchor) => true,
            // 使用专用结余260万元: it comes in
            Relation::Left if is_drawn(tokens, layout, one.said.anchor) => true,
            // 用于甲的50万元，用于乙的30万元，剩余20万元用于丙: an item of a list
            Relation::Left if are_uses(layout, reading) => true,
            // 90%以上得满分10分，该项计8分
            Relation::Sum
                if is_of_grade(layout, reading) || adds_others(tokens, layout, reading) =>
            {
                true
            }
            Relation::Change | Relation::GrowthOf
                if is_of_another_item(layout, (reading, one.said.anchor)) =>
            {
                true
            }
            Relation::Change
                if differs_otherwise(&differences, (reading, one.said.anchor))
                    || is_reason(layout, one.said.anchor) =>
            {
                true
            }
            Relation::Share if is_share_of_others(tokens, layout, (reading, one.said.anchor)) => {
                true
            }
            Relation::Product if is_of_a_part(tokens, layout, reading) => true,
            Relation::Product if one.outcome == Outcome::Fails => {
                is_rounded_product(tokens, reading)
                    || products.contains(&but_price(reading))
                    || is_of_half_year(tokens, layout, reading)
            }
            Relation::Growth | Relation::GrowthOf if is_against_another(layout, reading) => true,
            Relation::Growth | Relation::GrowthOf | Relation::GrowthBack
                if is_aim(tokens, layout, (reading, one.said.anchor)) =>
            {
                true
            }
            Relation::Balance if is_open_deduction(tokens, layout, reading) => true,
            Relation::Points if is_beside_another(tokens, layout, (reading, one.said.anchor)) => {
                true
            }
            Relation::Completion if is_of_terms(tokens, layout, reading) => true,
            Relation::Share | Relation::Completion if is_adjusted(layout, reading) => true,
            Relation::GrowthOf | Relation::GrowthBack
                if is_comparable(tokens, layout, reading)
                    || is_aimed_at(layout, reading)
                    || is_all_gone(tokens, reading) =>
            {
                true
            }
            _ => is_equation(*relation) && has_sign(tokens, reading),
        };
        if is_excused && one.outcome.agrees() {
            one.is_proven = false;
        } else if is_excused {
            one.outcome = Outcome::Open;
        }
    }
}

/// Two facts and by how much they are told to differ, which comes out.
fn differences(told: &[Told]) -> Vec<[usize; 3]> {
    let agree = told.iter().filter(|one| one.outcome.agrees());
    let chosen = agree.filter_map(|one| Some((one, one.said.readings.get(one.chosen)?)));
    let own = chosen.filter(|(_, (relation, _))| *relation == Relation::Change);
    own.filter_map(|(one, (_, reading))| difference(reading, one.said.anchor)).collect()
}

fn difference(reading: &Reading, anchor: usize) -> Option<[usize; 3]> {
    let figure = |slot: Slot| {
        let (_, filling) = reading.parts.iter().find(|(own, _)| *own == slot)?;
        filling.figure()
    };
    Some([figure(Slot::Value)?, figure(Slot::Base)?, anchor])
}

/// Whether two facts differ by another figure than this one, as that one comes out: 较上年净增75人：招聘等增加214人，退休等减少139人.
fn differs_otherwise(differences: &[[usize; 3]], (reading, anchor): (&Reading, usize)) -> bool {
    difference(reading, anchor).is_some_and(|[value, base, own]| {
        differences.iter().any(|[a, b, other]| *a == value && *b == base && *other != own)
    })
}

/// Whether an amount is told in a reason, and is no change: 大于预算的主要原因是追加资金720万元.
fn is_reason(layout: &Layout, anchor: usize) -> bool {
    layout.spot_of(anchor).is_some_and(|spot| {
        spot.words.contains(&Class::Reason)
            && !matches!(spot.role, Role::Change(_) | Role::Adjust(_))
    })
}

/// Whether the rate is one that was aimed at, and none of what happened: 未达到目标增幅10%.
fn is_aimed_at(layout: &Layout, reading: &Reading) -> bool {
    let aims = |slot: Slot| spot_of(layout, reading, slot).is_some_and(super::decode::is_target);
    aims(Slot::Rate)
}

/// Whether a rate is the one that an aim names: 超额完成下降8%的目标.
fn is_aim(tokens: &Tokens, layout: &Layout, (reading, anchor): (&Reading, usize)) -> bool {
    let rate = spot_of(layout, reading, Slot::Rate).map_or(anchor, |rate| rate.figure);
    let from = tokens.at.get(rate).map_or(0, |at| at + 1);
    let text: String = tokens
        .tokens
        .get(from..)
        .unwrap_or(&[])
        .iter()
        .take_while(|token| !matches!(token.what, What::Sign(_) | What::Figure(_)))
        .map(|token| tokens.text(token.from, token.to))
        .collect();
    tokens.words_of("of").any(|word| text.starts_with(word)) && tokens.has_word("aims", &text)
}

/// Whether a rate of something else would be of terms: 共24个月，已实施15个月，完成总工程量的70%.
fn is_of_terms(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    let is_term = |at: usize| {
        let counter = tokens.figures.get(at).map_or("", |figure| figure.counter.as_str());
        ["month_counters", "year"].iter().any(|list| tokens.is_word(list, counter))
    };
    spot_of(layout, reading, Slot::Share).is_some_and(|share| !share.of.is_empty())
        && reading.figures().into_iter().any(is_term)
}

/// Whether a share that names no whole would be of another item beside its part: 教育支出240万元，卫生支出88万元，占25.88%.
fn is_of_item_beside(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    let spot = |slot: Slot| spot_of(layout, reading, slot);
    let parts = (spot(Slot::Part), spot(Slot::Whole), spot(Slot::Share));
    let (Some(part), Some(whole), Some(share)) = parts else { return false };
    let ends = |name: &str| -> Vec<char> { name.chars().rev().take(SHORT).collect() };
    let is_long = |spot: &Spot| spot.name.chars().count() > SHORT;
    // 支出80万元，主要用于：教育支出50万元，占62.5%: no item stands between an item and its total
    let at = |spot: &Spot| tokens.at.get(spot.figure).copied().unwrap_or(0);
    let mut between = tokens.tokens.get(at(whole) + 1..at(part)).unwrap_or(&[]).iter();
    let is_beside = between.all(|token| {
        !matches!(
            token.what,
            What::Figure(_)
                | What::Sign(Sign::Colon)
                | What::Word(Class::OfWhich | Class::Whole | Class::Open | Class::Spent)
        )
    });
    let is_money = tokens.figures.get(part.figure).is_some_and(|figure| figure.kind == Kind::Money);
    share.of.is_empty()
        && share.name.is_empty()
        && is_money
        && whole.figure < part.figure
        && part.sentence == whole.sentence
        && is_long(part)
        && is_long(whole)
        && ends(&part.name) == ends(&whole.name)
        && !part.name.ends_with(&whole.name)
        && is_beside
        && !whole.is_sum
        && !tokens.has_word("whole_first", &whole.name)
}

/// Whether words say that a share is one of several together, and near a bound.
fn adds_up(layout: &Layout, anchor: usize) -> bool {
    layout.spot_of(anchor).is_some_and(|spot| {
        let says = |class: Class| spot.words.contains(&class);
        says(Class::Sum) && (says(Class::Above) || says(Class::Below))
    })
}

/// Whether a share is the one of the year before that another one is compared with: 占比高于上年的76.8%.
fn is_of_another_time(layout: &Layout, reading: &Reading) -> bool {
    let share = spot_of(layout, reading, Slot::Share);
    let compares =
        |class: &Class| matches!(class, Class::Above | Class::Below | Class::Compare | Class::With);
    share.zip(spot_of(layout, reading, Slot::Part)).is_some_and(|(share, part)| {
        share.when.is_last && !part.when.is_last && share.words.iter().any(compares)
    })
}

/// Whether the whole is what a word denies, and the share is not told to be of that: 不含税价80万元，税额占含税价的11.5%.
fn is_of_denied(layout: &Layout, (reading, anchor): (&Reading, usize)) -> bool {
    let denies =
        |spot: &Spot| spot.words.iter().any(|class| matches!(class, Class::Not | Class::Scope));
    let whole = spot_of(layout, reading, Slot::Whole);
    let is_named = |own: &Spot| !own.of.is_empty() && !denies(own);
    whole.is_some_and(denies) && layout.spot_of(anchor).is_some_and(is_named)
}

/// Whether words, signs or places say that a share is of other figures.
fn is_share_of_others(
    tokens: &Tokens,
    layout: &Layout,
    (reading, anchor): (&Reading, usize),
) -> bool {
    is_among(tokens, layout, reading)
        || is_of_another_part(tokens, layout, reading)
        || leaves_others(tokens, reading)
        // 占比相加略低于100%
        || adds_up(layout, anchor)
        || is_of_another_time(layout, reading)
        || is_of_item_beside(tokens, layout, reading)
        || is_of_denied(layout, (reading, anchor))
}

/// Whether some are taken off a whole before its part, and the share comes out of those that are left: 应种150人，剔除18人后，实种
/// 113人，接种率85.6%.
fn leaves_others(tokens: &Tokens, reading: &Reading) -> bool {
    let slot = |wanted: Slot| {
        let mut parts = reading.parts.iter();
        parts.find(|(slot, _)| *slot == wanted)?.1.figure()
    };
    let Some((at, end)) = slot(Slot::Whole).zip(slot(Slot::Part)) else { return false };
    let Some(whole) = tokens.figures.get(at) else { return false };
    let is_left = |value: Decimal| {
        let mut left = reading.clone();
        for (_, filling) in left.parts.iter_mut().filter(|(slot, _)| *slot == Slot::Whole) {
            *filling = Filling::Worked { value, like: at, range: whole.span.clone() };
        }
        holds(Relation::Share, &left, &tokens.figures) == Some(true)
    };
    let mut between = tokens.figures.get(at + 1..end).unwrap_or(&[]).iter();
    between.any(|off| {
        off.is_like(whole)
            && tokens.has_word("takes_off", &tokens.text(whole.chars.end, off.chars.start))
            && is_left(whole.value - off.value)
    })
}

/// Whether a rate is against the year before, and what it would be of against a plan or an earlier year: 比预算61万元多5万元，比上年
/// 增长3%; 由2020年的40亿元增加到2023年的52亿元，比上年增长8.3%.
fn is_against_another(layout: &Layout, reading: &Reading) -> bool {
    let of = |slot: Slot| spot_of(layout, reading, slot);
    let years = || of(Slot::Base)?.when.year.zip(of(Slot::Value)?.when.year);
    of(Slot::Rate).zip(of(Slot::Base)).is_some_and(|(rate, base)| {
        // 2023年预算61万元，同比增长3%: a plan of the year before
        let is_plan = base.when.is_plan() && base.when.year.is_none() && !base.when.is_last;
        rate.against.is_some_and(|against| against.is_last)
            && (is_plan || years().is_some_and(|(base, value)| value > base + 1))
    })
}

/// Whether points that are taken off are told to be some of all: 扣分较多的为甲（扣2分）、乙（扣1分），其余见附表.
fn is_open_deduction(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    let spots = reading.figures().into_iter().filter_map(|figure| layout.spot_of(figure));
    let taken: Vec<&Spot> = spots.filter(|spot| spot.role == Role::Deduct).collect();
    let Some((first, last)) = taken.first().zip(taken.last()) else { return false };
    let token = |spot: &Spot| tokens.at.get(spot.figure).copied().unwrap_or(0);
    let between = tokens.tokens.get(token(first)..token(last)).unwrap_or(&[]);
    let behind = tokens.tokens.get(token(last)..).unwrap_or(&[]);
    let is_end = |what: What| matches!(what, What::Sign(Sign::Stop | Sign::Edge));
    let end = behind.iter().position(|token| is_end(token.what)).unwrap_or(behind.len());
    let is_word = |class: Class| move |token: &Token| token.what == What::Word(class);
    // 其余指标未扣分, 其余均得满分: nothing is open
    let rest = behind.get(..end).unwrap_or(&[]).split(|token| matches!(token.what, What::Sign(_)));
    let leaves_rest = rest.into_iter().any(|clause| {
        clause.iter().any(is_word(Class::Rest))
            && ![Class::Not, Class::Weight, Class::Each]
                .into_iter()
                .any(|class| clause.iter().any(is_word(class)))
    });
    taken.len() > 1 && (leaves_rest || between.iter().any(is_word(Class::Open)))
}

/// Whether a difference of rates is told against something that bears another name: 高于一般公共预算支出增幅1.8个百分点.
fn is_beside_another(
    tokens: &Tokens,
    layout: &Layout,
    (reading, anchor): (&Reading, usize),
) -> bool {
    let Some(own) = layout.spot_of(anchor) else { return false };
    let is_of = |name: &str, slot: Slot| {
        spot_of(layout, reading, slot)
            .is_some_and(|spot| spot.raw.contains(name) || spot.of.contains(name))
    };
    // 比上月提高8.6个百分点，但落后时间进度4.9个百分点
    let behind = tokens.words_of("lacks").filter_map(|word| Some(own.name.split_once(word)?.1));
    let behind = behind.filter(|name| name.chars().count() >= SHORT);
    if let Some(name) = behind.min_by_key(|name| name.len()) {
        return !is_of(name, Slot::Value) && !is_of(name, Slot::Base);
    }
    let bears = |slot: Slot| is_of(&own.name, slot);
    // 支出增幅高于收入增幅: the names of both
    let end = |slot: Slot| {
        let spot = spot_of(layout, reading, slot)?;
        let start = spot.name.char_indices().rev().nth(SHORT - 1).map(|(start, _)| start)?;
        spot.name.get(start..)
    };
    let names_both = end(Slot::Value)
        .zip(end(Slot::Base))
        .is_some_and(|(value, base)| own.name.starts_with(value) && own.name.ends_with(base));
    // 基本支出预算80万元，执行率75%；…，低于基本支出执行率12.1个百分点: the fact before the rate bears the name
    let is_of_base = spot_of(layout, reading, Slot::Base).is_some_and(|base| {
        layout.spots.iter().any(|other| {
            other.figure < base.figure
                && (other.sentence, other.segment) == (base.sentence, base.segment)
                && other.raw.contains(&own.name)
        })
    });
    own.words.iter().any(|class| matches!(class, Class::Above | Class::Below))
        && own.name.chars().count() > SHORT
        && !bears(Slot::Value)
        && !bears(Slot::Base)
        && !names_both
        && !is_of_base
}

/// Whether what is added up is not what the total is of: norms, or people behind the posts that were approved.
fn adds_others(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    adds_norm(tokens, layout, reading) || is_of_posts(tokens, layout, reading)
}

/// Whether what is told is drawn from what was left before.
fn is_drawn(tokens: &Tokens, layout: &Layout, anchor: usize) -> bool {
    layout.spot_of(anchor).is_some_and(|spot| tokens.has_word("drawn", &spot.raw))
}

/// Whether all of a fact went, so that it is what the change is of: 2023年无支出，2022年支出18万元，减少18万元，下降100%.
fn is_all_gone(tokens: &Tokens, reading: &Reading) -> bool {
    let figure = |wanted: Slot| {
        reading.parts.iter().find_map(|(slot, filling)| match filling {
            Filling::Figure(at, sign) if *slot == wanted => {
                Some((tokens.figures.get(*at)?.value, *sign))
            }
            _ => None,
        })
    };
    let (Some((value, _)), Some((change, sign)), Some((rate, _))) =
        (figure(Slot::Value), figure(Slot::Change), figure(Slot::Rate))
    else {
        return false;
    };
    sign < 0 && value == change && rate == Decimal::ONE_HUNDRED
}

fn is_percent(tokens: &Tokens, figure: usize) -> bool {
    tokens.figures.get(figure).is_some_and(|figure| figure.kind == Kind::Percent)
}

/// Whether a figure has a sign before it that is no part of it: 上年的-18.40万元.
fn has_sign(tokens: &Tokens, reading: &Reading) -> bool {
    let mut own = reading.figures().into_iter().filter_map(|figure| tokens.figures.get(figure));
    own.any(|figure| figure.is_range)
}

/// The place of a figure that fills a slot.
pub(super) fn spot_of<'l>(layout: &'l Layout, reading: &Reading, slot: Slot) -> Option<&'l Spot> {
    let (_, filling) = reading.parts.iter().find(|(own, _)| *own == slot)?;
    let Filling::Figure(figure, _) = filling else { return None };
    layout.spot_of(*figure)
}

/// Whether the two figures of which one is taken off the other are told to be for something, both of them.
fn are_uses(layout: &Layout, reading: &Reading) -> bool {
    let is_use = |slot: Slot| {
        spot_of(layout, reading, slot).is_some_and(|spot| spot.words.contains(&Class::Spent))
    };
    is_use(Slot::Value) && is_use(Slot::Base)
}

/// Whether what a change is compared with stands behind a semicolon that the change stands before: it is of the next
/// item.
fn is_of_another_item(layout: &Layout, (reading, anchor): (&Reading, usize)) -> bool {
    let change = layout.spot_of(anchor);
    let base = spot_of(layout, reading, Slot::Base);
    change.zip(base).is_some_and(|(change, base)| {
        change.segment < base.segment
            && change.sentence == base.sentence
            && base.when.year.is_none()
    })
}

/// Whether a part is told to be one of another amount than the whole: 项目支出中设备购置30万元，占40%.
fn is_among(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    let part = spot_of(layout, reading, Slot::Part);
    let whole = spot_of(layout, reading, Slot::Whole);
    let share = spot_of(layout, reading, Slot::Share);
    let Some((part, whole)) = part.zip(whole) else { return false };
    if share.is_none_or(|share| !share.of.is_empty()) {
        return false;
    }
    let mut others = layout
        .spots
        .iter()
        .filter(|other| other.figure != whole.figure && other.figure != part.figure);
    let named = tokens.words_of("among").find_map(|word| Some(part.raw.split_once(word)?.0));
    named.is_some_and(|named| {
        named.chars().count() >= SHORT && others.any(|other| other.raw.ends_with(named))
    })
}

/// Whether something was put on a plan, or taken off it, before what was done: 年初预算300万元，年中调减60万元，执行234万元，
/// 执行率97.5%.
fn is_adjusted(layout: &Layout, reading: &Reading) -> bool {
    let spot = |slot: Slot| spot_of(layout, reading, slot);
    let (Some(part), Some(whole), Some(share)) =
        (spot(Slot::Part), spot(Slot::Whole), spot(Slot::Share))
    else {
        return false;
    };
    let mut between =
        layout.spots.iter().filter(|own| own.figure > whole.figure && own.figure < part.figure);
    // 完成年初预算的78%
    let is_named = share.words.contains(&Class::PlanFirst);
    whole.when.stage == Some(Class::PlanFirst)
        && !is_named
        && between
            .any(|own| own.sentence == part.sentence && matches!(own.role, Role::Adjust(1 | -1)))
}

/// Whether a share is told of something else than the part: 税收30亿元，非税收入8亿元，税收占收入的78%.
fn is_of_another_part(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    let spot = |slot: Slot| spot_of(layout, reading, slot);
    let Some((part, share)) = spot(Slot::Part).zip(spot(Slot::Share)) else { return false };
    let name = tokens.without_total(&share.name);
    let is_of = |own: &Spot| own.name.ends_with(name) || own.raw.ends_with(name);
    name.chars().count() > SHORT
        && share.role == Role::Share
        && !is_of(part)
        && layout
            .spots
            .iter()
            .any(|own| own.sentence == share.sentence && is_of(own) && own.figure != share.figure)
}

/// Whether a rate is told to be one of figures that can be compared, others than those that are printed: 可比增长5.2%.
fn is_comparable(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    let rate = spot_of(layout, reading, Slot::Rate);
    rate.is_some_and(|rate| tokens.words_of("comparable").any(|word| rate.raw.starts_with(word)))
}
