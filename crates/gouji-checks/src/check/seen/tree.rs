//! The tree of codes: each parent with its children.

use ecow::{EcoString, eco_format};
use gouji_forms::form::{CODE_SIGNS, FormRow};
use gouji_rules::ruleset::TreeDemand;
use gouji_values::hash::QuickMap;

/// An expression names at most this many addends.
const SHOWN: usize = 6;

/// A parent of the code tree.
pub(in crate::check) struct Parent {
    pub(in crate::check) form: usize,
    pub(in crate::check) side: usize,
    /// Its row.
    pub(in crate::check) row: usize,
    /// The rows that it is the sum of.
    pub(in crate::check) children: Vec<usize>,
    /// Of a further set of addends for the same parent their level.
    pub(in crate::check) further: Option<u8>,
}

impl Parent {
    /// What a check says that it is: `201 == 20101 + 20102`.
    pub(in crate::check) fn expression(&self, rows: &[FormRow]) -> EcoString {
        let name = rows.get(self.row).map_or("", |row| row.code.as_ref().unwrap_or(&row.key));
        let codes = self.children.iter().filter_map(|child| rows.get(*child)?.code.as_deref());
        sum_of(name, codes)
    }
}

/// What a check of a sum says that it is: `201 == 20101 + 20102`, of many addends the first.
pub(in crate::check) fn sum_of(
    total: &str,
    addends: impl IntoIterator<Item = impl AsRef<str>>,
) -> EcoString {
    let mut out = eco_format!("{total} == ");
    for (at, addend) in addends.into_iter().take(SHOWN + 1).enumerate() {
        out.push_str(if at == 0 { "" } else { " + " });
        out.push_str(if at == SHOWN { "…" } else { addend.as_ref() });
    }
    out
}

/// What the levels of the codes of a tree are told by.
pub(in crate::check) enum Levels<'t> {
    /// The number of digits that the code of each level has.
    Digits(&'t [usize]),
    /// Signs part them; the greatest number of them.
    Signs(usize),
}

impl<'t> Levels<'t> {
    pub(in crate::check) fn of(rows: &[FormRow], tree: &'t TreeDemand) -> Self {
        let mut codes = rows.iter().filter_map(|row| row.code.as_deref());
        if codes.any(|code| code.contains(CODE_SIGNS)) {
            Self::Signs(tree.levels.len())
        } else {
            Self::Digits(&tree.levels)
        }
    }

    /// Whether a code is of one of them.
    pub(in crate::check) fn have(&self, code: &str) -> bool {
        match self {
            Self::Digits(levels) => levels.contains(&code.len()),
            Self::Signs(count) => code.split(CODE_SIGNS).count() <= *count,
        }
    }

    /// What is known of the nearest code above one of which something is.
    fn nearest_above<T>(&self, code: &str, known: impl Fn(&str) -> Option<T>) -> Option<T> {
        match self {
            Self::Digits(levels) => {
                let shorter = levels.iter().rev().filter(|level| **level < code.len());
                shorter.filter_map(|level| code.get(..*level)).find_map(known)
            }
            Self::Signs(_) => {
                let ends = code.rmatch_indices(CODE_SIGNS);
                ends.filter_map(|(at, _)| code.get(..at)).find_map(known)
            }
        }
    }
}

/// Each parent row with its children: the rows whose nearest ancestor it is.
#[must_use]
pub fn tree_parents(rows: &[FormRow], tree: &TreeDemand) -> Vec<(usize, Vec<usize>)> {
    let levels = Levels::of(rows, tree);
    let in_tree = |code: &str| levels.have(code);
    let mut by_code: QuickMap<&str, usize> = QuickMap::default();
    for (i, row) in rows.iter().enumerate() {
        if let Some(code) = row.code.as_deref().filter(|code| in_tree(code)) {
            by_code.entry(code).or_insert(i);
        }
    }
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); rows.len()];
    let mut top = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let Some(code) = row.code.as_deref().filter(|code| in_tree(code)) else {
            continue;
        };
        let parent = levels.nearest_above(code, |above| by_code.get(above).copied());
        match parent {
            Some(parent) => {
                if let Some(list) = children.get_mut(parent) {
                    list.push(i);
                }
            }
            None => top.push(i),
        }
    }
    let mut out: Vec<(usize, Vec<usize>)> = Vec::new();
    if let Some(total) = tree.total
        && !top.is_empty()
        && let Some(row) = rows.iter().position(|row| row.named == Some(total))
    {
        out.push((row, top.clone()));
        out.extend(deeper(top, &children).into_iter().map(|level| (row, level)));
    }
    out.extend(children.into_iter().enumerate().filter(|(_, list)| !list.is_empty()));
    out
}

/// Each level below the topmost that every branch reaches. Where a branch stops earlier there is
/// none.
fn deeper(top: Vec<usize>, children: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut out = Vec::new();
    let mut level = top;
    loop {
        let below: Vec<&Vec<usize>> = level.iter().filter_map(|row| children.get(*row)).collect();
        if below.is_empty() || below.iter().any(|list| list.is_empty()) {
            return out;
        }
        let next: Vec<usize> = below.into_iter().flatten().copied().collect();
        // a level of as many rows repeats the one above
        if next.len() > level.len() {
            out.push(next.clone());
        }
        level = next;
    }
}
