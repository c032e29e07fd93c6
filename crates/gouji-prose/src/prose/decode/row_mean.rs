//! The mean of the figures of a row: 得分分别为92分、90分和88分，平均得分90分; without the greatest and the least.

use super::Frame;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// The mean of a row of scores without the greatest and the least: 分别为86分、90分、84分和87分，去掉一个最高分和一个最低分，平均86.5分.
pub(super) fn trimmed(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    /// The greatest, the least, and two others.
    const LEAST: usize = 4;
    let spot = view.spot(at)?;
    if spot.row.is_some() || !spot.words.contains(&Class::Average) {
        return None;
    }
    let (last, _) = view
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .find(|(place, _)| view.is_like(*place, at))?;
    let row = view.row_up_to(last)?;
    let text = view.text_between(last, at);
    let takes_off = view.passage.tokens.words_of("trims").any(|word| text.contains(word));
    let is_told = takes_off && row.len() >= LEAST;
    let mut items: Vec<(Decimal, usize)> =
        row.filter_map(|place| Some((view.figure(place)?.value, view.number(place)))).collect();
    items.sort_by_key(|item| item.0);
    let inner = items.get(1..items.len().checked_sub(1)?)?;
    let inner: Vec<(usize, i8)> = inner.iter().map(|(_, figure)| (*figure, 1)).collect();
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&inner);
    is_told.then(|| Frame::new(Relation::Mean, reading, spot.figure))
}

/// The mean of each of a row, perhaps behind what it comes to, where its words say that it is a mean of rates, scores or
/// years; or of the only row of as many as a number directly before it says:
/// 三年分别为80万元、90万元、100万元，累计270万元，平均每年90万元; 三年支出分别为…，其中2023年增长5%，三年平均90万元.
pub(super) fn of_row(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    /// A mean of two may be one of others.
    const LEAST: usize = 3;
    let spot = view.spot(at).filter(|spot| is_mean(view, at, spot))?;
    let tokens = view.passage.tokens;
    let is_yearly = spot.role == Role::Per && tokens.has_word("a_year", &view.own_words(spot));
    let is_rated = spot.words.contains(&Class::Average)
        && view.figure(at).is_some_and(|own| matches!(own.kind, Kind::Percent | Kind::Score));
    let counted = counted_before(view, at).filter(|_| spot.words.contains(&Class::Average));
    if !is_yearly && !is_rated && counted.is_none() {
        return None;
    }
    let mut near = view
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(place, _)| view.is_like(*place, at));
    let (last, own) = match counted {
        Some(count) => near.find(|(_, other)| other.row.is_some_and(|row| row.2 == count))?,
        None => match near.next()? {
            (_, own)
                if own.row.is_none() && (own.is_sum || own.words.contains(&Class::Cumulated)) =>
            {
                near.next()?
            }
            next => next,
        },
    };
    let row = view.row_up_to(last)?;
    // 得分率分别为95%、90%，权重分别为40、60，平均92: another row stands between
    let mut between = view.before(at).take_while(|(place, _)| *place > last);
    let is_next = between.all(|(_, other)| other.row.is_none());
    let is_value = |at: usize| {
        view.spot(at).is_some_and(|own| {
            matches!(own.role, Role::Value | Role::Got | Role::Named | Role::Complete)
        })
    };
    let text = format!("{}{}", view.lead_of_sentence(row.start), view.text_between(last, at));
    let is_weighed = tokens.has_word("weighted_means", &text);
    let is_told = is_next
        && !is_weighed
        && row.clone().all(is_value)
        && (counted.is_some() || row.len() >= LEAST && own.clause + 2 >= spot.clause);
    let items: Vec<(usize, i8)> = row.map(|at| (view.number(at), 1)).collect();
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    is_told.then(|| Frame::new(Relation::Mean, reading, spot.figure))
}

/// Whether a figure may be a mean: it stands alone, and no comparison or scope is told of it.
fn is_mean(view: &View<'_, '_>, at: usize, spot: &Spot) -> bool {
    let is_other = |class: &Class| matches!(class, Class::Compare | Class::Up | Class::Down);
    spot.row.is_none()
        && !matches!(spot.role, Role::Change(_) | Role::Points(_))
        && !spot.words.iter().any(is_other)
        && view.passage.is_figure(spot)
        && view.figure(at).is_some_and(|own| !own.is_spelled)
        && !view.has_scope(at)
}

/// How many figures a mean is of, as words in its clause say directly before it: 三年平均.
fn counted_before(view: &View<'_, '_>, at: usize) -> Option<usize> {
    let spot = view.spot(at)?;
    let (place, number) = view.before(at).next()?;
    let figure = view.figure(place).filter(|figure| figure.is_spelled)?;
    let count = usize::try_from(figure.value.trunc().mantissa()).ok()?;
    (number.clause == spot.clause && figure.kind == Kind::Count && count > 1).then_some(count)
}
