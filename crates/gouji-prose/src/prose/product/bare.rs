//! What each of a number of things comes to, of the only amount: 接待费3万元，比上年减少0.5万元。接待20批次、150人次，人均200元.

use super::terms::{numbers, totals};
use super::{dimension, is_rounded, is_timed};
use crate::prose::passage::Passage;
use crate::prose::place::Spot;
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation};
use crate::prose::words::Class;

/// The product of a bare average, 人均1.2万元, where its sentence, or the one before it, has one amount that it may be a part of,
/// and its own sentence one number of what it is for each of. And whether something else may be part of an amount that the
/// sentence before tells: 支出5万元。培训120人次，人均400元; not where the mean was worked out to the last digit, 人均416.67元.
pub(in crate::prose) fn of_bare_average(
    passage: &Passage<'_>,
    spot: &Spot,
) -> Option<(Reading, bool)> {
    let is_told = dimension::is_bare_average(passage, spot)
        && !passage.is_parted(spot)
        && !dimension::is_norm(passage, spot)
        && !is_timed(passage, spot);
    if !is_told {
        return None;
    }
    let sentence: Vec<(usize, &Spot)> =
        passage.in_sentence(spot).filter(|(_, other)| other.figure != spot.figure).collect();
    let (totals, is_before) = totals(passage, spot, &sentence);
    let counts = numbers(passage, spot, &sentence, false);
    // 年末96人，全年平均90人: one of them is a mean itself
    let is_mean = |(_, other): &(usize, &Spot)| {
        other.words.contains(&Class::Average)
            && passage.figure(other).is_some_and(|own| own.kind == Kind::Count)
    };
    let [total] = totals.as_slice() else { return None };
    let own: Vec<&Spot> =
        counts.iter().copied().filter(|count| dimension::goes_with(passage, spot, count)).collect();
    let (relation, reading) =
        dimension::by_dimension(passage, spot, (&own, &[*total]), None, is_before)?;
    let is_own = |figure: &usize| {
        *figure == total.figure
            || passage.spot_of(*figure).is_some_and(|own| own.sentence == spot.sentence)
    };
    let is_known = total.figure < spot.figure
        && dimension::are_side_by_side(passage, &counts)
        && !sentence.iter().any(is_mean)
        && reading.figures().iter().all(is_own)
        && !is_rounded(passage, spot, &[(relation, reading.clone())]);
    let is_worked_out = passage.figure(spot).is_some_and(|own| own.decimals > 0);
    (is_known && relation == Relation::Product).then_some((reading, is_before && !is_worked_out))
}
