//! The open findings of a document again, one line each, behind those that are shown in full.

use super::finding::new_mark;
use super::page::TerminalPage;
use crate::report::entry::{FindingEntry, entries};
use crate::report::width::{columns, one_line};
use crate::report::words::severity_words;
use gouji_audit::audit::{DocumentAudit, Severity};
use gouji_values::lang::tell;

/// How many findings, and how many hints, are listed again behind those shown in full.
const LISTED: usize = 200;
const HINTS: usize = 20;

/// The open findings of a document again, one line each: number, place, headline. Of hints, which
/// stand above, a few.
pub(super) fn list(
    page: &TerminalPage<'_>,
    out: &mut String,
    document: &DocumentAudit,
    is_all: bool,
) {
    let open: Vec<FindingEntry<'_>> =
        entries(document).into_iter().filter(|entry| entry.finding.waiver.is_none()).collect();
    if open.is_empty() {
        return;
    }
    let mut hints = 0;
    let mut shown = 0;
    let digits = open.last().map_or(1, |entry| entry.number.to_string().len());
    out.push_str(&page.paint.bold(page.lang().of("问题一览", "All findings")));
    out.push('\n');
    for entry in &open {
        hints += usize::from(entry.severity == Severity::Info);
        if !is_all && (shown == LISTED || entry.severity == Severity::Info && hints > HINTS) {
            continue;
        }
        shown += 1;
        line(page, out, document, entry, digits);
    }
    if open.len() > shown {
        let rest = open.len() - shown;
        let rest = tell!(page.lang(), "另有 {rest} 处，见上", "{rest} more, see above");
        out.push_str(&format!("  {rest}\n"));
    }
    out.push('\n');
}

fn line(
    page: &TerminalPage<'_>,
    out: &mut String,
    document: &DocumentAudit,
    entry: &FindingEntry<'_>,
    digits: usize,
) {
    let headline = entry.headline_in(document, page.lang());
    let number = entry.number.to_string();
    let head = format!(
        "  {}{number}. {} ",
        " ".repeat(digits - number.len().min(digits)),
        page.severity(entry.severity)
    );
    let place = headline.place(document);
    let text = one_line(&format!(
        "{}{place}{}{}",
        new_mark(entry, page.lang()),
        if place.is_empty() { "" } else { page.lang().colon() },
        headline.text
    ));
    let severity = columns(severity_words(entry.severity).of(page.lang()));
    page.hang(out, &head, digits + 5 + severity, &text);
}
