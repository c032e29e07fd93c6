//! What is left of something of which several parts are used, and what remains where something is taken off.

use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Reading, Relation, Said, Slot};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// What is left of something after several uses that say so: 限额24亿元，已分配区县16亿元、市级5亿元，尚余3亿元.
pub(crate) fn left_of_several(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    let mut run: Vec<&Spot> = Vec::new();
    let before = passage
        .before(at)
        .map(|(_, other)| other)
        .take_while(|other| other.sentence == spot.sentence)
        .filter(|other| other.stream == spot.stream)
        .filter(|other| passage.figure(other).is_some_and(|figure| figure.is_like(own)));
    for other in before {
        run.push(other);
        // 空缺25名；招聘14名、选调3名，尚缺8名: what was left before goes on
        if other.role == Role::Left {
            if other.segment == spot.segment {
                return None;
            }
            break;
        }
    }
    run.reverse();
    // 动支80万元：甲50万元、乙30万元: the parts of a use are no further ones
    let all = run.len();
    let heads: Vec<usize> = run.iter().skip(1).map(|other| other.figure).collect();
    run.retain(|other| !is_part_of(passage, other, &heads));
    let (first, uses) = run.split_first()?;
    let mut last: Option<&Spot> = None;
    for other in uses {
        let goes_on = last.is_some_and(|last| {
            last.clause == other.clause
                && (other.goes_on
                    || other.row.is_some()
                        && last.row.map(|row| row.0) == other.row.map(|row| row.0))
        });
        let is_used = passage.tokens.has_word("used", &other.raw) || goes_on;
        // 一季度20万元，二季度30万元，上半年累计50万元: those before it once more
        if !is_used
            || other.role != Role::Value
            || other.is_sum
            || other.words.contains(&Class::Cumulated) && last.is_some()
            || other.when.is_last
            || !passage.is_figure(other)
        {
            return None;
        }
        last = Some(other);
    }
    let value = |spot: &Spot| passage.figure(spot).map_or(Decimal::ZERO, |figure| figure.value);
    let used: Decimal = uses.iter().map(|spot| value(spot)).sum();
    // 筹集90万元，其中已用于甲60万元、乙20万元，剩余10万元: of which all of them are
    let parts = passage.between(first, spot).filter(|class| *class == Class::OfWhich).count();
    let opens = uses.first().is_some_and(|first| first.words.contains(&Class::OfWhich));
    if parts > usize::from(opens) {
        return None;
    }
    let is_parted = passage.between(first, spot).any(|class| {
        matches!(class, Class::Scope | Class::Open | Class::Whole | Class::Compare | Class::Rest)
    });
    let is_first = matches!(first.role, Role::Value | Role::Left)
        && first.row.is_none()
        && passage.is_figure(first)
        && !first.when.is_last;
    if uses.len() < 2 && run.len() == all
        || uses.is_empty()
        || is_parted
        || !is_first
        || used >= value(first)
        || spot.row.is_some()
    {
        return None;
    }
    let items: Vec<(usize, i8)> = std::iter::once((first.figure, 1))
        .chain(uses.iter().map(|other| (other.figure, -1)))
        .collect();
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    said(spot, vec![(Relation::Balance, reading)], Vec::new())
}

/// Whether a figure is an item of a whole list under one of some figures.
fn is_part_of(passage: &Passage<'_>, spot: &Spot, heads: &[usize]) -> bool {
    let at = passage.spots().partition_point(|other| other.figure < spot.figure);
    let head = passage.list_of(at).filter(|list| list.is_whole).and_then(|list| list.head);
    let head = head.and_then(|head| passage.spots().get(head));
    head.is_some_and(|head| heads.contains(&head.figure))
}

/// What remains behind something that is taken off: 需求165万元，剔除自行承担的38万元，单位应负担127万元.
pub(super) fn taken_off(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    if !matches!(spot.role, Role::Value | Role::Left)
        || spot.row.is_some()
        || spot.when.edge.is_some()
        || !passage.is_figure(spot)
        || !passage.tokens.has_word("remains", &spot.raw)
    {
        return None;
    }
    let mut run: Vec<&Spot> = passage
        .before(at)
        .map(|(_, other)| other)
        .take_while(|other| other.segment == spot.segment)
        .filter(|other| other.stream == spot.stream)
        .filter(|other| passage.figure(other).is_some_and(|figure| figure.is_like(own)))
        .collect();
    run.reverse();
    let (off, items) = run.split_last()?;
    let takes_off =
        |other: &Spot| passage.tokens.words_of("takes_off").any(|word| other.raw.starts_with(word));
    let is_plain = |other: &&Spot| {
        other.role == Role::Value
            && other.row.is_none()
            && !other.when.is_last
            && other.when.edge.is_none()
            && passage.is_figure(other)
    };
    let (first, last) = (items.first()?, items.last()?);
    let scopes = passage
        .between(first, spot)
        .filter(|class| matches!(class, Class::Scope | Class::OfWhich | Class::Open))
        .count();
    let is_told = takes_off(off)
        && off.clause == last.clause + 1
        && spot.clause <= off.clause + 1
        && scopes <= 1
        && items.iter().chain([off]).all(is_plain)
        && !items.iter().any(|other| takes_off(other) || other.is_sum);
    if !is_told {
        return None;
    }
    let reading = |items: &[&Spot]| {
        let items = items.iter().map(|other| (other.figure, 1));
        let items: Vec<(usize, i8)> = items.chain([(off.figure, -1)]).collect();
        (Relation::Balance, Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items))
    };
    let mut readings = vec![reading(items)];
    if items.len() > 1 {
        readings.push(reading(&[last]));
        readings.push(reading(&[first]));
    }
    said(spot, readings, Vec::new())
}
