//! Groups of points: weights that come to all, points of a group by what was taken from it.

use super::role_of;
use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Said, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Weights of as many as are counted behind them come to those of all:
/// 总分100分，决策（20分）、过程（30分）、产出（50分）三个一级指标.
pub(super) fn weights(passage: &Passage<'_>, sentence: &[&Spot]) -> Option<Said> {
    let (total, items) = sentence.split_first()?;
    let is_all = total.words.contains(&Class::ScoreTotal) || total.role == Role::Weight;
    let clause = items.first()?.clause;
    let items: Vec<&Spot> =
        items.iter().copied().take_while(|spot| spot.clause == clause).collect();
    let is_item = |spot: &&Spot| {
        matches!(spot.role, Role::Value | Role::Weight)
            && spot.stream == total.stream
            && spot.row.is_none()
            && !spot.is_sum
            && !spot.name.is_empty()
    };
    let last = items.last()?;
    let at = passage.tokens.at.get(last.figure).copied()?;
    let behind = passage.tokens.tokens.get(at + 1..)?.iter().map(|token| token.what);
    let counted = behind
        .take_while(|what| !matches!(what, What::Sign(Sign::Comma | Sign::Stop | Sign::Edge)))
        .find_map(|what| match what {
            What::Figure(figure) => passage.tokens.figures.get(figure),
            _ => None,
        })?;
    let is_counted = counted.kind == Kind::Count
        && counted.is_figure()
        && counted.value == Decimal::from(items.len() as u64);
    let joined = items.iter().skip(1).all(|spot| spot.goes_on || spot.opened == Some(Sign::Item));
    let is_whole = is_all
        && total.row.is_none()
        && clause == total.clause + 1
        && items.len() > 1
        && items.iter().all(is_item)
        && joined
        && is_counted
        && passage
            .between(total, last)
            .all(|class| !matches!(class, Class::OfWhich | Class::Open | Class::Deduct));
    let items: Vec<(usize, i8)> = items.iter().map(|spot| (spot.figure, 1)).collect();
    let reading = Reading::of([(Slot::Total, total.figure, 1)]).with_items(&items);
    is_whole.then(|| said(total, vec![(Relation::Sum, reading)], Vec::new()))?
}

/// Points that were got for each of several, each behind its weight in a bracket, under those of all or before them: the weights
/// come to 100. 得分92分，其中：投入（满分20分）得18分，产出（满分80分）得74分; 投入（20分）得18分，产出（80分）得74分，合计得92分.
pub(super) fn got(passage: &Passage<'_>, sentence: &[&Spot]) -> Option<Said> {
    let is_last = |spot: &&Spot| spot.is_sum && role_of(passage, spot) == Role::Got;
    let last = sentence.iter().position(is_last).filter(|at| *at > 0);
    let (total, rest) = match last {
        Some(at) => (sentence.get(at)?, sentence.get(..at)?),
        None => sentence.split_first()?,
    };
    let pairs: Vec<(&Spot, &Spot)> = rest
        .chunks(2)
        .filter_map(|pair| match pair {
            [weight, got] => Some((*weight, *got)),
            _ => None,
        })
        .collect();
    let is_pair = |(weight, got): &(&Spot, &Spot)| {
        weight.role == Role::Weight
            && role_of(passage, got) == Role::Got
            && got.clause == weight.clause
            && got.name.is_empty()
            && !weight.name.is_empty()
            && !got.is_sum
            && !weight.is_sum
            && weight.row.is_none()
            && got.row.is_none()
            && got.stream == total.stream
    };
    let weights: Decimal =
        pairs.iter().filter_map(|(weight, _)| passage.figure(weight)).map(|one| one.value).sum();
    let first = *rest.first()?;
    let opens = last.is_some()
        || passage.has_sign_between(total, first, Sign::Colon)
        || passage.opening_words(total, first).contains(&Class::OfWhich);
    let is_whole = role_of(passage, total) == Role::Got
        && total.row.is_none()
        && pairs.len() > 1
        && pairs.len() * 2 == rest.len()
        && pairs.iter().all(is_pair)
        && weights == Decimal::ONE_HUNDRED
        && opens;
    let items: Vec<(usize, i8)> = pairs.iter().map(|(_, got)| (got.figure, 1)).collect();
    let reading = Reading::of([(Slot::Total, total.figure, 1)]).with_items(&items);
    is_whole.then(|| said(total, vec![(Relation::Sum, reading)], Vec::new()))?
}

/// What can be had of a group in all, before what was taken from it and what is left of it:
/// 产出共35分，甲扣1.5分，产出得33.5分.
pub(super) fn whole<'b>(
    passage: &Passage<'_>,
    sentence: &[&'b Spot],
    (deducts, got): (&[&Spot], &[&Spot]),
) -> Option<&'b Spot> {
    let [got] = got else { return None };
    let first = deducts.first()?.figure.min(got.figure);
    let mut found = sentence.iter().copied().filter(|spot| spot.is_sum && spot.figure < first);
    let whole = found.next().filter(|_| found.next().is_none())?;
    let is_last = sentence.iter().all(|spot| {
        spot.figure <= whole.figure
            || deducts.iter().any(|deduct| deduct.figure == spot.figure)
            || spot.figure == got.figure
            || spot.segment != whole.segment
    });
    let common = crate::prose::same::common(&whole.name, &got.name);
    let is_next = got.name.chars().count() <= 2 && got.figure == whole.figure + 1;
    let is_group = common >= 2
        || is_next
        || passage.tokens.has_word("score_groups", &got.raw)
        || passage.between(whole, got).any(|class| class == Class::Rest);
    let is_whole = matches!(role_of(passage, whole), Role::Value | Role::Weight)
        && whole.row.is_none()
        && whole.stream == got.stream
        && got.segment == whole.segment;
    // 合计20分；其中…，得分18分
    let is_parted = got.segment == whole.segment + 1
        && passage.tokens.has_word("score_groups", &got.raw)
        && whole.stream == got.stream;
    (is_last && is_group && (is_whole || is_parted)).then_some(whole)
}

/// What is left without a word that says so: 扣2分，计4分; 15分×88%=13.2分，扣1.8分.
pub(super) fn left<'b>(
    passage: &Passage<'_>,
    sentence: &[&'b Spot],
    deducts: &[&Spot],
) -> Option<&'b Spot> {
    let deduct = deducts.last()?;
    let last = *sentence.last()?;
    let is_left = |spot: &Spot| {
        matches!(spot.role, Role::Value | Role::Left)
            && spot.name.is_empty()
            && spot.row.is_none()
            && spot.stream == deduct.stream
    };
    if last.figure == deduct.figure + 1 {
        return (is_left(last) && last.clause == deduct.clause + 1 && deducts.len() == 1)
            .then_some(last);
    }
    let [weight, worked, own] = sentence else { return None };
    let formula = passage.text_from(weight, worked);
    let is_worked = own.figure == deduct.figure
        && worked.stream == weight.stream
        && formula.contains('×')
        && formula.ends_with('=');
    is_worked.then_some(*worked)
}

/// From so many points to so many by what was taken: 扣1.8分，由满分4分减为2.2分.
pub(super) fn from_to(passage: &Passage<'_>, sentence: &[&Spot]) -> Option<Said> {
    let mut pairs = sentence.windows(2).filter_map(|pair| match pair {
        [from, to]
            if from.role == Role::From
                && matches!(to.role, Role::To(_))
                && from.clause == to.clause =>
        {
            Some((*from, *to))
        }
        _ => None,
    });
    let (from, to) = pairs.next().filter(|_| pairs.next().is_none())?;
    let taken = super::taken(passage, sentence);
    let [deduct] = taken.as_slice() else { return None };
    let is_one = deduct.row.is_none()
        && from.row.is_none()
        && deduct.stream == from.stream
        && deduct.name.chars().count() <= 2
        && passage.words_of_sentence(from).all(|class| class != Class::OfWhich);
    let items = [(from.figure, 1), (deduct.figure, -1)];
    let reading = Reading::of([(Slot::Total, to.figure, 1)]).with_items(&items);
    is_one.then(|| said(to, vec![(Relation::Balance, reading)], Vec::new()))?
}
