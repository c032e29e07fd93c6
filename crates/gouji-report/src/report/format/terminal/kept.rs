//! Findings that are none any more: those that somebody answers for, and those that were mended.

use super::TerminalPage;
use crate::report::entry::{FindingEntry, entries};
use crate::report::width::{columns, left, one_line};
use gouji_audit::audit::DocumentAudit;

/// Findings that somebody answers for: the reason first.
pub(super) fn waived(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    let entries: Vec<FindingEntry<'_>> =
        entries(document).into_iter().filter(|entry| entry.finding.waiver.is_some()).collect();
    if entries.is_empty() {
        return;
    }
    out.push_str(
        &page.paint.bold(page.lang().of("已说明（不算作问题）", "Explained (no finding)")),
    );
    out.push('\n');
    for entry in entries {
        let why = entry.finding.waiver.as_deref().unwrap_or("");
        let head = format!("  {} {}. {}  ", page.paint.cyan("i"), entry.number, entry.check.rule);
        page.hang(out, &head, 6 + columns(&entry.check.rule), &one_line(why));
        let headline = entry.headline_in(document, page.lang());
        let head = format!("      {} ", left(&headline.place(document), 9));
        let width = columns(&head);
        page.hang(out, &head, width, &one_line(&headline.text));
    }
    out.push('\n');
}

/// What the ledger held and agrees now.
pub(super) fn resolved(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    let mended = document.follow_up.iter().flat_map(|follow_up| &follow_up.resolved);
    let mut mended = mended.peekable();
    if mended.peek().is_none() {
        return;
    }
    out.push_str(&page.paint.bold(page.lang().of("已整改（这次核对相符）", "Mended (agrees now)")));
    out.push('\n');
    for finding in mended {
        let head = format!("  {} {}  ", page.paint.green("✓"), finding.rule);
        page.hang(out, &head, 6 + columns(&finding.rule), &one_line(&finding.message));
    }
    out.push('\n');
}
