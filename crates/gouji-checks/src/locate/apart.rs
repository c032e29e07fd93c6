//! Several figures that change together: which of them are sure, and which are causes of their own.

use super::cause::{CauseRun, Group};
use super::explain::{Explanation, MeantNumber};
use super::posterior::confidence;
use super::repair::LinearBound;
use super::slip::{SlipTells, telling};
use gouji_audit::audit::{Check, CheckFigure, Confidence, Slip};
use gouji_forms::form::{Content, FormCell};
use gouji_values::number::Decimal;
use std::collections::BTreeSet;

/// How sure the figures of the likeliest explanation are: for each the figure and its number. `all`
/// are the explanations with their shares, `best` is one of them.
pub(super) fn sureness(
    all: &[(u64, &Explanation)],
    best: &Explanation,
) -> Vec<(Confidence, Confidence)> {
    let share = |is_in: &dyn Fn(&Explanation) -> bool| -> u64 {
        all.iter().filter(|(_, explanation)| is_in(explanation)).map(|(part, _)| part).sum()
    };
    let each = best.meant.iter().enumerate().map(|(at, own)| {
        let has_cell = |other: &Explanation| other.meant.iter().any(|meant| meant.cell == own.cell);
        let has_number = |other: &Explanation| {
            other.meant.iter().any(|meant| (meant.cell, meant.number) == (own.cell, own.number))
        };
        // the other sets of figures, each with all its numbers
        let lacking =
            all.iter().map(|(_, explanation)| *explanation).filter(|other| !has_cell(other));
        let rival = lacking
            .map(|other| share(&|explanation: &Explanation| explanation.cells() == other.cells()))
            .max()
            .unwrap_or(0);
        let figure = confidence(share(&has_cell), rival);
        let other_numbers = all.iter().filter(|(_, explanation)| !has_number(explanation));
        let number =
            confidence(share(&has_number), other_numbers.map(|(part, _)| *part).max().unwrap_or(0));
        let among_its_own = best
            .numbers
            .get(at)
            .map_or(Confidence::High, |(first, second)| confidence(*first, *second));
        // of several numbers that rounding allows the likeliest is no more than that; so is one
        // that nobody tried
        let most =
            if own.is_fixed && best.is_tried { Confidence::High } else { Confidence::Medium };
        (
            figure.min(if best.is_tried { Confidence::High } else { Confidence::Medium }),
            number.min(among_its_own).min(most),
        )
    });
    each.collect()
}

/// Gives each figure that stands in no check alone one of its checks, where each other figure of that
/// check has one for itself: no one change cures them all, so they are told apart. `holders` are the
/// checks with their figures.
fn share_out(holders: &mut [(usize, Vec<usize>)], figures: usize) {
    let mut has_own: Vec<bool> = vec![false; figures];
    let own = |list: &[usize]| match list {
        [only] => Some(*only),
        _ => None,
    };
    for (_, list) in holders.iter() {
        if let Some(has) = own(list).and_then(|at| has_own.get_mut(at)) {
            *has = true;
        }
    }
    for at in 0..figures {
        let has = |at: usize| has_own.get(at) == Some(&true);
        if has(at) {
            continue;
        }
        let spared = holders.iter_mut().find(|(_, list)| {
            list.contains(&at) && list.iter().all(|other| *other == at || has(*other))
        });
        if let Some((_, list)) = spared {
            *list = vec![at];
            if let Some(has) = has_own.get_mut(at) {
                *has = true;
            }
        }
    }
}

impl CauseRun<'_> {
    /// How sure a figure may be at most, by the violated rows that accuse it and no other figure of
    /// its explanation: sure is one that a sum accuses and another check that shares no other
    /// figure with the sum; or one in a single sum whose other figures hold elsewhere, where
    /// what happened leaves one number alone. One rate makes nothing sure: what it is made of
    /// is as likely to be printed wrong.
    pub(super) fn most(
        &self,
        rows: &[usize],
        best: &Explanation,
        meant: &MeantNumber,
    ) -> Confidence {
        let is_sum = |at: usize| self.rows.is_linear.get(at) == Some(&true);
        let is_changed =
            |cell: usize| cell != meant.cell && best.meant.iter().any(|other| other.cell == cell);
        if self.cancels(meant, is_changed) {
            return Confidence::Low;
        }
        let row = |at: &usize| self.rows.system.rows.get(*at).map(|row| (*at, row));
        let is_own = |row: &LinearBound| {
            row.factor(meant.cell) != 0 && !row.terms.iter().any(|(cell, _)| is_changed(*cell))
        };
        let mut own: Vec<(usize, &LinearBound)> =
            rows.iter().filter_map(row).filter(|(_, row)| is_own(row)).collect();
        own.sort_by_key(|(at, row)| (!is_sum(*at), row.terms.len(), *at));
        let Some((first, sum)) = own.first().filter(|(at, _)| is_sum(*at)) else {
            return Confidence::Medium;
        };
        let others = |row: &LinearBound| {
            row.terms
                .iter()
                .map(|(cell, _)| *cell)
                .filter(|cell| *cell != meant.cell)
                .collect::<BTreeSet<_>>()
        };
        let partners = others(sum);
        let old = self.rows.cells.get(meant.cell).map_or(0, |cell| cell.number);
        let is_named = meant.slip == Slip::Swapped || meant.slip.leaves_one(old, meant.number);
        if !is_named && own.iter().all(|(_, row)| row.terms.len() == 2) {
            // what differs wherever it is printed, and by no slip, may be called by a wrong name
            return Confidence::Medium;
        }
        if own.iter().skip(1).any(|(_, row)| others(row).is_disjoint(&partners)) {
            return Confidence::High;
        }
        let holds = |at: &usize| {
            at != first
                && is_sum(*at)
                && self.rows.system.rows.get(*at).is_some_and(|row| row.holds(row.residual))
        };
        let is_confirmed = |cell: &usize| {
            self.rows.cells.get(*cell).is_some_and(|cell| cell.number == 0)
                || self.rows.system.rows_of(*cell).iter().any(holds)
        };
        if is_named && partners.iter().all(is_confirmed) {
            Confidence::High
        } else {
            Confidence::Medium
        }
    }

    /// Whether a sum is off by what the row of one of its blank cells prints in another column: that cell was not filled in, and nothing
    /// printed need be wrong.
    pub(super) fn is_left_blank(&self, check: usize) -> bool {
        let check = self.check(check);
        if check.is_some_and(|check| self.lacks_one_addend(check)) {
            return true;
        }
        let lacks = |check: &Check| {
            let by = check.difference.as_deref()?.parse::<Decimal>().ok()?.abs().normalize();
            // a number of one or two digits is soon found again by chance
            (telling(by.mantissa()) > 2).then_some(by)
        };
        let Some((check, lacks)) = check.and_then(|check| Some((check, lacks(check)?))) else {
            return false;
        };
        let is_it = |cell: &FormCell| match &cell.content {
            Content::Number(number) => number.value.abs() == lacks,
            _ => false,
        };
        let is_blank = |figure: &CheckFigure<'_>| {
            figure.document().is_none() && figure.printed().text.trim().is_empty()
        };
        let sides = || self.shared.recognition.forms.iter().flat_map(|filled| &filled.sides);
        check.figures().filter(is_blank).map(|figure| figure.span()).any(|span| {
            let mut rows = sides().flat_map(|side| &side.rows);
            rows.any(|row| {
                row.cells.iter().any(|cell| cell.span == span) && row.cells.iter().any(is_it)
            })
        })
    }

    /// Whether one of three or more addends of a sum of the author's own is blank, and the sum is more
    /// than the others: nothing printed need be wrong.
    fn lacks_one_addend(&self, check: &Check) -> bool {
        let rule = self.shared.ruleset.rule(&check.rule);
        let is_more = check.difference.as_deref().is_some_and(|by| !by.starts_with('-'));
        is_more
            && check.lacks_one_addend()
            && rule.is_some_and(|rule| self.shared.ruleset.is_of_author(rule))
    }

    /// Whether a sum comes out as printed that the number would break, were another figure of it not
    /// changed as well: that two wrong figures cancel each other is less likely than that something else is
    /// wrong. Two prints of one number may be wrong alike, and two figures stand in each other's place.
    fn cancels(&self, meant: &MeantNumber, is_changed: impl Fn(usize) -> bool) -> bool {
        let old = self.rows.cells.get(meant.cell).map_or(0, |cell| cell.number);
        let by = meant.number.saturating_sub(old).saturating_mul(2);
        let breaks = |at: &usize| {
            let row = self.rows.system.rows.get(*at).filter(|row| row.terms.len() > 2);
            row.is_some_and(|row| {
                let after = row.residual.saturating_add(row.factor(meant.cell).saturating_mul(by));
                let has_other = row.terms.iter().any(|(cell, _)| is_changed(*cell));
                has_other && row.holds(row.residual) && !row.holds(after)
            })
        };
        meant.slip != Slip::Swapped && self.rows.system.rows_of(meant.cell).iter().any(breaks)
    }

    /// Whether several figures change by no slip, and no check has one of them alone: so many numbers
    /// always make so many checks come out, and say nothing.
    fn is_by_chance(&self, whole: &Group) -> bool {
        let changed = |check: &usize| {
            let row = self.rows.row_of.get(check).and_then(|row| self.rows.system.rows.get(*row));
            let has = |row: &LinearBound| {
                whole.meant.iter().filter(|meant| row.factor(meant.cell) != 0).count()
            };
            row.map(has)
        };
        whole.checks.len() > 1
            && whole.meant.iter().any(|meant| meant.slip == Slip::Other)
            && whole.checks.iter().all(|check| changed(check).is_some_and(|count| count > 1))
    }

    /// Figures that are wrong independently are causes of their own: each takes the checks that it
    /// alone stands in, or one of those that the others can spare; what several stand in goes with
    /// the first. Figures for which no check is left stay with those beside which they stand.
    pub(super) fn apart(&self, whole: Group, sure: &[(Confidence, Confidence)]) -> Vec<Group> {
        let least = |sure: &mut dyn Iterator<Item = (Confidence, Confidence)>| {
            sure.reduce(|a, b| (a.0.min(b.0), a.1.min(b.1)))
                .map_or((None, None), |(cells, numbers)| (Some(cells), Some(numbers)))
        };
        let (cells, numbers) = least(&mut sure.iter().copied());
        let is_one =
            whole.meant.len() < 2 || whole.meant.iter().any(|meant| meant.slip == Slip::Swapped);
        if !is_one && self.is_by_chance(&whole) {
            let meant = whole.meant.iter().map(|meant| meant.cell);
            let others = whole.others.iter().copied().chain(meant).collect();
            return self.each_by_itself(whole.checks, &others, Some(Confidence::Low));
        }
        if is_one || sure.iter().all(|(cell, _)| *cell == Confidence::Low) {
            if !is_one && self.is_of_one_figure(&whole.checks) {
                let meant = whole.meant.iter().map(|meant| meant.cell);
                let others = whole.others.iter().copied().chain(meant).collect();
                return self.asunder(whole.checks, &others, cells);
            }
            return vec![Group { cells, numbers, ..whole }];
        }
        let stands_in = |cell: usize, check: usize| {
            let row = self.rows.row_of.get(&check).and_then(|row| self.rows.system.rows.get(*row));
            row.is_some_and(|row| row.terms.iter().any(|(other, _)| *other == cell))
        };
        let holders = |check: usize| -> Vec<usize> {
            let meant = whole.meant.iter().enumerate();
            meant.filter(|(_, meant)| stands_in(meant.cell, check)).map(|(at, _)| at).collect()
        };
        let mut holders: Vec<(usize, Vec<usize>)> =
            whole.checks.iter().map(|check| (*check, holders(*check))).collect();
        share_out(&mut holders, whole.meant.len());
        let has_own = |at: usize| holders.iter().any(|(_, list)| list.as_slice() == [at]);
        // for each figure the first of those that it stays with
        let mut first: Vec<usize> = (0..whole.meant.len()).collect();
        for (_, list) in holders.iter().filter(|(_, list)| list.iter().any(|at| !has_own(*at))) {
            let joined: Vec<usize> = list.iter().filter_map(|at| first.get(*at)).copied().collect();
            let least = joined.iter().min().copied().unwrap_or(0);
            first.iter_mut().filter(|at| joined.contains(at)).for_each(|at| *at = least);
        }
        let mut out = Vec::new();
        for root in 0..whole.meant.len() {
            let is_own = |at: &usize| first.get(*at) == Some(&root);
            let own: Vec<usize> = (0..whole.meant.len()).filter(is_own).collect();
            if own.is_empty() {
                continue;
            }
            let taken = |list: &[usize]| match list {
                [] => root == 0,
                list => list.iter().filter_map(|at| first.get(*at)).min() == Some(&root),
            };
            let checks: Vec<usize> =
                holders.iter().filter(|(_, list)| taken(list)).map(|(check, _)| *check).collect();
            let (cells, numbers) = least(&mut own.iter().filter_map(|at| sure.get(*at)).copied());
            let meant: Vec<_> = own.iter().filter_map(|at| whole.meant.get(*at)).cloned().collect();
            let others = if cells == Some(Confidence::Low) {
                let own = meant.iter().map(|meant| meant.cell);
                own.clone()
                    .chain(
                        whole
                            .others
                            .iter()
                            .copied()
                            .filter(|cell| own.clone().all(|own| own != *cell)),
                    )
                    .collect()
            } else {
                Vec::new()
            };
            out.push(Group {
                checks,
                meant,
                others,
                rivals: whole.rivals.clone(),
                cells,
                numbers,
                ties: 0,
                stated: Vec::new(),
                row: None,
            });
        }
        if out.len() < 2 || out.iter().any(|group| group.checks.is_empty()) {
            return vec![Group { cells, numbers, ..whole }];
        }
        out.iter_mut().for_each(|group| group.checks.sort_unstable());
        out
    }
}
