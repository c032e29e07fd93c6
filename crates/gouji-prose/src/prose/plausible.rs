//! Readings that fail, but tell of no mistake: they miss by so much, or by so little, that they are not meant.

use super::excuse::spot_of;
use super::passage::Passage;
use super::place::{Layout, Role, Spot};
use super::quantity::{Kind, Quantity};
use super::reading::{Filling, Reading, Relation, Slot, holds, middle};
use super::same::common;
use super::token::{Sign, Tokens};
use super::words::Class;
use gouji_values::number::Decimal;

/// Whether a rate is of a plan of its own that is not printed: it names a plan, and the whole is none; or what was done is an item
/// behind what was done of the whole: 预算22万元，支出8.77万元，完成预算的39.86%，其中：甲8.47万元，完成预算的60.50%.
pub(super) fn has_own_plan(relation: Relation, reading: &Reading, passage: &Passage<'_>) -> bool {
    if !matches!(relation, Relation::Share | Relation::Completion) {
        return false;
    }
    let spot = |slot: Slot| spot_of(passage.layout, reading, slot);
    let (Some(part), Some(whole), Some(rate)) =
        (spot(Slot::Part), spot(Slot::Whole), spot(Slot::Share))
    else {
        return false;
    };
    // 其余90趟为有效出车，有效出车中转运12趟，占有效出车的13.3%: what is among the whole is not it
    let mut among = passage.tokens.words_of("among");
    if rate.of.chars().count() > 1
        && among.any(|word| whole.raw.contains(&format!("{}{word}", rate.of)))
    {
        return true;
    }
    // 目标20期，完成22期，计划内完成率90%: what was done besides is not in it
    let is_within = |own: &Spot| passage.tokens.has_word("rates_within_plan", &own.raw);
    if is_within(rate) && !is_within(part) {
        return true;
    }
    if stands_beside(reading, passage)
        || is_rate_of_all(passage, rate, [part, whole])
        || is_of_part_of_year(passage, rate, whole)
        || is_of_others(passage, rate, (part, whole), reading)
    {
        return true;
    }
    // 甲支出228万元，执行率95%，乙支出108万元，执行率90%: what was done is no plan of what was done
    let is_all_done = [part, whole].iter().all(|own| own.when.stage == Some(Class::Done));
    if relation == Relation::Completion && is_all_done {
        return true;
    }
    // 甲50万元、项目支出20万元，…，占支出总额的70%: an item is no whole
    if whole.goes_on && passage.tokens.has_word("whole_ends", &rate.of) {
        return true;
    }
    // 占一般公共预算收入比重 names no plan
    let names_plan = !rate.of.is_empty() && passage.tokens.is_stage(&rate.of);
    let is_done = |other: &Spot| {
        other.role == Role::Value
            && whole.figure < other.figure
            && other.figure < part.figure
            && !other.when.is_plan()
            && passage.between(other, part).any(|class| class == Class::OfWhich)
    };
    let is_item = || {
        let mut near = passage.in_sentence(part).map(|(_, other)| other);
        whole.figure < part.figure && whole.when.is_plan() && near.any(is_done)
    };
    let is_of_plan = relation == Relation::Completion || names_plan;
    rate.role == Role::Share && names_plan && !whole.when.is_plan() || is_of_plan && is_item()
}

/// Whether a share is of the year, and what it would be of was in a part of it: 上半年20万人次，其中团队8万人次，占全年的17.1%.
fn is_of_part_of_year(passage: &Passage<'_>, rate: &Spot, whole: &Spot) -> bool {
    let mut periods = passage.tokens.words_of("periods").filter_map(|own| own.split_once('='));
    rate.of.is_empty()
        && rate.words.contains(&Class::This)
        && periods.any(|(period, _)| whole.raw.contains(period) && !rate.raw.contains(period))
}

/// Whether a rate with a name is of other things than the two numbers before it: these would make it more than all, or
/// another rate between is theirs: 在校生80人，寄宿生60人，寄宿率75%，寄宿生补助覆盖率40%.
fn is_of_others(
    passage: &Passage<'_>,
    rate: &Spot,
    (part, whole): (&Spot, &Spot),
    reading: &Reading,
) -> bool {
    let value = |spot: &Spot| passage.figure(spot).map(|own| own.value);
    let is_below_all = passage.figure(rate).is_some_and(|own| own.printed < Decimal::ONE_HUNDRED);
    let holds_of = |other: &Spot| {
        let mut own = reading.clone();
        for (_, filling) in own.parts.iter_mut().filter(|(slot, _)| *slot == Slot::Share) {
            *filling = Filling::Figure(other.figure, 1);
        }
        holds(Relation::Share, &own, &passage.tokens.figures) == Some(true)
    };
    let is_rate = |other: &Spot| {
        passage.figure(other).is_some_and(|own| own.kind == Kind::Percent)
            && part.figure.max(whole.figure) < other.figure
            && other.figure < rate.figure
            && other.name != rate.name
    };
    let mut near = passage.in_sentence(rate).map(|(_, other)| other);
    // 抽查企业80家，其中食品企业20家，抽查覆盖率12.5%
    let is_among = part.words.contains(&Class::OfWhich) && common(&rate.name, &part.raw) == 0;
    rate.role == Role::Named
        && (is_below_all && value(part) > value(whole)
            || is_among
            || near.any(|other| is_rate(other) && holds_of(other)))
}

/// Whether a share comes out of its part and what it would be of together: 项目支出46万元，占64.79%，基本支出25万元，占35.21%.
fn stands_beside(reading: &Reading, passage: &Passage<'_>) -> bool {
    let figure = |slot: Slot| {
        let filling = reading.parts.iter().find(|(own, _)| *own == slot)?;
        passage.tokens.figures.get(filling.1.figure()?)
    };
    let Some((part, whole)) = figure(Slot::Part).zip(figure(Slot::Whole)) else { return false };
    let Some(all) = part.value.checked_add(whole.value) else { return false };
    let mut both = reading.clone();
    for (_, filling) in both.parts.iter_mut().filter(|(slot, _)| *slot == Slot::Whole) {
        *filling = Filling::Counted(all, whole.span.clone());
    }
    let is_long = figure(Slot::Share).is_some_and(|share| share.decimals > 1);
    is_long && holds(Relation::Share, &both, &passage.tokens.figures) == Some(true)
}

/// Whether a rate is told to be one of all, behind the rate of a part and what it was of: 县级应到180万元，实到144万元，到位率80%，总到位率94%.
fn is_rate_of_all(passage: &Passage<'_>, rate: &Spot, of: [&Spot; 2]) -> bool {
    let [part, whole] = of;
    let mut words = passage.tokens.words_of("of_all");
    let is_of_all =
        words.any(|word| rate.raw.contains(word) && !of.iter().any(|own| own.raw.contains(word)));
    let mut near = passage.in_sentence(rate).map(|(_, other)| other);
    is_of_all
        && part.figure.max(whole.figure) < rate.figure
        && near.any(|other| {
            part.figure.max(whole.figure) < other.figure
                && other.figure < rate.figure
                && other.role == rate.role
        })
}

/// Whether a growth is of other things than the two numbers before it, of which another rate is told: 存栏80头，比上年末100头
/// 下降20%；全年出栏同比增长5%.
pub(super) fn is_growth_of_others(
    relation: Relation,
    reading: &Reading,
    passage: &Passage<'_>,
) -> bool {
    let spot = |slot: Slot| spot_of(passage.layout, reading, slot);
    let (Some(value), Some(base), Some(rate)) =
        (spot(Slot::Value), spot(Slot::Base), spot(Slot::Rate))
    else {
        return false;
    };
    let holds_of = |other: &Spot| {
        let mut own = reading.clone();
        for (_, filling) in own.parts.iter_mut().filter(|(slot, _)| *slot == Slot::Rate) {
            let Role::Rate(way) = other.role else { return false };
            *filling = Filling::Figure(other.figure, way);
        }
        holds(relation, &own, &passage.tokens.figures) == Some(true)
    };
    let mut near = passage.in_sentence(rate).map(|(_, other)| other);
    matches!(relation, Relation::Growth | Relation::GrowthOf)
        && rate.segment != value.segment
        && !rate.name.is_empty()
        && rate.name != value.name
        && near.any(|other| {
            value.figure.max(base.figure) < other.figure
                && other.figure < rate.figure
                && other.segment == value.segment
                && holds_of(other)
        })
}

/// Whether a bound is what a share directly behind it is of: 支出80万元，达到全年预算100万元的80%.
pub(super) fn is_bound_of_share(
    relation: Relation,
    reading: &Reading,
    passage: &Passage<'_>,
) -> bool {
    let is_of_share = |figure: usize| {
        let spot = passage.spot_of(figure)?;
        let mut near = passage.in_sentence(spot).map(|(_, other)| other);
        let next = near.find(|other| other.figure == figure + 1)?;
        let is_share = passage.figure(next).is_some_and(|own| own.kind == Kind::Percent);
        Some(is_share && next.clause == spot.clause && passage.is_followed_by(spot, Class::Of))
    };
    relation == Relation::Threshold
        && reading.figures().into_iter().any(|figure| is_of_share(figure) == Some(true))
}

/// Whether only a share of a product is told: 48万毫升，单价0.65元，按95%的到货率安排29.64万元.
pub(super) fn is_share_of_product(
    relation: Relation,
    reading: &Reading,
    passage: &Passage<'_>,
) -> bool {
    let figures = reading.figures();
    let total = spot_of(passage.layout, reading, Slot::Total);
    let Some(total) = total.filter(|_| relation == Relation::Product) else { return false };
    let mut near = passage.in_sentence(total).map(|(_, other)| other);
    let is_percent = |own: &Spot| passage.figure(own).is_some_and(|own| own.kind == Kind::Percent);
    near.any(|own| {
        own.figure < total.figure
            && own.clause == total.clause
            && !figures.contains(&own.figure)
            && is_percent(own)
    })
}

/// Whether the head of a sum is less than one of its items, and no word opens a list: it is one of them.
/// 收入80万元。甲20万元，乙50万元，另有10万元.
pub(super) fn is_headed_by_item(
    relation: Relation,
    reading: &Reading,
    passage: &Passage<'_>,
) -> bool {
    let head = spot_of(passage.layout, reading, Slot::Total);
    let items = reading.item_figures();
    let first = items.iter().min().and_then(|first| passage.spot_of(*first));
    let Some((head, first)) = head.zip(first).filter(|_| relation == Relation::Sum) else {
        return false;
    };
    let value = |at: usize| passage.tokens.figures.get(at).map(|own| own.value);
    head.figure < first.figure
        && head.stream == first.stream
        && passage.between(head, first).next().is_none()
        && first.words.is_empty()
        && !passage.has_sign_between(head, first, Sign::Colon)
        && items.iter().any(|item| value(*item) > value(head.figure))
}

/// Whether two amounts are for each of several, and by how much they differ is told of all of them: 5台，每台12万元，较预算单价12.6万元节约3万元.
pub(super) fn is_of_all_of_them(
    relation: Relation,
    reading: &Reading,
    passage: &Passage<'_>,
) -> bool {
    let spot = |slot: Slot| spot_of(passage.layout, reading, slot);
    let is_each =
        |spot: &Spot| spot.words.iter().any(|class| matches!(class, Class::Per | Class::Average));
    let (Some(value), Some(base), Some(change)) =
        (spot(Slot::Value), spot(Slot::Base), spot(Slot::Change))
    else {
        return false;
    };
    let own = |spot: &Spot| passage.figure(spot).map_or(Decimal::ZERO, |own| own.value.abs());
    let by = (own(value) - own(base)).abs();
    matches!(relation, Relation::Left | Relation::Change)
        && is_each(value)
        && is_each(base)
        && !is_each(change)
        && own(change) >= by + by
}

/// Whether a share fails only as its part is a score that was rounded: 87.94% of 10 points are 8.79.
#[must_use]
pub(super) fn is_of_rounded_score(reading: &Reading, figures: &[Quantity]) -> bool {
    let figure = |slot: Slot| {
        reading.parts.iter().find_map(|(own, filling)| match filling {
            Filling::Figure(at, _) if *own == slot => figures.get(*at),
            _ => None,
        })
    };
    let (Some(part), Some(whole), Some(share)) =
        (figure(Slot::Part), figure(Slot::Whole), figure(Slot::Share))
    else {
        return false;
    };
    let half = Decimal::new(5, part.decimals + 1);
    let rate = |part: Decimal| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole.value);
    let ends = rate(part.value - half).zip(rate(part.value + half));
    part.kind == Kind::Score
        && part.decimals > 0
        && ends.is_some_and(|(low, high)| low <= share.high() && high >= share.low())
}

/// Whether the figures that a relation compares are of kinds that can be: 3名 has not grown from 635.00万元.
#[must_use]
pub(super) fn kinds_fit(relation: Relation, reading: &Reading, figures: &[Quantity]) -> bool {
    let pair = match relation {
        Relation::GrowthOf | Relation::Change => [Slot::Value, Slot::Base],
        Relation::GrowthBack => [Slot::Value, Slot::Change],
        Relation::Growth => [Slot::Change, Slot::Base],
        _ => return true,
    };
    let figure = |slot: Slot| {
        reading.parts.iter().find_map(|(own, filling)| match filling {
            Filling::Figure(at, _) if *own == slot => figures.get(*at),
            _ => None,
        })
    };
    let [a, b] = pair.map(figure);
    let is_bare = |kind: Kind| matches!(kind, Kind::Bare | Kind::Count);
    a.zip(b)
        .is_none_or(|(a, b)| a.is_like(b) || a.kind == b.kind || is_bare(a.kind) && is_bare(b.kind))
}

/// Whether the items of a sum or the factors of a product come to more than twice its total, or to less than half of it.
#[must_use]
pub(super) fn is_far_off(relation: Relation, reading: &Reading, figures: &[Quantity]) -> bool {
    let mut parts = reading.parts.iter();
    let worked = match relation {
        Relation::Sum | Relation::Balance => {
            reading.items.iter().flatten().try_fold(Decimal::ZERO, |sum, (_, filling)| {
                sum.checked_add(middle(filling, figures)?)
            })
        }
        Relation::Product => parts
            .clone()
            .filter(|(slot, _)| *slot != Slot::Total)
            .map(|(_, filling)| middle(filling, figures))
            .try_fold(Decimal::ONE, |product, factor| product.checked_mul(factor?)),
        _ => None,
    };
    let total = parts.find(|(slot, _)| *slot == Slot::Total);
    let total = total.and_then(|(_, filling)| middle(filling, figures));
    let Some((total, worked)) = total.zip(worked) else { return false };
    let (more, less) = (worked.abs().max(total.abs()), worked.abs().min(total.abs()));
    !total.is_zero() && more > less + less
}

/// Whether a total is the points of a grade: 90%以上得满分10分.
pub(super) fn is_of_grade(layout: &Layout, reading: &Reading) -> bool {
    spot_of(layout, reading, Slot::Total)
        .is_some_and(|spot| spot.role == Role::Weight && spot.words.contains(&Class::OrMore))
}

/// Whether a limit is added to what was got, and the total is no limit: 附加分上限5分，基础分98分、附加分4分，总分102分.
pub(super) fn adds_norm(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    let norms = |spot: &Spot| tokens.words_of("norms").find(|word| spot.raw.ends_with(*word));
    let Some(total) = spot_of(layout, reading, Slot::Total) else { return false };
    let items = reading.figures().into_iter().filter(|at| *at != total.figure);
    let items: Vec<&Spot> = items.filter_map(|at| layout.spot_of(at)).collect();
    let is_norm = |item: &&Spot| norms(item).is_some_and(|word| !total.raw.contains(word));
    items.iter().any(is_norm) && !items.iter().all(is_norm)
}
