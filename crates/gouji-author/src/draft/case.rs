//! Cases of a proposal, made of its table: one that holds and one that breaks.

use super::proposal::{DraftForm, Proposal, speaks};
use gouji_audit::audit::{DocumentAudit, FigureRole, Verdict};

/// A table with more rows is no case.
const CASE_ROWS: usize = 60;

/// A case that holds and one that breaks, made of the table.
pub(super) fn cases(proposal: &Proposal, sheets: &[DraftForm], audits: &[DocumentAudit]) -> String {
    let Some(sheet) = proposal.form.and_then(|form| sheets.get(form)) else {
        return String::new();
    };
    let grid = &sheet.grid;
    if grid.cells.len() > CASE_ROWS {
        return String::new();
    }
    let stated = audits
        .iter()
        .flat_map(|audit| &audit.checks)
        .filter(|check| {
            speaks(check, &proposal.id)
                && matches!(check.verdict, Verdict::Holds | Verdict::Rounding)
        })
        .filter_map(|check| check.figures().find(|figure| figure.role == FigureRole::Stated))
        .map(|figure| figure.printed().text.split_whitespace().collect::<String>())
        .find(|text| text.chars().any(|c| ('1'..='9').contains(&c)));
    let given = |wrong: Option<&str>| {
        let mut lines = grid.above.clone();
        let mut open = wrong;
        for row in &grid.cells {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| match open {
                    Some(text) if cell.replace(' ', "") == text => {
                        open = None;
                        slipped(text)
                    }
                    _ => cell.clone(),
                })
                .collect();
            lines.push(cells.join(" | ").trim_end().to_owned());
        }
        (open.is_none() || wrong.is_none())
            .then(|| lines.join("\n").replace('\\', "").replace("\"\"\"", ""))
    };
    let mut out = String::new();
    if let Some(text) = given(None) {
        out.push_str(&format!(
            "\n[[rule.case]]\ngiven  = \"\"\"\n{text}\n\"\"\"\nexpect = \"holds\"\n"
        ));
    }
    if let Some(text) = stated.as_deref().and_then(|stated| given(Some(stated))) {
        out.push_str(&format!(
            "\n[[rule.case]]\ngiven  = \"\"\"\n{text}\n\"\"\"\nexpect = \"violation\"\n"
        ));
    }
    out
}

/// A figure with its first digit changed.
fn slipped(text: &str) -> String {
    let mut done = false;
    text.chars()
        .map(|c| match c {
            '1'..='8' if !done => {
                done = true;
                char::from_digit(c.to_digit(10).unwrap_or(0) + 1, 10).unwrap_or('1')
            }
            '9' if !done => {
                done = true;
                '5'
            }
            other => other,
        })
        .collect()
}
