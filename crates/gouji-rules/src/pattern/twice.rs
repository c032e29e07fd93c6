//! Captures of one name of which the first is read in every match: only that one is kept, so that
//! the second figure would be lost without a word. Of two that may both be left out either may stand.

use super::Pattern;
use super::parse::PatternNode;
use std::collections::BTreeSet;

impl Pattern {
    /// Indices of captures whose name an earlier one has that no match leaves out.
    #[must_use]
    pub fn twice(&self) -> Vec<usize> {
        let program = self.program();
        let name =
            |index: usize| program.captures.get(index).and_then(|capture| capture.name.as_deref());
        let mut out = Vec::new();
        walk(&program.nodes, &name, &mut BTreeSet::new(), &mut out);
        out
    }
}

fn walk<'p>(
    nodes: &[PatternNode],
    name: &impl Fn(usize) -> Option<&'p str>,
    seen: &mut BTreeSet<&'p str>,
    out: &mut Vec<usize>,
) {
    for node in nodes {
        match node {
            PatternNode::Capture(index) if name(*index).is_some_and(|name| !seen.insert(name)) => {
                out.push(*index);
            }
            PatternNode::Optional(inner) => {
                walk(std::slice::from_ref(&**inner), name, &mut seen.clone(), out);
            }
            PatternNode::Group(ways) | PatternNode::Repeat(_, ways) => {
                let each = ways.iter().map(|way| {
                    let mut own = seen.clone();
                    walk(way, name, &mut own, out);
                    own
                });
                // what every way reads
                let all = each.reduce(|one, other| &one & &other);
                seen.extend(all.into_iter().flatten());
            }
            _ => {}
        }
    }
}
