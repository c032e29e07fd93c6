//! Rows that a list lost, as when a page was left out: codes go on with one whose class is not there.

use super::rows::{SideRows, members};
use super::support::{SumOutcome, came};
use super::{Family, Law, Member, Structure};
use crate::form::FormSide;
use std::collections::BTreeSet;

/// A class that is not printed though rows of it are.
#[derive(Clone, Copy, Debug)]
pub struct LostClass<'c> {
    /// The last row with a code before the place.
    pub behind: usize,
    /// The first row behind it, which is of the class.
    pub before: usize,
    /// Its code.
    pub class: &'c str,
}

/// The class that is not there, by the codes of the rows of a list: these go on, and one class alone
/// is missing.
#[must_use]
pub fn lost_class<'c>(codes: impl IntoIterator<Item = Option<&'c str>>) -> Option<LostClass<'c>> {
    let codes = codes.into_iter().enumerate();
    let coded: Vec<(usize, &str)> = codes.filter_map(|(at, code)| Some((at, code?))).collect();
    let lengths: BTreeSet<usize> = coded.iter().map(|(_, code)| code.len()).collect();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut missing: Vec<LostClass<'c>> = Vec::new();
    let mut last: Option<(usize, &str)> = None;
    for (at, code) in coded {
        let above = lengths.range(..code.len()).next_back();
        let class = above.and_then(|length| code.get(..*length));
        if let (Some(class), Some((behind, other))) = (class, last)
            && !known.contains(class)
        {
            if other < code && !other.starts_with(class) {
                missing.push(LostClass { behind, before: at, class });
            }
            known.insert(class);
        } else if let (Some(class), None) = (class, last) {
            // a table that begins with a leaf has no classes
            known.insert(class);
            missing.push(LostClass { behind: at, before: at, class });
        }
        known.insert(code);
        last = Some((at, code));
    }
    match missing.as_slice() {
        [only] if only.behind < only.before => Some(*only),
        _ => None,
    }
}

/// The same of a list in which another class has rows of its own: a list of accounts of any level has none
/// that must be there.
pub(super) fn lost_of_tree<'c>(codes: &[Option<&'c str>]) -> Option<LostClass<'c>> {
    let lost = lost_class(codes.iter().copied())?;
    let coded: Vec<&str> = codes.iter().flatten().copied().collect();
    let is_class = |pair: &[&str]| match pair {
        [one, below] => {
            let is_level = one.len() == lost.class.len() && below.len() > one.len();
            is_level && below.starts_with(one)
        }
        _ => false,
    };
    coded.windows(2).any(is_class).then_some(lost)
}

/// The sums of units whose accounts stand below them and of which a class is not there.
pub(super) fn units_of_lost(
    sides: &[FormSide],
    side: usize,
    lines: &SideRows<'_>,
    columns: &[usize],
) -> Vec<Family> {
    let codes = &lines.codes;
    let of = |unit: usize| {
        let first = unit + 1;
        let below = codes.get(first..)?;
        let count = below.iter().position(Option::is_none).unwrap_or(below.len());
        let lost = lost_of_tree(below.get(..count)?)?;
        let lost = LostClass { behind: first + lost.behind, before: first + lost.before, ..lost };
        let sum = (unit, lines.tops(first..first + count));
        total_of_lost(sides, &lost, members(side, &[sum], columns))
    };
    (0..codes.len()).filter(|row| lines.is_unit(*row)).filter_map(of).collect()
}

/// The sums of a total over rows of which a class is not there, where it is more than them in each
/// column that has figures, and in several.
pub(super) fn total_of_lost(
    sides: &[FormSide],
    lost: &LostClass<'_>,
    mut members: Vec<Member>,
) -> Option<Family> {
    /// A total is short in so many columns.
    const COLUMNS: usize = 2;
    members.retain(|member| member.terms.iter().any(|term| term.row == lost.before));
    let mut short = 0;
    for member in &members {
        match came(sides, member) {
            SumOutcome::Apart(by) if by.is_sign_positive() => short += 1,
            SumOutcome::To(0) => {}
            _ => return None,
        }
    }
    (short >= COLUMNS).then_some(Family {
        structure: Structure::Total,
        law: Law::Sum,
        members,
        is_borne_out: true,
        is_explained: true,
        whole: Vec::new(),
    })
}
