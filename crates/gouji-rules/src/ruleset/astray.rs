//! Cases that belong to another item than the one above them: copied below a rule, and still those of a claim.

use super::tree::TreeTable;
use super::walk::{Mistakes, RuleSource};
use gouji_values::error::MistakeCode;

/// Tells of the cases of a file that stand below an item of another kind.
pub(super) fn cases(source: &RuleSource, root: TreeTable<'_>, mistakes: &mut Mistakes) {
    let items =
        || root.iter().flat_map(|(kind, _, list)| list.items().map(move |item| (kind, item)));
    let mut cases = Vec::new();
    for (kind, item) in items() {
        let below = item.table().and_then(|table| table.get("case"));
        let below = below.into_iter().flat_map(|list| list.items());
        cases.extend(below.map(|case| (case.span(), item.span().start, kind)));
    }
    if cases.is_empty() {
        return;
    }
    let mut heads: Vec<(usize, &str)> =
        items().map(|(kind, item)| (item.span().start, kind)).collect();
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
