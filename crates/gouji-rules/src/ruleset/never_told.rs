//! Rules that can never report, whatever a document says: told by `gouji rules check`, since nothing of
//! them will ever show.

use super::odd_texts::texts;
use super::tree::TreeTable;
use super::walk::{Mistakes, RuleSource};
use gouji_values::error::MistakeCode;
use std::collections::BTreeSet;

/// Of so many titles one may be missing where two thirds of them must stand in the document.
const FEWEST: usize = 3;

/// Tells of such rules of a file.
pub(super) fn never_told(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    let defaults = super::defaults::of(root, "rule");
    for rule in super::tables::tables(root, "rule") {
        outline(source, rule, defaults, out);
    }
    for wording in super::tables::tables(root, "wording") {
        all_excepted(source, wording, out);
    }
}

/// An outline of a rule's own that is asked of documents that follow it, with so few titles that one
/// that lacks a title no longer does.
fn outline(
    source: &RuleSource,
    rule: TreeTable<'_>,
    defaults: Option<TreeTable<'_>>,
    out: &mut Mistakes,
) {
    let Some(value) = rule.get("outline").filter(|_| !super::defaults::amends(rule)) else {
        return;
    };
    let titles: Vec<&str> = texts(value).into_iter().map(|(text, _)| text.trim()).collect();
    if titles.is_empty() || matches!(titles.as_slice(), ["contents" | "template"]) {
        return;
    }
    let different: BTreeSet<&str> = titles.iter().copied().collect();
    let quoted: Vec<String> = titles.iter().map(|title| format!("\"{title}\"")).collect();
    let list = format!("outline = [{}]", quoted.join(", "));
    if rule.get("ordered").is_some() {
        if different.len() < 2 {
            let message = "只列了一个标题，没有先后可比，永远不会报告";
            let help = format!(
                "把文件里依次的各个标题都列出：outline = [{}, \"第二部分的标题\"]；只要求有这个标题的，删去 ordered",
                quoted.join(", ")
            );
            out.warn(source, value.span(), MistakeCode::WithoutEffect, message, Some(help));
        }
        return;
    }
    let has_documents = rule.get("documents").or_else(|| defaults?.get("documents")).is_some();
    if has_documents || different.len() >= FEWEST {
        return;
    }
    let message = format!(
        "只列了 {} 个标题，又没有写用于哪种文件：文件里有三分之二的标题才核对，缺了一个就不核对，永远不会报告",
        different.len()
    );
    let help = format!(
        "写明用于哪种文件，加一行 documents = [\"final-accounts\"]；或者把文件里应有的各个标题都列出，三个以上：{}",
        list.replace(']', ", \"其余各部分的标题\"]")
    );
    out.warn(source, value.span(), MistakeCode::WithoutEffect, message, Some(help));
}

/// A wording of which everything that it looks for is excepted.
fn all_excepted(source: &RuleSource, wording: TreeTable<'_>, out: &mut Mistakes) {
    let (Some(printed), Some(except)) = (wording.get("printed"), wording.get("except")) else {
        return;
    };
    let is_plain = |text: &str| !text.contains(['{', '(', '|', '?', '+', '…']);
    let printed = texts(printed);
    for (text, span) in texts(except) {
        let is_covered = !text.trim().is_empty()
            && is_plain(text)
            && printed.iter().all(|(own, _)| is_plain(own) && own.contains(text));
        if is_covered {
            let message = format!("要找的字里都有 except 的“{text}”，找到的都不算，永远不会报告");
            let help = format!(
                "except 写更长的说法，例如 except = [\"{text}管理办法\"]；不用的，删去 except"
            );
            out.warn(source, span, MistakeCode::WithoutEffect, message, Some(help));
        }
    }
}
