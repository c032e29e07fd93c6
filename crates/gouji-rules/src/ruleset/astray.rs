//! Cases that belong to another item than the one above them: copied below a rule, and still those of a claim.

use super::tree::{TreeTable, TreeView};
use super::walk::{Mistakes, RuleSource};
use gouji_values::error::MistakeCode;

/// Tells of the cases of a file that stand below an item of another kind.
pub(super) fn cases(source: &RuleSource, root: TreeTable<'_>, mistakes: &mut Mistakes) {
    let mut heads: Vec<(usize, &str)> = Vec::new();
    let mut cases: Vec<(std::ops::Range<usize>, usize, &str)> = Vec::new();
    for (kind, _, list) in root.iter() {
        for item in list.items() {
            let TreeView::Table(table) = item.view() else { continue };
            let start = item.span().start;
            heads.push((start, kind));
            let own = table.get("case").into_iter().flat_map(|own| own.items());
            cases.extend(own.map(|case| (case.span(), start, kind)));
        }
    }
    heads.sort_unstable();
    for (span, owner, kind) in cases {
        let above = heads.get(..heads.partition_point(|(start, _)| *start <= span.start));
        let Some((start, other)) = above.and_then(|above| above.last()) else { continue };
        if *start == owner || *other == kind {
            continue;
        }
        let message = format!(
            "这个用例跟在 [[{other}]] 后面，写的却是 [[{kind}.case]]，归了前面的 [[{kind}]]"
        );
        let help =
            format!("这条 {other} 的用例写成 [[{other}.case]]；确是那条 {kind} 的，移到它下面");
        mistakes.warn(source, span, MistakeCode::WithoutEffect, message, Some(help));
    }
}
