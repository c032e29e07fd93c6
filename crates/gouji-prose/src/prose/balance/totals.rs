//! What is left of all that came in, told in the sentence before.

use super::way::{Way, direction};
use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Reading, Relation, Said, Slot, holds};
use crate::prose::words::Class;

/// 收入总计90万元。支出总计80万元。收支相抵，结转下年10万元; 来源总计90万元。本级支出70万元、上解10万元，结转下年10万元.
pub(super) fn of_totals(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    let like = |other: &&Spot| {
        other.stream == spot.stream
            && passage.figure(other).is_some_and(|figure| figure.is_like(own))
    };
    let sentence = |back: usize| -> Vec<&Spot> {
        let mut found: Vec<&Spot> = passage
            .before(at)
            .map(|(_, other)| other)
            .filter(like)
            .filter(|other| other.sentence + back == spot.sentence)
            .collect();
        found.reverse();
        found
    };
    let is_plain = |other: &&Spot| {
        matches!(other.role, Role::Value)
            && other.row.is_none()
            && !other.when.is_last
            && !other.when.is_plan()
            && passage.is_figure(other)
    };
    // the only total of a sentence, at its beginning or its end
    let total = |run: &[&'_ Spot], way: Way| -> Option<usize> {
        let mut totals = run.iter().filter(|other| other.is_sum);
        let only = totals.next().filter(|_| totals.next().is_none())?;
        let is_edge = run.first().is_some_and(|first| first.figure == only.figure)
            || run.last().is_some_and(|last| last.figure == only.figure);
        (is_edge && is_plain(only) && direction(passage, only) == way).then_some(only.figure)
    };
    let goes = |other: &Spot| direction(passage, other) == Way::Out;
    let run = sentence(0);
    if spot.role == Role::Left
        && let Some(reading) = by_rate(passage, spot, &run, &earlier(passage, at, spot))
    {
        return said(spot, vec![reading], Vec::new());
    }
    let items: Vec<(usize, i8)> = if run.is_empty() {
        let gone = total(&sentence(1), Way::Out)?;
        vec![(total(&sentence(2), Way::In)?, 1), (gone, -1)]
    } else {
        let come = total(&sentence(1), Way::In)?;
        let is_told = run.iter().all(|other| {
            is_plain(other) && goes(other) && !other.is_sum && other.when.edge.is_none()
        });
        if !is_told {
            return None;
        }
        std::iter::once((come, 1)).chain(run.iter().map(|other| (other.figure, -1))).collect()
    };
    let from = run.first().copied().unwrap_or(spot);
    let is_parted = passage
        .between(from, spot)
        .chain(from.words.iter().copied())
        .any(|class| matches!(class, Class::Scope | Class::Open | Class::OfWhich));
    let is_end = spot.when.edge == Some(Class::End)
        || passage.tokens.has_word("offset", &passage.text_from(from, spot));
    if is_parted || !is_end {
        return None;
    }
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    said(spot, vec![(Relation::Balance, reading)], Vec::new())
}

/// The figures of the kind of another in the last sentence before its own that has such figures.
fn earlier<'b>(passage: &Passage<'b>, at: usize, spot: &Spot) -> Vec<&'b Spot> {
    const FAR: usize = 3;
    let mut found: Vec<&Spot> = Vec::new();
    for (_, other) in passage.before(at) {
        let is_like =
            passage.figure(other).zip(passage.figure(spot)).is_some_and(|(a, b)| a.is_like(b));
        if other.sentence == spot.sentence || other.stream != spot.stream || !is_like {
            continue;
        }
        let sentence = found.first().map_or(other.sentence, |first| first.sentence);
        if other.sentence != sentence || other.sentence + FAR < spot.sentence {
            break;
        }
        found.push(other);
    }
    found.reverse();
    found
}

/// What is left of the total of the sentence before, where a rate says that what went out is of it:
/// 合计到位200万元。支付176万元，支付率88%，结余24万元.
fn by_rate(
    passage: &Passage<'_>,
    spot: &Spot,
    run: &[&Spot],
    before: &[&Spot],
) -> Option<(Relation, Reading)> {
    let ([part], Some(whole)) = (run, before.last().filter(|total| total.is_sum)) else {
        return None;
    };
    let is_plain =
        |other: &Spot| other.role == Role::Value && other.row.is_none() && passage.is_figure(other);
    let rate = passage.in_sentence(spot).find(|(_, rate)| {
        rate.figure > part.figure
            && rate.figure < spot.figure
            && matches!(rate.role, Role::Complete | Role::Share | Role::Named)
    });
    let (_, rate) = rate?;
    let share = Reading::of([
        (Slot::Part, part.figure, 1),
        (Slot::Whole, whole.figure, 1),
        (Slot::Share, rate.figure, 1),
    ]);
    let is_of_it = holds(Relation::Share, &share, &passage.tokens.figures) == Some(true);
    let reading = Reading::of([(Slot::Total, spot.figure, 1)])
        .with_items(&[(whole.figure, 1), (part.figure, -1)]);
    (is_plain(part) && is_plain(whole) && is_of_it).then_some((Relation::Balance, reading))
}
