//! What comes out in tables that may have been read wrong, and would not have been told if it did not.

use super::broken::BrokenCheck;
use super::caught::value;
use super::doubted::{DoubtedArea, PLENTY};
use gouji_audit::audit::{Check, CheckRelation, Why};
use gouji_values::document::{Span, TableDoubt};
use gouji_values::hash::{QuickMap, QuickSet};
use gouji_values::number::Decimal;

/// Figures of a check that are tried.
const TRIED: usize = 8;

/// What is doubtful of a table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Alike {
    /// Its rows and columns.
    Table,
    /// Which form it is: no bound that is broken there is told, so that none that is kept proves
    /// anything.
    Form,
}

/// The checks that come out in a table with doubt, of which no wrong figure would be told: beside what
/// does not hold there already, rows and columns that were read wrong would explain it.
/// `resting` are those that rest on the table.
pub(super) fn untold(
    area: &DoubtedArea<'_>,
    (checks, resting): (&[Check], &[usize]),
    broken: &[BrokenCheck],
    agrees: &QuickSet<Span>,
    alike: Alike,
) -> Vec<(usize, Why)> {
    let resting = || resting.iter().filter_map(|at| Some((*at, checks.get(*at)?)));
    let mut out = of_bounds(area, resting(), broken, agrees, alike);
    if broken.is_empty() && area.decided >= PLENTY && area.doubt != TableDoubt::Whole {
        return out;
    }
    let why = if alike == Alike::Form { Why::FormUnsure } else { Why::TableUnsure };
    let is_equal = |check: &Check| {
        check.verdict.is_checked() && check.relation == CheckRelation::Equal && check.size() > 1
    };
    let is_told = |check: &Check| super::told::is_surely_told(area.world, (area.area, &why), check);
    let text = area.world.page.document.text.as_str();
    let own: Vec<BrokenCheck> = resting()
        .filter(|(_, check)| is_equal(check) && !is_told(check))
        .map(|(at, check)| {
            BrokenCheck::off(text, at, check, super::doubted::spans_in(area.area, check), None)
        })
        .collect();
    let mut together: QuickMap<Span, Vec<usize>> = QuickMap::default();
    for (nth, one) in own.iter().enumerate() {
        for (span, _) in checks
            .get(one.at)
            .into_iter()
            .flat_map(Check::places)
            .filter(|(_, other)| other.is_none())
        {
            let known = together.entry(span).or_default();
            if known.last() != Some(&nth) {
                known.push(nth);
            }
        }
    }
    let is_told = |nth: usize, one: &BrokenCheck| {
        let figures = checks.get(one.at).into_iter().flat_map(Check::places);
        let figures = figures.filter(|(_, document)| document.is_none()).map(|(span, _)| span);
        let mut steps =
            figures.take(TRIED).filter_map(|figure| Some((figure, step(text, figure)?))).peekable();
        // of names nothing is tried
        steps.peek().is_none()
            || steps.any(|(figure, by)| {
                let with = together.get(&figure).map_or(&[][..], Vec::as_slice).iter();
                let wrong = with
                    .filter_map(|at| own.get(*at))
                    .map(|one| one.clone().supposed(figure.start, Some(by)));
                let all = wrong.chain(broken.iter().cloned()).collect();
                let silent = area.silenced(all, &|span| span != figure && agrees.contains(&span));
                own.get(nth).is_some_and(|one| silent.iter().all(|gone| gone.at != one.at))
            })
    };
    let silent = own.iter().enumerate().filter(|(nth, one)| !is_told(*nth, one));
    out.extend(silent.map(|(_, one)| (one.at, why.clone())));
    out
}

/// The bounds that are kept in a form told by likeness, of which a broken one would not be told.
fn of_bounds<'c>(
    area: &DoubtedArea<'_>,
    resting: impl Iterator<Item = (usize, &'c Check)>,
    broken: &[BrokenCheck],
    agrees: &QuickSet<Span>,
    alike: Alike,
) -> Vec<(usize, Why)> {
    if alike == Alike::Table {
        return Vec::new();
    }
    let is_bound = |check: &Check| {
        check.verdict.is_checked() && check.relation != CheckRelation::Equal && check.size() > 1
    };
    let is_told = |check: &Check| {
        super::told::is_surely_told(area.world, (area.area, &Why::FormUnsure), check)
    };
    let bounds = resting.filter(|(_, check)| is_bound(check) && !is_told(check));
    let spans = bounds.map(|(at, check)| (at, super::doubted::spans_in(area.area, check)));
    let would_be_silent = |(at, spans): &(usize, Vec<Span>)| {
        let one = BrokenCheck { at: *at, spans: spans.clone(), by: None, said: None };
        let all = broken.iter().cloned().chain([one]).collect();
        let silent = area.silenced(all, &|span| !spans.contains(&span) && agrees.contains(&span));
        silent.iter().any(|gone| gone.at == *at)
    };
    let silent = spans.filter(would_be_silent);
    silent.map(|(at, _)| (at, Why::FormUnsure)).collect()
}

/// By how much a figure is another one whose second digit is: by three.
fn step(text: &str, figure: Span) -> Option<Decimal> {
    let value = value(text, figure)?;
    let last = Decimal::new(3, value.scale());
    let mut out = last;
    while out * Decimal::from(100) <= value {
        out *= Decimal::TEN;
    }
    (!value.is_zero()).then_some(out)
}

/// Says of such checks that they prove nothing.
pub(super) fn corroborate(checks: &mut [Check], untold: &[(usize, Why)]) {
    for (at, why) in untold {
        if let Some(check) = checks.get_mut(*at).filter(|check| check.verdict.is_checked()) {
            check.corroborate(why.clone());
        }
    }
}
