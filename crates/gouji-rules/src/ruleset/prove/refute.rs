//! Whether rows can hold together: exact elimination, first of what is equal, then of bounds.
//!
//! In: clauses. Out: those that together cannot be, as few as do, and with no choice among them how many
//! times each goes into the row that shows it. What takes too long is told apart from what can be.

use super::sum::{Clause, Exact, Row, Sign, Sum, is_absurd, is_bare};
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, One, Signed, Zero};
use std::collections::BTreeMap;

/// Bounds that are looked at, at most.
const BOUNDS: usize = 400;
/// Ways of choosing among alternatives that are tried, at most.
const WAYS: usize = 64;

/// The work grew too large: nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMuch;

/// Clauses that cannot hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Refuted {
    /// Which of them.
    pub(super) of: Vec<usize>,
    /// How many times each goes into the row that shows it, and that row; none where there was a choice.
    pub(super) work: Option<(BTreeMap<usize, Exact>, Row)>,
}

/// Why these clauses cannot all hold, with as few of them as do; `None` where they may.
pub(super) fn refute(clauses: &[&Clause]) -> Result<Option<Refuted>, TooMuch> {
    let all: Vec<usize> = (0..clauses.len()).collect();
    let Some(mut found) = refute_some(clauses, &all)? else { return Ok(None) };
    // the last ones are left out first: what comes first is kept
    let mut at = found.of.len();
    while at > 0 {
        at -= 1;
        let mut fewer = found.of.clone();
        fewer.remove(at);
        if let Ok(Some(smaller)) = refute_some(clauses, &fewer) {
            at = at.min(smaller.of.len());
            found = smaller;
        }
    }
    Ok(Some(found))
}

/// Whether nothing shows that these clauses cannot all hold.
pub(super) fn are_possible(clauses: &[&Clause]) -> Result<bool, TooMuch> {
    let all: Vec<usize> = (0..clauses.len()).collect();
    Ok(refute_some(clauses, &all)?.is_none())
}

fn refute_some(clauses: &[&Clause], of: &[usize]) -> Result<Option<Refuted>, TooMuch> {
    let chosen: Vec<(usize, &Clause)> =
        of.iter().filter_map(|at| Some((*at, *clauses.get(*at)?))).collect();
    let ways = chosen.iter().map(|(_, clause)| clause.len().max(1));
    if ways.fold(1usize, usize::saturating_mul) > WAYS {
        return Err(TooMuch);
    }
    let mut rows: Vec<(usize, &Row)> = Vec::new();
    let mut open: Vec<(usize, &Clause)> = Vec::new();
    for (at, clause) in chosen {
        match clause.as_slice() {
            [row] => rows.push((at, row)),
            _ => open.push((at, clause)),
        }
    }
    ways_closed(&mut rows, &open)
}

/// Whether each way to choose among the alternatives is closed.
fn ways_closed<'r>(
    rows: &mut Vec<(usize, &'r Row)>,
    open: &[(usize, &'r Clause)],
) -> Result<Option<Refuted>, TooMuch> {
    if let Some(found) = together(rows)? {
        return Ok(Some(found));
    }
    let Some(((at, clause), rest)) = open.split_first() else { return Ok(None) };
    let mut of = vec![*at];
    for row in clause.iter() {
        rows.push((*at, row));
        let found = ways_closed(rows, rest);
        rows.pop();
        let Some(found) = found? else { return Ok(None) };
        of.extend(found.of);
    }
    of.sort_unstable();
    of.dedup();
    Ok(Some(Refuted { of, work: None }))
}

/// A row with what it was made of.
#[derive(Clone, Debug)]
struct Made {
    row: Row,
    of: BTreeMap<usize, Exact>,
}

impl Made {
    /// Adds another one so many times.
    fn plus(&mut self, other: &Self, times: &Exact) -> Option<()> {
        self.row.sum.plus(&other.row.sum, times)?;
        for (at, factor) in &other.of {
            let known = self.of.entry(*at).or_default();
            *known = known.checked_add(&factor.checked_mul(times)?)?;
        }
        self.of.retain(|_, factor| !factor.is_zero());
        Some(())
    }

    fn refuted(self) -> Refuted {
        Refuted { of: self.of.keys().copied().collect(), work: Some((self.of, self.row)) }
    }
}

/// Why rows cannot hold together.
fn together(rows: &[(usize, &Row)]) -> Result<Option<Refuted>, TooMuch> {
    let mut all: Vec<Made> = Vec::with_capacity(rows.len());
    for (at, row) in rows {
        all.push(Made { row: (*row).clone(), of: BTreeMap::from([(*at, Exact::one())]) });
    }
    // what is equal takes a term out of all others
    while let Some(at) = all.iter().position(|made| made.row.sign == Sign::Zero) {
        let own = all.swap_remove(at);
        let Some((term, factor)) = own.row.sum.terms.iter().next().map(|(t, f)| (*t, *f)) else {
            if is_absurd(&own.row) {
                return Ok(Some(own.refuted()));
            }
            continue;
        };
        for other in &mut all {
            if let Some(theirs) = other.row.sum.terms.get(&term).copied() {
                let times = theirs.checked_div(&factor).ok_or(TooMuch)?;
                other.plus(&own, &-times).ok_or(TooMuch)?;
            }
        }
    }
    bounds(all)
}

/// Why bounds cannot hold together: term after term is taken out of each pair that bounds it on both sides.
fn bounds(mut all: Vec<Made>) -> Result<Option<Refuted>, TooMuch> {
    loop {
        if let Some(at) = all.iter().position(|made| is_absurd(&made.row)) {
            return Ok(Some(all.swap_remove(at).refuted()));
        }
        all.retain(|made| !is_bare(&made.row));
        let mut sides: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (term, factor) in all.iter().flat_map(|made| &made.row.sum.terms) {
            let (above, below) = sides.entry(*term).or_default();
            *(if factor.is_positive() { above } else { below }) += 1;
        }
        let fewest = sides.iter().min_by_key(|(_, (above, below))| above * below);
        let Some(term) = fewest.map(|(term, _)| *term) else { return Ok(None) };
        let (with, mut without): (Vec<Made>, Vec<Made>) =
            all.into_iter().partition(|made| made.row.sum.terms.contains_key(&term));
        let factor = |made: &Made| made.row.sum.terms.get(&term).copied().unwrap_or_default();
        let (above, below): (Vec<&Made>, Vec<&Made>) =
            with.iter().partition(|made| factor(made).is_positive());
        for one in &above {
            for other in &below {
                let mut made = Made {
                    row: Row { sum: Sum::default(), sign: Sign::AtMost },
                    of: BTreeMap::new(),
                };
                made.plus(one, &-factor(other)).ok_or(TooMuch)?;
                made.plus(other, &factor(one)).ok_or(TooMuch)?;
                if one.row.sign == Sign::Below || other.row.sign == Sign::Below {
                    made.row.sign = Sign::Below;
                }
                without.push(made);
            }
        }
        if without.len() > BOUNDS {
            return Err(TooMuch);
        }
        all = without;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `Σ factor × term + constant SIGN 0`
    fn row(factors: &[i128], constant: i128, sign: Sign) -> Clause {
        let mut sum = Sum { constant: Exact::from(constant), ..Sum::default() };
        for (term, factor) in factors.iter().enumerate().filter(|(_, factor)| **factor != 0) {
            sum.terms.insert(term, Exact::from(*factor));
        }
        vec![Row { sum, sign }]
    }

    fn of(clauses: &[Clause]) -> Option<Vec<usize>> {
        let all: Vec<&Clause> = clauses.iter().collect();
        refute(&all).unwrap().map(|found| found.of)
    }

    #[test]
    fn bounds_that_leave_nothing_are_found() {
        use Sign::{AtMost, Below, Zero};
        // x <= 10, x >= 20
        assert_eq!(of(&[row(&[1], -10, AtMost), row(&[-1], 20, AtMost)]), Some(vec![0, 1]));
        assert_eq!(of(&[row(&[1], -10, AtMost), row(&[-1], 10, AtMost)]), None);
        assert_eq!(of(&[row(&[1], -10, AtMost), row(&[-1], 10, Below)]), Some(vec![0, 1]));
        // x = y + z, y <= 3, z <= 4, x >= 8; what has no part in it is not named
        let all = [
            row(&[1, -1, -1], 0, Zero),
            row(&[0, 1], -3, AtMost),
            row(&[0, 0, 0, 1], 0, Zero),
            row(&[0, 0, 1], -4, AtMost),
            row(&[-1], 8, AtMost),
        ];
        assert_eq!(of(&all), Some(vec![0, 1, 3, 4]));
    }

    #[test]
    fn each_way_of_a_choice_is_closed() {
        use Sign::{AtMost, Below, Zero};
        // x <= y and y <= x, yet x != y
        let mut choice = row(&[1, -1], 0, Below);
        choice.extend(row(&[-1, 1], 0, Below));
        let bounds = [row(&[1, -1], 0, AtMost), row(&[-1, 1], 0, AtMost), choice.clone()];
        assert_eq!(of(&bounds), Some(vec![0, 1, 2]));
        assert_eq!(of(&[row(&[1, -1], 0, AtMost), choice]), None);
        assert_eq!(of(&[row(&[1, -2], 0, Zero), row(&[2, -4], 1, Zero)]), Some(vec![0, 1]));
    }

    #[test]
    fn the_work_adds_up_to_what_cannot_be() {
        let clauses = [row(&[2, -1], -10, Sign::AtMost), row(&[-4, 2], 30, Sign::AtMost)];
        let all: Vec<&Clause> = clauses.iter().collect();
        let (times, left) = refute(&all).unwrap().unwrap().work.unwrap();
        let mut sum = Sum::default();
        for (at, times) in &times {
            sum.plus(&clauses[*at][0].sum, times).unwrap();
        }
        assert_eq!(sum, left.sum);
        assert!(is_absurd(&left));
    }

    fn sign() -> impl Strategy<Value = Sign> {
        prop_oneof![Just(Sign::Zero), Just(Sign::AtMost), Just(Sign::Below)]
    }

    fn clauses() -> impl Strategy<Value = Vec<Clause>> {
        let one = (prop::array::uniform3(-2i128..=2), -6i128..=6, sign());
        let row = one.prop_map(|(factors, constant, sign)| row(&factors, constant, sign));
        let choice = prop::collection::vec(row, 1..=2)
            .prop_map(|rows| rows.into_iter().flatten().collect::<Clause>());
        prop::collection::vec(choice, 1..=5)
    }

    proptest! {
        /// What was refuted no figures meet; and what was named is enough.
        #[test]
        fn no_figures_meet_what_was_refuted(clauses in clauses()) {
            let all: Vec<&Clause> = clauses.iter().collect();
            if let Some(found) = refute(&all).unwrap() {
                let named: Vec<&Clause> = found.of.iter().map(|at| all[*at]).collect();
                for at in 0..9i128 * 9 * 9 {
                    let values = [at % 9 - 4, at / 9 % 9 - 4, at / 81 - 4].map(Exact::from);
                    let is_met = |row: &Row| {
                        let terms = row.sum.terms.iter().map(|(term, factor)| values[*term] * factor);
                        let sum = terms.fold(row.sum.constant, |sum, own| sum + own);
                        let row = Row { sum: Sum { constant: sum, ..Sum::default() }, ..row.clone() };
                        !is_absurd(&row)
                    };
                    prop_assert!(!named.iter().all(|clause| clause.iter().any(is_met)), "{values:?}");
                }
                // none of them is there for nothing
                for left_out in 0..named.len() {
                    let mut fewer = named.clone();
                    fewer.remove(left_out);
                    prop_assert!(refute(&fewer).unwrap().is_none());
                }
            }
        }
    }
}
