//! Rows that a list lost, as when a page was left out: codes go on with one whose class is not there.

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
